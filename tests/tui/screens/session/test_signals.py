"""Signals: a sign and words on the screen that they are for, and a sound if it is switched on."""

import re
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from luisteren_tui.runtime.config import Config
from luisteren_tui.session import commands as c
from luisteren_tui.system.sound import NO_SOUND, Failed
from luisteren_tui.system.sound_player import NO_DEVICE
from tests.thorough import thorough
from tests.tui.screens.session.test_room_view import into_room
from tests.tui.stage import Stage, on_stage
from tests.tui.test_room_app import room
from tests.tui.watched_app import ManualClock, WatchedApp, in_large_letters

SIZES = [(80, 24), (120, 30), (52, 14)]
SIGNALS = ("Change now", "Wrap up", "Time to wrap up", "We go on in a moment")
LOUD = Config(keep_awake=False, sound=True)
QUIET = NO_SOUND[NO_DEVICE]


class Witness:
    """A player that counts its calls, and can be made to fail."""

    def __init__(self) -> None:
        self.prepared = self.played = 0
        self.failing = False

    def prepare(self, failed: Failed) -> None:
        self.prepared += 1
        self._fail(failed)

    def play(self, failed: Failed) -> None:
        self.played += 1
        self._fail(failed)

    def _fail(self, failed: Failed) -> None:
        if self.failing:
            threading.Thread(target=failed, args=(QUIET,)).start()


@pytest.fixture
def witness(monkeypatch: pytest.MonkeyPatch) -> Witness:
    found = Witness()
    monkeypatch.setattr("luisteren_tui.system.sound.Gong", lambda _volume: found)
    return found


