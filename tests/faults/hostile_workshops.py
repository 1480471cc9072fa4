"""Row 12: workshop files that are hostile or damaged."""

import os
import resource
import signal
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

from luisteren_tui import i18n
from luisteren_tui.i18n import _
from luisteren_tui.storage.workshop_file import format_finding, load
from luisteren_tui.system.package import content_dir
from tests.faults.tally import Tally, folder, require, rng, sample

SECONDS = 1
MIB = 150
OWN = 50
"""About what Python and the program use of it without any file."""
PATIENCE = 60
"""After this many seconds a process that waits for something is ended."""
SPICES = (
    b"[", b"]", b"{", b"}", b": ", b"- ", b"\n", b"\t", b"'", b'"', b"&a ", b"*a", b"!!x ", b"|", b"> ", b"<<: ",
    b"---\n", b"...\n", b"\x00", b"\xff", b"\xed\xa0\x80", b"0s", b"99h", b"null", b"~", b"\\", b"  ", b"#", b"?", b"? ",
    b"%YAML 1.2\n", b"9" * 5000, b"[" * 60, b"\xe2\x80\xae", b"\x1b", b"\xe2\x80\xa8", b"\xc2\x85", b"\r", b"\xef\xbb\xbf",
    b"1:30", b".nan", b"-1m", b"1e9m", b"\xf0\x9f\x98\x80",
)  # fmt: skip
SCALARS = (
    "1:30", "1:30:00", "0:45", "no", "on", "010", "0x10", "1e3", ".nan", ".inf", "-.inf", "2026-02-30", "9" * 5000, "null",
    "~", "true", "''", "-5m", "99999999999h", "5m-", "7m-5m", "1m-2m-3m", "15 minuten", "1h 30m", "١٥m", "1.5m", "0s",
    '"\\e[31m"', '"\\ud800"', '"\\x00"', '"\\u202e"', '"\\U0001F600"', "!!binary YQ==", "!!python/object:os.system x",
    "8-20", "20-8", "0", "99999-99999", "51", "!!set {a, b}", "!!timestamp 2026-01-01", "&a x", "*a", "[a, b]", "{a: b}", "[[[[]]]]", "|\n    tekst", ">-\n    tekst",
    "a: b", "- a", "? a", "@a", "`a`", "%a", "x" * 100_000, "{}{}", "'it''s'", '"\\\n"', "Casus: dialoog", "=", "<<",
)  # fmt: skip


def hostile_workshops(count: int, seed: int) -> Tally:
    """Read hostile files and mutations of the shipped workshops, each in a process limited to 1 s of CPU and 150 MiB.

    Judged by the result: a workshop, or errors like `file:line:column: fout: ...` with a place inside the file, in
    Dutch and printable. No traceback, no signal, no limit reached.
    Seen to fail without: reading events before building anything (`yaml_source.parse`), the maximum size of a file
    (`MAX_WORKSHOP_BYTES`), and `safe_line` in `format_finding`. The limits on depth and on the number of values back
    each other up, so removing only one of them is not noticed here.
    """
    tally = Tally()
    i18n.use("nl")
    paths = sorted(content_dir().glob("*.yaml"))
    shipped = [path.read_bytes() for path in paths]
    for path in paths:
        load(path)  # do the late imports now
    values = [
        value
        for path in ("luisteren", "wereldcafe")
        for value in _values((content_dir() / f"{path}.yaml").read_text("utf-8"))
    ]
    with folder() as data:
        for name, text in (*_bombs(), *sample(values, 40 if count < 1000 else 0, seed)):
            with tally.trial(name):
                _read_apart(data, text)
        with tally.trial("1 GiB"):
            _read_apart(data, b"a: x\n", size=2**30)
        for number in range(count):
            with tally.trial(f"mutation {number}"):
                _read_apart(data, _mutated(shipped[number % len(shipped)], rng(seed, "yaml", number)))
    return tally


def _mutated(data: bytes, draw: Random) -> bytes:
    for _change in range(draw.randint(1, 4)):
        place = draw.randint(0, len(data))
        match draw.randint(0, 4):
            case 0 | 1:
                data = data[:place] + draw.choice(SPICES) + data[place + draw.choice((0, 1, 5, 300)) :]
            case 2:
                other = draw.randint(0, len(data))
                data = data[:place] + data[other : other + draw.randint(1, 400)] + data[place:]
            case 3:
                data = data[:place] + draw.randbytes(draw.randint(1, 4)) + data[place:]
            case _:
                lines = data.splitlines(keepends=True)
                at = draw.randrange(len(lines)) if lines else 0
                data = b"".join([*lines[:at], b" " * draw.randint(0, 3), *lines[at + draw.randint(0, 1) :]])
    return data


