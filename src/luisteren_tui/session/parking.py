"""The parking lot: what the group wants to come back to, as short items. Their numbers count from 1 and never change."""

from collections.abc import Iterable, Mapping

from luisteren_tui.text.clusters import cut

MAX_ITEMS = 50
"""The most items that can be parked in a session."""
MAX_ITEM_LENGTH = 200
"""In characters. Items of other versions can be longer."""
MAX_LINE_LENGTH = 80
"""The most characters of a line of the facilitator's own on the wall."""


def one_line(text: str, limit: int) -> str:
    """Return at most `limit` characters of `text` on one line, with every run of white space as one space."""
    return cut(" ".join(text.split()), limit).rstrip()


def next_number(items: Iterable[int]) -> int:
    """Return the number of a new item."""
    return max(items, default=0) + 1


def as_text(items: Mapping[int, str]) -> str:
    """Return the items as one text, each on a line of its own."""
    return "\n".join(items.values())


def as_items(text: str) -> tuple[str, ...]:
    """Return the lines of a text as items. Empty lines are left out."""
    return tuple(filter(None, (line.strip() for line in text.split("\n"))))
