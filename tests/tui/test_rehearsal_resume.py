"""A rehearsal has its own time of day, follows a saved plan, and can be resumed."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from luisteren_tui.planning.plan import Plan, plan_of, with_seconds
from luisteren_tui.session.events import Gap
from luisteren_tui.storage.plans import load as load_plan
from luisteren_tui.storage.plans import save
from luisteren_tui.storage.session_index import newest_unfinished
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.dialog import AskText, Confirm
from luisteren_tui.tui.screens.end.rehearsal_lessons import LearnDialog
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.resume import ResumeDialog
from luisteren_tui.tui.screens.session.replan_dialog import ReplanDialog
from luisteren_tui.tui.screens.start import StartDialog
from tests.thorough import thorough
from tests.tui.at_home import home_list
from tests.tui.stage import Stage, on_stage
from tests.tui.watched_app import ManualClock

WIDE = (120, 30)


def shorter_plan(data: Path, **changes: int) -> Plan:
    """Return a plan of the shipped workshop: 20 minutes for the first activity and 10 for the last."""
    loaded = load(find("luisteren", data))
    assert loaded.workshop is not None
    made = with_seconds(plan_of(loaded.workshop, loaded.sha256), "1", 1200)
    return replace(with_seconds(made, "4", 600), **changes)


async def test_rehearsal_shows_the_rehearsed_times_of_day(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60, size=WIDE) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(5)
        await stage.until(lambda: "12:05" in stage.picture())
        assert "done at 14:00" in stage.picture()
        await stage.press("<")
        await stage.press("f")
        await stage.until(lambda: "12:15" in stage.picture())
        assert "done at 14:00" in stage.picture()
        await stage.advance(6)
        await stage.until(lambda: "12:18" in stage.picture())
        assert "done at 14:03" in stage.picture()
        await stage.until(lambda: "saved 12:18" in stage.picture())
        await stage.press("r")
        await stage.on(ReplanDialog)
        await stage.until(lambda: stage.picture().count("done at 14:00") == 2)
        assert "done at 14:03" in stage.picture()
        await stage.press("1")
        await stage.until(lambda: "done at 14:00" in stage.picture())


async def test_session_shows_the_real_time_of_day(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=WIDE) as stage:
        await stage.begin()
        await stage.press("space")
        stage.clock.set_wall(3_600_000)
        await stage.advance(60)
        await stage.until(lambda: "13:01" in stage.picture())


@pytest.mark.parametrize("clock_says", [13 * 60 + 30, 9 * 60])
async def test_rehearsal_of_a_plan_has_the_time_of_the_plan(clock_says: int, tmp_path: Path) -> None:
    made = shorter_plan(tmp_path, start=clock_says, must_end=clock_says + 120)
    async with on_stage(tmp_path, speed=1, size=WIDE, plan=made) as stage:
        await stage.ready()
        assert stage.seconds_left == 1200
        assert stage.state.opened.kind == "rehearsal"
        await stage.until(lambda: "on time" in stage.picture() and "done at 14:00" in stage.picture())


async def kill_rehearsal(data: Path, clock: ManualClock, speed: int = 60) -> Path:
    """Rehearse at `speed`, and twice that, up to 2b, kill the program and let an hour pass; return the journal."""
    async with on_stage(data, speed=speed, clock=clock, plan=shorter_plan(data)) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(180 / speed)
        await stage.press("f", ">", "right", "right", "f")
        await stage.advance(120 / stage.live.speed)
        assert (stage.activity, stage.live.speed, stage.seconds_left) == ("2b", 2 * speed, 11 * 60)
        path = stage.live.path
        assert path is not None
        stage.live.record_time()
        copy = path.read_bytes()
    path.write_bytes(copy)
    clock.pass_by(3_600_000)
    return path


async def test_killed_rehearsal_resumes_without_the_time_in_between(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await kill_rehearsal(tmp_path, clock)
    assert newest_unfinished(tmp_path / "rehearsals", "luisteren") == path
    assert newest_unfinished(tmp_path / "rehearsals", "other") is None
    async with on_stage(tmp_path, speed=1, keep_speed=True, size=WIDE, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        await stage.until(lambda: "The rehearsal stopped at 12:00, 1 hour ago" in stage.picture())
        assert "does not count" in stage.picture()
        assert "without that time" not in stage.picture()
        await stage.press("enter")
        await stage.ready()
        assert (stage.activity, stage.live.speed, stage.seconds_left) == ("2b", 120, 11 * 60)
        assert not [event for _at, event in stage.live.events if isinstance(event, Gap)]
        await stage.until(lambda: "REHEARSAL ×120" in stage.picture() and "12:24" in stage.picture())
        await stage.advance(0.5)
        assert stage.seconds_left == 10 * 60
        await stage.press("e", "enter")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        await stage.until(lambda: "20:00         –     20:00" in stage.picture())
        assert "– faster than ×2: too fast to speak along" in stage.picture()
    assert [one.name for one in path.parent.iterdir()] == [f"{path.stem}.json"]


async def test_rehearsal_resumes_at_the_speed_asked_for(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await kill_rehearsal(tmp_path, clock)
    async with on_stage(tmp_path, speed=10, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        await stage.press("enter")
        await stage.ready()
        assert (stage.activity, stage.live.speed, stage.seconds_left) == ("2b", 10, 11 * 60)


async def test_d_begins_a_new_rehearsal_instead_of_resuming(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await kill_rehearsal(tmp_path, clock)
    async with on_stage(tmp_path, speed=1, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        await stage.press("d")
        await stage.ready()
        assert stage.live.rehearsal
        assert stage.live.path != path


async def test_home_offers_an_unfinished_rehearsal_after_the_session(tmp_path: Path) -> None:
    clock = ManualClock()
    await kill_rehearsal(tmp_path, clock, speed=1)
    async with on_stage(tmp_path, clock=clock) as stage:
        await stage.begin()
        await stage.press("space")
        session = stage.live.path
        assert session is not None
        copy = session.read_bytes()
    session.write_bytes(copy)
    async with on_stage(tmp_path, workshop=None, clock=clock, unfinished=session, size=WIDE) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "rehearsal · stopped 1 hour ago" in stage.picture())
        rows = (await home_list(stage)).rows
        assert [row.choices[0].kind for row in rows[:3]] == ["resume", "resume-rehearsal", "run"]
        await stage.press("down", "enter")
        await stage.ready()
        assert (stage.live.rehearsal, stage.activity) == (True, "2b")
        await stage.press("f", "enter")
        await stage.advance(5)
        await stage.press("e", "enter")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        screen = await put_into_plan(stage)
        assert [block.seconds for block in screen.plan.blocks if block.id in ("1", "2a", "4")] == [1200, 300, 600]
        await stage.until(lambda: screen.plan.blocks[2].seconds > 900)


def save_plan(data: Path, name: str, **changes: int) -> Plan:
    """Save the plan with a start, an end and 9 participants, and return it."""
    made = shorter_plan(data, start=13 * 60 + 30, must_end=15 * 60 + 45, participants=9, **changes)
    save(Folders(data), name, made)
    return made


async def put_into_plan(stage: Stage) -> PlanScreen:
    """Put the lessons into the plan, which is saved under the name that it has or that is proposed."""
    await stage.press("d")
    await stage.on(LearnDialog)
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, PlanScreen | AskText))
    if isinstance(stage.app.screen, AskText):
        await stage.press("enter")
    screen = await stage.on(PlanScreen)
    await stage.until(lambda: not screen.unsaved and "Saved in" in stage.picture())
    assert load_plan(stage.folders, screen.plan_store.name) == screen.plan
    return screen


@thorough("workshop", ["luisteren", None], ids=["rehearse", "home"])
async def test_lessons_of_a_resumed_rehearsal_go_into_its_saved_plan(workshop: str | None, tmp_path: Path) -> None:
    clock = ManualClock()
    save(Folders(tmp_path), "2026-11-24-other", with_seconds(shorter_plan(tmp_path, start=600), "4", 660))
    made = save_plan(tmp_path, "2026-11-25")
    path = await kill_rehearsal(tmp_path, clock, speed=1)
    other = shorter_plan(tmp_path, start=600) if workshop else None
    unfinished = path if workshop else None
    async with on_stage(
        tmp_path, workshop=workshop, plan=other, speed=1 if workshop else None, clock=clock, unfinished=unfinished
    ) as stage:
        if workshop:
            await stage.on(ResumeDialog)
        else:
            await stage.on(HomeScreen)
            await stage.until(lambda: "rehearsal · stopped" in stage.picture())
        await stage.press("enter")
        await stage.ready()
        assert stage.activity == "2b"
        await stage.advance(1200)
        await stage.press("e", "enter")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        screen = await put_into_plan(stage)
        assert (screen.plan.start, screen.plan.must_end, screen.plan.participants) == (made.start, made.must_end, 9)
        assert screen.plan_store.name == "2026-11-25"


async def rehearse(stage: Stage) -> None:
    """Rehearse for 25 minutes and end."""
    await stage.ready()
    await stage.press("space")
    await stage.advance(1500)
    await stage.press("e", "enter")
    await stage.on(EndScreen)
    await stage.until(lambda: stage.app.live is None)


async def test_lessons_go_into_the_plan_of_the_rehearsal_under_its_name(tmp_path: Path) -> None:
    save_plan(tmp_path, "2026-11-23")
    made = save_plan(tmp_path, "2026-11-25")
    save_plan(tmp_path, "2026-11-26")
    for name in ("2026-11-26", ""):
        async with on_stage(tmp_path, speed=1, plan=made, plan_name=name) as stage:
            await rehearse(stage)
            screen = await put_into_plan(stage)
            assert (screen.plan.start, screen.plan.must_end) == (made.start, made.must_end)
            assert screen.plan_store.name == (name or "2026-11-25")


async def test_lessons_of_a_rehearsal_without_a_plan_go_into_a_new_plan(tmp_path: Path) -> None:
    loaded = load(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    save(Folders(tmp_path), "2026-11-25", replace(plan_of(loaded.workshop, loaded.sha256), start=600))
    async with on_stage(tmp_path, speed=1) as stage:
        await rehearse(stage)
        screen = await put_into_plan(stage)
        assert screen.plan.start is None
        assert screen.plan_store.name == "2026-11-24"


async def test_lessons_do_not_go_into_a_changed_workshop(tmp_path: Path) -> None:
    # Another file has the id of the rehearsed one.
    clock = ManualClock()
    await kill_rehearsal(tmp_path, clock)
    folder = tmp_path / "workshops"
    folder.mkdir()
    shipped = (content_dir() / "luisteren.yaml").read_text(encoding="utf-8")
    (folder / "luisteren.yaml").write_text(f"# mine\n{shipped}", encoding="utf-8")
    async with on_stage(tmp_path, workshop=None, clock=clock, size=WIDE) as stage:
        await stage.on(HomeScreen)
        await stage.press("right", "enter")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        await stage.press("d")
        await stage.until(lambda: stage.app.notifications)
        assert "The file of “Luisteren met aandacht” has changed since" in stage.app.notifications[-1]
        assert isinstance(stage.app.screen, EndScreen)


async def test_home_ends_an_unfinished_rehearsal(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await kill_rehearsal(tmp_path, clock)
    async with on_stage(tmp_path, workshop=None, clock=clock, size=WIDE) as stage:
        await stage.on(HomeScreen)
        await stage.press("right", "enter")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.until(path.with_suffix(".json").exists)
        await stage.until(lambda: stage.app.live is None)
        await stage.press("q")
        await stage.on(HomeScreen)
        await stage.until(lambda: "unfinished" not in stage.picture().lower())
        await stage.press("enter")
        await stage.on(StartDialog)


async def test_closed_lid_does_not_count_in_a_rehearsal(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(1)
        await stage.close_lid(600)
        assert stage.seconds_left == 14 * 60
        assert stage.view.gap is None
        await stage.advance(1)
        assert stage.seconds_left == 13 * 60


async def test_rehearse_command_ends_an_unfinished_rehearsal_and_shows_its_lessons(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await kill_rehearsal(tmp_path, clock)
    async with on_stage(tmp_path, speed=1, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        await stage.press("e")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        await stage.until(lambda: "cut short" in stage.picture())
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)
    assert [one.name for one in path.parent.iterdir()] == [f"{path.stem}.json"]
