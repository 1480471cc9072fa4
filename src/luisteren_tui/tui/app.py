"""The Textual app: which screen comes when, and what happens when the outside world interferes."""

import asyncio
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.timer import Timer

from luisteren_tui import i18n
from luisteren_tui.clock import Clock
from luisteren_tui.config import Config
from luisteren_tui.i18n import _
from luisteren_tui.paths import Folders
from luisteren_tui.running import Running
from luisteren_tui.session import commands as c
from luisteren_tui.storage.workshop_file import Loaded
from luisteren_tui.text import safe_line
from luisteren_tui.tui import outside
from luisteren_tui.tui.commands import ACTIONS
from luisteren_tui.tui.messages import Leave, LookBack, Offer, Prepare, SessionEnded
from luisteren_tui.tui.screens.session import SessionScreen
from luisteren_tui.tui.themes import DARK, LIGHT

STDIN_CHECK = 2.0
FLUSH = 5.0
"""Seconds to wait at the end for what is not yet on the disk."""
CRASHED = 3


def start(
    *,
    folders: Folders,
    clock: Clock,
    config: Config,
    warnings: list[str],
    loaded: Loaded | None,
    unfinished: Path | None,
    language: str | None,
) -> int:
    """Run the app and return its exit code: the session screen for a workshop that was `loaded`, else home."""
    app = LuisterenApp(folders, clock, config, warnings, loaded, unfinished, language)
    app.run()
    return app.return_code or 0


