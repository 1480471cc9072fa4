"""Documents as a PDF for A4 paper. Typst's wheel makes it, with its own fonts, and those of the system for the rest."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any
from unicodedata import category

from luisteren_tui.export.document import Picture, Prose, Sheet, breakable, isolated, texts, values
from luisteren_tui.export.look import variables
from luisteren_tui.i18n import _
from luisteren_tui.i18n.languages import DEFAULT
from luisteren_tui.text.clusters import ZWJ, is_mark
from luisteren_tui.text.font_coverage import named, uncovered

_UNBROKEN_KEYS = {"svg", "alt", "address"}
_ARABIC = "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
"""Typst's own fonts have these letters only in a monospaced face."""
_REFUSED = re.compile(r'the text `"(.+?)"` could not be displayed')
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
"""How Typst writes a character that can't be seen."""


class NoTypst(Exception):
    """The extra that makes a PDF is not installed."""


class NotPictures(Exception):
    """Some pictures can't be drawn; `numbers` says which."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


class MissingGlyphs(Exception):
    """No font has some characters, which the `pdf` shows as boxes. The message names them."""

    def __init__(self, pdf: bytes, characters: Sequence[str]) -> None:
        text = _("Missing in the PDF, because no font on this computer has it: {characters}.")
        super().__init__(text.format(characters=named(characters)))
        self.pdf, self.characters = pdf, characters


def as_pdf(sheets: Sequence[Sheet]) -> bytes:
    """Return a document with the sheets, each with its own page numbers.

    Fonts of the system are searched only for what Typst's own fonts lack. Raise NoTypst without the extra, NotPictures
    for damaged pictures, and MissingGlyphs, with the document, if no font has some of the characters.
    """
    try:
        import typst  # an optional dependency
    except ImportError:
        raise NoTypst from None
    pictures = [block for sheet in sheets for block in sheet.blocks if isinstance(block, Picture)]
    template, given = job(sheets)
    with _files(pictures) as root:
        try:
            made = typst.compile(
                template, root=root, format="pdf", ignore_system_fonts=not given["borrowed"], sys_inputs=given
            )
        except typst.TypstError:
            wrong = [each.number for each in pictures if not _can_draw(each, root, typst)]
            if not wrong:
                raise
            raise NotPictures(wrong) from None
    assert isinstance(made, bytes)
    if lacking := _undrawn(uncovered("".join(texts(sheets))), typst):
        raise MissingGlyphs(made, lacking)
    return made


def _undrawn(characters: Sequence[str], typst: ModuleType) -> list[str]:
    """Return the characters that no font of the system has either. What is for private use is different in each."""
    if not characters:
        return []
    # An accent needs something to stand on.
    shown = tuple(("◌" if is_mark(each) else "") + each for each in characters)
    template, given = job([Sheet("", "", DEFAULT.code, 10, "", (Prose((shown,)),))])
    refused = ""
    try:
        # Typst draws a box and says nothing, unless a standard demands that all can be read.
        typst.compile(template, format="pdf", pdf_standards=["a-2b"], sys_inputs=given)
    except typst.TypstError as error:  # it also asks for a date
        found = "".join(_REFUSED.findall(error.diagnostic))
        refused = _CODE.sub(lambda code: chr(int(code[1], 16)), found)
    return [each for each in characters if each in refused or category(each) == "Co"]


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
    borrowed = _borrowed("".join(texts(sheets)))
    return template, {"sheets": shown, "look": json.dumps(variables("document.css")), "borrowed": borrowed}


def _borrowed(text: str) -> str:
    """Return a pattern, for Typst, of the parts of a text for which fonts of the system are better, or an empty text.

    What is joined, such as an emoji of several ones, has to come from one font.
    """
    letters = "".join(each for each in uncovered(text) if not is_mark(each))
    if re.search(f"[{_ARABIC}]", text):
        letters += _ARABIC
    if not letters:
        return ""
    first = rf"[{letters}]|\S\p{{M}}*{ZWJ}[{letters}]|\S[\x{{1F3FB}}-\x{{1F3FF}}]|[0-9#*]\x{{FE0F}}?\x{{20E3}}"
    return rf"(?:{first})(?:[{letters}\p{{M}}\x{{200C}}\x{{E0020}}-\x{{E007F}}]|{ZWJ}\S)*"


def _breakable(value: Any) -> Any:
    """Return the values with break opportunities in words that are wider than the paper."""
    match value:
        case str():
            return breakable(value)
        case dict():
            return {key: one if key in _UNBROKEN_KEYS else _breakable(one) for key, one in value.items()}
        case list() | tuple():
            return [_breakable(one) for one in value]
    return value
