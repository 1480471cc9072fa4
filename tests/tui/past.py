"""What was, for the tests of the screens that look back on it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from luisteren_tui.storage.outcome import build, encode
from tests.core.sessions import Session
from tests.storage.session_samples import session

LAST = "2026-11-20-1300-luisteren"
EARLIER = "2026-06-01-0900-luisteren"
REHEARSED = "2026-11-19-2000-luisteren"


def put(data: Path, id: str, ran: Callable[[], Session] = session, **other: Any) -> Path:
    """Write an outcome, a rehearsal's where `other` says that it is one, and return where."""
    folder = data / ("rehearsals" if other.get("kind") == "rehearsal" else "sessions")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{id}.json"
    path.write_text(encode({**build(ran().state, [], 42), "id": id, **other}))
    return path


def some(data: Path) -> None:
    """Write two sessions and a rehearsal."""
    put(data, LAST)
    put(data, EARLIER)
    put(data, REHEARSED, kind="rehearsal")
