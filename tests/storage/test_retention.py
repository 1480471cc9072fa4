"""How long notes stay: off until it is chosen; then the old ones go and the times stay."""

import stat
from datetime import datetime
from pathlib import Path

import pytest

from luisteren_tui.paths import Folders
from luisteren_tui.storage.outcome import read_session
from luisteren_tui.storage.retention import Retention, forget, load, save
from tests.storage.session_samples import session, write_journal
from tests.storage.test_overview import put

NOW = datetime(2026, 11, 24, 13, 0)  # noqa: DTZ001  # ids are in local time


def test_it_is_kept_for_the_user_alone(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "data")
    assert load(folders) is None
    save(folders, 90)
    assert load(folders) == Retention(90)
    assert stat.S_IMODE((folders.data / "retention.json").stat().st_mode) == 0o600
    save(folders, None)
    assert load(folders) == Retention(None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"notes_days": true}',
        '{"notes_days": -1}',
        '{"notes_days": "90"}',
        '{"notes_days": 400000}',
        '{"notes_days": 9000000}',
    ],
)
def test_one_that_is_damaged_lets_all_stay(text: str, tmp_path: Path) -> None:
    (tmp_path / "retention.json").write_text(text)
    assert load(Folders(tmp_path)) is None


def test_old_notes_go_from_all_files_and_times_stay(tmp_path: Path) -> None:
    sessions = tmp_path / "sessions"
    old, edge = "2026-08-01-0900-luisteren", "2026-08-26-1300-luisteren"
    for id in (old, edge, "2026-11-01-0900-luisteren"):
        put(sessions, id)
    put(tmp_path / "rehearsals", "2026-01-01-0900-luisteren", kind="rehearsal")
    (sessions / f"{old}.jsonl.damaged-1").write_text("ongemak")
    (sessions / f"{old}.json.17.new").write_text("ongemak")
    times = [(a["id"], a["actual_s"]) for a in read_session(sessions / f"{old}.json")["activities"]]
    assert forget(Folders(tmp_path), 90, NOW) == (2, ())
    assert sorted(path.name for path in sessions.iterdir() if b"ongemak" in path.read_bytes()) == [
        f"{edge}.json",
        "2026-11-01-0900-luisteren.json",
    ]
    assert [(a["id"], a["actual_s"]) for a in read_session(sessions / f"{old}.json")["activities"]] == times
    assert b"ongemak" not in (tmp_path / "rehearsals" / "2026-01-01-0900-luisteren.json").read_bytes()
    assert forget(Folders(tmp_path), 90, NOW) == (0, ())


def test_what_has_not_ended_or_is_damaged_keeps_what_it_has_and_is_named(tmp_path: Path) -> None:
    sessions = tmp_path / "sessions"
    going = write_journal(sessions, session(end=False), "2026-01-01-0900-luisteren")
    damaged = sessions / "2026-01-02-0900-luisteren.json"
    damaged.write_text('{"format": 1, "text": "ongemak"')
    before = going.read_bytes(), damaged.read_bytes()
    assert forget(Folders(tmp_path), 30, NOW) == (0, (going.stem, damaged.stem))
    assert (going.read_bytes(), damaged.read_bytes()) == before


def test_there_need_be_no_folder(tmp_path: Path) -> None:
    assert forget(Folders(tmp_path), 30, NOW) == (0, ())
