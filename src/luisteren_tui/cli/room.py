"""The command that shows participants their screen, in a second terminal window or in a browser."""

import gc
import signal
from _thread import interrupt_main
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import click

from luisteren_tui.cli.options import command, flag
from luisteren_tui.cli.output import Exit, GlobalOptions, can_ask, on_terminal, print_message
from luisteren_tui.i18n import _, asked_language
from luisteren_tui.runtime.config import load
from luisteren_tui.storage.lock import mark_room_window
from luisteren_tui.system import paths
from luisteren_tui.system.clock import SystemClock
from luisteren_tui.system.process_memory import hide_memory
from luisteren_tui.system.windows import watch_console


def room_command() -> click.Command:
    """Return the command `room`."""
    return command(
        "room", room, [flag("--browser", _("Show it as a page in the browser."))], examples=("room", "room --browser")
    )


def room(options: GlobalOptions, browser: bool) -> int:
    """Show the room the running session; return the exit code when that ends."""
    if browser:
        return _in_browser(options)
    if not on_terminal():
        return Exit.USAGE
    hide_memory()
    folders = paths.folders(options.data)
    config, _warnings = load(paths.config_file())
    with mark_room_window(folders.data):
        from luisteren_tui.tui.room_app import RoomApp  # Textual is slow to import; help needs none of it

        return RoomApp(folders, SystemClock(), config, asked_language(options.lang)).run_to_exit_code()


def _in_browser(options: GlobalOptions) -> int:
    """Keep a page up to date and open it. If another program does so already, only open the page."""
    # Lazy: the terminal window needs none of these.
    from luisteren_tui.export.room_page import PAGE
    from luisteren_tui.runtime.room_page_writer import RoomPageWriter
    from luisteren_tui.storage.room_folder import own_room_folder
    from luisteren_tui.system.browser import open_page

    hide_memory()
    gc.enable()  # off since the program started, and this runs for hours
    folders = paths.folders(options.data)
    config, _warnings = load(paths.config_file())
    with _ended_quietly(), own_room_folder(folders) as folder:
        if folder is None:
            opened = open_page(folders.room_page / PAGE)
            return Exit.OK if opened else _not_opened(folders.room_page / PAGE)
        with mark_room_window(folders.data):
            page = RoomPageWriter(folder, folders, SystemClock(), config, asked_language(options.lang))
            page.begin()
            if not open_page(page.path):
                # Somebody at a terminal can open it by hand. Else it is taken away: the program that started this one
                # offers something else.
                if not can_ask():
                    print_message(_("No browser opened."))
                    return Exit.IO_ERROR
                _not_opened(page.path)
            elif can_ask():
                print_message(_("The room's screen is in the browser. Leave this running: Ctrl+C stops it."))
            page.run()
    return Exit.OK


def _not_opened(page: Path) -> int:
    print_message(_("No browser opened. Open this page in one yourself: {page}").format(page=page))
    return Exit.IO_ERROR


@contextmanager
def _ended_quietly() -> Iterator[None]:
    """Let a signal to stop end the block in the ordinary way, so that the page is taken away."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP, and nohup lets it be ignored
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)
    watch_console(interrupt_main)
    with suppress(KeyboardInterrupt):
        yield
