"""What the program needs to know of a language, besides its catalogue of messages."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple


def N_(message: str) -> str:
    """Mark a message id. It is translated where it is shown."""
    return message


TWO_DIGITS = tuple(f"{number:02}" for number in range(60))
"""The numbers in dates and times. In a list of thousands of sessions, formatting them takes three times as long."""


class Language(NamedTuple):
    """One language of the screens and of workshops."""

    code: str
    name: str
    """A message id: what it is called."""
    weekdays: tuple[str, ...]
    """From Monday."""
    months: tuple[str, ...]
    short_date: Callable[[date], str]
    """Write a date for a list."""
    near_date: Callable[[date], str]
    """Write a date for a list in which the year is known: its day of the week, day and month, short."""
    thousands: str
    """The sign between the thousands of a number."""
    list_separator: str
    """The sign between the cells of a CSV, as a spreadsheet in this language writes and reads it."""
    hour_signs: tuple[str, ...]
    """What people type between hours and minutes besides a colon or a full stop, such as the u in "13u30"."""
    near_days: tuple[str, str]
    """The words for today and tomorrow, in lower case."""
    yes: tuple[str, ...]
    """Answers that mean yes, in lower case."""
    aloud_wpm: int
    """How many words a minute people read aloud."""
    silent_wpm: int
    """How many words a minute people read in silence."""
    numbers: tuple[str, ...]
    """The words for 2 to 20, 30, 40, 50 and 60, in this order."""
    minutes_in_words: tuple[tuple[str, int], ...]
    """What people write for a length of time without a number, the longest first, with its minutes."""
    workshop_words: tuple[tuple[str, str], ...]
    """For keys and values of a workshop file, the words that people write instead."""
