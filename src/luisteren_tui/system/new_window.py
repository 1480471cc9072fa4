"""The programs that show the room's screen: one in a new terminal window, and one without a window of its own."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from luisteren_tui.system import browser
from luisteren_tui.system.package import content_dir, from_checkout, is_bundle, own_command
from luisteren_tui.system.paths import folders

# Tried in this order; the terminal that the user chose comes first.
_LINUX_TERMINALS: Mapping[str, Sequence[str]] = {
    "x-terminal-emulator": ("-e",),
    "gnome-terminal": ("--",),
    "ptyxis": ("--",),
    "kgx": ("--",),
    "konsole": ("-e",),
    "xfce4-terminal": ("-x",),
    "mate-terminal": ("-x",),
    "kitty": (),
    "alacritty": ("-e",),
    "wezterm": ("start", "--"),
    "foot": (),
    "xterm": ("-e",),
}


def open_window(data: Path) -> bool:
    """Open a window with the room's screen for `data`. Return whether one was started."""
    command = _room_command(data)
    in_terminal = in_new_window(command)
    return (in_terminal is not None and _started(in_terminal)) or _started_in_console(command)


def _started(command: Sequence[str]) -> bool:
    quiet = subprocess.DEVNULL
    try:
        # In a session of its own, the window outlives this program and gets no Ctrl+C from this terminal.
        subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return False
    return True


def _started_in_console(command: Sequence[str]) -> bool:
    """Start `command` in a console window of its own. Only Windows has these."""
    if sys.platform == "win32":
        try:
            # Its input and output are those of the new console, so nothing is redirected.
            subprocess.Popen(command, creationflags=subprocess.CREATE_NEW_CONSOLE)
        except OSError:
            return False
        return True
    return False


def start_page(data: Path) -> subprocess.Popen[bytes] | None:
    """Start the program that shows the room's screen for `data` in a browser, or return None if there can't be one.

    It outlives this program, and ends with an error if no browser opens.
    """
    if not browser.commands(data):
        return None
    quiet = subprocess.DEVNULL
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: a console of its own, which nobody sees
    try:
        return subprocess.Popen(
            [*_room_command(data), "--browser"],
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            start_new_session=True,
            creationflags=hidden,
        )
    except OSError:
        return None


def command_to_type(data: Path) -> str:
    """Return the command that shows the room's screen for `data` in another terminal."""
    options = ["--data", str(data)] if data != folders(None).data or "LUISTEREN_DATA" in os.environ else []
    if from_checkout():
        # With the folder, since a new terminal seldom opens in it.
        return shlex.join(["make", "-C", str(content_dir().parent), "run", f"ARGS={shlex.join(['room', *options])}"])
    # A bundle is seldom in a folder where a terminal looks for programs.
    program = own_command() if is_bundle() else ["luisteren-tui"]
    return _quoted([*program, "room", *options])


def in_new_window(command: Sequence[str]) -> list[str] | None:
    """Return the command that runs `command` in a new window of a terminal, or None if there is no such terminal."""
    if sys.platform == "win32":
        terminal = shutil.which("wt")
        # To Windows Terminal, a semicolon begins another command.
        return [terminal, "--window", "new", *(part.replace(";", "\\;") for part in command)] if terminal else None
    if sys.platform == "darwin":
        script = _quoted(command).replace("\\", "\\\\").replace('"', '\\"')
        # It may have been started for this, behind the terminal that this program runs in.
        return ["osascript", "-e", f'tell application "Terminal"\ndo script "{script}"\nactivate\nend tell']
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    found = next(((path, start) for name, start in _LINUX_TERMINALS.items() if (path := shutil.which(name))), None)
    return [found[0], *found[1], *command] if found else None


def _room_command(data: Path) -> list[str]:
    return own_command("room", "--data", str(data))


def _quoted(command: Sequence[str]) -> str:
    return subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)
