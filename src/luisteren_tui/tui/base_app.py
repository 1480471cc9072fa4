"""The base of both apps: questions that can be awaited, and a clean end whatever happens to the terminal."""

import asyncio
import signal
import sys
from asyncio import Future
from pathlib import Path
from typing import Any, TypeVar

from textual.app import App
from textual.driver import Driver
from textual.reactive import var
from textual.screen import Screen
from textual.timer import Timer

from luisteren_tui.tui import outside

TERMINAL_CHECK = 2.0
"""Seconds between checks that the terminal is still there."""
CRASHED = 3
"""The exit code after a fault."""

Answer = TypeVar("Answer")


class BaseApp(App[None]):
    """An app that can await a screen's answer, and that ends cleanly on a signal, a closed terminal or a fault."""

    alarm: var[str] = var("")
    """What is wrong with saving; empty while all is well. Every screen that covers the session shows it."""
    crash = ""
    """What to print after a fault, once the terminal is restored."""
    _terminal_timer: Timer | None = None

    def ask(self, screen: Screen[Answer]) -> "Future[Answer | None]":
        """Show `screen` and return a future of its answer: what it is dismissed with.

        The screen is pushed before this returns, so a key that follows in the same read goes to it and not to the
        screen below. Call this in the key's handler and await the future in a worker:

            self.app.run_worker(self._rename(self.app.ask(NameDialog())))

        Cancelling the future, or the worker that awaits it, takes the screen away, and any screen in front of it.
        """
        answer: Future[Answer | None] = asyncio.get_running_loop().create_future()

        def dismissed(result: Answer | None) -> None:
            if not answer.done():
                answer.set_result(result)

        def done(answer: "Future[Answer | None]") -> None:
            if answer.cancelled() and self.is_running and screen in self.screen_stack:
                self.close_in_front_of(screen)
                self.pop_screen()

        answer.add_done_callback(done)
        # The callback is run by whatever asks. The app outlives every screen, so the answer always arrives.
        with self._context():
            self.push_screen(screen, dismissed)
        return answer

    def close_in_front_of(self, screen: Screen[Any]) -> None:
        """Dismiss all screens in front of `screen` without an answer."""
        while self.screen is not screen:
            self.screen.dismiss(None)

    def get_driver_class(self) -> type[Driver]:
        """Return the class of the terminal driver: ours where a closed window would make Textual's hang."""
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
        self._terminal_timer = self.set_interval(TERMINAL_CHECK, self._check_terminal)

    def asks_first(self) -> bool:
        """Return whether something is not kept that is asked about before the app is left."""
        return False

    def leave_at_once(self) -> None:
        """Leave because the system or the terminal says so."""
        self.exit()

    def journal(self) -> Path | None:
        """Return the journal of the session that runs, to be named after a fault."""
        return None

    def farewell(self) -> int:
        """Say what there is to say of a fault, and return the exit code."""
        if self.crash:
            # Textual would wrap this at the width of the window, and a wrapped path can't be copied.
            sys.stderr.write(f"{self.crash}\n")
        return self.return_code or 0

    def panic(self, *renderables: object) -> None:
        """Leave after a fault. Textual would print `renderables`, which could hold text of the session."""
        self._fatal_error()

    def _check_terminal(self) -> None:
        if outside.terminal_is_gone():
            self.leave_at_once()

    def _fatal_error(self) -> None:
        # Textual's own traceback shows every local variable, and so the notes.
        self.crash = self.crash or outside.crash_message(sys.exc_info()[1], self.journal())
        self._return_code = CRASHED
        self._close_messages_no_wait()
