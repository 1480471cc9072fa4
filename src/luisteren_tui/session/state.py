"""The state of a session, and what can be read from it."""

from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.people.group_sizes import Lineage, expected_sizes, group_labels, turns_in_groups_of, working_groups
from luisteren_tui.people.people import People
from luisteren_tui.session import turns
from luisteren_tui.session.cues import Shown, Watched, has_cues, shown_after
from luisteren_tui.session.events import Clock, Gap, Opened, Slot
from luisteren_tui.session.needs import fallen_out
from luisteren_tui.session.timing import SECOND_MS, Mode, Timing, Track
from luisteren_tui.workshop.model import MAX_PEOPLE, Activity, Each, Form


class Past(Struct, frozen=True):
    """The timing before an event of type `what` changed it at `t`, and what came before that.

    If that event began the turn of a group, `slot` is the one that was shown before it.
    """

    what: str
    timing: Timing
    before: "Past | None"
    t: int = 0
    slot: Slot | None = None


class Future(Struct, frozen=True):
    """The timing before an event of type `what` was undone, and what was undone before that. `slot` is that of the Past."""

    what: str
    timing: Timing
    after: "Future | None"
    slot: Slot | None = None


class PastPeople(Struct, frozen=True):
    """The people before an event of type `what` at `t` changed them, and what came before that."""

    what: str
    people: People
    before: "PastPeople | None"
    t: int


class RoomContent(Struct, frozen=True):
    """What the room shows instead of the activity: nothing at all if `blank`, else this page of a text, if any."""

    blank: bool = False
    text: str | None = None
    page: int = 0

    def with_blank(self, blank: bool) -> "RoomContent":
        """Return the same content, blanked or not."""
        return replace(self, blank=blank)

    def with_text(self, text: str | None, page: int) -> "RoomContent":
        """Return the content with this page of a text, or with no text if it is None."""
        return replace(self, text=text, page=page)


