"""Deletion: no byte of a deleted note is left in the data folder."""

import errno
import json
import math
import os
from datetime import date, datetime
from pathlib import Path

import pytest

from luisteren_tui import i18n
from luisteren_tui.storage.deletion import (
    TimesLost,
    begun_before,
    delete,
    delete_what_was_put_off,
    forget_notes,
    put_off,
)
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.outcome.outcome_file import finish, finish_ended, read_session
from luisteren_tui.storage.retention import find_old_notes, forget_old_notes
from luisteren_tui.storage.session_index import Kind, SessionFiles, list_with_leftovers, newest_unfinished
from luisteren_tui.system.paths import Folders
from tests.storage.held_disk import HeldDisk
from tests.storage.session_samples import NAME, SECRET, outcome_of, session, write_journal

WORDS = (SECRET.encode(), b"het woord", b"ongemak", b"later geteld")
OTHER = f"{NAME}-2"


def ended(folder: Path, name: str = NAME) -> Path:
    journal = write_journal(folder, session(), name)
    return finish(journal, outcome_of(journal))


def littered(data: Path, name: str = NAME) -> SessionFiles:
    """Make an ended session with every kind of leftover file, each with the words of its notes."""
    folder = data / "sessions"
    journal = write_journal(folder, session(), name).read_bytes()
    outcome = ended(folder, name).read_bytes()
    for end in ("jsonl", "jsonl.damaged-1", "jsonl.damaged-12", "jsonl.4711.new"):
        (folder / f"{name}.{end}").write_bytes(journal)
    (folder / f"{name}.json.4711.new").write_bytes(outcome)
    return SessionFiles(name, folder)


def words_below(data: Path) -> set[bytes]:
    everything = b"\0".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    return {word for word in WORDS if word in everything}


def names(data: Path) -> set[str]:
    return {path.name for path in data.rglob("*") if path.is_file()}


def test_delete_leaves_no_byte_of_a_note(tmp_path: Path) -> None:
    one = littered(tmp_path)
    assert words_below(tmp_path) == set(WORDS)
    assert delete(one)
    assert words_below(tmp_path) == set()
    assert names(tmp_path) == set()
    assert not delete(one)


def test_forgetting_notes_keeps_all_times(tmp_path: Path) -> None:
    one = littered(tmp_path)
    before = read_session(tmp_path / "sessions" / f"{NAME}.json")
    assert forget_notes(one)
    assert words_below(tmp_path) == set()
    assert names(tmp_path) == {f"{NAME}.json"}
    after = read_session(tmp_path / "sessions" / f"{NAME}.json")
    for activity in before["activities"]:
        activity["notes"] = []
    del before["parking_lot"]
    assert after == before
    assert not forget_notes(one)


def test_name_of_the_plan_is_deleted_with_the_notes(tmp_path: Path) -> None:
    path = ended(tmp_path / "sessions")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"plan": "2026-11-24 met Sjoerd"}))
    assert forget_notes(SessionFiles(NAME, tmp_path / "sessions"))
    assert b"Sjoerd" not in path.read_bytes()


def test_unknown_text_is_deleted_with_the_notes(tmp_path: Path) -> None:
    path = ended(tmp_path / "sessions")
    value = json.loads(path.read_text())
    value["activities"][0]["memo"] = "het woord"
    path.write_text(json.dumps(value))
    assert forget_notes(SessionFiles(NAME, tmp_path / "sessions"))
    assert words_below(tmp_path) == set()


def with_custom_block(path: Path) -> None:
    """Turn the last activity into a custom block that is named after a person."""
    value = json.loads(path.read_text())
    value["activities"][-1] |= {"id": "own.1", "step": None, "title": "Taart voor Sjoerd"}
    path.write_text(json.dumps(value))


