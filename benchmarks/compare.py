"""Compare two programs by pairs of measurements, and say how sure the result is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from statistics import median, quantiles

MIN_PAIRS = 5
"""With fewer pairs than this there is no verdict. The range of five holds the true median 15 times out of 16."""
RESAMPLES = 1000
Pair = tuple[float, float]
"""One measurement of ours and one of the other, taken right after each other or at the same time."""
Measure = Callable[[], list[float]]
"""Measure once and return one or more figures."""
MeasurePairs = Callable[[bool], list[Pair]]
"""Measure one or more pairs. The argument says whether ours goes first."""
Summary = Callable[[Sequence[Pair]], float]
"""Reduce pairs to one ratio."""


class Fault(Exception):
    """What was measured is wrong, however fast it is."""


class Verdict(StrEnum):
    """Whether a ratio is within its reach."""

    OK = "ok"
    OVER = "over"
    UNSURE = "unsure"


def median_ratio(pairs: Sequence[Pair]) -> float:
    """Return the median of the ratios of the pairs."""
    return median(ours / bare for ours, bare in pairs)


def p95_ratio(pairs: Sequence[Pair]) -> float:
    """Return the ratio of the two 95th percentiles."""
    ours, bare = zip(*pairs, strict=True)
    return _p95(ours) / _p95(bare)


def _p95(samples: Sequence[float]) -> float:
    return quantiles(samples, n=20, method="inclusive")[-1]


def worst_ratio(pairs: Sequence[Pair]) -> float:
    """Return the largest of the ratios of the pairs."""
    return max(ours / bare for ours, bare in pairs)


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: `measure` is called `rounds` times, and the ratio should be at most `reach`.

    A row that is `warm` measures nothing that the first time is slower, so it needs no round of warming up.
    """

    name: str
    unit: str
    reach: float
    measure: MeasurePairs
    rounds: int
    summary: Summary = median_ratio
    warm: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The medians of both, the ratio, and the interval that holds the true ratio 19 times out of 20."""

    name: str
    unit: str
    reach: float
    ours: float
    bare: float
    ratio: float
    low: float
    high: float
    pairs: int
    verdict: Verdict


def in_turns(ours: Measure, bare: Measure) -> MeasurePairs:
    """Return a measurement of one pair, which measures both right after each other.

    Each half of the pair is the median of its figures.
    """

    def pair(ours_first: bool) -> list[Pair]:
        if ours_first:
            first = median(ours())
            return [(first, median(bare()))]
        second = median(bare())
        return [(median(ours()), second)]

    return pair


def interval(pairs: Sequence[Pair], summary: Summary) -> tuple[float, float]:
    """Return the middle 95 % of the ratios that random choices of `pairs`, with repetition, give (the bootstrap)."""
    random = Random(1)  # always the same, so that the same figures give the same verdict
    ratios = sorted(summary(random.choices(pairs, k=len(pairs))) for _ in range(RESAMPLES))
    return ratios[RESAMPLES // 40], ratios[-RESAMPLES // 40 - 1]


def judge(low: float, high: float, reach: float, pairs: int) -> Verdict:
    """Return the verdict about a ratio between `low` and `high` that should be at most `reach`."""
    if pairs < MIN_PAIRS or low <= reach < high:
        return Verdict.UNSURE
    return Verdict.OK if high <= reach else Verdict.OVER


def measure(row: Row) -> list[Pair]:
    """Measure the pairs of a row, after one round of warming up. Ours goes first in every other round."""
    if not row.warm:
        row.measure(True)
    return [pair for number in range(row.rounds) for pair in row.measure(number % 2 == 0)]


def summarize(row: Row, pairs: Sequence[Pair]) -> Result:
    """Return the result of a row from the pairs that were measured."""
    low, high = interval(pairs, row.summary)
    ours, bare = (median(each) for each in zip(*pairs, strict=True))
    return Result(
        name=row.name,
        unit=row.unit,
        reach=row.reach,
        ours=ours,
        bare=bare,
        ratio=row.summary(pairs),
        low=low,
        high=high,
        pairs=len(pairs),
        verdict=judge(low, high, row.reach, len(pairs)),
    )
