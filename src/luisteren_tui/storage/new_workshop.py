"""A workshop of one's own, made from a few answers or as a copy of another."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.storage.edited_workshop import EditedWorkshop
from luisteren_tui.storage.schema_file import SCHEMA_LINE
from luisteren_tui.storage.workshop_opening import copy_of
from luisteren_tui.storage.yaml_writing import after_dash, entries_text
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.building_blocks.registry import USUAL, blocks, composed
from luisteren_tui.workshop.notation import id_from, parse_range
from luisteren_tui.workshop.typed_values import NUMBERS, WINDOW
from luisteren_tui.workshop.yaml_keys import WORKSHOP_FORMAT


class NewWorkshop(Struct, frozen=True):
    """What an author answers: the name of the file, the title, the language, how many people, how many minutes, which blocks.

    `people` is as typed, such as "12" or "8-20". With a `source`, the new workshop is a copy of that file.
    """

    name: str
    title: str
    language: str
    people: str = "12"
    minutes: int = 60
    blocks: tuple[str, ...] = USUAL
    source: Path | None = None

    def with_file(self, name: str, source: Path | None) -> "NewWorkshop":
        """Return the answers for a file with this name, a copy of `source` if that is given."""
        return replace(self, name=name, source=source)


def open_new(answers: NewWorkshop, folders: Folders) -> EditedWorkshop:
    """Return the new workshop, not saved yet. Raise OSError or CantEdit if its source can't be read."""
    if answers.source is not None:
        edited = copy_of(answers.source, folders, answers.name)
        if edited.readable and answers.title:
            edited.set_field((), "title", answers.title)
            edited.seal()
        return edited
    edited = EditedWorkshop(folders.workshops / f"{answers.name}.yaml", folders, "", disk=None)
    edited.set_text(_written(_composed(answers)))
    edited.seal()
    return edited


def _composed(answers: NewWorkshop) -> dict[str, Any]:
    people = NUMBERS.read(answers.people, None)
    expected = parse_range(people)
    known = {block.key: block for block in blocks(answers.language)}
    head = {
        "format": str(WORKSHOP_FORMAT),
        "id": id_from(answers.name, "workshop"),
        "title": answers.title,
        "language": answers.language,
        "participants": people,
        "indication": WINDOW.read(str(answers.minutes), None),
    }
    chosen = [known[key] for key in answers.blocks]
    return composed(head, chosen, expected.high if expected else 12, answers.minutes)


def _written(value: Mapping[str, Any]) -> str:
    """Return a new file: an empty line before the steps and between them, and first where its schema is."""
    lines = [SCHEMA_LINE, entries_text({key: item for key, item in value.items() if key != "steps"}, 0, 2), ""]
    for step in value.get("steps", ()):
        lines += ["" if lines[-1] else "steps:", f"  -{after_dash(step, 2)}"]
    return "\n".join([*lines, ""])
