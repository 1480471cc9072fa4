"""The model of a printed document: blocks in reading order. All text is safe to show and none of it is markup."""

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from luisteren_tui.text.safe import safe, safe_line


class Heading(NamedTuple):
    """A heading; `level` counts from 1. `aside` is set small beside it, such as a time."""

    text: str
    level: int
    aside: str = ""


class Prose(NamedTuple):
    """Paragraphs as tuples of lines; `label` comes first, in bold."""

    paragraphs: tuple[tuple[str, ...], ...]
    label: str = ""


class Question(NamedTuple):
    """A question with a number of `lines` to write on, kept on the same page."""

    text: str
    lines: int = 0


class Space(NamedTuple):
    """A number of `lines` to write on, under a `label`."""

    label: str
    lines: int


class Points(NamedTuple):
    """A short list under its `label`, with boxes if it is to `tick`."""

    label: str
    items: tuple[str, ...]
    tick: bool = False


class Tip(NamedTuple):
    """Advice that is not by the makers of the workshop, as its `label` says."""

    label: str
    text: str


class Passage(NamedTuple):
    """A text to read, in full."""

    title: str
    level: int
    paragraphs: tuple[tuple[str, ...], ...]


class Link(NamedTuple):
    """The source of a text as it is `shown`. Only a web address has an `address` and a QR code, as `svg`."""

    label: str
    shown: str
    address: str
    svg: str
    alt: str


class Row(NamedTuple):
    """A row of a table: a time, what happens then, and for example how long."""

    time: str
    text: str
    aside: str = ""
    strong: bool = False


class Table(NamedTuple):
    """Rows in columns that `head` names; empty for no header."""

    rows: tuple[Row, ...]
    head: tuple[str, ...] = ()


class Drawing(NamedTuple):
    """A drawing as wide as the text; `alt` says the same in words."""

    svg: str
    alt: str


class Picture(NamedTuple):
    """A photo with its `caption`; `suffix` is jpeg or png, and `number` is unique in the document."""

    number: int
    suffix: str
    alt: str
    caption: str
    data: bytes


Block = Heading | Prose | Question | Space | Points | Tip | Passage | Link | Table | Drawing | Picture


class Sheet(NamedTuple):
    """One document. `kind` says who or what it is for; `size` is the font size in points; `foot` is on each page."""

    kind: str
    title: str
    language: str
    size: int
    foot: str
    blocks: tuple[Block, ...]


def values(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as JSON values. The `kind` of a block is the name of its class; pictures have no `data`."""
    return {**sheet._asdict(), "blocks": [_block_values(block) for block in sheet.blocks]}


def _block_values(block: Block) -> dict[str, Any]:
    shown = {"kind": type(block).__name__.lower(), **block._asdict()}
    shown.pop("data", None)
    return shown | {"rows": [row._asdict() for row in block.rows]} if isinstance(block, Table) else shown


def in_paragraphs(text: str, shown: Callable[[str], str] = str.strip) -> tuple[tuple[str, ...], ...]:
    """Return the paragraphs of a text, which are separated by empty lines, as tuples of lines as `shown`."""
    parts = re.split(r"\n\s*\n", safe(text).strip())
    return tuple(tuple(map(shown, part.split("\n"))) for part in parts if part)


def items(texts: Sequence[str]) -> tuple[str, ...]:
    """Return each text on one line, without duplicates."""
    return tuple(dict.fromkeys(map(safe_line, texts)))
