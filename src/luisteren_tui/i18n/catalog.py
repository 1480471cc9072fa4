"""A compiled catalogue of messages in which each message is looked up when it is shown.

The standard library's gettext first reads the whole file, and the first picture would wait for a thousand messages.
"""

from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from struct import unpack_from

_USUAL = "n != 1"
"""The plural rule of many languages."""


class Catalog:
    """The translations in a GNU .mo file, in which the ids are sorted. Without a file, or a translation, ids stay."""

    def __init__(self, path: Path | None = None) -> None:
        self._data = b"" if path is None else path.read_bytes()
        self._order = "<" if self._data.startswith(b"\xde\x12\x04\x95") else ">"
        self._count, self._ids, self._texts = unpack_from(f"{self._order}8x3I", self._data) if self._data else (0, 0, 0)
        self._found: dict[str, str] = {}

    def gettext(self, message: str) -> str:
        """Return the translation of `message`."""
        found = self._found.get(message)
        if found is None:
            found = self._found[message] = self._look_up(message)
        return found

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Return the translation for `n` things."""
        message = f"{one}\0{many}"
        found = self.gettext(message)
        if found == message:
            return one if n == 1 else many
        return found.split("\0")[self._form(n)]

    def _look_up(self, id: str) -> str:
        key = id.encode("utf-8", "surrogatepass")
        index = bisect_left(range(self._count), key, key=lambda index: self._bytes(self._ids, index))
        if index < self._count and self._bytes(self._ids, index) == key:
            return self._bytes(self._texts, index).decode()
        return id

    def _bytes(self, table: int, index: int) -> bytes:
        length, start = unpack_from(f"{self._order}2I", self._data, table + 8 * index)
        found: bytes = self._data[start : start + length]
        return found

    @cached_property
    def _form(self) -> Callable[[int], int]:
        """Which form a message takes for a number, by the rule in the header of the catalogue."""
        _name, _equals, rest = self.gettext("").partition("plural=")
        rule = rest.partition(";")[0] or _USUAL
        if rule.strip("()") == _USUAL:
            return lambda n: int(n != 1)
        # Lazy: few languages have another rule.
        from gettext import c2py

        return c2py(rule)
