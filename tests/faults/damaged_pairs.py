"""Row 18: the journal and the outcome of one session side by side, one of them damaged, with all that may lie beside them."""

import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from luisteren_tui import i18n
from luisteren_tui.cli.output import GlobalOptions
from luisteren_tui.cli.session_list import list_all
from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot
from luisteren_tui.storage import deletion, retention
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.outcome.outcome_file import encode, finish
from luisteren_tui.storage.session_index import SessionFiles, newest_unfinished
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui import startup
from tests.faults.random_sessions import HandClock, begin, random_command, resume
from tests.faults.tally import Tally, folder, require, rng, sample

NAMED = re.compile(r"\S+\.damaged-\d+")
Change = Callable[[dict[str, Any]], object]


class Real(NamedTuple):
    """A real session: its `name`, its journal when it had run halfway and when it had ended, and the true outcomes of both."""

    name: str
    halfway: bytes
    ended: bytes
    so_far: dict[str, Any]
    outcome: bytes
    amended: bytes
    other: tuple[bytes, bytes]


class Case(NamedTuple):
    """Two files, and the `state` that the session must have: "unfinished", "ended", or either where nobody can tell."""

    what: str
    journal: bytes
    outcome: bytes
    state: str = ""


def damaged_pairs(count: int, seed: int) -> Tally:
    """Put a sound and a damaged file of one session into a folder, start, list, delete another, resume, end and sweep.

    The journal is sound and the outcome damaged in each way, and the other way round, with and without what killed
    programs leave beside them. The judge reads the files with json and zlib alone.
    Holds: after each step all that was sound is in some file of the session: each line of the journal, or its texts in
    an outcome that is whole; each damaged file too, byte for byte. A sound unfinished journal is offered again, a sound
    outcome keeps its bytes, and what the program names is there.
    Seen to fail without: the comparison in `read_entry` and in `_finish_late` (`worth_beside`), setting another outcome
    aside (`_keep_other`), the check of adjustments and times (`_follows`), the comparison of a replacement with its
    journal (`_holds_all`), taking a replacement whose journal is gone (`adopt_replacements`), deleting a journal last
    (`delete`), keeping the journal that the outcome lacks (`rename_aside`).
    """
    i18n.use("en")
    tally = Tally()
    real = _real(seed)
    draw = rng(seed, "pairs")
    for number, case in enumerate(sample(list(_cases(real, draw)), count, seed)):
        beside = _leftovers(real)[number % len(_leftovers(real))]
        with tally.trial(f"{case.what}, beside {' '.join(beside) or 'nothing'}"), folder() as data:
            _Judge(data, real, case).all_steps(beside)
    for what, new in _replacements(real, draw):
        with tally.trial(f"a replacement {what}, and no journal"), folder() as data:
            _Judge(data, real, Case(what, new, b"")).replacement_alone()
        for number in range(1, 4):
            with tally.trial(f"deletion killed at file {number}, a replacement {what}"), folder() as data:
                _Judge(data, real, Case(what, new, b"")).deletion_is_killed(number)
    return tally


def _real(seed: int) -> Real:
    with folder() as data:
        clock, draw = HandClock(), rng(seed, "session")
        live = begin(data, clock)
        assert live.path
        live.do(c.Toggle())
        live.do(c.Write(Slot("1"), "in de eerste helft"))
        for _ in range(15):
            clock.pass_by(draw.randint(1_000, 90_000))
            live.do(random_command(draw))
        live.do(c.Minutes(1))
        live.record_time()
        require(live.journal.close(20), "it can't be written")
        halfway, so_far = live.path.read_bytes(), json.loads(json.dumps(live.outcome()))
        live = resume(live.path, clock)
        live.do(c.Write(Slot("1"), "in de eerste helft, en verder"))
        live.do(c.Write(Slot("2a"), "in de tweede helft"))
        clock.pass_by(60_000)
        live.do(c.End())
        require(live.journal.close(20), "it can't be written")
        assert live.path
        whole = live.outcome()
        amended = json.loads(json.dumps(whole))
        amended["activities"][0]["notes"][0] |= {"text": "later anders", "edited": "2026-11-25T10:00:00Z"}
        name, ended = live.path.stem, live.path.read_bytes()
    with folder() as data:
        live = begin(data, HandClock())
        live.do(c.Toggle())
        live.do(c.Write(Slot("1"), "van een ander"))
        live.do(c.End())
        require(live.journal.close(20), "it can't be written")
        assert live.path
        other = live.path.read_bytes(), encode(live.outcome()).encode()
    return Real(name, halfway, ended, so_far, encode(whole).encode(), encode(amended).encode(), other)


