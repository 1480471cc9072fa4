"""Leaving a session or the app with everything saved, even when the disk does not cooperate."""

import asyncio
from asyncio import Future
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.screen import Screen

from luisteren_tui.i18n import N_, _
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.autosave import LOOK_S, NO_RESPONSE, SAVE_TIMEOUT_S
from luisteren_tui.tui.base_app import BaseApp, SavingScreen
from luisteren_tui.tui.elsewhere import save_elsewhere
from luisteren_tui.tui.screens.dialog import Confirm, Dialog, UnsavedDialog

if TYPE_CHECKING:  # home does not need these, and opens sooner
    from luisteren_tui.runtime.live_session import LiveSession
    from luisteren_tui.tui.screens.plan.screen import PlanScreen
    from luisteren_tui.tui.screens.session.screen import SessionScreen

NOT_SAVED = 3
"""The exit code when something could not be saved."""
NOT_WRITTEN = N_("NOT SAVED: the last part of the session could not be written.")


class ShutdownGuard:
    """Keeps the app open until everything is saved, unless the user says otherwise.

    A session is left for home if the app started there and so `has_home`.
    """

    def __init__(self, app: BaseApp, folders: Folders, *, has_home: bool) -> None:
        self._app, self._folders, self._has_home = app, folders, has_home
        self.live: LiveSession | None = None
        """The session that runs, of which nothing may be lost."""
        self._journal_suffices = False
        self._screen: SessionScreen | None = None
        self._plan_screens: list[PlanScreen] = []
        self._leaving = self._left = False

    def hold(self, live: "LiveSession", screen: "SessionScreen") -> None:
        """Guard the session `live`, which `screen` shows, until it is released."""
        self.live, self._screen, self._journal_suffices = live, screen, False
        self._app.rescue = self._rescue

    def release(self, live: "LiveSession") -> None:
        """Stop guarding `live`: it is saved, or given up. A session that began in the meantime stays guarded."""
        if live is self.live:
            self.live = self._screen = None
            self._app.alarm = ""

    def wait_for_outcome(self, live: "LiveSession") -> None:
        """Note that the outcome of `live` can't be written yet. Its journal replaces it until then."""
        if live is self.live:
            self._journal_suffices = True

    def hold_plan(self, screen: "PlanScreen") -> None:
        """Guard the plan of `screen` for as long as that is open."""
        self._plan_screens.append(screen)

    def _unsaved_plan(self) -> "PlanScreen | None":
        """Return the frontmost screen with a plan that is not saved."""
        open_screens = self._app.screen_stack
        self._plan_screens = [screen for screen in self._plan_screens if screen in open_screens]
        return next((screen for screen in reversed(self._plan_screens) if screen.unsaved), None)

    # Leave

    def leave(self) -> None:
        """Leave the session that runs, or else the app, with everything saved.

        Ask first when something is not, or when the room looks on.
        """
        if self.live is None:
            if not self._go_back_to_unsaved() and not self.ask_about_plan():
                self._app.exit()
            return
        agreed = None
        if self._screen is not None and self._screen.room and not self.live.ended:
            if isinstance(self._app.screen, Confirm):
                return
            title, yes = _("Close the program?"), N_("close")
            text = _("The room then sees what else is on this screen.")
            if self._has_home:
                title, yes = _("Back to the home screen?"), N_("go back")
                text = _("The room then sees the home screen too.")
            if not self._app.alarm:
                text = f"{_('Everything is saved.')} {text}"
            agreed = self._app.ask(Confirm(title, text, yes))
        self._app.run_worker(self._leave(self.live, agreed), group="leave")

    async def _leave(self, live: "LiveSession", agreed: "Future[bool | None] | None") -> None:
        """Leave the session so that it can be resumed, once the user has `agreed`, if that had to be asked."""
        if (agreed is not None and not await agreed) or self._leaving or live is not self.live:
            return
        self._leaving, ended = True, live.ended
        self._keep_typed()
        if not ended:
            live.record_time()
        why = await self.why_unsaved(live)
        if live.ended != ended:  # by keys that were typed after the one that leaves
            self._leaving = False
            return
        if why and not live.closed:
            self._leaving = False
            self._ask_about_unsaved(why)
            return
        self._keep_typed()  # more may have been typed in the meantime
        screen, goes_home = self._screen, self._has_home and not live.ended
        saved = live.close(SAVE_TIMEOUT_S)
        if saved and live.untouched:
            if not goes_home:
                self._save_plan()
            live.remove()
        begun = live.path is not None and live.path.exists()
        self.release(live)
        if saved and goes_home and screen is not None:
            self._leaving = False
            screen.left.set()
        elif saved:
            goes_on = _("Everything is saved. Start the program the same way to go on.")
            self._app.exit(message=goes_on if begun else None)
        else:
            self._app.exit(return_code=NOT_SAVED, message=_(NOT_WRITTEN))

    def leave_at_once(self) -> None:
        """Leave without a question, and say so when something could not be saved. A second call changes nothing."""
        if self._left:
            return
        self._left = True
        self._keep_typed()
        saved = [screen.save_at_once(SAVE_TIMEOUT_S) for screen in self._saving_screens()]
        if self.live is None:
            self._save_plan()  # a session has its plan in its journal
        else:
            if not self.live.ended:
                self.live.record_time()
            saved.append(self.live.close(SAVE_TIMEOUT_S))
            self.release(self.live)
        if all(saved):
            self._app.exit()
        else:
            self._app.exit(return_code=NOT_SAVED, message=_(NOT_WRITTEN))

    def _saving_screens(self) -> list[SavingScreen]:
        return [screen for screen in reversed(self._app.screen_stack) if isinstance(screen, SavingScreen)]

    def _go_back_to_unsaved(self) -> bool:
        """Go back to a screen of which something is not saved, and let it ask. Return whether there is one."""
        screen = next((screen for screen in self._saving_screens() if screen.unsaved), None)
        if isinstance(screen, Screen):
            self._app.close_in_front_of(screen)
            screen.action_close()
        return screen is not None

    def _keep_typed(self) -> None:
        for screen in self._app.screen_stack:
            if isinstance(screen, Dialog) and screen.is_mounted:  # or nothing was typed in it
                screen.save_input()
        if self._screen is not None:
            self._screen.save_note()

    # What is not saved

    async def why_unsaved(self, live: "LiveSession") -> str:
        """Wait until all events are on the disk, and return why they are not, or an empty string."""
        for _attempt in range(round(SAVE_TIMEOUT_S / LOOK_S)):
            status = live.journal.status
            if status.failing is not None:
                return _(status.failing)
            if status.synced >= status.appended:
                return ""
            await asyncio.sleep(LOOK_S)
        return _(NO_RESPONSE)

    async def may_close(self) -> bool:
        """Wait until the session is saved, and return whether it is. If not, ask what to do."""
        why = ""
        for _attempt in range(round(SAVE_TIMEOUT_S / LOOK_S)):
            if self.live is None or self.live.closed:
                return True
            status = self.live.journal.status
            behind = status.synced < status.appended
            why = status.failing or (NO_RESPONSE if behind else "")
            if status.failing is not None or (self._journal_suffices and not behind):
                break
            await asyncio.sleep(LOOK_S)
        if why:
            self._ask_about_unsaved(_(why))
        return not why

    def _ask_about_unsaved(self, why: str) -> None:
        """Ask what to do about a session that can't be saved."""
        self._app.run_worker(self._settle_unsaved(self._app.ask(UnsavedDialog(why))), group="unsaved")

    async def _settle_unsaved(self, asked: "Future[str | None]") -> None:
        answer = await asked
        if answer == "elsewhere":
            self.save_elsewhere()
        elif answer == "leave" and self.live is not None:
            self.live.close(0)
            self.release(self.live)
            self._app.exit(return_code=NOT_SAVED)

    def save_elsewhere(self) -> None:
        """Write the whole session to another folder, and say where."""
        if self.live is not None and self.live.path is not None:
            save_elsewhere(self._app, self.live.path, self.live.journal.copy_to)

    def _rescue(self) -> str:
        """Save the session after a fault, and return where it is and how to go on."""
        live = self.live
        if live is None or live.path is None:
            return ""
        if not live.close(SAVE_TIMEOUT_S):
            return f"{_(NOT_WRITTEN)}\n"
        saved = _("What you did is saved in {path}").format(path=safe_line(str(live.path)))
        return f"{saved}\n{_('Start the program the same way and you go on where you were.')}\n"

    def ask_about_plan(self) -> bool:
        """Go back to a plan that is not saved and ask about it. Return whether there is one."""
        screen = self._unsaved_plan()
        if screen is None:
            return False
        self._app.close_in_front_of(screen)
        screen.action_close()
        return True

    def _save_plan(self) -> None:
        """Save a plan that is not saved under a name of its own: nobody can be asked, and no session has it."""
        if screen := self._unsaved_plan():
            # Lazy: a session has no plan to save.
            from luisteren_tui.storage import plans

            with suppress(OSError):  # there is nobody to tell
                plans.save(self._folders, _("unsaved"), screen.plan)
