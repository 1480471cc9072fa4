"""Completes a note as the screen does."""

from pathlib import Path

from luisteren_tui.session.events import Slot
from luisteren_tui.storage.outcome.completion import CompletedNotes, Note


def amend(path: Path, slot: Slot, note: Note) -> None:
    """Replace the note of `slot` in the outcome `path`."""
    completed = CompletedNotes(path)
    completed.put(slot, note)
    completed.flush()
