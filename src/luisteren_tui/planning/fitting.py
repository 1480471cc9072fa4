"""Making a plan fit the time there is, and what could be left out for that."""

from dataclasses import replace
from typing import NamedTuple

from luisteren_tui.planning.plan import Block, Plan, gives_first, skip, total
from luisteren_tui.planning.shrinking import Stretch, shrunk
from luisteren_tui.workshop.model import Duration


class Fitted(NamedTuple):
    """A plan that was made to fit, and the seconds that it still is too long."""

    plan: Plan
    short_s: int


class LeftOut(NamedTuple):
    """What could be left out: the block, the plan that skips it, and the seconds that the others keep by that."""

    block: Block
    plan: Plan
    kept_s: int


def fit(plan: Plan, available_s: int) -> Fitted:
    """Return the plan that takes `available_s` seconds, or comes as near to it as its minimums allow.

    A plan that takes less stays as it is. Breaks and what may be skipped give first. Nothing is skipped: that is
    for people to decide.
    """
    too_long = total(plan) - available_s
    lengths = shrunk([_stretch(each) for each in plan.blocks], too_long)
    blocks = tuple(replace(each, seconds=Duration(seconds)) for each, seconds in zip(plan.blocks, lengths, strict=True))
    fitted = replace(plan, blocks=blocks)
    return Fitted(fitted, max(0, total(fitted) - available_s))


def leaving_out(plan: Plan, available_s: int) -> LeftOut | None:
    """Return what could be left out of a plan before it is made to fit, None where nothing else has to give for it."""
    fitted, short_s = fit(plan, available_s)
    others = [old != new for old, new in zip(plan.blocks, fitted.blocks, strict=True) if not gives_first(old)]
    free = [each for each in plan.blocks if gives_first(each) and not (each.protected or each.skipped)]
    if not free or not (short_s or any(others)):
        return None
    longest = max(free, key=lambda each: each.seconds)
    without = skip(plan, longest.id)
    kept_s = total(fit(without, available_s).plan) - total(skip(fitted, longest.id))
    return LeftOut(longest, without, kept_s)


def _stretch(block: Block) -> Stretch:
    fixed = block.protected or block.skipped
    return Stretch(block.seconds, block.seconds if fixed else block.min, gives_first(block))
