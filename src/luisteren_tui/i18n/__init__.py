"""The language of the messages: English message ids, looked up when shown."""

import gettext
import os
from pathlib import Path

LANGUAGES = ("nl", "en")
DOMAIN = "luisteren_tui"
_catalog: gettext.NullTranslations = gettext.NullTranslations()


def use(language: str) -> None:
    """Show messages in `language` from now on ("nl" or "en"); click's own messages follow."""
    global _catalog
    folder = str(Path(__file__).parent / "locale")
    _catalog = gettext.translation(DOMAIN, folder, [language], fallback=True)
    gettext.bindtextdomain(DOMAIN, folder)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language


def choose(*wishes: str | None) -> str:
    """Return the first wish that names a language we have ("nl_NL.UTF-8" names nl), else Dutch."""
    for wish in wishes:
        if wish and (code := wish[:2].lower()) in LANGUAGES:
            return code
    return "nl"


def N_(message: str) -> str:
    """Mark a message id for translation where it is shown."""
    return message


def _(message: str) -> str:
    """Return the message in the language in use."""
    return _catalog.gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """Return the message for `n` things in the language in use."""
    return _catalog.ngettext(one, many, n)
