"""The places for notes of an outcome: those to complete first, then all the others."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from luisteren_tui.session.events import Slot
from luisteren_tui.storage.outcome.amendment import slot_of
from luisteren_tui.storage.outcome.schema import place
from luisteren_tui.workshop.model import Each, Form


class Place(NamedTuple):
    """A slot of an activity, called by its `label` and `title`, with its question and its note."""

    slot: Slot
    label: str
    title: str
    question: str
    text: str
    marked: bool

    @property
    def done(self) -> bool:
        """Whether there is nothing to complete."""
        return bool(self.text.strip()) and not self.marked


def places(outcome: Mapping[str, Any], *, private: bool) -> tuple[list[Place], list[Place]]:
    """Return the places to complete (marked, and questions without an answer), and the others; private ones if asked.

    Of an activity that was not done there is only what was noted.
    """
    todo: list[Place] = []
    others: list[Place] = []
    groups = _groups(outcome)
    for activity in outcome["activities"]:
        for one in _places(activity, groups if _in_groups(activity) else 0):
            if one.slot.private and not private:
                continue
            asked = one.slot.prompt is not None or one.slot.group is not None
            todo_now = one.marked or (not one.done and asked)
            (todo if todo_now else others).append(one)
    return sorted(todo, key=lambda one: not one.marked), others


def _in_groups(activity: Mapping[str, Any]) -> bool:
    turns = any(turn.get("each") == Each.GROUP for turn in activity["turns"])
    return turns or activity["form"] == Form.SUBGROUPS


def _groups(outcome: Mapping[str, Any]) -> int:
    """Return how many groups there were, as far as is known: as many as had a turn, or something was noted of."""
    count = 0
    for each in filter(_in_groups, outcome["activities"]):
        turns = sum(turn.get("each") == Each.GROUP for turn in each["turns"])
        count = max([count, turns, *(note["group"] or 0 for note in each["notes"])])
    return count


def _places(activity: Mapping[str, Any], groups: int) -> Iterator[Place]:
    notes = {slot_of(activity, note): note for note in activity["notes"]}
    id, prompts = activity["id"], activity["prompts"]
    known = set(notes)
    if activity["status"] == "done" and activity["step"] is not None:
        known |= {Slot(id, prompt=n) for n in range(1, len(prompts) + 1)}
        known |= {Slot(id, group=n) for n in range(1, groups + 1)}
        known |= {Slot(id), Slot(id, private=True)}
    label = "·" if activity["step"] is None else id
    for slot in sorted(known, key=place):
        note = notes.get(slot, {})
        question = note.get("question") or dict(enumerate(prompts, 1)).get(slot.prompt or 0) or ""
        yield Place(slot, label, activity["title"], question, note.get("text", ""), note.get("marked", False))
