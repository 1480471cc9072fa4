from collections.abc import Sequence
from datetime import date
from random import Random
from statistics import NormalDist, mean, median, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from luisteren_tui.i18n.languages import ReadingSpeed
from luisteren_tui.planning.forecast import Estimate, Part, estimate, part
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.planning.remarks import forecast_end, remarks
from luisteren_tui.planning.statistics import ActivityTime, PastRun
from tests.session.sample_sessions import ACTIVITIES, BREAK, READ, SHARE, SWAP, WORKSHOP

PLANNED = (900, 300, 900, 600, 900, 1500, 1200, 900)
LIMIT = 7800
Ratios = list[float | None]


def past_time(planned: float, taken: float) -> ActivityTime:
    return ActivityTime("1", round(planned), round(taken), "done", "")


PAST = (past_time(900, 960),)


def parts(runs: Sequence[Sequence[float | None]], planned: Sequence[int] = PLANNED) -> list[Part]:
    return [Part(each, each // 2, each * 2, times(each, [run[n] for run in runs])) for n, each in enumerate(planned)]


def times(planned: float, ratios: Sequence[float | None]) -> tuple[ActivityTime | None, ...]:
    return tuple(None if ratio is None else past_time(planned, planned * ratio) for ratio in ratios)


def workshop(random: Random, pace: float, own: float) -> list[float]:
    """Return the times of a simulated workshop. The slowness of the group applies to all activities."""
    slow = random.lognormvariate(0.05, pace)
    return [slow * random.lognormvariate(0, own) for _ in PLANNED]


def lacking(random: Random, share: float, run: list[float]) -> Ratios:
    return [None if random.random() < share else ratio for ratio in run]


@pytest.mark.parametrize(
    ("runs", "pace", "own", "lacks"),
    [
        (5, 0.1, 0.15, 0),
        (5, 0.02, 0.3, 0),
        pytest.param(8, 0.2, 0.1, 0.15, marks=pytest.mark.check_only),
        pytest.param(40, 0.2, 0.1, 0.3, marks=pytest.mark.check_only),
    ],
)
def test_half_of_simulated_workshops_end_by_p50_and_four_in_five_by_p80(
    runs: int, pace: float, own: float, lacks: float
) -> None:
    random, tried = Random(1), 1000
    within_50 = within_80 = on_time = 0
    chances: list[float] = []
    for seed in range(tried):
        past = [lacking(random, lacks, workshop(random, pace, own)) for _ in range(runs)]
        found = estimate(parts(past), seed, draws=500)
        taken = sum(each * ratio for each, ratio in zip(PLANNED, workshop(random, pace, own), strict=True))
        assert found.p50_s is not None
        assert found.p80_s is not None
        within_50 += taken <= found.p50_s
        within_80 += taken <= found.p80_s
        on_time += taken <= LIMIT
        chances.append(found.p_on_time(LIMIT) or 0)
    assert within_50 / tried == pytest.approx(0.5, abs=0.04)
    assert within_80 / tried == pytest.approx(0.8, abs=0.04)
    assert mean(chances) == pytest.approx(on_time / tried, abs=0.04)


def test_estimate_from_many_runs_matches_their_distribution() -> None:
    random, known = Random(3), NormalDist(3600, 360)
    found = estimate([Part(3600, 0, 0, times(3600, [random.gauss(1, 0.1) for _ in range(1000)]))], seed=1)
    assert found.p50_s == pytest.approx(known.inv_cdf(0.5), abs=40)
    assert found.p80_s == pytest.approx(known.inv_cdf(0.8), abs=40)
    assert found.p_on_time(4000) == pytest.approx(known.cdf(4000), abs=0.03)


def test_activities_of_one_run_stay_together() -> None:
    # One activity took as much more as the other took less, so the total was the same each time.
    found = estimate(parts([(1 + n / 10, 1 - n / 10) for n in range(6)], (600, 600)), seed=1)
    assert (found.p50_s, found.p80_s) == (1200, 1200)
    assert (found.p_on_time(1199), found.p_on_time(1201)) == (0, 1)


def test_fewer_than_five_runs_give_only_a_range() -> None:
    past = [[1.0] * len(PLANNED)] * 4
    found = estimate(parts(past), seed=1)
    assert found == Estimate(sum(PLANNED) // 2, sum(PLANNED) * 2, runs=4)
    assert found.p_on_time(10**9) is None
    assert estimate(parts([*past, past[0]]), seed=1).p80_s == sum(PLANNED)


def test_run_with_less_than_half_of_the_time_does_not_count() -> None:
    broken_off: Ratios = [1.0, 1.0, *[None] * 6]
    assert estimate(parts([[1.0] * len(PLANNED)] * 4 + [broken_off] * 9), seed=1).runs == 4


def test_run_that_took_no_time_does_not_count() -> None:
    assert estimate(parts([[1.0, 1.0]] * 5 + [[0.0, 0.0]], (600, 600)), seed=1).runs == 5


def test_missing_part_comes_from_other_runs_at_the_pace_of_this_run() -> None:
    slow: Ratios = [1.2, None]
    found = estimate(parts([slow] * 4 + [[1.0, 1.5]], (600, 600)), seed=1)
    assert found.p50_s == 1584  # 720, and 1.2 times the 900 of the other run, whose pace was 1.25


def test_part_missing_from_every_run_overruns_like_the_others() -> None:
    known, block = parts([[1.0, 1.4]] * 6, (900, 300)), Part(300, 180, 300)
    found = estimate([*known, block], seed=1)
    assert found.runs == 6
    # 1320, plus 300 (three times in four, by weight) or 420.
    assert mean(found.totals) == pytest.approx(1650, abs=15)
    assert 1500 < found.totals[0] <= 1620
    assert 1740 <= found.totals[-1] < 1820


def test_learned_time_is_not_counted_twice() -> None:
    before = parts([[1.22] * len(PLANNED)] * 5)
    after = [structs.replace(each, planned_s=round(each.planned_s * 1.25)) for each in before]
    assert estimate(before, seed=1).p50_s == round(sum(PLANNED) * 1.22)
    assert estimate(after, seed=1).p50_s == round(sum(PLANNED) * 1.22)
    halfway = [structs.replace(each, planned_s=round(each.planned_s * 1.1)) for each in before]
    assert estimate(halfway, seed=1).p50_s == round(sum(PLANNED) * 1.22)


def test_shorter_plan_takes_proportionally_less_and_longer_plan_more() -> None:
    [each] = parts([[1.2]] * 4 + [[0.9]], (600,))
    taken = [estimate([structs.replace(each, planned_s=planned)], seed=1).p50_s for planned in (300, 600, 720, 1200)]
    assert taken == [360, 720, 720, 720 + 480]


def test_quantiles_hold_for_a_plan_that_learns_from_each_run() -> None:
    # The time taken does not depend on the plan, and the plan learns from each run.
    random, tried = Random(2), 1000
    within_50 = within_80 = 0
    for seed in range(tried):
        planned = [float(each) for each in PLANNED]
        past: list[list[ActivityTime | None]] = [[] for _ in PLANNED]
        for _ in range(8):
            for n, ratio in enumerate(workshop(random, 0.1, 0.15)):
                past[n].append(past_time(planned[n], PLANNED[n] * ratio))
                planned[n] = max(planned[n], median(time.actual_s for time in past[n] if time))
        now = [Part(round(each), 0, 0, times) for each, times in zip(planned, past, strict=True)]
        found = estimate(now, seed, draws=500)
        taken = sum(each * ratio for each, ratio in zip(PLANNED, workshop(random, 0.1, 0.15), strict=True))
        assert found.p50_s is not None
        assert found.p80_s is not None
        within_50 += taken <= found.p50_s
        within_80 += taken <= found.p80_s
    assert within_50 / tried == pytest.approx(0.5, abs=0.04)
    assert within_80 / tried == pytest.approx(0.8, abs=0.04)


def test_same_seed_gives_the_same_10000_draws() -> None:
    random = Random(5)
    past = parts([lacking(random, 0.1, workshop(random, 0.1, 0.1)) for _ in range(7)])
    assert estimate(past, seed=1) == estimate(past, seed=1)
    assert estimate(past, seed=1).totals != estimate(past, seed=2).totals
    assert len(estimate(past, seed=1).totals) == 10_000


def test_range_follows_from_turns_or_from_minimum_to_plan() -> None:
    assert part(SWAP, 900, 2, PAST) == Part(900, 120 + 2 * 300 + 60, 120 + 2 * 420 + 60, PAST)
    assert part(SHARE, 720, 3) == Part(720, 3 * 120, 720)
    assert part(READ, 300, 0) == Part(300, 180, 300)
    assert part(READ, 60, 0) == Part(60, 60, 60)
    assert part(structs.replace(BREAK, min=BREAK.duration), 1200, 0) == Part(1200, 900, 1200)


time = st.none() | st.builds(past_time, st.integers(0, 9999), st.integers(0, 99999))


@given(st.lists(st.builds(Part, *[st.integers(0, 9999)] * 3, st.lists(time, max_size=8)), max_size=5))
def test_estimate_is_in_order_for_any_past(past: list[Part]) -> None:
    past = [structs.replace(each, low_s=min(each.low_s, each.high_s)) for each in past]
    found = estimate(past, seed=1, draws=100)
    assert found.low_s <= found.high_s
    assert (found.p50_s is None) == (found.p80_s is None) == (found.runs < 5)
    if found.p50_s is not None and found.p80_s is not None:
        assert 0 <= found.p50_s <= found.p80_s
        chances = [found.p_on_time(limit) or 0 for limit in (-1, found.p50_s, found.p80_s + 1, 10**9)]
        assert chances == sorted(chances)
        assert (chances[0], chances[-1]) == (0, 1)


def test_a_total_lies_at_most_a_standard_deviation_beyond_all_runs() -> None:
    runs = [[ratio] * len(PLANNED) for ratio in (0.9, 0.95, 1.0, 1.1, 1.3)]
    past = [sum(PLANNED) * run[0] for run in runs]
    totals = estimate(parts(runs), 1).totals
    assert min(totals) == pytest.approx(min(past) - stdev(past), abs=5)
    assert max(totals) == pytest.approx(max(past) + stdev(past), abs=5)


def test_activity_of_a_rehearsal_that_was_too_fast_to_speak_along_is_not_in_the_forecast() -> None:
    def forecast(fast_s: int) -> Estimate:
        times = [
            ActivityTime(each.id, each.duration, each.duration, "done", each.title, spoken=True) for each in ACTIVITIES
        ]
        fast = structs.replace(times[2], actual_s=fast_s, spoken=False)
        rehearsal = PastRun("", "", "rehearsal", (*times[:2], fast, *times[3:]))
        others = [PastRun("", "", "session", tuple(structs.replace(each, spoken=False) for each in times))] * 5
        return forecast_end([rehearsal, *others], WORKSHOP, plan_of(WORKSHOP, ""))

    assert forecast(60) == forecast(6000)
    assert forecast(60).p80_s is not None


@pytest.mark.parametrize(("high_s", "length"), [(1859, "30 minutes"), (1860, "30 to 31 minutes")])
def test_rules_that_leave_no_whole_minute_give_one_length(high_s: int, length: str) -> None:
    guess = Estimate(1800, high_s, 0)
    said = remarks(WORKSHOP, plan_of(WORKSHOP, ""), guess, {}, ReadingSpeed(), date(2026, 11, 24))
    assert said[0] == f"By the workshop's own rules, {length} if nothing else runs over."
