"""Which activities fall out, because one that they need was left out."""

from collections.abc import Container, Iterable, Mapping

from luisteren_tui.session.timing import SECOND_MS, Track
from luisteren_tui.workshop.model import Activity


def fallen_out(
    needing: Iterable[Activity], activities: Mapping[str, Activity], tracks: Mapping[str, Track]
) -> frozenset[str]:
    """Return the ids of the activities that fall out, also those that need one that falls out.

    What has run for its minimum is there, even if it was skipped after that. What has started never falls out.
    `needing` are the activities that need others.
    """
    open_ones = [each for each in needing if each.id not in tracks or tracks[each.id].started is None]
    fallen: set[str] = set()
    while more := [
        each.id for each in open_ones if any(is_gone(need, activities, tracks, fallen) for need in each.needs)
    ]:
        fallen.update(more)
        open_ones = [each for each in open_ones if each.id not in fallen]
    return frozenset(fallen)


def is_gone(id: str, activities: Mapping[str, Activity], tracks: Mapping[str, Track], fallen: Container[str]) -> bool:
    """Return whether nothing came of an activity that others need: it was skipped before its minimum, or fell out."""
    if id in fallen:
        return True
    item = tracks.get(id)
    return item is not None and item.skipped and item.spent < activities[id].min * SECOND_MS
