"""What asks for the attention of the facilitator or the room: turns and their two signals, cues, announcements.

Times are whole seconds of run time unless a name says otherwise. Text is safe to show.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.session import cues, turns
from luisteren_tui.session.stages import stage_at, stage_lengths, wrap_up_at
from luisteren_tui.session.state import (
    State,
    group_of_turn,
    has_trio,
    label_of_group,
    run_time,
    sizes_of_groups,
    track,
    turn_count,
    watched,
)
from luisteren_tui.session.timing import SECOND_MS, Mode, Timing
from luisteren_tui.text.safe import safe_line
from luisteren_tui.workshop.model import Activity, Each, Form, Signal

SHOWN_S = 60
"""How long a cue or an announcement asks for attention."""
ANNOUNCED_S = {Form.SUBGROUPS: (300, 60), Form.BREAK: (120,)}
"""How long before the end of an activity its end is announced."""
STAGE_SHOWN_S = 30
"""How long the soft signal between two stages of a turn does."""
ENDING_S, ENDING_PERCENT = 120, 15
"""When the end of an activity is near: this many seconds before it, or this percentage of its length."""
MAX_LATE_S = 5
"""A signal that is later than this is not played: the laptop slept, or the program stood still."""


class Sign(StrEnum):
    """What asks for attention now."""

    CUE = "cue"
    STAGE = "stage"
    BEGIN = "begin"
    SOFT = "soft"
    FIRM = "firm"
    ALMOST = "almost"
    OVER = "over"


class StageView(Struct, frozen=True):
    """The stage that is on in a turn: its number, from 1, of how many, what to say in it, and `then` in the next one.

    `left_s` is the time left of the `limit_s` that it takes, negative in overtime of the last one.
    """

    number: int
    of: int
    say: str
    left_s: int
    limit_s: int
    then: str = ""

    def without_time(self) -> "StageView":
        """Return the stage without how long it may take."""
        return replace(self, left_s=0, limit_s=0)


class TurnView(Struct, frozen=True):
    """The turns of an activity. Phase 0 prepares, phase `of` + 1 comes after the turns.

    `left_s` is the time left in this phase, negative in overtime. With `trio` one of the pairs has an observer. `group`
    is the number of the group whose turn it is, or 0. `who` is the role or the label of the group, if there is one.
    With `given` minutes were given to this phase or taken from it. With `in_groups` everyone in a group has a turn, in
    all groups at the same time. `larger` is the size of a group that has more people than turns, or 0, and `smaller` has
    the sizes of those in which everyone has a turn before the last one. If a turn has stages, `stage` is the one that is
    on.
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
    in_groups: bool = False
    larger: int = 0
    smaller: tuple[int, ...] = ()
    stage: StageView | None = None

    @property
    def together(self) -> bool:
        """Whether all groups, or all people, have the same turn at the same time, and change together."""
        return self.each == Each.ROLE or self.in_groups

    @property
    def unhurried(self) -> bool:
        """Whether everyone says something, one after the other. Nobody is hurried in front of the group."""
        return self.each == Each.PARTICIPANT and not self.in_groups

    @property
    def now_left_s(self) -> int:
        """The time left until something changes: in the stage that is on, or else in the turn."""
        return self.left_s if self.stage is None else self.stage.left_s

    def without_time(self) -> "TurnView":
        """Return the turns without how long this phase may take."""
        stage = self.stage and self.stage.without_time()
        return replace(self, left_s=0, limit_s=0, given=False, stage=stage)


