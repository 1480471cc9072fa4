"""The end screen: what was planned and what it took, the notes, and where the outcome is saved."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from itertools import accumulate, takewhile
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from luisteren_tui.export.outcome_wording import people, when
from luisteren_tui.export.session_summary import cut_short
from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.outcome.completion import READ_ONLY, CompletedNotes
from luisteren_tui.storage.outcome.outcome_file import read_session
from luisteren_tui.storage.outcome.reading import Unreadable
from luisteren_tui.storage.outcome.schema import OUTCOME_FORMAT, totals
from luisteren_tui.system.clock import Clock
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.screens.activity_times import draw_time_bars, short_name
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.rehearsal_lessons import (
    RehearsalLessons,
    draw_comparison,
    draw_lessons,
    draw_times,
)
from luisteren_tui.tui.screens.end.share_dialog import ShareDialog
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.note_completion import NoteCompletionScreen
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.room_display import RoomDisplay
from luisteren_tui.views.room_view import RoomView

Read = TypeVar("Read")

MARGIN = 8
MAX_DRAWN = 1000
"""The most activities, and the most notes, that are drawn: each takes a millisecond."""
MAX_DRAWN_LENGTH = 500_000
"""The most characters of notes that are drawn."""
"""Cells beside the text: the padding and a scrollbar."""

HELP = (
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

    Give `thanks` if the room can see it, and `lessons` if the outcome is of a rehearsal. `evaluation` is the link for
    the participants.

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
        thanks: RoomView | None = None,
        lessons: RehearsalLessons | None = None,
        evaluation: str = "",
        names: Collection[str] = (),
        learn: Callable[[RehearsalLessons], None] | None = None,
        save_elsewhere: Callable[[], None] | None = None,
        may_close: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        super().__init__()
        self.outcome, self._credit, self._lessons = outcome, credit, lessons
        self._clock, self._choose_retention, self._learn = clock, choose_retention, learn
        self._save_elsewhere, self._may_close = save_elsewhere, may_close
        self._names = names
        """The names of participants, to find in what is shared."""
        self._thanks, self._evaluation = thanks, evaluation
        self._in_room = thanks is not None
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
        # Kept as attributes: the outcome may be saved before these widgets are mounted.
        self._text, self._status, self._bar = Static(id="end-text"), Static(id="end-status"), KeyBar(id="keys")
        self._scroller = VerticalScroll(id="end-page", can_focus=False)

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        if self._thanks is not None:
            room = RoomDisplay(self._evaluation)
            room.show(self._thanks)
            yield room
        with self._scroller:
            yield self._text
        yield self._status
        yield self._bar

    def on_mount(self) -> None:
        """Show the outcome, or the thanks."""
        self._show()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._show()

    def show_saved(self, text: str, *, failed: bool = False, path: Path | None = None, asks: bool = False) -> None:
        """Show where the outcome is or why it could not be saved.

        `path` is the saved outcome; `asks` is whether to ask how long notes may stay.
        """
        self._failed, self.path, self.asks = failed, path, asks
        self._saved = Content.assemble((text, "bold $error" if failed else "$text-success"))
        if self.is_mounted:
            self._show()

    def hint(self, text: str) -> None:
        """Show `text` above the keys until the next key."""
        self._message = text
        self._show()

    def on_key(self) -> None:
        """Clear the message."""
        if self._message and not self._in_room:
            self.hint("")

    def _show(self) -> None:
        self.set_class(self._in_room, "-room")
        self._text.update(Content("") if self._in_room else self._content())
        question = _("How long may notes stay on this laptop? Now: always. j changes that; you are asked only once.")
        asked = Content.assemble("\n", (question, "bold")) if self.asks else Content("")
        black = _("What can be traced to a person is blacked out; x, then d, changes that.") if self._black else ""
        lines = [Content.assemble((text, "bold")) for text in (self._message, black) if text]
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
                ("scroll(10)", "↑↓", N_("scroll")),
                ("share", "x", N_("export")),
                ("close", "q", N_("done")),
                ("help", "question_mark", N_("help")),
            )
        )

    def _content(self) -> Content:
        credit = Content.assemble((safe_line(self._credit), "$text-muted"))
        title = safe_line(str(self.outcome["workshop"]["title"]))
        rehearsal = self.outcome["kind"] == "rehearsal"
        stopped_at = None if self._lessons is None else self._lessons.stopped_at
        if stopped_at is not None:
            ended = _("The rehearsal of “{title}” was cut short")
        else:
            ended = _("The rehearsal of “{title}” has ended") if rehearsal else _("“{title}” has ended")
        day = Content.assemble((f"{when(self.outcome)} · {people(self.outcome)}", "$text-muted"))
        head = Content("\n").join([Content.assemble((ended.format(title=title), "bold")), day])
        width = self.size.width - MARGIN
        if self._lessons is None:
            lines = draw_time_bars(self.outcome["activities"][:MAX_DRAWN], width)
        else:
            head = Content("\n").join([head, draw_lessons(self._lessons)])
            lines = [draw_times(self._lessons, width)]
        lines += draw_facts(self.outcome, private=self._private)
        parts = [head, Content("\n").join(lines)]
        if self._lessons is not None and (comparison := draw_comparison(self._lessons, width)):
            parts.append(comparison)
        notes = draw_notes(self.outcome, private=self._private)
        drawn = notes[: _fitting(notes)]
        if len(drawn) < len(notes) or len(self.outcome["activities"]) > MAX_DRAWN:
            text = _("This is too much to show, so the rest is left out. x exports everything.")
            drawn.append(Content.assemble((text, "bold")))
        parts += [*drawn, credit]
        return Content("\n\n").join(parts)

    def action_private(self) -> None:
        """Show the private notes, or hide them again."""
        if not self._in_room:
            self._private = not self._private
            self._show()

    def action_own_screen(self) -> None:
        """Replace the thanks with the outcome."""
        self._in_room = False
        self._show()

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

    # Complete and share

    def action_complete(self) -> None:
        """Complete the notes, if the outcome is saved and the room can't see them."""
        path = self.path
        if self._in_room or path is None or (outcome := self._read_again(path, read_session)) is None:
            return
        if outcome["format"] > OUTCOME_FORMAT:
            self.hint(_(READ_ONLY))
            return
        if (notes := self._read_again(path, CompletedNotes)) is None:
            return
        asked = self.app.ask(NoteCompletionScreen(outcome, notes, self._clock, private=self._private))

        async def complete() -> None:
            await asked
            if (completed := self._read_again(path, read_session)) is not None:
                self.outcome = completed
                self._show()

        self.run_worker(complete())

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
        asked = self.app.ask(ShareDialog(self.outcome, self._names, black=self._black))

        async def share() -> None:
            self._black = bool(await asked)
            self._show()

        self.run_worker(share())

    def action_help(self) -> None:
        """Show all keys."""
        if not self._in_room:
            self.app.push_screen(KeyList(HELP))

    def action_scroll(self, lines: int) -> None:
        """Scroll."""
        self._scroller.scroll_relative(y=lines, animate=False)

    def action_leave(self) -> None:
        """Close the screen. Ask first if that takes the thanks off the wall."""
        if not self._in_room:
            self.action_close()
            return
        asked = self.app.ask(Confirm(_("Take the thanks off the wall?"), "", N_("close")))

        async def leave() -> None:
            if await asked:
                await self._close_once_saved()

        self.run_worker(leave(), group="close", exclusive=True)

    def action_close(self) -> None:
        """Close the screen, once everything is saved."""
        if self.app.screen is self and not self._in_room:
            self.run_worker(self._close_once_saved(), group="close", exclusive=True)

    async def _close_once_saved(self) -> None:
        if (self._may_close is None or await self._may_close()) and self.app.screen is self:
            self.dismiss(None)


