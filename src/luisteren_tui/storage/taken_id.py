"""Whether the id of a workshop is that of another file too, so that their plans and past times are mixed up."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.storage.files import read_bounded
from luisteren_tui.storage.workshop_file import Finding, LoadedWorkshop, Severity
from luisteren_tui.storage.yaml_source import MAX_WORKSHOP_BYTES, parse
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.notation import id_from


def taken_id(loaded: LoadedWorkshop, folders: Folders) -> Finding | None:
    """Return the advice to give a workshop an id of its own if a shipped one or another one of the user's has it."""
    if loaded.workshop is None or loaded.data is None:
        return None
    id = loaded.workshop.id
    for path in _others(loaded.path, folders):
        if _id_of(path) == id:
            message = N_(
                "{file} has the id '{id}' too. Give this workshop one of its own, also for its plans and times."
            )
            problem = Problem((), message, {"file": path.name, "id": id})
            return Finding(loaded.path, *parse(loaded.data).place(("id",)), Severity.ADVICE, problem)
    return None


def _others(own: Path, folders: Folders) -> Iterator[Path]:
    for folder in (content_dir(), folders.workshops):
        for path in sorted(folder.glob("*.yaml")):
            with suppress(OSError):
                if not path.samefile(own):
                    yield path


def _id_of(path: Path) -> str:
    """Return the id of a workshop file, whatever else is in it; empty if it can't be read."""
    with suppress(OSError):
        value = parse(read_bounded(path, MAX_WORKSHOP_BYTES)).value
        id = value.get("id") if isinstance(value, dict) else None
        return id if isinstance(id, str) else id_from(path.stem, "workshop")
    return ""
