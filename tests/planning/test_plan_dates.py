"""When a session begins by its plan and must be over, whatever the clocks do that night."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from msgspec.structs import replace

from luisteren_tui import i18n
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.planning.plan_dates import session_times
from tests.session.sample_sessions import WORKSHOP
from tests.time_zone import zone_changed


@pytest.fixture(autouse=True)
def in_amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    i18n.use("en")
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    zone_changed()
    yield
    monkeypatch.undo()
    zone_changed()


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


@pytest.mark.parametrize(
    ("now", "start", "end", "due"),
    [
        ("2026-11-24 13:25", 810, 900, "2026-11-24 15:00"),
        ("2026-11-24 20:00", 810, 900, None),
        ("2026-11-24 23:00", 540, 630, "2026-11-25 10:30"),
        ("2026-11-24 22:50", 1380, 60, "2026-11-25 01:00"),
        ("2026-11-25 00:10", 1380, 60, "2026-11-25 01:00"),
        # The clocks skip 02:30.
        ("2026-03-28 23:30", 1410, 150, "2026-03-29 03:30"),
        # Two of these days lack an hour, one has an hour twice.
        ("2026-03-29 01:30", 90, 210, "2026-03-29 03:30"),
        ("2026-03-28 22:00", 1320, 240, "2026-03-29 04:00"),
        ("2026-10-24 22:00", 1320, 240, "2026-10-25 04:00"),
        ("2026-11-24 13:00", None, 900, "2026-11-24 15:00"),
        ("2026-11-24 13:00", 780, None, None),
    ],
)
def test_latest_end_of_a_plan_follows_its_nearest_start(
    now: str, start: int | None, end: int | None, due: str | None
) -> None:
    plan = replace(plan_of(WORKSHOP, "a"), start=start, must_end=end)
    assert session_times(plan, "", at(now)).must_end == (due and at(due))


@pytest.mark.parametrize(
    ("now", "name", "start", "due", "why"),
    [
        ("2026-11-24 13:18", "2026-11-24", "2026-11-24 13:30", "2026-11-24 15:00", ""),
        ("2026-11-24 13:34", "2026-11-24-b", "2026-11-24 13:30", "2026-11-24 15:00", ""),
        ("2026-11-24 15:00", "2026-11-24", None, None, "the session ends at 15:00. That is past"),
        ("2026-11-24 13:18", "2026-11-25", None, None, "is for another day: tomorrow, Wednesday 25 November 2026"),
        ("2026-11-24 23:50", "2026-11-23", None, None, "was for another day: yesterday, Monday 23 November 2026"),
        ("2026-11-24 13:18", "9999-12-31", None, None, "is for another day: Friday 31 December 9999"),
        ("2026-11-24 13:18", "met-een-naam", "2026-11-24 13:30", "2026-11-24 15:00", ""),
    ],
)
def test_times_of_a_plan_for_another_day_do_not_count(
    now: str, name: str, start: str | None, due: str | None, why: str
) -> None:
    plan = replace(plan_of(WORKSHOP, "a"), start=810, must_end=900)
    found = session_times(plan, name, at(now))
    assert (found.start, found.must_end) == (start and at(start), due and at(due))
    assert why in found.remark
    assert bool(why) == bool(found.remark)


def test_times_of_a_plan_count_just_after_midnight() -> None:
    plan = replace(plan_of(WORKSHOP, "a"), start=23 * 60 + 30, must_end=60)
    assert session_times(plan, "2026-11-24", at("2026-11-25 00:10")).must_end == at("2026-11-25 01:00")
