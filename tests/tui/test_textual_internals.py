"""The inside of Textual that the program uses: what it relies on, and what would no longer work.

A failure names what a version of Textual changed. Look whether the feature still works, mend it, and then this table.
"""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from types import ModuleType
from typing import NamedTuple

import pytest
import textual
from textual import _ansi_sequences, _compositor, _keyboard_protocol, _xterm_parser, keys
from textual._compositor import Compositor
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, TextArea

import luisteren_tui.tui
from luisteren_tui.tui import textual_internals

Owner = type | ModuleType
Definition = ast.FunctionDef | ast.AsyncFunctionDef


class Internal(NamedTuple):
    """What is inside Textual: whose it is, its name, how it looks, and what of ours depends on it.

    Where we do something instead of it, the method that must use it is named, and the `code` that ours was made from.
    """

    owner: Owner
    name: str
    looks: str
    feature: str
    user: str = ""
    code: str = ""


CRASH = "after a fault the terminal shows its kind and place, and no note of the session"
END = "the program ends at once after a fault, with exit code 3"
STUCK = "a terminal that does not read can't hold up the end of the program"
HELD = "a held key counts once; Caps Lock and the keypad work"
AHEAD = "keys that are typed faster than a screen opens, or than notes get the focus, are not lost"
WALL = "no key does anything while nothing is on the wall, but those that bring it back"
SPARING = "a running session paints only what changed"
TITLE = "the window's title tells the group nothing, and comes back at the end"
TOAST = "the same message is not shown twice at a time"
ASK = "a question can be asked from a worker or from another thread"
INPUT = "bytes that no keyboard sends do nothing, and a closed terminal ends the program"
KEYS = "keys are called in the settings, and pressed by a click, as Textual calls them"
LISTS = "lists have a bar before the chosen row, and a page key before they have lines does no harm"
NOTE = "a note has a limit, also for what is pasted"

INTERNALS = (
    # The app
    Internal(App, "_check_bindings", "(self, key: str, priority: bool=False) -> bool", HELD, "on_event", "b725b8f1"),
    Internal(App, "_context", "(self) -> Generator[None, None, None]", ASK),
    Internal(App, "_driver", "Driver | None", TITLE),
    Internal(App, "_exit", "False", TITLE),
    Internal(App, "_exit_renderables", "list[RenderableType]", STUCK, "_print_error_renderables"),
    Internal(App, "_fatal_error", "(self) -> None", CRASH, "_handle_exception"),
    Internal(App, "_notifications", "Notifications()", TOAST),
    Internal(App, "_print_error_renderables", "(self) -> None", STUCK, "_shutdown"),
    Internal(App, "_return_code", "int | None", END, "return_code"),
    Internal(App, "_screen_stack", "property(self) -> list[Screen[Any]]", AHEAD, "screen"),
    Internal(MessagePump, "_close_messages_no_wait", "(self) -> None", END),
    # Screens and widgets
    Internal(Screen, "_binding_chain", "property(self) -> list[tuple[DOMNode, BindingsMap]]", HELD),
    Internal(Screen, "_modal_binding_chain", "property(self) -> list[tuple[DOMNode, BindingsMap]]", HELD),
    Internal(Screen, "_compositor", "Compositor()", SPARING, "_on_timer_update"),
    Internal(Screen, "_forward_event", "(self, event: events.Event) -> None", f"{AHEAD}; {WALL}"),
    Internal(Widget, "_forward_event", "(self, event: events.Event) -> None", AHEAD),
    Internal(OptionList, "_lines", "property(self) -> Sequence[tuple[int, int]]", LISTS, "render_line"),
    Internal(
        OptionList, "_move_page", "(self, direction: _widget_navigation.Direction) -> None", LISTS, "action_page_up"
    ),
    Internal(
        TextArea,
        "_replace_via_keyboard",
        "(self, insert: str, start: Location, end: Location) -> EditResult | None",
        NOTE,
        "_on_paste",
    ),
    # What is painted
    Internal(
        _compositor,
        "ChopsUpdate",
        "class(self, chops: Sequence[Mapping[int, Strip | None]], spans: list[tuple[int, int, int]], chop_ends: list[list[int]]) -> None",
        SPARING,
    ),
    Internal(_compositor, "Compositor", "class(self) -> None", SPARING),
    Internal(Compositor, "_dirty_regions", "set[Region]", SPARING, "render_partial_update"),
    Internal(
        Compositor,
        "_get_renders",
        "(self, crop: Region | None=None) -> Iterable[tuple[Region, Region, list[Strip]]]",
        SPARING,
        "_render_chops",
        "4863a0ef",
    ),
    Internal(Compositor, "render_partial_update", "(self) -> ChopsUpdate | None", SPARING),
    # The terminal
    Internal(Driver, "_app", "app", INPUT),
    Internal(Driver, "_debug", "debug", INPUT),
    Internal(LinuxDriver, "_query_in_band_window_resize", "(self) -> None", INPUT, "start_application_mode"),
    Internal(LinuxDriver, "_run_input_thread", "(self) -> None", INPUT, "start_application_mode"),
    Internal(_xterm_parser, "XTermParser", "class(self, debug: bool=False) -> None", INPUT),
    Internal(
        XTermParser, "_sequence_to_key_events", "(self, sequence: str, alt: bool=False) -> Iterable[events.Key]", INPUT
    ),
    Internal(XTermParser, "parse_mouse_code", "(self, code: str) -> Message | None", INPUT),
    Internal(_xterm_parser, "FOCUSIN", r"'\x1b[I'", INPUT),
    Internal(_xterm_parser, "FOCUSOUT", r"'\x1b[O'", INPUT),
    Internal(_ansi_sequences, "ANSI_SEQUENCES_KEYS", "from ' '", INPUT),
    Internal(_ansi_sequences, "SYNC_START", r"'\x1b[?2026h'", SPARING),
    Internal(_ansi_sequences, "SYNC_END", r"'\x1b[?2026l'", SPARING),
    Internal(_keyboard_protocol, "FUNCTIONAL_KEYS", "from '27u'", INPUT),
    Internal(keys, "_character_to_key", "(character: str) -> str", KEYS),
)
PUBLIC = {"parse_mouse_code", "render_partial_update"}
"""These have no underscore, but no documentation either."""


