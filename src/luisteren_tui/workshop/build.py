"""Build the workshop from a document: fill in every default, or report what is wrong."""

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from typing import Any

from msgspec.structs import fields

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.workshop.entries import Entry, each_activity, each_round, is_break, title_of
from luisteren_tui.workshop.model import (
    Activity,
    Duration,
    Each,
    Form,
    Grouping,
    Room,
    RoomClock,
    RoomPrompts,
    Signal,
    Step,
    Text,
    TurnPhase,
    Turns,
    Workshop,
)
from luisteren_tui.workshop.yaml_keys import (
    WORKSHOP_FORMAT,
    ActivityKeys,
    GroupsKeys,
    RoomKeys,
    StepKeys,
    TurnsKeys,
    WorkshopKeys,
)

MAX_DURATION = Duration(24 * 3600)
"""The longest possible activity, or time within one."""
MAX_ACTIVITIES = 2000

FORM_DEFAULTS = {
    Form.INDIVIDUAL: (RoomPrompts.ALL, RoomClock.MINUTES, Signal.FACILITATOR),
    Form.PAIRS: (RoomPrompts.ALL, RoomClock.MINUTES, Signal.ROOM),
    Form.SUBGROUPS: (RoomPrompts.ALL, RoomClock.END, Signal.ROOM),
    Form.PLENARY: (RoomPrompts.CHOSEN, RoomClock.NONE, Signal.FACILITATOR),
    Form.BREAK: (RoomPrompts.NONE, RoomClock.END, Signal.ROOM),
}
"""What the room shows and whose signal it is, if the file doesn't say so."""

_ID = re.compile("[a-z0-9-]{1,40}")
_LANGUAGE = re.compile("[a-z]{2,3}([-_][A-Za-z]{2,8})?")
_FILE = re.compile(r"(?!\.)[^/\\:\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,100}")
_DOUBLE_ID = N_("Another activity is already called '{id}'. Give this one its own id.")
_NO_TEXT = N_("There is no '{key}' among the texts of this workshop.")
_MISSING = N_("'{key}' is missing here.")
_BAD_ID = N_("Use small letters, digits and dashes here, 40 at most.")


def build(document: WorkshopKeys, file_stem: str) -> tuple[Workshop | None, list[Problem]]:
    """Return the workshop, or None and the problems. A document without an id takes it from `file_stem`."""
    entries = list(each_activity(document))
    problems = [*_of_document(document), *_of_entries(document, entries)]
    if problems:
        return None, problems
    rounds = _with_references([*each_round(entries)])
    protected = _protected(rounds)
    workshop = Workshop(
        id=document.id or _id_from(file_stem),
        title=document.title,
        language=document.language,
        theme=document.theme,
        goal=document.goal,
        indication=document.indication,
        credit=document.credit,
        introduction=document.introduction,
        materials=document.materials,
        texts=document.texts,
        steps=tuple(Step(title_of(step)) for step in document.steps if not is_break(step)),
        activities=tuple(_activity(entry, protected) for entry in rounds),
        participants=document.participants,
    )
    return workshop, []


def _id_from(stem: str) -> str:
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain)[:40].strip("-") or "workshop"


