"""The times of ended sessions, for whoever puts those of many facilitators together: no note, no name, no text of one's own."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from luisteren_tui.storage.outcome.outcome_file import Unreadable, read_session
from luisteren_tui.storage.session_index import Kind, list_files, read_entry
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.model import Form

_OF_SESSION = ("started", "participants")
_OF_ACTIVITY = ("step", "form", "status", "planned_s", "actual_s", "paused_s")


def timings(data: Path, unread: list[str]) -> Iterator[str]:
    """Yield a line of JSON for each activity of each ended session, the oldest first; add ids that can't be read to `unread`."""
    for name in reversed(list_files(Folders(data).sessions)):
        if name.outcome is None or (name.journal and read_entry(name).kind is not Kind.ENDED):
            continue
        try:
            outcome = read_session(name.outcome)
        except (OSError, Unreadable):
            unread.append(name.id)
            continue
        for place, activity in enumerate(outcome["activities"], 1):
            yield json.dumps(_row(name.id, outcome, place, activity))


def _row(id: str, outcome: Mapping[str, Any], place: int, activity: Mapping[str, Any]) -> dict[str, Any]:
    # Named one by one: what is added to an outcome later stays out until somebody puts it here.
    known = activity["step"] is not None or activity["form"] == Form.BREAK
    return {
        "session": id,
        "workshop": outcome["workshop"]["id"],
        "version": outcome["workshop"]["sha256"],
        **{key: outcome[key] for key in _OF_SESSION},
        "place": place,
        "activity": activity["id"],
        "title": activity["title"] if known else None,  # a block of one's own may be called after anyone
        **{key: activity[key] for key in _OF_ACTIVITY},
    }
