"""Writes values as YAML that a person would write: plain where that is safe, long text folded, short lists in brackets."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from luisteren_tui.workshop.notation import quoted

WIDTH = 100
"""The length at which lines are wrapped, and lists and mappings get a line for each item."""
_IN_BRACKETS = frozenset({"roles", "options", "labels", "turns", "groups", "room", "cues", "phases", "needs"})
"""The keys whose values are in brackets where they fit on a line."""
_BARE = frozenset({"format", "participants", "size", "count", "stay", "repeat", "protected", "skippable"})
"""The keys whose values are numbers, or true or false, and never between quotes."""

_OTHER_TYPE = re.compile(
    "[-+]?(0x[0-9a-f_]+|0o?[0-7_]+|[0-9][0-9_,]*([.][0-9_]*)?(e[-+]?[0-9]+)?|[.][0-9_]+(e[-+]?[0-9]+)?|[.]inf)|[.]nan"
    "|[-+]?[0-9]+(:[0-9.]+)+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([t ].*)?|y|n|yes|no|on|off|true|false|null",
    re.IGNORECASE,
)
"""What a program that guesses types would not read as text."""
_PLAIN = re.compile(r"(?!\s)[^\-?:,\[\]{}#&*!|>'\"%@`=<~].*(?<![\s:])")
_NOT_PLAIN = re.compile(r":\s| #|\t")
_NOT_PLAIN_IN_BRACKETS = re.compile(r"[,\[\]{}?:#]")
_UNPRINTABLE = "\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff"
_NEEDS_ESCAPE = re.compile(f"[{_UNPRINTABLE}]")
_ESCAPED = re.compile(f'["\\\\{_UNPRINTABLE}]')
_NAMED = {"\n": "\\n", '"': '\\"', "\\": "\\\\"}


def scalar_text(value: str | None, *, brackets: bool = False, style: str = "", bare: bool = False) -> str:
    """Return a scalar on one line. It stands between brackets or not, and gets the quotes in `style`, or none if `bare`."""
    if value is None:
        return "~" if brackets else ""
    if style == '"' or _NEEDS_ESCAPE.search(value):
        return '"' + _ESCAPED.sub(_escape, value) + '"'
    plain = _PLAIN.fullmatch(value) and not _NOT_PLAIN.search(value) and (bare or not _OTHER_TYPE.fullmatch(value))
    if style == "'" or not plain or (brackets and _NOT_PLAIN_IN_BRACKETS.search(value)):
        return quoted(value)
    return value


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _NAMED.get(match[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def bracketed(value: Any, *, key: str = "") -> str:
    """Return a value on one line, lists and mappings in brackets."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(
                f"{scalar_text(name, brackets=True)}: {bracketed(item, key=name)}" for name, item in value.items()
            )
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(bracketed, value)) + "]"
    return scalar_text(value, brackets=True, bare=key in _BARE)


def entries_text(value: Mapping[str, Any], column: int, dash: int) -> str:
    """Return the keys and values of a mapping, which begin at `column`, a line for each. The first is not indented.

    `dash` is how far the dashes of a list stand to the right of its key.
    """
    return f"\n{' ' * column}".join(entry_text(key, item, column, dash) for key, item in value.items())


def entry_text(key: str, value: Any, column: int, dash: int) -> str:
    """Return a key and its value, which begins at `column`."""
    return f"{scalar_text(key)}:{after_key(key, value, column, dash=dash)}"


def after_key(key: str, value: Any, column: int, *, style: str = "", dash: int = 2) -> str:
    """Return what follows the colon of a key at `column`: a value on the same line, or on lines of its own."""
    if not isinstance(value, dict | list):
        return _scalar(value, column, len(key) + 2, style, bare=key in _BARE)
    line = f" {bracketed(value)}"
    if not value or ((key in _IN_BRACKETS or style in ("[", "{")) and column + len(key) + len(line) < WIDTH):
        return line
    if isinstance(value, dict):
        return f"\n{' ' * (column + 2)}{entries_text(value, column + 2, dash)}"
    at = column + dash
    return "".join(f"\n{' ' * at}-{after_dash(item, at, dash=dash, brackets=key in _IN_BRACKETS)}" for item in value)


def after_dash(value: Any, column: int, *, style: str = "", dash: int = 2, brackets: bool = False) -> str:
    """Return what follows the dash of an item, which stands at `column`."""
    if not isinstance(value, dict | list):
        return _scalar(value, column, 2, style)
    line = f" {bracketed(value)}"
    in_brackets = brackets or style in ("[", "{")
    if not value or isinstance(value, list) or (in_brackets and column + len(line) < WIDTH):
        return line
    return f" {entries_text(value, column + 2, dash)}"


def _scalar(value: str | None, column: int, used: int, style: str, *, bare: bool = False) -> str:
    """Return a scalar after a key or dash at `column`, which takes `used` characters: in one line, folded or literal."""
    line = f" {scalar_text(value, style=style if style in QUOTES else '', bare=bare)}".rstrip()
    if not value:
        return line
    body = value.removesuffix("\n")
    lines = body.split("\n")
    if _NEEDS_ESCAPE.search("".join(lines)) or not lines[0] or lines[0][0] in " \t" or not lines[-1].strip():
        return line
    indent, end = " " * (column + 2), "" if value.endswith("\n") else "-"
    folds = style == ">" or (len(lines) == 1 and style not in QUOTES and column + used + len(value) > WIDTH)
    if folds and (folded := [*_folded(lines, len(indent))]):
        return f" >{end}\n" + "\n".join(indent + line if line else "" for line in folded)
    if len(lines) > 1 or not end or style == "|":
        return f" |{end}\n" + "\n".join(indent + line if line else "" for line in lines)
    return line


QUOTES = ("'", '"')


def _folded(lines: Sequence[str], indent: int) -> Iterator[str]:
    """Yield the lines of a folded text, or nothing if one of them begins or ends with a space, which folding loses."""
    if any(line != line.strip() for line in lines):
        return
    for number, line in enumerate(lines):
        if number:
            yield ""  # a single line break would become a space
        wrapped = ""
        for word in re.split("(?<! ) (?! )", line):  # of two spaces, a line break would lose one
            if wrapped and indent + len(wrapped) + 1 + len(word) > WIDTH:
                yield wrapped
                wrapped = word
            else:
                wrapped = f"{wrapped} {word}" if wrapped else word
        if line:
            yield wrapped
