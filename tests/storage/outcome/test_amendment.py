"""Notes that are completed later: the rest of the file stays, and the old text is kept nowhere."""

import errno
import json
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.session.events import Slot, Started
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.outcome.outcome_file import Note, PendingNotes, amend, encode, read_session
from luisteren_tui.storage.outcome.reading import Unreadable
from tests.storage.failing_disk import FaultyDisk
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
    amender = PendingNotes(path, disk)
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