def _with_references(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries in which `needs` and `from` name rounds instead of what is repeated."""
    done: list[Entry] = []
    for entry in entries:
        given, groups = entry.given, entry.given.groups
        if given.needs:
            given = given.with_needs(tuple(id for need in given.needs for id in _rounds_named(need, entry, done)))
        if groups is not None:
            source = entry.before if groups.stay and groups.from_ is None else groups.from_
            named = _rounds_named(source, entry, done) if source else ()
            given = given.with_groups(groups.with_source(named[-1] if named else None))
        done.append(entry.with_given(given))
    return done


def _rounds_named(id: str, entry: Entry, earlier: Sequence[Entry]) -> tuple[str, ...]:
    """Return the ids of the earlier activities that `id` stands for in an entry: all rounds of what is repeated.

    Inside a step that is repeated it stands for the one in the same round.
    """
    named = [each for each in earlier if id in (each.id, each.repeats)]
    beside = [each for each in named if entry.repeated is not None and each.repeated == entry.repeated]
    return tuple(each.id for each in named if not beside or each.id == id or each.round == entry.round)


def _protected(entries: list[Entry]) -> set[str]:
    """Return the ids of the activities that are protected, or that a protected one needs."""
    protected = {entry.id for entry in entries if entry.given.protected}
    for entry in reversed(entries):  # what is needed comes earlier
        if entry.id in protected:
            protected.update(entry.given.needs)
    return protected


def _activity(entry: Entry, protected: Container[str]) -> Activity:
    given = entry.given
    duration = given.duration or Duration(0)
    form = Form.BREAK if entry.step is None else given.form or Form.PLENARY
    prompts, clock, signal = FORM_DEFAULTS[form]
    room = given.room or RoomKeys()
    return Activity(
        id=entry.id,
        title=_round_title(entry),
        step=entry.step,
        form=form,
        duration=duration,
        min=given.min or Duration(max(1, duration * 3 // 5)),
        instruction=given.instruction,
        prompts=given.prompts,
        tips=given.tips,
        text=given.text,
        roles=given.roles,
        options=given.options,
        materials=given.materials,
        turns=None if given.turns is None else _turns(given.turns),
        cues=tuple(sorted(given.cues, key=lambda cue: cue.at)),
        protected=entry.id in protected,
        skippable=given.skippable,
        signal=given.signal or signal,
        room=Room(room.prompts or prompts, room.clock or clock),
        then=given.then,
        needs=tuple(dict.fromkeys(given.needs)),
        silence=given.silence,
        groups=None if given.groups is None else _grouping(given.groups),
        label=entry.label,
        repeats=entry.repeats,
        round=entry.round,
        rounds=entry.rounds,
    )


def _round_title(entry: Entry) -> str:
    """Return the title, with the number of the round unless each round has a title of its own."""
    title = title_of(entry.given)
    own = entry.given.repeat[entry.round - 1].title if entry.given.repeat else None
    return title if own or entry.rounds < 2 else f"{title} ({entry.round}/{entry.rounds})"


def _turns(given: TurnsKeys) -> Turns:
    phases = tuple(
        TurnPhase(each.say, each.duration, each.duration if each.min is None else each.min) for each in given.phases
    )
    return Turns(
        each=given.each,
        window=given.span,
        prepare=given.prepare,
        after=given.after,
        phases=phases,
        cues=tuple(sorted(given.cues, key=lambda cue: cue.at)),
    )


def _grouping(given: GroupsKeys) -> Grouping:
    return Grouping(
        size=given.size,
        count=given.count or 0,
        labels=given.labels,
        source=given.from_ or "",
        stay=given.stay,
    )


def _of_document(document: WorkshopKeys) -> Iterator[Problem]:
    if document.format != WORKSHOP_FORMAT:
        yield Problem(("format",), N_("Write format: {format} here."), {"format": WORKSHOP_FORMAT})
    if document.id is not None and not _ID.fullmatch(document.id):
        yield Problem(("id",), _BAD_ID)
    if not document.title.strip():
        yield Problem(("title",), _MISSING, {"key": "title"})
    if not _LANGUAGE.fullmatch(document.language):
        yield Problem(("language",), N_("Write the code of a language here, such as nl."))
    for name, text in document.texts.items():
        yield from _of_text(("texts", name), text)
    for index, step in enumerate(document.steps):
        yield from _of_step(("steps", index), step)
    if all(map(is_break, document.steps)):
        yield Problem(("steps",), N_("A workshop needs at least one step."))


def _of_text(path: Path, text: Text) -> Iterator[Problem]:
    if text.body is None and text.file is None:
        yield Problem(path, N_("Give this text a body, or the name of a file."))
    if text.file is not None and not _FILE.fullmatch(text.file):
        yield Problem((*path, "file"), N_("Write only the name of a file here, such as gedicht.txt."))


def _of_step(path: Path, step: StepKeys) -> Iterator[Problem]:
    if step.break_ is not None:
        if step.title is not None or step.activities is not None or step.form not in (None, Form.BREAK):
            message = N_("The title of a break is the value of 'break'. Leave out title, form and activities.")
            yield Problem((*path, "break"), message)
    elif step.activities is not None:
        if not title_of(step).strip():
            yield Problem(path, _MISSING, {"key": "title"})
        if all(activity.form is Form.BREAK for activity in step.activities):
            yield Problem((*path, "activities"), N_("A step needs at least one activity that is not a break."))
        for own in fields(ActivityKeys):
            if own.name not in ("title", "duration", "repeat") and getattr(step, own.name) != own.default:
                message = N_("'{key}' belongs to one of the activities of this step. Move it there.")
                yield Problem((*path, own.name), message, {"key": own.name})


def _of_entries(document: WorkshopKeys, entries: list[Entry]) -> Iterator[Problem]:
    if len(entries) > MAX_ACTIVITIES:
        yield Problem(("steps",), N_("More than {limit} activities is too many."), {"limit": MAX_ACTIVITIES})
    seen: set[str] = set()
    for entry in entries:
        here = (*entry.path, "id")
        if not _ID.fullmatch(entry.id):
            yield Problem(here, _BAD_ID)
        elif entry.id in seen:
            yield Problem(here, _DOUBLE_ID, {"id": entry.id})
        seen.add(entry.id)
        yield from _of_activity(entry)
        if entry.given.text is not None and entry.given.text not in document.texts:
            yield Problem((*entry.path, "text"), _NO_TEXT, {"key": entry.given.text})
    yield from _of_needs(entries)


def _of_needs(entries: list[Entry]) -> Iterator[Problem]:
    places = {id: place for place, entry in reversed([*enumerate(entries)]) for id in (*entry.round_ids, entry.id)}
    later = []
    for place, entry in enumerate(entries):
        for index, id in enumerate(entry.given.needs):
            here = (*entry.path, "needs", index)
            if id not in places:
                yield Problem(here, N_("There is no activity '{id}'. Write the id of an earlier one."), {"id": id})
            elif id == entry.id:
                yield Problem(here, N_("An activity can't need itself."))
            elif places[id] >= place:
                later.append((here, entry.id, id))
    circle = _circle(entries) if later else []
    for here, own, id in later:
        if own in circle and id in circle:
            values = {"circle": " → ".join(circle)}
            yield Problem(
                here, N_("These activities need each other: {circle}. Only an earlier one can be needed."), values
            )
        else:
            yield Problem(here, N_("'{id}' comes later. Only an earlier activity can be needed."), {"id": id})


def _circle(entries: list[Entry]) -> list[str]:
    """Return the ids of activities that need each other, the first one again at the end, or none."""
    from graphlib import CycleError, TopologicalSorter  # only a file with this mistake needs it

    needed = {entry.id: entry.given.needs for entry in entries}
    try:
        TopologicalSorter(needed).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle[::-1]
    return []


def _of_activity(entry: Entry) -> Iterator[Problem]:
    path, given = entry.path, entry.given
    if not title_of(given).strip():
        yield Problem(path, _MISSING, {"key": "title"})
    if given.form is None and entry.step is not None:
        yield Problem(path, _MISSING, {"key": "form"})
    if given.duration is None:
        yield Problem(path, _MISSING, {"key": "duration"})
    else:
        yield from _of_time((*path, "duration"), given.duration)
    if given.min is not None:
        yield from _of_time((*path, "min"), given.min)
        if given.duration is not None and given.min > given.duration:
            yield Problem((*path, "min"), N_("The shortest time can't be longer than the duration."))
    for index, cue in enumerate(given.cues):
        if cue.at > MAX_DURATION:
            yield from _of_time((*path, "cues", index, "at"), cue.at)
    if given.silence:
        yield from _of_time((*path, "silence"), given.silence)
        if given.text is None:
            yield Problem((*path, "silence"), N_("A silence follows a text. Name the text under 'text'."))
    yield from _of_turns(path, given)


def _of_time(path: Path, time: Duration) -> Iterator[Problem]:
    if time == 0:
        yield Problem(path, N_("Zero minutes is not possible here. Write 1m or more."))
    elif time > MAX_DURATION:
        yield Problem(path, N_("Longer than {hours} hours is not possible."), {"hours": MAX_DURATION // 3600})


def _of_turns(path: Path, given: ActivityKeys) -> Iterator[Problem]:
    turns = given.turns
    if turns is None:
        return
    if turns.each is Each.ROLE and len(given.roles) < 2:
        yield Problem((*path, "turns"), N_("Turns for each role need two or more roles. Name them under 'roles'."))
    if turns.window is None and not turns.phases:
        yield Problem((*path, "turns"), _MISSING, {"key": "window"})
    elif turns.window is not None:
        yield from _of_time((*path, "turns", "window"), turns.window.high if turns.window.low else Duration(0))
    for index, phase in enumerate(turns.phases):
        if phase.min is not None and phase.min > phase.duration:
            here = (*path, "turns", "phases", index, "min")
            yield Problem(here, N_("The shortest time can't be longer than the duration."))
    if given.duration is not None and turns.prepare + turns.after >= given.duration:
        yield Problem((*path, "turns"), N_("'prepare' and 'after' leave no time for the turns."))


def raw_problems(value: object) -> Iterator[Problem]:
    """Yield the duplicate ids, missing texts and wrong needs in a file that can't be read as a document yet.

    `value` is the raw content. This way these problems are reported together with the others.
    """
    document = _mapping(value)
    texts = document.get("texts", {})
    seen: set[str] = set()
    for path, activity in _raw_activities(document):
        id, text = activity.get("id"), activity.get("text")
        if isinstance(id, str):
            if id in seen:
                yield Problem((*path, "id"), _DOUBLE_ID, {"id": id})
            seen.add(id)
        if isinstance(text, str) and isinstance(texts, dict) and text not in texts:
            yield Problem((*path, "text"), _NO_TEXT, {"key": text})
    yield from _of_needs([*each_activity(_outline(document))])


def _outline(document: dict[str, Any]) -> WorkshopKeys:
    """Return the ids and the needs of the activities in a raw document, at their places."""
    steps = []
    for raw in map(_mapping, _sequence(document.get("steps"))):
        inside = tuple(ActivityKeys(**_outlined(each)) for each in map(_mapping, _sequence(raw.get("activities"))))
        own = "" if "break" in raw else None
        steps.append(StepKeys(**_outlined(raw), activities=inside or None, break_=own))
    return WorkshopKeys("", tuple(steps))


def _outlined(raw: dict[str, Any]) -> dict[str, Any]:
    id, needs = raw.get("id"), raw.get("needs")
    listed = (needs,) if isinstance(needs, str) else tuple(_sequence(needs))
    return {
        "id": id if isinstance(id, str) else None,
        "form": Form.BREAK if raw.get("form") == Form.BREAK else None,
        "needs": listed if all(isinstance(each, str) for each in listed) else (),
    }


def _raw_activities(document: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
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
