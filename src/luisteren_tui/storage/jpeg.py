"""A JPEG without what a camera says of the place, the time and itself; which way is up stays."""

import struct
from collections.abc import Iterator

_LEFT_OUT = {*range(0xE1, 0xF0), 0xFE} - {0xE2, 0xEE}
"""What applications and people added; not the colour profile (E2) and what tells how colours are coded (EE)."""
_SCAN = 0xDA
_ALONE = {0x01, *range(0xD0, 0xD9)}
_ORIENTATION = 0x0112


def bare(data: bytes) -> bytes:
    """Return the JPEG `data` without descriptions. ValueError for one that is not whole up to its picture."""
    kept, turned = [data[:2]], 1
    for marker, segment in _segments(data):
        if marker == 0xE1:
            turned = _orientation(segment[4:]) or turned
        if marker not in _LEFT_OUT:
            kept.append(segment)
    if turned != 1:
        kept.insert(1, _upright(turned))
    return b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each segment with its marker; the last is the picture, with all that follows."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _SCAN:
            yield marker, data[at:]
            return
        if marker == 0xFF or marker in _ALONE:  # filling, and markers without anything
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        yield marker, data[at:end]
        at = end
    raise ValueError("a JPEG without a picture")


def _orientation(exif: bytes) -> int | None:
    """Return which way is up, 1 to 8, as EXIF has it."""
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


def _upright(orientation: int) -> bytes:
    """Return a segment that says which way is up, and nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff
