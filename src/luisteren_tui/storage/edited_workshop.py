"""A workshop file that is being edited: its parts and fields, what is wrong with them, undo, the draft, and saving.

What is typed is kept in a draft beside the file until it is saved. A file with errors is never saved.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path as File

from msgspec import Struct

from luisteren_tui.i18n.languages import DEFAULT
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.planning.adaptation import OTHER_CHANGE, changed
from luisteren_tui.planning.plan import Plan
from luisteren_tui.storage import plans
from luisteren_tui.storage.file_names import plan_names
from luisteren_tui.storage.files import (
    make_folder,
    remove,
    replace_atomically,
    sync_file,
)
from luisteren_tui.storage.workshop_file import LoadedWorkshop, draft_path, understood
from luisteren_tui.storage.workshop_reading import Field, Found, Minutes, Reading, sentence
from luisteren_tui.storage.workshop_saving import WorkshopSaving
from luisteren_tui.storage.yaml_edit import NotEdited, edit_text
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop import part_edits
from luisteren_tui.workshop.building_blocks.block import BuildingBlock
from luisteren_tui.workshop.building_blocks.registry import block_edits, blocks
from luisteren_tui.workshop.model import Workshop
from luisteren_tui.workshop.part_fields import FILE_ORDER, field_edits
from luisteren_tui.workshop.part_references import NotPossible
from luisteren_tui.workshop.parts import Part
from luisteren_tui.workshop.value_edits import Edit

_NOT_TYPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
MAX_UNDO = 500


class CantEdit(Exception):
    """It can't be done; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


class SaveRefused(Exception):
    """There are errors, and a file with errors never replaces one that works."""

    def __init__(self, errors: int) -> None:
        self.errors = errors
        super().__init__(errors)


class TouchedPlan(Struct, frozen=True):
    """A saved plan, and what saving the workshop would change for it."""

    name: str
    sentences: tuple[str, ...]


class _State(Struct, frozen=True):
    """A text of the file, and the part that was changed to get there: where it is now, and where it was before."""

    reading: Reading
    changed: Path = ()
    origin: Path = ()


