"""Activities that refer to earlier ones: what is wrong with `needs` and `from`, and which rounds they mean."""

from collections.abc import Iterator, Mapping, Sequence

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.workshop.entries import Entry

_NEEDS, _FROM = "needs", "from"
_ITSELF = {
    _NEEDS: N_("An activity can't need itself."),
    _FROM: N_("An activity can't take its own groups. Write the id of an earlier one."),
}
_LATER = {
    _NEEDS: N_("'{id}' comes later. Only an earlier activity can be needed."),
    _FROM: N_("'{id}' comes later. Groups come from an earlier activity."),
}


def of_references(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield the references that name no earlier activity."""
    places = {id: place for place, entry in reversed([*enumerate(entries)]) for id in (*entry.round_ids, entry.id)}
    numbers = {entry.number: entry.id for entry in entries}
    circle: list[str] | None = None
    for place, entry in enumerate(entries):
        for here, key, id in _references(entry):
            if id not in places:
                yield _unknown(here, id, numbers)
            elif places[id] == place:
                yield Problem(here, _ITSELF[key])
            elif places[id] > place:
                circle = _circle(entries) if circle is None else circle
                yield _later(here, key, id, circle if key == _NEEDS and entry.id in circle else [])
            elif (other := entries[places[id]]).repeated == entry.repeated is not None and id != other.id:
                message = N_("Write '{id}' here: inside a repeated step that means the one in the same round.")
                yield Problem(here, message, {"id": other.id})


def _references(entry: Entry) -> Iterator[tuple[Path, str, str]]:
    """Yield the path of each reference, its key and the id that is written there."""
    for index, id in enumerate(entry.given.needs):
        yield (*entry.path, "needs", index), _NEEDS, id
    if entry.given.groups is not None and entry.given.groups.from_ is not None:
        yield (*entry.path, "groups", "from"), _FROM, entry.given.groups.from_


def _unknown(here: Path, id: str, numbers: Mapping[str, str]) -> Problem:
    if id in numbers:
        return Problem(
            here, N_("What you see as '{id}' has the id '{own}'. Write that."), {"id": id, "own": numbers[id]}
        )
    return Problem(here, N_("There is no activity '{id}'. Write the id of an earlier one."), {"id": id})


def _later(here: Path, key: str, id: str, circle: Sequence[str]) -> Problem:
    if id in circle:
        values = {"circle": " → ".join(circle)}
        message = N_("These activities need each other: {circle}. Only an earlier one can be needed.")
        return Problem(here, message, values)
    return Problem(here, _LATER[key], {"id": id})


def _circle(entries: Sequence[Entry]) -> list[str]:
    """Return the ids of activities that need each other, the first one again at the end, or none."""
    from graphlib import CycleError, TopologicalSorter  # only a file with this mistake needs it

    needed = {entry.id: entry.given.needs for entry in entries}
    try:
        TopologicalSorter(needed).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle[::-1]
    return []


def with_references(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries, one for each round, in which `needs` and `from` name rounds instead of what is repeated."""
    done: list[Entry] = []
    earlier: dict[str, list[Entry]] = {}
    for entry in entries:
        given, groups = entry.given, entry.given.groups
        if given.needs:
            given = given.with_needs(tuple(id for need in given.needs for id in _rounds_named(need, entry, earlier)))
        if groups is not None:
            source = entry.before if groups.stay and entry.before else groups.from_
            named = _rounds_named(source, entry, earlier) if source else ()
            given = given.with_groups(groups.with_source(named[-1] if named else None))
        done.append(entry.with_given(given))
        for id in {entry.id, entry.repeats or entry.id}:
            earlier.setdefault(id, []).append(entry)
    return done


def _rounds_named(id: str, entry: Entry, earlier: Mapping[str, Sequence[Entry]]) -> tuple[str, ...]:
    """Return the ids of the earlier activities that `id` stands for in an entry: all rounds of what is repeated.

    Inside a step that is repeated it stands for the one in the same round. `earlier` has them by what they are called.
    """
    named = earlier.get(id, ())
    beside = [each for each in named if entry.repeated is not None and each.repeated == entry.repeated]
    return tuple(each.id for each in named if not beside or each.id == id or each.round == entry.round)
