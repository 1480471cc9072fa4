"""The keys of a workshop file as its author writes them, before any default is filled in. Each field is a key."""

from collections.abc import Mapping
from typing import NewType

from msgspec import Struct, field

from luisteren_tui.workshop.model import Cue, Duration, Form, RoomClock, RoomPrompts, Signal, Text, Then, Turns, Window

WORKSHOP_FORMAT = 1
"""The newest format of workshop files that this version reads."""

Ids = NewType("Ids", tuple[str, ...])
"""The ids of activities: one by itself, or a list."""


class RoomKeys(Struct, frozen=True):
    """What the room shows of an activity. Missing values follow from the form."""

    prompts: RoomPrompts | None = None
    clock: RoomClock | None = None


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
    turns: Turns | None = None
    cues: tuple[Cue, ...] = ()
    protected: bool = False
    skippable: bool = False
    signal: Signal | None = None
    room: RoomKeys | None = None
    then: Then = Then.WAIT
    needs: Ids = Ids(())
    silence: Duration = Duration(0)


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
