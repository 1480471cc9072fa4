"""Measure how late the displayed second changes, compared with the journal of the session."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.terminal import Terminal
from luisteren_tui.session.events import Clock, Event, Opened, Started
from luisteren_tui.storage.journal.line import encode
from luisteren_tui.storage.workshop_file import find, load

MAX_DELAY_MS = 100.0
"""How late the displayed second may change."""
HOUR = 3_600_000


def second_delays(command: list[str], keys: str, env: dict[str, str], hours: int) -> list[float]:
    """Return the delay of each displayed second in ms, in an activity that started that many hours ago."""
    with TemporaryDirectory() as folder:
        if hours:
            _write_journal(Path(folder), hours * HOUR)
        with Terminal(command, env | {"LUISTEREN_DATA": folder}, 120, 30) as terminal:
            terminal.first_paint()
            terminal.settle()
            terminal.press(keys)
            frames = terminal.frames(5)
        (journal,) = Path(folder, "sessions").glob("*.jsonl")
        began = _start(journal)
    return [(frame * 1000 - began) % 1000 for frame in frames]


def _write_journal(data: Path, ago: int) -> None:
    """Write the journal of a session that started `ago` ms ago, before the machine was restarted."""
    workshop = load(find("luisteren", data)).workshop
    assert workshop is not None
    planned = {each.id: each.duration for each in workshop.activities}
    wall = int(time.time() * 1000) - ago
    made: list[Event] = [
        Opened(
            t=0,
            format=1,
            id="2026-11-24-1330-luisteren",
            kind="session",
            sha256="",
            timezone="Europe/Amsterdam",
            participants=12,
            mirrored=False,
            planned=planned,
            workshop=workshop,
        ),
        Clock(0, wall, 0, "before"),
        Started(137, workshop.activities[0].id),
    ]
    (data / "sessions").mkdir(mode=0o700)
    lines = (encode(seq, wall + event.t, event) + b"\n" for seq, event in enumerate(made, 1))
    (data / "sessions" / "2026-11-24-1330-luisteren.jsonl").write_bytes(b"".join(lines))


def _start(journal: Path) -> float:
    """Return when the activity began, in ms since 1970, according to the last clock event."""
    lines = [json.loads(line) for line in journal.read_bytes().splitlines()]
    clock = list(_of(lines, "clock"))[-1]
    (started,) = _of(lines, "started")
    return float(clock["wall"] + started["t"] - clock["t"])


def _of(lines: list[dict[str, Any]], kind: str) -> Iterator[dict[str, Any]]:
    return (line for line in lines if line["type"] == kind)
