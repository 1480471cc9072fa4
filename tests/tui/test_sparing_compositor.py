"""What the session screen renders again after a key or a second, and what that writes to the terminal."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from luisteren_tui.tui.sparing_compositor import SparingCompositor
from tests.thorough import thorough
from tests.tui.stage import Stage, on_stage


@contextmanager
def rendered() -> Iterator[dict[str, int]]:
    """Count the lines that each widget renders, by the id of the widget."""
    counts: dict[str, int] = {}
    render_lines = Widget.render_lines

    def count(widget: Widget, crop: Region) -> list[Strip]:
        name = widget.id or type(widget).__name__
        counts[name] = counts.get(name, 0) + crop.height
        return render_lines(widget, crop)

    with patch.object(Widget, "render_lines", count):
        yield counts


@contextmanager
def laid_out() -> Iterator[list[Screen[Any]]]:
    """Collect the screens that lay out their widgets."""
    screens: list[Screen[Any]] = []
    refresh_layout = Screen._refresh_layout

    def collect(screen: Screen[Any], *args: Any, **options: Any) -> None:
        screens.append(screen)
        refresh_layout(screen, *args, **options)

    with patch.object(Screen, "_refresh_layout", collect):
        yield screens


def written(update: ChopsUpdate) -> str:
    """Return what `update` writes, without the moves of the cursor that nothing is written after."""
    text = update.render_segments(Console(force_terminal=True, color_system="truecolor"))
    return re.sub(r"\x1b\[\d+;\d+H(?=\x1b\[\d+;\d+H|\n|$)", "", text)


async def begin(stage: Stage) -> None:
    await stage.begin()
    await stage.press("space")
    await stage.advance(3.5)
    await stage.until(lambda: stage.live.journal.status.synced == stage.live.journal.status.appended)
    stage.app.paint()


async def test_second_renders_only_the_lines_of_the_clock_that_changed(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        await begin(stage)
        with rendered() as lines, laid_out() as screens:
            await stage.advance(1)
            stage.app.paint()
        assert set(lines) == {"clock"}
        assert lines["clock"] <= stage.session.query_one("#clock").size.height
        assert not screens


async def test_minute_more_renders_only_the_time_the_agenda_and_the_end(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        await begin(stage)
        with rendered() as lines, laid_out() as screens:
            await stage.press("+")
            stage.app.paint()
        assert set(lines) == {"top", "agenda", "clock", "keys"}
        assert not screens


@thorough("size", [(60, 16), (80, 24), (120, 30), (160, 50)], quick=2)
async def test_changes_are_written_as_if_everything_was_rendered(tmp_path: Path, size: tuple[int, int]) -> None:
    compared = 0
    sparing = SparingCompositor.render_partial_update

    def compare(compositor: SparingCompositor) -> ChopsUpdate | None:
        nonlocal compared
        changed = set(compositor._dirty_regions)
        update = sparing(compositor)
        compositor._dirty_regions.update(changed)
        full = Compositor.render_partial_update(compositor)
        assert (update is None) == (full is None)
        if update is not None and full is not None:
            assert written(update) == written(full)
            compared += 1
        return update

    with patch.object(SparingCompositor, "render_partial_update", compare):
        async with on_stage(tmp_path, size=size) as stage:
            await begin(stage)
            for keys in (
                "+",
                "-",
                "space",
                "space",
                "down",
                "right",
                "m",
                "n",
                "a",
                "enter",
                "b",
                "escape",
                "+",
                "z",
                "z",
            ):
                await stage.press(keys)
                stage.app.paint()
                await stage.advance(1)
                stage.app.paint()
    assert compared > 20
