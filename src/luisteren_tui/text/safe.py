"""Make any text safe to show: control characters and invisible characters become visible ones."""

import json
import re
from functools import cache


@cache
def _replaced() -> re.Pattern[str]:
    # Compiled when it is needed: most texts are printable, and none of these characters is.
    return re.compile(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 (without tab and newline), DEL, C1
        "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, bidi, invisible
        "\ud800-\udfff\U000e0000-\U000e007f"  # lone surrogates, tags
        + "\ufdd0-\ufdef"  # noncharacters, which XML and HTML can't contain
        + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
        + "]"
    )


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return "\N{REPLACEMENT CHARACTER}"


def safe(text: str) -> str:
    """Return `text` with every line end as a newline and every unsafe character replaced by a visible one."""
    if text.replace("\n", " ").isprintable():
        return text
    return _replaced().sub(_visible, text.replace("\r\n", "\n").replace("\r", "\n"))


def safe_json(text: str) -> str:
    """Return the JSON `text` with every unsafe character escaped. Its meaning stays the same."""
    return _replaced().sub(lambda match: json.dumps(match[0])[1:-1], text)


def safe_line(text: str) -> str:
    """Return `text` made safe and on one line, with every run of white space as one space."""
    return " ".join((text if text.isprintable() else safe(text)).split())


def within_quotes(text: str) -> str:
    """Return `text` to stand between double quotes: its own ones become single."""
    return text.replace("“", "‘").replace("”", "’")
