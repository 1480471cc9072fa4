"""The workshop and the saved plan that a command is about. This module prints what is wrong with them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from luisteren_tui.cli.output import GlobalOptions, print_message, use_language
from luisteren_tui.i18n import _
from luisteren_tui.i18n.problem import Problem, problem_message
from luisteren_tui.storage.file_names import workshop_names
from luisteren_tui.storage.workshop_file import LoadedWorkshop, draft_path, find, format_finding, is_name, load
from luisteren_tui.system import paths
from luisteren_tui.system.package import DEFAULT_WORKSHOP
from luisteren_tui.text.safe import safe_line

if TYPE_CHECKING:  # plans need more imports, and the app starts sooner without them
    from luisteren_tui.planning.plan import Plan


def choose_workshop(
    options: GlobalOptions, workshop: str | None, plan: str | None
) -> "tuple[LoadedWorkshop, Plan | None] | None":
    """Return the workshop and the saved plan for it, or None after printing what is wrong with them.

    Without `workshop`, use the plan's workshop. The plan is as it was saved: see `updated_plan`.
    """
    made: Plan | None = None
    if plan is not None:
        from luisteren_tui.storage import plans  # the app starts sooner without it

        try:
            problems: list[Problem] = []
            made = plans.load(paths.folders(options.data), plan, problems)
            for problem in problems:
                print_message(safe_line(problem_message(problem)))
        except plans.Unreadable as error:
            print_message(safe_line(problem_message(error.problem)))
            return None
    loaded = _load_workshop(options, workshop or (made.source or made.workshop_id if made else DEFAULT_WORKSHOP))
    if loaded is None or loaded.workshop is None:
        if made is not None and workshop is None:
            text = _("The plan {name} was made for that workshop. If its file has moved, name that file too.")
            print_message(text.format(name=plan))
        return None
    if made is not None and made.workshop_id != loaded.workshop.id:
        text = _("The plan {name} was made for the workshop {own}, not for {other}.")
        print_message(safe_line(text.format(name=plan, own=made.workshop_id, other=loaded.workshop.id)))
        return None
    return loaded, made


def plan_meant(options: GlobalOptions, typed: str | None) -> str | None:
    """Return the name of the saved plan that is meant by `typed`, in which a day can be written as "25-11"."""
    if typed is None:
        return None
    from luisteren_tui.storage.plans import find_name  # the app starts sooner without it
    from luisteren_tui.system.clock import SystemClock, local_now

    return find_name(paths.folders(options.data), typed, local_now(SystemClock()).date())


def updated_plan(plan: "Plan", loaded: LoadedWorkshop) -> "Plan":
    """Return the plan adapted to the workshop as it is now; print what changed since it was saved."""
    from luisteren_tui.planning.adaptation import adapt, changed  # the app starts sooner without it

    assert loaded.workshop is not None
    for problem in changed(plan, loaded.workshop, loaded.sha256):
        print_message(safe_line(problem_message(problem)))
    return adapt(plan, loaded.workshop, loaded.sha256)


def found_workshop(options: GlobalOptions, workshop: str) -> Path | None:
    """Return the path of a workshop, given as a path or a name, or None after printing that there is none of that name."""
    path = find(workshop, paths.folders(options.data).data)
    if missing := missing_workshop(options, workshop):
        print_message(missing)
    return None if missing else path


def missing_workshop(options: GlobalOptions, workshop: str) -> str:
    """Return a message if `workshop` is a name and there is none of that name, or an empty text."""
    folders = paths.folders(options.data)
    path = find(workshop, folders.data)
    if not is_name(workshop) or os.path.exists(path):  # noqa: PTH110 - Path.exists() raises for a name that is too long
        return ""
    if os.path.exists(draft_path(path)):  # noqa: PTH110
        text = _("{name} is only a draft. Save it first: “Edit” on the home screen opens it.")
        return safe_line(text.format(name=path.stem))
    names = ", ".join(workshop_names(folders))
    return safe_line(_("There is no workshop {name}. Available: {names}.").format(name=path.stem, names=names))


def _load_workshop(options: GlobalOptions, workshop: str) -> LoadedWorkshop | None:
    path = found_workshop(options, workshop)
    if path is None:
        return None
    loaded = load(path)
    if loaded.workshop is None:
        for finding in loaded.errors:
            print_message(format_finding(finding))
        return None
    use_language(options.lang, loaded.workshop.language)
    return loaded
