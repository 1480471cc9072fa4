"""Questions that an app asks and awaits."""

import asyncio
import sys
import threading
from asyncio import Future
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.theme import Theme
from textual.widgets import Input, Static
from textual.worker import Worker

from luisteren_tui.system import windows
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.theme import DARK
from tests.tui.watched_app import settle


class Question(ModalScreen[str]):
    """A question: y answers "yes", and escape answers nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss('yes')"),
        Binding("escape", "dismiss"),
        Binding("x", "count", show=False),
    ]

    def action_count(self) -> None:
        pass


class Line(ModalScreen[str]):
    """A line to type in. Its action needs a widget that is inside another one."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "show", priority=True)]

    def __init__(self) -> None:
        super().__init__()
        self.shown = 0

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Input()
            yield Static("nothing", id="shown")

    def action_show(self) -> None:
        self.shown += 1
        self.query_one("#shown", Static).update("shown")


class Board(Screen[None]):
    """A screen with a line for messages."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[tuple[str, bool]] = []

    def hint(self, text: str) -> None:
        self.messages.append((text, self.is_mounted))


class AskingApp(BaseApp):
    """Asks a question on a. Counts each x that reaches the app instead of a question."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("a", "ask"), Binding("l", "line"), Binding("x", "count")]

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Future[str | None]] = []
        self.answers: list[str | None] = []
        self.counted = 0
        self.worker: Worker[None] | None = None

    def action_ask(self) -> None:
        self.asked.append(self.ask(Question()))
        self.worker = self.run_worker(self._remember(self.asked[-1]))

    def action_line(self) -> None:
        self.ask(Line())

    def action_count(self) -> None:
        self.counted += 1

    async def _remember(self, asked: "Future[str | None]") -> None:
        self.answers.append(await asked)


@asynccontextmanager
async def asking_app() -> AsyncIterator[tuple[AskingApp, Pilot[None]]]:
    app = AskingApp()
    async with app.run_test() as pilot:
        yield app, pilot


async def press_in_one_read(app: BaseApp, *keys: str) -> None:
    """Give the app all `keys` before it handles the first."""
    for key in keys:
        event = Key(key, key if len(key) == 1 else None)
        event.set_sender(app)
        assert app._driver is not None
        app._driver.send_message(event)


async def test_ask_gives_the_answer_of_the_screen() -> None:
    async with asking_app() as (app, pilot):
        await pilot.press("a", "y")
        await pilot.press("a", "escape")
        await pilot.pause()
        assert app.answers == ["yes", None]
        assert len(app.screen_stack) == 1


async def test_keys_in_the_same_read_go_to_the_question() -> None:
    async with asking_app() as (app, pilot):
        await press_in_one_read(app, "a", "x", "a", "x")
        await pilot.pause()
        assert (len(app.asked), app.counted) == (1, 0)
        assert isinstance(app.screen, Question)


async def test_cancelling_a_flow_removes_its_question() -> None:
    async with asking_app() as (app, pilot):
        await pilot.press("a")
        assert app.worker is not None
        app.worker.cancel()
        await pilot.pause()
        assert len(app.screen_stack) == 1
        assert app.asked[0].cancelled()


async def test_cancelling_also_removes_screens_in_front_of_the_question() -> None:
    async with asking_app() as (app, pilot):
        await pilot.press("a")
        inner = app.ask(Question())
        app.asked[0].cancel()
        await pilot.pause()
        assert len(app.screen_stack) == 1
        assert inner.cancelled()


async def test_answer_arrives_after_its_asking_screen_is_removed() -> None:
    async with asking_app() as (app, pilot):
        await pilot.press("a")
        with app.screen._context():
            inner = app.ask(Question())
        outer = app.screen_stack[1]
        app.screen_stack.remove(outer)
        await outer.remove()
        await pilot.press("y")
        assert await asyncio.wait_for(inner, 1) == "yes"


async def test_leaving_with_a_question_open_ends_the_app() -> None:
    async with asking_app() as (app, pilot):
        await pilot.press("a")
        app.exit()
        await pilot.pause()
    assert not app.crash
    assert app.return_code == 0


async def test_announcement_waits_for_a_screen_that_is_being_opened() -> None:
    async with asking_app() as (app, pilot):
        behind, front = Board(), Board()
        await app.push_screen(behind)
        app.push_screen(front)
        app.announce("Saved")
        async with asyncio.timeout(10):
            while not front.messages:
                await pilot.pause()
        assert front.messages == [("Saved", True)]
        assert behind.messages == []


async def test_keys_typed_while_a_screen_opens_wait_for_its_widgets() -> None:
    async with asking_app() as (app, _pilot):
        await press_in_one_read(app, "l", "down", "h", "i", "down")
        assert app._driver is not None
        app._driver.send_message(Paste("!"))
        await settle(app)
        line = app.screen
        assert isinstance(line, Line)
        assert (line.query_one(Input).value, line.shown) == ("hi!", 2)
        assert not app._held


async def test_keys_wait_for_each_screen_that_another_key_opens() -> None:
    async with asking_app() as (app, _pilot):
        await press_in_one_read(app, "a", "y", "a", "y", "l", "h")
        await settle(app)
        assert app.answers == ["yes", "yes"]
        assert app.screen.query_one(Input).value == "h"


async def test_second_reason_to_leave_keeps_the_exit_code_of_a_failure() -> None:
    async with asking_app() as (app, _pilot):
        app.exit(return_code=3)
        app.exit()
        await settle(app)
    assert app.return_code == 3


async def test_app_leaves_when_windows_closes_its_console(monkeypatch: pytest.MonkeyPatch) -> None:
    watched: list[Callable[[], object]] = []
    monkeypatch.setattr(windows, "watch_console", watched.append)
    async with asking_app() as (app, _pilot):
        with monkeypatch.context() as system:
            system.setattr(sys, "platform", "win32")
            app.watch_for_shutdown()
        (leave,) = watched
        told = threading.Thread(target=leave)  # the system calls it in a thread of its own
        told.start()
        told.join()
        await settle(app)
        assert not app.is_running


async def test_fault_is_reported_once_and_a_signal_does_not_make_it_a_success() -> None:
    async with asking_app() as (app, _pilot):
        app.end_after_fault(LookupError("a secret"))
        app.end_after_fault(ValueError())
        app.leave_at_once()
        await settle(app)
    assert app.crash == "Something went wrong in luisteren-tui: LookupError at ?."
    assert app.return_code == 3


async def test_theme_is_looked_up_once_and_found_when_it_comes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    def look_up(app: App[None], name: str) -> Theme | None:
        looked_up.append(name)
        return app.available_themes.get(name)

    async with asking_app() as (app, _pilot):
        monkeypatch.setattr(App, "get_theme", look_up)
        assert app.get_theme(DARK.name) is None
        app.register_theme(DARK)
        assert [app.get_theme(DARK.name) for _ in range(3)] == [DARK] * 3
    assert looked_up == [DARK.name] * 2
