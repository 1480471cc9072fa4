"""Finds, reads and checks workshop files and the texts that belong to them."""

import errno
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.problem import Problem, problem_message
from luisteren_tui.storage.files import read_bounded
from luisteren_tui.storage.typed_reader import read
from luisteren_tui.system.package import content_dir
from luisteren_tui.text.safe import safe_line
from luisteren_tui.workshop.advice import advise
from luisteren_tui.workshop.build import build
from luisteren_tui.workshop.model import Workshop
from luisteren_tui.workshop.yaml_keys import WORKSHOP_FORMAT, WorkshopKeys

if TYPE_CHECKING:
    from luisteren_tui.storage import yaml_source

MAX_TEXT_BYTES = 256 * 1024
"""The limit for a file in DATA/texts/."""


_OTHER_SCRIPTS = re.compile(rb"[\xc9-\xe1\xe3-\xff]|\xe2[^\x80]")
"""A character in UTF-8 beyond Latin letters, quotes, dashes and dots."""


class Severity(StrEnum):
    """How much a finding matters; the values are message ids."""

    ERROR = N_("error")
    ADVICE = N_("advice")


class Finding(Struct, frozen=True):
    """A problem and its place. Line and column count from 1."""

    file: Path
    line: int
    column: int
    severity: Severity
    problem: Problem


class LoadedWorkshop(Struct, frozen=True):
    """The result of loading a file: a workshop or errors. `data` are the bytes of the file, or None if it is unreadable."""

    path: Path
    workshop: Workshop | None
    errors: tuple[Finding, ...]
    advice: tuple[Finding, ...]
    data: bytes | None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file's bytes in hexadecimal, empty if unreadable."""
        if self.data is None:
            return ""
        import hashlib  # slow to import, and the first screen does not need it

        return hashlib.sha256(self.data).hexdigest()


def load(path: Path) -> LoadedWorkshop:
    """Load a workshop file. Everything that is wrong with it is in `errors`; this never raises."""
    from luisteren_tui.storage import yaml_source  # a resumed session needs no YAML

    try:
        data = read_bounded(Path(os.path.realpath(path)), yaml_source.MAX_WORKSHOP_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        too_large = Problem((), yaml_source.TOO_LARGE, {"limit": yaml_source.MAX_WORKSHOP_BYTES // 1024})
        problem = _unreadable(error, too_large)
        return LoadedWorkshop(path, None, (Finding(path, 1, 1, Severity.ERROR, problem),), (), None)
    return understood(path, data)


def understood(path: Path, data: bytes) -> LoadedWorkshop:
    """Return the workshop in `data`, the bytes of the file at `path`, or what is wrong with it. This never raises."""
    from luisteren_tui.storage import yaml_source  # see above

    source = yaml_source.parse(data)
    errors = [Finding(path, *place, Severity.ERROR, problem) for place, problem in source.problems]
    advice = [Finding(path, *place, Severity.ADVICE, problem) for place, problem in source.advice]
    workshop: Workshop | None = None
    if source.value is not None:
        workshop, problems, advised = _understand(source, path.stem)
        if workshop and _OTHER_SCRIPTS.search(data):
            from luisteren_tui.workshop.pdf_advice import pdf_advice  # most workshops have none

            advised += pdf_advice(source.value)
        reported = {problem.path for _, problem in source.problems}
        errors += [
            Finding(path, *source.place(problem.path), Severity.ERROR, problem)
            for problem in problems
            if problem.path not in reported
        ]
        advice += [Finding(path, *source.place(found.path), Severity.ADVICE, found) for found in advised]
    if errors:
        return LoadedWorkshop(path, None, _in_order(errors), (), data)
    return LoadedWorkshop(path, workshop, (), _in_order(advice), data)


def find(name_or_path: str, data_dir: Path) -> Path:
    """Return the path of a workshop, given as a path or as a name in DATA/workshops/ or among the shipped ones."""
    if not is_name(name_or_path):
        return Path(name_or_path)
    own = data_dir / "workshops" / f"{name_or_path}.yaml"
    shipped = content_dir() / f"{name_or_path}.yaml"
    # Path.exists() raises for impossible names.
    return shipped if os.path.exists(shipped) and not os.path.exists(own) else own  # noqa: PTH110


def draft_path(path: Path) -> Path:
    """Return the path of the draft of a workshop file: what its author typed, but did not save yet."""
    return path.with_name(f"{path.name}.draft")


def is_name(name_or_path: str) -> bool:
    """Return whether this is the name of a workshop and not a path."""
    return not (os.sep in name_or_path or "/" in name_or_path or name_or_path.endswith((".yaml", ".yml")))


def source_of(path: Path, data_dir: Path) -> str:
    """Return the name with which `find` finds this file, or its absolute path."""
    return path.stem if find(path.stem, data_dir) == path else os.path.abspath(path)  # noqa: PTH100 - follows no link


def format_finding(finding: Finding) -> str:
    """Return `file:line:col: error: message`, in the language in use and safe to show."""
    message = problem_message(finding.problem)
    return safe_line(f"{finding.file}:{finding.line}:{finding.column}: {_(finding.severity.value)}: {message}")


def text_body(workshop: Workshop, text_id: str, data_dir: Path) -> str | None:
    """Return the text: the file in DATA/texts/ if it is readable, or the body, or None where nothing is written yet."""
    text = workshop.texts.get(text_id)
    if text is None:
        return None
    if text.file is not None:
        with suppress(OSError, ValueError):
            return read_bounded(data_dir / "texts" / text.file, MAX_TEXT_BYTES).decode("utf-8-sig", "replace")
    return text.body if (text.body or "").strip() else None


def text_bodies(workshop: Workshop, data_dir: Path) -> dict[str, str]:
    """Return the bodies of all texts of a workshop by name, empty for a text that isn't on this machine."""
    return {name: text_body(workshop, name, data_dir) or "" for name in workshop.texts}


def _understand(source: "yaml_source.Source", stem: str) -> tuple[Workshop | None, list[Problem], list[Problem]]:
    """Return the workshop, the errors and the advice."""
    value = source.value
    if newer := _newer_format(value):
        return None, [newer], []
    document, problems = read(WorkshopKeys, value, scalars=True)
    if document is None:
        # Only a file with an error needs these.
        from luisteren_tui.storage.value_mistakes import clearer
        from luisteren_tui.workshop.raw_document import raw_problems

        return None, [*clearer(problems, source), *raw_problems(value)], []
    workshop, problems = build(document, stem)
    return workshop, problems, _advised(document, workshop) if workshop else []


def _advised(document: WorkshopKeys, workshop: Workshop) -> list[Problem]:
    found = advise(document)
    if document.participants is not None:
        from luisteren_tui.planning.people_advice import people_advice  # most sessions begin without it

        said = {each.path for each in found}
        found += [each for each in people_advice(document, workshop) if each.path not in said]
    return found


def _newer_format(value: object) -> Problem | None:
    """Return the problem of a newer format. It is reported alone, because errors about unknown keys would bury it."""
    written = value.get("format") if isinstance(value, dict) else None
    if isinstance(written, str) and re.fullmatch("[0-9]{1,15}", written) and int(written) > WORKSHOP_FORMAT:
        return Problem(("format",), N_("This file was made for a newer version of this program. Update it to use it."))
    return None


def _unreadable(error: Exception, too_large: Problem) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem((), N_("There is no such file."))
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EFBIG:
        return too_large
    if number in (errno.EINVAL, errno.EISDIR, errno.ENXIO):
        return Problem((), N_("This is not an ordinary file."))
    return Problem((), N_("This file can't be read."))


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.line, finding.column)))
