"""The folders in use: one for data, one file for the configuration. Nothing is made before it is asked for."""

import os
from dataclasses import dataclass
from pathlib import Path

NAME = "luisteren-tui"


@dataclass(frozen=True, slots=True)
class Folders:
    """The folder `data` and those below it."""

    data: Path

    @property
    def sessions(self) -> Path:
        """Where sessions are, running and ended."""
        return self.data / "sessions"

    @property
    def rehearsals(self) -> Path:
        """Where rehearsals are."""
        return self.data / "rehearsals"

    @property
    def workshops(self) -> Path:
        """Where the user's own workshops are."""
        return self.data / "workshops"

    @property
    def texts(self) -> Path:
        """Where texts are that may not be shipped."""
        return self.data / "texts"

    @property
    def plans(self) -> Path:
        """Where saved plans are."""
        return self.data / "plans"


def folders(chosen: str | None = None) -> Folders:
    """Return the folders below `chosen`, else below `LUISTEREN_DATA`, else below the platform's local data folder."""
    if override := chosen or os.environ.get("LUISTEREN_DATA"):
        return Folders(_absolute(override))
    import platformdirs

    # Not the roaming folder: what was said in a session stays on this machine.
    return Folders(platformdirs.user_data_path(NAME, appauthor=False, roaming=False))


def config_file() -> Path:
    """Return where the configuration is: `LUISTEREN_CONFIG`, a folder or the file itself, else the platform's folder."""
    if override := os.environ.get("LUISTEREN_CONFIG"):
        path = _absolute(override)
        return path if path.suffix == ".toml" or path.is_file() else path / "config.toml"
    import platformdirs

    return platformdirs.user_config_path(NAME, appauthor=False) / "config.toml"


def _absolute(path: str) -> Path:
    # Path.expanduser() raises where there is no such user.
    return Path(os.path.expanduser(path)).absolute()  # noqa: PTH111
