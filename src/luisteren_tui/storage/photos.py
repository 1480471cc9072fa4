"""Photos of posters for a report, without the metadata that cameras add: place, time, device."""

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.storage.files import read_bounded

MAX_PHOTOS = 60
MAX_PHOTO_BYTES = 16 * 2**20
MAX_TOTAL_BYTES = 64 * 2**20

_SUFFIXES = {".jpg", ".jpeg", ".png"}
_STARTS = {"jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
NOT_A_PICTURE = N_("{name}: this photo can't be shown; it is left out.")
TOO_MUCH = N_("{name}: the photos are too many or too large; this one is left out.")
_JPEG_DROPPED = {*range(0xE1, 0xF0), 0xFE} - {0xE2, 0xEE}
"""Markers of segments that applications add; the colour profile (E2) and the colour encoding (EE) stay."""
_JPEG_SCAN = 0xDA
_JPEG_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
_ORIENTATION = 0x0112
_PNG_START = 8
_PNG_KEPT = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
"""Optional chunks that say how to show the colours."""


class Photo(NamedTuple):
    """A JPEG or PNG, as its `suffix` says; `name` is its file name without the suffix."""

    name: str
    suffix: str
    data: bytes


def read_photos(folder: Path) -> tuple[list[Photo], list[Problem]]:
    """Return the photos in `folder`, in the natural order of their names, and a problem for each one left out.

    Raise OSError if the folder can't be read.
    """
    found: list[Photo] = []
    problems = []
    for path in sorted(folder.iterdir(), key=lambda path: _natural(path.name)):
        if path.suffix.lower() not in _SUFFIXES:
            continue
        photo = None
        with suppress(OSError, ValueError):
            photo = _photo(path)
        if photo is None:
            problems.append(Problem((), NOT_A_PICTURE, {"name": path.name}))
        elif len(found) == MAX_PHOTOS or sum(len(each.data) for each in (*found, photo)) > MAX_TOTAL_BYTES:
            problems.append(Problem((), TOO_MUCH, {"name": path.name}))
        else:
            found.append(photo)
    return found, problems


def _natural(name: str) -> list[tuple[int, str]]:
    """Return a sort key by which 10 comes after 2."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d{1,18})", name.casefold())]


def _photo(path: Path) -> Photo | None:
    data = read_bounded(path, MAX_PHOTO_BYTES)
    # The content decides, not the suffix of the file's name.
    kind = next((kind for kind, start in _STARTS.items() if data.startswith(start)), None)
    return None if kind is None else Photo(path.stem, kind, (bare_jpeg if kind == "jpeg" else bare_png)(data))


def bare_jpeg(data: bytes) -> bytes:
    """Return the JPEG `data` without metadata. Raise ValueError if it is cut off before its picture."""
    kept, turned = [data[:2]], 1
    for marker, segment in _jpeg_segments(data):
        if marker == 0xE1:
            turned = _orientation(segment[4:]) or turned
        if marker not in _JPEG_DROPPED:
            kept.append(segment)
    if turned != 1:
        kept.insert(1, _orientation_segment(turned))
    return b"".join(kept)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the marker and bytes of each segment; the last one is the picture and everything after it."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _JPEG_SCAN:
            yield marker, data[at:]
            return
        if marker == 0xFF or marker in _JPEG_WITHOUT_LENGTH:  # padding, and markers without a segment
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        yield marker, data[at:end]
        at = end
    raise ValueError("a JPEG without a picture")


def _orientation(exif: bytes) -> int | None:
    """Return the orientation, 1 to 8, from the EXIF data."""
    if not exif.startswith(b"Exif\0\0"):
        return None
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(first + 2, first + 2 + 12 * count, 12):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else None
    except struct.error:
        return None
    return None


def _orientation_segment(orientation: int) -> bytes:
    """Return an EXIF segment that holds the orientation and nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff


def bare_png(data: bytes) -> bytes:
    """Return the PNG `data` without metadata. Raise ValueError if it is incomplete."""
    kept, at = [data[:_PNG_START]], _PNG_START
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if kind[:1].isupper() or kind in _PNG_KEPT:  # a capital marks what the picture needs
            kept.append(data[at:end])
        at = end
        if kind == b"IEND" and end <= len(data):
            return b"".join(kept)
    raise ValueError("a PNG without its end")
