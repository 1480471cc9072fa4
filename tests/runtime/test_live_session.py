"""A session under way: what it keeps, what it notices of the clocks, and how it goes on."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.planning.deadline import due_wall
from luisteren_tui.planning.plan import plan_of, skip
from luisteren_tui.runtime.live_session import HEARTBEAT, SLEPT, UNWATCHED, Running
from luisteren_tui.runtime.session_setup import Setting
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import UnfitError, fold
from luisteren_tui.session.attendance import come, formed, named
from luisteren_tui.session.events import Clock, Gap, Slot
from luisteren_tui.session.signals import until_signal
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.journal.reader import JournalRead, read_journal
from luisteren_tui.storage.journal.status import MemoryJournal
from luisteren_tui.storage.outcome.outcome_file import adjustments
from luisteren_tui.system.clock import Reading
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.model import Form, Then
from tests.session.sample_sessions import MINUTE, NOON, WORKSHOP
from tests.zone import zone_changed


class HandClock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = Reading(NOON, 70_000, 60_000, "boot")

    def read(self) -> Reading:
        return self.now

    def move(self, ms: int, *, asleep: int = 0, wall: int = 0) -> None:
        """Let `ms` pass, and `asleep` more with the lid closed; set the wall clock `wall` further."""
        now = self.now
        self.now = Reading(now.wall + ms + asleep + wall, now.boot + ms + asleep, now.awake + ms, now.boot_id)


def by_itself(clock: HandClock) -> Running:
    """Return a running session whose first activity (15 minutes) leads to the next by itself."""
    first, *others = WORKSHOP.activities
    running = Running.draft(replace(WORKSHOP, activities=(replace(first, then=Then.NEXT), *others)), clock)
    running.do(c.Toggle())
    running.watch()
    return running


def test_where_the_workshop_says_so_the_next_begins_when_the_time_is_up(clock: HandClock) -> None:
    running = by_itself(clock)
    coming = running.view().coming
    assert coming is not None
    assert coming.by_itself
    watched(running, clock, 15 * MINUTE - 20_000)
    clock.move(20_400)
    running.watch()
    assert (running.state.timing.activity, running.state.timing.mode) == ("2a", Mode.RUNNING)
    # Not a moment late: what an eye sees late does not add up.
    assert running.state.timing.since == 15 * MINUTE
    coming = running.view().coming
    assert coming is not None
    assert not coming.by_itself


def test_going_on_by_itself_is_undone_like_any_other(clock: HandClock) -> None:
    running = by_itself(clock)
    watched(running, clock, 15 * MINUTE + 1000)
    assert running.state.timing.activity == "2a"
    running.do(c.Undo())
    watched(running, clock, 2 * MINUTE)
    assert running.state.timing.activity == "1"
    # A minute from now ends again.
    running.do(c.Minutes(1))
    watched(running, clock, MINUTE + 1000)
    assert running.state.timing.activity == "2a"


def test_time_that_is_passed_over_in_a_rehearsal_leads_on_too(clock: HandClock) -> None:
    first, *others = WORKSHOP.activities
    silent = replace(first, form=Form.INDIVIDUAL, then=Then.NEXT)
    running = Running.draft(replace(WORKSHOP, activities=(silent, *others)), clock)
    running.do(c.Toggle())
    while running.jump():
        pass
    running.watch()
    assert running.state.timing.activity == "2a"
    running.closed = True
    assert not running.jump()
    running.set_speed(2)
    assert running.speed == 1


def test_nobody_is_moved_on_who_is_busy_paused_or_asleep(clock: HandClock) -> None:
    running = by_itself(clock)
    watched(running, clock, 14 * MINUTE)
    running.do(c.Toggle())
    watched(running, clock, 5 * MINUTE)
    running.do(c.Toggle())
    watched(running, clock, 30_000)
    for _ in range(60):
        clock.move(1000)
        running.watch(busy=True)
    assert running.state.timing.activity == "1"
    running.watch()
    assert running.state.timing.activity == "2a"
    asleep = by_itself(HandClock())
    assert isinstance(asleep.clock, HandClock)
    watched(asleep, asleep.clock, MINUTE)
    asleep.clock.move(0, asleep=20 * MINUTE)
    asleep.watch()
    watched(asleep, asleep.clock, MINUTE)
    assert asleep.state.timing.activity == "1"
    assert asleep.view().gap is not None


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def draft(clock: HandClock) -> Running:
    running = Running.draft(WORKSHOP, clock)
    running.do(c.Toggle())
    running.watch()
    return running


def events(running: Running) -> list[object]:
    assert isinstance(running.journal, MemoryJournal)
    return list(running.journal.events)


def watched(running: Running, clock: HandClock, ms: int) -> None:
    """Let time pass before the eyes of the session."""
    while ms > 0:
        clock.move(min(ms, 1000))
        running.watch()
        ms -= 1000


def opened(folder: Path, clock: HandClock) -> Running:
    return Running.open(WORKSHOP, "0" * 64, Setting(9, mirrored=True), Folders(folder), clock)


def test_a_draft_is_on_no_disk_and_can_be_looked_at(clock: HandClock) -> None:
    running = Running.draft(WORKSHOP, clock)
    assert running.path is None
    view = running.view()
    assert (view.begun, view.header.now) == (False, NOON)


def test_a_new_session_is_in_the_folder_with_what_was_asked(tmp_path: Path, clock: HandClock) -> None:
    running = opened(tmp_path, clock)
    assert running.path is not None
    assert running.path.parent == tmp_path / "sessions"
    assert running.journal.close(5)
    state, _ = fold(record.event for record in read_journal(running.path).records)
    assert state == running.state
    assert (state.opened.participants, state.opened.mirrored, state.opened.workshop) == (9, True, WORKSHOP)
    assert state.opened.timezone


def test_a_folder_that_can_not_be_made_is_an_os_error(tmp_path: Path, clock: HandClock) -> None:
    (tmp_path / "sessions").write_bytes(b"")
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        opened(tmp_path, clock)


def test_a_command_is_written_before_it_shows(clock: HandClock) -> None:
    running = draft(clock)

    class Full(MemoryJournal):
        def append(self, event: object, wall: int) -> int:
            raise OSError("full")

    running.journal = Full()
    before = running.state
    with pytest.raises(OSError, match="full"):
        running.do(c.Toggle())
    assert running.state == before


def test_who_is_there_is_worth_keeping_and_groups_alone_are_not(clock: HandClock) -> None:
    running = Running.draft(WORKSHOP, clock)
    running.do(c.Group(formed(running.state)))
    assert running.untouched
    running.do(c.Gather(come(running.state)))
    assert not running.untouched
    running.do(c.UndoPeople())
    assert running.untouched
    running.do(c.Gather(named(running.state, ["Anna"] * 12)))
    assert not running.untouched


def test_a_command_that_makes_no_sense_now_does_nothing(clock: HandClock) -> None:
    running = draft(clock)
    count = len(events(running))
    assert running.do(c.Previous()) == ()
    assert len(events(running)) == count


def test_time_is_recorded_when_nothing_else_happens(clock: HandClock) -> None:
    running = draft(clock)
    watched(running, clock, HEARTBEAT - 1000)
    assert running.state.t < HEARTBEAT
    watched(running, clock, 1000)
    assert running.state.t == HEARTBEAT
    assert isinstance(events(running)[-1], Clock)
    assert len(running.state.clocks) <= 2


def test_a_closed_lid_is_a_gap_and_time_goes_on(clock: HandClock) -> None:
    running = draft(clock)
    watched(running, clock, 60_000)
    clock.move(500, asleep=600_000)
    running.watch()
    assert running.state.gap == Gap(660_500, 60_000, "sleep")
    assert running.now() == 660_500
    running.do(c.TakeBackGap())
    assert running.view().clock.run_s == 60


def test_a_short_nap_is_none(clock: HandClock) -> None:
    running = draft(clock)
    clock.move(1000, asleep=SLEPT)
    running.watch()
    assert running.state.gap is None


def test_a_long_stretch_that_nothing_watched_is_a_gap_where_sleep_does_not_show(clock: HandClock) -> None:
    # Windows' monotonic clock counts sleep.
    running = draft(clock)
    clock.move(UNWATCHED + 1)
    running.watch()
    assert running.state.gap == Gap(UNWATCHED + 1, 0, "stall")


@given(st.lists(st.integers(-26 * 3_600_000, 26 * 3_600_000), max_size=8))
def test_a_wall_clock_that_is_set_never_touches_the_time_left(jumps: list[int]) -> None:
    clock = HandClock()
    running = draft(clock)
    for n, jump in enumerate(jumps, 1):
        clock.move(1000, wall=jump)
        running.watch()
        assert running.now() == n * 1000
        assert running.state.gap is None
        assert abs(running.view().header.now - clock.now.wall) <= 60_000 + 2000


def test_a_boot_clock_that_goes_back_never_takes_time_back(clock: HandClock) -> None:
    running = draft(clock)
    watched(running, clock, 20_000)
    before = running.now()
    clock.move(-19_000)
    running.watch()
    assert running.now() >= running.state.t
    assert before - running.now() <= HEARTBEAT
    assert running.do(c.Toggle())


def test_an_ended_session_is_written_to_no_more(clock: HandClock) -> None:
    running = draft(clock)
    running.do(c.End())
    count = len(events(running))
    clock.move(10 * MINUTE, asleep=MINUTE, wall=MINUTE)
    running.watch()
    assert len(events(running)) == count


def resumed(running: Running, clock: HandClock) -> Running:
    assert running.path is not None
    return Running.resume(running.path, read_journal(running.path), clock)


def test_a_resumed_session_has_all_and_counts_the_time_that_passed(tmp_path: Path, clock: HandClock) -> None:
    running = opened(tmp_path, clock)
    running.do(c.Toggle())
    running.do(c.Write(Slot("1"), "stil"))
    for command in (c.Minutes(1), c.Next(), c.Undo(), c.Undo(), c.Mark(Slot("1"))):
        running.do(command)
    watched(running, clock, 20_000)
    clock.move(10, wall=5000)
    running.watch()
    assert running.journal.close(5)
    clock.move(120_000)
    again = resumed(running, clock)
    assert again.state.notes == running.state.notes
    assert (again.now(), again.state.gap) == (140_010, Gap(140_010, 20_010, "restart"))
    assert [one for one in adjusted(again) if one["type"] != "gap"] == adjusted(running)
    again.do(c.TakeBackGap())
    assert again.view().clock.run_s == 20
    assert again.journal.close(5)
    assert running.path is not None
    records = read_journal(running.path).records
    assert fold(record.event for record in records) == (again.state, 0)
    # What a crash left is put away with the same outcome.
    assert adjustments(records) == adjusted(again)


def test_after_the_machine_was_restarted_the_wall_clock_tells(tmp_path: Path, clock: HandClock) -> None:
    running = opened(tmp_path, clock)
    running.do(c.Toggle())
    assert running.journal.close(5)
    clock.now = replace(clock.now, wall=clock.now.wall + 90_000, boot=10, awake=10, boot_id="another")
    again = resumed(running, clock)
    assert (again.now(), again.state.timing.mode) == (90_000, Mode.RUNNING)
    clock.move(5000)
    assert again.now() == 95_000
    again.journal.close(5)


def test_nothing_and_a_newer_format_can_not_be_resumed(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "x.jsonl"
    with pytest.raises(UnfitError):
        Running.resume(path, JournalRead([], [], True, False), clock)
    running = opened(tmp_path, clock)
    running.journal.close(5)
    assert running.path is not None
    found = read_journal(running.path)
    with pytest.raises(UnfitError):
        Running.resume(running.path, replace(found, read_only=True), clock)


def test_what_was_adjusted_is_told_and_no_note_is(clock: HandClock) -> None:
    running = draft(clock)
    running.do(c.Write(Slot("1"), "geheim"))
    running.do(c.Mark(Slot("1")))
    running.do(c.Minutes(1))
    watched(running, clock, HEARTBEAT)
    assert [one["type"] for one in adjusted(running)] == ["started", "allotted"]
    assert "geheim" not in str(adjusted(running))
    assert running.outcome()["kind"] == "session"


def adjusted(running: Running) -> list[dict[str, str]]:
    done = running.outcome()["adjustments"]
    assert isinstance(done, list)
    return done


@pytest.mark.parametrize(
    ("now", "start", "end", "due"),
    [
        ("2026-11-24 13:25", 810, 900, "2026-11-24 15:00"),
        ("2026-11-24 20:00", 810, 900, "2026-11-24 15:00"),
        ("2026-11-24 23:00", 540, 630, "2026-11-25 10:30"),
        ("2026-11-24 22:50", 1380, 60, "2026-11-25 01:00"),
        ("2026-11-25 00:10", 1380, 60, "2026-11-25 01:00"),
        # The clocks skip half past two: three hours later it is half past three.
        ("2026-03-28 23:30", 1410, 150, "2026-03-29 03:30"),
        # An hour is gone from these two, one is there twice in the third.
        ("2026-03-29 01:30", 90, 210, "2026-03-29 03:30"),
        ("2026-03-28 22:00", 1320, 240, "2026-03-29 04:00"),
        ("2026-10-24 22:00", 1320, 240, "2026-10-25 04:00"),
        ("2026-11-24 13:00", None, 900, "2026-11-24 15:00"),
        ("2026-11-24 13:00", 780, None, None),
    ],
)
def test_the_end_of_a_plan_is_that_of_the_nearest_start(
    now: str, start: int | None, end: int | None, due: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    zone_changed()
    try:
        plan = replace(plan_of(WORKSHOP, "a"), start=start, must_end=end)
        expected = None if due is None else round(datetime.fromisoformat(due).timestamp() * 1000)
        assert due_wall(plan, round(datetime.fromisoformat(now).timestamp() * 1000)) == expected
    finally:
        monkeypatch.undo()
        zone_changed()


@pytest.mark.parametrize("short", [1000, 2000])
def test_passing_over_the_last_seconds_before_a_signal_leaves_the_clock_running(short: int, tmp_path: Path) -> None:
    clock = HandClock()
    running = Running.open(WORKSHOP, "a", Setting(12, rehearsal=True), Folders(tmp_path), clock)
    running.do(c.Toggle())
    end = until_signal(running.state, running.now())
    clock.move(end - short)
    assert running.jump()
    assert running.now() == end
    clock.move(700)
    assert running.now() == end + 700
    running.close(5)


def test_a_session_whose_plan_skips_something_is_untouched_until_something_is_done() -> None:
    clock = HandClock()
    plan = plan_of(WORKSHOP, "a")
    running = Running.draft(WORKSHOP, clock, skip(plan, plan.blocks[-1].id))
    assert running.untouched
    running.do(c.Toggle())
    assert not running.untouched
