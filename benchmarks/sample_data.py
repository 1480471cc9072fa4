"""Data to measure with: a workshop of many activities, the journal of a session, and a folder of many ended sessions."""

import json
import shutil
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from luisteren_tui.session.events import Allotted, Clock, Event, Focused, Noted, Opened, Slot, Started
from luisteren_tui.session.state import begin
from luisteren_tui.storage.journal.line import encode as encode_line
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.outcome.outcome_file import encode
from luisteren_tui.storage.workshop_file import LoadedWorkshop, find, load
from luisteren_tui.system.package import content_dir

NOON = 1_795_518_000_000
"""24 November 2026, 12:00 UTC, in ms since 1970."""
SESSIONS = 10_000
"""How many ended sessions there are: more than anyone will ever have."""
SESSION_ID = "2026-11-24-1330-luisteren"
NOTE = "Wat iemand in de groep zei, en wat een ander daarop antwoordde. " * 4
_folders: list[TemporaryDirectory[str]] = []


def write_workshop(folder: Path, activities: int) -> Path:
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


def write_long_journal(folder: Path, events: int) -> Path:
    """Write the journal of a session with that many events, half of them notes, and return its path."""
    begun = [opened(load(write_workshop(folder, 10)), "large"), Clock(0, NOON, 0, "boot"), Started(1, "a1")]
    path = folder / "large.jsonl"
    write_journal(path, [*begun, *map(_event, range(events - len(begun)))], NOON)
    return path


def opened(loaded: LoadedWorkshop, id: str) -> Opened:
    """Return the first event of a session of this workshop."""
    assert loaded.workshop is not None
    return Opened(
        t=0,
        format=1,
        id=id,
        kind="session",
        sha256=loaded.sha256,
        timezone="Europe/Amsterdam",
        participants=12,
        mirrored=False,
        planned={each.id: each.duration for each in loaded.workshop.activities},
        workshop=loaded.workshop,
    )


def write_journal(path: Path, events: Sequence[Event], began: int) -> None:
    """Write the journal of a session that began at `began`, in ms since 1970."""
    path.write_bytes(b"".join(encode_line(seq, began + each.t, each) + b"\n" for seq, each in enumerate(events, 1)))


def write_running_session(data: Path, ago: int, note: str = "") -> None:
    """Write the journal of a session that began `ago` ms ago, before the machine was restarted, with a note if not empty."""
    loaded = load(find("luisteren", data))
    assert loaded.workshop is not None
    first, began = loaded.workshop.activities[0].id, int(time.time() * 1000) - ago
    events: list[Event] = [opened(loaded, SESSION_ID), Clock(0, began, 0, "before"), Started(137, first)]
    if note:
        events.append(Noted(200, Slot(first, prompt=1), note))
    (data / "sessions").mkdir(mode=0o700)
    write_journal(data / "sessions" / f"{SESSION_ID}.jsonl", events, began)


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
    """Parse the JSON of each line: the least work that reading a journal needs."""
    for line in path.read_bytes().splitlines():
        json.loads(line)


@cache
def many_sessions() -> Path:
    """Return a data folder with ten workshops and many ended sessions, each with two notes per activity."""
    _folders.append(TemporaryDirectory())  # deleted when the program ends
    data = Path(_folders[0].name)
    (data / "workshops").mkdir()
    for number in range(10):
        shutil.copy(content_dir() / "luisteren.yaml", data / "workshops" / f"workshop-{number}.yaml")
    (data / "sessions").mkdir()
    text = _outcome()
    first = datetime(2000, 1, 1, 9, 30, tzinfo=UTC)
    for number in range(SESSIONS):
        at = first + timedelta(hours=20 * number)
        id = f"{at:%Y-%m-%d-%H%M}-luisteren"
        made = (
            text.replace("THE-ID", id)
            .replace("THE-START", f"{at:%Y-%m-%dT%H:%M:%SZ}")
            .replace("THE-UID", f"{number:032x}")
        )
        (data / "sessions" / f"{id}.json").write_text(made, "utf-8")
    return data


def _outcome() -> str:
    outcome = build(begin(opened(load(content_dir() / "luisteren.yaml"), "THE-ID")), [], 200)
    notes = [
        {"prompt": n, "group": None, "private": False, "question": "?", "text": NOTE, "marked": False} for n in (1, 2)
    ]
    for activity in outcome["activities"]:
        activity |= {"status": "done", "actual_s": activity["planned_s"] + 60, "notes": notes}
    return encode(json.loads(json.dumps(outcome)) | {"started": "THE-START", "ended": "THE-START", "uid": "THE-UID"})
