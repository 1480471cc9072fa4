"""Escape text for other programs: the cells of a spreadsheet, and Markdown."""

import re

from luisteren_tui.text.safe import safe, safe_line

_FORMULA = "=+-@\t\r＝＋－＠"
"""The characters that start a formula in a spreadsheet. Some programs accept the wide forms too."""
_MARKUP = re.compile(r"[\\`*_\[\]{}<>|~$#^]|&(?=[#\w])")
_START = re.compile(r"(?P<mark>[-+=:>]|\d+(?=[.)]))(?P<end>[.)]?)")


def cell(text: str) -> str:
    """Return `text`, made safe, as a cell that no spreadsheet runs: with a leading ' if it could be a formula."""
    shown = safe(text)
    return f"'{shown}" if shown.lstrip().startswith(tuple(_FORMULA)) or shown.startswith(("\t", "\r")) else shown


def markdown(text: str) -> str:
    """Return `text`, made safe and on one line, escaped so that Markdown shows it literally."""
    escaped = _MARKUP.sub(r"\\\g<0>", safe_line(text))
    if match := _START.match(escaped):
        digits = match["mark"].isdigit()
        return f"{match['mark']}\\{escaped[match.end('mark') :]}" if digits else f"\\{escaped}"
    return escaped


def markdown_lines(text: str) -> list[str]:
    """Return the lines of a note for Markdown. Line breaks are kept, and empty lines separate paragraphs."""
    lines = safe(text).strip().split("\n")
    shown = [markdown(line) for line in lines]
    return [f"{line}  " if line and after else line for line, after in zip(shown, [*shown[1:], ""], strict=True)]
