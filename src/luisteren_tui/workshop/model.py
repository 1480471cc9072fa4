"""The workshop with every default filled in, as the rest of the program uses it.

The session's journal holds a copy. Field names and values are stored: never change them.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, NewType

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from luisteren_tui.i18n import N_

NUMBER_LIMIT = 2**53
"""Stored numbers stay below this, so that every JSON reader gets the same value."""

Whole = Annotated[int, Meta(gt=-NUMBER_LIMIT, lt=NUMBER_LIMIT)]
"""A whole number that can be stored."""
Real = Annotated[float, Meta(gt=-NUMBER_LIMIT, lt=NUMBER_LIMIT)]
"""A number that can be stored."""
Duration = NewType("Duration", Annotated[int, Meta(ge=0, lt=NUMBER_LIMIT)])
"""Whole seconds."""


MAX_PEOPLE = 200
"""The largest number of people in a workshop, plan or session."""


class Stored(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A record that is stored. Fields that this version doesn't know are reported, see `storage/typed_reader.py`.

    Fields in `left_out_if_empty` came after the first release. They are written only if they have something to say, so
    that a file without them stays as it was, and an earlier version reads it without a remark.

    The garbage collector passes over it: it is part of no cycle, and it refers to no record of its own kind.
    """

    left_out_if_empty = frozenset[str]()


class Form(StrEnum):
    """How the group works in an activity."""

    INDIVIDUAL = "individual"
    PAIRS = "pairs"
    SUBGROUPS = "subgroups"
    PLENARY = "plenary"
    BREAK = "break"


FORM_NAMES = {
    Form.INDIVIDUAL: N_("individual"),
    Form.PAIRS: N_("in pairs"),
    Form.SUBGROUPS: N_("in subgroups"),
    Form.PLENARY: N_("plenary"),
    Form.BREAK: N_("break"),
}
"""The name of each form, as a message id."""


class Each(StrEnum):
    """Who gets a turn."""

    ROLE = "role"
    GROUP = "group"
    PARTICIPANT = "participant"


class Signal(StrEnum):
    """Whose attention the end of an activity asks for."""

    ROOM = "room"
    FACILITATOR = "facilitator"
    QUIET = "quiet"


class RoomPrompts(StrEnum):
    """Which prompts the room shows."""

    ALL = "all"
    CHOSEN = "chosen"
    NONE = "none"


class RoomClock(StrEnum):
    """How the room shows the time."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    END = "end"
    NONE = "none"


FORM_DEFAULTS = {
    Form.INDIVIDUAL: (RoomPrompts.ALL, RoomClock.MINUTES, Signal.FACILITATOR),
    Form.PAIRS: (RoomPrompts.ALL, RoomClock.MINUTES, Signal.ROOM),
    Form.SUBGROUPS: (RoomPrompts.ALL, RoomClock.END, Signal.ROOM),
    Form.PLENARY: (RoomPrompts.CHOSEN, RoomClock.NONE, Signal.FACILITATOR),
    Form.BREAK: (RoomPrompts.NONE, RoomClock.END, Signal.ROOM),
}
"""What the room shows and whose signal it is, if the file doesn't say so."""


class Then(StrEnum):
    """What happens when the time is up."""

    WAIT = "wait"
    NEXT = "next"


class Window(Stored, frozen=True):
    """A range of time, from `low` to `high`."""

    low: Duration
    high: Duration

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(N_("This span of time ends before it begins. Write the shortest time first."))


class NumberRange(Stored, frozen=True):
    """A number of people, from `low` to `high`. One number is both."""

    low: Whole
    high: Whole

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(N_("This range ends before it begins. Write the smallest number first."))


class Text(Stored, frozen=True):
    """Something to read: its `body`, or the `file` in DATA/texts/ that may have it."""

    title: str
    body: str | None = None
    file: str | None = None
    source: str | None = None


class Cue(Stored, frozen=True):
    """Something to `say` when the activity has run for `at`."""

    at: Duration
    say: str


class TurnPhase(Stored, frozen=True):
    """A part of each turn: what to `say` when it begins, how long it takes, and its shortest time."""

    say: str
    duration: Duration
    min: Duration


class Turns(Stored, frozen=True):
    """How an activity is divided: time to prepare, the turns, and time after them.

    If a turn has `phases`, its window goes from the sum of their shortest times to the sum of their durations. `cues`
    count from the start of each turn.
    """

    left_out_if_empty = frozenset({"phases", "cues"})

    each: Each
    window: Window
    prepare: Duration = Duration(0)
    after: Duration = Duration(0)
    phases: tuple[TurnPhase, ...] = ()
    cues: tuple[Cue, ...] = ()


