"""One minute is said as one, wherever minutes are counted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from luisteren_tui import i18n
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.dialog import AskMinutes
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.widgets.room_display import _end
from luisteren_tui.views.room_view import room_view
from luisteren_tui.workshop.model import RoomClock
from tests.tui.stage import on_stage


@pytest.fixture
def dutch() -> Iterator[None]:
    i18n.use("nl")
    yield
    i18n.use("en")


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1, "1 seconde"), (60, "1 minuut"), (89, "1 minuut"), (90, "2 minuten"), (3569, "59 minuten"), (3599, "1 uur")],
)
def test_a_length(seconds: int, said: str) -> None:
    assert words.length(seconds) == said


async def test_on_the_screens(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(60)
        room = replace(room_view(stage.state, stage.view), clock=RoomClock.MINUTES, end=None, left=1)
        assert _end(room) == "minute in this round"
        assert _end(replace(room, left=2)) == "minutes in this round"
        assert _end(replace(room, end=stage.view.clock.end)).startswith("minute · done at")
        assert _end(replace(room, end=stage.view.clock.end, left=2)).startswith("minutes · done at")
        await stage.press("right", "b")
        await stage.on(AskMinutes)
        await stage.press("1")
        await stage.until(lambda: " 1 minute " in stage.picture())
        await stage.press("escape", "e", "enter")
        await stage.on(EndScreen)
        await stage.until(lambda: "→ 1 minute\n" in "\n".join(map(str.rstrip, stage.picture().splitlines())))
        await stage.until(lambda: stage.app.live is None)