def draw_facts(outcome: Mapping[str, Any], *, private: bool) -> list[Content]:
    """Return lines about the total, what was not done, and the notes. `private` is whether private notes are visible."""
    lines = []
    planned_s, actual_s, _paused_s = totals(outcome["activities"])
    total = ngettext(
        "In all: {planned} → {actual} minute",
        "In all: {planned} → {actual} minutes",
        int(words.minutes(actual_s)),
    ).format(planned=words.minutes(planned_s), actual=words.minutes(actual_s))
    lines.append(Content.assemble((total, "bold")))
    if undone := [a for a in outcome["activities"] if a["status"] != "done" and a["planned_s"]]:
        text = ngettext(
            "Of what was planned, {minutes} min were for {n} activity that was skipped or not reached.",
            "Of what was planned, {minutes} min were for {n} activities that were skipped or not reached.",
            len(undone),
        )
        minutes = words.minutes(totals(undone).planned_s)
        lines.append(Content(text.format(n=len(undone), minutes=minutes)))
    if cut_id := cut_short(outcome["activities"]):
        title = next(each["title"] for each in outcome["activities"] if each["id"] == cut_id)
        lines.append(Content(safe_line(_("“{title}” was cut short.").format(title=title))))
    # A note that was emptied stays in the outcome, and so does a mark without a text. Neither counts.
    written = [n for a in outcome["activities"] for n in a["notes"] if n["text"].strip()]
    if private_count := sum(note["private"] for note in written):
        text = (
            _("Notes: {n}, of which {private} for you alone")
            if private
            else _("Notes: {n}, of which {private} for you alone: p shows them")
        )
        lines.append(Content(text.format(n=len(written), private=private_count)))
    elif written:
        lines.append(Content(_("Notes: {n}").format(n=len(written))))
    marked = sum(note.get("marked", False) for a in outcome["activities"] for note in a["notes"])
    if marked:
        lines.append(Content(_("Marked to complete: {n}").format(n=marked)))
    return lines


def _fitting(notes: Sequence[Content]) -> int:
    """Return how many of the `notes` are drawn."""
    lengths = accumulate(len(note) for note in notes[:MAX_DRAWN])
    return sum(1 for _length in takewhile(lambda length: length <= MAX_DRAWN_LENGTH, lengths))


def draw_notes(outcome: Mapping[str, Any], *, private: bool) -> list[Content]:
    """Return the notes below their questions, with the private ones if `private`."""
    parts = []
    for activity in outcome["activities"]:
        for note in activity["notes"]:
            if (note["private"] and not private) or not (note["text"].strip() or note["marked"]):
                continue
            slot = Slot(activity["id"], note["prompt"], note["group"], note["private"])
            question = safe_line(note["question"] or words.slot(slot))
            text = safe(note["text"]).strip() or "–"
            head = f"{short_name(activity)} · {question}"
            parts.append(Content.assemble((head, "bold"), ("  ●" if note.get("marked") else ""), f"\n{text}"))
    return parts
