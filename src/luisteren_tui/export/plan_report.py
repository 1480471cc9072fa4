"""What the formats of a plan are made of: the plan, its day, and what there is to say about it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple

from luisteren_tui.planning.forecast import Estimate
from luisteren_tui.planning.plan import Plan
from luisteren_tui.session.turns import TurnTimes
from luisteren_tui.storage.files import make_folder
from luisteren_tui.storage.installation import CALENDARS, installation_id
from luisteren_tui.system.clock import Clock, local_now
from luisteren_tui.system.paths import Folders


class Stamp(NamedTuple):
    """When a plan leaves this program, and the id of the installation, which is empty if it can't keep one."""

    at: datetime
    installation: str = ""


def stamp_now(clock: Clock, folders: Folders) -> Stamp:
    """Return the stamp of a plan that leaves this program now."""
    installation = ""
    with suppress(OSError):
        make_folder(folders.data)
        installation = installation_id(folders, CALENDARS)
    return Stamp(local_now(clock), installation)


class PlanReport(NamedTuple):
    """A plan and what there is to say about it; `title` is that of its workshop."""

    title: str
    plan: Plan
    day: date
    estimate: Estimate
    stamp: Callable[[], Stamp]
    """Return when a file is made, and where. Called for each file that has it."""
    remarks: Sequence[str] = ()
    name: str | None = None
    """The name under which the plan is saved."""
    turns: Mapping[str, TurnTimes] = {}
    """How long the turns take, by the id of their block."""
    groups: Mapping[str, Sequence[str]] = {}
    """How many groups there are and how they are formed, by the id of their block."""
    groups_in_list: Mapping[str, Sequence[str]] = {}
    """What of that a list of all blocks says."""
    separator: str | None = None
    """What stands between the cells of a CSV, if not what the language has."""
