"""What leaves the program when a person asks for it: an outcome as a file, or as text to paste."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from luisteren_tui.export.outcome_text import as_mail
from luisteren_tui.storage import files

MOST = 1000
"""How many files of one name there can be."""


def shared(outcome: Mapping[str, Any], activity: str | None = None) -> dict[str, Any]:
    """Return of a checked `outcome`, or of one `activity` of it (its id), what may be shared: all but private notes."""
    activities = [
        {**one, "notes": [note for note in one["notes"] if not note["private"]]}
        for one in outcome["activities"]
        if activity in (None, one["id"])
    ]
    return {**outcome, "activities": activities}


def plain(outcome: Mapping[str, Any], activity: str | None = None) -> str:
    """Return a checked `outcome` as text for an e-mail, or only `activity` (its id), without the notes that are private."""
    return as_mail(outcome, activity)


def folders() -> Iterator[Path]:
    """Yield where a file that somebody asked for may go, best first.

    That is the folder for downloads: where a mail program looks first, and, other than Documents, not copied to a
    cloud by itself on most systems.
    """
    import platformdirs

    with suppress(RuntimeError):
        yield from (path for path in (platformdirs.user_downloads_path(), Path.home()) if path.is_dir())


def save(id: str, ending: str, content: str | bytes) -> Path:
    """Make a new file for the user alone, and return where it is; an OSError when that can be done nowhere.

    No file that is there is touched: a second one gets a number.
    """
    data = content.encode(errors="replace") if isinstance(content, str) else content
    failed: OSError = FileNotFoundError()
    for folder in folders():
        for number in range(1, MOST):
            path = folder / (f"{id}.{ending}" if number == 1 else f"{id}-{number}.{ending}")
            if os.path.lexists(path):
                continue
            try:
                files.write_new(path, data)
            except FileExistsError:
                continue
            except OSError as error:
                failed = error
                break
            return path
    raise failed
