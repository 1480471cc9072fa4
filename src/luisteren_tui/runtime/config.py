"""The settings in config.toml. A wrong value causes a warning, and the default applies."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.languages import DEFAULT, ReadingSpeed, known
from luisteren_tui.storage.files import read_bounded
from luisteren_tui.text.safe import safe_line

MAX_CONFIG_BYTES = 64 * 1024
THEMES = ("dark", "light")
CLICKER_BLACK = (".", "b")
MIN_WPM, MAX_WPM = 40, 1000
"""The slowest and fastest reading speed that is accepted, in words a minute."""

_WEB = r"https?://[\x21-\x7e]{1,500}"
_PLACE = r"at line (\d+), column (\d+)"
_UNREADABLE = N_("{file}: the settings can't be read, so the defaults apply.")
_NOT_TOML = N_("{file}: this is not TOML, so the defaults apply.")
_UNKNOWN = N_("{file}: '{key}' is not a setting.")
_WRONG = N_("{file}: '{key}' must be {choices}.")
_WPM = N_("{file}: '{key}' must be a number of words a minute, 40 to 1000.")
_VOLUME = N_("{file}: '{key}' must be a number from 0 to 100.")
_LINK = N_("{file}: '{key}' must be a link: https://...")
_TABLE = N_("{file}: '{key}' must be a table of actions and their keys.")


class Config(NamedTuple):
    """The settings. `keys` maps the name of an action to the user's own keys, which are checked where they are bound.

    `clicker_black` is what a clicker sends for a black screen. `evaluation` is a link that the room sees at the end.
    With `sound` the room hears its signals; with `bell` they use the terminal's bell.
    """

    theme: str = "dark"
    calm_clock: bool = False
    keep_awake: bool = True
    keys: Mapping[str, str] = MappingProxyType({})
    aloud_wpm: int | None = None
    silent_wpm: int | None = None
    clicker_black: str = "."
    evaluation: str = ""
    sound: bool = False
    volume: int = 40
    bell: bool = False

    def reading_speed(self, language: str) -> ReadingSpeed:
        """Return the speeds in the settings, or else those of the language of a workshop."""
        usual = known(language) or DEFAULT
        return ReadingSpeed(self.aloud_wpm or usual.aloud_wpm, self.silent_wpm or usual.silent_wpm)


def load(path: Path) -> tuple[Config, list[str]]:
    """Return the settings in `path` and what is wrong with them, in the language in use and safe to show."""
    name = str(path)
    try:
        if not path.exists():
            return Config(), []
        # Unlike other files, this one may be a link to where somebody keeps their settings.
        data = read_bounded(Path(os.path.realpath(path)), MAX_CONFIG_BYTES)
    except (OSError, ValueError):
        return Config(), [_warning(_UNREADABLE, name)]
    import tomllib  # slow to import, and not needed without a file

    try:
        found = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        place = re.search(_PLACE, str(error))
        return Config(), [_warning(_NOT_TOML, f"{name}:{place[1]}:{place[2]}" if place else name)]
    return _check(found, name)


def _check(found: Mapping[str, Any], name: str) -> tuple[Config, list[str]]:
    known: dict[str, Any] = {}
    warnings = []
    for key, value in found.items():
        fits, message, choices = _judge(key, value)
        if not fits:
            warnings.append(_warning(message, name, key, choices))
        elif key == "keys":
            known[key] = {action: typed for action, typed in value.items() if isinstance(typed, str)}
            wrong = (action for action in value if action not in known[key])
            warnings += [_warning(_WRONG, name, f"keys.{action}", '"..."') for action in wrong]
        else:
            known[key] = value
    return Config(**known), warnings


def _judge(key: str, value: Any) -> tuple[bool, str, str]:
    """Return whether `value` fits `key`, and the warning if it doesn't, with the possible choices."""
    match key:
        case "theme":
            return value in THEMES, _WRONG, " / ".join(f'"{theme}"' for theme in THEMES)
        case "clicker_black":
            return value in CLICKER_BLACK, _WRONG, " / ".join(f'"{key}"' for key in CLICKER_BLACK)
        case "calm_clock" | "keep_awake" | "sound" | "bell":
            return type(value) is bool, _WRONG, "true / false"
        case "aloud_wpm" | "silent_wpm":
            return type(value) is int and MIN_WPM <= value <= MAX_WPM, _WPM, ""
        case "volume":
            return type(value) is int and 0 <= value <= 100, _VOLUME, ""
        case "evaluation":
            return type(value) is str and bool(re.fullmatch(_WEB, value)), _LINK, ""
        case "keys":
            return isinstance(value, dict), _TABLE, ""
    return False, _UNKNOWN, ""


def _warning(message: str, file: str, key: str = "", choices: str = "") -> str:
    return safe_line(_(message).format(file=file, key=key, choices=choices))
