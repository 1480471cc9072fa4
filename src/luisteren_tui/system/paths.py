"""Where the user's data and configuration are. Nothing here makes a folder."""

import os
from pathlib import Path
from typing import NamedTuple

import platformdirs

NAME = "luisteren-tui"


class Folders(NamedTuple):
    """The data folder and the folders in it."""

    data: Path

    @property
    def sessions(self) -> Path:
        """The folder of sessions, running and ended."""
        return self.data / "sessions"

    @property
    def rehearsals(self) -> Path:
        """The folder of rehearsals."""
        return self.data / "rehearsals"

    @property
    def workshops(self) -> Path:
        """The folder of the user's own workshops."""
        return self.data / "workshops"

    @property
    def texts(self) -> Path:
        """The folder of texts that may not be shipped."""
        return self.data / "texts"

    @property
    def plans(self) -> Path:
        """The folder of saved plans."""
        return self.data / "plans"

    @property
    def room_page(self) -> Path:
        """The folder of the page that shows the room's screen in a browser."""
        return self.data / "room"

    @property
    def room_words(self) -> Path:
        """The file with what the room reads while the end screen is open."""
        return self.data / ".room-words"


def folders(chosen: str | None = None) -> Folders:
    """Return the folders below `chosen`, or `LUISTEREN_DATA`, or the platform's local data folder."""
    if override := chosen or os.environ.get("LUISTEREN_DATA"):
        return Folders(_absolute(override))
    # A roaming folder would copy notes to other machines.
    return Folders(platformdirs.user_data_path(NAME, appauthor=False, roaming=False))


def config_file() -> Path:
    """Return the path of config.toml: `LUISTEREN_CONFIG` (the file or its folder), or in the platform's config folder."""
    if override := os.environ.get("LUISTEREN_CONFIG"):
        path = _absolute(override)
        return path if path.suffix == ".toml" or path.is_file() else path / "config.toml"
    return platformdirs.user_config_path(NAME, appauthor=False) / "config.toml"


def _absolute(path: str) -> Path:
    # Path.expanduser() raises an error for a user that doesn't exist.
    return Path(os.path.expanduser(path)).absolute()  # noqa: PTH111
