"""Rows 2 and 3 in a real terminal: the program is killed, told to go, or its window is closed."""

import signal
from pathlib import Path
from random import Random
from time import monotonic

from tests.cli.terminal import Terminal
from tests.cli.test_terminal import ESCAPE, begin, notes, place
from tests.faults.tally import Tally, folder, need, rng

BUDGET = 0.25
"""Seconds of typing that a kill may take."""
WAYS = ("window closed", "SIGHUP", "SIGTERM")


def kills_in_a_terminal(count: int, seed: int, *, timed: bool) -> Tally:
    """Kill -9 at any moment while somebody types in a real pseudo-terminal.

    Judged by the screen: what could be read on it 250 ms before is in the journal (in the short form, where others use
    the machine, what could be read 2 s before), and the clock that was started runs.
    Lost without: writing a note 100 ms after its first unsaved key (`notes.WRITE_AFTER`).
    """
    tally, most = Tally(), 0.0
    for number in range(count):
        with tally.trial(f"kill {number}"), folder() as data, Terminal(data, "run") as terminal:
            draw = rng(seed, "terminal", number)
            typed = _type(terminal, data, draw)
            terminal.kill(signal.SIGKILL)
            killed = monotonic()
            terminal.ends()
            kept = notes(data).get("1", "")
            need("".join(text for text, _ in typed).startswith(kept), f"it has {kept!r}")
            lost = [killed - seen for number, (_, seen) in enumerate(typed) if number * 5 + 5 > len(kept)]
            most = max([most, *lost])
            need(
                not lost or max(lost) <= (BUDGET if timed else 2.0), f"typed {max(lost or [0]):.3f} s before, and lost"
            )
            need(place(data) == ("1", "running"), f"it is at {place(data)}")
    tally.measured.append(
        f"in a terminal the oldest letters that were lost had been on the screen for {most * 1000:.0f} ms"
    )
    return tally


def windows_closed(count: int, seed: int) -> Tally:
    """The window is closed, or the program gets SIGHUP or SIGTERM, while somebody types, pauses, looks at the room's
    view or reads a dialog.

    Judged by the screen: all that could be read on it is in the journal, the clock runs as it did, the program ends by
    itself with 0, and leaves a terminal in which typing echoes, the cursor shows and no mouse is caught.
    Lost without: the handlers of the signals (`Sturdy`), which leave in order (`leave_at_once`).
    """
    tally = Tally()
    for way in WAYS:
        for number in range(count):
            with tally.trial(f"{way} {number}"), folder() as data, Terminal(data, "run") as terminal:
                _end(terminal, data, way, rng(seed, way, number))
    return tally


def _type(terminal: Terminal, data: Path, draw: Random) -> list[tuple[str, float]]:
    """Start the clock and type; return the pieces, each with the time since which it could be read."""
    begin(terminal, data)
    terminal.type("n", "F2")
    typed = []
    for _ in range(draw.randint(1, 8)):
        piece = "".join(draw.choices("abcdefghij", k=5))
        terminal.type(piece, piece)
        typed.append((piece, monotonic()))
        _look(terminal, draw.random() * 0.15)
    return typed


def _look(terminal: Terminal, seconds: float) -> None:
    end = monotonic() + seconds
    terminal.until(lambda: monotonic() >= end)


def _end(terminal: Terminal, data: Path, way: str, draw: Random) -> None:
    typed = _type(terminal, data, draw)
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
        need(terminal.ends() in (0, -signal.SIGHUP), "it does not end by itself")
    else:
        terminal.kill(signal.Signals[way])
        code = terminal.ends()
        need(code == 0, f"it ends with {code}")
        need(terminal.is_sane(), "the terminal is not sane")
    need(notes(data).get("1") == "".join(text for text, _ in typed), f"it has {notes(data)}, of {typed}")
    need(place(data) == ("1", "running"), f"it is at {place(data)}")
