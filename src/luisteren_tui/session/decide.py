"""Decide which events follow from a command. There are none if there is nothing to do."""

from luisteren_tui.people.people import People, is_consistent
from luisteren_tui.session import commands as c
from luisteren_tui.session import events as e
from luisteren_tui.session import turns
from luisteren_tui.session.attendance import people_before, with_groups_for
from luisteren_tui.session.events import Slot
from luisteren_tui.session.moves import enter_neighbour, go_to, skip_activity
from luisteren_tui.session.parking import MAX_ITEM_LENGTH, MAX_ITEMS, MAX_LINE_LENGTH, next_number, one_line
from luisteren_tui.session.stages import stage_at, stage_lengths
from luisteren_tui.session.state import (
    State,
    chosen_prompt,
    gap_on_offer,
    group_of_turn,
    run_time,
    shown_slot,
    slot_exists,
    slots,
    track,
    turn_count,
)
from luisteren_tui.session.timing import MINUTE_MS, Mode, PhaseTime
from luisteren_tui.session.undo import slot_after_redo, slot_after_undo
from luisteren_tui.workshop.model import Each

MAX_ALLOTTED_MS = 24 * 60 * MINUTE_MS
MAX_NOTE_LENGTH = 20_000
"""In characters: about seven pages. Notes of earlier versions can be longer."""


def decide(state: State, command: c.Command, t: int) -> tuple[e.Event, ...]:
    """Return the events that follow from `command` at session time `t`. Groups are formed when their activity begins."""
    events = _events_of(state, command, t)
    for event in events:
        if isinstance(event, e.Started | e.Entered | e.Skipped | e.Backdated):
            id = event.activity
        elif isinstance(event, e.Undone | e.Redone) and event.timing.activity != state.activity.id:
            id = event.timing.activity
        else:
            continue
        people = with_groups_for(state, state.activities[id])
        return events if people is state.people else (*events, e.Grouped(t, people))
    return events


def _events_of(state: State, command: c.Command, t: int) -> tuple[e.Event, ...]:
    timing = state.timing
    match command:
        case c.Show(slot) if slot_exists(state, slot) and not _is_shown(state, slot):
            return (e.Focused(t, slot),)
        case c.ShowNote(slot) if slot_exists(state, slot) and slot != shown_slot(
            state, state.activities[slot.activity]
        ):
            return (e.Focused(t, slot, notes_only=True),)
        case c.Write(slot, text) if text != state.notes.get(slot, "") and slot_exists(state, slot):
            return (e.Noted(t, slot, text),)
        case c.Mark(slot) if slot_exists(state, slot):
            return (e.Marked(t, slot, slot not in state.marks),)
        case c.Blank(on) if on != state.room_content.blank:
            return (e.Blanked(t, on),)
        case c.ShowText(text, page) if (text, page) != (state.room_content.text, state.room_content.page) and page >= 0:
            return (e.TextShown(t, text, page),) if text is None or text in state.opened.workshop.texts else ()
        case c.Park(number, text):
            return _park(state, number, one_line(text, MAX_ITEM_LENGTH), t)
        case c.ShowParking(on) if (items := tuple(state.parking.values()) if on else ()) != state.shown_parking:
            return (e.ParkingShown(t, items),)
    if timing.mode == Mode.ENDED:
        return ()
    match command:
        case c.ShowLine(text) if (line := one_line(text, MAX_LINE_LENGTH)) != state.line:
            return (e.LineShown(t, line),)
        case c.Toggle() | c.Breathe() if timing.mode == Mode.RUNNING:
            return (e.Paused(t, timing.activity),)
        case c.Toggle():
            first = track(state, timing.activity).started is None
            return ((e.Started if first else e.Resumed)(t, timing.activity),)
        case c.Next():
            return enter_neighbour(state, 1, t)
        case c.Previous():
            return enter_neighbour(state, -1, t)
        case c.Skip():
            return skip_activity(state, t)
        case c.GoTo(id):
            return go_to(state, id, t)
        case c.NextTurn():
            return _next_turn(state, t)
        case c.Forward():
            return _next_turn(state, t) or enter_neighbour(state, 1, t)
        case c.Minutes(n):
            return _change_minutes(state, n, t)
        case c.Replan(allotted, skipped, must_end) if _changes_plan(state, command):
            return (e.Replanned(t, allotted, skipped, must_end),)
        case c.BeganEarlier(ms) if timing.mode != Mode.PAUSED and 0 < ms <= MAX_ALLOTTED_MS:
            since = timing.since if timing.mode == Mode.RUNNING else t
            return (e.Backdated(t, timing.activity, since - ms),)
        case c.TakeBackGap() if gap := gap_on_offer(state):
            return (e.GapTakenBack(t, timing.activity, gap.since, gap.t),)
        case c.Gather(people) if people != state.people and is_consistent(people):
            return (e.Gathered(t, people),)
        case c.Group(people) if people != state.people and is_consistent(people):
            return (e.Grouped(t, people), *_with_the_turn(state, people, t))
        case c.ShowGroups(activity) if activity != (state.shown_groups if activity else state.groups_shown):
            return (e.GroupsShown(t, activity),)
        case c.ViewRoom(on) if on != state.room_view:
            return (e.RoomViewed(t, on),)
        case c.Undo() if past := state.past:
            return (e.Undone(t, past.what, past.timing), *_focused(t, slot_after_undo(state)))
        case c.Redo() if future := state.future:
            return (e.Redone(t, future.what, future.timing), *_focused(t, slot_after_redo(state)))
        case c.UndoPeople() if before := state.past_people:
            people = people_before(state, before)
            return (e.Undone(t, before.what, timing, people), *_with_the_turn(state, people, t))
        case c.End():
            return (e.Ended(t),)
    return ()


