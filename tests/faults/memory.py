"""Row 21: no core file is written when the program crashes, and the room's process remembers no word of a note."""

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from random import Random

from tests.cli.steps import ENTER, ESCAPE, begin, go_on, notes
from tests.cli.terminal import Terminal
from tests.cli.test_room_terminal import frame
from tests.faults.tally import Tally, folder, require, rng

FORMS = ("utf-8", "utf-16-le", "utf-32-le")
"""How text may lie in memory. For a word of plain letters, UTF-8 is the same as Latin-1 and as JSON."""
LOOKS = 3
"""A room may just be reading, so one clean look out of these is enough."""
LENGTHS = (40, 150, 400, 1000)
"""Letters after the word in a note, each time it is saved. Memory of each size is used again on its own."""
LONG = 15_000
CRASHES = (signal.SIGABRT, signal.SIGSEGV)
WITH_LIMIT = ("-m", "luisteren_tui")
WITHOUT_LIMIT = ("-c", "import sys; from luisteren_tui.cli import main; sys.exit(main.main(sys.argv[1:]))")

_UNLIMITED = """
import os, resource, sys
os.chdir(os.environ["CORES"])
most = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
_HOLDS_A_WORD = "import os, sys; word = os.read(0, 99); print('ready', flush=True); os.read(0, 1)"
_SCANNABLE = """
import sys
from luisteren_tui.system import process_memory
process_memory.hide_memory = lambda: None
from luisteren_tui.cli import main
sys.exit(main.main(sys.argv[1:]))
"""


def memory(count: int, seed: int) -> Tally:
    """Crash the program, and search the memory of the room's process; the full form does so `count` times each.

    Judged by the files that a crash leaves in the working folder, and by all bytes that the room's process can read,
    in each form that Python keeps text in. Where the system writes core files elsewhere, or allows no look into a
    process, that part did not run. The judge first proves itself: with a program that forbids nothing and with the
    process of the session, which holds the word.
    Seen to fail without: `forbid_core_files`, `hide_memory`, reading without Python's own buffer
    (`JournalFollower.read`), overwriting what was read, and looking at the type of a line before it is copied
    (`event_of`).
    """
    tally = Tally()
    whole = count > 1
    _crashes(tally, seed, whole=whole)
    for number in range(count):
        with tally.trial("the room's windows", 0):
            try:
                _room(tally, rng(seed, "room", number), whole=whole)
            except PermissionError as error:
                tally.did_not_run.append(f"searching the memory of the room: {error.strerror}")
    return tally


# Core files


def _crashes(tally: Tally, seed: int, *, whole: bool) -> None:
    word = _word(rng(seed, "crash"))
    judged = _plain_program_leaves_a_core(word)
    if not judged:
        pattern = Path("/proc/sys/kernel/core_pattern").read_text().strip()
        tally.did_not_run.append(f"looking for core files: here they go to {pattern!r}, or the limit is 0")
    for how in (_writing, _resuming, _at_home, _in_the_room) if whole else (_writing,):
        for number in CRASHES if whole else CRASHES[:1]:
            # Without the limit, the second guard is alone. Home is painted before that is up, and shows no note.
            for limited in (True, False) if how is not _at_home else (True,):
                what = f"{how.__name__.strip('_')}, {number.name}, {'with' if limited else 'without'} the limit"
                with tally.trial(what), _crash_folder() as (data, cores):
                    how(data, partial(_program, data, cores, *(WITH_LIMIT if limited else WITHOUT_LIMIT)), word, number)
                    require(not judged or not _left_in(cores), f"{_left_in(cores)} was written")


@contextmanager
def _crash_folder() -> Iterator[tuple[Path, Path]]:
    with folder() as around:
        data, cores = around / "data", around / "cores"
        data.mkdir()
        cores.mkdir()
        yield data, cores


def _left_in(cores: Path) -> list[str]:
    return [path.name for path in cores.iterdir()]


def _plain_program_leaves_a_core(word: str) -> bool:
    """Return whether a program that forbids nothing leaves a core file with `word` in it when it crashes."""
    with _crash_folder() as (data, cores), _program(data, cores, "-c", _HOLDS_A_WORD) as terminal:
        terminal.type(f"{word}\n", "ready")
        terminal.kill(signal.SIGABRT)
        require(terminal.ends() == -signal.SIGABRT, "the plain program does not crash")
        return any(word.encode() in path.read_bytes() for path in cores.iterdir())


def _program(data: Path, cores: Path, *arguments: str) -> Terminal:
    """Start Python in the folder `cores` with as large core files as the system allows."""
    return Terminal(data, *arguments, program=_UNLIMITED, CORES=str(cores))


Start = Callable[..., Terminal]


def _writing(data: Path, start: Start, word: str, number: int) -> None:
    """Crash while a note is being written."""
    with start("run") as terminal:
        begin(terminal, data)
        _write(terminal, data, "1", word)
        _crash(terminal, number)


def _resuming(data: Path, start: Start, word: str, number: int) -> None:
    """Crash while the program asks whether to resume a session with a note."""
    _unfinished(data, word)
    with start("run") as terminal:
        terminal.sees("new session")
        _crash(terminal, number)


def _at_home(data: Path, start: Start, word: str, number: int) -> None:
    """Crash at home, beside an unfinished session with a note."""
    _unfinished(data, word)
    with start() as terminal:
        terminal.sees("Luisteren")
        _crash(terminal, number)


def _in_the_room(data: Path, start: Start, word: str, number: int) -> None:
    """Crash the room's window while a note is being written in the other one."""
    with Terminal(data, "run") as mine, start("room") as room:
        begin(mine, data)
        frame(room, "Verkenning")
        _write(mine, data, "1", word)
        _crash(room, number)


