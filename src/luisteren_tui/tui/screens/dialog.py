"""The base of all dialogs, and those that no single screen owns: yes or no, a notice, minutes, a line of text, unsaved work."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from textual import getters
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.session.decide import MAX_ALLOTTED_MS
from luisteren_tui.session.state import Past, PastPeople
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.keyboard import REPEAT_S
from luisteren_tui.tui.theme import BADGE, CHIP
from luisteren_tui.tui.widgets.dialog_keys import DialogKeys
from luisteren_tui.tui.widgets.key_bar import Keys
from luisteren_tui.tui.widgets.safe_input import SafeInput

Answer = TypeVar("Answer")
MAX_TITLE = 150
"""Cells of a title, which takes the place of what scrolls below it."""


class Dialog(ModalScreen[Answer], Generic[Answer]):
    """A title, a body and the keys that answer it. Escape answers None."""

    app = getters.app(BaseApp)
    AUTO_FOCUS: ClassVar[str | None] = None
    CSS_PATH = Path(__file__).with_name("dialog.tcss")  # a relative path would be taken from the subclass's file
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "cancel"),
        ("question_mark", "help"),
        ("ctrl+q", "app.leave"),
        Binding("full_stop", "app.blank", id="blank"),
        Binding("c", "app.breather", id="breather"),
        ("pageup", "scroll(-1)"),
        ("pagedown", "scroll(1)"),
    ]
    silences: ClassVar[Mapping[str, float]] = dict.fromkeys(("pageup", "pagedown"), 0)
    title_text = ""
    keys: Keys = ()
    danger = False
    """Whether Enter does what can't be taken back."""
    _keys_shown: DialogKeys | None = None

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        # Widgets are kept as attributes, here and in subclasses: a key may come before they are mounted, or after.
        self.box, self._heading = DialogBox(classes="dialog"), Static(classes="dialog-title")
        self._wall_note: Static | None = None

    def body(self) -> Iterable[Widget]:
        """Yield the widgets between the title and the keys."""
        return ()

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with self.box:
            self.show_title(self.title_text)
            yield self._heading
            body = [*self.body()]
            self.set_class(not body, "-bare")
            # Without a body the title and the keys, which are docked, would get no space.
            yield from body or [Static(classes="dialog-nothing")]
            self._keys_shown = DialogKeys(self.keys, danger=self.danger)
            yield self._keys_shown

    def show_title(self, title: str, *below: Content) -> None:
        """Show `title` from now on, and lines `below` it that don't scroll either."""
        heading = Content.assemble((safe(title), "bold")).truncate(MAX_TITLE, ellipsis=True)
        self._heading.update(Content("\n").join([heading, *below]))

    def show_keys(self, keys: Keys) -> None:
        """Show `keys` from now on."""
        self.keys = keys
        if self._keys_shown is not None:
            self._keys_shown.keys = keys

    def on_mount(self) -> None:
        """Hide a dialog behind this one. Say above the dialog that the wall is empty, while it is."""
        self.set_class(any(isinstance(screen, Dialog) for screen in self.app.screen_stack[:-1]), "-over")
        self.watch(self.app, "wall_note", self._show_wall_note)

    def _show_wall_note(self, note: str) -> None:
        if note and self._wall_note is None:
            self._wall_note = Static(classes="wall-note")
            self.mount(self._wall_note)
        if self._wall_note is not None:
            self._wall_note.update(Content.assemble((f" {note} ", BADGE)) if note else "")

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Answer with `result`, and close the dialog. Once is enough: Textual would close the screen below next."""
        return super().dismiss(result) if self.app.is_front(self) else AwaitComplete()

    @property
    def loses_text(self) -> bool:
        """Whether what was typed is lost when the dialog is cancelled."""
        return False

    def action_cancel(self) -> None:
        """Answer None. Ask first if what was typed would be lost."""
        if not self.loses_text:
            self.dismiss(None)
            return
        question = Confirm(_("Discard what you typed?"), _("Escape goes back to it."), N_("discard"), danger=True)
        self.app.ask_then(question, lambda _yes: self.dismiss(None))

    def action_scroll(self, pages: int) -> None:
        """Scroll what does not fit."""
        (self.box.scroll_page_down if pages > 0 else self.box.scroll_page_up)(animate=False)

    def action_help(self) -> None:
        """Show the keys of this dialog. Where a text is typed, a question mark is text."""
        # Lazy: few ask, and the first dialog comes sooner.
        from luisteren_tui.tui.screens.help import KeyList, session_keys

        keys = [(key, _(label)) for _action, key, label in self.keys]
        self.app.push_screen(KeyList([*keys, *session_keys(self, keys)]))

    def save_input(self) -> None:
        """Save what was typed. Called before the app closes, for dialogs that save text however they end."""


class DialogBox(VerticalScroll, can_focus=False):
    """The frame of a dialog. There is always space for its scrollbar, so that no line wraps anew when that appears."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines of its content at `width`. Textual would forget the space for the scrollbar."""
        return super().get_content_height(container, viewport, width - self.scrollbar_size_vertical)


