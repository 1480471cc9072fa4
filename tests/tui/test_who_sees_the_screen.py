"""Who sees the screen: the last answer is offered, and nothing private is shown before it is given."""

from pathlib import Path

import pytest

from luisteren_tui.planning.plan import Plan, plan_of
from luisteren_tui.storage import plans
from luisteren_tui.storage.mirroring import load as last_answer
from luisteren_tui.storage.mirroring import save as save_answer
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.resume import ResumeDialog
from luisteren_tui.tui.screens.session.screen import SessionScreen
from luisteren_tui.tui.screens.start import StartDialog
from luisteren_tui.tui.widgets.room_display import RoomDisplay
from luisteren_tui.views.room_view import Scene, room_view
from tests.tui.past_sessions import LAST, write_outcome
from tests.tui.screens.session.test_mirrored import SECRET, shown, write_workshop
from tests.tui.stage import Stage, on_stage, watched_app
from tests.tui.watched_app import ManualClock, light_textual, until

TODAY = "2026-11-24"
PLAN_NAME = f"{TODAY}-{SECRET}"
ANSWERS = pytest.mark.parametrize("last", [None, False, True])


def remember(data: Path, last: bool | None) -> None:
    if last is not None:
        save_answer(Folders(data), last)


def save_plan(data: Path) -> Plan:
    loaded = load(find("luisteren", data))
    assert loaded.workshop is not None
    plan = plan_of(loaded.workshop, loaded.sha256).with_start(13 * 60 + 30)
    plans.save(Folders(data), PLAN_NAME, plan)
    return plan


def private_frames(stage: Stage, *private: str) -> list[str]:
    """Return the frames that show any of these texts."""
    assert stage.app.frames
    return [frame.text for frame in stage.app.frames if any(text in frame.text for text in private)]


async def is_asked(stage: Stage) -> None:
    await stage.on(StartDialog)
    await stage.settle()


@pytest.mark.parametrize(
    ("last", "offered", "other"),
    [
        (None, "Enter begin, only I see this screen z the group sees it too", "Enter begin, mirrored z"),
        (False, "Enter begin, only I see this screen z the group sees it too", "Enter begin, mirrored z"),
        (True, "Enter begin, mirrored like the last time z only I see it", "Enter begin, only I see this screen z"),
    ],
)
async def test_last_answer_is_offered_and_the_other_is_one_key_away(
    last: bool | None, offered: str, other: str, tmp_path: Path
) -> None:
    remember(tmp_path, last)
    for keys, mirrored in (((), last is True), (("z",), last is not True)):
        remember(tmp_path, last)
        async with on_stage(tmp_path) as stage:
            await is_asked(stage)
            assert offered in shown(stage)
            await stage.press(*keys)
            assert ((other if keys else offered) in shown(stage)) is True
            await stage.begin()
            assert stage.session.room == stage.state.opened.mirrored == mirrored
            assert last_answer(Folders(tmp_path)) is mirrored


@ANSWERS
async def test_nothing_of_the_session_is_shown_before_the_answer(last: bool | None, tmp_path: Path) -> None:
    remember(tmp_path, last)
    async with on_stage(tmp_path, size=(120, 40), plan=save_plan(tmp_path)) as stage:
        stage.app.recording = True
        await is_asked(stage)
        stage.app.recording = False
        private = (SECRET, "Verkenning", "Tip", "Notes", "Laat na het voorlezen", "Pauze", "15:00")
        assert not private_frames(stage, *private)
        assert "luisteren" in shown(stage)
        await stage.begin()
        await stage.until(lambda: ("Verkenning" in stage.picture()) == (last is not True))


@ANSWERS
async def test_nothing_of_the_unfinished_session_is_shown_behind_the_resume_question(
    last: bool | None, tmp_path: Path
) -> None:
    clock = ManualClock()
    write_workshop(tmp_path)
    async with on_stage(tmp_path, workshop="open", clock=clock) as stage:
        await stage.begin()
        path = stage.live.path
        assert path is not None
        await stage.press("space", "n")
        await stage.write(SECRET)
        await stage.press("escape")
        stage.live.record_time()
        crashed = path.read_bytes()
    path.write_bytes(crashed)
    remember(tmp_path, last)
    clock.pass_by(60_000)
    async with on_stage(tmp_path, workshop="open", clock=clock, unfinished=path) as stage:
        stage.app.recording = True
        await stage.on(ResumeDialog)
        await stage.settle()
        assert ("Enter go on, mirrored z only I see it" in shown(stage)) == (last is True)
        assert ("Enter go on, only I see this screen z the group" in shown(stage)) == (last is not True)
        assert ("Begin" in shown(stage)) == (last is not True)
        await stage.press("z", "z")
        assert not private_frames(stage, SECRET, "Wat hoor je?")
        await stage.press("enter")
        await stage.ready()
        assert stage.session.room == (last is True)
        assert bool(private_frames(stage, SECRET)) == (last is not True)


