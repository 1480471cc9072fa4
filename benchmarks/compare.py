"""Compare two measurements that alternate in one run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

Measure = Callable[[], list[float]]
"""Measure once and return one or more figures."""
Summary = Callable[[Sequence[float]], float]


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: `ours` and `bare` are each measured `rounds` times, and the ratio should be at most `reach`."""

    name: str
    unit: str
    reach: float
    ours: Measure
    bare: Measure
    rounds: int
    summary: Summary = median


@dataclass(frozen=True, slots=True)
class Result:
    """The two summaries and their ratio, and the lowest and highest sample of ours."""

    name: str
    unit: str
    reach: float
    ours: float
    bare: float
    ratio: float
    low: float
    high: float
    samples: int


def p95(samples: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(samples, n=20, method="inclusive")[-1]


def compare(row: Row) -> Result:
    """Measure both alternately after one round of warming up. Each goes first in half of the rounds."""
    row.ours(), row.bare()
    ours: list[float] = []
    bare: list[float] = []
    for number in range(row.rounds):
        turns = [(ours, row.ours), (bare, row.bare)]
        for samples, measure in turns if number % 2 else reversed(turns):
            samples += measure()
    one, other = row.summary(ours), row.summary(bare)
    return Result(row.name, row.unit, row.reach, one, other, one / other, min(ours), max(ours), len(ours))
