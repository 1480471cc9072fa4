"""The end of a session: planned against actual, and where the outcome is."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from luisteren_tui.export.outcome_text import people, when
from luisteren_tui.i18n import N_, _
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.messages import Closed, Complete, Copy, Export, KeepFor, Learn, Share
from luisteren_tui.tui.screens.end.rehearsal_lessons import Rehearsed, compared, lessons, table
from luisteren_tui.tui.screens.end.summary import facts, notes
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.room_display import RoomDisplay
from luisteren_tui.tui.widgets.time_bars import bars
from luisteren_tui.views.room_view import RoomView

MARGIN = 8
"""Cells beside the text: the padding and a scrollbar."""


class EndScreen(Screen[None]):
    """What was planned and what it took, for the facilitator; `thanks` and nothing else while the room looks on."""

    AUTO_FOCUS = None
    CSS_PATH = "end.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q,escape,enter", "close", show=False),
        Binding("z", "mine", show=False),
        Binding("a", "private", show=False),
        Binding("w", "elsewhere", show=False),
        Binding("p", "learn", show=False),
        Binding("n", "complete", show=False),
        Binding("x", "share", show=False),
        Binding("c", "copy(0)", show=False),
        Binding("k", "copy(1)", show=False),
        Binding("b", "keep_for", show=False),
        Binding("question_mark", "help", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(
        self,
        outcome: Mapping[str, Any],
        credit: str,
        thanks: RoomView | None = None,
        rehearsed: Rehearsed | None = None,
        evaluation: str = "",
    ) -> None:
        super().__init__()
        self._rehearsed = rehearsed
        self._outcome, self._credit, self._room = outcome, credit, thanks is not None
        self.path: Path | None = None
        self.names: Collection[str] = ()
        self.asks = False
        self.black = False
        """Whether what can be traced to a person is made black in all that is copied or made a file of."""
        self._told = ""
        self._thanks, self._evaluation = thanks, evaluation
        self._private = False
        self._saved: Content = Content(_("saving …"))
        self._failed = False
        # Not looked up: what is kept may be known before they are on the screen.
        self._text, self._kept, self._bar = Static(id="over-text"), Static(id="over-saved"), KeyBar(id="keys")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        if self._thanks is not None:
            face = RoomDisplay(self._evaluation)
            yield face
            self.call_after_refresh(face.show, self._thanks)
        with VerticalScroll(id="over", can_focus=False):
            yield self._text
        yield self._kept
        yield self._bar

    def on_mount(self) -> None:
        """Show whose screen it is."""
        self._show()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._show()

    @property
    def outcome(self) -> Mapping[str, Any]:
        """The outcome that is shown."""
        return self._outcome

    @property
    def private(self) -> bool:
        """Whether the notes that are for the facilitator alone are shown."""
        return self._private

    def renew(self, outcome: Mapping[str, Any] | None = None) -> None:
        """Show the outcome as it is now, and what is asked."""
        self._outcome = self._outcome if outcome is None else outcome
        self._show()

    def show_saved(self, text: str, *, failed: bool = False, path: Path | None = None, asks: bool = False) -> None:
        """Say where the outcome is, its `path` once it is there, or what went wrong; `asks` how long notes may stay."""
        self._failed, self.path, self.asks = failed, path, asks
        self._saved = Content.assemble((text, "bold $error" if failed else "$text-success"))
        if self.is_mounted:
            self._show()

    def say(self, text: str) -> None:
        """Say `text` above the keys, where it covers nothing, until the next key."""
        self._told = text
        self._show()

    def on_key(self) -> None:
        """What was said has been read."""
        if self._told and not self._room:
            self.say("")

    def _show(self) -> None:
        self.set_class(self._room, "-room")
        self._text.update(Content("") if self._room else self._content())
        question = _("How long may notes stay on this laptop? Now: always. b changes that; it is asked once.")
        asked = Content.assemble("\n", (question, "bold")) if self.asks else Content("")
        black = _("What can be traced to a person goes out blacked out; x, then b, changes that.") if self.black else ""
        said = [Content.assemble((text, "bold")) for text in (self._told, black) if text]
        if self._failed or not self._told:
            said.append(Content.assemble(self._saved, asked))
        self._kept.update(Content("") if self._room else Content("\n").join(said))
        learn = (("learn", "p", N_("into the plan")),) if self._rehearsed is not None else ()
        self._bar.keys = (
            (("mine", "z", N_("your own screen")),)
            if self._room
            else (
                *learn,
                *((("complete", "n", N_("complete notes")),) if self.path is not None else ()),
                ("scroll(10)", "↑↓", N_("scroll")),
                ("share", "x", N_("export")),
                ("copy(0)", "c", N_("copy")),
                ("close", "q", N_("done")),
                ("help", "question_mark", N_("help")),
            )
        )

    def _content(self) -> Content:
        credit = Content.assemble((safe_line(self._credit), "$text-muted"))
        title = safe_line(str(self._outcome["workshop"]["title"]))
        rehearsal = self._outcome["kind"] == "rehearsal"
        ended = _("The rehearsal of “{title}” has ended") if rehearsal else _("“{title}” has ended")
        day = Content.assemble((f"{when(self._outcome)} · {people(self._outcome)}", "$text-muted"))
        head = Content("\n").join([Content.assemble((ended.format(title=title), "bold")), day])
        width = self.size.width - MARGIN
        if self._rehearsed is None:
            lines = bars(self._outcome["activities"], width)
        else:
            head = Content("\n").join([head, lessons(self._outcome, self._rehearsed)])
            lines = [table(self._outcome, self._rehearsed, width)]
        lines += facts(self._outcome, self._private)
        parts = [head, Content("\n").join(lines)]
        if self._rehearsed is not None and (before := compared(self._outcome, self._rehearsed, width)):
            parts.append(before)
        parts += [*notes(self._outcome, self._private), credit]
        return Content("\n\n").join(parts)

    def action_private(self) -> None:
        """Show the notes that are for the facilitator alone, or hide them again: somebody may look along."""
        if not self._room:
            self._private = not self._private
            self._show()

    def action_mine(self) -> None:
        """The facilitator's own screen: the room no longer looks on."""
        self._room = False
        self._show()

    def action_elsewhere(self) -> None:
        """Write the session to another place, when its own can't be written."""
        if self._failed:
            self.post_message(Export())

    def action_learn(self) -> None:
        """Put what a rehearsal taught into the plan."""
        taught = self._rehearsed
        if taught is None:
            return
        done = [activity for activity in self._outcome["activities"] if activity["status"] == "done"]
        spoken = frozenset(activity["id"] for activity in done if taught.talked(activity))
        self.post_message(Learn(taught.opened, taught.middle(), spoken, taught.hurried, taught.runs))

    def action_complete(self) -> None:
        """Complete the notes; not before they are kept, nor in view of the room."""
        if not self._room and self.path is not None:
            self.post_message(Complete())

    def action_share(self) -> None:
        """Make a file of the outcome."""
        if not self._room:
            self.post_message(Share())

    def action_copy(self, one: int) -> None:
        """Copy the outcome as text, or the notes of `one` activity."""
        if not self._room:
            self.post_message(Copy(bool(one)))

    def action_keep_for(self) -> None:
        """Choose how long notes stay."""
        if not self._room:
            self.post_message(KeepFor())

    def action_help(self) -> None:
        """All the keys."""
        from luisteren_tui.tui.screens.end.keys import HELP
        from luisteren_tui.tui.screens.help import KeyList

        if not self._room:
            self.app.push_screen(KeyList(HELP))

    def action_scroll(self, lines: int) -> None:
        """Scroll."""
        self.query_one("#over").scroll_relative(y=lines, animate=False)

    def action_close(self) -> None:
        """Leave."""
        if not self._room:
            self.post_message(Closed())
