"""The dialogs of the plan screen: a custom block, and a name that another plan has; and what is wrong with answers."""

from collections.abc import Callable, Iterable
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.planning.plan import MAX_BLOCK_S, MINUTE_S
from luisteren_tui.planning.plan_dates import InvalidTime, read_time
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui.screens.dialog import AnswerText, Dialog
from luisteren_tui.tui.widgets.note_editors import SafeTextArea
from luisteren_tui.tui.widgets.safe_input import SafeInput
from luisteren_tui.workshop.model import MAX_PEOPLE


class CustomBlock(NamedTuple):
    """What the facilitator enters for a custom block. `text` is on the screen while the block runs."""

    title: str
    minutes: int
    text: str


class CustomBlockDialog(Dialog[CustomBlock]):
    """Asks for the title, minutes and text of a custom block.

    Enter goes to the next field, or to a new line in the text. Escape asks before what was typed is lost.
    """

    AUTO_FOCUS = "SafeInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "accept", priority=True),
        # Tab moves the focus before the keys that follow are given out.
        Binding("tab", "next_field(1)", priority=True),
        Binding("shift+tab", "next_field(-1)", priority=True),
        ("ctrl+q", "cancel"),
    ]

    silences = {**Dialog.silences, **dict.fromkeys(("tab", "shift+tab", "enter"), 0)}  # they only go to another field

    def __init__(self, block: CustomBlock, save: Callable[[CustomBlock], object]) -> None:
        """Begin with `block`. What was typed is passed to `save` if the program ends meanwhile."""
        super().__init__()
        self.title_text, self._block = _("A block of your own"), block
        self._save = save
        self._title = SafeInput(block.title, max_length=120, id="custom-title")
        self._minutes = SafeInput(str(block.minutes), max_length=4, id="custom-minutes")
        self._text = SafeTextArea(block.text, id="custom-text")
        self._wrong = AnswerText(classes="dialog-wrong")
        self.keys = (
            ("next_field(1)", "tab", N_("next field")),
            ("accept", "ctrl+s", N_("done")),
            ("cancel", "escape", N_("cancel")),
        )

    def body(self) -> Iterable[Widget]:
        """Show the fields."""
        yield Static(Content(_("Title")), classes="field -first")
        yield self._title
        yield Static(Content(_("Minutes")), classes="field")
        yield self._minutes
        yield Static(Content(_("Text: you see it while the block runs (may be left empty)")), classes="field")
        yield self._text
        yield self._wrong

    def _typed(self) -> tuple[str, str, str]:
        return self._title.value.strip(), self._minutes.value.strip(), self._text.text.strip("\n")

    def _refuse(self, field: SafeInput, text: str) -> None:
        """Say what is wrong with a field, and go there."""
        self._wrong.show(Content(text))
        field.focus(scroll_visible=False)  # the message is in view

    def action_next_field(self, by: int) -> None:
        """Go to the next field, or to the one before."""
        (self.focus_next if by > 0 else self.focus_previous)()

    def on_input_submitted(self) -> None:
        """Go to the next field. What is typed next goes there, and is no command for the plan."""
        self.focus_next()

    def action_accept(self) -> None:
        """Answer with the block if its fields are valid."""
        title, minutes, text = self._typed()
        number = _minutes(minutes)
        if not safe_line(title):
            self._refuse(self._title, _("Give it a title."))
        elif number is None:
            text = _("Write a number of minutes, from 1 to {most}.").format(most=MAX_BLOCK_S // MINUTE_S)
            self._refuse(self._minutes, text)
        else:
            self.dismiss(CustomBlock(safe_line(title), number, text))

    def _changed(self) -> bool:
        block = self._block
        return self._typed() != (safe_line(block.title), str(block.minutes), safe(block.text).strip("\n"))

    def save_input(self) -> None:
        """Save what was typed before the app closes. Nobody can be asked now, so what is not valid stays as it was."""
        if self._changed():
            title, minutes, text = self._typed()
            block = self._block
            self._block = CustomBlock(safe_line(title) or block.title, _minutes(minutes) or block.minutes, text)
            self._save(self._block)

    @property
    def loses_text(self) -> bool:
        """Whether a field was changed."""
        return self._changed()


def _minutes(typed: str) -> int | None:
    """Return a number of minutes, or None if no block can take that long."""
    number = int(typed) if typed.isascii() and typed.isdecimal() else 0
    return number if 0 < number <= MAX_BLOCK_S // MINUTE_S else None


class NameTakenDialog(Dialog[bool]):
    """Asks whether to replace another plan with the same name; False asks for another name."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter", "dismiss(True)"), ("n", "dismiss(False)")]

    def __init__(self, name: str, contents: str) -> None:
        super().__init__()
        self._contents = contents
        self.title_text = _("There is already a plan {name}").format(name=name)
        self.keys = (
            ("dismiss(True)", "enter", N_("replace it")),
            ("dismiss(False)", "n", N_("choose another name")),
            ("cancel", "escape", N_("cancel")),
        )

    def body(self) -> Iterable[Widget]:
        """Say which plan that is, and that nothing is lost."""
        lines = filter(None, (self._contents, _("If you replace it, the old one is kept as well.")))
        yield Static(Content("\n").join(map(Content, lines)))


def time_problem(text: str, check: Callable[[int], str]) -> str:
    """Return why `text` can't be the time, or an empty text. `check` gets minutes since midnight and may raise InvalidTime."""
    try:
        return check(read_time(text)) if text.strip() else ""
    except InvalidTime as error:
        return str(error)


def number_problem(text: str) -> str:
    """Return why `text` can't be the number of people, or an empty text."""
    number = int(text) if text.isascii() and text.isdecimal() else 0
    return "" if 0 < number <= MAX_PEOPLE else _("Write a number from 1 to 200.")
