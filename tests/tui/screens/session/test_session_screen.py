"""The keys that are not about time: slots, notes, pages, help, the palette; and the mouse."""

import re
from pathlib import Path

import pytest
from textual.widgets import OptionList

from luisteren_tui import i18n
from luisteren_tui.session.events import Slot
from luisteren_tui.session.timing import Track
from luisteren_tui.tui.keymap import ACTIONS
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.help import HelpScreen
from luisteren_tui.tui.screens.palette import Palette
from luisteren_tui.tui.screens.session.look_ahead import LookAhead
from luisteren_tui.tui.screens.session.screen import SessionScreen
from luisteren_tui.tui.screens.session.text_page import TextPage
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.note_editors import NotesPane
from luisteren_tui.tui.widgets.question import Question
from tests.thorough import thorough
from tests.tui.stage import Stage, on_stage

POEM = "\n".join(f"regel {n}" for n in range(1, 61))


def has_note(stage: Stage) -> bool:
    return isinstance(stage.app.focused, NotesPane)


async def test_up_and_down_choose_questions_only(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        places = [Slot("1", prompt=n) for n in (1, 2, 3)]
        for place in (*places[1:], places[-1]):
            await stage.press("down")
            assert stage.state.slot == place
        for place in (*places[-2::-1], places[0]):
            await stage.press("up")
            assert stage.state.slot == place
        await stage.press("down")
        assert "▸ Hoe zorg jij ervoor" in stage.picture()
        assert "Notes · question 2  " in stage.picture()
        assert stage.saved_state().slot == places[1]
        while stage.state.activity.prompts:
            await stage.press("right")
        assert not stage.state.activity.prompts
        await stage.press("down")
        assert stage.last_message == "There is no question to choose here."


async def test_each_group_has_a_slot(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("9")
        await stage.go_to("3a")
        await stage.press("f8", "tab", "tab")
        assert stage.state.slot == Slot("3a", group=2)
        assert "group 2" in stage.picture()


async def test_m_sets_and_removes_the_mark(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("down", "m")
        assert stage.saved_state().marks == {Slot("1", prompt=2)}
        assert "marked" in stage.picture()
        await stage.press("m")
        assert stage.saved_state().marks == frozenset()


async def test_letters_are_text_from_n_until_escape(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "n")
        assert has_note(stage)
        before = stage.state.timing
        await stage.write("s+-ezqm .?")
        assert stage.notes.text == "s+-ezqm .?"
        assert stage.state.timing == before
        await stage.press("escape")
        await stage.until(lambda: not has_note(stage))
        await stage.press("space")
        assert (stage.mode, stage.saved_note("1", 1)) == ("paused", "s+-ezqm .?")


async def test_f_keys_work_while_writing_and_are_in_the_footer(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        assert len(stage.session.query_one(KeyBar).keys) == 7
        await stage.press("space", "n", "a")
        shown = {key for _name, key, _label in stage.session.query_one(KeyBar).keys}
        assert shown == {"Esc", "F2", "F3", "F4", "F6", "F8", "F9"}
        await stage.press("f2")
        assert stage.mode == "paused"
        await stage.press("f4", "f4", "f3")
        assert stage.seconds_left == 960
        await stage.press("f8", "b")
        assert stage.state.slot == Slot("1", prompt=2)
        await stage.press("f9", "c")
        assert stage.activity == "2a"
        assert has_note(stage)
        await stage.press("escape")
        await stage.until(lambda: not has_note(stage))
        assert [stage.saved_note("1", 1), stage.saved_note("1", 2), stage.saved_note("2a", 1)] == ["a", "b", "c"]
        assert len(stage.session.query_one(KeyBar).keys) == 7


async def test_end_screen_counts_the_private_notes(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 40)) as stage:
        await stage.begin()
        await stage.press("n", "a", "escape", "p", "b", "escape", "e", "enter")
        await stage.on(EndScreen)
        await stage.until(lambda: "Notes: 2, of which 1 for you alone" in stage.picture())


@thorough("size", [(80, 24), (52, 14)])
async def test_text_page_says_where_to_put_a_missing_text_and_scrolls_a_present_one(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with on_stage(tmp_path, size=size) as stage:
        await stage.begin()
        await stage.press("t")
        page = await stage.on(TextPage)
        await stage.press("pagedown")
        joined = stage.picture().replace("\n", "").replace(" ", "")
        assert str(Path("texts") / "gedicht.txt") in joined
        await stage.press("escape")
        await stage.on(SessionScreen)

        (tmp_path / "texts").mkdir()
        (tmp_path / "texts" / "gedicht.txt").write_text(POEM)
        await stage.press("t")
        page = await stage.on(TextPage)
        await stage.until(lambda: "regel 1 " in stage.picture() and "0% · space" in stage.picture())
        seen = stage.picture()
        for _ in range(40):
            if "the end" in stage.picture():
                break
            await stage.press("space")
            seen += stage.picture()
        assert "the end" in stage.picture()
        assert all(f"regel {n} " in seen for n in range(1, 61))
        await stage.press("pageup")
        await stage.until(lambda: "space for more" in stage.picture())
        assert page.is_current
        await stage.press("t")
        await stage.on(SessionScreen)
        assert stage.mode == "waiting"


async def test_activity_without_a_text_shows_a_hint(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("2c")
        await stage.press("t")
        assert stage.last_message == "This activity has no text."


async def test_footer_has_the_key_for_the_next_turn_or_for_the_text_where_it_is_of_use(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30)) as stage:

        def footer() -> str:
            return stage.picture().splitlines()[-1]

        await stage.begin()
        await stage.press("space")
        assert ("t text" in footer(), "Enter turn" in footer()) == (True, False)
        await stage.go_to("2b")
        await stage.until(lambda: "Enter round 1" in footer() and "t text" not in footer())
        await stage.press("enter")
        await stage.until(lambda: "Enter turn" in footer() and "t text" not in footer())
        await stage.press("enter")
        await stage.until(lambda: "Enter turn" not in footer() and "t text" in footer())
        await stage.press("right")
        await stage.until(lambda: "Enter turn" not in footer() and "t text" not in footer())


async def test_keys_in_the_footer_of_a_common_screen_have_their_words(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(80, 24)) as stage:

        async def footer(*keys: str) -> None:
            await stage.until(lambda: re.split(" {2,}", stage.picture().splitlines()[-1].strip()) == [*keys])

        await stage.begin()
        i18n.use("nl")
        await stage.press("space")
        await footer("spatie pauze", "→ volgende", "+ minuut", "n notities", "t tekst", "u ongedaan", "? hulp")
        await stage.go_to("2b")
        await stage.press("enter")
        await footer("spatie pauze", "→ volgende", "+ minuut (13:41)", "n notities", "Enter wissel", "? hulp")
        await stage.press("n")
        await footer("Esc klaar", "F2 pauze", "F4 minuut", "F6 adempauze", "F8 volgende notitie", "F9 volgende")


async def test_turns_that_can_not_fit_are_announced_when_their_groups_are_formed(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("6", "0")
        await stage.go_to("2c")
        assert "turns of about" not in stage.picture()
        await stage.press("right")
        assert "▲ 3b: 15 turns of about 1:00 each, the makers count on 4 to 6 minutes" in stage.picture()
        await stage.press("right", "right")
        assert "▲ 3b: 15 turns of about 1:20 each" in stage.picture()
        assert "What helps: 40 minutes more · a turn for 5 of the 15" in stage.picture()
        await stage.press("z")
        assert "turns of about" not in stage.picture()
        await stage.press("z")
        assert "turns of about" in stage.picture()


@pytest.mark.parametrize("keys", [("space", "+"), ("space", "enter")], ids=["minute more", "next turn"])
async def test_turns_are_not_called_alike_once_they_differ(keys: tuple[str, ...], tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("6", "0")
        await stage.go_to("3b")
        assert "turns of about" in stage.picture()
        await stage.press(*keys)
        assert "turns of about" not in stage.picture()
        assert "14 groups to go" in stage.picture()


async def test_look_ahead_shows_the_coming_activities_and_their_materials(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("v")
        await stage.on(LookAhead)
        seen = stage.picture()
        for _ in range(6):
            await stage.press("space")
            seen += stage.picture()
        assert all(title in seen for title in ("Verkenning", "Casus lezen", "Galerijwand & dialoog", "Afronding"))
        assert "Have ready: Gedicht ‘Luisteren’" in seen
        assert "Have ready: Casusbeschrijving ‘Nadia’" in seen
        assert "hieronder" not in seen
        await stage.press("v")
        await stage.on(SessionScreen)


async def test_help_shows_all_actions_by_subject_without_scrolling(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        await stage.begin()
        await stage.press("?")
        await stage.on(HelpScreen)
        await stage.shows("all of it is shown")
        picture = stage.picture()
        wanted = {text for action in ACTIONS if not action.rehearsal for text in (action.help, action.subject)}
        assert {text for text in wanted if text not in picture} == set()
        await stage.press("?")
        await stage.on(SessionScreen)


async def test_l_toggles_the_theme(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("l")
        assert stage.app.theme == "luisteren-light"
        assert not stage.app.current_theme.dark
        await stage.press("l")
        assert stage.app.theme == "luisteren-dark"


async def test_palette_has_one_line_for_each_action_with_its_key_the_most_used_first(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(80, 60)) as stage:
        await stage.begin()
        await stage.press("ctrl+p")
        palette = await stage.on(Palette)
        await stage.until(lambda: "Skip this activity" in stage.picture())
        lines = [str(option.prompt) for option in palette.query_one(OptionList).options]
        assert [" ".join(line.split()) for line in lines[:2]] == [
            "space Start, pause or resume",
            "→ On to the next activity",
        ]
        assert {line[11:] for line in lines} == {action.help for action in ACTIONS if not action.rehearsal}
        await stage.paste("parking lot")  # its label
        await stage.until(lambda: "Park what" in stage.picture() and "Skip" not in stage.picture())
        await stage.press("ctrl+u")
        await stage.write("skip")
        await stage.until(
            lambda: "s          Skip this activity" in stage.picture() and "Park what" not in stage.picture()
        )
        await stage.press("enter")
        await stage.until(lambda: stage.activity == "2a")


async def test_clicks_choose_a_prompt_or_a_key_and_never_change_the_time(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        before = stage.state.timing
        await stage.until(lambda: stage.app.window_title == "1 15:00 · luisteren")
        for line in range(stage.session.query_one(KeyBar).region.y):
            await stage.pilot.click(offset=(40, line))
            if stage.app.screen is not stage.session:  # what is clicked in the agenda is looked at
                await stage.press("escape")
        assert stage.state.timing == before
        lines = stage.picture().splitlines()
        first = (8, next(n for n, line in enumerate(lines) if "Wat doet dit gedicht" in line))
        await stage.pilot.hover(offset=first)
        assert stage.session.query_one(Question).tooltip == "choose this question"
        assert stage.state.slot != Slot("1", prompt=1)
        await stage.pilot.click(offset=first)
        await stage.until(lambda: stage.state.slot == Slot("1", prompt=1))
        assert stage.session.query_one(Question).part == stage.view.ask
        await stage.pilot.click(NotesPane)
        assert has_note(stage)
        await stage.press("escape")
        await stage.until(lambda: not has_note(stage))
        bar = stage.session.query_one(KeyBar)
        column = stage.picture().splitlines()[bar.region.y].index("pause")
        await stage.pilot.hover(offset=(column, bar.region.y))
        lit = [part.text for part in bar.render_line(0) if part.style and part.style.bgcolor != bar.rich_style.bgcolor]
        assert "".join(lit) == "space pause"
        await stage.pilot.click(offset=(column, bar.region.y))
        await stage.until(lambda: stage.mode == "paused")


async def test_skipping_a_protected_activity_asks_first(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("4")
        await stage.press("s")
        await stage.on(Confirm)
        await stage.press("escape")
        assert not stage.state.timing.tracks.get("4", Track(0)).skipped
        await stage.press("s")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.state.timing.tracks["4"].skipped
        await stage.press("u")
        assert not stage.state.timing.tracks.get("4", Track(0)).skipped


async def test_hint_disappears_at_the_next_command(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "left")
        await stage.until(lambda: "This is the first activity." in stage.picture())
        await stage.press("plus")
        await stage.until(lambda: "This is the first activity." not in stage.picture())
        await stage.press("z")
        await stage.until(lambda: stage.session.room)
        await stage.press("u")
        await stage.until(lambda: "Undone" in stage.picture())
        assert "the minutes" not in stage.picture()


async def test_ctrl_z_in_a_note_undoes_the_last_typing(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("n")
        await stage.until(lambda: stage.app.focused)
        await stage.write("de eerste")
        await stage.until(lambda: not stage.notes.waiting)
        await stage.write(" en de tweede")
        await stage.press("ctrl+z")
        left = stage.notes.text
        assert left.startswith("de eerste")
        assert left != "de eerste en de tweede"


async def test_end_screen_shows_private_notes_on_request(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(80, 40)) as stage:
        await stage.begin()
        await stage.press("space", "up", "up", "n")
        await stage.until(lambda: stage.app.focused)
        for _ in range(4):
            await stage.press("tab")
        await stage.write("geheim")
        await stage.press("escape", "e")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.until(lambda: "for you alone: p shows them" in stage.picture())
        assert "geheim" not in stage.picture()
        await stage.press("p")
        await stage.until(lambda: "geheim" in stage.picture())
        await stage.press("p")
        await stage.until(lambda: "geheim" not in stage.picture())


async def test_screen_that_is_closed_before_its_first_picture_adds_no_notes(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        screen = SessionScreen(stage.live, tmp_path, calm=True, keymap={})
        screen._add_notes()
        assert screen.notes is None
