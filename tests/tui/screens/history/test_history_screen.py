"""The history screen: sessions are listed, searched, opened and deleted."""

import json
from pathlib import Path
from threading import Event
from types import ModuleType
from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import Screen

from luisteren_tui import i18n
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.history import screen as history_module
from luisteren_tui.tui.screens.history import statistics as statistics_module
from luisteren_tui.tui.screens.history.screen import HELP, DeleteDialog, HistoryScreen
from luisteren_tui.tui.screens.history.session_rows import find_rows, search_text
from luisteren_tui.tui.screens.history.statistics import StatisticsPage
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.retention import RetentionDialog
from luisteren_tui.tui.widgets.safe_input import FilterInput
from tests.storage.session_samples import session, write_journal
from tests.thorough import thorough
from tests.tui import hostile_workshop as hostile
from tests.tui.at_home import choose_option, home_list
from tests.tui.past_sessions import EARLIER, LAST, REHEARSED, open_history, write_outcome, write_outcomes
from tests.tui.stage import on_stage

SIZES = thorough("size", [(80, 24), (120, 30), (52, 14)])


@SIZES
async def test_sessions_are_listed_newest_first_and_filtered_by_typing(size: tuple[int, int], tmp_path: Path) -> None:
    write_outcomes(tmp_path)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await open_history(stage)
        await stage.until(lambda: "01 Jun 2026" in stage.picture())
        lines = [line for line in stage.picture().splitlines() if " 2026 " in line]
        assert [line.strip(" ▌")[:11] for line in lines] == ["20 Nov 2026", "19 Nov 2026", "01 Jun 2026"]
        assert "rehearsal" in lines[1]
        assert "72 → 29" in lines[0]
        await stage.write("REHEARSAL aandacht")
        await stage.until(lambda: "20 Nov 2026" not in stage.picture())
        assert "19 Nov 2026" in stage.picture()
        await stage.press("escape")
        await stage.until(lambda: "20 Nov 2026" in stage.picture())
        await stage.press("escape")
        await stage.on(HomeScreen)


async def test_sessions_are_in_the_order_of_their_starts_with_titles_below_each_other(tmp_path: Path) -> None:
    # The session was opened after the rehearsal, and began before it by what the facilitator said later.
    write_outcome(tmp_path, "2026-11-20-1340-luisteren", started="2026-11-20T12:20:00Z")
    write_outcome(tmp_path, "2026-11-20-1330-luisteren", kind="rehearsal", started="2026-11-20T12:30:05Z")
    write_outcome(tmp_path, "2026-11-20-1310-luisteren", started="2026-11-20T12:10:00Z")
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        screen = await open_history(stage)
        await stage.until(lambda: "20 Nov 2026 13:10" in stage.picture())
        lines = [line.strip(" ▌") for line in stage.picture().splitlines() if "2026 13:" in line]
        assert [line[12:20].strip() for line in lines] == ["13:30:05", "13:20", "13:10"]
        assert len({line.index("Luisteren") for line in lines}) == 1
        row = screen._list.row
        assert row is not None
        assert row.id == "2026-11-20-1340-luisteren"


async def test_title_of_a_rehearsal_can_be_read_on_a_common_screen(tmp_path: Path) -> None:
    write_outcome(tmp_path, REHEARSED, kind="rehearsal")
    async with on_stage(tmp_path, workshop=None, size=(80, 24)) as stage:
        await open_history(stage)
        await stage.until(lambda: "Luisteren met aan" in stage.picture())
        row = next(line for line in stage.picture().splitlines() if "Luisteren met aan" in line)
        assert row.split()[-1] == "rehearsal"


async def test_enter_opens_the_outcome_and_q_returns_to_the_history(tmp_path: Path) -> None:
    write_outcomes(tmp_path)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        await stage.press("down", "enter")
        over = await stage.on(EndScreen)
        assert over.outcome["id"] == REHEARSED
        await stage.until(lambda: "The rehearsal of" in stage.picture())
        await stage.press("q")
        await stage.on(HistoryScreen)
        await stage.press("enter")
        over = await stage.on(EndScreen)
        assert over.outcome["id"] == REHEARSED


