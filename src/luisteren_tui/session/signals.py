"""What asks for the attention of the facilitator or the room: turns and their two signals, cues, announcements.

Times are whole seconds of run time unless a name says otherwise. Text is safe to show.
"""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.session import cues, turns
from luisteren_tui.session.state import State, group_of_turn, has_trio, run_time, track, turn_count
from luisteren_tui.session.timing import SECOND_MS, Mode, Timing
from luisteren_tui.text.safe import safe_line
from luisteren_tui.workshop.model import Activity, Each, Form, Signal

SHOWN_S = 60
"""How long a cue or an announcement asks for attention."""
ANNOUNCED_S = {Form.SUBGROUPS: (300, 60), Form.BREAK: (120,)}
"""How long before the end of an activity its end is announced."""
ENDING_S, ENDING_PERCENT = 120, 15
"""When the end of an activity is near: this many seconds before it, or this percentage of its length."""
MAX_LATE_S = 5
"""A signal that is later than this is not played: the laptop slept, or the program stood still."""


class Sign(StrEnum):
    """What asks for attention now."""

    CUE = "cue"
    BEGIN = "begin"
    SOFT = "soft"
    FIRM = "firm"
    ALMOST = "almost"
    OVER = "over"


class TurnView(Struct, frozen=True):
    """The turns of an activity. Phase 0 prepares, phase `of` + 1 comes after the turns.

    `left_s` is the time left in this phase, negative in overtime. With `trio` one of the pairs has an observer. `group`
    is the number of the group whose turn it is, or 0. With `given` minutes were given to this phase or taken from it.
    """

    each: Each
    phase: int
    of: int
    who: str
    left_s: int
    limit_s: int
    trio: bool = False
    group: int = 0
    given: bool = False

    def without_time(self) -> "TurnView":
        """Return the turns without how long this phase may take."""
        return replace(self, left_s=0, limit_s=0, given=False)


class ClockView(Struct, frozen=True):
    """The time of the present activity. `left_s` is negative in overtime, `since_s` is how long it waits or pauses.

    `end` is a wall time (ms since 1970). `marks` are the moments of the turn's two signals. `ending` tells that the end
    is near. With `skipped` the activity was left out, and runs only if it is started after all.
    """

    mode: Mode
    left_s: int
    run_s: int
    allotted_s: int
    since_s: int
    end: int
    marks: tuple[int, ...]
    ending: bool = False
    skipped: bool = False


class Alert(Struct, frozen=True):
    """A signal, for the room or only for the facilitator.

    `text` is what to say for a cue, `seconds` is the time left for an announcement.
    """

    sign: Sign
    room: bool
    text: str = ""
    seconds: int = 0


class RoomSignal(Struct, frozen=True):
    """The room's signal at one moment, if any. `run_s` is how long the activity has run."""

    timing: Timing
    run_s: int
    alert: Alert | None


