"""Who is there and in which groups, and the events that say so."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Groups = tuple[tuple[int, ...], ...]
"""People by number; in a trio that plays in turns the third looks on first, then the second."""

MOST = 200
"""More people than this are not counted one by one."""


@dataclass(frozen=True, slots=True)
class People:
    """Who is there, by number; their names as they were typed, in the same order, where names were given.

    `groups` are those that were formed for an activity, by its id; a trio in one of `three` has three turns.
    """

    present: tuple[int, ...]
    names: tuple[str, ...] = ()
    groups: Mapping[str, Groups] = field(default_factory=dict)
    three: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """Who is there differs: someone came or left, or names were given."""

    t: int
    people: People


@dataclass(frozen=True, slots=True)
class Grouped:
    """Groups were formed or shuffled."""

    t: int
    people: People


@dataclass(frozen=True, slots=True)
class GroupsShown:
    """The room sees the groups of this activity, names included; with None of none."""

    t: int
    activity: str | None


def sound(people: People) -> bool:
    """Return whether this can be true: everyone is there once, and in one group of an activity at most."""
    all_of = (people.present, *(tuple(who for group in groups for who in group) for groups in people.groups.values()))
    return (
        0 < len(people.present) <= MOST
        and len(people.names) in (0, len(people.present))
        and all(len(set(some)) == len(some) <= MOST for some in all_of)
        and all(group for groups in people.groups.values() for group in groups)
    )
