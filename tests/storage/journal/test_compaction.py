"""A journal lets go of the texts of notes that later ones replace, and is rewritten without them when it gets long."""

import errno
import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Entered, Event, Noted, Slot
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.journal import line as lines_module
from luisteren_tui.storage.journal import writer
from luisteren_tui.storage.journal.line import SHORT_LINE, Lines, checksum, encode, without_text
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.journal.writer import JournalFile
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.tui.autosave import SAVE_AFTER_SECONDS
from tests.faults.random_sessions import HandClock, begin, random_command, resume
from tests.session.sample_sessions import NOON, Session
from tests.storage.failing_disk import LIMIT, FaultyDisk, all_synced, created, until
from tests.storage.held_disk import HeldDisk
from tests.storage.journal_samples import WALL, StillClock, events

LONG = "lang " * 100


def _long(number: int, slot: str = "1") -> Noted:
    return Noted(number, Slot(slot), f"{LONG}{number}")


@given(st.text(st.characters(), max_size=50) | st.sampled_from(['","crc":1}', ',"text":"', '\\","', '"', "\\", '","']))
def test_line_of_a_note_loses_its_text_and_nothing_else(text: str) -> None:
    line = encode(7, WALL, Noted(3, Slot('a,"text":"', 2), text))
    emptied = without_text(line)
    assert emptied == encode(7, WALL, Noted(3, Slot('a,"text":"', 2), ""))
    assert without_text(emptied) == emptied


def _sound(body: bytes) -> bytes:
    return body + checksum(body)


@pytest.mark.parametrize(
    "line",
    [
        *(encode(1, WALL, event) for event in events() if not isinstance(event, Noted)),
        encode(1, WALL, _long(1)).replace(b"lang", b"kort"),  # damaged
        _sound(b'{"seq":1,"type":"noted","text":"a","more":"b"'),
        _sound(b'{"seq":1,"type":"noted","text":"a","more":5'),
        _sound(b'{"seq":1,"type":"noted","text":5'),
        b"",
        b',"text":"',
        b'{"seq":1,"type":"noted","text":"a","crc":x}',
    ],
)
def test_any_other_line_stays_as_it_is(line: bytes) -> None:
    assert without_text(line) == line


@given(st.lists(st.integers(0, 10**6), max_size=60))
def test_journal_without_replaced_texts_is_the_same_session(
    tmp_path_factory: pytest.TempPathFactory, seeds: list[int]
) -> None:
    ran = Session()
    for seed in seeds:
        ran.wait(seed % 7).do(random_command(Random(seed)))
    folder = tmp_path_factory.mktemp("j")
    kept = Lines()
    whole = [(encode(n, NOON + event.t, event) + b"\n", event) for n, event in enumerate(ran.events, 1)]
    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(lines_module, "SHORT_LINE", 0)
        for line, event in whole:
            kept.add(line, event)
    (folder / "whole").write_bytes(b"".join(line for line, _event in whole))
    (folder / "kept").write_bytes(b"".join(kept.after(0)))
    before, after = read_journal(folder / "whole"), read_journal(folder / "kept")
    assert (after.problems, after.intact) == ([], True)
    assert after.fold() == before.fold() == (ran.state, 0)
    heads = [[(one.seq, one.at, one.event.t, type(one.event)) for one in found.records] for found in (before, after)]
    assert heads[0] == heads[1]
    assert _last_texts_only(after.events)
    outcomes = [build(found.fold()[0], found.events, found.last_seq) for found in (before, after)]
    assert outcomes[0] == outcomes[1]


def _last_texts_only(found: list[tuple[str, Event]]) -> bool:
    notes = [event for _at, event in found if isinstance(event, Noted)]
    last = {note.slot: note for note in notes}
    return all(note is last[note.slot] or not note.text for note in notes)


def test_short_line_keeps_its_text() -> None:
    kept = Lines()
    short = [Noted(n, Slot("1"), f"note {n}") for n in range(2)]
    for number, event in enumerate([*short, _long(3), _long(4)], 1):
        kept.add(encode(number, WALL, event) + b"\n", event)
    assert [json.loads(line)["text"] for line in kept.after(0)] == ["note 0", "note 1", "", f"{LONG}4"]
    assert max(map(len, kept.first(2))) < SHORT_LINE < len(LONG)


def test_long_journal_is_rewritten_by_its_thread_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "COMPACT_BYTES", 20_000)
    disk = FaultyDisk()
    with created(tmp_path, disk) as journal:
        failed: list[str] = []
        journal.on_change = lambda: failed.extend(filter(None, [journal.status.failing]))
        for number in range(300):
            journal.append(_long(number, slot="12"[number % 2]), WALL)
            until(lambda: all_synced(journal))
            until(lambda: journal.path.stat().st_size <= journal._compact_at)
        assert journal.path.stat().st_size < 100_000
        found = read_journal(journal.path)
        assert (found.problems, found.last_seq, len(found.records)) == ([], 301, 301)
        notes = [record.event for record in found.records if isinstance(record.event, Noted)]
        assert notes[-2:] == [_long(298, "1"), _long(299, "2")]
        assert sum(bool(note.text) for note in notes) < 50
        assert disk.writers == {"journal"}
        assert not failed
    assert [path.name for path in tmp_path.iterdir()] == [journal.path.name]


