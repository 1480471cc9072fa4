"""The ways out when a session runs over: options(state, t), each with what it changes and when all then ends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from luisteren_tui.planning.plan import gives_first, least_of
from luisteren_tui.planning.shrinking import Stretch, shrunk
from luisteren_tui.session.apply import apply
from luisteren_tui.session.commands import Replan
from luisteren_tui.session.events import Replanned
from luisteren_tui.session.projected_end import coming_activities, due_time, end_time
from luisteren_tui.session.session_clock import wall_at
from luisteren_tui.session.state import State, run_time, track
from luisteren_tui.session.timing import Mode
from luisteren_tui.text.safe import safe_line
from luisteren_tui.workshop.model import Activity, Form

SECOND, MINUTE_MS = 1000, 60_000


class Kind(StrEnum):
    """What a way out comes down to, what costs the group least first."""

    BREAK = "break"
    SHRINK = "shrink"
    SKIP = "skip"
    BOTH = "both"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Change:
    """An activity that gets less time, in seconds; 0 when it is skipped.

    The title and the `name` are safe to show; the name is short where the agenda has a short one.
    """

    id: str
    title: str
    name: str
    from_s: int
    to_s: int


@dataclass(frozen=True, slots=True)
class Option:
    """A way out: the command that takes it, what changes, and the wall time (ms since 1970) at which all then ends.

    `short_s` is how late that still is, in seconds: whole minutes, as the header counts them.
    """

    kind: Kind
    replan: Replan
    changes: tuple[Change, ...]
    end: int
    short_s: int = 0


def options(state: State, t: int) -> tuple[Option, ...]:
    """Return three ways out at most, no two that come to the same, and to end later as one more; none when on time.

    First comes what makes up for most of the delay, then what costs least.
    """
    ways = every_way(state, t)
    best: list[Option] = []
    for way in sorted(ways[:-1], key=lambda way: (way.short_s, list(Kind).index(way.kind))):
        if all(way.replan != other.replan for other in best):
            best.append(way)
    return (*best[:3], *ways[-1:])


def again(way: Option, state: State, t: int) -> Option | None:
    """Return a way out that was chosen some time ago as it is at `t`, None when it is there no more.

    To skip or shorten another activity than was chosen is another way out.
    """
    for now in every_way(state, t):
        same = way.kind == Kind.SHRINK or _ids(now) == _ids(way)
        if now.kind == way.kind and same:
            return now
    return None


def _ids(way: Option) -> list[str]:
    return [change.id for change in way.changes]


def every_way(state: State, t: int) -> tuple[Option, ...]:
    """Return all ways to make up for the delay, and to end later as the last; none when that is within a minute.

    What is protected never pays, nothing gets less than its minimum or than it has used, and turns keep what comes
    after them.
    """
    due = due_time(state)
    if state.timing.mode == Mode.ENDED or due is None or (late := end_time(state, t) - due) < MINUTE_MS:
        return ()
    able = [
        each
        for each in (state.activity, *coming_activities(state))
        if not (each.protected or track(state, each.id).skipped)
    ]
    pause = _shorter_break(state, able, late, t)
    skipped = _skipped(state, able, pause, late)
    ways = [
        _option(state, Kind.BREAK, pause, t),
        _option(state, Kind.SHRINK, _shrunk(state, able, late, t), t),
        _option(state, Kind.SKIP, skipped, t),
    ]
    if skipped and all(way.short_s for way in ways):
        ways.append(_option(state, Kind.BOTH, _both(state, able, skipped, late, t), t))
    return (*(way for way in ways if way.changes), _later(state, t))


def _option(state: State, kind: Kind, lengths: Mapping[str, int], t: int) -> Option:
    """Return the way out in which activities get these lengths, in seconds; 0 skips one."""
    due = due_time(state)
    assert due is not None
    replan = Replan(
        {id: seconds * SECOND for id, seconds in lengths.items() if seconds},
        tuple(id for id in state.activities if track(state, id).skipped or lengths.get(id) == 0),
        state.timing.must_end,
    )
    end = end_time(apply(state, Replanned(t, replan.allotted, replan.skipped, replan.must_end)), t)
    changes = tuple(
        _change(state.activities[id], track(state, id).allotted // SECOND, seconds) for id, seconds in lengths.items()
    )
    return Option(kind, replan, changes, wall_at(state, end), max(0, (end - due) // MINUTE_MS * 60))


def _change(activity: Activity, from_s: int, to_s: int) -> Change:
    title = safe_line(activity.title)
    return Change(activity.id, title, title if activity.step is None else safe_line(activity.id), from_s, to_s)


def _later(state: State, t: int) -> Option:
    end = wall_at(state, end_time(state, t))
    skipped = tuple(id for id in state.activities if track(state, id).skipped)
    return Option(Kind.LATER, Replan({}, skipped, end), (), end)


def _shrunk(state: State, able: Iterable[Activity], late: int, t: int) -> dict[str, int]:
    """Return the lengths of the activities that give a little, so that together they make up for `late` ms."""
    stretches = {each.id: _stretch(state, each, t) for each in able}
    lengths = shrunk(list(stretches.values()), -(-late // MINUTE_MS) * 60)
    return {id: length for id, length in zip(stretches, lengths, strict=True) if length < stretches[id].seconds}


def _stretch(state: State, activity: Activity, t: int) -> Stretch:
    item = track(state, activity.id)
    run = run_time(state, t) if activity.id == state.timing.activity else item.spent
    used = -(-run // SECOND) + (activity.turns.after if run and activity.turns else 0)
    return Stretch(item.allotted // SECOND, max(least_of(activity), used))


def _shorter_break(state: State, able: Iterable[Activity], late: int, t: int) -> dict[str, int]:
    """Return the length of the first break that can be shorter."""
    breaks = (_shrunk(state, [each], late, t) for each in able if each.form == Form.BREAK)
    return next((lengths for lengths in breaks if lengths), {})


def _skipped(state: State, able: Iterable[Activity], pause: Mapping[str, int], late: int) -> dict[str, int]:
    """Return what is best skipped: the shortest break or skippable activity that makes up for the delay, or the longest.

    Where there is none it is the last activity that makes up for it, since what comes later builds on what came before.
    A break that makes up for it by being shorter is not offered again.
    """
    gains = {each: track(state, each.id).allotted for each in able if _untouched(state, each)}
    for id, seconds in pause.items():
        if track(state, id).allotted - seconds * SECOND >= late:
            gains.pop(state.activities[id], None)
    free = [each for each in gains if gives_first(each)]
    enough = [each for each in free or gains if gains[each] >= late]
    if enough:
        return {(min(enough, key=gains.__getitem__) if free else enough[-1]).id: 0}
    longest = max(free or gains, key=gains.__getitem__, default=None)
    return {} if longest is None else {longest.id: 0}


def _both(state: State, able: Sequence[Activity], skipped: Mapping[str, int], late: int, t: int) -> dict[str, int]:
    """Return what makes up for most: what is best `skipped`, others that may be as far as needed, the rest shrunk."""
    free = [each for each in able if _untouched(state, each) and gives_first(each)]
    free.sort(key=lambda each: (each.id in skipped, track(state, each.id).allotted))
    out, lengths = list(skipped), dict[str, int]()
    while True:
        gained = sum(track(state, id).allotted for id in out)
        lengths = dict.fromkeys(out, 0) | _shrunk(
            state, [each for each in able if each.id not in out], late - gained, t
        )
        made_up = sum(track(state, id).allotted - seconds * SECOND for id, seconds in lengths.items())
        more = [each.id for each in free if each.id not in out]
        if made_up >= late or not more:
            return lengths
        out.append(more[-1])


def _untouched(state: State, activity: Activity) -> bool:
    item = track(state, activity.id)
    return activity.id != state.timing.activity and item.started is None and item.left is None
