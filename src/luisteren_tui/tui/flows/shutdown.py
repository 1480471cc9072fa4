"""How the app is left with all of its session kept, also when the disk does not cooperate."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on

from luisteren_tui.i18n import N_, _
from luisteren_tui.runtime.config import Config
from luisteren_tui.system.clock import Clock
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import outside
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.messages import Export, LeaveApp, SaveAlarm

if TYPE_CHECKING:  # home does without what a session needs, and comes sooner
    from luisteren_tui.runtime.live_session import LiveSession
    from luisteren_tui.tui.screens.session.screen import SessionScreen

PATIENCE = 5.0
"""Seconds to wait at the end for what is not yet on the disk, before asking what to do."""
RETRY = 1.0
NOT_KEPT = 3


class Leaving(BaseApp):
    """An app with at most one running session, which it never lets go of before all of it is on the disk."""

    def __init__(self, folders: Folders, clock: Clock, config: Config) -> None:
        super().__init__()
        self.folders, self.clock, self.config = folders, clock, config
        self.live: LiveSession | None = None
        self._awake: object = None
        self._leaving = False
        self.keys: Mapping[str, str] = {}

    def journal(self) -> Path | None:
        """Return the journal of the session that runs."""
        return self.live.path if self.live is not None else None

    def session_screen(self) -> "SessionScreen":
        """Return the screen of the session."""
        from luisteren_tui.tui.screens.session.screen import SessionScreen

        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, SessionScreen))

    def away(self) -> None:
        """Leave what is left of the session's screens."""
        self.exit()

    @on(SaveAlarm)
    def _save_alarm(self, event: SaveAlarm) -> None:
        self.alarm = event.text

    @on(LeaveApp)
    def leave(self) -> None:
        """Leave with all of it kept, so that the session can be resumed; ask what to do when it can't be kept."""
        if self.live is None:
            if not self.asks_first():
                self.exit()
        elif self.session_screen().room and not self.live.ended:
            self._ask_in_view_of_the_room()
        else:
            self._begin_to_leave()

    action_leave = leave

    def _ask_in_view_of_the_room(self) -> None:
        from luisteren_tui.tui.screens.dialog import Confirm

        if isinstance(self.screen, Confirm):
            return
        text = _("The room then sees what else is on this screen.")
        if not self.alarm:
            text = f"{_('Everything is saved.')} {text}"
        close = Confirm(_("Close the program?"), text, N_("close"))
        self.push_screen(close, lambda yes: self._begin_to_leave() if yes else None)

    def _begin_to_leave(self) -> None:
        if self.live is None or self._leaving:
            return
        self._leaving = True
        self._keep_typed()
        if not self.live.ended:
            self.live.record_time()
        self.run_worker(self._leave(self.live), group="leave")

    async def _leave(self, live: "LiveSession") -> None:
        why = await self._why_not_on_disk(live)
        if why and not live.closed:
            self._leaving = False
            self._ask_about_unkept()
            return
        self._keep_typed()  # there was time to type
        if live.close(PATIENCE) and live.untouched and live.path is not None:
            self.keep_plan()
            with suppress(OSError):
                live.path.unlink()
        begun = live.path is not None and live.path.exists()
        self._let_go()
        self.exit(message=_("Everything is saved. Start the program the same way to go on.") if begun else None)

    def keep_plan(self) -> None:
        """Keep a plan that is not saved, where there is one: nobody can be asked, and no session has it."""

    async def _why_not_on_disk(self, live: "LiveSession") -> str:
        """Wait for all events to be on the disk; return why they are not, empty when they are."""
        for _attempt in range(round(PATIENCE * 20)):
            status = live.journal.status
            if status.failing is not None:
                return _(status.failing)
            if status.synced >= status.appended:
                return ""
            await asyncio.sleep(0.05)
        return _("the disk does not respond")

    def _keep_typed(self) -> None:
        from luisteren_tui.tui.screens.dialog import Dialog

        for screen in self.screen_stack:
            if isinstance(screen, Dialog):
                screen.hand_in()
        self.session_screen().keep_note()

    def leave_at_once(self) -> None:
        """Leave because the system or the terminal says so; say what was not kept."""
        kept = True
        if self.live is not None:
            self._keep_typed()
            if not self.live.ended:
                self.live.record_time()
            kept = self.live.close(PATIENCE)
            self._let_go()
        message = None if kept else _("NOT SAVED: the last part of the session could not be written.")
        self.exit(return_code=0 if kept else NOT_KEPT, message=message)

    def _ask_about_unkept(self) -> None:
        from luisteren_tui.tui.screens.unsaved import UnkeptDialog

        def answered(choice: str | None) -> None:
            if choice == "elsewhere":
                self._export()
            elif choice == "leave" and self.live is not None:
                self.live.close(0)
                self._let_go()
                self.exit(return_code=NOT_KEPT)

        self.push_screen(UnkeptDialog(), answered)

    @on(Export)
    def _export(self) -> None:
        """Write all of the session to another place, and say where."""
        if self.live is None or self.live.path is None:
            return
        for folder in outside.other_places():
            target = folder / self.live.path.name
            try:
                self.live.journal.copy_to(target)
            except OSError:
                continue
            self.notify(_("Written to {path}").format(path=safe_line(str(target))), timeout=30, markup=False)
            return
        self.notify(_("Saving in another place does not work either."), severity="error", timeout=30, markup=False)

    def _let_go(self) -> None:
        self.live, self.alarm = None, ""
        if self._awake is not None:
            outside.let_sleep(self._awake)
            self._awake = None

    # The laptop

    def keep_awake(self) -> None:
        """Keep the laptop awake while the session runs, where the user and the system allow it."""
        if self.config.keep_awake and self._awake is None:
            self.run_worker(self._stay_awake(), exit_on_error=False)

    async def _stay_awake(self) -> None:
        self._awake = await asyncio.to_thread(outside.stay_awake)
