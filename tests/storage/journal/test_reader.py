import gc
import json
import os
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.session.events import TYPES, Noted, Slot
from luisteren_tui.storage.journal import reader as journal
from luisteren_tui.storage.journal.line import encode
from luisteren_tui.storage.journal.reader import JournalRead, read_journal
from luisteren_tui.system.clock import timestamp
from tests.storage.journal_samples import WALL, events, lines, opened, write

LINES = lines()
WHOLE = b"".join(LINES)
BY_SEQ = dict(enumerate(events(), 1))


def signed(body: bytes) -> bytes:
    """Return the line with its line end whose bytes before the checksum are `body`."""
    return b'%s,"crc":%d}\n' % (body, zlib.crc32(body))


def messages(found: JournalRead) -> list[str]:
    return [problem.message for problem in found.problems]


def seqs(found: JournalRead) -> list[int]:
    return [record.seq for record in found.records]


def assert_nothing_is_wrong_silently(found: JournalRead) -> None:
    for record in found.records:
        assert record.event == BY_SEQ[record.seq]
    assert seqs(found) == sorted(set(seqs(found)))
    if len(found.records) < len(LINES):
        assert found.problems


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "2026-11-24-1330-w.jsonl"


def test_line_has_the_agreed_form() -> None:
    line = LINES[2]
    body, _, rest = line.rpartition(b',"crc":')
    assert json.loads(line) == {
        "seq": 3, "at": "2026-11-24T12:30:05.133Z", "t": 10, "type": "started", "activity": "1", "crc": zlib.crc32(body)
    }  # fmt: skip
    assert list(json.loads(line))[:4] == ["seq", "at", "t", "type"]
    assert line.isascii()
    assert json.loads(LINES[0])["format"] == 1
    assert json.loads(LINES[0])["workshop"]["title"] == "Luisteren"
    assert rest.endswith(b"}\n")


def test_written_events_are_read_back(path: Path) -> None:
    found = read_journal(write(path, WHOLE))
    assert [record.event for record in found.records] == events()
    assert [record.line + b"\n" for record in found.records] == LINES
    assert found.records[2].at == "2026-11-24T12:30:05.133Z"
    assert (found.problems, found.intact, found.read_only) == ([], True, False)
    assert found.opened == events()[0]
    assert found.last_seq == len(LINES)


@given(st.text(st.characters(codec=None)), st.integers(0, 2**50))
def test_any_text_survives_a_round_trip(text: str, t: int) -> None:
    note = Noted(t, Slot("1"), text)
    reading = journal._Reading()
    for number, line in enumerate([LINES[0], encode(2, WALL, note) + b"\n"], 1):
        reading.read_line(number, line)
    assert reading.result().records[1].event == note


def test_journal_cut_at_any_byte_keeps_its_whole_lines(path: Path) -> None:
    ends = [sum(map(len, LINES[:count])) for count in range(len(LINES) + 1)]
    for size in range(len(WHOLE)):
        found = read_journal(write(path, WHOLE[:size]))
        # The last byte of a line is its line end, which is not needed to trust the line.
        sound = sum(size >= end - 1 for end in ends[1:])
        assert seqs(found) == list(range(1, sound + 1))
        assert_nothing_is_wrong_silently(found) if size not in ends else None
        assert found.intact == (size in ends)
        assert (journal.TORN in messages(found)) == (size not in ends)


def test_flipped_bit_costs_at_most_its_own_line(path: Path) -> None:
    owner = [number for number, line in enumerate(LINES, 1) for _ in line]
    for place in range(0, len(WHOLE), 3):
        data = bytearray(WHOLE)
        data[place] ^= 1 << place % 8
        found = read_journal(write(path, bytes(data)))
        assert_nothing_is_wrong_silently(found)
        assert set(BY_SEQ) - set(seqs(found)) <= {owner[place]}
        assert not found.intact


