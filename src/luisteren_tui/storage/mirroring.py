"""Whether the group sees the facilitator's screen too: the last answer, which is offered at the next start."""

import json
from contextlib import suppress
from pathlib import Path

from luisteren_tui.storage import files
from luisteren_tui.system.paths import Folders


class Mirroring:
    """The last answer to "who sees this screen?", kept in the data folder. Rehearsals don't ask."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self.last: bool | None = load(folders)
        """Whether the group saw the screen too; None before the first answer."""
        self._asked_for = False

    @property
    def hides_past(self) -> bool:
        """Whether past sessions and names of plans wait until they are asked for."""
        return self.last is True and not self._asked_for

    def show_past(self) -> None:
        """Note that past sessions and plans were asked for. That holds until the next answer."""
        self._asked_for = True

    def remember(self, mirrored: bool) -> None:
        """Keep an answer. If it can't be written, it is offered until the program is left."""
        self._asked_for = False
        if mirrored != self.last:
            self.last = mirrored
            with suppress(OSError, ValueError):
                save(self._folders, mirrored)


def load(folders: Folders) -> bool | None:
    """Return the last answer, or None if there is none or it can't be read."""
    mirrored = files.read_answers(_file(folders)).get("mirrored")
    return mirrored if isinstance(mirrored, bool) else None


def save(folders: Folders, mirrored: bool) -> None:
    """Save an answer. Raise OSError if that fails."""
    files.make_folder(folders.data)
    # Fields of another version stay.
    text = json.dumps({**files.read_answers(_file(folders)), "format": 1, "mirrored": mirrored})
    files.replace_atomically(_file(folders), f"{text}\n".encode())


def _file(folders: Folders) -> Path:
    return folders.data / "mirroring.json"
