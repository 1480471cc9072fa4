"""The command that checks workshop files."""

from pathlib import Path

import click

from luisteren_tui.cli.options import command
from luisteren_tui.cli.output import Exit, GlobalOptions, print_message, print_result, use_language
from luisteren_tui.i18n import _
from luisteren_tui.i18n.languages import known
from luisteren_tui.i18n.languages.language import Language
from luisteren_tui.storage.workshop_file import format_finding, load


def check_command() -> click.Command:
    """Return the command `check`."""
    files = click.Argument(["files"], nargs=-1, required=True, metavar="FILE...")
    return command("check", check, [files])


def check(options: GlobalOptions, files: tuple[str, ...]) -> int:
    """Print the errors in workshop files, advice, and in which language the program speaks to their rooms."""
    errors = findings = 0
    spoken: dict[Language, list[str]] = {}
    for file in files:
        loaded = load(Path(file))
        use_language(options.lang, loaded.workshop.language if loaded.workshop else None)
        for finding in (*loaded.errors, *loaded.advice):
            print_result(format_finding(finding))
        errors += len(loaded.errors)
        findings += len(loaded.errors) + len(loaded.advice)
        if loaded.workshop is not None and (language := known(loaded.workshop.language)):
            spoken.setdefault(language, []).append(file)
    if not errors:
        said = [] if findings else [_("No remarks.")]
        for language, of_it in spoken.items():
            text = _("What the program says to the room itself is in {language}.").format(language=_(language.name))
            said.append(text if len(spoken) == 1 else f"{', '.join(of_it)}: {text}")
        if said:
            print_message(" ".join(said))
    return Exit.BAD_INPUT if errors else Exit.OK
