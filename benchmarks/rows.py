"""Define the rows: each compares a part of the program with a minimal program that does something similar."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks import sample_data
from benchmarks.compare import Measure, Row, p95
from benchmarks.sample_data import many_sessions
from benchmarks.second_delay import MAX_DELAY_MS, second_delays
from benchmarks.terminal import LIMIT, NotMeasurable, Terminal
from luisteren_tui.planning.forecast import Part, estimate
from luisteren_tui.planning.statistics import ActivityTime
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.workshop_file import load

ROOT = Path(__file__).parents[1]
OURS = [sys.executable, "-m", "luisteren_tui"]
BARE = [sys.executable, "-m", "benchmarks.bare_app"]
BARE_CLOCK = [sys.executable, "-m", "benchmarks.bare_clock"]
IMPORTS = [sys.executable, "-c", "import click, yaml"]
PARSE_OUTCOMES = [
    sys.executable,
    "-c",
    "import json, os, pathlib\n"
    "for path in pathlib.Path(os.environ['LUISTEREN_DATA'], 'sessions').iterdir(): json.loads(path.read_bytes())",
]
"""Read and parse every outcome, and do nothing else."""
START = "\r"
"""The key that accepts the defaults of the start dialog."""
COUNTDOWN = START + " n"
"""The keys that lead to a running countdown with the focus in the notes."""


def environment(folder: str) -> dict[str, str]:
    """Return the environment of a program whose data and configuration are in `folder`."""
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
    command: list[str],
    measure: Callable[[Terminal], list[float]],
    keys: str = "",
    size: tuple[int, int] = (80, 24),
    data: Callable[[], Path] | None = None,
) -> list[float]:
    """Start the command in a terminal of that size, type the keys after the first paint, and measure.

    Without `data`, the data folder is empty.
    """
    with (
        TemporaryDirectory() as empty,
        Terminal(command, environment(str(data()) if data else empty), *size) as terminal,
    ):
        if keys:
            terminal.first_paint()
            terminal.settle()
            terminal.press(keys)
        return measure(terminal)


def first_paint(terminal: Terminal) -> list[float]:
    """Return the time from exec to the first visible character, in ms."""
    return [terminal.first_paint() * 1e3]


def key_to_paint(terminal: Terminal) -> list[float]:
    """Return the times from a key to the end of its frame, in ms, for the keys + and -."""
    terminal.first_paint()
    terminal.settle()
    return [terminal.key_to_paint(key) * 1e3 for key in "+-" * 20]


def cpu(seconds: float, terminal: Terminal) -> list[float]:
    """Return the CPU time used, in percent of one core."""
    terminal.first_paint()
    terminal.settle()
    return [terminal.cpu(seconds) / seconds * 100]


def memory(command: list[str], keys: str = "") -> list[float]:
    """Return the peak resident set size, in MB."""
    with TemporaryDirectory() as folder:
        with Terminal(command, environment(folder), 120, 30) as terminal:
            terminal.first_paint()
            terminal.settle()
            terminal.press(keys)
        return [terminal.peak]


def run_time(command: list[str], folder: str | None = None) -> list[float]:
    """Return how long a command runs, in ms. Without `folder`, the data folder is empty."""
    with TemporaryDirectory() as empty:
        env = environment(folder or empty)
        began = perf_counter()
        done = subprocess.run(
            command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT, check=False
        )
        seconds = perf_counter() - began
    if done.returncode:
        raise NotMeasurable((done.stderr.decode(errors="replace").strip().splitlines() or ["it failed"])[-1])
    return [seconds * 1e3]


def _timed(work: Callable[[], object]) -> list[float]:
    began = perf_counter()
    work()
    return [(perf_counter() - began) * 1e3]


def estimate_end() -> list[float]:
    """Time the forecast of eight activities from 200 runs, each without one activity, in ms."""
    past = [ActivityTime("1", 900, 900 + run, "done", "") for run in range(200)]
    parts = [Part(900, 540, 900, [None if run % 8 == n else past[run] for run in range(200)]) for n in range(8)]
    return _timed(partial(estimate, parts, 1))


def draw_and_sort() -> list[float]:
    """Time the least work that a forecast needs, in ms: drawing and sorting 10,000 random numbers."""
    random = Random(1)
    return _timed(lambda: sorted(random.random() for _ in range(10_000)))


def load_workshop(activities: int) -> list[float]:
    """Time the loading of a workshop of that many activities, in µs per activity."""
    with TemporaryDirectory() as folder:
        path = sample_data.write_workshop(Path(folder), activities)
        return [ms * 1e3 / activities for ms in _timed(lambda: load(path))]


def key_to_paint_of(activities: int) -> list[float]:
    """Return the times from a key to the end of its frame in a workshop of that many activities, in ms."""
    with TemporaryDirectory() as folder:
        path = sample_data.write_workshop(Path(folder), activities)
        return in_terminal([*OURS, "run", str(path)], key_to_paint, START)


def time_on_journal(work: Callable[[Path], object]) -> list[float]:
    """Time the work on a journal of 100,000 events, in ms."""
    with TemporaryDirectory() as folder:
        path = sample_data.write_long_journal(Path(folder), 100_000)
        return _timed(lambda: work(path))


def read_and_fold(path: Path) -> None:
    """Read a journal and fold its events to the state of the session, as a resume does."""
    read_journal(path).fold()


def second_delay(hours: int) -> list[float]:
    """Return the delays of the displayed second, in ms, that many hours after the activity began."""
    return second_delays([*OURS, "run"], START if hours else START + " ", environment(""), hours)


def run_time_among_many(command: list[str]) -> list[float]:
    """Return how long a command runs among 10,000 ended sessions, in ms."""
    return run_time(command, str(many_sessions()))


def rows(rounds: int, seconds: float) -> list[Row]:
    """Return all rows. A start is measured `rounds` times; a countdown is watched for `seconds` at a time."""
    few = max(rounds // 4, 1)
    paint = partial(in_terminal, measure=first_paint)
    imports: Measure = partial(run_time, IMPORTS)
    keys = partial(in_terminal, measure=key_to_paint, keys=START)
    watch = partial(in_terminal, measure=partial(cpu, seconds), size=(120, 30))
    run = [*OURS, "run"]
    return [
        Row("first paint of run", "ms", 1.3, partial(paint, run), partial(paint, BARE), rounds),
        Row("first paint of home", "ms", 1.25, partial(paint, OURS, data=many_sessions), partial(paint, BARE), rounds),
        Row("--help", "ms", 1.2, partial(run_time, [*OURS, "--help"]), imports, rounds),
        Row("--version", "ms", 1.2, partial(run_time, [*OURS, "--version"]), imports, rounds),
        Row("check", "ms", 1.4, partial(run_time, [*OURS, "check", "content/luisteren.yaml"]), imports, rounds),
        Row("key to paint, p95", "ms", 1.6, partial(keys, run), partial(keys, BARE), max(rounds // 2, 1), p95),
        # The 95th percentile of a few ms also depends on what else the machine does; the median hardly does.
        Row("key to paint, median", "ms", 1.5, partial(keys, run), partial(keys, BARE), few),
        Row("CPU of a countdown", "%", 1.3, partial(watch, run, keys=COUNTDOWN), partial(watch, BARE_CLOCK), few),
        Row("second shown", "ms", 1, partial(second_delay, 0), lambda: [MAX_DELAY_MS], few, max),
        Row("second, after 2 h", "ms", 1, partial(second_delay, 2), lambda: [MAX_DELAY_MS], few, max),
        Row("memory", "MB", 1.3, partial(memory, run, COUNTDOWN), partial(memory, BARE), few),
        Row("1,000 activities, load", "µs", 1.5, partial(load_workshop, 1000), partial(load_workshop, 100), rounds),
        Row("1,000 activities, key", "ms", 1.5, partial(key_to_paint_of, 1000), partial(key_to_paint_of, 10), few),
        Row(
            "resume, 100,000 events",
            "ms",
            1,
            partial(time_on_journal, read_and_fold),
            partial(time_on_journal, sample_data.parse_lines),
            few,
        ),
        Row(
            "sessions, of 10,000",
            "ms",
            0.6,
            partial(run_time_among_many, [*OURS, "sessions"]),
            partial(run_time_among_many, PARSE_OUTCOMES),
            few,
        ),
        Row("estimate of the end", "ms", 10, estimate_end, draw_and_sort, rounds),
    ]
