"""The screen that completes notes after a session: marked and empty ones first, then all others."""

import asyncio
from asyncio import Future
from collections.abc import Mapping, Sequence
from concurrent.futures import Future as Writing
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TimedOut
from datetime import UTC, datetime
from typing import Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from luisteren_tui.i18n import N_, _
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.storage.journal.memory import Mended
from luisteren_tui.storage.outcome.completion import CompletedNotes, Note
from luisteren_tui.storage.outcome.reading import Unreadable
from luisteren_tui.system.clock import Clock
from luisteren_tui.text.clusters import cut
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.autosave import BEHIND_SECONDS, LOOK_S, NO_RESPONSE, SAVE_TIMEOUT_S
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.elsewhere import save_elsewhere
from luisteren_tui.tui.screens.dialog import UnsavedDialog
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.session.notices import mended_text
from luisteren_tui.tui.screens.slot_notes import SlotNote, slot_notes
from luisteren_tui.tui.screens.type_ahead import NoteInput, TypeAhead
from luisteren_tui.tui.widgets.choice_list import ChoiceList
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.note_editors import NotesPane

RETRY_AFTER_S = 1.0
"""Seconds until a failed write is tried again."""
CHECK_S = 1.0
"""Seconds between looks whether the outcome is still at its path."""
MAX_QUESTION_LENGTH = 200
"""Characters of a question in the list, which cuts it where the line ends. The whole question stands above the note."""
HELP = (
    ("enter", N_("Write in this note; Esc goes back to the list")),
    ("tab", N_("While you write: the next place for notes; Shift+Tab: the previous one")),
    ("m", N_("Mark this note to complete it later, or take the mark away")),
    ("↑ ↓", N_("Choose a note")),
    ("q", N_("Done; everything is saved")),
)


class NoteList(ChoiceList):
    """Lists notes by their index. The first `to_complete` of them have a heading of their own."""

    def __init__(self, notes: Sequence[SlotNote], to_complete: int) -> None:
        self._label_width = words.label_width(safe_line(one.label) for one in notes)
        rows: list[Option | None] = []
        for index, one in enumerate(notes):
            if index in (0, to_complete):
                head = _("To complete") if index < to_complete else _("Other notes")
                rows += [*((None,) if index else ()), Option(Content.assemble((head, "bold")), disabled=True)]
            rows.append(Option(_list_line(one, self._label_width), id=str(index)))
        nothing = Option(Content(_("There is no place for notes.")), disabled=True)
        super().__init__(*(rows or [nothing]), id="note-list", markup=False)

    @property
    def index(self) -> int | None:
        """The index of the highlighted note, or None if there is none."""
        id = None if self.highlighted is None else self.get_option_at_index(self.highlighted).id
        return None if id is None else int(id)

    def go_to(self, index: int) -> None:
        """Highlight a note."""
        self.highlighted = self.get_option_index(str(index))

    def update(self, index: int, note: SlotNote) -> None:
        """Show `note` in its place."""
        self.replace_option_prompt(str(index), _list_line(note, self._label_width))


def _list_line(one: SlotNote, label_width: int) -> Content:
    """Return the line of a note, with a sign that shows whether it is marked, written or empty."""
    sign = "●" if one.marked else "✓" if one.text.strip() else "○"
    question = cut(safe_line(one.question), MAX_QUESTION_LENGTH)
    name = words.slot(one.slot) if one.slot.private or not one.question else question
    return Content.assemble(
        (sign, "bold $accent" if sign == "●" else "bold"), f" {safe_line(one.label):<{label_width}} {name}"
    )


