"""What happens in a room full of people: each situation takes few keys, and the group sees nothing private at any frame.

In each the group sees either the screen of the laptop itself (mirrored) or the room's own window.
"""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from math import inf
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.export.formats import FORMATS, render
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.runtime.config import Config
from luisteren_tui.session.apply import apply
from luisteren_tui.session.events import Slot
from luisteren_tui.session.state import begin
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage import mirroring, plans
from luisteren_tui.storage.outcome.outcome_file import read_session
from luisteren_tui.storage.workshop_file import find, load, text_body
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.base_app import PLAIN_TITLE
from luisteren_tui.tui.room_app import RoomApp
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.views.room_view import room_view
from luisteren_tui.views.session_view import project
from tests.thorough import thorough
from tests.tui.stage import Stage, on_stage
from tests.tui.watched_app import in_large_letters, until

SECRET = "geheimwoord"
POEM = "Als ik je vraag.\n\nEn jij.\n\nWil je dan.\n"
IN_BOTH = thorough("mirrored", [True, False], ids=["mirrored", "window"])


class Group:
    """The facilitator at the laptop, and what the group sees meanwhile."""

    def __init__(self, stage: Stage, room: RoomApp | None) -> None:
        self.stage, self.room = stage, room

    def wall(self) -> str:
        """Return what the group sees now, on one line."""
        if self.room is None:
            return " ".join(self.stage.picture().split())
        strips = self.room.screen._compositor.render_strips()
        return " ".join(" ".join((*in_large_letters(self.room.screen), *(strip.text for strip in strips))).split())

    async def sees(self, *words: str, but_not: tuple[str, ...] = ()) -> None:
        """Wait until the group sees all of these words, and none of the others."""
        shown = self.room or self.stage.app

        def right() -> bool:
            wall = self.wall()
            return all(word in wall for word in words) and not any(word in wall for word in but_not)

        try:
            await until(shown, right)
        except TimeoutError:
            raise AssertionError(f"{words} but not {but_not}: {self.wall()}") from None

    async def sees_nothing(self) -> None:
        """Wait until the wall is empty, but for the dim mark of the note that is written."""
        shown = self.room or self.stage.app
        try:
            await until(shown, lambda: len(self.wall()) <= 1)
        except TimeoutError:
            raise AssertionError(self.wall()) from None

    async def press(self, most: int, *keys: str) -> None:
        """Press these keys, at most so many."""
        assert len(keys) <= most
        await self.stage.press(*keys)


@pytest.fixture(autouse=True)
def found_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the room's window find the session, whose clock is not the one that files get their times from."""
    monkeypatch.setattr("luisteren_tui.storage.journal.follower.MAX_AGE_S", inf)
    monkeypatch.setattr("luisteren_tui.tui.room_app.POLL_S", 0.01)


@asynccontextmanager
async def before_a_group(
    data: Path, *, mirrored: bool, participants: int = 12, at: str = "", running: bool = False, **options: Any
) -> AsyncIterator[Group]:
    """Begin the session, go to the activity `at`, and check in the end that the group saw nothing private."""
    (data / "texts").mkdir(parents=True)
    (data / "texts" / "gedicht.txt").write_text(POEM)
    mirroring.save(Folders(data), mirrored)
    async with on_stage(data, size=(100, 40), **options) as stage:
        if options.get("workshop", "") is not None:
            stage.app.recording = mirrored
            await stage.begin(*str(participants))
        async with the_room(stage, mirrored=mirrored) as room:
            group = Group(stage, room)
            if at:
                await stage.go_to(at)
            if running:
                await stage.press("space")
            stage.clock.pass_by(1000)
            yield group
            stage.app.recording = False
            private = private_words(stage)
            shown = [*(frame.text + frame.raw for frame in stage.app.frames), *rooms_views(stage, data)]
            assert shown
            await stage.until(lambda: (stage.app.titles == {PLAIN_TITLE}) == mirrored)
            for text in shown:
                assert not any(word in text for word in private), text


@asynccontextmanager
async def the_room(stage: Stage, *, mirrored: bool) -> AsyncIterator[RoomApp | None]:
    """Open the room's own window, unless the group sees the laptop's screen."""
    if mirrored:
        yield None
        return
    app = RoomApp(stage.folders, stage.clock, Config(), "en")
    async with app.run_test(size=(80, 24)):
        yield app


