"""The command that checks workshop files."""

import os
import sys
from pathlib import Path

import click

from luisteren_tui.cli import completion
from luisteren_tui.cli.options import command
from luisteren_tui.cli.output import Exit, GlobalOptions, print_message, print_result, use_language
from luisteren_tui.cli.workshop_choice import found_workshop
from luisteren_tui.i18n import _
from luisteren_tui.i18n.languages import known
from luisteren_tui.i18n.languages.language import Language
from luisteren_tui.storage.taken_id import taken_id
from luisteren_tui.storage.workshop_file import LoadedWorkshop, format_finding, is_name, load, understood
from luisteren_tui.storage.yaml_source import MAX_WORKSHOP_BYTES
from luisteren_tui.system import paths

STDIN = "-"


def check_command() -> click.Command:
    """Return the command `check`."""
    files = click.Argument(
        ["files"], nargs=-1, required=True, metavar="WORKSHOP...", shell_complete=completion.workshops
    )
    return command(
        "check",
        check,
        [files],
        examples=("check workshop.yaml", "check luisteren troika-consulting", "check - < workshop.yaml"),
    )


def check(options: GlobalOptions, files: tuple[str, ...]) -> int:
    """Print the errors in workshop files, advice, and in which language the program speaks to their rooms."""
    errors = findings = 0
    spoken: dict[Language, list[str]] = {}
    for file in files:
        loaded = _load(options, file)
        if loaded is None:
            errors += 1
            continue
        use_language(options.lang, loaded.workshop.language if loaded.workshop else None)
        found = [*loaded.errors, *loaded.advice]
        if file != STDIN and (taken := taken_id(loaded, paths.folders(options.data))):
            found.append(taken)
        for finding in found:
            print_result(format_finding(finding))
        errors += len(loaded.errors)
        findings += len(found)
        if loaded.workshop is not None and (language := known(loaded.workshop.language)):
            spoken.setdefault(language, []).append(file)
    if not errors:
        said = [] if findings else [_("No remarks.")]
        for language, of_it in spoken.items():
            text = _("What the program says to the room itself is in {language}.").format(language=_(language.name))
            said.append(text if len(spoken) == 1 else f"{', '.join(of_it)}: {text}")
        if said:
            print_message((" " if len(spoken) == 1 else "\n").join(said))
    return Exit.BAD_INPUT if errors else Exit.OK


def _load(options: GlobalOptions, file: str) -> LoadedWorkshop | None:
    """Return what is in a file, or None after printing that there is no workshop of that name."""
    if file != STDIN:
        # A name of a file without a suffix, where there is none such, is that of a workshop, as with the other commands.
        by_name = is_name(file) and not Path(file).suffix and not os.path.exists(file)  # noqa: PTH110 - see found_workshop
        path = found_workshop(options, file) if by_name else Path(file)
        return None if path is None else load(path)
    return understood(Path(STDIN), sys.stdin.buffer.read(MAX_WORKSHOP_BYTES + 1))
