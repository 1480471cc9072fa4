"""Fit a plan into the time available: how much shorter each block gets, and what could be left out."""

from collections.abc import Iterator, Sequence
from heapq import merge
from typing import NamedTuple

from msgspec import Struct

from luisteren_tui.planning.plan import (
    MINUTE_S,
    Block,
    Plan,
    also_changed,
    block,
    shortage_s,
    shrinks_first,
    skip,
    total,
)


class LeftOut(NamedTuple):
    """A block that could be left out, the others that fall out with it, the plan without them, and the seconds saved.

    `kept_s` is what leaving them out saves the rest.
    """

    block: Block
    others: tuple[Block, ...]
    plan: Plan
    kept_s: int


class Stretch(Struct, frozen=True):
    """A length of time that can shrink to `minimum`, both in seconds. One that is `first` shrinks before the others."""

    seconds: int
    minimum: int
    first: bool = False


def fit(plan: Plan, available: int) -> Plan:
    """Return the plan fitted to `available` seconds, or as close to that as its minimums allow.

    A plan that takes less time is returned unchanged. Breaks and skippable blocks are shortened first. Nothing is
    skipped: people decide that.
    """
    too_long = total(plan) - available
    lengths = shrink([_stretch(each) for each in plan.blocks], too_long)
    blocks = tuple(each.with_seconds(seconds) for each, seconds in zip(plan.blocks, lengths, strict=True))
    return plan.with_blocks(blocks)


def leaving_out(plan: Plan, available: int) -> LeftOut | None:
    """Return the block to leave out before the plan is fitted, or None if that would help no other block."""
    fitted = fit(plan, available)
    others = [old != new for old, new in zip(plan.blocks, fitted.blocks, strict=True) if not shrinks_first(old)]
    able = [each for each in plan.blocks if shrinks_first(each) and not (each.protected or each.skipped)]
    free = {each.id: without for each in able if not _cuts_protected(plan, without := skip(plan, each.id))}
    if not free or not (shortage_s(fitted, available) or any(others)):
        return None
    longest, without = min(free.items(), key=lambda item: total(item[1]))
    kept_s = total(fit(without, available)) - total(skip(fitted, longest))
    return LeftOut(block(plan, longest), also_changed(plan, without, longest), without, kept_s)


def _cuts_protected(before: Plan, after: Plan) -> bool:
    return any(old.protected and new != old for old, new in zip(before.blocks, after.blocks, strict=True))


def shrink(stretches: Sequence[Stretch], too_long: int) -> list[int]:
    """Return the seconds of each stretch after they lose `too_long` seconds in total, or as many as they can spare.

    Each stretch shrinks in proportion to what it can spare. Minutes are taken one at a time, in a fixed order of all
    the minutes that can be spared, so that more time never makes a stretch shorter. (Rounding by largest remainders
    can.) The results are whole minutes. If `too_long` isn't, one stretch keeps the remainder.
    """
    lengths = [stretch.seconds for stretch in stretches]
    for *_, place, seconds in merge(*(_minutes(place, each) for place, each in enumerate(stretches))):
        if too_long <= 0:
            break
        given = min(seconds, too_long)
        lengths[place] -= given
        too_long -= given
    return lengths


def _stretch(block: Block) -> Stretch:
    fixed = block.protected or block.skipped
    return Stretch(block.seconds, block.seconds if fixed else block.min, shrinks_first(block))


def _minutes(place: int, stretch: Stretch) -> Iterator[tuple[bool, float, int, int]]:
    """Yield the minutes that a stretch can spare: what they are ordered by, the stretch's place, and their seconds.

    Stretches that shrink first come first. Then the minutes are ordered by the share that their stretch has lost
    halfway through them.
    """
    minimum = -(-max(stretch.minimum, 0) // MINUTE_S) * MINUTE_S
    left = stretch.seconds
    while left > minimum:
        seconds = left % MINUTE_S or MINUTE_S
        share = (stretch.seconds - left + seconds / 2) / (stretch.seconds - minimum)
        yield not stretch.first, share, place, seconds
        left -= seconds