class Grouping(Stored, frozen=True):
    """How the groups of an activity are formed: of a `size`, or `count` of them, or from those of another activity.

    `source` is the id of that activity, or empty. With a `size` its groups are joined until they are that large; with
    `stay` that many people of each stay, and the others move on; otherwise the groups are the same. `labels` name the
    groups in order.
    """

    left_out_if_empty = frozenset({"size", "count", "labels", "source", "stay"})

    size: NumberRange | None = None
    count: Whole = 0
    labels: tuple[str, ...] = ()
    source: str = ""
    stay: Whole = 0


class Room(Stored, frozen=True):
    """What the room shows of an activity."""

    prompts: RoomPrompts
    clock: RoomClock


class Activity(Stored, frozen=True):
    """The smallest timed thing. `step` counts from 1, or is None for a break or a custom block.

    `needs` has the ids of earlier activities without which this one makes no sense. `silence` follows the text, and is
    0 if none does. `label` is its short name where that is not its id. If it is one of the `rounds` of an activity or
    step that is repeated, `repeats` is the id without the number of the `round`, which counts from 1. The defaults are
    for journals of other versions, in which a field may be missing.
    """

    left_out_if_empty = frozenset({"needs", "silence", "groups", "label", "repeats", "round", "rounds"})

    id: str
    title: str
    step: Whole | None
    form: Form
    duration: Duration
    min: Duration
    instruction: str = ""
    prompts: tuple[str, ...] = ()
    tips: tuple[str, ...] = ()
    text: str | None = None
    roles: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    turns: Turns | None = None
    cues: tuple[Cue, ...] = ()
    protected: bool = False
    skippable: bool = False
    signal: Signal = Signal.FACILITATOR
    room: Room = Room(RoomPrompts.NONE, RoomClock.NONE)
    then: Then = Then.WAIT
    needs: tuple[str, ...] = ()
    silence: Duration = Duration(0)
    groups: Grouping | None = None
    label: str = ""
    repeats: str = ""
    round: Whole = 0
    rounds: Whole = 0

    @property
    def number(self) -> str:
        """The short name by which people know it, empty for a break or a custom block."""
        return "" if self.step is None else self.label or self.id

    def with_round(self, round: int, rounds: int) -> "Activity":
        """Return this as round number `round` of `rounds`, also in the title if that has the number."""
        title = renumbered(self.title, (self.round, self.rounds), (round, rounds))
        return replace(self, title=title, round=round, rounds=rounds)

    def with_prompts(self, prompts: tuple[str, ...]) -> "Activity":
        """Return the activity with these prompts."""
        return replace(self, prompts=prompts)

    def besides(self, earlier: "Activity") -> "Activity":
        """Return this round with only the words that differ from those of an `earlier` one."""
        return replace(
            self,
            instruction="" if self.instruction == earlier.instruction else self.instruction,
            prompts=() if self.prompts == earlier.prompts else self.prompts,
            tips=() if self.tips == earlier.tips else self.tips,
            text=None if self.text == earlier.text else self.text,
            roles=() if self.roles == earlier.roles else self.roles,
            options=() if self.options == earlier.options else self.options,
            materials=() if self.materials == earlier.materials else self.materials,
        )


class Step(Stored, frozen=True):
    """A numbered part of the workshop. Its number is its place in `Workshop.steps`, from 1."""

    title: str


class Workshop(Stored, frozen=True):
    """The whole definition. `activities` are in the order in which they run. `participants` is how many are expected."""

    left_out_if_empty = frozenset({"participants"})

    id: str
    title: str
    language: str
    theme: str = ""
    goal: str = ""
    indication: Window | None = None
    credit: str = ""
    introduction: str = ""
    materials: tuple[str, ...] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    activities: tuple[Activity, ...] = ()
    participants: NumberRange | None = None

    def with_activities(self, activities: tuple[Activity, ...]) -> "Workshop":
        """Return the workshop with these activities."""
        return replace(self, activities=activities)


def renumbered(title: str, old: tuple[int, int], new: tuple[int, int]) -> str:
    """Return the title of a round with its number among the rounds changed, "(2/2)" for "(2/3)", if it has one."""
    plain = title.removesuffix(f" ({old[0]}/{old[1]})")
    return title if plain == title else f"{plain} ({new[0]}/{new[1]})"


_ELSEWHERE = re.compile(r":?\s*\([^()]*\)\s*$")
"""The place of a text on the makers' page, such as "(see below)"."""


def material_names(workshop: Workshop, materials: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of `materials` to show. A text is named without its place on the makers' page.

    A material is a text if it starts with the text's title, up to its colon.
    """
    titles = tuple(title for text in workshop.texts.values() if (title := text.title.partition(":")[0].strip()))
    return tuple(_ELSEWHERE.sub("", one) if titles and one.startswith(titles) else one for one in materials)
