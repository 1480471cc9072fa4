"""What the room may show. RoomView has no place for notes or the plan, and for names only in groups that are shown."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.session.session_clock import real_wall_at
from luisteren_tui.session.signals import ClockView, Sign, TurnView, room_alert
from luisteren_tui.session.stages import stage_lengths
from luisteren_tui.session.state import State, track
from luisteren_tui.session.timing import Mode
from luisteren_tui.session.turns import ends_of_stages, limit, phase_begin
from luisteren_tui.text.paragraphs import paragraphs
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.views.groups import GroupsView
from luisteren_tui.views.session_view import Header, View
from luisteren_tui.workshop.model import Form, RoomClock, RoomPrompts, Signal, Text, Workshop, material_names

COUNTED_MINUTES = 10
"""The room counts this many minutes down to the planned start."""
LAST_MINUTE_S = 60
"""How long before its end the room hears of the end of a turn whose time was changed."""


class Scene(StrEnum):
    """Which picture the room shows."""

    NOTHING = "nothing"
    WELCOME = "welcome"
    ACTIVITY = "activity"
    TEXT = "text"
    PARKING = "parking"
    THANKS = "thanks"
    BLANK = "blank"


class TextPart(Struct, frozen=True):
    """A part of a text. Without a `body` it only has the `source`."""

    title: str
    body: str
    source: str


class Countdown(Struct, frozen=True):
    """The time that the room sees, of `total_ms` in all, for a display that counts by itself.

    While it runs it is over at the real wall time `until` (ms since 1970), and goes `rate` times as fast as real time.
    While it is paused, `until` is None and `left_ms` are left.
    """

    total_ms: int
    until: int | None = None
    left_ms: int = 0
    rate: float = 1.0


class RoomView(Struct, frozen=True):
    """One picture of the room. `left` is in minutes, or in seconds if `clock` says so.

    With the welcome, `end` is when the session begins and `left` how long it is until then. `countdown` and `minutes_left`
    are of the same time as `left` and `end`; these minutes are whole, rounded up, whatever `clock` says.

    `signal` is "change" or "end" for a turn, "over" when the time is up. `minutes_to_go` is the announced time left.
    `say` is what is said in the stage of the turn that is on. `materials` are shown with the welcome, `credit` with the
    thanks, `text` and `parking` by themselves, and `line`, the facilitator's own, with everything. `language` is that of
    the workshop, empty without one.
    """

    scene: Scene
    title: str
    form: Form
    mode: Mode
    instruction: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    turn: TurnView | None = None
    clock: RoomClock = RoomClock.NONE
    left: int | None = None
    end: int | None = None
    countdown: Countdown | None = None
    minutes_left: int | None = None
    over: bool = False
    signal: str = ""
    minutes_to_go: int = 0
    roles: tuple[str, ...] = ()
    say: str = ""
    groups: GroupsView | None = None
    materials: tuple[str, ...] = ()
    credit: str = ""
    text: TextPart | None = None
    line: str = ""
    parking: tuple[str, ...] = ()
    language: str = ""

    def in_language(self, language: str) -> "RoomView":
        """Return the view of a workshop in this language."""
        return replace(self, language=language)

    def with_line(self, line: str) -> "RoomView":
        """Return the view with this line of the facilitator's own."""
        return replace(self, line=line)

    def with_parking(self, parking: tuple[str, ...]) -> "RoomView":
        """Return the view with these items of the parking lot."""
        return replace(self, parking=parking)

    def with_signal(self, signal: str, minutes_to_go: int) -> "RoomView":
        """Return the view with this signal."""
        return replace(self, signal=signal, minutes_to_go=minutes_to_go)

    def with_prompts(self, prompts: tuple[str, ...]) -> "RoomView":
        """Return the view with these prompts."""
        return replace(self, prompts=prompts)

    def without_instruction(self) -> "RoomView":
        """Return the view without the instruction."""
        return replace(self, instruction=())

    def without_options(self) -> "RoomView":
        """Return the view without the options."""
        return replace(self, options=())

    def without_roles(self) -> "RoomView":
        """Return the view without the roles."""
        return replace(self, roles=())


NO_SESSION = RoomView(Scene.NOTHING, "", Form.PLENARY, Mode.WAITING)
"""What the room shows while no session runs."""


