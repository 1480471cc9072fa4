"""What a key means as a command on any keyboard, and whether a press of it counts. Every screen goes by this.

What is typed into a text is not changed: these are the keys that a binding is looked up with.
"""

from collections.abc import Mapping
from math import inf
from types import MappingProxyType

HELD_S = 0.5
"""A key that moves the session counts again once it was silent for this long."""
REPEAT_S = 0.06
"""The same key within this time is held down: nobody presses twice so fast, and keyboards repeat faster."""

COUNTS_ONCE: Mapping[str, float] = MappingProxyType(
    dict.fromkeys(("right", "left", "s", "space", "enter", "c", "full_stop", "pagedown", "pageup"), HELD_S)
)
"""How long each of these must be silent before it counts again; the others `REPEAT_S`. A screen may have its own."""
KEYPAD: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "add": ("plus", "+"),
        "subtract": ("minus", "-"),
        "decimal": ("full_stop", "."),
        "divide": ("slash", "/"),
        "multiply": ("asterisk", "*"),
        "equal": ("equals_sign", "="),
        "separator": ("comma", ","),
    }
)
"""The keys that some terminals report as keys of the keypad: the usual key for each, and its character."""
DIGITS: Mapping[str, str] = MappingProxyType(
    {
        "ampersand": "1",
        "é": "2",
        "quotation_mark": "3",
        "apostrophe": "4",
        "left_parenthesis": "5",
        "è": "7",
        "underscore": "8",
        "ç": "9",
        "à": "0",
    }
)
"""The digits of a French keyboard without Shift. The one for 6 is a minus, which means less."""


def command_key(key: str) -> str:
    """Return the key to look up for `key`: a letter is the same with Shift or Caps Lock."""
    if len(key) == 1:
        return key.lower()
    if len(key) == 7 and key.startswith("shift+"):
        return key[-1].lower()
    return key


class HeldKeys:
    """Tells a key that is held down from one that is pressed again. Times are in seconds of any clock that runs on.

    A terminal that `reports` which keys it repeats is believed. With others, the time between two presses decides.
    """

    def __init__(self) -> None:
        self.reports = False
        self.release()

    def release(self) -> None:
        """Forget the last key: the next one is a new press."""
        self._key, self._at = "", -inf

    def still(self, at: float) -> float:
        """Return for how many seconds no key at all came before one comes `at` this time."""
        return at - self._at

    def silent(self, key: str, at: float, *, repeat: bool = False) -> float:
        """Return for how many seconds `key` was silent before it came `at` this time; infinity if another key came last.

        `repeat` is whether the terminal says that the key is held: then it was not silent at all.
        """
        key = command_key(key)
        silent = 0 if repeat else at - self._at if key == self._key and not self.reports else inf
        self._key, self._at = key, at
        return silent
