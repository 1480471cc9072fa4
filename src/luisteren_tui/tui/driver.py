"""A terminal driver for Linux and macOS that ends cleanly when the terminal is closed first."""

import io
import sys
from contextlib import suppress
from typing import Any

from textual.drivers.linux_driver import LinuxDriver


class TolerantStream(io.TextIOBase):
    """The stream of the terminal. Writing to a closed terminal is not an error."""

    def __init__(self) -> None:
        self._stream = sys.__stderr__

    def write(self, text: str) -> int:
        """Write `text`, if the terminal is still there."""
        if self._stream is not None:
            with suppress(OSError):
                self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush what was written, if the terminal is still there."""
        if self._stream is not None:
            with suppress(OSError):
                self._stream.flush()

    def fileno(self) -> int:
        """Return the file descriptor of the terminal."""
        return sys.__stderr__.fileno() if sys.__stderr__ is not None else super().fileno()


class PatientDriver(LinuxDriver):
    """Textual's driver, with a writer thread that survives a closed terminal.

    In Textual's own, a closed window ends that thread. The app then waits forever to hand it the last output.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._file: Any = TolerantStream()
