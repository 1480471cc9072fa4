"""On every screen Escape leaves and loses nothing without a question, and a question mark shows the keys."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from luisteren_tui.tui.screens.dialog import AskMinutes, AskText, Confirm, Dialog
from luisteren_tui.tui.screens.editor.screen import EditorScreen
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.end.share_dialog import ShareDialog
from luisteren_tui.tui.screens.help import HelpScreen, KeyList
from luisteren_tui.tui.screens.history.screen import DeleteDialog, HistoryScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.new_workshop import NewWorkshopDialog, StartingPointDialog
from luisteren_tui.tui.screens.note_completion import NoteCompletionScreen
from luisteren_tui.tui.screens.plan.dialogs import CustomBlockDialog
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.retention import RetentionDialog
from luisteren_tui.tui.screens.session.groups_dialog import GroupsDialog
from luisteren_tui.tui.screens.session.look_ahead import LookAhead
from luisteren_tui.tui.screens.session.names_dialog import NamesDialog
from luisteren_tui.tui.screens.session.replan_dialog import ReplanDialog
from luisteren_tui.tui.screens.session.screen import SessionScreen
from luisteren_tui.tui.screens.session.text_page import TextPage
from luisteren_tui.tui.screens.start import StartDialog
from tests.tui.at_home import choose_option
from tests.tui.past_sessions import LAST, open_end_screen, open_history, write_outcome
from tests.tui.screens.plan.plan_steps import open_plan
from tests.tui.stage import Stage, on_stage

Kind = type[Screen[Any]]
Way = Callable[[Stage], Awaitable[object]]


async def session(stage: Stage) -> None:
    await stage.begin()
    await stage.press("space")
    await stage.advance(35 * 60)  # late enough to replan


async def open_editor(stage: Stage) -> None:
    await choose_option(stage, "edit:luisteren")
    await stage.on(EditorScreen)


async def new_workshop(stage: Stage) -> None:
    await choose_option(stage, "new:")
    await stage.on(StartingPointDialog)


PLACES: tuple[tuple[str | None, Way, tuple[str, ...], Kind, Kind], ...] = (
    ("luisteren", session, ("t",), TextPage, SessionScreen),
    ("luisteren", session, ("v",), LookAhead, SessionScreen),
    ("luisteren", session, ("question_mark",), HelpScreen, SessionScreen),
    ("luisteren", session, ("r",), ReplanDialog, SessionScreen),
    ("luisteren", session, ("b",), AskMinutes, SessionScreen),
    ("luisteren", session, ("g",), GroupsDialog, SessionScreen),
    ("luisteren", session, ("g", "d"), NamesDialog, GroupsDialog),
    ("luisteren", session, ("e",), Confirm, SessionScreen),
    (None, new_workshop, (), StartingPointDialog, HomeScreen),
    (None, new_workshop, ("enter",), NewWorkshopDialog, HomeScreen),
    (None, open_plan, ("b",), AskText, PlanScreen),
    (None, open_plan, ("a",), CustomBlockDialog, PlanScreen),
    (None, open_plan, (), PlanScreen, HomeScreen),
    (None, open_editor, (), EditorScreen, HomeScreen),
    (None, open_history, ("f8",), DeleteDialog, HistoryScreen),
    (None, open_history, ("f4",), RetentionDialog, HistoryScreen),
    (None, open_history, (), HistoryScreen, HomeScreen),
    (None, open_end_screen, ("n",), NoteCompletionScreen, EndScreen),
    (None, open_end_screen, ("x",), ShareDialog, EndScreen),
    (None, open_end_screen, ("question_mark",), KeyList, EndScreen),
    (None, open_end_screen, (), EndScreen, HomeScreen),
)
"""The workshop that the program begins with, the way to a screen, its kind, and the screen that Escape leads to."""
WAYS = [*{(workshop, way): None for workshop, way, *_rest in PLACES}]
TYPES_IN_TEXT = (NamesDialog, AskText, CustomBlockDialog, NewWorkshopDialog)
CLOSED_BY_IT = (HelpScreen, KeyList)


@pytest.mark.parametrize(("workshop", "way"), WAYS, ids=lambda one: getattr(one, "__name__", one))
async def test_question_mark_shows_the_keys_and_escape_leaves(workshop: str | None, way: Way, tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=workshop) as stage:
        await way(stage)
        beginning = stage.app.screen
        for keys, kind, below in [place[2:] for place in PLACES if place[1] is way]:
            if beginning not in stage.app.screen_stack:
                await way(stage)
                beginning = stage.app.screen
            while stage.app.screen is not beginning:
                await stage.press("escape")
            await stage.press(*keys)
            screen = await stage.on(kind)
            await stage.until(lambda: stage.app.focused or not screen.AUTO_FOCUS)  # noqa: B023
            if kind not in (*TYPES_IN_TEXT, *CLOSED_BY_IT):
                await stage.press("question_mark")
                await stage.on(KeyList)
                await stage.press("question_mark")
                assert stage.app.screen is screen
            await stage.press("escape")
            await stage.on(below)


@pytest.mark.parametrize(
    ("workshop", "way", "keys", "listed"),
    [("luisteren", session, "e", True), (None, open_history, "f8", False), (None, open_end_screen, "x", False)],
    ids=["session", "history", "end"],
)
async def test_keys_of_the_session_are_listed_only_while_one_runs(
    workshop: str | None, way: Way, keys: str, listed: bool, tmp_path: Path
) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=workshop) as stage:
        await way(stage)
        await stage.press(keys, "question_mark")
        await stage.on(KeyList)
        assert ("A breather" in stage.picture()) == listed


async def test_start_question_lists_no_keys_of_the_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.on(StartDialog)
        await stage.press("question_mark")
        await stage.on(KeyList)
        assert "A breather" not in stage.picture()


@pytest.mark.parametrize(("keys", "kind"), [(("w",), AskText), (("a",), CustomBlockDialog)], ids=["line", "block"])
async def test_escape_asks_before_what_was_typed_is_lost(keys: tuple[str, ...], kind: Kind, tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press(*keys)
        dialog = await stage.on(kind)
        await stage.until(lambda: stage.app.focused)
        await stage.press("e", "?", "escape")
        await stage.on(Confirm)
        await stage.press("escape")
        assert stage.app.screen is dialog
        assert "e?" in stage.picture()
        await stage.press("escape", "enter")
        await stage.on(PlanScreen)


async def test_escape_keeps_the_names_that_were_typed(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("1", "tab")
        await stage.press("g", "d")
        await stage.on(NamesDialog)
        await stage.write("Anna")
        await stage.press("escape")
        await stage.on(GroupsDialog)
        assert stage.state.people.names == ("Anna",)


async def test_escape_at_home_leaves(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.press("escape")
        await stage.until(lambda: not stage.app.is_running)


async def test_escape_means_nothing_on_the_session_screen_and_leaves_the_notes(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("n", "x", "escape", "escape")
        assert stage.app.screen is stage.session
        assert stage.session.focused is None
        assert stage.saved_note("1", 1) == "x"


async def test_questions_about_a_number_say_that_digits_work(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.on(StartDialog)
        assert "type the number" in stage.picture()
        await stage.begin()
        await stage.press("b")
        await stage.on(AskMinutes)
        assert "Type the number" in stage.picture()


def test_every_dialog_answers_to_escape_and_a_question_mark() -> None:
    def below(cls: type[Dialog[Any]]) -> list[type[Dialog[Any]]]:
        return [cls, *(one for sub in cls.__subclasses__() for one in below(sub))]

    for dialog in below(Dialog):
        merged = dialog._merged_bindings
        assert merged is not None
        assert {"escape", "question_mark"} <= {*merged.key_to_bindings}, dialog
