"""The times of ended sessions as JSON Lines, without notes, names or the facilitator's own texts."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from luisteren_tui.storage.outcome.outcome_file import Unreadable, read_session
from luisteren_tui.storage.session_index import Kind, list_files, read_entry
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.model import Form

_SESSION_KEYS = ("started", "participants")
_ACTIVITY_KEYS = ("step", "form", "status", "planned_s", "actual_s", "paused_s")


def timings(data: Path, unread: list[str]) -> Iterator[str]:
    """Yield a line of JSON for each activity of each ended session, oldest first; add unreadable ids to `unread`."""
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
    # The keys are listed one by one, so that new keys of an outcome stay out until they are added here.
    by_makers = activity["step"] is not None or activity["form"] == Form.BREAK
    return {
        "session": id,
        "workshop": outcome["workshop"]["id"],
        "version": outcome["workshop"]["sha256"],
        **{key: outcome[key] for key in _SESSION_KEYS},
        "place": place,
        "activity": activity["id"],
        "title": activity["title"] if by_makers else None,  # the title of a custom block may contain a name
        **{key: activity[key] for key in _ACTIVITY_KEYS},
    }
