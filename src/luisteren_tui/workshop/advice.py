"""Advice about a workshop that is valid, but may not be what its makers meant."""

from collections.abc import Iterator, Mapping, Sequence

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.languages import known
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.text.words import word_count
from luisteren_tui.workshop.entries import Entry, each_activity
from luisteren_tui.workshop.model import Cue, Each, Form, NumberRange, RoomPrompts
from luisteren_tui.workshop.notation import format_duration
from luisteren_tui.workshop.yaml_keys import ActivityKeys, WorkshopKeys

MAX_WALL_WORDS = 100
"""The longest instruction that people read on the wall."""
MAX_PHASE_LENGTH = 100
"""The most characters of what a phase says that fit beside the clock on the smallest screen."""
USUAL_SUBGROUP = NumberRange(3, 5)
GroupSizes = Mapping[str, NumberRange | None]
"""How large the groups of each activity are, by its id, or None if only the number of people says."""


def advise(document: WorkshopKeys) -> list[Problem]:
    """Return the advice about a document without errors."""
    entries = list(each_activity(document))
    sizes = _group_sizes(entries)
    return [
        *_language(document),
        *_sums(document),
        *_total(document, entries),
        *(problem for entry in entries for problem in _of_entry(entry, sizes)),
        *_empty_texts(document),
        *_unused(document, entries),
    ]


def _of_entry(entry: Entry, sizes: GroupSizes) -> Iterator[Problem]:
    if not entry.label and entry.step is not None and entry.id != entry.number:
        message = N_("'{id}' reads like a place, but this is {place}. Leave out the id, or give it a name.")
        yield Problem((*entry.path, "id"), message, {"id": entry.id, "place": entry.number})
    yield from _turns(entry)
    yield from _cues((*entry.path, "cues"), entry.given.cues, entry.given.duration or 0, _LATE)
    yield from _roles(entry, sizes[entry.id])
    yield from _long_instructions(entry)


def _language(document: WorkshopKeys) -> Iterator[Problem]:
    if known(document.language) is None:
        text = N_("The program doesn't have this language. What it says to the room itself is in English.")
        yield Problem(("language",), text)


def _sums(document: WorkshopKeys) -> Iterator[Problem]:
    for index, step in enumerate(document.steps):
        if step.activities is None or step.duration is None:
            continue
        total = sum(map(_length, step.activities))
        # A step that is repeated may give the time of one round, or that of all of them.
        if step.duration not in (total, total * len(step.repeat)):
            values = {"sum": format_duration(total), "duration": format_duration(step.duration)}
            message = N_("The activities of this step take {sum} together, not {duration}.")
            yield Problem(("steps", index, "duration"), message, values)


def _length(activity: ActivityKeys) -> int:
    return (activity.duration or 0) * max(1, len(activity.repeat))


def _total(document: WorkshopKeys, entries: Sequence[Entry]) -> Iterator[Problem]:
    window = document.indication
    total = sum((entry.given.duration or 0) * max(1, len(entry.repeat)) for entry in entries)
    if window is not None and not window.low <= total <= window.high:
        lengths = {"total": total, "low": window.low, "high": window.high}
        values = {name: format_duration(seconds) for name, seconds in lengths.items()}
        message = N_("Everything together takes {total}, which is outside {low}-{high}.")
        if window.low == window.high:
            message = N_("Everything together takes {total}, not {high}.")
        yield Problem(("indication",), message, values)


_LATE = N_("This cue comes when the activity is over.")
_LATE_IN_TURN = N_("This cue comes when the turn is over.")


