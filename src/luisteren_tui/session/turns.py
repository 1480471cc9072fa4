"""The turns of an activity: how many there are, when they began and how long they may take, in ms of run time.

Phase 0 prepares, phases 1 to n are the turns, phase n + 1 comes after the turns.
"""

from itertools import pairwise

from msgspec import Struct

from luisteren_tui.people.group_sizes import expected_sizes, in_groups, turns_in_group
from luisteren_tui.session.stages import stage_ends
from luisteren_tui.session.timing import SECOND_MS, Track
from luisteren_tui.workshop.model import Activity, Each, Workshop


class TurnShare(Struct, frozen=True):
    """How the time is divided over the `of` turns to come: what each gets, and the least it should get.

    With `own_s` the present turn has a different time, because minutes were given to it or taken from it. Only the
    facilitator sees this.
    """

    each: Each
    of: int
    each_s: int
    low_s: int
    own_s: int | None = None


class TurnTimes(Struct, frozen=True):
    """The `count` turns of an activity in seconds: what each gets, and the window that its makers count on.

    At their shortest they take `more_s` more than there is, and `fitting` of them fit. With `in_groups` everyone in a
    group has one.
    """

    each: Each
    count: int
    each_s: int
    low_s: int
    high_s: int
    more_s: int
    fitting: int
    in_groups: bool = False

    @property
    def short(self) -> bool:
        """Whether the turns are shorter than the makers count on."""
        return self.more_s > 0


def expected_turns(workshop: Workshop, activity: Activity, participants: int) -> int:
    """Return the number of turns of an activity, 0 if it has no turns."""
    if activity.turns is None:
        return 0
    match activity.turns.each:
        case Each.ROLE:
            return len(activity.roles) or 2
        case Each.GROUP:
            return max(1, len(expected_sizes(workshop, activity, participants)))
        case Each.PARTICIPANT if in_groups(activity):
            return max(1, turns_in_group(workshop, activity, participants))
        case Each.PARTICIPANT:
            return max(1, participants)


def turn_times(activity: Activity, count: int, seconds: int) -> TurnTimes | None:
    """Return the times of `count` turns if the activity takes `seconds`, or None if it has no turns."""
    turns = activity.turns
    if turns is None or count < 1:
        return None
    available = max(0, seconds - turns.prepare - turns.after)
    low = turns.window.low
    return TurnTimes(
        each=turns.each,
        count=count,
        each_s=min(turns.window.high, available // count),
        low_s=low,
        high_s=turns.window.high,
        more_s=max(0, count * low - available),
        fitting=min(count, available // low) if low else count,
        in_groups=are_in_groups(activity),
    )


def are_in_groups(activity: Activity) -> bool:
    """Return whether everyone in a group has a turn, in all groups at the same time.

    In plenary everyone has one while all others listen.
    """
    return activity.turns is not None and activity.turns.each == Each.PARTICIPANT and in_groups(activity)


def are_together(activity: Activity) -> bool:
    """Return whether all groups, or all people, have the same turn at the same time, and change together."""
    return are_in_groups(activity) or (activity.turns is not None and activity.turns.each == Each.ROLE)


def starts(activity: Activity, track: Track) -> tuple[int, ...]:
    """Return the run time at which phases 1, 2, ... began. Without time to prepare the first turn begins at once."""
    if track.phases or activity.turns is None or activity.turns.prepare:
        return track.phases
    return (0,)


def limit(activity: Activity, track: Track, turns: int, phase: int) -> int:
    """Return how long `phase` may take: what was given to it, or else the time that the workshop has for it.

    For a turn that is its longest time, or its share of the time left if that is less.
    """
    assert activity.turns is not None
    if phase <= turns and (given := given_ms(track, phase)) is not None:
        return given
    if phase == 0:
        return activity.turns.prepare * SECOND_MS
    left = track.allotted - starts(activity, track)[phase - 1]
    if phase > turns:
        return left
    left -= activity.turns.after * SECOND_MS
    return max(0, min(activity.turns.window.high * SECOND_MS, left // (turns - phase + 1)))


def given_ms(track: Track, phase: int) -> int | None:
    """Return how long `phase` may take because minutes were given to it or taken from it, or None if none were."""
    return max(0, track.given.ms) if track.given is not None and track.given.phase == phase else None


def promised_ms(activity: Activity, track: Track) -> int:
    """Return the run time at which the present turn ends if minutes were given to it or taken from it, else 0."""
    phase = len(starts(activity, track))
    given = given_ms(track, phase)
    return 0 if given is None else phase_begin(activity, track, phase) + given


def ends_of_stages(activity: Activity, track: Track, turns: int, phase: int) -> tuple[int, ...]:
    """Return when each stage of `phase` ends, in ms from the start of that phase. Only turns have stages."""
    if activity.turns is None or not 1 <= phase <= turns:
        return ()
    given = track.given if track.given is not None and track.given.phase == phase else None
    return stage_ends(activity.turns, limit(activity, track, turns, phase), given)


def phase_begin(activity: Activity, track: Track, phase: int) -> int:
    """Return the run time at which `phase` began."""
    return starts(activity, track)[phase - 1] if phase else 0


def share(activity: Activity, track: Track, turns: int, run: int) -> TurnShare | None:
    """Return how the coming turns divide the time left after a run time of `run` ms, or None if there are none.

    The present turn counts until it is over its limit. After that it takes time from the others.
    """
    phase = len(starts(activity, track))
    if activity.turns is None or phase > turns:
        return None
    own, window = limit(activity, track, turns, phase), activity.turns.window
    end, coming = phase_begin(activity, track, phase) + own, turns - phase
    present = phase > 0 and run <= end
    if not present and not coming:
        return None
    left = track.allotted - activity.turns.after * SECOND_MS - max(run, end)
    each = max(0, min(window.high * SECOND_MS, left // coming)) if coming else own
    own_s, each_s = own // SECOND_MS, each // SECOND_MS
    if present and given_ms(track, phase) is None:
        each_s = own_s
    alike = present and own_s == each_s
    return TurnShare(
        each=activity.turns.each,
        of=coming + alike,
        each_s=each_s,
        low_s=window.low,
        own_s=own_s if present and not alike else None,
    )


def turn_lengths(activity: Activity, track: Track, turns: int) -> tuple[int, ...]:
    """Return how long each turn that began took, in ms."""
    edges = (*starts(activity, track), track.spent)
    return tuple(max(0, b - a) for a, b in pairwise(edges))[:turns]
