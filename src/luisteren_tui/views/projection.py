"""What can be seen of a session at one moment: project(state, t) gives a View."""

from luisteren_tui.session.decide import neighbour
from luisteren_tui.session.projected_end import begin_time, due_time, end_time
from luisteren_tui.session.session_clock import reaches, wall_at
from luisteren_tui.session.signals import ClockView, alert, share_view, signal_marks, turn_view
from luisteren_tui.session.state import State, gap_on_offer, run_time, track
from luisteren_tui.session.timing import Mode
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.views.agenda import label, rows
from luisteren_tui.views.session_view import Ask, Coming, GroupsView, Header, SlotView, View
from luisteren_tui.workshop.materials import things
from luisteren_tui.workshop.model import Activity, Then

SECOND, MINUTE_MS = 1000, 60_000


def project(state: State, t: int) -> View:
    """Return what is to be seen of `state` at session time `t`."""
    activity, mode, since = state.activity, state.timing.mode, state.timing.since
    item = track(state, activity.id)
    allotted, run = item.allotted, run_time(state, t)
    left_s = -((run - allotted) // SECOND)
    # All that is shown of an activity steps at the same moment as the time left.
    shown = max(0, allotted - left_s * SECOND)
    turn = turn_view(state, shown)
    own = 0 if item.skipped or mode == Mode.ENDED else max(0, allotted - run)
    until = since if mode == Mode.ENDED else t
    end, due = end_time(state, t), due_time(state)
    margin = None if due is None else due - end
    header = Header(
        safe_line(state.opened.workshop.title),
        activity.step,
        len(state.opened.workshop.steps),
        _minute(wall_at(state, t)),
        _minute(wall_at(state, end)),
        None if margin is None else int(margin / MINUTE_MS),
    )
    clock = ClockView(
        mode,
        left_s,
        shown // SECOND,
        allotted // SECOND,
        (t - since) // SECOND if mode in (Mode.WAITING, Mode.PAUSED) else 0,
        _minute(wall_at(state, until + own)),
        signal_marks(activity, turn, shown),
    )
    following = neighbour(state, 1)
    return View(
        header,
        rows(state),
        clock,
        turn,
        share_view(state, shown),
        alert(activity, mode, clock, turn),
        _ask(state, activity),
        SlotView(state.slot, state.slot in state.marks),
        None if following is None else _coming(state, following),
        activity.room,
        gap_on_offer(state),
        begin_time(state) is not None,
        _next_change(state, t, own, end - until, margin),
        _groups(state) if state.shown_groups is not None and mode != Mode.ENDED else None,
        state.room_content,
    )


def _minute(wall: int) -> int:
    return wall - wall % MINUTE_MS


def _groups(state: State) -> GroupsView | None:
    from luisteren_tui.views.groups import shown_groups  # the first picture has none, and comes sooner

    return shown_groups(state)


def _ask(state: State, activity: Activity) -> Ask:
    chosen = state.prompts.get(activity.id, 1) if activity.prompts else 0
    return Ask(
        activity.id,
        label(activity),
        safe_line(activity.title),
        activity.form,
        safe(activity.instruction).strip(),
        tuple(map(safe_line, activity.prompts)),
        chosen,
        tuple(map(safe_line, activity.roles)),
        tuple(map(safe_line, activity.options)),
        tuple(map(safe_line, activity.tips)),
        activity.text,
    )


def _coming(state: State, activity: Activity) -> Coming:
    seconds = track(state, activity.id).allotted // SECOND
    materials = tuple(map(safe_line, things(state.opened.workshop, activity.materials)))
    return Coming(safe_line(activity.title), activity.form, seconds, materials, state.activity.then == Then.NEXT)


def _next_change(state: State, t: int, own: int, remaining: int, margin: int | None) -> int:
    """Return when the picture differs: a second of the clock, a minute of the day, of an end or of the margin."""
    mode = state.timing.mode
    moments = [_next_minute(state, t, 0)]
    if mode == Mode.RUNNING:
        moments.append(t + (track(state, state.timing.activity).allotted - run_time(state, t) - 1) % SECOND + 1)
    elif mode != Mode.ENDED:
        moments.append(t + SECOND - (t - state.timing.since) % SECOND)
    # While time is left, running brings no end nearer; else they move with the clock.
    if mode != Mode.ENDED and (mode != Mode.RUNNING or own == 0):
        moments += [_next_minute(state, t, own), _next_minute(state, t, remaining)]
        if margin is not None:
            # Within a minute on either side it is on time.
            on_time = margin + MINUTE_MS if abs(margin) < MINUTE_MS else 0
            moments.append(t + (on_time or (margin % MINUTE_MS + 1 if margin > 0 else (margin - 1) % MINUTE_MS + 1)))
    return min(moments)


def _next_minute(state: State, t: int, ahead: int) -> int:
    """Return when the minute of the day at `ahead` ms from then differs."""
    return reaches(state, t + ahead, _minute(wall_at(state, t + ahead)) + MINUTE_MS) - ahead
