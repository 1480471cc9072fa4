"""Row 1: the program is killed at each call that changes the disk, by our own disk class or by the kernel."""

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import commands as c
from luisteren_tui.storage.files import DISK, Disk
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.outcome import outcome_file as outcome
from tests.faults.judge import agree, apply_command, model_of, notes_of
from tests.faults.model import Model
from tests.faults.processes import last, run_forked
from tests.faults.random_sessions import NOON, HandClock, begin, random_command, resume, rewrite_soon, workshop
from tests.faults.tally import Tally, folder, require, rng

COMMANDS = 14
GONE = 70_000
"""Milliseconds between a kill and the next start."""
LIMIT = 30.0


class KillingDisk(Disk):
    """A disk that kills the process at call number `at`: just before it, or in the middle of a write."""

    def __init__(self, at: int) -> None:
        self.left = at
        self.failing_syncs = 0

    def _call(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def open(self, path: Path, flags: int) -> int:
        self._call()
        return super().open(path, flags)

    def write(self, fd: int, data: bytes | memoryview) -> int:
        self._call()
        half = super().write(fd, data[: len(data) // 2])
        self._call()
        return half + super().write(fd, data[half:])

    def sync(self, fd: int) -> None:
        self._call()
        if self.failing_syncs:
            self.failing_syncs -= 1
            raise OSError(5, "Input/output error")
        super().sync(fd)

    def close(self, fd: int) -> None:
        self._call()
        super().close(fd)

    def replace(self, source: Path, target: Path) -> None:
        self._call()
        super().replace(source, target)

    def link(self, source: Path, target: Path) -> None:
        self._call()
        super().link(source, target)

    def unlink(self, path: Path) -> None:
        self._call()
        super().unlink(path)


def step(seed: int, number: int) -> tuple[int, c.Command]:
    """Return the milliseconds before command `number`, and the command."""
    draw = rng(seed, "step", number)
    return draw.randint(1, 60_000), random_command(draw)


def follow(model: Model, seed: int, numbers: range, now: int) -> int:
    """Apply these commands to the model, the first one after `now`; return the time of the last."""
    for number in numbers:
        ms, command = step(seed, number)
        now += ms
        apply_command(model, command, now)
    return now


def script(data: Path, disk: Disk, seed: int, ack: Callable[[int], object]) -> None:
    """Run a whole session to its outcome. One sync fails halfway, and the journal is rewritten shorter twice."""
    clock = HandClock()
    live = begin(data, clock, disk, 0.001)
    ack(0)
    for number in range(1, COMMANDS + 1):
        ms, command = step(seed, number)
        clock.pass_by(ms)
        if number == COMMANDS // 2 and isinstance(disk, KillingDisk):
            disk.failing_syncs = 1
        if number % 5 == 0:
            rewrite_soon(live)
        live.do(command)
        _saved(live)
        ack(number)
    live.do(c.End())
    _saved(live)
    ack(COMMANDS + 1)
    live.close(LIMIT)
    assert live.path
    outcome.finish(live.path, live.outcome(), disk)


def recover(data: Path, disk: Disk, now: int) -> None:
    """Do what the next start of the program does, and resume the session."""
    sessions = data / "sessions"
    outcome.finish_ended(sessions, disk)
    for path in sessions.glob("*.jsonl"):
        if path.stat().st_size and read_journal(path).opened:
            live = resume(path, HandClock(NOON + now), disk, 0.001)
            _saved(live)
            live.close(LIMIT)


def _saved(live: LiveSession) -> None:
    end = monotonic() + LIMIT
    while (status := live.journal.status).synced < status.appended or status.failing:
        require(monotonic() < end, "the session is never saved")
        sleep(0.0005)


def kill_at_each_call(count: int, seed: int) -> Tally:
    """Kill a session and its recovery at each call that changes the disk, and in the middle of each write.

    Judged by a model of the acknowledged commands and at most one more: the session resumed 70 s later equals it to
    the millisecond, and its outcome has the same notes. With strace, the kernel also kills at each fsync, rename and
    unlink.
    Seen to fail without: writing a line before it is acknowledged (`write_all` in `JournalFile.append`).
    """
    tally = Tally()
    for at in itertools.count(1):
        with folder() as data:
            acked, code = run_forked(lambda ack, data=data, at=at: script(data, KillingDisk(at), seed, ack))  # type: ignore[misc]
            require(code in (0, -signal.SIGKILL), f"call {at}: the session ends with {code}")
            if code == 0:
                break
            with tally.trial(f"call {at}"), folder() as aside:
                _judge(shutil.copytree(data, aside / "data"), seed, acked)
            if count == 0 or at % 6 == seed % 6:
                _kill_recovery(tally, data, seed, acked, at, every=count == 0)
    _with_strace(tally, count, seed)
    return tally


def _kill_recovery(tally: Tally, data: Path, seed: int, acked: int, first: int, *, every: bool) -> None:
    now = follow(model_of(workshop()), seed, range(1, min(acked, COMMANDS) + 1), 0) + GONE
    for at in range(1, 200) if every else range(1, 200, 3):
        with folder() as aside:
            copied = shutil.copytree(data, aside / "data")
            _, code = run_forked(lambda _, copied=copied, at=at: recover(copied, KillingDisk(at), now))  # type: ignore[misc]
            if code == 0:
                return
            with tally.trial(f"call {first}, then call {at} of the recovery"):
                require(code == -signal.SIGKILL, f"the recovery ends with {code}")
                _judge(copied, seed, acked)


def _judge(data: Path, seed: int, acked: int) -> None:
    """Resume what is left and check that it is what was acknowledged, or one command more."""
    sessions = data / "sessions"
    model = model_of(workshop())
    now = follow(model, seed, range(1, min(max(acked, 0), COMMANDS) + 1), 0)
    models = [(model, now)]
    if 0 <= acked < COMMANDS:
        more = model.copied()
        models.append((more, follow(more, seed, range(acked + 1, acked + 2), now)))
    for path in sessions.glob("*.jsonl"):
        if path.stat().st_size == 0:
            path.unlink()
    outcome.finish_ended(sessions)
    kept = list(sessions.glob("*.json"))
    if kept:
        require(acked >= COMMANDS, "it ended too soon")
        (whole,) = (json.loads(path.read_bytes()) for path in kept)
        require(
            notes_of(whole) == {slot: text for slot, text in model.notes.items() if text.strip()}, "the notes differ"
        )
        return
    require(acked <= COMMANDS, "an ended session has no outcome")
    paths = list(sessions.glob("*.jsonl"))
    if acked < 0 and not any(read_journal(path).opened for path in paths):
        return
    (path,) = paths
    same_as_one_of(path, models)


def same_as_one_of(path: Path, models: list[tuple[Model, int]]) -> int:
    """Resume a session and return which model it equals. Each model comes with the time of its last command."""
    latest = max(now for _, now in models) + GONE
    live = resume(path, HandClock(NOON + latest), DISK)
    live.close(LIMIT)
    late = latest - live.state.t
    require(not late or not models[0][1], f"it resumes {late} ms late")  # before the first command nothing was running
    wrong = []
    for number, (model, _) in enumerate(models):
        model.resumed(latest, latest)
        try:
            agree(live.state, model, latest)
        except AssertionError as error:
            wrong.append(str(error)[:80])
        else:
            return number
    raise AssertionError("; ".join(wrong))


STRACED = ("fsync", "rename,renameat,renameat2", "unlink,unlinkat")


def _with_strace(tally: Tally, count: int, seed: int) -> None:
    strace = shutil.which("strace")
    works = strace and subprocess.run([strace, "-o", os.devnull, "true"], capture_output=True).returncode == 0
    if not strace or not works:
        tally.did_not_run.append("kills by the kernel: " + ("strace may not trace here" if strace else "no strace"))
        return
    most = 30 if count == 0 else 2
    cases = [(calls, when) for calls in STRACED for when in range(1, most)]
    ended: set[str] = set()
    for calls, when in cases:
        if calls in ended:
            continue
        with folder() as data:
            inject = f"inject={calls}:signal=SIGKILL:when={when}"
            command = [
                strace,
                "-f",
                "-o",
                os.devnull,
                "-e",
                inject,
                sys.executable,
                "-m",
                "tests.faults.kills_at_calls",
            ]
            done = subprocess.run([*command, str(data), str(seed)], capture_output=True)
            if done.returncode == 0 and when > 1:  # there are no more calls of this kind
                ended.add(calls)
                continue
            with tally.trial(f"strace {inject}"):
                require(done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL), done.stderr.decode()[-100:])
                _judge(data, seed, last(done.stdout.split(b"\n")))


def main() -> None:
    """Run the session in the given folder for strace, and print the acknowledgements."""
    script(Path(sys.argv[1]), DISK, int(sys.argv[2]), lambda number: os.write(1, b"%d\n" % number))


if __name__ == "__main__":
    main()
