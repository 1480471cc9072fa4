"""Reads a journal, damaged or not: every sound line, and what is wrong with the rest."""

import gc
import json
import os
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.session.apply import fold
from luisteren_tui.session.events import NAMES, TYPES, Event, Opened
from luisteren_tui.session.state import State
from luisteren_tui.storage.files import open_read
from luisteren_tui.storage.journal.line import AT, JOURNAL_FORMAT, Record, checksum, decode
from luisteren_tui.storage.typed_reader import read_stored
from luisteren_tui.workshop.model import MAX_PEOPLE, NUMBER_LIMIT

BLOCK_BYTES = 64 * 1024
MAX_LINE_BYTES = 4 * 2**20
MAX_JOURNAL_BYTES = 512 * 2**20
MAX_PROBLEMS = 1000
MAX_NAME_LENGTH = 60

_AT = re.compile(AT.decode("ascii"), re.ASCII)
_JSON = json.JSONDecoder()
START_OF_LINE = re.compile(rb'(?=\{"seq":)')

TORN = N_("Line {line}, the last one, was cut off.")
CHANGED = N_("Line {line} was damaged or changed.")
NOT_JSON = N_("Line {line} is not JSON.")
TOO_LONG = N_("Line {line} is too long.")
UNKNOWN = N_("Line {line} has something that this version does not know: {type}.")
WRONG_FIELDS = N_("Line {line} has values that do not fit.")
TWICE = N_("Line {line} is there twice.")
CONFLICT = N_("Line {line} contradicts an earlier one with the same number, {seq}.")
OUT_OF_ORDER = N_("Line {line} is out of place.")
HOLE = N_("Entries {first} to {last} are missing.")
NO_START = N_("The start of the session is missing, so it can't be resumed.")
NEWER = N_("This was written by a newer version, in format {format}. It can be read, but not resumed.")
TOO_LARGE = N_("The file is too large: only its first part was read.")


class JournalRead(Struct, frozen=True):
    """The sound records of a journal in the order of `seq`, and all that is wrong with the file.

    An `intact` file has the lines of the records and nothing else. One that is `cut_off` has that and a part of one
    more line, which a killed program left. A newer format is `read_only`. Fields that this version doesn't know are
    `unknown_fields`; each is reported as a problem but doesn't count as damage.
    """

    records: Sequence[Record]
    problems: Sequence[Problem]
    intact: bool
    read_only: bool
    cut_off: bool = False
    unknown_fields: Sequence[str] = ()

    @property
    def opened(self) -> Opened | None:
        """The event that opened the session, if it could be read."""
        first = self.records[0].event if self.records else None
        return first if isinstance(first, Opened) else None

    @property
    def events(self) -> list[tuple[str, Event]]:
        """The events, each with its time (UTC, RFC 3339)."""
        return [(record.at, record.event) for record in self.records]

    def fold(self) -> tuple[State, int]:
        """Return the state after all events, and the number of unfit events. Raise UnfitError if none opens a session."""
        with _without_gc():
            return fold(record.event for record in self.records)

    @property
    def last_seq(self) -> int:
        """The `seq` of the last record, or 0."""
        return self.records[-1].seq if self.records else 0


def read_journal(path: Path) -> JournalRead:
    """Read the journal `path`. Raise OSError if it can't be read or is not a regular file."""
    reading = _Reading()
    with open(open_read(path), "rb") as file, _without_gc():
        if os.fstat(file.fileno()).st_size > MAX_JOURNAL_BYTES:
            reading.problem(TOO_LARGE)
        start, number = 0, 1
        while start < MAX_JOURNAL_BYTES and (block := _block(file)):
            size = min(len(block), MAX_JOURNAL_BYTES - start)
            if size == len(block) <= MAX_LINE_BYTES and (records := decode(block)):
                reading.add(number, records)
                number += len(records)
            else:
                file.seek(start)
                for line in _lines(file, size):
                    reading.read_line(number, line)
                    number += 1
            start = file.tell()
    return reading.result()


@contextmanager
def _without_gc() -> Iterator[None]:
    """Pause the garbage collector: reading makes no garbage, and looking for it takes a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _block(file: BinaryIO) -> bytes:
    """Return the next lines of a file with their line ends. Of a last line that is too long, return a part."""
    block = file.read(BLOCK_BYTES)
    return block if block.endswith(b"\n") else block + file.readline(MAX_LINE_BYTES)


def _lines(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield each line of the next `size` bytes with its line end. Of one that is too long, yield the first MAX_LINE_BYTES."""
    rest = size
    while rest > 0 and (line := file.readline(MAX_LINE_BYTES)):
        rest -= len(line)
        yield line
        while len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE_BYTES)
            rest -= len(line)


