"""The edits that add, copy, move and remove the parts of a workshop file. They work on its plain value."""

from typing import Any

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.workshop.model import Form
from luisteren_tui.workshop.notation import format_duration, id_from, parse_duration
from luisteren_tui.workshop.part_references import (
    NotPossible,
    free_id,
    ids_in,
    kept_right,
    taken_ids,
    with_own_ids,
    with_sums,
    without_ids,
    without_references,
)
from luisteren_tui.workshop.parts import PartKind, is_break_in, needs_in, parts_of, seconds_in, source_in, title_in
from luisteren_tui.workshop.raw_document import mapping, sequence
from luisteren_tui.workshop.value_edits import Edit, Insert, Move, Remove, Set, Wrap, value_at

MINUTE_S = 60
_NO_STEP = N_("This part can't be put into a step.")
Changed = tuple[tuple[Edit, ...], Path]
"""The edits that change the parts, and the path of the part to choose after them."""


def with_minutes(value: Any, path: Path, by: int) -> tuple[Edit, ...]:
    """Return the edits that give an activity this many minutes more, in whole minutes and at least one."""
    raw = mapping(value_at(value, path))
    if path[0] == "texts" or raw.get("activities"):
        raise NotPossible(N_("Only an activity or a break has minutes of its own."))
    minutes = (seconds_in(raw) or 0) // MINUTE_S
    length = max(1, minutes + by) * MINUTE_S
    edits: list[Edit] = [Set((*path, "duration"), format_duration(length))]
    if (shortest := parse_duration(str(raw.get("min")))) is not None and shortest > length:
        edits.append(Set((*path, "min"), format_duration(length)))
    return with_sums(value, edits)


def moved(value: Any, path: Path, by: int) -> Changed:
    """Move a part one place down, or up if `by` is negative. At the edge of its step it leaves that."""
    if path[0] == "texts":
        raise NotPossible(N_("A text to read has no place in the order."))
    around, place = path[:-1], _last(path) + by
    if 0 <= place < len(value_at(value, around)):
        return kept_right(value, [Move(path, (*around, place))]), (*around, place)
    return ((), path) if len(path) == 2 else _out_of_step(value, path, below=by > 0)


def unnested(value: Any, path: Path) -> Changed:
    """Move an activity out of its step, below that."""
    if len(path) != 4:
        raise NotPossible(N_("This part is not inside a step."))
    return _out_of_step(value, path, below=True)


def _out_of_step(value: Any, path: Path, *, below: bool) -> Changed:
    step: Path = path[:2]
    others = [raw for index, raw in enumerate(value_at(value, path[:-1])) if index != path[-1]]
    if not others:
        place: Path = ("steps", _last(step) + 1)
        return kept_right(value, [Move(path, place), Remove(step)]), step
    if all(mapping(raw).get("form") == Form.BREAK for raw in others):
        raise NotPossible(N_("A step needs at least one activity that is not a break."))
    target: Path = ("steps", _last(step) + below)
    return kept_right(value, [Move(path, target)]), target


def nested(value: Any, path: Path) -> Changed:
    """Move a step or break into the step above it. If that is one activity, it becomes the first of its step."""
    if path[0] == "texts" or not _last(path):
        raise NotPossible(_NO_STEP)
    above: Path = ("steps", _last(path) - 1)
    raw, step = mapping(value_at(value, path)), mapping(value_at(value, above))
    if len(path) != 2 or raw.get("activities"):
        raise NotPossible(_NO_STEP)
    if is_break_in(step):
        raise NotPossible(N_("Above this is a break. Move it below a step first."))
    inside = sequence(step.get("activities"))
    edits: list[Edit] = [] if inside else [Wrap(above, {"title": title_in(step)}, "activities")]
    target = (*above, "activities", len(inside) or 1)
    return kept_right(value, [*edits, Move(path, target), *_as_inner_break(raw, target)]), target


def _as_inner_break(raw: dict[str, Any], path: Path) -> list[Edit]:
    """Return the edits by which a break at `path` is written as it is inside a step."""
    if "break" not in raw:
        return []
    return [Set((*path, "title"), title_in(raw)), Set((*path, "form"), Form.BREAK.value), Remove((*path, "break"))]


