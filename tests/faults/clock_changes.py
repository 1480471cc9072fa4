"""Row 9: clocks are set, lids are closed, programs and machines restart."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from luisteren_tui.runtime.live_session import HEARTBEAT_MS, LiveSession
from luisteren_tui.session import commands as c
from luisteren_tui.storage.journal.reader import read_journal
from tests.faults.random_sessions import NOON, HandClock, begin, resume
from tests.faults.tally import Tally, folder, require, rng

SECOND, HOUR, DAY = 1000, 3_600_000, 86_400_000
# 01:30 and 02:30 in Amsterdam, half an hour before the clocks change.
NIGHTS = tuple(
    round(datetime(2026, month, day, 0, 30, tzinfo=UTC).timestamp()) * 1000 for month, day in ((3, 29), (10, 25))
)
JUMPS = (SECOND, -SECOND, 3 * SECOND, -3 * SECOND, HOUR, -HOUR, DAY, -DAY)


def clock_schedules(count: int, seed: int) -> Tally:
    """Run schedules in which the wall clock is set, the lid is closed and the program or machine restarts.

    The clock is set by 1 s to a day, the lid stays closed for up to 8 h. Two thirds of the schedules run through a
    change of summer time in Amsterdam.

    Judged by the sum of the milliseconds that passed: the time left decreases by as much, within a second, plus two
    seconds for each restart of the machine, because a small change of the wall clock looks like steering. If the wall
    clock is also set during a restart of the machine, nothing tells how long that took. Then time continues from the
    last heartbeat. No duration is negative, and records are in order of seq and t.
    Seen to fail without: ignoring the boot clock after the program restarts (`session_clock.reopened`).
    """
    tally = Tally()
    os.environ["TZ"] = "Europe/Amsterdam"
    time.tzset()
    for number in range(count):
        with tally.trial(f"schedule {number}"), folder() as data:
            _schedule(data, rng(seed, "clock", number))
    return tally


def _schedule(data: Path, draw: Random) -> None:
    clock = HandClock(draw.choice((NOON, *NIGHTS)) + draw.randint(-HOUR, 0))
    live = begin(data, clock)
    clock.pass_by(draw.randint(0, HOUR))
    live.watch()
    live.do(c.Toggle())
    left = live.view().clock.left_s
    true, exact, restarts = left * SECOND, True, 0
    for _ in range(draw.randint(1, 12)):
        ms = draw.choice((draw.randint(0, 60_000), draw.randint(0, HOUR), draw.randint(0, 8 * HOUR)))
        clock.pass_by(ms, asleep=draw.random() < 0.4)
        true -= ms
        match draw.randint(0, 5):
            case 0 | 1:
                clock.set_wall(draw.choice((*JUMPS, draw.randint(-DAY, DAY))))
            case 2:
                clock.set_wall(draw.choice((0, *JUMPS)))
                live = _again(live, clock)
            case 3:
                if draw.random() < 0.5:
                    clock.set_wall(draw.choice(JUMPS))
                    exact = False
                clock.restart_machine()
                restarts += 1
                live = _again(live, clock)
        slack = 0 if exact else HEARTBEAT_MS // SECOND
        if not exact:
            true, exact = live.view().clock.left_s * SECOND, True
        live.watch()
        now = live.view().clock.left_s
        require(now <= left + slack, f"{now - left} s more left than before")
        require(abs(now * SECOND - true) <= (1 + 2 * restarts) * SECOND, f"{now} s left, {true} ms by the sum")
        left = now
    whole = live.outcome()
    live.do(c.End())
    live.close(20)
    activities = whole["activities"]
    assert isinstance(activities, list)
    require(all(each["actual_s"] >= 0 <= each["paused_s"] for each in activities), "a negative duration")
    assert live.path
    records = read_journal(live.path).records
    require([record.seq for record in records] == list(range(1, len(records) + 1)), "not in order by seq")
    times = [record.event.t for record in records]
    require(times == sorted(times) and times[0] >= 0, "not in order by t")


def _again(live: LiveSession, clock: HandClock) -> LiveSession:
    live.close(20)
    assert live.path
    return resume(live.path, clock)
