"""Documents as a PDF for A4 paper. Typst's wheel makes it, without programs or fonts of the system."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from luisteren_tui.export.document import Picture, Sheet, values

MARK = b"/Keywords(luisteren-tui)"
"""Marks a file as made by this program."""

_LONG_WORD = re.compile(r"[^\s/]{31,}")
_AS_IT_IS = {"svg", "alt", "address"}


class NoTypst(Exception):
    """The extra that makes a PDF is not installed."""


class NotPictures(Exception):
    """Some pictures can't be drawn: their `numbers`."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


def as_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Return a document with the sheets, each with its own page numbers.

    NoTypst without the extra, NotPictures where a picture is damaged.
    """
    try:
        import typst
    except ImportError:
        raise NoTypst from None
    pictures = [block for sheet in sheets for block in sheet.blocks if isinstance(block, Picture)]
    template, given = job(sheets)
    with _files(pictures) as root:
        try:
            made = typst.compile(template, root=root, format="pdf", ignore_system_fonts=True, sys_inputs=given)
        except typst.TypstError:
            wrong = [each.number for each in pictures if not _drawn(each, root)]
            if not wrong:
                raise
            raise NotPictures(wrong) from None
    assert isinstance(made, bytes)
    return made


@contextmanager
def _files(pictures: Sequence[Picture]) -> Iterator[Any]:
    """Put the pictures where Typst finds them, under names of our own, and yield that folder: None for no pictures."""
    if not pictures:
        yield None
        return
    with TemporaryDirectory(prefix="luisteren-") as root:
        for each in pictures:
            Path(root, f"{each.number}.{each.suffix}").write_bytes(each.data)
        yield root


def _drawn(picture: Picture, root: Any) -> bool:
    import typst

    try:
        typst.compile(f'#image("/{picture.number}.{picture.suffix}")'.encode(), root=root, format="pdf")
    except typst.TypstError:
        return False
    return True


def job(sheets: Sequence[Sheet]) -> tuple[bytes, dict[str, str]]:
    """Return what Typst works on: the template, and the sheets as data. Nothing written is ever part of the template."""
    template = Path(__file__).with_name("document.typ").read_bytes()
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
