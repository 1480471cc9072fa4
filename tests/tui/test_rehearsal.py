"""A rehearsal: the session screen with a mark, a folder, a speed and keys of its own."""

from pathlib import Path

import pytest

from luisteren_tui import i18n
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.widgets.key_bar import KeyBar
from tests.tui.screens.end.test_rehearsal_lessons import end_rehearsal
from tests.tui.stage import on_stage


async def test_rehearsal_begins_at_once_and_is_marked_as_one(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60) as stage:
        await stage.ready()
        assert stage.live.path is not None
        assert stage.live.path.parent == tmp_path / "rehearsals"
        assert stage.state.opened.kind == "rehearsal"
        assert "REHEARSAL ×60" in stage.picture()


async def test_rehearsal_clock_runs_at_a_speed_that_keys_change(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(5)
        assert stage.seconds_left == 15 * 60 - 300
        await stage.press("<")
        assert stage.live.speed == 30
        await stage.advance(2)
        assert stage.seconds_left == 15 * 60 - 360
        await stage.press(">", ">")
        assert stage.live.speed == 120
        assert stage.seconds_left == 15 * 60 - 360


async def test_speed_is_shown_before_the_clock_runs(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1) as stage:
        await stage.ready()
        await stage.press(">")
        assert "REHEARSAL ×2" in stage.picture()


async def test_end_of_a_rehearsal_is_asked_as_such(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1) as stage:
        await stage.ready()
        await stage.press("space", "e")
        assert "End the rehearsal?" in stage.picture()


@pytest.mark.parametrize("language", ["en", "nl"])
async def test_footer_of_a_rehearsal_has_its_own_keys(language: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60) as stage:
        await stage.ready()
        i18n.use(language)
        stage.session.show_keys()
        stage.session.query_one(KeyBar).draw()
        keys = [(key, label) for _name, key, label in stage.session.query_one(KeyBar).keys]
        assert [key for key, _label in keys] == [
            "space",
            "right",
            "f",
            "less_than_sign",
            "greater_than_sign",
            "t",
            "question_mark",
        ]
        await stage.until(lambda: all(i18n._(label) in stage.picture().splitlines()[-1] for _key, label in keys))


async def test_f_skips_silent_work_up_to_the_next_signal(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1, size=(80, 24)) as stage:
        await stage.ready()
        await stage.press("f")
        assert stage.last_message == "There is no silent work to skip now."
        await stage.press("space", "f")
        assert stage.seconds_left == 0
        i18n.use("nl")
        await stage.press("right", "right", "f")
        assert (stage.activity, stage.seconds_left) == ("2b", 13 * 60)
        # The next thing to do has a key in the footer, before those for the speed.
        await stage.until(lambda: "Enter ronde 1" in stage.picture().splitlines()[-1])


async def test_rehearsal_keys_do_nothing_in_a_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "f", ">")
        assert (stage.seconds_left, stage.live.speed) == (15 * 60, 1)
        await stage.press("?")
        assert "silent work" not in stage.picture()


async def test_session_begun_after_a_rehearsal_is_no_rehearsal(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "Luisteren met aandacht" in stage.picture())
        await stage.press("right", "right", "enter")
        await stage.ready()
        assert stage.live.rehearsal
        await stage.press("space")
        await end_rehearsal(stage)
        await stage.press("q")
        await stage.on(HomeScreen)
        await stage.press("right", "enter")
        await stage.on(PlanScreen)
        await stage.press("enter")
        await stage.begin()
        assert not stage.live.rehearsal


@pytest.mark.parametrize("workshop", ["luisteren", None], ids=["rehearse", "home"])
async def test_rehearsal_that_cannot_be_saved_does_not_begin(
    workshop: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("luisteren_tui.storage.journal.writer.JournalFile.create", full)
    async with on_stage(tmp_path, workshop=workshop, speed=1 if workshop else None) as stage:
        if workshop is None:
            await stage.on(HomeScreen)
            await stage.press("right", "right", "enter")
        await stage.until(lambda: stage.app.notifications)
        assert [text.partition(":")[0] for text in stage.app.notifications] == ["The session can't be saved"]
        if workshop is None:
            await stage.on(HomeScreen)
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)
