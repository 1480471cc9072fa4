"""How well workshops suit a number of people and a length."""

from collections.abc import Iterable

from luisteren_tui.workshop.model import Workshop


def by_suitability(workshops: Iterable[Workshop], *, people: int, seconds: int) -> list[Workshop]:
    """Return the workshops in the order of how well they suit so many people and so much time, the best first."""
    return sorted(workshops, key=lambda workshop: _misfit(workshop, people, seconds))


def _misfit(workshop: Workshop, people: int, seconds: int) -> tuple[float, float]:
    """Return how far a workshop is from the number of people, and then from the length, each as a part of it."""
    expected, length = workshop.participants, sum(activity.duration for activity in workshop.activities)
    outside = 0 if expected is None else max(expected.low - people, people - expected.high, 0)
    return outside / max(1, people), abs(length - seconds) / max(1, seconds)