def thanks_view(workshop: Workshop, line: str = "") -> RoomView:
    """Return what the room shows at the end, with a `line` of the facilitator's own."""
    title, credit = safe_line(workshop.title), safe(workshop.credit).strip()
    view = RoomView(Scene.THANKS, title, Form.PLENARY, Mode.ENDED, credit=credit, line=safe_line(line))
    return view.in_language(workshop.language)


def end_view(workshop: Workshop, line: str, parking: Sequence[str]) -> RoomView:
    """Return what the room shows once a session has ended: the parking lot if it is shown, else thanks with a `line`."""
    if not parking:
        return thanks_view(workshop, line)
    return parking_view(parking).with_line(safe_line(line)).in_language(workshop.language)


def parking_view(items: Iterable[str]) -> RoomView:
    """Return what the room shows of a parking lot with these `items`."""
    return RoomView(Scene.PARKING, "", Form.PLENARY, Mode.WAITING, parking=tuple(map(safe_line, items)))


def room_view(state: State, view: View, body: str | None = None) -> RoomView:
    """Return what the room shows of `view`. `body` is the body of the text that is shown, if any."""
    if view.room_content.blank or _is_silent(view, body):
        return RoomView(Scene.BLANK, "", Form.PLENARY, Mode.WAITING)
    shown = _shown(state, view, body).in_language(state.opened.workshop.language)
    return shown.with_line(view.line) if view.line else shown


def _shown(state: State, view: View, body: str | None) -> RoomView:
    """Return what the room shows while it is not blank, without the facilitator's line."""
    workshop, mode = state.opened.workshop, view.clock.mode
    name = safe_line(workshop.title)
    if mode == Mode.ENDED:
        return thanks_view(workshop)
    signal, minutes_to_go = _signal(state, view)
    if view.parking:
        return parking_view(view.parking).with_signal(signal, minutes_to_go)
    if view.room_content.text is not None:
        text = workshop.texts.get(view.room_content.text)
        page = None if text is None else _text_part(text, body, view.room_content.page)
        return RoomView(Scene.TEXT, name, view.ask.form, mode, signal=signal, minutes_to_go=minutes_to_go, text=page)
    if not view.begun:
        materials = tuple(map(safe_line, material_names(workshop, workshop.materials)))
        left, start = _until_start(view.header)
        return RoomView(
            Scene.WELCOME, name, Form.PLENARY, mode, left=left, end=start, minutes_left=left, materials=materials
        )
    return _activity(state, view, signal, minutes_to_go)


def _parts(body: str | None) -> tuple[str, ...]:
    """Return the parts of a text: one empty part if there is no `body`."""
    return paragraphs(safe(body or "")) or ("",)


def _is_silent(view: View, body: str | None) -> bool:
    """Return whether it is silent after the last part of a text."""
    shown, ended = view.room_content, view.clock.mode == Mode.ENDED
    return shown.text is not None and not ended and not view.parking and shown.page >= len(_parts(body))


def _text_part(text: Text, body: str | None, page: int) -> TextPart:
    """Return the part at `page` (from 0)."""
    return TextPart(safe_line(text.title), _parts(body)[page], safe_line(text.source or ""))


