"""All sessions and rehearsals: found by typing, opened, compared, removed; times over all of them."""

import json
from pathlib import Path

import pytest

from luisteren_tui.tui.screens.compare import CompareScreen
from luisteren_tui.tui.screens.figures import FiguresScreen
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.history import HistoryScreen
from luisteren_tui.tui.screens.home import HomeScreen
from luisteren_tui.tui.screens.over import OverScreen
from luisteren_tui.tui.screens.remove import RemoveDialog
from tests.storage.session_samples import session, write_journal
from tests.tui import hostile
from tests.tui.past import EARLIER, LAST, REHEARSED, put, some
from tests.tui.stage import Stage, on_stage

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 30), (52, 14)])


async def history(stage: Stage) -> HistoryScreen:
    home = await stage.on(HomeScreen)
    await stage.until(lambda: stage.app.focused)
    options = home.query_one("#home-list")
    await stage.press("end")
    while options.get_option_at_index(options.highlighted).id != "past":  # type: ignore[attr-defined]
        await stage.press("up")
    await stage.press("enter")
    screen = await stage.on(HistoryScreen)
    await stage.until(lambda: screen.complete and screen.focused)
    return screen


@SIZES
async def test_they_are_there_newest_first_and_typing_finds_them(size: tuple[int, int], tmp_path: Path) -> None:
    some(tmp_path)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await history(stage)
        await stage.until(lambda: "01-06-2026" in stage.picture())
        lines = [line for line in stage.picture().splitlines() if "-2026 " in line]
        assert [line.strip(" ▸")[:10] for line in lines] == ["20-11-2026", "19-11-2026", "01-06-2026"]
        assert "rehearsal" in lines[1]
        assert "72 → 29" in lines[0]
        await stage.write("REHEARSAL aandacht")
        await stage.until(lambda: "20-11-2026" not in stage.picture())
        assert "19-11-2026" in stage.picture()
        await stage.press("escape")
        await stage.until(lambda: "20-11-2026" in stage.picture())
        await stage.press("escape")
        await stage.on(HomeScreen)


async def test_one_is_opened_and_come_back_from(tmp_path: Path) -> None:
    some(tmp_path)
    async with on_stage(tmp_path, workshop=None) as stage:
        await history(stage)
        await stage.press("down", "enter")
        over = await stage.on(OverScreen)
        assert over.outcome["id"] == REHEARSED
        await stage.until(lambda: "The rehearsal of" in stage.picture())
        await stage.press("q")
        await stage.on(HistoryScreen)
        await stage.press("enter")
        over = await stage.on(OverScreen)
        assert over.outcome["id"] == REHEARSED


@SIZES
async def test_two_are_compared_the_earlier_one_first(size: tuple[int, int], tmp_path: Path) -> None:
    some(tmp_path)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await history(stage)
        await stage.press("f2")
        await stage.until(lambda: "To compare with 20-11-2026" in stage.picture() and "①" in stage.picture())
        await stage.press("down", "down", "f2")
        await stage.on(CompareScreen)
        await stage.until(lambda: "A  01-06-2026 09:00" in stage.picture())
        assert "B  20-11-2026 13:00" in stage.picture()
        assert "16:00" in stage.picture()
        await stage.press("escape")
        await stage.on(HistoryScreen)
        assert "①" not in stage.picture()


async def test_removing_asks_and_takes_all_files_of_that_one_and_no_other(tmp_path: Path) -> None:
    some(tmp_path)
    folder = tmp_path / "sessions"
    put(tmp_path, f"{LAST}-2")
    for name in (f"{LAST}.jsonl.damaged-1", f"{LAST}.json.9.new"):
        (folder / name).write_text("ongemak")
    async with on_stage(tmp_path, workshop=None) as stage:
        await history(stage)
        await stage.press("down", "f8")
        await stage.on(RemoveDialog)
        assert "3 files" in stage.picture()
        await stage.press("escape")
        await stage.on(HistoryScreen)
        assert (folder / f"{LAST}.json").exists()
        await stage.press("f8", "enter")
        await stage.until(lambda: "Removed: 20-11-2026 13:00" in stage.picture())
        assert sorted(path.name for path in folder.iterdir()) == [f"{EARLIER}.json", f"{LAST}-2.json"]
        await stage.press("escape")
        await stage.on(HomeScreen)
        assert "Look back: 20-11-2026 13:00 · luisteren-2" in stage.picture()


