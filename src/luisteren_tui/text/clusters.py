"""What belongs together in a text: a letter and its marks, joined letters, and an emoji of several characters."""

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import category

ZWNJ, ZWJ = "\u200c", "\u200d"
"""Zero-width non-joiner and joiner: whether the letters beside it are joined. The joiner also makes several emoji one."""
EMOJI_STYLE = "\ufe0f"
"""The variation selector that shows a character as an emoji."""
SELECTORS = "\ufe0e" + EMOJI_STYLE
BLACK_FLAG = "\U0001f3f4"
FLAG = BLACK_FLAG + "[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
"""A pattern for the flag of a part of a country: a black flag, the code of the part in tags, and the tag that ends it."""
PICTURES = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
"""The characters that can be emoji, for a pattern: whole blocks, as new emoji are added to them."""
_FIRST_MARK = "\u0300"


@cache
def _picture() -> re.Pattern[str]:
    return re.compile(f"[{PICTURES}]")


def is_picture(character: str) -> bool:
    """Return whether a character can be an emoji."""
    return bool(_picture().match(character))


def is_mark(character: str) -> bool:
    """Return whether a character is part of the letter before it, such as an accent."""
    return category(character)[0] == "M"


def is_skin_tone(character: str) -> bool:
    """Return whether a character colours the emoji before it."""
    return "\U0001f3fb" <= character <= "\U0001f3ff"


def continues(text: str, at: int, start: int = 0) -> bool:
    """Return whether the character `at` belongs to what is before it. A text must not be cut there.

    Nothing before `start` is looked at, where a sign must begin.
    """
    if not 0 < at < len(text) or text[at - 1] == "\n":
        return False
    if text[at - 1] == ZWJ:
        return True
    character = text[at]
    return character >= _FIRST_MARK and (
        character in (ZWNJ, ZWJ)
        or is_mark(character)
        or is_skin_tone(character)
        or "\U000e0020" <= character <= "\U000e007f"  # tags
        or "\u1160" <= character <= "\u11ff"  # the later parts of a Korean syllable
        or (_is_half_a_flag(character) and _halves_before(text, at, start) % 2 == 1)
    )


def clusters(text: str) -> Iterator[str]:
    """Yield the parts of `text` that are shown as one sign each. Together they are the text."""
    start = 0
    for at in range(1, len(text) + 1):
        if not continues(text, at, start):
            yield text[start:at]
            start = at


def start_of_cluster(text: str, at: int) -> int:
    """Return where the sign begins that has `at` in it, or `at` itself between two signs."""
    while continues(text, at):
        at -= 1
    return at


def end_of_cluster(text: str, at: int) -> int:
    """Return where the sign ends that has `at` in it, or `at` itself between two signs."""
    while continues(text, at):
        at += 1
    return at


def cut(text: str, longest: int) -> str:
    """Return the start of `text`, at most `longest` characters, without a part of a sign at its end."""
    return text[: start_of_cluster(text, longest)]


def _is_half_a_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _halves_before(text: str, at: int, start: int) -> int:
    first = at
    while first > start and _is_half_a_flag(text[first - 1]):
        first -= 1
    return at - first
