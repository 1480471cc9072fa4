"""What a handout is made of: blocks in reading order. All their text is safe to show; none of it is markup."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from luisteren_tui.text.safe import safe, safe_line


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1, `aside` is what stands small beside it, such as its time."""

    text: str
    level: int
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs, each of lines that stay lines; `label` comes first, in bold."""

    paragraphs: tuple[tuple[str, ...], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with `lines` to write on, which no page break parts from it."""

    text: str
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Space:
    """Lines to write on, under a `label`."""

    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class Points:
    """A short list under its `label`; with boxes to `tick`."""

    label: str
    items: tuple[str, ...]
    tick: bool = False


@dataclass(frozen=True, slots=True)
class Tip:
    """Advice that the makers did not write, as its `label` says."""

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
    """Where a text is to be found, as it is `shown`; only a web address has an `address`, and the code `svg`."""

    label: str
    shown: str
    address: str
    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: a time, what is then, and how long or how."""

    time: str
    text: str
    aside: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Times and what is then; `head` names the columns, empty for none."""

    rows: tuple[Row, ...]
    head: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as wide as the text, which `alt` says in words."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo, JPEG or PNG as its `suffix` says, under which its `caption` stands; `number` is its own in the document."""

    number: int
    suffix: str
    alt: str
    caption: str
    data: bytes


Block = Heading | Prose | Question | Space | Points | Tip | Passage | Link | Table | Drawing | Picture


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document. `kind` names its readers; `size` is that of its letters, in points; `foot` stands on each page."""

    kind: str
    title: str
    language: str
    size: int
    foot: str
    blocks: tuple[Block, ...]


def values(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as JSON values; each block has the name of its class as `kind`, a picture no `data`."""
    blocks = [
        {"kind": type(block).__name__.lower(), **{key: value for key, value in asdict(block).items() if key != "data"}}
        for block in sheet.blocks
    ]
    return {**asdict(replace(sheet, blocks=())), "blocks": blocks}


def in_paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the paragraphs of a text, which empty lines part, each as its lines."""
    parts = re.split(r"\n\s*\n", safe(text).strip())
    return tuple(tuple(line.strip() for line in part.split("\n")) for part in parts if part)


def items(texts: Sequence[str]) -> tuple[str, ...]:
    """Return each text on one line, those that come twice once."""
    return tuple(dict.fromkeys(map(safe_line, texts)))
