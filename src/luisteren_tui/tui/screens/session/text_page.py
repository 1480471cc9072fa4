"""A text to read, such as a poem or a case. The facilitator can show it to the room, a paragraph at a time."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from luisteren_tui.i18n import _
from luisteren_tui.session import commands as c
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.text.paragraphs import paragraphs
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui.keymap import printed
from luisteren_tui.tui.screens.page import Page
from luisteren_tui.tui.widgets.room_display import RoomDisplay
from luisteren_tui.views.room_view import text_elsewhere_view
from luisteren_tui.workshop.model import Workshop


class TextPage(Page):
    """The text `name` of a workshop, or where to find it if it is not on this laptop.

    `do` carries out commands, such as showing the text to the room. It is None while the room looks on: then a text that
    is elsewhere is shown as in the room's own window.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "close", id="text"),
        Binding("z", "reveal", id="room"),
        Binding("k", "app.parking", id="parking"),
    ]

    silences: ClassVar[Mapping[str, float]] = {}  # the room sees each paragraph

    def __init__(self, workshop: Workshop, name: str, data: Path, do: Callable[[c.Command], None] | None) -> None:
        super().__init__()
        self._text_id, self._text, self._data, self._do = name, workshop.texts[name], data, do
        self.title_text = safe_line(self._text.title)
        self._body = text_body(workshop, name, data)
        self._parts = paragraphs(safe(self._body or "")) or ("",)
        self._page: int | None = None
        self._part_texts = [Static(Content(part)) for part in self._parts]

    def content(self) -> Content:
        """Return the text and its source."""
        parts = [Content(safe(self._body).strip())] if self._body is not None else []
        if self._body is None:
            parts.append(Content(_("This text is not shipped with the app.")))
        if self._text.source:
            source = safe_line(self._text.source)
            parts.append(Content.assemble((_("Source:") + " ", "$text-muted"), source))
        if self._body is None and self._text.file and self._do is not None:
            where = _("Put the text in this file and it is shown here:")
            path = safe_line(str(self._data / "texts" / self._text.file))
            parts.append(Content.assemble((where + "\n", "$text-muted"), path))
        return Content("\n\n").join(parts)

    def keys(self) -> Iterable[tuple[str, str]]:
        """Yield the keys that show the text to the room, page through it and hide it."""
        if self._do is None:
            return
        if self._page is None:
            yield printed("room"), _("show the room")
        else:
            yield printed("room"), _("hide it")
            if len(self._parts) > 1:
                yield (
                    _("space"),
                    _("the room sees {page} of {pages}").format(page=self._page + 1, pages=len(self._parts)),
                )

    def compose(self) -> ComposeResult:
        """Lay out the page, and the paragraphs for when the room sees them."""
        yield from super().compose()
        with VerticalScroll(id="parts", can_focus=False):
            yield from self._part_texts
        if self._do is None and self._body is None and self._text.source:
            self.add_class("-elsewhere")
            display = RoomDisplay("")
            display.show(text_elsewhere_view(self._text))
            yield display

    def action_reveal(self) -> None:
        """Show the first paragraph to the room, or hide the text."""
        self._show(0 if self._page is None else None)

    def action_page(self, pages: int) -> None:
        """Show the room another paragraph, or scroll while it sees none."""
        if self._page is None:
            super().action_page(pages)
        else:
            self._show(max(0, min(len(self._parts) - 1, self._page + pages)))

    def action_close(self) -> None:
        """Hide the text from the room, and close the page."""
        if self._page is not None:
            self._show(None)
        super().action_close()

    def _show(self, page: int | None) -> None:
        if self._do is None:
            return
        self._page = page
        self._do(c.ShowText(None) if page is None else c.ShowText(self._text_id, page))
        self.set_class(page is not None and bool(self._body), "-shown")
        for number, part in enumerate(self._part_texts):
            part.set_class(number == page, "-now")
            if number == page:
                part.scroll_visible(animate=False, top=True)
        self.show_left()
