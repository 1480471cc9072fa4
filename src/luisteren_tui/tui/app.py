"""The Textual app: which screen comes when, and what happens when the outside world interferes."""

import gc
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from luisteren_tui.i18n import _
from luisteren_tui.runtime.config import Config
from luisteren_tui.storage.workshop_file import LoadedWorkshop
from luisteren_tui.system.clock import Clock
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.flows.history import LookingBack
from luisteren_tui.tui.keymap import ACTIONS, own_keys
from luisteren_tui.tui.theme import HEIGHTS, WIDTHS, dress

if TYPE_CHECKING:
    from luisteren_tui.planning.plan import Plan


def start(
    *,
    folders: Folders,
    clock: Clock,
    config: Config,
    warnings: list[str],
    loaded: LoadedWorkshop | None,
    unfinished: Path | None,
    language: str | None,
    plan: "Plan | None" = None,
    speed: float | None = None,
    keep_speed: bool = False,
) -> int:
    """Run the app and return its exit code: the session screen for a workshop that was `loaded`, else home.

    `plan` is that of the session; with a `speed` it is a rehearsal, to `keep_speed` when it is an unfinished one.
    """
    app = LuisterenApp(folders, clock, config, warnings, loaded, unfinished, language, plan, speed, keep_speed)
    app.run()
    return app.farewell()


class LuisterenApp(LookingBack, inherit_bindings=False):
    """The app as it is started: its first screen, its palette, and what it does when the world interferes."""

    CSS_PATH = "luisteren.tcss"
    TITLE = "luisteren"
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", show=False),
        Binding("ctrl+p", "command_palette", show=False, priority=True),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(
        self,
        folders: Folders,
        clock: Clock,
        config: Config,
        warnings: list[str],
        loaded: LoadedWorkshop | None,
        unfinished: Path | None,
        language: str | None,
        plan: "Plan | None" = None,
        speed: float | None = None,
        keep_speed: bool = False,
    ) -> None:
        super().__init__(folders, clock, config, loaded, unfinished, language, plan, speed, keep_speed)
        keys, wrong = own_keys(config.keys)
        self._warnings = [*warnings, *wrong]
        self.keys = keys
        dress(self, config.theme)
        self.set_keymap(keys)

    def get_default_screen(self) -> Screen[None]:
        """The session that is asked for is the first thing to be seen."""
        if self._loaded is not None:
            return self._session(self._loaded)
        from luisteren_tui.tui.screens.home import HomeScreen

        return HomeScreen(self.folders, self.clock, self._home())

    def on_mount(self) -> None:
        """Ask what is to be asked once the first picture is there."""
        self.watch_the_world()
        self.call_after_refresh(self._first_questions)

    def _first_questions(self) -> None:
        gc.freeze()
        gc.enable()
        for warning in self._warnings:
            self.notify(warning, severity="warning", timeout=10, markup=False)
        if self._loaded is None:
            self.forget_what_is_old()
            return
        if self._unfinished is not None:
            self._offer()
        else:
            self._ask_start()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette holds what the table of commands holds; Textual's own would write notes into pictures."""
        from luisteren_tui.tui.screens.session.screen import SessionScreen

        if not isinstance(screen, SessionScreen):
            return
        for action in ACTIONS:
            # The palette would carry out what no key does here: the speed of a rehearsal, say.
            if not screen.check_action(action.name, ()):
                continue
            yield SystemCommand(_(action.help), _(action.label), getattr(screen, f"action_{action.name}"))

    def action_command_palette(self) -> None:
        """Search all commands."""
        from luisteren_tui.tui.screens.palette import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette(placeholder=_("Search all commands")))

    def action_help_quit(self) -> None:
        """Ctrl+C: say how to leave."""
        from luisteren_tui.tui.screens.session.screen import SessionScreen

        if isinstance(self.screen, SessionScreen):
            writing = self.screen.focused is not None
            text = (
                _("Press Esc and then q to leave. Everything is saved.")
                if writing
                else _("Press q to leave. Everything is saved.")
            )
            self.screen.hint(text)
