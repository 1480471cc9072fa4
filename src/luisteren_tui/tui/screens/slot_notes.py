"""The slots for notes of an outcome: what was written, and what can still be completed."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from luisteren_tui.export.outcome_wording import group_label
from luisteren_tui.planning.statistics import label_of
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.outcome.completion import slot_of
from luisteren_tui.storage.outcome.schema import slot_order
from luisteren_tui.workshop.model import Each, Form


class SlotNote(NamedTuple):
    """A slot for notes of an outcome, with its question or the label of its group, and its note.

    `label` and `title` are those of its activity.
    """

    slot: Slot
    label: str
    title: str
    question: str
    text: str
    marked: bool

    @property
    def complete(self) -> bool:
        """Whether it has a note that is not marked."""
        return bool(self.text.strip()) and not self.marked


def slot_notes(outcome: Mapping[str, Any], *, private: bool) -> tuple[list[SlotNote], list[SlotNote]]:
    """Return the notes to complete, the marked ones first, and all others.

    Questions and groups without a note are to be completed too. Private notes are left out unless `private`. Activities
    that were not done only have the notes that were written.
    """
    to_complete: list[SlotNote] = []
    others: list[SlotNote] = []
    group_count = _group_count(outcome)
    for activity in outcome["activities"]:
        groups = len(activity.get("groups", ())) or group_count
        for one in _notes_of(activity, groups if _is_in_groups(activity) else 0):
            if one.slot.private and not private:
                continue
            asks = one.slot.prompt is not None or one.slot.group is not None
            (to_complete if one.marked or (not one.complete and asks) else others).append(one)
    return sorted(to_complete, key=lambda one: not one.marked), others


def _is_in_groups(activity: Mapping[str, Any]) -> bool:
    turns = any(turn.get("each") == Each.GROUP for turn in activity["turns"])
    return turns or activity["form"] == Form.SUBGROUPS


def _group_count(outcome: Mapping[str, Any]) -> int:
    """Return the number of groups as far as it is known: from turns of groups and notes about groups."""
    count = 0
    for each in filter(_is_in_groups, outcome["activities"]):
        turns = sum(turn.get("each") == Each.GROUP for turn in each["turns"])
        count = max([count, turns, *(note["group"] or 0 for note in each["notes"])])
    return count


def _notes_of(activity: Mapping[str, Any], group_count: int) -> Iterator[SlotNote]:
    notes = {slot_of(activity, note): note for note in activity["notes"]}
    id, prompts = activity["id"], activity["prompts"]
    slots = set(notes)
    if activity["status"] == "done" and activity["step"] is not None:
        slots |= {Slot(id, prompt=n) for n in range(1, len(prompts) + 1)}
        slots |= {Slot(id, group=n) for n in range(1, group_count + 1)}
        slots |= {Slot(id), Slot(id, private=True)}
    label = label_of(activity) or "·"
    for slot in sorted(slots, key=slot_order):
        note = notes.get(slot, {})
        prompt = dict(enumerate(prompts, 1)).get(slot.prompt or 0)
        question = note.get("question") or prompt or group_label(activity, slot.group or 0)
        yield SlotNote(
            slot=slot,
            label=label,
            title=activity["title"],
            question=question,
            text=note.get("text", ""),
            marked=note.get("marked", False),
        )
