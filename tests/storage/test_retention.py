"""How long notes are kept: for ever until the user chooses; then old notes go and times stay."""

import errno
import json
import stat
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from luisteren_tui.storage import retention
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.outcome.outcome_file import read_session
from luisteren_tui.storage.retention import (
    Forgotten,
    OldNotes,
    Retention,
    find_old_notes,
    forget_old_notes,
    load,
    must_ask_first,
    save,
)
from luisteren_tui.system.paths import Folders
from tests.storage.session_samples import session, write_journal
from tests.storage.test_session_rows import CHANGES, STORED, changed
from tests.storage.test_session_rows import put as put_outcome

TODAY = date(2026, 11, 24)


def put(folder: Path, id: str, **other: Any) -> None:
    put_outcome(folder, id, **{"ended": f"{id[:10]}T12:00:00Z", **other})


def let_go(data: Path, days: int, today: date = TODAY) -> Forgotten:
    return forget_old_notes(find_old_notes(Folders(data), days, today))


def test_answer_is_readable_only_by_the_user(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "data")
    assert load(folders) is None
    save(folders, 90)
    assert load(folders) == Retention(90)
    assert stat.S_IMODE((folders.data / "retention.json").stat().st_mode) == 0o600
    save(folders, 90, TODAY)
    assert load(folders) == Retention(90, TODAY)
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
def test_damaged_answer_keeps_all_notes(text: str, tmp_path: Path) -> None:
    (tmp_path / "retention.json").write_text(text)
    assert load(Folders(tmp_path)) is None


def test_old_notes_are_deleted_from_all_files_and_times_stay(tmp_path: Path) -> None:
    sessions = tmp_path / "sessions"
    old, edge = "2026-08-25-2359-luisteren", "2026-08-26-0000-luisteren"
    for id in (old, edge, "2026-11-01-0900-luisteren"):
        put(sessions, id)
    put(tmp_path / "rehearsals", "2026-01-01-0900-luisteren", kind="rehearsal")
    (sessions / f"{old}.jsonl.damaged-1").write_text("ongemak")
    (sessions / f"{old}.json.17.new").write_text("ongemak")
    times = [(a["id"], a["actual_s"]) for a in read_session(sessions / f"{old}.json")["activities"]]
    assert let_go(tmp_path, 90) == (2, (), "")
    assert sorted(path.name for path in sessions.iterdir() if b"ongemak" in path.read_bytes()) == [
        f"{edge}.json",
        "2026-11-01-0900-luisteren.json",
    ]
    assert [(a["id"], a["actual_s"]) for a in read_session(sessions / f"{old}.json")["activities"]] == times
    assert b"ongemak" not in (tmp_path / "rehearsals" / "2026-01-01-0900-luisteren.json").read_bytes()
    assert let_go(tmp_path, 90) == (0, (), "")


def test_unfinished_and_damaged_sessions_keep_their_notes_and_are_named(tmp_path: Path) -> None:
    sessions = tmp_path / "sessions"
    going = write_journal(sessions, session(end=False), "2026-01-01-0900-luisteren")
    damaged = sessions / "2026-01-02-0900-luisteren.json"
    damaged.write_text('{"format": 1, "text": "ongemak"')
    before = going.read_bytes(), damaged.read_bytes()
    assert let_go(tmp_path, 30) == (0, (going.stem, damaged.stem), "")
    assert (going.read_bytes(), damaged.read_bytes()) == before


def test_missing_sessions_folder_has_no_old_notes(tmp_path: Path) -> None:
    assert let_go(tmp_path, 30) == (0, (), "")


def test_user_is_asked_the_first_time_and_after_a_clock_leap() -> None:
    old = OldNotes((), ())
    assert must_ask_first(Retention(90), TODAY, old)
    assert not must_ask_first(Retention(90, TODAY), TODAY, old)
    assert not must_ask_first(Retention(90, date(2026, 10, 24)), TODAY, old)
    assert must_ask_first(Retention(90, date(2026, 10, 23)), TODAY, old)
    assert must_ask_first(Retention(90, TODAY), date(2031, 1, 1), old)
    assert not must_ask_first(Retention(90, date(2031, 1, 1)), TODAY, old)


def test_user_is_asked_about_a_session_that_ran_while_the_clock_was_wrong(tmp_path: Path) -> None:
    choice = Retention(90, TODAY - timedelta(days=1))
    put(tmp_path / "sessions", "2026-08-25-0900-luisteren")
    assert not must_ask_first(choice, TODAY, find_old_notes(Folders(tmp_path), 90, TODAY))
    put(tmp_path / "sessions", "2020-01-01-0000-luisteren")
    found = find_old_notes(Folders(tmp_path), 90, TODAY)
    assert [each.id for each in found.ready] == ["2020-01-01-0000-luisteren", "2026-08-25-0900-luisteren"]
    assert must_ask_first(choice, TODAY, found)


