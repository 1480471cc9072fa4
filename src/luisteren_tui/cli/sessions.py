"""The command `sessions` and its subcommands: list them, delete one, purge old ones, export the times."""

import re

import click

from luisteren_tui.cli.options import (
    Group,
    command,
    completes,
    flag,
    global_options,
    list_format_option,
    session_argument,
)
from luisteren_tui.cli.output import Exit, GlobalOptions
from luisteren_tui.cli.separator import separator_option
from luisteren_tui.cli.session_list import list_all
from luisteren_tui.i18n import _
from luisteren_tui.system.process_memory import hide_memory

_AGE = re.compile(r"(\d{1,4})([dwm])", re.ASCII)


def sessions_command() -> click.Group:
    """Return the command `sessions` with its subcommands."""
    yes = flag("--yes", _("Do not ask."))
    keep_times = flag("--keep-times", _("Delete only the notes and keep the times."))
    age = click.Option(
        ["--older-than"], required=True, callback=_age, metavar="90d", help=_("How old: in days, weeks or months.")
    )
    file = click.Option(
        ["--timings", "-o", "--output", "file"],
        required=True,
        metavar="FILE",
        shell_complete=completes("files"),
        help=_("The file to write; an existing file is overwritten, and - is standard output."),
    )
    format = click.Option(
        ["--format"],
        type=click.Choice(["jsonl", "csv"]),
        help=_("The output format: JSON Lines or CSV; by default that of the file's suffix, else JSON Lines."),
    )
    group = Group(
        "sessions",
        callback=click.pass_context(_list),
        invoke_without_command=True,
        params=[list_format_option(), *global_options()],
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("[COMMAND]"),
        commands=[
            command(
                "delete",
                _delete,
                [session_argument(), keep_times, yes],
                help=_("Delete a session and all of its files."),
                examples=("sessions delete 2026-11-24-1330-luisteren", "sessions delete last --keep-times --yes"),
            ),
            command(
                "purge",
                _purge,
                [age, keep_times, yes],
                help=_("Delete old sessions and rehearsals."),
                examples=("sessions purge --older-than 90d", "sessions purge --older-than 6m --keep-times --yes"),
            ),
            command(
                "export",
                _export,
                [file, format, separator_option()],
                help=_("Export the times of ended sessions, without notes or names."),
                examples=("sessions export --timings times.jsonl", "sessions export -o times.csv"),
            ),
        ],
    )
    group.examples = ("sessions", "sessions --format json", "sessions delete last", "sessions export -o times.jsonl")
    return group


def _age(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[int, str]:
    if match := _AGE.fullmatch(value.strip().lower()):
        return int(match[1]), match[2]
    raise click.BadParameter(_("write 90d, 12w or 6m: days, weeks or months."))


def _list(context: click.Context, format: str | None) -> int:
    if context.invoked_subcommand is None:
        return list_all(context.obj, format)
    hide_memory()
    return Exit.OK


def _delete(options: GlobalOptions, session: str, keep_times: bool, yes: bool) -> int:
    from luisteren_tui.cli.session_deletion import delete  # the list doesn't need it

    return delete(options, session, keep_times, yes)


def _purge(options: GlobalOptions, older_than: tuple[int, str], keep_times: bool, yes: bool) -> int:
    from luisteren_tui.cli.session_deletion import purge  # the list doesn't need it

    return purge(options, older_than, keep_times, yes)


def _export(options: GlobalOptions, file: str, format: str | None, separator: str | None) -> int:
    from luisteren_tui.cli.timings_export import export  # the list doesn't need it

    return export(options, file, format, separator)
