"""A row of the table, and the count of what it tried."""

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
    """How much was tried, what of it was lost, what did not run at all, and what was measured on the way."""

    tried: int = 0
    lost: list[str] = field(default_factory=list)
    did_not_run: list[str] = field(default_factory=list)
    measured: list[str] = field(default_factory=list)

    @contextmanager
    def trial(self, what: object, count: int = 1) -> Iterator[None]:
        """Count `what` as tried, and as lost when anything goes wrong in it."""
        self.tried += count
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is a loss
            self.lost.append(f"{what}: {type(error).__name__}: {error}"[:_SHOWN].replace("\n", " "))

    def add(self, other: "Tally") -> None:
        """Take over what another one counted."""
        self.tried += other.tried
        self.lost += other.lost
        self.did_not_run += other.did_not_run
        self.measured += other.measured


@dataclass(frozen=True)
class Row:
    """A row: `count` of `unit` are tried in the whole form (0 is every one), `short` of them in the short one.

    Fewer tries than `least` (of the short form, of the whole one) are a loss: what tries nothing loses nothing. `run` takes the count and a seed. Its docstring says what is injected, by what it is judged, and with which guard
    taken out it was seen to fail.
    """

    number: int
    what: str
    holds: str
    unit: str
    short: int
    count: int
    least: tuple[int, int]
    run: Callable[[int, int], Tally]


def need(holds: object, otherwise: object) -> None:
    """Raise an AssertionError unless it `holds`."""
    if not holds:
        raise AssertionError(otherwise)


def rng(seed: int, *place: object) -> random.Random:
    """Return what draws the same whenever it is asked for this `place`."""
    return random.Random(f"{seed} {place}")


@contextmanager
def folder() -> Iterator[Path]:
    """Yield an empty folder, in memory where the system has that: what a kill or a cut leaves is not about the medium."""
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as name:
        yield Path(name)


Case = TypeVar("Case")


def sample(cases: Sequence[Case], count: int, seed: int) -> list[Case]:
    """Return `count` of the cases in their order, or all of them where that is fewer or `count` is 0."""
    if not 0 < count < len(cases):
        return list(cases)
    places = sorted(rng(seed, "sample").sample(range(len(cases)), count))
    return [cases[place] for place in places]