def test_title_of_a_custom_block_is_deleted_with_the_notes(tmp_path: Path) -> None:
    path = ended(tmp_path / "sessions")
    with_custom_block(path)
    one = SessionFiles(NAME, tmp_path / "sessions")
    assert forget_notes(one)
    assert b"Sjoerd" not in path.read_bytes()
    titles = [activity["title"] for activity in read_session(path)["activities"]]
    assert titles[-2:] == ["Pauze", "own block"]
    assert not forget_notes(one)
    i18n.use("nl")
    assert read_session(path)["activities"][-1]["title"] == "eigen blok"
    assert not forget_notes(one)
    assert not find_old_notes(Folders(tmp_path), 30, date(2027, 3, 1)).ready


def test_title_of_a_custom_block_is_deleted_even_without_notes(tmp_path: Path) -> None:
    path = ended(tmp_path / "sessions")
    one = SessionFiles(NAME, tmp_path / "sessions")
    forget_notes(one)
    with_custom_block(path)
    old = find_old_notes(Folders(tmp_path), 30, date(2027, 3, 1))
    assert old.ready == (one,)
    assert forget_old_notes(old).sessions == 1
    assert b"Sjoerd" not in path.read_bytes()


@pytest.mark.parametrize("forget", [delete, forget_notes])
def test_other_session_of_the_same_minute_is_untouched(forget: object, tmp_path: Path) -> None:
    one = littered(tmp_path)
    littered(tmp_path, OTHER)
    mine = {name for name in names(tmp_path) if name.startswith(f"{OTHER}.")}
    before = {name: (tmp_path / "sessions" / name).read_bytes() for name in mine}
    assert callable(forget)
    forget(one)
    assert {name: (tmp_path / "sessions" / name).read_bytes() for name in mine} == before


