"""Text that stays text in what other programs open: a cell of a spreadsheet, and Markdown."""

import re

from luisteren_tui.text.safe import safe, safe_line

_FORMULA = "=+-@\t\r＝＋－＠"
"""What a spreadsheet takes for the start of a formula; some take the wide forms too."""
_MARKUP = re.compile(r"[\\`*_\[\]{}<>|~$#^]|&(?=[#\w])")
_START = re.compile(r"(?P<mark>[-+=:>]|\d+(?=[.)]))(?P<end>[.)]?)")


def cell(text: str) -> str:
    """Return `text`, safe, as a cell that no spreadsheet runs: it begins with ' where it could be a formula."""
    shown = safe(text)
    return f"'{shown}" if shown.lstrip().startswith(tuple(_FORMULA)) or shown.startswith(("\t", "\r")) else shown


def markdown(text: str) -> str:
    """Return `text`, safe and on one line, so that Markdown shows it as it is."""
    escaped = _MARKUP.sub(r"\\\g<0>", safe_line(text))
    if match := _START.match(escaped):
        digits = match["mark"].isdigit()
        return f"{match['mark']}\\{escaped[match.end('mark') :]}" if digits else f"\\{escaped}"
    return escaped


def markdown_lines(text: str) -> list[str]:
    """Return the lines of a note for Markdown: a line stays a line, an empty one parts paragraphs."""
    lines = safe(text).strip().split("\n")
    shown = [markdown(line) for line in lines]
    return [f"{line}  " if line and after else line for line, after in zip(shown, [*shown[1:], ""], strict=True)]