class NoteCompletionScreen(TypeAhead):
    """Lists the notes of an outcome beside the text of the highlighted one, and saves what is typed."""

    app = getters.app(BaseApp)
    AUTO_FOCUS = "#note-list"
    keymap: Mapping[str, str] = {}
    CSS_PATH = "note_completion.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,ctrl+q", "close"),
        ("m", "mark"),
        ("n,right", "write"),
        ("question_mark", "help"),
    ]

    def __init__(self, outcome: Mapping[str, Any], completed: CompletedNotes, clock: Clock, *, private: bool) -> None:
        super().__init__()
        to_complete, others = slot_notes(outcome, private=private)
        self._notes, self._to_complete = [*to_complete, *others], len(to_complete)
        self._clock, self._completed = clock, completed
        self._title = safe_line(str(outcome["workshop"]["title"]))
        self._failure, self._saved_at, self._saving, self._leaving = "", "", False, False
        self._done = False
        """Whether nothing is to be saved any more."""
        self._writer = ThreadPoolExecutor(1, "notes")
        self._writing: tuple[Writing[Mended | None], int] | None = None
        """The last attempt to write, and when it began."""
        self._since: int | None = None
        """When the oldest key came that is not saved."""
        self._timer: Timer | None = None
        # Kept as attributes: they are still used after they are unmounted.
        self._pane, self._status = NotesPane(self._take), Static(id="complete-saved")
        self._list, self._key_bar = NoteList(self._notes, self._to_complete), KeyBar(id="keys")
        self._title_line, self._question = Static(id="complete-title"), Static(id="complete-question")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield self._title_line
        with Horizontal(id="complete"):
            yield self._list
            with Vertical(id="complete-note"):
                yield self._question
                yield self._pane
        yield self._status
        yield self._key_bar

    def on_mount(self) -> None:
        """Go to the first note to complete."""
        self._show_title()
        self._show_keys()
        if self._notes:
            self._list.go_to(0)
        self.set_interval(CHECK_S, self._check)

    # Choose and write

    @on(OptionList.OptionHighlighted)
    def _show_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        index = self._list.index
        if index is not None:
            self._show_note(index)

    def _show_note(self, index: int) -> None:
        self._take()
        one, pane = self._notes[index], self._pane
        question = safe_line(one.question)
        name = "" if one.question and not one.slot.private else words.slot(one.slot)
        head = Content.assemble(
            (f"{safe_line(one.label)}  {safe_line(one.title)}", "bold"), f"\n{question}{name and name.capitalize()}"
        )
        self._question.update(head)
        if pane.slot != one.slot:
            pane.show_slot(one.slot, one.text)

    @on(OptionList.OptionSelected)
    def action_write(self) -> None:
        """Write in the highlighted note."""
        if self._list.index is not None:
            self._pane.focus()

    def action_stop_writing(self) -> None:
        """Go back to the list."""
        self._take()
        self._list.focus()

    def action_next_note(self) -> None:
        """Write in the next note."""
        self._step(1)

    def action_previous_note(self) -> None:
        """Write in the previous note."""
        self._step(-1)

    def _step(self, by: int) -> None:
        index = self._list.index
        if index is not None and 0 <= index + by < len(self._notes):
            self._list.go_to(index + by)
            # Don't wait for the list's message: the next key already belongs to this note.
            self._show_note(index + by)

    def action_mark(self) -> None:
        """Mark the highlighted note, or remove its mark."""
        index = self._list.index
        if index is not None:
            self._take()
            one = self._notes[index] = self._notes[index]._replace(marked=not self._notes[index].marked)
            self._put(one.slot, Note(one.text, one.marked, None), 0)
            self._save(index)

    # Save

    @on(NoteInput.Refused)
    def _refused(self, event: NoteInput.Refused) -> None:
        self._key_bar.show_hint(event.why)

    def _take(self) -> None:
        """Save what was typed."""
        waited, index = self._pane.waiting, self._take_text()
        if index is not None:
            self._save(index)
        elif waited:
            self._show_saved()

    def _take_text(self) -> int | None:
        """Put what was typed among the pending notes, and return the index of its note. A marked note loses its mark."""
        taken = self._pane.take()
        if taken is None:
            return None
        slot, text, age_ms = taken
        index = next(n for n, one in enumerate(self._notes) if one.slot == slot)
        marked = self._notes[index].marked and not text.strip()
        self._notes[index] = self._notes[index]._replace(text=text, marked=marked)
        self._put(slot, Note(text, marked, self._now()), age_ms)
        return index

    def _put(self, slot: Slot, note: Note, age_ms: int) -> None:
        if self._since is None:
            self._since = self._clock.read().awake - age_ms
        self._completed.put(slot, note)

    def _now(self) -> str:
        return f"{datetime.fromtimestamp(self._clock.read().wall / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"

    def _save(self, index: int) -> None:
        self._list.update(index, self._notes[index])
        self._show_title()
        # Written from here on: the worker may have to wait behind many keys.
        if self._saving and not self._failure:
            self._write()
        self._check()
        self._show_saved()

    def _check(self) -> None:
        """Write what waits, and the whole outcome if it is no longer at its path, unless that is going on."""
        if self._completed.begun and not self._saving:
            self._saving = True
            self.run_worker(self._flush(*self._write()), group="amend")

    def _write(self) -> "tuple[Writing[Mended | None], int]":
        """Begin to write all waiting notes, unless that is going on. Return the attempt, and when it began."""
        if self._writing is None or self._writing[0].done():
            self._writing = self._writer.submit(self._completed.flush), self._clock.read().awake
        return self._writing

    async def _flush(self, writing: "Writing[Mended | None]", began: int) -> None:
        """Wait until all notes are written, and try again while that fails."""
        while self._saving:
            try:
                mended = await asyncio.wrap_future(writing)
            except (OSError, Unreadable) as error:
                if not self._failure:
                    self.app.clear_notifications()  # one may say that all is saved
                self._failure = (
                    _(write_error_message(error)) if isinstance(error, OSError) else _(error.problem.message)
                )
                self._show_saved()
                await asyncio.sleep(RETRY_AFTER_S)
            else:
                self._failure = ""
                self._since = began if self._completed.waiting else None
                self._saved_at = words.clock_time(self._clock.read().wall)
                self._show_saved()
                if mended is not None:
                    self.app.notify(mended_text(mended), timeout=30, markup=False)
            self._saving = bool(self._completed.waiting or self._failure)
            if self._saving:
                writing, began = self._write()

    @property
    def unsaved(self) -> bool:
        """Whether anything that was typed is not saved."""
        return not self._done and bool(self._completed.waiting or self._pane.waiting or self._failure)

    def save_at_once(self, timeout: float) -> bool:
        """Save what was typed last within `timeout` seconds, and return whether everything is saved."""
        self._done = True
        self._take_text()
        try:
            self._writer.submit(self._completed.flush).result(timeout)
        except (OSError, Unreadable, TimedOut):
            return False
        return True

    def on_unmount(self) -> None:
        """Save what was typed last, however the program ends."""
        if not self._done:
            self.save_at_once(SAVE_TIMEOUT_S)
        self._writer.shutdown(wait=False)

    # Show

    def _show_title(self) -> None:
        marked = sum(one.marked for one in self._notes)
        empty = sum(not one.complete and not one.marked for one in self._notes[: self._to_complete])
        parts = [
            *([_("{n} marked").format(n=marked)] if marked else []),
            *([_("{n} without an answer").format(n=empty)] if empty else []),
        ]
        left = " · ".join(parts) or _("nothing left to complete")
        title = Content.assemble((_("Complete notes"), "bold"), "  ", (left, "bold $accent"), f"  {self._title}")
        self._title_line.update(title)

    @on(NoteInput.Typed)
    def _show_saved(self) -> None:
        unsaved_ms = 0 if self._since is None else self._clock.read().awake - self._since
        late = max(unsaved_ms, self._pane.late_ms) >= BEHIND_SECONDS * 1000
        if (late or self._since is not None) and self._timer is None:
            self._timer = self.set_timer(BEHIND_SECONDS, self._look_again)
        if self._failure:
            text = _("NOT SAVED: {why}. What you typed stays here.")
            status = Content.assemble((text.format(why=self._failure), "bold $error"))
        elif late:
            status = Content.assemble((_("not saved yet"), "bold $error"))
        elif self._since is not None or self._pane.waiting:
            status = Content("…")
        elif not self._saved_at:
            status = Content("")
        else:
            status = Content.assemble((_("saved {time}").format(time=self._saved_at), "$success"))
        self._status.update(status)

    def _look_again(self) -> None:
        self._timer = None
        self._show_saved()

    def _show_keys(self) -> None:
        writing = self.focused is self._pane
        self.set_class(writing, "-writing")
        self._key_bar.keys = (
            (("stop_writing", "Esc", N_("to the list")), ("next_note", "Tab", N_("next place")))
            if writing
            else (
                ("write", "enter", N_("write")),
                ("mark", "m", N_("mark")),
                ("close", "q", N_("done")),
                ("help", "question_mark", N_("help")),
            )
        )

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        self._show_keys()

    def action_help(self) -> None:
        """Show all keys."""
        self.app.push_screen(KeyList(HELP))

    # Leave

    def action_close(self) -> None:
        """Leave once all notes are saved; ask first if they can't be."""
        self._take()
        if self._failure:
            self._ask_about_unsaved(self._failure)
        elif not self._leaving:
            self._leaving = True
            self._check()
            self.run_worker(self._leave())

    async def _leave(self) -> None:
        for _attempt in range(round(SAVE_TIMEOUT_S / LOOK_S)):
            if self._failure or not self._saving:
                break
            await asyncio.sleep(LOOK_S)
        self._leaving = False
        if self._failure or self._saving:
            self._ask_about_unsaved(self._failure or _(NO_RESPONSE))
        else:
            self.dismiss(None)

    def _ask_about_unsaved(self, why: str) -> None:
        self.run_worker(self._settle_unsaved(self.app.ask(UnsavedDialog(why))))

    async def _settle_unsaved(self, asked: "Future[str | None]") -> None:
        answer = await asked
        if answer == "elsewhere":
            save_elsewhere(self.app, self._completed.path, self._completed.copy_to)
        elif answer == "leave":
            self._done = True
            self.dismiss(None)
