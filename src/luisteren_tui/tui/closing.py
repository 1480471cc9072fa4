"""How a session is let go of: at its end, when the app is left, and when the disk does not cooperate."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.reactive import var

from luisteren_tui.clock import Clock
from luisteren_tui.config import Config
from luisteren_tui.i18n import _
from luisteren_tui.paths import Folders
from luisteren_tui.text import safe_line
from luisteren_tui.tui import outside
from luisteren_tui.tui.messages import Closed, Export, LeaveApp, SaveAlarm, SessionEnded
from luisteren_tui.tui.sturdy import Sturdy

if TYPE_CHECKING:  # home does without what a session needs, and comes sooner
    from luisteren_tui.running import Running
    from luisteren_tui.tui.screens.over import OverScreen
    from luisteren_tui.tui.screens.session import SessionScreen
    from luisteren_tui.tui.screens.taught import Rehearsed

PATIENCE = 5.0
"""Seconds to wait at the end for what is not yet on the disk, before asking what to do."""
RETRY = 1.0
NOT_KEPT = 3


class Closing(Sturdy):
    """An app with at most one running session, which it never lets go of before all of it is on the disk."""

    alarm: var[str] = var("")
    """What is wrong with saving, for whatever screen is in front."""

    def __init__(self, folders: Folders, clock: Clock, config: Config) -> None:
        super().__init__()
        self.folders, self.clock, self.config = folders, clock, config
        self.running: Running | None = None
        self._awake: object = None
        self._leaving = False
        self.keys: Mapping[str, str] = {}

    def journal(self) -> Path | None:
        """Return the journal of the session that runs."""
        return self.running.path if self.running is not None else None

    def session_screen(self) -> "SessionScreen":
        """Return the screen of the session."""
        from luisteren_tui.tui.screens.session import SessionScreen

        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, SessionScreen))

    def away(self) -> None:
        """Leave what is left of the session's screens."""
        self.exit()

    @on(SaveAlarm)
    def _save_alarm(self, event: SaveAlarm) -> None:
        self.alarm = event.text

    # The end of a session

    @on(SessionEnded)
    def show_end(self) -> None:
        """Show the end of the session, and keep its outcome."""
        from luisteren_tui.session.room import thanks
        from luisteren_tui.tui.screens.over import OverScreen

        running = self.running
        assert running is not None
        opened = running.state.opened
        looks_on = running.state.for_the_wall or self.session_screen().room
        shown = thanks(opened.workshop) if looks_on else None
        screen = OverScreen(
            running.outcome(), opened.workshop.credit, shown, self._rehearsed(running), self.config.evaluation
        )
        # They are not in the outcome; what is shared is looked through for them.
        screen.names = running.names_typed()
        self.push_screen(screen)
        self.run_worker(self._finish(running, screen), group="finish", exclusive=True)

    def _rehearsed(self, running: "Running") -> "Rehearsed | None":
        """Return what is known of a rehearsal and those before it, None for a session."""
        if not running.rehearsal:
            return None
        from luisteren_tui.session.rehearsal import asked, explained, hurried, needed, passed_over
        from luisteren_tui.storage.history import done, runs
        from luisteren_tui.tui.screens.taught import Rehearsed

        try:
            past = runs((self.folders.rehearsals,), running.state.opened.workshop.id)
        except OSError:
            past = []
        state, events = running.state, [event for _at, event in running.events]
        earlier, before = dict[str, tuple[int, ...]](), dict[str, tuple[int, ...]]()
        for id, activity in state.activities.items():
            took = [found for run in past if (found := done(run, id, activity.title))]
            earlier[id] = tuple(each.actual_s for each in took)
            before[id] = tuple(asked(activity, each.planned_s, each.actual_s, each.turns_s) for each in took)
        return Rehearsed(
            state.opened,
            passed_over(state.opened, events),
            needed(state),
            explained(state),
            hurried(state.opened, events),
            earlier,
            before,
            len(past) + 1,
        )

    async def _finish(self, running: "Running", screen: "OverScreen") -> None:
        """Write the outcome, and try again for as long as it fails."""
        from luisteren_tui.storage import retention
        from luisteren_tui.storage.files import reason
        from luisteren_tui.storage.outcome import finish

        assert running.path is not None
        while True:
            why = "" if running.closed else await self._why_not_on_disk(running)
            if not why:
                # All events are on the disk: from here on only the outcome can fail, and the journal can be finished later.
                running.close(PATIENCE)
                try:
                    path = await asyncio.to_thread(finish, running.path, running.outcome())
                except OSError as error:
                    why = _(reason(error))
                else:
                    break
            if running.closed:
                text = _("The outcome can't be written yet: {why}. The session itself is kept, in {path}")
            else:
                text = _("NOT SAVED: {why} · w writes it elsewhere")
            screen.show_saved(text.format(why=why, path=safe_line(str(running.path))), failed=True)
            await asyncio.sleep(RETRY)
        self._let_go()
        asks = not running.rehearsal and retention.load(self.folders) is None
        screen.show_saved(_("Kept in {path}").format(path=safe_line(str(path))), path=path, asks=asks)

    async def _why_not_on_disk(self, running: "Running") -> str:
        """Wait for all events to be on the disk; return why they are not, empty when they are."""
        for _attempt in range(round(PATIENCE * 20)):
            status = running.journal.status
            if status.failing is not None:
                return _(status.failing)
            if status.synced >= status.appended:
                return ""
            await asyncio.sleep(0.05)
        return _("the disk does not answer")

    @on(Closed)
    def _end_was_seen(self) -> None:
        from luisteren_tui.tui.screens.over import OverScreen

        if not isinstance(self.screen, OverScreen):
            return  # its key was pressed twice
        if self.running is not None and not self.running.closed:
            self._ask_about_unkept()
            return
        # An outcome that can't be written yet is written at the next start, from the journal.
        self.workers.cancel_group(self, "finish")
        self._let_go()
        self.away()

    # Leaving

    @on(LeaveApp)
    def leave(self) -> None:
        """Leave with all of it kept, so that the session can be resumed; ask what to do when it can't be kept."""
        if self.running is None:
            if not self.asks_first():
                self.exit()
        elif not self._leaving:
            self._leaving = True
            self._keep_typed()
            if not self.running.ended:
                self.running.beat()
            self.run_worker(self._leave(self.running), group="leave")

    action_leave = leave

    async def _leave(self, running: "Running") -> None:
        why = await self._why_not_on_disk(running)
        if why and not running.closed:
            self._leaving = False
            self._ask_about_unkept()
            return
        if running.close(PATIENCE) and running.untouched and running.path is not None:
            with suppress(OSError):
                running.path.unlink()
        begun = running.path is not None and running.path.exists()
        self._let_go()
        self.exit(message=_("Everything is kept. Start again the same way to go on.") if begun else None)

    def _keep_typed(self) -> None:
        from luisteren_tui.tui.screens.dialog import Dialog

        for screen in self.screen_stack:
            if isinstance(screen, Dialog):
                screen.hand_in()
        self.session_screen().keep_note()

    def leave_at_once(self) -> None:
        """Leave because the system or the terminal says so; say what was not kept."""
        kept = True
        if self.running is not None:
            self._keep_typed()
            if not self.running.ended:
                self.running.beat()
            kept = self.running.close(PATIENCE)
            self._let_go()
        message = None if kept else _("NOT SAVED: the last part of the session could not be written.")
        self.exit(return_code=0 if kept else NOT_KEPT, message=message)

    def _ask_about_unkept(self) -> None:
        from luisteren_tui.tui.screens.unkept import UnkeptDialog

        def answered(choice: str | None) -> None:
            if choice == "elsewhere":
                self._export()
            elif choice == "leave" and self.running is not None:
                self.running.close(0)
                self._let_go()
                self.exit(return_code=NOT_KEPT)

        self.push_screen(UnkeptDialog(), answered)

    @on(Export)
    def _export(self) -> None:
        """Write all of the session to another place, and say where."""
        if self.running is None or self.running.path is None:
            return
        for folder in outside.other_places():
            target = folder / self.running.path.name
            try:
                self.running.journal.copy_to(target)
            except OSError:
                continue
            self.notify(_("Written to {path}").format(path=safe_line(str(target))), timeout=30, markup=False)
            return
        self.notify(_("No other place can be written to either."), severity="error", timeout=30, markup=False)

    def _let_go(self) -> None:
        self.running, self.alarm = None, ""
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