def changes(internals: Iterable[Internal]) -> list[str]:
    """Return a sentence for each of `internals` that is not as it was."""
    said = []
    for owner, name, looked, feature, user, sum in internals:
        found = looks(owner, name)
        used = not user or any(
            isinstance(node, ast.Attribute) and node.attr == name for node in ast.walk(_definitions(owner)[user])
        )
        if found != looked:
            said.append(f"{_called(owner, name)} was {looked} and is {found}. It must hold that {feature}.")
        elif not used:
            said.append(f"{_called(owner, user)} no longer uses {name}. It must hold that {feature}.")
        elif sum and sum != code(owner, name):
            said.append(
                f"{_called(owner, name)} does something else ({code(owner, name)}). It must hold that {feature}."
            )
    return said


def _called(owner: Owner, name: str) -> str:
    return f"{owner.__module__}.{owner.__name__}.{name}" if inspect.isclass(owner) else f"{owner.__name__}.{name}"


def looks(owner: Owner, name: str) -> str:
    """Return how `name` of `owner` looks now: a signature, a value, or the type of an attribute."""
    if definition := _definitions(owner).get(name):
        kind = "property" if any(ast.unparse(each) == "property" for each in definition.decorator_list) else ""
        returns = "" if definition.returns is None else f" -> {ast.unparse(definition.returns)}"
        return f"{kind}({ast.unparse(definition.args)}){returns}"
    found = getattr(owner, name, None)
    if isinstance(found, dict):
        return f"from {next(iter(found))!r}"
    if isinstance(found, str):
        return repr(found)
    if inspect.isclass(found):
        return f"class{looks(found, '__init__')}"
    return _attributes(owner).get(name, "gone")


def code(owner: Owner, name: str) -> str:
    """Return a short sum of the code of a method, without its docstring."""
    body = _definitions(owner)[name].body
    text = "\n".join(ast.unparse(each) for each in body[isinstance(body[0], ast.Expr) :])
    return sha256(text.encode()).hexdigest()[:8]


