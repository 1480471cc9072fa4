"""The export of times: what is in it, what never is, and the question that it answers."""

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.export.timings import timings
from luisteren_tui.storage.outcome.schema import ActivityOutcome, Outcome, WorkshopOutcome
from tests.storage.session_samples import NAME, ended, session, write_journal

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
ANY_TEXT = st.text(st.characters(codec=None), max_size=5)
KEYS = [
    "session", "workshop", "version", "started", "participants", "place", "activity", "title", "step", "form",
    "status", "planned_s", "actual_s", "paused_s",
]  # fmt: skip


def exported(data: Path) -> list[dict[str, Any]]:
    unread: list[str] = []
    rows = [json.loads(line) for line in "".join(timings(data, unread)).splitlines()]
    assert unread == []
    return rows


def test_every_activity_has_a_row_with_the_agreed_keys(tmp_path: Path) -> None:
    ended(tmp_path)
    rows = exported(tmp_path)
    assert [list(row) for row in rows] == [KEYS] * 6
    assert rows[2] == {
        "session": NAME, "workshop": "luisteren", "version": "", "started": "2026-11-24T11:00:00Z", "participants": 12,
        "place": 3, "activity": "2b", "title": "Perspectiefwisseling in tweetallen", "step": 2, "form": "pairs",
        "status": "done", "planned_s": 900, "actual_s": 780, "paused_s": 0,
    }  # fmt: skip
    assert [row["status"] for row in rows] == ["done", "skipped", "done"] + ["unreached"] * 3


def test_notes_turns_and_custom_titles_are_left_out(tmp_path: Path) -> None:
    path = ended(tmp_path)
    outcome = json.loads(path.read_text())
    for activity in outcome["activities"]:
        activity["notes"] = [
            {"prompt": None, "group": None, "private": False, "question": "SECRET", "text": "SECRET", "marked": True}
        ]
        activity |= {"prompts": ["SECRET"], "turns": [{"who": "SECRET", "actual_s": 1}]}
    outcome["activities"].append(outcome["activities"][0] | {"id": "own1", "step": None, "title": "SECRET"})
    path.write_text(json.dumps(outcome))
    rows = exported(tmp_path)
    assert "SECRET" not in json.dumps(rows)
    assert [row["title"] for row in rows[-3:]] == ["Pauze", "Afronding", None]


def test_only_ended_sessions_are_included_and_unreadable_ones_are_named(tmp_path: Path) -> None:
    ended(tmp_path, "2026-11-26-0900-b")
    ended(tmp_path, "2026-11-25-0900-a")
    ended(tmp_path, "2026-11-25-0900-r", folder="rehearsals")
    write_journal(tmp_path / "sessions", session(end=False), "2026-11-27-0900-c")
    (tmp_path / "sessions" / "2026-11-28-0900-d.json").write_text("{}")
    (tmp_path / "sessions" / "other.json").write_text("{}")
    unread: list[str] = []
    rows = [json.loads(line) for line in "".join(timings(tmp_path, unread)).splitlines()]
    assert list(dict.fromkeys(row["session"] for row in rows)) == ["2026-11-25-0900-a", "2026-11-26-0900-b"]
    assert unread == ["2026-11-28-0900-d"]
    assert list(timings(tmp_path / "none", unread)) == []


ACTIVITIES = st.builds(
    ActivityOutcome,
    id=ANY_TEXT,
    step=st.none() | st.integers(-(2**53) + 1, 2**53 - 1),
    title=ANY_TEXT,
    form=ANY_TEXT | st.just("break"),
    status=ANY_TEXT,
    **dict.fromkeys(("planned_s", "actual_s", "paused_s"), st.integers(0, 2**53 - 1)),
    started=st.none(),
)


@given(ANY_TEXT, st.lists(ACTIVITIES, max_size=3), st.integers(-(2**53) + 1, 2**53 - 1))
def test_lines_are_what_json_would_write(text: str, activities: list[ActivityOutcome], participants: int) -> None:
    workshop = WorkshopOutcome(text, text, text)
    id = "2026-11-24-1300-é"
    outcome = Outcome(
        format=1, kind="session", id=id, workshop=workshop, last_seq=1, started=text, ended=text, timezone=text,
        participants=participants, activities=tuple(activities),
    )  # fmt: skip
    with TemporaryDirectory() as data, pytest.MonkeyPatch.context() as patch:
        (Path(data) / "sessions").mkdir()
        (Path(data) / "sessions" / f"{id}.json").touch()
        patch.setattr("luisteren_tui.export.timings.read_outcome", lambda _path: outcome)
        lines = "".join(timings(Path(data), [])).splitlines()
    rows = [json.loads(line) for line in lines]
    assert [json.dumps(row) for row in rows] == lines
    assert [list(row) for row in rows] == [KEYS] * len(activities)
    for row, activity in zip(rows, activities, strict=True):
        named = {each: getattr(activity, each) for each in KEYS[-6:]}
        assert named.items() <= row.items()
        assert (row["activity"], row["workshop"], row["participants"]) == (activity.id, text, participants)


def test_query_in_the_guide_finds_the_activity_that_runs_over_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (query,) = re.findall(r"```sql\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    for number, took in enumerate([{"1": 960, "2b": 1500}, {"1": 2000, "2b": 1320}, {"1": 840, "2b": 1380}]):
        data = tmp_path / f"laptop{number}"
        path = ended(data)
        outcome = json.loads(path.read_text())
        for activity in outcome["activities"]:
            activity["actual_s"] = took.get(activity["id"], activity["actual_s"])
        path.write_text(json.dumps(outcome))
        (tmp_path / f"{number}.jsonl").write_text("".join(timings(data, [])))
    (tmp_path / "3.jsonl").touch()  # from a person without sessions
    monkeypatch.chdir(tmp_path)
    assert duckdb.execute(query).fetchall() == [
        ("luisteren", "2b", "Perspectiefwisseling in tweetallen", 3, 8.0),
        ("luisteren", "1", "Verkenning", 3, 1.0),
    ]
