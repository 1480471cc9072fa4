"""Rows 2 and 3 in a real terminal: the program is killed, told to go, or its window is closed."""

import re
import signal
from pathlib import Path
from random import Random
from time import monotonic

from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.system.clock import SystemClock
from tests.cli.terminal import LIMIT, Terminal
from tests.cli.test_terminal import ENTER, ESCAPE, notes, place
from tests.faults.processes import stood_by
from tests.faults.script import workshop
from tests.faults.tally import Tally, folder, need, rng

BUDGET = 0.25
"""Seconds of typing that a kill may take."""
WAYS = ("window closed", "SIGHUP", "SIGTERM")
PIECE = 5
"""Letters that are typed at once."""
ON = (b"7", b"25")
"""Modes of a terminal that are on before a program starts, wrapping and the cursor; all others are off."""


def kills_in_a_terminal(count: int, seed: int, *, timed: bool) -> Tally:
    """Kill -9 at any moment while somebody types in a real pseudo-terminal, half of the times without a pause.

    Judged by the screen: what could be read on it 250 ms before, but for what the machine gave to others, is in the
    journal (in the short form what could be read 2 s before), typing without a pause is kept before it ends, the clock that was
    started runs, and the time left is what the clock on the wall leaves.
    Lost without: writing a note 100 ms after its first key that is not kept (`notes.WRITE_AFTER`), or counting those
    from the last key (`NotesPane._changed`).
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
            need(terminal.ends() == -signal.SIGKILL, "it ended before it was killed")
            kept = notes(data).get("1", "")
            need((before + "".join(text for text, _ in typed)).startswith(kept), f"it has {kept!r}")
            need(not before or kept, "what had been kept is gone")
            known = (len(kept) - len(before)) // PIECE
            lost = [killed - seen for _, seen in typed[max(0, known) :]]
            most = max([most, *lost])
            need(
                not lost or max(lost) <= (BUDGET if timed else 2.0), f"typed {max(lost or [0]):.3f} s before, and lost"
            )
            _goes_on(data, began)
    tally.measured.append(
        f"in a terminal the oldest letters that were lost had been on the screen for {most * 1000:.0f} ms"
    )
    return tally


def windows_closed(count: int, seed: int) -> Tally:
    """The window is closed, or the program gets SIGHUP or SIGTERM, while somebody types, pauses, looks at the room's
    view or reads a dialog.

    Judged by the screen: all that could be read on it is in the journal, the clock runs as it did, the time left is what
    the clock on the wall leaves, the program ends by itself with 0, and every mode of the terminal that it set is as it
    was: typing echoes, the cursor shows, no mouse is caught.
    Lost without: the handlers of the signals (`BaseApp`), and leaving in order (`leave_at_once`).
    """
    tally = Tally()
    for way in WAYS:
        for number in range(count):
            with tally.trial(f"{way} {number}"), folder() as data, Terminal(data, "run") as terminal:
                _end(terminal, data, way, rng(seed, way, number))
    return tally


def _begin(terminal: Terminal, data: Path) -> tuple[float, float]:
    """Start the clock and go into the notes; return the moments between which the clock was started."""
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
    """Type a letter every 20 ms until something of it is kept; return the letters."""
    letters, end = "", monotonic() + LIMIT
    while not notes(data).get("1"):
        need(monotonic() < end, "nothing is kept of what is typed without a pause")
        terminal.type("x")
        letters += "x"
        _look(terminal, 0.02)
    return letters


def _type(terminal: Terminal, draw: Random) -> list[tuple[str, float]]:
    """Type; return the pieces, each with the time since which it could be read."""
    typed = []
    for _ in range(draw.randint(1, 8)):
        piece = "".join(draw.choices("abcdefghij", k=PIECE))
        terminal.type(piece, piece)
        typed.append((piece, _own_time(terminal)))
        _look(terminal, draw.random() * 0.15)
    return typed


def _own_time(terminal: Terminal) -> float:
    """Return a time in seconds that stands still while the machine is busy with others than the program and us."""
    return monotonic() - stood_by(terminal.pid) - stood_by()


def _look(terminal: Terminal, seconds: float) -> None:
    end = monotonic() + seconds
    terminal.until(lambda: monotonic() >= end)


def _end(terminal: Terminal, data: Path, way: str, draw: Random) -> None:
    began = _begin(terminal, data)
    typed = _type(terminal, draw)
    what = draw.randint(0, 3)
    if what == 1:
        terminal.type(ESCAPE, "→")
        terminal.type("z", "Wat doet")
    elif what == 2:
        terminal.type(ESCAPE, "→")
        terminal.type("?", "Esc")
    _look(terminal, draw.random() * 0.1)
    if way == "window closed":
        terminal.hang_up()
    else:
        terminal.kill(signal.Signals[way])
    code = terminal.ends()
    need(code == 0, f"it ends with {code}")
    if way != "window closed":
        need(terminal.is_sane(), "the terminal is not sane")
        need(not (left := _left_on(terminal.output)), f"the terminal is left with {left}")
    need(notes(data).get("1") == "".join(text for text, _ in typed), f"it has {notes(data)}, of {typed}")
    _goes_on(data, began)


def _left_on(output: bytes) -> list[bytes]:
    """Return the modes of the terminal that are not as they were, by what was sent for each of them last."""
    last = dict(re.findall(rb"\x1b\[\?(\d+)([hl])", output))
    wrong = [mode for mode, end in last.items() if end != (b"h" if mode in ON else b"l")]
    keys = len(re.findall(rb"\x1b\[>\d+u", output)) - output.count(b"\x1b[<u")
    return wrong + [b"other codes for keys"] * (keys > 0)


def _goes_on(data: Path, began: tuple[float, float]) -> None:
    """Go on with the session as the next start does: the clock runs, and what passed on the wall is taken off."""
    need(place(data) == ("1", "running"), f"it is at {place(data)}")
    (path,) = (data / "sessions").glob("*.jsonl")
    first = workshop().activities[0].duration
    earliest = monotonic()
    live = LiveSession.resume(path, read_journal(path), SystemClock())
    left = live.view().clock.left_s
    latest = monotonic()
    live.close(LIMIT)
    need(
        first - (latest - began[0]) - 1 <= left <= first - (earliest - began[1]) + 1,
        f"{left} s left of {first}, {latest - began[0]:.1f} s after it began",
    )
