"""What can be said of the meaning of a file whose shape is not right yet, so that all of it is said at once."""

from collections.abc import Iterator
from typing import Any

from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.workshop.build import DOUBLE_ID, NO_TEXT


def loose_problems(value: object) -> Iterator[Problem]:
    """Yield the ids that are given twice and the texts that are not there, as far as the parts of `value` allow."""
    document = _mapping(value)
    texts = document.get("texts", {})
    seen: set[str] = set()
    for path, activity in _activities(document):
        id, text = activity.get("id"), activity.get("text")
        if isinstance(id, str):
            if id in seen:
                yield Problem((*path, "id"), DOUBLE_ID, {"id": id})
            seen.add(id)
        if isinstance(text, str) and isinstance(texts, dict) and text not in texts:
            yield Problem((*path, "text"), NO_TEXT, {"key": text})


def _activities(document: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for index, step in enumerate(_sequence(document.get("steps"))):
        inner = _sequence(_mapping(step).get("activities"))
        if not inner:
            yield ("steps", index), _mapping(step)
        for place, activity in enumerate(inner):
            yield ("steps", index, "activities", place), _mapping(activity)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
