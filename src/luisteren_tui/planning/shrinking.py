"""Who gives how much when there is less time than was planned."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """A length of time that can shrink to `least`, both in seconds; one that is `first` gives before others do."""

    seconds: int
    least: int
    first: bool = False


def shrunk(stretches: Sequence[Stretch], too_long: int) -> list[int]:
    """Return the seconds of each stretch once all give `too_long` seconds together, or all that they can.

    Each gives in proportion to what it can give. They give by the minute, in one fixed order of all the minutes that
    there are to give, so that no stretch ever gets less when there is more time (rounding the largest remainders
    does that now and then). Whole minutes come of it; where `too_long` is not made of them, one stretch is left
    with the rest.
    """
    lengths = [stretch.seconds for stretch in stretches]
    for _, place, seconds in chain(_gifts(stretches, True), _gifts(stretches, False)):
        if too_long <= 0:
            break
        given = min(seconds, too_long)
        lengths[place] -= given
        too_long -= given
    return lengths


def _gifts(stretches: Sequence[Stretch], first: bool) -> Iterable[tuple[float, int, int]]:
    return merge(*(_minutes(place, each) for place, each in enumerate(stretches) if each.first == first))


def _minutes(place: int, stretch: Stretch) -> Iterator[tuple[float, int, int]]:
    """Yield what a stretch can give, by the minute: (the share of it all that is given halfway, its place, seconds)."""
    least = -(-max(stretch.least, 0) // MINUTE) * MINUTE
    left = stretch.seconds
    while left > least:
        seconds = left % MINUTE or MINUTE
        yield (stretch.seconds - left + seconds / 2) / (stretch.seconds - least), place, seconds
        left -= seconds
