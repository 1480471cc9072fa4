"""What the room may see: a type that has no place for a note or the plan; names only in groups that are shown."""

from dataclasses import dataclass

from luisteren_tui.session.events import Mode
from luisteren_tui.session.view import GroupsView, Sign, TurnView, View
from luisteren_tui.workshop.model import Each, Form, RoomClock, RoomPrompts


@dataclass(frozen=True, slots=True)
class RoomView:
    """One picture of the room. `left` is in minutes, or in seconds where `clock` says so; `change` names a signal."""

    title: str
    form: Form
    mode: Mode
    lines: tuple[str, ...]
    prompts: tuple[str, ...]
    options: tuple[str, ...]
    turn: TurnView | None
    clock: RoomClock
    left: int | None
    end: int | None
    over: bool
    change: str
    roles: tuple[str, ...] = ()
    groups: GroupsView | None = None


def _instruction(view: View) -> tuple[str, ...]:
    # Groups that are shown take its place: everyone looks for their own now.
    told = view.groups is None and view.ask.form not in (Form.PLENARY, Form.BREAK)
    return tuple(view.ask.instruction.splitlines()) if told else ()


def room_view(view: View) -> RoomView:
    """Return what the room sees of `view`, by the form of the activity and its `room:` rules."""
    ask, clock, rule = view.ask, view.clock, view.room
    prompts: tuple[str, ...] = ()
    if rule.prompts == RoomPrompts.ALL:
        prompts = ask.prompts
    elif rule.prompts == RoomPrompts.CHOSEN and ask.chosen:
        prompts = (ask.prompts[ask.chosen - 1],)
    shown = rule.prompts != RoomPrompts.NONE and clock.mode != Mode.ENDED
    over = clock.left_s <= 0
    left: int | None = None
    if rule.clock == RoomClock.SECONDS:
        left = clock.left_s
    elif rule.clock == RoomClock.MINUTES and not over:
        left = (clock.left_s + 59) // 60
    # A round in which each says something is for the facilitator to watch alone.
    turn = None if view.turn is None or view.turn.each == Each.PARTICIPANT else view.turn
    end: int | None = None if rule.clock == RoomClock.NONE else clock.end
    if turn is not None and turn.each == Each.ROLE and 1 <= turn.phase <= turn.count and left is not None:
        # Those who play have the time of their turn, not that of all turns together.
        left, end = max(0, turn.left_s), None
        left = left if rule.clock == RoomClock.SECONDS else (left + 59) // 60
    change = ""
    if turn is not None and view.alert is not None and view.alert.sign == Sign.FIRM:
        change = "end" if turn.phase == turn.count else "change"
    return RoomView(
        ask.title,
        ask.form,
        clock.mode,
        _instruction(view) if shown else (),
        prompts if shown else (),
        ask.options if shown else (),
        # Only whose turn it is: how long it may take is the facilitator's.
        None if turn is None else TurnView(turn.each, turn.phase, turn.count, turn.who, 0, 0, False, turn.trio),
        rule.clock,
        left,
        end,
        over,
        change,
        ask.roles if shown else (),
        view.groups,
    )
