"""The end screen: what was planned and what it took, the notes, and where the outcome is saved."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker

from luisteren_tui.i18n import N_, _
from luisteren_tui.storage.outcome.completion import READ_ONLY, CompletedNotes
from luisteren_tui.storage.outcome.outcome_file import read_session
from luisteren_tui.storage.outcome.reading import Unreadable
from luisteren_tui.storage.outcome.schema import OUTCOME_FORMAT
from luisteren_tui.system.clock import Clock
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.keymap import key_for
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.outcome_page import OutcomePage, ended_text
from luisteren_tui.tui.screens.end.outcome_parking import OutcomeParking
from luisteren_tui.tui.screens.end.rehearsal_lessons import RehearsalLessons
from luisteren_tui.tui.screens.end.share_dialog import ShareDialog
from luisteren_tui.tui.screens.end.wall import EndWall
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.note_completion import NoteCompletionScreen
from luisteren_tui.tui.screens.parking import ParkingDialog
from luisteren_tui.tui.screens.session.facilitator_pane import on_the_wall
from luisteren_tui.tui.screens.wall_line import WallLineDialog
from luisteren_tui.tui.widgets.key_bar import KeyBar

Read = TypeVar("Read")

HELP = (
    ("a", N_("Put a line of your own under the thanks, and take it away again")),
    ("k", N_("The parking lot")),
    ("n", N_("Complete marked and empty notes, and change the others")),
    ("x", N_("Make a file to send or to print, or copy it as text")),
    ("p", N_("Show the notes for you alone, and hide them again")),
    ("j", N_("How long notes stay")),
    ("d", N_("After a rehearsal: put what you learned into the plan")),
    ("↑ ↓", N_("Scroll")),
    ("q", N_("Done")),
)


class EndScreen(Screen[None]):
    """Shows an outcome to the facilitator, or only thanks while the room can see this screen.

    The `wall` is what the room sees; with a display the room can see this screen. Give `lessons` if the outcome is of a
    rehearsal.

    `learn` puts the lessons of a rehearsal into its plan. `save_elsewhere` writes a session that can't be saved to
    another folder. `may_close` waits until everything is saved, and returns whether it is; if not, it asks what to do.
    A past session needs none of these.
    """

    app = getters.app(BaseApp)
    AUTO_FOCUS = None
    CSS_PATH = "end.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "close"),
        ("enter", "accept"),
        ("q,ctrl+q", "leave"),
        ("z", "own_screen"),
        ("p", "private"),
        Binding("a", "line", id="line"),
        Binding("k", "parking", id="parking"),
        ("h", "elsewhere"),
        ("d", "learn"),
        ("n", "complete"),
        ("x", "share"),
        ("j", "keep_for"),
        ("question_mark", "help"),
        ("down", "scroll(1)"),
        ("up", "scroll(-1)"),
        ("pagedown,space", "scroll(10)"),
        ("pageup", "scroll(-10)"),
    ]

    silences: ClassVar[Mapping[str, float]] = dict.fromkeys(("down", "up", "pagedown", "space", "pageup"), 0)

    def __init__(
        self,
        outcome: Mapping[str, Any],
        *,
        clock: Clock,
        choose_retention: Callable[[Callable[[], None]], None],
        credit: str = "",
        wall: EndWall | None = None,
        lessons: RehearsalLessons | None = None,
        names: Collection[str] = (),
        learn: Callable[[RehearsalLessons], None] | None = None,
        save_elsewhere: Callable[[], None] | None = None,
        may_close: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        super().__init__()
        self.outcome, self._lessons = outcome, lessons
        self._clock, self._choose_retention, self._learn = clock, choose_retention, learn
        self._save_elsewhere, self._may_close = save_elsewhere, may_close
        self._names = names
        """The names of participants, to find in what is shared."""
        self._wall = wall
        self._parking: OutcomeParking | None = None
        self._in_room = wall is not None and wall.display is not None
        """Whether the room can see this screen."""
        self.path: Path | None = None
        """Where the outcome is, once it is saved."""
        self.asks = False
        """Whether to ask how long notes may stay."""
        self._black = False
        """Whether to black out what can be traced to a person in all copies and files of this outcome."""
        self._offered = lessons is not None and learn is not None and bool(lessons.offered)
        """Whether to put the lessons into the plan is the next step: they have not been looked at yet."""
        self._private = False
        """Whether the private notes are shown."""
        self._message = ""
        self._saved: Content = Content(_("saving …"))
        self._failed = False
        self._leaving: Worker[None] | None = None
        # Kept as attributes: the outcome may be saved before these widgets are mounted.
        ended = ended_text(outcome, cut_short=lessons is not None and lessons.stopped_at is not None)
        self._title = Static(Content.assemble((ended, "bold")), id="end-title")
        self._page = OutcomePage(lessons, credit, id="end-page")
        self._status, self._bar = Static(id="end-status"), KeyBar(id="keys")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        if self._wall is not None and self._wall.display is not None:
            yield self._wall.display
        yield self._title
        yield self._page
        yield self._status
        yield self._bar

    def on_mount(self) -> None:
        """Show the outcome, or the thanks."""
        self._show()

    def show_saved(self, text: str, *, failed: bool = False, path: Path | None = None, asks: bool = False) -> None:
        """Show where the outcome is or why it could not be saved.

        `path` is the saved outcome; `asks` is whether to ask how long notes may stay.
        """
        self._failed, self.path, self.asks = failed, path, asks
        self._saved = Content.assemble((text, "bold $error" if failed else "$success"))
        if self.is_mounted:
            self._show()

    def hint(self, text: str) -> None:
        """Show `text` above the keys until the next key, or in their place while the room can see this screen."""
        if self._in_room:
            self._bar.show_hint(text)
            return
        self._message = text
        self._show()

    def on_key(self) -> None:
        """Clear the message."""
        if self._message and not self._in_room:
            self.hint("")

    def _show(self) -> None:
        self.set_class(self._in_room, "-room")
        if self._in_room:
            self._page.clear()
        else:
            self._page.show(self.outcome, private=self._private)
        question = _("How long may notes stay on this laptop? Now: always. j changes that; you are asked only once.")
        asked = Content.assemble("\n", (question, "bold")) if self.asks else Content("")
        black = _("What can be traced to a person is blacked out; x, then d, changes that.") if self._black else ""
        lines = [Content.assemble((text, "bold")) for text in (self._message, black) if text]
        if self._wall is not None and self._wall.line:
            lines.append(on_the_wall(safe_line(self._wall.line)))
        if self._parking is not None and self._parking.failure:
            text = _("NOT SAVED: {why}. What you typed stays here.").format(why=self._parking.failure)
            lines.append(Content.assemble((text, "bold $error")))
        if self._failed or not self._message:
            lines.append(Content.assemble(self._saved, asked))
        self._status.update(Content("") if self._in_room else Content("\n").join(lines))
        # Textual counts several updates before a widget is idle as one. If it is laid out between them, it keeps the height
        # of the first. Styles count each time that they are touched.
        self._status.styles.merge_rules({})
        learn = (("learn", "d", N_("into the plan")),) if self._lessons is not None else ()
        self._bar.keys = (
            (("own_screen", "z", N_("your own screen")), ("leave", "q", N_("close")))
            if self._in_room
            else (
                *learn,
                *((("complete", "n", N_("complete notes")),) if self.path is not None else ()),
                ("scroll(10)", "↑ ↓", N_("scroll")),
                ("share", "x", N_("export")),
                ("close", "q", N_("done")),
                ("parking", key_for("parking"), N_("parking lot")),
                ("help", "question_mark", N_("help")),
            )
        )

    def action_private(self) -> None:
        """Show the private notes, or hide them again."""
        if not self._in_room:
            self._private = not self._private
            self._show()

    def action_own_screen(self) -> None:
        """Replace the thanks with the outcome. Ask first: the group sees that too."""
        if not self._in_room:
            return

        def show(_yes: bool) -> None:
            self._in_room = False
            self._show()

        self.app.ask_then(Confirm(_("Show your own screen?"), _("The group sees it too."), N_("show it")), show)

    def action_elsewhere(self) -> None:
        """Write the session to another folder if its own can't be written."""
        if self._failed and self._save_elsewhere is not None:
            self._save_elsewhere()

    def action_learn(self) -> None:
        """Put the lessons of the rehearsal into the plan."""
        if self._lessons is not None and self._learn is not None:
            self._offered = False
            self._learn(self._lessons)

    def action_accept(self) -> None:
        """Take the next step that is offered: put the lessons into the plan, once, or else close the screen."""
        if self._offered and not self._in_room:
            self.action_learn()
        else:
            self.action_close()

    def action_keep_for(self) -> None:
        """Ask how long notes may stay."""
        if not self._in_room:
            self._choose_retention(self._retention_chosen)

    def _retention_chosen(self) -> None:
        self.asks = False
        self._show()

    # The wall and the parking lot

    def action_line(self) -> None:
        """Put a line of the facilitator's own under the thanks, or take it away."""
        wall = self._wall
        if wall is None:
            return
        if wall.line:
            wall.show_line("")
            self._show()
            return

        def show(text: str) -> None:
            wall.show_line(text)
            self._show()

        self.app.ask_then(WallLineDialog(wall.offered, wall.offer), show)

    def action_parking(self) -> None:
        """Show the parking lot, and change it in the outcome."""
        if not self.unsaved:
            opened = self._open()
            self._parking = opened and OutcomeParking(
                self.app,
                opened[1],
                opened[0].get("parking_lot", ""),
                clock=self._clock,
                changed=self._parking_changed,
                wall=self._wall,
            )
        if self._parking is not None:
            self.app.push_screen(ParkingDialog(self._parking, mirrored=self._in_room))

    def _parking_changed(self, text: str) -> None:
        self.outcome = {**self.outcome, "parking_lot": text}
        self._show()

    @property
    def unsaved(self) -> bool:
        """Whether a change of the parking lot is not saved."""
        return self._parking is not None and self._parking.unsaved

    def save_at_once(self, timeout: float) -> bool:
        """Save what was parked within `timeout` seconds, and return whether it is saved."""
        return self._parking is None or self._parking.save_at_once(timeout)

    def on_unmount(self) -> None:
        """Leave nothing for the room's own window."""
        if self._wall is not None:
            self._wall.close()

    # Complete and share

    def action_complete(self) -> None:
        """Complete the notes, if the outcome is saved and the room can't see them."""
        if self._in_room or (opened := self._open()) is None:
            return
        outcome, notes = opened
        asked = self.app.ask(NoteCompletionScreen(outcome, notes, self._clock, private=self._private))

        async def complete() -> None:
            await asked
            if (completed := self._read_again(notes.path, read_session)) is not None:
                self.outcome = completed
                self._show()

        self.run_worker(complete())

    def _open(self) -> tuple[dict[str, Any], CompletedNotes] | None:
        """Return the outcome as it is on disk now, and what completes it. Say why it can't be completed."""
        if self.path is None or self.unsaved:
            self.hint(_("This can be done once the outcome is saved."))
        elif (outcome := self._read_again(self.path, read_session)) is not None:
            if outcome["format"] > OUTCOME_FORMAT:
                self.hint(_(READ_ONLY))
            elif (notes := self._read_again(self.path, CompletedNotes)) is not None:
                return outcome, notes
        return None

    def _read_again(self, path: Path, read: Callable[[Path], Read]) -> Read | None:
        """Return what `read` returns of the outcome as it is on disk now. Say so if it can't be read."""
        try:
            return read(path)
        except (OSError, Unreadable):
            self.hint(_("This outcome can't be read."))
            return None

    def action_share(self) -> None:
        """Make a file of the outcome, or copy it."""
        if self._in_room:
            return

        def shared(black: bool) -> None:
            self._black = black
            self._show()

        self.app.ask_then(ShareDialog(self.outcome, self._names, black=self._black), shared)

    def action_help(self) -> None:
        """Show all keys; while the room looks on, only those that work then."""
        in_room = [(key, label) for _action, key, label in self._bar.keys]
        self.app.push_screen(KeyList(in_room if self._in_room else HELP))

    def action_scroll(self, lines: int) -> None:
        """Scroll."""
        self._page.scroll_relative(y=lines, animate=False)

    def action_leave(self) -> None:
        """Close the screen. Ask first if that takes the thanks off the wall."""
        if self._in_room:
            self.app.ask_then(
                Confirm(_("Take the thanks off the wall?"), "", N_("close")), lambda _yes: self._leave_once_saved()
            )
        else:
            self.action_close()

    def action_close(self) -> None:
        """Close the screen, once everything is saved."""
        if self.app.screen is self and not self._in_room:
            self._leave_once_saved()

    def _leave_once_saved(self) -> None:
        if self._leaving is None or self._leaving.is_finished:
            self._leaving = self.run_worker(self._close_once_saved())

    async def _close_once_saved(self) -> None:
        for may_close in filter(None, (self._may_close, None if self._parking is None else self._parking.may_close)):
            if not await may_close():
                return
        if self.app.screen is self:
            self.dismiss(None)
