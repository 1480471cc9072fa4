"""The plan of one coming session: its blocks with their times, and what can be changed about them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import NamedTuple

from luisteren_tui.planning.day_time import span
from luisteren_tui.workshop.build import FORM_DEFAULTS
from luisteren_tui.workshop.model import Activity, Duration, Form, Room, Then, Workshop

MINUTE = 60
LONGEST_BLOCK = 24 * 3600
MOST = 200
"""How many can take part."""
OWN = "own."
"""How the id of an own block begins: no workshop has such ids."""


@dataclass(frozen=True, slots=True)
class Block:
    """An activity as it is planned, or an `own` block with its `text`; `original` is how long it was at first."""

    id: str
    title: str
    form: Form
    seconds: Duration
    min: Duration
    protected: bool
    skippable: bool
    step: int | None
    own: bool = False
    text: str = ""
    skipped: bool = False
    original: int = 0

    @property
    def loose(self) -> bool:
        """Whether it can be moved: the order of the others is the makers'."""
        return self.own or self.form == Form.BREAK

    @property
    def least(self) -> int:
        """The seconds that are left when it has given all it can: whole minutes, all of it where it is protected."""
        return self.seconds if self.protected else -(-self.min // MINUTE) * MINUTE


@dataclass(frozen=True, slots=True)
class Plan:
    """The blocks in the order in which they run; `start` and `must_end` in minutes since midnight.

    `source` is the name or the absolute path by which the workshop is found, empty where that is its id.
    """

    workshop_id: str
    sha256: str
    blocks: tuple[Block, ...]
    start: int | None = None
    must_end: int | None = None
    participants: int = 12
    source: str = ""


def plan_of(workshop: Workshop, sha256: str, participants: int = 12) -> Plan:
    """Return the plan that follows the workshop as its makers wrote it."""
    return Plan(workshop.id, sha256, tuple(map(_block, workshop.activities)), participants=participants)


def _block(activity: Activity) -> Block:
    return Block(
        id=activity.id,
        title=activity.title,
        form=activity.form,
        seconds=activity.duration,
        min=least_of(activity),
        protected=activity.protected,
        skippable=activity.skippable,
        step=activity.step,
        original=activity.duration,
    )


def least_of(activity: Activity) -> Duration:
    """Return the least that an activity can do with: its minimum, in which the time around its turns always fits."""
    around = activity.turns.prepare + activity.turns.after if activity.turns else 0
    return Duration(max(activity.min, min(around, activity.duration)))


def block(plan: Plan, id: str) -> Block:
    """Return the block with this id. Raises KeyError."""
    for each in plan.blocks:
        if each.id == id:
            return each
    raise KeyError(id)


def with_seconds(plan: Plan, id: str, seconds: int) -> Plan:
    """Return the plan in which a block takes `seconds`, at least a minute and at most a day."""
    return _with(plan, replace(block(plan, id), seconds=Duration(max(MINUTE, min(seconds, LONGEST_BLOCK)))))


def skip(plan: Plan, id: str) -> Plan:
    """Return the plan without this block, which keeps its place; a break is dropped this way."""
    return _with(plan, replace(block(plan, id), skipped=True))


def unskip(plan: Plan, id: str) -> Plan:
    """Return the plan with this block in it again."""
    return _with(plan, replace(block(plan, id), skipped=False))


def move(plan: Plan, id: str, distance: int) -> Plan:
    """Return the plan in which a break or an own block stands `distance` places later, or earlier when negative.

    Of the workshop's own activities the order stays.
    """
    moved = block(plan, id)
    if not moved.loose:
        return plan
    blocks = list(plan.blocks)
    place = blocks.index(moved)
    blocks.insert(max(0, min(len(blocks) - 1, place + distance)), blocks.pop(place))
    return replace(plan, blocks=tuple(blocks))


def add_own(plan: Plan, place: int, title: str, seconds: int, text: str = "") -> Plan:
    """Return the plan with a block of your own as the one at `place`, from 0. Its id is one that no workshop uses."""
    used = {each.id for each in plan.blocks}
    id = next(id for n in range(1, len(used) + 2) if (id := f"{OWN}{n}") not in used)
    none = Duration(0)
    own = Block(id, title, Form.PLENARY, none, none, False, False, None, own=True)
    return change_own(replace(plan, blocks=(*plan.blocks[:place], own, *plan.blocks[place:])), id, title, seconds, text)


def change_own(plan: Plan, id: str, title: str, seconds: int, text: str) -> Plan:
    """Return the plan in which this block of your own is as given."""
    length = Duration(max(MINUTE, min(seconds, LONGEST_BLOCK)))
    least = Duration(length * 3 // 5)
    return _with(plan, replace(block(plan, id), title=title, seconds=length, min=least, text=text, original=length))


def remove_own(plan: Plan, id: str) -> Plan:
    """Return the plan without this block of your own; other blocks stay."""
    return replace(plan, blocks=tuple(each for each in plan.blocks if not (each.own and each.id == id)))


def _with(plan: Plan, new: Block) -> Plan:
    return replace(plan, blocks=tuple(new if each.id == new.id else each for each in plan.blocks))


def empty(plan: Plan) -> bool:
    """Return whether all of it is skipped: there is nothing to begin with."""
    return all(each.skipped for each in plan.blocks)


def total(plan: Plan) -> int:
    """Return how long the plan takes, in seconds."""
    return sum(map(_length, plan.blocks))


def times(plan: Plan) -> tuple[tuple[int, int], ...]:
    """Return when each block starts and ends, in seconds from the start; a skipped one takes no time."""
    return tuple(pairwise(accumulate(map(_length, plan.blocks), initial=0)))


def _length(block: Block) -> int:
    return 0 if block.skipped else block.seconds


def available(plan: Plan) -> int | None:
    """Return the seconds from the start to the time it must end by the hands of the clock, None where they can't be known."""
    if plan.start is None or plan.must_end is None:
        return None
    minutes = span(plan.start, plan.must_end)
    return None if minutes is None else minutes * MINUTE


def short(plan: Plan, available_s: int | None) -> int:
    """Return how many seconds more the plan takes than there are; 0 where it isn't known how many there are."""
    return 0 if available_s is None else max(0, total(plan) - available_s)


def gives_first(block: Block | Activity) -> bool:
    """Return whether it gives time before others do."""
    return block.skippable or block.form == Form.BREAK


class Arranged(NamedTuple):
    """What a session of a plan is opened with: its own copy of the workshop, the times, and what is skipped."""

    workshop: Workshop
    planned: Mapping[str, Duration]
    skipped: tuple[str, ...]


def arranged(workshop: Workshop, plan: Plan) -> Arranged:
    """Return the workshop in the plan's order, own blocks in it as plenary activities outside of its steps.

    Raises KeyError for a plan that was not adapted to this workshop.
    """
    made = {activity.id: activity for activity in workshop.activities}
    activities = tuple(_own(each) if each.own else made[each.id] for each in plan.blocks)
    planned = {each.id: each.seconds for each in plan.blocks}
    skipped = tuple(each.id for each in plan.blocks if each.skipped)
    return Arranged(replace(workshop, activities=activities), planned, skipped)


def _own(block: Block) -> Activity:
    prompts, clock, signal = FORM_DEFAULTS[Form.PLENARY]
    return Activity(
        id=block.id,
        title=block.title,
        step=None,
        form=Form.PLENARY,
        duration=block.seconds,
        min=block.min,
        instruction=block.text,
        prompts=(),
        tips=(),
        text=None,
        roles=(),
        options=(),
        materials=(),
        turns=None,
        cues=(),
        protected=block.protected,
        skippable=block.skippable,
        signal=signal,
        room=Room(prompts, clock),
        then=Then.WAIT,
    )
