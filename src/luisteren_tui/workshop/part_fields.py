"""The fields in which an author fills in a part of a workshop: one table, and the edits that what is typed amounts to."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.languages import DEFAULT, LANGUAGES
from luisteren_tui.i18n.problem import Path
from luisteren_tui.workshop.model import FORM_NAMES, Each, Form, RoomClock, RoomPrompts, Signal, Then
from luisteren_tui.workshop.notation import parse_duration
from luisteren_tui.workshop.part_references import with_sums
from luisteren_tui.workshop.parts import Part, PartKind, parts_of
from luisteren_tui.workshop.raw_document import mapping, rounds_in, sequence
from luisteren_tui.workshop.typed_values import (
    CUES,
    DURATION,
    FLAG,
    IDS,
    ITEMS,
    NUMBERS,
    PARAGRAPHS,
    PHASES,
    ROUND_PROMPTS,
    ROUNDS,
    SECONDS,
    TEXT,
    WINDOW,
    Way,
    with_default,
)  # fmt: skip
from luisteren_tui.workshop.value_edits import Edit, Remove, Set, value_at

FILE_ORDER = (
    "format", "id", "break", "title", "language", "participants", "theme", "goal", "indication", "credit",
    "introduction", "duration", "min", "form", "skippable", "protected", "repeat", "groups", "text", "silence",
    "instruction", "roles", "options", "prompts", "turns", "cues", "tips", "materials", "needs", "signal", "room",
    "then", "each", "size", "count", "labels", "from", "stay", "prepare", "window", "phases", "after", "body", "file",
    "source", "at", "say", "texts", "steps", "activities",
)  # fmt: skip
"""The order in which keys are written in a file."""

START_WINDOWS: Mapping[str | None, str] = {Each.ROLE: "3m-5m", Each.GROUP: "3m-5m", Each.PARTICIPANT: "1m-2m"}
"""How long a turn takes to begin with."""
_GROUP_FORMS = (Form.PAIRS, Form.SUBGROUPS)


class FieldKind(StrEnum):
    """How a field is filled in: a line, paragraphs, an item on each line, minutes, a choice, or yes or no."""

    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    MINUTES = "minutes"
    CHOICE = "choice"
    SWITCH = "switch"


class Choice(Struct, frozen=True):
    """A possible value and its label: a message id, or with `is_text` text from the file."""

    value: str
    label: str
    is_text: bool = False


class FieldSpec(Struct, frozen=True):
    """A field of one kind of part. `key` is the path of its value in the part, with dots. `label` and `hint` are message ids.

    `more` is whether few authors need it.
    """

    key: str
    label: str
    kind: FieldKind
    way: Way
    hint: str = ""
    more: bool = False
    choices: tuple[Choice, ...] = ()

    @property
    def path(self) -> Path:
        """The path of the value in the part."""
        return ("repeat",) if self.key == "repeat.prompts" else tuple(self.key.split("."))


class FilledField(Struct, frozen=True):
    """A field and the text in it."""

    spec: FieldSpec
    text: str
    choices: tuple[Choice, ...] = ()


def _choices(names: Mapping[Any, str], none: str = "") -> tuple[Choice, ...]:
    given = tuple(Choice(str(value.value), label) for value, label in names.items())
    return (Choice("", none), *given) if none else given


_LINE, _TEXT, _LINES, _MINUTES, _CHOICE, _SWITCH = FieldKind
_BY_FORM = N_("depends on the form")
_TITLE = FieldSpec("title", N_("Title"), _LINE, TEXT)
_DURATION = FieldSpec("duration", N_("Minutes"), _MINUTES, DURATION, N_("for instance 15"))
_MIN = FieldSpec("min", N_("Shortest time"), _MINUTES, DURATION, N_("what still works when time is short"), more=True)
_SKIPPABLE = FieldSpec("skippable", N_("May be left out"), _SWITCH, FLAG, N_("when time is short"), more=True)
_PROTECTED = FieldSpec("protected", N_("Never shorten"), _SWITCH, FLAG, more=True)
_THEN = FieldSpec(
    "then",
    N_("When the time is up"),
    _CHOICE,
    with_default(Then.WAIT),
    more=True,
    choices=_choices({Then.WAIT: N_("wait for you"), Then.NEXT: N_("go on by itself")}),
)
_REPEAT = FieldSpec("repeat", N_("Rounds"), _LINE, ROUNDS, N_("how often this is done, for instance 3"))
_NEEDS = FieldSpec("needs", N_("Builds on"), _CHOICE, IDS, N_("without that part, this one is left out too"), more=True)
_ROUND_PROMPTS = FieldSpec(
    "repeat.prompts", N_("Questions of each round"), _LINES, ROUND_PROMPTS, N_("an empty line begins the next round")
)

_ACTIVITY = (
    _TITLE,
    _DURATION,
    FieldSpec("form", N_("Form"), _CHOICE, TEXT, choices=_choices({
        form: name for form, name in FORM_NAMES.items() if form is not Form.BREAK
    })),
    FieldSpec("instruction", N_("Instruction"), _TEXT, PARAGRAPHS, N_("what you tell the group to do")),
    FieldSpec("prompts", N_("Questions"), _LINES, ITEMS, N_("one on each line; the group sees them")),
    FieldSpec("roles", N_("Roles"), _LINES, ITEMS, N_("one on each line")),
    FieldSpec("groups.size", N_("People in a group"), _LINE, NUMBERS, N_("how large each group is, for instance 3, or 3-5")),
    FieldSpec("groups.count", N_("Number of groups"), _LINE, NUMBERS, N_("instead of how many people")),
    FieldSpec("groups.labels", N_("Names of the groups"), _LINES, ITEMS, N_("one on each line, such as Room 1"), more=True),
    FieldSpec("groups.from", N_("Same groups as"), _CHOICE, TEXT, N_("they go on together; with more people in a group, whole groups join")),
    FieldSpec("groups.stay", N_("How many stay"), _LINE, TEXT, N_("in each group; the others move on"), more=True),
    FieldSpec("turns.each", N_("Turns"), _CHOICE, TEXT, N_("who gets a turn"), choices=_choices({
        Each.ROLE: N_("each role"), Each.GROUP: N_("each group"), Each.PARTICIPANT: N_("each participant"),
    }, N_("no turns"))),
    FieldSpec("turns.window", N_("Minutes a turn"), _MINUTES, WINDOW, N_("from the shortest to the longest: 5-7, or ½-1")),
    FieldSpec("turns.prepare", N_("Minutes before the turns"), _MINUTES, DURATION, N_("to prepare"), more=True),
    FieldSpec("turns.after", N_("Minutes after the turns"), _MINUTES, DURATION, N_("to look back"), more=True),
    FieldSpec("turns.phases", N_("Phases of a turn"), _LINES, PHASES, N_("minutes and words on each line: 2: One tells")),
    FieldSpec("turns.cues", N_("Reminders in a turn"), _LINES, CUES, N_("minutes and words on each line: 4: Round off"), more=True),
    _REPEAT,
    _ROUND_PROMPTS,
    FieldSpec("text", N_("Text to read"), _CHOICE, TEXT),
    FieldSpec("silence", N_("Seconds of silence after it"), _MINUTES, SECONDS, N_("for instance 30")),
    FieldSpec("tips", N_("Tips for you"), _LINES, ITEMS, N_("one on each line; only you see them")),
    FieldSpec("materials", N_("Materials"), _LINES, ITEMS, N_("one on each line"), more=True),
    FieldSpec("options", N_("Options"), _LINES, ITEMS, N_("what the group can choose from, one on each line"), more=True),
    _MIN,
    FieldSpec("cues", N_("Reminders"), _LINES, CUES, N_("minutes and words on each line: 13: Two minutes left"), more=True),
    _SKIPPABLE,
    _PROTECTED,
    _NEEDS,
    FieldSpec("signal", N_("Signal at the end"), _CHOICE, TEXT, more=True, choices=_choices({
        Signal.ROOM: N_("for the room"), Signal.FACILITATOR: N_("only for you"), Signal.QUIET: N_("none"),
    }, _BY_FORM)),
    FieldSpec("room.prompts", N_("Questions on the room's screen"), _CHOICE, TEXT, more=True, choices=_choices({
        RoomPrompts.ALL: N_("all"), RoomPrompts.CHOSEN: N_("the chosen one"), RoomPrompts.NONE: N_("none"),
    }, _BY_FORM)),
    FieldSpec("room.clock", N_("Time on the room's screen"), _CHOICE, TEXT, more=True, choices=_choices({
        RoomClock.SECONDS: N_("minutes and seconds"), RoomClock.MINUTES: N_("minutes"),
        RoomClock.END: N_("when it ends"), RoomClock.NONE: N_("none"),
    }, _BY_FORM)),
    _THEN,
)  # fmt: skip
_WORKSHOP = (
    _TITLE,
    FieldSpec("participants", N_("People"), _LINE, NUMBERS, N_("for instance 12, or 8-20")),
    FieldSpec("indication", N_("Minutes in all"), _MINUTES, WINDOW, N_("for instance 60, or 90-120")),
    FieldSpec("goal", N_("Goal"), _TEXT, PARAGRAPHS, N_("what participants gain")),
    FieldSpec("introduction", N_("Introduction"), _TEXT, PARAGRAPHS, N_("what everybody should know beforehand")),
    FieldSpec("materials", N_("Materials"), _LINES, ITEMS, N_("what to bring, one on each line")),
    FieldSpec("language", N_("Language"), _CHOICE, with_default(DEFAULT.code), choices=tuple(
        Choice(code, language.name) for code, language in LANGUAGES.items()
    )),
    FieldSpec("theme", N_("Theme"), _LINE, TEXT, more=True),
    FieldSpec("credit", N_("Made by"), _TEXT, PARAGRAPHS, N_("shown with the thanks at the end"), more=True),
)  # fmt: skip
SPECS: Mapping[PartKind | None, tuple[FieldSpec, ...]] = {
    None: _WORKSHOP,
    PartKind.STEP: (_TITLE, _REPEAT, _ROUND_PROMPTS),
    PartKind.ACTIVITY: _ACTIVITY,
    PartKind.BREAK: (_TITLE, _DURATION, _MIN, _SKIPPABLE, _PROTECTED, _NEEDS, _THEN),
    PartKind.TEXT: (
        _TITLE,
        FieldSpec("body", N_("Text"), _TEXT, PARAGRAPHS, N_("paste it here; an empty line begins a new paragraph")),
        FieldSpec("source", N_("Source"), _LINE, TEXT, N_("where it comes from, such as a link")),
        FieldSpec("file", N_("File"), _LINE, TEXT, N_("for a text that may not be shared"), more=True),
    ),
}
"""The fields of each kind of part, and of the workshop itself, in order."""


def filled_fields(value: Any, part: Part | None) -> Iterator[FilledField]:
    """Yield the fields of a part, or of the workshop. One that makes no sense there is left out, unless it is filled in.

    A key that doesn't exist has a field too, so that it can be taken away.
    """
    path: Path = part.path if part else ()
    raw = mapping(value_at(value, path))
    kind = part.kind if part else None
    for spec in SPECS[kind]:
        text = spec.way.show(_value_of(raw, spec))
        if text or _makes_sense(spec.key, value, part, raw):
            yield FilledField(spec, text, _choices_for(spec, value, part, text))
    known = {str(spec.path[0]) for spec in SPECS[kind]} | {"id", "break", "format", "steps", "activities", "texts"}
    length = parse_duration(str(raw.get("duration")))
    if part is not None and part.kind is PartKind.STEP and length and part.seconds in (length, length * rounds_in(raw)):
        known.add("duration")  # it is the sum of the activities
    for key, item in raw.items():
        if key not in known and (other := _other(key, kind, item)):
            yield FilledField(other, other.way.show(item), other.choices)


def _other(key: str, kind: PartKind | None, item: Any) -> FieldSpec | None:
    """Return a field for a key that this kind of part doesn't usually have, or that doesn't exist."""
    usual = next((spec for spec in _ACTIVITY if spec.key == key and kind in (PartKind.STEP, PartKind.BREAK)), None)
    if usual is not None:
        return usual
    return None if isinstance(item, dict | list) else FieldSpec(key, key, _LINE, TEXT)


def field_edits(value: Any, part: Part | None, key: str, text: str) -> tuple[Edit, ...]:
    """Return the edits by which the field `key` of a part, or of the workshop, holds `text`."""
    path: Path = part.path if part else ()
    raw = mapping(value_at(value, path))
    kind = part.kind if part else None
    spec = next((each for each in SPECS[kind] if each.key == key), _other(key, kind, ""))
    assert spec is not None
    new = spec.way.read(text, _value_of(raw, spec))
    required = key == "title" or (key == "body" and "file" not in raw)  # a text may wait to be written
    edits = [*_written((*path, *_path_in(raw, spec)), raw, new, required=required)]
    if key == "file" and not new and "body" not in raw:
        edits.append(Set((*path, "body"), ""))
    if key.startswith("turns."):
        edits = [*_turns(path, raw, key, new)]
    return with_sums(value, edits)


def _written(path: Path, raw: dict[str, Any], new: Any, *, required: bool) -> Iterator[Edit]:
    """Yield the edit that writes `new`, or takes away what is there, with what is around that if it is left empty."""
    inner = (
        path[-2:]
        if len(path) > 1 and isinstance(path[-2], str) and path[-2] in ("groups", "room", "turns")
        else path[-1:]
    )
    around = mapping(raw.get(str(inner[0]))) if len(inner) == 2 else raw
    if new or required:
        yield Set(path, new or "")
    elif inner[-1] in around:
        yield Remove(path if len(inner) == 1 or len(around) > 1 else path[:-1])


def _turns(path: Path, raw: dict[str, Any], key: str, new: Any) -> Iterator[Edit]:
    """Yield the edits for a field about turns: there are none without who gets them, and they have a window or phases."""
    turns, here = mapping(raw.get("turns")), (*path, "turns")
    name = key.removeprefix("turns.")
    if name == "each":
        if not new:
            yield from [Remove(here)] if "turns" in raw else []
        elif turns:
            yield Set((*here, name), new)
        else:
            yield Set(here, {"each": new, "window": START_WINDOWS.get(new, "3m-5m")})
        return
    if new:
        yield Set((*here, name), new)
    elif name in turns:
        yield Remove((*here, name))
    other = {"window": "phases", "phases": "window"}.get(name)
    if new and other in turns:
        yield Remove((*here, other))
    elif name == "phases" and not new and turns and not turns.get("window"):
        yield Set((*here, "window"), START_WINDOWS.get(turns.get("each"), "3m-5m"))


def _path_in(raw: dict[str, Any], spec: FieldSpec) -> Path:
    return ("break",) if spec.key == "title" and "break" in raw else spec.path


def _value_of(raw: dict[str, Any], spec: FieldSpec) -> Any:
    return value_at(raw, _path_in(raw, spec))


def _makes_sense(key: str, value: Any, part: Part | None, raw: dict[str, Any]) -> bool:
    """Return whether an empty field says something to the author of this part."""
    if part is None or part.kind is PartKind.TEXT:
        return True
    groups, turns = mapping(raw.get("groups")), mapping(raw.get("turns"))
    step = mapping(value_at(value, part.path[:2])) if part.depth else {}
    match key:
        case "groups.size" | "groups.labels":
            return part.form is Form.SUBGROUPS
        case "roles":
            return part.form in _GROUP_FORMS or turns.get("each") == Each.ROLE
        case "groups.count":
            return part.form is Form.SUBGROUPS and "from" not in groups
        case "groups.from":
            return part.form in _GROUP_FORMS and bool(_earlier(value, part, _GROUP_FORMS))
        case "groups.stay":
            return part.form in _GROUP_FORMS and ("from" in groups or "repeat" in raw or "repeat" in step)
        case "turns.window" | "turns.prepare" | "turns.after" | "turns.phases" | "turns.cues":
            return bool(turns)
        case "text":
            return bool(mapping(value).get("texts"))
        case "silence":
            return "text" in raw
        case "needs":
            return bool(_earlier(value, part))
        case "repeat":
            return part.kind is PartKind.STEP or "repeat" not in step
        case "repeat.prompts":
            return "repeat" in raw and len(sequence(raw.get("activities"))) < 2
    return True


def _choices_for(spec: FieldSpec, value: Any, part: Part | None, text: str) -> tuple[Choice, ...]:
    choices = spec.choices
    if part is not None and spec.key in ("groups.from", "needs"):
        forms = _GROUP_FORMS if spec.key == "groups.from" else tuple(Form)
        choices = (
            Choice("", N_("new groups") if spec.key == "groups.from" else N_("none")),
            *(Choice(each.id, each.title, True) for each in _earlier(value, part, forms)),
        )
    elif spec.key == "text":
        texts = (each for each in parts_of(value) if each.kind is PartKind.TEXT)
        choices = (Choice("", N_("none")), *(Choice(each.id, each.title, True) for each in texts))
    if spec.kind is _CHOICE and text not in (choice.value for choice in choices):
        choices = (Choice(text, text or N_("choose"), bool(text)), *choices)
    return choices


def _earlier(value: Any, part: Part, forms: tuple[Form, ...] = tuple(Form)) -> list[Part]:
    """Return the activities before this one that are in one of these forms."""
    parts = [each for each in parts_of(value) if each.id and each.kind is not PartKind.TEXT]
    place = next((index for index, each in enumerate(parts) if each.path == part.path), len(parts))
    return [each for each in parts[:place] if each.form in forms and each.kind is PartKind.ACTIVITY]


def field_of(path: Path, part: Part | None, missing: str = "") -> str:
    """Return the key of the field that a problem at `path` in a part is about, or an empty text.

    `missing` is the key that the problem says is missing.
    """
    keys = {spec.key for spec in SPECS[part.kind if part else None]}
    names = [key for key in path if isinstance(key, str)]
    if names[:1] == ["break"]:
        return "title"
    if names == ["repeat", "prompts"]:
        return "repeat.prompts"
    wanted = [*names[:2], *([missing] if missing else [])]
    tries = (".".join(wanted), ".".join(names[:2]), missing, *names[:1])
    found = next((key for key in tries if key in keys), "")
    return found or {"turns": "turns.each", "groups": "groups.size", "room": "room.prompts"}.get(
        next(iter(names), ""), ""
    )
