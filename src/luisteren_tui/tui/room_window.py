"""Opens the room's screen in a window of its own, where the system has a terminal that can."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

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


def room_command(data: Path, language: str) -> list[str]:
    """Return the command that shows the room what goes on in `data`."""
    return [sys.executable, "-m", "luisteren_tui", "room", "--data", str(data), "--lang", language]


def typed(command: Sequence[str]) -> str:
    """Return `command` as it is typed."""
    return subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)


def opener(command: Sequence[str]) -> list[str] | None:
    """Return what opens a new window with `command` in it, None where nothing here does."""
    if sys.platform == "win32":
        terminal = shutil.which("wt")
        return [terminal, "--window", "new", *command] if terminal else None
    if sys.platform == "darwin":
        script = typed(command).replace("\\", "\\\\").replace('"', '\\"')
        return ["osascript", "-e", f'tell application "Terminal" to do script "{script}"']
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    found = next(((path, start) for name, start in _LINUX.items() if (path := shutil.which(name))), None)
    return [found[0], *found[1], *command] if found else None


def open_window(command: Sequence[str]) -> bool:
    """Open a new window with `command` in it; return whether that was started."""
    opening = opener(command)
    if opening is None:
        return False
    quiet = subprocess.DEVNULL
    # Of its own: it stays when this program ends, and Ctrl+C here is not for it.
    try:
        subprocess.Popen(
            opening, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, env=_environment(), close_fds=True
        )
    except OSError:
        return False
    return True


def _environment() -> dict[str, str]:
    """Return the environment in which the other window finds this same program."""
    source = str(Path(__file__).parents[2])
    path = os.environ.get("PYTHONPATH", "")
    known = path.split(os.pathsep)
    return os.environ | {"PYTHONPATH": path if source in known else os.pathsep.join(filter(None, (source, path)))}
