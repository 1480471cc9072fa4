"""The base of both apps: questions that can be awaited, and a clean end whatever happens to the terminal."""

import asyncio
import select
import signal
import sys
import traceback
from asyncio import Future
from collections import deque
from collections.abc import Callable, Mapping
from contextvars import copy_context
from math import inf
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.reactive import var
from textual.screen import Screen
from textual.theme import Theme
from textual.timer import Timer

from luisteren_tui.i18n import _
from luisteren_tui.tui.keyboard import COUNTS_ONCE, DIGITS, HELD_S, KEYPAD, REPEAT_S, HeldKeys, command_key
from luisteren_tui.tui.keymap import key_name
from luisteren_tui.tui.textual_internals import (
    binding_chain,
    driver_of,
    end_app,
    has_screens,
    is_leaving,
    messages_shown,
    print_nothing_at_the_end,
    running_in,
)

TERMINAL_CHECK_S = 2.0
"""Seconds between checks that the terminal is still there."""
HELD_NOTICE_S = 3.0
"""Seconds that a toast says that a held key counts once."""
CRASHED = 3
"""The exit code after a fault."""
KEEP_TITLE, RESTORE_TITLE = "\x1b[22;2t", "\x1b[23;2t"
"""Keeps the title of the terminal's window, which may show a command with the name of a plan, and brings it back."""
PLAIN_TITLE = "luisteren"
"""A title that tells nothing."""

Answer = TypeVar("Answer")


@runtime_checkable
class MessageScreen(Protocol):
    """A screen with a line for messages, where they cover nothing."""

    @property
    def is_mounted(self) -> bool:
        """Whether the screen can show something yet."""

    def hint(self, text: str) -> None:
        """Show `text` on that line."""


@runtime_checkable
class PublicScreen(Protocol):
    """A screen that the room may see. Its line for messages shows some of them then, too."""

    def public_hint(self, text: str) -> None:
        """Show `text`, which anybody may read, on that line."""


@runtime_checkable
class SavingScreen(Protocol):
    """A screen that saves what is typed in it, and asks what to do when that fails."""

    @property
    def unsaved(self) -> bool:
        """Whether anything is not saved."""

    def save_at_once(self, timeout: float) -> bool:
        """Save everything within `timeout` seconds, and return whether it is saved."""

    def action_close(self) -> None:
        """Close the screen. Ask first if something is not saved."""


