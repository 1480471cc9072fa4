"""Whether the id of a workshop is that of another file too, so that their plans and past times are mixed up."""

from contextlib import suppress

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.storage import yaml_source
from luisteren_tui.storage.workshop_file import Finding, LoadedWorkshop, Severity, load
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders


def taken_id(loaded: LoadedWorkshop, folders: Folders) -> Finding | None:
    """Return the advice to give a workshop an id of its own if a shipped one or another one of the user's has it."""
    if loaded.workshop is None or loaded.data is None:
        return None
    for folder in (content_dir(), folders.workshops):
        for path in sorted(folder.glob("*.yaml")):
            with suppress(OSError):
                if path.samefile(loaded.path):
                    continue
            other = load(path).workshop
            if other is not None and other.id == loaded.workshop.id:
                place = yaml_source.parse(loaded.data).place(("id",))
                message = N_(
                    "{file} has the id '{id}' too. Give this workshop one of its own, also for its plans and times."
                )
                problem = Problem((), message, {"file": path.name, "id": other.id})
                return Finding(loaded.path, *place, Severity.ADVICE, problem)
    return None
