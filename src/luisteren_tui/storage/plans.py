"""Saved plans: one JSON file each in DATA/plans/."""

import json
import re
from pathlib import Path
from typing import Any

from luisteren_tui.paths import Folders
from luisteren_tui.session.plan import LONGEST_BLOCK, Plan
from luisteren_tui.storage.files import make_folder, read_bounded, replace_atomically
from luisteren_tui.storage.reader import dump, read
from luisteren_tui.workshop.problem import N_, Problem

FORMAT = 1
LARGEST = 2**20

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}", re.IGNORECASE)


class Unreadable(ValueError):
    """There is no plan to be had; `problem` says why."""

    def __init__(self, message: str, **values: str | int) -> None:
        self.problem = Problem((), message, values)
        super().__init__(message)


def save(folders: Folders, name: str, plan: Plan) -> Path:
    """Save `plan` as `name`, in place of one of that name, and return its file. ValueError for what can't be a name."""
    path = _path(folders, name)
    make_folder(folders.plans)
    fields: dict[str, Any] = {"format": FORMAT, **dump(plan)}
    replace_atomically(path, json.dumps(fields, indent=1).encode("ascii") + b"\n")
    return path


def load(folders: Folders, name: str) -> Plan:
    """Return the plan `name`. Unreadable when there is none or it is damaged, an OSError when it can't be read."""
    path = _path(folders, name)
    try:
        fields = json.loads(read_bounded(path, LARGEST))
    except FileNotFoundError:
        raise Unreadable(N_("There is no plan {name}."), name=name) from None
    except (ValueError, RecursionError):
        raise Unreadable(N_("The plan {name} is damaged."), name=name) from None
    format = fields.pop("format", None) if isinstance(fields, dict) else None
    if type(format) is int and format > FORMAT:
        raise Unreadable(N_("The plan {name} was saved by a newer version."), name=name)
    plan, problems = read(Plan, fields)
    if plan is None or problems or format != FORMAT or any(not 0 < one.seconds <= LONGEST_BLOCK for one in plan.blocks):
        raise Unreadable(N_("The plan {name} is damaged."), name=name)
    return plan


def names(folders: Folders) -> list[str]:
    """Return the names of the plans that are saved, in order."""
    return sorted(path.stem for path in folders.plans.glob("*.json") if _NAME.fullmatch(path.stem))


def _path(folders: Folders, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise Unreadable(N_("{name} can't be the name of a plan: use letters, digits and -."), name=name)
    return folders.plans / f"{name}.json"
