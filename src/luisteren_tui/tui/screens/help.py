"""All the keys."""

from collections.abc import Iterable, Mapping

from textual.content import Content

from luisteren_tui.i18n import _
from luisteren_tui.tui.keymap import ACTIONS, key_name
from luisteren_tui.tui.screens.page import Page
from luisteren_tui.tui.widgets.hanging_text import Hanging


class HelpScreen(Page):
    """A line for each thing that can be done, from the one table of commands."""

    def __init__(self, keymap: Mapping[str, str], *, rehearsal: bool) -> None:
        super().__init__()
        self.title_text = _("Keys")
        self._keymap = keymap
        self._actions = [action for action in ACTIONS if rehearsal or not action.rehearsal]

    def text(self, id: str) -> Hanging:
        """Return the table."""
        rows = []
        for action in self._actions:
            keys = " ".join(_(key_name(key)) for key in self._keymap.get(action.name, action.keys).split(","))
            rows.append(_row(keys, f" {action.f_key.upper():<4}", _(action.help)))
        rows.append(_row("Ctrl+P", " " * 5, _("Search all commands")))
        about = _(
            "The second column works while you write a note. Escape leaves the notes; Tab goes to the next place for notes."
        )
        nothing = Content("")
        return Hanging([*rows, (nothing, nothing), (nothing, Content.assemble((about, "$text-muted")))], id=id)


class KeyList(Page):
    """The keys of another screen: what is printed on each, and what it does (message ids)."""

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.title_text = _("Keys")
        self._keys = tuple(keys)

    def text(self, id: str) -> Hanging:
        """Return the table."""
        return Hanging((_row(_(key_name(key)), " ", _(help)) for key, help in self._keys), id=id)


def _row(keys: str, between: str, help: str) -> tuple[Content, Content]:
    return Content.assemble((f"{keys:<12}", "bold $accent"), between), Content(help)