@pytest.mark.parametrize("number", range(len(LINES)))
def test_zeroed_duplicated_deleted_or_moved_line_is_reported(path: Path, number: int) -> None:
    line = LINES[number]
    before, after = b"".join(LINES[:number]), b"".join(LINES[number + 1 :])
    others = [seq for seq in BY_SEQ if seq != number + 1]

    for zeroed in (bytes(len(line)), bytes(len(line) - 1) + b"\n"):
        found = read_journal(write(path, before + zeroed + after))
        assert seqs(found) == others
        assert_nothing_is_wrong_silently(found)

    found = read_journal(write(path, before + line + line + after))
    assert seqs(found) == list(BY_SEQ)
    assert messages(found) == [journal.TWICE]
    assert not found.intact

    found = read_journal(write(path, before + after))
    assert seqs(found) == others
    expected = [journal.HOLE] if number < len(LINES) - 1 else []
    assert messages(found) == expected + ([journal.NO_START] if number == 0 else [])
    assert found.intact  # the lines that are there are sound

    found = read_journal(write(path, before + after + line))
    assert seqs(found) == list(BY_SEQ)
    assert (journal.OUT_OF_ORDER in messages(found)) == (number < len(LINES) - 1)


def test_first_of_two_lines_with_the_same_seq_is_kept(path: Path) -> None:
    other = encode(2, WALL, Noted(1, Slot("1"), "other")) + b"\n"
    found = read_journal(write(path, WHOLE + other))
    assert found.records[1].event == BY_SEQ[2]
    assert messages(found) == [journal.CONFLICT]
    assert found.problems[0].path == (len(LINES) + 1,)
    assert found.problems[0].values == {"line": len(LINES) + 1, "seq": 2}


def test_hole_is_reported_with_its_bounds(path: Path) -> None:
    found = read_journal(write(path, b"".join(LINES[:2] + LINES[5:])))
    assert [dict(problem.values) for problem in found.problems] == [{"line": 0, "first": 3, "last": 5}]


def test_sound_lines_within_a_damaged_one_are_found(path: Path) -> None:
    glued = LINES[2][:20] + bytes(100) + LINES[3] + LINES[4][:-1] + b"\x0b" + LINES[5][:-1] + b"\r\n"
    found = read_journal(write(path, LINES[0] + LINES[1] + glued + LINES[6]))
    assert seqs(found) == [1, 2, 4, 5, 6, 7]
    assert_nothing_is_wrong_silently(found)


BODY = b'{"seq":2,"at":"2026-11-24T12:30:05.123Z","t":1,"type":"paused","activity":"1"'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"hello\n", journal.CHANGED),
        (b"\n", journal.CHANGED),
        (b"\xff\xfe\n", journal.CHANGED),
        (BODY + b',"crc":1}\n', journal.CHANGED),
        (BODY + b"}\n", journal.CHANGED),
        (signed(BODY + b',"crc":1}'), journal.NOT_JSON),
        (signed(b"hello"), journal.NOT_JSON),
        (signed(b'{"a":1} {"b":2'), journal.NOT_JSON),
        (signed(b'{"a":\xff'), journal.NOT_JSON),
        (signed(b'{"a":' + b"[" * 100_000), journal.NOT_JSON),
        (signed(b'{"a":' + b"9" * 10_000), journal.NOT_JSON),
        (signed(b'{"a":1'), journal.UNKNOWN),
        (signed(BODY.replace(b"paused", b"danced")), journal.UNKNOWN),
        (signed(BODY.replace(b'"paused"', b"[1]")), journal.UNKNOWN),
        (signed(BODY.replace(b'"t":1', b'"t":"1"')), journal.WRONG_FIELDS),
        (signed(BODY.replace(b'"t":1', b'"t":NaN')), journal.WRONG_FIELDS),
        (signed(BODY.replace(b'"seq":2', b'"seq":2.0')), journal.WRONG_FIELDS),
        (signed(BODY.replace(b'"seq":2', b'"seq":true')), journal.WRONG_FIELDS),
        (signed(BODY.replace(b'"seq":2', b'"seq":0')), journal.WRONG_FIELDS),
        (signed(BODY.replace(b'"seq":2', b'"seq":1')), journal.WRONG_FIELDS),
        (signed(BODY.replace(b"2026", b"in 2")), journal.WRONG_FIELDS),
        (encode(2, WALL, opened()) + b"\n", journal.WRONG_FIELDS),
    ],
)
def test_each_kind_of_damage_has_its_message(path: Path, line: bytes, message: str) -> None:
    found = read_journal(write(path, LINES[0] + line + LINES[2]))
    assert seqs(found) == [1, 3]
    assert messages(found) == [message, journal.HOLE]
    assert found.problems[0].path == (2,)
    for problem in found.problems:
        assert problem.message.format(**problem.values)


