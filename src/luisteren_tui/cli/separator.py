"""The option of every command that makes a CSV: what stands between its cells."""

import click

from luisteren_tui.export.spreadsheet import SEPARATORS
from luisteren_tui.i18n import _


def separator_option() -> click.Option:
    """Return the option `--separator`. Its value is a name in SEPARATORS or the character itself."""
    return click.Option(
        ["--separator"],
        type=click.Choice([*SEPARATORS, *SEPARATORS.values()]),
        callback=_character,
        metavar=f"[{'|'.join(SEPARATORS)}]",
        shell_complete=_names,  # a shell would take a semicolon for the end of the command
        help=_("What stands between the cells of a CSV; by default as spreadsheets in this language have it."),
    )


def _names(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    return [name for name in SEPARATORS if name.startswith(typed)]


def _character(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    return None if value is None else SEPARATORS.get(value, value)


def check_separator(separator: str | None, format: str) -> None:
    """Raise a UsageError if a `separator` is given for a format that has none."""
    if separator is not None and format != "csv":
        raise click.UsageError(_("Only csv has a separator."))
