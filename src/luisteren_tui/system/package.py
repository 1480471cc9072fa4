"""Where the program itself is, and the workshops that come with it."""

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
