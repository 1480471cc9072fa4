import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from luisteren_tui.storage.file_names import SESSION_ID, base_id, newest_ids
from luisteren_tui.storage.files import list_names
from luisteren_tui.storage.session_index import (
    Kind,
    Listing,
    NoSession,
    SessionFiles,
    find_session,
    later_rehearsal,
    list_files,
    newest_unfinished,
    read_entry,
)
from tests.storage.journal_samples import lines, opened, write
from tests.storage.session_samples import outcome_of, session, write_journal

A, B, C = "2026-11-24-1330-w", "2026-11-24-1330-w-2", "2026-11-25-0900-w"
JOURNAL = b"".join(lines())


def outcome(last_seq: int = len(lines())) -> bytes:
    return json.dumps({"format": 1, "kind": "session", "id": "x", "last_seq": last_seq}).encode()


@pytest.fixture
def sessions(tmp_path: Path) -> Path:
    folder = tmp_path / "sessions"
    folder.mkdir()
    return folder


def test_id_is_local_time_and_workshop() -> None:
    started = datetime(2026, 11, 24, 13, 30, 5, tzinfo=UTC)
    assert base_id(started, "luisteren") == "2026-11-24-1330-luisteren"
    assert base_id(started, "../a b\x00/é_c..") == "2026-11-24-1330-a-b-é-c"
    assert len(base_id(started, "x" * 999)) == 56
    assert base_id(started, "..") == "2026-11-24-1330-sessie"
    for workshop in ("luisteren", "../a b", "x" * 999, ".."):
        assert SESSION_ID.fullmatch(base_id(started, workshop) + "-1000")


def test_missing_sessions_folder_has_no_sessions(tmp_path: Path) -> None:
    assert list_files(tmp_path / "none") == []
    assert newest_unfinished(tmp_path / "none") is None


def test_newest_session_is_first(sessions: Path) -> None:
    ids = [A, B, f"{A}-10", C]
    for id in ids:
        (sessions / f"{id}.json").touch()
    (sessions / f"{A}.jsonl").touch()
    assert [name.id for name in list_files(sessions)] == ids[::-1]
    assert list_files(sessions)[-1] == SessionFiles(A, sessions)
    assert SessionFiles(A, sessions).journal == sessions / f"{A}.jsonl"
    assert SessionFiles(A, sessions).outcome == sessions / f"{A}.json"
    assert SessionFiles(B, sessions).journal is None


def test_ids_are_listed_by_suffix_without_asking_about_any_file(
    sessions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        f"{A}.json",
        f"{A}-10.json",
        f"{A}-2.json",
        f"{C}.json",
        f"{B}.jsonl",
        f"{B}.jsonl.damaged-1",
        "notes.json",
    ):
        (sessions / name).touch()

    def asked(*_args: object, **_options: object) -> None:
        raise AssertionError("a file was asked about")

    for call in ("stat", "lstat"):
        monkeypatch.setattr(os, call, asked)
    names = list_names(sessions)
    assert list(newest_ids(names, ".json")) == [C, f"{A}-10", f"{A}-2", A]
    assert list(newest_ids(names, ".jsonl")) == [B]
    assert list_names(sessions / "missing") == []


def test_listing_opens_no_file(sessions: Path) -> None:
    os.mkfifo(sessions / f"{A}.json")
    assert [name.id for name in list_files(sessions)] == [A]


@pytest.mark.parametrize(
    ("journal", "ended", "kind"),
    [
        (JOURNAL, None, Kind.UNFINISHED),
        (JOURNAL[:-5], None, Kind.UNFINISHED),
        (b"hello", None, Kind.DAMAGED),
        (b"".join(lines()[1:]), None, Kind.DAMAGED),
        (None, outcome(), Kind.ENDED),
        (None, b"", Kind.DAMAGED),
        (None, b"[" * 100_000, Kind.DAMAGED),
        (None, b"[1]", Kind.DAMAGED),
        (None, b'{"id":"x","last_seq":"8"}', Kind.DAMAGED),
        (JOURNAL, outcome(), Kind.UNFINISHED),
        (JOURNAL, outcome(len(lines()) - 1), Kind.UNFINISHED),
        (JOURNAL, b"{", Kind.UNFINISHED),
        (b"hello", outcome(), Kind.ENDED),
        (b"hello", b"{", Kind.DAMAGED),
    ],
)
def test_kind_follows_from_journal_and_outcome(
    sessions: Path, journal: bytes | None, ended: bytes | None, kind: Kind
) -> None:
    if journal is not None:
        write(sessions / f"{A}.jsonl", journal)
    if ended is not None:
        write(sessions / f"{A}.json", ended)
    entry = read_entry(SessionFiles(A, sessions))
    assert (entry.files.id, entry.kind) == (A, kind)
    assert entry.opened == (opened() if kind is Kind.UNFINISHED else None)
    assert (entry.outcome is not None) == (kind is Kind.ENDED)
    assert entry.path.suffix == (".json" if kind is Kind.ENDED or journal is None else ".jsonl")
    expected = sessions / f"{A}.jsonl" if kind is Kind.UNFINISHED else None
    assert newest_unfinished(sessions) == expected
    assert find_session(A, sessions.parent) == entry.path
    assert find_session("last", sessions.parent) == entry.path


