"""Where the program itself is, the workshops that come with it, and how it starts itself again."""

import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
"""The folder of the package that runs."""
DEFAULT_WORKSHOP = "luisteren"
"""The shipped workshop that runs where none is named, and that comes first where all are listed."""


def content_dir() -> Path:
    """Return the folder of the shipped workshops: in the package, or in the checkout that it runs from."""
    installed = PACKAGE / "content"
    return installed if installed.is_dir() else PACKAGE.parent.parent / "content"


def from_checkout() -> bool:
    """Return whether the program runs from a checkout instead of an installation."""
    return content_dir().parent != PACKAGE


def is_bundle() -> bool:
    """Return whether this is a bundle: a folder with the program and all that it needs, Python too."""
    return bool(getattr(sys, "frozen", False))


def own_command(*arguments: str) -> list[str]:
    """Return the command that starts this program with `arguments`, wherever it runs from."""
    if is_bundle():
        return [sys.executable, *arguments]
    program = [sys.executable, "-m", "luisteren_tui"]
    if from_checkout() and sys.platform != "win32":
        # Some terminals give a new window an environment of their own.
        path = os.pathsep.join(filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH")]))
        program = ["env", f"PYTHONPATH={path}", *program]
    return [*program, *arguments]
