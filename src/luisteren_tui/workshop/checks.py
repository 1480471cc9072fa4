"""What is wrong with a document, and where. What refers to another activity is checked in `references`."""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import fields

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.workshop.entries import Entry, is_break, title_of
from luisteren_tui.workshop.model import MAX_PEOPLE, Duration, Each, Form, NumberRange, Text
from luisteren_tui.workshop.references import of_references
from luisteren_tui.workshop.yaml_keys import (
    WORKSHOP_FORMAT,
    ActivityKeys,
    GroupsKeys,
    RoundKeys,
    Rounds,
    StepKeys,
    TurnsKeys,
    WorkshopKeys,
)

MAX_DURATION = Duration(24 * 3600)
"""The longest possible activity, or time within one."""
MAX_ACTIVITIES = 2000
GROUP_FORMS = (Form.PAIRS, Form.SUBGROUPS)

DOUBLE_ID = N_("Another activity is already called '{id}'. Give this one its own id.")
NO_TEXT = N_("There is no '{key}' among the texts of this workshop.")
_ID = re.compile("[a-z0-9-]{1,40}")
_LANGUAGE = re.compile("[a-z]{2,3}([-_][A-Za-z]{2,8})?")
_FILE = re.compile(r"(?!\.)[^/\\:\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,100}")
_MISSING = N_("'{key}' is missing here.")
_BAD_ID = N_("Use small letters, digits and dashes here, 40 at most.")
_EMPTY = N_("This is empty. Fill it in, or leave it out.")
_BAD_MIN = N_("The shortest time can't be longer than the duration.")
_BAD_NUMBER = N_("Write a number from {least} to {limit} here.")


def of_document(document: WorkshopKeys) -> Iterator[Problem]:
    """Yield what is wrong outside the activities."""
    if document.format != WORKSHOP_FORMAT:
        yield Problem(("format",), N_("Write format: {format} here."), {"format": WORKSHOP_FORMAT})
    if document.id is not None and not _ID.fullmatch(document.id):
        yield Problem(("id",), _BAD_ID)
    if not document.title.strip():
        yield Problem(("title",), _MISSING, {"key": "title"})
    if not _LANGUAGE.fullmatch(document.language):
        yield Problem(("language",), N_("Write the code of a language here, such as nl."))
    if document.participants is not None:
        yield from _of_number(("participants",), document.participants, 1)
    for name, text in document.texts.items():
        yield from _of_text(("texts", name), text)
    for index, step in enumerate(document.steps):
        yield from _of_step(("steps", index), step)
    if all(map(is_break, document.steps)):
        yield Problem(("steps",), N_("A workshop needs at least one step."))