def added(value: Any, after: Path, part: dict[str, Any]) -> Changed:
    """Put a new part after another one, in the same step if it fits there; after nothing it comes last."""
    if after[:1] == ("texts",):
        after = ()
    path: Path = ("steps", _last(after[:2]) + 1 if after else len(sequence(mapping(value).get("steps"))))
    if len(after) == 4 and not part.get("activities"):
        path = (*after[:-1], _last(after) + 1)
    new = with_own_ids(_with_earlier_references(value, path, part), taken_ids(value))
    if len(path) == 4 and "break" in new:
        new = {"id": new["id"], "title": new["break"], "form": Form.BREAK.value} | {
            key: item for key, item in new.items() if key not in ("id", "break")
        }
    around = value_at(value, path[:-1])
    if around and isinstance(around, list):
        return kept_right(value, [Insert(path, new)]), path
    alone = [around] if around and isinstance(around, dict) else []  # a step without its dash
    return kept_right(value, [Set(path[:-1], [*alone, new])]), (*path[:-1], len(alone))


def _with_earlier_references(value: Any, path: Path, part: dict[str, Any]) -> dict[str, Any]:
    """Return a new part that needs only what comes before `path`."""
    ids = {each.id for each in parts_of(value) if each.path < path and each.kind is PartKind.ACTIVITY}
    needs = [id for id in needs_in(part) if id in ids]
    rest = {key: item for key, item in part.items() if key != "needs"}
    return {**rest, "needs": needs if len(needs) > 1 else needs[0]} if needs else rest


def added_text(value: Any, text: dict[str, Any]) -> Changed:
    """Put a new text to read after the others."""
    names = mapping(mapping(value).get("texts"))
    name = free_id(id_from(title_in(text), "text"), names)
    return (Set(("texts", name), text),), ("texts", name)


def copied(value: Any, path: Path) -> Changed:
    """Put a copy of a part below it, with ids of its own."""
    raw = mapping(value_at(value, path))
    if path[0] == "texts":
        return added_text(value, raw)
    below = (*path[:-1], _last(path) + 1)
    return kept_right(value, [Insert(below, with_own_ids(without_ids(raw), taken_ids(value)))]), below


def removed(value: Any, path: Path) -> Changed:
    """Remove a part. What refers to it is changed, and the last activity of a step takes that along."""
    if path[0] == "texts":
        return _without_text(value, str(path[1]))
    if len(path) == 4:
        rest = [raw for index, raw in enumerate(value_at(value, path[:-1])) if index != path[-1]]
        if all(mapping(raw).get("form") == Form.BREAK for raw in rest):
            path = path[:2]
    edits = [*without_references(value, path), Remove(path)]
    left = len(value_at(value, path[:-1])) - 1
    place = (*path[:-1], min(_last(path), left - 1)) if left else ()
    return kept_right(value, edits), place


def removal_warning(value: Any, path: Path) -> tuple[Problem, ...]:
    """Return what else changes when a part is removed."""
    gone, found = ids_in(value, path), []
    if path[0] == "texts":
        readers = [part for part in parts_of(value) if mapping(value_at(value, part.path)).get("text") == path[1]]
        message = N_("“{title}” no longer has this text.")
        return tuple(Problem(part.path, message, {"title": part.title}) for part in readers)
    for part in parts_of(value):
        raw = mapping(value_at(value, part.path))
        if part.id in gone or part.path[: len(path)] == path:
            continue
        if gone.intersection(needs_in(raw)):
            found.append(Problem(part.path, N_("“{title}” no longer needs it."), {"title": part.title}))
        if source_in(raw) in gone:
            message = N_("“{title}” takes its groups from it, and will form them itself.")
            found.append(Problem(part.path, message, {"title": part.title}))
    return tuple(found)


def _without_text(value: Any, name: str) -> Changed:
    edits: list[Edit] = []
    for part in parts_of(value):
        raw = mapping(value_at(value, part.path))
        if part.kind is not PartKind.TEXT and raw.get("text") == name:
            edits += [Remove((*part.path, key)) for key in ("text", "silence") if key in raw]
    names = [*mapping(value["texts"])]
    edits.append(Remove(("texts", name)) if len(names) > 1 else Remove(("texts",)))
    place = names.index(name)
    left = [other for other in names if other != name]
    return tuple(edits), ("texts", left[min(place, len(left) - 1)]) if left else ()


def _last(path: Path) -> int:
    last = path[-1]
    assert isinstance(last, int)
    return last
