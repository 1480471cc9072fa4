"""The parts of a workshop file as its author sees them, read from its plain value, which may have errors."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.i18n.problem import Path
from luisteren_tui.workshop.entries import Entry, each_activity
from luisteren_tui.workshop.model import Duration, Form
from luisteren_tui.workshop.notation import parse_duration
from luisteren_tui.workshop.raw_document import mapping, outline, sequence
from luisteren_tui.workshop.value_edits import value_at


class PartKind(StrEnum):
    """What a part is. A step with activities is a heading above them; a step that is one activity itself is an activity."""

    STEP = "step"
    ACTIVITY = "activity"
    BREAK = "break"
    TEXT = "text"


TIMED = (PartKind.ACTIVITY, PartKind.BREAK)
"""The kinds of parts that have minutes of their own."""


class Part(Struct, frozen=True):
    """A part of the file at `path`, `depth` steps deep. Its `seconds` are those of all its rounds, or None if not known.

    `errors` and `advice` are how many there are about this part.
    """

    path: Path
    kind: PartKind
    title: str
    depth: int = 0
    label: str = ""
    id: str = ""
    form: Form | None = None
    seconds: int | None = None
    rounds: int = 1
    errors: int = 0
    advice: int = 0

    def with_findings(self, errors: int, advice: int) -> "Part":
        """Return the part with this many errors and pieces of advice."""
        return replace(self, errors=errors, advice=advice)


def parts_of(value: object) -> tuple[Part, ...]:
    """Return the parts of a file in order: its steps with their activities, its breaks, and last its texts to read."""
    return (*_steps(mapping(value)), *_texts(mapping(value)))


def _steps(document: dict[str, Any]) -> Iterator[Part]:
    entries = {entry.path: entry for entry in each_activity(outline(document))}
    for index, raw in enumerate(map(mapping, sequence(document.get("steps")))):
        path: Path = ("steps", index)
        if path in entries:
            yield _activity(entries[path], raw, 0)
            continue
        inside = [
            _activity(entries[here], mapping(value_at(document, here)), 1)
            for place in range(len(raw["activities"]))
            if (here := (*path, "activities", place)) in entries
        ]
        known = [part.seconds for part in inside if part.seconds is not None]
        number = next((entries[part.path].step for part in inside if entries[part.path].step is not None), None)
        yield Part(path, PartKind.STEP, title_in(raw), label=str(number or ""), seconds=sum(known) if known else None)
        yield from inside


def _activity(entry: Entry, raw: dict[str, Any], depth: int) -> Part:
    is_break = entry.step is None
    seconds, rounds = seconds_in(raw), len(entry.repeat) or 1
    return Part(
        path=entry.path,
        kind=PartKind.BREAK if is_break else PartKind.ACTIVITY,
        title=title_in(raw),
        depth=depth,
        label="" if is_break else entry.label or entry.id,
        id=entry.id,
        form=Form.BREAK if is_break else next((form for form in Form if form == raw.get("form")), None),
        seconds=None if seconds is None else seconds * rounds,
        rounds=rounds,
    )


def _texts(document: dict[str, Any]) -> Iterator[Part]:
    for name, raw in mapping(document.get("texts")).items():
        yield Part(("texts", name), PartKind.TEXT, title_in(mapping(raw)), id=name)


# Raw values


def title_in(raw: dict[str, Any]) -> str:
    """Return the title of a step, activity, break or text."""
    return next((title for key in ("break", "title") if isinstance(title := raw.get(key), str)), "")


def seconds_in(raw: dict[str, Any]) -> Duration | None:
    """Return the duration of a step, activity or break, or None if it has none that is understood."""
    duration = raw.get("duration")
    return parse_duration(duration) if isinstance(duration, str) else None


def is_break_in(raw: Any) -> bool:
    """Return whether a step is a break."""
    return "break" in mapping(raw) or (mapping(raw).get("form") == Form.BREAK and not mapping(raw).get("activities"))


def needs_in(raw: dict[str, Any]) -> list[str]:
    """Return the ids under `needs`."""
    needs = raw.get("needs")
    return [needs] if isinstance(needs, str) else [id for id in sequence(needs) if isinstance(id, str)]


def source_in(raw: dict[str, Any]) -> str:
    """Return the id of the activity whose groups these are, or an empty text."""
    source = mapping(raw.get("groups")).get("from")
    return source if isinstance(source, str) else ""
