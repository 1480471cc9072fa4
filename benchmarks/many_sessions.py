"""A data folder with more ended sessions than anybody will ever have."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from luisteren_tui.session.events import Opened
from luisteren_tui.session.state import begin
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.outcome.outcome_file import encode
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.system.paths import content_dir

COUNT = 10_000
NOTE = "Wat iemand in de groep zei, en wat een ander daarop antwoordde. " * 4
_folders: list[TemporaryDirectory[str]] = []


@cache
def many_sessions() -> Path:
    """Return a data folder with ten workshops and COUNT ended sessions, each with two notes per activity."""
    _folders.append(TemporaryDirectory())  # deleted when the program ends
    data = Path(_folders[0].name)
    (data / "workshops").mkdir()
    for number in range(10):
        shutil.copy(content_dir() / "luisteren.yaml", data / "workshops" / f"workshop-{number}.yaml")
    (data / "sessions").mkdir()
    text = _outcome()
    first = datetime(2000, 1, 1, 9, 30, tzinfo=UTC)
    for number in range(COUNT):
        at = first + timedelta(hours=20 * number)
        id = f"{at:%Y-%m-%d-%H%M}-luisteren"
        made = text.replace("THE-ID", id).replace("THE-START", f"{at:%Y-%m-%dT%H:%M:%SZ}")
        (data / "sessions" / f"{id}.json").write_text(made, "utf-8")
    return data


def _outcome() -> str:
    loaded = load(content_dir() / "luisteren.yaml")
    assert loaded.workshop is not None
    planned = {each.id: each.duration for each in loaded.workshop.activities}
    opened = Opened(
        t=0,
        format=1,
        id="THE-ID",
        kind="session",
        sha256=loaded.sha256,
        timezone="Europe/Amsterdam",
        participants=12,
        mirrored=False,
        planned=planned,
        workshop=loaded.workshop,
    )
    outcome = build(begin(opened), [], 200)
    notes = [
        {"prompt": n, "group": None, "private": False, "question": "?", "text": NOTE, "marked": False} for n in (1, 2)
    ]
    for activity in outcome["activities"]:
        activity |= {"status": "done", "actual_s": activity["planned_s"] + 60, "notes": notes}
    return encode(json.loads(json.dumps(outcome)) | {"started": "THE-START", "ended": "THE-START"})
