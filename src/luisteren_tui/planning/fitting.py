"""Fit a plan into the time available: how much shorter each block gets, and what could be left out."""

from collections.abc import Container, Iterator, Mapping, Sequence
from heapq import merge
from typing import NamedTuple

from msgspec import Struct

from luisteren_tui.planning.plan import (
    MINUTE_S,
    Block,
    Plan,
    also_changed,
    block,
    last_rounds,
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
    """A length of time that can shrink to `minimum`, both in seconds. One that is `first` shrinks before the others.

    Stretches of one activity that is repeated, its id in `repeats`, keep the same length as each other.
    """

    seconds: int
    minimum: int
    first: bool = False
    repeats: str = ""

    @property
    def whole_minimum(self) -> int:
        """The shortest possible length in whole minutes, or the present one if that is shorter."""
        return min(self.seconds, -(-max(self.minimum, 0) // MINUTE_S) * MINUTE_S)


def fit(plan: Plan, available: int) -> Plan:
    """Return the plan fitted to `available` seconds, or as close to that as its minimums allow.

    A plan that takes less time is returned unchanged. Breaks and skippable blocks are shortened first. Rounds stay as
    long as each other, also those that are skipped. Nothing is skipped: people decide that.
    """
    held = [each for each in plan.blocks if not each.skipped]
    kept = {each.repeats for each in held if each.protected}
    lengths = shrink([_stretch(each, kept) for each in held], total(plan) - available)
    new = {each.id: seconds for each, seconds in zip(held, lengths, strict=True)}
    of_rounds = {each.repeats: seconds for each, seconds in zip(held, lengths, strict=True) if each.repeats}
    return plan.with_blocks(
        tuple(each.with_seconds(new.get(each.id, of_rounds.get(each.repeats, each.seconds))) for each in plan.blocks)
    )


def _stretch(block: Block, kept: Container[str]) -> Stretch:
    """Return the stretch of a block. If one round is protected, the other rounds keep their length too."""
    fixed = block.protected or (block.repeats and block.repeats in kept)
    return Stretch(block.seconds, block.seconds if fixed else block.min, shrinks_first(block), block.repeats)


def leaving_out(plan: Plan, available: int) -> LeftOut | None:
    """Return the block to leave out before the plan is fitted, or None if that would help no other block.

    Of what is repeated, the last round goes first.
    """
    fitted = fit(plan, available)
    others = [old != new for old, new in zip(plan.blocks, fitted.blocks, strict=True) if not shrinks_first(old)]
    able = [each for each in last_rounds(plan) if shrinks_first(each) and not each.protected]
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

    Rounds of one activity lose each minute together. What they then lose too much, others get back. A round that can't be
    that short keeps its minimum.
    """
    together: dict[object, list[int]] = {}
    for place, stretch in enumerate(stretches):
        together.setdefault(stretch.repeats or place, []).append(place)
    lengths, taken = [stretch.seconds for stretch in stretches], list[dict[int, int]]()
    for *_, places, length in merge(*(_minutes(places, stretches) for places in together.values())):
        if too_long <= 0:
            break
        lost = {place: lengths[place] - max(length, stretches[place].whole_minimum) for place in places}
        lost = {place: seconds for place, seconds in lost.items() if seconds > 0}
        if len(lost) == 1:
            lost = {place: min(seconds, too_long) for place, seconds in lost.items()}
        for place, seconds in lost.items():
            lengths[place] -= seconds
        too_long -= sum(lost.values())
        taken.append(lost)
    for place, seconds in _given_back(taken, -too_long):
        lengths[place] += seconds
    return lengths


def _given_back(taken: Sequence[Mapping[int, int]], too_much: int) -> Iterator[tuple[int, int]]:
    """Yield the places and seconds of what can be given back of what was `taken`, the last first."""
    kept = set[int]()
    for lost in reversed(taken):
        if kept and kept.isdisjoint(lost) and sum(lost.values()) <= too_much:
            too_much -= sum(lost.values())
            yield from lost.items()
        else:
            kept.update(lost)


def _minutes(places: Sequence[int], stretches: Sequence[Stretch]) -> Iterator[tuple[bool, float, Sequence[int], int]]:
    """Yield the minutes that stretches can spare together: what they are ordered by, their places, and their length then.

    Stretches that shrink first come first. Then the minutes are ordered by the share that their stretch has lost
    halfway through them.
    """
    own = [stretches[place] for place in places]
    seconds, minimum = max(each.seconds for each in own), min(each.whole_minimum for each in own)
    left = seconds
    while left > minimum:
        minute = left % MINUTE_S or MINUTE_S
        share = (seconds - left + minute / 2) / (seconds - minimum)
        left -= minute
        yield not own[0].first, share, places, left
