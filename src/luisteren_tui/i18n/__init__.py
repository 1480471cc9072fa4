"""The language of the messages: English message ids that are looked up when they are shown."""

import os
from functools import cache
from pathlib import Path

from luisteren_tui.i18n.catalog import Catalog
from luisteren_tui.i18n.languages import DEFAULT, LANGUAGES, MESSAGE_IDS
from luisteren_tui.i18n.languages.language import Language

DOMAIN = "luisteren_tui"
LOCALE = Path(__file__).parent / "locale"
_catalog = Catalog()
_current = MESSAGE_IDS


def use(language: str) -> None:
    """Show messages in the language with this code from now on."""
    global _catalog, _current
    _catalog = _catalog_of(language)
    _current = LANGUAGES.get(language, MESSAGE_IDS)
    os.environ["LANGUAGE"] = language  # for click


@cache
def _catalog_of(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    return Catalog(path if path.is_file() else None)


def current() -> Language:
    """Return the language of the messages."""
    return _current


def format_number(n: int) -> str:
    """Return a whole number with a sign between its thousands."""
    return f"{n:,}".replace(",", _current.thousands)


def choose(*names: str | None) -> str:
    """Return the code of the first language in `names` that exists here ("nl_NL.UTF-8" is nl), else the default."""
    for name in names:
        if name and (code := name[:2].lower()) in LANGUAGES:
            return code
    return DEFAULT.code


def N_(message: str) -> str:
    """Mark a message id. It is translated where it is shown."""
    return message


def _(message: str) -> str:
    """Return the message in the current language."""
    return _catalog.gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """Return the message for `n` things in the current language."""
    return _catalog.ngettext(one, many, n)
