"""Row 19: bytes that no keyboard sends."""

import json
import os
import select
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic

from tests.cli.terminal import LIMIT, Terminal
from tests.faults.tally import Tally, folder, require, rng
from tests.tui.past_sessions import LAST, write_outcome

BATCH = 40
"""Sequences between two looks at the program."""
PAUSE = 0.7
"""Seconds after which a sequence without an end is over."""
MOST_CPU = 0.5
"""The most processor seconds per second of a program that waits."""
MOST_MEMORY = 120 * 1024
"""KiB that a flood may add."""
FLOOD = 20_000_000
PASTE_END = b"\x1b[201~"
CURATED = (
    *(
        b"\x1b[97;1:3u",
        b"\x1b[1;1:3C",
        b"\x1b[1114112u",
        b"\x1b[55296u",
        b"\x1b[;;u",
        b"\x1b[u",
        b"\x1b[1u",
        b"\x1b[0u",
    ),
    *(
        b"\x1b[97;1;27u",
        b"\x1b[97;1;55296u",
        b"\x1b[97;1;:u",
        b"\x1b[97;999u",
        b"\x1b[113~",
        b"\x1b[113;1A",
        b"\x1b[17A",
    ),
    *(b"\x1b[<0;999999999;999999999M", b"\x1b[<0;0;0M", b"\x1b[<-1;-1;-1m", b"\x1b[M\xff\xff\xff", b"\x1b[32;9;9M"),
    *(b"\x1b[<35;1;1M", b"\x1b[<35;9999;9999M", b"\x1b[<99;1;1M", b"\x1b[I", b"\x1b[O", b"\x1b[201~", b"\x1b[24;80R"),
    *(
        b"\x1b[48;0;0;0;0t",
        b"\x1b[48;1000000000;1000000000;1000000000;1000000000t",
        b"\x1b[48;24;80;0;0t",
        b"\x1b[8;1;1t",
    ),
    *(b"\x1b[?2048;1$y", b"\x1b[?2048;2$y", b"\x1b[?2026;9$y", b"\x1b[?2026;2$y", b"\x1b[?62;1;6c", b"\x1b[>0;276;0c"),
    *(
        b"\x1b[0n",
        b"\x1b[?25u",
        b"\x1b[>25u",
        b"\x1b[=1;1u",
        b"\x1b[?997;1n",
        b"\x1b[5n",
        b"\x1b[c",
        b"\x1b[!p",
        b"\x1b[ q",
    ),
    *(b"\x1b]11;rgb:ffff/ffff/ffff\x07", b"\x1b]52;c;cXFxcQ==\x1b\\", b"\x1b]0;q q q\x18", b"\x1bP1$r0q\x1b\\"),
    *(
        b"\x1bP>|qterm(q)\x1b\\",
        b"\x1b_Gi=1;qqq\x1b\\",
        b"\x1b^qqq\x1b\\",
        b"\x1bXqqq\x1b\\",
        b"\x9d0;qqq\x9c",
        b"\x90qq\x9c",
    ),
    *(b"\x9b113;1:3u", b"\xc2\x9b113;1:3u", b"\x80\xbf\xc0\xff\xfe", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xc3"),
    *(b"\x1b[" + b"9" * 100_000 + b"u", b"\x1b]0;" + b"q" * 100_000 + b"\x07", b"\x1b[" + b"1;" * 5_000 + b"q"),
    *(
        b"\x1b[\x1b[\x1b[1;1:3C",
        b"\x1b[1;\x1b[1;1:3C",
        b"\x1bO\x1b[1;1:3C",
        b"\x1b[M\x1b[1;1:3C",
        b"\x1b[[q",
        b"\x1b[1$q",
    ),
)
WITHOUT_END = (
    *(b"\x1b]0;qqq", b"\x1bPqqq", b"\x1b_qqq", b"\x1b^qq", b"\x1bXqq", b"\x9dqqq", b"\x1b[12;", b"\x1b[?", b"\x1b[M!"),
    *(b"\x1b[" + b"1" * 1000, b"\x1b]0;" + b"q" * 9000, b"\x1b[1;5\xff", b"\x1bO5"),
)
PARAMETERS = tuple(b"0123456789:;<=>?")
KEY_ENDS = b"u~ABCDEFHPQRSGMmZI"
"""Ends of sequences that can be keys, the mouse or the focus."""
OTHER_ENDS = bytes(set(range(0x40, 0x7F)) - {*KEY_ENDS, *b"[O"})


@dataclass
class Screen:
    """A screen, the way to it, and a key with what it then shows."""

    name: str
    arguments: tuple[str, ...]
    first: str
    keys: tuple[tuple[str, str], ...]
    answer: tuple[str, str]


SESSION = (("\r", "saved"), (" ", "pause"))
SCREENS = (
    Screen("home", (), "other choice", (), ("?", "Keys")),
    Screen("start question", ("run",), "not now", (), ("7", " 7 ")),
    Screen("session", ("run",), "not now", SESSION, ("?", "A breather")),
    Screen("room's window", ("room",), "We begin in a moment.", (), ("x", "Keys work in the other window")),
    Screen("room view", ("run",), "not now", (*SESSION, ("z", "your own screen")), ("z", "done at")),
    Screen("note", ("run",), "not now", (*SESSION, ("n", "Esc")), ("zin", "zin")),
    Screen("keys", ("run",), "not now", (*SESSION, ("?", "A breather")), ("\x1b", "help")),
    Screen("groups", ("run",), "not now", (*SESSION, ("g", "participants")), ("+", "13")),
    Screen("names", ("run",), "not now", (*SESSION, ("g", "names"), ("d", "Who is here?")), ("Anna", "Anna")),
    Screen("text", ("run",), "not now", (*SESSION, ("t", "Source")), ("\x1b", "help")),
    Screen("look ahead", ("run",), "not now", (*SESSION, ("v", "Then")), ("\x1b", "help")),
    Screen("began earlier", ("run",), "not now", (*SESSION, ("b", "count it")), ("7", "7 minutes")),
    Screen("palette", ("run",), "not now", (*SESSION, ("\x10", "Search all commands")), ("under", "under")),
    Screen("end?", ("run",), "not now", (*SESSION, ("e", "End the session?")), ("\x1b", "help")),
    Screen("end", ("run",), "not now", (*SESSION, ("e", "End"), ("\r", "not reached")), ("?", "Keys")),
    Screen("plan", (), "other choice", (("\x1b[C\r", "Plan for"),), ("?", "Keys")),
    Screen("history", (), "other choice", (("\x1b[F\r", "F3 times"),), ("?", "Keys")),
)
QUICK = 4
"""The number of screens, from the first, that the short form tries."""


def strange_input(count: int, seed: int) -> Tally:
    """Send `count` sequences that no keyboard sends to each screen in a terminal: curated ones and mutations of them.

    Judged from outside: the process lives, its journal has no command that it did not have before, it answers to a key,
    it takes no processor time once it waits, and its memory stays bounded. The full form also sends floods: strings,
    numbers and pastes of millions of characters.
    Seen to fail without: `Keyboard` and `TerminalInput` (Textual's own parser in `PatientDriver.run_input_thread`).
    """
    tally = Tally()
    whole = count > BATCH
    for number, screen in enumerate(SCREENS if whole else SCREENS[:QUICK]):
        for batch in range(-(-count // BATCH)):
            draw = rng(seed, screen.name, batch)
            strange = [*(CURATED if batch == 0 else ()), *_mutations(draw, BATCH)]
            draw.shuffle(strange)
            with tally.trial(f"{screen.name}, batch {batch}", len(strange) + 1), folder() as data:
                _barrage(screen, data, strange, WITHOUT_END[(number + batch) % len(WITHOUT_END)], draw)
    for name, flood in _floods() if whole else ():
        with tally.trial(name), folder() as data:
            _flood(data, flood)
    return tally


def _mutations(draw: Random, count: int) -> Iterator[bytes]:
    """Yield sequences with random parameters, of kinds that no keyboard sends."""
    for _ in range(count):
        parameters = bytes(draw.choices(PARAMETERS, k=draw.randint(0, 12)))
        text = bytes(draw.choices(b"q enEusx+-\r0123", k=draw.randint(1, 20)))
        yield draw.choice(
            [
                b"\x1b[" + parameters + bytes([draw.choice(OTHER_ENDS)]),
                b"\x1b[" + parameters + draw.choice([b" ", b"!", b"$", b"'"]) + bytes([draw.choice(OTHER_ENDS)]),
                b"\x1b[" + draw.choice([b"<", b"=", b">", b"?"]) + parameters + bytes([draw.choice(b"u~ABCDR")]),
                b"\x1b[97;%d:3u" % draw.randint(1, 64),
                b"\x1b[%du" % draw.choice([draw.randint(0x110000, 10**12), draw.randint(0xD800, 0xDFFF), 0, 1, 26, 28]),
                b"\x1b[%d~" % draw.randint(100, 199),
                b"\x1b[<%d;%d;%dM" % (draw.randint(300, 10**6), draw.randint(-9, 10**9), draw.randint(-9, 10**9)),
                draw.choice([b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b^", b"\x1bX"]) + text.replace(b"\r", b"") + b"\x1b\\",
                draw.choice([b"\x1b]", b"\x9d"]) + text + b"\x07",
                bytes(draw.choices([*range(0xA0, 0xC0), *range(0xF8, 0x100)], k=draw.randint(1, 3))),
            ]
        )


def _barrage(screen: Screen, data: Path, strange: list[bytes], unfinished: bytes, draw: Random) -> None:
    write_outcome(data, LAST)
    with Terminal(data, *screen.arguments) as terminal:
        terminal.sees(screen.first)
        for keys, then in screen.keys:
            terminal.type(keys, then)
        _wait(terminal, 0.3)
        before = _commands(data)
        for sequence in strange:
            # Bytes that are no UTF-8 could become a letter together with what follows.
            sequence += b"\x1b[I" * (sequence[-1] >= 0x80)
            _send(terminal, sequence, draw.choice([1, 2, 7, 4096]) if len(sequence) < BATCH else 4096)
        _wait(terminal, 0.1)
        _send(terminal, unfinished, 4096)
        _wait(terminal, PAUSE)
        require(_alive(terminal), "it ended")
        require(_commands(data) == before, f"it did {_commands(data)[len(before) :]}")
        terminal.type(*screen.answer)
        require(_cpu(terminal) < MOST_CPU, "it takes processor time while it waits")
        terminal.kill(signal.SIGTERM)
        require(terminal.ends() == 0, f"it ended with {terminal.code}")
        require(terminal.is_sane(), "the terminal is not sane")


def _floods() -> Iterator[tuple[str, Callable[[], Iterator[bytes]]]]:
    """Yield the name of each flood and what makes its parts."""

    def made(begin: bytes, part: bytes, end: bytes, size: int = FLOOD) -> Callable[[], Iterator[bytes]]:
        def parts() -> Iterator[bytes]:
            yield begin
            for _ in range(size // len(part)):
                yield part
            yield end

        return parts

    yield "a string of 20 MB", made(b"\x1b]52;c;", b"q" * 1000, b"\x07")
    yield "a string of 20 MB without an end", made(b"\x1bP", b"q" * 1000, b"")
    yield "a number of 20 MB", made(b"\x1b[", b"1" * 1000, b"u")
    yield "a paste of 20 MB", made(b"\x1b[200~", b"q " * 500, PASTE_END)
    yield "reports of the mouse, 200 kB", made(b"", b"\x1b[<35;5;5M" * 100, b"", FLOOD // 100)


def _flood(data: Path, flood: Callable[[], Iterator[bytes]]) -> None:
    with Terminal(data, "run") as terminal:
        terminal.sees("not now")
        for keys, then in SESSION:
            terminal.type(keys, then)
        _wait(terminal, 0.5)
        before, memory = _commands(data), _memory(terminal)
        end = monotonic() + 20 * LIMIT
        for part in flood():
            _send(terminal, part, 4096)
            require(monotonic() < end, "it reads too slowly")
        _wait(terminal, PAUSE)
        require(_alive(terminal), "it ended")
        require(_commands(data) == before, f"it did {_commands(data)[len(before) :]}")
        terminal.type("?", "A breather")
        require(_memory(terminal) - memory < MOST_MEMORY, f"{_memory(terminal) - memory} KiB more")
        require(_cpu(terminal) < MOST_CPU, "it takes processor time while it waits")


def _send(terminal: Terminal, data: bytes, size: int) -> None:
    """Write `data` in pieces of `size` bytes, and read what the program shows meanwhile."""
    for at in range(0, len(data), size):
        require(select.select([], [terminal.fd], [], LIMIT)[1], "it does not read")
        os.write(terminal.fd, data[at : at + size])
        terminal._read(0)
    if len(terminal.output) > FLOOD:
        del terminal.output
        terminal.output = b""


def _wait(terminal: Terminal, seconds: float) -> None:
    end = monotonic() + seconds
    terminal.until(lambda: monotonic() >= end)


def _alive(terminal: Terminal) -> bool:
    pid, status = os.waitpid(terminal.pid, os.WNOHANG)
    if pid:
        terminal.code = os.waitstatus_to_exitcode(status)
    return not pid


def _commands(data: Path) -> list[dict[str, object]]:
    """Return the lines of all journals but for those about the clock, as plain JSON."""
    lines = [line for path in sorted((data / "sessions").glob("*.jsonl")) for line in path.read_bytes().splitlines()]
    return [line for line in map(json.loads, lines) if line["type"] != "clock"]


def _cpu(terminal: Terminal) -> float:
    """Return the processor seconds that the program takes in a second in which nothing happens."""
    before = _cpu_seconds(terminal)
    _wait(terminal, 1.0)
    return _cpu_seconds(terminal) - before


def _cpu_seconds(terminal: Terminal) -> float:
    fields = Path(f"/proc/{terminal.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(terminal: Terminal) -> int:
    """Return how much memory the program has had at most, in KiB."""
    status = Path(f"/proc/{terminal.pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])
