"""The time in figures that can be read from the back of the room."""

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
}
ROWS = 5
HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


def _grid(time: str) -> list[str]:
    return [" ".join(FONT[figure][row] for figure in time if figure in FONT) for row in range(ROWS)]


@lru_cache(maxsize=64)
def drawn(time: str, width: int, height: int) -> str:
    """Return `time` ("5:40") as large as fits: blocks of 2n x n cells, else half blocks in 3 rows, else as it is."""
    if not time:
        return ""
    grid = _grid(time)
    scale = min(width // (2 * len(grid[0])), height // ROWS)
    if scale:
        lines = ["".join(("█" if dot == "#" else " ") * 2 * scale for dot in row) for row in grid]
        return "\n".join(line for line in lines for _ in range(scale))
    if width < len(grid[0]) or height < 3:
        return time
    pairs = zip(grid[::2], [*grid[1::2], " " * len(grid[0])], strict=True)
    return "\n".join("".join(HALVES[a == "#", b == "#"] for a, b in zip(*pair, strict=True)) for pair in pairs)


class BigTime(Widget):
    """Shows `time` as large as its own size allows."""

    time: reactive[str] = reactive("")

    def render(self) -> Content:
        """Draw the time."""
        return Content(drawn(self.time, self.size.width, self.size.height))
