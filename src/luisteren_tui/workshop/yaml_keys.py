"""The keys of a workshop file as its author writes them, before any default is filled in. Each field is a key."""

from collections.abc import Mapping
from typing import NewType

from msgspec import Struct, field
from msgspec.structs import replace

from luisteren_tui.workshop.model import (
    Cue,
    Duration,
    Each,
    Form,
    NumberRange,
    RoomClock,
    RoomPrompts,
    Signal,
    Text,
    Then,
    Window,
)

WORKSHOP_FORMAT = 1
"""The newest format of workshop files that this version reads."""

Ids = NewType("Ids", tuple[str, ...])
"""The ids of activities: one by itself, or a list."""


class RoomKeys(Struct, frozen=True):
    """What the room shows of an activity. Missing values follow from the form."""

    prompts: RoomPrompts | None = None
    clock: RoomClock | None = None


class TurnPhaseKeys(Struct, frozen=True):
    """A part of each turn. Without a minimum it can't be shorter."""

    say: str
    duration: Duration
    min: Duration | None = None


class TurnsKeys(Struct, frozen=True):
    """How an activity is divided into turns, which have a `window` or `phases`."""

    each: Each
    window: Window | None = None
    prepare: Duration = Duration(0)
    after: Duration = Duration(0)
    phases: tuple[TurnPhaseKeys, ...] = ()
    cues: tuple[Cue, ...] = ()

    @property
    def span(self) -> Window:
        """How long one turn may take: its window, or what its phases take together."""
        if self.window is not None:
            return self.window
        shortest = (each.duration if each.min is None else each.min for each in self.phases)
        low, high = sum(shortest), sum(each.duration for each in self.phases)
        return Window(Duration(low), Duration(high))


class GroupsKeys(Struct, frozen=True):
    """How groups are formed. `from` has the id of an earlier activity."""

    size: NumberRange | None = None
    count: int | None = None
    labels: tuple[str, ...] = ()
    from_: str | None = field(default=None, name="from")
    stay: int = 0

    def with_source(self, id: str | None) -> "GroupsKeys":
        """Return the groups formed from those of this activity, or formed anew without one."""
        return replace(self, from_=id, stay=self.stay if id else 0)


class RoundKeys(Struct, frozen=True):
    """What differs in one round of an activity that is repeated."""

    title: str | None = None
    instruction: str | None = None
    prompts: tuple[str, ...] | None = None


Rounds = NewType("Rounds", tuple[RoundKeys, ...])
"""The rounds of what is repeated: a number by itself, or a list with what differs in each."""

MAX_ROUNDS = 50


class ActivityKeys(Struct, frozen=True):
    """An activity. Missing values follow from its place and its form."""

    id: str | None = None
    title: str | None = None
    form: Form | None = None
    duration: Duration | None = None
    min: Duration | None = None
    instruction: str = ""
    prompts: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()
    text: str | None = None
    roles: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    turns: TurnsKeys | None = None
    cues: tuple[Cue, ...] = ()
    protected: bool = False
    skippable: bool = False
    signal: Signal | None = None
    room: RoomKeys | None = None
    then: Then = Then.WAIT
    needs: Ids = Ids(())
    silence: Duration | None = None
    groups: GroupsKeys | None = None
    repeat: Rounds = Rounds(())

    def with_needs(self, ids: tuple[str, ...]) -> "ActivityKeys":
        """Return the activity with these needs."""
        return replace(self, needs=Ids(ids))

    def with_groups(self, groups: GroupsKeys) -> "ActivityKeys":
        """Return the activity with groups formed in this way."""
        return replace(self, groups=groups)

    def with_round(self, own: RoundKeys) -> "ActivityKeys":
        """Return the activity as it is in the round that differs in its `own` keys."""
        return replace(
            self,
            title=self.title if own.title is None else own.title,
            instruction=self.instruction if own.instruction is None else own.instruction,
            prompts=self.prompts if own.prompts is None else own.prompts,
        )


class StepKeys(ActivityKeys, frozen=True):
    """A step with `activities`, a step that is one activity itself, or a break (key `break`, with its title)."""

    activities: tuple[ActivityKeys, ...] | None = None
    break_: str | None = field(default=None, name="break")


class WorkshopKeys(Struct, frozen=True):
    """A whole file."""

    title: str
    steps: tuple[StepKeys, ...]
    format: int = WORKSHOP_FORMAT
    id: str | None = None
    language: str = "nl"
    theme: str = ""
    goal: str = ""
    indication: Window | None = None
    credit: str = ""
    introduction: str = ""
    materials: tuple[str, ...] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    participants: NumberRange | None = None
