"""A letter of the session means the same on every other screen, or nothing there."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from textual.binding import Binding, BindingType
from textual.screen import Screen

from luisteren_tui import tui
from luisteren_tui.tui.keymap import ACTIONS, USUAL

OWN_TABLES = (
    "luisteren_tui.tui.screens.plan.",
    "luisteren_tui.tui.screens.history.",
    "luisteren_tui.tui.screens.editor.",
)
"""The packages of the plan and history screens, which have letters of their own, and of the editor, which has the plan's."""
LETTERS = {key: action.name for action in ACTIONS for key in action.keys.split(",") if len(key) == 1 and key.isalpha()}
SAME = {
    "leave": {"leave", "close", "cancel", "app.leave"},
    "theme": {"theme"},
    "undo": {"undo", "bring_back", "end_breather"},
    "mark": {"mark"},
    "notes": {"write", "write(False)", "complete"},
    "private_note": {"private", "write(True)"},
    "text": {"text"},
    "jump": {"jump"},
    "room": {"reveal", "own_screen", "switch", "show_past"},
    "end": {"choose('end')"},
    "window": {"window"},
    "gap": {"choose('without_gap')"},
    "breather": {"breather", "app.breather"},
    "line": {"line", "app.line"},
    "parking": {"parking", "app.parking", "add"},
}
"""What the letter of an action does on other screens."""
OPENS = {"text": "TextPage", "ahead": "LookAhead", "replan": "ReplanDialog", "groups": "GroupsDialog"}
"""The screens that the letter that opened them closes."""


def all_screens() -> list[type[Screen[Any]]]:
    """Return every class of screens of the program."""
    for module in pkgutil.walk_packages(tui.__path__, f"{tui.__name__}."):
        if not module.name.endswith("tui.driver"):
            importlib.import_module(module.name)

    def below(cls: type[Screen[Any]]) -> Iterator[type[Screen[Any]]]:
        for sub in cls.__subclasses__():
            yield sub
            yield from below(sub)

    found = {one for one in below(Screen) if one.__module__.startswith("luisteren_tui.")}
    return sorted(found, key=lambda one: one.__name__)


def bindings(cls: type[Screen[Any]]) -> Iterator[tuple[str, str]]:
    """Yield each key of a screen, with its action. Those of Textual's own classes are left out."""
    for base in cls.__mro__:
        if base.__module__.startswith("luisteren_tui."):
            table: list[BindingType] = base.__dict__.get("BINDINGS", [])
            for one in table:
                keys, action = (one.key, one.action) if isinstance(one, Binding) else one[:2]
                yield from ((key, action) for key in keys.split(","))


def different() -> set[tuple[str, str]]:
    """Return each screen and letter that means something else there than in the session."""
    return {
        (cls.__name__, key)
        for cls in all_screens()
        if not cls.__module__.startswith(OWN_TABLES) and cls.__name__ != "SessionScreen"
        for key, action in bindings(cls)
        if (name := LETTERS.get(key)) is not None
        and action not in SAME.get(name, ())
        and not (action in ("close", "cancel") and OPENS.get(name) == cls.__name__)
    }


def test_all_screens_are_found() -> None:
    names = {cls.__name__ for cls in all_screens()}
    assert names >= {"SessionScreen", "HomeScreen", "EndScreen", "GroupsDialog", "TextPage", "Confirm", "KeyList"}


def test_letter_of_the_session_means_the_same_on_every_screen_or_nothing() -> None:
    assert different() == set()


def test_letters_of_the_session_are_those_of_the_contract() -> None:
    contract = {
        **{"s": "skip", "n": "notes", "p": "private_note", "m": "mark", "t": "text", "v": "ahead", "u": "undo"},
        **{"r": "replan", "g": "groups", "b": "earlier", "c": "breather", "z": "room", "w": "window", "l": "theme"},
        **{"q": "leave", "e": "end", "f": "jump"},
    }
    assert contract.items() <= LETTERS.items()
    assert USUAL["undo"] == "u,ctrl+z"
    assert USUAL["leave"] == "q,ctrl+q"
