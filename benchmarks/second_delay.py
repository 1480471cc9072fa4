"""Measure how late the displayed second changes, compared with the journal of the session."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.sample_data import opened, write_journal
from benchmarks.terminal import Terminal
from luisteren_tui.session.events import Clock, Started
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
    loaded = load(find("luisteren", data))
    assert loaded.workshop is not None
    began = int(time.time() * 1000) - ago
    id = "2026-11-24-1330-luisteren"
    (data / "sessions").mkdir(mode=0o700)
    events = [opened(loaded, id), Clock(0, began, 0, "before"), Started(137, loaded.workshop.activities[0].id)]
    write_journal(data / "sessions" / f"{id}.jsonl", events, began)


def _start(journal: Path) -> float:
    """Return when the activity began, in ms since 1970, according to the last clock event."""
    lines = [json.loads(line) for line in journal.read_bytes().splitlines()]
    clock = list(_of(lines, "clock"))[-1]
    (started,) = _of(lines, "started")
    return float(clock["wall"] + started["t"] - clock["t"])


def _of(lines: list[dict[str, Any]], kind: str) -> Iterator[dict[str, Any]]:
    return (line for line in lines if line["type"] == kind)
