"""The parts of the session screen, each without the others."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from msgspec.structs import replace
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session.commands import Blank, End, ShowLine, Toggle
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.journal.memory import JournalStatus
from luisteren_tui.tui.autosave import BEHIND_SECONDS
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.screens.session.facilitator_pane import FacilitatorPane, window_title
from luisteren_tui.tui.screens.session.save_indicator import NotesHeader, Saved, SaveIndicator
from luisteren_tui.tui.screens.type_ahead import TypeAhead
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.note_editors import NotesController, TypedNote
from luisteren_tui.tui.widgets.question import Question
from luisteren_tui.tui.widgets.room_display import RoomDisplay
from luisteren_tui.views.session_view import NO_NUMBER
from luisteren_tui.workshop.model import Form
from tests.session.sample_sessions import WORKSHOP
from tests.storage.journal_samples import ReportingJournal
from tests.tui.watched_app import ManualClock

FIRST, SECOND = Slot("1", prompt=1), Slot("1", prompt=2)


class NotesScreen(TypeAhead):
    """A screen with notes alone."""

    def __init__(self) -> None:
        super().__init__()
        self.keymap = {}
        self.kept = {FIRST: "one", SECOND: "two"}
        self.notes = NotesController(self.kept.__getitem__, self._keep)

    def _keep(self, note: TypedNote) -> None:
        self.kept[note.slot] = note.text

    def compose(self) -> ComposeResult:
        yield self.notes.pane
        yield self.notes.blind_line


class PartScreen(Screen[None]):
    """A screen with some widgets of the session screen."""

    def __init__(self, *parts: Widget) -> None:
        super().__init__()
        self._parts = parts

    def compose(self) -> ComposeResult:
        yield from self._parts


class PartApp(BaseApp):
    """An app that shows one screen, and collects the alarms."""

    def __init__(self, screen: Screen[None]) -> None:
        super().__init__()
        self._first = screen
        self.alarms: list[str] = []

    def get_default_screen(self) -> Screen[None]:
        return self._first

    def watch_alarm(self, old: str, alarm: str) -> None:
        if alarm or self.alarms:
            self.alarms.append(alarm)


@asynccontextmanager
async def notes_screen() -> AsyncIterator[tuple[NotesScreen, Pilot[None]]]:
    screen = NotesScreen()
    async with PartApp(screen).run_test() as pilot:
        screen.notes.show(FIRST)
        yield screen, pilot


async def test_showing_another_slot_keeps_the_note_that_was_typed() -> None:
    async with notes_screen() as (screen, pilot):
        screen.set_focus(screen.notes.pane)
        await pilot.press("!")
        screen.notes.show(SECOND)
        assert screen.kept == {FIRST: "one!", SECOND: "two"}
        assert screen.notes.pane.text == "two"


async def test_showing_a_slot_writes_nothing() -> None:
    async with notes_screen() as (screen, _pilot):
        del screen.kept[SECOND]
        screen.notes.show(FIRST)
        screen.notes.save()
        assert screen.kept == {FIRST: "one"}
        assert not screen.notes.waiting


async def test_blind_line_starts_with_what_was_typed_in_the_pane() -> None:
    async with notes_screen() as (screen, pilot):
        screen.set_focus(screen.notes.pane)
        await pilot.press("!")
        screen.notes.start_blind(FIRST, 1)
        screen.set_focus(screen.notes.blind_line)
        await pilot.press("?")
        screen.notes.save()
        assert screen.kept[FIRST] == "one!?"
        screen.notes.forget_slot()
        screen.notes.show(FIRST)
        assert screen.notes.pane.text == "one!?"


async def test_save_indicator_shows_each_state_of_the_journal() -> None:
    header, bar, clock = NotesHeader(), KeyBar(), ManualClock()
    live = LiveSession.draft(WORKSHOP, clock)
    live.path = Path("journal")
    live.journal = journal = ReportingJournal()
    in_room = False
    indicator = SaveIndicator(live, header, bar, lambda: in_room)

    def shown(*, typing: bool = False, late_ms: int = 0) -> Saved:
        indicator.notes = cast(NotesController, SimpleNamespace(waiting=typing, late_ms=late_ms))
        indicator.show()
        return header.saved

    app = PartApp(PartScreen(header, bar))
    async with app.run_test() as pilot:
        assert shown() == Saved("saved 12:00")
        assert shown(typing=True) == Saved("…")
        assert shown(typing=True, late_ms=999) == Saved("…")
        assert shown(late_ms=1000) == Saved("not saved yet", alarm=True)
        assert shown() == Saved("saved 12:00")
        behind = JournalStatus(4, 4, 3, None, clock.now.awake)
        journal.reported = behind
        assert shown() == Saved("…")
        clock.pass_by(round(BEHIND_SECONDS * 1000))
        assert shown() == Saved("not saved yet", alarm=True)
        journal.reported = replace(behind, failing="The disk is full.")
        assert shown() == Saved("NOT SAVED: The disk is full.", alarm=True)
        assert not bar.alarm
        in_room = True
        shown()
        assert bar.alarm
        journal.reported = None
        shown()
        assert not bar.alarm
        await pilot.pause()
        assert app.alarms == ["not saved yet", "", "not saved yet", "NOT SAVED: The disk is full.", "●!", ""]


async def test_room_display_shows_the_latest_view_once_it_is_mounted(tmp_path: Path) -> None:
    screen, display = PartScreen(), RoomDisplay("")
    live = LiveSession.draft(WORKSHOP, ManualClock())
    async with PartApp(screen).run_test() as pilot:
        screen.mount(display)
        display.show_session(live.state, live.view(), tmp_path)
        live.do(Toggle())
        live.do(Blank(True))
        display.show_session(live.state, live.view(), tmp_path)
        await pilot.pause()
        assert display.lines() == []
        live.do(Blank(False))
        display.show_session(live.state, live.view(), tmp_path)
        assert display.lines()


async def test_facilitator_pane_shows_less_of_the_question_on_a_low_screen() -> None:
    pane = FacilitatorPane(calm=False)
    screen = PartScreen(*pane.widgets())
    live = LiveSession.draft(WORKSHOP, ManualClock())
    async with PartApp(screen).run_test(size=(80, 40)) as pilot:
        pane.show(live.view(), "MARK", breather=False)
        await pilot.pause()
        question = screen.query_one(Question)
        title = screen.query_one("#title")
        spaces, roomy = [], []
        for height in (14, 20, 24, 30, 60):
            pane.fit(height)
            spaces.append(question.space)
            roomy.append(title.has_class("-roomy"))
        assert spaces == [4, 6, 10, 9, 30]
        assert roomy == [False, False, True, False, False]  # a higher screen has its empty lines always
        live.do(ShowLine("Terug om 15:05"))
        pane.show(live.view(), "MARK", breather=False)
        assert question.space == 28


@pytest.mark.parametrize(
    ("label", "title", "form", "named"),
    [
        ("2b", "Perspectiefwisseling", Form.PAIRS, "2b 7:50 · luisteren"),
        (NO_NUMBER, "Pauze", Form.BREAK, "break 7:50 · luisteren"),
        (NO_NUMBER, "Gesprek over Ruud", Form.PLENARY, "7:50 · luisteren"),
    ],
    ids=["activity", "break", "block of one's own"],
)
def test_window_title_has_no_title_of_ones_own(label: str, title: str, form: Form, named: str) -> None:
    live = LiveSession.draft(WORKSHOP, ManualClock())
    view = live.view()
    ask = replace(view.ask, label=label, title=title, form=form)
    assert window_title(replace(view, ask=ask), "7:50") == named
    live.do(End())
    assert window_title(live.view(), "7:50") == "luisteren"
