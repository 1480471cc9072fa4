"""The plan of one coming session: its blocks with their times, and the changes that can be made to them."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from msgspec.structs import replace

from luisteren_tui.i18n import N_
from luisteren_tui.people.people import DEFAULT_PARTICIPANTS, expected_people
from luisteren_tui.text.safe import safe_line
from luisteren_tui.workshop.model import (
    FORM_DEFAULTS,
    Activity,
    Duration,
    Form,
    Room,
    Stored,
    Whole,
    Workshop,
    renumbered,
)

MINUTE_S = 60
DAY_MINUTES = 24 * 60
MAX_OVERNIGHT_MINUTES = 12 * 60
"""An end before the start is on the next day if it is at most this many minutes later."""
MAX_BLOCK_S = 24 * 3600
CUSTOM_ID = "own."
"""The id of a custom block starts with this. No workshop has such ids."""
NAMELESS = N_("own block")
"""Shown for a custom block whose title was deleted together with the notes."""


class Block(Stored, frozen=True):
    """An activity as planned, or a custom block (`own`) with its `text`. `original` is its initial length.

    `needs` has the ids of the earlier blocks without which it makes no sense. A round of what is `repeats` (a plain id)
    is number `round` of `rounds`. `label` is its short name where that is not its id. Lengths are in seconds. Field names
    are stored: never change them.
    """

    left_out_if_empty = frozenset({"needs", "repeats", "round", "rounds", "label"})

    id: str
    title: str
    form: Form
    seconds: Duration
    min: Duration
    protected: bool
    skippable: bool
    step: Whole | None
    own: bool = False
    text: str = ""
    skipped: bool = False
    original: Whole = 0
    needs: tuple[str, ...] = ()
    repeats: str = ""
    round: Whole = 0
    rounds: Whole = 0
    label: str = ""

    def with_seconds(self, seconds: int) -> "Block":
        """Return the block with this length."""
        return replace(self, seconds=Duration(seconds))

    def with_skipped(self, skipped: bool) -> "Block":
        """Return the block, skipped or not."""
        return replace(self, skipped=skipped)

    def with_text(self, title: str, text: str) -> "Block":
        """Return a custom block with this title and text."""
        return replace(self, title=title, text=text, own=True)

    def with_round(self, round: int, rounds: int) -> "Block":
        """Return the block as round number `round` of `rounds`, also in its title if that has the number."""
        title = renumbered(self.title, (self.round, self.rounds), (round, rounds))
        return replace(self, title=title, round=round, rounds=rounds)

    def with_initial(self, seconds: int, minimum: int) -> "Block":
        """Return the block with this length from the start, and this minimum."""
        return replace(self, seconds=Duration(seconds), min=Duration(minimum), original=seconds)

    @property
    def movable(self) -> bool:
        """Whether the block can be moved. The order of the other blocks is part of the workshop."""
        return self.own or self.form == Form.BREAK

    @property
    def minimum(self) -> int:
        """The shortest possible length in seconds, rounded up to whole minutes. A protected block keeps its length."""
        return self.seconds if self.protected else -(-self.min // MINUTE_S) * MINUTE_S


class Plan(Stored, frozen=True):
    """The blocks in the order in which they run. `start` and `must_end` are in minutes since midnight.

    `source` is the name or the absolute path of the workshop file, or empty if its name is the workshop's id.
    Field names are stored: never change them.
    """

    workshop_id: str
    sha256: str
    blocks: tuple[Block, ...]
    start: Whole | None = None
    must_end: Whole | None = None
    participants: Whole = DEFAULT_PARTICIPANTS
    source: str = ""

    def with_blocks(self, blocks: tuple[Block, ...]) -> "Plan":
        """Return the plan with these blocks."""
        return replace(self, blocks=blocks)

    def with_workshop(self, id: str, sha256: str) -> "Plan":
        """Return the plan for this version of a workshop."""
        return replace(self, workshop_id=id, sha256=sha256)

    def with_start(self, minutes: int | None) -> "Plan":
        """Return the plan with this start."""
        return replace(self, start=minutes)

    def with_must_end(self, minutes: int | None) -> "Plan":
        """Return the plan with this fixed end."""
        return replace(self, must_end=minutes)

    def with_participants(self, count: int) -> "Plan":
        """Return the plan for `count` people."""
        return replace(self, participants=count)

    def with_source(self, source: str) -> "Plan":
        """Return the plan of the workshop file with this name or path."""
        return replace(self, source=source)


def plan_of(workshop: Workshop, sha256: str, participants: int | None = None) -> Plan:
    """Return the plan that follows the workshop as written, for as many people as it expects if none are given."""
    count = expected_people(workshop) if participants is None else participants
    return Plan(workshop.id, sha256, tuple(map(_block, workshop.activities)), participants=count)


def _block(activity: Activity) -> Block:
    return Block(
        id=activity.id,
        title=activity.title,
        form=activity.form,
        seconds=activity.duration,
        min=minimum_of(activity),
        protected=activity.protected,
        skippable=activity.skippable,
        step=activity.step,
        original=activity.duration,
        needs=activity.needs,
        repeats=activity.repeats,
        round=activity.round,
        rounds=activity.rounds,
        label=activity.label,
    )


def minimum_of(activity: Activity) -> Duration:
    """Return the minimum length of an activity. The time around its turns always fits in it."""
    around = activity.turns.prepare + activity.turns.after if activity.turns else 0
    return Duration(max(activity.min, min(around, activity.duration)))


def block(plan: Plan, id: str) -> Block:
    """Return the block with this id. Raises KeyError."""
    return {each.id: each for each in plan.blocks}[id]


def with_seconds(plan: Plan, id: str, seconds: int) -> Plan:
    """Return the plan in which a block takes `seconds`, at least a minute and at most a day. So do its other rounds."""
    ids = {each.id for each in same_rounds(plan, block(plan, id))}
    length = max(MINUTE_S, min(seconds, MAX_BLOCK_S))
    return plan.with_blocks(tuple(each.with_seconds(length) if each.id in ids else each for each in plan.blocks))


def same_rounds(plan: Plan, block: Block) -> tuple[Block, ...]:
    """Return all rounds of what a block is a round of, itself included; the block alone if it is not repeated."""
    return tuple(each for each in plan.blocks if each.repeats == block.repeats) if block.repeats else (block,)


def last_rounds(plan: Plan) -> tuple[Block, ...]:
    """Return the blocks that are not skipped; of what is repeated only the last round."""
    return tuple({each.repeats or each.id: each for each in plan.blocks if not each.skipped}.values())


def first_rounds(plan: Plan) -> tuple[Block, ...]:
    """Return the blocks that are not skipped; of what is repeated only the first round."""
    return tuple({each.repeats or each.id: each for each in reversed(plan.blocks) if not each.skipped}.values())[::-1]


def numbered(workshop: Workshop, plan: Plan) -> tuple[Workshop, Plan]:
    """Return the workshop and its plan with the rounds numbered without those that the plan skips."""
    held: dict[str, list[str]] = {}
    for each in plan.blocks:
        if each.repeats and not each.skipped:
            held.setdefault(each.repeats, []).append(each.id)
    rounds = {id: (n, len(ids)) for ids in held.values() for n, id in enumerate(ids, 1)}
    activities = tuple(each.with_round(*rounds[each.id]) if each.id in rounds else each for each in workshop.activities)
    blocks = tuple(each.with_round(*rounds[each.id]) if each.id in rounds else each for each in plan.blocks)
    return workshop.with_activities(activities), plan.with_blocks(blocks)


def blocks_meant(plan: Plan, id: str) -> tuple[Block, ...]:
    """Return the block with this id, or all rounds of what has this plain id. There may be none.

    What has no such id may have that label: an id of an author's own is seldom seen.
    """
    named = tuple(each for each in plan.blocks if id in (each.id, each.repeats))
    return named or tuple(each for each in plan.blocks if each.label and id in (each.label, plain_label(each)))


def plain_label(block: Block) -> str:
    """Return the label of a block, or what those of its rounds have in common; empty if its id is its label."""
    label = block.label or block.id
    return label.rpartition("-")[0] if block.repeats else block.label


def skip(plan: Plan, id: str, *, skipped: bool = True) -> Plan:
    """Return the plan with this block skipped, or no longer skipped. Blocks keep their places.

    What needs it is skipped with it, and comes back with it. What it needs comes back too.
    """
    block(plan, id)  # a block that isn't there raises
    ids = {id, *_needing(plan, id)} if skipped else {id, *_needed(plan, id)}
    changed = plan.with_blocks(tuple(each.with_skipped(skipped) if each.id in ids else each for each in plan.blocks))
    if skipped:
        return changed
    for each in (one for one in plan.blocks if one.id in _needing(plan, id)):
        there = {one.id for one in changed.blocks if not one.skipped}
        if there.issuperset(each.needs):
            changed = _with(changed, each.with_skipped(False))
    return changed


def with_needs(plan: Plan) -> Plan:
    """Return the plan in which each block is skipped that needs one that is."""
    for each in plan.blocks:
        if each.skipped:
            plan = skip(plan, each.id)
    return plan


def missing_needs(plan: Plan, block: Block) -> tuple[Block, ...]:
    """Return the skipped blocks that this one needs."""
    return tuple(each for each in plan.blocks if each.skipped and each.id in block.needs)


def also_changed(before: Plan, after: Plan, *ids: str) -> tuple[Block, ...]:
    """Return the blocks that are skipped in one of the plans and not in the other, as they are `after`, without `ids`."""
    were = {each.id: each.skipped for each in before.blocks}
    return tuple(each for each in after.blocks if each.id not in ids and were.get(each.id) not in (None, each.skipped))


def _needing(plan: Plan, id: str) -> set[str]:
    """Return the ids of the blocks that need this one, and of those that need them."""
    found = {id}
    for each in plan.blocks:
        if not found.isdisjoint(each.needs):
            found.add(each.id)
    return found - {id}


def _needed(plan: Plan, id: str) -> set[str]:
    """Return the ids of the blocks that this one needs, and of those that they need."""
    found = {id}
    for each in reversed(plan.blocks):
        if each.id in found:
            found.update(each.needs)
    return found - {id}


def move(plan: Plan, id: str, distance: int) -> Plan:
    """Return the plan with a break or custom block moved `distance` places later, or earlier if negative.

    It stays after what it needs, and before what needs it. Other blocks are not moved.
    """
    moved = block(plan, id)
    if not moved.movable:
        return plan
    blocks = list(plan.blocks)
    place = blocks.index(moved)
    first = max((at + 1 for at, each in enumerate(blocks) if each.id in moved.needs), default=0)
    last = min((at - 1 for at, each in enumerate(blocks) if id in each.needs), default=len(blocks) - 1)
    if first <= place <= last:
        blocks.insert(max(first, min(last, place + distance)), blocks.pop(place))
    return plan.with_blocks(tuple(blocks))


def add_custom(plan: Plan, place: int, title: str, seconds: int, text: str = "") -> Plan:
    """Return the plan with a new custom block at `place` (from 0)."""
    used = {each.id for each in plan.blocks}
    id = next(id for n in range(1, len(used) + 2) if (id := f"{CUSTOM_ID}{n}") not in used)
    zero = Duration(0)
    own = Block(id, title, Form.PLENARY, zero, zero, protected=False, skippable=False, step=None, own=True)
    blocks = (*plan.blocks[:place], own, *plan.blocks[place:])
    return change_custom(plan.with_blocks(blocks), id, title, seconds, text)


def change_custom(plan: Plan, id: str, title: str, seconds: int, text: str) -> Plan:
    """Return the plan in which this custom block has the given title, length and text."""
    length = max(MINUTE_S, min(seconds, MAX_BLOCK_S))
    return _with(plan, block(plan, id).with_text(title, text).with_initial(length, length * 3 // 5))


def remove_custom(plan: Plan, id: str) -> Plan:
    """Return the plan without this custom block. A block of the workshop can't be removed."""
    return plan.with_blocks(tuple(each for each in plan.blocks if not (each.own and each.id == id)))


