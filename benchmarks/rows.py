"""Define the rows: each compares a part of the program with a minimal program that does something similar."""

import gc
import os
import subprocess
import sys
from atexit import register
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, time

from benchmarks import sample_data
from benchmarks.compare import MIN_PAIRS, Measure, MeasurePairs, Pair, Row, in_turns, p95_ratio, worst_ratio
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
BARE_TEXT_AREA = [sys.executable, "-m", "benchmarks.bare_text_area"]
IMPORTS = [sys.executable, "-c", "import click, yaml"]
# Until the program needs msgspec, it is not installed.
CHECK_IMPORTS = [sys.executable, "-c", "import click, yaml" + (", msgspec" if find_spec("msgspec") else "")]
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

DATA = "DATA-FOLDER"
"""Stands for the data folder in the command of a Program."""
NOTE_SIZE = (71, 7)
"""The columns and rows of the notes in a terminal of 120 x 30, and so of the text area to compare them with."""
LINES_OF_TEXT = ("Iemand zei wat er gebeurde, en een ander hoorde vooral wat ze niet zei.\n" * 300)[:19_900]
"""Almost the longest note: a key still fits."""


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


@dataclass(frozen=True, slots=True)
class Program:
    """A program in a terminal, and the `keys` that bring it where it is measured. Without `data`, its folder is empty.

    `prepare` is given the data folder before the program starts.
    """

    command: Sequence[str]
    keys: str = ""
    size: tuple[int, int] = (80, 24)
    data: Callable[[], Path] | None = None
    prepare: Callable[[Path], object] | None = None

    @contextmanager
    def start(self) -> Iterator[Terminal]:
        """Start the program, and end it when the context is left."""
        with TemporaryDirectory() as empty:
            folder = self.data() if self.data else Path(empty)
            if self.prepare:
                self.prepare(folder)
            command = [part.replace(DATA, str(folder)) for part in self.command]
            with Terminal(command, environment(str(folder)), *self.size) as terminal:
                yield terminal


@contextmanager
def ready(*programs: Program) -> Iterator[list[Terminal]]:
    """Start the programs together, type the keys of each, and wait until each is quiet."""
    with ExitStack() as stack:
        terminals = [stack.enter_context(program.start()) for program in programs]
        for program, terminal in zip(programs, terminals, strict=True):
            terminal.first_paint()
            terminal.settle()
            terminal.press(program.keys)
        yield terminals


def first_paint(program: Program) -> list[float]:
    """Return the time from exec to the first visible character, in ms."""
    with program.start() as terminal:
        return [terminal.first_paint() * 1e3]


def key_pairs(
    ours: Program, bare: Program, ours_first: bool, *, keys: str = "+-" * 10, quiet: float = 0.05
) -> list[Pair]:
    """Return the times from a key to the end of its frame, in ms. Both programs run, and each key goes to both in turn."""
    pairs: list[Pair] = []
    with ready(ours, bare) as (our_terminal, bare_terminal):
        turns = [our_terminal, bare_terminal] if ours_first else [bare_terminal, our_terminal]
        for terminal in turns:
            terminal.key_to_paint(keys[-1], quiet)  # the first key also loads what later keys need
        for key in keys:
            ms = {terminal: terminal.key_to_paint(key, quiet) * 1e3 for terminal in turns}
            pairs.append((ms[our_terminal], ms[bare_terminal]))
    return pairs


def cpu_pairs(ours: Program, bare: Program, seconds: float, times: int) -> list[Pair]:
    """Return the CPU time that two running countdowns use in the same `seconds`, in ms per second, `times` times."""
    with ready(ours, bare) as (our_terminal, bare_terminal):
        both = (our_terminal, bare_terminal)
        # Each count begins where neither program draws, so that it holds the same number of seconds of each.
        drawn = [frame.at for frame in Terminal.frames(both, monotonic() + 2.5)]
        end = monotonic() + (quiet_phase(drawn) - time()) % 1
        Terminal.frames(both, end)
        used = [[terminal.cpu_used() for terminal in both]]
        for _ in range(times):
            end += seconds
            Terminal.frames(both, end)
            used.append([terminal.cpu_used() for terminal in both])
    per_second = [[(b - a) / seconds * 1e3 for a, b in zip(*each, strict=True)] for each in pairwise(used)]
    return [(one, other) for one, other in per_second]


def quiet_phase(moments: Sequence[float]) -> float:
    """Return the part of a second that is furthest from all `moments`, which are in seconds."""
    parts = sorted(moment % 1 for moment in moments)
    gaps = [(after - before, before) for before, after in pairwise([*parts, parts[0] + 1])]
    widest, begin = max(gaps)
    return (begin + widest / 2) % 1


def memory_pairs(ours: Program, bare: Program) -> list[Pair]:
    """Return the peak resident set sizes, in MB."""
    with ready(ours, bare) as (our_terminal, bare_terminal):
        pass
    return [(our_terminal.peak, bare_terminal.peak)]


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


def large_workshop(activities: int) -> Program:
    """Return the session screen of a workshop of that many activities."""
    run = (*OURS, "run", f"{DATA}/large-{activities}.yaml")
    return Program(run, START, prepare=lambda folder: sample_data.write_workshop(folder, activities))