@cache
def _module(name: str) -> ast.Module:
    return ast.parse(inspect.getsource(importlib.import_module(name)))


@cache
def _tree(owner: Owner) -> ast.Module | ast.ClassDef:
    if isinstance(owner, ModuleType):
        return _module(owner.__name__)
    body = _module(owner.__module__).body
    return next(each for each in body if isinstance(each, ast.ClassDef) and each.name == owner.__name__)


@cache
def _definitions(owner: Owner) -> dict[str, Definition]:
    """Return the functions of a class or module."""
    return {each.name: each for each in _tree(owner).body if isinstance(each, Definition)}


@cache
def _attributes(owner: Owner) -> dict[str, str]:
    """Return the attributes that the instances of a class get, with their types, or else their first values."""
    attributes: dict[str, str] = {}
    targets: Sequence[ast.expr]
    for node in ast.walk(_tree(owner)):
        if isinstance(node, ast.AnnAssign):
            targets, value = [node.target], node.annotation
        elif isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self":
                attributes.setdefault(target.attr, ast.unparse(value))
    return attributes


def test_textual_is_inside_as_it_was() -> None:
    found = changes(INTERNALS)
    assert not found, f"Textual {version('textual')} changed:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("internal", "sentence"),
    [
        (
            Internal(App, "_fatal_error", "(self, error: Exception) -> None", CRASH),
            f"textual.app.App._fatal_error was (self, error: Exception) -> None and is (self) -> None. It must hold that {CRASH}.",
        ),
        (
            Internal(App, "_fatal_error", "(self) -> None", CRASH, "panic"),
            f"textual.app.App.panic no longer uses _fatal_error. It must hold that {CRASH}.",
        ),
        (
            Internal(App, "_vanished", "False", TITLE),
            f"textual.app.App._vanished was False and is gone. It must hold that {TITLE}.",
        ),
        (
            Internal(_xterm_parser, "FOCUSIN", "'x'", INPUT),
            f"textual._xterm_parser.FOCUSIN was 'x' and is '\\x1b[I'. It must hold that {INPUT}.",
        ),
    ],
)
def test_each_change_is_named_with_what_depends_on_it(internal: Internal, sentence: str) -> None:
    assert changes([internal]) == [sentence]


def test_code_that_ours_was_made_from_is_compared() -> None:
    (one,) = (each for each in INTERNALS if each.name == "_check_bindings")
    (said,) = changes([one._replace(code="00000000")])
    assert said.startswith(f"textual.app.App._check_bindings does something else ({one.code}).")


@pytest.mark.check_only
def test_what_is_used_of_the_inside_is_in_one_module_or_overridden_and_in_the_table() -> None:
    listed = {each.name for each in INTERNALS}
    inner = ast.parse(inspect.getsource(textual_internals))
    used = {name for name in _private_names(inner) if name.startswith("_")} | {*_imported(inner)}
    overridden: set[str] = set()
    for module in _modules():
        if module is textual_internals:
            continue
        tree = ast.parse(inspect.getsource(module))
        assert not [*_imported(tree)], f"{module.__name__} imports from the inside of Textual"
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                overridden |= _inherited_names(getattr(module, node.name), node)
    assert used | overridden == listed - PUBLIC


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(luisteren_tui.tui.__path__, f"{luisteren_tui.tui.__name__}."):
        yield importlib.import_module(found.name)


def _private_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and not node.attr.startswith("__"):
            yield node.attr


def _imported(tree: ast.AST) -> Iterator[str]:
    """Yield what is imported from private modules of Textual, and private names from others."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == textual.__name__:
            private = "._" in node.module
            yield from (each.name for each in node.names if private or each.name.startswith("_"))


def _inherited_names(own: type, tree: ast.ClassDef) -> set[str]:
    """Return the private names that a class of ours has in common with the classes of Textual that it inherits from."""
    names = {node.name for node in tree.body if isinstance(node, Definition)}
    names |= {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("self", "super()")
    }
    private = {name for name in names if name.startswith("_") and not name.startswith("__")}
    bases = [base for base in own.__mro__ if base.__module__.startswith("textual.")]
    return {name for name in private for base in bases if name in _definitions(base) or name in _attributes(base)}
