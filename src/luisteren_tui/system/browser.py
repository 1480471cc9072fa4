"""Opens a page in a graphical browser. A browser in a terminal is no screen for a room."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

STARTS_S = 3.0
"""A command that is still running after so long, or has ended well, opened something."""

# The desktop knows which browser its user chose; without a desktop one is looked for.
_OPENERS = ("xdg-open", "x-www-browser", "firefox", "chromium", "chromium-browser", "google-chrome", "microsoft-edge")
_IN_TERMINAL = frozenset({"browsh", "elinks", "links", "links2", "lynx", "w3m", "www-browser"})


def commands(page: Path) -> Sequence[Sequence[str]]:
    """Return the commands that may open `page`, the best one first. There are none without a graphical screen."""
    if sys.platform == "darwin":
        return [["open", str(page)]]
    if sys.platform == "win32":
        return [[]]  # the system has a call for it
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return []
    return [[found, page.as_uri()] for name in _OPENERS if (found := shutil.which(name))]


def open_page(page: Path) -> bool:
    """Open `page` in a browser, and return whether one was started."""
    return any(_open_with(command, page) for command in commands(page))


def _open_with(command: Sequence[str], page: Path) -> bool:
    try:
        if sys.platform == "win32":
            os.startfile(page)
            return True
        quiet = subprocess.DEVNULL
        # In a session of its own, the browser outlives this program.
        opening = subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, env=_environment()
        )
        return opening.wait(STARTS_S) == 0
    except subprocess.TimeoutExpired:
        return True
    except OSError:
        return False


def _environment() -> Mapping[str, str]:
    """Return the environment without a browser in a terminal that the user prefers elsewhere."""
    wanted = os.environ.get("BROWSER", "")
    names = {Path(each.split(" ")[0]).name for each in wanted.split(os.pathsep)}
    return {name: value for name, value in os.environ.items() if name != "BROWSER" or not names & _IN_TERMINAL}
