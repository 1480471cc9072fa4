"""The pictures of the README."""

import asyncio
import re
import tempfile
from pathlib import Path

from luisteren_tui import i18n
from luisteren_tui.runtime.config import Config
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.clock import Reading
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.app import LuisterenApp
from luisteren_tui.tui.keyboard import HELD_S
from luisteren_tui.tui.screens.session.screen import SessionScreen
from luisteren_tui.tui.start_request import StartRequest

STEP = 20
"""The seconds between two readings of the clock."""
FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
HALF_PAST_ONE = 1_795_523_400_000
NOTE = "Stilte na het spelen. Eén groep noemt: wachten voelt als vergeten worden."
PICTURES: tuple[tuple[str, tuple[int, int], str, str], ...] = (
    ("start", (80, 24), "dark", ""),
    ("session", (120, 30), "dark", "enter space 960 right 300 right 130 enter 200 n type escape"),
    ("session-80x24", (80, 24), "light", "enter space 1000 right 345"),
    ("text", (80, 24), "dark", "enter space right t"),
    ("room", (80, 24), "dark", "enter space 960 right 300 right 130 enter 200 z"),
)


class HandClock:
    """A clock that only moves when it is set."""

    def __init__(self) -> None:
        self.ms = 0

    def read(self) -> Reading:
        """Return the time that was set."""
        return Reading(HALF_PAST_ONE + self.ms, self.ms, self.ms, "hand")


async def draw(name: str, size: tuple[int, int], theme: str, script: str) -> None:
    """Press the keys in `script` and write the picture. A number in the script lets that many seconds pass."""
    clock = HandClock()
    with tempfile.TemporaryDirectory() as folder:
        folders = Folders(Path(folder))
        loaded = load(find("luisteren", folders.data))
        config = Config(theme=theme, keep_awake=False)
        app = LuisterenApp(StartRequest(workshop=loaded), folders=folders, clock=clock, config=config, language="nl")
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.3)
            for word in script.split():
                if word.isdigit():
                    await pass_time(app, clock, int(word))
                else:
                    await pilot.press(*(("space" if c == " " else c for c in NOTE) if word == "type" else (word,)))
                await pilot.pause(HELD_S + 0.1)  # sooner, the next press would count as the same key held
            await pilot.pause(0.5)
            picture = app.export_screenshot(title="luisteren", simplify=True)
    # Use the browser's own monospace font, so that the picture downloads nothing.
    picture = re.sub(r"@font-face\s*{[^}]*}", "", picture).replace("Fira Code", "ui-monospace, Menlo, Consolas")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


async def pass_time(app: LuisterenApp, clock: HandClock, seconds: int) -> None:
    """Let time pass in steps that are too small to count as a gap."""
    for left in range(seconds, 0, -STEP):
        clock.ms += min(left, STEP) * 1000
        for screen in app.screen_stack:
            if isinstance(screen, SessionScreen):
                screen.live.watch()
                screen.refresh_view()


def draw_all() -> None:
    """Draw all pictures."""
    i18n.use("nl")
    for picture in PICTURES:
        asyncio.run(draw(*picture))
