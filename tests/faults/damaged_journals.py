"""Row 7: a journal is damaged, or is not a journal at all."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random

from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Event, Slot
from luisteren_tui.storage.journal.line import encode
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.journal.writer import JournalFile
from luisteren_tui.storage.session_index import Kind, list_files, newest_unfinished
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui import startup
from tests.faults.random_sessions import HandClock, begin, events_of, random_command
from tests.faults.tally import Tally, folder, require, rng, sample

NAME = "2026-11-24-1300-luisteren"
MENDED = 40
"""A journal is also repaired in one of this many cases."""

Damage = tuple[str, Callable[[bytes], bytes]]


def damaged_journal(count: int, seed: int) -> Tally:
    """Damage a real journal in every possible place, and put foreign files under its name.

    It is cut at every byte and a bit is flipped in every byte. Its lines are zeroed, repeated, swapped, deleted,
    joined and mixed with lines of another session.

    Judged by the lines themselves: all untouched lines are read, nothing else is, and every damage is reported, except
    for whole lines missing at the end, which nobody can notice. Repairing keeps the damaged original, unless only its
    last line was cut off. Foreign files are not changed.
    Seen to fail without: the checksum of a line (`_Reading.read_line`), keeping the original (`_damaged`).
    """
    tally = Tally()
    with folder() as data, folder() as other:
        path, lines, events = _real(data, seed)
        _, strange, _ = _real(other, seed + 1)
        whole = b"".join(lines)
        cases = [*_at_each_byte(whole, seed), *_at_each_line(lines, strange, rng(seed, "lines"))]
        for number, (what, damage) in enumerate(sample(cases, count, seed)):
            with tally.trial(what):
                _judge(path, lines, events, b"".join(strange), damage(whole), mend=number % MENDED == 0)
    for what, foreign in _foreign(whole):
        with tally.trial(what), folder() as data:
            _left_alone(data, foreign)
    return tally


def _real(data: Path, seed: int) -> tuple[Path, list[bytes], list[Event]]:
    clock, draw = HandClock(), rng(seed, "journal")
    live = begin(data, clock)
    live.do(c.Toggle())
    for _ in range(40):
        clock.pass_by(draw.randint(1, 90_000))
        live.do(random_command(draw))
    live.do(c.Write(Slot("1"), f'"crc":1}}\n{{"seq":1,"at" {seed}'))
    live.close(20)
    assert live.path
    return live.path, live.path.read_bytes().splitlines(keepends=True), events_of(live)


def _at_each_byte(whole: bytes, seed: int) -> Iterator[Damage]:
    draw = rng(seed, "bits")
    for place in range(len(whole)):
        yield f"cut at byte {place}", lambda data, place=place: data[:place]  # type: ignore[misc]
        bit = 1 << draw.randrange(8)
        yield f"bit {bit} of byte {place}", partial(_flip, place, bit)


def _flip(place: int, bit: int, data: bytes) -> bytes:
    return data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]


def _at_each_line(lines: list[bytes], strange: list[bytes], draw: Random) -> Iterator[Damage]:
    def joined(*parts: list[bytes]) -> Callable[[bytes], bytes]:
        return lambda _: b"".join(line for part in parts for line in part)

    for n, line in enumerate(lines):
        to = draw.randrange(len(lines))
        swapped = list(lines)
        swapped[n], swapped[to] = swapped[to], swapped[n]
        rest = lines[n + 1 :]
        yield f"line {n + 1} zeroed", joined(lines[:n], [bytes(len(line))], rest)
        yield f"line {n + 1} zeroed but its end", joined(lines[:n], [bytes(len(line) - 1), b"\n"], rest)
        yield f"line {n + 1} doubled", joined(lines[: n + 1], lines[n:])
        yield f"lines {n + 1} and {to + 1} swapped", joined(swapped)
        yield f"line {n + 1} deleted", joined(lines[:n], rest)
        yield f"lines from {n + 1} on deleted", joined(lines[:n])
        yield f"line {n + 1} without its end", joined(lines[:n], [line[:-1]], rest)
        yield f"a line of another session after {n + 1}", joined(lines[: n + 1], [draw.choice(strange[1:])], rest)
        yield f"half a line twice at {n + 1}", joined(lines[:n], [line[: len(line) // 2], line], rest)


def _judge(path: Path, lines: list[bytes], events: list[Event], strange: bytes, data: bytes, *, mend: bool) -> None:
    for file in path.parent.iterdir():
        file.unlink()
    path.write_bytes(data)
    read = read_journal(path)
    # A line of another session may have a free number. Its checksum is right, so it is reported as a problem.
    for record in read.records:
        mine = record.seq <= len(events) and record.event == events[record.seq - 1]
        require(mine or read.problems, f"entry {record.seq} is a silent wrong value")
        require(mine or record.line in strange, f"entry {record.seq} was made up")
    found = {record.seq for record in read.records}
    sound = {n for n, line in enumerate(lines, 1) if _holds(data, line)}
    require(sound <= found, f"entries {sorted(sound - found)} are sound and not recovered")
    tail_gone = any(data == b"".join(lines[:n]) for n in range(1, len(lines) + 1))
    require(bool(read.problems) != tail_gone, f"wrongly said: {[problem.message for problem in read.problems]}")
    if mend and read.opened is not None:
        journal = JournalFile.reopen(path, read, HandClock())
        require(journal.close(20), "it can't be gone on with")
        kept = [file.read_bytes() for file in path.parent.iterdir() if ".damaged-" in file.name]
        require(kept == [data] or (not kept and only_its_end(data, lines)), "the damaged original is not kept")
        require(len(read_journal(path).records) == len(read.records), "going on lost something")


def only_its_end(data: bytes, sound: Sequence[bytes]) -> bool:
    """Return whether only the last line is cut off. Such an original need not be kept."""
    *whole, _torn = data.split(b"\n")
    places = [place for line in whole for place, one in enumerate(sound) if one.rstrip(b"\n") == line]
    return len(places) == len(whole) and places == sorted(set(places))


def _holds(data: bytes, line: bytes) -> bool:
    """Return whether the data contains the line, with or without its line end."""
    return line[:-1] in data


def _foreign(whole: bytes) -> list[tuple[str, bytes]]:
    newer = whole.splitlines()[0].replace(b'"format":1', b'"format":2', 1)
    event = read_first(whole)
    return [
        ("an empty file", b""),
        ("text", b"een boodschappenlijst\nmelk\n"),
        ("another JSON", json.dumps([1, {"a": None}]).encode()),
        ("JSON lines", b'{"a": 1}\n{"b": 2}\n'),
        ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50),
        ("zeros", bytes(10_000)),
        ("a line of 5 MiB", b"x" * 5_000_000),
        ("deep nesting", b"[" * 200_000),
        ("a newer format", encode_as(newer)),
        ("only what comes after the start", b"".join(whole.splitlines(keepends=True)[1:])),
        ("an event as another number", encode(7, 0, event) + b"\n"),
    ]


def read_first(whole: bytes) -> Event:
    """Return the event of the first line."""
    with folder() as data:
        path = data / "x.jsonl"
        path.write_bytes(whole)
        return read_journal(path).records[0].event


def encode_as(line: bytes) -> bytes:
    """Return the line with a correct checksum."""
    import zlib

    body = line[: line.rfind(b',"crc":')]
    return body + b',"crc":%d}\n' % zlib.crc32(body)


def _left_alone(data: Path, foreign: bytes) -> None:
    """Start the program beside a foreign file. It is listed and left unchanged; an empty one is removed."""
    folders = Folders(data)
    folders.sessions.mkdir(parents=True)
    path = folders.sessions / f"{NAME}.jsonl"
    path.write_bytes(foreign)
    startup._finish_ended(folders)
    if not foreign:
        require(not path.exists(), "an empty journal stays")
        return
    require([files.kind for files in list_files(folders.sessions)] in ([Kind.DAMAGED], [Kind.UNFINISHED]), "no entry")
    require(newest_unfinished(folders.sessions) is None, "it is offered to go on with")
    require(read_journal(path).problems, "nothing is said")
    require(path.read_bytes() == foreign, "it was changed")
