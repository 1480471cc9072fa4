"""Where to look a key up: the lists of keys."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from luisteren_tui.i18n import _
from luisteren_tui.tui.keymap import ACTIONS, PROGRAM, key_for, key_name
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.screens.page import Page

ALSO_ELSEWHERE = ("breather", "blank", "parking")
"""The actions of the session that pages and dialogs in front of it have too."""
Pair = tuple[Content, Content]
"""A lead, such as a key, and a text."""
KEYS_WIDTH, F_KEY_WIDTH = 10, 4
"""Cells for the keys of an action, and for the one that works while a note is written."""
MIN_COLUMN_WIDTH, BETWEEN_COLUMNS = 52, 3
MIN_TEXT_WIDTH = 16
"""With fewer cells than this beside its lead, a text takes the whole width."""


class HangingText(Widget):
    """Shows (lead, text) pairs. A long text continues below its own start, not below the lead."""

    DEFAULT_CSS = "HangingText { width: 1fr; height: auto; }"

    def __init__(self, rows: Iterable[Pair], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = tuple(rows)

    def render(self) -> Content:
        """Draw all rows."""
        return Content("\n").join(self.lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at `width`."""
        return len(self.lines(width))

    def lines(self, width: int) -> list[Content]:
        """Return the lines at `width`."""
        return hanging_lines(self._rows, width)


class Columns(HangingText):
    """Shows sections of pairs, each below its heading: in two columns where both are wide enough, else in one."""

    def __init__(self, sections: Mapping[str, Sequence[Pair]], about: str, *, id: str | None = None) -> None:
        super().__init__((), id=id)
        self._sections, self._about = sections, Content.assemble((about, "$muted"))

    def lines(self, width: int) -> list[Content]:
        """Return the lines at `width`."""
        about = [Content(""), *self._about.wrap(max(1, width))]
        beside = (width - BETWEEN_COLUMNS) // 2
        if beside < MIN_COLUMN_WIDTH:
            return [*_below_each_other(self._sections, width), *about]
        names = [*self._sections]
        halves = (
            tuple(
                _below_each_other({name: self._sections[name] for name in part}, beside)
                for part in (names[:n], names[n:])
            )
            for n in range(1, len(names))
        )
        left, right = min(halves, key=lambda columns: max(map(len, columns)))
        rows = zip_longest(left, right, fillvalue=Content(""))
        lines = [Content.assemble(one, " " * (beside + BETWEEN_COLUMNS - one.cell_length), two) for one, two in rows]
        return [*lines, *about]


def _below_each_other(sections: Mapping[str, Sequence[Pair]], width: int) -> list[Content]:
    lines: list[Content] = []
    for name, rows in sections.items():
        lines += [
            *([Content("")] if lines else []),
            Content.assemble((name, "bold $primary")),
            *hanging_lines(rows, width),
        ]
    return lines


def hanging_lines(rows: Iterable[Pair], width: int) -> list[Content]:
    """Return the lines of (lead, text) pairs at `width`."""
    lines: list[Content] = []
    for lead, text in rows:
        beside = width - lead.cell_length
        if beside < MIN_TEXT_WIDTH:
            lines += Content.assemble(lead, text).wrap(max(1, width))
            continue
        first, *more = text.wrap(beside) or [Content("")]
        indent = Content(" " * lead.cell_length)
        lines += [Content.assemble(lead, first), *(Content.assemble(indent, part) for part in more)]
    return lines


class HelpScreen(Page):
    """All actions of the session screen, by subject."""

    has_help = False

    def __init__(self, keymap: Mapping[str, str], *, rehearsal: bool) -> None:
        super().__init__()
        self.title_text = _("Keys")
        self._keymap = keymap
        self._actions = [action for action in ACTIONS if rehearsal or not action.rehearsal]

    def text(self, id: str) -> Columns:
        """Return the table."""
        sections: dict[str, list[Pair]] = {}
        for action in self._actions:
            keys = " ".join(_(key_name(key)) for key in self._keymap.get(action.name, action.keys).split(","))
            sections.setdefault(_(action.subject), []).append(_row(keys, action.f_key.upper(), _(action.help)))
        sections[_(PROGRAM)].append(_row("Ctrl+P", "", _("Search all commands")))
        about = _("The F-keys work while you write a note too. Escape leaves the notes, Tab goes to the next place.")
        return Columns(sections, about, id=id)


class KeyList(Page):
    """The keys of another screen: each key, or several with spaces between them, and what they do, as message ids or as they are shown."""

    has_help = False

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.title_text = _("Keys")
        self._keys = tuple(keys)

    def text(self, id: str) -> HangingText:
        """Return the table."""
        named = [(" ".join(_(key_name(key)) for key in keys.split()), help) for keys, help in self._keys]
        width = max(cell_len(names) for names, _help in named) + 2
        leads = ((Content.assemble((f"{names:<{width}}", "bold $accent")), help) for names, help in named)
        return HangingText(((lead, Content(_capitalized(_(help)))) for lead, help in leads), id=id)


def session_keys(screen: Dialog[Any] | Page, known: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the keys of the running session that work on `screen` too, with what they do, but for those that are `known`."""
    if not screen.app.session_runs:
        return []
    bound = {active.binding.id for active in screen.active_bindings.values()}
    named = {key for key, _help in known}
    actions = [action for action in ACTIONS if action.name in ALSO_ELSEWHERE and action.name in bound]
    return [(key_for(action.name), action.help) for action in actions if key_for(action.name) not in named]


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _row(keys: str, f_key: str, help: str) -> Pair:
    return Content.assemble((f"{keys:<{KEYS_WIDTH}}", "bold $accent"), f"{f_key:<{F_KEY_WIDTH}}"), Content(help)
