"""The pictures of the README and the guides."""

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.app import App

from luisteren_tui import i18n
from luisteren_tui.tui.theme import DARK, LIGHT
from tests.tui.stage import Stage
from tests.tui.watched_app import settle
from tools.pictures import room, walks
from tools.pictures.drawing import draw
from tools.pictures.walks import MINUTE, let_pass

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
MARGIN = 16
USUAL = "~/.local/share/luisteren-tui"


async def start(stage: Stage) -> None:
    """Stay at the question who sees the screen."""


async def turn(stage: Stage) -> None:
    """Write a note in the first round of the role play."""
    await stage.begin(*"12")
    await stage.press("space")
    await let_pass(stage, 14 * MINUTE + 20)
    await stage.press("right")
    await let_pass(stage, 5 * MINUTE)
    await stage.press("right")
    await let_pass(stage, 130)
    await stage.press("enter")
    await let_pass(stage, 200)
    await stage.press("n")
    await stage.write(walks.NOTE)
    await stage.press("escape")
    await let_pass(stage, 1)


async def questions(stage: Stage) -> None:
    """Choose a question in an activity for everyone on their own."""
    await stage.begin(*"12")
    await stage.press("space")
    await let_pass(stage, 16 * MINUTE + 40)
    await stage.press("right")
    await let_pass(stage, 145)
    await stage.press("down")


async def text(stage: Stage) -> None:
    """Open the text."""
    await stage.begin(*"12")
    await stage.press("space")
    await stage.go_to("2a")
    await stage.press("t")


async def break_time(stage: Stage) -> None:
    """Show what the room sees in the break."""
    await stage.begin(*"12")
    await stage.press("space")
    await stage.go_to("p1")
    await let_pass(stage, 6 * MINUTE)
    await stage.press("z")
    await let_pass(stage, 1)


Act = Callable[[Stage], Awaitable[None]]
PICTURES: tuple[tuple[str, tuple[int, int], str, Act], ...] = (
    ("start", (80, 24), DARK.name, start),
    ("session", (120, 30), DARK.name, turn),
    ("session-80x24", (80, 24), LIGHT.name, questions),
    ("text", (80, 24), DARK.name, text),
    ("room", (80, 24), DARK.name, break_time),
)


async def save(name: str, app: App[Any], theme: str, data: str) -> None:
    """Save a picture of `app` in this theme. It has the usual folder instead of `data`."""
    app.theme = theme
    await settle(app)
    picture = re.sub(
        rf' textLength="\d+" lengthAdjust="\w+"([^>]*>){re.escape(data)}', rf"\1{USUAL}", draw(app, MARGIN)
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


async def _draw(name: str, size: tuple[int, int], theme: str, act: Act) -> None:
    with tempfile.TemporaryDirectory() as data:
        async with walks.session(size, Path(data)) as stage:
            await act(stage)
            await save(name, stage.app, theme, data)


async def _home() -> None:
    with tempfile.TemporaryDirectory() as data:
        walks.use_for_a_while(Path(data), unfinished=False)
        async with walks.home((100, 30), Path(data)) as stage:
            await stage.settle()
            await save("home", stage.app, DARK.name, data)


def draw_all() -> None:
    """Draw all pictures."""
    i18n.use("nl")
    for picture in PICTURES:
        asyncio.run(_draw(*picture))
    asyncio.run(_home())
    room.take_one("pairs", FOLDER / "room-page.png", "light", (960, 540))
