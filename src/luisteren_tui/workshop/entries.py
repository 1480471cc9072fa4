"""The activities of a document in order, with their ids: as written, and with every round of what is repeated."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.i18n.problem import Path
from luisteren_tui.workshop.model import Form
from luisteren_tui.workshop.yaml_keys import ActivityKeys, Rounds, StepKeys, WorkshopKeys

_NUMBER = re.compile("[0-9]+[a-z]*(-[0-9]+)?")
"""An id by which people can find an activity, such as `2b`."""


class Entry(Struct, frozen=True):
    """An activity as written, with its path, its step (from 1, or None for a break), its id, and its number by place.

    `rounds` is how often it is repeated, or 0. `repeated` is the place of the step if that is repeated as a whole, else
    None. One of the rounds has the number of its `round`, from 1, and the id of the whole in `repeats`.
    """

    path: Path
    given: ActivityKeys
    step: int | None
    id: str
    number: str
    rounds: int = 0
    repeated: str | int | None = None
    repeats: str = ""
    round: int = 0

    def in_round(self, round: int, given: ActivityKeys) -> "Entry":
        """Return this activity as it is in one of its rounds."""
        return replace(
            self,
            given=given,
            id=f"{self.id}-{round}",
            number=f"{self.number}-{round}",
            repeats=self.id,
            round=round,
        )

    def with_given(self, given: ActivityKeys) -> "Entry":
        """Return this activity with these keys."""
        return replace(self, given=given)

    @property
    def round_ids(self) -> tuple[str, ...]:
        """The ids of its rounds."""
        return tuple(f"{self.id}-{round}" for round in range(1, self.rounds + 1))

    @property
    def before(self) -> str | None:
        """The id of the round before this one, or None."""
        return f"{self.repeats}-{self.round - 1}" if self.round > 1 else None

    @property
    def label(self) -> str:
        """The short name if that is not the id: an id of the author's own is not shown as if it were a number."""
        return "" if self.step is None or _NUMBER.fullmatch(self.id) else self.number


def each_activity(document: WorkshopKeys) -> Iterator[Entry]:
    """Yield the activities as written, each once, in the order in which they run."""
    number = breaks = 0
    for index, step in enumerate(document.steps):
        path: Path = ("steps", index)
        if is_break(step):
            breaks += 1
            yield _entry(path, step, None, f"p{breaks}")
            continue
        number += 1
        if step.activities is None:
            yield _entry(path, step, number, str(number))
            continue
        letter = 0
        for place, activity in enumerate(step.activities):
            inside = (*path, "activities", place)
            if activity.form is Form.BREAK:
                breaks += 1
                yield _entry(inside, activity, None, f"p{breaks}", step.repeat)
            else:
                letter += 1
                yield _entry(inside, activity, number, f"{number}{_letters(letter)}", step.repeat)


def each_round(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the activities in the order in which they run, one for each round of what is repeated."""
    for repeated, group in groupby(entries, key=lambda entry: entry.repeated):
        if repeated is None:
            for entry in group:
                yield from _rounds_of_activity(entry)
        else:
            inside = [*group]
            for round in range(1, inside[0].rounds + 1):
                yield from (each.in_round(round, each.given) for each in inside)


def is_break(step: StepKeys) -> bool:
    """Return whether a step is a break."""
    return step.break_ is not None or (step.form is Form.BREAK and step.activities is None)


def title_of(given: ActivityKeys) -> str:
    """Return the title of an activity, step or break, or an empty text."""
    own = given.break_ if isinstance(given, StepKeys) else None
    return own or given.title or ""


def _entry(path: Path, given: ActivityKeys, step: int | None, number: str, repeat: Rounds | None = None) -> Entry:
    """Return the entry of an activity, in a step that is repeated as a whole if `repeat` has rounds."""
    return Entry(
        path=path,
        given=given,
        step=step,
        id=number if given.id is None else given.id,
        number=number,
        rounds=len(repeat or given.repeat),
        repeated=path[1] if repeat else None,
    )


def _rounds_of_activity(entry: Entry) -> Iterator[Entry]:
    if not entry.rounds:
        yield entry
    for round, own in enumerate(entry.given.repeat, 1):
        yield entry.in_round(round, entry.given.with_round(own))


def _letters(number: int) -> str:
    """Return the letters for a number: 1 is a, 26 is z, 27 is aa."""
    rest, last = divmod(number - 1, 26)
    return (_letters(rest) if rest else "") + chr(ord("a") + last)
