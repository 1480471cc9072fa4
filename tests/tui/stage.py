"""Run the app without a terminal and use it as a person would."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from textual.events import Event, Key, Paste
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from luisteren_tui.planning.plan import Plan
from luisteren_tui.runtime.config import Config
from luisteren_tui.runtime.live_session import MIN_STALL_MS, LiveSession
from luisteren_tui.session.apply import fold
from luisteren_tui.session.events import Slot
from luisteren_tui.session.state import State
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.system import browser
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.session.screen import SessionScreen
from luisteren_tui.tui.start_request import StartRequest
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.large_time import large_figures
from luisteren_tui.tui.widgets.note_editors import NotesPane
from luisteren_tui.views.session_view import View
from tests.rooms import load_in_language_of_test
from tests.tui.watched_app import LIMIT, ManualClock, WatchedApp, in_large_letters, light_textual, settle, until

DEFAULT_SIZE = (80, 24)
CHARACTERS = {"space": " ", "enter": "\r", "tab": "\t"}
Anything = TypeVar("Anything", bound=Screen[Any])


def _key_event(key: str) -> Key:
    character = key if len(key) == 1 else CHARACTERS.get(key)
    return Key(_character_to_key(key) if len(key) == 1 and not key.isalnum() else key, character)


class Stage:
    """The running app, and what a person in front of it can see and do."""

    def __init__(self, app: WatchedApp, pilot: Pilot[None], clock: ManualClock, folders: Folders) -> None:
        self.app, self.pilot, self.clock, self.folders = app, pilot, clock, folders

    @property
    def session(self) -> SessionScreen:
        return next(one for one in reversed(self.app.screen_stack) if isinstance(one, SessionScreen))

    @property
    def live(self) -> LiveSession:
        return self.session.live

    @property
    def state(self) -> State:
        return self.live.state

    @property
    def view(self) -> View:
        view = self.session.view
        assert view is not None
        return view

    @property
    def seconds_left(self) -> int:
        """Seconds left of the present activity."""
        return self.live.view().clock.left_s

    @property
    def activity(self) -> str:
        return self.state.timing.activity

    @property
    def mode(self) -> Mode:
        return self.state.timing.mode

    @property
    def notes(self) -> NotesPane:
        return self.session.query_one(NotesPane)

    @property
    def last_message(self) -> str:
        """The last message: in the footer during a session, otherwise in a notification."""
        bars = [screen.query_one(KeyBar) for screen in self.app.screen_stack if isinstance(screen, SessionScreen)]
        return next(
            (bar.hint for bar in bars if bar.hint), self.app.notifications[-1] if self.app.notifications else ""
        )

    def picture(self) -> str:
        return self.app.picture()

    def shows_time(self, time: str) -> bool:
        """Return whether `time` (such as "5:40") is on the screen in large figures of any size."""
        if any(time in text.split() for text in in_large_letters(self.app.screen)):
            return True
        lines = self.picture().splitlines()
        for width, height in ((200, 20), (200, 15), (200, 10), (200, 5), (24, 3)):
            figures = [line.strip() for line in large_figures(time, width, height).splitlines()]
            for top in range(len(lines) - len(figures) + 1):
                if all(figure in line for figure, line in zip(figures, lines[top:], strict=False)):
                    return True
        return False

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until the condition holds; fail after a limit with the text on the screen."""
        try:
            await until(self.app, condition)
        except TimeoutError:
            raise AssertionError(f"not within {LIMIT:g} s:\n{self.picture()}") from None

    async def shows(self, *texts: str) -> None:
        """Wait until one of these texts is on the screen."""
        await self.until(lambda: any(text in self.picture() for text in texts))

    async def press(self, *keys: str) -> None:
        """Press keys one by one, each after the previous one has been handled."""
        for key in keys:
            # Not the pilot's press(), which waits 40 ms for each key.
            self.app.held_keys.release()
            await self._give(_key_event(key))

    async def hold(self, key: str, times: int = 25, every: float = 1 / 30) -> None:
        """Press a key that comes `times` times, `every` so many seconds."""
        first = _key_event(key).time
        self.app.held_keys.release()
        for number in range(times):
            event = _key_event(key)
            event.time = first + number * every
            await self._give(event)

    async def press_late(self, key: str, seconds: float) -> None:
        """Press a key that was read `seconds` ago."""
        event = _key_event(key)
        event.time -= seconds
        await self._give(event)

    def press_in_one_read(self, *keys: str) -> None:
        """Give the app all `keys` before it handles the first."""
        self.app.held_keys.release()
        for key in keys:
            self._send(_key_event(key))

    async def write(self, text: str) -> None:
        """Type text into the focused widget."""
        await self.press(*({"\n": "enter"}.get(character, character) for character in text))

    async def paste(self, text: str) -> None:
        """Paste text into the focused widget."""
        await self._give(Paste(text))

    async def _give(self, event: Event) -> None:
        self._send(event)
        await self.settle()

    def _send(self, event: Event) -> None:
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def settle(self) -> None:
        """Wait until the app has handled all its messages, and paint what they changed."""
        await settle(self.app)

    async def advance(self, seconds: float) -> None:
        """Let time pass while the screen watches the clock."""
        left = round(seconds * 1000)
        while left > 0:
            step = min(left, MIN_STALL_MS - 10_000)
            self.clock.pass_by(step)
            left -= step
            self.session._ticked()
        await self.settle()

    async def close_lid(self, seconds: float) -> None:
        """Close the lid for a while, then open it."""
        self.session._ticked()
        self.clock.sleep(round(seconds * 1000))
        self.session._ticked()
        await self.settle()

    async def on(self, screen: type[Anything]) -> Anything:
        """Wait until the top screen is a mounted `screen`, and return it."""
        await self.until(lambda: isinstance(self.app.screen, screen) and self.app.screen.is_mounted)
        found = self.app.screen
        assert isinstance(found, screen)
        return found

    async def begin(self, *keys: str) -> None:
        """Answer the start dialog: press `keys`, then Enter."""
        from luisteren_tui.tui.screens.start import StartDialog

        await self.on(StartDialog)
        await self.press(*keys, "enter")
        await self.ready()

    async def ready(self) -> None:
        """Wait until the session screen is in front, complete, and its journal exists."""
        await self.until(lambda: any(isinstance(one, SessionScreen) for one in self.app.screen_stack))
        await self.until(lambda: self.live.path is not None and self.app.screen is self.session)
        await self.until(lambda: self.session.query(NotesPane) and self.notes.slot == self.state.slot)

    async def go_to(self, activity: str) -> None:
        """Press right until this activity is the present one."""
        while self.activity != activity:
            await self.press("right")

    def saved_state(self) -> State:
        """Return the session as a resume would read it from the file now."""
        assert self.live.path is not None
        return state_in(self.live.path)

    def saved_note(self, activity: str, prompt: int | None = None, *, private: bool = False) -> str:
        """Return a note as it is in the file now."""
        return self.saved_state().notes.get(Slot(activity, prompt=prompt, private=private), "")