_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class State(Struct, frozen=True):
    """Timing, people, notes and focus, with the facts they depend on. `t` is that of the newest event.

    Changes of time and of people are undone separately: `past` and `past_people`. What was undone of the time can be
    redone from `future`, until another change. `places` has the position of each activity, and `planned_after` the
    planned time after each position, in ms. `needing` are the activities that need others, and `fallen` those that fall
    out because of that. `cueing` are those with cues, and `cued` tells when their first cues were shown. `lineage` says
    whose groups come from which.

    `groups_shown` has the activity whose groups were last shown to the room, and the activity in which that was done.
    `line` is the facilitator's own line on the wall, and `last_line` the last one that was there. `parking` has the
    items of the parking lot by their numbers, in order, and `shown_parking` those that the room sees. With `room_view`
    the facilitator's own window shows the room's view.
    """

    opened: Opened
    timing: Timing
    people: People
    activities: Mapping[str, Activity]
    places: Mapping[str, int]
    planned_after: tuple[int, ...]
    needing: tuple[Activity, ...] = ()
    cueing: tuple[Activity, ...] = ()
    lineage: Lineage = Lineage()
    fallen: frozenset[str] = frozenset()
    t: int = 0
    clocks: tuple[Clock, ...] = ()
    past: Past | None = None
    future: Future | None = None
    past_people: PastPeople | None = None
    gap: Gap | None = None
    cued: Mapping[str, Shown] = _NOTHING
    notes: Mapping[Slot, str] = _NOTHING
    marks: frozenset[Slot] = frozenset()
    focus: Mapping[str, Slot] = _NOTHING
    prompts: Mapping[str, int] = _NOTHING
    groups_shown: tuple[str, str] | None = None
    room_content: RoomContent = RoomContent()
    room_view: bool = False
    line: str = ""
    last_line: str = ""
    parking: Mapping[int, str] = _NOTHING
    shown_parking: tuple[str, ...] = ()

    def with_time(self, t: int) -> "State":
        """Return the state at `t`."""
        return replace(self, t=t)

    def with_timing(self, t: int, timing: Timing, past: Past | None, future: Future | None = None) -> "State":
        """Return the state at `t` with this timing, with `past` to undo and `future` to redo."""
        fallen = fallen_out(self.needing, self.activities, timing.tracks) if self.needing else self.fallen
        changed = replace(self, t=t, timing=timing, past=past, future=future, fallen=fallen)
        return _with_cues_after(self, changed, t)

    def with_people(self, t: int, people: People, past: PastPeople | None) -> "State":
        """Return the state at `t` with these people, and with `past` to undo."""
        return _with_cues_after(self, replace(self, t=t, people=people, past_people=past), t)

    def with_cued(self, cued: Mapping[str, Shown]) -> "State":
        """Return the state in which cues were shown at these times."""
        return replace(self, cued=cued)

    def with_clock(self, t: int, clock: Clock) -> "State":
        """Return the state at `t` with one more clock."""
        return replace(self, t=t, clocks=(*self.clocks, clock))

    def with_gap(self, t: int, gap: Gap) -> "State":
        """Return the state at `t` with this newest gap. The cues that it passed over are shown now."""
        return _with_cues_after(self, replace(self, t=t, gap=gap), gap.since)

    def with_notes(self, t: int, notes: Mapping[Slot, str]) -> "State":
        """Return the state at `t` with these notes."""
        return replace(self, t=t, notes=notes)

    def with_marks(self, t: int, marks: frozenset[Slot]) -> "State":
        """Return the state at `t` with these slots marked."""
        return replace(self, t=t, marks=marks)

    def with_focus(self, t: int, slot: Slot) -> "State":
        """Return the state at `t` in which the notes show `slot`."""
        return replace(self, t=t, focus={**self.focus, slot.activity: slot})

    def with_prompt(self, t: int, activity: str, prompt: int) -> "State":
        """Return the state at `t` in which this prompt of `activity` is the chosen one."""
        return replace(self, t=t, prompts={**self.prompts, activity: prompt})

    def with_shown_groups(self, t: int, activity: str | None) -> "State":
        """Return the state at `t` in which the room may show the groups of `activity`, or none."""
        shown = None if activity is None else (activity, self.timing.activity)
        return replace(self, t=t, groups_shown=shown)

    def with_room_content(self, t: int, content: RoomContent) -> "State":
        """Return the state at `t` with this content of the room."""
        return replace(self, t=t, room_content=content)

    def with_room_view(self, t: int, on: bool) -> "State":
        """Return the state at `t` in which the facilitator's own window shows the room's view or not."""
        return replace(self, t=t, room_view=on)

    def with_line(self, t: int, text: str) -> "State":
        """Return the state at `t` with this line of the facilitator's own on the wall, or none if it is empty."""
        return replace(self, t=t, line=text, last_line=text or self.last_line)

    def with_parking(self, t: int, parking: Mapping[int, str]) -> "State":
        """Return the state at `t` with this parking lot."""
        return replace(self, t=t, parking=parking)

    def with_shown_parking(self, t: int, items: tuple[str, ...]) -> "State":
        """Return the state at `t` in which the room sees these items of the parking lot."""
        return replace(self, t=t, shown_parking=items)

    @property
    def shown_groups(self) -> str | None:
        """The activity whose groups the room may show. They leave the wall when the next activity begins.

        If they were shown ahead of their activity, they may be shown during it too.
        """
        return self.groups_shown[0] if self.groups_shown and self.timing.activity in self.groups_shown else None

    @property
    def starts_in_room_view(self) -> bool:
        """Whether the facilitator's own window starts with the room's view, because the group sees it or last did."""
        return self.opened.mirrored or self.room_view

    @property
    def activity(self) -> Activity:
        """The present activity."""
        return self.activities[self.timing.activity]

    @property
    def slot(self) -> Slot:
        """The slot that is shown for the present activity."""
        return shown_slot(self, self.activity)


def shown_slot(state: State, activity: Activity) -> Slot:
    """Return the slot that is shown for an activity, or that will be shown when it is entered."""
    if chosen := state.focus.get(activity.id):
        return chosen
    given = activity.turns
    if given is not None and given.each == Each.GROUP and not (given.prepare and activity.prompts):
        # The first group has the turn at once, or there is no question to prepare.
        return Slot(activity.id, group=group_of_turn(state, activity, 1))
    return Slot(activity.id, prompt=1 if activity.prompts else None)