class _Reading:
    """Collects the records and problems of a journal line by line."""

    def __init__(self) -> None:
        self._records: list[Record] = []
        self._late: dict[int, Record] = {}
        self._problems: list[Problem] = []
        self._last = 0
        self._damage = 0
        self._unknown_fields: list[str] = []
        self._torn = False
        self._newer = False

    def read_line(self, number: int, line: bytes) -> None:
        """Read the line with this `number`, including its line end."""
        body = line[: line.rfind(b',"crc":')]
        end = checksum(body)
        if len(line) == len(body) + len(end) + 1 and line.endswith(end + b"\n"):
            self._read_sound(number, line[:-1])
            return
        if line.endswith(b"\n"):
            self.problem(CHANGED, number)
        else:
            self._torn = len(line) < MAX_LINE_BYTES
            self.problem(TORN if self._torn else TOO_LONG, number)
        # After a lost line end, sound lines are hidden in this one. Text can't look like the start of a line, because
        # its quotes are escaped.
        parts = START_OF_LINE.split(line)
        self._torn = self._torn and len(parts) <= 2
        for part in parts:
            body = part[: part.rfind(b',"crc":')]
            end = checksum(body)
            if part.startswith(end, len(body)):
                self._read_sound(number, body + end)

    def add(self, number: int, records: Sequence[Record]) -> None:
        """Add the records of lines, of which the first has this `number`."""
        first, last = records[0].seq, records[-1].seq
        if first > self._last and [record.seq for record in records] == [*range(first, last + 1)]:
            self._records += records
            self._last = last
            return
        for place, record in enumerate(records, number):
            self._add(place, record)

    def problem(self, message: str, line: int = 0, **values: str | int) -> None:
        """Report damage to a line, or to the whole file if `line` is 0."""
        self._damage += 1
        # A hostile file could have a problem in each byte.
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(Problem((line,) if line else (), message, {"line": line, **values}))

    def result(self) -> JournalRead:
        """Return everything that was read, in order."""
        records = sorted([*self._records, *self._late.values()], key=attrgetter("seq")) if self._late else self._records
        first = records[0].event if records and not self._newer else None
        if isinstance(first, Opened) and not 0 < first.participants <= MAX_PEOPLE:  # no version ever wrote that
            self.problem(WRONG_FIELDS, 1)
            records = records[1:]
        intact, cut_off = not self._damage, self._torn and self._damage == 1
        before = 0
        for record in records if self._last != len(records) else ():
            if record.seq != before + 1:
                self.problem(HOLE, first=before + 1, last=record.seq - 1)
            before = record.seq
        if not records or records[0].seq != 1:
            self.problem(NO_START)
        return JournalRead(
            records=records,
            problems=self._problems,
            intact=intact,
            read_only=self._newer,
            cut_off=cut_off,
            unknown_fields=self._unknown_fields,
        )

    def _read_sound(self, number: int, line: bytes) -> None:
        """Read a line whose checksum is right."""
        if records := decode(line + b"\n"):
            self._add(number, records[0])
            return
        try:
            text = line.decode()
            fields, end = _JSON.raw_decode(text)
        except (ValueError, RecursionError):
            fields = None
        if type(fields) is not dict or end != len(text):
            self.problem(NOT_JSON, number)
            return
        seq, at, name = fields.pop("seq", None), fields.pop("at", None), fields.pop("type", None)
        del fields["crc"]
        kind = TYPES.get(name) if type(name) is str else None
        if kind is None:
            self.problem(UNKNOWN, number, type=str(name)[:MAX_NAME_LENGTH])
            return
        event = self._event(number, kind, fields)
        numbered = type(seq) is int and 0 < seq < NUMBER_LIMIT and (kind is Opened) == (seq == 1)
        if event is not None and numbered and type(at) is str and _AT.fullmatch(at):
            self._add(number, Record(seq, at, event, line))
        else:
            self.problem(WRONG_FIELDS, number)

    def _event(self, number: int, kind: type[Event], fields: dict[str, Any]) -> Event | None:
        format = fields.get("format")
        if kind is Opened and type(format) is int and format > JOURNAL_FORMAT:
            self._newer = True
            self.problem(NEWER, number, format=format)
        event, problems = read_stored(kind, fields, wrong_too=self._newer)
        if event is not None and not self._newer:
            for problem in problems:
                self._report_unknown(number, NAMES[kind], problem.path)
        return event

    def _report_unknown(self, number: int, event: str, path: Sequence[str | int]) -> None:
        # Lines are kept whole, so an unknown field isn't damage. It is reported once, however many lines have it.
        field = ".".join([event, *(key for key in path if isinstance(key, str))])
        if field not in self._unknown_fields and len(self._unknown_fields) < MAX_PROBLEMS:
            self._unknown_fields.append(field)
            self._problems.append(Problem((number,), UNKNOWN, {"line": number, "type": field[:MAX_NAME_LENGTH]}))

    def _add(self, number: int, record: Record) -> None:
        if record.seq > self._last:
            self._records.append(record)
            self._last = record.seq
            return
        place = bisect_left(self._records, record.seq, key=attrgetter("seq"))
        known = self._late.get(record.seq, self._records[place])
        if known.seq == record.seq:
            self.problem(TWICE if known.line == record.line else CONFLICT, number, seq=record.seq)
        else:
            self._late[record.seq] = record
            self.problem(OUT_OF_ORDER, number)
