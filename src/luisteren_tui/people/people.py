"""The people who are present, and the groups they are in."""

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import field
from msgspec.structs import replace

from luisteren_tui.i18n import ngettext
from luisteren_tui.workshop.model import MAX_PEOPLE, Form, Stored, Whole, Workshop

Groups = tuple[tuple[int, ...], ...]
"""People by number. In a trio that plays in turns the third one observes first, then the second."""

DEFAULT_PARTICIPANTS = 12
"""The number of participants where nothing else tells."""


class People(Stored, frozen=True):
    """The people who are present, by number. `names` is empty, or has their names as typed, in the same order.

    `groups` has the groups that were formed for an activity, by its id. A trio has three turns in the activities in
    `three`, else two. `first` has the number of the group that begins in an activity with a turn for each group, else
    it is group 1. `sizes` has the size of groups where the facilitator chose another one than the workshop asks for.
    Field names are stored: never change them.
    """

    left_out_if_empty = frozenset({"first", "sizes"})

    present: tuple[Whole, ...]
    names: tuple[str, ...] = ()
    groups: Mapping[str, tuple[tuple[Whole, ...], ...]] = field(default_factory=dict)
    three: tuple[str, ...] = ()
    first: Mapping[str, Whole] = field(default_factory=dict)
    sizes: Mapping[str, Whole] = field(default_factory=dict)

    def with_present(self, present: tuple[int, ...], names: tuple[str, ...]) -> "People":
        """Return these people instead, with these names, in the same groups."""
        return replace(self, present=present, names=names)

    def with_names(self, names: tuple[str, ...]) -> "People":
        """Return the same people with these names."""
        return replace(self, names=names)

    def with_groups(self, groups: Mapping[str, Groups]) -> "People":
        """Return the same people in these groups."""
        return replace(self, groups=groups)

    def with_three(self, three: tuple[str, ...]) -> "People":
        """Return the same people, with three turns for a trio in the activities in `three`."""
        return replace(self, three=three)

    def with_first(self, activity: str, group: int) -> "People":
        """Return the same people, where `group` begins in `activity`."""
        return replace(self, first={**self.first, activity: group})

    def with_size(self, activity: str, size: int) -> "People":
        """Return the same people, where groups of `size` are asked for in `activity`."""
        return replace(self, sizes={**self.sizes, activity: size})


def expected_people(workshop: Workshop, last: int | None = None) -> int:
    """Return how many people take part where no plan says so: as many as `last` time, or as the workshop expects at most."""
    most = DEFAULT_PARTICIPANTS if workshop.participants is None else workshop.participants.high
    return max(1, min(MAX_PEOPLE, most if last is None else last))


def is_consistent(people: People) -> bool:
    """Return whether everyone is present once, and is in at most one group of an activity."""
    all_of = (people.present, *(tuple(who for group in groups for who in group) for groups in people.groups.values()))
    return (
        0 < len(people.present) <= MAX_PEOPLE
        and len(people.names) in (0, len(people.present))
        and all(len(set(some)) == len(some) <= MAX_PEOPLE for some in all_of)
        and all(group for groups in people.groups.values() for group in groups)
        and all(1 <= size <= MAX_PEOPLE for size in people.sizes.values())
    )


def has_everyone(people: People, groups: Groups) -> bool:
    """Return whether exactly the people who are present are in some groups."""
    return {who for group in groups for who in group} == {*people.present}


def group_sizes(form: Form, sizes: Iterable[int]) -> str:
    """Return the number of groups of each size in words: "4 pairs + 1 trio", "2 groups of 4 + 1 group of 3"."""
    parts = []
    for size, n in sorted(Counter(sizes).items(), key=lambda item: (-item[1], -item[0])):
        if size == 1:
            parts.append(ngettext("{n} alone", "{n} alone", n).format(n=n))
        elif form == Form.PAIRS and size == 2:
            parts.append(ngettext("{n} pair", "{n} pairs", n).format(n=n))
        elif form == Form.PAIRS and size == 3:
            parts.append(ngettext("{n} trio", "{n} trios", n).format(n=n))
        else:
            parts.append(ngettext("{n} group of {size}", "{n} groups of {size}", n).format(n=n, size=size))
    return " + ".join(parts)