class EditedWorkshop:
    """A workshop file that is being edited. Paths name its parts; those of commands say which part to choose next."""

    def __init__(
        self, path: File, folders: Folders, text: str, *, disk: bytes | None, copied_from: File | None = None
    ) -> None:
        """Edit `text`, which will be saved at `path`; `disk` is what the file there has, or None if there is none."""
        self.path, self.copied_from = path, copied_from
        self.from_draft = self.draft_outdated = False
        self.draft_aside: File | None = None
        """Where a draft was put that could not be read as it was."""
        self.version = 0
        self._folders = folders
        self._disk = disk
        self._bom = disk is not None and disk.startswith(BOM_UTF8)
        self._line_end = "\r\n" if "\r\n" in text and "\n" not in text.replace("\r\n", "") else "\n"
        self._now = _State(Reading(text.replace(self._line_end, "\n"), path))
        self._saved = self.text
        self._draft: bytes | None = None
        """What the draft on the disk holds; empty if nobody knows, None if there is none of this editor."""
        self._past: list[_State] = []
        self._future: list[_State] = []
        self._typing: tuple[Path, str] | None = None
        self._plans: list[tuple[str, Plan]] | None = None

    # What there is

    @property
    def text(self) -> str:
        """The text of the file as it is now."""
        return self._now.reading.text

    @property
    def readable(self) -> bool:
        """Whether the text is YAML. If not there are no parts, and only the text can be changed."""
        return self._now.reading.readable

    @property
    def unsaved(self) -> bool:
        """Whether there is something that the file doesn't have."""
        return self.text != self._saved

    @property
    def title(self) -> str:
        """The title as written."""
        title = self._now.reading.value.get("title")
        return title if isinstance(title, str) else ""

    @property
    def language(self) -> str:
        """The code of the language as written."""
        language = self._now.reading.value.get("language")
        return language if isinstance(language, str) else DEFAULT.code

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts in order."""
        return self._now.reading.parts

    @property
    def findings(self) -> tuple[Found, ...]:
        """All that is wrong and all advice, errors first."""
        return self._now.reading.findings

    @property
    def errors(self) -> int:
        """The number of errors. The workshop can be saved when there are none."""
        return len(self._now.reading.loaded.errors)

    @property
    def workshop(self) -> Workshop | None:
        """The workshop as it would run now, or None if there are errors."""
        return self._now.reading.loaded.workshop

    @property
    def loaded(self) -> LoadedWorkshop:
        """The text as a loaded file."""
        return self._now.reading.loaded

    @property
    def minutes(self) -> Minutes:
        """How long everything takes, and how long it should take."""
        return self._now.reading.minutes

    def fields(self, path: Path) -> tuple[Field, ...]:
        """Return the fields of a part, or of the workshop itself."""
        return self._now.reading.fields(path)

    # Changes

    def set_field(self, path: Path, key: str, text: str) -> None:
        """Put `text` into a field. What is typed on in the same field is one step to undo."""
        cleaned = _NOT_TYPED.sub("", _LINE_END.sub("\n", text))
        edits = field_edits(self._now.reading.value, self._now.reading.part(path), key, cleaned)
        going_on = self._typing == (path, key) and self._past
        self._edit(edits, path, path, replace=bool(going_on))
        self._typing = (path, key)

    def set_text(self, text: str) -> None:
        """Replace the whole text of the file."""
        self._go_to(_LINE_END.sub("\n", text), replace=self._typing == ((), ""))
        self._typing = ((), "")

    def seal(self) -> None:
        """Make what is typed next a step of its own to undo."""
        self._typing = None

    def add_minutes(self, path: Path, by: int) -> None:
        """Give a part more minutes, or fewer."""
        self._try(lambda: (part_edits.with_minutes(self._now.reading.value, path, by), path), path)

    def add(self, after: Path, block: BuildingBlock) -> Path:
        """Add a building block below a part, in the same step, or at the end."""
        people = self.minutes.people
        return self._try(lambda: block_edits(self._now.reading.value, after, block, people), after)

    def add_text(self) -> Path:
        """Add a text to read."""
        text = next(dict(block.text) for block in blocks(self.language) if block.text)
        return self._try(lambda: part_edits.added_text(self._now.reading.value, text), ())

    def copy(self, path: Path) -> Path:
        """Put a copy of a part below it."""
        return self._try(lambda: part_edits.copied(self._now.reading.value, path), path)

    def move(self, path: Path, by: int) -> Path:
        """Move a part down, or up if `by` is negative."""
        return self._try(lambda: part_edits.moved(self._now.reading.value, path, by), path)

    def nest(self, path: Path) -> Path:
        """Put a part into the step above it."""
        return self._try(lambda: part_edits.nested(self._now.reading.value, path), path)

    def unnest(self, path: Path) -> Path:
        """Take a part out of its step."""
        return self._try(lambda: part_edits.unnested(self._now.reading.value, path), path)

    def remove(self, path: Path) -> Path:
        """Remove a part. Nothing refers to it any more."""
        return self._try(lambda: part_edits.removed(self._now.reading.value, path), path)

    def removal_warning(self, path: Path) -> tuple[Problem, ...]:
        """Return what else changes when a part is removed."""
        return part_edits.removal_warning(self._now.reading.value, path)

    def _try(self, change: Callable[[], part_edits.Changed], origin: Path) -> Path:
        """Make a change to the part at `origin` and return the path to choose. Raise CantEdit if it is not possible."""
        self.seal()
        try:
            edits, path = change()
        except NotPossible as refused:
            raise CantEdit(refused.problem) from None
        self._edit(edits, path, origin)
        return path

    def _edit(self, edits: tuple[Edit, ...], path: Path, origin: Path, *, replace: bool = False) -> None:
        try:
            self._go_to(edit_text(self.text, edits, FILE_ORDER), path, origin, replace=replace)
        except NotEdited as refused:
            raise CantEdit(refused.problem) from None

    def _go_to(self, text: str, changed: Path = (), origin: Path = (), *, replace: bool = False) -> None:
        if text == self.text:
            return
        if not replace:
            self._past = [*self._past[1 - MAX_UNDO :], self._now]
        self._future.clear()
        self._now = _State(Reading(text, self.path), changed, origin)
        self.version += 1

    def undo(self) -> Path | None:
        """Take back the last change and return the path of the part that it was about, or None if there is none."""
        if not self._past:
            return None
        self.seal()
        undone, self._now = self._now, self._past.pop()
        self._future.append(undone)
        self.version += 1
        return self._there(undone.origin)

    def redo(self) -> Path | None:
        """Make the change again that was undone last, and return the path of its part, or None if there is none."""
        if not self._future:
            return None
        self.seal()
        self._past.append(self._now)
        self._now = self._future.pop()
        self.version += 1
        return self._there(self._now.changed)

    def _there(self, path: Path) -> Path:
        """Return `path`, or the path of a part near it."""
        paths = [part.path for part in self.parts]
        while path and path not in paths:
            path = (*path[:-1], last - 1) if isinstance(last := path[-1], int) and last else path[:-2]
        return path

    # The disk

    def keep_draft(self) -> bool:
        """Write what the file doesn't have into the draft beside it. Return whether it was written anew.

        Raise OSError if that fails. Only after `sync_draft` does a draft survive a power cut.
        """
        if not self.unsaved:
            if self._draft is not None:
                self._remove_draft()
        elif (data := self._encoded()) != self._draft:
            make_folder(self.path.parent)
            replace_atomically(draft_path(self.path), data, durable=False)
            self._draft = data
            return True
        return False

    def sync_draft(self) -> None:
        """Return once the draft, if there is one, is on the disk itself. Raise OSError if it may not be there.

        This may be called in a thread.
        """
        if self._draft is not None:
            sync_file(draft_path(self.path))

    def mistrust_draft(self) -> None:
        """Write the draft anew at the next call of `keep_draft`: what is there may not be what was written."""
        if self._draft is not None:
            self._draft = b""

    def saving(self) -> WorkshopSaving:
        """Return what is to be written to save the workshop as it is now. Raise SaveRefused if there are errors."""
        self.seal()
        if self.errors:
            raise SaveRefused(self.errors)
        return WorkshopSaving(self.path, self.text, self._encoded(), self._disk, self._folders.workshops)

    def is_saved(self, saving: WorkshopSaving) -> None:
        """Note that `saving` is written, and remove the draft if nothing changed since."""
        self._disk, self._saved = saving.data, saving.text
        self._plans = None
        self.version += 1
        if not self.unsaved:
            self._remove_draft()

    def save(self) -> None:
        """Save the workshop as it is now. Raise what `saving` and its `write` raise."""
        saving = self.saving()
        saving.write()
        self.is_saved(saving)

    def discard_draft(self) -> None:
        """Go back to what the file has, and remove the draft. Undo brings it back."""
        self.seal()
        self._go_to(self._saved)
        self.from_draft = self.draft_outdated = False
        self._remove_draft()

    def _remove_draft(self) -> None:
        remove(draft_path(self.path))
        self._draft = None

    def _encoded(self) -> bytes:
        return (BOM_UTF8 if self._bom else b"") + self.text.replace("\n", self._line_end).encode()

    def take_up_draft(self, data: bytes, *, outdated: bool) -> None:
        """Go on with a draft that was found beside the file."""
        text = data.removeprefix(BOM_UTF8).decode("utf-8", "replace").replace("\0", "").replace(self._line_end, "\n")
        self._draft = data
        if text != self.text:
            self._go_to(text)
            self.from_draft, self.draft_outdated = True, outdated

    def touched_plans(self) -> tuple[TouchedPlan, ...]:
        """Return the saved plans for which saving now would change something."""
        workshop = self.workshop
        before = understood(self.path, self._disk).workshop if self._disk is not None else None
        if workshop is None or before is None:
            return ()
        if self._plans is None:
            self._plans = [*_plans_of(self._folders, before.id)]
        touched = []
        for name, plan in self._plans:
            known = {sentence(problem) for problem in changed(plan, before, plan.sha256)}
            new = [problem for problem in changed(plan, workshop, plan.sha256) if problem.message != OTHER_CHANGE]
            if sentences := tuple(text for problem in new if (text := sentence(problem)) not in known):
                touched.append(TouchedPlan(name, sentences))
        return tuple(touched)


def _plans_of(folders: Folders, workshop_id: str) -> Iterator[tuple[str, Plan]]:
    for name in plan_names(folders):
        with suppress(OSError, ValueError):
            if (plan := plans.load(folders, name)).workshop_id == workshop_id:
                yield name, plan
