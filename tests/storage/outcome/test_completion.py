"""Notes that are completed later: the rest of the file stays, and the old text is kept nowhere."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.session.events import Slot, Started
from luisteren_tui.storage.files import GONE, REPLACED
from luisteren_tui.storage.journal.memory import Mended
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.outcome.completion import CompletedNotes, Note
from luisteren_tui.storage.outcome.outcome_file import encode, read_session
from luisteren_tui.storage.outcome.reading import Unreadable
from tests.storage.failing_disk import FaultyDisk
from tests.storage.outcome.completed import amend
from tests.storage.session_samples import NAME, session

AT = "2026-12-01T09:00:00Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / f"{NAME}.json"
    path.write_text(encode(build(session().state, [(AT, Started(0, "1"))], 42)))
    return path


def notes(path: Path, activity: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = next(a for a in read_session(path)["activities"] if a["id"] == activity)["notes"]
    return found


def test_changed_note_leaves_no_old_text(path: Path) -> None:
    before = read_session(path)
    amend(path, Slot("2b", prompt=1), Note("gemak", False, AT))
    assert [(n["text"], n["edited"]) for n in notes(path, "2b")] == [("gemak", AT), ("later geteld", None)]
    assert b"ongemak" not in b"".join(file.read_bytes() for file in path.parent.iterdir())
    after = read_session(path)
    before["activities"][2]["notes"] = after["activities"][2]["notes"] = []
    assert after == before


def test_parking_lot_is_replaced_and_left_out_once_it_is_empty(path: Path) -> None:
    before = read_session(path)
    amend(path, None, Note("een\ntwee", False, AT))
    assert read_session(path) == before | {"parking_lot": "een\ntwee", "parking_edited": AT}
    amend(path, None, Note("", False, AT))
    assert json.loads(path.read_text()) == {key: before[key] for key in before if key != "parking_lot"} | {
        "parking_edited": AT
    }


def test_new_note_gets_its_place_and_its_question(path: Path) -> None:
    amend(path, Slot("1", prompt=1), Note("een \x1b en \ud800", False, AT))
    assert [(n["prompt"], n["private"]) for n in notes(path, "1")] == [
        (1, False),
        (2, False),
        (None, False),
        (None, True),
    ]
    assert notes(path, "1")[0]["question"] == "Wat doet dit gedicht met je?"
    assert notes(path, "1")[0]["text"] == "een \x1b en \ud800"


def test_mark_alone_does_not_count_as_an_edit(path: Path) -> None:
    amend(path, Slot("1"), Note("", False, None))
    assert [(n["marked"], n["edited"]) for n in notes(path, "1") if not n["private"] and not n["prompt"]] == [
        (False, None)
    ]


def test_missing_and_unknown_fields_stay_unchanged(path: Path) -> None:
    outcome = json.loads(path.read_text())
    for activity in outcome["activities"]:
        for note in activity["notes"]:
            del note["edited"], note["marked"]
    outcome |= {"later": [1]}
    path.write_text(json.dumps(outcome))
    amend(path, Slot("2b", prompt=1), Note("x", False, AT))
    after = json.loads(path.read_text())
    assert after["later"] == [1]
    assert after["activities"][2]["notes"][1] == outcome["activities"][2]["notes"][1]


@pytest.mark.parametrize("text", ['{"format": 1', "[]", "nul\0", '{"format": 1, "last_seq": 1, "id": "x"}'])
def test_damaged_outcome_is_not_changed(text: str, path: Path) -> None:
    path.write_text(text)
    with pytest.raises(Unreadable):
        amend(path, Slot("1"), Note("x", False, AT))
    assert path.read_text() == text


def test_outcome_of_a_newer_format_is_not_changed(path: Path) -> None:
    text = path.read_text().replace('"format": 1', '"format": 9', 1)
    path.write_text(text)
    with pytest.raises(Unreadable, match="newer version"):
        amend(path, Slot("1"), Note("x", False, AT))
    assert path.read_text() == text


def test_removed_outcome_does_not_come_back(path: Path) -> None:
    path.unlink()
    with pytest.raises(FileNotFoundError):
        amend(path, Slot("1"), Note("x", False, AT))
    assert not path.exists()


@pytest.mark.parametrize("sound", [True, False])
def test_half_written_file_stays_only_beside_an_outcome_that_is_not_sound(sound: bool, path: Path) -> None:
    if not sound:
        path.write_text(json.dumps(json.loads(path.read_text()) | {"mood": "fine"}))
    half = path.with_name(f"{path.name}.4242.new")
    half.write_text("{")
    amend(path, Slot("1", prompt=1), Note("x", False, AT))
    assert half.exists() is not sound


def test_note_waits_while_the_disk_is_full(path: Path) -> None:
    before, disk = path.read_bytes(), FaultyDisk()
    disk.for_ever["write"] = errno.ENOSPC
    amender = CompletedNotes(path, disk)
    amender.put(Slot("1", prompt=1), Note("een", False, AT))
    with pytest.raises(OSError, match="No space"):
        amender.flush()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    amender.put(Slot("1", prompt=1), Note("een twee", False, None))
    disk.for_ever.clear()
    amender.flush()
    assert not amender.waiting
    assert (notes(path, "1")[0]["text"], notes(path, "1")[0]["edited"]) == ("een twee", AT)


@pytest.mark.parametrize("wrong", [{"notes": None}, {"notes": {}}, {"prompts": None}])
def test_readable_outcome_with_wrong_values_is_not_changed(wrong: dict[str, Any], path: Path) -> None:
    outcome = json.loads(path.read_text())
    outcome["activities"][0] |= wrong
    path.write_text(json.dumps(outcome))
    before = path.read_bytes()
    with pytest.raises(Unreadable):
        amend(path, Slot("1", prompt=1), Note("x", False, AT))
    assert path.read_bytes() == before


# The file leaves its path while notes are completed


def half_completed(path: Path) -> CompletedNotes:
    """Return notes of which the first is written and the second waits."""
    completed = CompletedNotes(path)
    completed.put(Slot("1", prompt=1), Note("een", False, AT))
    completed.flush()
    completed.put(Slot("2b", prompt=1), Note("twee", False, AT))
    return completed


def is_whole(path: Path) -> bool:
    """Return whether the outcome has both notes, and those that were there before."""
    return [n["text"] for n in notes(path, "1")[:1] + notes(path, "2b")] == ["een", "twee", "later geteld"]


@pytest.mark.parametrize("gone", ["file", "folder"])
def test_whole_outcome_is_written_anew_where_it_is_gone(gone: str, tmp_path: Path, path: Path) -> None:
    path = path.rename(path_in(tmp_path / "sessions"))
    completed = half_completed(path)
    if gone == "file":
        path.unlink()
    else:
        shutil.rmtree(path.parent)
    assert completed.flush() == Mended(GONE, path, None)
    assert is_whole(path)
    path.unlink()  # nothing waits, but what was completed here is in no other file
    assert completed.flush() == Mended(GONE, path, None)
    assert is_whole(path)
    assert completed.flush() is None


def test_deleted_outcome_of_which_nothing_was_completed_does_not_come_back(path: Path) -> None:
    completed = CompletedNotes(path)
    path.unlink()
    assert completed.flush() is None
    assert not path.exists()


def test_file_of_somebody_else_is_kept_under_a_name_that_no_session_has(path: Path) -> None:
    completed = half_completed(path)
    theirs = path.with_name("theirs")
    theirs.write_text("theirs")
    theirs.replace(path)
    aside = path.with_name(f"other-{path.name}.1")
    assert completed.flush() == Mended(REPLACED, path, aside)
    assert (aside.read_text(), is_whole(path)) == ("theirs", True)


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("/dev/null"), os.mkfifo])
def test_what_is_no_file_is_put_aside(make: Callable[[Path], None], path: Path) -> None:
    completed = half_completed(path)
    path.unlink()
    make(path)
    completed.flush()
    assert os.path.lexists(path.with_name(f"other-{path.name}.1"))
    assert is_whole(path)


def test_older_copy_is_kept_beside_the_outcome_once(path: Path) -> None:
    before, disk = path.read_bytes(), FaultyDisk()
    completed = CompletedNotes(path, disk)
    completed.put(Slot("1", prompt=1), Note("een", False, AT))
    completed.put(Slot("2b", prompt=1), Note("twee", False, AT))
    completed.flush()
    copy = path.with_name("copy")
    copy.write_bytes(before)
    copy.replace(path)
    disk.for_ever["write"] = errno.ENOSPC
    for _attempt in range(3):
        with pytest.raises(OSError, match="No space"):
            completed.flush()
    disk.for_ever.clear()
    aside = path.with_name(f"{path.name}.damaged-1")
    assert completed.flush() == Mended(REPLACED, path, aside)
    assert (aside.read_bytes(), is_whole(path)) == (before, True)
    assert sorted(path.parent.iterdir()) == [path, aside]


def test_copy_with_the_same_content_is_written_further(path: Path) -> None:
    completed = half_completed(path)
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    assert completed.flush() is None
    assert is_whole(path)
    assert list(path.parent.iterdir()) == [path]


def test_folder_that_can_not_be_made_lets_the_notes_wait(tmp_path: Path, path: Path) -> None:
    path = path.rename(path_in(tmp_path / "sessions"))
    completed = half_completed(path)
    shutil.rmtree(path.parent)
    path.parent.write_text("theirs")
    with pytest.raises(NotADirectoryError):
        completed.flush()
    assert completed.waiting
    path.parent.unlink()
    completed.flush()
    assert is_whole(path)


def test_copy_elsewhere_has_the_notes_that_wait(tmp_path: Path, path: Path) -> None:
    half_completed(path).copy_to(tmp_path / "copy.json")
    assert is_whole(tmp_path / "copy.json")


def path_in(folder: Path) -> Path:
    folder.mkdir()
    return folder / f"{NAME}.json"