def state_in(path: Path) -> State:
    """Return the session in a journal."""
    state, unfit = fold(record.event for record in read_journal(path).records)
    assert not unfit
    return state


@asynccontextmanager
async def on_stage(
    data: Path,
    *,
    workshop: str | None = "luisteren",
    size: tuple[int, int] = DEFAULT_SIZE,
    clock: ManualClock | None = None,
    unfinished: Path | None = None,
    config: Config | None = None,
    warnings: tuple[str, ...] = (),
    speed: float | None = None,
    plan: Plan | None = None,
    plan_name: str = "",
    keep_speed: bool = False,
    language: str = "en",
) -> AsyncIterator[Stage]:
    """Run the app with its data in `data`. Without `workshop` it opens at home. Where it runs, there is no browser."""
    folders, clock = Folders(data), clock or ManualClock()
    app = watched_app(
        folders, clock, workshop, unfinished, config, warnings, speed, plan, keep_speed, plan_name, language
    )
    with light_textual(), patch.object(browser, "commands", lambda _page: []):
        try:
            async with app.run_test(size=size, notifications=True) as pilot:
                yield Stage(app, pilot, clock, folders)
        finally:
            # Once the app has gone: until then a timer may still write.
            if app.live is not None:
                app.live.journal.close(LIMIT)


def watched_app(
    folders: Folders,
    clock: ManualClock,
    workshop: str | None = "luisteren",
    unfinished: Path | None = None,
    config: Config | None = None,
    warnings: tuple[str, ...] = (),
    speed: float | None = None,
    plan: Plan | None = None,
    keep_speed: bool = False,
    plan_name: str = "",
    language: str = "en",
) -> WatchedApp:
    """Return the app as the program starts it. Without `workshop` it opens at home."""
    loaded = load_in_language_of_test(workshop, folders.data) if workshop is not None else None
    config = config or Config(keep_awake=False)
    request = StartRequest(
        workshop=loaded,
        plan=plan,
        speed=speed,
        keep_speed=keep_speed,
        unfinished=unfinished,
        plan_name=plan_name,
    )
    return WatchedApp(request, folders=folders, clock=clock, config=config, language=language, warnings=warnings)