def of_entries(document: WorkshopKeys, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield what is wrong with the activities."""
    if sum(max(1, len(entry.repeat)) for entry in entries) > MAX_ACTIVITIES:
        yield Problem(("steps",), N_("More than {limit} activities is too many."), {"limit": MAX_ACTIVITIES})
    by_id: dict[str, Entry] = {}
    for entry in entries:
        here = (*entry.path, "id")
        if not _ID.fullmatch(entry.id):
            yield Problem(here, _BAD_ID)
        elif double := next((id for id in (entry.id, *entry.round_ids) if id in by_id), None):
            yield Problem(here, DOUBLE_ID, {"id": double})
        by_id |= dict.fromkeys((entry.id, *entry.round_ids), entry)
        yield from _of_activity(entry)
        if entry.given.text is not None and entry.given.text not in document.texts:
            yield Problem((*entry.path, "text"), NO_TEXT, {"key": entry.given.text})
    for entry in entries:
        if entry.given.groups is not None:
            yield from _of_groups((*entry.path, "groups"), entry, entry.given.groups, by_id)
    yield from of_references(entries)


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
        if step.duration is not None:
            yield from _of_time((*path, "duration"), step.duration)
        if all(activity.form is Form.BREAK for activity in step.activities):
            yield Problem((*path, "activities"), N_("A step needs at least one activity that is not a break."))
        for own in fields(ActivityKeys):
            if own.name not in ("title", "duration", "repeat") and getattr(step, own.name) != own.default:
                message = N_("'{key}' belongs to one of the activities of this step. Move it there.")
                yield Problem((*path, own.name), message, {"key": own.name})
        if step.repeat:
            yield from _of_repeated_step(path, step.repeat, step.activities)


def _of_repeated_step(path: Path, rounds: Rounds, activities: Sequence[ActivityKeys]) -> Iterator[Problem]:
    yield from _of_rounds((*path, "repeat"), rounds)
    differs = any(each != RoundKeys() for each in rounds)
    if differs and sum(each.form is not Form.BREAK for each in activities) > 1:
        message = N_("This step has several activities. Write only how often: repeat: {count}.")
        yield Problem((*path, "repeat"), message, {"count": len(rounds)})
    for index, each in enumerate(activities):
        if each.repeat:
            message = N_("The step of this activity is repeated already. Leave this out.")
            yield Problem((*path, "activities", index, "repeat"), message)


def _of_rounds(path: Path, rounds: Rounds) -> Iterator[Problem]:
    for index, each in enumerate(rounds):
        if each.title is not None and not each.title.strip():
            yield Problem((*path, index, "title"), _EMPTY)


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
            yield Problem((*path, "min"), _BAD_MIN)
    for index, cue in enumerate(given.cues):
        if cue.at > MAX_DURATION:
            yield from _of_time((*path, "cues", index, "at"), cue.at)
    if given.silence is not None:
        yield from _of_time((*path, "silence"), given.silence)
        if given.text is None:
            yield Problem((*path, "silence"), N_("A silence follows a text. Name the text under 'text'."))
    if given.turns is not None:
        yield from _of_turns((*path, "turns"), given, given.turns)
    if given.repeat:
        yield from _of_rounds((*path, "repeat"), given.repeat)
        if entry.step is None:
            message = N_("A break can't be repeated by itself. Put it into a step that is repeated.")
            yield Problem((*path, "repeat"), message)


def _of_time(path: Path, time: Duration) -> Iterator[Problem]:
    if time == 0:
        yield Problem(path, N_("Zero minutes is not possible here. Write 1m or more."))
    elif time > MAX_DURATION:
        yield Problem(path, N_("Longer than {hours} hours is not possible."), {"hours": MAX_DURATION // 3600})


def _of_turns(path: Path, given: ActivityKeys, turns: TurnsKeys) -> Iterator[Problem]:
    if turns.each is Each.ROLE and len(given.roles) < 2:
        yield Problem(path, N_("Turns for each role need two or more roles. Name them under 'roles'."))
    if turns.window is None and not turns.phases:
        yield Problem(path, N_("Write how long a turn takes: 'window', such as 5m-7m, or its 'phases'."))
    elif turns.phases:
        if turns.window is not None:
            yield Problem((*path, "phases"), N_("Write 'window' or 'phases', not both."))
        for index, phase in enumerate(turns.phases):
            here = (*path, "phases", index)
            yield from _of_time((*here, "duration"), phase.duration)
            if phase.min is not None:
                yield from _of_time((*here, "min"), phase.min)
                if phase.min > phase.duration:
                    yield Problem((*here, "min"), _BAD_MIN)
    elif turns.window is not None:
        yield from _of_time((*path, "window"), turns.window.high if turns.window.low else Duration(0))
    for index, cue in enumerate(turns.cues):
        if cue.at > MAX_DURATION:
            yield from _of_time((*path, "cues", index, "at"), cue.at)
    if given.duration is not None and turns.prepare + turns.after >= given.duration:
        yield Problem(path, N_("'prepare' and 'after' leave no time for the turns."))


def _of_groups(path: Path, entry: Entry, groups: GroupsKeys, by_id: Mapping[str, Entry]) -> Iterator[Problem]:
    form = Form.BREAK if entry.step is None else entry.given.form
    if form is not None and form not in GROUP_FORMS:
        yield Problem(
            path, N_("There are groups only in pairs and subgroups. Write form: subgroups, or leave this out.")
        )
    if groups == GroupsKeys():
        yield Problem(path, N_("Write how the groups are formed: with size, count, labels or from."))
    for key, value in (("size", groups.size), ("count", groups.count)):
        if value is not None and form is Form.PAIRS:
            yield Problem((*path, key), N_("A pair has two people. Write form: subgroups for other groups."))
        elif value is not None:
            yield from _of_number((*path, key), value, 2)
    if groups.count is not None and groups.size is not None:
        yield Problem((*path, "count"), N_("Write 'size' or 'count', not both."))
    if groups.count is not None and groups.from_ is not None:
        yield Problem((*path, "count"), N_("With 'from' the groups are there already. Leave out 'count'."))
    if groups.labels and form is Form.PAIRS:
        yield Problem((*path, "labels"), N_("Pairs have no names of their own. Leave this out."))
    yield from _of_labels((*path, "labels"), groups)
    source = by_id.get(groups.from_ or "")
    if source is not None and source is not entry:
        yield from _of_source((*path, "from"), form, source)
    if groups.stay:
        yield from _of_stay(path, entry, groups, source)


def _of_labels(path: Path, groups: GroupsKeys) -> Iterator[Problem]:
    for index, label in enumerate(groups.labels):
        if not label.strip():
            yield Problem((*path, index), _EMPTY)
        elif label in groups.labels[:index]:
            message = N_("Another group is already called '{label}'. Give each its own name.")
            yield Problem((*path, index), message, {"label": label})
    if groups.labels and groups.count not in (None, len(groups.labels)):
        values = {"count": groups.count or 0, "names": len(groups.labels)}
        yield Problem(path, N_("Name each of the {count} groups: there are {names} names here."), values)


def _of_source(path: Path, form: Form | None, source: Entry) -> Iterator[Problem]:
    """Yield why the groups of `source` can't be those of an activity in this form."""
    theirs = Form.BREAK if source.step is None else source.given.form
    if theirs is None:
        return
    if theirs not in GROUP_FORMS:
        message = N_("There are no groups in '{id}'. Write the id of an activity in pairs or subgroups.")
        yield Problem(path, message, {"id": source.id})
    elif form is Form.PAIRS and theirs is Form.SUBGROUPS:
        yield Problem(path, N_("'{id}' has subgroups, not pairs. Write form: subgroups here too."), {"id": source.id})


def _of_stay(path: Path, entry: Entry, groups: GroupsKeys, source: Entry | None) -> Iterator[Problem]:
    here = (*path, "stay")
    if groups.from_ is None and not entry.repeat:
        message = N_("Nobody is in a group yet. Write with 'from' where the groups come from, or repeat this activity.")
        yield Problem(here, message)
    if groups.from_ is not None and groups.size is not None:
        yield Problem((*path, "size"), N_("With 'from' and 'stay' the groups keep their size. Leave out 'size'."))
    before = source or entry
    pairs = before.given.form is Form.PAIRS
    sizes = before.given.groups.size if before.given.groups is not None else None
    smallest = 2 if pairs else sizes.low if sizes is not None else MAX_PEOPLE + 1
    if not 1 <= groups.stay < smallest:
        yield Problem(here, _BAD_NUMBER, {"least": 1, "limit": smallest - 1})


def _of_number(path: Path, number: NumberRange | int, least: int) -> Iterator[Problem]:
    """Yield that a number of people or of groups is too small or too large."""
    low, high = (number, number) if isinstance(number, int) else (number.low, number.high)
    if not least <= low <= high <= MAX_PEOPLE:
        yield Problem(path, _BAD_NUMBER, {"least": least, "limit": MAX_PEOPLE})