def test_foreign_and_planted_files_are_listed_as_such(sessions: Path) -> None:
    for name in ("notes.txt", "other.json", f"{C}.jsonl.damaged-1", f"{C}.json.12.new", ".DS_Store"):
        (sessions / name).touch()
    (sessions / f"{A}.jsonl").symlink_to(write(sessions.parent / "victim", JOURNAL))
    os.mkfifo(sessions / f"{B}.json")
    (sessions / f"{C}.json").mkdir()
    damaged = [(id, Kind.DAMAGED) for id in (C, B, A)]
    assert [(files.id, files.kind) for files in list_files(sessions)] == damaged
    foreign = Listing.read(sessions).foreign_rows()
    assert [(row.id, row.kind) for row in foreign] == [("other.json", Kind.FOREIGN)]


def test_newest_unfinished_session_is_found(sessions: Path) -> None:
    for id in (A, B):
        write(sessions / f"{id}.jsonl", JOURNAL)
    journal = write_journal(sessions, session(), C)
    write(sessions / f"{C}.json", json.dumps(outcome_of(journal)).encode())
    assert newest_unfinished(sessions) == sessions / f"{B}.jsonl"


def test_rehearsal_is_found_by_id_and_is_never_the_last_session(sessions: Path) -> None:
    rehearsals = sessions.parent / "rehearsals"
    rehearsals.mkdir()
    write(rehearsals / f"{C}.json", outcome())
    write(sessions / f"{A}.json", outcome())
    assert find_session(C, sessions.parent) == rehearsals / f"{C}.json"
    assert find_session("last", sessions.parent) == sessions / f"{A}.json"


@pytest.mark.parametrize(
    "session",
    [
        C,
        "..",
        "../x",
        f"../sessions/{A}",
        f"./{A}",
        f"{A}/..",
        f"{A}\n",
        f"{A}*",
        "",
        "a\x00b",
        "no.json",
        "/etc/passwd",
    ],
)
def test_unknown_session_name_is_refused(sessions: Path, session: str) -> None:
    write(sessions / f"{A}.json", outcome())
    with pytest.raises(NoSession) as caught:
        find_session(session, sessions.parent)
    problem = caught.value.problem
    assert problem.message.format(**problem.values)


def test_last_session_names_a_later_rehearsal_or_the_only_one(sessions: Path) -> None:
    rehearsals = sessions.parent / "rehearsals"
    rehearsals.mkdir()
    write(rehearsals / f"{B}.json", outcome())
    with pytest.raises(NoSession) as caught:
        find_session("last", sessions.parent)
    assert caught.value.problem.values["name"] == B
    earlier = write(sessions / "2026-11-24-0900-w.json", outcome())
    assert later_rehearsal(earlier, sessions.parent) == B
    write(sessions / f"{C}.json", outcome())
    assert later_rehearsal(sessions / f"{C}.json", sessions.parent) is None


def test_empty_folder_has_no_last_session(sessions: Path) -> None:
    with pytest.raises(NoSession):
        find_session("last", sessions.parent)


def test_session_path_is_used_unchanged(sessions: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "x.json", b"")
    assert find_session(str(file), sessions.parent) == file


def test_all_files_of_a_session_are_listed(sessions: Path) -> None:
    mine = {f"{A}.{end}" for end in ("json", "jsonl", "jsonl.damaged-1", "jsonl.12.new", "json.12.new")}
    for name in (*mine, f"{B}.json", f"{B}.jsonl.damaged-1", "x"):
        (sessions / name).touch()
    assert {path.name for path in SessionFiles(A, sessions).all()} == mine
