"""The model of a printed document: blocks in reading order. All text is safe to show and none of it is markup."""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple
from unicodedata import bidirectional

from luisteren_tui.i18n.languages import is_right_to_left
from luisteren_tui.text.clusters import clusters
from luisteren_tui.text.safe import safe, safe_line

_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
"""What is between them has the direction of its first letter, and doesn't change the order of what is around it."""
_WHOLE_NUMBER = re.compile(r"(?<![\w-])(?:[+0][0-9]*(?:[ /-][0-9]+)+|[0-9]+(?:[/-][0-9]+){2,})(?![\w-])", re.ASCII)
"""A phone number or a day, of which the parts would change places among Arabic letters. Those of "3-5" should."""
_NOT_SHOWN = frozenset(("address", "svg", "alt", "suffix"))
"""Fields with text for programs."""
_LONGEST_WORD = 30
"""The longest word, in characters, that is never broken on paper where it is not in columns."""
_MAX_COLUMNS = 8
"""The most columns of words that are legible beside each other on paper."""

OPENING, CLOSING = "", "\0closing"
"""What stands before the parts of a handout and after them. A part itself is known by the id of its activity."""


class Heading(NamedTuple):
    """A heading; `level` counts from 1. The `time` at which a part begins comes before it, and `aside` small after it."""

    text: str
    level: int
    aside: str = ""
    time: str = ""


class Prose(NamedTuple):
    """Paragraphs as tuples of lines, in which tabs separate columns; `label` comes first, in bold."""

    paragraphs: tuple[tuple[str, ...], ...]
    label: str = ""


class Lines(NamedTuple):
    """Lines of a paragraph."""

    lines: tuple[str, ...]


class Columns(NamedTuple):
    """Lines of a paragraph as rows with as many cells each, such as those of a spreadsheet."""

    rows: tuple[tuple[str, ...], ...]


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
    if "\t" in value:
        return "\t".join(map(_isolate, value.split("\t")))
    kinds = set(map(bidirectional, value))
    if "AL" in kinds:
        return _WHOLE_NUMBER.sub(rf"{_ISOLATE}\g<0>{_END_ISOLATE}", value)
    if "R" in kinds:
        return value
    words = value.removesuffix(":")  # a colon belongs between this text and what comes next
    return f"{_ISOLATE}{words}{_END_ISOLATE}{value[len(words) :]}"


def texts(value: Any) -> Iterator[str]:
    """Yield all texts that sheets or their parts show."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        yield value
    elif isinstance(value, tuple | list):
        names = getattr(value, "_fields", ("",) * len(value))
        for name, each in zip(names, value, strict=True):
            if name not in _NOT_SHOWN:
                yield from texts(each)


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
    if isinstance(block, Prose | Passage):
        shown["paragraphs"] = [[piece._asdict() for piece in pieces(each)] for each in block.paragraphs]
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
    """Return the paragraphs of a text, which are separated by empty lines, as tuples of lines as `shown`.

    A line with tabs between its words is in columns: its cells keep their tabs.
    """
    parts = re.split(r"(?:\A|\n)\s*\n|\n\s*\Z", safe(text))
    return tuple(tuple(_line(line, shown) for line in part.split("\n")) for part in parts if part.strip())


def _line(line: str, shown: Callable[[str], str]) -> str:
    return "\t".join(map(str.strip, line.split("\t"))) if "\t" in line.strip() else shown(line)


def pieces(paragraph: Sequence[str]) -> Iterator[Lines | Columns]:
    """Yield the lines of a paragraph, with what belongs below each other in columns."""
    for tabbed, lines in groupby(paragraph, lambda line: "\t" in line):
        rows = [line.split("\t") for line in lines]
        yield _columns(rows) if tabbed else Lines(tuple(line for (line,) in rows))


def _columns(rows: list[list[str]]) -> Lines | Columns:
    if len({len(row) for row in rows}) > 1:  # somebody typed tabs until it looked right
        rows = [list(filter(None, row)) for row in rows]
    count = max(map(len, rows))
    if count > _MAX_COLUMNS:
        return Lines(tuple("\N{EM SPACE}".join(row) for row in rows))
    widest = _LONGEST_WORD * 2 // count
    return Columns(tuple((*(breakable(cell, widest) for cell in row), *[""] * (count - len(row))) for row in rows))


def breakable(text: str, longest: int = _LONGEST_WORD) -> str:
    """Return a text with break opportunities in words of more than the `longest` that has a place on a line.

    Arabic letters stay together, because they are joined.
    """
    return re.sub(rf"[^\s/]{{{longest + 1},}}", lambda word: "".join(_with_breaks(word[0])), text)


def _with_breaks(word: str) -> Iterator[str]:
    for place, sign in enumerate(clusters(word)):
        yield f"\u200b{sign}" if place and bidirectional(sign[0]) != "AL" else sign


def items(texts: Sequence[str]) -> tuple[str, ...]:
    """Return each text on one line, without duplicates."""
    return tuple(dict.fromkeys(map(safe_line, texts)))
