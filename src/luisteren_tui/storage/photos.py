"""Pictures of posters in a folder, for a report: read within bounds, told apart by what is in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.storage import jpeg, png
from luisteren_tui.storage.files import read_bounded

MOST = 60
LARGEST = 16 * 2**20
LARGEST_OF_ALL = 64 * 2**20

_SUFFIXES = {".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png"}
_STARTS = {"jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
_BARE = {"jpeg": jpeg.bare, "png": png.bare}
NOT_A_PICTURE = N_("{name}: this is no picture that can be shown; it is left out.")
TOO_MUCH = N_("{name}: the pictures are too many or too large; this one is left out.")


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG or PNG, as its `suffix` says; its `name` is that of its file without the ending, as it is."""

    name: str
    suffix: str
    data: bytes


def photos(folder: Path) -> tuple[list[Photo], list[Problem]]:
    """Return the pictures in `folder`, by their names as people count, and what was left out.

    Raise an OSError when the folder can't be read.
    """
    found: list[Photo] = []
    problems = []
    for path in _in_order(folder):
        try:
            photo = _photo(path)
        except (OSError, ValueError):
            photo = None
        if photo is None:
            problems.append(Problem((), NOT_A_PICTURE, {"name": path.name}))
        elif len(found) == MOST or sum(len(each.data) for each in (*found, photo)) > LARGEST_OF_ALL:
            problems.append(Problem((), TOO_MUCH, {"name": path.name}))
        else:
            found.append(photo)
    return found, problems


def _in_order(folder: Path) -> Sequence[Path]:
    paths: Iterator[Path] = (path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    return sorted(paths, key=lambda path: _natural(path.name))


def _natural(name: str) -> list[tuple[int, str]]:
    """The order in which 10 comes after 2."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d{1,18})", name.casefold())]


def _photo(path: Path) -> Photo | None:
    data = read_bounded(path, LARGEST)
    # By what is in it, whatever its name says.
    kind = next((kind for kind, start in _STARTS.items() if data.startswith(start)), None)
    return None if kind is None else Photo(path.stem, kind, _BARE[kind](data))
