"""A question in front of the screen: what all dialogs share."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.session.decide import LONGEST
from luisteren_tui.text.safe import safe
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.widgets.key_bar import KeyBar, Keys

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer], Generic[Answer]):
    """A title, what there is to say, and the keys that answer it. Escape answers with nothing."""

    AUTO_FOCUS: ClassVar[str | None] = None
    CSS_PATH = Path(__file__).with_name("dialog.tcss")  # a subclass elsewhere would look beside its own file
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("ctrl+q", "app.leave", show=False),
    ]
    title_text = ""
    keys: Keys = ()
    stacked = True
    """Whether the keys stand below each other."""

    def body(self) -> Iterable[Widget]:
        """Yield what stands between the title and the keys."""
        return ()

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(Content.assemble((safe(self.title_text), "bold")), classes="dialog-title")
            yield from self.body()
            yield KeyBar(self.keys, stacked=self.stacked, classes="dialog-keys")

    def action_cancel(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)

    def hand_in(self) -> None:
        """Let it be known what was typed, where that is kept however the dialog ends."""


class Confirm(Dialog[bool]):
    """A question to answer with Enter or Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "accept", show=False)]

    def __init__(self, title: str, text: str, accept: str) -> None:
        super().__init__()
        self.title_text, self._text = title, text
        self.keys = (("accept", "enter", accept), ("cancel", "escape", N_("cancel")))

    def body(self) -> Iterable[Widget]:
        """Say what it means."""
        yield Static(Content(self._text))

    def action_accept(self) -> None:
        """Answer yes."""
        self.dismiss(True)


class Notice(Dialog[None]):
    """Something to know, and words to copy below it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,q", "cancel", show=False)]

    def __init__(self, title: str, text: str, words: str) -> None:
        super().__init__()
        self.title_text, self._text, self._words = title, text, words
        self.keys = (("cancel", "escape", N_("done")),)

    def body(self) -> Iterable[Widget]:
        """Say it."""
        yield Static(Content(self._text))
        yield Static(Content.assemble(("\n" + safe(self._words), "bold")))


class AskMinutes(Dialog[int]):
    """How many minutes ago something began; more than `expected` is asked once more, what can't be is refused."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", show=False),
        Binding("up,plus,equals_sign,right", "change(1)", show=False),
        Binding("down,minus,left", "change(-1)", show=False),
        *(Binding(str(n), f"digit({n})", show=False) for n in range(10)),
        Binding("backspace", "digit(-1)", show=False),
    ]

    def __init__(self, question: str, minutes: int, expected: int) -> None:
        super().__init__()
        self.title_text = _("Began earlier")
        self.keys = (
            ("accept", "enter", N_("count it")),
            ("change(1)", "+", N_("more")),
            ("change(-1)", "-", N_("less")),
        )
        self.keys += (("cancel", "escape", N_("cancel")),)
        self._question, self._minutes, self._typing = question, minutes, False
        self._expected, self._asked = expected, False

    def body(self) -> Iterable[Widget]:
        """Show the minutes."""
        yield Static(Content(self._question))
        yield Static(self._shown(), id="minutes", classes="dialog-value")
        yield Static(id="minutes-remark")

    def _shown(self) -> Content:
        n = self._minutes
        return Content.assemble((f" {ngettext('{n} minute', '{n} minutes', n).format(n=n)} ", "bold reverse"))

    def _set(self, minutes: int) -> None:
        self._minutes = max(0, min(9999, minutes))
        self.query_one("#minutes", Static).update(self._shown())
        self._asked = False
        self._remark("")

    def _remark(self, text: str) -> None:
        self.query_one("#minutes-remark", Static).update(Content.assemble((text, "bold $warning")))

    def action_change(self, by: int) -> None:
        """More or fewer minutes."""
        self._set(max(1, self._minutes + by))

    def action_digit(self, digit: int) -> None:
        """Type the number; the first digit replaces what was proposed."""
        if digit < 0:
            self._set(self._minutes // 10)
        else:
            self._set(self._minutes * 10 + digit if self._typing else digit)
        self._typing = True

    def action_accept(self) -> None:
        """Answer with the minutes."""
        if self._minutes < 1:
            self._remark(_("Give a minute or more."))
        elif self._minutes * 60_000 > LONGEST:
            self._remark(_("More than {hours} hours is not possible.").format(hours=LONGEST // 3_600_000))
        elif self._minutes > self._expected and not self._asked:
            self._asked = True
            text = _("That is long: {length}. Enter once more counts it.")
            self._remark(text.format(length=words.length(self._minutes * 60)))
        else:
            self.dismiss(self._minutes)
