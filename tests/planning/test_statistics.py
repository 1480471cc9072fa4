from typing import Any

from msgspec.structs import replace

from luisteren_tui.planning.statistics import ActivityTime, Figures, PastRun, figures, label_of, learned_round

OUTCOME: dict[str, Any] = {
    "activities": [
        {"id": "1", "title": "een", "step": 1, "planned_s": 600},
        {"id": "2", "title": "twee", "step": 2, "planned_s": 300},
    ]
}


def run(first: int, second: int | None, status: str = "done") -> PastRun:
    times = (ActivityTime("1", 600, first, "done", "een"), ActivityTime("2", 300, second or 0, status, "twee"))
    return PastRun("", "", "session", times)


def test_figures_have_median_spread_and_number_of_skips() -> None:
    one, two = figures(OUTCOME, [run(660, 300), run(540, None, "skipped"), run(900, 400)])
    assert one == Figures(id="1", label="1", title="een", planned_s=600, times=(540, 660, 900), skipped=0)
    assert (one.median_s, two.times, two.median_s, two.skipped) == (660, (300, 400), 350, 1)


def test_figures_leave_out_an_activity_that_the_end_cut_short() -> None:
    (one, _two) = figures(OUTCOME, [run(20, None, "unreached"), run(600, 300)])
    assert one.times == (600,)


def test_figures_leave_out_what_was_too_fast_to_speak_along() -> None:
    fast = run(20, 10)
    (one, _two) = figures(OUTCOME, [replace(fast, kind="rehearsal", hurried=True), run(600, 300)])
    assert one.times == (600,)


def test_activity_that_was_never_done_has_no_median() -> None:
    (one, _two) = figures(OUTCOME, [])
    assert (one.times, one.median_s) == ((), None)


def test_round_that_was_not_held_took_as_long_as_the_others() -> None:
    def taken(**times: int) -> int | None:
        run = PastRun("", "", "session", tuple(ActivityTime(id, 600, s, "done", id) for id, s in times.items()))
        time = learned_round(run, "2b-3", "2b-3", "2b")
        return None if time is None else time.actual_s

    assert taken(**{"1": 900, "2b-1": 500, "2b-2": 700, "2b-3": 600}) == 600
    assert taken(**{"1": 900, "2b-1": 500, "2b-2": 700, "2b-4": 650}) == 650
    assert taken(**{"1": 900, "2b": 500}) == 500
    assert taken(**{"1": 900, "2b-x": 500, "2": 400}) is None


def test_label_is_the_id_unless_there_is_another_and_a_break_has_none() -> None:
    own = {"id": "poster", "step": 2, "label": "2b"}
    assert [label_of(each) for each in (OUTCOME["activities"][0], own, {**own, "step": None})] == ["1", "2b", ""]
