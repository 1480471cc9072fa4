"""Rows 2 and 3 in a real terminal: the program is killed, gets a signal, or its window is closed."""

import re
import signal
from pathlib import Path
from random import Random
from time import monotonic

from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.system.clock import SystemClock
from tests.cli.steps import ENTER, ESCAPE, notes, place
from tests.cli.terminal import LIMIT, Terminal
from tests.faults.processes import seconds_waiting
from tests.faults.random_sessions import workshop
from tests.faults.tally import Tally, folder, require, rng

BUDGET = 0.25
"""A kill may lose this many seconds of typing."""
WAYS = ("window closed", "SIGHUP", "SIGTERM")
PIECE = 5
"""Letters per typed piece."""
ON = (b"7", b"25")
"""The modes of a terminal that are on before a program starts: wrapping and the cursor."""


def kills_in_a_terminal(count: int, seed: int, *, timed: bool) -> Tally:
    """Kill the program in a real pseudo-terminal at random moments of typing, half of the times without a pause.

    Judged by the screen: what was readable on it 250 ms before is in the journal (2 s in the short form), not counting
    time that the machine gave to others. Typing without a pause is saved while it goes on. The clock keeps running,
    and the time left agrees with the wall clock.
    Seen to fail without: saving a note 100 ms after its first unsaved key (`SAVE_AFTER_SECONDS`); also when those are
    counted from the last key (`Autosave.typed`).
    """
    tally, most = Tally(), 0.0
    for number in range(count):
        with tally.trial(f"kill {number}"), folder() as data, Terminal(data, "run") as terminal:
            draw = rng(seed, "terminal", number)
            began = _begin(terminal, data)
            before = _type_without_pause(terminal, data) if number % 2 == 0 else ""
            typed = _type(terminal, draw)
            killed = _own_time(terminal)
            terminal.kill(signal.SIGKILL)
            require(terminal.ends() == -signal.SIGKILL, "it ended before it was killed")
            kept = notes(data).get("1", "")
            require((before + "".join(text for text, _ in typed)).startswith(kept), f"it has {kept!r}")
            require(not before or kept, "what had been kept is gone")
            known = (len(kept) - len(before)) // PIECE
            lost = [killed - seen for _, seen in typed[max(0, known) :]]
            most = max([most, *lost])
            require(
                not lost or max(lost) <= (BUDGET if timed else 2.0), f"typed {max(lost or [0]):.3f} s before, and lost"
            )
            _goes_on(data, began)
    tally.measured.append(
        f"in a terminal the oldest letters that were lost had been on the screen for {most * 1000:.0f} ms"
    )
    return tally


def windows_closed(count: int, seed: int) -> Tally:
    """Close the window or send SIGHUP or SIGTERM while somebody types, reads a dialog or looks at the room's view.

    Judged by the screen: everything readable on it is in the journal, the clock keeps running, the time left agrees
    with the wall clock, the program exits with 0, and every terminal mode is restored: typing echoes, the cursor
    shows, the mouse is free.
    Seen to fail without: the signal handlers (`BaseApp`), leaving in order (`ShutdownGuard.leave_at_once`).
    """
    tally = Tally()
    for way in WAYS:
        for number in range(count):
            with tally.trial(f"{way} {number}"), folder() as data, Terminal(data, "run") as terminal:
                _end(terminal, data, way, rng(seed, way, number))
    return tally


def _begin(terminal: Terminal, data: Path) -> tuple[float, float]:
    """Start the clock and focus the notes; return the moments just before and after the start."""
    terminal.sees("not now", "nu niet")
    terminal.type(ENTER)
    terminal.until(lambda: place(data) == ("1", "waiting"))
    before = monotonic()
    terminal.type(" ")
    terminal.until(lambda: place(data) == ("1", "running"))
    after = monotonic()
    terminal.type("n", "F2")
    return before, after


def _type_without_pause(terminal: Terminal, data: Path) -> str:
    """Type a letter every 20 ms until some of it is saved; return the letters."""
    letters, end = "", monotonic() + LIMIT
    while not notes(data).get("1"):
        require(monotonic() < end, "nothing is kept of what is typed without a pause")
        terminal.type("x")
        letters += "x"
        _look(terminal, 0.02)
    return letters


def _type(terminal: Terminal, draw: Random) -> list[tuple[str, float]]:
    """Type pieces of text; return each with the time from which it was readable."""
    typed = []
    for _ in range(draw.randint(1, 8)):
        piece = "".join(draw.choices("abcdefghij", k=PIECE))
        terminal.type(piece, piece)
        typed.append((piece, _own_time(terminal)))
        _look(terminal, draw.random() * 0.15)
    return typed


def _own_time(terminal: Terminal) -> float:
    """Return a time in seconds that stops while the machine is busy with other programs."""
    return monotonic() - seconds_waiting(terminal.pid) - seconds_waiting()


def _look(terminal: Terminal, seconds: float) -> None:
    end = monotonic() + seconds
    terminal.until(lambda: monotonic() >= end)


def _end(terminal: Terminal, data: Path, way: str, draw: Random) -> None:
    began = _begin(terminal, data)
    typed = _type(terminal, draw)
    what = draw.randint(0, 3)
    if what == 1:
        terminal.type(ESCAPE, "→")
        terminal.type("z", "your own screen")
    elif what == 2:
        terminal.type(ESCAPE, "→")
        terminal.type("?", "Esc")
    _look(terminal, draw.random() * 0.1)
    if way == "window closed":
        terminal.hang_up()
    else:
        terminal.kill(signal.Signals[way])
    code = terminal.ends()
    require(code == 0, f"it ends with {code}")
    if way != "window closed":
        require(terminal.is_sane(), "the terminal is not sane")
        require(not (left := _left_on(terminal.output)), f"the terminal is left with {left}")
    require(notes(data).get("1") == "".join(text for text, _ in typed), f"it has {notes(data)}, of {typed}")
    _goes_on(data, began)


def _left_on(output: bytes) -> list[bytes]:
    """Return the terminal modes that were not restored."""
    last = dict(re.findall(rb"\x1b\[\?(\d+)([hl])", output))
    wrong = [mode for mode, end in last.items() if end != (b"h" if mode in ON else b"l")]
    keys = len(re.findall(rb"\x1b\[>\d+u", output)) - output.count(b"\x1b[<u")
    return wrong + [b"other codes for keys"] * (keys > 0)


def _goes_on(data: Path, began: tuple[float, float]) -> None:
    """Resume the session and check that its clock kept running with the wall clock."""
    require(place(data) == ("1", "running"), f"it is at {place(data)}")
    (path,) = (data / "sessions").glob("*.jsonl")
    first = workshop().activities[0].duration
    earliest = monotonic()
    live = LiveSession.resume(path, read_journal(path), SystemClock())
    left = live.view().clock.left_s
    latest = monotonic()
    live.close(LIMIT)
    require(
        first - (latest - began[0]) - 1 <= left <= first - (earliest - began[1]) + 1,
        f"{left} s left of {first}, {latest - began[0]:.1f} s after it began",
    )
