"""The model of a printed document: blocks in reading order. All text is safe to show and none of it is markup."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from luisteren_tui.text.safe import safe, safe_line


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1. `aside` is set small beside it, such as a time."""

    text: str
    level: int
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs as tuples of lines; `label` comes first, in bold."""

    paragraphs: tuple[tuple[str, ...], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with a number of `lines` to write on, kept on the same page."""

    text: str
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Space:
    """A number of `lines` to write on, under a `label`."""

    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class Points:
    """A short list under its `label`, with boxes if it is to `tick`."""

    label: str
    items: tuple[str, ...]
    tick: bool = False


@dataclass(frozen=True, slots=True)
class Tip:
    """Advice that is not by the makers of the workshop, as its `label` says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to read, in full."""

    title: str
    level: int
    paragraphs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """The source of a text as it is `shown`. Only a web address has an `address` and a QR code, as `svg`."""

    label: str
    shown: str
    address: str
    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: a time, what happens then, and for example how long."""

    time: str
    text: str
    aside: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in columns that `head` names; empty for no header."""

    rows: tuple[Row, ...]
    head: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as wide as the text; `alt` says the same in words."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo with its `caption`; `suffix` is jpeg or png, and `number` is unique in the document."""

    number: int
    suffix: str
    alt: str
    caption: str
    data: bytes


Block = Heading | Prose | Question | Space | Points | Tip | Passage | Link | Table | Drawing | Picture


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document. `kind` says who or what it is for; `size` is the font size in points; `foot` is on each page."""

    kind: str
    title: str
    language: str
    size: int
    foot: str
    blocks: tuple[Block, ...]


def values(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as JSON values. The `kind` of a block is the name of its class; pictures have no `data`."""
    blocks = [
        {"kind": type(block).__name__.lower(), **{key: value for key, value in asdict(block).items() if key != "data"}}
        for block in sheet.blocks
    ]
    return {**asdict(replace(sheet, blocks=())), "blocks": blocks}


def in_paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the paragraphs of a text, which are separated by empty lines, as tuples of lines."""
    parts = re.split(r"\n\s*\n", safe(text).strip())
    return tuple(tuple(line.strip() for line in part.split("\n")) for part in parts if part)


def items(texts: Sequence[str]) -> tuple[str, ...]:
    """Return each text on one line, without duplicates."""
    return tuple(dict.fromkeys(map(safe_line, texts)))
