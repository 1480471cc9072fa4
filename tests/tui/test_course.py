"""How far a session came, in words."""

from typing import Any

import pytest

from luisteren_tui.tui.course import course, cut_short
from luisteren_tui.tui.screens.end.summary import facts


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
    ("activities", "said", "cut"),
    [
        ([("done", 600), ("done", 60)], "session, to the end", None),
        ([("done", 600), ("skipped", 0)], "session, to the end", None),
        ([("done", 600), ("done", 252), ("unreached", 0)], "session, broken off in 2, after 4:12", "2"),
        ([("done", 600), ("unreached", 0)], "session, broken off after 1", None),
        ([("done", 100), ("skipped", 0), ("unreached", 0)], "session, broken off after 2", None),
        ([("done", 252), ("unreached", 0), ("left out", 0)], "session, broken off in 1, after 4:12", "1"),
        ([("done", 252), ("left out", 0), ("unreached", 0)], "session, broken off in 1, after 4:12", "1"),
        ([("done", 600), ("left out", 0)], "session, to the end", None),
        ([("skipped", 0), ("unreached", 0)], "session, nothing was done", None),
        ([("unreached", 0), ("unreached", 0)], "session, nothing was done", None),
    ],
)
def test_how_far_it_came(activities: list[tuple[str, int]], said: str, cut: str | None) -> None:
    assert course(outcome(*activities)) == [said]
    assert cut_short(outcome(*activities)["activities"]) == cut


def test_the_end_screen_says_the_same_of_where_it_was_broken_off() -> None:
    skipped = outcome(("done", 100), ("skipped", 0), ("unreached", 0))
    cut = outcome(("done", 600), ("done", 100), ("left out", 0), ("unreached", 0))
    said = ["\n".join(line.plain for line in facts({**one}, False)) for one in (skipped, cut)]
    assert ["broken off" in text for text in said] == [False, True]
    assert "“deel 2” was broken off." in said[1]


def test_one_that_has_not_ended_says_so() -> None:
    assert course(outcome(("done", 600), ("current", 60), ("unreached", 0), ended=None)) == ["session, not ended"]


def test_a_break_and_an_own_block_have_their_title() -> None:
    one = outcome(("done", 252), ("unreached", 0))
    one["activities"][0] |= {"step": None, "id": "p1", "title": "Pauze\x1b"}
    assert course(one) == ["session, broken off in Pauze␛, after 4:12"]


@pytest.mark.parametrize(
    ("ended", "more"),
    [
        ("2026-11-24T12:02:00Z", ["faster than it is: 20 min in 2 min"]),
        ("2026-11-24T12:20:00Z", []),
        ("2026-11-24T13:00:00Z", []),
        ("soon", []),
        ("2026-11-24T12:02:00", []),
    ],
)
def test_a_rehearsal_that_went_faster_than_a_session_says_so(ended: str, more: list[str]) -> None:
    one = outcome(("done", 600), ("done", 600), kind="rehearsal", ended=ended)
    assert course(one) == ["rehearsal, to the end", *more]
    assert course({**one, "kind": "session"}) == ["session, to the end"]
