"""What is decoded at once, and what takes a closer look."""

import json

import pytest

from luisteren_tui.session.events import NAMES, TYPES
from luisteren_tui.storage.journal.line import decode
from luisteren_tui.storage.typed_reader import dump
from tests.storage.format_1_recording import STORED

SURROGATE = rb"\ud800"
AT = b'"at":"2026-11-24T12:30:05.123Z"'
SESSION = (STORED / "session.jsonl").read_bytes().replace(SURROGATE, b"").splitlines()
OPENED = SESSION[0].rpartition(b',"crc":')[0]


def body(fields: bytes, seq: bytes = b"2") -> bytes:
    return b'{"seq":%b,%b,%b' % (seq, AT, fields)


def test_every_line_that_the_program_writes_is_decoded_at_once() -> None:
    kinds = set()
    for line in (*SESSION, *(STORED / "rehearsal.jsonl").read_bytes().replace(SURROGATE, b"").splitlines()):
        found = decode(line.rpartition(b',"crc":')[0])
        assert found is not None
        seq, at, event = found
        written = json.loads(line)
        del written["crc"]
        assert {"seq": seq, "at": at, "type": NAMES[type(event)], **dump(event)} == written
        kinds.add(type(event))
    assert kinds == {*TYPES.values()}


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
        body(b'"t":1,"type":"ended"').replace(b".123Z", b"Z"),
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
    assert decode(unusual) is None


def test_usual_lines_are_decoded() -> None:
    assert decode(OPENED) is not None
    assert decode(body(b'"t":1,"type":"ended"')) is not None
    assert decode(body(b'"t":1,"type":"noted","slot":{"activity":"1"},"text":""')) is not None
    assert decode(body(b'"t":1,"type":"clock","wall":1,"boot":1,"boot_id":"","rate":1')) is not None