@pytest.mark.parametrize("mirrored", [False, True])
async def test_session_is_resumed_on_the_other_kind_of_screen(mirrored: bool, tmp_path: Path) -> None:
    clock = ManualClock()
    async with on_stage(tmp_path, clock=clock) as stage:
        await stage.begin(*["z"] * mirrored)
        path = stage.live.path
        assert path is not None
        await stage.press("space")
        crashed = path.read_bytes()
    path.write_bytes(crashed)
    clock.pass_by(60_000)
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        await stage.press("z", "enter")
        await stage.ready()
        assert stage.session.room != mirrored
        assert stage.state.room_view != mirrored
        if stage.session.room:
            await stage.press("z", "enter")  # the group may see the facilitator's own screen
            await stage.until(lambda: not stage.session.room)
        await stage.press("e", "enter")
        await stage.on(EndScreen)
        assert ("your own screen" in shown(stage)) != mirrored
    assert last_answer(Folders(tmp_path)) is not mirrored


@ANSWERS
async def test_remark_about_the_plan_is_not_shown_while_the_group_may_see_it(last: bool | None, tmp_path: Path) -> None:
    remember(tmp_path, last)
    clock = ManualClock()
    clock.pass_by(3 * 24 * 3_600_000)
    async with on_stage(tmp_path, plan=save_plan(tmp_path), plan_name=PLAN_NAME, clock=clock) as stage:
        await is_asked(stage)
        told = "24 Nov"
        assert (told in shown(stage)) == (last is not True)
        await stage.press("z")
        assert told not in shown(stage)
        await stage.press("z")
        assert (told in shown(stage)) == (last is not True)