class BaseApp(App[None]):
    """An app that can await a screen's answer, and that ends cleanly on a signal, a closed terminal or a fault."""

    alarm: var[str] = var("")
    """What is wrong with saving; empty while all is well. Every page that covers the session shows it."""
    wall_note: var[str] = var("")
    """What a page or dialog says of the wall, while it is empty; empty otherwise."""
    crash = ""
    """What to print after a fault, once the terminal is restored."""
    window_title = ""
    """The title of the terminal's window; empty while that has its own."""
    _terminal_timer: Timer | None = None

    def __init__(self) -> None:
        self._themes: dict[str, Theme] = {}
        super().__init__()
        self.animation_level = "none"
        self.rescue: Callable[[], str] = str
        """Saves the session that runs, after a fault, and returns what to say about that; empty if none runs."""
        self._asked: dict[Screen[Any], Future[Any]] = {}
        self.keys_read: deque[float] = deque()
        """The times of the keys that were read and did not get here yet. The thread that reads adds to it."""
        self.held_keys = HeldKeys()
        self._key = events.Key("", None)
        """The key that is being handled."""
        self._held: list[events.Key | events.Paste] = []
        """What was typed while the frontmost screen was being opened."""
        self._sent_to: WeakKeyDictionary[events.Event, Screen[Any]] = WeakKeyDictionary()

    def ask(self, screen: Screen[Answer]) -> "Future[Answer | None]":
        """Show `screen` and return a future of its answer: what it is dismissed with.

        The screen is pushed before this returns, so a key that follows in the same read goes to it and not to the
        screen below. Call this in the key's handler and await the future in a worker:

            self.app.run_worker(self._rename(self.app.ask(NameDialog())))

        Cancelling the future, or the worker that awaits it, removes the screen and any screen in front of it.
        """
        answer: Future[Answer | None] = asyncio.get_running_loop().create_future()

        def dismissed(result: Answer | None) -> None:
            if not answer.done():
                answer.set_result(result)

        def done(answer: "Future[Answer | None]") -> None:
            self._asked.pop(screen, None)
            if answer.cancelled() and self.is_running and screen in self.screen_stack:
                self.close_in_front_of(screen)
                self.pop_screen()

        self._asked[screen] = answer
        answer.add_done_callback(done)
        # The callback is run by whatever asks. The app outlives every screen, so the answer always arrives.
        with running_in(self):
            self.push_screen(screen, dismissed)
        return answer

    def ask_then(self, screen: Screen[Answer], go_on: Callable[[Answer], object]) -> None:
        """Show `screen`, and call `go_on` with what it is dismissed with, unless that is None."""
        asked = self.ask(screen)

        async def answered() -> None:
            if (answer := await asked) is not None:
                go_on(answer)

        self.run_worker(answered(), group="questions")

    def is_front(self, screen: Screen[Any]) -> bool:
        """Return whether `screen` is in front. To Textual a screen that shows through behind it is current too."""
        return self.screen_stack[-1:] == [screen]

    def close_in_front_of(self, screen: Screen[Any]) -> None:
        """Close all screens in front of `screen`. What awaits an answer from one of them is cancelled."""
        while self.screen is not screen:
            front = self.screen
            self.pop_screen()
            if front in self._asked:
                self._asked[front].cancel()

    def announce(self, text: str) -> None:
        """Show `text` on the line for messages of the frontmost screen that has one, else in a toast."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, MessageScreen):
                if screen.is_mounted:
                    screen.hint(text)
                else:
                    self.call_after_refresh(self.announce, text)  # it is still being opened
                return
        self.notify(text, timeout=15, markup=False)

    def refuse(self, text: str) -> None:
        """Show in a toast why something can't be done."""
        self.notify(text, severity="error", timeout=20, markup=False)

    def watch_alarm(self, old: str, alarm: str) -> None:
        """Take away what says that all is well, once it is not."""
        if alarm and not old:
            self.clear_notifications()

    @property
    def session_runs(self) -> bool:
        """Whether a session runs, so that its keys work on every page and dialog."""
        return False

    @property
    def breather(self) -> bool:
        """Whether the session that runs takes a breather."""
        return False

    def action_blank(self) -> None:
        """Empty the wall, or bring it back, if a session runs."""

    def action_breather(self) -> None:
        """Begin a breather, or end it, if a session runs."""

    def action_leave(self) -> None:
        """Leave the app."""
        self.exit()

    def leave_at_once(self) -> None:
        """Leave without a question, because the system asks or the terminal is gone."""
        self.exit()

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """Leave the app. A second reason to leave, such as another signal, doesn't make a failure a success."""
        self.restore_title()
        super().exit(result, return_code or self.return_code or 0, message)

    def name_window(self, title: str = PLAIN_TITLE) -> None:
        """Give the terminal's window a title, which is one line of printable characters."""
        driver = driver_of(self)
        if title != self.window_title and driver is not None and not is_leaving(self):
            driver.write(f"{'' if self.window_title else KEEP_TITLE}\x1b]2;{title}\x07")
            self.window_title = title

    def restore_title(self) -> None:
        """Give the terminal's window its own title back."""
        driver = driver_of(self)
        if self.window_title and driver is not None:
            driver.write(RESTORE_TITLE)
            self.window_title = ""

    def watch_for_shutdown(self) -> None:
        """Leave at once from now on when the system asks, or when the terminal is gone."""
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            if hasattr(signal, name) and sys.platform != "win32":
                loop.add_signal_handler(getattr(signal, name), self.leave_at_once)
        if sys.platform == "win32":
            from luisteren_tui.system.windows import watch_console  # only Windows needs it

            context = copy_context()
            watch_console(lambda: loop.call_soon_threadsafe(self.leave_at_once, context=context))
        self._terminal_timer = self.set_interval(TERMINAL_CHECK_S, self._check_terminal)

    def _check_terminal(self) -> None:
        if _terminal_is_gone():
            self.leave_at_once()

    def run_to_exit_code(self) -> int:
        """Run the app, print what is to be said of a fault, and return the exit code."""
        self.run()
        if self.crash:
            rescued = self.rescue()
            if not self._terminal_is_stuck:
                # Textual would wrap this at the width of the window, and a wrapped path can't be copied.
                sys.stderr.write(f"{self.crash}\n{rescued}")
        return self.return_code or 0

    def repaint(self) -> None:
        """Paint the whole screen anew: the terminal missed a part."""
        self.screen.refresh(layout=True)

    def end_after_fault(self, error: BaseException | None) -> None:
        """End the app, and say afterwards what went wrong and where."""
        self.crash = self.crash or _crash_message(error)
        self.restore_title()
        end_app(self, CRASHED)

    # Keys that are typed faster than screens open

    async def on_event(self, event: events.Event) -> None:
        """Handle an event. What is typed before a screen opens, and comes here only afterwards, is for that screen.

        Hold it back until the screen is open: its widgets aren't there yet.
        """
        if isinstance(event, events.Key | events.Paste):
            while self.keys_read and self.keys_read[0] <= event.time:
                self.keys_read.popleft()
            if isinstance(event, events.Key):
                self._look_at(event)
        if not isinstance(event, events.Key | events.Paste | events.MouseEvent) or not has_screens(self):
            await super().on_event(event)
        elif not self.screen.is_mounted or self._held:
            if not isinstance(event, events.MouseEvent):  # what the mouse points at is not there yet
                self._hold(event)
        elif (
            isinstance(event, events.Key | events.Paste)
            and self._sent_to.setdefault(event, self.screen) is not self.screen
        ):
            await self._begin_anew(event)
        else:
            await super().on_event(event)

    def _hold(self, event: events.Key | events.Paste) -> None:
        self._held.append(event)
        # The screen calls back once it is mounted and has the focus where it should be.
        if len(self._held) == 1 and not self.screen.call_later(self.call_later, self._pass_on):
            self.call_later(self._pass_on)

    async def _pass_on(self) -> None:
        held, self._held = self._held, []
        for event in held:
            await self._begin_anew(event)

    async def _begin_anew(self, event: events.Key | events.Paste) -> None:
        """Send `event` to the frontmost screen, even if another one has had it."""
        again = events.Key(event.key, event.character) if isinstance(event, events.Key) else events.Paste(event.text)
        again.time = event.time
        vars(again).update(vars(event))
        again.set_sender(self)
        await self.on_event(again)

    # Keys as commands

    def _look_at(self, key: events.Key) -> None:
        """Note which key is handled now. The first time, see how long it was silent, and whether it is on the keypad."""
        self._key, about = key, vars(key)
        if "silent" not in about:
            if key.key in KEYPAD:
                key.key, character = KEYPAD[key.key]
                key.character = key.character or character
            about["still"] = self.held_keys.still(key.time)
            about["silent"] = self.held_keys.silent(key.key, key.time, repeat="repeat" in about)

    def counts(self, event: events.Key, silence: float) -> bool:
        """Return whether a key is to be carried out, and say so if it came too soon after its last press.

        `silence` is how many seconds it must have been silent. It is 0 where keys may be held, such as in a list.
        """
        silent: float = vars(event).get("silent", inf)
        if 0 < silent < silence == HELD_S:
            self.say(_("{key} counted once").format(key=_(key_name(command_key(event.key)))))
        return silent >= silence

    def say(self, text: str) -> None:
        """Show `text`, which anybody may read, where it covers nothing."""
        screen = self.screen
        if isinstance(screen, PublicScreen):
            screen.public_hint(text)
        elif isinstance(screen, MessageScreen):
            screen.hint(text)
        elif text not in messages_shown(self):
            self.notify(text, timeout=HELD_NOTICE_S, markup=False)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Carry out what `key` is bound to, and return whether it is bound. Leave out what a held key repeats."""
        if await self._run_binding(command_key(key), priority):
            return True
        return key in DIGITS and await self._run_binding(DIGITS[key], priority)

    async def _run_binding(self, key: str, priority: bool) -> bool:
        # As Textual does it, but for keys that don't count. They stop here.
        for namespace, bindings in binding_chain(self.screen, priority=priority):
            for binding in bindings.key_to_bindings.get(key, ()):
                if binding.priority == priority:
                    if not self.counts(self._key, self._silence(namespace, key)):
                        return True
                    if await self.run_action(binding.action, namespace):
                        return True
        return False

    def _silence(self, namespace: DOMNode, key: str) -> float:
        """Return how long `key` must have been silent before `namespace` takes it again."""
        own: Mapping[str, float] = getattr(self.screen, "silences", {})
        if isinstance(namespace, Screen | App):
            return own.get(key, COUNTS_ONCE.get(key, REPEAT_S))
        # Lists and lines of text, which answer with Enter.
        return own.get(key, HELD_S) if key == "enter" else 0

    # What Textual does itself, done differently here

    def get_driver_class(self) -> type[Driver]:
        """Return the class of the terminal driver: ours where a closed window would make Textual's hang."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from luisteren_tui.tui.driver import PatientDriver  # Windows lacks what it imports

        return PatientDriver

    def get_theme(self, theme_name: str) -> Theme | None:
        """Return the theme with this name. Textual asks several times a line, and copies its table of themes for it."""
        theme = self._themes.get(theme_name)
        if theme is None and (theme := super().get_theme(theme_name)):
            self._themes[theme_name] = theme
        return theme

    def panic(self, *renderables: object) -> None:
        """Leave after a fault. Textual would print `renderables`, which could hold text of the session."""
        self.end_after_fault(sys.exc_info()[1])

    def _fatal_error(self) -> None:
        # Textual's own traceback shows every local variable, and so the notes.
        self.end_after_fault(sys.exc_info()[1])

    def _print_error_renderables(self) -> None:
        if self._terminal_is_stuck:
            print_nothing_at_the_end(self)
        super()._print_error_renderables()

    @property
    def _terminal_is_stuck(self) -> bool:
        """Whether printing would wait for a terminal that does not read."""
        return bool(getattr(driver_of(self), "stuck", False))  # only our driver knows


def _crash_message(error: BaseException | None) -> str:
    """Return what to say of a fault: its kind and its place in the code."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    place = f"{Path(frames[-1].filename).stem}:{frames[-1].lineno}" if frames else "?"
    return _("Something went wrong in luisteren-tui: {kind} at {place}.").format(kind=type(error).__name__, place=place)


def _terminal_is_gone() -> bool:
    """Return whether the other end of the terminal is closed. Without this, a read would spin if SIGHUP is ignored."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return False
    poll = select.poll()
    try:
        poll.register(sys.__stdin__.fileno(), select.POLLHUP)
        return any(event & (select.POLLHUP | select.POLLNVAL) for _fd, event in poll.poll(0))
    except (OSError, ValueError):
        return False
