"""The times of ended sessions as JSON Lines, without notes, names or the facilitator's own texts."""

import json
from collections.abc import Iterator
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from pathlib import Path

from msgspec import Struct, field

from luisteren_tui import __version__
from luisteren_tui.storage.outcome.reading import Unreadable, read_stored_outcome
from luisteren_tui.storage.outcome.schema import Outcome
from luisteren_tui.storage.session_index import Kind, Listing
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.model import Form

TIMINGS_FORMAT = 1
"""The format of the rows. Keys are only ever added to it."""
KEYS = (
    "session", "workshop", "version", "started", "participants", "place", "activity", "title", "step", "form",
    "status", "planned_s", "actual_s", "paused_s", "broken_off", "session_uid", "session_status", "installation",
    "program", "format",
)  # fmt: skip
"""The keys of a row. docs/timings.md says what they mean."""


class Tally(Struct):
    """How many sessions were `exported`, and the ids of those that were left out."""

    exported: int = 0
    unfinished: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def timings(data: Path, installation: str | None, tally: Tally) -> Iterator[str]:
    """Yield the lines of each ended session in `data`, one for each activity, oldest first, and keep the `tally`.

    `installation` is the random id of this installation, if it has one.
    """
    listing = Listing.read(Folders(data).sessions)
    from_here = (
        f'"installation": {json.dumps(installation)}, "program": {quoted(__version__)}, "format": {TIMINGS_FORMAT}}}\n'
    )
    for files in reversed(listing.files):
        if files.id in listing.journals and (kind := listing.read_entry(files).kind) is not Kind.ENDED:
            (tally.unfinished if kind is Kind.UNFINISHED else tally.unreadable).append(files.id)
            continue
        try:
            outcome = read_stored_outcome(files.text_path(".json"))
        except (OSError, Unreadable):
            tally.unreadable.append(files.id)
            continue
        tally.exported += 1
        yield "".join(_lines(files.id, outcome, from_here))


def _lines(id: str, outcome: Outcome, from_here: str) -> Iterator[str]:
    # Written out, so that new fields of an outcome stay out until they are added here, and because json.dumps() takes
    # longer for thousands of sessions than reading them.
    workshop, broken_off = outcome.workshop, _broken_off_in(outcome)
    session = (
        f'{{"session": {quoted(id)}, "workshop": {quoted(workshop.id)}, "version": {quoted(workshop.sha256)}, '
        f'"started": {quoted(outcome.started)}, "participants": {outcome.participants}, "place": '
    )
    status = "ended" if broken_off is None else "broken_off"
    uid = quoted(outcome.uid or _uid_from_times(outcome))
    rest = f', "session_uid": {uid}, "session_status": "{status}", {from_here}'
    for place, each in enumerate(outcome.activities, 1):
        yield (
            f"{session}{place}, {_activity(each.id, each.title, each.step, each.form, each.status)}"
            f'"planned_s": {each.planned_s}, "actual_s": {each.actual_s}, "paused_s": {each.paused_s}, '
            f'"broken_off": {"true" if place == broken_off else "false"}{rest}'
        )


def _broken_off_in(outcome: Outcome) -> int | None:
    """Return the place of the activity in which a session was broken off, or None if it reached its end.

    It was broken off if it ended before everything that it did not skip was reached: in what it reached last, which is
    0 if it reached nothing.
    """
    statuses = [each.status for each in outcome.activities]
    if "unreached" not in statuses and outcome.ended is not None:
        return None
    return max((place for place, status in enumerate(statuses, 1) if status in ("done", "current")), default=0)


def _uid_from_times(outcome: Outcome) -> str:
    """Return an id for a session that an earlier version began: the same wherever its outcome is, whatever its notes."""
    from hashlib import blake2b  # loading it takes a while, and sessions of today have an id

    seconds = [each.actual_s for each in outcome.activities]
    text = f"{outcome.workshop.sha256} {outcome.started} {outcome.ended} {outcome.participants} {seconds}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@lru_cache(maxsize=1000)  # thousands of sessions have the same activities
def _activity(id: str, title: str, step: int | None, form: str, status: str) -> str:
    by_makers = step is not None or form == Form.BREAK  # the title of a custom block may contain a name
    return (
        f'"activity": {quoted(id)}, "title": {quoted(title) if by_makers else "null"}, '
        f'"step": {"null" if step is None else step}, "form": {quoted(form)}, "status": {quoted(status)}, '
    )
