"""What is decoded at once, and what takes a closer look."""

import json

import pytest

from luisteren_tui.session.events import NAMES, TYPES
from luisteren_tui.storage.journal.line import checksum, decode
from luisteren_tui.storage.typed_reader import dump
from tests.storage.format_1_recording import STORED

SURROGATE = rb"\ud800"
AT = b'"at":"2026-11-24T12:30:05.123Z"'
STORED_LINES = [
    line.replace(rb"\ud800", b"").rpartition(b',"crc":')[0]
    for name in ("session.jsonl", "rehearsal.jsonl", "additions.jsonl")
    for line in (STORED / name).read_bytes().splitlines()
]
OPENED = STORED_LINES[0]


def body(fields: bytes, seq: bytes = b"2") -> bytes:
    return b'{"seq":%b,%b,%b' % (seq, AT, fields)


ENDED = body(b'"t":1,"type":"ended"')
HALF, _, OTHER_HALF = OPENED.rpartition(b"},{")


def block(*bodies: bytes) -> bytes:
    return b"".join(each + checksum(each) + b"\n" for each in bodies)


def test_every_line_that_the_program_writes_is_decoded_at_once() -> None:
    records = decode(block(*STORED_LINES))
    for record, line in zip(records, STORED_LINES, strict=True):
        written = json.loads(line + b"}")
        kind = NAMES[type(record.event)]
        assert {"seq": record.seq, "at": record.at, "type": kind, **dump(record.event)} == written
        assert record.line == line + checksum(line)
    assert {type(record.event) for record in records} == {*TYPES.values()}


@pytest.mark.parametrize(
    "unusual",
    [
        body(b'"t":1.0,"type":"ended"'),
        body(b'"t":true,"type":"ended"'),
        body(b'"t":9007199254740992,"type":"ended"'),
        body(b'"t":-9007199254740992,"type":"ended"'),
        body(b'"t":1,"type":"ended","x":1'),
        body(b'"t":1,"type":"ended","seq":3'),
        body(b'"t":1,"type":"endet"'),
        body(b'"t":1,"type":"clock","wall":1,"boot":1,"boot_id":"","rate":NaN'),
        body(b'"t":1,"type":"clock","wall":1,"boot":1,"boot_id":"","rate":1e16'),
        body(b'"t":1,"type":"noted","slot":{"activity":"1","x":1},"text":""'),
        body(b'"t":1,"type":"noted","slot":{"activity":"1"},"text":"\\ud800"'),
        body(b'"t":1,"type":"noted","slot":{"activity":"1"},"text":"\xff"'),
        body(b'"t":1,"type":"noted","slot":{"activity":"1","private":0},"text":""'),
        body(b'"t":1,"type":"turned","activity":"1","phase":1,"phases":' + b"[" * 100_000 + b"]" * 100_000),
        body(b'"t":1,"type":"ended"', seq=b"1"),
        body(b'"t":1,"type":"ended"', seq=b"02"),
        body(b'"t":1,"type":"ended"', seq=b"1000000000000000"),
        ENDED.replace(b".123Z", b"Z"),
        OPENED.replace(b'{"seq":1', b'{"seq":2'),
        OPENED.replace(b'"format":1', b'"format":2'),
        OPENED.replace(b'"duration":', b'"duration":-'),
        OPENED.replace(b'"low":', b'"low":9'),
        OPENED.replace(b'"form":"', b'"form":"x'),
    ],
    ids=range(23),
)
def test_unusual_line_takes_a_closer_look(unusual: bytes) -> None:
    assert unusual != OPENED
    assert decode(block(unusual)) == []
    assert decode(block(ENDED, unusual, ENDED)) == []


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        block(ENDED)[:-1],
        block(ENDED)[1:],
        b"\n" + block(ENDED),
        block(ENDED) + b"\n",
        block(ENDED)[:-1] + block(ENDED),
        block(ENDED).replace(b'"t":1', b'"t":2'),
        block(ENDED).replace(b'"crc":', b'"crc":0'),
        block(ENDED).replace(b"}", b"}\r"),
        ENDED + b',"crc":' + b"1" * 5000 + b"}\n",
    ],
)
def test_damaged_lines_take_a_closer_look(damaged: bytes) -> None:
    assert decode(damaged) == []
    assert decode(block(ENDED) + damaged + block(ENDED)) == [] or damaged == b""


@pytest.mark.parametrize(
    "lines",
    [
        [ENDED + b'},{"t":2,"type":"ended"'],
        [ENDED + b'}\r{"t":2,"type":"ended"'],
        [ENDED + b'}{"t":2,"type":"ended"'],
        # These have an event for each line, but not one in each line.
        [HALF, body(OTHER_HALF), ENDED + b'},{"t":2,"type":"ended"'],
        [HALF, body(OTHER_HALF), ENDED + b'}{"t":2,"type":"ended"'],
    ],
)
def test_line_is_exactly_one_event(lines: list[bytes]) -> None:
    assert decode(block(*lines)) == []


def test_usual_lines_are_decoded() -> None:
    assert decode(block(OPENED, ENDED))
    assert decode(block(body(b'"t":1,"type":"noted","slot":{"activity":"1"},"text":""')))
    assert decode(block(body(b'"t":1,"type":"clock","wall":1,"boot":1,"boot_id":"","rate":1')))
