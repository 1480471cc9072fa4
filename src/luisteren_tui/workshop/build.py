"""Build the workshop from a document: fill in every default, or report what is wrong."""

from collections.abc import Container

from luisteren_tui.i18n.problem import Problem
from luisteren_tui.workshop.checks import of_document, of_entries
from luisteren_tui.workshop.entries import Entry, each_activity, each_round, is_break, title_of
from luisteren_tui.workshop.model import (
    FORM_DEFAULTS,
    Activity,
    Duration,
    Form,
    Grouping,
    Room,
    Step,
    TurnPhase,
    Turns,
    Workshop,
)
from luisteren_tui.workshop.notation import id_from
from luisteren_tui.workshop.references import with_references
from luisteren_tui.workshop.yaml_keys import (
    GroupsKeys,
    RoomKeys,
    TurnsKeys,
    WorkshopKeys,
)


def build(document: WorkshopKeys, file_stem: str) -> tuple[Workshop | None, list[Problem]]:
    """Return the workshop, or None and the problems. A document without an id takes it from `file_stem`."""
    entries = list(each_activity(document))
    problems = [*of_document(document), *of_entries(document, entries)]
    if problems:
        return None, problems
    rounds = with_references([*each_round(entries)])
    protected = _protected(rounds)
    workshop = Workshop(
        id=document.id or id_from(file_stem, "workshop"),
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
        silence=given.silence or Duration(0),
        groups=None if given.groups is None else _grouping(given.groups),
        label=entry.label,
        repeats=entry.repeats,
        round=entry.round,
        rounds=len(entry.repeat),
    )


def _round_title(entry: Entry) -> str:
    """Return the title, with the number of the round unless it is a break or the round has a title of its own."""
    title = title_of(entry.given)
    own = entry.repeat[entry.round - 1].title if entry.round else None
    return (
        title if own or entry.step is None or len(entry.repeat) < 2 else f"{title} ({entry.round}/{len(entry.repeat)})"
    )


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
