"""A program in a pseudo-terminal: when it paints, how fast it answers a key, what it uses."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from time import monotonic, perf_counter, time
from typing import Self

LIMIT = 15.0
"""Seconds after which a program that paints nothing is given up."""
ALTERNATE = b"\x1b[?1049h"
FRAME_END = b"\x1b[?2026l"
# Textual asks whether frames can be marked; the answer yes makes their end visible to us.
MARKS_ASKED, MARKS_KNOWN = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X].*?(?:\x07|\x1b\\)|[ -/]*[0-OQ-WYZ\\`-~])", re.DOTALL)


class NotThere(Exception):
    """The program ended or painted nothing: this part of it does not exist (yet)."""


def painted(output: bytes) -> bool:
    """Return whether the output has put a visible character on the alternate screen."""
    _, switched, rest = output.partition(ALTERNATE)
    text = _ESCAPES.sub(b"", rest).partition(b"\x1b")[0]  # what is left of an escape has not come in whole
    return bool(switched and text.strip())


class Terminal:
    """Runs a command in a terminal of `columns` x `rows`; kills it on leaving."""

    def __init__(self, command: list[str], env: dict[str, str], columns: int = 80, rows: int = 24) -> None:
        self._output = b""
        self.peak = 0.0
        """Largest resident set in MB, known after leaving."""
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
        """Take what comes within `seconds`; return whether something came."""
        if not select.select([self._fd], [], [], max(seconds, 0))[0]:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # Linux's way to say that the program has gone
            data = b""
        if not data:
            raise NotThere(self.last_words())
        self._output += data
        if MARKS_ASKED in data:
            os.write(self._fd, MARKS_KNOWN)
        return True

    def last_words(self) -> str:
        """Return the last line of the output, without escapes."""
        lines = _ESCAPES.sub(b"", self._output).decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "it printed nothing")

    def _until(self, condition: Callable[[], bool]) -> float:
        """Return the moment at which the condition first held."""
        end = perf_counter() + LIMIT
        while not condition():
            if not self._read(end - perf_counter()):
                raise NotThere("it painted nothing in time")
        return perf_counter()

    def first_paint(self) -> float:
        """Wait for the first visible character; return the seconds since the program was started."""
        return self._until(lambda: painted(self._output)) - self.began

    def settle(self, quiet: float = 0.3) -> None:
        """Wait until nothing came for `quiet` seconds."""
        end = monotonic() + LIMIT
        while self._read(quiet) and monotonic() < end:
            pass

    def press(self, keys: str) -> None:
        """Type keys, one after the other, and let the picture settle after each."""
        for key in keys:
            os.write(self._fd, key.encode())
            self.settle()

    def key_to_paint(self, key: str) -> float:
        """Type a key; return the seconds until the end of the next frame."""
        self._output = b""
        began = perf_counter()
        os.write(self._fd, key.encode())
        seconds = self._until(lambda: FRAME_END in self._output) - began
        self.settle(0.05)
        return seconds

    def frames(self, seconds: float) -> list[float]:
        """Watch for `seconds`; return when each frame ended, in seconds since 1970."""
        self._output, ends, end = b"", [], monotonic() + seconds
        while (left := end - monotonic()) > 0:
            if self._read(left) and FRAME_END in self._output:
                self._output = b""
                ends.append(time())
        return ends

    def cpu(self, seconds: float) -> float:
        """Watch for `seconds`; return the CPU time that the program used in them, in seconds (Linux only)."""
        before, end = self._cpu_used(), monotonic() + seconds
        while (left := end - monotonic()) > 0:
            self._read(left)
        return self._cpu_used() - before

    def _cpu_used(self) -> float:
        if sys.platform != "linux":
            raise NotThere("CPU time is read from /proc, which only Linux has")
        # In ns for each thread; /proc/PID/stat counts in 10 ms, too coarse for a program that does nearly nothing.
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9
