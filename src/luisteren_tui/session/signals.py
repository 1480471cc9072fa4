"""What asks for attention in the present activity, and whose: its turns and their two signals, cues, announcements."""

from luisteren_tui.session import turns
from luisteren_tui.session.state import State, has_trio, run_time, track, turn_count
from luisteren_tui.session.timing import Mode
from luisteren_tui.text.safe import safe_line
from luisteren_tui.views.session_view import Alert, ClockView, Share, Sign, TurnView
from luisteren_tui.workshop.model import Activity, Each, Form, Signal

SECOND = 1000
STAYS = 60  # seconds
WARNINGS = {Form.SUBGROUPS: (300, 60), Form.BREAK: (120,)}  # seconds before the end


def turn_view(state: State, run: int) -> TurnView | None:
    """Return the turns of the present activity once it has run for `run` ms, None without turns."""
    activity = state.activity
    if activity.turns is None:
        return None
    item = track(state, activity.id)
    count = turn_count(state, activity)
    starts = turns.starts(activity, item)
    phase = min(len(starts), count + 1)
    shortened = False
    if phase == 0:
        begin, limit = 0, activity.turns.prepare * SECOND
    elif phase <= count:
        limits = turns.limits(activity, item, count, phase)
        begin, limit, shortened = starts[phase - 1], limits.firm, limits.shortened
    else:
        begin = starts[phase - 1]
        limit = item.allotted - begin
    who = activity.roles[phase - 1] if 1 <= phase <= len(activity.roles) else ""
    left = -((run - begin - limit) // SECOND)
    limit_s = max(0, limit) // SECOND
    return TurnView(
        activity.turns.each, phase, count, safe_line(who), left, limit_s, shortened, has_trio(state, activity)
    )


def share_view(state: State, run: int) -> Share | None:
    """Return how the time is divided over the turns to come once the activity has run for `run` ms."""
    activity = state.activity
    found = turns.share(activity, track(state, activity.id), turn_count(state, activity), run)
    if found is None or activity.turns is None:
        return None
    return Share(activity.turns.each, found[0], found[1] // SECOND, activity.turns.window.low)


def signal_marks(activity: Activity, turn: TurnView | None, run: int) -> tuple[int, ...]:
    """Return the run time, in seconds, of the two signals of the turn that is under way."""
    if turn is None or activity.turns is None or not 1 <= turn.phase <= turn.of:
        return ()
    firm = run // SECOND + turn.left_s
    low, high = activity.turns.window.low, activity.turns.window.high
    return (firm - turn.limit_s + turn.limit_s * low // high, firm)


def alert(activity: Activity, mode: Mode, clock: ClockView, turn: TurnView | None) -> Alert | None:
    """Return what asks the facilitator for attention; time that is up comes first, then what is to be said.

    Where it is to be quiet, only what is to be said does.
    """
    if mode != Mode.RUNNING:
        return None
    quiet = activity.signal == Signal.QUIET
    if clock.left_s <= 0:
        return None if quiet else Alert(Sign.OVER, activity.signal == Signal.ROOM)
    for cue in activity.cues:
        if cue.at <= clock.run_s < cue.at + STAYS:
            return Alert(Sign.CUE, False, safe_line(cue.say))
    return None if quiet else _of_turn(clock, turn) or _almost(activity, clock)


def room_alert(activity: Activity, clock: ClockView, turn: TurnView | None) -> Alert | None:
    """Return the room's own signal, whatever asks the facilitator for attention meanwhile.

    That the time is up is signalled for a while; then the room is left in peace.
    """
    if clock.mode != Mode.RUNNING or activity.signal == Signal.QUIET:
        return None
    if clock.left_s <= 0:
        return Alert(Sign.OVER, True) if activity.signal == Signal.ROOM and clock.left_s > -STAYS else None
    return next((one for one in (_of_turn(clock, turn), _almost(activity, clock)) if one and one.room), None)


def _of_turn(clock: ClockView, turn: TurnView | None) -> Alert | None:
    if turn is not None and turn.phase == 0 and turn.left_s <= 0:
        return Alert(Sign.BEGIN, False)
    if turn is not None and 1 <= turn.phase <= turn.of:
        if turn.left_s <= 0:
            # Nobody is to be hurried in a round in which each says something.
            return Alert(Sign.FIRM, turn.each != Each.PARTICIPANT)
        if clock.run_s >= clock.marks[0]:
            return Alert(Sign.SOFT, False)
    return None


def _almost(activity: Activity, clock: ClockView) -> Alert | None:
    for before in reversed(WARNINGS.get(activity.form, ())):
        if before - STAYS < clock.left_s <= before < clock.allotted_s:
            return Alert(Sign.ALMOST, activity.signal == Signal.ROOM, seconds=before)
    return None


def until_signal(state: State, t: int) -> int:
    """Return the ms of run time until the next signal of the present activity or its end; 0 when it does not run."""
    if state.timing.mode != Mode.RUNNING:
        return 0
    activity, run = state.activity, run_time(state, t)
    allotted = track(state, activity.id).allotted
    moments = [allotted, *(cue.at * SECOND for cue in activity.cues)]
    moments += [allotted - before * SECOND for before in WARNINGS.get(activity.form, ())]
    turn = turn_view(state, run)
    if turn is not None:
        moments += [moment * SECOND for moment in signal_marks(activity, turn, run)]
        if turn.phase == 0 and activity.turns is not None:
            moments.append(activity.turns.prepare * SECOND)
    return min((moment - run for moment in moments if moment > run), default=0)
