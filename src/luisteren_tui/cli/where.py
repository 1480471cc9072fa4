"""The command that prints the folders in use."""

import click

from luisteren_tui.cli.options import command
from luisteren_tui.cli.output import Exit, GlobalOptions, print_result
from luisteren_tui.i18n import _
from luisteren_tui.system import paths
from luisteren_tui.system.package import content_dir
from luisteren_tui.text.safe import safe_line


def where_command() -> click.Command:
    """Return the command `where`."""
    return command("where", where, [], examples=("where", "where --data other-folder"))


def where(options: GlobalOptions) -> int:
    """Print the folders and files in use."""
    folders = paths.folders(options.data)
    rows = (
        (_("data"), folders.data),
        (_("sessions"), folders.sessions),
        (_("rehearsals"), folders.rehearsals),
        (_("plans"), folders.plans),
        (_("workshops"), folders.workshops),
        (_("texts"), folders.texts),
        (_("shipped"), content_dir()),
        (_("settings"), paths.config_file()),
    )
    width = max(len(name) for name, _path in rows)
    for name, path in rows:
        print_result(f"{name:{width}}  {safe_line(str(path))}")
    return Exit.OK
