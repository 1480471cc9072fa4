"""The random ids of this installation, which tell in what was exported what comes from the same data folder."""

import json
import os
import re

from luisteren_tui.storage import files
from luisteren_tui.system.paths import Folders

_ID = re.compile("[0-9a-f]{32}")
_MAX_BYTES = 4096
TIMES, CALENDARS = "id", "calendars"
"""What an id is for. They differ, so that nobody can tell from a calendar with a name on it whose times are whose."""


def installation_id(folders: Folders, purpose: str = TIMES) -> str:
    """Return the id in the data folder, which must exist. It is made the first time, and anew if its file is damaged.

    It is random: nothing of the computer or its user is in it. Raise OSError if it can't be read or written.
    """
    path = folders.data / "installation.json"
    try:
        stored = files.read_json(path, _MAX_BYTES)
    except (FileNotFoundError, ValueError):
        stored = None
    ids = stored if isinstance(stored, dict) else {}
    kept = ids.get(purpose)
    if isinstance(kept, str) and _ID.fullmatch(kept):
        return kept
    made = os.urandom(16).hex()
    files.replace_atomically(path, f"{json.dumps({'format': 1} | ids | {purpose: made})}\n".encode())
    return made
