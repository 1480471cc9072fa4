"""An outcome to send or to print: which form, and where it went; the notes of which activity to copy."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from luisteren_tui.i18n import N_, _
from luisteren_tui.storage.files import reason
from luisteren_tui.text import safe_line
from luisteren_tui.tui import outgoing
from luisteren_tui.tui.screens.dialog import Dialog


class ShareDialog(Dialog[None]):
    """The forms there are; Enter makes a file and says where it is. The dialog stays for another form."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "cancel", show=False)]

    def __init__(self, outcome: Mapping[str, Any]) -> None:
        super().__init__()
        self._outcome, self._busy = outcome, False
        self.title_text = _("Make a file of it")
        self.keys = (("make", "enter", N_("make it")), ("cancel", "escape", N_("done")))

    def body(self) -> Iterable[Widget]:
        """Offer the forms."""
        about = _("The notes are in it, but not those for you alone. What you make here is yours to remove.")
        yield Static(Content(about), classes="dialog-hint")
        question = _("Is there anything in it that can be traced to a client or a colleague?")
        if any(note["text"].strip() for one in self._outcome["activities"] for note in one["notes"]):
            yield Static(Content.assemble((question, "bold")), classes="dialog-hint")
        lines = (f"{one.ending:<5} {_(one.label)}" for one in outgoing.FORMATS)
        yield OptionList(*(Option(Content(line)) for line in lines), markup=False, classes="dialog-list")
        yield Static(id="shared", classes="dialog-said")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Make the file."""
        event.stop()
        self._make(outgoing.FORMATS[event.option_index])

    def action_make(self) -> None:
        """Make the file that is chosen."""
        self.query_one(OptionList).action_select()

    def _make(self, form: outgoing.Format) -> None:
        if not self._busy:
            self._busy = True
            self._say(Content(_("making it …")))
            self.run_worker(self._made(form))

    async def _made(self, form: outgoing.Format) -> None:
        def make() -> str:
            content = outgoing.render(form.form, self._outcome)
            return str(outgoing.save(safe_line(str(self._outcome["id"])).replace("/", "-"), form.ending, content))

        try:
            path = await asyncio.to_thread(make)
        except OSError as error:
            said = _("No file was made: {why}.").format(why=_(reason(error)))
            self._say(Content.assemble((said, "bold $error")))
        else:
            said = _("Written to {path}").format(path=safe_line(path))
            self._say(Content.assemble((said, "$text-success")))
        self._busy = False

    def _say(self, text: Content) -> None:
        if self.is_mounted:
            self.query_one("#shared", Static).update(text)


class ChooseActivity(Dialog[str]):
    """The activities that have notes; answers with the id of one."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "cancel", show=False)]

    def __init__(self, activities: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self._activities = activities
        self.title_text = _("Copy the notes of which activity?")
        self.keys = (("choose", "enter", N_("copy")), ("cancel", "escape", N_("cancel")))

    def body(self) -> Iterable[Widget]:
        """List them."""
        names = (f"{safe_line(one['id']):<3} {safe_line(one['title'])}" for one in self._activities)
        yield OptionList(*(Option(Content(name)) for name in names), markup=False, classes="dialog-list")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        event.stop()
        self.dismiss(str(self._activities[event.option_index]["id"]))

    def action_choose(self) -> None:
        """Answer with the one that is chosen."""
        self.query_one(OptionList).action_select()
