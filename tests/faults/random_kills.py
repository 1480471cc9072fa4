"""Row 2: the program is killed at random moments."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import sleep

from tests.faults import terminal_windows
from tests.faults.judge import model_of
from tests.faults.kills_at_calls import GONE, follow, same_as_one_of, step
from tests.faults.processes import fork, last
from tests.faults.random_sessions import NOON, HandClock, begin, resume, workshop
from tests.faults.tally import Tally, folder, require, rng

KILLS = 20
"""Kills per session."""
WHOLE = 1000


def kill_9(count: int, seed: int) -> Tally:
    """Kill a program without screens, and a tenth as often the whole program in a real terminal."""
    tally = random_kills(count, seed)
    whole = count >= WHOLE
    tally.add(terminal_windows.kills_in_a_terminal(count // 10 if whole else 2, seed, timed=whole))
    return tally


def random_kills(count: int, seed: int) -> Tally:
    """Kill a program without screens at random while it writes as fast as it can, and resume each time.

    Judged by the model, as in row 1. Seen to fail without: writing a line before it is acknowledged
    (`JournalFile.append`).
    """
    tally, given = Tally(), 0
    for session in range(-(-count // KILLS)):
        with folder() as data:
            draw = rng(seed, "kills", session)
            given += _one_session(tally, data, draw, draw.randint(0, 10**9), min(KILLS, count - session * KILLS))
    tally.measured.append(f"{given} commands were acknowledged between the kills")
    require(given > count, "the program hardly did anything before it was killed")
    return tally


def _one_session(tally: Tally, data: Path, draw: Random, seed: int, kills: int) -> int:
    """Kill a session `kills` times and return how many commands it acknowledged."""
    model, now, done = model_of(workshop()), 0, 0
    for kill in range(kills):
        with tally.trial(f"session {seed}, kill {kill}"):
            pid, pipe = fork(lambda ack, now=now, done=done: _write_on(data, seed, done, now, ack))  # type: ignore[misc]
            with open(pipe, "rb") as acknowledged:
                first = acknowledged.readline()  # wait until there is a session that can be lost
                sleep(draw.random() * 0.03)
                os.kill(pid, signal.SIGKILL)
                lines = (first + acknowledged.read()).split(b"\n")
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            require(first and code == -signal.SIGKILL, f"it ended with {code} before it was killed")
            now = follow(model, seed, range(done + 1, last(lines) + 1), now)
            done = last(lines)
            more = model.copied()
            later = follow(more, seed, range(done + 1, done + 2), now)
            (path,) = (data / "sessions").glob("*.jsonl")
            models = [(model, now), (more, later)]
            which = same_as_one_of(path, models)
            model, done, now = models[which][0], done + which, later + GONE
    return done


def _write_on(data: Path, seed: int, done: int, now: int, ack: Callable[[int], object]) -> None:
    clock = HandClock(NOON + now)
    paths = list((data / "sessions").glob("*.jsonl"))
    live = resume(paths[0], clock) if paths else begin(data, clock)
    while True:
        ack(done)
        done += 1
        ms, command = step(seed, done)
        clock.pass_by(ms)
        live.do(command)
