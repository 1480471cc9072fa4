"""Replacements of journals that killed programs left half-written or whole."""

from pathlib import Path

import pytest

from luisteren_tui.session.events import Noted, Slot
from luisteren_tui.storage.journal.line import encode, without_text
from luisteren_tui.storage.journal.place import adopt_replacements
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui import startup
from tests.storage.journal_samples import WALL, events, lines, opened, write

NAME = "2026-11-24-1330-w"
WHOLE = b"".join(lines())
FIRST = b"".join(lines()[:4])
DAMAGED = b"".join([*lines()[:2], b"x" + lines()[2][1:], lines()[3]])


def joined(*numbers: int) -> bytes:
    return b"".join(lines()[number - 1] for number in numbers)


NEWER = encode(1, WALL, opened(format=2)) + b"\n"


def settled(folder: Path, journal: bytes, new: bytes) -> dict[str, bytes]:
    write(folder / f"{NAME}.jsonl", journal)
    write(folder / f"{NAME}.jsonl.7.new", new)
    adopt_replacements(folder)
    return {path.name.removeprefix(NAME): path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("journal", "new", "left"),
    [
        (FIRST, WHOLE, {".jsonl": WHOLE}),
        (FIRST + b'{"seq":5', WHOLE, {".jsonl": WHOLE}),
        (FIRST, FIRST[:-9], {".jsonl": FIRST}),
        (WHOLE, FIRST, {".jsonl": WHOLE}),
        (WHOLE, b"", {".jsonl": WHOLE}),
        (b"", WHOLE, {".jsonl": WHOLE}),
        (DAMAGED, WHOLE, {".jsonl": WHOLE, ".jsonl.damaged-1": DAMAGED}),
        (FIRST, DAMAGED, {".jsonl": FIRST}),
        (FIRST, WHOLE[:-9], {".jsonl": WHOLE[:-9]}),
        (FIRST, joined(3, 4, 5, 7), {".jsonl": joined(1, 2, 3, 4, 5, 7)}),
        (joined(1, 2, 3, 5), joined(1, 2, 4, 6), {".jsonl": joined(1, 2, 3, 4, 5, 6)}),
        (DAMAGED, joined(1, 3, 5), {".jsonl": joined(1, 2, 3, 4, 5), ".jsonl.damaged-1": DAMAGED}),
        (joined(2, 3), joined(1, 3), {".jsonl": joined(1, 2, 3)}),
    ],
)
def test_what_is_sound_in_a_journal_or_its_replacement_is_kept(
    journal: bytes, new: bytes, left: dict[str, bytes], tmp_path: Path
) -> None:
    assert settled(tmp_path, journal, new) == left


def test_replacement_that_contradicts_the_journal_stays(tmp_path: Path) -> None:
    other = joined(1, 2, 3) + encode(4, WALL, events()[5]) + b"\n"
    assert settled(tmp_path, FIRST, other) == {".jsonl": FIRST, ".jsonl.7.new": other}


@pytest.mark.parametrize(
    ("journal", "new"),
    [(FIRST, joined(5, 6)), (NEWER + joined(2), NEWER + joined(2, 3))],
    ids=["no entry in common", "newer"],
)
def test_replacement_that_may_be_of_another_session_or_is_of_a_newer_version_stays(
    journal: bytes, new: bytes, tmp_path: Path
) -> None:
    assert settled(tmp_path, journal, new) == {".jsonl": journal, ".jsonl.7.new": new}


def test_replacement_with_another_note_in_the_same_place_stays_but_one_with_an_empty_note_goes(tmp_path: Path) -> None:
    mine, other, empty = (FIRST + encode(5, WALL, Noted(5, Slot("1"), text)) + b"\n" for text in ("a", "b", ""))
    assert settled(tmp_path, mine, other) == {".jsonl": mine, ".jsonl.7.new": other}
    assert settled(tmp_path, mine, empty) == {".jsonl": mine}


def _notes(*texts: str) -> list[bytes]:
    notes = [Noted(100 + number, Slot("1"), text) for number, text in enumerate(texts)]
    return [encode(number, WALL, note) + b"\n" for number, note in enumerate(notes, 3)]


START = b"".join(lines()[:2])


@pytest.mark.parametrize("damaged", [b"x\n", b'{"seq":6,'])
def test_text_of_a_note_is_not_replaced_by_an_empty_one_whose_later_text_got_lost(
    tmp_path: Path, damaged: bytes
) -> None:
    saved, replaced, again, last = _notes("saved", "", "", "last")
    emptied = b"".join([START, without_text(saved[:-1]), b"\n", replaced, again])
    assert settled(tmp_path, START + saved, emptied + damaged) == {".jsonl": START + saved}
    whole = emptied + last
    assert settled(tmp_path, START + saved, whole) == {".jsonl": START + saved + replaced + again + last}


def test_note_that_was_made_empty_is_empty_after_a_kill(tmp_path: Path) -> None:
    saved, made_empty = _notes("saved", "")
    whole = START + saved + made_empty
    assert settled(tmp_path, START + saved, whole) == {".jsonl": whole}


@pytest.mark.parametrize("new", [WHOLE, WHOLE[:-9], DAMAGED], ids=["whole", "cut off", "damaged"])
def test_start_takes_the_replacement_of_a_journal_that_is_gone(tmp_path: Path, new: bytes) -> None:
    folder = Folders(tmp_path).sessions
    folder.mkdir()
    write(folder / f"{NAME}.jsonl.7.new", new)
    startup._finish_ended(Folders(tmp_path))
    assert [path.name for path in folder.iterdir()] == [f"{NAME}.jsonl"]
    assert (folder / f"{NAME}.jsonl").read_bytes() == new


def test_of_two_replacements_of_a_journal_that_is_gone_the_one_with_more_is_taken(tmp_path: Path) -> None:
    write(tmp_path / f"{NAME}.jsonl.7.new", FIRST)
    write(tmp_path / f"{NAME}.jsonl.8.new", WHOLE)
    adopt_replacements(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {f"{NAME}.jsonl": WHOLE}


def test_replacement_of_a_session_that_has_ended_or_without_a_beginning_stays(tmp_path: Path) -> None:
    write(tmp_path / f"{NAME}.jsonl.7.new", WHOLE)
    write(tmp_path / f"{NAME}.json", b"{}")
    write(tmp_path / f"{NAME}-2.jsonl.7.new", b"".join(lines()[1:]))
    before = {path.name for path in tmp_path.iterdir()}
    adopt_replacements(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == before


def test_start_takes_the_replacement_of_an_emptied_journal(tmp_path: Path) -> None:
    folder = Folders(tmp_path).sessions
    folder.mkdir()
    write(folder / f"{NAME}.jsonl", b"")
    write(folder / f"{NAME}.jsonl.7.new", WHOLE)
    startup._finish_ended(Folders(tmp_path))
    assert len(read_journal(folder / f"{NAME}.jsonl").records) == len(lines())