@pytest.mark.parametrize("seen", ["", "x", 7, None, "2026-13-01", [1]])
def test_damaged_day_counts_as_none(seen: object, tmp_path: Path) -> None:
    (tmp_path / "retention.json").write_text(json.dumps({"notes_days": 90, "seen": seen}))
    assert load(Folders(tmp_path)) == Retention(90, None)


def test_end_tonight_may_be_tomorrow_in_utc(tmp_path: Path) -> None:
    id = "2026-01-01-0900-luisteren"
    put(tmp_path / "sessions", id, ended=f"{TODAY + timedelta(days=1)}T00:30:00Z")
    assert let_go(tmp_path, 90) == (0, (), "")
    assert b"ongemak" in (tmp_path / "sessions" / f"{id}.json").read_bytes()


def test_recent_end_is_not_old_and_future_end_does_not_count(tmp_path: Path) -> None:
    late, ahead, id = "2026-08-01-0900-luisteren", "2026-08-02-0900-luisteren", "2026-08-03-0900-luisteren"
    put(tmp_path / "sessions", late, ended="2026-11-20T10:00:00Z")
    put(tmp_path / "sessions", ahead, ended="2031-01-01T10:00:00Z")
    put(tmp_path / "sessions", id, ended="2026-08-25T23:00:00Z")
    found = find_old_notes(Folders(tmp_path), 90, TODAY)
    assert [one.id for one in found.ready] == [ahead, id]


@pytest.mark.parametrize("today", [date(2026, 3, 29), date(2026, 10, 25), date(1, 1, 2), date(9999, 12, 31)])
def test_days_are_exact_at_clock_changes_and_date_limits(today: date, tmp_path: Path) -> None:
    for ago in (29, 30, 31):
        day = date.fromordinal(max(1, today.toordinal() - ago))
        put(tmp_path / "sessions", f"{day}-2330-luisteren", ended=None)
    old = [one.id for one in find_old_notes(Folders(tmp_path), 30, today).ready]
    assert old == ([] if today.year == 1 else [f"{date.fromordinal(today.toordinal() - 31)}-2330-luisteren"])


def test_session_removed_in_the_meantime_is_skipped(tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-01-01-0900-luisteren")
    found = find_old_notes(Folders(tmp_path), 90, TODAY)
    (tmp_path / "sessions" / "2026-01-01-0900-luisteren.json").unlink()
    assert forget_old_notes(found) == (0, ("2026-01-01-0900-luisteren",), "")
    assert find_old_notes(Folders(tmp_path), 90, TODAY) == OldNotes((), ())


def test_disk_error_is_reported_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "sessions", "2026-01-01-0900-luisteren")
    path = tmp_path / "sessions" / "2026-01-01-0900-luisteren.json"
    before = path.read_bytes()

    def fail(*_args: object) -> None:
        raise OSError(errno.EROFS, "replace")

    monkeypatch.setattr(Disk, "replace", fail)
    assert let_go(tmp_path, 90) == (0, (), "the disk is read-only")
    assert path.read_bytes() == before


NO_NOTES: list[Any] = [(("activities", n, "notes"), []) for n in range(len(STORED["activities"]))]


@example([(("activities", 3, "title"), "Afscheid"), (("activities", 3, "id"), "own.1")], True)
@example([(("ended",), "2026-11-24T12:00:00Z")], False)
@given(CHANGES, st.booleans())
def test_notes_of_a_decoded_outcome_are_those_of_its_json_value(changes: list[Any], without_notes: bool) -> None:
    outcome = changed([(("ended",), "2026-01-01T12:00:00Z"), *(NO_NOTES if without_notes else []), *changes])
    with TemporaryDirectory() as data, pytest.MonkeyPatch.context() as patch:
        path = Path(data, "sessions", "2026-01-01-1200-alles.json")
        path.parent.mkdir()
        path.write_bytes(json.dumps(outcome).encode())
        found = find_old_notes(Folders(Path(data)), 30, TODAY)
        patch.setattr(retention, "decode_exact", lambda _kind, _data: None)
        assert find_old_notes(Folders(Path(data)), 30, TODAY) == found


def test_parking_lot_is_old_notes_too(tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-01-01-1200-alles", activities=[], parking_lot="een woord")
    put(tmp_path / "sessions", "2026-01-01-1200-nieuw", activities=[], parking_lot="een woord", unknown=1)
    assert let_go(tmp_path, 30) == Forgotten(2, ())
    for path in (tmp_path / "sessions").iterdir():
        assert "parking_lot" not in json.loads(path.read_text())


def test_what_is_left_beside_an_outcome_without_notes_goes_too(tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-01-01-1200-alles", activities=[], parking_lot="")
    assert let_go(tmp_path, 30) == Forgotten(0, ())
    (tmp_path / "sessions" / "2026-01-01-1200-alles.jsonl.damaged-1").write_text("x")
    assert let_go(tmp_path, 30) == Forgotten(1, ())
    assert [path.name for path in (tmp_path / "sessions").iterdir()] == ["2026-01-01-1200-alles.json"]