def _unfinished(data: Path, word: str) -> None:
    with Terminal(data, "run") as terminal:
        begin(terminal, data)
        _write(terminal, data, "1", word)
        terminal.kill(signal.SIGKILL)
        terminal.ends()


def _crash(terminal: Terminal, number: int) -> None:
    limits = Path(f"/proc/{terminal.pid}/limits").read_text()
    limited = b"\0-m\0luisteren_tui" in Path(f"/proc/{terminal.pid}/cmdline").read_bytes()
    require(not limited or re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE), "the limit is not 0")
    terminal.kill(number)
    require(terminal.ends() == -number, "it does not crash")


# The room's memory


def _room(tally: Tally, draw: Random, *, whole: bool) -> None:
    """Write notes while one room's window looks on and before another one opens, and search the memory of both."""
    words = [_word(draw) for _ in range(3)]
    with ExitStack() as opened, folder() as data:
        early = opened.enter_context(_scannable(data, "room"))
        mine = opened.enter_context(_scannable(data, "run"))
        begin(mine, data)
        _write(mine, data, "1", words[0], *LENGTHS)
        require(_holds(mine, words[:1]), "the judge does not find the word in the program that holds it")
        mine.type(ESCAPE, "→")
        go_on(mine, data, "2a")
        _write(mine, data, "2a", f"漢字 🙂 {words[1]}", *((*LENGTHS, LONG) if whole else ()))
        mine.type(ESCAPE, "→")
        if whole:
            _kill(mine, data, words[2])
            mine = opened.enter_context(_scannable(data, "run"))
            mine.sees("new session")
            mine.type(ENTER, "→")
        go_on(mine, data, "2b")
        late = opened.enter_context(_scannable(data, "room"))
        for name, room in (("open all the time", early), ("opened later", late)):
            frame(room, "Speel in tweetallen")
            with tally.trial(f"the memory of a room {name}"):
                require(not _holds(room, words), "it holds a word of a note")
        if whole:
            _kill(mine, data, words[2])
            with tally.trial("the memory of a room beside a session that was killed"):
                require(not _holds(early, words), "it holds a word of a note")


def _kill(mine: Terminal, data: Path, word: str) -> None:
    """Kill the program as if it were just writing a note."""
    mine.kill(signal.SIGKILL)
    mine.ends()
    (journal,) = (data / "sessions").glob("*.jsonl")
    with journal.open("ab") as file:
        file.write(f'{{"seq":9999,"at":"2026-11-28T12:00:00.000Z","t":1,"type":"noted","text":"{word}'.encode())


def _scannable(data: Path, command: str) -> Terminal:
    """Start a command that lets its parent look into it, which is otherwise only allowed for root."""
    return Terminal(data, command, program=_SCANNABLE)


def _holds(terminal: Terminal, words: list[str]) -> bool:
    """Return whether half of one of the words or more is in the memory of the program each time we look."""
    halves = [half for word in words for half in (word[: len(word) // 2], word[len(word) // 2 :])]
    forms = [half.encode(form) for half in halves for form in FORMS]
    # Not stopped meanwhile: Textual would paint everything anew after a stop.
    return all(any(form in part for part in _parts(terminal.pid) for form in forms) for _ in range(LOOKS))


def _parts(pid: int) -> Iterator[bytes]:
    """Yield each part of the memory of a process that can be read. Raise PermissionError if that is not allowed."""
    sizes = 0
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            start, end = (int(number, 16) for number in line.split()[0].split("-"))
            if line.split()[1].startswith("r") and not line.endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                memory.seek(start)
                part = memory.read(end - start)
                sizes += len(part)
                yield part
    require(sizes > 2**23, f"only {sizes} bytes of the program were read")


# Notes


def _word(draw: Random) -> str:
    """Return a word that is nowhere else."""
    return "".join(draw.sample("bcdfghjkmpqrstvwxz", 12))


def _write(terminal: Terminal, data: Path, activity: str, word: str, *lengths: int) -> None:
    """Write a note with `word`, make it longer by so many letters each time it is in the journal, and stay in it."""
    terminal.type("n", "F2")
    terminal.type(word)
    for length in (0, *lengths):
        terminal.type(f"\x1b[200~{'l' * length}\x1b[201~" if length else "")
        word += "l" * length
        terminal.until(lambda word=word: notes(data).get(activity) == word)  # type: ignore[misc]
