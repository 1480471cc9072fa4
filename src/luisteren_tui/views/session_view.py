"""What the screens show of a session at one moment: `project(state, t)` returns a View.

A View has a part for each widget. Times are whole seconds, and wall times (ms since 1970) are whole minutes, so two
views are equal if they look the same. All text is safe to show; the widgets turn the parts into words.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.session.events import Gap, Slot
from luisteren_tui.session.moves import neighbour
from luisteren_tui.session.projected_end import begin_time, coming_activities, due_time, end_time, time_left
from luisteren_tui.session.session_clock import LONG_ABSENCE_MS, reaches, wall_at
from luisteren_tui.session.signals import (
    Alert,
    ClockView,
    TurnView,
    alert,
    cue_view,
    is_ending,
    signal_marks,
    turn_view,
)
from luisteren_tui.session.state import (
    RoomContent,
    State,
    chosen_prompt,
    gap_on_offer,
    groups_of,
    is_left_out,
    label_of_group,
    run_time,
    track,
    turn_count,
)
from luisteren_tui.session.timing import MINUTE_MS, SECOND_MS, Mode, Track
from luisteren_tui.session.turns import TurnShare, TurnTimes, share, starts, turn_times
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.views.groups import GroupsView, are_names_waiting, room_groups
from luisteren_tui.workshop.model import Activity, Form, Room, RoomPrompts, Then, material_names

NO_NUMBER = "·"
"""The label of what has no number: a break, and a block of one's own."""
MAX_ROWS_AROUND = 60
"""The most activities of the agenda before and after the present one."""

_line = lru_cache(2048)(safe_line)  # the same few titles and prompts are shown again after every key


class Status(StrEnum):
    """How far an activity has got."""

    DONE = "done"
    CURRENT = "current"
    COMING = "coming"
    SKIPPED = "skipped"


class Header(Struct, frozen=True):
    """The top line. `margin` is in whole minutes: negative if late, None before the start.

    Until the session begins, `start` is when it does so by its plan, if that is known.
    """

    title: str
    step: int | None
    steps: int
    now: int
    end: int
    margin: int | None
    start: int | None = None

    @property
    def minutes_to_start(self) -> int | None:
        """The minutes until the planned start, negative after it, None if there is none or the session has begun."""
        return None if self.start is None else (self.start - self.now) // MINUTE_MS


class Row(Struct, frozen=True):
    """A line of the agenda: a step of several activities (its `id` is empty), an activity of it or what stands between two
    of them (`nested`), or another break.

    `began` is when an activity was begun (ms since 1970). One that is still to begin has `ahead_s`, the time from the end
    of the present one until then, which is negative for the present one itself.
    """

    id: str
    label: str
    title: str
    nested: bool
    planned_s: int
    actual_s: int | None
    status: Status
    began: int | None = None
    ahead_s: int | None = None

    def with_step(self, title: str) -> "Row":
        """Return the line for a step that is this one activity."""
        return replace(self, title=title, nested=False)

    def inside_step(self) -> "Row":
        """Return the line for what stands between the activities of a step."""
        return replace(self, nested=True)


class Ask(Struct, frozen=True):
    """What to do and ask now. `chosen` is the chosen prompt, from 1, or 0 for none."""

    id: str
    label: str
    title: str
    form: Form
    instruction: str
    prompts: tuple[str, ...]
    chosen: int
    roles: tuple[str, ...]
    options: tuple[str, ...]
    tips: tuple[str, ...]
    text: str | None


class SlotView(Struct, frozen=True):
    """The slot that is shown, with the label of its group if it has one, and whether it is marked.

    `room_sees` is the prompt that the room sees while the notes show another slot, 0 if there is none.
    """

    slot: Slot
    marked: bool
    room_sees: int = 0
    label: str = ""


class Coming(Struct, frozen=True):
    """The next activity. With `by_itself` it begins when the time of the present one is up.

    `materials` are those that the present one does not use.
    """

    title: str
    form: Form
    duration_s: int
    materials: tuple[str, ...]
    by_itself: bool


