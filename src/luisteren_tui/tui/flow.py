"""A session from the first question to its outcome: which screen follows which."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import App
from textual.screen import Screen

from luisteren_tui import i18n
from luisteren_tui.clock import Clock
from luisteren_tui.config import Config
from luisteren_tui.i18n import _
from luisteren_tui.paths import Folders
from luisteren_tui.text import safe_line
from luisteren_tui.tui import outside
from luisteren_tui.tui.messages import Closed, LeaveApp, LookBack, Offer, Prepare, SessionEnded

if TYPE_CHECKING:  # home does without what a session needs, and comes sooner
    from luisteren_tui.running import Running
    from luisteren_tui.storage.workshop_file import Loaded
    from luisteren_tui.tui.screens.session import SessionScreen

FLUSH = 5.0
"""Seconds to wait at the end for what is not yet on the disk."""


class SessionFlow(App[None]):
    """An app with at most one running session, in `folders` that its caller holds the lock of."""

    def __init__(
        self,
        folders: Folders,
        clock: Clock,
        config: Config,
        loaded: "Loaded | None",
        unfinished: Path | None,
        language: str | None,
    ) -> None:
        super().__init__()
        self.folders, self.clock, self.config = folders, clock, config
        self.running: Running | None = None
        self._loaded, self._unfinished, self._language = loaded, unfinished, language
        self._from_home = loaded is None
        self._awake: object = None

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

    def _session(self, loaded: "Loaded") -> "SessionScreen":
        from luisteren_tui.running import Running

        assert loaded.workshop is not None
        if self._language is None:
            i18n.use(i18n.choose(loaded.workshop.language))
        draft = Running.draft(loaded.workshop, loaded.sha256, self.clock)
        return self._screen_of(draft)

    def _screen_of(self, running: "Running") -> "SessionScreen":
        from luisteren_tui.tui.screens.session import SessionScreen

        return SessionScreen(running, self.folders.data, calm=self.config.calm_clock, keymap=self.config.keys)

    def _ask_start(self) -> None:
        from luisteren_tui.running import Running
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

    def _begin(self, running: "Running") -> None:
        self.running = running
        screen = self._session_screen()
        screen.show(running)
        screen.room = running.state.opened.mirrored
        self._keep_awake()

    def _session_screen(self) -> "SessionScreen":
        from luisteren_tui.tui.screens.session import SessionScreen

        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, SessionScreen))

    @on(Offer)
    def _offer(self) -> None:
        """Ask whether to go on with the unfinished session."""
        path = self._unfinished
        assert path is not None
        from luisteren_tui.running import Running
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
                if self._loaded is None:
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

    def _go_on(self, running: "Running", choice: str) -> None:
        from luisteren_tui.session import commands as c

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

    def _finish(self, running: "Running", outcome: dict[str, object], screen: Screen[None]) -> None:
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
        while len(self.screen_stack) > 1:
            self.pop_screen()
        # Not switch_screen(): Textual's first screen can't be switched away from.
        home = self.screen
        assert isinstance(home, HomeScreen)
        home.offer(*self._home())

    @on(Closed)
    def _session_closed(self) -> None:
        # What could not be kept as an outcome is still to be let go of.
        if self.running is not None:
            self.leave()
        else:
            self._away()

    @on(LeaveApp)
    def leave(self) -> None:
        """Leave, with all that was written kept; the session can be resumed."""
        if self.running is not None:
            self._session_screen().keep_note()
            if not self.running.ended:
                self.running.beat()
            self.running.journal.close(FLUSH)
            self.running = None
        self.exit()

    action_leave = leave

    def _keep_awake(self) -> None:
        if self.config.keep_awake and self._awake is None:
            self.run_worker(self._stay_awake(), exit_on_error=False)

    async def _stay_awake(self) -> None:
        self._awake = await asyncio.to_thread(outside.stay_awake)