def chosen_prompt(state: State, activity: Activity) -> int:
    """Return the chosen prompt of an activity, from 1, or 0 if it has no prompts."""
    return state.prompts.get(activity.id, 1) if activity.prompts else 0


def usual_slot(state: State) -> Slot:
    """Return the slot of what the present activity is about now: its chosen prompt, or else the group whose turn it is."""
    activity = state.activity
    if activity.prompts:
        return Slot(activity.id, prompt=chosen_prompt(state, activity))
    if activity.turns is None or activity.turns.each != Each.GROUP:
        return Slot(activity.id)
    phase = len(turns.starts(activity, track(state, activity.id)))
    return Slot(activity.id, group=group_of_turn(state, activity, max(1, min(phase, turn_count(state, activity)))))


def slot_number(state: State, slot: Slot) -> int:
    """Return the number of a slot among those of its activity, from 1, or 0 if it is not one of them."""
    choice = slots(state, state.activities[slot.activity])
    return choice.index(slot) + 1 if slot in choice else 0


def slot_exists(state: State, slot: Slot) -> bool:
    """Return whether the activity of a slot exists, and its prompt if it belongs to one."""
    activity = state.activities.get(slot.activity)
    return activity is not None and (slot.prompt is None or 1 <= slot.prompt <= len(activity.prompts))


def slots(state: State, activity: Activity) -> tuple[Slot, ...]:
    """Return the slots of an activity: each prompt, each group if it works in groups, general, private."""
    in_groups = activity.form == Form.SUBGROUPS or (activity.turns is not None and activity.turns.each == Each.GROUP)
    groups = group_count(state, activity) if in_groups else 0
    # Keep a slot for each note about a group that no longer exists.
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
    """Return the activity whose groups work in this one, or None if there are no groups.

    That is the activity itself, or for turns by group the last activity in subgroups before it.
    """
    return working_groups(state.opened.workshop, activity)


def group_count(state: State, activity: Activity) -> int:
    """Return the number of groups of an activity: those that were formed, else those that are expected."""
    return len(sizes_of_groups(state, activity))


def label_of_group(state: State, activity: Activity, group: int) -> str:
    """Return the name that the workshop gives to a group of an activity by its number, from 1, or empty."""
    labels = group_labels(state.opened.workshop, activity) if group else ()
    return labels[group - 1] if 1 <= group <= len(labels) else ""


def group_of_turn(state: State, activity: Activity, phase: int) -> int:
    """Return the number of the group that has turn `phase`. The order starts at the chosen group and goes around."""
    return (state.people.first.get(activity.id, 1) + phase - 2) % group_count(state, activity) + 1


def sizes_of_groups(state: State, activity: Activity) -> tuple[int, ...]:
    """Return the sizes of the groups of an activity: those that were formed, else those that are expected."""
    source = groups_of(state, activity) or activity
    if formed := state.people.groups.get(source.id):
        return tuple(map(len, formed))
    return expected_sizes(state.opened.workshop, source, len(state.people.present), state.people.sizes)


def has_trio(state: State, activity: Activity) -> bool:
    """Return whether one of the pairs that take turns is a trio with an observer."""
    people = len(state.people.present)
    return turns.are_together(activity) and activity.form == Form.PAIRS and people > 2 and people % 2 == 1


def turn_count(state: State, activity: Activity) -> int:
    """Return the number of turns of an activity for the people who are present, 0 if it has no turns."""
    workshop = state.opened.workshop
    if activity.turns is not None and activity.turns.each == Each.GROUP:
        return group_count(state, activity)
    if turns.are_in_groups(activity):
        count = max(1, turns_in_groups_of(workshop, activity, sizes_of_groups(state, activity), state.people.sizes))
    else:
        count = turns.expected_turns(workshop, activity, len(state.people.present))
    return count + 1 if activity.id in state.people.three and has_trio(state, activity) else count


