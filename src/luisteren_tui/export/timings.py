"""The times of ended sessions as JSON Lines, without notes, names or the facilitator's own texts."""

from collections.abc import Iterator
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
        f'"session": {quoted(id)}, "workshop": {quoted(workshop.id)}, "version": {quoted(workshop.sha256)}, '
        f'"started": {quoted(outcome.started)}, "participants": {outcome.participants}'
    )
    for place, each in enumerate(outcome.activities, 1):
        by_makers = each.step is not None or each.form == Form.BREAK
        title = quoted(each.title) if by_makers else "null"  # the title of a custom block may contain a name
        yield (
            f'{{{session}, "place": {place}, "activity": {quoted(each.id)}, "title": {title}, '
            f'"step": {"null" if each.step is None else each.step}, "form": {quoted(each.form)}, '
            f'"status": {quoted(each.status)}, "planned_s": {each.planned_s}, "actual_s": {each.actual_s}, '
            f'"paused_s": {each.paused_s}}}\n'
        )
