"""Notes completed later: all else stays as it is, and nothing of what was there before is kept."""

import errno
import json
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.session.events import Slot
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.outcome.outcome_file import Note, PendingNotes, Unreadable, amend, encode, read_session
from tests.storage.failing_disk import FaultyDisk
from tests.storage.session_samples import NAME, session

AT = "2026-12-01T09:00:00Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / f"{NAME}.json"
    path.write_text(encode(build(session().state, [{"at": AT, "type": "started"}], 42)))
    return path


def notes(path: Path, activity: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = next(a for a in read_session(path)["activities"] if a["id"] == activity)["notes"]
    return found


def test_a_note_is_replaced_and_the_old_text_is_nowhere(path: Path) -> None:
    before = read_session(path)
    amend(path, Slot("2b", prompt=1), Note("gemak", False, AT))
    assert [(n["text"], n["edited"]) for n in notes(path, "2b")] == [("gemak", AT), ("later geteld", None)]
    assert b"ongemak" not in b"".join(file.read_bytes() for file in path.parent.iterdir())
    after = read_session(path)
    before["activities"][2]["notes"] = after["activities"][2]["notes"] = []
    assert after == before


def test_a_new_note_takes_its_place_and_its_question(path: Path) -> None:
    amend(path, Slot("1", prompt=1), Note("een \x1b en \ud800", False, AT))
    assert [(n["prompt"], n["private"]) for n in notes(path, "1")] == [
        (1, False),
        (2, False),
        (None, False),
        (None, True),
    ]
    assert notes(path, "1")[0]["question"] == "Wat doet dit gedicht met je?"
    assert notes(path, "1")[0]["text"] == "een \x1b en \ud800"


def test_a_mark_that_comes_or_goes_is_no_edit(path: Path) -> None:
    amend(path, Slot("1"), Note("", False, None))
    assert [(n["marked"], n["edited"]) for n in notes(path, "1") if not n["private"] and not n["prompt"]] == [
        (False, None)
    ]


def test_an_outcome_of_long_ago_and_what_a_later_version_added_stay_as_they_are(path: Path) -> None:
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


def test_one_of_a_newer_version_is_left_alone(path: Path) -> None:
    text = path.read_text().replace('"format": 1', '"format": 9', 1)
    path.write_text(text)
    with pytest.raises(Unreadable, match="newer version"):
        amend(path, Slot("1"), Note("x", False, AT))
    assert path.read_text() == text


def test_one_that_was_removed_does_not_come_back(path: Path) -> None:
    path.unlink()
    with pytest.raises(FileNotFoundError):
        amend(path, Slot("1"), Note("x", False, AT))
    assert not path.exists()


def test_what_a_full_disk_did_not_take_waits_and_is_written_later(path: Path) -> None:
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
def test_one_that_is_fit_to_read_and_not_to_write_is_left_alone(wrong: dict[str, Any], path: Path) -> None:
    outcome = json.loads(path.read_text())
    outcome["activities"][0] |= wrong
    path.write_text(json.dumps(outcome))
    before = path.read_bytes()
    with pytest.raises(Unreadable):
        amend(path, Slot("1", prompt=1), Note("x", False, AT))
    assert path.read_bytes() == before
