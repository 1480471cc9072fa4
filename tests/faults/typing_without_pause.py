"""Row 16: somebody types without a pause, and the program is killed."""

import fcntl
import json
import os
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import product
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from luisteren_tui.session.decide import MAX_NOTE_LENGTH
from tests.cli.steps import begin
from tests.cli.terminal import Terminal
from tests.faults.moved_files import SHOWN
from tests.faults.processes import seconds_waiting
from tests.faults.tally import Tally, folder, require, rng, sample

BUDGET = 0.25
"""A kill may lose this many seconds of typing."""
BEHIND = 1.0
"""From so many seconds on, the screen says that a key is not on the disk."""
GRACE = 1.0
"""The seconds that the screen may take to say so: a slow machine also paints slowly."""
PATIENT = 1.0
"""What the short form allows instead of BUDGET, on any machine."""
RATES = (4, 8, 15, 30)
LENGTHS = (0, 1_000, 8_000, MAX_NOTE_LENGTH - 200)
BUSY = (0, 3)
"""Busy loops on the processor of the program. With three of them it has a quarter of it."""
SENTENCE = "Iemand zei wat er gebeurde, en een ander hoorde vooral wat ze niet zei.\n"
SLOW_KEY = 0.3
"""How long each key takes in a program that is slowed down, in seconds: longer than the time to the next one."""
SLOWED = f"""
import time
from luisteren_tui.__main__ import main
from textual.widgets import TextArea
edit = TextArea.edit
def slow(area, change):
    time.sleep({SLOW_KEY} if len(change.text) == 1 else 0)
    return edit(area, change)
TextArea.edit = slow
main()
"""


class _Case(NamedTuple):
    """How fast somebody types, in a note of what length, and how many busy loops run on the same processor.

    If it is `blind`, the room sees the screen.
    """

    rate: int
    length: int
    one_paragraph: bool = False
    busy: int = 0
    blind: bool = False


def typing_without_pause(count: int, seed: int) -> Tally:
    """Type without a pause into notes of several lengths, in lines or in one paragraph, and kill the program.

    Then do the same in a program of which each key takes longer than the time to the next one, and don't kill it.

    Judged from outside: the journal is read as plain JSON. A key reached the program when it is not in the queue of the
    terminal any more (FIONREAD). The oldest of those that is not in the journal was typed at most 250 ms before the kill
    (in the short form 1 s of the program's own time). In the slow program, the screen says "not saved yet" whenever the
    oldest such key is more than 1 s old, and everything typed is in the journal in the end.
    Seen to fail without: saving in the edit (`NoteInput.changed`), counting from the key (`NoteInput.late_ms`), painting
    while keys wait (`MAX_BUSY_SECONDS`).
    """
    tally, worst = Tally(), 0.0
    whole = count == 0
    cases = [_Case(*case) for case in product(RATES, LENGTHS, (False, True), BUSY if whole else (0,))]
    if whole:
        cases += [_Case(30, length, busy=busy, blind=True) for length in LENGTHS for busy in BUSY]
    for case in sample(cases, count, seed):
        draw = rng(seed, case)
        seconds = draw.uniform(*((1.5, 4) if whole else (0.6, 1.2)))
        with tally.trial(case), folder() as data, _writing(data, case) as typist:
            typist.own_time = not whole
            typist.type(case.rate, seconds)
            lost = typist.killed(draw.uniform(0, 1 / case.rate))
            worst = max(worst, lost)
            require(lost <= (BUDGET if whole else PATIENT), f"a key typed {lost:.3f} s before the kill is lost")
    slow = _Case(rate=30, length=1_000)
    with tally.trial("slow keys"), folder() as data, _writing(data, slow, program=SLOWED) as typist:
        typist.type(slow.rate, 1.3 if whole else 1)
        typist.rest()
    tally.measured.append(f"the oldest key that was lost had been typed {worst * 1000:.0f} ms before the kill")
    return tally


