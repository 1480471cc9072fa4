"""Following a journal for the room: as it grows, when it is replaced, and without its notes."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from luisteren_tui.people.people import People
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import UnfitError, apply
from luisteren_tui.session.events import (
    NAMES,
    TYPES,
    Blanked,
    Clock,
    Ended,
    Event,
    Focused,
    Marked,
    Noted,
    Paused,
    Slot,
    Started,
)
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.journal import follower as follower_module
from luisteren_tui.storage.journal import line as journal_line
from luisteren_tui.storage.journal.follower import MAX_AGE_S, MAX_READ_BYTES, ROOM_EVENTS, JournalFollower, live_journal
from luisteren_tui.storage.journal.reader import MAX_LINE_BYTES
from luisteren_tui.system.paths import Folders
from luisteren_tui.views.room_view import room_view
from luisteren_tui.views.session_view import project
from tests.session.sample_sessions import MINUTE, NOON, Session, Sleep, along, opened

SECRET = "geheimwoord"
FIRST = opened().workshop.activities[0].id
EVENTS: tuple[Event, ...] = (
    Clock(0, NOON, 0, "boot"),
    Started(1000, FIRST),
    Noted(2000, Slot(FIRST), SECRET),
    Marked(2500, Slot(FIRST), True),
    Paused(3000, FIRST),
)


def mode(follower: JournalFollower) -> Mode | None:
    return None if follower.state is None else follower.state.timing.mode


def lines(*events: Event) -> list[bytes]:
    return [journal_line.encode(seq, NOON, event) + b"\n" for seq, event in enumerate(events, 1)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "2026-11-24-1330-w.jsonl"


def test_added_lines_are_read_and_an_unfinished_line_waits(path: Path) -> None:
    every = lines(opened(), *EVENTS)
    path.write_bytes(every[0])
    follower = JournalFollower(path)
    follower.read()
    assert mode(follower) == Mode.WAITING
    with path.open("ab") as file:
        file.write(b"".join(every[1:3]) + every[3][:20])
        file.flush()
        follower.read()
        assert mode(follower) == Mode.RUNNING
        file.write(every[3][20:] + b"".join(every[4:]))
        file.flush()
        follower.read()
    assert mode(follower) == Mode.PAUSED
    assert follower.state is not None
    assert (follower.state.notes, follower.state.marks) == ({}, frozenset())


def test_replaced_journal_is_shown_once_it_is_read_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = lines(opened(), *EVENTS)
    monkeypatch.setattr(follower_module, "MAX_READ_BYTES", len(every[0]) + 10)
    path.write_bytes(b"".join(every))
    follower = JournalFollower(path)
    shown = []
    for replaced in (False, True):
        if replaced:
            other = path.with_name("other")
            other.write_bytes(b"".join(every))
            other.replace(path)
        for _ in range(4):
            follower.read()
            shown.append(mode(follower))
    assert shown == [None, Mode.PAUSED, Mode.PAUSED, Mode.PAUSED] + [Mode.PAUSED] * 4


def test_notes_are_never_decoded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[bytes] = []

    def watched(decode: Callable[[bytes], object]) -> Callable[[bytes], object]:
        def watch(line: bytes) -> object:
            decoded.append(line)
            return decode(line)

        return watch

    monkeypatch.setattr(journal_line, "decode", watched(journal_line.decode))
    monkeypatch.setattr("luisteren_tui.storage.journal.line.json.loads", watched(json.loads))
    written = lines(opened(), *EVENTS)
    # An unknown field makes each line take the slow way too.
    for seq in range(len(written)):
        body = written[seq].rpartition(b',"crc":')[0] + b',"new":1'
        written.append(body + journal_line.checksum(body) + b"\n")
    path.write_bytes(b"".join(written))
    JournalFollower(path).read()
    assert len(decoded) == 3 * 4
    assert not any(SECRET.encode() in line for line in decoded)


def test_a_read_leaves_no_note_in_memory(path: Path) -> None:
    path.write_bytes(
        b"".join(lines(opened(), *EVENTS))[:-1] + b'\n{"seq":7,"at":"x","t":1,"type":"noted","text":"' + SECRET.encode()
    )
    follower = JournalFollower(path)
    follower.read()
    assert mode(follower) == Mode.PAUSED
    assert not any(follower._buffer)


def test_lines_longer_than_a_read_are_followed_or_passed(path: Path) -> None:
    first = opened()
    long = msgspec.structs.replace(
        first, workshop=msgspec.structs.replace(first.workshop, title="x" * (MAX_READ_BYTES + 1))
    )
    every = lines(long, *EVENTS)
    path.write_bytes(every[0] + b"?" * (MAX_LINE_BYTES + 10) + b"\n" + b"".join(every[1:]))
    follower = JournalFollower(path)
    for _ in range(4):
        follower.read()
    assert mode(follower) == Mode.PAUSED
    assert follower.state is not None
    assert follower.state.opened.workshop == long.workshop


def test_event_of_a_part_of_a_buffer() -> None:
    first, second = lines(Blanked(1, True), Blanked(2, False))
    both = bytearray(first + second + b"???")
    assert journal_line.event_of(both, ROOM_EVENTS, len(first), len(first + second) - 1) == Blanked(2, False)
    for start, end in (
        (0, None),
        (0, len(first)),
        (1, len(first) - 1),
        (0, len(first) - 2),
        (0, len(first + second) - 1),
    ):
        assert journal_line.event_of(both, ROOM_EVENTS, start, end) is None


def test_only_listed_kinds_of_events_are_followed() -> None:
    assert {"noted", "marked", "parked", "room_viewed"} == set(TYPES) - ROOM_EVENTS
    assert journal_line.event_of(lines(Noted(1, Slot("a"), "x"))[0][:-1], ROOM_EVENTS) is None


SHOWING: list[c.Command] = [
    *(c.ShowLine("Welkom"), c.Toggle(), c.ShowLine("Terug om 15:05"), c.ShowLine("")),
    *(c.Show(Slot("1", prompt=2)), c.Toggle(), c.Toggle(), c.Blank(True), c.Blank(False)),
    *(c.Park(1, "een tolk"), c.ShowParking(True), c.ShowParking(False), c.ShowText("gedicht"), c.ShowText(None)),
    *(c.GoTo("2b"), c.Gather(People((1, 2, 3), ("A", "B", "C"), {"2b": ((1, 2, 3),)})), c.ShowGroups("2b")),
    *(c.BeganEarlier(MINUTE), c.NextTurn(), c.Minutes(2), c.Undo(), c.Redo()),
    *(c.Replan({"2b": 0}, (), None), c.Skip(), c.Next()),
]
"""What shows on the wall in one way or another, at least once."""
NOT_SEEN = {"opened", "clock", "gap", "grouped", "focused"}
"""The kinds of events that make no difference in that session. All of its questions are always on the wall."""


@pytest.mark.parametrize("missing", ["", *sorted(ROOM_EVENTS - NOT_SEEN)])
def test_room_needs_its_events_and_no_others_to_show_what_it_should(missing: str) -> None:
    followed = Session()
    alike = []
    for ran in along(
        [*((MINUTE, command) for command in SHOWING), (MINUTE, Sleep()), (0, c.TakeBackGap()), (0, c.End())]
    ):
        new = ran.events[len(followed.events) :]
        followed.events += new
        for event in new:
            if NAMES[type(event)] in ROOM_EVENTS - {missing}:
                with suppress(UnfitError):
                    followed.state = apply(followed.state, event)
        for body in (None, "Een regel."):
            views = [room_view(state, project(state, ran.t), body) for state in (followed.state, ran.state)]
            alike.append(views[0] == views[1])
    assert all(alike) == (not missing)


def test_damaged_line_costs_only_itself(path: Path) -> None:
    every = lines(opened(), *EVENTS)
    every[2] = every[2].replace(b"started", b"startet")
    every.insert(3, b'{"seq":3,"at":"x","t":1,"type":"paused"}\n\x00\xff\n')
    path.write_bytes(b"\n" + b"".join(every))
    follower = JournalFollower(path)
    follower.read()
    assert mode(follower) == Mode.PAUSED


def test_replaced_journal_is_read_from_the_start(path: Path) -> None:
    path.write_bytes(b"".join(lines(opened(), *EVENTS)))
    follower = JournalFollower(path)
    follower.read()
    replacement = path.with_suffix(".new")
    replacement.write_bytes(b"".join(lines(opened(), *EVENTS, Blanked(4000, True), Focused(5000, Slot(FIRST)))))
    replacement.replace(path)
    follower.read()
    assert follower.state is not None
    assert follower.state.room_content.blank
    assert len(follower.state.clocks) == 1
    path.write_bytes(lines(opened())[0])  # the same file, shorter
    follower.read()
    assert mode(follower) == Mode.WAITING


def test_ending_a_follower_twice_ends_its_session_once(path: Path) -> None:
    path.write_bytes(b"".join(lines(opened(), *EVENTS)))
    follower = JournalFollower(path)
    follower.end()
    follower.read()
    follower.end()
    assert mode(follower) == Mode.ENDED
    follower.end()
    assert follower.state is not None
    assert follower.state.t == Ended(3000).t


def test_live_journal_is_the_one_written_last(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    wall = 1_800_000_000_000
    assert live_journal(folders, wall) is None
    folders.sessions.mkdir(parents=True)
    folders.rehearsals.mkdir()
    written = {
        folders.sessions / "2026-11-24-1330-w.jsonl": 30,
        folders.rehearsals / "2026-11-24-1330-w.jsonl": 10,
        folders.sessions / "2026-11-23-1330-w.jsonl": MAX_AGE_S + 1,
        folders.sessions / "2026-11-24-1330-w.json": 0,
    }
    for path, ago in written.items():
        path.write_bytes(b"")
        os.utime(path, (wall / 1000 - ago, wall / 1000 - ago))
    assert live_journal(folders, wall) == folders.rehearsals / "2026-11-24-1330-w.jsonl"
    assert live_journal(folders, wall + 25_000) == folders.rehearsals / "2026-11-24-1330-w.jsonl"
    assert live_journal(folders, wall - 3_600_000) is None
    assert live_journal(folders, wall + 120_000) is None
