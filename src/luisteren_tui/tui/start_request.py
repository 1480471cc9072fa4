"""What the app is asked to begin with."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from luisteren_tui.storage.workshop_file import LoadedWorkshop

if TYPE_CHECKING:  # home does without plans, and comes sooner
    from luisteren_tui.planning.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRequest:
    """What to begin with: a session or rehearsal of `workshop`, or the home screen where there is none.

    `speed` is how many times as fast as the clock a rehearsal runs, and None for a session. An unfinished rehearsal
    keeps the speed it had when `keep_speed` is set. `unfinished` is the journal of what to offer to go on with.
    """

    workshop: LoadedWorkshop | None = None
    plan: "Plan | None" = None
    speed: float | None = None
    keep_speed: bool = False
    unfinished: Path | None = None