def _with(plan: Plan, new: Block) -> Plan:
    return plan.with_blocks(tuple(new if each.id == new.id else each for each in plan.blocks))


def is_empty(plan: Plan) -> bool:
    """Return whether every block is skipped, so that there is nothing to run."""
    return all(each.skipped for each in plan.blocks)


def total(plan: Plan) -> int:
    """Return how long the plan takes, in seconds."""
    return sum(map(_length, plan.blocks))


def block_times(plan: Plan) -> tuple[tuple[int, int], ...]:
    """Return when each block starts and ends, in seconds from the start. A skipped block takes no time."""
    return tuple(pairwise(accumulate(map(_length, plan.blocks), initial=0)))


def _length(block: Block) -> int:
    return 0 if block.skipped else block.seconds


def minutes_between(start: int, end: int) -> int | None:
    """Return the minutes from `start` to `end`, both in minutes since midnight, or None if that makes no sense.

    An end that is not after the start is on the next day, if that is at most twelve hours later.
    """
    if end > start:
        return end - start
    return end + DAY_MINUTES - start if end + DAY_MINUTES - start <= MAX_OVERNIGHT_MINUTES else None


def end_for_same_length(new: Plan, old: Plan) -> int | None:
    """Return the end time that gives `new` the length of `old`, or None if one of them has no length."""
    minutes = None if old.start is None or old.must_end is None else minutes_between(old.start, old.must_end)
    return None if minutes is None or new.start is None else (new.start + minutes) % DAY_MINUTES


