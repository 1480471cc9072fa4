"""How a session is held, and the event that opens it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luisteren_tui.session.events import Opened
from luisteren_tui.storage.journal.line import FORMAT
from luisteren_tui.workshop.model import Duration, Workshop

if TYPE_CHECKING:
    from luisteren_tui.planning.plan import Plan


@dataclass(frozen=True, slots=True)
class Setting:
    """How a session is held: by how many, whether the room sees this screen, or as a rehearsal at a speed."""

    participants: int
    mirrored: bool = False
    rehearsal: bool = False
    speed: float = 1.0


def opened(workshop: Workshop, sha256: str, plan: "Plan | None", setting: Setting, wall: int) -> Opened:
    """Return the event that opens a session at the wall time `wall`, without its id and time zone."""
    if plan is None:
        planned: Mapping[str, Duration] = {activity.id: activity.duration for activity in workshop.activities}
        skipped: tuple[str, ...] = ()
        due = None
    else:
        from luisteren_tui.planning.deadline import due_wall, rehearsed_due
        from luisteren_tui.planning.plan import arranged

        workshop, planned, skipped = arranged(workshop, plan)
        due = rehearsed_due(plan, wall) if setting.rehearsal else due_wall(plan, wall)
    kind = "rehearsal" if setting.rehearsal else "session"
    return Opened(
        0, FORMAT, "", kind, sha256, "", setting.participants, setting.mirrored, planned, workshop, skipped, due
    )