def _values(shipped: str) -> Iterator[tuple[str, bytes]]:
    lines = shipped.splitlines()
    keys = [n for n, line in enumerate(lines) if ": " in line and not line.lstrip().startswith("#")]
    draw = rng(0, "curated")
    for number, scalar in enumerate(SCALARS):
        for at in draw.sample(keys, 4):
            key = lines[at].partition(": ")[0]
            changed = [*lines[:at], f"{key}: {scalar}", *lines[at + 1 :]]
            yield f"value {number} in line {at + 1}", "\n".join(changed).encode()
    for encoding in ("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-7"):
        yield encoding, shipped.encode(encoding, "replace")


def _bombs() -> Iterator[tuple[str, bytes]]:
    for opening in (
        "[",
        "{",
        "- ",
        "? ",
        "[{",
        "{a: ",
        "- - ",
        "!!x ",
        "&a ",
        "* ",
        '"',
        "'",
        "|\n",
        "%",
        "#",
        "\t",
        ": ",
    ):
        for many in (21, 1000, 30_000, 200_000):
            yield f"{opening!r} {many} times", (opening * many).encode()[: 300 * 1024]
    levels = "abcdefghijklmnopqrstuvwxyz"
    aliases = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    merges = "a: &a {x: 1}\n"
    for before, name in pairwise(levels):
        aliases += f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
        merges += f"{name}: &{name} {{<<: [{','.join([f'*{before}'] * 9)}]}}\n"
    yield "an alias bomb", aliases.encode()
    yield "a merge bomb", merges.encode()
    yield "an alias to itself", b"a: &a [*a]\n"
    yield "empty", b""
    yield "zeros", bytes(1000)
    yield "every byte", bytes(range(256)) * 4
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(2000)
    yield "300 KiB", b"a: " + b"x" * 300_000
    yield "19,999 items", b"-\n" * 19_999
    yield "40,000 items", b"- a\n" * 40_000
    yield "60,000 keys", b"".join(b"k%d: 1\n" % n for n in range(25_000))
    yield "10,000 steps", b"format: 1\ntitle: x\nsteps:\n" + b"- {title: x, duration: 1m, form: plenary}\n" * 5000
    activity = "- {title: x, duration: 1m, form: plenary, repeat: 50, id: %s}\n"
    yield "many rounds", ("title: x\nsteps:\n" + "".join(activity % f"a{n}" for n in range(1900))).encode()
    ids = (id for n in range(676) for id in (f"x{n}", f"1{chr(97 + n // 26)}{chr(97 + n % 26)}"))
    parts = "".join(f"  - {{id: {id}, title: x, duration: 1m, form: plenary}}\n" for id in ids)
    yield "labels that are taken", f"title: x\nsteps:\n- title: x\n  activities:\n{parts}".encode()
    yield "a key of 250 KB", b"x" * 250_000 + b": 1"
    yield "a thousand documents", b"a: 1\n---\n" * 1000
    yield "a number of 4,301 digits", b"format: " + b"1" * 4301
    yield "an escape in a key", b'"\\e]0;x\\a": 1\n'


def _read_apart(data: Path, text: bytes, size: int = 0) -> None:
    path = data / "x.yaml"
    path.write_bytes(text)
    if size:
        os.truncate(path, size)
    reading, writing = os.pipe()
    held = _held()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            signal.alarm(PATIENCE)
            _limit()
            _read(path, text)
        except BaseException as error:  # noqa: BLE001 - this process ends after any exception
            os.write(writing, f"{type(error).__name__}: {error}"[:300].encode("utf-8", "replace"))
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as said:
        wrong = said.read().decode("utf-8", "replace")
    _, ended, used = os.wait4(pid, 0)
    status = os.waitstatus_to_exitcode(ended)
    most = used.ru_maxrss // (1024 if sys.platform == "linux" else 1024 * 1024)
    # The forked process starts with the memory of this one, which is a lot late in a run.
    require(most <= max(MIB, held + MIB - OWN), f"it used {most} MiB, of which {held} were there")
    require(not wrong and not status, wrong or f"it ends with {signal.Signals(-status).name if status < 0 else status}")


def _held() -> int:
    """Return how much memory this process uses, in MiB, or 0 if that is unknown."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20


def _limit() -> None:
    used = (
        int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        if sys.platform == "linux"
        else 0
    )
    spent = resource.getrusage(resource.RUSAGE_SELF)
    # A forked process starts with no CPU time used, and with the memory of this one.
    seconds = int(spent.ru_utime + spent.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (max(MIB * 2**20, used + 100 * 2**20),) * 2)


def _read(path: Path, text: bytes) -> None:
    loaded = load(path)
    require((loaded.workshop is None) == bool(loaded.errors), "a workshop and errors, or neither")
    count = sum(text.count(end) for end in (b"\n", b"\r", b"\x85", b"\xe2\x80")) + 1
    for finding in loaded.errors:
        line = format_finding(finding)
        require(line.startswith(f"{path}:{finding.line}:{finding.column}: fout: "), line)
        require(1 <= finding.line <= count + 1 and finding.column >= 1, f"no such place: {line}")
        require(line.isprintable(), f"not printable: {line!r}")
        require(_(finding.problem.message) != finding.problem.message, f"not in Dutch: {line}")