@ANSWERS
@pytest.mark.parametrize("workshop", ["luisteren", None])
async def test_first_frame_shows_nothing_private(workshop: str | None, last: bool | None, tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    plan = save_plan(tmp_path)
    remember(tmp_path, last)
    app = watched_app(Folders(tmp_path), ManualClock(), workshop, plan=plan if workshop else None)
    app.recording = True
    with light_textual():
        async with app.run_test(size=(120, 40)):
            await until(app, lambda: isinstance(app.screen, StartDialog if workshop else HomeScreen))
    assert len(app.frames) > 1
    private = ("Verkenning", "Tip", "Notes", SECRET, "Last sessions")
    seen = [frame.text for frame in app.frames if any(text in frame.text for text in private)]
    assert bool(seen) == (workshop is None and last is not True)


async def test_rehearsal_neither_asks_nor_changes_the_answer(tmp_path: Path) -> None:
    remember(tmp_path, True)
    async with on_stage(tmp_path, speed=1.0) as stage:
        await stage.ready()
        assert not stage.session.room
        assert "Verkenning" in stage.picture()
    assert last_answer(Folders(tmp_path)) is True


async def test_declined_question_keeps_the_last_answer(tmp_path: Path) -> None:
    remember(tmp_path, True)
    async with on_stage(tmp_path) as stage:
        await is_asked(stage)
        await stage.press("z", "escape")
        await stage.until(lambda: not stage.app.is_running)
    assert last_answer(Folders(tmp_path)) is True


@pytest.mark.parametrize("mirrored", [False, True])
async def test_plan_that_was_named_has_its_welcome_on_the_wall_after_one_key(mirrored: bool, tmp_path: Path) -> None:
    remember(tmp_path, mirrored)
    async with on_stage(tmp_path, plan=save_plan(tmp_path)) as stage:
        await is_asked(stage)
        stage.app.recording = True
        await stage.press("enter")
        await stage.ready()
        assert stage.session.room == mirrored
        # What a window for the room shows, and on a mirrored screen this one.
        assert room_view(stage.state, stage.view).scene == Scene.WELCOME
        if mirrored:
            await stage.until(lambda: stage.session.query(RoomDisplay) and "Welcome" in stage.picture())
            assert not private_frames(stage, SECRET, "Verkenning", "Notes")


async def test_home_shows_nothing_of_before_until_it_is_asked_for(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    save_plan(tmp_path)
    plans.save(Folders(tmp_path), f"2026-12-24-{SECRET}", save_plan(tmp_path))
    remember(tmp_path, True)
    past = ("Last sessions", "20 Nov", "13:00", SECRET, "Plans")
    async with on_stage(tmp_path, workshop=None, size=(100, 40)) as stage:
        stage.app.recording = True
        home = await stage.on(HomeScreen)
        await stage.until(lambda: "13:30  The plan for today" in stage.picture())
        assert "Show earlier sessions and plans" in stage.picture()
        assert not private_frames(stage, *past)
        stage.app.recording = False
        await stage.press("end", "enter")
        await stage.until(lambda: all(text in stage.picture() for text in past))
        assert "Show earlier" not in stage.picture()
        home.renew()
        await stage.until(lambda: all(text in stage.picture() for text in past))


async def test_home_hides_the_past_again_after_a_mirrored_session(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "Last sessions" in stage.picture())
        await stage.press("enter")
        await is_asked(stage)
        await stage.press("z", "escape")
        await stage.on(HomeScreen)
        assert "Last sessions" in stage.picture()
        await stage.press("enter")
        await stage.begin("z")
        assert isinstance(stage.app.screen, SessionScreen)
        await stage.press("e", "enter")
        await stage.until(lambda: "Dank" in stage.picture() and stage.app.live is None)
        stage.app.recording = True
        await stage.press("q", "enter")
        await stage.on(HomeScreen)
        await stage.settle()
        assert not private_frames(stage, "Last sessions")
        await stage.press("z")
        await stage.until(lambda: "Last sessions" in stage.picture())


async def test_home_says_nothing_of_the_unfinished_session_while_the_past_is_hidden(tmp_path: Path) -> None:
    clock = ManualClock()
    async with on_stage(tmp_path, clock=clock) as stage:
        await stage.begin("z")
        await stage.press("space")
        path = stage.live.path
        assert path is not None
        crashed = path.read_bytes()
    path.write_bytes(crashed)
    async with on_stage(tmp_path, workshop=None, clock=clock) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "The unfinished session" in stage.picture())
        await stage.settle()
        assert "stopped" not in stage.picture()
        stage.app.recording = True
        await stage.press("enter")
        await stage.ready()
        assert stage.session.room
        assert not private_frames(stage, "Tip", "Notes")


@ANSWERS
async def test_warnings_wait_until_nobody_else_sees_the_screen(last: bool | None, tmp_path: Path) -> None:
    remember(tmp_path, last)
    warnings = ("2026-11-20-1300-luisteren: damaged", "the clock is behind")
    async with on_stage(tmp_path, warnings=warnings) as stage:
        await is_asked(stage)
        assert bool(stage.app.notifications) == (last is not True)
        await stage.begin()
        await stage.until(lambda: stage.session.room == (last is True))
        assert bool(stage.app.notifications) == (last is not True)
        await stage.press("z", *["enter"] * (last is True))
        await stage.until(lambda: stage.session.room == (last is not True))
        assert "\n".join(warnings) in "\n".join(stage.app.notifications)
    remember(tmp_path, last)
    async with on_stage(tmp_path, workshop=None, warnings=warnings) as stage:
        await stage.on(HomeScreen)
        await stage.settle()
        assert bool(stage.app.notifications) == (last is not True)
        await stage.press("z")
        assert stage.app.notifications == [*warnings]


@pytest.mark.parametrize("last", [False, True])
async def test_changes_of_a_workshop_are_listed_only_where_nobody_else_sees_them(last: bool, tmp_path: Path) -> None:
    write_workshop(tmp_path)
    loaded = load(find("open", tmp_path))
    assert loaded.workshop is not None
    plans.save(Folders(tmp_path), TODAY, plan_of(loaded.workshop, loaded.sha256))
    path = tmp_path / "workshops" / "open.yaml"
    path.write_text(path.read_text().replace("duration: 15m", "duration: 20m"))
    remember(tmp_path, last)
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "Today ·" in stage.picture())
        await stage.press("enter")
        await stage.on(Confirm)
        _before, _title, told = shown(stage).partition("The workshop has changed since this plan was saved")
        assert told
        assert ("·" in told.partition("Enter")[0]) != last