@contextmanager
def _writing(data: Path, case: _Case, *, program: str = "") -> Iterator["_Typist"]:
    """Start the program with a note to write on in."""
    text = (SENTENCE * (case.length // len(SENTENCE) + 1))[: case.length]
    text = text.replace("\n", " ") if case.one_paragraph else text
    with ExitStack() as stack:
        terminal = stack.enter_context(Terminal(data, "run", size=(120, 30), program=program))
        begin(terminal, data)
        if case.blind:
            terminal.type("z", "your own screen")
        terminal.type("n", "0 characters" if case.blind else "F2")
        (path,) = (data / "sessions").glob("*.jsonl")
        if text:
            terminal.type(f"\x1b[200~{text}\x1b[201~")
            terminal.until(lambda: _note(path) == text)
        for _ in range(case.busy):
            _share_processor(stack, terminal.pid)
        yield _Typist(terminal, path, text)


def _share_processor(stack: ExitStack, pid: int) -> None:
    """Let a busy loop run on the one processor of the program."""
    processor = {min(os.sched_getaffinity(0))}
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), processor)
    loop = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    os.sched_setaffinity(loop.pid, processor)
    stack.callback(loop.wait)
    stack.callback(loop.kill)


def _note(path: Path) -> str:
    """Return the text of the last note in a journal."""
    events = [json.loads(line) for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
    return next((str(event["text"]) for event in reversed(events) if event["type"] == "noted"), "")


class _Typist:
    """Types letters after `text`, and knows when each was typed.

    With `own_time`, time that the machine gives to other programs does not count.
    """

    own_time = True

    def __init__(self, terminal: Terminal, path: Path, text: str) -> None:
        self._terminal, self._path, self._text = terminal, path, text
        self._typed: list[float] = []
        self._letters = ""
        self._keyboard = os.open(f"/proc/{terminal.pid}/fd/0", os.O_RDWR | os.O_NOCTTY)
        self._late_since: float | None = None

    def type(self, rate: float, seconds: float) -> None:
        """Type that many keys a second, and judge what the screen says in the meantime."""
        began = monotonic()
        for number in range(round(rate * seconds)):
            self._until(began + number / rate)
            letter = "abcdefghij "[number % 11]
            self._letters += letter
            self._typed.append(self._now())
            self._terminal.type(letter)

    def rest(self) -> None:
        """Wait until all is saved and the screen says so."""
        self._terminal.until(lambda: self._look() and self._saved() == len(self._letters))
        self._terminal.until(lambda: self._said().startswith("saved"))

    def _until(self, moment: float) -> None:
        self._terminal.until(lambda: self._look() and monotonic() >= moment)

    def killed(self, after: float) -> float:
        """Kill the program some seconds after the last key; return how long before that the oldest lost key was typed."""
        self._until(monotonic() + after)
        at, read = self._now(), self._read()
        self._terminal.kill(signal.SIGKILL)
        require(self._terminal.ends() == -signal.SIGKILL, "it ended before it was killed")
        saved = self._saved()
        return at - self._typed[saved] if saved < read else 0.0

    def _now(self) -> float:
        if self.own_time:
            return monotonic() - seconds_waiting(self._terminal.pid) - seconds_waiting()
        return monotonic()

    def _read(self) -> int:
        """Return how many keys the program has read."""
        queued = struct.unpack("i", fcntl.ioctl(self._keyboard, termios.FIONREAD, b"\0" * 4))[0]
        return len(self._letters) - int(queued)

    def _saved(self) -> int:
        """Return how many of the letters are in the journal."""
        note = _note(self._path)
        require((self._text + self._letters).startswith(note), f"the note is {note[-100:]!r}")
        require(len(note) >= len(self._text), "the text before it is gone")
        return len(note) - len(self._text)

    def _said(self) -> str:
        found = SHOWN.findall(self._terminal.text())
        return str(found[-1]) if found else ""

    def _look(self) -> bool:
        saved, now = self._saved(), self._now()
        late = saved < self._read() and now - self._typed[saved] > BEHIND
        if late and self._said() != "not saved yet":
            self._late_since = now if self._late_since is None else self._late_since
            require(now - self._late_since <= GRACE, f"it says {self._said()!r} when keys are not saved for long")
        else:
            self._late_since = None
        return True
