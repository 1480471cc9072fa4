"""The command that previews a workshop file."""

import click

from luisteren_tui.cli.options import command, completes
from luisteren_tui.cli.output import Exit, GlobalOptions, on_terminal, print_message
from luisteren_tui.cli.workshop_choice import found_workshop
from luisteren_tui.i18n import asked_language
from luisteren_tui.runtime.config import load as load_config
from luisteren_tui.storage.workshop_file import format_finding, load
from luisteren_tui.system import paths


def preview_command() -> click.Command:
    """Return the command `preview`."""
    return command(
        "preview",
        preview,
        [click.Argument(["workshop"], metavar="WORKSHOP", shell_complete=completes("workshops"))],
        examples=("preview luisteren", "preview workshop.yaml"),
    )


def preview(options: GlobalOptions, workshop: str) -> int:
    """Show what a workshop looks like, part by part, and again each time its file is saved."""
    if not on_terminal():
        return Exit.USAGE
    path = found_workshop(options, workshop)
    if path is None:
        return Exit.BAD_INPUT
    if (loaded := load(path)).data is None:
        for finding in loaded.errors:
            print_message(format_finding(finding))
        return Exit.BAD_INPUT
    data = paths.folders(options.data).data
    config, _warnings = load_config(paths.config_file())
    from luisteren_tui.tui.preview_app import PreviewApp  # Textual is slow to import; help needs none of it

    return PreviewApp(path, data, theme=config.theme, language=asked_language(options.lang)).run_to_exit_code()
