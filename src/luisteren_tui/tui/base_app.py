"""An app that leaves the terminal as it found it, and says no word of a session, whatever the world does to it."""

import asyncio
import signal
import sys
from pathlib import Path

from textual.app import App
from textual.driver import Driver
from textual.timer import Timer

from luisteren_tui.tui import outside

STDIN_CHECK = 2.0
CRASHED = 3


class Sturdy(App[None]):
    """Ends well when the window is closed, the system asks, or there is a fault in it."""

    crash = ""
    """What to say of a fault, once the terminal is as it was."""
    _watch: Timer | None = None

    def get_driver_class(self) -> type[Driver]:
        """Return what talks to the terminal: where a window that is closed would leave us hanging, our own."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from luisteren_tui.tui.driver import PatientDriver

        return PatientDriver

    def watch_the_world(self) -> None:
        """Leave at once when the system asks or the terminal has gone."""
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            if hasattr(signal, name) and sys.platform != "win32":
                loop.add_signal_handler(getattr(signal, name), self.leave_at_once)
        self._watch = self.set_interval(STDIN_CHECK, self._check_terminal)

    def asks_first(self) -> bool:
        """Return whether something is not kept that is asked about before the app is left."""
        return False

    def leave_at_once(self) -> None:
        """Leave because the system or the terminal says so."""
        self.exit()

    def journal(self) -> Path | None:
        """Return where what was done is kept, for who comes back after a fault."""
        return None

    def farewell(self) -> int:
        """Say what there is to say of a fault, and return the exit code."""
        if self.crash:
            # Not through Textual, which folds at the width of the window: a path in two parts is none.
            sys.stderr.write(f"{self.crash}\n")
        return self.return_code or 0

    def panic(self, *renderables: object) -> None:
        """Leave after a fault; what Textual would print of it could hold words of the session."""
        self._fatal_error()

    def _check_terminal(self) -> None:
        if outside.terminal_is_gone():
            self.leave_at_once()

    def _fatal_error(self) -> None:
        # Textual's own trace shows every local.
        self.crash = self.crash or outside.crash_message(sys.exc_info()[1], self.journal())
        self._return_code = CRASHED
        self._close_messages_no_wait()
