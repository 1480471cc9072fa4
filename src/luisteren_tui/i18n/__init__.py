"""The language of the messages: English message ids that are looked up when they are shown."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from luisteren_tui.i18n.catalog import Catalog
from luisteren_tui.i18n.languages import DEFAULT, LANGUAGES, MESSAGE_IDS, known
from luisteren_tui.i18n.languages.language import N_ as N_
from luisteren_tui.i18n.languages.language import Language

DOMAIN = "luisteren_tui"
LOCALE = Path(__file__).parent / "locale"
_catalog = Catalog()
_current = MESSAGE_IDS
_spoken: ContextVar[Language | None] = ContextVar("spoken", default=None)
"""The language for the room, while its words are made. Another thread goes on in the language in use."""


def use(language: str) -> None:
    """Show messages in the language with this code from now on."""
    global _catalog, _current
    _catalog = _catalog_of(language)
    _current = LANGUAGES.get(language, MESSAGE_IDS)
    os.environ["LANGUAGE"] = language  # for click


@contextmanager
def for_room(workshop_language: str) -> Iterator[None]:
    """Show messages as the room reads them in a workshop in this language. Without a workshop, nothing changes."""
    before = _spoken.set(room_language(workshop_language) if workshop_language else _spoken.get())
    try:
        yield
    finally:
        _spoken.reset(before)


def room_language(workshop_language: str) -> Language:
    """Return the language that the room of a workshop reads: its own if it exists here, else English."""
    return known(workshop_language) or MESSAGE_IDS


@cache
def _catalog_of(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    return Catalog(path if path.is_file() else None)


def current() -> Language:
    """Return the language of the messages."""
    return _spoken.get() or _current


def format_number(n: int) -> str:
    """Return a whole number with a sign between its thousands."""
    return f"{n:,}".replace(",", current().thousands)


def asked_language(option: str | None = None) -> str | None:
    """Return the code of the language that the option or the environment asks for, or None."""
    asked = known(option or os.environ.get("LUISTEREN_LANG", ""))
    return asked and asked.code


def screen_language(asked: str | None, workshop_language: str | None = None) -> str:
    """Return the code of the facilitator's language: what was `asked` for, else the workshop's, else the system's.

    If none of them exists here, it is English for a workshop in another language, and else the default.
    """
    system = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), None)
    found = next(filter(None, (known(name) for name in (asked, workshop_language, system) if name)), None)
    return (found or (MESSAGE_IDS if workshop_language else DEFAULT)).code


def _(message: str) -> str:
    """Return the message in the current language."""
    spoken = _spoken.get()
    return (_catalog if spoken is None else _catalog_of(spoken.code)).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """Return the message for `n` things in the current language."""
    spoken = _spoken.get()
    return (_catalog if spoken is None else _catalog_of(spoken.code)).ngettext(one, many, n)
