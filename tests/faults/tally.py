"""A row of the fault table, and the tally of what it tried and lost."""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

_SHOWN = 200
_IN_MEMORY = Path("/dev/shm")


@dataclass
class Tally:
    """What a row tried, lost, could not run and measured."""

    tried: int = 0
    lost: list[str] = field(default_factory=list)
    did_not_run: list[str] = field(default_factory=list)
    measured: list[str] = field(default_factory=list)

    @contextmanager
    def trial(self, what: object, count: int = 1) -> Iterator[None]:
        """Count `what` as tried, and as lost if an exception leaves the block."""
        self.tried += count
        try:
            yield
        except Exception as error:  # noqa: BLE001 - any exception counts as a loss
            self.lost.append(f"{what}: {type(error).__name__}: {error}"[:_SHOWN].replace("\n", " "))

    def add(self, other: "Tally") -> None:
        """Add the counts of another tally."""
        self.tried += other.tried
        self.lost += other.lost
        self.did_not_run += other.did_not_run
        self.measured += other.measured


@dataclass(frozen=True)
class Row:
    """A row of the table.

    The full form tries `count` of `unit` and the short form `short`; 0 means all there are. Fewer tries than `least`
    (short form, full form) count as a loss, because a row that tries nothing also loses nothing. `run` takes the count
    and a seed. Its docstring says which faults it injects, how it judges the result, and which safeguards were removed
    to see it fail.
    """

    number: int
    what: str
    holds: str
    unit: str
    short: int
    count: int
    least: tuple[int, int]
    run: Callable[[int, int], Tally]


def require(holds: object, otherwise: object) -> None:
    """Raise an AssertionError with the message `otherwise` unless `holds` is true."""
    if not holds:
        raise AssertionError(otherwise)


def rng(seed: int, *place: object) -> random.Random:
    """Return a random generator that is always the same for the same seed and `place`."""
    return random.Random(f"{seed} {place}")


@contextmanager
def folder() -> Iterator[Path]:
    """Yield an empty folder, in memory if the system has /dev/shm, which makes the rows faster."""
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as name:
        yield Path(name)


Case = TypeVar("Case")


def sample(cases: Sequence[Case], count: int, seed: int) -> list[Case]:
    """Return `count` of the cases in their order, or all of them if `count` is 0 or larger."""
    if not 0 < count < len(cases):
        return list(cases)
    places = sorted(rng(seed, "sample").sample(range(len(cases)), count))
    return [cases[place] for place in places]
