"""Saved plans: one JSON file each in DATA/plans/."""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.dates import day_in_name
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.planning.adaptation import adapt
from luisteren_tui.planning.plan import CUSTOM_ID, DAY_MINUTES, MAX_BLOCK_S, Plan
from luisteren_tui.planning.plan_dates import names_meant
from luisteren_tui.storage.file_names import DEVICE, is_device_name, is_plan_name, plan_names
from luisteren_tui.storage.files import make_folder, read_bounded, read_json, replace_atomically, set_aside
from luisteren_tui.storage.typed_reader import dump, read_stored
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.model import MAX_PEOPLE, Workshop

PLAN_FORMAT = 1
MAX_PLAN_BYTES = 2**20
MAX_ID_LENGTH, MAX_PATH_LENGTH = 200, 4096
MAX_NAMES_LISTED = 12
"""How many plans an error lists: the last, which are the newest if their names are days."""

UNKNOWN_FIELD = N_("The plan {name} has something that this version does not know and leaves as it is: {field}.")


class Unreadable(ValueError):
    """The plan can't be loaded, or not under this name; `problem` says why."""

    def __init__(self, message: str, **values: str | int) -> None:
        self.problem = Problem((), message, values)
        super().__init__(message)


class Saved(NamedTuple):
    """The file of a saved plan, and the file that keeps the plan it replaced, if any."""

    path: Path
    before: Path | None


def save(folders: Folders, name: str, plan: Plan) -> Saved:
    """Save `plan` as `name` and keep the plan that it replaces. Raise Unreadable if `name` can't be a name."""
    path = plan_path(folders, name)
    make_folder(folders.plans)
    fields = _with_unknown_fields(path, {"format": PLAN_FORMAT, **dump(plan)})
    data = json.dumps(fields, indent=1).encode("ascii") + b"\n"
    before = _keep(folders, name, path, data)
    replace_atomically(path, data)
    return Saved(path, before)


def _with_unknown_fields(path: Path, new: dict[str, Any]) -> dict[str, Any]:
    """Return the plan `new` with the fields that this version doesn't know, from the same workshop's plan at `path`."""
    try:
        old = read_json(path, MAX_PLAN_BYTES)
        if any(old[key] != new[key] for key in ("format", "workshop_id")):
            return new
        blocks = {block["id"]: block for block in old["blocks"]}
        new["blocks"] = [block | _missing_from(block, blocks.get(block["id"], {})) for block in new["blocks"]]
        return new | _missing_from(new, old)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return new  # there is no plan, or it is damaged


def _missing_from(new: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in old.items() if key not in new}


def _keep(folders: Folders, name: str, path: Path, new: bytes) -> Path | None:
    """Copy the plan at `path` to a name beside it, unless it equals `new`. Return the copy."""
    try:
        old = read_bounded(path, MAX_PLAN_BYTES)
    except FileNotFoundError:
        return None
    if old == new:
        return None
    try:
        load(folders, name)
    except Unreadable:  # it must not take the place of a sound plan that was kept before
        return set_aside(path)
    # Without .json at its end it is not listed as a plan. Only the last one is kept, because plans are saved often.
    kept = path.with_name(f"{path.name}.old")
    replace_atomically(kept, old)
    return kept


def load(folders: Folders, name: str, problems: list[Problem] | None = None) -> Plan:
    """Return the plan `name`. Add a problem to `problems` for each field that this version doesn't know.

    Raise Unreadable if there is no such plan or it is damaged, OSError if it can't be read.
    """
    path = plan_path(folders, name)
    try:
        fields = read_json(path, MAX_PLAN_BYTES)
    except FileNotFoundError:
        raise _missing(folders, name) from None
    except ValueError:
        raise Unreadable(N_("The plan {name} is damaged."), name=name) from None
    format = fields.pop("format", None) if isinstance(fields, dict) else None
    if type(format) is int and format > PLAN_FORMAT:
        raise Unreadable(N_("The plan {name} was saved by a newer version."), name=name)
    plan, found = read_stored(Plan, fields)
    where = _impossible(plan) if plan else found[0].path
    if where:
        message = N_("The plan {name} is damaged: its value for {place} is not possible.")
        raise Unreadable(message, name=name, place=".".join(map(str, where)))
    if plan is None or format != PLAN_FORMAT:
        raise Unreadable(N_("The plan {name} is damaged."), name=name)
    if problems is not None:
        unknown = dict.fromkeys(".".join(key for key in one.path if isinstance(key, str)) for one in found)
        problems += [Problem((), UNKNOWN_FIELD, {"name": name, "field": field}) for field in unknown]
    return plan


