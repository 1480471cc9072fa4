"""Every cell of every screen can be read, in both themes."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App
from textual.color import Color

from luisteren_tui import i18n
from luisteren_tui.tui.widgets.note_editors import BlindLine
from tests.tui import watched_app
from tests.tui.contrast import LINE, TEXT, contrast
from tests.tui.watched_app import settle
from tools.pictures.album import THEMES, Album
from tools.pictures.walks import WALKS


class Reader(Album):
    """Looks at each screen of a walk, in place of taking its picture, and notes the words that are hard to read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, (120, 30))
        self.hard: set[str] = set()

    async def take(self, name: str, app: App[Any], themes: Collection[str] = THEMES) -> None:
        """Look at the front screen of `app` in both themes, or in some."""
        before = app.theme
        for theme in map(THEMES.__getitem__, themes):
            app.theme = theme
            await settle(app)
            self.hard |= {f"{name} {theme}: {words}" for words in hard_to_read(app)}
        app.theme = before
        await settle(app)
        self.taken.append(name)


def hard_to_read(app: App[Any]) -> set[str]:
    """Return what has too little contrast on the front screen, but for lines that only decorate."""
    variables, screen = app.get_css_variables(), app.screen
    found = set()
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for text, style, _control in strip:
            x, words = x + cell_len(text), text.strip()
            if not words or style is None or style.color is None or style.bgcolor is None:
                continue
            widget = screen.get_widget_at(x - 1, y)[0]
            if widget is screen or isinstance(
                widget, BlindLine
            ):  # what shows through from behind, and is dim on purpose
                continue
            front, behind = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
            ratio, decorates = contrast(front, behind), close(behind + Color.parse(variables["border"]), front)
            if ratio < (LINE if is_line(words) else TEXT) and not (is_line(words) and decorates):
                found.add(f"{words!r} {front.hex} on {behind.hex} {ratio:.1f}")
    return found


def is_line(words: str) -> bool:
    """Return whether the words are only lines, blocks and dots."""
    return all("\u2500" <= character <= "\u28ff" or character in " ·" for character in words)


def close(one: Color, other: Color) -> bool:
    """Return whether two colours differ by rounding only."""
    return max(abs(a - b) for a, b in zip(one.rgb, other.rgb, strict=True)) <= 2


@pytest.mark.check_only
@pytest.mark.parametrize("walk", WALKS)
async def test_all_that_is_shown_has_enough_contrast(
    walk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched_app, "PAINT_ONLY_SEEN", True)  # `hard_to_read` draws the screens that count
    i18n.use("nl")
    reader = Reader(tmp_path)
    await WALKS[walk](reader, tmp_path / "data")
    assert reader.taken
    assert sorted(reader.hard) == []
