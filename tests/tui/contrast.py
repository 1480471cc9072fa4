"""How much two colours differ, as WCAG 2 measures it."""

from textual.color import Color

TEXT, LINE = 4.5, 3.0
"""The least contrast of text, and of lines that mean something."""


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two opaque colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = ((c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c in color.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