@pytest.mark.parametrize(("calls", "alarm"), [(("open",), False), (("replace",), False), (("replace", "reopen"), True)])
def test_journal_that_cannot_be_rewritten_goes_on_in_its_file_if_that_can_be_opened(
    calls: tuple[str, ...], alarm: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "COMPACT_BYTES", 20_000)
    disk = FaultyDisk()
    with created(tmp_path, disk) as journal:
        until(lambda: all_synced(journal))
        failed: list[str] = []
        journal.on_change = lambda: failed.extend(filter(None, [journal.status.failing]))
        if "reopen" in calls:
            disk.failures["open"] = [None, errno.EACCES]  # after the new file, that of before
        disk.for_ever |= dict.fromkeys({*calls} - {"reopen"}, errno.EACCES)
        for number in range(50):
            journal.append(_long(number), WALL)
        until(lambda: bool(failed) if alarm else journal._compact_at > 20_000)
        assert bool(failed) == alarm
        assert alarm or journal.path.stat().st_size > 20_000
        disk.for_ever.clear()
        disk.failures.clear()
        until(lambda: all_synced(journal))
        assert read_journal(journal.path).records[-1].event == _long(49)


def test_what_is_typed_while_another_program_holds_the_journal_is_in_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "COMPACT_BYTES", 20_000)
    disk = HeldDisk(3, lambda path: path.suffix == ".jsonl")
    alarms: list[str] = []
    with created(tmp_path, disk) as journal:
        journal.on_change = lambda: alarms.extend(filter(None, [journal.status.failing]))
        until(lambda: all_synced(journal))
        kept: list[bool] = []

        def pause(_seconds: float) -> None:  # in the thread of the journal, while it waits
            journal.append(_long(1000 + len(kept)), WALL)
            kept.append(journal.status.written == journal.status.appended)

        monkeypatch.setattr(disk, "pause", pause)
        for number in range(50):
            journal.append(_long(number), WALL)
        until(lambda: len(kept) == 3 and journal._compact_at > 20_000 and all_synced(journal))
        found = read_journal(journal.path)
        assert kept == [True] * 3
        assert (found.problems, found.last_seq, len(found.records)) == ([], 54, 54)
        assert not alarms
    assert [path.name for path in tmp_path.iterdir()] == [journal.path.name]


def test_resumed_journal_lets_go_of_replaced_texts(tmp_path: Path) -> None:
    path = tmp_path / "2026-11-24-1330-w.jsonl"
    told = [events()[0], *(_long(n) for n in range(1, 5)), Entered(9, "2", True)]
    path.write_bytes(b"".join(encode(n, WALL, event) + b"\n" for n, event in enumerate(told, 1)))
    before = path.read_bytes()
    journal = JournalFile.reopen(path, read_journal(path), StillClock())
    assert journal.close(LIMIT)
    assert path.read_bytes() == before
    journal.copy_to(tmp_path / "copy")
    texts = [json.loads(line).get("text") for line in (tmp_path / "copy").read_bytes().splitlines()]
    assert texts == [None, "", "", "", f"{LONG}4", None]


class Unsynced(Disk):
    """A disk that is fast because nothing reaches it for certain."""

    def sync(self, fd: int) -> None:
        pass


@pytest.mark.check_only
def test_half_an_hour_of_typing_fills_neither_the_disk_nor_the_memory(tmp_path: Path) -> None:
    seconds, keys_a_second, length = 1800, 30, 19_900
    clock = HandClock()
    live = begin(tmp_path, clock, Unsynced())
    live.journal.events = _Forgetful()  # type: ignore[union-attr]  # what the test itself remembers doesn't count
    path, slot, before = live.path, Slot("1"), _resident_bytes()
    assert path is not None
    text, largest = "", 0
    for save in range(round(seconds / SAVE_AFTER_SECONDS)):
        clock.pass_by(round(SAVE_AFTER_SECONDS * 1000))
        # A full note in which the last words are typed and deleted again and again.
        typed = round(save * SAVE_AFTER_SECONDS * keys_a_second) % 90 + 1
        text = "x" * length + "y" * typed
        live.do(c.Write(slot, text))
        if save % 100 == 0:
            live.watch()
            until(lambda: all_synced(live.journal))
            largest = max(largest, path.stat().st_size)
    assert live.close(LIMIT)
    assert largest < 2 * writer.COMPACT_BYTES
    assert _resident_bytes() - before < 100 * 2**20
    assert resume(path, clock, Unsynced()).state.notes[slot] == text


class _Forgetful(list[Event]):
    def append(self, event: Event) -> None:
        pass


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def test_name_of_a_rewritten_journal_counts_as_saved_only_after_its_folder_is_synced(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with created(tmp_path, disk) as journal:
        until(lambda: all_synced(journal))
        before = disk.folders_synced
        journal._compact_at = 0
        disk.failures["sync"] = [None, None, errno.EIO]  # the line, the new file, its folder
        journal.append(_long(1), WALL)
        until(lambda: not disk.failures["sync"])
        assert disk.folders_synced == before
        journal.append(_long(2), WALL)
        until(lambda: all_synced(journal))
        assert disk.folders_synced == before + 1
