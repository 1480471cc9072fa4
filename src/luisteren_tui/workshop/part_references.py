"""What stays right when the parts of a workshop file are changed: ids, references, and the durations of steps.

An id that followed from a place is written out where that place changes, so that saved plans and earlier sessions stay
about the same activities.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count
from typing import Any

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.workshop.entries import Entry, each_activity
from luisteren_tui.workshop.notation import format_duration, id_from
from luisteren_tui.workshop.parts import needs_in, parts_of, seconds_in, source_in, title_in
from luisteren_tui.workshop.raw_document import mapping, outline, rounds_in, sequence
from luisteren_tui.workshop.value_edits import Edit, Remove, Set, edited, value_at

MARK = "\0origin"
"""The key under which a step or activity keeps its path while edits are tried."""
_BY_PLACE = re.compile("[0-9]+[a-z]*(-[0-9]+)*|p[0-9]+")
"""An id that may follow from a place, which no new activity gets."""


class NotPossible(Exception):
    """The parts can't be changed like that; `problem` says why."""

    def __init__(self, message: str, **values: str) -> None:
        self.problem = Problem((), message, values)
        super().__init__(message)


def with_sums(value: Any, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits, and those by which the duration of a step stays the sum of its activities where it was."""
    edits = [*edits]
    after = edited(_marked(value), edits)
    for index, step in enumerate(map(mapping, sequence(after.get("steps")))):
        before = mapping(value_at(value, step.get(MARK, ())))
        old, new, written = _sum(before), _sum(step), seconds_in(before)
        if not old or not written or written not in (old, old * rounds_in(before)):
            continue
        length = None if new is None else new * (written // old)
        if length != seconds_in(step):
            path: Path = ("steps", index, "duration")
            edits.append(Remove(path) if length is None else Set(path, format_duration(length)))
    return tuple(edits)


def kept_right(value: Any, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits with those that keep ids and sums as they are. Raise NotPossible if an order would be wrong."""
    ids = {entry.path: entry.id for entry in each_activity(outline(value))}
    after = edited(_marked(value), edits)
    kept: list[Edit] = []
    for entry in each_activity(outline(after)):
        origin = mapping(value_at(after, entry.path)).get(MARK)
        if origin in ids and entry.id != ids[origin]:
            kept.append(Set((*origin, "id"), ids[origin]))
    every = (*kept, *edits)
    for own, other in sorted(_out_of_order(edited(value, every)) - _out_of_order(value)):
        titles = {part.id: part.title for part in parts_of(value)}
        message = N_("“{title}” builds on “{needed}”, and has to stay after it.")
        raise NotPossible(message, title=titles.get(own, own), needed=titles.get(other, other))
    return with_sums(value, every)


def _out_of_order(value: Any) -> set[tuple[str, str]]:
    """Return the ids of each activity and of one that it refers to but doesn't come after."""
    entries = [*each_activity(outline(value))]
    places = {id: place for place, entry in enumerate(entries) for id in (entry.id, *entry.round_ids)}
    own = {id: entry.id for entry in entries for id in (entry.id, *entry.round_ids)}
    return {
        (entry.id, own[id])
        for place, entry in enumerate(entries)
        for id in (*entry.given.needs, *([entry.given.groups.from_] if entry.given.groups else []))
        if id is not None and places.get(id, -1) >= place
    }


def without_references(value: Any, path: Path) -> Iterator[Edit]:
    """Yield the edits by which nothing refers to the activities at `path` any more."""
    gone = ids_in(value, path)
    heirs: dict[str, str] = {}
    """The activities that took over the groups of those that are gone, by the ids of these."""
    for entry in each_activity(outline(value)):
        raw = mapping(value_at(value, entry.path))
        if entry.path[: len(path)] == path:
            continue
        if gone.intersection(needs := needs_in(raw)):
            left = [id for id in needs if id not in gone]
            here = (*entry.path, "needs")
            yield Set(here, left if len(left) > 1 else left[0]) if left else Remove(here)
        if source_in(raw) in gone:
            yield _with_groups(value, entry, gone, heirs)


def _with_groups(value: Any, entry: Entry, gone: Collection[str], heirs: dict[str, str]) -> Edit:
    """Return the edit for an activity whose groups came from one that is gone.

    The first that had the same groups forms them as that one did, and later ones take them from there.
    """
    raw = mapping(value_at(value, entry.path))
    groups, source, here = mapping(raw.get("groups")), source_in(raw), (*entry.path, "groups")
    if source in heirs:
        return Set((*here, "from"), heirs[source])
    rest = {key: item for key, item in groups.items() if key not in ("from", "stay")}
    if not rest:
        heirs[source] = entry.id
        theirs = _raw_of(value, source)
        while (before := source_in(theirs)) in gone and before != source:
            source, theirs = before, _raw_of(value, before)
        if theirs.get("form") == raw.get("form") and source_in(theirs) not in gone:
            rest = mapping(theirs.get("groups"))
    return Set(here, rest) if rest else Remove(here)


def _raw_of(value: Any, id: str) -> dict[str, Any]:
    """Return the activity with this id, or with this id of a round."""
    paths = (entry.path for entry in each_activity(outline(value)) if id in (entry.id, *entry.round_ids))
    return mapping(value_at(value, next(paths)))


# Ids


def with_own_ids(part: dict[str, Any], taken: Collection[str]) -> dict[str, Any]:
    """Return a new part in which each activity has an id that no other has; references inside it follow."""
    used, new_ids = {*taken}, {}

    def with_id(raw: dict[str, Any]) -> dict[str, Any]:
        given = raw.get("id")
        wanted = given if isinstance(given, str) else id_from(title_in(raw), "part")
        id = free_id(wanted if not _BY_PLACE.fullmatch(wanted) else f"part-{wanted}", used)
        used.add(id)
        for key in (given, raw.get(MARK)):
            if isinstance(key, str):
                new_ids[key] = id
        return {"id": id} | {key: item for key, item in raw.items() if key not in ("id", MARK)}

    if not part.get("activities"):
        return with_id(part)
    inside = [_with_new_references(with_id(mapping(raw)), new_ids) for raw in part["activities"]]
    return {**part, "activities": inside}


def without_ids(raw: dict[str, Any]) -> dict[str, Any]:
    """Return a part whose activities have no ids, but remember them."""

    def forgetful(raw: dict[str, Any]) -> dict[str, Any]:
        return {MARK: raw.get("id", ""), **{key: item for key, item in raw.items() if key != "id"}}

    if not raw.get("activities"):
        return forgetful(raw)
    return {**raw, "activities": [forgetful(mapping(each)) for each in raw["activities"]]}


def _with_new_references(raw: dict[str, Any], new_ids: dict[str, str]) -> dict[str, Any]:
    new = dict(raw)
    if needs := needs_in(raw):
        listed = [new_ids.get(id, id) for id in needs]
        new["needs"] = listed if isinstance(raw["needs"], list) else listed[0]
    if source := source_in(raw):
        new["groups"] = {**raw["groups"], "from": new_ids.get(source, source)}
    return new


def taken_ids(value: Any) -> set[str]:
    """Return the ids of all activities and of their rounds."""
    return {id for entry in each_activity(outline(value)) for id in (entry.id, *entry.round_ids)}


def free_id(wanted: str, taken: Collection[str]) -> str:
    """Return `wanted`, or with a number after it if that is taken."""
    ids = (wanted if number == 1 else f"{wanted[:36]}-{number}" for number in count(1))
    return next(id for id in ids if id not in taken)


def ids_in(value: Any, path: Path) -> set[str]:
    """Return the ids of the activities at `path` or in it, and of their rounds."""
    inside = [entry for entry in each_activity(outline(value)) if entry.path[: len(path)] == path]
    return {id for entry in inside for id in (entry.id, *entry.round_ids)}


# Trying


def _marked(value: Any) -> Any:
    """Return the document in which each step and activity knows its path."""
    steps = []
    for index, step in enumerate(sequence(value.get("steps"))):
        path: Path = ("steps", index)
        if isinstance(step, dict):
            step = {**step, MARK: path}
            if isinstance(step.get("activities"), list):
                step["activities"] = [
                    {**raw, MARK: (*path, "activities", place)} if isinstance(raw, dict) else raw
                    for place, raw in enumerate(step["activities"])
                ]
        steps.append(step)
    return {**value, "steps": steps}


def _sum(step: dict[str, Any]) -> int | None:
    """Return how long the activities of a step take together, or None if that can't be said."""
    total = 0
    for raw in map(mapping, sequence(step.get("activities"))):
        seconds = seconds_in(raw)
        if seconds is None:
            return None
        total += seconds * max(1, rounds_in(raw))
    return total or None
