"""From real time to session time: closed lids, restarts, set clocks, changes of summer time, rehearsals."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply, fold
from luisteren_tui.session.decide import decide
from luisteren_tui.session.events import Clock, Event, Gap, Noted, Slot
from luisteren_tui.session.session_clock import absence, reopened, session_time, wall_at, wall_jumped
from luisteren_tui.session.state import State, begin
from luisteren_tui.views.session_view import project
from tests.session.sample_sessions import MINUTE, NOON, SECOND, opened

HOUR = 60 * MINUTE
START = Clock(0, NOON, 5000, "a")


def test_session_time_follows_the_boot_clock() -> None:
    assert session_time(START, 5000 + MINUTE) == MINUTE
    assert session_time(Clock(MINUTE, NOON, 0, "a", 60.0), SECOND) == 2 * MINUTE
    assert session_time(Clock(7, NOON, 5000, "a"), 4000) == 7


@pytest.mark.parametrize("wall", [NOON, NOON - 24 * HOUR, NOON + HOUR])
def test_resume_in_the_same_boot_uses_the_boot_clock(wall: int) -> None:
    assert reopened(START, MINUTE, wall, 5000 + HOUR, "a") == Clock(HOUR, wall, 5000 + HOUR, "a")


@pytest.mark.parametrize("boot_id", ["b", ""])
def test_resume_after_a_reboot_uses_the_wall_clock(boot_id: str) -> None:
    assert reopened(START, MINUTE, NOON + HOUR, 9000, boot_id) == Clock(HOUR, NOON + HOUR, 9000, boot_id)


def test_resume_without_a_boot_id_uses_the_wall_clock() -> None:
    assert reopened(Clock(0, NOON, 5000, ""), 0, NOON + HOUR, 6000, "").t == HOUR


def test_boot_clock_that_went_back_means_a_reboot() -> None:
    assert reopened(START, 0, NOON + HOUR, 4999, "a").t == HOUR


def test_wall_clock_that_went_back_makes_an_empty_gap() -> None:
    assert reopened(START, MINUTE, NOON - 365 * 24 * HOUR, 0, "b").t == MINUTE
    assert reopened(Clock(3 * MINUTE, NOON, 0, "a"), 0, 0, 0, "b").t == 3 * MINUTE


def test_rehearsal_keeps_its_speed_on_resume() -> None:
    clock = reopened(Clock(0, NOON, 5000, "a", 60.0), MINUTE, NOON + MINUTE, 5000 + MINUTE, "a")
    assert (clock.t, clock.rate) == (HOUR, 60.0)


@pytest.mark.parametrize(("jump", "jumped"), [(0, False), (2000, False), (-2000, False), (2001, True), (-2001, True)])
@pytest.mark.parametrize("rate", [1.0, 60.0])
def test_wall_clock_jump_is_seen_against_the_boot_clock(jump: int, jumped: bool, rate: float) -> None:
    clock = Clock(0, NOON, 5000, "a", rate)
    assert wall_jumped(clock, NOON + HOUR + jump, 5000 + HOUR) == jumped


@pytest.mark.parametrize("night", [datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)])
def test_change_to_summer_time_is_not_a_jump(night: datetime) -> None:
    wall = round(night.timestamp()) * 1000  # 01:30 and 02:30 in Amsterdam, half an hour before the change
    clock = Clock(0, wall, 5000, "a")
    assert not wall_jumped(clock, wall + HOUR, 5000 + HOUR)
    assert reopened(clock, 0, wall + HOUR, 9, "b").t == HOUR
    assert wall_at(apply(begin(opened()), clock), HOUR) == wall + HOUR


def test_setting_the_clock_changes_the_time_of_day_and_not_the_time_left() -> None:
    state, _ = fold([opened(), START, Noted(1, Slot("1"), "x")])
    t = 10 * MINUTE
    before = project(state, t)
    after = project(apply(state, Clock(t, NOON + HOUR, 5000 + t, "a")), t)
    assert after.clock.left_s == before.clock.left_s
    assert after.header.now == NOON + HOUR
    assert after.header.end - after.header.now == before.header.end - before.header.now


@dataclass(frozen=True)
class Fault:
    """`ms` of real time pass, then the wall clock is set by `set`, and the program or the machine may restart."""

    ms: int
    set: int
    what: str


FAULTS = st.builds(
    Fault,
    st.integers(0, MINUTE) | st.integers(0, 8 * HOUR),
    st.just(0)
    | st.sampled_from([SECOND, -SECOND, HOUR, -HOUR, 24 * HOUR, -24 * HOUR])
    | st.integers(-24 * HOUR, 24 * HOUR),
    st.sampled_from(["goes on", "program restarts", "machine restarts"]),
)


@given(st.lists(FAULTS, max_size=12), st.sampled_from(["a", ""]))
@settings(max_examples=2 * settings.get_profile("steady").max_examples)
def test_time_left_never_rises_whatever_the_clocks_do(faults: list[Fault], boot_id: str) -> None:
    wall, boot, boots = NOON, 5000, 0
    clock = Clock(0, wall, boot, boot_id and f"{boot_id}0")
    state, t = begin(opened()), 0

    def happens(*events: Event) -> State:
        return reduce(apply, events, state)

    state = happens(clock, *decide(state, c.Toggle(), 0))
    left, seen = [project(state, 0).clock.left_s], [0]
    for fault in faults:
        wall, boot = wall + fault.ms, boot + fault.ms
        true_t = t + fault.ms
        if fault.what == "goes on":
            t = session_time(clock, boot)
            assert t == true_t
            wall += fault.set
            if wall_jumped(clock, wall, boot):
                clock = Clock(t, wall, boot, clock.boot_id)
                state = happens(clock)
        else:
            wall += fault.set
            if fault.what == "machine restarts":
                boots, boot = boots + 1, 100
            here = boot_id and f"{boot_id}{boots}"
            clock, since = reopened(clock, t, wall, boot, here), t
            t = clock.t
            if fault.what == "program restarts" and here:
                assert t == true_t
            state = happens(clock, Gap(t, since, "restart"))
        left.append(project(state, t).clock.left_s)
        seen.append(t)
    assert all(later <= before for before, later in pairwise(left))
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    ("kind", "asleep", "rebooted", "set_wall", "ms"),
    [
        ("session", 20 * 60, False, 0, 20 * 60),
        ("session", 20 * 60, False, -3600, 20 * 60),
        ("session", 20 * 60, True, 0, 20 * 60),
        ("session", 20 * 60, True, -3600, None),
        ("session", 13 * 3600, True, 0, 13 * 3600),
        ("rehearsal", 20 * 60, False, 0, 20 * 60),
        ("rehearsal", 20 * 60, True, -3600, None),
    ],
)
def test_absence_is_as_long_as_the_clocks_agree_on(
    kind: str, asleep: int, rebooted: bool, set_wall: int, ms: int | None
) -> None:
    opening = replace(opened(), kind=kind)
    state = apply(begin(opening), Clock(0, NOON, 5000, "boot", 60.0 if kind == "rehearsal" else 1.0))
    wall = NOON + (asleep + set_wall) * 1000
    away = absence(state, wall, 9 if rebooted else 5000 + asleep * 1000, "other" if rebooted else "boot")
    assert (away.stopped, away.ms) == (NOON, None if ms is None else ms * 1000)
    assert away.is_long == (asleep > 12 * 3600)
    counted = 0 if kind == "rehearsal" or ms is None else ms
    assert away.clock.t == counted * 1000
