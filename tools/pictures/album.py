"""Take pictures of a walk through the program, each in both themes, and paste them on contact sheets."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from textual.app import App

from luisteren_tui.tui.theme import DARK, LIGHT
from tests.tui.watched_app import settle
from tools.pictures.drawing import draw, to_png

THEMES = {"dark": DARK.name, "light": LIGHT.name}
SHEET_WIDTH, GAP, CAPTION = 2400, 16, 22


class Album:
    """Saves pictures of one size in `folder`: `NAME-80x24-dark.svg` and so on, as PNG too where that can be made.

    With `wanted` words, only the pictures are taken whose name begins with one of them.
    """

    def __init__(self, folder: Path, size: tuple[int, int], wanted: Collection[str] = ()) -> None:
        self.folder, self.size, self._wanted = folder, size, tuple(wanted)
        self.taken: list[str] = []

    @property
    def suffix(self) -> str:
        """What the names of the pictures of this size have in common."""
        return "{}x{}".format(*self.size)

    async def take(self, name: str, app: App[Any]) -> None:
        """Take a picture of `app` as it is now, in both themes."""
        if self._wanted and not name.startswith(self._wanted):
            return
        await settle(app)
        before = app.theme
        for theme, theme_name in THEMES.items():
            app.theme = theme_name
            await settle(app)
            path = self.folder / f"{name}-{self.suffix}-{theme}.svg"
            path.write_text(draw(app), encoding="utf-8")
            to_png(path)
        app.theme = before
        await settle(app)
        self.taken.append(name)


def paste_sheet(folder: Path, sheet: str, pictures: Sequence[Path]) -> None:
    """Paste small copies of `pictures` (PNG files) on one sheet, each below its name, two or more in a row."""
    images = [(path.stem, Image.open(path).convert("RGB")) for path in pictures]
    if not images:
        return
    columns = 2 if max(image.width for _name, image in images) > 1300 else 3
    width = (SHEET_WIDTH - GAP * (columns + 1)) // columns
    small = [(name, image.resize((width, image.height * width // image.width))) for name, image in images]
    height = max(image.height for _name, image in small) + CAPTION + GAP
    rows = -(-len(small) // columns)
    page = Image.new("RGB", (SHEET_WIDTH, rows * height + GAP), "#808080")
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(16)
    for place, (name, image) in enumerate(small):
        left, top = GAP + place % columns * (width + GAP), GAP + place // columns * height
        pen.text((left, top), name, "white", font)
        page.paste(image, (left, top + CAPTION))
    page.save(folder / f"sheet-{sheet}.png")
