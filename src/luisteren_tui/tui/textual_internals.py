"""What the program uses of the inside of Textual, which may be different in any version of it.

Besides this, some of our classes override a method of Textual that is not meant for it. The test of this module lists
both, with what we rely on and what would no longer work, and says so when Textual changes any of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS as ANSI_SEQUENCES_KEYS
from textual._ansi_sequences import SYNC_END as SYNC_END
from textual._ansi_sequences import SYNC_START as SYNC_START
from textual._compositor import ChopsUpdate as ChopsUpdate
from textual._compositor import Compositor as Compositor
from textual._keyboard_protocol import FUNCTIONAL_KEYS as FUNCTIONAL_KEYS
from textual._xterm_parser import FOCUSIN as FOCUSIN
from textual._xterm_parser import FOCUSOUT as FOCUSOUT
from textual._xterm_parser import XTermParser as XTermParser
from textual.app import App
from textual.binding import BindingsMap
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Event, Key
from textual.geometry import Region
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:  # few screens have a list, and the first picture comes sooner
    from textual.widgets import OptionList


# The app


def driver_of(app: App[Any]) -> Driver | None:
    """Return what the app reads from and writes to, or None before it runs."""
    return app._driver


def is_leaving(app: App[Any]) -> bool:
    """Return whether the app was told to exit."""
    return app._exit


def has_screens(app: App[Any]) -> bool:
    """Return whether the app has a screen yet. Without one, `app.screen` raises an error."""
    return bool(app._screen_stack)


def running_in(app: App[Any]) -> AbstractContextManager[None]:
    """Let what is done in the block be done by the app, whoever does it."""
    return app._context()


def messages_shown(app: App[Any]) -> Iterator[str]:
    """Yield the texts of the toasts."""
    return (one.message for one in app._notifications)


def end_app(app: App[Any], return_code: int) -> None:
    """End the app at once, from any state."""
    app._return_code = return_code
    app._close_messages_no_wait()


def print_nothing_at_the_end(app: App[Any]) -> None:
    """Forget what the app would print once the terminal is restored."""
    app._exit_renderables.clear()


# Screens and widgets


def binding_chain(screen: Screen[Any], *, priority: bool) -> Iterable[tuple[DOMNode, BindingsMap]]:
    """Return what may take a key, in this order: for bindings with priority the app comes first."""
    return reversed(screen._binding_chain) if priority else screen._modal_binding_chain


def pass_on(event: Event, target: Widget) -> None:
    """Let `target` handle an event of the terminal as if it had just come."""
    target._forward_event(event)


def lines_of(options: "OptionList") -> Sequence[tuple[int, int]]:
    """Return, for each line of a list, the number of its option and of the line within that option."""
    return options._lines


def draw_with(screen: Screen[Any], compositor: Compositor) -> None:
    """Let `compositor` decide what `screen` renders again. Only before it is shown."""
    screen._compositor = compositor


def dirty_regions(compositor: Compositor) -> Iterable[Region]:
    """Return what is to be rendered again."""
    return compositor._dirty_regions


# The terminal


def app_of(driver: Driver) -> App[Any]:
    """Return the app that the driver was made for."""
    return driver._app


def is_debugged(driver: Driver) -> bool:
    """Return whether Textual was asked to write down what it reads."""
    return driver._debug


def keys_of(parser: XTermParser, sequence: str, *, alt: bool = False) -> Sequence[Key]:
    """Return the keys for one sequence of characters, by Textual's tables."""
    return [*parser._sequence_to_key_events(sequence, alt=alt)]


def character_to_key(character: str) -> str:
    """Return the name of the key that types `character`."""
    return _character_to_key(character)
