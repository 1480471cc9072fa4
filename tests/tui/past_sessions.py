"""Outcomes on disk, and the way to the screens that show them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.outcome.outcome_file import encode
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.history.screen import HistoryScreen
from tests.session.sample_sessions import Session
from tests.storage.session_samples import session
from tests.tui.at_home import choose_option, home_list
from tests.tui.stage import Stage

LAST = "2026-11-20-1300-luisteren"
EARLIER = "2026-06-01-0900-luisteren"
REHEARSED = "2026-11-19-2000-luisteren"


def write_outcome(data: Path, id: str, ran: Callable[[], Session] = session, **other: Any) -> Path:
    """Write the outcome of a session, or of a rehearsal if `other` has that kind, and return its path."""
    folder = data / ("rehearsals" if other.get("kind") == "rehearsal" else "sessions")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{id}.json"
    outcome = build(ran().state, [], 42)
    path.write_text(encode({**outcome, **_times_for(id, outcome), "id": id, **other}))
    return path


def _times_for(id: str, outcome: dict[str, Any]) -> dict[str, str]:
    """Return the start and end, moved to the local time in `id`."""
    began, ended = (datetime.fromisoformat(outcome[name]) for name in ("started", "ended"))
    made = datetime.strptime(id[:15], "%Y-%m-%d-%H%M").replace(tzinfo=ZoneInfo(outcome["timezone"])).astimezone(UTC)
    return {"started": f"{made:%Y-%m-%dT%H:%M:%SZ}", "ended": f"{made + (ended - began):%Y-%m-%dT%H:%M:%SZ}"}


def write_outcomes(data: Path) -> None:
    """Write two sessions and a rehearsal."""
    write_outcome(data, LAST)
    write_outcome(data, EARLIER)
    write_outcome(data, REHEARSED, kind="rehearsal")


async def open_history(stage: Stage) -> HistoryScreen:
    """Open the history screen from home and wait until it has read all sessions."""
    await choose_option(stage, "past:")
    screen = await stage.on(HistoryScreen)
    await stage.until(lambda: screen.complete and screen.focused)
    return screen


async def open_end_screen(stage: Stage) -> EndScreen:
    """Open the end screen of the only session from home."""
    await home_list(stage)
    await stage.press("end", "up", "enter")
    return await stage.on(EndScreen)


def flat_picture(stage: Stage) -> str:
    """Return the text on the screen without line breaks and frames."""
    return " ".join(re.sub("[▕▏│┃|▁▔]", " ", stage.picture()).split())