def _missing(folders: Folders, name: str) -> Unreadable:
    there = plan_names(folders)
    if not there:
        return Unreadable(N_("There is no plan {name}. No plan is saved yet."), name=name)
    listed = ("…, " if len(there) > MAX_NAMES_LISTED else "") + ", ".join(there[-MAX_NAMES_LISTED:])
    return Unreadable(N_("There is no plan {name}. Saved plans: {names}."), name=name, names=listed)


def _impossible(plan: Plan) -> tuple[str | int, ...] | None:
    """Return the path of the first value that no plan can have, or None."""
    possible: dict[tuple[str | int, ...], bool] = {
        ("participants",): 0 < plan.participants <= MAX_PEOPLE,
        ("start",): plan.start is None or 0 <= plan.start < DAY_MINUTES,
        ("must_end",): plan.must_end is None or 0 <= plan.must_end < DAY_MINUTES,
        ("blocks",): len({block.id for block in plan.blocks}) == len(plan.blocks) > 0,
        ("workshop_id",): len(plan.workshop_id) <= MAX_ID_LENGTH,
        ("source",): len(plan.source) <= MAX_PATH_LENGTH,
    }
    for number, block in enumerate(plan.blocks):
        possible |= {
            ("blocks", number, "seconds"): 0 < block.seconds <= MAX_BLOCK_S,
            ("blocks", number, "min"): 0 <= block.min <= MAX_BLOCK_S,
            ("blocks", number, "original"): 0 <= block.original <= MAX_BLOCK_S,
            ("blocks", number, "step"): block.step is None or (block.step >= 1 and not block.own),
            ("blocks", number, "id"): block.own == block.id.startswith(CUSTOM_ID),
        }
    return next((path for path, fits in possible.items() if not fits), None)


def find_equal(
    folders: Folders, workshop: Workshop, plan: Plan, today: date, name: str = ""
) -> tuple[str, Plan] | None:
    """Return the name and the saved plan with the same blocks as `plan`, a plan of this `workshop`, or None.

    If `plan` has times of day they must be the same too. Of several plans, return the one with the `name` in the
    argument, else the first that is not before `today`.
    """
    found = []
    for each in plan_names(folders):
        with suppress(OSError, ValueError):
            saved = load(folders, each)
            timed = plan.start is None or (saved.start, saved.must_end) == (plan.start, plan.must_end)
            mine = timed and saved.workshop_id == workshop.id
            if mine and adapt(saved, workshop, plan.sha256).blocks == plan.blocks:
                found.append((each, saved))
    found.sort(key=lambda one: one[0] != name)
    first = next((one for one in found if one[0] == name or one[0] >= today.isoformat()), None)
    return first or (found[-1] if found else None)


def saved_for(folders: Folders, workshop_id: str, today: date) -> list[tuple[str, Plan]]:
    """Return the names and the saved plans of a workshop: first those that are not past, the next one first."""
    found = []
    for name in plan_names(folders):
        with suppress(OSError, ValueError):
            if (plan := load(folders, name)).workshop_id == workshop_id:
                found.append((name, plan))
    past = [one for one in found if (day := day_in_name(one[0])) is not None and day < today]
    return [*(one for one in found if one not in past), *reversed(past)]


def find_name(folders: Folders, typed: str, today: date) -> str:
    """Return the name of the plan that is meant by `typed`, in which a day can be written as "25-11"."""
    there = {*plan_names(folders)}
    meant = names_meant(typed, today)
    return next((name for name in meant if name in there), typed)


def holds_other_plan(folders: Folders, name: str, plan: Plan | None) -> bool:
    """Return whether there is a plan `name` that differs from `plan` or can't be read."""
    try:
        if not plan_path(folders, name).exists():
            return False
    except ValueError:
        return False
    with suppress(OSError, ValueError):
        return load(folders, name) != plan
    return True


def plan_path(folders: Folders, name: str) -> Path:
    """Return the path of the plan `name`. Raise Unreadable if that can't be a name."""
    if is_device_name(name):
        raise Unreadable(DEVICE, name=name)
    if not is_plan_name(name):
        raise Unreadable(N_("{name} can't be the name of a plan: use letters, digits and -."), name=name)
    return folders.plans / f"{name}.json"
