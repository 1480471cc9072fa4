"""The comparison of two sessions, and how far each of them came, in words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.export.session_summary import cut_short
from luisteren_tui.tui.screens.end.report import draw_facts
from luisteren_tui.tui.screens.history.comparison import ComparisonPage, progress
from luisteren_tui.tui.screens.history.screen import HistoryScreen
from tests.thorough import thorough
from tests.tui.past_sessions import EARLIER, LAST, REHEARSED, open_history, write_outcome, write_outcomes
from tests.tui.stage import on_stage


def outcome(*activities: tuple[str, int], **other: Any) -> dict[str, Any]:
    return {
        "kind": "session",
        "started": "2026-11-24T12:00:00Z",
        "ended": "2026-11-24T13:00:00Z",
        "activities": [
            {
                "id": str(n),
                "title": f"deel {n}",
                "step": n,
                "status": "skipped" if status == "left out" else status,
                "planned_s": 0 if status == "left out" else 600,
                "actual_s": took,
                "paused_s": 0,
                "notes": [],
            }
            for n, (status, took) in enumerate(activities, 1)
        ],
        **other,
    }


@pytest.mark.parametrize(
    ("activities", "expected", "cut"),
    [
        ([("done", 600), ("done", 60)], "session, to the end", None),
        ([("done", 600), ("skipped", 0)], "session, to the end", None),
        ([("done", 600), ("done", 252), ("unreached", 0)], "session, cut short in 2, after 4:12", "2"),
        ([("done", 600), ("unreached", 0)], "session, cut short after 1", None),
        ([("done", 100), ("skipped", 0), ("unreached", 0)], "session, cut short after 2", None),
        ([("done", 252), ("unreached", 0), ("left out", 0)], "session, cut short in 1, after 4:12", "1"),
        ([("done", 252), ("left out", 0), ("unreached", 0)], "session, cut short in 1, after 4:12", "1"),
        ([("done", 600), ("left out", 0)], "session, to the end", None),
        ([("skipped", 0), ("unreached", 0)], "session, nothing was done", None),
        ([("unreached", 0), ("unreached", 0)], "session, nothing was done", None),
    ],
)
def test_progress_says_how_far_a_session_got(activities: list[tuple[str, int]], expected: str, cut: str | None) -> None:
    assert progress(outcome(*activities)) == [expected]
    assert cut_short(outcome(*activities)["activities"]) == cut


def test_end_screen_names_the_activity_that_was_cut_short() -> None:
    skipped = outcome(("done", 100), ("skipped", 0), ("unreached", 0))
    cut = outcome(("done", 600), ("done", 100), ("left out", 0), ("unreached", 0))
    expected = [draw_facts(one, private=False).plain for one in (skipped, cut)]
    assert ["cut short" in text for text in expected] == [False, True]
    assert "“deel 2” was cut short." in expected[1]


def test_progress_of_an_unfinished_session_says_not_ended() -> None:
    assert progress(outcome(("done", 600), ("current", 60), ("unreached", 0), ended=None)) == ["session, not ended"]


def test_progress_names_a_break_by_its_title() -> None:
    one = outcome(("done", 252), ("unreached", 0))
    one["activities"][0] |= {"step": None, "id": "p1", "title": "Pauze\x1b"}
    assert progress(one) == ["session, cut short in Pauze␛, after 4:12"]


@pytest.mark.parametrize(
    ("ended", "more"),
    [
        ("2026-11-24T12:02:00Z", ["sped up: 20 min in 2 min"]),
        ("2026-11-24T12:20:00Z", []),
        ("2026-11-24T13:00:00Z", []),
        ("soon", []),
        ("2026-11-24T12:02:00", []),
    ],
)
def test_progress_reports_a_rehearsal_that_ran_faster_than_real_time(ended: str, more: list[str]) -> None:
    one = outcome(("done", 600), ("done", 600), kind="rehearsal", ended=ended)
    assert progress(one) == ["rehearsal, to the end", *more]
    assert progress({**one, "kind": "session"}) == ["session, to the end"]


def change_file(path: Path, change: Callable[[Any], None]) -> None:
    value = json.loads(path.read_text())
    change(value)
    path.write_text(json.dumps(value))


def complete(outcome: Any) -> None:
    for activity in outcome["activities"]:
        if activity["status"] == "unreached":
            activity |= {"status": "done", "actual_s": 500}
        if activity["id"] == "2b":
            activity["actual_s"] = 900


async def compare(data: Path, *keys: str) -> str:
    async with on_stage(data, workshop=None, size=(80, 40)) as stage:
        await open_history(stage)
        await stage.press("f2", *keys, "f2")
        screen = await stage.on(ComparisonPage)
        await stage.until(lambda: "A took" in stage.picture())
        return str(screen.query_one("#page-text").render())


async def test_comparison_with_a_session_cut_short_totals_what_both_completed(tmp_path: Path) -> None:
    write_outcome(tmp_path, EARLIER)
    change_file(write_outcome(tmp_path, LAST), complete)
    text = await compare(tmp_path, "down")
    assert "session, cut short in 2b, after 13:00" in text
    assert "session, to the end" in text
    table, picture = text.split("○ A   ● B   ◆ both")
    lines = {line[:2].strip(): line.split() for line in table.splitlines()}
    assert lines["2a"][-2:] == ["skipped", "skipped"]
    assert lines["2b"][-3:] == ["cut", "short", "15:00"]
    assert lines["2c"][-3:] == ["not", "reached", "8:20"]
    total = next(line for line in table.splitlines() if line.startswith("In all  "))
    assert total.split() == ["In", "all", "16:00", "16:00", "the", "same"]
    drawn = {line[:6].strip(): line[6:].strip() for line in picture.splitlines()[1:-1]}
    assert set(drawn) == {"1", "2b", "2c", "Pauze", "3"}
    assert (drawn["1"], drawn["2b"], drawn["2c"]) == ("◆", "●", "●")
    assert "In all, over the 1 activity that was completed in both." in text
    assert "–" not in text


async def test_comparison_reports_a_fast_rehearsal_and_a_changed_workshop(tmp_path: Path) -> None:
    change_file(write_outcome(tmp_path, LAST), complete)
    path = write_outcome(
        tmp_path, REHEARSED, kind="rehearsal", started="2026-11-19T19:00:00Z", ended="2026-11-19T19:03:00Z"
    )
    change_file(path, lambda value: value["workshop"].update(sha256="0" * 64))
    text = await compare(tmp_path, "down")
    assert "rehearsal, cut short in 2b, after 13:00" in text
    assert "sped up: 31 min in 3 min" in text
    assert "The workshop was changed in between." in text


async def test_comparison_of_two_workshops_pairs_activities_with_the_same_title(tmp_path: Path) -> None:
    change_file(write_outcome(tmp_path, EARLIER), complete)

    def other(value: Any) -> None:
        complete(value)
        value["workshop"]["id"] = "anders"
        value["activities"][0]["title"] = "Kennismaken"

    change_file(write_outcome(tmp_path, LAST), other)
    text = await compare(tmp_path, "down")
    assert "Two different workshops" in text
    assert [line.split()[2:] for line in text.splitlines() if line.startswith("1   ") and ":" in line] == [
        ["not", "included", "16:00"],
        ["16:00", "not", "included"],
    ]
    assert "In all, over the 4 activities that were completed in both." in text


async def test_comparison_has_no_total_without_a_common_activity(tmp_path: Path) -> None:
    def undone(value: Any) -> None:
        for activity in value["activities"]:
            activity["status"] = "unreached"

    change_file(write_outcome(tmp_path, EARLIER), undone)
    write_outcome(tmp_path, LAST)
    text = await compare(tmp_path, "down")
    assert "session, nothing was done" in text
    assert "No activity was completed in both." in text
    assert "In all" not in text


@thorough("size", [(80, 24), (120, 30), (52, 14)])
async def test_comparison_shows_the_earlier_session_first(size: tuple[int, int], tmp_path: Path) -> None:
    write_outcomes(tmp_path)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await open_history(stage)
        await stage.press("f2")
        await stage.until(lambda: "To compare with 20 Nov 2026" in stage.picture() and "①" in stage.picture())
        await stage.press("down", "down", "f2")
        await stage.on(ComparisonPage)
        await stage.until(lambda: "A  01 Jun 2026 09:00" in stage.picture())
        assert "B  20 Nov 2026 13:00" in stage.picture()
        assert stage.picture().count("session, cut short in 2b, after 13:00") == 2
        assert "16:00" in stage.picture()
        await stage.press("escape")
        await stage.on(HistoryScreen)
        assert "①" not in stage.picture()