def private_words(stage: Stage) -> list[str]:
    """Return what only the facilitator may see: what is in the notes, every tip, and how the time goes."""
    tips = [tip for activity in stage.state.opened.workshop.activities for tip in activity.tips]
    assert tips
    return [SECRET, "Notes ·", "to spare", "runs ", "Then: ", "● marked", *(tip[:20] for tip in tips)]


def rooms_views(stage: Stage, data: Path) -> Iterator[str]:
    """Yield what the room's window showed after each event of the session."""
    state = begin(stage.state.opened)
    for _at, event in stage.live.events:
        state = apply(state, event)
        text = state.room_content.text
        body = None if text is None else text_body(state.opened.workshop, text, data)
        yield repr(room_view(state, project(state, state.t), body))


@IN_BOTH
async def test_saved_plan_has_its_welcome_on_the_wall(mirrored: bool, tmp_path: Path) -> None:
    loaded = load(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    plan = plan_of(loaded.workshop, loaded.sha256).with_start(13 * 60 + 30)
    plans.save(Folders(tmp_path), f"2026-11-24-{SECRET}", plan)
    async with before_a_group(tmp_path, mirrored=mirrored, workshop=None) as group:
        await group.stage.on(HomeScreen)
        await group.stage.until(lambda: "Today" in group.stage.picture())
        group.stage.app.recording = mirrored
        await group.press(2, "enter", "enter")
        await group.stage.ready()
        await group.sees("Welkom" if mirrored else "Welcome")


@IN_BOTH
async def test_start_that_was_forgotten_is_put_four_minutes_back(mirrored: bool, tmp_path: Path) -> None:
    async with before_a_group(tmp_path, mirrored=mirrored) as group:
        stage = group.stage
        stage.clock.pass_by(20_000)
        await group.press(1, "b")
        asked = "How many minutes ago?" if mirrored else "“Verkenning” began this many minutes ago:"
        await stage.shows(asked)
        await group.press(2, "4", "enter")
        assert (stage.mode, stage.view.clock.run_s) == (Mode.RUNNING, 240)
        await group.sees("Verkenning" if mirrored else "Wat doet dit gedicht met je?")


@IN_BOTH
async def test_latecomer_is_counted_while_the_clock_runs_on(mirrored: bool, tmp_path: Path) -> None:
    async with before_a_group(tmp_path, mirrored=mirrored, participants=10, at="2a", running=True) as group:
        timing = group.stage.state.timing
        await group.press(3, "g", "+", "enter")
        assert len(group.stage.state.people.present) == 11
        assert group.stage.state.timing == timing
        assert group.stage.app.screen is group.stage.session


@IN_BOTH
async def test_poem_is_on_the_wall_without_a_digit_while_it_is_read_aloud(mirrored: bool, tmp_path: Path) -> None:
    async with before_a_group(tmp_path, mirrored=mirrored, running=True) as group:
        await group.sees("Wat doet dit gedicht met je?")
        await group.press(1, "t")
        await group.stage.shows("Als ik je vraag.")
        assert not any(map(str.isdigit, group.wall()))
        if not mirrored:
            await group.stage.press("z")
        await group.sees("Als ik je vraag.", but_not=("Wat doet dit gedicht met je?",))
        assert not any(map(str.isdigit, group.wall()))
        await group.press(1, "escape")
        await group.sees("Wat doet dit gedicht met je?")


@IN_BOTH
async def test_eleven_people_see_how_to_pair_up_until_the_first_round_starts(mirrored: bool, tmp_path: Path) -> None:
    async with before_a_group(tmp_path, mirrored=mirrored, participants=11, at="2b", running=True) as group:
        await group.sees("Count off", "5", "trio")
        await group.stage.shows("Count off to 5, number 1 is the trio.")
        await group.press(1, "enter")
        assert group.stage.view.turn is not None
        assert group.stage.view.turn.phase == 1
        await group.sees("Nadia", but_not=("Count off",))


@IN_BOTH
async def test_swap_by_clicker_and_one_minute_more_for_this_round(mirrored: bool, tmp_path: Path) -> None:
    async with before_a_group(tmp_path, mirrored=mirrored, at="2b", running=True) as group:
        stage = group.stage
        await stage.press("enter")
        await stage.advance(7 * 60)
        await group.sees("Change now", "hulpverlener")
        await group.press(1, "pagedown")
        assert stage.view.turn is not None
        assert stage.view.turn.phase == 2
        left = stage.view.turn.left_s
        await group.press(1, "+")
        assert stage.view.turn.left_s == left + 60


@IN_BOTH
async def test_sentence_is_marked_typed_or_kept_private(mirrored: bool, tmp_path: Path) -> None:
    async with before_a_group(tmp_path, mirrored=mirrored, at="2c", running=True) as group:
        stage = group.stage
        await group.press(1, "m")
        assert stage.state.marks == {Slot("2c", prompt=1)}
        await group.press(1, "n")
        await stage.write(SECRET)
        await group.press(1, "escape")
        assert stage.saved_note("2c", 1) == SECRET
        await group.press(1, "p")
        await stage.write(SECRET)
        await stage.press("escape")
        assert stage.saved_note("2c", private=True) == SECRET
        await group.sees("Wat deed het met je")


@IN_BOTH
async def test_someone_cries_and_nothing_tells_it(mirrored: bool, tmp_path: Path) -> None:
    async with before_a_group(tmp_path, mirrored=mirrored, at="2c", running=True) as group:
        stage = group.stage
        await group.press(2, "c", "p")
        await group.sees_nothing()
        assert stage.mode == Mode.PAUSED
        await stage.write(SECRET)
        await stage.advance(90)
        await group.sees_nothing()
        await group.press(1, "f6")
        await group.sees("Wat deed het met je")
        assert stage.live.view().clock.mode == Mode.RUNNING
        await stage.press("escape", "e", "enter")
        await stage.on(EndScreen)
        path = stage.live.path
        assert path is not None
        await stage.until(lambda: not path.exists())
        outcome = read_session(path.with_suffix(".json"))
        for name in FORMATS.keys() - {"pdf"}:
            told = str(render(name, outcome))
            assert not re.search(f"breather|blank|{SECRET}", told, re.IGNORECASE)


@IN_BOTH
async def test_overrun_of_the_break_is_seen_solved_and_undone(mirrored: bool, tmp_path: Path) -> None:
    loaded = load(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    plan = plan_of(loaded.workshop, loaded.sha256).with_must_end(13 * 60 + 5)
    async with before_a_group(tmp_path, mirrored=mirrored, at="p1", running=True, plan=plan) as group:
        stage = group.stage
        await stage.advance(19 * 60 - 1)
        assert stage.view.clock.left_s == -240
        if not mirrored:
            assert stage.shows_time("4:00")
        timing = stage.state.timing
        await group.press(2, "r", "1")
        assert stage.state.timing != timing
        await group.press(1, "u")
        assert stage.state.timing == timing


@IN_BOTH
async def test_what_comes_is_read_during_the_posters(mirrored: bool, tmp_path: Path) -> None:
    async with before_a_group(tmp_path, mirrored=mirrored, at="3a", running=True) as group:
        before = group.stage.state.timing
        await group.press(1, "v")
        await group.stage.shows("3b")
        await group.press(1, "escape")
        assert group.stage.state.timing == before
        assert group.stage.app.screen is group.stage.session


@IN_BOTH
async def test_time_is_divided_anew_when_a_group_overruns(mirrored: bool, tmp_path: Path) -> None:
    async with before_a_group(tmp_path, mirrored=mirrored, participants=16, at="3b", running=True) as group:
        stage = group.stage
        assert stage.view.turn is not None
        await stage.advance(stage.view.turn.limit_s + 120 - 1)
        await group.press(1, "enter")
        assert stage.view.turn is not None
        assert (stage.view.turn.phase, stage.view.turn.limit_s) == (2, 260)
        # The group need not read what it costs them.
        assert stage.last_message == ("" if mirrored else "3 groups to go: 4:20 each")


@IN_BOTH
async def test_end_has_the_thanks_on_the_wall(mirrored: bool, tmp_path: Path) -> None:
    async with before_a_group(tmp_path, mirrored=mirrored, at="4", running=True) as group:
        await group.press(1, "e")
        await group.stage.on(Confirm)
        assert ("The notes and times are kept." in group.stage.picture()) == (not mirrored)
        await group.press(1, "enter")
        await group.stage.on(EndScreen)
        await group.sees("Thank you")
