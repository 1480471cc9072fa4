"""Which workshop a command is about, and which saved plan: what can't be had is said here."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from luisteren_tui.cli.output import Wishes, speak, tell
from luisteren_tui.i18n import _
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.storage.workshop_file import LoadedWorkshop, find, format_finding, is_name, load
from luisteren_tui.system import paths
from luisteren_tui.system.paths import content_dir
from luisteren_tui.text.safe import safe_line

if TYPE_CHECKING:  # who runs a workshop without a plan need not wait for what plans need
    from luisteren_tui.planning.plan import Plan


def chosen(wishes: Wishes, workshop: str | None, plan: str | None) -> "tuple[LoadedWorkshop, Plan | None] | None":
    """Return the workshop and the saved plan for it, or None once it was said what is wrong with them.

    Without a `workshop` it is the plan's. The plan is as it was saved: see `adapted`.
    """
    made: Plan | None = None
    if plan is not None:
        from luisteren_tui.storage import plans

        try:
            made = plans.load(paths.folders(wishes.data), plan)
        except plans.Unreadable as error:
            tell(safe_line(problem_message(error.problem)))
            return None
    loaded = workshop_of(wishes, workshop or (made.source or made.workshop_id if made else None))
    if loaded is None or loaded.workshop is None:
        if made is not None and workshop is None:
            text = _("The plan {name} was made for that workshop. Where it is elsewhere now, name its file too.")
            tell(text.format(name=plan))
        return None
    if made is not None and made.workshop_id != loaded.workshop.id:
        text = _("The plan {name} was made for the workshop {own}, not for {other}.")
        tell(safe_line(text.format(name=plan, own=made.workshop_id, other=loaded.workshop.id)))
        return None
    return loaded, made


def workshop_of(wishes: Wishes, workshop: str | None) -> LoadedWorkshop | None:
    """Return the workshop, or None once it was said what is wrong with it."""
    folders = paths.folders(wishes.data)
    path = find(workshop or "luisteren", folders.data)
    if is_name(workshop or "luisteren") and not os.path.exists(path):  # noqa: PTH110 - a name can be too long for a file
        names = ", ".join(_names(folders.workshops))
        tell(safe_line(_("There is no workshop {name}. There is: {names}.").format(name=path.stem, names=names)))
        return None
    loaded = load(path)
    if loaded.workshop is None:
        for finding in loaded.errors:
            tell(format_finding(finding))
        return None
    speak(wishes.lang, loaded.workshop.language)
    return loaded


def adapted(plan: "Plan", loaded: LoadedWorkshop) -> "Plan":
    """Return the plan for the workshop as it is now, and say what has changed since it was saved."""
    from luisteren_tui.planning.adaptation import adapt, changed

    assert loaded.workshop is not None
    for problem in changed(plan, loaded.workshop, loaded.sha256):
        tell(safe_line(problem_message(problem)))
    return adapt(plan, loaded.workshop, loaded.sha256)


def _names(own: Path) -> list[str]:
    return sorted({file.stem for folder in (own, content_dir()) for file in folder.glob("*.yaml")})
