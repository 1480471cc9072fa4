"""The end screen after a rehearsal: its times, its lessons, and the plan that learns from them."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Static

from luisteren_tui import i18n
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.storage.plans import load as load_plan
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.dialog import AskText, Confirm
from luisteren_tui.tui.screens.end.rehearsal_lessons import (
    LearnDialog,
    Lesson,
    RehearsalLessons,
    draw_lesson,
    draw_lessons,
    draw_times,
)
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.start import StartDialog
from luisteren_tui.workshop.model import Form
from tests.planning.test_rounds import rounds_of
from tests.session.sample_sessions import WORKSHOP, activity, opened
from tests.tui.stage import Stage, on_stage
from tests.tui.watched_app import ManualClock


def table_cells(stage: Stage) -> dict[str, list[str]]:
    """Return the cells of each activity in the table of the end screen, by its id."""
    lines = [re.sub("[━─═╾╴╸]", "", line).split() for line in stage.picture().splitlines()]
    return {line[0]: line[next(n for n, word in enumerate(line) if ":" in word) :] for line in lines if "15:00" in line}


async def end_rehearsal(stage: Stage) -> EndScreen:
    await stage.press("e")
    await stage.on(Confirm)
    await stage.press("enter")
    end_screen = await stage.on(EndScreen)
    await stage.until(lambda: stage.app.live is None)
    return end_screen


async def test_end_screen_shows_spoken_times_and_puts_them_into_the_plan(tmp_path: Path) -> None:
    clock = ManualClock()
    async with on_stage(tmp_path, speed=1, size=(120, 40), clock=clock) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(120)
        await stage.press("f")
        await stage.advance(170)
        await end_rehearsal(stage)
        await stage.until(lambda: table_cells(stage)["1"] == ["15:00", "4:50", "17:50", "overtime", "2:50"])
        assert "cut short" in stage.picture()
        assert "median" not in stage.picture()
        assert list((tmp_path / "rehearsals").glob("*.json"))
        assert not (tmp_path / "sessions").exists()
        await stage.press("d")
        await stage.on(LearnDialog)
        await stage.until(lambda: "1 Verkenning · ran over by 3 minutes" in stage.picture())
        assert "From one rehearsal." in stage.picture()
        await stage.press("escape")
        await stage.on(EndScreen)
        await stage.press("d")
        await stage.on(LearnDialog)
        await stage.press("enter")
        await stage.on(AskText)
        await stage.press("enter")
        screen = await stage.on(PlanScreen)
        await stage.until(lambda: "15 → 18" in stage.picture() and "Saved in" in stage.picture())
        assert screen.plan.blocks[0].seconds == 1080
        assert load_plan(Folders(tmp_path), "2026-11-24") == screen.plan
        await stage.press("u")
        assert screen.plan.blocks[0].seconds == 900
        await stage.press("escape")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.press("d", "d")
        await stage.on(LearnDialog)
        await stage.press("enter")
        await stage.on(AskText)
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
        await end_rehearsal(stage)
        await stage.until(lambda: "15:00   17:50   16:25  15:00 to 17:50" in stage.picture())
        said = " ".join(stage.picture().split())
        assert "Nothing ran over, as far as “Verkenning” · longer in earlier rehearsals: 1" in said
        assert "was cut short" in said
        # Nothing ran over this time, but the median of both times is more than a minute over the plan.
        await stage.press("d")
        await stage.on(LearnDialog)
        await stage.until(lambda: "1 Verkenning · ran over by 1 minute" in stage.picture())
        assert "From 2 rehearsals: the median" in stage.picture()


async def test_footer_names_the_way_out_on_a_common_screen(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1, size=(80, 24)) as stage:
        await stage.ready()
        await stage.press("space")
        i18n.use("nl")
        await end_rehearsal(stage)
        await stage.until(lambda: "q klaar" in stage.picture().splitlines()[-1])


async def test_enter_offers_the_lessons_once_and_then_closes(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(1200)
        await end_rehearsal(stage)
        await stage.press("enter")
        await stage.on(LearnDialog)
        await stage.press("escape")
        await stage.on(EndScreen)
        await stage.press("enter")
        await stage.until(lambda: not stage.app.is_running)


async def learn(stage: Stage) -> str:
    """Open the dialog with the lessons and return its text."""
    await stage.press("d")
    dialog = await stage.on(LearnDialog)
    await stage.until(lambda: len(dialog.query(Static)) > 1)
    return " ".join(str(each.render()) for each in dialog.query(Static))


async def test_lessons_name_the_instruction_only_if_it_ran_over(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1, size=(120, 40)) as stage:
        await stage.ready()
        await stage.press("space", "f", "right", "right")
        await stage.advance(120 + 180)
        await stage.press("enter", "f", "f", "enter", "f", "f", "f", "right", "right")
        assert stage.activity == "p1"
        await stage.press("f", "f")
        await stage.advance(61)
        await end_rehearsal(stage)
        lessons = await learn(stage)
        assert "15 → 18 2b Perspectiefwisseling in tweetallen · the instruction took 3 minutes longer" in lessons
        assert "15 → 16 Pauze · ran over by 1 minute" in lessons
        assert "After that" not in lessons


async def test_nothing_is_learnt_from_what_ran_too_fast_to_speak_along(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60, size=(120, 40)) as stage:
        await stage.ready()
        await stage.press("space", "right", "right")
        await stage.advance(5)
        await stage.press("enter")
        await stage.advance(20)
        await stage.press("right")
        await end_rehearsal(stage)
        assert table_cells(stage)["2b"][:3] == ["15:00", "–", "25:00"]
        assert "too fast to speak along, so the plan learns nothing from it" in " ".join(stage.picture().split())
        assert "– faster than ×2: too fast to speak along" in stage.picture()
        await stage.press("d")
        await stage.until(lambda: "too fast to speak along: the plan stays as it is" in stage.picture())
        assert isinstance(stage.app.screen, EndScreen)


async def test_later_rehearsal_learns_nothing_from_an_earlier_one_that_was_too_fast(tmp_path: Path) -> None:
    clock = ManualClock()
    for speed, minutes in ((60, 25), (1, 21)):
        async with on_stage(tmp_path, speed=speed, size=(120, 40), clock=clock) as stage:
            await stage.ready()
            await stage.press("space")
            await stage.advance(minutes * 60 / speed)
            await stage.press("right")
            await end_rehearsal(stage)
            if speed == 1:
                assert "median" not in stage.picture()
                assert "15 → 21 1 Verkenning" in await learn(stage)
        clock.pass_by(120_000)


@pytest.mark.parametrize(
    ("took", "needed", "earlier", "earlier_needed", "is_instruction"),
    [
        (900, 1080, (), (), True),
        (929, 1080, (), (), True),
        (930, 930, (), (), False),
        (900, 1080, (900,), (900,), True),
        (900, 1080, (1100,), (1100,), False),
        (900, 1080, (600, 600), (600, 600), False),
    ],
)
def test_lesson_is_about_the_instruction_if_nothing_else_ran_over(
    took: int, needed: int, earlier: tuple[int, ...], earlier_needed: tuple[int, ...], is_instruction: bool
) -> None:
    lessons = lessons_about(took, needed, earlier, earlier_needed)
    assert lessons.instructions == ({"2b"} if is_instruction else set())


def test_lesson_about_a_minute_and_a_half_shows_the_time_that_was_planned() -> None:
    loaded = load(find("luisteren", Path()))
    assert loaded.workshop is not None
    block = plan_of(loaded.workshop, loaded.sha256).blocks[0]
    before, after, taken = map(block.with_seconds, (90, 180, 120))
    minutes, what = draw_lesson(Lesson(before, after, is_instruction=False, title=before.title))
    assert (minutes.plain, what.plain) == ("1:30 → 3", "1 Verkenning · ran over by 1 minute")
    assert draw_lesson(Lesson(before, taken, is_instruction=False))[1].plain.endswith("ran over by 1 minute")


async def test_overtime_is_measured_by_the_clock_and_goes_into_the_plan(tmp_path: Path) -> None:
    # The instruction runs 40 minutes over, and then the turns are skipped.
    async with on_stage(tmp_path, speed=1, size=(120, 40)) as stage:
        await stage.ready()
        await stage.press("space", "right", "right")
        await stage.advance(2700)
        assert stage.seconds_left == -1800
        await stage.press("enter", "enter", "right")
        await end_rehearsal(stage)
        await stage.until(lambda: table_cells(stage)["2b"] == ["15:00", "45:00", "45:00", "overtime", "30:00"])
        assert "Ran over: 2b 30:00 · d puts it in the plan" in stage.picture()
        assert "15 → 45 2b Perspectiefwisseling in tweetallen · ran over by 30 minutes" in await learn(stage)


async def test_overrun_of_only_the_instruction_is_not_overtime(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1, size=(120, 40)) as stage:
        await stage.ready()
        await stage.press("space", "right", "right")
        await stage.advance(120 + 79)
        await stage.press("enter")
        await stage.advance(500)
        await stage.press("right")
        await end_rehearsal(stage)
        await stage.until(lambda: table_cells(stage)["2b"] == ["15:00", "11:39", "11:39"])
        assert "2b: the instruction took 1:19 longer than planned · d puts it in the plan" in stage.picture()
        assert "Ran over" not in stage.picture()
        assert "15 → 16 2b Perspectiefwisseling in tweetallen · the instruction took 1 minute longer" in await learn(
            stage
        )


async def test_two_seconds_of_overtime_do_not_change_the_plan(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1, size=(120, 40)) as stage:
        await stage.ready()
        await stage.press("space", "f")
        await stage.advance(2)
        await end_rehearsal(stage)
        await stage.until(lambda: "Ran over: 1 0:02" in stage.picture())
        assert "puts it in the plan" not in stage.picture()
        await stage.press("d")
        await stage.until(lambda: "the plan stays as it is" in stage.picture())
        assert not stage.app.notifications
        assert isinstance(stage.app.screen, EndScreen)


async def test_lessons_say_whether_the_plan_still_fits(tmp_path: Path) -> None:
    loaded = load(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    plan = replace(plan_of(loaded.workshop, loaded.sha256), start=13 * 60, must_end=15 * 60 + 1)
    async with on_stage(tmp_path, speed=1, size=(120, 40), plan=plan) as stage:
        await stage.ready()
        await stage.press("space", "f")
        await stage.advance(180)
        await end_rehearsal(stage)
        assert "After that: 2 minutes too long." in await learn(stage)


async def test_total_of_a_rehearsal_cut_short_says_what_was_not_done(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1, size=(120, 40)) as stage:
        await stage.ready()
        await stage.press("space", "f", "right", "s")
        await stage.advance(120)
        await end_rehearsal(stage)
        await stage.until(lambda: "In all: 120 → 17 minutes" in stage.picture())
        assert "90 min were for 6 activities that were skipped or not reached." in stage.picture()
        assert "“Perspectiefwisseling in tweetallen” was cut short." in stage.picture()


async def test_end_screen_shows_lessons_first(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1, size=(52, 14)) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(960)
        await end_rehearsal(stage)
        await stage.until(lambda: "Ran over: 1 1:00" in stage.picture() and "d into the plan" in stage.picture())
        assert {"↑", "↓", "x", "q", "k"} <= set(stage.picture().splitlines()[-1].split())


@pytest.mark.parametrize("width", [45, 73, 113])
def test_table_of_a_rehearsal_is_as_wide_as_the_screen_at_most(width: int) -> None:
    text = draw_times(lessons_about(920), width).plain
    assert max(map(len, text.splitlines())) <= width
    assert "15:00     15:20     15:20" in text
    assert ("overtime 0:20" in text) == (width == 113)
    assert ("═" in text) == (width == 113)


def lessons_about(
    took: int, needed: int = 900, earlier: Sequence[int] = (), earlier_needed: Sequence[int] = ()
) -> RehearsalLessons:
    """Return the lessons of a rehearsal in which only 2b was done."""
    title = "Perspectiefwisseling in tweetallen"
    activity = {"id": "2b", "step": 2, "title": title, "status": "done", "planned_s": 900, "actual_s": took}
    return RehearsalLessons(
        opened=opened(),
        outcome={"activities": [activity]},
        skipped_silence_ms={},
        needed_s={"2b": needed},
        instruction_overrun_s={"2b": 180},
        hurried=frozenset(),
        earlier_s={"2b": earlier},
        earlier_needed_s={"2b": earlier_needed},
        runs=1,
    )


def lessons_about_rounds(*took: int) -> RehearsalLessons:
    """Return the lessons of a rehearsal in which a conversation of a quarter of an hour had rounds of these lengths."""
    rounds = rounds_of(activity("2b", "Gesprek", Form.SUBGROUPS, 15, 2), len(took))
    done = [
        {"id": each.id, "step": 2, "title": each.title, "status": "done", "planned_s": 900, "actual_s": seconds}
        for each, seconds in zip(rounds, took, strict=True)
    ]
    return lessons_about(0)._replace(
        opened=opened(WORKSHOP.with_activities(tuple(rounds))),
        outcome={"activities": done},
        needed_s={each.id: seconds for each, seconds in zip(rounds, took, strict=True)},
    )


def test_rounds_learn_together_what_they_took_on_average() -> None:
    lessons = lessons_about_rounds(1140, 900)
    assert lessons.median_needed_s() == {"2b-1": 1020, "2b-2": 1020}
    assert [each["id"] for each in lessons.offered] == ["2b-1"]
    assert draw_lessons(lessons).plain.startswith("Ran over: 2b-1 4:00 · d puts it in the plan")
    assert lessons_about_rounds(960, 840).offered == []
    before = plan_of(lessons.opened.workshop, "").blocks[0]
    minutes, what = draw_lesson(Lesson(before, before.with_seconds(1020), is_instruction=False, title="Gesprek"))
    assert (minutes.plain, what.plain) == (" 15 → 17", "2b Gesprek · 2 rounds · ran over by 2 minutes")
