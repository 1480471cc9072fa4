"""The command that checks workshop files."""

import errno
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from luisteren_tui.cli.options import command, completes, list_format_option
from luisteren_tui.cli.output import Exit, GlobalOptions, print_json, print_message, print_result, use_language
from luisteren_tui.cli.workshop_choice import missing_workshop
from luisteren_tui.i18n import _
from luisteren_tui.i18n.languages import known
from luisteren_tui.i18n.languages.language import Language
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.storage.taken_id import taken_id
from luisteren_tui.storage.workshop_file import (
    LoadedWorkshop,
    Severity,
    find,
    format_finding,
    is_name,
    load,
    understood,
)
from luisteren_tui.storage.yaml_source import MAX_WORKSHOP_BYTES
from luisteren_tui.system import paths

STDIN = "-"


def check_command() -> click.Command:
    """Return the command `check`."""
    files = click.Argument(
        ["files"], nargs=-1, required=True, metavar="WORKSHOP...", shell_complete=completes("workshops")
    )
    return command(
        "check",
        check,
        [files, list_format_option()],
        examples=(
            "check workshop.yaml",
            "check luisteren troika-consulting",
            "check --format json - < workshop.yaml",
        ),
    )


def check(options: GlobalOptions, files: tuple[str, ...], format: str | None) -> int:
    """Print the errors in workshop files, advice, and in which language the program speaks to their rooms.

    As "json", only the errors and the advice are printed.
    """
    as_json = format == "json"
    errors = 0
    found: list[dict[str, str | int]] = []
    spoken: dict[Language, list[str]] = {}
    for file in files:
        if missing := missing_workshop(options, file) if _is_called(file) else "":
            errors += 1
            found.append(_values(file, 1, 1, Severity.ERROR, missing))
            if not as_json:
                print_message(missing)
            continue
        loaded = _load(options, file)
        use_language(options.lang, loaded.workshop.language if loaded.workshop else None)
        taken = None if file == STDIN else taken_id(loaded, paths.folders(options.data))
        for each in filter(None, (*loaded.errors, *loaded.advice, taken)):
            found.append(_values(str(each.file), each.line, each.column, each.severity, problem_message(each.problem)))
            if not as_json:
                print_result(format_finding(each))
        errors += len(loaded.errors)
        if loaded.workshop is not None and (language := known(loaded.workshop.language)):
            spoken.setdefault(language, []).append(file)
    if as_json:
        print_json(found)
    elif not errors and (said := [*([] if found else [_("No remarks.")]), *_spoken_lines(spoken)]):
        print_message((" " if len(spoken) == 1 else "\n").join(said))
    return Exit.BAD_INPUT if errors else Exit.OK


def _values(file: str, line: int, column: int, severity: Severity, message: str) -> dict[str, str | int]:
    return {"file": file, "line": line, "column": column, "severity": severity.value, "message": message}


def _spoken_lines(spoken: Mapping[Language, Sequence[str]]) -> Iterator[str]:
    for language, files in spoken.items():
        text = _("What the program says to the room itself is in {language}.").format(language=_(language.name))
        yield text if len(spoken) == 1 else f"{', '.join(files)}: {text}"


def _is_called(file: str) -> bool:
    """Return whether `file` is the name of a workshop: without a suffix, and not that of a file, as with other commands."""
    return is_name(file) and file != STDIN and not Path(file).suffix and not os.path.exists(file)  # noqa: PTH110


def _load(options: GlobalOptions, file: str) -> LoadedWorkshop:
    if file != STDIN:
        return load(find(file, paths.folders(options.data).data) if _is_called(file) else Path(file))
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return understood(Path(STDIN), sys.stdin.buffer.read(MAX_WORKSHOP_BYTES + 1))