async def test_delete_asks_first_and_deletes_all_files_of_that_session_only(tmp_path: Path) -> None:
    write_outcomes(tmp_path)
    folder = tmp_path / "sessions"
    write_outcome(tmp_path, f"{LAST}-2")
    for name in (f"{LAST}.jsonl.damaged-1", f"{LAST}.json.9.new"):
        (folder / name).write_text("ongemak")
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        await stage.press("down", "f8")
        await stage.on(DeleteDialog)
        assert "3 files" in stage.picture()
        await stage.press("escape")
        await stage.on(HistoryScreen)
        assert (folder / f"{LAST}.json").exists()
        await stage.press("f8", "enter")
        await stage.until(lambda: "Removed: 20 Nov 2026 13:00" in stage.picture())
        assert sorted(path.name for path in folder.iterdir()) == [f"{EARLIER}.json", f"{LAST}-2.json"]
        await stage.press("escape")
        await stage.on(HomeScreen)
        assert "Fri 20 Nov 13:00  Luisteren met aandacht" in stage.picture()


async def test_damaged_foreign_and_unfinished_files_are_listed_with_their_state(tmp_path: Path) -> None:
    write_outcomes(tmp_path)
    folder = tmp_path / "sessions"
    (folder / "2026-10-01-0900-kapot.json").write_text('{"format"')
    (folder / "boodschappen.json").write_text("{}")
    write_journal(folder, session(end=False), "2026-10-02-0900-luisteren")
    write_outcome(tmp_path, "2026-10-03-0900-luisteren", format=9)
    write_outcome(tmp_path, "2026-10-04-0900-luisteren", activities=7)
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await open_history(stage)
        for text in ("damaged: it can't be read", "not a session", "not ended", "from a newer version"):
            assert text in stage.picture()
        for word, expected in (
            ("kapot", "It can't be read"),
            ("boodschappen", "It can't be read"),
            ("02-10", "has not ended"),
            ("04-10", "It can't be read"),
        ):
            await stage.write(word)
            await stage.press("enter")
            await stage.until(lambda expected=expected: expected in stage.picture())  # type: ignore[misc]
            assert isinstance(stage.app.screen, HistoryScreen)
            await stage.press("f2", "f3")
            assert isinstance(stage.app.screen, HistoryScreen)
            await stage.press("escape")
        await stage.write("boodschappen")
        await stage.press("f8")
        await stage.until(lambda: "left alone" in stage.picture())
        assert (folder / "boodschappen.json").exists()


@pytest.mark.parametrize(
    "size",
    [(1, 1), *(pytest.param(size, marks=pytest.mark.check_only) for size in ((52, 14), (80, 24), (20, 5)))],
)
async def test_hostile_files_send_no_control_characters_to_the_terminal(size: tuple[int, int], tmp_path: Path) -> None:
    text = f"{hostile.LINE} {hostile.LONG}"
    for number in range(2):
        path = write_outcome(tmp_path, f"2026-11-2{number}-1300-luisteren")
        outcome = path.read_text()
        value = json.loads(outcome)
        value["workshop"]["title"] = text
        for activity in value["activities"]:
            activity["title"] = text
            activity["prompts"] = [text]
            for note in activity["notes"]:
                note["text"] = note["question"] = text
        value["activities"][0]["id"] = hostile.LINE
        path.write_text(json.dumps(value))
    (tmp_path / "sessions" / "[b]\u202eabc.json").write_text("{}")
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        stage.app.recording = True
        await open_history(stage)
        await stage.paste(f"{hostile.ESCAPES}x")
        await stage.press(
            "escape",
            "f2",
            "down",
            "f2",
            "space",
            "escape",
            "f3",
            "space",
            "escape",
            "f8",
            "escape",
            "f4",
            "escape",
            "?",
        )
        await stage.press("escape", "enter")
        await stage.on(EndScreen)
        await stage.press("p", "?", "escape", "x", "escape", "n", "enter", "tab", "escape", "escape")
        await stage.settle()
        assert stage.app.is_running
        assert not [frame for frame in stage.app.frames if hostile.unsafe_in(frame.raw)]


async def test_home_lists_the_newest_sessions_and_an_option_for_all(tmp_path: Path) -> None:
    for day in range(1, 9):
        write_outcome(tmp_path, f"2026-11-0{day}-1300-luisteren")
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "All sessions" in stage.picture())
        assert stage.picture().count(" Nov 13:00") == 5


