"""What a reader sees: the words and lines of a PDF page from top to bottom, and the pixels of a QR code."""

import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import typst
import zxingcpp
from PIL import Image
from pypdf import PageObject, PdfReader

from luisteren_tui.export.pdf import MissingGlyphs

LINE = "____"
GREY = 0.54
"""The colour of the lines to write on."""


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page on one line, from top to bottom; a line to write on is a LINE."""
    return [_seen(page) for page in PdfReader(io.BytesIO(pdf)).pages]


def _seen(page: PageObject) -> str:
    found: list[tuple[int, str]] = []
    colour: list[Any] = []

    def text(text: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
        if text.strip():
            found.append((-round(cm[5] + cm[3] * tm[5]), text))

    def drawing(operator: bytes, operands: list[Any], cm: list[float], _tm: object) -> None:
        if operator == b"scn":
            colour[:] = operands
        elif operator == b"m" and len(colour) == 3 and abs(float(colour[0]) - GREY) < 0.01:
            found.append((-round(cm[5] + cm[3] * float(operands[1])), LINE))

    page.extract_text(visitor_text=text, visitor_operand_before=drawing)
    return plain(" ".join(what for _, what in sorted(found, key=lambda one: one[0])))


def places(pdf: bytes) -> dict[str, float]:
    """Return how far from the left edge of the first page each of its texts begins, in points."""
    found: dict[str, float] = {}

    def text(text: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
        if text.strip():
            found.setdefault(plain(text), round(cm[4] + cm[0] * tm[4], 1))

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=text)
    return found


def drawn(make: Callable[[], str | bytes]) -> bytes:
    """Return the PDF that `make` makes, whatever it lacks on this computer."""
    try:
        made = make()
    except MissingGlyphs as lacking:
        return lacking.pdf
    assert isinstance(made, bytes)
    return made


def plain(text: str) -> str:
    """Return the text on one line, without ligatures, break opportunities or isolates."""
    return " ".join(re.sub("[\u200b\u2068\u2069]", "", unicodedata.normalize("NFKC", text)).split())


def decoded(picture: bytes) -> list[str]:
    """Return what a phone reads in a PNG: only dark codes on a light background."""
    with Image.open(io.BytesIO(picture)) as image:
        codes = zxingcpp.read_barcodes(image.convert("L"), try_invert=False, try_downscale=False)
    return [code.text for code in codes]


def middle_of_title(picture: bytes) -> float:
    """Return where the middle of the title is in a PNG of a page, from 0 at the left edge to 1 at the right one."""
    with Image.open(io.BytesIO(picture)) as image:
        top = image.convert("L").crop((0, 0, image.width, image.height // 10))
        box = top.point(lambda grey: 255 * (grey < 128)).getbbox()
        assert box is not None
        return (box[0] + box[2]) / 2 / image.width


def draw_rows(rows: Sequence[str], dark: int, light: int, scale: int = 4) -> bytes:
    """Return a PNG of half blocks as a terminal draws them in these greys on black, `scale` pixels per half block."""
    halves = {" ": (light, light), "▀": (dark, light), "▄": (light, dark), "█": (dark, dark)}
    image = Image.new("L", ((len(rows[0]) + 4) * scale, (len(rows) * 2 + 4) * scale), 0)
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            for half, grey in enumerate(halves[cell]):
                left, top = (x + 2) * scale, (y * 2 + half + 2) * scale
                image.paste(grey, (left, top, left + scale, top + scale))
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def rendered(svg: str, ppi: int = 144) -> bytes:
    """Return a PNG of an SVG, 38 mm wide on white."""
    page = (
        b'#set page(width: 50mm, height: 50mm, margin: 6mm)\n#image(bytes(sys.inputs.svg), format: "svg", width: 38mm)'
    )
    made = typst.compile(page, format="png", ppi=ppi, sys_inputs={"svg": svg})
    assert isinstance(made, bytes)
    return made
