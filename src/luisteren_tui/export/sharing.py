"""Outcomes as files that the user asks for: without private notes, and new in a folder of the user's own."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs

from luisteren_tui.storage import files

MAX_SAME_NAME = 1000
"""How many files with the same name, but for a number, there can be."""


def without_private_notes(outcome: Mapping[str, Any], activity: str | None = None) -> dict[str, Any]:
    """Return `outcome` without its private notes, and with only one `activity` (its id) if given."""
    activities = [
        {**one, "notes": [note for note in one["notes"] if not note["private"]]}
        for one in outcome["activities"]
        if activity in (None, one["id"])
    ]
    return {**outcome, "activities": activities}


def save_new_file(name: str, suffix: str, data: bytes) -> Path:
    """Write a new file that only the user can read, and return its path.

    An existing file is never overwritten: the new one gets a number. Raises an OSError if no folder can be written to.
    """
    failed: OSError = FileNotFoundError()
    for folder in _folders():
        for number in range(1, MAX_SAME_NAME):
            path = folder / (f"{name}{suffix}" if number == 1 else f"{name}-{number}{suffix}")
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


def _folders() -> Iterator[Path]:
    """Yield the folders for a new file, best first.

    The downloads folder comes first: mail programs look there, and most systems don't copy it to a cloud, as they do
    with the documents folder.
    """
    with suppress(RuntimeError):
        yield from (path for path in (platformdirs.user_downloads_path(), Path.home()) if path.is_dir())
