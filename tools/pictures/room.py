"""Pictures of the room's screen in a browser, one of each thing that it can show, dark and light."""

import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from luisteren_tui import i18n
from luisteren_tui.export import room_page
from luisteren_tui.storage import room_folder
from tests.export.room_views import LINK, views
from tools import chromium
from tools.pictures.album import THEMES, paste_sheets

SIZE = (1920, 1080)


def take(folder: Path, wanted: Collection[str]) -> list[Path]:
    """Take each state as `room-NAME-1920x1080-dark.png`, and contact sheets; none where there is no browser."""
    program, taken = chromium.found(), list[Path]()
    if program is None:
        return taken
    i18n.use("nl")
    with chromium.Chromium(program) as browser, browser.tab() as tab, tempfile.TemporaryDirectory() as data:
        page = Path(data)
        room_folder.write(page, room_page.static_files())
        for name, view in views(int(time.time() * 1000)).items():
            stem = f"room-{name.replace(' ', '-')}"
            if wanted and not stem.startswith(tuple(wanted)):
                continue
            picture = room_page.picture(view, LINK)
            for theme in THEMES:
                state = room_page.state_file(picture, theme=theme, beat=1)
                room_folder.write(page, {room_page.STATE: state})
                tab.open(page / room_page.PAGE, width=SIZE[0], height=SIZE[1])
                tab.until(f"document.documentElement?.dataset.scene === '{picture['scene']}'")
                path = folder / f"{stem}-{SIZE[0]}x{SIZE[1]}-{theme}.png"
                path.write_bytes(tab.picture())
                taken.append(path)
    for theme in THEMES:
        paste_sheets(folder, f"room-{theme}", [path for path in taken if path.stem.endswith(theme)])
    return taken