async def tick(stage: Stage, seconds: int) -> None:
    """Let time pass in steps that the screen notices."""
    for _ in range(seconds // 4):
        await stage.advance(4)
    await stage.advance(seconds % 4)


@thorough("size", SIZES)
async def test_facilitator_signals_are_a_dot_and_words(size: tuple[int, int], tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=size) as stage:
        await stage.begin()
        await stage.go_to("2b")
        await stage.press("space")
        await stage.advance(121)
        assert "● Time to begin: Enter" in stage.picture()
        await stage.press("enter")
        await stage.advance(301)
        assert "● They may change soon" in stage.picture()
        await stage.advance(120)
        assert "● Time to change: Enter" in stage.picture()
        await stage.go_to("3a")
        await stage.press("space", "space")
        await stage.advance(20 * 60)
        assert "● Say: 5 minutes to go" in stage.picture()
        await stage.advance(5 * 60 + 2)
        assert "▲ overtime 0:02" in stage.picture()


def signals(screen: Screen[Any], picture: str) -> list[str]:
    """Return the signals that the room sees: in large letters, or as a dot and words."""
    large = [text for text in in_large_letters(screen) if text.startswith(SIGNALS) or text.endswith(" to go")]
    return large or re.findall(r"● (.*\w)", picture)


@thorough("size", SIZES)
async def test_room_signals_are_large_words_or_a_dot_and_words(size: tuple[int, int], tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=size) as stage:

        def seen() -> list[str]:
            return signals(stage.app.screen, stage.picture())

        await stage.begin()
        await stage.go_to("2b")
        await into_room(stage)
        await stage.press("space", "enter")
        await stage.advance(301)
        assert "They may" not in stage.picture()
        assert seen() == []
        await stage.advance(120)
        assert seen() == ["Change now"]
        await stage.press("enter")
        assert seen() == []
        await stage.advance(421)
        assert seen() == ["Wrap up"]
        for activity, lengths in (("p1", (13 * 60,)), ("3a", (20 * 60, 4 * 60))):
            await stage.go_to(activity)
            for minutes, seconds in zip((2,) if activity == "p1" else (5, 1), lengths, strict=True):
                await stage.advance(seconds)
                assert seen() == [f"{minutes} minute{'s' if minutes > 1 else ''} to go"]
            await stage.advance(minutes * 60 + 1)
            words = "We go on in a moment" if activity == "p1" else "Time to wrap up"
            assert seen() == [words]
            await stage.advance(60)
            # Shown once, and not again.
            assert "● " not in stage.picture()
            assert words in stage.picture()


@thorough("size", SIZES)
async def test_room_window_shows_signals_over_a_text_too(size: tuple[int, int], tmp_path: Path) -> None:
    async with room(tmp_path, size=size) as one:

        def seen() -> list[str]:
            return signals(one.app.screen, one.picture())

        live = one.session()
        live.do(c.Toggle())
        while live.state.timing.activity != "3a":
            live.do(c.Next())
        await one.sees("Wat betekent dat in woorden")
        one.clock.pass_by(20 * 60_000)
        await one.until(lambda: seen() == ["5 minutes to go"])
        one.clock.pass_by(2 * 60_000)
        await one.until(lambda: not seen())
        live.do(c.ShowText("gedicht"))
        await one.sees("Luisteren")
        one.clock.pass_by(2 * 60_000)
        await one.until(lambda: seen() == ["1 minute to go"])


async def test_room_signals_sound_once_and_facilitator_signals_never(tmp_path: Path, witness: Witness) -> None:
    async with on_stage(tmp_path, config=LOUD) as stage:
        await stage.begin()
        await stage.go_to("2b")
        await stage.press("space")
        await tick(stage, 125)
        await stage.press("enter")
        await tick(stage, 340)
        assert witness.played == 0
        await tick(stage, 60)
        assert witness.played == 1
        await stage.press("down", "z", "z", "space", "space", "enter", "u")
        await tick(stage, 60)
        assert witness.played == 1
        assert witness.prepared == 1


async def test_nothing_sounds_after_a_closed_lid_or_a_resume(tmp_path: Path, witness: Witness) -> None:
    clock = ManualClock()
    async with on_stage(tmp_path, config=LOUD, clock=clock) as stage:
        await stage.begin()
        await stage.go_to("3a")
        await stage.press("space")
        await tick(stage, 19 * 60)
        await stage.close_lid(70)
        await tick(stage, 30)
        stage.live.record_time()
        path = stage.live.path
        assert path is not None
        crashed = path.read_bytes()
    path.write_bytes(crashed)
    clock.pass_by(230_000)
    async with on_stage(tmp_path, config=LOUD, clock=clock, unfinished=path) as stage:
        await stage.settle()
        await stage.press("enter")
        await stage.ready()
        assert stage.view.clock.left_s < 60
        await tick(stage, 8)
        assert witness.played == 0
        assert witness.prepared == 2
        await tick(stage, 60)
        assert witness.played == 1


@pytest.mark.parametrize(("speed", "times"), [(1, 1), (2, 0)])
async def test_fast_rehearsal_is_silent(speed: float, times: int, tmp_path: Path, witness: Witness) -> None:
    async with on_stage(tmp_path, config=LOUD, speed=speed) as stage:
        await stage.ready()
        await stage.go_to("p1")
        await stage.press("space")
        await stage.advance((13 * 60 - 10) / speed)
        for _ in range(15):
            await stage.advance(1)
        assert stage.view.alert is not None
        assert witness.played == times


async def test_sound_and_bell_are_off_by_default(
    tmp_path: Path, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[bool] = []
    monkeypatch.setattr(WatchedApp, "bell", lambda _app: rung.append(True))
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("p1")
        await stage.press("space")
        await tick(stage, 16 * 60)
        assert witness.prepared == 0
        assert not rung


async def test_bell_rings_when_it_is_switched_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[bool] = []
    monkeypatch.setattr(WatchedApp, "bell", lambda _app: rung.append(True))
    async with on_stage(tmp_path, config=Config(keep_awake=False, bell=True)) as stage:
        await stage.begin()
        await stage.go_to("p1")
        await stage.press("space")
        await tick(stage, 14 * 60)
        assert len(rung) == 1


async def test_missing_sound_is_reported_once_and_never_to_the_room(tmp_path: Path, witness: Witness) -> None:
    witness.failing = True
    async with on_stage(tmp_path, config=LOUD) as stage:
        await stage.begin("right")
        stage.app.recording = True
        assert stage.session.room
        await stage.go_to("p1")
        await stage.press("space")
        await tick(stage, 14 * 60)
        assert witness.played == 1
        await stage.settle()
        stage.app.recording = False
        assert not any(QUIET[:12] in frame.text for frame in stage.app.frames)
        await stage.press("z", "enter")
        await stage.until(lambda: QUIET in stage.picture())
        await stage.press("down")
        await stage.until(lambda: QUIET not in stage.picture())
        await tick(stage, 2 * 60)
        assert witness.played == 2
        await stage.settle()
        assert QUIET not in stage.picture()
