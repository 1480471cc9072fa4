"""The app with a record of what it shows, and a clock that is moved by hand."""

import asyncio
import inspect
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rich.console import Console, RenderableType
from textual._compositor import Compositor
from textual._context import active_app
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

from luisteren_tui.system.clock import Reading
from luisteren_tui.tui.app import LuisterenApp
from luisteren_tui.tui.base_app import PLAIN_TITLE
from luisteren_tui.tui.screens.session.screen import SessionScreen
from luisteren_tui.tui.sparing_compositor import SparingCompositor
from luisteren_tui.tui.start_request import StartRequest
from luisteren_tui.tui.widgets.room_display import RoomDisplay
from tests.session.sample_sessions import NOON
from tests.tui.remembered_styles import apply_remembered

LIMIT = 10.0
MAX_PAINTS = 5
PAINT_ONLY_SEEN = "PAINT_ONLY_SEEN" in os.environ
"""Paint only the states that a test looks at (`make test`), or every settled state (`make check`)."""


class ManualClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = Reading(NOON, 5_000_000, 4_000_000, "boot")

    def read(self) -> Reading:
        return self.now

    def pass_by(self, ms: int) -> None:
        """Move all clocks."""
        now = self.now
        self.now = now._replace(wall=now.wall + ms, boot=now.boot + ms, awake=now.awake + ms)

    def sleep(self, ms: int) -> None:
        """Move the clocks as if the lid had been closed."""
        self.now = self.now._replace(wall=self.now.wall + ms, boot=self.now.boot + ms)

    def set_wall(self, ms: int) -> None:
        """Set the wall clock forward by `ms`."""
        self.now = self.now._replace(wall=self.now.wall + ms)


@dataclass(frozen=True)
class Frame:
    """One painted frame: the output for the terminal, the whole screen as text, and whether it was the room's view."""

    raw: str
    text: str
    room: bool


def in_large_letters(screen: Screen[Any]) -> list[str]:
    """Return what the room's display says in letters that are drawn, which a search for text doesn't find."""
    return [text for display in screen.query(RoomDisplay) if display.display for text in display.enlarged]


@contextmanager
def light_textual() -> Iterator[None]:
    """Let Textual skip work that no test looks at: parsing a style sheet again, and frames between two keys.

    `make test` also remembers which rules of a style sheet are for which widgets. `make check` finds them each time.
    """
    parse = Stylesheet._parse_rules

    def parse_once(sheet: Stylesheet, *source: Any, **options: Any) -> list[RuleSet]:
        key = (source, *options.items(), *sheet._variables.items())
        if key not in _PARSED:
            _PARSED[key] = parse(sheet, *source, **options)
        return _PARSED[key]

    with (
        patch.object(Stylesheet, "_parse_rules", parse_once),
        patch.object(Stylesheet, "apply", apply_remembered if PAINT_ONLY_SEEN else Stylesheet.apply),
        patch("textual.screen.Compositor", LazyCompositor),
        patch("luisteren_tui.tui.sparing_compositor.SparingCompositor", LazySparingCompositor),
    ):
        yield


_PARSED: dict[object, list[RuleSet]] = {}


async def settle(app: App[Any]) -> None:
    """Wait until the app has handled all its messages, and paint what they changed.

    After that, all that is left for the event loop waits for a timer, a thread or a file.
    """
    # Not the pilot's pause(), which sends a message to every widget and waits until each is handled.
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    async with asyncio.timeout(LIMIT):
        # In a tiny window every paint may change the layout, so don't wait for a stable one.
        for _ in range(MAX_PAINTS):
            await asyncio.sleep(0)
            while ready:
                await asyncio.sleep(0)
            if app.is_running:
                _paint(app)
            if not ready:
                return


def _paint(app: App[Any]) -> None:
    app.screen._on_timer_update()
    if isinstance(app, WatchedApp) and not (app.recording or PAINT_ONLY_SEEN):
        app.paint()


async def until(app: App[Any], condition: Callable[[], object]) -> None:
    """Wait until the condition holds in a settled state, for at most LIMIT seconds."""
    async with asyncio.timeout(LIMIT):
        pause = 0.001
        await settle(app)
        while not condition():
            # The condition depends on a timer, a thread or a file.
            await asyncio.sleep(pause)
            await settle(app)
            pause = min(pause * 1.5, 0.02)


class LazyCompositor(Compositor):
    """A compositor that paints a watched app only on request, or every frame while the app records its frames.

    Painting every frame would take half of the time of a test.
    """

    def render_update(
        self, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
    ) -> RenderableType | None:
        app = active_app.get(None)
        if isinstance(app, WatchedApp) and not (full or app.recording):
            return None
        return super().render_update(full, screen_stack, simplify)

    def paint(self, screen_stack: list[Screen[Any]]) -> None:
        """Paint what changed since the last time."""
        super().render_update(screen_stack=screen_stack)


class LazySparingCompositor(LazyCompositor, SparingCompositor):
    """The compositor of the session screen, made lazy."""


class WatchedApp(LuisterenApp):
    """The app, and a record of its notifications, frames and titles."""

    CSS_PATH = str(Path(inspect.getfile(LuisterenApp)).with_name("luisteren.tcss"))

    def __init__(self, request: StartRequest, **parts: Any) -> None:
        super().__init__(request, **parts)
        self.notifications: list[str] = []
        self.frames: list[Frame] = []
        self.recording = False
        self.titles: set[str] = set()
        """The titles that the terminal's window had."""

    def name_window(self, title: str = PLAIN_TITLE) -> None:
        super().name_window(title)
        self.titles.add(title)

    def notify(self, message: str, **options: Any) -> None:
        self.notifications.append(message)
        super().notify(message, **options)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if self.recording and renderable is not None:
            console = Console(file=io.StringIO(), force_terminal=True, width=self.size.width, height=self.size.height)
            raw = renderable.render_segments(console) if hasattr(renderable, "render_segments") else ""
            self.frames.append(Frame(raw, self.picture(), self.room_looks_on()))
        super()._display(screen, renderable)

    def paint(self) -> None:
        """Paint what changed on the screen."""
        compositor = self.screen._compositor
        if isinstance(compositor, LazyCompositor):
            compositor.paint(self._background_screens)

    def room_looks_on(self) -> bool:
        return any(isinstance(one, SessionScreen) and one.room for one in self.screen_stack)

    def picture(self) -> str:
        """Return the whole screen as lines of text. Above it is what it shows in large letters."""
        # Textual makes its screenshots from render_update() too.
        console = Console(file=io.StringIO(), width=self.size.width, height=self.size.height, legacy_windows=False)
        render = self.screen._compositor.render_update
        with console.capture() as captured:
            console.print(render(full=True, screen_stack=self._background_screens))
        return "\n".join((*in_large_letters(self.screen), captured.get()))
