"""Looking back: all sessions and rehearsals, and the outcome of one."""

from asyncio import Future
from collections.abc import Callable
from typing import Any

from luisteren_tui.i18n import _
from luisteren_tui.storage.outcome.outcome_file import read_session
from luisteren_tui.storage.outcome.reading import Unreadable
from luisteren_tui.storage.session_index import NoSession, find_session
from luisteren_tui.system.clock import Clock
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.flows.retention import RetentionService
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.history.screen import HistoryScreen


class HistoryFlow:
    """Shows what is kept below `folders`, and calls `finished` when that is closed."""

    def __init__(
        self,
        app: BaseApp,
        *,
        folders: Folders,
        clock: Clock,
        retention: RetentionService,
        finished: Callable[[], None],
    ) -> None:
        self._app, self._folders, self._clock = app, folders, clock
        self._retention, self._finished = retention, finished

    def show_all(self) -> None:
        """Show all sessions and rehearsals, and return from there."""
        screen = HistoryScreen(self._folders, open_outcome=self.show_outcome, choose_retention=self._retention.choose)
        self._app.run_worker(self._return(self._app.ask(screen)), group="history")

    def look_back(self, session: str) -> None:
        """Show the outcome of `session`, and return from there."""
        asked = self.show_outcome(session)
        if asked is not None:
            self._app.run_worker(self._return(asked), group="history")

    def show_outcome(self, session: str) -> "Future[None] | None":
        """Show the outcome of `session` in front, and return a future of its end; None where it can't be read."""
        try:
            path = find_session(session, self._folders.data)
            outcome = read_session(path)
        except (OSError, NoSession, Unreadable):
            self._app.announce(_("This outcome can't be read."))
            return None
        screen = EndScreen(outcome, clock=self._clock, choose_retention=self._retention.choose)
        kept = _("Saved in {path}").format(path=safe_line(str(path)))
        screen.show_saved(kept, path=path if path.suffix == ".json" else None)
        return self._app.ask(screen)

    async def _return(self, asked: "Future[Any]") -> None:
        await asked
        self._finished()
