"""The options for a session that runs over, each with what it changes and when the session then ends."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from luisteren_tui.planning.fitting import Stretch, shrink
from luisteren_tui.planning.plan import MINUTE_S, minimum_of, plain_title, shrinks_first
from luisteren_tui.session.apply import apply
from luisteren_tui.session.commands import Replan
from luisteren_tui.session.events import Replanned
from luisteren_tui.session.moves import falling
from luisteren_tui.session.projected_end import coming_activities, due_time, end_time
from luisteren_tui.session.session_clock import wall_at
from luisteren_tui.session.state import State, is_left_out, run_time, track
from luisteren_tui.session.timing import MINUTE_MS, SECOND_MS, Mode
from luisteren_tui.session.turns import promised_ms
from luisteren_tui.text.safe import safe_line
from luisteren_tui.workshop.model import Activity, Form


class OptionKind(StrEnum):
    """What an option does, the least costly for the group first."""

    BREAK = "break"
    SHRINK = "shrink"
    SKIP = "skip"
    BOTH = "both"
    LATER = "later"


class Change(Struct, frozen=True):
    """An activity that gets less time, in seconds, or 0 if it is skipped.

    `title` and `name` are safe to show. `name` is the short name from the agenda if there is one. All rounds of something
    are called `rounds`, which is empty if it is not repeated.
    """

    id: str
    title: str
    name: str
    from_s: int
    to_s: int
    rounds: str = ""


class ReplanOption(Struct, frozen=True):
    """An option: the command that carries it out, its changes, and the wall time (ms since 1970) of the new end.

    `short_s` is how late that still is, in seconds, rounded down to whole minutes as in the header.
    """

    kind: OptionKind
    replan: Replan
    changes: tuple[Change, ...]
    end: int
    short_s: int = 0


def replan_options(state: State, t: int) -> tuple[ReplanOption, ...]:
    """Return at most three different options, and last the option to end later.

    There are none if the session is on time. The option that makes up for most of the delay comes first. Of equal ones,
    the least costly comes first.
    """
    options = all_options(state, t)
    best: list[ReplanOption] = []
    for option in sorted(options[:-1], key=lambda option: (option.short_s, list(OptionKind).index(option.kind))):
        if all(option.replan != other.replan for other in best):
            best.append(option)
    return (*best[:3], *options[-1:])


def same_option(option: ReplanOption, state: State, t: int) -> ReplanOption | None:
    """Return the present form, at `t`, of an option that was chosen earlier, or None if it no longer exists.

    An option that skips or shortens another activity is a different option.
    """
    changed = [change.id for change in option.changes]
    for now in all_options(state, t):
        same = now.kind == OptionKind.SHRINK or [change.id for change in now.changes] == changed
        if now.kind == option.kind and same:
            return now
    return None


def all_options(state: State, t: int) -> tuple[ReplanOption, ...]:
    """Return all options to make up for the delay, and last the option to end later.

    There are none if the session is less than a minute late. Protected activities lose no time. No activity gets less
    than its minimum or than it has used, also with the minutes of the present turn, and the time after its turns is kept.
    Rounds to come stay as long as each other and the present one, unless that has run longer already.
    """
    due = due_time(state)
    if state.timing.mode == Mode.ENDED or due is None or (late := end_time(state, t) - due) < MINUTE_MS:
        return ()
    able = [
        each
        for each in (state.activity, *coming_activities(state))
        if not (each.protected or is_left_out(state, each.id))
    ]
    pause = _shorter_break(state, able, late, t)
    groups = _skippable(state, able, t)
    skipped = _skipped(state, groups, pause, late)
    options = [
        _option(state, OptionKind.BREAK, pause, t),
        _option(state, OptionKind.SHRINK, _shrunk(state, able, late, t), t),
        _option(state, OptionKind.SKIP, skipped, t),
    ]
    if skipped and all(option.short_s for option in options):
        options.append(_option(state, OptionKind.BOTH, _both(state, able, groups, skipped, late, t), t))
    return (*(option for option in options if option.changes), _later(state, t))


def _option(state: State, kind: OptionKind, lengths: Mapping[str, int], t: int) -> ReplanOption:
    """Return the option in which activities get these lengths, in seconds. A length of 0 skips the activity.

    What falls out because of that is not skipped itself: it comes back with what it needs.
    """
    due = due_time(state)
    assert due is not None
    out = tuple(id for id, seconds in lengths.items() if not seconds)
    skipped = {*out} - falling(state, out, t)
    replan = Replan(
        {id: seconds * SECOND_MS for id, seconds in lengths.items() if seconds},
        tuple(id for id in state.activities if track(state, id).skipped or id in skipped),
        state.timing.must_end,
    )
    end = end_time(apply(state, Replanned(t, replan.allotted, replan.skipped, replan.must_end)), t)
    changes = tuple(
        _change(state.activities[id], track(state, id).allotted // SECOND_MS, seconds)
        for id, seconds in lengths.items()
    )
    return ReplanOption(kind, replan, changes, wall_at(state, end), max(0, (end - due) // MINUTE_MS * MINUTE_S))


def _change(activity: Activity, from_s: int, to_s: int) -> Change:
    title = safe_line(activity.title)
    number = safe_line(activity.number)
    rounds = number.removesuffix(f"-{activity.round}") or safe_line(plain_title(activity)) if activity.repeats else ""
    return Change(activity.id, title, number or title, from_s, to_s, rounds)


def _later(state: State, t: int) -> ReplanOption:
    end = wall_at(state, end_time(state, t))
    skipped = tuple(id for id in state.activities if track(state, id).skipped)
    return ReplanOption(OptionKind.LATER, Replan({}, skipped, end), (), end)


def _shrunk(state: State, able: Iterable[Activity], late: int, t: int) -> dict[str, int]:
    """Return the new lengths of the activities that give time, so that together they make up for `late` ms."""
    kept = {each.repeats for each in (state.activity, *coming_activities(state)) if each.protected and each.repeats}
    stretches = {each.id: _stretch(state, each, t) for each in able if each.repeats not in kept}
    lengths = shrink(list(stretches.values()), -(-late // MINUTE_MS) * MINUTE_S)
    return {id: length for id, length in zip(stretches, lengths, strict=True) if length < stretches[id].seconds}


def _stretch(state: State, activity: Activity, t: int) -> Stretch:
    item = track(state, activity.id)
    run = run_time(state, t) if activity.id == state.timing.activity else item.spent
    run = max(run, promised_ms(activity, item))
    used = -(-run // SECOND_MS) + (activity.turns.after if run and activity.turns else 0)
    return Stretch(item.allotted // SECOND_MS, max(minimum_of(activity), used), repeats=activity.repeats)


def _shorter_break(state: State, able: Iterable[Activity], late: int, t: int) -> dict[str, int]:
    """Return the new length of the break, or of all its rounds, that makes up for most by being shorter."""
    breaks: dict[str, list[Activity]] = {}
    for each in able:
        if each.form == Form.BREAK:
            breaks.setdefault(each.repeats or each.id, []).append(each)
    shrunk = (_shrunk(state, rounds, late, t) for rounds in breaks.values())
    return max(shrunk, key=lambda lengths: _saved(state, lengths), default={})


def _saved(state: State, lengths: Mapping[str, int]) -> int:
    """Return how many ms activities save if they get these lengths, in seconds."""
    return sum(track(state, id).allotted - seconds * SECOND_MS for id, seconds in lengths.items())


class _Group(Struct, frozen=True):
    """An activity that could be skipped. `ids` are its own and those of what falls out with it, `gain` their time in ms.

    A round is of what it `repeats`.
    """

    first: bool
    ids: tuple[str, ...]
    gain: int
    repeats: str


def _skippable(state: State, able: Sequence[Activity], t: int) -> list[_Group]:
    """Return what could be skipped, each with all that falls out with it. Nothing that is protected falls out."""
    ids, groups = {each.id for each in able}, []
    for each in able:
        if _untouched(state, each):
            others = falling(state, (each.id,), t)
            group = (each.id, *sorted(others, key=state.places.__getitem__))
            if ids.issuperset(group):
                gain = sum(track(state, id).allotted for id in group)
                groups.append(_Group(shrinks_first(each), group, gain, each.repeats))
    return groups


def _skipped(state: State, groups: Sequence[_Group], pause: Mapping[str, int], late: int) -> dict[str, int]:
    """Return the activity that is best skipped, and what falls out with it, each with a length of 0.

    That is the shortest break or skippable activity that makes up for the delay, or else the longest. If there are
    none, it is the last activity that makes up for it, because later activities build on earlier ones. A break that
    can make up for the delay by being shorter is not skipped. Of rounds, the last one is.
    """
    enough_pause = {*pause} if _saved(state, pause) >= late else set[str]()
    groups = _last_rounds([each for each in groups if each.ids[0] not in enough_pause])
    free = [each for each in groups if each.first]
    enough = [each for each in free or groups if each.gain >= late]
    if enough:
        return dict.fromkeys((min(enough, key=_gain) if free else enough[-1]).ids, 0)
    longest = max(free or groups, key=_gain, default=None)
    return {} if longest is None else dict.fromkeys(longest.ids, 0)


def _last_rounds(groups: Iterable[_Group]) -> list[_Group]:
    """Return the groups without those of rounds that have a later round among them."""
    return list({each.repeats or each.ids[0]: each for each in groups}.values())


def _gain(group: _Group) -> int:
    return group.gain


def _both(
    state: State, able: Sequence[Activity], groups: Sequence[_Group], skipped: Mapping[str, int], late: int, t: int
) -> dict[str, int]:
    """Return the lengths that make up for most: skip `skipped` and as many others as needed, and shrink the rest."""
    free = [each for each in groups if each.first]
    out, lengths = list(skipped), dict[str, int]()
    while True:
        gained = sum(track(state, id).allotted for id in out)
        lengths = dict.fromkeys(out, 0) | _shrunk(
            state, [each for each in able if each.id not in out], late - gained, t
        )
        more = sorted(_last_rounds(each for each in free if each.ids[0] not in out), key=_gain)
        if _saved(state, lengths) >= late or not more:
            return lengths
        out += [id for id in more[-1].ids if id not in out]


def _untouched(state: State, activity: Activity) -> bool:
    item = track(state, activity.id)
    return activity.id != state.timing.activity and item.started is None and item.left is None
