"""The dialog that makes a file of a plan."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from luisteren_tui.export.plan_files import PlanFile
from luisteren_tui.i18n import N_, _
from luisteren_tui.tui.screens.dialog import AnswerText, Dialog
from luisteren_tui.tui.screens.file_making import make_file
from luisteren_tui.tui.widgets.choice_list import ChoiceList


class PlanExportDialog(Dialog[None]):
    """Offers the `files` of a plan. Enter makes one called `name` and shows where it is; the dialog stays for another.

    `has_start` is whether the plan says when it begins, without which there is no file for a calendar.
    """

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [("q", "cancel")]

    def __init__(self, name: str, files: Sequence[PlanFile], *, has_start: bool) -> None:
        super().__init__()
        hints = [_("The plan as it is on the screen now, saved or not.")]
        if not has_start:
            hints.append(_("With a start (b) there is a file for your calendar too."))
        self._hint = "\n".join(hints)
        self._file_name, self._files, self._busy = name, files, False
        self._answer = AnswerText(id="exported")
        width = max(len(each.kind) for each in files)
        lines = (f"{each.kind:<{width}}  {each.label}" for each in files)
        self._list = ChoiceList(*(Option(Content(line)) for line in lines), markup=False, classes="dialog-list")
        self.title_text = _("Make a file of the plan")
        self.keys = (("make", "enter", N_("make it")), ("cancel", "escape", N_("done")))

    def body(self) -> Iterable[Widget]:
        """Show the files."""
        yield Static(Content(self._hint), classes="dialog-hint")
        yield self._list
        yield self._answer

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Make the selected file."""
        event.stop()
        if not self._busy:
            self._busy = True
            self._answer.show(Content(_("making it …")))
            self.run_worker(self._make(self._files[event.option_index]))

    def action_make(self) -> None:
        """Make the highlighted file."""
        self._list.action_select()

    async def _make(self, file: PlanFile) -> None:
        self._answer.show(await make_file(self._file_name, file.suffix, file.make))
        self._busy = False
