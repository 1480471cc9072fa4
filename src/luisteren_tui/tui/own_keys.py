"""The user's own keys for the session's actions, from the settings."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.keyboard import KEYPAD, command_key
from luisteren_tui.tui.keymap import ACTIONS, EARLIER_INSTEAD, USUAL, key_name
from luisteren_tui.tui.textual_internals import character_to_key

RESERVED = frozenset(("escape", "tab", "shift+tab", "f5", "ctrl+p", "ctrl+c", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+h"))
"""Keys that mean the same on every screen, that terminals send for another key, or that clickers send."""
OTHER_NAMES: Mapping[str, str] = {
    **{name: key for name, (key, _character) in KEYPAD.items()},
    **{f"kp_{name}": key for name, (key, _character) in KEYPAD.items()},
    **{f"kp_{digit}": str(digit) for digit in range(10)},
    **{"kp_enter": "enter", "kp_plus": "plus", "kp_minus": "minus", "kp_point": "full_stop", "kp_period": "full_stop"},
    **{"return": "enter", "esc": "escape", "spacebar": "space", "del": "delete", "ins": "insert"},
    **{"page_down": "pagedown", "page_up": "pageup", "pgdn": "pagedown", "pgup": "pageup"},
    **{f"arrow_{way}": way for way in ("left", "right", "up", "down")},
}
"""What else people call a key. A terminal can't tell the keypad from the other keys, so both mean the same."""
_NAMED = frozenset(key.value for key in Keys if re.fullmatch(r"[a-z]+|f\d+", key.value)) - {"ignore", "newline"}
_SIGNS = {name: sign for sign, name in KEY_NAME_REPLACEMENTS.items()}


def own_keys(wanted: Mapping[str, str], *, black_on_b: bool = False) -> tuple[dict[str, str], list[str]]:
    """Return the keys of the actions that have others than usual, and warnings about keys that can't be used.

    `wanted` maps the name of an action to a character or the name of a key. With `black_on_b` the `b` of a clicker
    blanks the room, and another key says that the activity began earlier. Warnings are translated and safe.
    """
    usual = dict(USUAL)
    if black_on_b:
        usual |= {"blank": usual["blank"] + ",b", "earlier": EARLIER_INSTEAD}
    keys: dict[str, str] = {}
    warnings = []
    for name, written in wanted.items():
        key = key_of(written)
        if name not in usual:
            warnings.append(_("Settings: there is no action {name}.").format(name=safe_line(name)))
        elif not key:
            warnings.append(_not_a_key(written))
        elif key in RESERVED and key not in usual[name].split(","):
            text = _("Settings: the key {key} can't be chosen, because it has a meaning of its own.")
            warnings.append(text.format(key=_(key_name(key))))
        else:
            keys[name] = f"{key},b" if black_on_b and name == "blank" else key
    while clash := next(_clashes(keys, usual), None):
        mine, key, other = clash
        del keys[mine]
        text = _("Settings: the key {key} already means something else: {name}.")
        warnings.append(text.format(key=_(key_name(key)), name=other))
    return {name: each for name, each in {**usual, **keys}.items() if each != USUAL[name]}, warnings


def _clashes(keys: dict[str, str], usual: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield each action with a key of its own that another action has too: the action, the key and the other action."""
    f_keys = {action.f_key: action.name for action in ACTIONS if action.f_key}
    for name in reversed(keys):  # of two actions with the same own key, the first keeps it
        for key in keys[name].split(","):
            others = (other for other, each in {**usual, **keys}.items() if other != name and key in each.split(","))
            if other := next(others, "") or (f_keys[key] if f_keys.get(key, name) != name else ""):
                yield name, key, other


def key_of(written: str) -> str:
    """Return Textual's name of the key that is `written` as a character or as a name, or "" if there is none."""
    if len(written) == 1:
        return character_to_key(command_key(written)) if written.isprintable() else ""
    *modifiers, name = written.strip().lower().replace(" ", "_").split("+")
    name = OTHER_NAMES.get(name, name)
    if len(name) > 1 and name not in _NAMED and not _is_sign(name):
        return ""
    if set(modifiers) - {"ctrl", "shift"} or not name:
        return ""
    return command_key("+".join([*sorted(set(modifiers)), name]))


def _is_sign(name: str) -> bool:
    """Return whether `name` is Textual's name of a character, such as question_mark."""
    try:
        return unicodedata.lookup(_SIGNS.get(name, name).replace("_", " ")).isprintable()
    except KeyError:
        return False


def _not_a_key(written: str) -> str:
    """Return a warning that names the key that was probably meant."""
    from difflib import get_close_matches  # few settings have such a mistake

    text = _("Settings: {key} is not a key. Write the character on it, or a name such as pagedown.")
    if near := get_close_matches(written.lower(), [*_NAMED, *OTHER_NAMES], 1):
        text = _("Settings: {key} is not a key. Did you mean {name}?")
        return text.format(key=safe_line(written), name=OTHER_NAMES.get(near[0], near[0]))
    return text.format(key=safe_line(written) or "''")
