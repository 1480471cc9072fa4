"""The times of ended sessions as JSON Lines, without notes, names or the facilitator's own texts."""

from collections.abc import Iterator
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from pathlib import Path

from luisteren_tui.storage.outcome.reading import Unreadable, read_outcome
from luisteren_tui.storage.outcome.schema import Outcome
from luisteren_tui.storage.session_index import Kind, Listing
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.model import Form


def timings(data: Path, unread: list[str]) -> Iterator[str]:
    """Yield the lines of each ended session, one for each activity, oldest first; add unreadable ids to `unread`."""
    listing = Listing.read(Folders(data).sessions)
    for files in reversed(listing.files):
        if files.id in listing.journals and listing.read_entry(files).kind is not Kind.ENDED:
            continue
        try:
            outcome = read_outcome(files.text_path(".json"))
        except (OSError, Unreadable):
            unread.append(files.id)
            continue
        yield "".join(_lines(files.id, outcome))


def _lines(id: str, outcome: Outcome) -> Iterator[str]:
    # Written out, so that new fields of an outcome stay out until they are added here, and because json.dumps() takes
    # longer for thousands of sessions than reading them.
    workshop = outcome.workshop
    session = (
        f'{{"session": {quoted(id)}, "workshop": {quoted(workshop.id)}, "version": {quoted(workshop.sha256)}, '
        f'"started": {quoted(outcome.started)}, "participants": {outcome.participants}, "place": '
    )
    for place, each in enumerate(outcome.activities, 1):
        by_makers = each.step is not None or each.form == Form.BREAK
        title = each.title if by_makers else None  # the title of a custom block may contain a name
        yield (
            f"{session}{place}, {_activity(each.id, title, each.step, each.form)}{quoted(each.status)}, "
            f'"planned_s": {each.planned_s}, "actual_s": {each.actual_s}, "paused_s": {each.paused_s}}}\n'
        )


@lru_cache(maxsize=1000)  # thousands of sessions have the same activities
def _activity(id: str, title: str | None, step: int | None, form: Form) -> str:
    return (
        f'"activity": {quoted(id)}, "title": {"null" if title is None else quoted(title)}, '
        f'"step": {"null" if step is None else step}, "form": {quoted(form)}, "status": '
    )
