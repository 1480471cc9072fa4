"""The app of the command that previews a workshop file."""

from pathlib import Path, PurePath
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from luisteren_tui import i18n
from luisteren_tui.storage.watched_workshop import WatchedWorkshop
from luisteren_tui.storage.workshop_file import LoadedWorkshop
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.screens.preview.screen import PreviewScreen
from luisteren_tui.tui.theme import HEIGHTS, WIDTHS, set_theme


class PreviewApp(BaseApp, inherit_bindings=False):
    """Previews the workshop at `path`, with texts in the `data` folder. `language` is the one that was asked for."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["luisteren.tcss", "screens/preview/preview.tcss"]
    TITLE = "luisteren"
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,ctrl+c", "leave", priority=True)]

    def __init__(self, path: Path, data: Path, *, theme: str, language: str | None) -> None:
        super().__init__()
        self._file, self._data, self._language = WatchedWorkshop(path), data, language
        set_theme(self, theme)

    def get_default_screen(self) -> Screen[str]:
        """Return the preview."""
        return PreviewScreen(self._read, self._data)

    def on_mount(self) -> None:
        """Leave when the terminal goes."""
        self.name_window()
        self.watch_for_shutdown()

    def _read(self) -> LoadedWorkshop | None:
        """Read the file if it has changed, and use the language of its workshop unless another one was asked for."""
        loaded = self._file.read()
        if loaded is not None and loaded.workshop is not None:
            i18n.use(i18n.screen_language(self._language, loaded.workshop.language))
        return loaded