def _leftovers(real: Real) -> list[dict[str, bytes]]:
    """Return what may lie beside the pair, by the end of its name."""
    return [
        {},
        {"jsonl.7.new": real.halfway[: len(real.halfway) // 2]},
        {"json.7.new": real.outcome[:300], "jsonl.damaged-1": real.ended},
        {"json.damaged-1": real.outcome, "jsonl.damaged-1": b"x"},
        {"jsonl.7.new": real.ended},
        {"jsonl.7.new": b"", "json.7.new": b""},
        {"jsonl.7.new": real.other[0]},
    ]


def _replacements(real: Real, draw: Random) -> Iterator[tuple[str, bytes]]:
    """Yield what a program may have written of a new file for a journal that was gone when it was killed."""
    lines = real.halfway.splitlines(keepends=True)
    yield "that is whole", real.halfway
    yield "that is cut off", real.halfway[: draw.randrange(len(lines[0]) + 1, len(real.halfway))]
    yield "with a line changed", b"".join([*lines[:5], b"x" + lines[5], *lines[6:]])


# The cases


def _cases(real: Real, draw: Random) -> Iterator[Case]:
    whole = json.loads(real.outcome)
    claims = real.so_far | {"last_seq": 10**6, "ended": whole["ended"]}
    for what, damaged in (*_damaged_files(real.outcome, draw), *_damaged_values(whole)):
        yield Case(f"outcome {what}, journal unfinished", real.halfway, damaged, "unfinished")
        yield Case(f"outcome {what}, journal ended", real.ended, damaged, "ended")
    for what, damaged in (("that claims the end", encode(claims).encode()), *_damaged_values(claims)):
        yield Case(f"outcome {what} and a high number, journal unfinished", real.halfway, damaged, "unfinished")
    for what, damaged in _damaged_values(whole | {"last_seq": 10**6}):
        yield Case(f"outcome {what} and a high number, journal ended", real.ended, damaged, "ended")
    for what, damaged in _flipped(real.outcome, draw):
        yield Case(f"outcome {what}, journal unfinished", real.halfway, damaged)
        yield Case(f"outcome {what}, journal ended", real.ended, damaged, "ended")
    for sound, outcome in (("", real.outcome), (" and completed later", real.amended)):
        yield Case(f"both sound{sound}", real.ended, outcome, "ended")
        yield Case(f"outcome sound{sound}, journal an older copy", real.halfway, outcome, "ended")
        for what, damaged in (*_damaged_files(real.ended, draw), *_damaged_lines(real, draw)):
            yield Case(f"outcome sound{sound}, journal {what}", damaged, outcome, "ended")
    yield Case("outcome so far, journal further", real.ended, encode(real.so_far).encode(), "ended")
    yield Case("outcome of another session, journal unfinished", real.halfway, real.other[1], "unfinished")
    yield Case("outcome of another session, journal ended", real.ended, real.other[1], "ended")
    yield Case("journal of another session, outcome sound", real.other[0], real.outcome)


def _damaged_files(data: bytes, draw: Random) -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "zeroed", bytes(len(data))
    yield "text", b"een boodschappenlijst\n"
    yield "a list", b"[1]"
    yield "nested", b"[" * 100_000
    for _ in range(12):
        place = draw.randrange(1, len(data) - 1)
        yield f"cut at byte {place}", data[:place]
        yield f"zeroed from byte {place}", data[:place] + bytes(len(data) - place)


def _damaged_lines(real: Real, draw: Random) -> Iterator[tuple[str, bytes]]:
    lines = real.ended.splitlines(keepends=True)
    for n in (0, 1, len(lines) - 1, *(draw.randrange(len(lines)) for _ in range(6))):
        before, after = lines[:n], lines[n + 1 :]
        for what, middle in (
            ("deleted", []),
            ("zeroed", [bytes(len(lines[n]))]),
            ("changed", [b"x" + lines[n][1:]]),
            ("doubled", [lines[n], lines[n]]),
            ("of another session", [draw.choice(real.other[0].splitlines(keepends=True))]),
        ):
            yield f"with line {n + 1} {what}", b"".join((*before, *middle, *after))


def _damaged_values(outcome: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    def first(change: Change) -> Change:
        return lambda value: change(value["activities"][0])

    changes: Mapping[str, Change] = {
        "without activities": lambda value: value.update(activities=[]),
        "with activities as an object": lambda value: value.update(activities={}),
        "with activities null": lambda value: value.update(activities=None),
        "with one activity less": lambda value: value["activities"].pop(),
        "with activities reversed": lambda value: value["activities"].reverse(),
        "with a number as activity": lambda value: value["activities"].append(1),
        "without an end": lambda value: value.update(ended=None),
        "without a number": lambda value: value.pop("last_seq"),
        "without a workshop": lambda value: value.update(workshop=None),
        "of another id": lambda value: value.update(id="2026-01-01-0900-anders"),
        "of another version": lambda value: value["workshop"].update(sha256="00"),
        "without adjustments": lambda value: value.update(adjustments=[]),
        "with another adjustment": lambda value: value["adjustments"][0].update(type="cut"),
        "with a time as text": first(lambda one: one.update(actual_s="12")),
        "without a title": first(lambda one: one.pop("title")),
        "with a note as text": first(lambda one: one.update(notes=["x"])),
        "with turns null": first(lambda one: one.update(turns=None)),
    }
    for what, change in changes.items():
        value = json.loads(json.dumps(outcome))
        change(value)
        yield what, json.dumps(value).encode()


def _flipped(data: bytes, draw: Random) -> Iterator[tuple[str, bytes]]:
    for _ in range(400):
        place, bit = draw.randrange(len(data)), 1 << draw.randrange(8)
        yield f"with bit {bit} of byte {place} flipped", data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]


# The judge


def _sound_lines(data: bytes) -> dict[int, tuple[bytes, dict[str, Any]]]:
    """Return the lines of a journal whose checksum is right, with their fields, by number."""
    found: dict[int, tuple[bytes, dict[str, Any]]] = {}
    for line in data.split(b"\n"):
        body, _crc, checksum = line.rpartition(b',"crc":')
        if body and checksum == b"%d}" % zlib.crc32(body):
            fields = json.loads(line)
            found.setdefault(fields["seq"], (line, fields))
    return found


def _texts(data: bytes) -> dict[object, str]:
    """Return the texts of the notes of an outcome by their places; none if it is not whole."""
    try:
        value = json.loads(data)
        notes: dict[object, str] = {
            (one["id"], note["prompt"], note["group"], note["private"]): note["text"]
            for one in value["activities"]
            for note in one["notes"]
        }
        whole = value["activities"] and isinstance(value["ended"], str)
    except (ValueError, TypeError, KeyError, RecursionError):
        return {}
    return notes if whole else {}


def _last_texts(lines: Mapping[int, tuple[bytes, dict[str, Any]]]) -> dict[object, str]:
    noted = [fields for _seq, (_line, fields) in sorted(lines.items()) if fields["type"] == "noted"]
    places = [tuple(fields["slot"][key] for key in ("activity", "prompt", "group", "private")) for fields in noted]
    return {place: fields["text"] for place, fields in zip(places, noted, strict=True) if fields["text"].strip()}


class _Judge:
    """Takes the steps with one pair of files, and looks after each what is left of them."""

    def __init__(self, data: Path, real: Real, case: Case) -> None:
        self.data, self.real, self.case = data, real, case
        self.folders = Folders(data)
        self.sessions = self.folders.sessions
        self.sessions.mkdir(parents=True)
        self.journal, self.outcome = (self.sessions / f"{real.name}.{end}" for end in ("jsonl", "json"))
        self.kept: dict[str, bytes] = {}

    def all_steps(self, beside: Mapping[str, bytes]) -> None:
        """Start, list, delete another session, sweep, resume and end, and sweep again."""
        self.kept = {"jsonl": self.case.journal, "json": self.case.outcome, **beside}
        for end, data in self.kept.items():
            (self.sessions / f"{self.real.name}.{end}").write_bytes(data)
        before = self._files()
        said = startup._finish_ended(self.folders)
        self._nothing_gone("the start")
        self._said_is_true(said, before)
        before = self._files()
        state = self._listed()
        replaced = self.case.state == "unfinished" and beside.get("jsonl.7.new") == self.real.ended
        require(state == "ended" if replaced else self.case.state in ("", state), f"listed as {state}")
        require(self._files() == before, "listing changed something")
        self._delete_another()
        self._nothing_gone("deleting another session")
        if state == "unfinished":
            self._sweep(1)
            require(self._files() == before, "a sweep took something of an unfinished session")
            self._go_on()
        elif self.case.state and self.case.outcome in (self.real.outcome, self.real.amended):
            require(self.outcome.read_bytes() == self.case.outcome, "the sound outcome was changed")
        elif self.case.state and self.outcome.read_bytes() != self.real.outcome:
            # A key that this version doesn't know may be damage, or come from a newer version: both are kept.
            unknown = self.case.journal in self._files().values() and self.outcome.read_bytes() == self.case.outcome
            require(unknown, "the outcome is not that of the journal")
        if state != "damaged":
            times = self._times()
            self._sweep(0)
            require(self._times() == times, "a sweep changed the times")

    def replacement_alone(self) -> None:
        """Start with a half-written replacement of a journal that is gone, and go on with the session."""
        self.kept = {"jsonl.7.new": self.case.journal}
        (self.sessions / f"{self.real.name}.jsonl.7.new").write_bytes(self.case.journal)
        require(not startup._finish_ended(self.folders), "it says something")
        self._nothing_gone("the start")
        require(self._listed() == "unfinished", "it is not offered")
        self._go_on()

    def deletion_is_killed(self, number: int) -> None:
        """Kill the deletion of a session when it removes file `number`: what has no journal then has none after a start."""
        self.journal.write_bytes(self.real.halfway)
        for end in ("jsonl.7.new", "jsonl.damaged-1"):
            (self.sessions / f"{self.real.name}.{end}").write_bytes(self.case.journal)
        files = SessionFiles(self.real.name, self.sessions)
        try:
            deletion.delete(files, _KilledDisk(number))
        except InterruptedError:
            deleted = not self.journal.exists()
            startup._finish_ended(self.folders)
            require(not (deleted and self._files()), "it came back")
            deletion.delete(files)
        require(not self._files(), "something of it is left")

    def _files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.sessions.iterdir() if path.is_file()}

    def _nothing_gone(self, step: str) -> None:
        files = [data for name, data in self._files().items() if name.startswith(f"{self.real.name}.")]
        texts = _texts(self.outcome.read_bytes()) if self.outcome.exists() else {}
        for end, data in self.kept.items():
            if not data or any(data == each for each in files):
                continue
            lines = _sound_lines(data)
            ended = bool(lines) and not self.journal.exists()
            gone = [seq for seq, (line, _fields) in lines.items() if not any(line in each for each in files)]
            held = ended and self._has(texts, _last_texts(lines))
            require(not gone or held, f"{step}: entries {gone} of {end} are gone")
            if "jsonl" in end:
                only_its_end = data.count(b"\n") == len(lines)  # documented: a torn last line is not kept
                half_written = end.endswith(".new")
                require(held or only_its_end or half_written, f"{step}: {end} is not kept")
            else:
                old, new = _values(data), _values(self.outcome.read_bytes())
                if isinstance(old, dict) and isinstance(new, dict) and old.get("ended") is None:
                    old["ended"] = new["ended"]
                require((old is not None and old == new) or end.endswith(".new"), f"{step}: {end} is not kept")

    def _has(self, texts: Mapping[object, str], wanted: Mapping[object, str]) -> bool:
        """Return whether an outcome has these texts, or one to which a text was changed later."""
        changed = {"later anders", "in de eerste helft, en verder", "in de tweede helft"}
        return all(texts.get(place) == text or texts.get(place) in changed for place, text in wanted.items())

    def _said_is_true(self, said: list[str], before: Mapping[str, bytes]) -> None:
        after = self._files()
        named = {name for text in said for name in NAMED.findall(text)}
        require({name.rstrip(".") for name in named} <= {*after}, f"it names what is not there: {said}")
        if after == before:
            require(not said, f"nothing changed, but it says {said}")
        moved = after.keys() - before.keys() - {self.outcome.name}
        require(not moved or said, f"{moved} appeared without a word")

    def _listed(self) -> str:
        options, out = GlobalOptions(), StringIO()
        options.data = str(self.data)
        with redirect_stdout(out), redirect_stderr(out):
            require(list_all(options) == 0, "they can't be listed")
        (line,) = [line for line in out.getvalue().splitlines() if line.startswith(f"{self.real.name} ")]
        found = [state for state, word in STATES.items() if f"  {word}  " in f"{line}  "]
        require(len(found) <= 1, line)
        state = found[0] if found else "ended"
        offered = newest_unfinished(self.sessions)
        require((offered == self.journal) == (state == "unfinished"), f"{state}, and offered is {offered}")
        return state

    def _delete_another(self) -> None:
        other = SessionFiles(f"{self.real.name}-2", self.sessions)
        for end in ("json", "jsonl.damaged-1"):
            (self.sessions / f"{other.id}.{end}").write_bytes(self.real.outcome)
        require(deletion.delete(other), "it was not deleted")
        require(not [name for name in self._files() if name.startswith(f"{other.id}.")], "something of it is left")

    def _sweep(self, least_stuck: int) -> None:
        old = retention.find_old_notes(self.folders, 30, date(2030, 1, 1))
        require(len(old.stuck) >= least_stuck, "the unfinished session is not stuck")
        retention.forget_old_notes(old)

    def _go_on(self) -> None:
        wanted = _last_texts(_sound_lines(self.journal.read_bytes()))
        live = resume(self.journal, HandClock(1_795_600_000_000))
        require(live.path == self.journal, "it goes on elsewhere")
        live.do(c.End())
        require(live.journal.close(20), "it can't be written")
        finish(self.journal, live.outcome())
        require(self._has(_texts(self.outcome.read_bytes()), wanted), "notes are missing after going on")
        self._nothing_gone("the end")

    def _times(self) -> object:
        value = _values(self.outcome.read_bytes())
        if not isinstance(value, dict) or not isinstance(value.get("activities"), list):
            return None
        return [[one.get(key) for key in ("id", "status", "planned_s", "actual_s")] for one in value["activities"]]


class _KilledDisk(Disk):
    """A disk on which everything ends when file `number` is to be removed."""

    def __init__(self, number: int) -> None:
        self.left = number

    def unlink(self, path: Path) -> None:
        self.left -= 1
        if self.left == 0:
            raise InterruptedError
        super().unlink(path)


STATES = {"unfinished": "not ended", "damaged": "damaged"}
"""How the list calls a session that has not simply ended, in English."""


def _values(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