def turn_view(state: State, run: int) -> TurnView | None:
    """Return the turns of the present activity after a run time of `run` ms, or None if it has no turns."""
    activity = state.activity
    if activity.turns is None:
        return None
    item = track(state, activity.id)
    count = turn_count(state, activity)
    phase = min(len(turns.starts(activity, item)), count + 1)
    begin, limit = turns.phase_begin(activity, item, phase), turns.limit(activity, item, count, phase)
    who = activity.roles[phase - 1] if 1 <= phase <= len(activity.roles) else ""
    return TurnView(
        each=activity.turns.each,
        phase=phase,
        of=count,
        who=safe_line(who),
        left_s=-((run - begin - limit) // SECOND_MS),
        limit_s=max(0, limit) // SECOND_MS,
        trio=has_trio(state, activity),
        group=group_of_turn(state, activity, phase) if activity.turns.each == Each.GROUP and 1 <= phase <= count else 0,
        given=phase <= count and turns.given_ms(item, phase) is not None,
    )


def leading_turn(clock: ClockView, turn: TurnView | None) -> TurnView | None:
    """Return the turn whose time matters more than the activity's, if there is one.

    Where everyone says something in turn nobody is hurried, and the time for looking back is all that is left.
    """
    if turn is None or clock.mode not in (Mode.RUNNING, Mode.PAUSED):
        return None
    unhurried = turn.each == Each.PARTICIPANT and turn.phase > 0
    return None if unhurried or turn.phase > turn.of else turn


def wraps_up(clock: ClockView, turn: TurnView) -> bool:
    """Return whether the soft signal of `turn` has come, and the firm one has not."""
    return 1 <= turn.phase <= turn.of and turn.left_s > 0 and clock.run_s >= clock.marks[0]


def is_ending(left_s: int, allotted_s: int) -> bool:
    """Return whether the end of an activity is near: two minutes before it, or 15 % of its length if that is less.

    Only the facilitator sees this, so it also holds for a break and a quiet activity.
    """
    return 0 < left_s <= min(ENDING_S, allotted_s * ENDING_PERCENT // 100)


def signal_marks(activity: Activity, turn: TurnView | None, run: int) -> tuple[int, ...]:
    """Return the moments of the two signals of the present turn, after a run time of `run` ms."""
    if turn is None or activity.turns is None or not 1 <= turn.phase <= turn.of:
        return ()
    firm = run // SECOND_MS + turn.left_s
    low, high = activity.turns.window.low, activity.turns.window.high
    return (firm - turn.limit_s + turn.limit_s * low // high, firm)


class CueView(Struct, frozen=True):
    """What to say now. While it is `new`, no other signal takes its place."""

    say: str
    new: bool


def cue_view(state: State, run: int) -> CueView | None:
    """Return the cue that is shown after the present activity ran for `run` ms, if any."""
    activity = state.activity
    if not activity.cues:
        return None
    times = cues.shown_times(activity, track(state, activity.id).allotted, state.cued.get(activity.id, ()))
    last = max((n for n, at in enumerate(times) if at <= run), default=None)
    if last is None or run >= times[last] + cues.SHOWN_MS:
        return None
    return CueView(safe_line(activity.cues[last].say), run < times[last] + cues.LEAST_MS)


def alert(activity: Activity, clock: ClockView, turn: TurnView | None, cue: CueView | None = None) -> Alert | None:
    """Return what asks the facilitator for attention: a new cue, or overtime, or a cue, or a turn.

    In a quiet activity only cues do.
    """
    if clock.mode != Mode.RUNNING:
        return None
    quiet = activity.signal == Signal.QUIET
    if cue is not None and (cue.new or clock.left_s > 0):
        return Alert(Sign.CUE, False, cue.say)
    if clock.left_s <= 0:
        return None if quiet else Alert(Sign.OVER, activity.signal == Signal.ROOM)
    return None if quiet else _of_turn(clock, turn) or _almost(activity, clock)


def room_alert(activity: Activity, clock: ClockView, turn: TurnView | None) -> Alert | None:
    """Return the room's signal, independent of what asks the facilitator for attention.

    The room is told for a minute that the time is up.
    """
    if clock.mode != Mode.RUNNING or activity.signal == Signal.QUIET:
        return None
    if clock.left_s <= 0:
        return Alert(Sign.OVER, True) if activity.signal == Signal.ROOM and clock.left_s > -SHOWN_S else None
    return next((one for one in (_of_turn(clock, turn), _almost(activity, clock)) if one and one.room), None)


def room_signal(state: State, clock: ClockView, turn: TurnView | None) -> RoomSignal:
    """Return the room's signal at the moment of `clock` and `turn`."""
    return RoomSignal(state.timing, clock.run_s, room_alert(state.activity, clock, turn))


def is_new_signal(before: RoomSignal | None, now: RoomSignal) -> bool:
    """Return whether a signal began since `before` because time passed, not because of a command."""
    if before is None or now.alert is None or now.alert == before.alert:
        return False
    return now.timing == before.timing and now.run_s - before.run_s <= MAX_LATE_S


def _of_turn(clock: ClockView, turn: TurnView | None) -> Alert | None:
    if turn is not None and turn.phase == 0 and turn.left_s <= 0:
        return Alert(Sign.BEGIN, False)
    if turn is not None and 1 <= turn.phase <= turn.of:
        if turn.left_s <= 0:
            # In a round where everyone says something, nobody is hurried in front of the group.
            return Alert(Sign.FIRM, turn.each != Each.PARTICIPANT)
        if wraps_up(clock, turn):
            return Alert(Sign.SOFT, False)
    return None


def _almost(activity: Activity, clock: ClockView) -> Alert | None:
    for before in reversed(ANNOUNCED_S.get(activity.form, ())):
        if before - SHOWN_S < clock.left_s <= before < clock.allotted_s:
            return Alert(Sign.ALMOST, activity.signal == Signal.ROOM, seconds=before)
    return None


def until_signal(state: State, t: int) -> int:
    """Return the ms of run time until the next signal or the end of the present activity, 0 if it does not run."""
    if state.timing.mode != Mode.RUNNING:
        return 0
    activity, run = state.activity, run_time(state, t)
    allotted = track(state, activity.id).allotted
    moments = [allotted, *cues.shown_times(activity, allotted, state.cued.get(activity.id, ()))]
    moments += [allotted - before * SECOND_MS for before in ANNOUNCED_S.get(activity.form, ())]
    turn = turn_view(state, run)
    if turn is not None:
        moments += [moment * SECOND_MS for moment in signal_marks(activity, turn, run)]
        if turn.phase == 0 and activity.turns is not None:
            moments.append(turns.limit(activity, track(state, activity.id), turn.of, 0))
    return min((moment - run for moment in moments if moment > run), default=0)
