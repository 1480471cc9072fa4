"""Tables as CSV, for a spreadsheet: it opens them in columns, with their accents, and runs no cell as a formula."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from luisteren_tui.i18n import current
from luisteren_tui.text.escaping import cell

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
"""What can stand between the cells of a row, by its name."""
ENCODING = "utf-8-sig"
"""The encoding of a file. Without a byte order mark, spreadsheets guess another one."""


_QUOTED = frozenset('"\r\n').union(SEPARATORS.values())
"""What is between quotes: each separator, since some programs guess which one it is and others take them all."""


def csv_lines(
    columns: Sequence[str], rows: Iterable[Mapping[str, object]], separator: str | None = None
) -> Iterator[str]:
    """Yield the names of the `columns` and then the rows, each as one line of CSV with CR LF (RFC 4180).

    A row has its values by column; what it lacks, or has as None, is an empty cell, and other keys are left out. Line
    breaks within a text stay, between quotes. The `separator` is one of SEPARATORS, by default the one with which a
    spreadsheet in the current language writes CSV. No line says which it is (`sep=;`): Excel would then ignore the byte
    order mark, and other programs would take that line for the names of the columns.
    """
    between = separator or current().list_separator
    for values in chain([columns], ([row.get(name) for name in columns] for row in rows)):
        yield f"{between.join(map(_cell, values))}\r\n"


def _cell(value: object) -> str:
    text = cell(value) if isinstance(value, str) else "" if value is None else str(value)
    return text if _QUOTED.isdisjoint(text) else '"' + text.replace('"', '""') + '"'
