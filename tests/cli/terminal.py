"""Run the program in a real pseudo-terminal and check the terminal afterwards."""

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
from time import monotonic
from types import TracebackType
from typing import Self

from luisteren_tui.session.apply import fold
from luisteren_tui.session.state import State
from luisteren_tui.storage.journal.reader import read_journal

ROOT = Path(__file__).parents[2]
LIMIT = 15.0
ACTIVITIES = ("1", "2a", "2b", "2c", "p1", "3a", "3b", "4")
"""The ids of the shipped workshop."""
ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X].*?(?:\x07|\x1b\\)|[ -/]*[0-OQ-WYZ\\`-~])", re.DOTALL)


class Terminal:
    """`python -m luisteren_tui` with `arguments` in a terminal of `columns` x `rows`."""

    def __init__(
        self,
        data: Path,
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        program: str = "",
        executable: str = "",
        **env: str,
    ):
        """Start the program, or the Python code in `program` instead, or `executable` in an environment of only `env`."""
        columns, rows = size
        self.output = b""
        self.code: int | None = None
        self._before = 0
        settings = {
            "PYTHONPATH": str(ROOT / "src"),
            "LUISTEREN_DATA": str(data),
            "LUISTEREN_CONFIG": str(data / "config.toml"),
            "LUISTEREN_LANG": "en",
            "TERM": "xterm-256color",
            "TZ": "Europe/Amsterdam",
            **env,
        }
        # Textual would take these for the size.
        inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        start = ["-c", program] if program else ["-m", "luisteren_tui"]
        command, whole = [sys.executable, *start, *arguments], inherited | settings
        if executable:
            command, whole = [executable, *arguments], env
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(command[0], command, whole)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self.code is None:
            self.kill(signal.SIGKILL)
            self.code = os.waitpid(self.pid, 0)[1]
        os.close(self.fd)

    def _read(self, seconds: float) -> bool:
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # Linux reports the end of the program this way
            return False
        self.output += data
        return bool(data)

    def until(self, condition: Callable[[], object]) -> None:
        """Read output until the condition holds; fail after a limit."""
        end = monotonic() + LIMIT
        while not condition():
            assert monotonic() < end, self.text()[-3000:]
            assert self._read(0.02) or condition(), self.text()[-3000:]

    def text(self) -> str:
        """Return all output without escape sequences."""
        return ESCAPES.sub(b"", self.output).decode(errors="replace")

    def sees(self, *words: str) -> None:
        """Wait until one of these texts appears in the output."""
        self.until(lambda: any(word in self.text()[self._before :] for word in words))

    def type(self, keys: str, *then: str) -> None:
        """Type keys and wait for one of the texts in `then`, if any."""
        self._before = len(self.text())
        os.write(self.fd, keys.encode())
        if then:
            self.sees(*then)

    def kill(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def ends(self) -> int:
        """Wait for the end of the program; return its exit code, or minus the signal that killed it."""
        end = monotonic() + LIMIT
        while True:
            alive = self._read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
                while alive and select.select([self.fd], [], [], 0)[0]:
                    alive = self._read(0)
                return self.code
            assert monotonic() < end, self.text()[-3000:]

    def hang_up(self) -> None:
        """Close the terminal window."""
        os.close(self.fd)
        self.fd = os.open(os.devnull, os.O_RDWR)

    def is_sane(self) -> bool:
        """Return whether the alternate screen is left, the cursor shows, the mouse is free, and typing echoes."""
        flags = termios.tcgetattr(self.fd)[3]
        left = self._last(1049, "l") and self._last(25, "h") and self._last(1000, "l") and self._last(2004, "l")
        return left and bool(flags & termios.ECHO) and bool(flags & termios.ICANON)

    def _last(self, mode: int, end: str) -> bool:
        """Return whether this terminal mode was last set (h) or reset (l), as given in `end`."""
        found = re.findall(rb"\x1b\[\?%d([hl])" % mode, self.output)
        return bool(found) and found[-1] == end.encode()


def on_disk(data: Path, folder: str = "sessions") -> State | None:
    """Return the unfinished session in a folder of `data` as it is on disk now."""
    for path in (data / folder).glob("*.jsonl"):
        records = read_journal(path).records
        return fold(record.event for record in records)[0] if records else None
    return None
