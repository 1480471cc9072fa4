"""What the app is asked to begin with."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # home needs neither, and opens sooner
    from luisteren_tui.planning.plan import Plan
    from luisteren_tui.storage.workshop_file import LoadedWorkshop


class StartRequest(NamedTuple):
    """What to begin with: a session or rehearsal of `workshop`, or the home screen if there is none.

    `speed` is the speed of a rehearsal relative to real time, and None for a session. With `keep_speed`, an unfinished
    rehearsal keeps the speed it had. `plan_name` is the name under which the plan is saved, or empty. `unfinished` is the
    journal of the session to offer to resume. `new` is the name of a workshop to make.
    """

    workshop: "LoadedWorkshop | None" = None
    plan: "Plan | None" = None
    speed: float | None = None
    keep_speed: bool = False
    unfinished: Path | None = None
    plan_name: str = ""
    new: str = ""
