"""An outcome to send or to print: which form, and where it went; the notes of which activity to copy."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from luisteren_tui.export import formats
from luisteren_tui.export import sharing as outgoing
from luisteren_tui.export.redaction import black_out, find_traces, list_traces
from luisteren_tui.i18n import N_, _
from luisteren_tui.storage.files import reason
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.dialog import AnswerText, Dialog


class ShareDialog(Dialog[bool]):
    """The forms there are; Enter makes a file and says where it is. The dialog stays for another form.

    Answers whether what can be traced is to be black: that was chosen for this session, not for one file.
    """

    AUTO_FOCUS = "OptionList"
    stacked = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "cancel", show=False),
        Binding("b", "black", show=False),
    ]

    def __init__(self, outcome: Mapping[str, Any], names: Collection[str], *, black: bool = False) -> None:
        super().__init__()
        self._outcome, self._names, self._busy, self._black = outgoing.shared(outcome), names, False, black
        self._found = find_traces(self._outcome, names)
        # Not looked up: a file may be there after the dialog has gone.
        self._answer = AnswerText(id="shared")
        self.title_text = _("Make a file of it")
        self.keys = (("make", "enter", N_("make it")), ("cancel", "escape", N_("done")))
        if self._found:
            self.keys = (self.keys[0], ("black", "b", N_("black or not")), self.keys[1])

    def body(self) -> Iterable[Widget]:
        """Offer the forms."""
        about = _("The notes are in it, but not those for you alone. What you make here is yours to remove.")
        if not self._names:
            about += " " + _(
                "E-mail addresses and phone numbers are found in them; names are not known here: look for those."
            )
        yield Static(Content(about), classes="dialog-hint")
        if self._found:
            yield Static(self._traced(), id="traced", classes="dialog-hint")
        lines = (f"{one.suffixes[0][1:]:<5} {_(one.label)}" for one in formats.offered())
        yield OptionList(*(Option(Content(line)) for line in lines), markup=False, classes="dialog-list")
        yield self._answer

    def _traced(self) -> Content:
        """Return the question, with what was found, or that it will be black."""
        question = _("Is there anything in it that can be traced to a client or a colleague?")
        listed = list_traces(self._found)
        state = (
            _("Black in every file and copy.") if self._black else _("Now it goes along as it is; b makes it black.")
        )
        return Content.assemble((question, "bold"), f"\n{listed}\n", (state, "bold $accent"))

    def action_cancel(self) -> None:
        """Answer with what was chosen."""
        self.dismiss(self._black)

    def action_black(self) -> None:
        """Black out what can be traced, or leave it as it is."""
        if self._found:
            self._black = not self._black
            self.query_one("#traced", Static).update(self._traced())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Make the file."""
        event.stop()
        self._make(formats.offered()[event.option_index])

    def action_make(self) -> None:
        """Make the file that is chosen."""
        self.query_one(OptionList).action_select()

    def _make(self, form: formats.Format) -> None:
        if not self._busy:
            self._busy = True
            self._answer.show(Content(_("making it …")))
            self.run_worker(self._made(form))

    async def _made(self, form: formats.Format) -> None:
        outcome = black_out(self._outcome, self._names) if self._black else self._outcome

        def make() -> str:
            content = formats.render(form.name, outcome)
            return str(
                outgoing.save(
                    safe_line(str(self._outcome["id"])).replace("/", "-"),
                    form.suffixes[0][1:],
                    formats.file_bytes(form.name, content),
                )
            )

        from luisteren_tui.export.pdf import NoTypst

        try:
            path = await asyncio.to_thread(make)
        except NoTypst:
            said = _("A PDF needs the extra [pdf], which brings typst. A page for the browser can be printed too.")
            self._answer.show(Content.assemble((said, "bold $warning")))
        except OSError as error:
            said = _("No file was made: {why}.").format(why=_(reason(error)))
            self._answer.show(Content.assemble((said, "bold $error")))
        else:
            said = _("Written to {path}").format(path=safe_line(path))
            self._answer.show(Content.assemble((said, "$text-success")))
        self._busy = False


class ActivityDialog(Dialog[str]):
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
