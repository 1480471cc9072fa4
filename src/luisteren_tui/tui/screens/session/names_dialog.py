"""The names of the participants, typed or pasted. With fewer names than participants, ask whether some have left."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.people.people import People
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import attendance
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.widgets.note_editors import SafeTextArea


class NamesDialog(Dialog[None]):
    """Takes the names. They are saved however the dialog ends. Unchanged names change nothing."""

    AUTO_FOCUS = "SafeTextArea"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", priority=True)]

    def __init__(self, live: LiveSession, save: Callable[[People], None]) -> None:
        super().__init__()
        self.title_text = _("Who is here?")
        self._live, self._save = live, save
        self._text = "\n".join(map(safe_line, live.state.people.names))
        self.keys = (("cancel", "escape", N_("done")),)
        self._names = SafeTextArea(self._text, id="names")

    def body(self) -> Iterable[Widget]:
        """Yield the names, one on a line."""
        about = _("One name per line, or separated by commas. They do not appear in the outcome of the session.")
        yield Static(Content(about))
        yield self._names

    def on_mount(self) -> None:
        """Start typing after the last name."""
        self._names.move_cursor(self._names.document.end)

    def action_cancel(self) -> None:
        """Save the names and close. If there are fewer names than participants, ask first."""
        state, text = self._live.state, self._names.text
        names = attendance.parse_names(text)
        if text == self._text or not names or not attendance.departures_by_names(state, names):
            self._save_names(all_stay=False)
            super().action_cancel()
            return

        def answered(all_stay: bool) -> None:
            self._save_names(all_stay=all_stay)
            self.dismiss(None)

        self.app.ask_then(FewerDialog(state.people, names, attendance.departures_by_names(state, names)), answered)

    def save_input(self) -> None:
        """Save the names before the app closes. Nobody can be asked now, so nobody is taken out."""
        self._save_names(all_stay=True)

    def _save_names(self, *, all_stay: bool) -> None:
        text = self._names.text
        names = attendance.parse_names(text)
        if text != self._text and (names or not text.strip()):
            self._save(attendance.with_names(self._live.state, names, all_stay=all_stay))
        self._text = text


class FewerDialog(Dialog[bool]):
    """Asks whether all participants stay when there are fewer names. Escape goes back to the names."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter", "dismiss(False)"), ("h", "dismiss(True)")]

    def __init__(self, people: People, names: tuple[str, ...], fewer: int) -> None:
        super().__init__()
        here = len(people.present)
        title = ngettext(
            "There are {n}, and this is {count} name.", "There are {n}, and these are {count} names.", len(names)
        )
        self.title_text = title.format(n=here, count=len(names))
        stay = _("all stay")
        if people.names:
            gone = [safe_line(name) for name in (Counter(filter(None, people.names)) - Counter(names)).elements()]
            self._text = _("No longer on the list: {names}.").format(names=", ".join(gone))
        else:
            self._text = ngettext("Has one of them left?", "Have {n} of them left?", fewer).format(n=fewer)
            stay = ngettext("all stay, {n} without a name", "all stay, {n} without a name", fewer).format(n=fewer)
        go_on = ngettext("go on with {n}", "go on with {n}", here - fewer).format(n=here - fewer)
        self.keys = (
            ("dismiss(False)", "enter", go_on),
            ("dismiss(True)", "h", stay),
            ("cancel", "escape", N_("back to the names")),
        )

    def body(self) -> Iterable[Widget]:
        """Yield who or how many would be left out."""
        yield Static(Content(self._text))
