"""The command that checks workshop files."""

from pathlib import Path

import click

from luisteren_tui.cli.options import command
from luisteren_tui.cli.output import Exit, GlobalOptions, print_message, print_result, use_language
from luisteren_tui.i18n import _
from luisteren_tui.storage.workshop_file import format_finding, load


def check_command() -> click.Command:
    """Return the command `check`."""
    files = click.Argument(["files"], nargs=-1, required=True, metavar="FILE...")
    return command("check", check, [files])


def check(options: GlobalOptions, files: tuple[str, ...]) -> int:
    """Print the errors in workshop files, and advice."""
    errors = findings = 0
    for file in files:
        loaded = load(Path(file))
        use_language(options.lang, loaded.workshop.language if loaded.workshop else None)
        for finding in (*loaded.errors, *loaded.advice):
            print_result(format_finding(finding))
        errors += len(loaded.errors)
        findings += len(loaded.errors) + len(loaded.advice)
    if not findings:
        print_message(_("No remarks."))
    return Exit.BAD_INPUT if errors else Exit.OK
