"""Saving in another place what can't be saved in its own."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.base_app import BaseApp

MAX_COPIES = 99
"""How many copies of one session are written to one folder."""


def save_elsewhere(app: BaseApp, own: Path, copy_to: Callable[[Path], None]) -> None:
    """Write a copy of the file `own` to another folder, and say where. `copy_to` writes it to a name that is free."""
    app.clear_notifications()  # only the newest copy matters, and several would cover the question
    if target := _copy_elsewhere(own, copy_to):
        text = _("Written to {path}").format(path=safe_line(str(target)))
        app.notify(text, timeout=30, markup=False)
    else:
        text = _("Saving in another place does not work either.")
        app.notify(text, severity="error", timeout=30, markup=False)


def _copy_elsewhere(own: Path, copy_to: Callable[[Path], None]) -> Path | None:
    """Write to another folder, beside earlier copies, and return where it is, or None if that fails."""
    for folder in _other_folders():
        with suppress(OSError, ValueError):
            for number in range(1, MAX_COPIES + 1):
                target = folder / (own.name if number == 1 else f"{own.stem}-copy-{number}{own.suffix}")
                with suppress(FileExistsError):
                    copy_to(target)
                    return target
    return None


def _other_folders() -> Iterator[Path]:
    """Yield the folders to write to when its own can't be written: the home folder, then the temporary one."""
    with suppress(RuntimeError):
        yield Path.home()
    yield Path(tempfile.gettempdir())
