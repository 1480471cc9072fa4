"""Handouts as a PDF for A4 paper, set by Typst from its wheel: no program or font of the system has a part in it."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from luisteren_tui.report.sheet import Sheet, values

MARK = b"/Keywords(luisteren-tui)"
"""What tells a file that we made from any other."""

_LONG_WORD = re.compile(r"[^\s/]{31,}")
_AS_IT_IS = {"svg", "alt", "address"}


class NoTypst(Exception):
    """The extra that makes a PDF is not installed."""


def as_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Return a document with the sheets, each with its own page numbers. NoTypst without the extra."""
    try:
        import typst
    except ImportError:
        raise NoTypst from None
    template, given = job(sheets)
    made = typst.compile(template, format="pdf", ignore_system_fonts=True, sys_inputs=given)
    assert isinstance(made, bytes)
    return made


def job(sheets: Sequence[Sheet]) -> tuple[bytes, dict[str, str]]:
    """Return what Typst works on: the template, and the sheets as data. Nothing written is ever part of the template."""
    template = Path(__file__).with_name("handout.typ").read_bytes()
    return template, {"sheets": json.dumps([_breakable(values(sheet)) for sheet in sheets])}


def _breakable(value: Any) -> Any:
    """Return the values with places to break in words that are wider than the paper; an address counts as more words."""
    match value:
        case str():
            return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), value)
        case dict():
            return {key: one if key in _AS_IT_IS else _breakable(one) for key, one in value.items()}
        case list() | tuple():
            return [_breakable(one) for one in value]
    return value
