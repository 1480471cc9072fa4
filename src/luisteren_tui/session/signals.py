"""What asks for attention in the present activity: its turns and their two signals, cues and announcements."""

from luisteren_tui.session import turns
from luisteren_tui.session.events import Mode
from luisteren_tui.session.state import State, has_trio, run_time, track, turn_count
from luisteren_tui.session.view import Alert, ClockView, Share, Sign, TurnView
from luisteren_tui.text import safe_line
from luisteren_tui.workshop.model import Activity, Each, Form, Signal

SECOND = 1000
CUE_STAYS = 60  # seconds
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
    """Return what asks for attention now; time that is up comes first, then what is to be said."""
    if mode != Mode.RUNNING:
        return None
    to_room = activity.signal == Signal.ROOM
    if clock.left_s <= 0:
        return Alert(Sign.OVER, activity.signal != Signal.FACILITATOR)
    for cue in activity.cues:
        if cue.at <= clock.run_s < cue.at + CUE_STAYS:
            return Alert(Sign.CUE, False, safe_line(cue.say))
    if turn is not None and turn.phase == 0 and turn.left_s <= 0:
        return Alert(Sign.BEGIN, False)
    if turn is not None and 1 <= turn.phase <= turn.of:
        if turn.left_s <= 0:
            # Nobody is to be hurried in a round in which each says something.
            return Alert(Sign.FIRM, turn.each != Each.PARTICIPANT)
        if clock.run_s >= clock.marks[0]:
            return Alert(Sign.SOFT, False)
    for before in reversed(WARNINGS.get(activity.form, ())):
        if before - CUE_STAYS < clock.left_s <= before < clock.allotted_s:
            return Alert(Sign.ALMOST, to_room, seconds=before)
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
