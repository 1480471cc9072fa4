"""The live session: what it records, what it notices of the clocks, and how it is resumed."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.planning.plan import plan_of, skip
from luisteren_tui.runtime.live_session import HEARTBEAT_MS, MIN_SLEEP_MS, MIN_STALL_MS, LiveSession, SessionSetup
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import UnfitError, fold
from luisteren_tui.session.attendance import with_arrival, with_groups, with_names
from luisteren_tui.session.events import Clock, Gap, Parked, Slot
from luisteren_tui.session.signals import until_signal
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.journal.memory import MemoryJournal
from luisteren_tui.storage.journal.reader import JournalRead, read_journal
from luisteren_tui.storage.outcome.outcome_file import read_session
from luisteren_tui.system.clock import Reading, timestamp
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.model import Form, Then
from tests.session.sample_sessions import MINUTE, NOON, WORKSHOP


class HandClock:
    """A clock that tests move by hand."""

    def __init__(self) -> None:
        self.now = Reading(NOON, 70_000, 60_000, "boot")

    def read(self) -> Reading:
        return self.now

    def move(self, ms: int, *, asleep: int = 0, wall: int = 0) -> None:
        """Let `ms` pass and then `asleep` with the lid closed, and set the wall clock `wall` ahead."""
        now = self.now
        self.now = Reading(now.wall + ms + asleep + wall, now.boot + ms + asleep, now.awake + ms, now.boot_id)


def by_itself(clock: HandClock) -> LiveSession:
    """Return a running session whose first activity (15 minutes) ends by itself."""
    first, *others = WORKSHOP.activities
    live = LiveSession.draft(replace(WORKSHOP, activities=(replace(first, then=Then.NEXT), *others)), clock)
    live.do(c.Toggle())
    live.watch()
    return live


def test_next_activity_begins_by_itself_when_the_workshop_says_so(clock: HandClock) -> None:
    live = by_itself(clock)
    coming = live.view().coming
    assert coming is not None
    assert coming.by_itself
    watched(live, clock, 15 * MINUTE - 20_000)
    clock.move(20_400)
    live.watch()
    assert (live.state.timing.activity, live.state.timing.mode) == ("2a", Mode.RUNNING)
    # The switch has the exact time, although it was noticed 400 ms late.
    assert live.state.timing.since == 15 * MINUTE
    coming = live.view().coming
    assert coming is not None
    assert not coming.by_itself


def test_entering_the_next_activity_by_itself_can_be_undone(clock: HandClock) -> None:
    live = by_itself(clock)
    watched(live, clock, 15 * MINUTE + 1000)
    assert live.state.timing.activity == "2a"
    live.do(c.Undo())
    watched(live, clock, 2 * MINUTE)
    assert live.state.timing.activity == "1"
    # An extra minute ends by itself again.
    live.do(c.Minutes(1))
    watched(live, clock, MINUTE + 1000)
    assert live.state.timing.activity == "2a"


def test_skipping_time_in_a_rehearsal_enters_the_next_activity_too(clock: HandClock) -> None:
    first, *others = WORKSHOP.activities
    silent = replace(first, form=Form.INDIVIDUAL, then=Then.NEXT)
    live = LiveSession.draft(replace(WORKSHOP, activities=(silent, *others)), clock)
    live.do(c.Toggle())
    while live.jump():
        pass
    live.watch()
    assert live.state.timing.activity == "2a"
    live.closed = True
    assert not live.jump()
    live.set_speed(2)
    assert live.speed == 1


def test_next_activity_waits_while_busy_paused_or_asleep(clock: HandClock) -> None:
    live = by_itself(clock)
    watched(live, clock, 14 * MINUTE)
    live.do(c.Toggle())
    watched(live, clock, 5 * MINUTE)
    live.do(c.Toggle())
    watched(live, clock, 30_000)
    for _ in range(60):
        clock.move(1000)
        live.watch(busy=True)
    assert live.state.timing.activity == "1"
    live.watch()
    assert live.state.timing.activity == "2a"
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


def draft(clock: HandClock) -> LiveSession:
    live = LiveSession.draft(WORKSHOP, clock)
    live.do(c.Toggle())
    live.watch()
    return live


def events(live: LiveSession) -> list[object]:
    assert isinstance(live.journal, MemoryJournal)
    return list(live.journal.events)


def watched(live: LiveSession, clock: HandClock, ms: int) -> None:
    """Let time pass while the session is watched every second."""
    while ms > 0:
        clock.move(min(ms, 1000))
        live.watch()
        ms -= 1000


def opened(folder: Path, clock: HandClock) -> LiveSession:
    return LiveSession.open(WORKSHOP, "0" * 64, SessionSetup(9, mirrored=True), Folders(folder), clock)


def test_draft_is_kept_in_memory_only(clock: HandClock) -> None:
    live = LiveSession.draft(WORKSHOP, clock)
    assert live.path is None
    view = live.view()
    assert (view.begun, view.header.now) == (False, NOON)


def test_agenda_is_made_again_only_after_a_command(clock: HandClock) -> None:
    live = LiveSession.draft(WORKSHOP, clock)
    live.do(c.Toggle())
    before = live.view()
    clock.move(1000)
    assert live.view().rows is before.rows
    live.do(c.Minutes(1))
    assert live.view().rows[0].planned_s == before.rows[0].planned_s + 60


def test_new_session_is_stored_with_its_setup(tmp_path: Path, clock: HandClock) -> None:
    live = opened(tmp_path, clock)
    assert live.path is not None
    assert live.path.parent == tmp_path / "sessions"
    assert live.journal.close(5)
    state, _ = fold(record.event for record in read_journal(live.path).records)
    assert state == live.state
    assert (state.opened.participants, state.opened.mirrored, state.opened.workshop) == (9, True, WORKSHOP)
    assert state.opened.timezone


def test_folder_that_cannot_be_made_raises_oserror(tmp_path: Path, clock: HandClock) -> None:
    (tmp_path / "sessions").write_bytes(b"")
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        opened(tmp_path, clock)


def test_command_is_written_before_it_is_shown(clock: HandClock) -> None:
    live = draft(clock)

    class Full(MemoryJournal):
        def append(self, event: object, wall: int, age_ms: int = 0) -> int:
            raise OSError("full")

    live.journal = Full()
    before = live.state
    with pytest.raises(OSError, match="full"):
        live.do(c.Toggle())
    assert live.state == before


def test_names_make_a_session_worth_keeping_and_groups_do_not(clock: HandClock) -> None:
    live = LiveSession.draft(WORKSHOP, clock)
    live.do(c.Group(with_groups(live.state)))
    assert live.untouched
    live.do(c.Gather(with_arrival(live.state)))
    assert not live.untouched
    live.do(c.UndoPeople())
    assert live.untouched
    live.do(c.Gather(with_names(live.state, ["Anna"] * 12)))
    assert not live.untouched


def test_parking_lot_makes_a_session_worth_keeping_and_a_line_on_the_wall_does_not(clock: HandClock) -> None:
    live = LiveSession.draft(WORKSHOP, clock)
    live.do(c.ShowLine("Terug om 15:05"))
    assert live.untouched
    live.do(c.Park(1, "een"))
    assert not live.untouched


def test_what_is_parked_is_not_kept_again_in_memory(tmp_path: Path, clock: HandClock) -> None:
    live = opened(tmp_path, clock)
    before = len(live.events)
    live.do(c.Park(1, "een"))
    assert len(live.events) == before
    assert live.close(5)
    assert Parked not in [type(event) for _at, event in resumed(live, clock).events]


def test_resume_keeps_the_parking_lot_and_clears_the_wall(tmp_path: Path, clock: HandClock) -> None:
    live = opened(tmp_path, clock)
    live.do(c.Park(1, "een"))
    live.do(c.ShowParking(True))
    live.do(c.ShowLine("Terug om 15:05"))
    assert live.close(5)
    again = resumed(live, clock)
    view = again.view()
    assert (view.line, view.parking) == ("", ())
    assert again.outcome()["parking_lot"] == "een"
    assert [one["type"] for one in adjusted(again)] == ["gap"]
    again.journal.close(5)


def test_command_without_effect_writes_nothing(clock: HandClock) -> None:
    live = draft(clock)
    count = len(events(live))
    assert live.do(c.Previous()) == ()
    assert len(events(live)) == count


def test_heartbeat_records_the_time(clock: HandClock) -> None:
    live = draft(clock)
    watched(live, clock, HEARTBEAT_MS - 1000)
    assert live.state.t < HEARTBEAT_MS
    watched(live, clock, 1000)
    assert live.state.t == HEARTBEAT_MS
    assert isinstance(events(live)[-1], Clock)
    assert len(live.state.clocks) <= 2


def test_closed_lid_makes_a_gap_and_its_time_counts(clock: HandClock) -> None:
    live = draft(clock)
    watched(live, clock, 60_000)
    clock.move(500, asleep=600_000)
    live.watch()
    assert live.state.gap == Gap(660_500, 60_000, "sleep")
    assert live.now() == 660_500
    live.do(c.TakeBackGap())
    assert live.view().clock.run_s == 60


def test_short_sleep_makes_no_gap(clock: HandClock) -> None:
    live = draft(clock)
    clock.move(1000, asleep=MIN_SLEEP_MS)
    live.watch()
    assert live.state.gap is None


def test_stall_makes_a_gap_where_sleep_is_invisible(clock: HandClock) -> None:
    # On Windows the monotonic clock counts sleep.
    live = draft(clock)
    clock.move(MIN_STALL_MS + 1)
    live.watch()
    assert live.state.gap == Gap(MIN_STALL_MS + 1, 0, "stall")


@given(st.lists(st.integers(-26 * 3_600_000, 26 * 3_600_000), max_size=8))
def test_setting_the_wall_clock_keeps_the_time_left(jumps: list[int]) -> None:
    clock = HandClock()
    live = draft(clock)
    for n, jump in enumerate(jumps, 1):
        clock.move(1000, wall=jump)
        live.watch()
        assert live.now() == n * 1000
        assert live.state.gap is None
        assert abs(live.view().header.now - clock.now.wall) <= 60_000 + 2000


def test_boot_clock_that_goes_back_never_rewinds_the_session(clock: HandClock) -> None:
    live = draft(clock)
    watched(live, clock, 20_000)
    before = live.now()
    clock.move(-19_000)
    live.watch()
    assert live.now() >= live.state.t
    assert before - live.now() <= HEARTBEAT_MS
    assert live.do(c.Toggle())


def test_ended_session_gets_no_more_heartbeats(clock: HandClock) -> None:
    live = draft(clock)
    live.do(c.End())
    count = len(events(live))
    clock.move(10 * MINUTE, asleep=MINUTE, wall=MINUTE)
    live.watch()
    assert len(events(live)) == count


def resumed(live: LiveSession, clock: HandClock) -> LiveSession:
    assert live.path is not None
    return LiveSession.resume(live.path, read_journal(live.path), clock)


def test_resumed_session_has_everything_and_counts_the_time_between(tmp_path: Path, clock: HandClock) -> None:
    live = opened(tmp_path, clock)
    live.do(c.Toggle())
    live.do(c.Write(Slot("1"), "stil"))
    for command in (c.Minutes(1), c.Next(), c.Undo(), c.Undo(), c.Mark(Slot("1"))):
        live.do(command)
    watched(live, clock, 20_000)
    clock.move(10, wall=5000)
    live.watch()
    assert live.journal.close(5)
    clock.move(120_000)
    again = resumed(live, clock)
    assert again.state.notes == live.state.notes
    assert (again.now(), again.state.gap) == (140_010, Gap(140_010, 20_010, "restart"))
    assert [one for one in adjusted(again) if one["type"] != "gap"] == adjusted(live)
    again.do(c.TakeBackGap())
    assert again.view().clock.run_s == 20
    assert again.journal.close(5)
    assert live.path is not None
    records = read_journal(live.path).records
    assert fold(record.event for record in records) == (again.state, 0)
    # After a crash the outcome would be the same.
    assert read_session(live.path)["adjustments"] == adjusted(again)


def test_resume_after_a_reboot_uses_the_wall_clock(tmp_path: Path, clock: HandClock) -> None:
    live = opened(tmp_path, clock)
    live.do(c.Toggle())
    assert live.journal.close(5)
    clock.now = clock.now._replace(wall=clock.now.wall + 90_000, boot=10, awake=10, boot_id="another")
    again = resumed(live, clock)
    assert (again.now(), again.state.timing.mode) == (90_000, Mode.RUNNING)
    clock.move(5000)
    assert again.now() == 95_000
    again.journal.close(5)


def test_empty_journal_and_newer_format_cannot_be_resumed(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "x.jsonl"
    with pytest.raises(UnfitError):
        LiveSession.resume(path, JournalRead([], [], True, False), clock)
    live = opened(tmp_path, clock)
    live.journal.close(5)
    assert live.path is not None
    found = read_journal(live.path)
    with pytest.raises(UnfitError):
        LiveSession.resume(live.path, replace(found, read_only=True), clock)


def test_adjustments_list_timing_and_no_notes(clock: HandClock) -> None:
    live = draft(clock)
    live.do(c.Write(Slot("1"), "geheim"))
    live.do(c.Mark(Slot("1")))
    live.do(c.Minutes(1))
    watched(live, clock, HEARTBEAT_MS)
    assert [one["type"] for one in adjusted(live)] == ["started", "allotted"]
    assert "geheim" not in str(adjusted(live))
    assert live.outcome()["kind"] == "session"


def adjusted(live: LiveSession) -> list[dict[str, str]]:
    done = live.outcome()["adjustments"]
    assert isinstance(done, list)
    return done


def test_session_knows_its_plan_and_the_planned_start_and_a_rehearsal_has_none(tmp_path: Path) -> None:
    clock = HandClock()
    now = datetime.fromtimestamp(clock.read().wall / 1000).astimezone()
    plan = replace(plan_of(WORKSHOP, "a"), start=(now.hour * 60 + now.minute + 12) % 1440)
    setup = SessionSetup(12, plan_name="dinsdag", uid="5e" * 16)
    session = LiveSession.open(WORKSHOP, "a", setup, Folders(tmp_path), clock, plan)
    opened = session.state.opened
    assert (opened.plan, opened.uid) == ("dinsdag", "5e" * 16)
    assert opened.planned_start is not None
    assert 0 < opened.planned_start - clock.read().wall <= 12 * 60_000
    rehearsal = LiveSession.open(WORKSHOP, "a", replace(setup, rehearsal=True), Folders(tmp_path), clock, plan)
    assert (rehearsal.state.opened.planned_start, rehearsal.state.opened.plan) == (None, "dinsdag")
    for live in (session, rehearsal):
        assert live.close(5)
        assert live.path is not None
        assert read_journal(live.path).opened == live.state.opened


@pytest.mark.parametrize("short", [1000, 2000])
def test_jump_just_before_a_signal_keeps_the_clock_running(short: int, tmp_path: Path) -> None:
    clock = HandClock()
    live = LiveSession.open(WORKSHOP, "a", SessionSetup(12, rehearsal=True), Folders(tmp_path), clock)
    live.do(c.Toggle())
    end = until_signal(live.state, live.now())
    clock.move(end - short)
    assert live.jump()
    assert live.now() == end
    clock.move(700)
    assert live.now() == end + 700
    live.close(5)


def test_session_with_a_skipped_activity_counts_as_untouched() -> None:
    clock = HandClock()
    plan = plan_of(WORKSHOP, "a")
    live = LiveSession.draft(WORKSHOP, clock, skip(plan, plan.blocks[-1].id))
    assert live.untouched
    live.do(c.Toggle())
    assert not live.untouched


@pytest.mark.parametrize("speed", [1.0, 300.0])
def test_clock_of_a_rehearsal_waits_until_it_is_started_and_while_it_is_paused(speed: float, tmp_path: Path) -> None:
    clock = HandClock()
    setup = SessionSetup(12, rehearsal=True, speed=speed)
    live = LiveSession.open(WORKSHOP, "a", setup, Folders(tmp_path), clock)

    def wait(seconds: int) -> None:
        for _each in range(seconds):
            clock.move(1000)
            live.watch()

    before = live.view()
    wait(40)
    live.do(c.Write(Slot("1"), "nog even lezen"))
    wait(40)
    assert (live.now(), live.view().header) == (0, before.header)
    started = clock.read().wall
    live.do(c.Toggle())
    wait(2)
    assert live.now() == 2000 * speed
    live.do(c.Toggle())
    wait(100)
    live.do(c.Undo())
    live.do(c.Toggle())
    wait(100)
    assert live.path is not None
    assert live.close(5)
    found = read_journal(live.path)
    assert found.fold()[0].timing == live.state.timing
    clock.move(3_600_000)
    live = LiveSession.resume(live.path, found, clock)
    wait(50)
    live.do(c.Toggle())
    wait(3)
    live.do(c.End())
    outcome = live.outcome()
    activities = outcome["activities"]
    assert isinstance(activities, list)
    assert (activities[0]["actual_s"], activities[0]["paused_s"]) == (5 * speed, 0)
    assert str(outcome["started"]).startswith(timestamp(started)[:19])
    assert str(outcome["ended"]).startswith(timestamp(clock.read().wall)[:19])
    live.close(5)


def test_waiting_rehearsal_still_shows_a_sign_of_life(tmp_path: Path) -> None:
    clock = HandClock()
    live = LiveSession.open(WORKSHOP, "a", SessionSetup(12, rehearsal=True, speed=60), Folders(tmp_path), clock)
    written = live.journal.status.appended
    for _each in range(3 * HEARTBEAT_MS // 1000 + 1):
        clock.move(1000)
        live.watch()
    assert live.journal.status.appended == written + 3
    live.close(5)
