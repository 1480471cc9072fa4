"""What is measured: each row sets a part of the program against the least that could do something like it."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks import large
from benchmarks.compare import Measure, Row, p95
from benchmarks.history import history
from benchmarks.seconds import MAY_BE, late
from benchmarks.terminal import LIMIT, NotThere, Terminal
from luisteren_tui.planning.forecast import Part, PastTime, estimate
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.workshop_file import load

ROOT = Path(__file__).parents[1]
OURS = [sys.executable, "-m", "luisteren_tui"]
BARE = [sys.executable, "-m", "benchmarks.bare"]
BARE_CLOCK = [sys.executable, "-m", "benchmarks.bare_clock"]
LEAST = [sys.executable, "-c", "import click, yaml"]
PARSED = [
    sys.executable,
    "-c",
    "import json, os, pathlib\n"
    "for path in pathlib.Path(os.environ['LUISTEREN_DATA'], 'sessions').iterdir(): json.loads(path.read_bytes())",
]
"""Reads and parses every outcome, and nothing else."""
START = "\r"
"""Takes the defaults of the start dialog."""
COUNTDOWN = START + " n"
"""A running countdown with the notes pane focused."""


def environment(folder: str) -> dict[str, str]:
    """Return the environment of a program that has `folder` to itself."""
    own = {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LUISTEREN_DATA": folder,
        "LUISTEREN_CONFIG": str(Path(folder, "config.toml")),
        "LUISTEREN_LANG": "nl",
    }
    not_ours = ("NO_COLOR", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name not in not_ours} | own


def in_terminal(
    command: list[str], look: Callable[[Terminal], list[float]], keys: str = "", size: tuple[int, int] = (80, 24)
) -> list[float]:
    """Start the command in a terminal of that size, type the keys once it has painted, and look."""
    with TemporaryDirectory() as folder, Terminal(command, environment(folder), *size) as terminal:
        if keys:
            terminal.first_paint()
            terminal.settle()
            terminal.press(keys)
        return look(terminal)


def first_paint(terminal: Terminal) -> list[float]:
    """Look at the time from exec to the first visible character, in ms."""
    return [terminal.first_paint() * 1e3]


def answers(terminal: Terminal) -> list[float]:
    """Look at the time from a key to the end of its frame, in ms, for a minute more and a minute less."""
    terminal.first_paint()
    terminal.settle()
    return [terminal.key_to_paint(key) * 1e3 for key in "+-" * 20]


def cpu(seconds: float, terminal: Terminal) -> list[float]:
    """Look at the share of a core that is used, in percent."""
    terminal.first_paint()
    terminal.settle()
    return [terminal.cpu(seconds) / seconds * 100]


def memory(command: list[str], keys: str = "") -> list[float]:
    """Measure the largest resident set, in MB."""
    with TemporaryDirectory() as folder:
        with Terminal(command, environment(folder), 120, 30) as terminal:
            terminal.first_paint()
            terminal.settle()
            terminal.press(keys)
        return [terminal.peak]


def elapsed(command: list[str], folder: str | None = None) -> list[float]:
    """Measure a command from start to end, in ms; in an empty folder, or in the `folder` given."""
    with TemporaryDirectory() as empty:
        env = environment(folder or empty)
        began = perf_counter()
        done = subprocess.run(
            command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT, check=False
        )
        seconds = perf_counter() - began
    if done.returncode:
        raise NotThere((done.stderr.decode(errors="replace").strip().splitlines() or ["it failed"])[-1])
    return [seconds * 1e3]


def _timed(work: Callable[[], object]) -> list[float]:
    began = perf_counter()
    work()
    return [(perf_counter() - began) * 1e3]


def estimating() -> list[float]:
    """Measure 10,000 draws of the end of eight activities from 200 runs, each of which lacks one, in ms."""
    parts = [
        Part(900, 540, 900, [None if run % 8 == n else PastTime(900, 900 + run) for run in range(200)])
        for n in range(8)
    ]
    return _timed(partial(estimate, parts, 1))


def drawing() -> list[float]:
    """Measure the least that 10,000 draws take: a random number for each, and their order; in ms."""
    random = Random(1)
    return _timed(lambda: sorted(random.random() for _ in range(10_000)))


def loading(activities: int) -> list[float]:
    """Measure the load of a workshop of so many activities, in µs for each of them."""
    with TemporaryDirectory() as folder:
        path = large.workshop(Path(folder), activities)
        return [ms * 1e3 / activities for ms in _timed(lambda: load(path))]


def answers_of(activities: int) -> list[float]:
    """Look at the time from a key to the end of its frame in a workshop of so many activities, in ms."""
    with TemporaryDirectory() as folder:
        path = large.workshop(Path(folder), activities)
        return in_terminal([*OURS, "run", str(path)], answers, START)


def resuming(work: Callable[[Path], object]) -> list[float]:
    """Measure work on a journal of 100,000 events, in ms."""
    with TemporaryDirectory() as folder:
        path = large.journal(Path(folder), 100_000)
        return _timed(lambda: work(path))


def resumed(path: Path) -> None:
    """Read a journal back to the state of its session, as a resume does."""
    read_journal(path).fold()


def second(hours: int) -> list[float]:
    """Measure how late a second is shown, in ms, so many hours after the activity began."""
    return late([*OURS, "run"], START if hours else START + " ", environment(""), hours)


def in_history(command: list[str]) -> list[float]:
    """Measure a command among ten thousand ended sessions, in ms."""
    return elapsed(command, str(history()))


def rows(rounds: int, seconds: float) -> list[Row]:
    """Return all rows; a start is measured `rounds` times, a countdown watched for `seconds` at a time."""
    few = max(rounds // 4, 1)
    paint = partial(in_terminal, look=first_paint)
    least: Measure = partial(elapsed, LEAST)
    keys = partial(in_terminal, look=answers, keys=START)
    watch = partial(in_terminal, look=partial(cpu, seconds), size=(120, 30))
    run = [*OURS, "run"]
    return [
        Row("first paint of run", "ms", 1.5, partial(paint, run), partial(paint, BARE), rounds),
        Row("first paint of home", "ms", 1.5, partial(paint, OURS), partial(paint, BARE), rounds),
        Row("--help", "ms", 2, partial(elapsed, [*OURS, "--help"]), least, rounds),
        Row("--version", "ms", 2, partial(elapsed, [*OURS, "--version"]), least, rounds),
        Row("check", "ms", 2, partial(elapsed, [*OURS, "check", "content/luisteren.yaml"]), least, rounds),
        Row("key to paint, p95", "ms", 2, partial(keys, run), partial(keys, BARE), max(rounds // 2, 1), p95),
        # A p95 of a few ms shows what else the machine does; the median hardly.
        Row("key to paint, median", "ms", 2, partial(keys, run), partial(keys, BARE), few),
        Row("CPU of a countdown", "%", 2, partial(watch, run, keys=COUNTDOWN), partial(watch, BARE_CLOCK), few),
        Row("second shown", "ms", 1, partial(second, 0), lambda: [MAY_BE], few, max),
        Row("second, after 2 h", "ms", 1, partial(second, 2), lambda: [MAY_BE], few, max),
        Row("memory", "MB", 1.5, partial(memory, run, COUNTDOWN), partial(memory, BARE), few),
        Row("1,000 activities, load", "µs", 1.5, partial(loading, 1000), partial(loading, 100), rounds),
        Row("1,000 activities, key", "ms", 2, partial(answers_of, 1000), partial(answers_of, 10), few),
        Row("resume, 100,000 events", "ms", 4, partial(resuming, resumed), partial(resuming, large.parse_lines), few),
        Row("sessions, of 10,000", "ms", 2, partial(in_history, [*OURS, "sessions"]), partial(in_history, PARSED), few),
        Row("estimate of the end", "ms", 10, estimating, drawing, rounds),
    ]