def _activity(state: State, view: View, signal: str, minutes_to_go: int) -> RoomView:
    """Return what the room shows of an activity with this signal, according to its form and its `room:` rules."""
    ask, rule = view.ask, view.room
    prompts: tuple[str, ...] = ()
    if rule.prompts == RoomPrompts.ALL:
        prompts = ask.prompts
    elif rule.prompts == RoomPrompts.CHOSEN and ask.chosen:
        prompts = (ask.prompts[ask.chosen - 1],)
    shown = rule.prompts != RoomPrompts.NONE
    # In plenary the room shows the question, and the instruction only if there is no question.
    without_question = ask.form == Form.PLENARY and not ask.prompts
    instructed = without_question or ask.form not in (Form.PLENARY, Form.BREAK)
    # Only the facilitator sees the turns of a round in which everyone says something.
    turn = None if view.turn is None or view.turn.unhurried else view.turn
    clock = rule.clock
    if clock == RoomClock.END and turn is not None and _has_own_time(turn):
        clock = RoomClock.MINUTES  # all groups change together, long before the end of the activity
    left, end = _time(view.clock, clock, turn)
    countdown = None if left is None and end is None else _countdown(state, turn)
    seconds = turn.now_left_s if turn is not None and _has_own_time(turn) else view.clock.left_s
    return RoomView(
        scene=Scene.ACTIVITY,
        title=ask.title,
        form=ask.form,
        mode=view.clock.mode,
        instruction=tuple(ask.instruction.splitlines()) if shown and instructed else (),
        prompts=prompts if shown else (),
        options=ask.options if shown else (),
        # The room shows whose turn it is. Only the facilitator sees how long the turn may take.
        turn=None if turn is None else turn.without_time(),
        clock=clock,
        left=left,
        end=end,
        countdown=countdown,
        minutes_left=None if countdown is None else max(0, (seconds + 59) // 60),
        over=view.clock.left_s <= 0,
        signal=signal,
        minutes_to_go=minutes_to_go,
        roles=ask.roles if shown else (),
        say=view.turn.stage.say if view.turn is not None and view.turn.stage is not None else "",
        groups=view.groups,
    )


def _until_start(header: Header) -> tuple[int | None, int | None]:
    """Return the last minutes before the planned start, and that start until it has come."""
    minutes = header.minutes_to_start
    if minutes is None or minutes <= 0:
        return None, None
    return minutes if minutes <= COUNTED_MINUTES else None, header.start


def _signal(state: State, view: View) -> tuple[str, int]:
    """Return the room's signal, and how many minutes are announced."""
    alert = room_alert(state.activity, view.clock, view.turn)
    match alert and alert.sign:
        case Sign.FIRM if view.turn is not None:
            return "end" if view.turn.phase == view.turn.of else "change", 0
        case Sign.OVER:
            return "over", 0
        case Sign.ALMOST if alert is not None:
            return "", alert.seconds // 60
    quiet = state.activity.signal == Signal.QUIET or view.clock.mode != Mode.RUNNING
    return "", int(not quiet and view.turn is not None and _in_last_minute(view.turn))


def _in_last_minute(turn: TurnView) -> bool:
    """Return whether a turn is in its last minute, if it has a different time than the group was told."""
    counted = turn.given and not turn.unhurried and 1 <= turn.phase <= turn.of
    return counted and 0 < turn.left_s <= LAST_MINUTE_S < turn.limit_s


def _time(clock: ClockView, rule: RoomClock, turn: TurnView | None) -> tuple[int | None, int | None]:
    """Return the time left as the room shows it, and when the activity ends. A turn whose time is up has neither."""
    seconds, end = clock.left_s, None if rule == RoomClock.NONE else clock.end
    if turn is not None and _has_own_time(turn):
        left = turn.now_left_s if turn.left_s > 0 else None
        if rule == RoomClock.SECONDS:
            return left, None
        if rule == RoomClock.MINUTES and seconds > 0:
            return None if left is None else (left + 59) // 60, None
    if rule == RoomClock.SECONDS:
        return seconds, end
    return (seconds + 59) // 60 if rule == RoomClock.MINUTES and seconds > 0 else None, end


def _has_own_time(turn: TurnView) -> bool:
    """Return whether the room sees the time of this turn, or of the stage that is on in it, not that of all turns."""
    return turn.together and 1 <= turn.phase <= turn.of


def _countdown(state: State, turn: TurnView | None) -> Countdown | None:
    """Return the time of the present activity or its `turn`, or None while it neither runs nor is paused."""
    timing, activity = state.timing, state.activity
    item = track(state, activity.id)
    end = total = item.allotted
    if turn is not None and _has_own_time(turn):
        ends = ends_of_stages(activity, item, turn.of, turn.phase) or (limit(activity, item, turn.of, turn.phase),)
        stage = (turn.stage.number if turn.stage is not None else 1) - 1
        total = stage_lengths(ends)[stage]
        end = phase_begin(activity, item, turn.phase) + ends[stage]
    left = end - item.spent
    if timing.mode == Mode.PAUSED:
        return Countdown(total, left_ms=left)
    if timing.mode != Mode.RUNNING:
        return None
    rate = state.clocks[-1].rate if state.clocks else 1.0
    return Countdown(total, until=real_wall_at(state, timing.since + left), rate=rate)
