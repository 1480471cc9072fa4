"""Advice about a workshop that is valid, but may not be what its makers meant."""

from collections.abc import Iterator

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.languages import known
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.workshop.entries import Entry, each_activity
from luisteren_tui.workshop.model import Each
from luisteren_tui.workshop.notation import format_duration
from luisteren_tui.workshop.yaml_keys import WorkshopKeys


def advise(document: WorkshopKeys) -> list[Problem]:
    """Return the advice about a document without errors."""
    entries = list(each_activity(document))
    return [
        *_language(document),
        *_sums(document),
        *_total(document, entries),
        *(problem for entry in entries for problem in _turns_and_cues(entry)),
        *_unused(document, entries),
    ]


def _language(document: WorkshopKeys) -> Iterator[Problem]:
    if known(document.language) is None:
        text = N_("The program doesn't have this language. What it says to the room itself is in English.")
        yield Problem(("language",), text)


def _sums(document: WorkshopKeys) -> Iterator[Problem]:
    for index, step in enumerate(document.steps):
        if step.activities is None or step.duration is None:
            continue
        total = sum(activity.duration or 0 for activity in step.activities)
        if total != step.duration:
            values = {"sum": format_duration(total), "duration": format_duration(step.duration)}
            message = N_("The activities of this step take {sum} together, not {duration}.")
            yield Problem(("steps", index, "duration"), message, values)


def _total(document: WorkshopKeys, entries: list[Entry]) -> Iterator[Problem]:
    window = document.indication
    total = sum(entry.given.duration or 0 for entry in entries)
    if window is not None and not window.low <= total <= window.high:
        lengths = {"total": total, "low": window.low, "high": window.high}
        values = {name: format_duration(seconds) for name, seconds in lengths.items()}
        yield Problem(("indication",), N_("Everything together takes {total}, which is outside {low}-{high}."), values)


def _turns_and_cues(entry: Entry) -> Iterator[Problem]:
    given, duration = entry.given, entry.given.duration or 0
    if turns := given.turns:
        # The number of groups or participants is only known on the day. With fewer than two there are no turns.
        count = len(given.roles) if turns.each is Each.ROLE else 2
        minimum = turns.prepare + count * turns.span.low + turns.after
        if minimum > duration:
            values = {"least": format_duration(minimum), "duration": format_duration(duration)}
            message = N_("The turns take at least {least} and do not fit in {duration}.")
            yield Problem((*entry.path, "turns"), message, values)
    for index, cue in enumerate(given.cues):
        if cue.at >= duration:
            yield Problem((*entry.path, "cues", index), N_("This cue comes when the activity is over."))


def _unused(document: WorkshopKeys, entries: list[Entry]) -> Iterator[Problem]:
    texts = {entry.given.text for entry in entries}
    for name in document.texts:
        if name not in texts:
            yield Problem(("texts", name), N_("No activity uses this text."))
    materials = {material for entry in entries for material in entry.given.materials}
    if materials:  # a file may list them at the top only
        for index, material in enumerate(document.materials):
            if material not in materials:
                yield Problem(("materials", index), N_("No activity uses this."))
