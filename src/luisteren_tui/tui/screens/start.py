"""The dialog at the start of a session: who sees this screen, and how many people take part."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from msgspec import Struct
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.people.people import MAX_PEOPLE
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui.keyboard import REPEAT_S
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.workshop.model import Workshop


class StartAnswer(Struct, frozen=True):
    """The answers: the number of participants, and whether the group sees this screen too."""

    participants: int
    mirrored: bool


class StartDialog(Dialog[StartAnswer]):
    """Asks both questions, with a `remark` about the plan above them. Enter accepts the answers that are shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "accept"),
        ("up,down,tab,shift+tab", "row"),
        ("left,minus", "change(-1)"),
        ("right,plus,equals_sign", "change(1)"),
        ("space", "change(1)"),
        *((str(n), f"digit({n})") for n in range(10)),
        ("backspace", "digit(-1)"),
    ]

    silences: ClassVar[Mapping[str, float]] = dict.fromkeys(("left", "right"), REPEAT_S)

    def __init__(self, workshop: Workshop, participants: int, remark: str = "") -> None:
        super().__init__()
        self.title_text = safe_line(workshop.title)
        self.keys = (
            ("accept", "enter", N_("begin")),
            ("row", "↑↓", N_("other question")),
            ("change(1)", "←→", N_("change")),
            ("cancel", "escape", N_("not now")),
        )
        self._participants, self._mirrored, self._row, self._typing = participants, False, 0, False
        self._remark, self._questions = remark, Static(id="start")

    def body(self) -> Iterable[Widget]:
        """Show both questions."""
        if self._remark:
            yield Static(Content.assemble((safe(self._remark), "bold")), classes="dialog-hint")
        self._update()
        yield self._questions

    def _draw(self) -> Content:
        me, group = (_("only me"), _("the group too (mirrored)"))
        choice = Content.assemble(
            (f" {me} ", "" if self._mirrored else "bold reverse"),
            "  ",
            (f" {group} ", "bold reverse" if self._mirrored else ""),
        )
        number = Content.assemble((f" {self._participants} ", "bold reverse"))
        questions = (_("Who sees this screen?"), choice), (_("How many take part?"), number)
        lines = []
        for row, (question, answer) in enumerate(questions):
            here = row == self._row
            lines += [Content.assemble(("▸ " if here else "  ", "bold $accent"), (question, "bold" if here else ""))]
            lines += [Content.assemble("  ", answer), Content("")]
        if not self._participants:
            lines.append(Content.assemble((_("At least one person takes part."), "bold $warning")))
        elif self._mirrored:
            note = _("The screen then shows what the room may see. z shows your own screen.")
            lines.append(Content.assemble((note, "$text-muted")))
        else:
            lines.append(Content.assemble((_("Press Enter to begin with these answers."), "$text-muted")))
        return Content("\n").join(lines)

    def _update(self) -> None:
        self._questions.update(self._draw())

    def action_row(self) -> None:
        """Go to the other question."""
        self._row, self._typing = 1 - self._row, False
        self._update()

    def action_change(self, by: int) -> None:
        """Change the answer to the current question."""
        if self._row == 0:
            self._mirrored = not self._mirrored
        else:
            self._participants = max(1, min(MAX_PEOPLE, self._participants + by))
        self._update()

    def action_digit(self, digit: int) -> None:
        """Type the number of participants."""
        self._row = 1
        if digit < 0:
            self._participants //= 10
        else:
            self._participants = min(MAX_PEOPLE, self._participants * 10 + digit if self._typing else digit)
        self._typing = True
        self._update()

    def action_accept(self) -> None:
        """Answer, unless there are no participants."""
        if self._participants:
            self.dismiss(StartAnswer(self._participants, self._mirrored))
        else:
            self._row = 1
            self._update()