class ClockView(Struct, frozen=True):
    """The time of the present activity. `left_s` is negative in overtime, `since_s` is how long it waits or pauses.

    `end` is a wall time (ms since 1970). `marks` are the moments of the signals of the turn:
    between its stages, the soft one and the firm one. `ending` tells that the end
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

    `text` is what to say for a cue or in a stage, `seconds` is the time left for an announcement.
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
    larger, smaller = _other_sizes(state, activity, count, phase)
    group = group_of_turn(state, activity, phase) if activity.turns.each == Each.GROUP and 1 <= phase <= count else 0
    by_role = activity.turns.each == Each.ROLE and 1 <= phase <= len(activity.roles)
    who = activity.roles[phase - 1] if by_role else label_of_group(state, activity, group)
    return TurnView(
        each=activity.turns.each,
        phase=phase,
        of=count,
        who=safe_line(who),
        left_s=-((run - begin - limit) // SECOND_MS),
        limit_s=max(0, limit) // SECOND_MS,
        trio=has_trio(state, activity),
        group=group,
        given=phase <= count and turns.given_ms(item, phase) is not None,
        larger=larger,
        smaller=smaller,
        in_groups=turns.are_in_groups(activity),
        stage=_stage_view(activity, turns.ends_of_stages(activity, item, count, phase), run - begin),
    )


def _other_sizes(state: State, activity: Activity, count: int, phase: int) -> tuple[int, tuple[int, ...]]:
    """Return the size of groups in which someone looks on at every turn, or 0, and those of groups that are done sooner.

    A trio among pairs is known by its own words.
    """
    if activity.form != Form.SUBGROUPS or not turns.are_together(activity) or phase > count:
        return 0, ()
    sizes, in_groups = sizes_of_groups(state, activity), turns.are_in_groups(activity)
    larger = max(sizes, default=0) if activity.groups is not None or in_groups else 0
    smaller = tuple(sorted({size for size in sizes if size < count})) if in_groups else ()
    return larger if larger > count else 0, smaller


def _stage_view(activity: Activity, ends: Sequence[int], time: int) -> StageView | None:
    """Return the stage that is on `time` ms after its turn began, or None if there are no stages."""
    if activity.turns is None or not ends:
        return None
    number, says = stage_at(ends, time), [safe_line(phase.say) for phase in activity.turns.phases]
    return StageView(
        number=number,
        of=len(ends),
        say=says[number - 1],
        left_s=-((time - ends[number - 1]) // SECOND_MS),
        limit_s=stage_lengths(ends)[number - 1] // SECOND_MS,
        then="" if number == len(ends) else says[number],
    )


def leading_turn(clock: ClockView, turn: TurnView | None) -> TurnView | None:
    """Return the turn whose time matters more than the activity's, if there is one.

    Where everyone says something in turn nobody is hurried, and the time for looking back is all that is left.
    """
    if turn is None or clock.mode not in (Mode.RUNNING, Mode.PAUSED):
        return None
    return None if (turn.unhurried and turn.phase > 0) or turn.phase > turn.of else turn


def wraps_up(clock: ClockView, turn: TurnView) -> bool:
    """Return whether the soft signal of `turn` has come, and the firm one has not."""
    return 1 <= turn.phase <= turn.of and turn.left_s > 0 and clock.run_s >= clock.marks[-2]


def is_ending(left_s: int, allotted_s: int) -> bool:
    """Return whether the end of an activity is near: two minutes before it, or 15 % of its length if that is less.

    Only the facilitator sees this, so it also holds for a break and a quiet activity.
    """
    return 0 < left_s <= min(ENDING_S, allotted_s * ENDING_PERCENT // 100)


def signal_marks(state: State, turn: TurnView | None, run: int) -> tuple[int, ...]:
    """Return the moments of the signals of the present turn, after a run time of `run` ms: the last one is the firm one."""
    activity = state.activity
    if turn is None or activity.turns is None or not 1 <= turn.phase <= turn.of:
        return ()
    firm = run // SECOND_MS + turn.left_s
    if turn.stage is not None:
        ends = turns.ends_of_stages(activity, track(state, activity.id), turn.of, turn.phase)
        times = (*ends[:-1], wrap_up_at(activity.turns, ends))
        return (*(firm - (ends[-1] - at) // SECOND_MS for at in times), firm)
    low, high = activity.turns.window.low, activity.turns.window.high
    return (firm - turn.limit_s + turn.limit_s * low // high, firm)


class CueView(Struct, frozen=True):
    """What to say now. While it is `new`, no other signal takes its place."""

    say: str
    new: bool


def cue_view(state: State, run: int) -> CueView | None:
    """Return the cue that is shown after the present activity ran for `run` ms, if any."""
    if not cues.has_cues(state.activity):
        return None
    at, say = max((one for one in _said_at(state) if one[0] <= run), key=_time_of, default=(-cues.SHOWN_MS, ""))
    return CueView(safe_line(say), run < at + cues.LEAST_MS) if run < at + cues.SHOWN_MS else None


def _said_at(state: State) -> list[tuple[int, str]]:
    """Return at which run times, in ms, the present activity and its present turn have something to say, and what."""
    activity = state.activity
    return cues.said_at(activity, watched(state, activity, state.t), state.cued.get(activity.id, {}))


def _time_of(said: tuple[int, str]) -> int:
    return said[0]


def alert(activity: Activity, clock: ClockView, turn: TurnView | None, cue: CueView | None = None) -> Alert | None:
    """Return what asks the facilitator for attention: a new cue, or overtime, or a turn that changes, or a cue, or a turn.

    In a quiet activity only cues do.
    """
    if clock.mode != Mode.RUNNING:
        return None
    quiet, of_turn = activity.signal == Signal.QUIET, _of_turn(clock, turn)
    changes = not quiet and of_turn is not None and of_turn.sign in (Sign.STAGE, Sign.FIRM)
    if cue is not None and (cue.new or (clock.left_s > 0 and not changes)):
        return Alert(Sign.CUE, False, cue.say)
    if clock.left_s <= 0:
        return None if quiet else Alert(Sign.OVER, activity.signal == Signal.ROOM)
    return None if quiet else of_turn or _almost(activity, clock, turn)


def room_alert(activity: Activity, clock: ClockView, turn: TurnView | None) -> Alert | None:
    """Return the room's signal, independent of what asks the facilitator for attention.

    The room is told for a minute that the time is up.
    """
    if clock.mode != Mode.RUNNING or activity.signal == Signal.QUIET:
        return None
    if clock.left_s <= 0:
        return Alert(Sign.OVER, True) if activity.signal == Signal.ROOM and clock.left_s > -SHOWN_S else None
    return next((one for one in (_of_turn(clock, turn), _almost(activity, clock, turn)) if one and one.room), None)


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
            return Alert(Sign.FIRM, not turn.unhurried)
        if (stage := turn.stage) is not None and stage.number > 1 and stage.limit_s - stage.left_s < STAGE_SHOWN_S:
            return Alert(Sign.STAGE, False, stage.say)
        if wraps_up(clock, turn):
            return Alert(Sign.SOFT, False)
    return None


def _announced_s(activity: Activity, turn: TurnView | None) -> tuple[int, ...]:
    """Return how long before its end the end of an activity is announced.

    It isn't while all groups have the same turn: what counts for them is the end of that.
    """
    in_turn = turn is not None and turn.together and 1 <= turn.phase <= turn.of
    return () if in_turn else ANNOUNCED_S.get(activity.form, ())


def _almost(activity: Activity, clock: ClockView, turn: TurnView | None) -> Alert | None:
    for before in reversed(_announced_s(activity, turn)):
        if before - SHOWN_S < clock.left_s <= before < clock.allotted_s:
            return Alert(Sign.ALMOST, activity.signal == Signal.ROOM, seconds=before)
    return None


def until_signal(state: State, t: int) -> int:
    """Return the ms of run time until the next signal or the end of the present activity, 0 if it does not run."""
    if state.timing.mode != Mode.RUNNING:
        return 0
    activity, run = state.activity, run_time(state, t)
    allotted = track(state, activity.id).allotted
    moments = [allotted, *map(_time_of, _said_at(state))] if cues.has_cues(activity) else [allotted]
    turn = turn_view(state, run)
    moments += [allotted - before * SECOND_MS for before in _announced_s(activity, turn)]
    if turn is not None:
        moments += [moment * SECOND_MS for moment in signal_marks(state, turn, run)]
        if turn.phase == 0 and activity.turns is not None:
            moments.append(turns.limit(activity, track(state, activity.id), turn.of, 0))
    return min((moment - run for moment in moments if moment > run), default=0)
