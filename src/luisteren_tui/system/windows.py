"""Opens the room's screen in a window of its own, where the system has a terminal that can."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from luisteren_tui.storage.workshop_file import PACKAGE, from_checkout
from luisteren_tui.system.paths import folders

# In the order in which they are tried: what the desktop's user chose comes first.
_LINUX: Mapping[str, Sequence[str]] = {
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
    """Open a window that shows the room what goes on in `data`; return whether one was started."""
    opening = opener(_command(data))
    if opening is None:
        return False
    quiet = subprocess.DEVNULL
    try:
        # Of its own: it stays when this program ends, and Ctrl+C here is not for it.
        subprocess.Popen(opening, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return False
    return True


def typed(data: Path) -> str:
    """Return what to type in another terminal for the same."""
    wish = ["--data", str(data)] if data != folders(None).data or "LUISTEREN_DATA" in os.environ else []
    if from_checkout():
        return f"make run ARGS={shlex.quote(shlex.join(['room', *wish]))}"
    return _shown(["luisteren-tui", "room", *wish])


def opener(command: Sequence[str]) -> list[str] | None:
    """Return what opens a new window with `command` in it, None where nothing here does."""
    if sys.platform == "win32":
        terminal = shutil.which("wt")
        return [terminal, "--window", "new", *command] if terminal else None
    if sys.platform == "darwin":
        script = _shown(command).replace("\\", "\\\\").replace('"', '\\"')
        return ["osascript", "-e", f'tell application "Terminal" to do script "{script}"']
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    found = next(((path, start) for name, start in _LINUX.items() if (path := shutil.which(name))), None)
    return [found[0], *found[1], *command] if found else None


def _command(data: Path) -> list[str]:
    """Return the command whatever the other window's environment is: some terminals have one of their own."""
    program = [sys.executable, "-m", "luisteren_tui"]
    if from_checkout() and sys.platform != "win32":
        program = ["env", f"PYTHONPATH={PACKAGE.parent}", *program]
    return [*program, "room", "--data", str(data)]


def _shown(command: Sequence[str]) -> str:
    return subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)