def available_s(plan: Plan) -> int | None:
    """Return the seconds from the start to the fixed end, or None if one of them is not known.

    `plan_dates.available_on` also accounts for the day on which the clocks change.
    """
    if plan.start is None or plan.must_end is None:
        return None
    minutes = minutes_between(plan.start, plan.must_end)
    return None if minutes is None else minutes * MINUTE_S


def shortage_s(plan: Plan, available: int | None) -> int:
    """Return how many seconds the plan takes beyond those `available`, 0 if that is not known."""
    return 0 if available is None else max(0, total(plan) - available)


def shrinks_first(block: Block | Activity) -> bool:
    """Return whether this is shortened before others."""
    return block.skippable or block.form == Form.BREAK


def whole_minutes(seconds: int) -> int:
    """Return a duration in whole minutes, rounded."""
    return (seconds + MINUTE_S // 2) // MINUTE_S


def exact_minutes(seconds: int) -> str:
    """Return a duration to the second, as "5:40"."""
    return f"{seconds // MINUTE_S}:{seconds % MINUTE_S:02}"


def plain_title(each: Block | Activity) -> str:
    """Return the title of a block without the number of its round, "Conversation" for "Conversation (2/3)"."""
    return each.title.removesuffix(f" ({each.round}/{each.rounds})") if each.repeats else each.title


def common_title(rounds: Sequence[Block]) -> str:
    """Return what all these rounds are called, or an empty text if each has a title of its own."""
    titles = {plain_title(each) for each in rounds}
    return titles.pop() if len(titles) == 1 else ""


def in_minutes(seconds: int) -> str:
    """Return a duration as "5", or as "5:40" if it is not in whole minutes."""
    return exact_minutes(seconds) if seconds % MINUTE_S else str(seconds // MINUTE_S)


def block_label(block: Block) -> str:
    """Return the number by which people know a block, safe to show. A break and a custom block have none."""
    return "" if block.step is None else safe_line(block.label or block.id)


def planned_workshop(workshop: Workshop, plan: Plan) -> tuple[Workshop, Mapping[str, Duration], tuple[str, ...]]:
    """Return what a session of a plan is opened with: its copy of the workshop, the planned times, and what is skipped.

    The copy is in the plan's order. Custom blocks become plenary activities that belong to no step. Rounds are numbered
    without those that are skipped. Raises KeyError for a plan that was not adapted to this workshop.
    """
    workshop, plan = numbered(workshop, plan)
    by_id = {activity.id: activity for activity in workshop.activities}
    activities = tuple(_custom_activity(each) if each.own else by_id[each.id] for each in plan.blocks)
    planned = {each.id: each.seconds for each in plan.blocks}
    skipped = tuple(each.id for each in plan.blocks if each.skipped)
    return workshop.with_activities(activities), planned, skipped


def _custom_activity(block: Block) -> Activity:
    prompts, clock, signal = FORM_DEFAULTS[Form.PLENARY]
    return Activity(
        id=block.id,
        title=block.title,
        step=None,
        form=Form.PLENARY,
        duration=block.seconds,
        min=block.min,
        instruction=block.text,
        protected=block.protected,
        skippable=block.skippable,
        signal=signal,
        room=Room(prompts, clock),
    )
