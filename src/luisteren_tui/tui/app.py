"""The Textual app: it owns the flows, and says which of them follows what is chosen at home."""

import gc
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from luisteren_tui import i18n
from luisteren_tui.i18n import _
from luisteren_tui.runtime.config import Config
from luisteren_tui.system.clock import Clock
from luisteren_tui.system.paths import Folders
from luisteren_tui.system.process_memory import hide_memory
from luisteren_tui.tui import keymap
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.start_request import StartRequest
from luisteren_tui.tui.theme import HEIGHTS, WIDTHS, set_theme

if TYPE_CHECKING:  # each flow is imported by its property, so that the first picture comes sooner
    from luisteren_tui.runtime.live_session import LiveSession
    from luisteren_tui.storage.lock import FolderLock
    from luisteren_tui.storage.mirroring import Mirroring
    from luisteren_tui.storage.workshop_file import LoadedWorkshop
    from luisteren_tui.tui.flows.editing import EditingFlow
    from luisteren_tui.tui.flows.history import HistoryFlow
    from luisteren_tui.tui.flows.plan import PlanFlow
    from luisteren_tui.tui.flows.rehearsal import RehearsalFlow
    from luisteren_tui.tui.flows.retention import RetentionService
    from luisteren_tui.tui.flows.session import SessionFlow
    from luisteren_tui.tui.flows.session_screens import SessionScreens
    from luisteren_tui.tui.flows.shutdown import ShutdownGuard
    from luisteren_tui.tui.screens.home.screen import HomeScreen
    from luisteren_tui.tui.screens.session.screen import SessionScreen