class LuisterenApp(App[None]):
    """One app for all screens. It holds the folder (through its caller) and at most one running session."""

    CSS_PATH = "luisteren.tcss"
    TITLE = "luisteren"
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (150, "-wide")]
    VERTICAL_BREAKPOINTS = [
        (0, "-short"),
        (20, "-medium"),
        (28, "-tall"),
        (45, "-vast"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+p", "command_palette", show=False, priority=True),
    ]

    def __init__(
        self,
        folders: Folders,
        clock: Clock,
        config: Config,
        warnings: list[str],
        loaded: Loaded | None,
        unfinished: Path | None,
        language: str | None,
    ) -> None:
        super().__init__()
        self.folders, self.clock, self.config = folders, clock, config
        self.running: Running | None = None
        self._warnings, self._loaded, self._unfinished, self._language = warnings, loaded, unfinished, language
        self._awake: object = None
        self._watch: Timer | None = None
        self._from_home = loaded is None
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = f"luisteren-{config.theme}"
        self.set_keymap(dict(config.keys))

    def get_default_screen(self) -> Screen[None]:
        """The session that is asked for is the first thing to be seen."""
        if self._loaded is not None:
            return self._session(self._loaded)
        from luisteren_tui.tui.screens.home import HomeScreen

        return HomeScreen(*self._home())

    def on_mount(self) -> None:
        """Ask what is to be asked once the first picture is there."""
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            if hasattr(signal, name) and sys.platform != "win32":
                loop.add_signal_handler(getattr(signal, name), self.leave)
        self._watch = self.set_interval(STDIN_CHECK, self._check_terminal)
        self.call_after_refresh(self._first_questions)

    def _first_questions(self) -> None:
        for warning in self._warnings:
            self.notify(warning, severity="warning", timeout=10, markup=False)
        if self._loaded is None:
            return
        if self._unfinished is not None:
            self._offer()
        else:
            self._ask_start()

    # Sessions

    @on(Prepare)
    def _prepare(self, event: Prepare) -> None:
        self._show_workshop(event.workshop)

    def _show_workshop(self, name: str) -> None:
        from luisteren_tui.storage.workshop_file import find, format_finding, load

        loaded = load(find(name, self.folders.data))
        if loaded.workshop is None:
            self.notify("\n".join(map(format_finding, loaded.errors)), severity="error", timeout=20, markup=False)
            return
        self._loaded = loaded
        self.push_screen(self._session(loaded))
        self._ask_start()

    def _session(self, loaded: Loaded) -> SessionScreen:
        assert loaded.workshop is not None
        if self._language is None:
            i18n.use(i18n.choose(loaded.workshop.language))
        draft = Running.draft(loaded.workshop, loaded.sha256, self.clock)
        return self._screen_of(draft)

    def _screen_of(self, running: Running) -> SessionScreen:
        return SessionScreen(running, self.folders.data, calm=self.config.calm_clock, keymap=self.config.keys)

    def _ask_start(self) -> None:
        from luisteren_tui.tui.screens.start import Start, StartDialog

        assert self._loaded is not None
        assert self._loaded.workshop is not None
        workshop, sha256 = self._loaded.workshop, self._loaded.sha256

        def answered(answer: Start | None) -> None:
            if answer is None:
                self._away()
                return
            try:
                running = Running.open(workshop, sha256, answer.participants, answer.mirrored, self.folders, self.clock)
            except OSError as error:
                from luisteren_tui.storage.files import reason

                text = _("The session can't be kept: {why}. Nothing was started.").format(why=_(reason(error)))
                self.notify(text, severity="error", timeout=20, markup=False)
                self._ask_start()
                return
            self._begin(running)

        self.push_screen(StartDialog(workshop), answered)

    def _begin(self, running: Running) -> None:
        self.running = running
        screen = self._session_screen()
        screen.show(running)
        screen.room = running.state.opened.mirrored
        self._keep_awake()

    def _session_screen(self) -> SessionScreen:
        for screen in reversed(self.screen_stack):
            if isinstance(screen, SessionScreen):
                return screen
        raise LookupError("there is no session screen")

    @on(Offer)
    def _offer(self) -> None:
        """Ask whether to go on with the unfinished session."""
        path = self._unfinished
        assert path is not None
        from luisteren_tui.session.apply import UnfitError
        from luisteren_tui.tui.screens.resume import Choice, ResumeDialog, Unfinished

        try:
            unfinished = Unfinished.read(path, self.clock)
        except (OSError, UnfitError):
            text = _("The unfinished session can't be read. It stays where it is: {path}").format(
                path=safe_line(str(path))
            )
            self.notify(text, severity="error", timeout=20, markup=False)
            if self._loaded is not None:
                self._ask_start()
            return

        def answered(choice: Choice | None) -> None:
            if choice in (Choice.GO_ON, Choice.WITHOUT_GAP, Choice.END):
                running = Running.resume(path, unfinished.found, self.clock)
                if not any(isinstance(screen, SessionScreen) for screen in self.screen_stack):
                    self.push_screen(self._screen_of(running))
                    self.call_after_refresh(self._go_on, running, choice)
                else:
                    self._go_on(running, choice)
            elif choice == Choice.NEW and self._loaded is not None:
                self._ask_start()
            elif choice == Choice.NEW:
                self._show_workshop("luisteren")
            else:
                self._away()

        self.push_screen(ResumeDialog(unfinished), answered)

    def _go_on(self, running: Running, choice: str) -> None:
        if self._language is None:
            i18n.use(i18n.choose(running.state.opened.workshop.language))
        self._begin(running)
        if choice == "without_gap":
            self._session_screen().do(c.TakeBackGap())
        elif choice == "end":
            if running.state.gap is not None:
                running.do(c.TakeBackGap())
            running.do(c.End())
            self._ended()

    @on(SessionEnded)
    def _ended(self) -> None:
        """Show the end of the session, and keep its outcome."""
        running = self.running
        assert running is not None
        from luisteren_tui.tui.screens.over import OverScreen

        outcome = running.outcome()
        screen = OverScreen(outcome, running.state.opened.workshop.credit, self._session_screen().room)
        self.push_screen(screen)
        self.run_worker(lambda: self._finish(running, outcome, screen), thread=True, exit_on_error=False)

    def _finish(self, running: Running, outcome: dict[str, object], screen: Screen[None]) -> None:
        from luisteren_tui.storage.files import reason
        from luisteren_tui.storage.outcome import finish
        from luisteren_tui.tui.screens.over import OverScreen

        assert running.path is not None
        assert isinstance(screen, OverScreen)
        all_on_disk = running.journal.close(FLUSH)
        try:
            path = finish(running.path, outcome)
        except OSError as error:
            where = running.path if all_on_disk else "–"
            text = _("NOT SAVED as an outcome: {why}. The session itself is in {path}").format(
                why=_(reason(error)), path=where
            )
            self.call_from_thread(screen.show_saved, text, failed=True)
            return
        self.running = None
        self.call_from_thread(screen.show_saved, _("Kept in {path}").format(path=path))

    @on(LookBack)
    def _look_back(self, event: LookBack) -> None:
        from luisteren_tui.storage.library import NoSession, resolve
        from luisteren_tui.storage.outcome import Unreadable, read_session
        from luisteren_tui.tui.screens.over import OverScreen

        try:
            path = resolve(event.session, self.folders.data)
            screen = OverScreen(read_session(path), "", mirrored=False)
        except (OSError, NoSession, Unreadable):
            self.notify(_("This outcome can't be read."), severity="error", markup=False)
            return
        screen.show_saved(_("Kept in {path}").format(path=path))
        self.push_screen(screen)

    def _home(self) -> tuple[tuple[str, ...], bool, tuple[str, ...]]:
        """Return what home shows: by the names of files alone, so that it never waits for what is in them."""
        from luisteren_tui.storage.library import names
        from luisteren_tui.storage.workshop_file import content_dir

        found = {path.stem for folder in (content_dir(), self.folders.workshops) for path in folder.glob("*.yaml")}
        ended = [name.id for name in names(self.folders.sessions) if name.outcome is not None]
        return tuple(sorted(found)), self._unfinished is not None, tuple(ended[:5])

    def _away(self) -> None:
        """Back to home where this began there, else out."""
        if not self._from_home:
            self.exit()
            return
        from luisteren_tui.storage.library import newest_unfinished
        from luisteren_tui.tui.screens.home import HomeScreen

        self._loaded, self._unfinished = None, newest_unfinished(self.folders.data)
        self.switch_screen(HomeScreen(*self._home()))

    # The outside world

    @on(Leave)
    def leave(self) -> None:
        """Leave, with all that was written kept; the session can be resumed."""
        for screen in self.screen_stack:
            if isinstance(screen, SessionScreen):
                screen.keep_note()
        if self.running is not None and self.running.path is not None:
            self.running.beat()
            self.running.journal.close(FLUSH)
            self.running = None
        self.exit()

    action_leave = leave

    def _check_terminal(self) -> None:
        if outside.terminal_is_gone():
            self.leave()

    def _keep_awake(self) -> None:
        if self.config.keep_awake and self._awake is None:
            self.run_worker(self._stay_awake(), exit_on_error=False)

    async def _stay_awake(self) -> None:
        self._awake = await asyncio.to_thread(outside.stay_awake)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette holds what the table of commands holds; Textual's own would write notes into pictures."""
        if not isinstance(screen, SessionScreen):
            return
        for action in ACTIONS:
            yield SystemCommand(_(action.help), _(action.label), getattr(screen, f"action_{action.name}"))

    def action_help_quit(self) -> None:
        """Ctrl+C: say how to leave."""
        if isinstance(self.screen, SessionScreen):
            self.screen.say(_("Press q to leave. Everything is kept."))

    def panic(self, *renderables: object) -> None:
        """Leave after a fault; what Textual would print of it could hold words of the session."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        # Textual's own trace shows every local.
        path = self.running.path if self.running is not None else None
        self._exit_renderables[:] = [Text(outside.crash_message(sys.exc_info()[1], path))]
        self._return_code = CRASHED
        self._close_messages_no_wait()