@cache
def large_journal() -> Path:
    """Return a journal of 100,000 events. It is made once."""
    folder = TemporaryDirectory()
    register(folder.cleanup)
    return sample_data.write_long_journal(Path(folder.name), 100_000)


def time_on_journal(work: Callable[[Path], object]) -> list[float]:
    """Time the work on a journal of 100,000 events, in ms, with the garbage collector as the running program has it."""
    path = large_journal()
    gc.collect()
    gc.freeze()
    return _timed(lambda: work(path))


def read_and_fold(path: Path) -> None:
    """Read a journal and fold its events to the state of the session, as a resume does."""
    read_journal(path).fold()


def long_note(text: str) -> MeasurePairs:
    """Return a measurement of keys at the end of a note with that text, beside a text area of the same size."""

    def write_text(folder: Path) -> None:
        (folder / "text").write_text(text, "utf-8")

    ours = Program(
        (*OURS, "run"),
        START + "n",
        (120, 30),
        prepare=lambda folder: sample_data.write_running_session(folder, 60_000, text),
    )
    bare = Program((*BARE_TEXT_AREA, f"{DATA}/text"), size=NOTE_SIZE, prepare=write_text)
    # A pause before each key lets the program save the note first, which shows on the screen.
    return partial(key_pairs, ours, bare, keys="az" * 5, quiet=0.2)


def second_pairs(hours: int, _ours_first: bool) -> list[Pair]:
    """Return the delays of the displayed second, that many hours after the activity began, each beside the largest allowed."""
    keys = START if hours else START + " "
    return [(delay, MAX_DELAY_MS) for delay in second_delays([*OURS, "run"], keys, environment(""), hours)]


def run_time_among_many(command: list[str]) -> list[float]:
    """Return how long a command runs among 10,000 ended sessions, in ms."""
    return run_time(command, str(many_sessions()))


def rows(*, quick: bool) -> list[Row]:
    """Return all rows: of each at least MIN_PAIRS pairs if `quick`, and about four times as many otherwise."""
    many, some, few = (MIN_PAIRS, MIN_PAIRS, 1) if quick else (25, 12, 6)
    run, bare = Program((*OURS, "run")), Program(BARE)
    home = Program(OURS, data=many_sessions)
    session, clock = Program((*OURS, "run"), COUNTDOWN, (120, 30)), Program(BARE_CLOCK, size=(120, 30))
    keys = partial(key_pairs, Program((*OURS, "run"), START), bare)
    imports: Measure = partial(run_time, IMPORTS)

    def paint(program: Program) -> MeasurePairs:
        return in_turns(partial(first_paint, program), partial(first_paint, bare))

    def command(*arguments: str, beside: Measure = imports) -> MeasurePairs:
        return in_turns(partial(run_time, [*OURS, *arguments]), beside)

    def listing(*arguments: str) -> MeasurePairs:
        parse: Measure = partial(run_time_among_many, PARSE_OUTCOMES)
        return in_turns(partial(run_time_among_many, [*OURS, *arguments]), parse)

    def countdown(_ours_first: bool) -> list[Pair]:
        return cpu_pairs(session, clock, 1 if quick else 5, 8 if quick else 6)

    return [
        Row("first paint of run", "ms", 1.3, paint(run), many),
        Row("first paint of home", "ms", 1.25, paint(home), many),
        Row("--help", "ms", 1.2, command("--help"), many),
        Row("--version", "ms", 1.2, command("--version"), many),
        Row(
            "check",
            "ms",
            1.4,
            command("check", "content/luisteren.yaml", beside=partial(run_time, CHECK_IMPORTS)),
            many,
        ),
        Row("key to paint, median", "ms", 1.5, keys, 2 * few, warm=True),
        Row("key to paint, p95", "ms", 1.6, keys, 2 * few, p95_ratio, warm=True),
        Row("key, note of 20,000", "ms", 1.3, long_note(LINES_OF_TEXT), few, warm=True),
        Row("key, in one paragraph", "ms", 1.3, long_note(LINES_OF_TEXT.replace("\n", " ")), few, warm=True),
        Row("CPU of a countdown", "ms", 1.3, countdown, few, warm=True),
        Row("second shown", "ms", 1, partial(second_pairs, 0), few, worst_ratio, warm=True),
        Row("second, after 2 h", "ms", 1, partial(second_pairs, 2), few, worst_ratio, warm=True),
        Row("memory", "MB", 1.3, lambda _: memory_pairs(session, Program(BARE, size=(120, 30))), some, warm=True),
        Row(
            "1,000 activities, load",
            "µs",
            1.5,
            in_turns(partial(load_workshop, 1000), partial(load_workshop, 100)),
            many,
        ),
        Row(
            "1,000 activities, key",
            "ms",
            1.5,
            partial(key_pairs, large_workshop(1000), large_workshop(10)),
            few,
            warm=True,
        ),
        Row(
            "resume, 100,000 events",
            "ms",
            1,
            in_turns(partial(time_on_journal, read_and_fold), partial(time_on_journal, sample_data.parse_lines)),
            some,
        ),
        Row("sessions, of 10,000", "ms", 0.6, listing("sessions"), some, warm=True),
        Row("timings, of 10,000", "ms", 0.8, listing("sessions", "export", "--timings", "-"), some, warm=True),
        Row("estimate of the end", "ms", 10, in_turns(estimate_end, draw_and_sort), many),
    ]
