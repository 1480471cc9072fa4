"""A disk on Windows, on which another program holds files."""

import errno
from collections.abc import Callable
from pathlib import Path

from luisteren_tui.storage.files import Disk


class HeldDisk(Disk):
    """Refuses to replace and remove what is `held`, for so many `times`, and notes the pauses without taking any."""

    def __init__(self, times: float, held: Callable[[Path], bool] = lambda path: True) -> None:
        self.times, self.held = times, held
        self.pauses: list[float] = []

    def _look(self, path: Path) -> None:
        if self.times > 0 and self.held(path):
            self.times -= 1
            error = PermissionError(errno.EACCES, "another program has it", str(path))
            error.winerror = 32  # type: ignore[attr-defined]  # Windows adds it
            raise error

    def replace(self, source: Path, target: Path) -> None:
        self._look(target)
        source.replace(target)

    def unlink(self, path: Path) -> None:
        self._look(path)
        path.unlink()

    def refuses_for_a_moment(self, error: OSError) -> bool:
        return isinstance(error, PermissionError)

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
