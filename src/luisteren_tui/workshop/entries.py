"""The activities of a document in order, with their ids: as written, and with every round of what is repeated."""

import re
from collections.abc import Iterator, Sequence
from itertools import count, groupby

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.i18n.problem import Path
from luisteren_tui.workshop.model import Form
from luisteren_tui.workshop.yaml_keys import ActivityKeys, RoundKeys, Rounds, StepKeys, WorkshopKeys

_NUMBER = re.compile("[0-9]+[a-z]*(-[0-9]+)?")
"""An id by which people can find an activity, such as `2b`."""


class Entry(Struct, frozen=True):
    """An activity as written, with its path, its step (from 1, or None for a break), its id, and its number by place.

    `repeat` has its rounds with what differs in each, none if it isn't repeated. `repeated` is the place of the step if
    that is repeated as a whole, else None. One of the rounds has the number of its `round`, from 1, and the id of the
    whole in `repeats`.
    """

    path: Path
    given: ActivityKeys
    step: int | None
    id: str
    number: str
    repeat: Rounds = Rounds(())
    repeated: str | int | None = None
    repeats: str = ""
    round: int = 0

    def with_number(self, number: str) -> "Entry":
        """Return this activity with this number."""
        return replace(self, number=number)

    def in_round(self, round: int) -> "Entry":
        """Return this activity as it is in one of its rounds."""
        return replace(
            self,
            given=self.given.with_round(self.repeat[round - 1]),
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
        return tuple(f"{self.id}-{round}" for round in range(1, len(self.repeat) + 1))

    @property
    def shown_as(self) -> tuple[str, ...]:
        """The short names of itself and its rounds."""
        name = self.label or self.id
        return name, *(f"{name}-{round}" for round in range(1, len(self.repeat) + 1))

    @property
    def before(self) -> str | None:
        """The id of the round before this one, or None."""
        return f"{self.repeats}-{self.round - 1}" if self.round > 1 else None

    @property
    def label(self) -> str:
        """The short name if that is not the id: an id of the author's own is not shown as if it were a number."""
        return "" if self.step is None or _NUMBER.fullmatch(self.id) else self.number


def each_activity(document: WorkshopKeys) -> Iterator[Entry]:
    """Yield the activities as written, each once, in the order in which they run.

    An activity with an id that is no number gets one that no id is equal to.
    """
    entries = [*_by_place(document)]
    tried: dict[int | None, Iterator[int]] = {}
    taken = {number for entry in entries if not entry.label for number in entry.shown_as}
    for entry in entries:
        if entry.label and not taken.isdisjoint(entry.shown_as):
            free = (f"{entry.step}{_letters(letter)}" for letter in tried.setdefault(entry.step, count(1)))
            entry = next(each for each in map(entry.with_number, free) if taken.isdisjoint(each.shown_as))
            taken.update(entry.shown_as)
        yield entry


def _by_place(document: WorkshopKeys) -> Iterator[Entry]:
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
                yield _entry(inside, activity, None, f"p{breaks}", step)
            else:
                letter += 1
                yield _entry(inside, activity, number, f"{number}{_letters(letter)}", step)


def each_round(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the activities in the order in which they run, one for each round of what is repeated."""
    for repeated, group in groupby(entries, key=lambda entry: entry.repeated):
        if repeated is None:
            for entry in group:
                yield from _rounds_of_activity(entry)
        else:
            inside = [*group]
            for round in range(1, len(inside[0].repeat) + 1):
                yield from (each.in_round(round) for each in inside)


def is_break(step: StepKeys) -> bool:
    """Return whether a step is a break."""
    return step.break_ is not None or (step.form is Form.BREAK and step.activities is None)


def title_of(given: ActivityKeys) -> str:
    """Return the title of an activity, step or break, or an empty text."""
    own = given.break_ if isinstance(given, StepKeys) else None
    return own or given.title or ""


def _entry(path: Path, given: ActivityKeys, step: int | None, number: str, whole: StepKeys | None = None) -> Entry:
    """Return the entry of an activity. `whole` is the step that it is in.

    What differs in the rounds of a step is about the activity in it that is no break, if it is the only one.
    """
    repeat, repeated = given.repeat, None
    if whole is not None and whole.repeat:
        alone = step is not None and sum(each.form is not Form.BREAK for each in whole.activities or ()) == 1
        repeat, repeated = whole.repeat if alone else Rounds((RoundKeys(),) * len(whole.repeat)), path[1]
    return Entry(
        path=path,
        given=given,
        step=step,
        id=number if given.id is None else given.id,
        number=number,
        repeat=repeat,
        repeated=repeated,
    )


def _rounds_of_activity(entry: Entry) -> Iterator[Entry]:
    if not entry.repeat:
        yield entry
    for round in range(1, len(entry.repeat) + 1):
        yield entry.in_round(round)


def _letters(number: int) -> str:
    """Return the letters for a number: 1 is a, 26 is z, 27 is aa."""
    rest, last = divmod(number - 1, 26)
    return (_letters(rest) if rest else "") + chr(ord("a") + last)
