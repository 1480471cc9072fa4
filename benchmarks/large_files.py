"""Write large files to measure with: a workshop of many activities and a journal of many events."""

import json
from pathlib import Path

from luisteren_tui.session.events import Allotted, Clock, Event, Focused, Noted, Opened, Slot, Started
from luisteren_tui.storage.journal.line import encode
from luisteren_tui.storage.workshop_file import load

NOON = 1_795_518_000_000
"""24 November 2026, 12:00 UTC, in ms since 1970."""


def workshop(folder: Path, activities: int) -> Path:
    """Write a workshop of that many activities, five per step, and return its path."""
    lines = ["format: 1", f"id: large-{activities}", "title: Large", "language: en", "steps:"]
    for number in range(1, activities + 1):
        if number % 5 == 1:
            lines += [f"  - title: Step {number // 5 + 1}", "    activities:"]
        lines += [
            f"      - id: a{number}",
            f"        title: Activity {number}",
            "        duration: 5m",
            "        form: plenary",
            "        prompts:",
            "          - What strikes you?",
            "          - What would you do?",
        ]
    path = folder / f"large-{activities}.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def journal(folder: Path, events: int) -> Path:
    """Write the journal of a session with that many events, half of them notes, and return its path."""
    found = load(workshop(folder, 10)).workshop
    assert found is not None
    planned = {each.id: each.duration for each in found.activities}
    made: list[Event] = [
        Opened(
            t=0,
            format=1,
            id="large",
            kind="session",
            sha256="",
            timezone="Europe/Amsterdam",
            participants=12,
            mirrored=False,
            planned=planned,
            workshop=found,
        ),
        Clock(0, NOON, 0, "boot"),
        Started(1, "a1"),
    ]
    made += [_event(number) for number in range(events - len(made))]
    path = folder / "large.jsonl"
    path.write_bytes(b"".join(encode(seq, NOON + each.t, each) + b"\n" for seq, each in enumerate(made, 1)))
    return path


def _event(number: int) -> Event:
    t, slot = 10 + number * 100, Slot("a1", prompt=1 + number % 2)
    match number % 6:
        case 0 | 1 | 2:
            return Noted(t, slot, f"Stilte na het spelen, iemand noemt wachten: {number}")
        case 3:
            return Clock(t, NOON + t, t, "boot")
        case 4:
            return Allotted(t, "a1", 900_000 + number % 7 * 60_000)
    return Focused(t, slot)


def parse_lines(path: Path) -> None:
    """Parse the JSON of each line: the least that reading a journal can take."""
    for line in path.read_bytes().splitlines():
        json.loads(line)