async def test_home_keeps_its_highlighted_option_after_the_history(tmp_path: Path) -> None:
    write_outcomes(tmp_path)
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        rows = await home_list(stage)
        for key in (f"outcome:{EARLIER}", "past:"):
            await choose_option(stage, key)
            await stage.until(lambda: not isinstance(stage.app.screen, HomeScreen))
            await stage.press("escape")
            await stage.on(HomeScreen)
            assert rows.row.key == key


@pytest.mark.parametrize(
    ("module", "function", "key", "kind"),
    [(history_module, "read_rows", "", HistoryScreen), (statistics_module, "read_figures", "f3", StatisticsPage)],
    ids=["list", "statistics"],
)
async def test_screen_can_lose_its_widgets_while_it_reads(
    module: ModuleType,
    function: str,
    key: str,
    kind: type[Screen[None]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_outcomes(tmp_path)
    gone, read = Event(), getattr(module, function)

    def read_late(*args: Any) -> Any:
        assert gone.wait(10)
        return read(*args)

    async with on_stage(tmp_path, workshop=None) as stage:
        if key:
            await open_history(stage)
        monkeypatch.setattr(module, function, read_late)
        if key:
            await stage.press(key)
        else:
            await choose_option(stage, "past:")
        screen = await stage.on(kind)
        # A screen that is closed loses its widgets before its workers are cancelled.
        await screen.query("*").remove()
        gone.set()
        await stage.until(lambda: not any(worker.node is screen for worker in stage.app.workers))
        await stage.press("escape")
        await stage.until(lambda: stage.app.screen is not screen)


async def test_history_opens_when_there_are_only_rehearsals(tmp_path: Path) -> None:
    write_outcome(tmp_path, REHEARSED, kind="rehearsal")
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        assert "19 Nov 2026" in stage.picture()


async def test_question_mark_opens_help_while_the_search_is_empty(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        await stage.press("?")
        await stage.until(lambda: isinstance(stage.app.screen, KeyList))
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, HistoryScreen))


FOUND: tuple[tuple[str, set[str]], ...] = (
    ("november", {"20 Nov", "19 Nov"}),
    ("20-11-2026", {"20 Nov"}),
    ("NÓV rehearsal", {"19 Nov"}),
    ("june", {"01 Jun"}),
    ("2026-06-01-0900", {"01 Jun"}),
    ("session ended", {"03 May"}),
    ("session cut short", {"20 Nov", "01 Jun"}),
    ("damaged", {"02 May"}),
    ("not ended may", {"03 May"}),
    ("ongemak", set()),
    ("stil", set()),
)


async def test_search_finds_id_kind_state_and_month_but_no_notes(tmp_path: Path) -> None:
    write_outcomes(tmp_path)
    (tmp_path / "sessions" / "2026-05-02-0900-kapot.json").write_text("{")
    write_journal(tmp_path / "sessions", session(end=False), "2026-05-03-0900-luisteren")
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        for typed, found in FOUND:
            await stage.paste(typed)
            await stage.settle()
            lines = [line.strip(" ▌") for line in stage.picture().splitlines() if " 2026 " in line]
            assert {line[:6] for line in lines} == found, typed
            assert ("Nothing found for" in stage.picture()) is (not found), typed
            await stage.press("escape")  # which clears what was typed


@pytest.mark.parametrize(("language", "month"), [("nl", "november"), ("nl", "proefdraaien"), ("en", "November")])
async def test_search_finds_months_and_kinds_in_the_language_in_use(language: str, month: str, tmp_path: Path) -> None:
    write_outcome(tmp_path, REHEARSED, kind="rehearsal")
    write_outcome(tmp_path, EARLIER)
    i18n.use(language)
    rows = list(find_rows(Folders(tmp_path)).unread)
    assert [row.id for row in rows if month.casefold() in search_text(row)] == [REHEARSED]


@thorough("size", [(80, 24), (52, 14)])
async def test_search_without_results_shows_what_was_typed_and_how_to_clear_it(
    size: tuple[int, int], tmp_path: Path
) -> None:
    write_outcomes(tmp_path)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await open_history(stage)
        await stage.write("x[b]{n}")
        await stage.until(lambda: "Nothing found for “x[b]{n}”. Esc shows all" in " ".join(stage.picture().split()))
        await stage.press("escape")
        await stage.until(lambda: "20 Nov 2026" in stage.picture() and "Nothing found" not in stage.picture())


async def test_messages_disappear_when_they_are_no_longer_true(tmp_path: Path) -> None:
    write_outcomes(tmp_path)
    write_journal(tmp_path / "sessions", session(end=False), "2026-11-21-1300-luisteren")
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        await stage.press("f2")
        await stage.until(lambda: "Only what has ended can be compared." in stage.picture())
        await stage.press("down")
        await stage.until(lambda: "Only what has ended" not in stage.picture())
        await stage.press("f2", "up", "enter")
        await stage.until(lambda: "It has not ended" in stage.picture())
        await stage.press("down")
        await stage.until(lambda: "To compare with 20 Nov 2026" in stage.picture())
        await stage.press("escape")
        await stage.until(lambda: "To compare" not in stage.picture() and "①" not in stage.picture())
        assert isinstance(stage.app.screen, HistoryScreen)
        await stage.press("f2", "f8", "enter")
        await stage.until(lambda: "Removed: 20 Nov 2026 13:00" in stage.picture())
        await stage.press("down")
        await stage.until(lambda: "Removed" not in stage.picture() and "To compare" not in stage.picture())


@pytest.mark.parametrize("language", ["nl", "en"])
@thorough("size", [(80, 24), (52, 14)])
async def test_all_keys_fit_in_the_footer_and_are_in_the_help(
    size: tuple[int, int], language: str, tmp_path: Path
) -> None:
    write_outcome(tmp_path, LAST)
    i18n.use(language)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await open_history(stage)
        footer = stage.picture().splitlines()[-1]
        assert all(f" {key} " in f"{footer} " for key in ("Enter", "F2", "F3", "F4", "F8", "Esc", "?"))
        assert "…" not in footer
        keys = [key for key, _help in HELP]
        bound = {binding.key for binding in Binding.make_bindings(HistoryScreen.BINDINGS)}
        assert {key for key in bound if key.startswith("f")} == {key.lower() for key in keys if key.startswith("F")}


async def test_notes_can_be_deleted_while_the_times_stay(tmp_path: Path) -> None:
    write_outcomes(tmp_path)
    path = tmp_path / "sessions" / f"{LAST}.json"
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        assert "4 notes" in stage.picture().splitlines()[4]
        await stage.press("f8")
        await stage.on(DeleteDialog)
        await stage.press("a")
        await stage.until(lambda: "The notes are gone, the times are still there: 20 Nov 2026" in stage.picture())
        assert "notes" not in stage.picture().splitlines()[4]
        assert b"ongemak" not in path.read_bytes()
        assert json.loads(path.read_text())["activities"][0]["actual_s"] == 960


async def test_unfinished_and_damaged_sessions_can_only_be_deleted_whole(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    write_journal(folder, session(end=False), "2026-11-21-1300-luisteren")
    (folder / "2026-11-20-1300-luisteren.json").write_text('{"ongemak')
    (folder / "2026-11-19-1300-luisteren.jsonl.damaged-1").write_text("ongemak")
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        for expected in ("you can't go on with it", "There may be notes in it", "There may be notes in it"):
            await stage.press("f8")
            await stage.on(DeleteDialog)
            assert expected in stage.picture()
            await stage.press("a")
            assert isinstance(stage.app.screen, DeleteDialog)
            await stage.press("enter")
            await stage.until(lambda: "Removed: " in stage.picture())
            await stage.press("down")
        await stage.until(lambda: "Nothing is stored here." in stage.picture())
        assert not list(folder.iterdir())
        await stage.press("enter", "f2", "f3", "f8", "escape")
        await stage.on(HomeScreen)
        assert "sessions" not in stage.picture()


async def test_history_opens_when_there_is_only_an_unfinished_session(tmp_path: Path) -> None:
    path = write_journal(tmp_path / "sessions", session(end=False), LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "All sessions" in stage.picture())
        await open_history(stage)
        await stage.press("f8", "enter")
        await stage.until(lambda: not path.exists())


@thorough(
    ("key", "opened"), [("enter", EndScreen), ("f3", StatisticsPage), ("f4", RetentionDialog), ("f8", DeleteDialog)]
)
async def test_keys_in_the_same_read_go_to_the_screen_that_the_first_opens(
    key: str, opened: type[Screen[Any]], tmp_path: Path
) -> None:
    write_outcomes(tmp_path)
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_history(stage)
        stage.press_in_one_read(key, "z", "z")
        await stage.on(opened)
        await stage.settle()
        assert stage.app.screen_stack[-2] is screen
        assert screen.query_one(FilterInput).value == ""
