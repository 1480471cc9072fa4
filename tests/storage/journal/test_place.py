"""Replacements of journals that killed programs left half-written or whole."""

from pathlib import Path

import pytest

from luisteren_tui.session.events import Noted, Slot
from luisteren_tui.storage.journal.line import encode
from luisteren_tui.storage.journal.place import adopt_replacements
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui import startup
from tests.storage.journal_samples import WALL, lines, write

NAME = "2026-11-24-1330-w"
WHOLE = b"".join(lines())
FIRST = b"".join(lines()[:4])
DAMAGED = b"".join([*lines()[:2], b"x" + lines()[2][1:], lines()[3]])


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
    ],
)
def test_replacement_is_taken_over_only_if_it_holds_everything_and_more(
    journal: bytes, new: bytes, left: dict[str, bytes], tmp_path: Path
) -> None:
    assert settled(tmp_path, journal, new) == left


def test_replacement_that_contradicts_the_journal_stays(tmp_path: Path) -> None:
    other = FIRST + lines()[5] + lines()[6]
    assert settled(tmp_path, FIRST + lines()[4], other) == {".jsonl": FIRST + lines()[4], ".jsonl.7.new": other}


def test_replacement_with_another_note_in_the_same_place_stays_but_one_with_an_empty_note_goes(tmp_path: Path) -> None:
    mine, other, empty = (FIRST + encode(5, WALL, Noted(5, Slot("1"), text)) + b"\n" for text in ("a", "b", ""))
    assert settled(tmp_path, mine, other) == {".jsonl": mine, ".jsonl.7.new": other}
    assert settled(tmp_path, mine, empty) == {".jsonl": mine}


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