async def test_damaged_foreign_and_unfinished_ones_are_listed_as_such(tmp_path: Path) -> None:
    some(tmp_path)
    folder = tmp_path / "sessions"
    (folder / "2026-10-01-0900-kapot.json").write_text('{"format"')
    (folder / "boodschappen.json").write_text("{}")
    write_journal(folder, session(end=False), "2026-10-02-0900-luisteren")
    put(tmp_path, "2026-10-03-0900-luisteren", format=9)
    put(tmp_path, "2026-10-04-0900-luisteren", activities=7)
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await history(stage)
        for text in ("damaged: it can't be read", "not a session", "not ended", "of a newer version"):
            assert text in stage.picture()
        for word, said in (
            ("kapot", "It can't be read"),
            ("boodschappen", "It can't be read"),
            ("02-10", "has not ended"),
            ("04-10", "It can't be read"),
        ):
            await stage.write(word)
            await stage.press("enter")
            await stage.until(lambda said=said: said in stage.picture())  # type: ignore[misc]
            assert isinstance(stage.app.screen, HistoryScreen)
            await stage.press("f2", "f3")
            assert isinstance(stage.app.screen, HistoryScreen)
            await stage.press("escape")
        await stage.write("boodschappen")
        await stage.press("f8")
        await stage.until(lambda: "left alone" in stage.picture())
        assert (folder / "boodschappen.json").exists()


@SIZES
async def test_times_over_all_sessions_of_a_workshop(size: tuple[int, int], tmp_path: Path) -> None:
    some(tmp_path)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await history(stage)
        await stage.press("f3")
        screen = await stage.on(FiguresScreen)
        await stage.until(lambda: "over 2 sessions" in stage.picture())
        text = str(screen.query_one("#page-text").render())
        assert "15:00    16:00  16:00" in text
        assert all(len(line) <= size[0] - 8 or line.endswith(("both", ".")) for line in text.splitlines())
        assert "◆" in text
        assert "20 min" in text or "16 min" in text
        await stage.press("escape")
        await stage.on(HistoryScreen)
        await stage.press("down", "f3")
        await stage.on(FiguresScreen)
        await stage.until(lambda: "over 1 rehearsal" in stage.picture())


@pytest.mark.parametrize("size", [(80, 24), (52, 14), (20, 5), (1, 1)])
async def test_hostile_files_break_nothing_and_send_nothing_to_the_terminal(
    size: tuple[int, int], tmp_path: Path
) -> None:
    text = f"{hostile.LINE} {hostile.LONG}"
    for number in range(2):
        path = put(tmp_path, f"2026-11-2{number}-1300-luisteren")
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
        stage.app.watching = True
        await history(stage)
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
        await stage.on(OverScreen)
        await stage.press("a", "?", "escape", "k", "escape", "x", "escape", "n", "enter", "tab", "escape", "escape")
        await stage.settle()
        assert stage.app.is_running
        assert not [frame for frame in stage.app.frames if hostile.unsafe_in(frame.raw)]


async def test_home_lists_the_newest_few_and_the_way_to_all(tmp_path: Path) -> None:
    for day in range(1, 9):
        put(tmp_path, f"2026-11-0{day}-1300-luisteren")
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "Look back: all sessions" in stage.picture())
        assert stage.picture().count("-11-2026") == 5


async def test_with_rehearsals_alone_there_is_a_way_to_them_too(tmp_path: Path) -> None:
    put(tmp_path, REHEARSED, kind="rehearsal")
    async with on_stage(tmp_path, workshop=None) as stage:
        await history(stage)
        assert "19-11-2026" in stage.picture()


async def test_help_is_there_while_nothing_is_looked_for(tmp_path: Path) -> None:
    put(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await history(stage)
        await stage.press("?")
        await stage.until(lambda: isinstance(stage.app.screen, KeyList))
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, HistoryScreen))
