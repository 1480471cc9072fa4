"""Row 4: the power is cut."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic, sleep
from unittest.mock import patch

from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Event, Noted
from luisteren_tui.storage.journal import line
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.journal.writer import JournalFile
from luisteren_tui.storage.outcome import outcome_file as outcome
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui import startup
from tests.faults.damaged_journals import only_its_end
from tests.faults.random_sessions import HandClock, begin, events_of, random_command, resume, rewrite_soon
from tests.faults.simulated_disk import SimulatedDisk, cut_power
from tests.faults.tally import Tally, folder, require, rng

CUTS = 50
"""Power cuts per session."""


def power_cut(count: int, seed: int) -> Tally:
    """Cut the power: unsynced writes are lost, torn at 512 and 4,096 B, scattered or zeroed, and renames may be undone.

    Judged by the events and by how many of them were shown as saved at each moment: all saved events are there, with
    the last texts of their notes, and nothing else is. After the next start, which takes over what a rewrite left, the
    journal or the outcome holds all that was sound in any file, and a damaged original is kept. Some journals are
    rewritten without the texts of notes that were replaced, some of them while the folder can't be synced. Half of the
    sessions meet failing writes and syncs, half of the resumed ones find a journal that was cut before, and half end
    with an outcome. A file whose sync failed is never safe again.
    Seen to fail without: syncing a new file before it replaces the journal (`write_new`), writing that new file after
    a failed sync (`JournalFile._serve`), syncing its name before anything in it counts as saved (`_named`), and taking
    what is sound in either file (`place._together`).
    """
    tally, saved = Tally(), 0
    for number in range(-(-count // CUTS)):
        draw = rng(seed, "power", number)
        with folder() as data, folder() as after:
            (after / "sessions").mkdir()
            with patch.object(line, "SHORT_LINE", 0):
                ran = _run(data, draw)
            for cut in range(min(CUTS, count - number * CUTS)):
                before = draw.randint(0, len(ran.disk.calls))
                with tally.trial(f"session {number}, cut {cut}, before call {before}"):
                    cut_power(ran.disk.calls, before, draw, ran.start).write_to(after / "sessions")
                    saved += _judge(ran, before, after, mend=cut % 5 == 0) > 0
    tally.measured.append(f"{saved} of them with something that was shown as saved")
    require(saved > count // 2, "hardly anything was shown as saved")
    return tally


@dataclass
class Ran:
    """What a session did, and what was reported as saved at each moment."""

    disk: SimulatedDisk
    start: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    saved: list[tuple[int, int]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def _run(data: Path, draw: Random) -> Ran:
    """Run a session, which may resume a cut journal and may end."""
    disk, clock = SimulatedDisk(), HandClock()
    ran = Ran(disk)
    if draw.random() < 0.3:
        first = begin(data, clock)
        for _ in range(20):
            first.do(random_command(draw))
        first.close(10)
        assert first.path
        whole = first.path.read_bytes()
        torn = whole[: len(whole) - draw.randint(0, 80)]
        first.path.write_bytes(torn)
        ran.start = {first.path.name: (disk.knows(first.path), torn)}
        # What was on the disk before counts as saved.
        ran.events = [record.event for record in read_journal(first.path).records]
        ran.saved.append((0, len(ran.events)))
        with disk.giving():
            live = resume(first.path, clock, disk, 0.001)
    else:
        with disk.giving():
            live = begin(data, clock, disk, 0.001)
    _settled(ran, live)
    with _watched(ran, live):
        _drive(ran, live, clock, draw)
    return ran


@contextmanager
def _watched(ran: Ran, live: LiveSession) -> Iterator[None]:
    def changed() -> None:
        saved = live.journal.status.synced  # read it first, so that no earlier call is counted as a later one
        ran.saved.append((len(ran.disk.calls), saved))

    live.journal.on_change = changed
    changed()
    try:
        yield
    finally:
        ran.disk.may_sync.set()
        ran.disk.repair()
        if not live.closed:
            live.close(20)
        ran.events = events_of(live)


def _drive(ran: Ran, live: LiveSession, clock: HandClock, draw: Random) -> None:
    for _ in range(draw.randint(5, 40)):
        clock.pass_by(draw.randint(1, 60_000))
        if draw.random() < 0.3:
            ran.disk.may_sync.clear()
        match draw.randint(0, 19):
            case 0:
                ran.disk.failing_syncs = draw.randint(1, 3)
            case 1:
                ran.disk.failing_writes = draw.randint(1, 3)
            case 2 | 3:
                rewrite_soon(live)
                ran.disk.failing_name_syncs = draw.randint(0, 1)
        with ran.disk.giving():
            live.do(random_command(draw))
        _settled(ran, live)
        if draw.random() < 0.4:
            ran.disk.may_sync.set()
            _settled(ran, live)
    if draw.random() < 0.5:
        with ran.disk.giving():
            live.do(c.End())
        ran.disk.may_sync.set()
        _settled(ran, live)
        live.close(20)
        assert live.path
        ran.disk.repair()
        outcome.finish(live.path, live.outcome(), ran.disk)
        ran.saved.append((len(ran.disk.calls), live.journal.status.appended))


def _settled(ran: Ran, live: LiveSession) -> None:
    """Wait until everything is saved or a sync is being held up."""
    end = monotonic() + 20
    while ((status := live.journal.status).synced < status.appended or status.failing) and not ran.disk.waits:
        assert monotonic() < end, "it is never saved"
        sleep(0.0005)


def _judge(ran: Ran, before: int, data: Path, *, mend: bool) -> int:
    """Judge the disk after a power cut before that call; return how many events were shown as saved."""
    saved = max((seq for calls, seq in ran.saved if calls <= before), default=0)
    sessions = data / "sessions"
    found = {path.name: path.read_bytes() for path in sessions.iterdir()}
    journal = next(sessions.glob("*.jsonl"), None)
    held = set(range(1, len(ran.events) + 1))
    sound: list[bytes] = []
    if not any(name.endswith(".json") for name in found):
        require(journal or saved == 0, f"{saved} saved, no journal")
        if journal is not None:
            read = read_journal(journal)
            require(_held(ran, journal) == {record.seq for record in read.records}, "there are other entries")
            sound = [record.line for record in read.records]
        held = _held(ran, journal) if journal else set()
        require(held >= set(range(1, saved + 1)), f"{saved} saved, {len(held)} left")
        # What a rewrite left counts as well, unless nothing in it shows of which session it is.
        for new in sessions.glob("*.new"):
            more = _held(ran, new)
            held |= more if more & (held or {1}) and 1 in more | held else set()
    # At its next start the program takes over what a rewrite left, and writes the outcome of a session that had ended.
    said = startup._finish_ended(Folders(data))
    left, kept = next(sessions.glob("*.jsonl"), None), next(sessions.glob("*.json"), None)
    if kept is not None:
        require(len(held) == len(ran.events) or said, "what is missing is not said")
        _same_notes(json.loads(kept.read_bytes()), [ran.events[seq - 1] for seq in sorted(held)])
    elif left is not None:
        require(_held(ran, left) == held, f"the start keeps {len(_held(ran, left))} of {len(held)}")
        if mend and (read := read_journal(left)).opened is not None:
            require(JournalFile.reopen(left, read, HandClock()).close(20), "it can't be mended")
            require(_held(ran, left) == held, "mending it loses something")
    else:
        require(not held, "the start removes everything")
    if journal is not None and sound:
        now = [path.read_bytes() for path in sessions.iterdir()]
        whole = found[journal.name]
        require(whole in now or only_its_end(whole, sound), "the damaged original is gone")
    return saved


def _held(ran: Ran, path: Path) -> set[int]:
    """Return which entries a file holds. A note that lost its text counts only if a later text of it is there."""
    held, later = set(), set()
    for record in reversed(read_journal(path).records):
        mine, theirs = record.event, ran.events[record.seq - 1]
        emptied = isinstance(theirs, Noted) and theirs.slot in later and mine == Noted(theirs.t, theirs.slot, "")
        if mine == theirs or emptied:
            held.add(record.seq)
        if mine == theirs and isinstance(mine, Noted):
            later.add(mine.slot)
    return held


def _same_notes(whole: dict[str, object], events: list[Event]) -> None:
    texts: dict[object, str] = {}
    for event in events:
        if isinstance(event, Noted):
            texts[event.slot] = event.text
    want = sorted(text for text in texts.values() if text.strip())
    activities = whole["activities"]
    assert isinstance(activities, list)
    have = sorted(note["text"] for each in activities for note in each["notes"] if note["text"].strip())
    require(have == want, "the outcome has other notes")
