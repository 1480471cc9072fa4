"""Row 20: keys that come while a screen is being opened or closed, on a slow machine."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from textual.app import App
from textual.events import Key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

from luisteren_tui.planning.plan import plan_of
from luisteren_tui.storage.plans import save
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system import new_window
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.keymap import ACTIONS, WRITING_KEYS
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.history.screen import HistoryScreen
from luisteren_tui.tui.screens.home.home_list import HomeList
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.session.screen import SessionScreen
from tests.faults.tally import Tally, folder, require, rng
from tests.tui.at_home import select
from tests.tui.past_sessions import EARLIER, LAST, open_end_screen, open_history, write_outcome
from tests.tui.screens.plan.plan_steps import open_plan
from tests.tui.stage import Stage, _key_event, on_stage
from tests.tui.watched_app import ManualClock

KEYS = sorted(
    {key for action in ACTIONS for key in (*action.keys.split(","), action.f_key) if key}
    | {
        *WRITING_KEYS,
        "0",
        "1",
        "3",
        "9",
        "a",
        "d",
        "h",
        "i",
        "j",
        "k",
        "p",
        "x",
        "y",
        "backspace",
        "delete",
        "home",
        "end",
    }
    | {"ctrl+p", "ctrl+c", "f5", "shift+up", "shift+down"}
)
SLOWER = 3
"""How often every other task may run before a widget handles a message."""
ENOUGH_MOMENTS = 150
"""No screen takes more messages than this to open, and no start of the program to show its first question."""
SOME_MOMENTS = 30
"""How many of them the full form draws for each opening."""
EVERY = frozenset(range(0, ENOUGH_MOMENTS, 2))
"""The moments of a key that is pressed all the time: it causes at least one message itself."""


@dataclass
class Place:
    """A screen from which keys open others. `reach` goes there from the first screen."""

    screen: type[Screen[Any]]
    reach: Callable[[Stage], Awaitable[object]]
    openings: Sequence[str]
    workshop: str | None = None
    speed: float | None = None


async def _begin(stage: Stage) -> None:
    await stage.begin()
    await stage.press("space")


async def _rehearse(stage: Stage) -> None:
    await stage.ready()
    await stage.press("space")
    await stage.advance(17 * 60)
    await stage.press("e", "enter")
    await stage.on(EndScreen)
    await stage.until(lambda: stage.app.live is None)


async def _change_plan(stage: Stage) -> None:
    await open_plan(stage)
    await stage.press("plus")


async def _go_home(stage: Stage) -> None:
    await stage.on(HomeScreen)
    await stage.until(lambda: stage.app.focused)


PLACES = (
    Place(
        SessionScreen,
        _begin,
        (
            "question_mark",
            "g",
            "g d",
            "g d a escape",
            "a",
            "k",
            "k escape",
            "r",
            "t",
            "v",
            "b",
            "e",
            "ctrl+p",
            "w",
            "n",
            "z",
            "z n",
            "z q",
            "l",
        ),
        workshop="luisteren",
    ),
    Place(HomeScreen, _go_home, ("run", "rehearse", "plan", "saved", "past", "outcome", "question_mark")),
    Place(PlanScreen, _change_plan, ("a", "b", "e", "d", "w", "escape", "question_mark", "enter")),
    Place(HistoryScreen, open_history, ("enter", "f3", "f4", "f8", "f2 down f2", "question_mark")),
    Place(EndScreen, open_end_screen, ("n", "x", "k", "j", "question_mark", "escape")),
    Place(EndScreen, _rehearse, ("d", "x", "n", "a", "k"), workshop="luisteren", speed=1),
)
OPTIONS = {
    "run": "run:luisteren",
    "rehearse": "rehearse:luisteren",
    "plan": "plan:luisteren",
    "saved": "saved:di",
    "past": "past:",
    "outcome": f"outcome:{LAST}",
}
"""The options at home, by the word in its openings."""


@dataclass
class Presser:
    """Presses `key` between two messages of the app: before those whose numbers are in `moments`."""

    app: App[Any] | None = None
    key: str = ""
    moments: frozenset[int] = frozenset()
    handled: int = 0
    pressed: int = 0
    wrong: str = ""
    """Which screen closed another one."""

    def arm(self, key: str, moments: frozenset[int]) -> None:
        self.key, self.moments, self.handled, self.wrong = key, moments, 0, ""

    def before(self, message: Message) -> None:
        if self.app is None or not self.moments or isinstance(message, Key):
            return
        if self.handled in self.moments:
            event = _key_event(self.key)
            event.set_sender(self.app)
            self.app.post_message(event)
            self.pressed += 1
        self.handled += 1


@contextmanager
def slow_machine(presser: Presser) -> Iterator[None]:
    """Let every widget wait before each of its messages, and `presser` press its key."""
    dispatch, dismiss = MessagePump._dispatch_message, Screen.dismiss

    async def slowly(pump: MessagePump, message: Message) -> None:
        if presser.app is None and isinstance(pump, App):
            presser.app = pump
        presser.before(message)
        if not isinstance(pump, App):
            for _ in range(SLOWER):
                await asyncio.sleep(0)
        await dispatch(pump, message)

    def close(screen: Screen[Any], result: object = None) -> Any:
        if screen.app.screen is not screen:
            presser.wrong = f"{type(screen).__name__} closed {type(screen.app.screen).__name__}"
        return dismiss(screen, result)

    with (
        patch.object(MessagePump, "_dispatch_message", slowly),
        patch.object(Screen, "dismiss", close),
        patch.object(new_window, "open_window", lambda _data: False),
    ):
        yield


def keys_while_opening(count: int, seed: int) -> Tally:
    """Press every key at every moment in which a screen opens or closes, between each two messages of the app.

    A widget waits before each message until all others had their turn, as on a machine that is too slow. With each
    opening, each key is pressed all the time; then, drawn keys at one moment each. The short form draws one key, every
    other time Enter, and one moment. Judged by the app: it runs on, or it left as the key says, no fault was reported,
    and no screen closed another one than itself.
    Seen to fail without: widgets as attributes of their screen instead of looking for them (`Page`); the same in
    `StartDialog` together with holding back keys (`BaseApp.on_event`); closing a dialog only once (`Dialog.dismiss`).
    """
    tally, presser = Tally(), Presser()
    with slow_machine(presser):
        for number, place in enumerate(PLACES):
            asyncio.run(_openings(tally, presser, place, count, rng(seed, "opening", number)))
        asyncio.run(_starts(tally, presser, count, rng(seed, "starts")))
    tally.measured.append(f"{presser.pressed} keys between two messages")
    return tally


def _trials(openings: Sequence[str], count: int, draw: Random) -> Iterator[tuple[str, str, frozenset[int]]]:
    """Yield an opening, a key, and the moments at which to press it."""
    for opening in openings:
        for key in draw.choices([*KEYS, *["enter"] * len(KEYS)], k=count) if count else KEYS:
            yield opening, key, EVERY
        for moment in draw.sample(range(ENOUGH_MOMENTS), count or SOME_MOMENTS):
            yield opening, draw.choice(KEYS), frozenset({moment})


async def _openings(tally: Tally, presser: Presser, place: Place, count: int, draw: Random) -> None:
    trials = list(_trials(place.openings, count, draw))
    while trials:
        with folder() as data:
            _fill(data)
            lost = len(tally.lost)
            try:
                await _on_one_stage(tally, presser, place, data, trials)
            except Exception as error:  # noqa: BLE001 - the app raises again what ended it
                if len(tally.lost) == lost:
                    tally.lost.append(f"{place.screen.__name__}: {type(error).__name__}: {error}")


async def _on_one_stage(
    tally: Tally, presser: Presser, place: Place, data: Path, trials: list[tuple[str, str, frozenset[int]]]
) -> None:
    """Make trials until a key leaves the place or none is left. Those that were made are taken off `trials`."""
    presser.moments = frozenset()
    async with on_stage(data, workshop=place.workshop, speed=place.speed, clock=ManualClock()) as stage:
        presser.app = stage.app
        await place.reach(stage)
        there = await stage.on(place.screen)
        while trials and _is_open(stage, there):
            opening, key, moments = trials.pop(0)
            with tally.trial(
                f"{place.screen.__name__}, {opening}: {key} at {min(moments)} and {len(moments) - 1} more"
            ):
                await _open_and_close(stage, presser, opening, key, moments)
                require(not stage.app.crash, stage.app.crash)
                require(stage.app.is_running or stage.app.return_code == 0, "it ended")
                require(not presser.wrong, presser.wrong)
            if _is_open(stage, there):
                stage.app.close_in_front_of(there)
                there.set_focus(None)
                await stage.settle()


def _is_open(stage: Stage, screen: Screen[Any]) -> bool:
    return stage.app.is_running and screen in stage.app.screen_stack


async def _open_and_close(stage: Stage, presser: Presser, opening: str, key: str, moments: frozenset[int]) -> None:
    *before, last = opening.split()
    if opening in OPTIONS:
        home = await stage.on(HomeScreen)
        rows = home.query_one(HomeList)
        rows.focus()
        select(rows, OPTIONS[opening])
        last = "enter"
    await stage.press(*before)
    for each in (last, "escape"):
        presser.arm(key, moments)
        if stage.app.is_running:
            stage.press_in_one_read(each)
            await stage.settle()
    presser.moments = frozenset()


async def _starts(tally: Tally, presser: Presser, count: int, draw: Random) -> None:
    """Press keys from the first moment of the program: while home, the start question or that about resuming opens."""
    trials = [(key, EVERY) for key in (["right", *draw.sample(KEYS, count)] if count else KEYS)]
    at_one = draw.sample(range(ENOUGH_MOMENTS), count or SOME_MOMENTS)
    trials += [(draw.choice(KEYS), frozenset({moment})) for moment in at_one]
    for key, moments in trials:
        for start in ("run", "home", "resume"):
            with tally.trial(f"{start}: {key} at {min(moments)} and {len(moments) - 1} more"), folder() as data:
                _fill(data)
                presser.moments = frozenset()
                unfinished = await _leave_unfinished(data) if start == "resume" else None
                presser.app = None  # the next one that handles a message
                presser.arm(key, moments)
                workshop = None if start == "home" else "luisteren"
                async with on_stage(data, workshop=workshop, unfinished=unfinished, clock=ManualClock()) as stage:
                    await stage.settle()
                    presser.moments = frozenset()
                    require(not stage.app.crash, stage.app.crash)


async def _leave_unfinished(data: Path) -> Path:
    async with on_stage(data, clock=ManualClock()) as stage:
        await stage.begin()
        await stage.press("space")
        path = stage.live.path
        assert path is not None
        return path


def _fill(data: Path) -> None:
    for id in (LAST, EARLIER):
        write_outcome(data, id)
    loaded = load(find("luisteren", data))
    assert loaded.workshop is not None
    save(Folders(data), "di", plan_of(loaded.workshop, loaded.sha256))
