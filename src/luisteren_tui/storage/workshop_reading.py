"""What the text of a workshop file says to its author: parts, fields, times, and what is wrong in plain words."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path as File

from msgspec import Struct

from luisteren_tui.i18n.problem import Path, Problem, problem_message
from luisteren_tui.people.people import DEFAULT_PARTICIPANTS
from luisteren_tui.storage.workshop_file import Finding, LoadedWorkshop, Severity, understood
from luisteren_tui.storage.yaml_source import parse
from luisteren_tui.text.safe import safe_line
from luisteren_tui.workshop.model import MAX_PEOPLE
from luisteren_tui.workshop.notation import parse_range, parse_window
from luisteren_tui.workshop.part_fields import Choice, FieldKind, field_of, filled_fields
from luisteren_tui.workshop.parts import TIMED, Part, parts_of
from luisteren_tui.workshop.plain_words import in_plain_words
from luisteren_tui.workshop.raw_document import mapping


class Found(Struct, frozen=True):
    """An error or advice, in plain words and safe to show: the part and the field that it is about, and its place.

    `part` is empty for the workshop itself, `key` where it is about no field.
    """

    severity: Severity
    message: str
    part: Path
    key: str
    line: int
    column: int


class Field(Struct, frozen=True):
    """A field of a part: what it is called, the text in it, what can be chosen, and what is wrong with it."""

    key: str
    label: str
    hint: str
    kind: FieldKind
    text: str
    choices: tuple[Choice, ...]
    more: bool
    findings: tuple[Found, ...]


class Minutes(Struct, frozen=True):
    """How long everything takes, and how long it should take, in seconds, and for how many people.

    `unknown` is how many parts don't say how long they take, and so are not in the total.
    """

    total: int | None
    low: int | None
    high: int | None
    people: int
    unknown: int = 0


class Reading:
    """What one text of a workshop file says: its parts, their fields, and what is wrong with them."""

    def __init__(self, text: str, path: File) -> None:
        """Read `text`, which is to stand in the file at `path`."""
        self.text = text
        self._path = path

    @cached_property
    def _source(self) -> tuple[object, bool]:
        source = parse(self.text.encode())
        return source.value, isinstance(source.value, dict) and not source.problems

    @property
    def readable(self) -> bool:
        """Whether the text is YAML with keys."""
        return self._source[1]

    @property
    def value(self) -> dict[str, object]:
        """The plain value of the text, empty if it is not readable."""
        return mapping(self._source[0]) if self.readable else {}

    @cached_property
    def loaded(self) -> LoadedWorkshop:
        """The text as a loaded file."""
        return understood(self._path, self.text.encode())

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts in order, each with the number of findings on it."""
        parts = parts_of(self.value)
        by_part = [(found.part, found.severity) for found in self._findings_in(parts)]
        return tuple(
            part.with_findings(by_part.count((part.path, Severity.ERROR)), by_part.count((part.path, Severity.ADVICE)))
            for part in parts
        )

    @cached_property
    def findings(self) -> tuple[Found, ...]:
        """All that is wrong and all advice, errors first."""
        return tuple(self._findings_in(parts_of(self.value)))

    def _findings_in(self, parts: tuple[Part, ...]) -> Iterator[Found]:
        """Yield what is wrong, each with the nearest of the parts."""
        by_path = {part.path: part for part in parts}
        # An author can't see ids, and those that were there before stay as they are.
        advice = (finding for finding in self.loaded.advice if finding.problem.path[-1:] != ("id",))
        for finding in (*self.loaded.errors, *advice):
            yield _found(finding, by_path) if self.readable else _found_in_text(finding)

    def part(self, path: Path) -> Part | None:
        """Return the part at `path`, or None for the workshop itself. Raise KeyError if there is no such part."""
        return {each.path: each for each in self.parts}[path] if path else None

    @property
    def minutes(self) -> Minutes:
        """How long everything takes, and how long it should take."""
        value = self.value
        known = [part.seconds for part in self.parts if not part.depth and part.seconds is not None]
        window = people = None
        with suppress(ValueError):
            window = parse_window(str(value.get("indication", "")))
        with suppress(ValueError):
            people = parse_range(str(value.get("participants", "")))
        return Minutes(
            total=sum(known) if known else None,
            low=window.low if window else None,
            high=window.high if window else None,
            people=people.high if people and 0 < people.high <= MAX_PEOPLE else DEFAULT_PARTICIPANTS,
            unknown=sum(part.seconds is None for part in self.parts if part.kind in TIMED),
        )

    def fields(self, path: Path) -> tuple[Field, ...]:
        """Return the fields of a part, or of the workshop itself."""
        mine = [found for found in self.findings if found.part == path]
        return tuple(
            Field(
                key=filled.spec.key,
                label=filled.spec.label,
                hint=filled.spec.hint,
                kind=filled.spec.kind,
                text=filled.text,
                choices=filled.choices,
                more=filled.spec.more,
                findings=tuple(found for found in mine if found.key == filled.spec.key),
            )
            for filled in filled_fields(self.value, self.part(path))
        )


def sentence(problem: Problem) -> str:
    """Return a problem in words, safe to show."""
    return safe_line(problem_message(problem))


def _found(finding: Finding, parts: dict[Path, Part]) -> Found:
    """Return a finding with the nearest part around it and the field in that."""
    where = finding.problem.path
    path = where
    while path and path not in parts:
        path = path[:-1]
    missing = finding.problem.values.get("key", "")
    key = field_of(where[len(path) :], parts.get(path), str(missing))
    return Found(finding.severity, sentence(in_plain_words(finding.problem)), path, key, finding.line, finding.column)


def _found_in_text(finding: Finding) -> Found:
    return Found(finding.severity, sentence(finding.problem), (), "", finding.line, finding.column)
