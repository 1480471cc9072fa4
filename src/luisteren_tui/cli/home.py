"""Opening the app, at home or with what a command asks for. Home opens sooner without what the commands import."""

from luisteren_tui.cli.output import Exit, GlobalOptions, on_terminal, print_message
from luisteren_tui.i18n import _, asked_language
from luisteren_tui.storage.lock import FolderInUse
from luisteren_tui.system.paths import folders as folders_in
from luisteren_tui.tui.start_request import StartRequest
from luisteren_tui.tui.startup import open_app


def open_home(options: GlobalOptions) -> int:
    """Open the home screen."""
    return open_with(options, StartRequest()) if on_terminal() else Exit.USAGE


def open_with(options: GlobalOptions, request: StartRequest) -> int:
    """Open the app with `request` and return the exit code."""
    try:
        return open_app(folders_in(options.data), request, asked_language(options.lang))
    except FolderInUse as held:
        print_message(_in_use_message(held))
        return Exit.LOCKED


def _in_use_message(held: FolderInUse) -> str:
    from luisteren_tui.export.session_summary import local_time  # only this message needs it

    if held.pid is None or held.since is None:
        return _("The program is already open in another window. Close it there, or choose another folder with --data.")
    return _(
        "The program is already open in another window (since {since}, process {pid}). Close it there, or choose another folder with --data."
    ).format(pid=held.pid, since=local_time(held.since))