def test_empty_file_has_no_start(path: Path) -> None:
    assert messages(read_journal(write(path, b""))) == [journal.NO_START]
    assert read_journal(path).opened is None


def test_newer_format_is_read_as_far_as_possible(path: Path) -> None:
    newer = (
        encode(1, WALL, opened(format=2))
        .rpartition(b',"crc":')[0]
        .replace(b'"workshop":{', b'"new":1,"workshop":{"x":[1],')
    )
    danced = b'{"seq":2,"at":"2026-11-24T12:30:05.123Z","t":1,"type":"danced"'
    paused = BODY.replace(b'"seq":2', b'"seq":3') + b',"new":2'
    found = read_journal(write(path, signed(newer) + signed(danced) + signed(paused)))
    assert found.read_only
    assert found.opened == opened(format=2)
    assert seqs(found) == [1, 3]
    assert messages(found) == [journal.NEWER, journal.UNKNOWN, journal.HOLE]


def test_overlong_line_costs_only_itself(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MAX_LINE_BYTES", 1000)
    found = read_journal(write(path, LINES[0] + b"x" * 5500 + b"\n" + LINES[1] + b"y" * 1000))
    assert seqs(found) == [1, 2]
    assert [(problem.message, problem.path) for problem in found.problems] == [
        (journal.TOO_LONG, (2,)), (journal.TOO_LONG, (4,)),
    ]  # fmt: skip


def test_oversized_file_is_read_up_to_the_limit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MAX_JOURNAL_BYTES", len(LINES[0]) + 1)
    found = read_journal(write(path, WHOLE))
    assert seqs(found) == [1, 2]
    assert messages(found) == [journal.TOO_LARGE]
    assert not found.intact
    monkeypatch.setattr(journal, "MAX_JOURNAL_BYTES", len(WHOLE))
    assert read_journal(path).intact


def test_number_of_problems_is_bounded(path: Path) -> None:
    assert len(read_journal(write(path, b"\n" * 5000)).problems) == journal.MAX_PROBLEMS


def test_garbage_collection_resumes_after_reading(path: Path) -> None:
    read_journal(write(path, WHOLE))
    assert gc.isenabled()
    with pytest.raises(IsADirectoryError), journal._without_gc():
        raise IsADirectoryError
    assert gc.isenabled()
    gc.disable()
    read_journal(path)
    assert not gc.isenabled()
    gc.enable()


def test_link_or_pipe_is_refused(path: Path, tmp_path: Path) -> None:
    write(tmp_path / "victim", WHOLE)
    path.symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="link"):
        read_journal(path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(OSError, match="pipe"):
        read_journal(path)


def test_times_are_rfc_3339_in_utc() -> None:
    assert timestamp(WALL) == "2026-11-24T12:30:05.123Z"
    assert timestamp(0) == "1970-01-01T00:00:00.000Z"


def test_every_type_of_event_has_a_name() -> None:
    assert {"seq", "at", "type", "crc"}.isdisjoint(field for kind in TYPES.values() for field in kind.__struct_fields__)


@pytest.mark.parametrize("count", [-1, 0, 201, 10**12])
def test_number_of_participants_that_no_version_wrote_is_refused(count: int, path: Path) -> None:
    first = LINES[0].replace(b'"participants":12', b'"participants":%d' % count)
    data = b"".join([signed(first[: first.rfind(b',"crc":')]), *LINES[1:]])
    found = read_journal(write(path, data))
    assert messages(found) == [journal.WRONG_FIELDS, journal.HOLE, journal.NO_START]
    assert found.opened is None
    assert not found.intact
    assert seqs(found) == [*range(2, len(LINES) + 1)]
