"""Adapt a saved plan to a workshop that has changed since, and say what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.planning.plan import (
    Block,
    Plan,
    common_title,
    in_minutes,
    missing_needs,
    plain_title,
    plan_of,
    with_needs,
)
from luisteren_tui.workshop.model import Workshop

OTHER_CHANGE = N_("The workshop has changed since, but not its activities or their times.")


def changed(plan: Plan, workshop: Workshop, sha256: str) -> list[Problem]:
    """Return what changed since the plan was saved, one sentence each."""
    adapted = adapt(plan, workshop, sha256)
    if adapted == plan:
        return []
    before = {each.id: each for each in plan.blocks if not each.own}
    after = {each.id: each for each in plan_of(workshop, sha256).blocks}
    were, now = _by_plain_id(before.values()), _by_plain_id(after.values())
    problems = [*_rounds(were, now)]
    for id, each in after.items():
        rounds = now[_plain_id(each)]
        alike = common_title(rounds)
        if id not in before and not (alike and (each.round > 1 or _plain_id(each) in were)):
            minutes = (
                f"{len(rounds)} × {in_minutes(each.seconds)}" if alike and each.repeats else in_minutes(each.seconds)
            )
            values = {"title": plain_title(each), "minutes": minutes}
            problems.append(Problem((id,), N_("'{title}' ({minutes} min) is new in the workshop."), values))
    for id, each in before.items():
        told_as_rounds = common_title(now.get(_plain_id(each), ()))
        told_at_first = each.round > 1 and common_title(were[_plain_id(each)])
        if id not in after and not (told_as_rounds or told_at_first):
            values = {"title": plain_title(each)}
            problems.append(Problem((id,), N_("'{title}' is no longer in the workshop."), values))
    told = set[tuple[str, str]]()
    for each in after.values():
        if old := _continued(were, each):
            names = plain_title(old[0]), plain_title(each)
            if old[0].id == each.id and names[0] != names[1] and names not in told:
                told.add(names)
                values = {"old": names[0], "title": names[1]}
                problems.append(Problem((each.id,), N_("'{old}' is called '{title}' now."), values))
            if each.round < 2:  # the other rounds are the same
                problems += _differences(old[0], each)
    problems += _fallen_out(before, adapted)
    return problems or [Problem((), OTHER_CHANGE)]


def adapt(plan: Plan, workshop: Workshop, sha256: str) -> Plan:
    """Return the plan for the workshop as it is now. Changes that were made in the plan are kept.

    Breaks and custom blocks stay after the block that they followed. A new round is as long as the others.
    """
    old, were = {each.id: each for each in plan.blocks}, _by_plain_id(plan.blocks)
    new = {each.id: each for each in plan_of(workshop, sha256).blocks}
    now = _by_plain_id(new.values())
    kept = {each.id: each for each in plan.blocks if each.own} | {
        id: _adapted(_continued(were, each), each) for id, each in new.items()
    }
    order = [id for id in new if not (id in old and kept[id].movable)]
    anchor: str | None = None
    for each in plan.blocks:
        if each.id in kept and kept[each.id].movable and each.id not in order:
            order.insert(order.index(anchor) + 1 if anchor else 0, each.id)
        if each.id in order:
            anchor = each.id
        elif became := [one.id for one in now.get(_plain_id(each), ()) if one.id in order]:
            anchor = became[-1] if anchor is None else max(anchor, became[-1], key=order.index)
    return with_needs(plan.with_workshop(workshop.id, sha256).with_blocks(tuple(kept[id] for id in order)))


def _plain_id(block: Block) -> str:
    return block.repeats or block.id


def _by_plain_id(blocks: Iterable[Block]) -> dict[str, list[Block]]:
    """Return the blocks of the workshop by the id of what they are rounds of, or else their own."""
    found: dict[str, list[Block]] = {}
    for each in blocks:
        if not each.own:
            found.setdefault(_plain_id(each), []).append(each)
    return found


def _continued(before: Mapping[str, Sequence[Block]], new: Block) -> Sequence[Block]:
    """Return the blocks of an earlier plan that became this one: the one with its id, or else the rounds of the same."""
    same = before.get(_plain_id(new), ())
    return [each for each in same if each.id == new.id] or same


def _adapted(old: Sequence[Block], new: Block) -> Block:
    """Return a block of the workshop with what was changed in the plan. A new one stays as it is."""
    if not old:
        return new
    seconds = new.seconds if old[0].seconds == old[0].original else old[0].seconds
    return new.with_seconds(seconds).with_skipped(all(each.skipped for each in old))


def _rounds(were: Mapping[str, Sequence[Block]], now: Mapping[str, Sequence[Block]]) -> Iterator[Problem]:
    """Yield what is repeated more or less often now, or no longer."""
    for id, (first, *more) in now.items():
        if id in were and common_title(now[id]) and (old := len(were[id])) != (new := len(now[id])):
            values: dict[str, str | int] = {"title": plain_title(first), "old": old, "new": new}
            message = (
                N_("'{title}' has {new} rounds now, not {old}.") if more else N_("'{title}' is no longer repeated.")
            )
            yield Problem((id,), message, values)


def _differences(old: Block, new: Block) -> Iterator[Problem]:
    """Yield what changed in a block, or in all its rounds, besides its title."""
    title = plain_title(new)
    if old.original != new.original:
        values = {"title": title, "old": in_minutes(old.original), "new": in_minutes(new.original)}
        yield Problem((new.id,), N_("'{title}' takes {new} min now, not {old}."), values)
    if old.form != new.form:
        yield Problem((new.id,), N_("The way the group works in '{title}' has changed."), {"title": title})
    if old.min != new.min:
        yield from _minimum(old, new)
    if (old.protected, old.skippable) != (new.protected, new.skippable):
        yield Problem((new.id,), N_("Whether '{title}' may be shortened or skipped has changed."), {"title": title})


def _fallen_out(before: Mapping[str, Block], adapted: Plan) -> Iterator[Problem]:
    for each in adapted.blocks:
        if each.skipped and each.id in before and not before[each.id].skipped:
            needed = ", ".join(one.title for one in missing_needs(adapted, each))
            values = {"title": each.title, "needed": needed}
            yield Problem(
                (each.id,), N_("'{title}' is left out now: it needs '{needed}', which this plan skips."), values
            )


def _minimum(old: Block, new: Block) -> Iterator[Problem]:
    kept = _adapted([old], new)
    values = {"title": plain_title(new), "min": in_minutes(kept.minimum), "old": in_minutes(old.minimum)}
    if kept.seconds < kept.minimum and not kept.skipped:
        message = N_("The minimum of '{title}' is {min} min now; the plan gives {minutes}.")
        yield Problem((new.id,), message, values | {"minutes": in_minutes(kept.seconds)})
    elif old.original == new.original:
        yield Problem((new.id,), N_("The minimum of '{title}' is {min} min now, not {old}."), values)
