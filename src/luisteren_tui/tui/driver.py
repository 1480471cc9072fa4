"""The terminal on Linux and macOS, one that may be gone before we are."""

import io
import sys
from contextlib import suppress
from typing import Any

from textual.drivers.linux_driver import LinuxDriver


class Deaf(io.TextIOBase):
    """The terminal's own stream, where writing to a terminal that is gone is no error."""

    def __init__(self) -> None:
        self._stream = sys.__stderr__

    def write(self, text: str) -> int:
        """Write `text` if there is somebody to read it."""
        if self._stream is not None:
            with suppress(OSError):
                self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Let it be seen, if there is somebody to see it."""
        if self._stream is not None:
            with suppress(OSError):
                self._stream.flush()

    def fileno(self) -> int:
        """Return the descriptor of the terminal."""
        return sys.__stderr__.fileno() if sys.__stderr__ is not None else super().fileno()


class PatientDriver(LinuxDriver):
    """Textual's own, except that its writing thread outlives the terminal.

    There a closed window ends that thread, and the app then waits for ever to hand it what it still writes at its end.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._file: Any = Deaf()
