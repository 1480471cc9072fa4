"""When will it end? What past runs of the same activities say about the total to come."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import stdev

from luisteren_tui.session.turns import turn_count
from luisteren_tui.workshop.model import Activity

ENOUGH = 5
"""Runs from which there is more to say than a range: of fewer than five, P80 would lie beyond all that was seen."""
_TABLES = 25
"""How often what runs lack is filled in anew."""


@dataclass(frozen=True, slots=True)
class Part:
    """An activity to come: its plan, the range in which it should stay, and what past runs made of it.

    `ratios` has actual / planned for each run, in the same order for every part; None where the run lacks it.
    """

    planned_s: int
    low_s: int
    high_s: int
    ratios: Sequence[float | None] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long all parts take together. `low_s` to `high_s` is what windows and minimums allow, no more than that.

    With fewer than five `runs` to go by, the rest is None.
    """

    low_s: int
    high_s: int
    runs: int
    p50_s: int | None = None
    p80_s: int | None = None
    totals: Sequence[float] = field(default=(), repr=False)
    """The draws in order, in seconds; empty with too few runs."""

    def p_on_time(self, limit_s: float) -> float | None:
        """Return the chance, 0 to 1, that all is done within `limit_s`."""
        return bisect_right(self.totals, limit_s) / len(self.totals) if self.totals else None


@dataclass(slots=True)
class _Share:
    planned: int = 0
    taken: float = 0.0

    @property
    def pace(self) -> float:
        return self.taken / self.planned if self.planned else 0.0


def part(activity: Activity, planned_s: int, participants: int, ratios: Sequence[float | None] = ()) -> Part:
    """Return the part of `activity` as it is planned; its range is that of its turns, else from its minimum to its plan."""
    low, high = activity.min, planned_s
    if turns := activity.turns:
        count, around = turn_count(activity, participants), turns.prepare + turns.after
        low, high = around + count * turns.window.low, around + count * turns.window.high
    return Part(planned_s, min(low, planned_s), max(high, planned_s), ratios)


def estimate(parts: Sequence[Part], seed: int, draws: int = 10_000) -> Estimate:
    """Estimate the total of `parts` by resampling whole runs, since in a slow group all is slow.

    A run gives one total: every part's plan times its ratio. What it lacks (skipped then, new now) is filled in
    from another run's ratio for that part, or from the part's range where no run has one, many times over, so that
    not knowing widens the answer. A run that lacks over half of the time only fills in.

    A plain bootstrap of few runs is too sure: of five, the next one is longer than the longest one time in six.
    So a draw lies with equal chance in any of the n + 1 gaps around the n totals, which holds for whatever
    distribution they come from; the outer gaps are one standard deviation wide.
    """
    low, high = sum(each.low_s for each in parts), sum(each.high_s for each in parts)
    planned = sum(each.planned_s for each in parts)
    shares = _shares(parts)
    runs = [run for run, share in enumerate(shares) if 0 < planned <= 2 * share.planned]
    if len(runs) < ENOUGH:
        return Estimate(low, high, len(runs))
    random = Random(seed)
    tables = _tables(parts, shares, runs, random)
    share = -(-draws // len(tables))
    totals = sorted(total for table in tables for total in _draw(table, share, random))
    return Estimate(low, high, len(runs), _quantile(totals, 0.5), _quantile(totals, 0.8), totals)


def _shares(parts: Sequence[Part]) -> list[_Share]:
    """Return for each run the planned time of the parts that it has, and its own time for them."""
    shares = [_Share() for _ in range(max((len(each.ratios) for each in parts), default=0))]
    for each in parts:
        for share, ratio in zip(shares, each.ratios, strict=False):
            if ratio is not None:
                share.planned += each.planned_s
                share.taken += each.planned_s * ratio
    return shares


def _tables(parts: Sequence[Part], shares: Sequence[_Share], runs: Sequence[int], random: Random) -> list[list[float]]:
    """Return the totals of the runs: once when they are complete, else many times, each filled in anew."""
    whole = [shares[run].taken for run in runs]
    gaps = [(place, each) for each in parts for place, run in enumerate(runs) if _ratio(each, run) is None]
    if not gaps:
        return [whole]
    tables = [whole.copy() for _ in range(_TABLES)]
    relative = {id(each): _relative(each, shares) for each in parts}
    for place, each in gaps:
        if known := relative[id(each)]:
            pace = shares[runs[place]].pace
            values = [pace * value for value in random.choices(known, k=_TABLES)]
        else:
            values = [random.uniform(each.low_s, each.high_s) for _ in range(_TABLES)]
        for table, value in zip(tables, values, strict=True):
            table[place] += value
    return tables


def _ratio(part: Part, run: int) -> float | None:
    return part.ratios[run] if run < len(part.ratios) else None


def _relative(part: Part, shares: Sequence[_Share]) -> list[float]:
    return [
        part.planned_s * ratio / share.pace
        for ratio, share in zip(part.ratios, shares, strict=False)
        if ratio is not None and share.pace
    ]


def _draw(table: Sequence[float], draws: int, random: Random) -> list[float]:
    inner, margin = sorted(table), stdev(table)
    edges = [max(0.0, inner[0] - margin), *inner, inner[-1] + margin]
    widths = [after - before for before, after in zip(edges, edges[1:], strict=False)]
    places = [random.random() * len(widths) for _ in range(draws)]
    return [edges[gap := int(place)] + widths[gap] * (place - gap) for place in places]


def _quantile(ordered: Sequence[float], share: float) -> int:
    return round(ordered[min(int(share * len(ordered)), len(ordered) - 1)])
