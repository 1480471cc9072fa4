"""Notes of an ended session that are completed or changed later."""

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from luisteren_tui.i18n import N_
from luisteren_tui.session.events import Slot
from luisteren_tui.storage import files
from luisteren_tui.storage.outcome.outcome_file import Unreadable, encode, read_session
from luisteren_tui.storage.outcome.schema import FORMAT, place
from luisteren_tui.storage.session_index import LARGEST_OUTCOME

READ_ONLY = N_("This outcome was made by a newer version: it can be read, not changed.")


class Note(NamedTuple):
    """What a slot is to hold: its whole text, whether it is marked, and when (UTC, RFC 3339) the text was changed."""

    text: str
    marked: bool
    edited: str | None


def amend(path: Path, slot: Slot, note: Note, disk: files.Disk = files.DISK) -> None:
    """Put `note` in the outcome `path`, all else in it left as it is, and nothing kept of what was there before.

    Raise Unreadable where the file is damaged, or of a newer format, and an OSError when it can't be written: then
    it is as it was.
    """
    if read_session(path)["format"] > FORMAT:
        raise Unreadable(READ_ONLY)
    outcome = json.loads(files.read_bounded(path, LARGEST_OUTCOME))
    try:
        activity = next((one for one in outcome["activities"] if one["id"] == slot.activity), None)
        if activity is None:
            raise Unreadable
        _put(activity, slot, note)
        text = encode(outcome)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        # What can be read past a wrong value need not be fit to be written in.
        raise error if isinstance(error, Unreadable) else Unreadable() from None
    files.remove_leftovers(path, disk)
    files.replace_atomically(path, text.encode(), disk)


def _put(activity: dict[str, Any], slot: Slot, note: Note) -> None:
    notes = activity.setdefault("notes", [])
    found = next((one for one in notes if slot_of(activity, one) == slot), None)
    if found is None:
        prompts = dict(enumerate(activity.get("prompts", ()), 1))
        found = {"prompt": slot.prompt, "group": slot.group, "private": slot.private}
        found["question"] = prompts.get(slot.prompt or 0)
        notes.append(found)
    found |= {"text": note.text, "marked": note.marked}
    if note.edited:
        found["edited"] = note.edited
    notes.sort(key=lambda one: place(slot_of(activity, one)))


def slot_of(activity: Mapping[str, Any], note: Mapping[str, Any]) -> Slot:
    """Return the slot of a note of an activity of an outcome."""
    return Slot(activity["id"], note["prompt"], note["group"], note["private"])


class Amender:
    """The notes of one outcome that wait to be written; the last that was put in a slot is what is written."""

    def __init__(self, path: Path, disk: files.Disk = files.DISK) -> None:
        self._path, self._disk = path, disk
        self._writing, self._waiting = Lock(), Lock()
        self.waiting: dict[Slot, Note] = {}

    def put(self, slot: Slot, note: Note) -> None:
        """Have `note` written at the next flush."""
        with self._waiting:
            before = self.waiting.get(slot)
            if before is not None and note.edited is None:
                note = note._replace(edited=before.edited)
            self.waiting[slot] = note

    def flush(self) -> None:
        """Write what waits; after an Unreadable or an OSError what was not written still waits. Any thread may call it."""
        with self._writing:
            for slot, note in list(self.waiting.items()):
                amend(self._path, slot, note, self._disk)
                with self._waiting:
                    if self.waiting.get(slot) is note:
                        del self.waiting[slot]
