"""The actions of the session screen: one table gives its keys, footer, palette and help.

Other screens have a table of their own beside their bindings. Labels are message ids.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from textual.keys import key_to_character

from luisteren_tui.i18n import N_, _
from luisteren_tui.tui.keyboard import HELD_S, REPEAT_S

_F_KEY = re.compile(r"f\d+")


class Action(NamedTuple):
    """An action of the session screen. `keys` are Textual's names, and `f_key` works while a note is written.

    `subject` is the heading below which the help lists it, and `footer` the place in the footer, 0 for none. An action
    `once` counts again once its key was silent for a while: a key that is held would walk through the session. One that
    `opens` a page or a dialog does nothing while this window is an empty wall. A `rehearsal` action exists only in a
    rehearsal, and a `session` action is left out of its footer.
    """

    name: str
    keys: str
    label: str
    help: str
    subject: str
    f_key: str = ""
    footer: int = 0
    once: bool = False
    opens: bool = False
    rehearsal: bool = False
    session: bool = False


CLOCK, WORKSHOP = N_("The clock"), N_("Through the workshop")
NOTES, ROOM, PROGRAM = N_("Questions and notes"), N_("The room and the group"), N_("The program")

ACTIONS: tuple[Action, ...] = (
    Action("pause", "space", N_("pause"), N_("Start, pause or resume"), CLOCK, f_key="f2", footer=1, once=True),
    Action(
        "more",
        "plus,equals_sign",
        N_("minute more"),
        N_("A minute more, in a turn for that turn"),
        CLOCK,
        f_key="f4",
        footer=3,
        session=True,
    ),
    Action("less", "minus", N_("minute less"), N_("A minute less, in a turn for that turn"), CLOCK, f_key="f3"),
    Action(
        "breather",
        "c",
        N_("breather"),
        N_("A breather: clock still, wall empty"),
        CLOCK,
        f_key="f6",
        once=True,
    ),
    Action("undo", "u,ctrl+z", N_("undo"), N_("Undo the last change to the timing"), CLOCK, footer=6, session=True),
    Action("redo", "ctrl+y", N_("redo"), N_("Do again what you undid last"), CLOCK),
    Action("earlier", "b", N_("began earlier"), N_("This activity began earlier"), CLOCK, opens=True),
    Action("gap", "o", N_("leave out the gap"), N_("Leave out the time it all stood still"), CLOCK),
    Action("jump", "f", N_("skip ahead"), N_("Skip silent work, to the next signal"), CLOCK, footer=3, rehearsal=True),
    Action("slower", "less_than_sign", N_("slower"), N_("The clock runs slower"), CLOCK, footer=3, rehearsal=True),
    Action("faster", "greater_than_sign", N_("faster"), N_("The clock runs faster"), CLOCK, footer=3, rehearsal=True),
    Action("next", "right", N_("next"), N_("On to the next activity"), WORKSHOP, f_key="f9", footer=2, once=True),
    Action("previous", "left", N_("back"), N_("Back to the previous activity"), WORKSHOP, once=True),
    Action("turn", "enter", N_("turn"), N_("On to the next turn"), WORKSHOP, footer=5, once=True),
    Action("forward", "pagedown", N_("forward"), N_("The next turn or activity (clicker)"), WORKSHOP, once=True),
    Action("back", "pageup", N_("back"), N_("The previous activity (clicker)"), WORKSHOP, once=True),
    Action("skip", "s", N_("skip"), N_("Skip this activity"), WORKSHOP, once=True),
    Action("ahead", "v", N_("look ahead"), N_("What comes next"), WORKSHOP, opens=True),
    Action("replan", "r", N_("replan"), N_("Options when time runs short"), WORKSHOP, opens=True),
    Action("up", "up", N_("previous question"), N_("The previous question"), NOTES),
    Action("down", "down", N_("next question"), N_("The next question"), NOTES),
    Action("text", "t", N_("text"), N_("The text to read"), NOTES, footer=5, opens=True),
    Action("notes", "n", N_("notes"), N_("Write a note; Escape goes back"), NOTES, footer=4, session=True),
    Action("private_note", "p", N_("private note"), N_("Write the private note; Escape goes back"), NOTES),
    Action("next_note", "tab", N_("next note"), N_("The next place for notes; the wall stays"), NOTES, f_key="f8"),
    Action("previous_note", "shift+tab", N_("previous note"), N_("The previous place for notes"), NOTES),
    Action("mark", "m", N_("mark"), N_("Mark this note to complete it later"), NOTES),
    Action("room", "z", N_("room view"), N_("Show what the room may see, and back"), ROOM),
    Action("blank", "full_stop", N_("blank"), N_("Blank the screen for the room, and back"), ROOM, once=True),
    Action(
        "line",
        "a",
        N_("line on the wall"),
        N_("A line of your own on the wall, and away"),
        ROOM,
        opens=True,
    ),
    Action("window", "w", N_("room window"), N_("The room's screen: browser or terminal"), ROOM, opens=True),
    Action("groups", "g", N_("groups"), N_("Who is here, and groups"), ROOM, opens=True),
    Action("parking", "k", N_("parking lot"), N_("Park what the group wants to come back to"), ROOM, opens=True),
    Action("help", "question_mark", N_("help"), N_("All keys"), PROGRAM, footer=7, opens=True),
    Action("theme", "l", N_("light or dark"), N_("Light or dark screen"), PROGRAM),
    Action("leave", "q,ctrl+q", N_("leave"), N_("Leave; you can go on later"), PROGRAM),
    Action("end", "e", N_("end"), N_("End the session"), PROGRAM, opens=True),
)
WRITING_KEYS = {"escape": "stop_writing", "tab": "next_note", "shift+tab": "previous_note"} | {
    a.f_key: a.name for a in ACTIONS if a.f_key
}
"""The actions of the keys that are not text while a note is written. The note input carries them out itself."""
KEY_NAMES: dict[str, str] = {
    "space": N_("space"),
    "right": "→",
    "left": "←",
    "up": "↑",
    "down": "↓",
    "enter": "Enter",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "full_stop": ".",
    "question_mark": "?",
    "escape": "Esc",
    "tab": "Tab",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "insert": "Ins",
    "backspace": "⌫",
}
EARLIER_INSTEAD = "i"
"""The key that says that the activity began earlier where a clicker sends `b` for a black screen."""
USUAL = {action.name: action.keys for action in ACTIONS}
"""The usual keys of each action."""
_own: dict[str, str] = {}
"""The keys of the actions that have others than in the table."""


def use(keymap: Mapping[str, str]) -> None:
    """Name the keys in `keymap` from now on where a text names the key of an action."""
    _own.clear()
    _own.update(keymap)


def keys_for(name: str) -> list[str]:
    """Return the keys of an action of the session."""
    return (_own.get(name) or USUAL[name]).split(",")


def key_for(name: str) -> str:
    """Return the key of an action of the session, the first one if there are more."""
    return keys_for(name)[0]


def printed(name: str) -> str:
    """Return what is printed on the key of an action, in the language in use."""
    return _(key_name(key_for(name)))


def silences(keymap: Mapping[str, str]) -> dict[str, float]:
    """Return how long each key of the session must have been silent before it counts again, in seconds."""
    return {
        key: HELD_S if action.once else REPEAT_S
        for action in ACTIONS
        for key in (*keymap.get(action.name, action.keys).split(","), action.f_key)
    }


def opening_keys(keymap: Mapping[str, str]) -> set[str]:
    """Return the keys of the session that open a page or a dialog."""
    return {key for action in ACTIONS if action.opens for key in keymap.get(action.name, action.keys).split(",")}


def key_name(key: str) -> str:
    """Return what is printed on a key. If that is a word, it is a message id."""
    if name := KEY_NAMES.get(key):
        return name
    if "+" in key:
        return "+".join(key_name(part) if part in KEY_NAMES else part.capitalize() for part in key.split("+"))
    character = key_to_character(key) or ""
    return key.upper() if _F_KEY.fullmatch(key) else character if character.isprintable() and character else key
