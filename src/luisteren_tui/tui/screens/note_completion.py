"""Notes completed after the session: a walk through marks and empty places, then all the others."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.storage.files import reason
from luisteren_tui.storage.outcome.amendment import Amender, Note
from luisteren_tui.storage.outcome.outcome_file import Unreadable
from luisteren_tui.system.clock import Clock
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.note_places import places
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.type_ahead import NoteInput, TypeAhead
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.note_editors import NotesPane
from luisteren_tui.tui.widgets.note_place_list import NoteList

RETRY = 1.0
"""Seconds until what could not be written is tried again."""


class NoteCompletionScreen(TypeAhead):
    """A list of places for notes and the note of the one that is chosen; what is typed is written at once."""

    AUTO_FOCUS = "#places"
    keymap: Mapping[str, str] = {}
    CSS_PATH = "note_completion.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ctrl+q", "close", show=False),
        Binding("m", "mark", show=False),
        Binding("n,right", "write", show=False),
    ]

    def __init__(self, outcome: Mapping[str, Any], path: Path, clock: Clock, *, private: bool) -> None:
        super().__init__()
        todo, others = places(outcome, private=private)
        self._places, self._todo = [*todo, *others], len(todo)
        self._clock, self._amender = clock, Amender(path)
        self._title = safe_line(str(outcome["workshop"]["title"]))
        self._failing, self._saved, self._writing = "", "", False
        # Not looked up: what was typed last is kept, and said, when they are no longer on the screen.
        self._pane, self._kept = NotesPane(), Static(id="complete-saved")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Static(id="complete-title")
        with Horizontal(id="complete"):
            yield NoteList(self._places, self._todo)
            with Vertical(id="complete-note"):
                yield Static(id="complete-question")
                yield self._pane
        yield self._kept
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Begin at the first place to complete."""
        self._show_title()
        self._show_keys()
        if self._places:
            self.query_one(NoteList).go_to(0)

    # One place after the other

    @on(OptionList.OptionHighlighted)
    def _chosen(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        number = self.query_one(NoteList).number
        if number is not None:
            self._show_place(number)

    def _show_place(self, number: int) -> None:
        self._take()
        one, pane = self._places[number], self._pane
        question = safe_line(one.question)
        name = "" if one.question and not one.slot.private else words.slot(one.slot)
        head = Content.assemble(
            (f"{safe_line(one.label)}  {safe_line(one.title)}", "bold"), f"\n{question}{name and name.capitalize()}"
        )
        self.query_one("#complete-question", Static).update(head)
        if pane.slot != one.slot:
            pane.show_slot(one.slot, one.text)

    @on(OptionList.OptionSelected)
    def action_write(self) -> None:
        """Write in the place that is chosen."""
        if self.query_one(NoteList).number is not None:
            self._pane.focus()

    def action_stop_writing(self) -> None:
        """Back to the list."""
        self._take()
        self.query_one(NoteList).focus()

    def action_down(self) -> None:
        """On to the next place, still writing."""
        self._step(1)

    def action_up(self) -> None:
        """Back to the place before, still writing."""
        self._step(-1)

    def _step(self, by: int) -> None:
        number = self.query_one(NoteList).number
        if number is not None and 0 <= number + by < len(self._places):
            self.query_one(NoteList).go_to(number + by)
            # At once: what is typed next is meant for it.
            self._show_place(number + by)

    def action_mark(self) -> None:
        """Set or take away the mark."""
        number = self.query_one(NoteList).number
        if number is not None:
            self._take()
            one = self._places[number] = self._places[number]._replace(marked=not self._places[number].marked)
            self._amender.put(one.slot, Note(one.text, one.marked, None))
            self._written(number)

    # Keeping

    @on(NoteInput.Typed)
    def _unkept(self, event: NoteInput.Typed) -> None:
        event.stop()
        if not self._pane.waiting:
            self._take()

    def _take(self) -> None:
        """Keep what was typed."""
        number = self._typed()
        if number is not None:
            self._written(number)

    def _typed(self) -> int | None:
        """Have what was typed written: who writes in a place that was marked has completed it. Return where it is."""
        taken = self._pane.take()
        if taken is None:
            return None
        slot, text = taken
        number = next(n for n, one in enumerate(self._places) if one.slot == slot)
        marked = self._places[number].marked and not text.strip()
        self._places[number] = self._places[number]._replace(text=text, marked=marked)
        self._amender.put(slot, Note(text, marked, self._now()))
        return number

    def _now(self) -> str:
        return f"{datetime.fromtimestamp(self._clock.read().wall / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"

    def _written(self, number: int) -> None:
        self.query_one(NoteList).renew(number, self._places[number])
        self._show_title()
        if not self._writing:
            self._writing = True
            self.run_worker(self._write(), group="amend")

    async def _write(self) -> None:
        """Write what waits, and try again for as long as that fails."""
        while self._amender.waiting:
            try:
                await asyncio.to_thread(self._amender.flush)
            except (OSError, Unreadable) as error:
                self._failing = _(reason(error)) if isinstance(error, OSError) else _(error.problem.message)
                if isinstance(error, FileNotFoundError):
                    self._failing = _("the outcome is not there any more")
                self._show_saved()
                await asyncio.sleep(RETRY)
            else:
                self._failing = ""
                self._saved = words.clock_time(self._clock.read().wall)
                self._show_saved()
        self._writing = False

    def on_unmount(self) -> None:
        """Keep what was typed last, whoever ends the program."""
        try:
            self._typed()
            self._amender.flush()
        except (OSError, Unreadable):
            return  # it was said for as long as it lasted

    # What is shown

    def _show_title(self) -> None:
        todo = self._places[: self._todo]
        marked, empty = sum(one.marked for one in self._places), sum(not one.done and not one.marked for one in todo)
        parts = [
            *([_("{n} marked").format(n=marked)] if marked else []),
            *([_("{n} without an answer").format(n=empty)] if empty else []),
        ]
        left = " · ".join(parts) or _("nothing left to complete")
        title = Content.assemble((_("Complete notes"), "bold"), "  ", (left, "bold $accent"), f"  {self._title}")
        self.query_one("#complete-title", Static).update(title)

    def _show_saved(self) -> None:
        if self._failing:
            text = _("NOT SAVED: {why}. What you typed stays here; it is tried again every second.")
            shown = Content.assemble((text.format(why=self._failing), "bold $error"))
        else:
            shown = Content.assemble((_("saved {time}").format(time=self._saved), "$text-success"))
        self._kept.update(shown)

    def _show_keys(self) -> None:
        writing = self.focused is self._pane
        self.set_class(writing, "-writing")
        self.query_one("#keys", KeyBar).keys = (
            (("stop_writing", "Esc", N_("to the list")), ("down", "Tab", N_("next place")))
            if writing
            else (
                ("write", "enter", N_("write")),
                ("mark", "m", N_("mark")),
                ("close", "q", N_("done")),
            )
        )

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus now."""
        self._show_keys()

    def action_close(self) -> None:
        """Leave; ask first while not everything is kept."""
        self._take()
        if not self._failing:
            self.run_worker(self._leave(), group="leave", exclusive=True)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        text = _("The disk does not take what you wrote: {why}. Esc goes back: it is tried again every second.")
        leave = N_("leave all the same: what is not saved is lost")
        self.app.push_screen(Confirm(_("Not everything is saved"), text.format(why=self._failing), leave), answered)

    async def _leave(self) -> None:
        while self._amender.waiting and not self._failing:
            await asyncio.sleep(0.02)
        if self._failing:
            self.action_close()
        else:
            self.dismiss(None)
