"""Run a program in a pseudo-terminal and measure when it paints, how fast it responds and what it uses."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic, perf_counter, time
from typing import NamedTuple, Self

LIMIT = 15.0
"""How long to wait for a program that paints nothing, in seconds."""
ALTERNATE = b"\x1b[?1049h"
FRAME_END = b"\x1b[?2026l"
# Textual asks whether the terminal supports synchronized output. After a yes, it marks the end of each frame.
MARKS_ASKED, MARKS_KNOWN = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X].*?(?:\x07|\x1b\\)|[ -/]*[0-OQ-WYZ\\`-~])", re.DOTALL)


class NotMeasurable(Exception):
    """The program ended, or painted nothing, so it can't be measured."""


def painted(output: bytes) -> bool:
    """Return whether the output has put a visible character on the alternate screen."""
    _, switched, rest = output.partition(ALTERNATE)
    text = _ESCAPES.sub(b"", rest).partition(b"\x1b")[0]  # an escape that remains is incomplete
    return bool(switched and text.strip())


class Frame(NamedTuple):
    """A frame that ended at `at` (seconds since 1970), and the text in it without escape sequences."""

    at: float
    text: str


class Terminal:
    """A command in a terminal of `columns` x `rows`. Leaving the context kills it."""

    def __init__(self, command: list[str], env: dict[str, str], columns: int = 80, rows: int = 24) -> None:
        self._output = b""
        self.peak = 0.0
        """Largest resident set in MB, known once the context is left."""
        self.began = perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(command[0], command, env)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.peak = os.wait4(self.pid, 0)[2].ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
        os.close(self._fd)

    def _read(self, seconds: float) -> bool:
        """Read output for at most `seconds`; return whether there was any."""
        if not select.select([self._fd], [], [], max(seconds, 0))[0]:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # Linux reports the end of the program this way
            data = b""
        if not data:
            raise NotMeasurable(self.last_words())
        self._output += data
        if MARKS_ASKED in data:
            os.write(self._fd, MARKS_KNOWN)
        return True

    def last_words(self) -> str:
        """Return the last line of the output without escape sequences."""
        lines = _ESCAPES.sub(b"", self._output).decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "it printed nothing")

    def _until(self, condition: Callable[[], bool]) -> float:
        """Read until the condition holds, and return that moment."""
        end = perf_counter() + LIMIT
        while not condition():
            if not self._read(end - perf_counter()):
                raise NotMeasurable("it painted nothing in time")
        return perf_counter()

    def first_paint(self) -> float:
        """Wait for the first visible character; return the seconds since the start of the program."""
        return self._until(lambda: painted(self._output)) - self.began

    def settle(self, quiet: float = 0.3) -> None:
        """Wait until there was no output for `quiet` seconds."""
        end = monotonic() + LIMIT
        while self._read(quiet) and monotonic() < end:
            pass

    def press(self, keys: str) -> None:
        """Type keys one by one, and wait for the output to settle after each."""
        for key in keys:
            os.write(self._fd, key.encode())
            self.settle()

    def key_to_paint(self, key: str, quiet: float = 0.05) -> float:
        """Type a key once there was no output for `quiet` seconds; return the seconds until the end of the next frame."""
        self.settle(quiet)
        self._output = b""
        began = perf_counter()
        os.write(self._fd, key.encode())
        return self._until(lambda: FRAME_END in self._output) - began

    def cpu_used(self) -> float:
        """Return the CPU time that the program used, in seconds (Linux only)."""
        if sys.platform != "linux":
            raise NotMeasurable("CPU time is read from /proc, which only Linux has")
        # schedstat counts nanoseconds per thread. /proc/PID/stat counts in steps of 10 ms, which is too coarse here.
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9

    @staticmethod
    def frames(terminals: Sequence["Terminal"], end: float) -> list[Frame]:
        """Read the output of all `terminals` until `end` on the monotonic clock, and return the frames in between."""
        frames: list[Frame] = []
        for terminal in terminals:
            terminal._output = b""
        while (left := end - monotonic()) > 0:
            ready = select.select([terminal._fd for terminal in terminals], [], [], left)[0]
            for terminal in terminals:
                if terminal._fd in ready and terminal._read(0) and FRAME_END in terminal._output:
                    at = time()
                    text = _ESCAPES.sub(b"", terminal._output).decode(errors="replace")
                    frames.append(Frame(at, text))
                    terminal._output = b""
        return frames
