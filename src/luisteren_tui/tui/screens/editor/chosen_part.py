"""The chosen part of a workshop, and what the keys of the list do with it."""

from collections.abc import Callable

from luisteren_tui.i18n import _
from luisteren_tui.i18n.problem import Path
from luisteren_tui.storage.edited_workshop import EditedWorkshop
from luisteren_tui.text.safe import safe_line, within_quotes
from luisteren_tui.tui.screens.editor.saving import plans_text
from luisteren_tui.workshop.building_blocks.block import BuildingBlock
from luisteren_tui.workshop.parts import Part, PartKind


class ChosenPart:
    """Changes the part at `path`, which is empty for the workshop itself, and follows it to where it goes.

    Each change returns what to say about it, which may be nothing. It raises CantEdit if it is not possible.
    """

    def __init__(self, edited: EditedWorkshop, *, hides_plans: bool) -> None:
        """Begin with the workshop itself. `hides_plans` is as for plans_text."""
        self._edited, self._hides_plans = edited, hides_plans
        self.path: Path = ()
        self._told: set[str] = set()
        """The saved plans of which it was said that they no longer match."""

    @property
    def part(self) -> Part | None:
        """The chosen part, None for the workshop itself."""
        return next((part for part in self._edited.parts if part.path == self.path), None)

    @property
    def number(self) -> int:
        """The place of the part in the list, from 1, or 0 for the workshop itself."""
        return next((n for n, part in enumerate(self._edited.parts, 1) if part.path == self.path), 0)

    @property
    def activity(self) -> str:
        """The id of the activity: of a step that of its first one, and of a repeated one that of its first round."""
        parts = self._edited.parts[self.number - 1 :] if self.path else ()
        part = next((part for part in parts if part.kind is not PartKind.STEP), None)
        if part is None or part.kind is PartKind.TEXT:
            return ""
        return part.id if part.rounds < 2 else f"{part.id}-1"

    def step(self, by: int) -> None:
        """Choose the part `by` places further, or the last there is."""
        paths: list[Path] = [(), *(part.path for part in self._edited.parts)]
        self.path = paths[max(0, min(len(paths) - 1, self.number + by))]

    def find(self, id: str) -> None:
        """Choose the part with this id, if there is one. A round is found by the id of its part."""
        ids = {part.id: part.path for part in self._edited.parts if part.id}
        self.path = ids.get(id) or ids.get(id.rpartition("-")[0]) or self.path

    def add_minutes(self, by: int) -> str:
        """Make the part longer or shorter."""
        if not self.path:
            return _("Choose a part first: + and - change its minutes.")
        self._edited.add_minutes(self.path, by)
        return ""

    def add(self, block: BuildingBlock | None) -> str:
        """Add a part below this one, or without a block a text to read."""
        self.path = self._edited.add(self.path, block) if block else self._edited.add_text()
        text = _("“{title}” was added. Enter leads to its fields.")
        title = self.part.title if self.part else ""
        if not title and block is not None:
            title, text = block.name, _("“{title}” was added. Give it a title.")
        return text.format(title=within_quotes(safe_line(title)))

    def copy(self) -> str:
        """Add the part once more, below itself."""
        return self._follow(self._edited.copy) if self.path else ""

    def move(self, by: int) -> str:
        """Move the part up or down."""
        return self._follow(lambda path: self._edited.move(path, by)) if self.path else ""

    def nest(self, *, inwards: bool) -> str:
        """Move the part into the step above it, or out of its step."""
        return self._follow(self._edited.nest if inwards else self._edited.unnest) if self.path else ""

    def remove(self) -> str:
        """Remove the part."""
        part = self.part
        if part is None:
            return ""
        said = _("“{title}” was removed. u brings it back.").format(title=within_quotes(safe_line(part.title)))
        return f"{said} {self._follow(self._edited.remove)}".strip()

    def undo(self) -> str:
        """Undo the last change, and choose the part that it changed."""
        return self._go_back(self._edited.undo(), _("There is nothing to undo."))

    def redo(self) -> str:
        """Do again what was undone last."""
        return self._go_back(self._edited.redo(), _("There is nothing to do again."))

    def _go_back(self, path: Path | None, nothing: str) -> str:
        if path is None:
            return nothing
        self.path = path
        return ""

    def _follow(self, change: Callable[[Path], Path]) -> str:
        """Carry out a change of the order, and return which saved plans no longer match, each only once."""
        self.path = change(self.path)
        plans = [plan.name for plan in self._edited.touched_plans() if plan.name not in self._told]
        self._told.update(plans)
        return plans_text(plans, hidden=self._hides_plans)
