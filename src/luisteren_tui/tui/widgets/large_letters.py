"""Text in letters that can be read from the back of the room, drawn with half blocks.

`large_letters.txt` has the face: a line with characters (or code points of accents) and below it the dots of each, from
the top of the capitals down. Letters with an accent are put together from both.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

from luisteren_tui.tui.widgets.large_time import half_blocks

ACCENT_ROWS = 3
"""Rows of dots above the capitals."""
ROWS = 12
"""Rows of dots of a line: accents, capitals, and what hangs below."""
LETTER_GAP, WORD_GAP, LINE_GAP = 1, 4, 2
"""Dots between two letters, words and lines."""
CLOSE_WORD_GAP = 3
"""Dots between two words where text would not fit otherwise."""
MIN_LETTER = 2
"""No letter with its gap takes fewer dots across."""
ABOVE = 230
"""The combining class of accents above a letter."""
DOTLESS = {"i": "ı", "j": "ȷ"}
ALIKE = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "–"})

Dots = list[str]
"""Rows of equal length, "#" for a dot and "." for none."""


@lru_cache(maxsize=32)
def large_letters(
    text: str, width: int, height: int, *, max_lines: int = 2, centred: bool = False
) -> tuple[str, ...] | None:
    """Return lines of equal length with `text` as large as fits in `width` by `height` cells, on `max_lines` or fewer.

    Return None if it doesn't fit, or has a character that the face doesn't have.
    """
    if MIN_LETTER * len(text) > max_lines * width:
        return None  # saves the work
    words = [_word(word) for word in text.translate(ALIKE).split()]
    letters = [word for word in words if word]
    if not letters or len(letters) < len(words):
        return None
    for scale in range(2 * height // 5, 0, -1):
        for word_gap in (WORD_GAP, CLOSE_WORD_GAP):
            lines = _wrapped(letters, width // scale, max_lines, word_gap)
            for close in (False, True) if lines else ():
                dots = _page(lines, centred=centred, close=close)
                if len(dots) * scale <= 2 * height:
                    return tuple(half_blocks(_scaled(dots, scale)))
    return None


@lru_cache(maxsize=1)
def _face() -> dict[str, Dots]:
    """Return the dots of each character, and of each accent by its combining code point."""
    face = {}
    for block in Path(__file__).with_name("large_letters.txt").read_text("utf-8").split("\n\n"):
        heads, *rows = (line.split() for line in block.splitlines())
        for head, *dots in zip(heads, *rows, strict=True):
            face[chr(int(head, 16)) if head.startswith("0x") else head] = dots
    return face


@lru_cache(maxsize=256)
def _word(word: str) -> Dots | None:
    """Return the dots of a word, or None if a character has none."""
    face, letters = _face(), list[Dots]()
    plain = unicodedata.normalize("NFD", word)
    for character, following in zip(plain, f"{plain[1:]} ", strict=True):
        if unicodedata.combining(following) == ABOVE:
            character = DOTLESS.get(character, character)
        if character not in face:
            return None
        if not unicodedata.combining(character):
            letters.append(_at(face[character], ACCENT_ROWS))
        elif letters:
            letters[-1] = _accented(letters[-1], face[character], above=unicodedata.combining(character) == ABOVE)
        else:
            return None
    return _beside(letters, LETTER_GAP)


def _at(dots: Dots, top: int) -> Dots:
    """Return `dots` in a whole line, with `top` empty rows above it."""
    empty = "." * len(dots[0])
    return [*[empty] * top, *dots, *[empty] * (ROWS - top - len(dots))]


def _accented(letter: Dots, accent: Dots, *, above: bool) -> Dots:
    """Return a letter with an accent, one empty row above it or directly below it."""
    width = max(len(letter[0]), len(accent[0]))
    inked = [row for row, dots in enumerate(letter) if "#" in dots]
    used = [row for row in accent if "#" in row]
    top = max(0, inked[0] - 1 - len(used)) if above else min(inked[-1] + 1, ROWS - len(used))
    marks = _at([row.center(width, ".") for row in used], top)
    both = zip((row.center(width, ".") for row in letter), marks, strict=True)
    return ["".join("#" if "#" in pair else "." for pair in zip(*rows, strict=True)) for rows in both]


def _beside(parts: list[Dots], gap: int) -> Dots:
    return [("." * gap).join(rows) for rows in zip(*parts, strict=True)]


def _wrapped(words: list[Dots], width: int, max_lines: int, gap: int) -> list[Dots]:
    """Return lines of at most `width` dots, as few and as equal in length as possible, or none if there are too many."""
    lines = _filled(words, width, gap)
    if len(lines) > max_lines:
        return []
    while lines and len(narrower := _filled(words, max(len(line[0]) for line in lines) - 1, gap)) == len(lines):
        lines = narrower
    return lines


def _filled(words: list[Dots], width: int, gap: int) -> list[Dots]:
    """Return lines with as many words as fit in `width` dots, or none if a word doesn't fit."""
    lines: list[list[Dots]] = [[]]
    for word in words:
        if len(word[0]) > width:
            return []
        if sum(len(other[0]) + gap for other in lines[-1]) + len(word[0]) > width:
            lines.append([])
        lines[-1].append(word)
    return [_beside(line, gap) for line in lines]


def _page(lines: list[Dots], *, centred: bool, close: bool) -> Dots:
    """Return lines below each other at equal distances, or as `close` as their dots allow."""
    width = max(len(line[0]) for line in lines)
    inked = [[row for row, dots in enumerate(line) if "#" in dots] for line in lines]
    top, bottom = min(map(min, inked)), max(map(max, inked))
    page = []
    for line, rows in zip(lines, inked, strict=True):
        used = line[min(rows) : max(rows) + 1] if close else line[top : bottom + 1]
        page += [row.center(width, ".") if centred else row.ljust(width, ".") for row in used]
        page += ["." * width] * (1 if close else LINE_GAP)
    return page[: -1 if close else -LINE_GAP]


def _scaled(dots: Dots, scale: int) -> Dots:
    return ["".join(dot * scale for dot in row) for row in dots for _ in range(scale)]
