"""Compares a session's outcome with its journal, so that neither is removed for the sake of the other unless it is held by it.

Only a crash, a copy that came back or damage leaves both files.
"""

from collections.abc import Mapping
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from typing import Any

from luisteren_tui.planning.plan import CUSTOM_ID
from luisteren_tui.session.apply import UnfitError
from luisteren_tui.session.events import NAMES, Ended
from luisteren_tui.session.parking import as_items
from luisteren_tui.storage.files import read_json
from luisteren_tui.storage.journal.reader import JournalRead
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.outcome.schema import MAX_OUTCOME_BYTES, OUTCOME_FORMAT, PARKING, Outcome, as_json
from luisteren_tui.storage.typed_reader import read_stored

_Json = Mapping[str, Any]
_ENDED = NAMES[Ended]
_NOT_TIMES = frozenset({"activities", "last_seq", "plan", "uid", *PARKING})
"""The keys of an outcome that can differ although its times are the same. An earlier version leaves out the uid."""
_NOT_TIMES_OF_ACTIVITY = frozenset({"notes", "spoken", "label"})
"""Those of an activity. Earlier versions wrote neither whether one could speak along nor a label."""


class Worth(IntEnum):
    """What an outcome is worth beside a journal of the same session."""

    DOUBTFUL = 0
    """It is damaged, older than the journal, or says something else: the journal counts."""
    LATER = 1
    """It counts, but the journal may hold something that it lacks."""
    WHOLE = 2
    """It was read in full and holds everything that the journal holds."""


def worth_beside(path: Path, journal: JournalRead) -> Worth:
    """Return what the outcome at `path` is worth beside `journal`. Both are read in full."""
    outcome, exact = _read(path)
    if outcome is None or outcome["ended"] is None or outcome["last_seq"] < journal.last_seq:
        return Worth.DOUBTFUL
    try:
        state, unfit = journal.fold()
    except UnfitError:
        return Worth.LATER  # nothing in it can be shown, so nothing contradicts the outcome
    built = build(state, journal.events, journal.last_seq)
    damage = len(journal.problems) - len(journal.unknown_fields) - journal.cut_off
    if not _follows(outcome, built, in_full=not (damage or unfit)):
        return Worth.DOUBTFUL
    exact = exact and not (damage or unfit or journal.unknown_fields)
    return Worth.WHOLE if exact and _has_notes(outcome, built) else Worth.LATER


def replaces(outcome: _Json, path: Path) -> bool:
    """Return whether `outcome` holds everything that the outcome at `path` holds."""
    old, exact = _read(path)
    if old is None or not exact or outcome["last_seq"] < old["last_seq"]:
        return False
    return _follows(outcome, old, in_full=True) and _has_notes(outcome, old)


def _read(path: Path) -> tuple[dict[str, Any] | None, bool]:
    """Return the outcome at `path` if all of its values fit, and whether this version also knows all of its fields."""
    with suppress(OSError, ValueError):
        outcome, problems = read_stored(Outcome, read_json(path, MAX_OUTCOME_BYTES))
        if outcome is not None:
            return as_json(outcome), not problems and outcome.format <= OUTCOME_FORMAT
    return None, False


def _follows(later: _Json, earlier: _Json, *, in_full: bool) -> bool:
    """Return whether `later` can be the outcome of the session of `earlier` at its end, or at a later moment.

    Of an earlier one that was read `in_full` all times are known, so the later one must have them too.
    """
    uids = {uid for each in (later, earlier) if (uid := each.get("uid"))}
    if len(uids) > 1 or _session(later) != _session(earlier):
        return False
    if not in_full:
        return True
    begun_with = later["adjustments"][: len(earlier["adjustments"])] == earlier["adjustments"]
    if earlier["ended"] is None:
        return begun_with and any(each["type"] == _ENDED for each in later["adjustments"])
    return _times(later) == _times(earlier) and (later["last_seq"] > earlier["last_seq"] or _has_notes(later, earlier))


def _session(outcome: _Json) -> object:
    """Return what stays the same in a session from its first moment on."""
    activities = [(each["id"], each["step"], each["planned_s"]) for each in outcome["activities"]]
    workshop = outcome["workshop"]
    return outcome["kind"], outcome["id"], workshop["id"], workshop["sha256"], outcome["timezone"], activities


def _times(outcome: _Json) -> object:
    """Return everything that no longer changes after the end: no notes, nor what else is typed or deleted then."""
    rest = {key: value for key, value in outcome.items() if key not in _NOT_TIMES}
    activities = []
    for each in outcome["activities"]:
        left_out = _NOT_TIMES_OF_ACTIVITY | {"title"} if _is_custom(each) else _NOT_TIMES_OF_ACTIVITY
        activities.append({key: value for key, value in each.items() if key not in left_out})
    return rest, activities


def _is_custom(activity: _Json) -> bool:
    return str(activity["id"]).startswith(CUSTOM_ID)


def _has_notes(later: _Json, earlier: _Json) -> bool:
    """Return whether `later` has each note, custom title and parked item of `earlier`, or what was made of it afterwards."""
    there = _notes(later)
    titles = all(
        not _is_custom(old) or old["title"] == new["title"]
        for old, new in zip(earlier["activities"], later["activities"], strict=True)
    )
    items, kept = (as_items(outcome.get("parking_lot", "")) for outcome in (earlier, later))
    parked = {*items} <= {*kept} or later.get("parking_edited") is not None
    return (
        titles
        and parked
        and all(slot in there and _is_that_or_later(there[slot], note) for slot, note in _notes(earlier).items())
    )


def _is_that_or_later(note: _Json, earlier: _Json) -> bool:
    same_text = note["text"] == earlier["text"] or note["edited"] is not None
    return bool(same_text and note["question"] == earlier["question"])


def _notes(outcome: _Json) -> dict[tuple[object, ...], _Json]:
    return {
        (each["id"], note["prompt"], note["group"], note["private"]): note
        for each in outcome["activities"]
        for note in each["notes"]
    }
