"""A session from the first question to its outcome: which screen follows which."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on

from luisteren_tui import i18n
from luisteren_tui.i18n import _
from luisteren_tui.people.people import DEFAULT_PARTICIPANTS
from luisteren_tui.runtime.config import Config
from luisteren_tui.system.clock import Clock
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.flows.session_end import Closing
from luisteren_tui.tui.messages import Prepare

if TYPE_CHECKING:  # home does without what a session needs, and comes sooner
    from luisteren_tui.planning.plan import Plan
    from luisteren_tui.runtime.live_session import LiveSession, SessionSetup
    from luisteren_tui.storage.workshop_file import LoadedWorkshop
    from luisteren_tui.tui.screens.home import HomeItems
    from luisteren_tui.tui.screens.session.screen import SessionScreen
    from luisteren_tui.tui.screens.start import Start

NAME = re.compile(r"[\w-]{1,60}")
"""What the name of a workshop looks like."""
NEWEST = 5
"""How many of the ended sessions home lists."""


class SessionFlow(Closing):
    """An app whose caller holds the lock of `folders`; it begins with a workshop that was loaded, else at home."""

    def __init__(
        self,
        folders: Folders,
        clock: Clock,
        config: Config,
        loaded: "LoadedWorkshop | None",
        unfinished: Path | None,
        language: str | None,
        plan: "Plan | None" = None,
        speed: float | None = None,
        keep_speed: bool = False,
    ) -> None:
        super().__init__(folders, clock, config)
        self._plan, self._speed, self._keep_speed = plan, speed, keep_speed
        self._loaded, self._unfinished, self._language = loaded, unfinished, language
        self._from_home = loaded is None
        self._resumed = False
        """Whether what was begun last had been begun before: it came without its plan."""

    @on(Prepare)
    def _prepare(self, event: Prepare) -> None:
        if self.home_is_in_front():
            self._show_workshop(event.workshop, 1.0 if event.rehearsal else None)

    def _show_workshop(self, name: str, speed: float | None) -> None:
        loaded = self.load_workshop(name)
        if loaded is not None:
            self._loaded, self._plan, self._speed = loaded, None, speed
            self.push_screen(self._session(loaded))
            self._ask_start()

    def home_is_in_front(self) -> bool:
        """Return whether home still asks: a key that is pressed twice in haste asks for the same thing twice."""
        from luisteren_tui.tui.screens.home import HomeScreen

        return isinstance(self.screen, HomeScreen)

    def load_workshop(self, name: str) -> "LoadedWorkshop | None":
        """Return the workshop `name`; say what is wrong with it when there is something."""
        from luisteren_tui.storage.workshop_file import find, format_finding, load

        loaded = load(find(name, self.folders.data))
        if loaded.workshop is None:
            self.notify("\n".join(map(format_finding, loaded.errors)), severity="error", timeout=20, markup=False)
            return None
        return loaded

    def _session(self, loaded: "LoadedWorkshop") -> "SessionScreen":
        from luisteren_tui.runtime.live_session import LiveSession

        assert loaded.workshop is not None
        if self._language is None:
            i18n.use(i18n.choose(loaded.workshop.language))
        draft = LiveSession.draft(loaded.workshop, self.clock, self._plan)
        return self._screen_of(draft)

    def _screen_of(self, live: "LiveSession") -> "SessionScreen":
        from luisteren_tui.tui.screens.session.screen import SessionScreen

        screen = SessionScreen(live, self.folders.data, calm=self.config.calm_clock, keymap=self.keys)
        # Textual gives these after the first picture, which would be laid out for another size.
        for length, breakpoints in zip(
            self.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True
        ):
            screen.add_class(max(point for point in breakpoints or () if point[0] <= length)[1])
        return screen

    def _ask_start(self) -> None:
        from luisteren_tui.runtime.live_session import LiveSession
        from luisteren_tui.tui.screens.start import Start, StartDialog

        assert self._loaded is not None
        assert self._loaded.workshop is not None
        workshop, sha256 = self._loaded.workshop, self._loaded.sha256

        def answered(answer: Start | None) -> None:
            if answer is None:
                self.not_now()
            else:
                begin(answer)

        def begin(answer: Start) -> None:
            try:
                live = LiveSession.open(workshop, sha256, self._setting(answer), self.folders, self.clock, self._plan)
            except OSError as error:
                from luisteren_tui.storage.files import reason

                text = _("The session can't be saved: {why}. Nothing was started.").format(why=_(reason(error)))
                self.notify(text, severity="error", timeout=20, markup=False)
                if self._speed is None:
                    self._ask_start()
                elif self._from_home:
                    self.away()
                return
            self._resumed = False
            self._begin(live)

        participants = self._plan.participants if self._plan else DEFAULT_PARTICIPANTS
        if self._speed is not None:
            begin(Start(participants, mirrored=False))
        else:
            self.push_screen(StartDialog(workshop, participants), answered)

    def not_now(self) -> None:
        """Go back to where the session was asked for."""
        self.away()

    def _setting(self, answer: "Start") -> "SessionSetup":
        from luisteren_tui.runtime.live_session import SessionSetup

        if self._speed is None:
            return SessionSetup(answer.participants, answer.mirrored)
        return SessionSetup(answer.participants, rehearsal=True, speed=self._speed)

    def _begin(self, live: "LiveSession") -> None:
        self.live = live
        screen = self.session_screen()
        screen.show(live)
        screen.room = live.state.starts_in_room_view
        if live.ended:
            self.show_end()
        else:
            self.keep_awake()
            if self.config.sound or self.config.bell:
                from luisteren_tui.tui.signal_sound import player

                screen.sound_with(player(self.config, self.bell))

    def _home(self) -> "HomeItems":
        """Return what home shows: by the names of files alone, so that it never waits for what is in them."""
        from luisteren_tui.storage.plans import names as plan_names
        from luisteren_tui.storage.session_index import list_files
        from luisteren_tui.system.paths import content_dir
        from luisteren_tui.tui.screens.home import HomeItems

        found = {
            path.stem
            for folder in (content_dir(), self.folders.workshops)
            for path in folder.glob("*.yaml")
            if NAME.fullmatch(path.stem) and path.is_file()
        }
        try:
            sessions, rehearsals = list_files(self.folders.sessions), list_files(self.folders.rehearsals)
            plans = plan_names(self.folders)
        except OSError:
            sessions, rehearsals, plans = [], [], []
        return HomeItems(
            workshops=tuple(sorted(found)),
            unfinished=any(name.journal for name in sessions),
            plans=tuple(plans),
            sessions=tuple([name.id for name in sessions if name.outcome][:NEWEST]),
            rehearsal=any(name.journal for name in rehearsals),
            past=bool(sessions or rehearsals),
        )

    def away(self) -> None:
        """Back to home where this began there, else out."""
        if not self._from_home:
            self.exit()
            return
        from luisteren_tui.tui.screens.home import HomeScreen

        self._plan = self._speed = None
        self._loaded = self._unfinished = None
        while len(self.screen_stack) > 1:
            self.pop_screen()
        # Not switch_screen(): Textual's first screen can't be switched away from.
        home = self.screen
        assert isinstance(home, HomeScreen)
        home.offer(self._home())
