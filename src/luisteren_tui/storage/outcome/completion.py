"""Notes and a parking lot that are completed after a session, in the file of its outcome."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.session.events import Slot
from luisteren_tui.storage import files
from luisteren_tui.storage.journal.memory import Mended
from luisteren_tui.storage.journal.place import move_aside
from luisteren_tui.storage.outcome.outcome_file import encode, read_session
from luisteren_tui.storage.outcome.reading import Unreadable
from luisteren_tui.storage.outcome.schema import MAX_OUTCOME_BYTES, OUTCOME_FORMAT, PARKING, slot_order

READ_ONLY = N_("This outcome was made by a newer version: it can be read, but not changed.")


class Note(NamedTuple):
    """The whole text of a note, whether it is marked, and when the text was changed (UTC, RFC 3339)."""

    text: str
    marked: bool
    edited: str | None


Place = Slot | None
"""Where a note belongs. None is the parking lot, a note with an item on each line."""


class CompletedNotes:
    """Notes for the outcome in `path`, of which everything else stays as it was. An old text is kept nowhere.

    The whole outcome is kept in memory: once a note was put, it is written anew when it is no longer at its path. Raise
    Unreadable if the file is damaged or of a newer format, OSError if it can't be read.
    """

    def __init__(self, path: Path, disk: files.Disk = files.DISK) -> None:
        problems: list[Problem] = []
        if read_session(path, problems)["format"] > OUTCOME_FORMAT:
            raise Unreadable(READ_ONLY)
        self.path, self._disk, self._sound = path, disk, not problems
        self._before = self._at_path = files.read_bounded(path, MAX_OUTCOME_BYTES)
        """The file as it was opened, and as it was written last."""
        self._writing, self._changing = Lock(), Lock()
        self._notes: dict[Place, Note] = {}
        self.waiting: dict[Place, Note] = {}
        """Those of the notes that are not written yet."""
        self._seen: os.stat_result | None = None
        self._kept: os.stat_result | None = None
        self._aside: Path | None = None

    @property
    def begun(self) -> bool:
        """Whether any note was put."""
        return bool(self._notes)

    def put(self, place: Place, note: Note) -> None:
        """Write `note` at the next flush."""
        with self._changing:
            before = self._notes.get(place)
            if before is not None and note.edited is None:
                note = note._replace(edited=before.edited)
            self._notes[place] = self.waiting[place] = note

    def flush(self) -> Mended | None:
        """Write until no note waits and the file is at its path. Return what was wrong with it, if anything was.

        After an Unreadable or OSError the rest still waits. Any thread may call this.
        """
        mended = None
        with self._writing:
            why = self._why_displaced()
            while self.waiting or why is not None:
                with self._changing:
                    notes = dict(self._notes)
                self._write(self._with(notes), why)
                if why is not None:
                    mended, self._aside = Mended(why, self.path, self._aside), None
                with self._changing:
                    self.waiting = {place: note for place, note in self.waiting.items() if notes.get(place) is not note}
                why = None  # if it is displaced again already, the next flush sees that
        return mended

    def copy_to(self, path: Path) -> None:
        """Write the outcome with all notes to the new file `path`. Raise FileExistsError if the name is taken."""
        with self._changing:
            notes = dict(self._notes)
        files.write_new(path, self._with(notes))
        files.sync_folder(path.parent)

    def _with(self, notes: Mapping[Place, Note]) -> bytes:
        """Return the outcome with these `notes`."""
        try:
            outcome = files.parse_json(self._before)
            activities = {activity["id"]: activity for activity in outcome["activities"]}
            for place, note in notes.items():
                if place is None:
                    _put_parking(outcome, note)
                else:
                    _put(activities[place.activity], place, note)
            return encode(outcome).encode()
        except (TypeError, KeyError, AttributeError, ValueError):
            # read_session tolerates wrong values that are in the way here.
            raise Unreadable from None

    def _write(self, outcome: bytes, why: str | None) -> None:
        files.make_folder(self.path.parent)
        if why is not None and why != files.GONE:
            self._keep_what_is_there()
        if self._sound:  # a half-written replacement of a damaged outcome may be the better one
            files.remove_leftovers(self.path, self._disk)
        files.replace_atomically(self.path, outcome, self._disk)
        self._at_path, self._seen = outcome, None

    def _why_displaced(self) -> str | None:
        """Return why the file at the path is not the one that was written last (a message id), or None if it is.

        An outcome of which nothing was completed may go: whoever deletes it means it.
        """
        if not self._notes:
            return None
        try:
            there = self._disk.lstat(self.path)
        except (FileNotFoundError, NotADirectoryError):
            return files.GONE
        if self._seen is not None and files.unchanged(self._seen, there):
            return None
        if self._read() == self._at_path:
            self._seen = there
            return None
        same = self._seen is not None and files.identity(self._seen) == files.identity(there)
        return files.CHANGED if same else files.REPLACED

    def _read(self) -> bytes | None:
        try:
            return files.read_bounded(self.path, MAX_OUTCOME_BYTES)
        except OSError:
            return None

    def _keep_what_is_there(self) -> None:
        """Keep what is at the path under another name, once for as long as it is the same."""
        there = self._disk.lstat(self.path)
        if self._kept is not None and files.unchanged(self._kept, there):
            return
        data = self._read()
        if stat.S_ISREG(there.st_mode) and (data is None or self.path.stem.encode() in data):
            # It may hold notes of this session, so its name says that it belongs to it and is deleted with it.
            self._aside = files.set_aside(self.path, self._disk)
        else:
            self._aside = move_aside(self.path, self._disk)
        self._kept = there


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
    notes.sort(key=lambda one: slot_order(slot_of(activity, one)))


def _put_parking(outcome: dict[str, Any], note: Note) -> None:
    outcome |= dict(zip(PARKING, (note.text, note.edited), strict=True))
    if not note.text:
        del outcome[PARKING[0]]


def slot_of(activity: Mapping[str, Any], note: Mapping[str, Any]) -> Slot:
    """Return the slot of a note of an activity of an outcome."""
    return Slot(activity["id"], note["prompt"], note["group"], note["private"])
