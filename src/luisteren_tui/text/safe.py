"""Make any text safe to show: what is invisible becomes visible or goes, unless letters or emoji need it.

Line breaks of every kind become newlines. The invisible leftovers of word processors and of the web go without a trace.
Joiners stay where they join something, and so do the tags of a flag. Every other unsafe character becomes a visible one.
"""

import json
import re
from functools import cache
from unicodedata import category, combining

from luisteren_tui.text.clusters import BLACK_FLAG, FLAG, SELECTORS, ZWJ, ZWNJ, is_picture, is_skin_tone

_VIRAMA = 9
"""The combining class of the sign that takes the vowel from a letter. A joiner after it chooses the letter's shape."""
_JOINERS = ZWNJ + ZWJ
_REPLACED = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 (without tab and newline), DEL, C1
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, bidi, invisible
    "\ud800-\udfff\U000e0000-\U000e007f"  # lone surrogates, tags
    + "\ufdd0-\ufdef"  # noncharacters, which XML and HTML can't contain
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
)
_LINE_BREAKS = frozenset("\r\x0b\x0c\x85\u2028\u2029")
_LEFTOVERS = frozenset(
    "\u00ad\u200b\u2060\ufeff"  # soft hyphen, zero-width space, word joiner, BOM
    "\u061c\u200e\u200f"  # marks that Word leaves around letters of the other direction
)
# Patterns are compiled when they are needed: most texts are printable, and none of these characters is.


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(f"[{_JOINERS}{_REPLACED}]")


@cache
def _replaced() -> re.Pattern[str]:
    return re.compile(f"[{_REPLACED}]")


@cache
def _joiners() -> re.Pattern[str]:
    return re.compile(f"([{_JOINERS}])[{_JOINERS}]*")


def safe(text: str) -> str:
    """Return `text` with a newline for every line break, without invisible leftovers, and with the unsafe rest visible.

    Made safe again, it stays the same.
    """
    if text.replace("\n", " ").isprintable():
        return text
    text = text.replace("\r\n", "\n")
    parts = re.split(f"({FLAG})", text) if BLACK_FLAG in text else [text]
    text = "".join(part if place % 2 else _replaced().sub(_shown, part) for place, part in enumerate(parts))
    # What is beside a joiner is known only now.
    return _joiners().sub(_joined, text) if ZWNJ in text or ZWJ in text else text


def is_joiner_after(before: str, typed: str | None) -> bool:
    """Return whether `typed` is a joiner, or a tag of a flag, which can join what is `before` it to what comes next."""
    if not typed or not before:
        return False
    if typed in (ZWNJ, ZWJ):
        return _is_letter(before[-1]) or (typed == ZWJ and _ends_with_picture(before[-2:]))
    return _is_tag(typed) and (before[-1] == BLACK_FLAG or _is_tag(before[-1]))


def safe_json(text: str) -> str:
    """Return the JSON `text` with every unsafe character escaped. Its meaning stays the same."""
    return _unsafe().sub(lambda match: json.dumps(match[0])[1:-1], text)


def safe_line(text: str) -> str:
    """Return `text` made safe and on one line, with every run of white space as one space."""
    return " ".join((text if text.isprintable() else safe(text)).split())


def within_quotes(text: str) -> str:
    """Return `text` to stand between double quotes: its own ones become single."""
    return text.replace("“", "‘").replace("”", "’")


def _shown(match: re.Match[str]) -> str:
    found = match[0]
    if found in _LINE_BREAKS:
        return "\n"
    if found in _LEFTOVERS or _is_tag(found):
        return ""
    code = ord(found)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"


def _joined(match: re.Match[str]) -> str:
    """Return the first of some joiners if it joins what is around them, else nothing."""
    text, joiner = match.string, match[1]
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 1]
    if not before:
        return ""
    if joiner == ZWJ and (combining(before[-1]) == _VIRAMA or (_ends_with_picture(before) and _starts_picture(after))):
        return joiner
    return joiner if _is_letter(before[-1]) and after and _is_letter(after) else ""


def _is_tag(character: str) -> bool:
    return "\U000e0000" <= character <= "\U000e007f"


def _is_letter(character: str) -> bool:
    return category(character)[0] in "LM" and character not in SELECTORS


def _starts_picture(after: str) -> bool:
    return bool(after) and is_picture(after) and not is_skin_tone(after)


def _ends_with_picture(before: str) -> bool:
    return is_picture(before[-1]) or (before[-1] in SELECTORS and is_picture(before[0]))
