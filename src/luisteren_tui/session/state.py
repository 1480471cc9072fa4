"""The state of a session, and what can be read from it."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil, floor
from types import MappingProxyType
from typing import Any, NamedTuple

from luisteren_tui.people.people import MOST, People
from luisteren_tui.session import turns
from luisteren_tui.session.events import Clock, Gap, Opened, Slot
from luisteren_tui.session.shown import NOTHING_ELSE, Shown
from luisteren_tui.session.timing import Mode, Timing, Track
from luisteren_tui.workshop.model import Activity, Each, Form


@dataclass(frozen=True, slots=True)
class Past:
    """What held before an event that did something to the time, and before the one before that."""

    what: str
    timing: Timing
    before: "Past | None"


@dataclass(frozen=True, slots=True)
class PastPeople:
    """Who was there, and in which groups, before an event at `t` that changed that, and before the one before that."""

    what: str
    people: People
    before: "PastPeople | None"
    t: int


_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class State(NamedTuple):
    """Timing, people, notes and focus, with the facts they rest on. `t` is that of the newest event.

    What was done to the time and what was done to people are undone apart: `past` and `past_people`.
    `places` are those of the activities in their order, `planned_after` is what was planned after each place, in ms.
    `shown_groups` is the activity whose groups the room may see, `shown` what it sees beside the activity; with a
    `room_view` the facilitator's own window is the room's.
    (A tuple: a long journal is a hundred thousand states, and a dataclass takes five times as long to make.)
    """

    opened: Opened
    timing: Timing
    people: People
    activities: Mapping[str, Activity]
    places: Mapping[str, int]
    planned_after: tuple[int, ...]
    t: int = 0
    clocks: tuple[Clock, ...] = ()
    past: Past | None = None
    past_people: PastPeople | None = None
    gap: Gap | None = None
    notes: Mapping[Slot, str] = _NOTHING
    marks: frozenset[Slot] = frozenset()
    focus: Mapping[str, Slot] = _NOTHING
    prompts: Mapping[str, int] = _NOTHING
    shown_groups: str | None = None
    shown: Shown = NOTHING_ELSE
    room_view: bool = False

    @property
    def for_the_wall(self) -> bool:
        """Whether the facilitator's own window begins with the room's view: the group sees it, or last did."""
        return self.opened.mirrored or self.room_view

    @property
    def activity(self) -> Activity:
        """The present activity."""
        return self.activities[self.timing.activity]

    @property
    def slot(self) -> Slot:
        """The slot that is shown for the present activity."""
        return shown_slot(self, self.activity)


def first_slot(activity: Activity) -> Slot:
    """Return the slot that is shown when an activity is entered."""
    if not activity.prompts and activity.turns is not None and activity.turns.each == "group":
        return Slot(activity.id, group=1)
    return Slot(activity.id, prompt=1 if activity.prompts else None)


def shown_slot(state: State, activity: Activity) -> Slot:
    """Return the slot that is shown, or will be, for an activity."""
    return state.focus.get(activity.id) or first_slot(activity)


def slots(state: State, activity: Activity) -> tuple[Slot, ...]:
    """Return the slots of an activity: each prompt, each group where it works in groups, general, private."""
    in_groups = activity.form == Form.SUBGROUPS or (activity.turns is not None and activity.turns.each == Each.GROUP)
    groups = group_count(state, activity) if in_groups else 0
    # What was noted of a group that is no more keeps its place.
    gone = (
        slot
        for slot, text in state.notes.items()
        if slot.activity == activity.id and (slot.group or 0) > groups and text
    )
    return (
        *(Slot(activity.id, prompt=n) for n in range(1, len(activity.prompts) + 1)),
        *(Slot(activity.id, group=n) for n in range(1, groups + 1)),
        *sorted(gone, key=lambda slot: slot.group or 0),
        Slot(activity.id),
        Slot(activity.id, private=True),
    )


def groups_of(state: State, activity: Activity) -> Activity | None:
    """Return the activity whose groups are at work in this one: itself, or for turns by group the subgroups before it."""
    if activity.form in (Form.PAIRS, Form.SUBGROUPS):
        return activity
    if activity.turns is None or activity.turns.each != Each.GROUP:
        return None
    order = state.opened.workshop.activities
    before = order[: state.places[activity.id]]
    return next((each for each in reversed(before) if each.form == Form.SUBGROUPS), activity)


def group_count(state: State, activity: Activity) -> int:
    """Return how many groups an activity has: those that were formed, else as many as there will be."""
    source = groups_of(state, activity) or activity
    if formed := state.people.groups.get(source.id):
        return len(formed)
    return best_count(len(state.people.present), source.form)


def best_count(people: int, form: Form) -> int:
    """Return in how many groups so many people work best."""
    return max(1, people // 2) if form == Form.PAIRS else turns.group_count(people)


def has_trio(state: State, activity: Activity) -> bool:
    """Return whether pairs play in turns between which a trio does with an observer."""
    people = len(state.people.present)
    between = activity.turns is not None and activity.turns.each == Each.ROLE
    return between and activity.form == Form.PAIRS and people > 2 and people % 2 == 1


def turn_count(state: State, activity: Activity) -> int:
    """Return the number of turns of an activity with those who are there now, 0 without turns."""
    if activity.turns is None:
        return 0
    if activity.turns.each == Each.GROUP:
        return group_count(state, activity)
    count = turns.turn_count(activity, len(state.people.present))
    return count + 1 if activity.id in state.people.three and has_trio(state, activity) else count


def begin(opened: Opened) -> State:
    """Return the state of a session that was only just opened."""
    order = opened.workshop.activities
    activities = {activity.id: activity for activity in order}
    first = next((activity for activity in order if activity.id not in opened.skipped), order[0])
    people = People(tuple(range(1, min(opened.participants, MOST) + 1)))
    places = {activity.id: place for place, activity in enumerate(order)}
    after = tuple(accumulate((_planned(opened, activity) for activity in order[:0:-1]), initial=0))[::-1]
    timing = Timing(first.id, Mode.WAITING, opened.t)
    state = State(opened, timing, people, activities, places, after, opened.t, room_view=opened.mirrored)
    skipped = {id: replace(track(state, id), skipped=True) for id in opened.skipped if id in activities}
    return state._replace(timing=replace(state.timing, tracks=skipped, must_end=opened.must_end))


def track(state: State, activity: str) -> Track:
    """Return the track of an activity, with the stretch that is under way left out."""
    return track_in(state, state.timing, activity)


def track_in(state: State, timing: Timing, activity: str) -> Track:
    """Return the track of an activity in a timing; an activity that was not touched has the time that was planned."""
    if found := timing.tracks.get(activity):
        return found
    return Track(allotted=planned_ms(state, activity))


def planned_ms(state: State, activity: str) -> int:
    """Return how long an activity was planned to take, in ms."""
    return _planned(state.opened, state.activities[activity])


def _planned(opened: Opened, activity: Activity) -> int:
    return opened.planned.get(activity.id, activity.duration) * 1000


def planned_s(opened: Opened, activity: Activity) -> int:
    """Return the seconds that the plan at the start has for an activity: none where it leaves that out."""
    return 0 if activity.id in opened.skipped else opened.planned.get(activity.id, activity.duration)


def run_time(state: State, t: int) -> int:
    """Return how long the present activity has run, in ms."""
    spent = track(state, state.timing.activity).spent
    return spent + (max(0, t - state.timing.since) if state.timing.mode == Mode.RUNNING else 0)


def up_at(state: State) -> int | None:
    """Return the session time at which the time of the running activity is up, None where its clock stands still."""
    timing = state.timing
    if timing.mode != Mode.RUNNING:
        return None
    own = track(state, timing.activity)
    return timing.since + own.allotted - own.spent


def gap_on_offer(state: State) -> Gap | None:
    """Return the gap that can be taken back: the newest one, where the present activity ran through it."""
    timing, gap = state.timing, state.gap
    return gap if gap and timing.mode == Mode.RUNNING and timing.since <= gap.since else None


def wall_at(state: State, t: int) -> int:
    """Return the wall time (ms since 1970) of session time `t`; in a rehearsal the one that is rehearsed."""
    return _wall(_shown_at(state, t), t)


def real_wall_at(state: State, t: int) -> int:
    """Return what the clock on the wall said at session time `t`, in a rehearsal too."""
    return _wall(_clock_at(state, t), t)


def reaches(state: State, t: int, wall: int) -> int:
    """Return the session time at which it is `wall`, by the clock that is right at `t`."""
    clock = _shown_at(state, t)
    return clock.t + ceil((wall - clock.wall) * clock.rate)


def _wall(clock: Clock, t: int) -> int:
    return clock.wall + floor((t - clock.t) / clock.rate)


def _shown_at(state: State, t: int) -> Clock:
    """Return the clock that the screens go by.

    A rehearsal has its own time of day: that at which it began, and on from there as fast as it runs and is skipped
    through. So what it shows can be compared, at any speed.
    """
    if state.opened.kind == "rehearsal" and state.clocks:
        return replace(state.clocks[0], rate=1.0)
    return _clock_at(state, t)


def _clock_at(state: State, t: int) -> Clock:
    if not state.clocks:
        return Clock(0, 0, 0, "")
    place = bisect_right(state.clocks, t, key=lambda clock: clock.t)
    return state.clocks[max(0, place - 1)]
