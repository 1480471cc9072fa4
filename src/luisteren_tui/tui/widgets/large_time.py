"""The time in figures that can be read from the back of the room, drawn with blocks."""

from collections.abc import Sequence
from functools import lru_cache

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

FONT = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": ("## ", " # ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
    "+": ("   ", " # ", "###", " # ", "   "),
}
ROWS = 5
HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


def _dots(time: str) -> list[str]:
    return [" ".join(row) for row in zip(*(FONT[figure] for figure in time if figure in FONT), strict=True)]


@lru_cache(maxsize=64)
def large_figures(time: str, width: int, height: int) -> str:
    """Return `time` ("5:40") as large as fits: in blocks of 2n x n cells, in half blocks on 3 lines, or as plain text."""
    if not time:
        return ""
    dots = _dots(time)
    scale = min(width // (2 * len(dots[0])), height // ROWS)
    if scale:
        lines = [row.replace(" ", "  " * scale).replace("#", "██" * scale) for row in dots]
        return "\n".join(line for line in lines for _ in range(scale))
    if width < len(dots[0]) or height < 3:
        return time
    return "\n".join(half_blocks(dots))


def half_blocks(dots: Sequence[str]) -> list[str]:
    """Return rows of dots ("#") as lines of half blocks, two rows on each line."""
    below = [*dots[1::2], " " * len(dots[0])][: len(dots[::2])]
    pairs = zip(dots[::2], below, strict=True)
    return ["".join(HALVES[a == "#", b == "#"] for a, b in zip(*pair, strict=True)) for pair in pairs]


class LargeTime(Widget):
    """Shows `time` as large as the size of the widget allows."""

    time: reactive[str] = reactive("")

    def render(self) -> Content:
        """Draw the time."""
        return Content(large_figures(self.time, self.size.width, self.size.height))
