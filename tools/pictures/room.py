"""Pictures of the room's screen in a browser, one of each thing that it can show, dark and light."""

import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from luisteren_tui import i18n
from luisteren_tui.export import room_page
from luisteren_tui.storage import room_folder
from luisteren_tui.views.room_view import RoomView
from tests.export.room_views import LINK, views
from tools import chromium
from tools.pictures.album import THEMES, paste_sheets

SIZE = (1920, 1080)


def take(folder: Path, wanted: Collection[str]) -> list[Path]:
    """Take each state as `room-NAME-1920x1080-dark.png`, and contact sheets; none where there is no browser."""
    taken = list[Path]()
    with _tab() as tab:
        if tab is None:
            return taken
        for name, view in views(int(time.time() * 1000)).items():
            stem = f"room-{name.replace(' ', '-')}"
            if wanted and not stem.startswith(tuple(wanted)):
                continue
            for theme in THEMES:
                path = folder / f"{stem}-{SIZE[0]}x{SIZE[1]}-{theme}.png"
                path.write_bytes(_shot(tab, view, theme, SIZE))
                taken.append(path)
    for theme in THEMES:
        paste_sheets(folder, f"room-{theme}", [path for path in taken if path.stem.endswith(theme)])
    return taken


def take_one(name: str, path: Path, theme: str, size: tuple[int, int]) -> None:
    """Take one state if there is a browser."""
    with _tab() as tab:
        if tab is not None:
            path.write_bytes(_shot(tab, views(int(time.time() * 1000))[name], theme, size))


@contextmanager
def _tab() -> Iterator[chromium.Tab | None]:
    """Open a browser's tab, or yield None where there is no browser."""
    if (program := chromium.found()) is None:
        yield None
        return
    i18n.use("nl")
    with chromium.Chromium(program) as browser, browser.tab() as tab:
        yield tab


def _shot(tab: chromium.Tab, view: RoomView, theme: str, size: tuple[int, int]) -> bytes:
    """Return a picture (PNG) of the page with this view."""
    picture = room_page.picture(view, LINK)
    state = room_page.state_file(picture, theme=theme, beat=1)
    with tempfile.TemporaryDirectory() as data:
        room_folder.write(Path(data), {**room_page.static_files(), room_page.STATE: state})
        tab.open(Path(data, room_page.PAGE), width=size[0], height=size[1])
        tab.until(f"document.documentElement?.dataset.scene === '{picture['scene']}'")
        return tab.picture()
