"""The model of a printed document: blocks in reading order. All text is safe to show and none of it is markup."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from unicodedata import bidirectional

from luisteren_tui.i18n.languages import is_right_to_left
from luisteren_tui.text.safe import safe, safe_line

_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
"""What is between them has the direction of its first letter, and doesn't change the order of what is around it."""
_NOT_SHOWN = frozenset(("address", "svg", "alt", "suffix"))
"""Fields with text for programs."""


OPENING, CLOSING = "", "\0closing"
"""What stands before the parts of a handout and after them. A part itself is known by the id of its activity."""


class Heading(NamedTuple):
    """A heading; `level` counts from 1. The `time` at which a part begins comes before it, and `aside` small after it."""

    text: str
    level: int
    aside: str = ""
    time: str = ""


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


class Piece(StrEnum):
    """What a piece of a bar stands for."""

    PLANNED = "planned"
    TOOK = "took"
    OVER = "over"
    PART = "part"
    BREAK = "break"


class Span(NamedTuple):
    """A piece of a bar, from `begin` to `end`, as parts of the whole width."""

    piece: Piece
    begin: float
    end: float


class Bar(NamedTuple):
    """A drawing of what the words in its row say, and a thin line at `mark`."""

    spans: tuple[Span, ...]
    mark: float | None = None


class Row(NamedTuple):
    """A row of a table: a time, what happens then, and for example how long, with a `remark` about that below it."""

    time: str
    text: str
    aside: str = ""
    strong: bool = False
    bar: Bar | None = None
    remark: str = ""


class Head(NamedTuple):
    """The names of the columns of a table. That of the bars explains their pieces if there is a `legend`."""

    time: str
    text: str
    aside: str
    bar: str = ""
    legend: tuple[tuple[Piece, str], ...] = ()


class Table(NamedTuple):
    """Rows. Without a `head` their columns have no names."""

    rows: tuple[Row, ...]
    head: Head | None = None

    @property
    def has_bars(self) -> bool:
        """Whether there is a column with bars."""
        return any(row.bar for row in self.rows)


class Picture(NamedTuple):
    """A photo with its `caption`; `suffix` is jpeg or png, and `number` is unique in the document."""

    number: int
    suffix: str
    alt: str
    caption: str
    data: bytes


Block = Heading | Prose | Question | Space | Points | Tip | Passage | Link | Table | Picture
Part = tuple[str, list[Block]]
"""A part of a handout, and its blocks."""


class Sheet(NamedTuple):
    """One document. `kind` says who or what it is for; `size` is the font size in points; `foot` is on each page."""

    kind: str
    title: str
    language: str
    size: int
    foot: str
    blocks: tuple[Block, ...]


def isolated(sheet: Sheet) -> Sheet:
    """Return a right-to-left sheet in which texts that run from left to right, such as times, keep their own order."""
    if not is_right_to_left(sheet.language):
        return sheet
    return sheet._replace(foot=_isolate(sheet.foot), blocks=tuple(map(_isolate, sheet.blocks)))


def _isolate(value: Any) -> Any:
    if hasattr(value, "_fields"):
        fields = {name: each for name, each in value._asdict().items() if name not in _NOT_SHOWN}
        return value._replace(**{name: _isolate(each) for name, each in fields.items()})
    if isinstance(value, tuple):
        return tuple(map(_isolate, value))
    if not isinstance(value, str) or isinstance(value, StrEnum) or not value:
        return value
    if any(bidirectional(letter) in ("R", "AL") for letter in value):
        return value
    words = value.removesuffix(":")  # a colon belongs between this text and what comes next
    return f"{_ISOLATE}{words}{_END_ISOLATE}{value[len(words) :]}"


def values(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as JSON values. The `kind` of a block is the name of its class; pictures have no `data`."""
    return {
        **sheet._asdict(),
        "right_to_left": is_right_to_left(sheet.language),
        "blocks": [_block_values(block) for block in sheet.blocks],
    }


def _block_values(block: Block) -> dict[str, Any]:
    shown = {"kind": type(block).__name__.lower(), **block._asdict()}
    shown.pop("data", None)
    return shown | _table_values(block) if isinstance(block, Table) else shown


def _table_values(table: Table) -> dict[str, Any]:
    return {
        "head": table.head and table.head._asdict(),
        "rows": [row._asdict() | {"bar": row.bar and _bar_values(row.bar)} for row in table.rows],
        "has_bars": table.has_bars,
    }


def _bar_values(bar: Bar) -> dict[str, Any]:
    return {"spans": [span._asdict() for span in bar.spans], "mark": bar.mark}


def in_paragraphs(text: str, shown: Callable[[str], str] = str.strip) -> tuple[tuple[str, ...], ...]:
    """Return the paragraphs of a text, which are separated by empty lines, as tuples of lines as `shown`."""
    parts = re.split(r"\n\s*\n", safe(text).strip())
    return tuple(tuple(map(shown, part.split("\n"))) for part in parts if part)


def items(texts: Sequence[str]) -> tuple[str, ...]:
    """Return each text on one line, without duplicates."""
    return tuple(dict.fromkeys(map(safe_line, texts)))
