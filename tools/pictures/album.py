"""Take pictures of a walk through the program, each in both themes, and paste them on contact sheets."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image, ImageDraw, ImageFont, ImageOps
from textual.app import App

from luisteren_tui.tui.theme import DARK, LIGHT
from tests.tui.watched_app import settle
from tools.pictures.drawing import draw, to_png

THEMES = {"dark": DARK.name, "light": LIGHT.name}
SHEET_WIDTH, GAP, CAPTION, ROWS = 2400, 16, 22, 3
MANY_IN_A_ROW = 1300
"""The width of a picture from which only two are beside each other on a sheet."""

Item = TypeVar("Item")


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

    async def take(self, name: str, app: App[Any], themes: Collection[str] = THEMES) -> None:
        """Take a picture of `app` as it is now, in both themes or in some."""
        if self._wanted and not name.startswith(self._wanted):
            return
        await settle(app)
        before = app.theme
        for theme in themes:
            app.theme = THEMES[theme]
            await settle(app)
            path = self.folder / f"{name}-{self.suffix}-{theme}.svg"
            path.write_text(draw(app), encoding="utf-8")
            to_png(path)
        app.theme = before
        await settle(app)
        self.taken += [name] if name not in self.taken else []


def paste_sheets(folder: Path, sheet: str, pictures: Sequence[Path]) -> None:
    """Paste small copies of `pictures` (PNG files) on sheets of three rows, each below its name."""
    images = [(path.stem, Image.open(path).convert("RGB")) for path in pictures]
    columns = 2 if max((image.width for _name, image in images), default=0) > MANY_IN_A_ROW else 3
    for number, some in enumerate(batched(images, columns * ROWS), 1):
        _sheet(some, columns).save(folder / f"sheet-{sheet}-{number}.png")


def _sheet(images: Sequence[tuple[str, Image.Image]], columns: int) -> Image.Image:
    width = (SHEET_WIDTH - GAP * (columns + 1)) // columns
    # A long page is made narrower too, so that it leaves the others their place.
    small = [(name, ImageOps.contain(image, (width, 3 * width // 2))) for name, image in images]
    height = max(image.height for _name, image in small) + CAPTION + GAP
    page = Image.new("RGB", (SHEET_WIDTH, -(-len(small) // columns) * height + GAP), "#808080")
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(16)
    for place, (name, image) in enumerate(small):
        left, top = GAP + place % columns * (width + GAP), GAP + place // columns * height
        pen.text((left, top), name, "white", font)
        page.paste(image, (left, top + CAPTION))
    return page


def batched(items: Sequence[Item], count: int) -> Iterator[Sequence[Item]]:
    """Yield the items, at most `count` at a time."""
    for start in range(0, len(items), count):
        yield items[start : start + count]