def _turns(entry: Entry) -> Iterator[Problem]:
    given, duration = entry.given, entry.given.duration or 0
    if (turns := given.turns) is None:
        return
    # The number of groups or participants is only known on the day. With fewer than two there are no turns.
    count = len(given.roles) if turns.each is Each.ROLE else 2
    minimum = turns.prepare + count * turns.span.low + turns.after
    if minimum > duration:
        values = {"least": format_duration(minimum), "duration": format_duration(duration)}
        message = N_("The turns take at least {least} and do not fit in {duration}.")
        yield Problem((*entry.path, "turns"), message, values)
    yield from _cues((*entry.path, "turns", "cues"), turns.cues, turns.span.high, _LATE_IN_TURN)
    for index, phase in enumerate(turns.phases):
        if (count := len(phase.say)) > MAX_PHASE_LENGTH:
            message = N_(
                "This phase has {count} characters, too many to read at a glance. "
                "Say it in {most} at most, and put the rest into the instruction or the tips."
            )
            limits = {"count": count, "most": MAX_PHASE_LENGTH}
            yield Problem((*entry.path, "turns", "phases", index, "say"), message, limits)


def _cues(path: Path, cues: Sequence[Cue], end: int, message: str) -> Iterator[Problem]:
    for index, cue in enumerate(cues):
        if cue.at >= end:
            yield Problem((*path, index), message)


def _roles(entry: Entry, sizes: NumberRange | None) -> Iterator[Problem]:
    """Yield that there are more roles than people in a group, or more people than roles."""
    count = len(entry.given.roles)
    if count < 2 or entry.step is None:
        return
    if entry.given.form is Form.PAIRS and count > 2:
        message = N_(
            "A pair has two roles, and there are {count}. Write form: subgroups and groups: {{size: {count}}}."
        )
        yield Problem((*entry.path, "roles"), message, {"count": count})
    elif entry.given.form is Form.SUBGROUPS and sizes is not None and not sizes.low <= count <= sizes.high:
        shown = str(sizes.low) if sizes.low == sizes.high else f"{sizes.low}-{sizes.high}"
        message = N_("There are {count} roles in groups of {sizes}. Write groups: {{size: {count}}}, for instance.")
        yield Problem((*entry.path, "roles"), message, {"count": count, "sizes": shown})


def _group_sizes(entries: Sequence[Entry]) -> GroupSizes:
    sizes: dict[str, NumberRange | None] = {}
    for entry in entries:
        sizes |= dict.fromkeys((entry.id, *entry.round_ids), _group_size(entry, sizes))
    return sizes


def _group_size(entry: Entry, earlier: GroupSizes) -> NumberRange | None:
    groups = entry.given.groups
    if groups is not None and (groups.count is not None or (groups.labels and groups.size is None)):
        return None
    if groups is not None and groups.size is not None:
        return groups.size
    if groups is not None and groups.from_ is not None:
        return earlier[groups.from_]
    return NumberRange(2, 2) if entry.given.form is Form.PAIRS else USUAL_SUBGROUP


def _long_instructions(entry: Entry) -> Iterator[Problem]:
    given = entry.given
    if given.room is not None and given.room.prompts is RoomPrompts.NONE:
        return
    written: list[tuple[Path, str]] = [(("instruction",), given.instruction)]
    written += [(("repeat", n, "instruction"), each.instruction or "") for n, each in enumerate(given.repeat)]
    for path, text in written:
        if (count := word_count(text)) > MAX_WALL_WORDS:
            message = N_(
                "This instruction has {count} words, too many to read from the wall. "
                "Write what people do, and put the rest into a text or the tips."
            )
            yield Problem((*entry.path, *path), message, {"count": count})


def _empty_texts(document: WorkshopKeys) -> Iterator[Problem]:
    for name, text in document.texts.items():
        if text.file is None and not (text.body or "").strip():
            yield Problem(("texts", name, "body"), N_("The text itself still has to be put here."))


def _unused(document: WorkshopKeys, entries: Sequence[Entry]) -> Iterator[Problem]:
    texts = {entry.given.text for entry in entries}
    for name in document.texts:
        if name not in texts:
            yield Problem(("texts", name), N_("No activity uses the text '{name}'."), {"name": name})
    materials = {material for entry in entries for material in entry.given.materials}
    if materials:  # a file may list them at the top only
        for index, material in enumerate(document.materials):
            if material not in materials:
                message = N_("No activity has '{name}' among its materials.")
                yield Problem(("materials", index), message, {"name": material})
