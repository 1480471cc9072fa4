"""Forecast when a session will end, from how long past runs of the same activities took."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from random import Random
from statistics import stdev

from msgspec import Struct

from luisteren_tui.planning.plan import MINUTE_S
from luisteren_tui.planning.statistics import ActivityTime
from luisteren_tui.workshop.model import Activity

MIN_RUNS = 5
"""The fewest runs for a forecast. With fewer, P80 would depend only on the longest run."""
_TABLES = 25
"""How many times the missing times are filled in."""


class Part(Struct, frozen=True):
    """A coming activity: its planned time, the range it should stay within, and its time in past runs.

    `past` has the runs in the same order for every part, with None for a run without this activity.
    """

    planned_s: int
    low_s: int
    high_s: int
    past: Sequence[ActivityTime | None] = ()


class Estimate(Struct, frozen=True):
    """How long all parts take together. `low_s` to `high_s` is the range that windows and minimums allow.

    With fewer than five `runs`, the quantiles are None.
    """

    low_s: int
    high_s: int
    runs: int
    p50_s: int | None = None
    p80_s: int | None = None
    totals: Sequence[float] = ()
    """The sorted draws, in seconds. Empty with too few runs."""

    def p_on_time(self, limit_s: float) -> float | None:
        """Return the chance, 0 to 1, that everything is done within `limit_s`, or None with too few runs."""
        return bisect_right(self.totals, limit_s) / len(self.totals) if self.totals else None


class _Run(Struct, frozen=True):
    """A past run: what each part would take according to it, and the totals of the parts that it has.

    `planned_s` is the time planned for those parts now, `own_s` what they would take. `ratios` has taken / planned of
    each of them at the time of the run, and `weights` what was planned then.
    """

    taken: Sequence[float | None]
    planned_s: int
    own_s: float
    ratios: Sequence[float]
    weights: Sequence[float]

    @property
    def pace(self) -> float:
        return self.own_s / self.planned_s


def part(activity: Activity, planned_s: int, turns: int, past: Sequence[ActivityTime | None] = ()) -> Part:
    """Return the part of `activity` as planned, with so many `turns`. Its range follows from its turns, else from its minimum to its plan."""
    low: int = -(-activity.min // MINUTE_S) * MINUTE_S
    high = planned_s
    if activity.turns:
        around, window = activity.turns.prepare + activity.turns.after, activity.turns.window
        low, high = around + turns * window.low, around + turns * window.high
    low = planned_s if activity.protected else min(low, planned_s)
    return Part(planned_s, low, max(high, planned_s), past)


def estimate(parts: Sequence[Part], seed: int, draws: int = 10_000) -> Estimate:
    """Estimate the total of `parts` by resampling whole runs, because in a slow group everything is slow.

    A run gives one total: what its parts took (see _expected). Parts that it lacks (skipped then, or new now) are
    filled in many times, so that missing data widens the answer. They are taken from another run and scaled to the pace
    of this one. If no run has the part, its plan is scaled by how another part of this run went. A run that lacks more
    than half of the time is only used to fill in others.

    A plain bootstrap of few runs is too confident: after five runs, the next is longer than all of them one time in
    six. So a draw lies with equal chance in any of the n + 1 gaps around the n totals, which is right for any
    distribution. The outer gaps are one standard deviation wide.
    """
    low, high = sum(each.low_s for each in parts), sum(each.high_s for each in parts)
    past = _past(parts)
    planned = sum(each.planned_s for each in parts)
    runs = [run for run in past if 2 * run.planned_s >= planned]
    if len(runs) < MIN_RUNS:
        return Estimate(low, high, len(runs))
    random = Random(seed)
    tables = _tables(parts, past, runs, random)
    totals = sorted(total for table in tables for total in _draw(table, -(-draws // len(tables)), random))
    return Estimate(
        low_s=low,
        high_s=high,
        runs=len(runs),
        p50_s=round(totals[len(totals) // 2]),
        p80_s=round(totals[int(0.8 * len(totals))]),
        totals=totals,
    )


def _expected(each: Part) -> list[float | None]:
    """Return the seconds that the part would take according to each past run.

    That is what it took then, whatever was planned: a plan that was extended to match past runs adds nothing. If the
    plan is shorter now, the part takes proportionally less. If the plan is a minute or more longer than every run, it
    wasn't learned from them (a learned time is rounded): there is more to do, and the difference is added.
    """
    past = [time if time and time.planned_s else None for time in each.past]
    longest = max((max(time.planned_s, time.actual_s) for time in past if time), default=each.planned_s)
    more = each.planned_s - longest if each.planned_s - longest >= MINUTE_S else 0
    return [time.actual_s * min(1, each.planned_s / time.planned_s) + more if time else None for time in past]


def _past(parts: Sequence[Part]) -> list[_Run]:
    """Return the runs that took any time, in the order of `past`."""
    runs = []
    by_run = zip_longest(*(each.past for each in parts))
    for times, taken in zip(by_run, zip_longest(*map(_expected, parts)), strict=True):
        known = [
            (each.planned_s, seconds, time)
            for each, time, seconds in zip(parts, times, taken, strict=True)
            if time is not None and seconds is not None
        ]
        planned, own = sum(planned for planned, _, _ in known), sum(seconds for _, seconds, _ in known)
        if planned and own:
            ratios = [time.actual_s / time.planned_s for _, _, time in known]
            runs.append(_Run(taken, planned, own, ratios, [time.planned_s for _, _, time in known]))
    return runs


def _tables(parts: Sequence[Part], past: Sequence[_Run], runs: Sequence[_Run], random: Random) -> list[list[float]]:
    """Return the totals of `runs`: one list if they are complete, else many, each filled in differently."""
    tables = [[run.own_s for run in runs] for _ in range(_TABLES)]
    complete = True
    for place, each in enumerate(parts):
        lacking = [number for number, run in enumerate(runs) if run.taken[place] is None]
        complete = complete and not lacking
        paced = [seconds / run.pace for run in past if (seconds := run.taken[place]) is not None]
        for number in lacking:
            run = runs[number]
            if paced:
                found = [run.pace * random.choice(paced) for _ in tables]
            else:
                found = [each.planned_s * ratio for ratio in random.choices(run.ratios, run.weights, k=len(tables))]
            for table, seconds in zip(tables, found, strict=True):
                table[number] += seconds
    return tables[:1] if complete else tables


def _draw(table: Sequence[float], draws: int, random: Random) -> list[float]:
    inner, margin = sorted(table), stdev(table)
    edges = [max(0.0, inner[0] - margin), *inner, inner[-1] + margin]
    widths = [after - before for before, after in pairwise(edges)]
    places = [random.random() * len(widths) for _ in range(draws)]
    return [edges[gap := int(place)] + widths[gap] * (place - gap) for place in places]
