"""Draw pictures of the program: those of the README, or with `all` every screen and dialog at each size.

`make pictures` draws the README's again. `make pictures ARGS=all` puts all screens in build/pictures, dark and light, as
SVG, and as PNG with contact sheets where `rsvg-convert` is installed. `ARGS="all home plan-fitted"` takes only the
pictures whose name begins so, `--sizes 80x24,200x60` only those sizes, and `--to FOLDER` puts them elsewhere.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

from luisteren_tui import i18n
from tools.pictures import paper, readme, room
from tools.pictures.album import THEMES, Album, paste_sheets
from tools.pictures.walks import WALKS

SCREEN_SIZES = ((80, 24), (120, 30), (200, 60))
WALL_SIZES = ((52, 14), (80, 24), (120, 30))
LONGEST_S = 60.0
"""The longest that a walk may take."""
FOLDER = Path(__file__).parents[2] / "build" / "pictures"


def take_all(words: list[str], sizes: set[str], folder: Path) -> int:
    """Take the pictures that begin with one of the words, or all. Return 1 if a walk did not reach its end."""
    folder.mkdir(parents=True, exist_ok=True)
    broken = False
    for walk_name, walk in WALKS.items():
        if words and not any(word.split("-")[0] == walk_name for word in words):
            continue
        for size in WALL_SIZES if walk_name == "wall" else SCREEN_SIZES:
            album = Album(folder, size, words)
            if sizes and album.suffix not in sizes:
                continue
            with tempfile.TemporaryDirectory() as data:
                i18n.use("nl")
                try:
                    asyncio.run(asyncio.wait_for(walk(album, Path(data, "data")), LONGEST_S))
                except Exception:  # noqa: BLE001  # the other walks still show what they can
                    broken = True
                    print(f"The walk {walk_name} stopped at {album.suffix}:", file=sys.stderr)
                    traceback.print_exc(limit=-4)
            for theme in THEMES:
                found = [folder / f"{name}-{album.suffix}-{theme}.png" for name in album.taken]
                paste_sheets(folder, f"{walk_name}-{album.suffix}-{theme}", [path for path in found if path.exists()])
            print(f"{walk_name} {album.suffix}: {len(album.taken)} pictures")
    if not sizes and (not words or any(word.startswith("paper") for word in words)):
        with tempfile.TemporaryDirectory() as data:
            taken = paper.take(folder, words, Path(data, "data"))
        paste_sheets(folder, "paper", taken)
        print(f"paper: {len(taken)} pictures")
    if not sizes and (not words or any(word.startswith("room") for word in words)):
        print(f"room: {len(room.take(folder, words))} pictures")
    print(folder)
    return int(broken)


def main() -> int:
    """Draw what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="make pictures", description=__doc__)
    parser.add_argument("words", nargs="*", help="all, and then the beginnings of names")
    parser.add_argument("--sizes", default="", help="such as 80x24,200x60")
    parser.add_argument("--to", type=Path, default=FOLDER)
    args = parser.parse_args()
    os.environ["TZ"] = "Europe/Amsterdam"
    time.tzset()
    if not args.words:
        readme.draw_all()
        return 0
    return take_all([word for word in args.words if word != "all"], set(filter(None, args.sizes.split(","))), args.to)


if __name__ == "__main__":
    sys.exit(main())
