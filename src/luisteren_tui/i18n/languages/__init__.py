"""The registry of languages. A new language needs its module, an entry here and a catalogue of messages."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from luisteren_tui.i18n.languages.dutch import DUTCH
from luisteren_tui.i18n.languages.english import ENGLISH
from luisteren_tui.i18n.languages.language import Language

LANGUAGES: dict[str, Language] = {each.code: each for each in (DUTCH, ENGLISH)}
"""Every language by its code. The first one is the default."""

DEFAULT = next(iter(LANGUAGES.values()))
MESSAGE_IDS = ENGLISH
"""The language of the message ids, which needs no catalogue."""


_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"))
_SCRIPTS = frozenset(("adlm", "arab", "hebr", "nkoo", "syrc", "thaa"))
"""Scripts that are written from right to left, as a language code names them: "az-Arab"."""


def known(code: str) -> Language | None:
    """Return the language that a code such as nl-BE or nl_NL.UTF-8 names, if it exists here."""
    return LANGUAGES.get(re.split("[-_.@]", code.lower(), maxsplit=1)[0])


def is_right_to_left(code: str) -> bool:
    """Return whether a language is written from right to left. Most of those don't exist here, but workshops use them."""
    language, script, *_region = (*code.lower().replace("_", "-").split("-"), "")
    return script in _SCRIPTS if len(script) == 4 else language in _RIGHT_TO_LEFT


class ReadingSpeed(NamedTuple):
    """The words a minute that are read aloud and in silence. The defaults are those of the default language."""

    aloud_wpm: int = DEFAULT.aloud_wpm
    silent_wpm: int = DEFAULT.silent_wpm


def is_yes(answer: str) -> bool:
    """Return whether an answer means yes in any language: people often answer in their own."""
    return answer.strip().lower() in {word for each in LANGUAGES.values() for word in each.yes}


def hour_signs() -> str:
    """Return a pattern for what stands between hours and minutes in any language, the longest first."""
    signs = sorted((sign for each in LANGUAGES.values() for sign in each.hour_signs), key=len, reverse=True)
    return "|".join(map(re.escape, signs))


def near_days() -> dict[str, int]:
    """Return the words for today and tomorrow in any language, with how many days away each is."""
    return {word: days for each in LANGUAGES.values() for days, word in enumerate(each.near_days)}


def minutes_in_words(text: str) -> int | None:
    """Return the minutes in a length of time without a number, in any language."""
    lengths = (pair for each in LANGUAGES.values() for pair in each.minutes_in_words)
    return next((minutes for words, minutes in lengths if words in text), None)


def with_digits(text: str) -> str:
    """Return `text` with the numbers that are written as words, in any language, in digits."""
    numbers = (*range(2, 21), 30, 40, 50, 60)
    known = {
        word: str(number) for each in LANGUAGES.values() for word, number in zip(each.numbers, numbers, strict=True)
    }
    return re.sub(r"\w+", lambda match: known.get(match[0].lower(), match[0]), text)


def workshop_word(word: str, allowed: Iterable[str]) -> str | None:
    """Return which of the keys or values of a workshop file was meant by a word in any language."""
    word = word.strip().lower().replace("'", "")
    tables = [dict(each.workshop_words) for each in LANGUAGES.values()]
    return next((one for one in allowed for table in tables if word in table.get(one, "").split()), None)
