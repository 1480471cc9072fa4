"""What was, for the tests of the screens that look back on it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from luisteren_tui.storage.outcome.outcome_file import build, encode
from tests.session.sample_sessions import Session
from tests.storage.session_samples import session

LAST = "2026-11-20-1300-luisteren"
EARLIER = "2026-06-01-0900-luisteren"
REHEARSED = "2026-11-19-2000-luisteren"


def put(data: Path, id: str, ran: Callable[[], Session] = session, **other: Any) -> Path:
    """Write an outcome, a rehearsal's where `other` says that it is one, and return where."""
    folder = data / ("rehearsals" if other.get("kind") == "rehearsal" else "sessions")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{id}.json"
    outcome = build(ran().state, [], 42)
    path.write_text(encode({**outcome, **as_of(id, outcome), "id": id, **other}))
    return path


def as_of(id: str, outcome: dict[str, Any]) -> dict[str, str]:
    """Return when it was started and ended, moved to the local time in its id."""
    began, ended = (datetime.fromisoformat(outcome[name]) for name in ("started", "ended"))
    made = datetime.strptime(id[:15], "%Y-%m-%d-%H%M").replace(tzinfo=ZoneInfo(outcome["timezone"])).astimezone(UTC)
    return {"started": f"{made:%Y-%m-%dT%H:%M:%SZ}", "ended": f"{made + (ended - began):%Y-%m-%dT%H:%M:%SZ}"}


def some(data: Path) -> None:
    """Write two sessions and a rehearsal."""
    put(data, LAST)
    put(data, EARLIER)
    put(data, REHEARSED, kind="rehearsal")
