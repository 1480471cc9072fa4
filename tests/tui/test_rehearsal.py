"""Proefdraaien: the same screen, plainly marked, in a folder of its own, at a speed of its own."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets import Static

from luisteren_tui import i18n
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.rehearsal_lessons import LearnDialog, Rehearsed
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.home import HomeScreen
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.start import StartDialog
from luisteren_tui.tui.widgets.key_bar import KeyBar
from tests.session.sample_sessions import opened
from tests.tui.stage import Stage, on_stage
from tests.tui.watched import ManualClock


async def test_a_rehearsal_begins_at_once_and_is_marked(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60) as stage:
        await stage.ready()
        assert stage.live.path is not None
        assert stage.live.path.parent == tmp_path / "rehearsals"
        assert stage.state.opened.kind == "rehearsal"
        assert "REHEARSAL ×60" in stage.picture()


async def test_its_clock_runs_at_its_speed_which_can_be_changed(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(5)
        assert stage.left == 15 * 60 - 300
        await stage.press("<")
        assert stage.live.speed == 30
        await stage.advance(2)
        assert stage.left == 15 * 60 - 360
        await stage.press(">", ">")
        assert stage.live.speed == 120
        assert stage.left == 15 * 60 - 360


@pytest.mark.parametrize("language", ["en", "nl"])
async def test_its_own_keys_are_in_the_footer(language: str, tmp_path: Path) -> None:
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


async def test_f_passes_over_silent_work_to_the_next_signal(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1) as stage:
        await stage.ready()
        await stage.press("f")
        assert stage.told == "There is no silent work to pass over now."
        await stage.press("space", "f")
        assert stage.left == 0
        await stage.press("right", "right", "f")
        assert (stage.at, stage.left) == ("2b", 13 * 60)


async def test_its_keys_are_in_no_other_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "f", ">")
        assert (stage.left, stage.live.speed) == (15 * 60, 1)
        await stage.press("?")
        assert "silent work" not in stage.picture()


def rows(stage: Stage) -> dict[str, list[str]]:
    """Return what the end screen says of each activity, by its id."""
    lines = [line.split() for line in stage.picture().splitlines()]
    return {line[0]: line[next(n for n, word in enumerate(line) if ":" in word) :] for line in lines if "15:00" in line}


async def end(stage: Stage) -> EndScreen:
    await stage.press("e")
    await stage.on(Confirm)
    await stage.press("enter")
    over = await stage.on(EndScreen)
    await stage.until(lambda: stage.app.live is None)
    return over


async def test_after_it_is_said_what_was_spoken_and_the_plan_can_learn(tmp_path: Path) -> None:
    clock = ManualClock()
    async with on_stage(tmp_path, speed=1, size=(120, 40), clock=clock) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(120)
        await stage.press("f")
        await stage.advance(170)
        await end(stage)
        await stage.until(lambda: rows(stage)["1"] == ["15:00", "4:50", "17:50", "overtime", "2:50"])
        assert "rehearsed 1 time" in stage.picture()
        assert "median" not in stage.picture()
        assert list((tmp_path / "rehearsals").glob("*.json"))
        assert not (tmp_path / "sessions").exists()
        await stage.press("p")
        await stage.on(LearnDialog)
        await stage.until(lambda: "1 Verkenning: 15 → 18 (ran over by 3 minutes)" in stage.picture())
        assert "From one rehearsal." in stage.picture()
        await stage.press("escape")
        await stage.on(EndScreen)
        await stage.press("p")
        await stage.on(LearnDialog)
        await stage.press("enter")
        screen = await stage.on(PlanScreen)
        await stage.until(lambda: "15 → 18" in stage.picture())
        assert screen.plan.blocks[0].seconds == 1080
        await stage.press("escape")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.press("p", "p")
        await stage.on(LearnDialog)
        await stage.press("enter")
        await stage.on(PlanScreen)
        await stage.until(lambda: "15 → 18" in stage.picture())
        await stage.press("enter")
        await stage.on(StartDialog)
        await stage.press("enter")
        await stage.ready()
        assert stage.state.opened.kind == "session"
        assert stage.state.opened.planned["1"] == 1080
    clock.pass_by(120_000)
    async with on_stage(tmp_path, speed=1, size=(120, 40), clock=clock) as stage:
        await stage.ready()
        await stage.press("space", "f")
        await end(stage)
        await stage.until(lambda: "rehearsed 2 times" in stage.picture())
        assert "15:00   17:50   16:25  15:00 to 17:50" in stage.picture()
        assert "Nothing ran over." in stage.picture()
        # This time it did not, but the middle of both times is over a minute longer than planned.
        await stage.press("p")
        await stage.on(LearnDialog)
        await stage.until(lambda: "1 Verkenning: 15 → 16 (ran over by 1 minute)" in stage.picture())
        assert "From 2 rehearsals: the median" in stage.picture()


async def learn(stage: Stage) -> str:
    """Ask what the plan learns, and return that."""
    await stage.press("p")
    dialog = await stage.on(LearnDialog)
    await stage.until(lambda: len(dialog.query(Static)) > 1)
    return "\n".join(str(each.render()) for each in dialog.query(Static))


async def test_it_is_said_of_the_instruction_only_where_that_ran_over(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1, size=(120, 40)) as stage:
        await stage.ready()
        await stage.press("space", "f", "right", "right")
        await stage.advance(120 + 180)
        await stage.press("enter", "f", "f", "enter", "f", "f", "f", "right", "right")
        assert stage.at == "p1"
        await stage.press("f", "f")
        await stage.advance(61)
        await end(stage)
        said = await learn(stage)
        assert "2b Perspectiefwisseling in tweetallen: 15 → 18 (the instruction took 3 minutes longer)" in said
        assert "Pauze: 15 → 16 (ran over by 1 minute)" in said
        assert "After that" not in said


async def test_a_clock_too_fast_to_speak_along_is_said(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60, size=(120, 40)) as stage:
        await stage.ready()
        await stage.press("space", "right", "right")
        await stage.advance(5)
        await stage.press("enter")
        await stage.advance(10)
        await end(stage)
        assert rows(stage)["2b"][:3] == ["15:00", "–", "15:00"]
        said = await learn(stage)
        assert "15 → 18 (the instruction took 3 minutes longer)" in said
        assert "The clock ran too fast to speak along: Perspectiefwisseling in tweetallen." in said


@pytest.mark.parametrize(
    ("took", "needed", "earlier", "asked", "talked"),
    [
        (900, 1080, (), (), True),
        (929, 1080, (), (), True),
        (930, 930, (), (), False),
        (900, 1080, (900,), (900,), True),
        (900, 1080, (1100,), (1100,), False),
        (900, 1080, (600, 600), (600, 600), False),
    ],
)
def test_the_instruction_gets_the_blame_when_it_is_all_of_it(
    took: int, needed: int, earlier: tuple[int, ...], asked: tuple[int, ...], talked: bool
) -> None:
    rehearsed = Rehearsed(
        opened=opened(),
        skipped_silence_ms={},
        needed_s={"2b": needed},
        instruction_overrun_s={"2b": 180},
        hurried=frozenset(),
        earlier_s={"2b": earlier},
        earlier_needed_s={"2b": asked},
        runs=1,
    )
    assert rehearsed.is_about_instruction({"id": "2b", "planned_s": 900, "actual_s": took}) is talked


async def test_what_ran_over_is_what_the_clock_said_and_what_the_plan_gets(tmp_path: Path) -> None:
    """The instruction took 40 minutes too long, then the turns were passed through."""
    async with on_stage(tmp_path, speed=1, size=(120, 40)) as stage:
        await stage.ready()
        await stage.press("space", "right", "right")
        await stage.advance(2700)
        assert stage.left == -1800
        await stage.press("enter", "enter", "right")
        await end(stage)
        await stage.until(lambda: rows(stage)["2b"] == ["15:00", "45:00", "45:00", "overtime", "30:00"])
        assert "Ran over: 2b 30:00 · p puts it in the plan" in stage.picture()
        assert "15 → 45 (ran over by 30 minutes)" in await learn(stage)


async def test_an_instruction_that_ran_over_alone_is_no_overtime(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1, size=(120, 40)) as stage:
        await stage.ready()
        await stage.press("space", "right", "right")
        await stage.advance(120 + 79)
        await stage.press("enter")
        await stage.advance(500)
        await stage.press("right")
        await end(stage)
        await stage.until(lambda: rows(stage)["2b"] == ["15:00", "11:39", "11:39"])
        assert "2b: the instruction took 1:19 longer than planned · p puts it in the plan" in stage.picture()
        assert "Ran over" not in stage.picture()
        assert "15 → 16 (the instruction took 1 minute longer)" in await learn(stage)


async def test_two_seconds_teach_nothing(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1, size=(120, 40)) as stage:
        await stage.ready()
        await stage.press("space", "f")
        await stage.advance(2)
        await end(stage)
        await stage.until(lambda: "Ran over: 1 0:02" in stage.picture())
        assert "puts it in the plan" not in stage.picture()
        await stage.press("p")
        await stage.until(lambda: "the plan stays as it is" in stage.picture())
        assert not stage.app.told
        assert isinstance(stage.app.screen, EndScreen)


async def test_what_is_learnt_says_whether_the_plan_still_fits(tmp_path: Path) -> None:
    loaded = load(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    plan = replace(plan_of(loaded.workshop, loaded.sha256), start=13 * 60, must_end=15 * 60 + 1)
    async with on_stage(tmp_path, speed=1, size=(120, 40), plan=plan) as stage:
        await stage.ready()
        await stage.press("space", "f")
        await stage.advance(180)
        await end(stage)
        assert "After that: 2 minutes too long." in await learn(stage)


async def test_the_total_of_one_that_was_broken_off_says_what_of_it_was_not_done(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1, size=(120, 40)) as stage:
        await stage.ready()
        await stage.press("space", "f", "right", "s")
        await stage.advance(120)
        await end(stage)
        await stage.until(lambda: "In all: 120 → 17 minutes" in stage.picture())
        assert "90 min were for 6 activities that were skipped or not reached." in stage.picture()
        assert "“Perspectiefwisseling in tweetallen” was broken off." in stage.picture()


@pytest.mark.parametrize("size", [(80, 24), (120, 30), (52, 14)], ids=["80x24", "120x30", "52x14"])
async def test_the_end_shows_the_lessons_first_and_wraps_no_line_of_a_table(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with on_stage(tmp_path, speed=1, size=size) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(960)
        await stage.press("right", "right", "s")
        over = await end(stage)
        await stage.until(lambda: "Ran over: 1 1:00" in stage.picture() and "p into the plan" in stage.picture())
        assert "scroll" in stage.picture()
        text = over.query_one("#end-text").render()
        assert isinstance(text, Content)
        table = [line for line in text.plain.splitlines() if line[:1].isdigit() or line.startswith("·")]
        assert len(table) == 8
        assert max(map(len, table)) <= size[0] - 8
        assert [line.split()[-1] for line in table[-3:]] == ["reached"] * 3


@pytest.mark.parametrize("width", [52, 80, 120])
async def test_the_end_of_a_session_wraps_no_bar_beside_a_scrollbar(width: int, tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(width, 14)) as stage:
        await stage.begin()
        await stage.press("space", "right")
        over = await end(stage)
        text = over.query_one("#end-text").render()
        assert isinstance(text, Content)
        bars = [line for line in text.plain.splitlines() if line.endswith("not reached")]
        assert len(bars) == 6
        assert max(map(len, bars)) <= width - 8


async def test_home_begins_one_and_what_comes_after_it_is_a_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "Rehearse “Luisteren met aandacht”" in stage.picture())
        await stage.press("down", "down", "enter")
        await stage.ready()
        assert stage.live.rehearsal
        await stage.press("space")
        await end(stage)
        await stage.press("q")
        await stage.on(HomeScreen)
        await stage.press("down", "enter")
        await stage.on(PlanScreen)
        await stage.press("enter")
        await stage.begin()
        assert not stage.live.rehearsal


@pytest.mark.parametrize("workshop", ["luisteren", None], ids=["rehearse", "home"])
async def test_one_that_can_not_be_kept_is_not_begun(
    workshop: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("luisteren_tui.storage.journal.writer.JournalFile.create", full)
    async with on_stage(tmp_path, workshop=workshop, speed=1 if workshop else None) as stage:
        if workshop is None:
            await stage.on(HomeScreen)
            await stage.press("down", "down", "enter")
        await stage.until(lambda: stage.app.told)
        assert [text.partition(":")[0] for text in stage.app.told] == ["The session can't be kept"]
        if workshop is None:
            await stage.on(HomeScreen)
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)