def begin(opened: Opened) -> State:
    """Return the state of a session that was just opened."""
    order = opened.workshop.activities
    activities = {activity.id: activity for activity in order}
    people = People(tuple(range(1, min(opened.participants, MAX_PEOPLE) + 1)))
    places = {activity.id: place for place, activity in enumerate(order)}
    after = tuple(accumulate((planned_ms(opened, activity) for activity in order[:0:-1]), initial=0))[::-1]
    skipped = [activities[id] for id in opened.skipped if id in activities]
    tracks = {each.id: Track(planned_ms(opened, each), skipped=True) for each in skipped}
    needing = tuple(each for each in order if each.needs)
    fallen = fallen_out(needing, activities, tracks)
    first = next((each for each in order if each.id not in tracks and each.id not in fallen), order[0])
    return State(
        opened=opened,
        timing=Timing(first.id, Mode.WAITING, opened.t, tracks, opened.must_end),
        people=people,
        activities=activities,
        places=places,
        planned_after=after,
        needing=needing,
        cueing=tuple(filter(has_cues, order)),
        lineage=Lineage.of(opened.workshop),
        fallen=fallen,
        t=opened.t,
        room_view=opened.mirrored,
    )


def track(state: State, activity: str) -> Track:
    """Return the track of an activity, without the stretch that is under way."""
    return track_in(state, state.timing, activity)


def track_in(state: State, timing: Timing, activity: str) -> Track:
    """Return the track of an activity in a timing. An unchanged activity has the planned time."""
    if found := timing.tracks.get(activity):
        return found
    return Track(allotted=planned_ms(state.opened, state.activities[activity]))


def is_left_out(state: State, id: str) -> bool:
    """Return whether an activity was skipped, or falls out because it needs one that was."""
    return track(state, id).skipped or id in state.fallen


def planned_ms(opened: Opened, activity: Activity) -> int:
    """Return the planned length of an activity in ms, also if the plan leaves it out."""
    return opened.planned.get(activity.id, activity.duration) * SECOND_MS


def planned_s(opened: Opened, activity: Activity) -> int:
    """Return the planned length of an activity at the start, in seconds: 0 if the plan leaves it out."""
    return 0 if activity.id in opened.skipped else opened.planned.get(activity.id, activity.duration)


def run_time(state: State, t: int) -> int:
    """Return how long the present activity has run, in ms."""
    return _run_in(state, state.timing, state.timing.activity, t)


def watched(state: State, activity: Activity, t: int) -> Watched:
    """Return how far an activity is at session time `t`."""
    item, run = track(state, activity.id), _run_in(state, state.timing, activity.id, t)
    begun = item.started is not None
    if activity.turns is None:
        return Watched(run, item.allotted, begun)
    phase, count = len(turns.starts(activity, item)), turn_count(state, activity)
    if not 1 <= phase <= count:
        return Watched(run, item.allotted, begun)
    begin, limit = turns.phase_begin(activity, item, phase), turns.limit(activity, item, count, phase)
    return Watched(run, item.allotted, begun, phase, begin, limit)


def _with_cues_after(before: State, after: State, seen: int) -> State:
    """Return `after` with when cues were shown, if the session was watched until the session time `seen`."""
    cued, present = before.cued, (before.timing.activity, after.timing.activity)
    for activity in after.cueing:
        id = activity.id
        if id in present or before.timing.tracks.get(id) != after.timing.tracks.get(id):
            was, now = watched(before, activity, seen), watched(after, activity, after.t)
            cued = {**cued, id: shown_after(activity, cued.get(id, _NOTHING), was, now)}
    return after if cued is before.cued else after.with_cued(cued)


def _run_in(state: State, timing: Timing, id: str, t: int) -> int:
    running = timing.mode == Mode.RUNNING and timing.activity == id
    return track_in(state, timing, id).spent + (max(0, t - timing.since) if running else 0)


def time_up_at(state: State) -> int | None:
    """Return the session time at which the running activity's time is up, or None if its clock stands still."""
    timing = state.timing
    if timing.mode != Mode.RUNNING:
        return None
    own = track(state, timing.activity)
    return timing.since + own.allotted - own.spent


def gap_on_offer(state: State) -> Gap | None:
    """Return the gap that can be taken back: the newest one, if the present activity ran through it."""
    timing, gap = state.timing, state.gap
    return gap if gap and timing.mode == Mode.RUNNING and timing.since <= gap.since else None
