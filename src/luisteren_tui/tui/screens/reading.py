"""The text to read: the poem, the case."""

from pathlib import Path

from textual.content import Content

from luisteren_tui.i18n import _
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.text import safe, safe_line
from luisteren_tui.tui.screens.pages import Page
from luisteren_tui.workshop.model import Text, Workshop


class ReadingScreen(Page):
    """A text, or where it can be found while it is not on this laptop."""

    def __init__(self, text: Text, body: str | None, place: Path | None) -> None:
        super().__init__()
        self.title_text = safe_line(text.title)
        self._text, self._body, self._place = text, body, place

    @classmethod
    def of(cls, workshop: Workshop, name: str, data: Path, shown: Path | None) -> "ReadingScreen":
        """Return the screen for the text `name` of a workshop; its file may be in `data`, which the room is not `shown`."""
        text = workshop.texts[name]
        return cls(text, text_body(workshop, name, data), shown / "texts" / text.file if text.file and shown else None)

    def content(self) -> Content:
        """Return the text and its source."""
        parts = [Content(safe(self._body).strip())] if self._body is not None else []
        if self._body is None:
            parts.append(Content(_("This text is not shipped with the app.")))
        if self._text.source:
            source = safe_line(self._text.source)
            parts.append(Content.assemble((_("Source:") + " ", "$text-muted"), source))
        if self._body is None and self._place is not None:
            where = _("Put the text in this file and it is shown here:")
            parts.append(Content.assemble((where + "\n", "$text-muted"), safe_line(str(self._place))))
        return Content("\n\n").join(parts)
