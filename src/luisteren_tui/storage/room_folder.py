"""The folder of the page that shows the room's screen in a browser. One program at a time writes it, and then empties it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from luisteren_tui.storage.files import list_names, make_folder, remove, replace_atomically, unlink
from luisteren_tui.storage.lock import lock_room_page
from luisteren_tui.system.paths import Folders


@contextmanager
def own_room_folder(folders: Folders) -> Iterator[Path | None]:
    """Take the folder for this program and yield it, or None if another program has it. It is empty before and after.

    Raise OSError if it can't be made.
    """
    with lock_room_page(folders.data) as mine:
        if not mine:
            yield None
            return
        _empty(folders.room_page)
        make_folder(folders.room_page)
        try:
            yield folders.room_page
        finally:
            _empty(folders.room_page)


def tidy_up(folders: Folders) -> None:
    """Empty the folder if a killed program left something in it, as far as possible."""
    with suppress(OSError), lock_room_page(folders.data, patiently=False) as mine:
        if mine:
            _empty(folders.room_page)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace files by name, each at once, so that a browser never reads a half of one. Raise OSError if that fails."""
    if folder.parent.is_dir():  # whoever deleted the data folder wants nothing in it
        make_folder(folder)
    for name, data in files.items():
        replace_atomically(folder / name, data, durable=False)


def _empty(folder: Path) -> None:
    with suppress(OSError):
        if folder.is_symlink():
            unlink(folder)  # what it leads to isn't ours to empty, and others may read it
            return
        for name in list_names(folder):
            remove(folder / name)
        folder.rmdir()
