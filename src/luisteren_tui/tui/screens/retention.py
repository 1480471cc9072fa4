"""The dialog that asks how long notes may stay on this laptop."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.storage.retention import CHOICES, Retention
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.widgets.choice_list import ChoiceList


class RetentionDialog(Dialog[Retention]):
    """Offers the choices. The first is to keep notes forever, which also holds while nothing is chosen."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [("q", "cancel")]

    def __init__(self, now: Retention | None) -> None:
        super().__init__()
        self._now = now
        lines = (Option(Content(days_in_words(choice))) for choice in CHOICES)
        self._list = ChoiceList(*lines, markup=False, classes="dialog-list")
        self.title_text = _("How long do notes stay on this laptop?")
        self.keys = (("choose", "enter", N_("choose")), ("cancel", "escape", N_("leave it as it is")))

    def body(self) -> Iterable[Widget]:
        """Explain the choices and show them."""
        about = _(
            "Older notes are removed automatically: the first time you are asked, later you are told. Times stay. You can change this later: Look back, F4."
        )
        yield Static(Content(about), classes="dialog-hint")
        yield self._list

    def on_mount(self) -> None:
        """Highlight the present choice."""
        now = self._now.days if self._now else None
        self._list.highlighted = CHOICES.index(now) if now in CHOICES else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the selected choice."""
        event.stop()
        self.dismiss(Retention(CHOICES[event.option_index]))

    def action_choose(self) -> None:
        """Answer with the highlighted choice."""
        self._list.action_select()


def days_in_words(choice: int | None) -> str:
    """Return how long notes stay, in words."""
    if choice is None:
        return _("always; nothing is removed automatically")
    if choice == 365:
        return _("notes for a year")
    return ngettext("notes for {n} day", "notes for {n} days", choice).format(n=choice)
