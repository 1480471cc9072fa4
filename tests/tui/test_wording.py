"""Times and numbers in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from msgspec.structs import replace

from luisteren_tui import i18n
from luisteren_tui.session.apply import apply
from luisteren_tui.session.events import Clock
from luisteren_tui.session.projected_end import begin_time
from luisteren_tui.session.state import begin
from luisteren_tui.session.timing import Mode
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.dialog import AskMinutes
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.views.room_view import room_view
from luisteren_tui.views.room_wording import beside_time
from luisteren_tui.views.session_view import Header, project
from luisteren_tui.workshop.model import RoomClock
from tests.session.sample_sessions import ACTIVITIES, ANY, LENGTHS, MINUTE, NOON, WORKSHOP, Move, along, opened
from tests.tui.stage import on_stage


@given(ANY, LENGTHS)
def test_margin_agrees_with_the_time_left_after_every_command(moves: list[Move], ms: int) -> None:
    i18n.use("en")
    for session in along(moves):
        state, timing, now = session.state, session.state.timing, session.t
        if timing.mode == Mode.ENDED:
            continue
        for t in (now, now + ms):
            end = t
            names = list(state.activities)
            for name in names[names.index(timing.activity) :]:
                track = session.track(name)
                runs = name == timing.activity and timing.mode == Mode.RUNNING
                spent = track.spent + (t - timing.since if runs else 0)
                end += 0 if track.skipped else max(0, track.allotted - spent)
            begun = begin_time(state)
            if timing.must_end is not None:
                late = NOON + end - timing.must_end
            elif begun is not None:
                late = end - begun - sum(state.opened.planned.values()) * 1000
            else:
                assert words.margin(project(state, t).header) == ""
                continue
            said = words.margin(project(state, t).header)
            if late >= MINUTE:
                assert said == f"runs {words.short_length(late // MINUTE)} over"
            elif late <= -MINUTE:
                assert said == f"{words.short_length(-late // MINUTE)} to spare"
            else:
                assert said == "on time"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 hour"),
        (200, "3 hours and 20 min"),
        (1439, "23 hours and 59 min"),
        (1440, "1 day"),
        (1800, "1 day and 6 hours"),
        (2880, "2 days"),
    ],
)
def test_long_time_is_said_in_hours_and_days(minutes: int, said: str) -> None:
    i18n.use("en")
    assert words.short_length(minutes) == said
    if minutes >= 60:
        assert words.length(minutes * 60) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (150, "begint over 2 uur en 30 min"),
        (12, "begint over 12 min"),
        (1, "begint over 1 min"),
        (0, "begint nu"),
        (-4, "4 min na de begintijd"),
        (-90, "1 uur en 30 min na de begintijd"),
    ],
)
def test_header_says_when_the_session_begins_instead_of_a_margin(minutes: int, said: str, dutch: None) -> None:
    header = Header("", 1, 4, now=NOON, end=NOON, margin=-148, start=NOON + minutes * MINUTE)
    assert words.margin(header) == said


@pytest.fixture
def dutch() -> Iterator[None]:
    i18n.use("nl")
    yield
    i18n.use("en")


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1, "1 seconde"), (60, "1 minuut"), (89, "1 minuut"), (90, "2 minuten"), (3569, "59 minuten"), (3599, "1 uur")],
)
def test_length_uses_singular_and_plural(seconds: int, said: str) -> None:
    assert words.length(seconds) == said


async def test_screens_use_the_singular_for_one_minute(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(60)
        room = replace(room_view(stage.state, stage.view), clock=RoomClock.MINUTES, end=None, left=1)
        assert beside_time(room, 1) == "minute in this round"
        assert beside_time(room, 2) == "minutes in this round"
        ending = replace(room, end=stage.view.clock.end)
        assert beside_time(ending, 1).startswith("minute · done at")
        assert beside_time(ending, 2).startswith("minutes · done at")
        await stage.press("right", "b")
        await stage.on(AskMinutes)
        await stage.press("1")
        await stage.until(lambda: " 1 minute " in stage.picture())
        await stage.press("escape", "e", "enter")
        await stage.on(EndScreen)
        await stage.until(lambda: "→ 1 minute\n" in "\n".join(map(str.rstrip, stage.picture().splitlines())))
        await stage.until(lambda: stage.app.live is None)


def test_column_of_labels_is_as_wide_as_the_longest_within_limits() -> None:
    assert [words.label_width(labels) for labels in ((), ("1", "·"), ("1", "collect"), ("1", "x" * 40))] == [
        3,
        3,
        7,
        12,
    ]


def test_what_comes_next_says_what_to_have_ready_besides_what_is_in_use() -> None:
    i18n.use("en")
    first, second, *others = ACTIVITIES
    now, coming = replace(first, materials=("Pens",)), replace(second, materials=("Pens", "A bell", "Cards"))
    start = begin(opened(WORKSHOP.with_activities((now, coming, *others))))
    view = project(apply(start, Clock(0, NOON, 0, "")), 0)
    assert words.coming(view.coming) == "Then: Lezen, 5 minutes · Have ready: A bell, Cards"
