"""A PNG without what was added to it: the place, the time, the camera, words."""

_START = 8
_KEPT = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
"""What is not needed to draw it, but tells of its colours."""


def bare(data: bytes) -> bytes:
    """Return the PNG `data` without descriptions. ValueError for one that is not whole."""
    kept, at = [data[:_START]], _START
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if kind[:1].isupper() or kind in _KEPT:  # those with a capital draw the picture
            kept.append(data[at:end])
        at = end
        if kind == b"IEND" and end <= len(data):
            return b"".join(kept)
    raise ValueError("a PNG without its end")
