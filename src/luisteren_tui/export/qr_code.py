"""QR codes of links: dark on light with a quiet zone, as half blocks for a terminal, as SVG, and as a path to draw."""

import io
import re
from functools import cache
from typing import Any

DARK, LIGHT = "#000000", "#ffffff"
"""The colours in every theme: many phones can't read a light code on a dark background."""
QUIET = 4
"""The width of the light border that the standard requires, in modules."""

_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def rows(text: str, quiet: int = QUIET) -> tuple[str, ...]:
    """Return the rows of the code for a terminal, two modules per cell, to draw DARK on LIGHT.

    There are none if `text` is too long for a code.
    """
    # A screen has no creases or stains, so little error correction will do. Fewer modules are larger ones.
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
    """Return the code as an SVG element without a size of its own, or None if `text` is too long for a code."""
    code = _code(text, "m")
    if code is None:
        return None
    made = io.BytesIO()
    code.save(made, kind="svg", border=QUIET, dark=DARK, light=LIGHT, omitsize=True, xmldecl=False, nl=False)
    return made.getvalue().decode()


def path(text: str) -> tuple[int, str] | None:
    """Return the width of the code in modules and its dark ones as a path, or None if `text` is too long for a code."""
    code = _code(text, "m")
    if code is None:
        return None
    lines = ["".join("#" if module else " " for module in line) for line in code.matrix_iter(border=QUIET)]
    runs = ((run.start(), y, len(run[0])) for y, line in enumerate(lines) for run in re.finditer("#+", line))
    return len(lines), "".join(f"M{x} {y}h{width}v1h-{width}z" for x, y, width in runs)


@cache
def _code(text: str, error: str) -> Any:
    import segno  # most sessions show no code

    try:
        return segno.make_qr(text, error=error, encoding="utf-8", boost_error=True)
    except (segno.DataOverflowError, UnicodeEncodeError):  # UnicodeEncodeError: a lone surrogate
        return None
