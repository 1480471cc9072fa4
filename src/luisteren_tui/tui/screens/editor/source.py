"""The file itself, for one that can't be read as a workshop: its text, and above it what is wrong and where."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from luisteren_tui.i18n import _
from luisteren_tui.storage.workshop_reading import Found
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.editor.field_editors import Shown, TextEditor


class SourcePane(Vertical):
    """Shows a text with the numbers of its lines. `changed` is called when something is typed, within the edit."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__(id="editor-source")
        self._about = Static(id="editor-source-about")
        self.editor = TextEditor(changed, id="editor-source-text")
        self.editor.show_line_numbers = True
        self._shown: Shown | None = None

    def compose(self) -> ComposeResult:
        """Lay out the pane."""
        yield self._about
        yield self.editor

    def show(self, text: str, findings: Sequence[Found], *, readable: bool) -> None:
        """Show `text`, and what is wrong with it, or that it is `readable` now.

        A text that was not typed here begins at the first place where something is wrong.
        """
        if self._shown is None or (self._shown.text != text and self._shown.made_safe == self.editor.text):
            self.editor.load(text)
            self._shown = Shown(text, self.editor.text)
            if findings:
                self.editor.move_cursor((max(0, findings[0].line - 1), max(0, findings[0].column - 1)))
        if readable:
            done = _("It can be read now: Escape leads to the parts.")
            self._about.update(Content.assemble((f"✓ {done}", "bold $success")))
            return
        places = [
            Content.assemble((_("Line {line}").format(line=found.line), "bold $error"), f": {safe_line(found.message)}")
            for found in findings
        ]
        about = _("This file can't be read as a workshop yet. Put it right here; the rest stays as it is.")
        self._about.update(Content("\n").join([Content(about), *places]))

    def take(self) -> str | None:
        """Return the text if it was changed since the last time."""
        if self._shown is None or self.editor.text == self._shown.made_safe:
            return None
        self._shown = self._shown.typed_over(self.editor.text)
        return self._shown.text
