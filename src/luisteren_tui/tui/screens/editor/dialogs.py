"""The dialogs of the editor: what to add, and what to do with changes that are not saved."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from luisteren_tui.i18n import N_, _
from luisteren_tui.planning.plan import whole_minutes
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.widgets.choice_list import ChoiceList
from luisteren_tui.workshop.building_blocks.block import BuildingBlock
from luisteren_tui.workshop.parts import parts_of

MIN_ROWS = 4
"""The rows of the list of parts that are always shown."""
OTHER_ROWS = 8
"""The rows of the dialog besides them."""


class Addition(NamedTuple):
    """What to add: a building block, or without one a text to read."""

    block: BuildingBlock | None


class AddPartDialog(Dialog[Addition]):
    """Lists the building blocks with their minutes for so many `people`, and last a text to read."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [("q", "cancel")]

    def __init__(self, blocks: Sequence[BuildingBlock], people: int) -> None:
        super().__init__(classes="wide")
        self._additions = [*map(Addition, blocks), Addition(None)]
        rows = [
            *((safe_line(block.name), str(_minutes(block, people)), safe_line(block.about)) for block in blocks),
            (_("A text to read"), "", _("A poem, a story or a case that parts can show")),
        ]
        names = [Content.assemble((name, "bold")) for name, _minutes, _about in rows]
        width = max(name.cell_length for name in names)
        lines = (
            Content.assemble(name.pad_right(width - name.cell_length), (f"  {minutes:>3}  {about}", "$muted"))
            for name, (_name, minutes, about) in zip(names, rows, strict=True)
        )
        self._list = ChoiceList(*map(Option, lines), markup=False, classes="dialog-list")
        self.title_text = _("Add which part?")
        self.keys = (("choose", "enter", N_("add")), ("cancel", "escape", N_("cancel")))

    def body(self) -> Iterable[Widget]:
        """Show what can be added."""
        yield self._list

    def on_resize(self) -> None:
        """Let the list have the rows that are left."""
        self._list.styles.max_height = max(MIN_ROWS, self.size.height - OTHER_ROWS)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the selected row."""
        event.stop()
        self.dismiss(self._additions[event.option_index])

    def action_choose(self) -> None:
        """Answer with the highlighted row."""
        self._list.action_select()


def _minutes(block: BuildingBlock, people: int) -> int:
    parts = parts_of({"steps": [block.part_for(people)]})
    return whole_minutes(sum(part.seconds or 0 for part in parts if not part.depth))


class Leave(StrEnum):
    """What to do with changes that are not saved."""

    SAVE = "save"
    LATER = "later"
    DISCARD = "discard"


class LeaveDialog(Dialog[Leave]):
    """Asks what to do with changes that are not saved. With `errors` they can't be saved now, and wait for another time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "usual"),
        ("d", "answer('later')"),
        ("x", "answer('discard')"),
    ]

    def __init__(self, errors: int) -> None:
        super().__init__()
        self._errors = errors
        self.title_text = _("Your changes are not saved yet")
        later = N_("go on another time: your draft stays")
        first = (
            (("usual", "enter", later),)
            if errors
            else (("usual", "enter", N_("save")), ("answer('later')", "d", later))
        )
        self.keys = (
            *first,
            ("answer('discard')", "x", N_("throw the changes away")),
            ("cancel", "escape", N_("back to the workshop")),
        )

    def body(self) -> Iterable[Widget]:
        """Say why they can't be saved now."""
        if self._errors:
            yield Static(Content(_("Something still has to be filled in or put right before it can be saved.")))

    def action_usual(self) -> None:
        """Save, or wait where that is not possible."""
        self.dismiss(Leave.LATER if self._errors else Leave.SAVE)

    def action_answer(self, answer: str) -> None:
        """Answer, with the value of a Leave."""
        self.dismiss(Leave(answer))


class OutdatedDraftDialog(Dialog[bool]):
    """Asks whether to go on with a draft (True) or with the file, which was changed later."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter", "dismiss(True)"), ("d", "dismiss(False)")]

    def __init__(self) -> None:
        super().__init__()
        self.title_text = _("The file was changed after your draft")
        self.keys = (
            ("dismiss(True)", "enter", N_("go on with the draft")),
            ("dismiss(False)", "d", N_("go on with the file; the draft is thrown away")),
            ("cancel", "escape", N_("cancel")),
        )