class LuisterenApp(BaseApp, inherit_bindings=False):
    """The facilitator's app. The caller holds the `lock` of `folders`; while a session runs, it is kept locked.

    `language` is the one that the user asked for, `warnings` are shown at the start.
    """

    CSS_PATH = "luisteren.tcss"
    TITLE = "luisteren"
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        ("ctrl+q", "leave"),
        Binding("ctrl+p", "command_palette", priority=True),
        Binding("ctrl+c", "help_quit", system=True),
    ]

    def __init__(
        self,
        request: StartRequest,
        *,
        folders: Folders,
        clock: Clock,
        config: Config,
        language: str | None = None,
        lock: "FolderLock | None" = None,
        warnings: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        self._request, self._language, self._lock = request, language, lock
        self.folders, self.clock, self.config = folders, clock, config
        self.keys, key_warnings = _own_keys(config)
        keymap.use(self.keys)
        self._warnings = [*warnings, *key_warnings]
        self._first_session: SessionScreen | None = None
        self._home: HomeScreen | None = None
        self._home_language = i18n.current().code
        set_theme(self, config.theme)
        self.set_keymap(self.keys)

    # The parts, each imported when it is needed: the first picture waits for none of the others

    @cached_property
    def shutdown(self) -> "ShutdownGuard":
        """Keeps the app from being left with something unsaved."""
        from luisteren_tui.tui.flows.shutdown import ShutdownGuard

        return ShutdownGuard(self, self.folders, has_home=self._request.workshop is None)

    @cached_property
    def mirroring(self) -> "Mirroring":
        """Knows whether the group saw the screen the last time."""
        from luisteren_tui.storage.mirroring import Mirroring

        return Mirroring(self.folders)

    @cached_property
    def _session_screens(self) -> "SessionScreens":
        """Makes session screens. The first picture needs these, and doesn't wait for the session flow."""
        from luisteren_tui.tui.flows.session_screens import SessionScreens

        return SessionScreens(
            self,
            self.folders.data,
            self.clock,
            keymap=self.keys,
            calm=self.config.calm_clock,
            language=self._language,
        )

    @cached_property
    def sessions(self) -> "SessionFlow":
        """Begins sessions and rehearsals, and takes them to their end."""
        from luisteren_tui.tui.flows.session import SessionFlow

        return SessionFlow(
            self,
            folders=self.folders,
            clock=self.clock,
            config=self.config,
            screens=self._session_screens,
            has_home=self._request.workshop is None,
            lock=self._lock,
            shutdown=self.shutdown,
            retention=lambda: self.retention,
            mirroring=self.mirroring,
            learn=lambda *args: self.rehearsals.learn(*args),
            finished=self._finished,
        )

    @cached_property
    def plans(self) -> "PlanFlow":
        """Makes plans, and opens saved ones."""
        from luisteren_tui.tui.flows.plan import PlanFlow

        return PlanFlow(
            self,
            folders=self.folders,
            clock=self.clock,
            config=self.config,
            sessions=self.sessions,
            mirroring=self.mirroring,
            shutdown=self.shutdown,
            load_workshop=self._load_workshop,
            finished=self._finished,
        )

    @cached_property
    def rehearsals(self) -> "RehearsalFlow":
        """Puts what a rehearsal taught into its plan."""
        from luisteren_tui.tui.flows.rehearsal import RehearsalFlow

        return RehearsalFlow(self, folders=self.folders, clock=self.clock, plans=self.plans)

    @cached_property
    def history(self) -> "HistoryFlow":
        """Looks back on past sessions."""
        from luisteren_tui.tui.flows.history import HistoryFlow

        return HistoryFlow(
            self, folders=self.folders, clock=self.clock, retention=self.retention, finished=self._finished
        )

    @cached_property
    def editing(self) -> "EditingFlow":
        """Opens workshops in the editor."""
        from luisteren_tui.tui.flows.editing import EditingFlow

        return EditingFlow(self, folders=self.folders, mirroring=self.mirroring, finished=self._finished)

    @cached_property
    def retention(self) -> "RetentionService":
        """Knows how long notes stay, and removes those that are older."""
        from luisteren_tui.tui.flows.retention import RetentionService

        return RetentionService(self, self.folders, self.clock)

    @property
    def live(self) -> "LiveSession | None":
        """The session that runs."""
        return self.shutdown.live

    # Start, and choose at home

    def get_default_screen(self) -> Screen[None]:
        """Return the session that is asked for, else home: the first picture shows it already."""
        if self._request.workshop is not None:
            self._first_session = self._session_screens.draft_screen(self._request)
            return self._first_session
        # Lazy: a session comes sooner without it.
        from luisteren_tui.tui.screens.home.screen import HomeScreen

        self._home = HomeScreen(self.folders, self.clock, self.mirroring, self._choose)
        return self._home

    def on_mount(self) -> None:
        """Ask the first question once the first picture is there."""
        self.name_window()
        self.watch_for_shutdown()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        # Off since the program started. What was imported until now stays, and needs no collecting.
        gc.freeze()
        gc.enable()
        hide_memory()
        if self._first_session is not None:
            if self._warnings and self.mirroring.last and self._request.speed is None:
                # They may name a past session: they wait until the facilitator alone sees the screen.
                self._first_session.tell("\n".join(self._warnings))
            else:
                self._warn()
            self.sessions.begin_on(self._first_session, self._request)
        elif self._home is not None:
            if not self.mirroring.hides_past:
                self._warn()
            self.retention.remove_old(self._home, may_ask=not self._request.new)
            if self._request.new:
                self.editing.make(self._request.new)

    def _warn(self) -> None:
        for warning in self._warnings:
            self.notify(warning, severity="warning", timeout=10, markup=False)
        self._warnings.clear()

    def _choose(self, kind: str, name: str) -> None:
        """Go on with what was chosen at home: its kind and its name."""
        match kind:
            case "resume" | "resume-rehearsal":
                self.sessions.resume(rehearsal=kind == "resume-rehearsal")
            case "end" | "end-rehearsal":
                self.sessions.round_off(rehearsal=kind == "end-rehearsal")
            case "rehearse" if self._offers_plans:
                self.plans.rehearse(name)
            case "run" | "rehearse":
                if loaded := self._load_workshop(name):
                    self.sessions.begin(StartRequest(workshop=loaded, speed=1.0 if kind == "rehearse" else None))
            case "begin":
                self.plans.begin(name)
            case "rehearse-plan":
                self.plans.begin(name, speed=1.0)
            case "plan":
                self.plans.make(name)
            case "saved":
                self.plans.open(name)
            case "edit":
                # Lazy: home shows names, and opens sooner.
                from luisteren_tui.storage.workshop_file import find

                self.edit_workshop(find(name, self.folders.data))
            case "new":
                self.editing.make()
            case "past":
                self.history.show_all()
            case "outcome":
                self.history.look_back(name)
            case "show":
                self._show_past()

    def edit_workshop(self, path: Path) -> None:
        """Edit the workshop in this file, whatever is wrong with it."""
        self.editing.edit(path)

    def _show_past(self) -> None:
        """Let home show past sessions and plans, and what is to be said of them."""
        if self.mirroring.hides_past and self._home is not None:
            self.mirroring.show_past()
            self._home.renew()
            self._warn()

    @property
    def _offers_plans(self) -> bool:
        """Whether there are plans to choose from that may be shown."""
        return self._home is not None and self._home.shows_plans

    def _load_workshop(self, name: str) -> "LoadedWorkshop | None":
        """Return the workshop `name`. Say what is wrong with it when it can't be used."""
        # Lazy: home shows names, and opens sooner.
        from luisteren_tui.storage.workshop_file import find, format_finding, load

        loaded = load(find(name, self.folders.data))
        if loaded.workshop is None:
            self.refuse("\n".join(map(format_finding, loaded.errors)))
            return None
        return loaded

    def _finished(self, workshop: str = "") -> None:
        """Return home, and there to the workshop of this name if one is given. Leave the app if it did not start there."""
        if self._home is not None:
            i18n.use(self._home_language)
            self.close_in_front_of(self._home)
            self._home.renew(workshop)
        else:
            self.exit()

    # The wall, from every page and dialog

    @property
    def session_runs(self) -> bool:
        """Whether a session runs, so that its keys work on every page and dialog."""
        return self._running_session() is not None

    @property
    def breather(self) -> bool:
        """Whether the session that runs takes a breather."""
        return self.live is not None and self.live.breather

    def action_blank(self) -> None:
        """Empty the wall, or bring it back, if a session runs."""
        if screen := self._running_session():
            screen.action_blank()

    def action_breather(self) -> None:
        """Begin a breather, or end it, if a session runs."""
        if screen := self._running_session():
            screen.action_breather()

    def _running_session(self) -> "SessionScreen | None":
        if self.live is None or self.live.path is None or self.live.ended:
            return None
        return next(filter(None, map(_session_screen, reversed(self.screen_stack))), None)

    # Leave

    def action_leave(self) -> None:
        """Leave the session that runs, or else the app, with everything saved."""
        self.shutdown.leave()

    def leave_at_once(self) -> None:
        """Leave without a question, with what can be saved saved."""
        self.shutdown.leave_at_once()

    def action_parking(self) -> None:
        """Open the parking lot of the session that runs, from whatever is in front of it."""
        for screen in reversed(self.screen_stack):
            if (session := _session_screen(screen)) and session.check_action("parking", ()):
                session.action_parking()
                break

    def action_help_quit(self) -> None:
        """Say how to leave: the user pressed Ctrl+C."""
        if screen := _session_screen(self.screen):
            writing = screen.focused is not None
            text = (
                _("Press Esc and then {key} to leave. Everything is saved.").format(key=keymap.printed("leave"))
                if writing
                else _("Press {key} to leave. Everything is saved.").format(key=keymap.printed("leave"))
            )
            screen.hint(text, public=True)

    # The palette

    def action_command_palette(self) -> None:
        """Search all commands of the session screen, where that is in front."""
        session = _session_screen(self.screen)
        if session is not None and not session.wall.silent:
            # Lazy: the first picture doesn't wait for it.
            from luisteren_tui.tui.screens.palette import Palette

            self.push_screen(Palette())


def _own_keys(config: Config) -> tuple[dict[str, str], list[str]]:
    """Return the keys of the actions that have others than usual, and warnings."""
    if not config.keys and config.clicker_black != "b":
        return {}, []
    # Lazy: few have keys of their own, and the first picture comes sooner without it.
    from luisteren_tui.tui.own_keys import own_keys

    return own_keys(config.keys, black_on_b=config.clicker_black == "b")


def _session_screen(screen: Screen[Any]) -> "SessionScreen | None":
    """Return `screen` if it shows a session."""
    # Lazy: home comes sooner without it.
    from luisteren_tui.tui.screens.session.screen import SessionScreen

    return screen if isinstance(screen, SessionScreen) else None
