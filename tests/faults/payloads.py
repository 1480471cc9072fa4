"""Hostile text: escape sequences, characters that are hidden or change direction, and markup."""

import re
from collections.abc import Iterator
from unicodedata import category

from tests.text.samples import JOINED

SEEN = "zichtbaar"
"""What a successful payload would put in a title, the clipboard or a link."""


def controls() -> Iterator[str]:
    """Yield every C0 and C1 control, DEL, and the characters that are invisible or change the direction of text."""
    yield from (chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t")
    hidden = (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
    yield from map(chr, (*hidden, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)))


OWN = re.compile(r"\x1b\[[0-9;]*[mHK]")
"""The sequences for colours and the cursor, which the screens send themselves."""


def controls_in(text: str, *, sent: bool = False) -> str:
    """Return the control characters in a text. In text `sent` to a terminal, skip the sequences of the screens."""
    text = OWN.sub("", text) if sent else text
    if not _CONTROLS.isdisjoint(text):
        text = _FLAG.sub("", _JOINING.sub(_without_joiner, text))
    return "".join(character for character in text if character in _CONTROLS)


_FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{5}\U000e007f")
_JOINING = re.compile("(?<=(.))[\u200c\u200d](?=(.|$))", re.DOTALL)


def _without_joiner(match: re.Match[str]) -> str:
    """Return nothing for a joiner between letters (with their marks) or between emoji, and the joiner elsewhere."""
    before, after = (category(each or " ")[0] for each in match.groups())
    joins = match[1] == VIRAMA_OF_MALAYALAM or (before in "LMS" and after in "LMS")
    return "" if joins else match[0]


VIRAMA_OF_MALAYALAM = "\u0d4d"
"""Before a joiner it gives the letter another shape, also at the end of a word."""


def joined() -> Iterator[str]:
    """Yield text whose joiners must arrive."""
    yield from JOINED


def sequences() -> Iterator[str]:
    """Yield escape sequences in 7 and 8 bits, complete and cut off."""
    for start in ("\x1b[", "\x9b"):
        yield from (f"{start}{end}" for end in "ABCDEFGHJKLMPSTXZ@`abdefghilmnpqrsu")
        yield from (f"{start}{number}m" for number in (0, 1, 5, 7, 8, 31, 41, "38;5;1", "38;2;1;2;3"))
        yield from (
            f"{start}?{mode}{end}" for mode in (1, 3, 7, 25, 47, 1000, 1003, 1006, 1049, 2004, 2026) for end in "hl"
        )
        yield from (
            f"{start}{what}"
            for what in ("2J", "3J", "!p", "6n", "c", ">c", "?1$p", "21t", "18t", "200~", "201~", ">1u")
        )
    for start, end in (("\x1b]", "\x07"), ("\x1b]", "\x1b\\"), ("\x9d", "\x9c")):
        for what in (
            "0",
            "1",
            "2",
            "4;1",
            "7",
            "8;;https://x.nl",
            "9",
            "10",
            "52;c",
            "104",
            "133;A",
            "777;notify",
            "1337;File=",
        ):
            yield f"{start}{what};{SEEN}{end}"
    for start in ("\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x90", "\x9f", "\x9e", "\x98"):
        yield f"{start}{SEEN}\x1b\\"
    yield from (f"\x1b{letter}" for letter in "cDEHMNOZ78=><")
    yield from ("\x1b(0", "\x1b#8", "\x1b%G", "\x1b]0;open", "\x1b[31", "\x1b", "\x9b31")


def markup() -> Iterator[str]:
    """Yield text that Textual, Rich or a template might interpret."""
    yield from (
        "[",
        "]",
        "[/",
        "[/]",
        "[]",
        "[[",
        "\\[",
        "\\[b]",
        "[x] klaar",
        "5 [min]",
        "[b",
        "[/b]",
        "[b]vet",
        "[b][/i]",
    )
    yield from (f"[@click={action}]x[/]" for action in ("app.bell", "app.quit", "screen.end", "screen.toggle", "x('"))
    yield from ("[on red]x[/]", "[link=https://x.nl]x[/link]", "[$primary]x", "[bold red]x", "[#ff0000]x", "[reverse]x")
    yield from ("[blink]x", "[not bold]x", "[red on", "[/@click]", "[=]", "[b=1]", "[b $nothing]", "[auto 80%]x", "[i]")
    yield from ("$var", "${var}", "{field}", "{0}", "{", "}", "{}", "%s", "%(a)s", "%", "%%", ":smile:", ":house:")
    yield from ("`code`", "**vet**", "# kop", "- lijst", "> citaat", "<b>x</b>", "<script>x</script>", "&amp;", "&#27;")
    yield from (
        "\\x1b[31m",
        "\\e[31m",
        "^[[31m",
        "\\u001b",
        "\\",
        "\\n",
        "a'b",
        '"',
        "`",
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
    )


_CONTROLS = frozenset(controls())


def all_of() -> list[str]:
    """Return all payloads."""
    return [*controls(), *sequences(), *markup()]
