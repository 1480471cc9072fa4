"""The command that shows participants their screen in a second terminal window."""

import click

from luisteren_tui.cli.options import command
from luisteren_tui.cli.output import Exit, GlobalOptions, explicit_language, on_terminal
from luisteren_tui.runtime.config import load
from luisteren_tui.storage.lock import mark_room_window
from luisteren_tui.system import paths
from luisteren_tui.system.clock import SystemClock
from luisteren_tui.system.process_memory import hide_memory


def room_command() -> click.Command:
    """Return the command `room`."""
    return command("room", room, [])


def room(options: GlobalOptions) -> int:
    """Open the window that shows the room the running session; return the exit code when it closes."""
    if not on_terminal():
        return Exit.USAGE
    hide_memory()
    folders = paths.folders(options.data)
    config, _warnings = load(paths.config_file())
    with mark_room_window(folders.data):
        from luisteren_tui.tui.room_app import RoomApp  # Textual is slow to import; help needs none of it

        return RoomApp(folders, SystemClock(), config, explicit_language(options.lang)).run_to_exit_code()
