"""What can be said of a file that can't be read as a document yet, so that it is reported together with the rest."""

import re
from collections.abc import Iterator
from typing import Any

from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.workshop.checks import DOUBLE_ID, NO_TEXT
from luisteren_tui.workshop.entries import each_activity
from luisteren_tui.workshop.model import Form
from luisteren_tui.workshop.references import of_references
from luisteren_tui.workshop.yaml_keys import (
    MAX_ROUNDS,
    ActivityKeys,
    GroupsKeys,
    RoundKeys,
    Rounds,
    StepKeys,
    WorkshopKeys,
)


def raw_problems(value: object) -> Iterator[Problem]:
    """Yield the duplicate ids, missing texts and wrong references in a raw document."""
    document = mapping(value)
    texts = document.get("texts", {})
    seen: set[str] = set()
    for path, activity in _raw_activities(document):
        id, text = activity.get("id"), activity.get("text")
        if isinstance(id, str):
            if id in seen:
                yield Problem((*path, "id"), DOUBLE_ID, {"id": id})
            seen.add(id)
        if isinstance(text, str) and isinstance(texts, dict) and text not in texts:
            yield Problem((*path, "text"), NO_TEXT, {"key": text})
    yield from of_references([*each_activity(outline(document))])


def outline(document: dict[str, Any]) -> WorkshopKeys:
    """Return the ids, the references and the rounds of the activities in a raw document, at their places."""
    steps = []
    for raw in map(mapping, sequence(document.get("steps"))):
        inside = tuple(ActivityKeys(**_outlined(each)) for each in map(mapping, sequence(raw.get("activities"))))
        own = "" if "break" in raw else None
        steps.append(StepKeys(**_outlined(raw), activities=inside or None, break_=own))
    return WorkshopKeys("", tuple(steps))


def _outlined(raw: dict[str, Any]) -> dict[str, Any]:
    id, needs, source = raw.get("id"), raw.get("needs"), mapping(raw.get("groups")).get("from")
    listed = (needs,) if isinstance(needs, str) and "," not in needs else tuple(sequence(needs))
    return {
        "id": id if isinstance(id, str) else None,
        "form": Form.BREAK if raw.get("form") == Form.BREAK else None,
        "needs": listed if all(isinstance(each, str) for each in listed) else (),
        "groups": GroupsKeys(from_=source) if isinstance(source, str) else None,
        "repeat": Rounds((RoundKeys(),) * rounds_in(raw)),
    }


def rounds_in(raw: dict[str, Any]) -> int:
    """Return how often a step or activity is repeated, 0 if it isn't."""
    repeat, written = raw.get("repeat"), 0
    if isinstance(repeat, list):
        written = len(repeat)
    elif isinstance(repeat, str) and re.fullmatch("[0-9]{1,3}", repeat):
        written = int(repeat)
    return written if written <= MAX_ROUNDS else 0


def _raw_activities(document: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for index, step in enumerate(sequence(document.get("steps"))):
        inner = sequence(mapping(step).get("activities"))
        if not inner:
            yield ("steps", index), mapping(step)
        for place, activity in enumerate(inner):
            yield ("steps", index, "activities", place), mapping(activity)


def mapping(value: object) -> dict[str, Any]:
    """Return `value`, or an empty mapping if it is none."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[Any]:
    """Return `value`, or an empty list if it is none."""
    return value if isinstance(value, list) else []
