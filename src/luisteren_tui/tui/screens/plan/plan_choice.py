"""The dialog that asks which plan to rehearse."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from luisteren_tui.i18n import N_, _
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.plan import Plan, whole_minutes
from luisteren_tui.planning.plan_dates import time_of_day
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.widgets.choice_list import ChoiceList


class Offered(NamedTuple):
    """A saved plan and its name."""

    name: str
    plan: Plan


class PlanChoice(Dialog[str]):
    """Lists `plans`, and below them the workshop as its makers wrote it. The answer is a name, or empty for the last."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [("q", "cancel")]

    def __init__(self, plans: Sequence[Offered]) -> None:
        super().__init__()
        self._names = [*(each.name for each in plans), ""]
        lines = [*map(_line, plans), _("without a plan: as its makers wrote it")]
        self._list = ChoiceList(*(Option(Content(line)) for line in lines), markup=False, classes="dialog-list")
        self.title_text = _("Rehearse which plan?")
        self.keys = (("choose", "enter", N_("rehearse")), ("cancel", "escape", N_("cancel")))

    def body(self) -> Iterable[Widget]:
        """Show the plans."""
        yield self._list

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the name of the selected plan."""
        event.stop()
        self.dismiss(self._names[event.option_index])

    def action_choose(self) -> None:
        """Answer with the name of the highlighted plan."""
        self._list.action_select()


def _line(each: Offered) -> str:
    name, plan = safe_line(each.name), each.plan
    if plan.start is not None:
        times = f"{time_of_day(plan.start)} – {time_of_day(plan.start, p.total(plan))}"
    else:
        times = _("{count} min").format(count=whole_minutes(p.total(plan)))
    return f"{name}  {times}"
