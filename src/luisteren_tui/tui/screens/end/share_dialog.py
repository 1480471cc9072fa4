"""The dialogs that export an outcome: as a file or as a copy, and the activity whose notes are copied."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from luisteren_tui.export import formats
from luisteren_tui.export.outcome_text import as_mail
from luisteren_tui.export.outcome_wording import visible, written
from luisteren_tui.export.redaction import black_out, find_traces, list_traces
from luisteren_tui.i18n import N_, _
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.activity_times import name_of
from luisteren_tui.tui.screens.dialog import AnswerText, Dialog
from luisteren_tui.tui.screens.file_making import make_file
from luisteren_tui.tui.widgets.choice_list import ChoiceList


class ShareDialog(Dialog[bool]):
    """Offers the export formats, and copies for the clipboard. Enter makes one; the dialog stays open for another.

    The answer is whether to black out what can be traced to a person, in all files of this session. `names` are the
    names of participants to look for.
    """

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [("q", "cancel"), ("d", "black")]

    def __init__(self, outcome: Mapping[str, Any], names: Collection[str], *, black: bool = False) -> None:
        super().__init__()
        self._outcome, self._names, self._black = visible(outcome), names, black
        self._busy = False
        self._found = find_traces(self._outcome, names)
        # Kept as an attribute: a file may be ready after the dialog is closed.
        self._answer = AnswerText(id="shared")
        self._traces = Static(classes="dialog-hint")
        lines = [f"{one.suffixes[0][1:]:<5} {_(one.label)}" for one in formats.offered()]
        lines += [_("copy as text, for an e-mail"), _("copy the notes of one activity")]
        self._list = ChoiceList(*(Option(Content(line)) for line in lines), markup=False, classes="dialog-list")
        self.title_text = _("Make a file, or copy")
        black_key = (("black", "d", N_("black out")),) if self._found else ()
        self.keys = (("make", "enter", N_("make it")), *black_key, ("cancel", "escape", N_("done")))

    def body(self) -> Iterable[Widget]:
        """Show the formats."""
        about = _("It contains the notes, but not those for you alone. Removing what you make here is up to you.")
        if not self._names:
            about += " " + _(
                "The program looks for e-mail addresses and phone numbers. It knows no names here: look for those yourself."
            )
        yield Static(Content(about), classes="dialog-hint")
        if self._found:
            self._traces.update(self._traced())
            yield self._traces
        yield self._list
        yield self._answer

    def _traced(self) -> Content:
        """Return the question, the traces that were found, and whether they will be blacked out."""
        question = _("Is there anything in it that can be traced to a client or a colleague?")
        listed = list_traces(self._found)
        state = (
            _("Blacked out in every file and copy, until you are done (q).")
            if self._black
            else _("It is included as it is; d blacks it out.")
        )
        return Content.assemble((question, "bold"), f"\n{listed}\n", (state, "bold $accent"))

    def action_cancel(self) -> None:
        """Close the dialog and answer whether to black out."""
        self.dismiss(self._black)

    def action_black(self) -> None:
        """Turn blacking out on or off."""
        if self._found:
            self._black = not self._black
            self._traces.update(self._traced())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Make a file in the selected format, or one of the two copies below them."""
        event.stop()
        offered = formats.offered()
        if event.option_index < len(offered):
            self._start(offered[event.option_index])
        elif event.option_index == len(offered):
            self._copy(None)
        else:
            self._choose_and_copy()

    def action_make(self) -> None:
        """Make a file in the highlighted format."""
        self._list.action_select()

    def _start(self, format: formats.Format) -> None:
        if not self._busy:
            self._busy = True
            self._answer.show(Content(_("making it …")))
            self.run_worker(self._make_file(format))

    async def _make_file(self, format: formats.Format) -> None:
        outcome = black_out(self._outcome, self._names) if self._black else self._outcome
        name = safe_line(str(self._outcome["id"])).replace("/", "-")

        def make() -> bytes:
            return formats.file_bytes(format.name, formats.render(format.name, outcome))

        self._answer.show(await make_file(name, format.suffixes[0], make))
        self._busy = False

    def _choose_and_copy(self) -> None:
        """Copy the notes of one activity, which is asked for."""
        with_notes = [each for each in self._outcome["activities"] if any(map(written, each["notes"]))]
        if not with_notes:
            self._answer.show(Content(_("There are no notes to copy.")))
            return
        self.app.ask_then(ActivityDialog(with_notes), self._copy)

    def _copy(self, activity: str | None) -> None:
        """Copy the outcome as text, or only the notes of one activity (its id)."""
        outcome = black_out(self._outcome, self._names) if self._black else self._outcome
        self.app.copy_to_clipboard(as_mail(outcome, activity))
        parts = [_("Copied as text, without the notes for you alone.")]
        if found := find_traces(visible(outcome, activity=activity), self._names):
            look = _("Check before you send it. This can be traced to a person: {found}.")
            parts.append(look.format(found=list_traces(found)))
        parts.append(_("If nothing is pasted, your terminal can't do this: make a file."))
        self._answer.show(Content(" ".join(parts)))


class ActivityDialog(Dialog[str]):
    """Lists `activities` and answers with the id of the one that is chosen."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [("q", "cancel")]

    def __init__(self, activities: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self._activities = activities
        names = list(map(name_of, activities))
        width = words.label_width(name.label for name in names)
        self._list = ChoiceList(
            *(Option(Content(f"{label:<{width}} {title}")) for label, title in names),
            markup=False,
            classes="dialog-list",
        )
        self.title_text = _("Copy the notes of which activity?")
        self.keys = (("choose", "enter", N_("copy")), ("cancel", "escape", N_("cancel")))

    def body(self) -> Iterable[Widget]:
        """Show the activities."""
        yield self._list

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the id of the selected activity."""
        event.stop()
        self.dismiss(str(self._activities[event.option_index]["id"]))

    def action_choose(self) -> None:
        """Answer with the id of the highlighted activity."""
        self._list.action_select()
