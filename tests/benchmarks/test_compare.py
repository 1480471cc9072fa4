"""The statistics of the benchmarks: paired ratios, their interval and the verdict."""

from itertools import pairwise
from random import Random

import pytest

from benchmarks.compare import (
    MIN_PAIRS,
    Pair,
    Row,
    Verdict,
    in_turns,
    interval,
    judge,
    measure,
    median_ratio,
    p95_ratio,
    summarize,
    worst_ratio,
)
from benchmarks.rows import quiet_phase


def row(pairs: list[Pair], reach: float = 1.5) -> Row:
    return Row("a row", "ms", reach, lambda _: pairs, 1)


def noisy(ratio: float, count: int, noise: float) -> list[Pair]:
    random = Random(11)
    return [(ratio * random.uniform(1, 1 + noise), random.uniform(1, 1 + noise)) for _ in range(count)]


def test_ratio_of_pairs_ignores_a_load_that_slows_both() -> None:
    # The machine became three times as slow during the third pair, so the two medians would be of different moments.
    pairs = [(14.0, 10.0), (14.0, 10.0), (42.0, 30.0), (42.0, 30.0), (42.0, 30.0)]
    assert median_ratio(pairs) == pytest.approx(1.4)
    assert interval(pairs, median_ratio) == pytest.approx((1.4, 1.4))


def test_one_disturbed_pair_does_not_move_the_ratio() -> None:
    assert median_ratio([(12.0, 10.0)] * 6 + [(90.0, 10.0)]) == pytest.approx(1.2)


def test_ratio_is_taken_per_pair_and_not_of_the_two_medians() -> None:
    # The medians of both are 30.
    assert median_ratio([(20.0, 10.0), (20.0, 10.0), (30.0, 30.0), (60.0, 30.0), (60.0, 30.0)]) == pytest.approx(2)


def test_p95_ratio_compares_the_slowest_of_each() -> None:
    ours = [10.0] * 90 + [30.0] * 10
    assert p95_ratio([(one, 10.0) for one in ours]) == pytest.approx(3)


def test_worst_ratio_is_the_largest() -> None:
    assert worst_ratio([(7.0, 100.0), (90.0, 100.0), (6.0, 100.0)]) == pytest.approx(0.9)


def test_interval_holds_the_ratio_and_shrinks_with_more_pairs() -> None:
    few, many = interval(noisy(1.4, 8, 0.5), median_ratio), interval(noisy(1.4, 200, 0.5), median_ratio)
    assert few[0] < 1.4 < few[1]
    assert many[0] < 1.4 < many[1]
    assert many[1] - many[0] < (few[1] - few[0]) / 2


def test_interval_holds_the_true_ratio_about_nineteen_times_out_of_twenty() -> None:
    random, held = Random(3), 0
    for _ in range(60):
        low, high = interval([(random.gauss(1.4, 0.2), 1.0) for _ in range(15)], median_ratio)
        held += low <= 1.4 <= high
    assert 52 <= held <= 60


def test_interval_of_the_same_pairs_is_always_the_same() -> None:
    pairs = noisy(1.4, 20, 0.5)
    assert interval(pairs, median_ratio) == interval(pairs, median_ratio)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (1.2, 1.4, Verdict.OK),
        (1.2, 1.5, Verdict.OK),
        (1.4, 1.6, Verdict.UNSURE),
        (1.5, 1.6, Verdict.UNSURE),
        (1.6, 1.8, Verdict.OVER),
    ],
)
def test_verdict_needs_the_whole_interval_on_one_side(low: float, high: float, verdict: Verdict) -> None:
    assert judge(low, high, 1.5, 20) is verdict


@pytest.mark.parametrize("ratio", [1.0, 9.0])
def test_verdict_needs_enough_pairs(ratio: float) -> None:
    assert judge(ratio, ratio, 1.5, MIN_PAIRS - 1) is Verdict.UNSURE


def test_result_has_the_medians_of_both() -> None:
    pairs = [(12.0, 10.0), (13.0, 10.0), (26.0, 20.0), (13.0, 10.0), (14.0, 10.0)]
    result = summarize(row(pairs), pairs)
    assert (result.ours, result.bare, result.pairs) == (13, 10, 5)
    assert result.ratio == pytest.approx(1.3)
    assert result.verdict is Verdict.OK


def test_each_side_goes_first_in_half_of_the_rounds() -> None:
    calls: list[str] = []

    def figure(name: str, value: float) -> list[float]:
        calls.append(name)
        return [value]

    pair = in_turns(lambda: figure("ours", 3.0), lambda: figure("bare", 2.0))
    assert measure(Row("a row", "ms", 1.5, pair, 4)) == [(3.0, 2.0)] * 4
    rounds = [calls[at : at + 2] for at in range(2, len(calls), 2)]
    assert rounds == [["ours", "bare"], ["bare", "ours"]] * 2


def test_a_row_warms_up_unless_it_is_warm() -> None:
    rounds: list[bool] = []

    def pair(ours_first: bool) -> list[Pair]:
        rounds.append(ours_first)
        return [(float(len(rounds)), 1.0)]

    assert measure(Row("a row", "ms", 1.5, pair, 2)) == [(2.0, 1.0), (3.0, 1.0)]
    rounds.clear()
    assert measure(Row("a row", "ms", 1.5, pair, 2, warm=True)) == [(1.0, 1.0), (2.0, 1.0)]


def test_quiet_phase_is_far_from_every_frame() -> None:
    moments = [10.9, 11.9, 12.9, 10.3, 11.3, 12.31]
    assert quiet_phase(moments) == pytest.approx(0.605)
    assert min(abs(quiet_phase([5.2, 6.2]) - 0.2 + turn) for turn in (-1, 0, 1)) == pytest.approx(0.5)
    assert all(0 <= quiet_phase(list(pair)) < 1 for pair in pairwise(moments))
