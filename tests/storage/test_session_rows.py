"""Rows of the history: every session and rehearsal has one, whatever its files hold."""

import json
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.storage import session_index
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.outcome.outcome_file import encode
from luisteren_tui.storage.session_index import Kind
from luisteren_tui.system.paths import Folders
from tests.storage.session_samples import session, write_journal


def put(folder: Path, id: str, **other: Any) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    outcome = {**build(session().state, [], 42), "id": id, **other}
    (folder / f"{id}.json").write_text(encode(outcome))
    return outcome


def rows(data: Path) -> list[session_index.SessionRow]:
    folders = Folders(data)
    return [*map(session_index.read_row, session_index.list_for_rows(folders)), *session_index.foreign_rows(folders)]


def test_rows_are_newest_first_with_foreign_files_last(tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren")
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren-10")
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren-2")
    put(tmp_path / "rehearsals", "2026-11-24-1400-luisteren", kind="rehearsal")
    put(tmp_path / "rehearsals", "2026-11-23-1400-luisteren", kind="rehearsal")
    write_journal(tmp_path / "sessions", session(end=False), "2026-11-25-0900-luisteren")
    (tmp_path / "sessions" / "boodschappen.json").write_text("{}")
    found = rows(tmp_path)
    assert [(row.id[5:], row.kind, row.rehearsal) for row in found] == [
        ("11-25-0900-luisteren", Kind.UNFINISHED, False),
        ("11-24-1400-luisteren", Kind.ENDED, True),
        ("11-24-1300-luisteren-10", Kind.ENDED, False),
        ("11-24-1300-luisteren-2", Kind.ENDED, False),
        ("11-24-1300-luisteren", Kind.ENDED, False),
        ("11-23-1400-luisteren", Kind.ENDED, True),
        ("chappen.json", Kind.FOREIGN, False),
    ]
    assert (found[1].planned_s, found[1].actual_s, found[1].notes) == (4320, 1740, 4)
    assert (found[0].title, found[1].title, found[1].workshop) == ("Luisteren met aandacht",) * 2 + ("luisteren",)


def test_no_rows_before_the_first_session(tmp_path: Path) -> None:
    assert rows(tmp_path) == []


@pytest.mark.parametrize(
    "change",
    [
        {"activities": None},
        {"activities": [1]},
        {"activities": [{}]},
        {"workshop": "x"},
        {"workshop": {"id": 1, "title": []}},
        {"format": "1"},
        {"activities": [{"planned_s": "a", "actual_s": [], "notes": {}}]},
        {"activities": [{"planned_s": 0.5, "actual_s": 1, "notes": []}]},
    ],
)
def test_damaged_outcome_is_listed_as_damaged(change: dict[str, Any], tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren", **change)
    assert [(row.kind, row.id) for row in rows(tmp_path)] == [(Kind.DAMAGED, "2026-11-24-1300-luisteren")]


def test_newer_format_has_figures_and_invalid_json_is_damaged(tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren", format=9, more={"x": 1})
    (tmp_path / "sessions" / "2026-11-24-1200-luisteren.json").write_text('{"format": 1, ')
    newer, damaged = rows(tmp_path)
    assert (newer.newer, newer.kind, newer.notes) == (True, Kind.ENDED, 4)
    assert damaged.kind is Kind.DAMAGED


def test_json_of_any_shape_is_damaged_at_worst(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    known = {"id": "x", "last_seq": 1}
    values: tuple[object, ...] = (None, [], 1, "x", {}, known, known | {"format": 1})
    for n, value in enumerate(values):
        (folder / f"2026-11-24-13{n:02}-w.json").write_text(json.dumps(value))
    assert {row.kind for row in rows(tmp_path)} == {Kind.DAMAGED}


def test_leftovers_get_one_row(tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren")
    for name in (
        "2026-11-24-1300-luisteren.jsonl.damaged-1",
        "2026-11-23-1300-luisteren.jsonl.damaged-1",
        "2026-11-23-1300-luisteren.json.9.new",
    ):
        (tmp_path / "sessions" / name).write_text("x")
    (tmp_path / "rehearsals").mkdir()
    (tmp_path / "rehearsals" / "2026-11-24-1300-luisteren.jsonl.damaged-1").write_text("x")
    folders = Folders(tmp_path)
    left = session_index.leftover_rows(folders, session_index.list_for_rows(folders))
    assert [(row.id, row.kind, row.rehearsal) for row in left] == [
        ("2026-11-24-1300-luisteren", Kind.DAMAGED, True),
        ("2026-11-23-1300-luisteren", Kind.DAMAGED, False),
    ]


def test_session_cut_short_is_not_whole(tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren")
    outcome = put(tmp_path / "sessions", "2026-11-23-1300-luisteren")
    for activity in outcome["activities"]:
        activity["status"] = "skipped" if activity["status"] == "unreached" else activity["status"]
    (tmp_path / "sessions" / "2026-11-23-1300-luisteren.json").write_text(encode(outcome))
    assert [row.whole for row in rows(tmp_path)] == [False, True]
