"""Row 8: several programs start on one folder."""

import json
import os
import signal
from pathlib import Path
from typing import Any
from unittest.mock import patch

from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Noted, Slot
from luisteren_tui.storage import lock
from luisteren_tui.storage.files import replace_atomically
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.lock import FolderInUse, lock_folder
from tests.faults.random_sessions import NOON, HandClock, begin
from tests.faults.tally import Tally, folder, require, rng

RACERS = 8
NOTES = 5


def races(count: int, seed: int) -> Tally:
    """Start eight programs at once on one folder; in half of the races a killed program left traces.

    One trial has a program that holds the lock but is slow to say so.

    Judged by what each reports: one ran, and the others name its process. The journal holds all notes of that one, in
    order.
    Seen to fail without: the lock (`lock_folder`), waiting until its holder has written who it is, and believing only
    a holder that is alive (both `_in_use`).
    """
    tally = Tally()
    for number in range(count):
        # Wait ten times as long as for a person: on a busy machine the holder may be slow to write who it is.
        with tally.trial(f"race {number}"), folder() as data, patch.object(lock, "_PAUSE_S", lock._PAUSE_S * 10):
            if rng(seed, "race", number).random() < 0.5:
                _killed_holder(data)
            _race(data)
    with tally.trial("a holder that says late who it is"), folder() as data:
        _killed_holder(data)
        _late_holder(data)
    return tally


def _killed_holder(data: Path) -> None:
    pid = os.fork()
    if pid == 0:
        with lock_folder(data, "before", NOON):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)


def _late_holder(data: Path) -> None:
    """Check that what a killed holder wrote isn't believed while the new holder hasn't written yet."""
    ready, go = os.pipe(), os.pipe()
    write, look, looks = replace_atomically, lock._read, 0

    def late(*given: Any, **more: Any) -> None:
        os.write(ready[1], b"x")
        os.read(go[0], 1)
        write(*given, **more)

    def looked(path: Path) -> FolderInUse:
        nonlocal looks
        found, looks = look(path), looks + 1
        if looks == 2:
            os.write(go[1], b"x")
        return found

    pid = os.fork()
    if pid == 0:
        os.close(go[1])
        with patch.object(lock, "replace_atomically", late), lock_folder(data, "late", NOON):
            os.read(go[0], 1)  # until the check is over
        os._exit(0)
    try:
        os.read(ready[0], 1)
        with patch.object(lock, "_read", looked), patch.object(lock, "_PAUSE_S", lock._PAUSE_S * 10):
            said = _who_holds(data)
        require(said == pid, f"{said} is said to hold it, not {pid}")
    finally:
        os.close(go[1])
        os.waitpid(pid, 0)
        for end in (*ready, go[0]):
            os.close(end)


def _who_holds(data: Path) -> int | None:
    try:
        with lock_folder(data, "second", NOON):
            return os.getpid()
    except FolderInUse as held:
        return held.pid


def _race(data: Path) -> None:
    start, results, over = os.pipe(), os.pipe(), os.pipe()
    pids = []
    for _ in range(RACERS):
        pid = os.fork()
        if pid == 0:
            try:
                os.close(start[1])
                os.close(over[1])
                os.read(start[0], 1)  # until all have started
                said_last = _run(data, results[1], over[0])
            except Exception as error:  # noqa: BLE001 - report any exception, since the others wait for this one
                said_last = {"ran": False, "who": f"{type(error).__name__}: {error}"}
            try:
                os.write(results[1], json.dumps(said_last).encode() + b"\n")
            finally:
                os._exit(0)
        pids.append(pid)
    os.close(results[1])
    os.close(start[1])
    lines = open(results[0], "rb", buffering=0)  # noqa: SIM115 - closed below
    said = b""
    while said.count(b"\n") < RACERS:
        more = lines.read(65536)
        if not more:
            break
        said += more
    for end in (over[1], over[0], start[0]):
        os.close(end)
    said += lines.read() or b""
    lines.close()
    for pid in pids:
        os.waitpid(pid, 0)
    told = [json.loads(line) for line in said.splitlines()]
    ran = [each for each in told if each["ran"]]
    require(len(ran) == 1, f"{len(ran)} ran")
    require(len(told) == RACERS, f"{len(told)} said something")
    (winner,) = ran
    for each in told:
        who = each.get("who", each.get("pid"))
        require(who == winner["pid"], f"{who} is said to hold it, not {winner['pid']}")
    (path,) = (data / "sessions").iterdir()
    read = read_journal(path)
    notes = [record.event.text for record in read.records if isinstance(record.event, Noted)]
    require(notes == [f"{winner['pid']} {number}" for number in range(NOTES)] and read.intact, "it is mixed")


def _run(data: Path, results: int, over: int) -> dict[str, object]:
    try:
        with lock_folder(data, "run", NOON):
            live = _write(data)
            os.write(results, json.dumps({"ran": True, "pid": os.getpid()}).encode() + b"\n")
            os.read(over, 1)  # until the others have tried
            live.close(20)
    except FolderInUse as held:
        return {"ran": False, "who": held.pid}
    os._exit(0)


def _write(data: Path) -> LiveSession:
    live = begin(data, HandClock())
    for number in range(NOTES):
        live.do(c.Write(Slot("1", 1), f"{os.getpid()} {number}"))
    return live
