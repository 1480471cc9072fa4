"""All sessions and rehearsals: found by typing, opened, compared, removed; times over all of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from luisteren_tui import i18n
from luisteren_tui.storage import overview
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.end.screen import OverScreen
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.history.comparison import CompareScreen
from luisteren_tui.tui.screens.history.keys import HELP
from luisteren_tui.tui.screens.history.removal import RemoveDialog
from luisteren_tui.tui.screens.history.rows import found_by
from luisteren_tui.tui.screens.history.screen import HistoryScreen
from luisteren_tui.tui.screens.history.statistics import FiguresScreen
from luisteren_tui.tui.screens.home import HomeScreen
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
        await stage.until(lambda: "01 Jun 2026" in stage.picture())
        lines = [line for line in stage.picture().splitlines() if " 2026 " in line]
        assert [line.strip(" ▸")[:11] for line in lines] == ["20 Nov 2026", "19 Nov 2026", "01 Jun 2026"]
        assert "rehearsal" in lines[1]
        assert "72 → 29" in lines[0]
        await stage.write("REHEARSAL aandacht")
        await stage.until(lambda: "20 Nov 2026" not in stage.picture())
        assert "19 Nov 2026" in stage.picture()
        await stage.press("escape")
        await stage.until(lambda: "20 Nov 2026" in stage.picture())
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
        await stage.until(lambda: "To compare with 20 Nov 2026" in stage.picture() and "①" in stage.picture())
        await stage.press("down", "down", "f2")
        await stage.on(CompareScreen)
        await stage.until(lambda: "A  01 Jun 2026 09:00" in stage.picture())
        assert "B  20 Nov 2026 13:00" in stage.picture()
        assert stage.picture().count("session, broken off in 2b, after 13:00") == 2
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
        await stage.until(lambda: "Removed: 20 Nov 2026 13:00" in stage.picture())
        assert sorted(path.name for path in folder.iterdir()) == [f"{EARLIER}.json", f"{LAST}-2.json"]
        await stage.press("escape")
        await stage.on(HomeScreen)
        assert "Look back: 20 Nov 2026 13:00:00 · luisteren-2" in stage.picture()


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
        assert stage.picture().count(" Nov 2026") == 5


async def test_home_is_come_back_to_where_it_was_looked_back_from(tmp_path: Path) -> None:
    some(tmp_path)
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        home = await stage.on(HomeScreen)
        await stage.until(lambda: "Look back: all sessions" in stage.picture())
        options = home.query_one(OptionList)
        for keys, id in ((["end"], f"show:{EARLIER}"), (["up", "up"], "past")):
            await stage.press(*keys)
            await stage.press("enter")
            await stage.until(lambda: stage.app.screen is not home)
            await stage.press("escape")
            await stage.on(HomeScreen)
            assert options.highlighted_option is not None
            assert options.highlighted_option.id == id


async def test_with_rehearsals_alone_there_is_a_way_to_them_too(tmp_path: Path) -> None:
    put(tmp_path, REHEARSED, kind="rehearsal")
    async with on_stage(tmp_path, workshop=None) as stage:
        await history(stage)
        assert "19 Nov 2026" in stage.picture()


async def test_help_is_there_while_nothing_is_looked_for(tmp_path: Path) -> None:
    put(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await history(stage)
        await stage.press("?")
        await stage.until(lambda: isinstance(stage.app.screen, KeyList))
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, HistoryScreen))


def changed(path: Path, change: Callable[[Any], None]) -> None:
    value = json.loads(path.read_text())
    change(value)
    path.write_text(json.dumps(value))


def to_the_end(outcome: Any) -> None:
    for activity in outcome["activities"]:
        if activity["status"] == "unreached":
            activity |= {"status": "done", "actual_s": 500}
        if activity["id"] == "2b":
            activity["actual_s"] = 900


async def compared(data: Path, *keys: str) -> str:
    async with on_stage(data, workshop=None, size=(120, 40)) as stage:
        await history(stage)
        await stage.press("f2", *keys, "f2")
        screen = await stage.on(CompareScreen)
        await stage.until(lambda: "A took" in stage.picture())
        return str(screen.query_one("#page-text").render())


async def test_a_whole_one_beside_one_that_was_broken_off_says_so_and_the_total_is_over_both(tmp_path: Path) -> None:
    put(tmp_path, EARLIER)
    changed(put(tmp_path, LAST), to_the_end)
    text = await compared(tmp_path, "down")
    assert "session, broken off in 2b, after 13:00" in text
    assert "session, to the end" in text
    lines = {line[:2].strip(): line.split() for line in text.splitlines()}
    assert lines["2a"][-2:] == ["skipped", "skipped"]
    assert lines["2b"][-3:] == ["broken", "off", "15:00"]
    assert lines["2c"][-3:] == ["not", "reached", "8:20"]
    assert lines["In"][2:] in (["16:00", "16:00", "the", "same"], ["over", *lines["In"][3:]])
    assert "In all                                    16:00        16:00  the same" in text
    assert "In all: over the 1 activity that was done to its end in both." in text
    assert "–" not in text


async def test_a_rehearsal_that_ran_fast_and_a_changed_workshop_are_named(tmp_path: Path) -> None:
    changed(put(tmp_path, LAST), to_the_end)
    path = put(tmp_path, REHEARSED, kind="rehearsal", started="2026-11-19T19:00:00Z", ended="2026-11-19T19:03:00Z")
    changed(path, lambda value: value["workshop"].update(sha256="0" * 64))
    text = await compared(tmp_path, "down")
    assert "rehearsal, broken off in 2b, after 13:00" in text
    assert "faster than it is: 31 min in 3 min" in text
    assert "The workshop was changed in between." in text


async def test_of_two_workshops_only_what_has_the_same_name_is_side_by_side(tmp_path: Path) -> None:
    changed(put(tmp_path, EARLIER), to_the_end)

    def other(value: Any) -> None:
        to_the_end(value)
        value["workshop"]["id"] = "anders"
        value["activities"][0]["title"] = "Kennismaken"

    changed(put(tmp_path, LAST), other)
    text = await compared(tmp_path, "down")
    assert "Two different workshops" in text
    assert [line.split()[2:] for line in text.splitlines() if line.startswith("1 ")] == [
        ["not", "in", "it", "16:00"],
        ["16:00", "not", "in", "it"],
    ]
    assert "In all: over the 4 activities that were done to their end in both." in text


async def test_with_nothing_in_both_there_is_no_total(tmp_path: Path) -> None:
    def undone(value: Any) -> None:
        for activity in value["activities"]:
            activity["status"] = "unreached"

    changed(put(tmp_path, EARLIER), undone)
    put(tmp_path, LAST)
    text = await compared(tmp_path, "down")
    assert "session, nothing was done" in text
    assert "No activity was done to its end in both." in text
    assert "In all" not in text


async def test_times_say_over_what_they_are_and_what_is_not_counted(tmp_path: Path) -> None:
    some(tmp_path)
    changed(put(tmp_path, "2026-11-18-1300-luisteren"), to_the_end)
    put(tmp_path, "2026-11-17-1300-luisteren", workshop={"id": "luisteren", "title": "Oud", "sha256": "0" * 64})
    (tmp_path / "sessions" / "2026-11-16-1300-luisteren.json").write_text("{")
    write_journal(tmp_path / "sessions", session(end=False), "2026-11-15-1300-luisteren")
    async with on_stage(tmp_path, workshop=None) as stage:
        await history(stage)
        await stage.press("f3")
        await stage.until(lambda: "over 4 sessions" in stage.picture() and "Not counted" in stage.picture())
        assert "3 of them were broken off: of those counts what was done to its end." in stage.picture()
        assert "1 of them had another version of the workshop." in stage.picture()
        assert "Not counted: 1 that has not ended, 1 that is damaged, 1 rehearsal." in stage.picture()
        await stage.press("escape")
        await stage.on(HistoryScreen)
        await stage.press("down", "f3")
        await stage.until(lambda: "over 1 rehearsal" in stage.picture() and "Not counted" in stage.picture())
        assert "Not counted: 4 sessions." in stage.picture()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("november", {"20 Nov", "19 Nov"}),
        ("20-11-2026", {"20 Nov"}),
        ("NOV rehearsal", {"19 Nov"}),
        ("june", {"01 Jun"}),
        ("2026-06-01-0900", {"01 Jun"}),
        ("session ended", {"03 May"}),
        ("session broken off", {"20 Nov", "01 Jun"}),
        ("damaged", {"02 May"}),
        ("not ended may", {"03 May"}),
        ("ongemak", set()),
        ("stil", set()),
    ],
)
async def test_they_are_found_by_id_kind_state_and_month_never_by_a_note(
    typed: str, found: set[str], tmp_path: Path
) -> None:
    some(tmp_path)
    (tmp_path / "sessions" / "2026-05-02-0900-kapot.json").write_text("{")
    write_journal(tmp_path / "sessions", session(end=False), "2026-05-03-0900-luisteren")
    async with on_stage(tmp_path, workshop=None) as stage:
        await history(stage)
        await stage.write(typed)
        await stage.settle()
        lines = [line.strip(" ▸") for line in stage.picture().splitlines() if " 2026 " in line]
        assert {line[:6] for line in lines} == found
        assert ("Nothing found with" in stage.picture()) is (not found)


@pytest.mark.parametrize(("language", "month"), [("nl", "november"), ("nl", "proefdraaien"), ("en", "November")])
async def test_months_and_kinds_are_found_in_the_language_in_use(language: str, month: str, tmp_path: Path) -> None:
    put(tmp_path, REHEARSED, kind="rehearsal")
    put(tmp_path, EARLIER)
    i18n.use(language)
    rows = [overview.row(one) for one in overview.find(Folders(tmp_path))]
    assert [row.id for row in rows if month.casefold() in found_by(row)] == [REHEARSED]


@pytest.mark.parametrize("size", [(80, 24), (52, 14)])
async def test_nothing_found_says_what_was_typed_and_how_to_go_on(size: tuple[int, int], tmp_path: Path) -> None:
    some(tmp_path)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await history(stage)
        await stage.write("x[b]{n}")
        await stage.until(lambda: "Nothing found with “x[b]{n}”. Esc shows all" in " ".join(stage.picture().split()))
        await stage.press("escape")
        await stage.until(lambda: "20 Nov 2026" in stage.picture() and "Nothing found" not in stage.picture())


async def test_what_was_said_goes_when_it_is_no_longer_true(tmp_path: Path) -> None:
    some(tmp_path)
    write_journal(tmp_path / "sessions", session(end=False), "2026-11-21-1300-luisteren")
    async with on_stage(tmp_path, workshop=None) as stage:
        await history(stage)
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
@pytest.mark.parametrize("size", [(80, 24), (52, 14)])
async def test_every_key_is_in_the_footer_or_in_help_and_none_is_cut(
    size: tuple[int, int], language: str, tmp_path: Path
) -> None:
    put(tmp_path, LAST)
    i18n.use(language)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await history(stage)
        footer = stage.picture().splitlines()[-1]
        assert all(f" {key} " in f"{footer} " for key in ("Enter", "F2", "F3", "F4", "F8", "Esc", "?"))
        assert "…" not in footer
        keys = [key for key, _help in HELP]
        bound = {key for one in HistoryScreen.BINDINGS for key in one.key.split(",")}  # type: ignore[union-attr]
        assert {key for key in bound if key.startswith("f")} == {key.lower() for key in keys if key.startswith("F")}


async def test_the_notes_alone_can_go_and_the_times_stay(tmp_path: Path) -> None:
    some(tmp_path)
    path = tmp_path / "sessions" / f"{LAST}.json"
    async with on_stage(tmp_path, workshop=None) as stage:
        await history(stage)
        assert "4 notes" in stage.picture().splitlines()[4]
        await stage.press("f8")
        await stage.on(RemoveDialog)
        await stage.press("a")
        await stage.until(lambda: "The notes are gone, the times are there: 20 Nov 2026" in stage.picture())
        assert "notes" not in stage.picture().splitlines()[4]
        assert b"ongemak" not in path.read_bytes()
        assert json.loads(path.read_text())["activities"][0]["actual_s"] == 960


async def test_what_has_not_ended_or_is_damaged_can_go_whole_and_says_what_that_means(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    write_journal(folder, session(end=False), "2026-11-21-1300-luisteren")
    (folder / "2026-11-20-1300-luisteren.json").write_text('{"ongemak')
    (folder / "2026-11-19-1300-luisteren.jsonl.damaged-1").write_text("ongemak")
    async with on_stage(tmp_path, workshop=None) as stage:
        await history(stage)
        for said in ("you can't go on with it", "There may be notes in it", "There may be notes in it"):
            await stage.press("f8")
            await stage.on(RemoveDialog)
            assert said in stage.picture()
            await stage.press("a")
            assert isinstance(stage.app.screen, RemoveDialog)
            await stage.press("enter")
            await stage.until(lambda: "Removed: " in stage.picture())
            await stage.press("down")
        await stage.until(lambda: "Nothing is kept here." in stage.picture())
        assert not list(folder.iterdir())
        await stage.press("enter", "f2", "f3", "f8", "escape")
        await stage.on(HomeScreen)
        assert "Look back" not in stage.picture()


async def test_with_an_unfinished_one_alone_there_is_a_way_to_remove_it_too(tmp_path: Path) -> None:
    path = write_journal(tmp_path / "sessions", session(end=False), LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "Look back: all sessions" in stage.picture())
        await history(stage)
        await stage.press("f8", "enter")
        await stage.until(lambda: not path.exists())
