"""The command that prints the folders in use."""

import click

from luisteren_tui.cli.options import command, list_format_option
from luisteren_tui.cli.output import Exit, GlobalOptions, print_json, print_result
from luisteren_tui.i18n import N_, _
from luisteren_tui.system import paths
from luisteren_tui.system.package import content_dir
from luisteren_tui.text.safe import safe_line


def where_command() -> click.Command:
    """Return the command `where`."""
    return command(
        "where", where, [list_format_option()], examples=("where", "where --format json", "where --data other-folder")
    )


def where(options: GlobalOptions, format: str | None) -> int:
    """Print the folders and files in use, as a table or as "json"."""
    folders = paths.folders(options.data)
    found = {
        N_("data"): folders.data,
        N_("sessions"): folders.sessions,
        N_("rehearsals"): folders.rehearsals,
        N_("plans"): folders.plans,
        N_("workshops"): folders.workshops,
        N_("texts"): folders.texts,
        N_("shipped"): content_dir(),
        N_("settings"): paths.config_file(),
    }
    if format == "json":
        print_json({name: str(path) for name, path in found.items()})
        return Exit.OK
    width = max(len(_(name)) for name in found)
    for name, path in found.items():
        print_result(f"{_(name):{width}}  {safe_line(str(path))}")
    return Exit.OK
