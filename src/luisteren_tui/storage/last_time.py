"""What the last session of a workshop tells about the next one: how many people to expect."""

from itertools import islice
from typing import TYPE_CHECKING

from luisteren_tui.people.people import expected_people
from luisteren_tui.storage.file_names import MINUTE_LENGTH, id_word, newest_ids
from luisteren_tui.storage.files import list_names
from luisteren_tui.storage.outcome.schema import Outcome
from luisteren_tui.storage.session_index import SessionEntry, SessionFiles, read_entry
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.model import Workshop

if TYPE_CHECKING:  # a session without a plan starts sooner without it
    from luisteren_tui.planning.plan import Plan

MAX_READ = 5
"""The most outcomes that are read. Ids of workshops that look alike are rare."""


def expected_participants(folders: Folders, workshop: Workshop, plan: "Plan | None" = None) -> int:
    """Return how many people to expect: the plan's number, or last time's, or what the workshop says."""
    return expected_people(workshop, people_last_time(folders, workshop.id)) if plan is None else plan.participants


def people_last_time(folders: Folders, workshop_id: str) -> int | None:
    """Return how many took part in the last ended session of a workshop, or None if nothing readable tells."""
    start = f"-{id_word(workshop_id)}-"
    try:
        ids = newest_ids(list_names(folders.sessions), ".json")
    except OSError:
        return None
    # The id tells the workshop apart from most others without opening a file.
    of_workshop = (id for id in ids if f"{id[MINUTE_LENGTH:]}-".startswith(start))
    for id in islice(of_workshop, MAX_READ):
        outcome = _outcome(read_entry(SessionFiles(id, folders.sessions)))
        if outcome is not None and outcome.workshop.id == workshop_id:
            return outcome.participants
    return None


def _outcome(entry: SessionEntry) -> Outcome | None:
    if entry.outcome is None or isinstance(entry.outcome, Outcome):
        return entry.outcome
    # Lazy: few outcomes differ from what this version writes.
    from luisteren_tui.storage.outcome.reading import Unreadable, read_outcome

    try:
        return read_outcome(entry.path)
    except (OSError, Unreadable):
        return None