class AnswerText(Static):
    """A reply of the dialog. It scrolls itself into view, and takes no space while there is none."""

    DEFAULT_CSS = "AnswerText { height: auto; display: none; }"

    def show(self, text: Content) -> None:
        """Show `text`."""
        self.update(text)
        self.display = bool(text)
        self.call_after_refresh(self.scroll_visible, animate=False)

    def on_resize(self) -> None:
        """Stay in view when a text takes more lines than the previous one."""
        if self.content:
            self.scroll_visible(animate=False)


class Confirm(Dialog[bool]):
    """A question to answer with Enter or Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter", "dismiss(True)")]

    def __init__(self, title: str, text: str, accept: str, *, danger: bool = False) -> None:
        super().__init__()
        self.title_text, self._text, self.danger = title, text, danger
        self.keys = (("dismiss(True)", "enter", accept), ("cancel", "escape", N_("cancel")))

    def body(self) -> Iterable[Widget]:
        """Yield the explanation, if there is one."""
        if self._text:
            yield Static(Content(self._text))


def undo_question(past: Past | PastPeople, age_ms: int, *, mirrored: bool) -> Confirm:
    """Return the question whether to undo the change after `past`. A `mirrored` one doesn't say what that was."""
    what = _(words.UNDONE.get(past.what, past.what))
    title = _("Undo?") if mirrored else _("Undo {what}?").format(what=what)
    text = _("That was {length} ago.").format(length=words.length(age_ms // 1000))
    return Confirm(title, text, N_("undo it"))


class Notice(Dialog[None]):
    """Something to know, with something to copy below it."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter,q", "cancel")]

    def __init__(self, title: str, text: str, to_copy: str) -> None:
        super().__init__()
        self.title_text, self._text, self._to_copy = title, text, to_copy
        self.keys = (("cancel", "escape", N_("done")),)

    def body(self) -> Iterable[Widget]:
        """Yield the text and what to copy."""
        yield Static(Content(self._text))
        yield Static(Content.assemble(("\n" + safe(self._to_copy), "bold")))


class AskMinutes(Dialog[int]):
    """Asks how many minutes ago something began. More than `expected` needs a second Enter; the impossible is refused."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "accept"),
        ("up,plus,equals_sign,right", "change(1)"),
        ("down,minus,left", "change(-1)"),
        *((str(n), f"digit({n})") for n in range(10)),
        ("backspace", "digit(-1)"),
    ]

    silences = {**Dialog.silences, **dict.fromkeys(("left", "right"), REPEAT_S)}

    def __init__(self, question: str, minutes: int, expected: int) -> None:
        super().__init__()
        self.title_text = _("Began earlier")
        self.keys = (
            ("accept", "enter", N_("count it")),
            ("change(1)", "+", N_("more")),
            ("change(-1)", "-", N_("less")),
            ("cancel", "escape", N_("cancel")),
        )
        self._question, self._minutes, self._typing = question, minutes, False
        self._expected, self._asked_twice = expected, False
        self._value, self._note = Static(classes="dialog-value"), Static()

    def body(self) -> Iterable[Widget]:
        """Yield the question and the minutes."""
        yield Static(Content(self._question))
        self._value.update(self._minutes_text())
        yield self._value
        self._remark("")
        yield self._note

    def _minutes_text(self) -> Content:
        n = self._minutes
        return Content.assemble((f" {ngettext('{n} minute', '{n} minutes', n).format(n=n)} ", CHIP))

    def _set(self, minutes: int) -> None:
        self._minutes = max(0, min(9999, minutes))
        self._value.update(self._minutes_text())
        self._asked_twice = False
        self._remark("")

    def _remark(self, text: str) -> None:
        digits = (_("Type the number, or use + and -."), "$muted")
        self._note.update(Content.assemble((text, "bold $warning") if text else digits))

    def action_change(self, by: int) -> None:
        """Add `by` minutes."""
        self._set(max(1, self._minutes + by))

    def action_digit(self, digit: int) -> None:
        """Type a digit. The first one replaces the proposed number, and -1 takes the last one away."""
        if digit < 0:
            self._set(self._minutes // 10)
        else:
            self._set(self._minutes * 10 + digit if self._typing else digit)
        self._typing = True

    def action_accept(self) -> None:
        """Answer with the minutes."""
        if self._minutes < 1:
            self._remark(_("Enter at least one minute."))
        elif self._minutes * 60_000 > MAX_ALLOTTED_MS:
            self._remark(_("More than {hours} hours is not possible.").format(hours=MAX_ALLOTTED_MS // 3_600_000))
        elif self._minutes > self._expected and not self._asked_twice:
            self._asked_twice = True
            text = _("That is long: {length}. Press Enter once more to count it.")
            self._remark(text.format(length=words.length(self._minutes * 60)))
        else:
            self.dismiss(self._minutes)


class AskText(Dialog[str]):
    """A line of text to type, with a `hint` above it.

    `problem` returns what is wrong with a text, and then the dialog stays; "" accepts it.
    """

    AUTO_FOCUS = "SafeInput"
    BINDINGS: ClassVar[list[BindingType]] = [("enter", "accept")]

    def __init__(
        self, title: str, value: str, problem: Callable[[str], str] = lambda _text: "", hint: str = ""
    ) -> None:
        super().__init__()
        self.title_text, self._problem, self._hint = title, problem, hint
        self._before = safe_line(value)
        self._line, self._wrong = SafeInput(value, max_length=120), AnswerText(classes="dialog-wrong")
        self.keys = (("accept", "enter", N_("done")), ("cancel", "escape", N_("cancel")))

    def body(self) -> Iterable[Widget]:
        """Yield the hint and the line."""
        if self._hint:
            yield Static(Content(safe(self._hint)), classes="dialog-hint")
        yield self._line
        yield self._wrong

    @property
    def loses_text(self) -> bool:
        """Whether the text was changed."""
        return self._line.value.strip() != self._before.strip()

    def on_input_submitted(self) -> None:
        """Answer with the text: the line takes the Enter that the binding waits for."""
        self.action_accept()

    def action_accept(self) -> None:
        """Answer with the text, unless something is wrong with it."""
        text = safe_line(self._line.value)
        if problem := self._problem(text):
            self._wrong.show(Content(safe(problem)))
        else:
            self.dismiss(text)


class UnsavedDialog(Dialog[str]):
    """Offers to stay, to save elsewhere, or to leave. Enter and Escape stay, and saving is tried again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("h", "dismiss('elsewhere')"),
        ("x", "dismiss('leave')"),
        ("enter", "cancel"),
    ]

    def __init__(self, why: str) -> None:
        super().__init__()
        self._why = why
        self.title_text = _("Not everything is saved")
        self.keys = (
            ("cancel", "enter", N_("stay; saving is tried again every second")),
            ("dismiss('elsewhere')", "h", N_("save everything in another place")),
            ("dismiss('leave')", "x", N_("leave anyway: what is not saved is lost")),
        )

    def body(self) -> Iterable[Widget]:
        """Explain the situation."""
        yield Static(Content(_("What you wrote can't be saved: {why}.").format(why=self._why)))
