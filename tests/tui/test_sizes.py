"""Windows of every size: what matters most is visible, and nothing breaks."""

from pathlib import Path

from luisteren_tui.tui.screens.start import StartDialog
from luisteren_tui.tui.widgets.large_letters import large_letters
from luisteren_tui.tui.wording import minutes_seconds
from tests.thorough import thorough
from tests.tui.stage import Stage, on_stage


def _shows_prompt(stage: Stage, begin: str) -> bool:
    """Return whether the prompt that is chosen begins like this, and is on the screen as text or in large letters."""
    prompt = stage.view.ask.prompts[stage.view.ask.chosen - 1]
    picture = stage.picture()
    letters = large_letters(prompt, 132, 20, max_lines=3) or ("?",)
    shown = f"▸ {begin}" in picture or all(line.strip() in picture for line in letters)
    return prompt.startswith(begin) and shown


SIZES = [(80, 24), (52, 14), (120, 30), (200, 60)]


@thorough("size", SIZES, quick=2)
async def test_time_left_and_chosen_prompt_are_visible_at_all_sizes(size: tuple[int, int], tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=size) as stage:
        dialog = await stage.on(StartDialog)
        # Both questions, and the keys below messages.
        for which in ("One", "Another"):
            stage.app.notify(f"{which} message, " + "with so many words that it takes three lines " * 3)
        await stage.until(lambda: "Another message" in stage.picture())
        if size != (52, 14):
            assert all(words in stage.picture() for words in ("only me", " 12  ", "Enter begin", "Esc   not now"))
        stage.app.clear_notifications()
        await stage.until(lambda: "Another message" not in stage.picture())
        assert all(words in stage.picture() for words in ("only me", " 12  ", "Enter begin", "Esc   not now"))
        assert dialog.box.max_scroll_y == 0
        await stage.begin()
        await stage.press("space", "down")
        await stage.advance(75)
        assert stage.shows_time(minutes_seconds(stage.seconds_left))
        assert _shows_prompt(stage, "Hoe zorg jij ervoor")
        await stage.press("down")
        assert _shows_prompt(stage, "Vraag je weleens")
        await stage.press("n")
        await stage.write("zichtbaar")
        assert "zichtbaar" in stage.picture()
        await stage.press("escape", "right", "right", "right")
        await stage.advance(1)
        assert stage.shows_time(minutes_seconds(stage.seconds_left))
        assert _shows_prompt(stage, "Wat deed het met je")


@thorough("size", [(80, 24), (52, 14), (1, 1), (120, 30), (200, 60), (20, 5), (8, 2)], quick=0)
async def test_every_key_works_at_any_size(size: tuple[int, int], tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=size) as stage:
        await stage.begin()
        forms = set()
        for _ in range(8):
            await stage.press("space", "enter", "down", "n", "x", "escape", "z", "z")
            if stage.state.activity.form not in forms:
                forms.add(stage.state.activity.form)
                await stage.press("v", "escape", "?", "escape", "g", "+", "h", "escape", "escape", "b", "escape")
            if stage.state.activity.text:
                await stage.press("t", "space", "escape")
            await stage.advance(1000)
            await stage.press("right")
        await stage.press("e", "enter")
        await stage.until(lambda: stage.app.live is None)
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)


async def test_window_can_be_resized_during_a_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "n", "x")
        title, clock = stage.session.query_one("#title"), stage.session.query_one("#clock")
        for size in (*SIZES, (112, 24), (160, 24), (20, 5), (1, 1), (80, 24)):
            await stage.pilot.resize_terminal(*size)
            await stage.until(lambda size=size: stage.app.size == size)  # type: ignore[misc]
            await stage.settle()
            assert title.region.x == clock.region.x
        await stage.advance(3)
        await stage.until(lambda: stage.shows_time(minutes_seconds(stage.seconds_left)))
        assert stage.notes.text == "x"
        # A long instruction leaves a line for the notes, also below a line of the facilitator's own.
        await stage.press("escape")
        await stage.go_to("2b")
        await stage.press("space", "a")
        await stage.write("Nog even")
        await stage.press("enter", "n")
        await stage.write("zichtbaar")
        await stage.pilot.resize_terminal(40, 10)
        await stage.until(lambda: stage.app.size == (40, 10))
        await stage.shows("zichtbaar")
        # A window that only gets higher shows more too.
        await stage.pilot.resize_terminal(40, 24)
        await stage.shows("Choose from:")


@thorough("size", [(100, 30), (111, 30), (112, 30), (100, 24)], quick=2)
async def test_words_beside_the_figures_are_not_cut_off(size: tuple[int, int], tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=size) as stage:
        await stage.begin()
        await stage.press("g", "-", "escape")  # an odd number makes a trio
        await stage.go_to("2b")
        await stage.press("space")
        await stage.advance(150)
        await stage.shows("Time to begin: Enter")
        assert "trio: one looks on" in stage.picture()
        await stage.press("enter", "m")
        await stage.advance(1)
        left = stage.live.view().turn
        assert left is not None
        await stage.until(lambda: stage.shows_time(minutes_seconds(left.left_s)))
        await stage.shows("● marked ")
        await stage.shows("saved")
        assert all(words in stage.picture() for words in ("round 1 of 2 · Nadia", "trio: A and B", "C looks on"))


async def test_first_picture_is_laid_out_for_its_size(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(80, 24)) as stage:
        assert {"-narrow", "-medium"} <= stage.session.classes
    async with on_stage(tmp_path, size=(200, 60)) as stage:
        assert {"-wide", "-vast"} <= stage.session.classes