def test_notes_stay_if_times_cannot_be_kept(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    write_journal(folder, session(end=False), "2026-11-24-1301-a")
    (folder / "2026-11-24-1302-b.json").write_text("{")
    newer = ended(folder, "2026-11-24-1303-c")
    newer.write_text(json.dumps(json.loads(newer.read_text()) | {"format": 2}))
    (folder / "2026-11-24-1304-d.jsonl.damaged-1").write_text("x")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    for one in list_with_leftovers(tmp_path):
        with pytest.raises(TimesLost):
            forget_notes(one)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    assert all(delete(one) for one in list_with_leftovers(tmp_path))
    assert names(tmp_path) == set()


def test_leftovers_are_listed_newest_first(tmp_path: Path) -> None:
    ended(tmp_path / "sessions")
    ended(tmp_path / "rehearsals", "2026-11-25-0900-x")
    folder = tmp_path / "sessions"
    for name in ("2026-01-02-0900-old.jsonl.damaged-1", "mine.txt", "x.json", ".2026-01-02-0900-x.json"):
        (folder / name).touch()
    found = list_with_leftovers(tmp_path)
    assert [(one.id, one.rehearsal) for one in found] == [
        ("2026-11-25-0900-x", True),
        (NAME, False),
        ("2026-01-02-0900-old", False),
    ]
    assert begun_before(found, datetime(2026, 11, 24, 13, 0)) == found[2:]  # noqa: DTZ001 - local, as ids are
    assert begun_before(found, datetime(2026, 11, 24, 13, 1)) == found[1:]  # noqa: DTZ001
    assert list_with_leftovers(tmp_path / "none") == []


class Failing(Disk):
    def __init__(self, refuse: str, allowed: int = 0) -> None:
        self.refuse, self.allowed = refuse, allowed

    def unlink(self, path: Path) -> None:
        if self.refuse == "unlink" and not path.name.endswith(f"{os.getpid()}.new"):
            if not self.allowed:
                raise OSError(errno.EROFS, "unlink")
            self.allowed -= 1
        super().unlink(path)

    def replace(self, source: Path, target: Path) -> None:
        if self.refuse == "replace":
            raise OSError(errno.ENOSPC, "replace")
        super().replace(source, target)


@pytest.mark.parametrize(("notes_only", "left"), [(False, set()), (True, {f"{NAME}.json"})])
def test_what_a_program_holds_is_deleted_at_the_next_start(notes_only: bool, left: set[str], tmp_path: Path) -> None:
    one = littered(tmp_path)
    littered(tmp_path, OTHER)
    held = HeldDisk(math.inf, lambda path: path.name.endswith((".json", ".jsonl")))
    with pytest.raises(PermissionError):
        forget_notes(one, held) if notes_only else delete(one, held)
    assert put_off(one, notes_only=notes_only)
    assert put_off(one, notes_only=notes_only)  # asked for once more
    others = {name for name in names(tmp_path) if name.startswith(f"{OTHER}.")}
    assert delete_what_was_put_off(one.folder, held) == [NAME]
    assert SECRET.encode() in words_below(tmp_path)
    assert delete_what_was_put_off(one.folder) == []
    assert names(tmp_path) == left | others
    for path in one.folder.glob(f"{OTHER}.*"):
        path.unlink()
    assert words_below(tmp_path) == set()


def test_session_that_is_to_be_deleted_is_not_resumed(tmp_path: Path) -> None:
    journal = write_journal(tmp_path, session(end=False))
    assert newest_unfinished(tmp_path) == journal
    assert put_off(SessionFiles(NAME, tmp_path), notes_only=False)
    assert newest_unfinished(tmp_path) is None


def test_notes_that_can_no_longer_go_alone_stay(tmp_path: Path) -> None:
    journal = write_journal(tmp_path, session(end=False))
    assert put_off(SessionFiles(NAME, tmp_path), notes_only=True)
    (tmp_path / "letter.delete").touch()  # nobody's
    assert delete_what_was_put_off(tmp_path) == []
    assert names(tmp_path) == {journal.name, "letter.delete"}


def test_failed_deletion_can_be_tried_again(tmp_path: Path) -> None:
    one = littered(tmp_path)
    with pytest.raises(OSError, match="unlink"):
        delete(one, Failing("unlink", 4))
    assert f"{NAME}.json" in names(tmp_path)
    assert delete(one)
    assert names(tmp_path) == set()


def test_outcome_stays_whole_if_its_notes_cannot_be_deleted(tmp_path: Path) -> None:
    one = littered(tmp_path)
    before = {path: path.read_bytes() for path in one.folder.iterdir()}
    with pytest.raises(OSError, match="replace"):
        forget_notes(one, Failing("replace"))
    # The journal held nothing that the outcome doesn't. Beside an outcome without notes, it would count.
    del before[one.folder / f"{NAME}.jsonl"]
    assert {path: path.read_bytes() for path in one.folder.iterdir()} == before


@pytest.mark.parametrize("call", ["unlink", "replace"])
def test_kill_while_notes_are_deleted_never_brings_them_back(call: str, tmp_path: Path) -> None:
    one = littered(tmp_path)
    with pytest.raises(OSError, match=call):
        forget_notes(one, Failing(call))
    assert one.kind is Kind.ENDED
    finish_ended(one.folder)
    assert forget_notes(one)
    assert words_below(tmp_path) == set()


def test_deletion_is_on_the_disk_for_all_others_before_the_journal_goes(tmp_path: Path) -> None:
    one = littered(tmp_path)
    calls: list[str] = []

    class Recording(Disk):
        def unlink(self, path: Path) -> None:
            calls.append(path.name.removeprefix(NAME))
            super().unlink(path)

        def sync(self, fd: int) -> None:
            calls.append("sync")
            super().sync(fd)

    delete(one, Recording())
    # A power cut may undo what is not synced, and a replacement without a journal is taken for one.
    assert calls.index("sync") < min(calls.index(".json"), calls.index(".jsonl"))
    assert calls.index(".jsonl.4711.new") < calls.index("sync")
