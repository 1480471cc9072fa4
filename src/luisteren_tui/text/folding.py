"""Text as people search for it: without accents and joiners, with one apostrophe and one hyphen."""

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import category, normalize

_LETTERS = {"ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "ı": "i"}
_LETTERS |= {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th"}
_LETTERS |= dict.fromkeys("’‘‛ʼʹ′´`＇", "'")
_LETTERS |= dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
_ACCENTS = (("\u0300", "\u036f"), ("\u0591", "\u05c7"), ("\u064b", "\u0652"))
"""The accents of Europe, and the vowel signs of Hebrew and Arabic. In India they are letters."""


def folded(text: str) -> tuple[str, Sequence[int]]:
    """Return `text` as it is searched, and for each of its characters and its end the place in `text`. Case is kept."""
    if text.isascii() and "`" not in text:
        return text, range(len(text) + 1)
    parts = [_folded(character) for character in text]
    places = [at for at, part in enumerate(parts) for _character in part]
    return "".join(parts), [*places, len(text)]


def to_search(text: str) -> str:
    """Return `text` to search in or for, whatever its case."""
    return folded(text)[0].casefold()


@lru_cache(maxsize=1024)
def _folded(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    if category(character) == "Cf" or _is_accent(character):
        return ""
    if "\uac00" <= character <= "\ud7a3":
        return character  # a Korean syllable, which would fall apart
    return "".join(part for part in normalize("NFKD", character) if not _is_accent(part))


def _is_accent(character: str) -> bool:
    return any(first <= character <= last for first, last in _ACCENTS)
