"""Completes a note as the screen does."""

from pathlib import Path

from luisteren_tui.session.events import Slot
from luisteren_tui.storage.outcome.completion import CompletedNotes, Note


def amend(path: Path, place: Slot | None, note: Note) -> None:
    """Replace the note at `place` in the outcome `path`. None is the parking lot."""
    completed = CompletedNotes(path)
    completed.put(place, note)
    completed.flush()
