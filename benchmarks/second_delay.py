"""Measure how late the displayed second changes, compared with the journal of the session."""

import json
import re
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.compare import Fault
from benchmarks.sample_data import write_running_session
from benchmarks.terminal import Frame, Terminal

MAX_DELAY_MS = 100.0
"""How late the displayed second may change."""
HOUR = 3_600_000
SECONDS = 6.2
"""How long the seconds are watched: five delays at least, because the first second that is seen has none."""
_RUN_TIME = re.compile(r"(?:(\d+):)?(\d+):(\d\d) van ")
"""The run time of the activity in Dutch, as in "2:00:12 van 15:00"."""


def second_delays(command: list[str], keys: str, env: dict[str, str], hours: int) -> list[float]:
    """Return the delay of each displayed second in ms, in an activity that started that many hours ago.

    The keys must start the activity, or resume the session where it started hours ago.
    """
    with TemporaryDirectory() as folder:
        if hours:
            write_running_session(Path(folder), hours * HOUR)
        with Terminal(command, env | {"LUISTEREN_DATA": folder}, 120, 30) as terminal:
            terminal.first_paint()
            terminal.settle()
            terminal.press(keys)
            frames = Terminal.frames([terminal], time.monotonic() + SECONDS)
        (journal,) = Path(folder, "sessions").glob("*.jsonl")
        return delays(frames, activity_start(journal.read_bytes()))


def delays(frames: Sequence[Frame], began: float) -> list[float]:
    """Return how late each second after the first was displayed, in ms, in an activity that began at `began` (ms since 1970).

    Raise Fault if a second was displayed early. Frames that display no new second don't count: the time of day and the
    note that all is saved change at other moments. A second that was never displayed was as late as the next one.
    """
    found: list[float] = []
    last: int | None = None
    for frame in frames:
        if (match := _RUN_TIME.search(frame.text)) is None:
            continue
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        shown = hours * 3600 + minutes * 60 + seconds
        passed = frame.at * 1000 - began
        if passed < shown * 1000:
            raise Fault(f"a second was displayed {shown * 1000 - passed:.1f} ms early")
        if last is not None:
            found += [passed - second * 1000 for second in range(last + 1, shown + 1)]
        last = shown
    return found


def activity_start(journal: bytes) -> float:
    """Return when the activity began, in ms since 1970. Only the first clock event counts, so drift since then shows."""
    lines = [json.loads(line) for line in journal.splitlines()]
    clock = next(line for line in lines if line["type"] == "clock")
    started = next(line for line in lines if line["type"] == "started")
    return float(clock["wall"] + started["t"] - clock["t"])