class ShortTurns(Struct, frozen=True):
    """The turns of the activity called `name`, which is on `now` or comes soon, can't fit with so many `participants`."""

    name: str
    times: TurnTimes
    participants: int
    now: bool


class View(Struct, frozen=True):
    """Everything the screens show. `next_change` is the session time at which it will differ if nothing is done.

    `groups` are those that the room shows, or how people find theirs. `names_wait` is whether people look for their group,
    which only a list of names that isn't shown could tell them. `room_content` is what the room shows instead of the
    activity. `following` is when what comes after the present activity begins (ms since 1970). `line` is the facilitator's
    own line on the wall, and `parking` has the items of the parking lot that the room sees. `short_turns` are turns that
    can't fit, now or soon.
    """

    header: Header
    rows: tuple[Row, ...]
    clock: ClockView
    turn: TurnView | None
    share: TurnShare | None
    alert: Alert | None
    ask: Ask
    slot: SlotView
    coming: Coming | None
    room: Room
    gap: Gap | None
    begun: bool
    following: int
    next_change: int
    groups: GroupsView | None = None
    names_wait: bool = False
    room_content: RoomContent = RoomContent()
    line: str = ""
    parking: tuple[str, ...] = ()
    short_turns: ShortTurns | None = None


def project(state: State, t: int, earlier: View | None = None) -> View:
    """Return what the screens show of `state` at session time `t`.

    `earlier` is a View of the same state, if there is one. What no time changes is taken from it.
    """
    activity, mode, since = state.activity, state.timing.mode, state.timing.since
    item = track(state, activity.id)
    allotted, run = item.allotted, run_time(state, t)
    left_s = -((run - allotted) // SECOND_MS)
    # Everything that is shown of an activity changes at the same moment as the time left.
    shown = max(0, allotted - left_s * SECOND_MS)
    turn = turn_view(state, shown)
    own = 0 if item.skipped or mode == Mode.ENDED else max(0, allotted - run)
    until = since if mode == Mode.ENDED else t
    begun, start = begin_time(state), _planned_start(state, t)
    wait = max(0, reaches(state, t, start) - t) if begun is None and start is not None else 0
    end, due = end_time(state, t) + wait, due_time(state)
    margin = None if due is None else due - end
    header = Header(
        title=_line(state.opened.workshop.title),
        step=activity.step,
        steps=len(state.opened.workshop.steps),
        now=_minute(wall_at(state, t)),
        end=_minute(wall_at(state, end)),
        margin=None if margin is None else int(margin / MINUTE_MS),
        start=start if begun is None else None,
    )
    clock = ClockView(
        mode=mode,
        left_s=left_s,
        run_s=shown // SECOND_MS,
        allotted_s=allotted // SECOND_MS,
        since_s=(t - since) // SECOND_MS if mode in (Mode.WAITING, Mode.PAUSED) else 0,
        end=_minute(wall_at(state, until + own)),
        marks=signal_marks(state, turn, shown),
        ending=is_ending(left_s, allotted // SECOND_MS) and not item.skipped and mode != Mode.ENDED,
        skipped=item.skipped,
    )
    return View(
        header=header,
        rows=earlier.rows if earlier else agenda_rows(state),
        clock=clock,
        turn=turn,
        share=None if turn is None else share(activity, item, turn.of, shown),
        alert=alert(activity, clock, turn, cue_view(state, shown)),
        ask=earlier.ask if earlier else _ask(state, activity),
        slot=_slot_view(state, activity),
        coming=earlier.coming if earlier else _coming(state),
        room=activity.room,
        gap=gap_on_offer(state),
        begun=begun is not None,
        following=_minute(wall_at(state, until + own + wait)),
        next_change=_next_change(state, t, own=own, wait=wait, remaining=end - until, margin=margin),
        groups=None if mode == Mode.ENDED else room_groups(state, shown),
        names_wait=mode != Mode.ENDED and are_names_waiting(state, shown),
        room_content=state.room_content,
        line="" if mode == Mode.ENDED else _line(state.line),
        parking=tuple(map(_line, state.shown_parking)),
        short_turns=earlier.short_turns if earlier else _short_turns(state),
    )


def _short_turns(state: State) -> ShortTurns | None:
    """Return the turns that can't fit: of the present or the next activity, or of the groups that are formed in them."""
    if state.timing.mode == Mode.ENDED:
        return None
    near = [each for each in (state.activity, neighbour(state, 1)) if each is not None]
    soon = coming_activities(state)[:MAX_ROWS_AROUND]
    coming = [each for each in soon if each.turns and not is_left_out(state, each.id)]
    for each in (state.activity, *coming):
        item = track(state, each.id)
        # Once turns differ, because one is over or was given other minutes, the clock says how long the others are.
        differ = each is state.activity and (item.given is not None or len(starts(each, item)) > 1)
        if differ or not (each in near or groups_of(state, each) in near):
            continue
        times = turn_times(each, turn_count(state, each), item.allotted // SECOND_MS)
        if times is not None and times.short:
            return ShortTurns(_name(each), times, len(state.people.present), each is state.activity)
    return None


def _name(activity: Activity) -> str:
    return _line(activity.number or activity.title)


def _planned_start(state: State, t: int) -> int | None:
    """Return the wall time of the planned start, or None if there is none. After half a day it was for another time."""
    start = state.opened.planned_start
    return start if start is not None and wall_at(state, t) - start <= LONG_ABSENCE_MS else None


def _minute(wall: int) -> int:
    return wall - wall % MINUTE_MS


def _ask(state: State, activity: Activity) -> Ask:
    chosen = chosen_prompt(state, activity)
    return Ask(
        id=activity.id,
        label=activity_label(activity),
        title=_line(activity.title),
        form=activity.form,
        instruction=safe(activity.instruction).strip(),
        prompts=tuple(map(_line, activity.prompts)),
        chosen=chosen,
        roles=tuple(map(_line, activity.roles)),
        options=tuple(map(_line, activity.options)),
        tips=tuple(map(_line, activity.tips)),
        text=activity.text,
    )


def _slot_view(state: State, activity: Activity) -> SlotView:
    slot, chosen, content = state.slot, chosen_prompt(state, activity), state.room_content
    differs = activity.room.prompts == RoomPrompts.CHOSEN and slot.prompt != chosen
    shown = not content.blank and content.text is None
    label = _line(label_of_group(state, activity, slot.group or 0))
    return SlotView(slot, slot in state.marks, chosen if differs and shown else 0, label)


def _coming(state: State) -> Coming | None:
    activity = neighbour(state, 1)
    if activity is None:
        return None
    to_fetch = tuple(one for one in activity.materials if one not in state.activity.materials)
    return Coming(
        title=_line(activity.title),
        form=activity.form,
        duration_s=track(state, activity.id).allotted // SECOND_MS,
        materials=tuple(map(_line, material_names(state.opened.workshop, to_fetch))),
        by_itself=state.activity.then == Then.NEXT,
    )


def _next_change(state: State, t: int, *, own: int, wait: int, remaining: int, margin: int | None) -> int:
    """Return when the next second passes, or when the time of day, an end or the margin changes by a minute.

    `wait` is how long it is until the planned start, which keeps the end of the session where it is.
    """
    mode = state.timing.mode
    moments = [_next_minute(state, t, 0)]
    if mode == Mode.RUNNING:
        moments.append(t + (track(state, state.timing.activity).allotted - run_time(state, t) - 1) % SECOND_MS + 1)
    elif mode != Mode.ENDED:
        moments.append(t + SECOND_MS - (t - state.timing.since) % SECOND_MS)
    # While time is left, running doesn't change the end. Otherwise the end moves with the clock.
    if mode != Mode.ENDED and (mode != Mode.RUNNING or own == 0):
        moments += [_next_minute(state, t, own), t + wait if wait else _next_minute(state, t, remaining)]
        if margin is not None and not wait:
            # Within a minute on either side counts as on time.
            on_time = margin + MINUTE_MS if abs(margin) < MINUTE_MS else 0
            moments.append(t + (on_time or (margin % MINUTE_MS + 1 if margin > 0 else (margin - 1) % MINUTE_MS + 1)))
    return min(moments)


def _next_minute(state: State, t: int, ahead: int) -> int:
    """Return when the minute of the day that is `ahead` ms later changes."""
    return reaches(state, t + ahead, _minute(wall_at(state, t + ahead)) + MINUTE_MS) - ahead


def activity_label(activity: Activity) -> str:
    """Return the short name of an activity: its number, or a dot for a break or a custom block."""
    return _line(activity.number) or NO_NUMBER


def activity_status(state: State, activity: Activity) -> Status:
    """Return how far an activity has got."""
    return _status(state, activity, track(state, activity.id))


def _status(state: State, activity: Activity, item: Track) -> Status:
    if activity.id == state.timing.activity and state.timing.mode != Mode.ENDED:
        return Status.CURRENT
    if item.skipped or activity.id in state.fallen:
        return Status.SKIPPED
    if item.started is not None:
        return Status.DONE
    return Status.SKIPPED if state.places[activity.id] < state.places[state.timing.activity] else Status.COMING


def agenda_rows(state: State) -> tuple[Row, ...]:
    """Return the visible part of the agenda.

    It has a line for each step, for each activity of a step with several, and for each break.
    """
    steps, result = state.opened.workshop.steps, []
    rows, ahead = [], None
    for activity in _near(state):
        left = time_left(state, activity)
        if activity is state.activity:
            ahead = -left
        rows.append((activity.step, _row(state, activity, ahead)))
        ahead = None if ahead is None else ahead + left
    members: dict[int | None, list[Row]] = {}
    for number, row in rows:
        members.setdefault(number, []).append(row)
    for place, (number, row) in enumerate(rows):
        parts = members[number]
        if number is None and _is_inside([number for number, _row in rows], place):
            row = row.inside_step()
        elif number is not None and len(parts) == 1:
            row = row.with_step(_line(steps[number - 1].title))
        elif number is not None and row is parts[0]:
            result.append(_step_row(number, _line(steps[number - 1].title), parts))
        result.append(row)
    return tuple(result)


def _is_inside(steps: Sequence[int | None], place: int) -> bool:
    """Return whether what is at `place` stands between two activities of the same step."""
    return not {*steps[:place]}.isdisjoint({*steps[place:]} - {None})


def _near(state: State) -> tuple[Activity, ...]:
    """Return the present activity and those around it, in whole steps. No screen shows a thousand lines."""
    order, place = state.opened.workshop.activities, state.places[state.timing.activity]
    first, last = max(0, place - MAX_ROWS_AROUND), min(len(order), place + MAX_ROWS_AROUND + 1)

    def continues_step(place: int) -> bool:
        return order[place].step is not None and order[place].step == order[place - 1].step

    while first > 0 and continues_step(first):
        first -= 1
    while last < len(order) and continues_step(last):
        last += 1
    return order[first:last]


def _row(state: State, activity: Activity, ahead: int | None) -> Row:
    """Return the line of an activity that begins `ahead` ms after the end of the present one, if it comes."""
    item = track(state, activity.id)
    now, begins = _status(state, activity, item), item.started is None and not is_left_out(state, activity.id)
    return Row(
        id=activity.id,
        label=activity_label(activity),
        title=_line(activity.title),
        nested=activity.step is not None,
        planned_s=item.allotted // SECOND_MS,
        actual_s=item.spent // SECOND_MS if now == Status.DONE else None,
        status=now,
        began=None if item.started is None else _minute(wall_at(state, item.started)),
        ahead_s=ahead // SECOND_MS if begins and ahead is not None else None,
    )


def _step_row(number: int, title: str, parts: list[Row]) -> Row:
    all_of = {part.status for part in parts}
    now = next(part for part in (Status.CURRENT, Status.COMING, Status.DONE, Status.SKIPPED) if part in all_of)
    return Row(
        id="",
        label=str(number),
        title=title,
        nested=False,
        planned_s=sum(part.planned_s for part in parts),
        actual_s=sum(part.actual_s or 0 for part in parts) if now == Status.DONE else None,
        status=now,
    )
