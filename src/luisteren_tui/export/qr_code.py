"""A link as a QR code that a phone reads: dark on light, with its quiet zone, in half blocks and as SVG."""

import io
from functools import cache
from typing import Any

DARK, LIGHT = "#000000", "#ffffff"
"""The colours to draw in, whatever the theme: many phones read no light code on a dark ground."""
QUIET = 4
"""The width of the light border that the standard asks for, in modules."""

_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def rows(text: str, quiet: int = QUIET) -> tuple[str, ...]:
    """Return the code for a terminal, two modules a cell, to be drawn DARK on LIGHT; nothing if `text` is too long."""
    # A screen has no creases or stains to get over: the fewest modules are the largest ones.
    code = _code(text, "l")
    if code is None:
        return ()
    lines = [[bool(module) for module in line] for line in code.matrix_iter(border=quiet)]
    if len(lines) % 2:
        lines.append([False] * len(lines[0]))
    return tuple(
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(lines[::2], lines[1::2], strict=True)
    )


def svg(text: str) -> str | None:
    """Return the code as an SVG element that takes the size it is given, None if `text` is too long for a code."""
    code = _code(text, "m")
    if code is None:
        return None
    made = io.BytesIO()
    code.save(made, kind="svg", border=QUIET, dark=DARK, light=LIGHT, omitsize=True, xmldecl=False, nl=False)
    return made.getvalue().decode()


@cache
def _code(text: str, error: str) -> Any:
    import segno

    try:
        return segno.make_qr(text, error=error, encoding="utf-8", boost_error=True)
    except (segno.DataOverflowError, UnicodeEncodeError):  # a lone surrogate is no text
        return None
