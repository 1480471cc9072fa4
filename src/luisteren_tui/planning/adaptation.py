"""Adapt a saved plan to a workshop that has changed since, and say what changed."""

from collections.abc import Iterator, Mapping

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.planning.plan import Block, Plan, in_minutes, missing_needs, plan_of, with_needs
from luisteren_tui.workshop.model import Workshop

OTHER_CHANGE = N_("The workshop has changed since, but not its activities or their times.")


def changed(plan: Plan, workshop: Workshop, sha256: str) -> list[Problem]:
    """Return what changed since the plan was saved, one sentence each."""
    adapted = adapt(plan, workshop, sha256)
    if adapted == plan:
        return []
    before = {each.id: each for each in plan.blocks if not each.own}
    after = {each.id: each for each in plan_of(workshop, sha256).blocks}
    problems = []
    for id, each in after.items():
        if id not in before:
            values = {"title": each.title, "minutes": in_minutes(each.seconds)}
            problems.append(Problem((id,), N_("'{title}' ({minutes} min) is new in the workshop."), values))
    for id, each in before.items():
        if id not in after:
            problems.append(Problem((id,), N_("'{title}' is no longer in the workshop."), {"title": each.title}))
    for id, each in after.items():
        if id in before:
            problems += _differences(before[id], each)
    problems += _fallen_out(before, adapted)
    return problems or [Problem((), OTHER_CHANGE)]


def adapt(plan: Plan, workshop: Workshop, sha256: str) -> Plan:
    """Return the plan for the workshop as it is now. Changes that were made in the plan are kept.

    Breaks and custom blocks stay after the block that they followed.
    """
    old = {each.id: each for each in plan.blocks}
    new = {each.id: each for each in plan_of(workshop, sha256).blocks}
    kept = {each.id: each for each in plan.blocks if each.own} | {
        id: _adapted(old[id], each) if id in old else each for id, each in new.items()
    }
    order = [id for id in new if not (id in old and kept[id].movable)]
    anchor: str | None = None
    for each in plan.blocks:
        if each.id in kept and kept[each.id].movable and each.id not in order:
            order.insert(order.index(anchor) + 1 if anchor else 0, each.id)
        anchor = each.id if each.id in order else anchor
    return with_needs(plan.with_workshop(workshop.id, sha256).with_blocks(tuple(kept[id] for id in order)))


def _adapted(old: Block, new: Block) -> Block:
    seconds = new.seconds if old.seconds == old.original else old.seconds
    return new.with_seconds(seconds).with_skipped(old.skipped)


def _differences(old: Block, new: Block) -> Iterator[Problem]:
    if old.title != new.title:
        yield Problem((new.id,), N_("'{old}' is called '{title}' now."), {"old": old.title, "title": new.title})
    if old.original != new.original:
        values = {"title": new.title, "old": in_minutes(old.original), "new": in_minutes(new.original)}
        yield Problem((new.id,), N_("'{title}' takes {new} min now, not {old}."), values)
    if old.form != new.form:
        yield Problem((new.id,), N_("The way the group works in '{title}' has changed."), {"title": new.title})
    if old.min != new.min:
        yield from _minimum(old, new)
    if (old.protected, old.skippable) != (new.protected, new.skippable):
        yield Problem((new.id,), N_("Whether '{title}' may be shortened or skipped has changed."), {"title": new.title})


def _fallen_out(before: Mapping[str, Block], adapted: Plan) -> Iterator[Problem]:
    for each in adapted.blocks:
        if each.skipped and each.id in before and not before[each.id].skipped:
            needed = ", ".join(one.title for one in missing_needs(adapted, each))
            values = {"title": each.title, "needed": needed}
            yield Problem(
                (each.id,), N_("'{title}' is left out now: it needs '{needed}', which this plan skips."), values
            )


def _minimum(old: Block, new: Block) -> Iterator[Problem]:
    kept = _adapted(old, new)
    values = {"title": new.title, "min": in_minutes(kept.minimum), "old": in_minutes(old.minimum)}
    if kept.seconds < kept.minimum and not kept.skipped:
        message = N_("The minimum of '{title}' is {min} min now; the plan gives {minutes}.")
        yield Problem((new.id,), message, values | {"minutes": in_minutes(kept.seconds)})
    elif old.original == new.original:
        yield Problem((new.id,), N_("The minimum of '{title}' is {min} min now, not {old}."), values)
