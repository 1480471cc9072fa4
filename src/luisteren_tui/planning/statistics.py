"""What past runs of a workshop took: the times of each activity, and figures over them."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, NamedTuple

from msgspec import Struct

from luisteren_tui.i18n import _
from luisteren_tui.planning.plan import CUSTOM_ID, NAMELESS

_DONE, _SKIPPED, _UNREACHED = "done", "skipped", "unreached"


class ActivityTime(Struct, frozen=True):
    """The planned and actual time of an activity in a past run, in seconds. `status` is done, skipped or unreached.

    `turns_s` is the time of its turns together. In a rehearsal, `spoken` is whether one could speak along.
    """

    id: str
    planned_s: int
    actual_s: int
    status: str
    title: str
    turns_s: int = 0
    spoken: bool = False


class PastRun(Struct, frozen=True):
    """An ended session or rehearsal (its `kind`), `started` at this time (UTC, RFC 3339).

    `sha256` is that of the workshop file at the time. A run that was `hurried` went much faster than people talk.
    """

    id: str
    started: str
    kind: str
    activities: tuple[ActivityTime, ...]
    sha256: str = ""
    hurried: bool = False

    @property
    def whole(self) -> bool:
        """Whether the run reached its end, even if activities were skipped."""
        return all(each.status != _UNREACHED for each in self.activities)

    def teaches(self, activity: ActivityTime) -> bool:
        """Return whether one could speak along with this activity. Earlier versions only recorded that of a whole run."""
        return activity.spoken or not (self.hurried or any(each.spoken for each in self.activities))


def activity_time(run: PastRun, id: str, title: str) -> ActivityTime | None:
    """Return the time of an activity in a run, or None if it was not done or was cut short by the end.

    The ids of custom blocks are only unique within one plan, so these must have the same `title` too.
    """
    for place, each in enumerate(run.activities):
        if each.id == id and (each.title == title != _(NAMELESS) or not id.startswith(CUSTOM_ID)):
            after = {later.status for later in run.activities[place + 1 :]}
            cut = _UNREACHED in after and _DONE not in after and each.actual_s < each.planned_s
            return each if each.status == _DONE and not cut else None
    return None


def learned_time(run: PastRun, id: str, title: str) -> ActivityTime | None:
    """Return the time of an activity in a run, or None if there is none or it was too fast to speak along."""
    time = activity_time(run, id, title)
    return time if time is not None and run.teaches(time) else None


def learned_round(run: PastRun, id: str, title: str, repeats: str) -> ActivityTime | None:
    """Return the time of a round in a run, or else that of another round of what is `repeats` there.

    Rounds are alike, so that one that was left out or is new would have taken as long.
    """
    if time := learned_time(run, id, title):
        return time
    named = [(each, *each.id.rpartition("-")[::2]) for each in run.activities]
    others = [each for each, plain, number in named if each.id == repeats or (plain == repeats and number.isdecimal())]
    rounds = [time for each in others if (time := learned_time(run, each.id, each.title))]
    return sorted(rounds, key=lambda time: time.actual_s)[len(rounds) // 2] if rounds else None


def label_of(activity: Mapping[str, Any]) -> str:
    """Return the short name by which people know an activity of an outcome, empty for a break or a custom block."""
    return "" if activity["step"] is None else str(activity.get("label") or activity["id"])


class Figures(NamedTuple):
    """An activity over a number of runs, in seconds. `times` has those in which it was done, shortest first.

    `skipped` is the number of runs in which it was skipped.
    """

    id: str
    label: str
    title: str
    planned_s: int
    times: tuple[int, ...]
    skipped: int

    @property
    def median_s(self) -> int | None:
        """The median of the times, or None if there are none."""
        return round(median(self.times)) if self.times else None


def figures(outcome: Mapping[str, Any], runs: Sequence[PastRun]) -> list[Figures]:
    """Return the figures of each activity of `outcome` over `runs`. The planned time is that of `outcome`.

    What was too fast to speak along doesn't count.
    """
    result = []
    for activity in outcome["activities"]:
        id, title = activity["id"], activity["title"]
        times = sorted(time.actual_s for run in runs if (time := learned_time(run, id, title)))
        skipped = sum(each.status == _SKIPPED for run in runs for each in run.activities if each.id == id)
        label, planned_s = label_of(activity), activity["planned_s"]
        result.append(
            Figures(id=id, label=label, title=title, planned_s=planned_s, times=tuple(times), skipped=skipped)
        )
    return result
