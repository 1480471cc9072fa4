"""Figures over many sessions, and their picture."""

from typing import Any

from luisteren_tui.planning.statistics import BOTH, MEDIAN, PLANNED, Figures, figures, picture
from luisteren_tui.storage.past_runs import Run, Took

OUTCOME: dict[str, Any] = {
    "activities": [
        {"id": "1", "title": "een", "step": 1, "planned_s": 600},
        {"id": "2", "title": "twee", "step": 2, "planned_s": 300},
    ]
}


def run(first: int, second: int | None, status: str = "done") -> Run:
    return Run("", "", "session", (Took("1", 600, first, "done", "een"), Took("2", 300, second or 0, status, "twee")))


def test_median_spread_and_how_often_it_was_skipped() -> None:
    one, two = figures(OUTCOME, [run(660, 300), run(540, None, "skipped"), run(900, 400)])
    assert one == Figures("1", "een", 1, 600, (540, 660, 900), 0)
    assert (one.median_s, two.times, two.median_s, two.skipped) == (660, (300, 400), 350, 1)


def test_what_the_end_cut_off_does_not_count() -> None:
    (one, _two) = figures(OUTCOME, [run(20, None, "unreached"), run(600, 300)])
    assert one.times == (600,)


def test_what_was_never_done_has_no_median() -> None:
    (one, _two) = figures(OUTCOME, [])
    assert (one.times, one.median_s) == ((), None)


def test_the_picture_puts_all_on_one_scale() -> None:
    lines = picture([Figures("1", "", 1, 600, (300, 900, 1200), 0), Figures("2", "", 2, 600, (600,), 0)], 41)
    assert [len(line) for line in lines] == [41, 41]
    assert (lines[0].index(PLANNED), lines[0].index(MEDIAN), len(lines[0].rstrip())) == (20, 31, 41)
    assert lines[0][:10].strip() == ""
    assert lines[1].index(BOTH) == 20
    assert PLANNED not in lines[1]


def test_there_is_a_picture_of_nothing() -> None:
    assert picture([Figures("1", "", 1, 0, (), 0)], 10)[0].strip() == PLANNED