def note_space(length: int, replaced: int = 0) -> int:
    """Return how many characters fit in place of `replaced` ones of a note of `length`.

    A note that is longer than MAX_NOTE_LENGTH can't grow.
    """
    return max(0, MAX_NOTE_LENGTH - length) + replaced


def next_prompt(state: State, distance: int) -> c.Show:
    """Return the command that chooses the prompt `distance` places further, at most the first or the last."""
    activity = state.activity
    prompt = max(1, min(len(activity.prompts), chosen_prompt(state, activity) + distance))
    return c.Show(Slot(activity.id, prompt=prompt))


def next_note(state: State, distance: int) -> c.ShowNote:
    """Return the command that shows the note of the slot `distance` places further, in a circle."""
    choice = slots(state, state.activity)
    place = choice.index(state.slot) if state.slot in choice else 0
    return c.ShowNote(choice[(place + distance) % len(choice)])


def _is_shown(state: State, slot: Slot) -> bool:
    """Return whether the notes show a slot and its prompt, if it has one, is the chosen one."""
    activity = state.activities[slot.activity]
    return slot == shown_slot(state, activity) and slot.prompt in (None, chosen_prompt(state, activity))


def _park(state: State, number: int, text: str, t: int) -> tuple[e.Event, ...]:
    new = number not in state.parking
    if text == state.parking.get(number, "") or (new and not 1 <= number <= next_number(state.parking)):
        return ()
    return () if new and len(state.parking) >= MAX_ITEMS else (e.Parked(t, number, text),)


def _next_turn(state: State, t: int) -> tuple[e.Event, ...]:
    # Turns are measured in run time, so none can begin while the clock stands still.
    activity = state.activity
    if activity.turns is None or state.timing.mode != Mode.RUNNING:
        return ()
    count = turn_count(state, activity)
    phase = len(turns.starts(activity, track(state, activity.id))) + 1
    last = count + 1 if activity.turns.after else count
    if phase > last:
        return ()
    turned = e.Turned(t, activity.id, phase, count)
    if activity.turns.each == Each.GROUP and phase <= count:
        # Show the note of the group whose turn it is.
        return (turned, e.Focused(t, e.Slot(activity.id, group=group_of_turn(state, activity, phase))))
    return (turned,)


def _with_the_turn(state: State, people: People, t: int) -> tuple[e.Event, ...]:
    """Return the event that moves the notes along if `people` change which group has the turn.

    The notes only move if they show the group that had it.
    """
    activity, turn = state.activity, len(turns.starts(state.activity, track(state, state.activity.id)))
    if activity.turns is None or activity.turns.each != Each.GROUP or not 1 <= turn <= turn_count(state, activity):
        return ()
    before, now = (
        e.Slot(activity.id, group=group_of_turn(one, activity, turn))
        for one in (state, state.with_people(t, people, state.past_people))
    )
    return (e.Focused(t, now),) if state.slot == before != now else ()


def _focused(t: int, slot: e.Slot | None) -> tuple[e.Event, ...]:
    return () if slot is None else (e.Focused(t, slot, notes_only=slot.prompt is not None),)


def _changes_plan(state: State, command: c.Replan) -> bool:
    if not state.activities.keys() >= {*command.allotted, *command.skipped}:
        return False
    skipped = {id for id in state.activities if track(state, id).skipped}
    allotted = {id: track(state, id).allotted for id in command.allotted}
    return (allotted, skipped, state.timing.must_end) != (command.allotted, {*command.skipped}, command.must_end)


def _change_minutes(state: State, n: int, t: int) -> tuple[e.Event, ...]:
    """Give the present activity, and its present turn as much, `n` minutes more or less. In overtime more is from now.

    In a turn the stage that is on gets them.
    """
    activity, run = state.activity, run_time(state, t)
    item = track(state, activity.id)
    phase, count = _phase_with_minutes(state, run), turn_count(state, activity)
    begin, ends = 0, tuple[int, ...]((item.allotted,))
    if phase is not None:
        begin = turns.phase_begin(activity, item, phase)
        whole = turns.limit(activity, item, count, phase)
        ends = turns.ends_of_stages(activity, item, count, phase) or (whole,)
    now, late = stage_at(ends, run - begin) - 1, 0
    if n > 0:
        late = max(0, run - begin - ends[-1])
        by = min(n * MINUTE_MS, MAX_ALLOTTED_MS - max(item.allotted, run))
        allotted = max(item.allotted, run) + by
    else:
        # Time that was used can't be taken back. Before the start at least a minute is left.
        by = max(n * MINUTE_MS, run - begin - ends[now], (run or MINUTE_MS) - item.allotted)
        allotted = item.allotted + by
    if by * n <= 0:
        return ()
    ends = (*ends[:now], *(end + late + by for end in ends[now:]))
    given = None if phase is None else PhaseTime(phase, ends[-1], stage_lengths(ends) if len(ends) > 1 else ())
    return (e.Allotted(t, activity.id, allotted, given),)


def _phase_with_minutes(state: State, run: int) -> int | None:
    """Return the phase that minutes are for: the present one, unless the activity has not begun.

    What comes after the turns has all that is left of the activity.
    """
    activity = state.activity
    if activity.turns is None or (run == 0 and state.timing.mode == Mode.WAITING):
        return None
    phase = len(turns.starts(activity, track(state, activity.id)))
    return phase if phase <= turn_count(state, activity) else None
