"""Documents as a PDF for A4 paper. Typst's wheel makes it, without programs or fonts of the system."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from luisteren_tui.export.document import Picture, Sheet, isolated, values
from luisteren_tui.export.look import variables

_LONG_WORD = re.compile(r"[^\s/]{31,}")
_UNBROKEN_KEYS = {"svg", "alt", "address"}


class NoTypst(Exception):
    """The extra that makes a PDF is not installed."""


class NotPictures(Exception):
    """Some pictures can't be drawn; `numbers` says which."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


def as_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Return a document with the sheets, each with its own page numbers.

    Raise NoTypst without the extra, and NotPictures for damaged pictures.
    """
    try:
        import typst  # an optional dependency
    except ImportError:
        raise NoTypst from None
    pictures = [block for sheet in sheets for block in sheet.blocks if isinstance(block, Picture)]
    template, given = job(sheets)
    with _files(pictures) as root:
        try:
            made = typst.compile(template, root=root, format="pdf", ignore_system_fonts=True, sys_inputs=given)
        except typst.TypstError:
            wrong = [each.number for each in pictures if not _can_draw(each, root, typst)]
            if not wrong:
                raise
            raise NotPictures(wrong) from None
    assert isinstance(made, bytes)
    return made


@contextmanager
def _files(pictures: Sequence[Picture]) -> Iterator[Any]:
    """Put the pictures in a folder for Typst, named by number, and yield the folder, or None without pictures."""
    if not pictures:
        yield None
        return
    with TemporaryDirectory(prefix="luisteren-") as root:
        for each in pictures:
            Path(root, f"{each.number}.{each.suffix}").write_bytes(each.data)
        yield root


def _can_draw(picture: Picture, root: Any, typst: ModuleType) -> bool:
    """Return whether Typst can draw the file of a picture in the folder `root`."""
    try:
        typst.compile(f'#image("/{picture.number}.{picture.suffix}")'.encode(), root=root, format="pdf")
    except typst.TypstError:
        return False
    return True


def job(sheets: Sequence[Sheet]) -> tuple[bytes, dict[str, str]]:
    """Return the input of Typst: the template, and the sheets and the look as data.

    No text of a user becomes part of the template.
    """
    template = Path(__file__).with_name("document.typ").read_bytes()
    shown = json.dumps([_breakable(values(isolated(sheet))) for sheet in sheets])
    return template, {"sheets": shown, "look": json.dumps(variables("document.css"))}


def _breakable(value: Any) -> Any:
    """Return the values with break opportunities in words that are wider than the paper."""
    match value:
        case str():
            return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), value)
        case dict():
            return {key: one if key in _UNBROKEN_KEYS else _breakable(one) for key, one in value.items()}
        case list() | tuple():
            return [_breakable(one) for one in value]
    return value
