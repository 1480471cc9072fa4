"""How a session comes to its end, and is let go of."""

import asyncio
from typing import TYPE_CHECKING

from textual import on

from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.flows.shutdown import PATIENCE, RETRY, Leaving
from luisteren_tui.tui.messages import Closed, SessionEnded

if TYPE_CHECKING:  # home does without what a session needs, and comes sooner
    from luisteren_tui.runtime.live_session import LiveSession
    from luisteren_tui.tui.screens.end.rehearsal_lessons import Rehearsed
    from luisteren_tui.tui.screens.end.screen import EndScreen


class Closing(Leaving):
    """An app whose session, once it has ended, is looked at before it is let go of."""

    @on(SessionEnded)
    def show_end(self) -> None:
        """Show the end of the session, and keep its outcome."""
        from luisteren_tui.tui.screens.end.screen import EndScreen
        from luisteren_tui.views.room_view import thanks_view

        live = self.live
        assert live is not None
        opened = live.state.opened
        looks_on = live.state.starts_in_room_view or self.session_screen().room
        shown = thanks_view(opened.workshop) if looks_on else None
        screen = EndScreen(
            live.outcome(),
            credit=opened.workshop.credit,
            thanks=shown,
            rehearsed=self._rehearsed(live),
            evaluation=self.config.evaluation,
        )
        # They are not in the outcome; what is shared is looked through for them.
        screen.names = live.names_typed()
        self.push_screen(screen)
        self.run_worker(self._finish(live, screen), group="finish", exclusive=True)

    def _rehearsed(self, live: "LiveSession") -> "Rehearsed | None":
        """Return what is known of a rehearsal and those before it, None for a session."""
        if not live.rehearsal:
            return None
        from luisteren_tui.planning.rehearsal import (
            hurried_activities,
            instruction_overrun_s,
            needed_in_outcome_s,
            needed_s,
            skipped_silence_ms,
        )
        from luisteren_tui.planning.statistics import activity_time
        from luisteren_tui.storage.past_runs import runs
        from luisteren_tui.tui.screens.end.rehearsal_lessons import Rehearsed

        try:
            past = runs((self.folders.rehearsals,), live.state.opened.workshop.id)
        except OSError:
            past = []
        state, events = live.state, [event for _at, event in live.events]
        earlier, before = dict[str, tuple[int, ...]](), dict[str, tuple[int, ...]]()
        for id, activity in state.activities.items():
            took = [found for run in past if (found := activity_time(run, id, activity.title))]
            earlier[id] = tuple(each.actual_s for each in took)
            before[id] = tuple(
                needed_in_outcome_s(activity, each.planned_s, each.actual_s, each.turns_s) for each in took
            )
        return Rehearsed(
            opened=state.opened,
            skipped_silence_ms=skipped_silence_ms(state.opened, events),
            needed_s=needed_s(state),
            instruction_overrun_s=instruction_overrun_s(state),
            hurried=hurried_activities(state.opened, events),
            earlier_s=earlier,
            earlier_needed_s=before,
            runs=len(past) + 1,
        )

    async def _finish(self, live: "LiveSession", screen: "EndScreen") -> None:
        """Write the outcome, and try again for as long as it fails."""
        from luisteren_tui.storage import retention
        from luisteren_tui.storage.files import reason
        from luisteren_tui.storage.outcome.outcome_file import finish

        assert live.path is not None
        while True:
            why = "" if live.closed else await self._why_not_on_disk(live)
            if not why:
                # All events are on the disk: from here on only the outcome can fail, and the journal can be finished later.
                live.close(PATIENCE)
                try:
                    path = await asyncio.to_thread(finish, live.path, live.outcome())
                except OSError as error:
                    why = _(reason(error))
                else:
                    break
            if live.closed:
                text = _("The outcome can't be written yet: {why}. The session itself is kept, in {path}")
            else:
                text = _("NOT SAVED: {why} · w writes it elsewhere")
            screen.show_saved(text.format(why=why, path=safe_line(str(live.path))), failed=True)
            await asyncio.sleep(RETRY)
        self._let_go()
        asks = not live.rehearsal and retention.load(self.folders) is None
        screen.show_saved(_("Saved in {path}").format(path=safe_line(str(path))), path=path, asks=asks)

    @on(Closed)
    def _end_was_seen(self) -> None:
        from luisteren_tui.tui.screens.end.screen import EndScreen

        if not isinstance(self.screen, EndScreen):
            return  # its key was pressed twice
        if self.live is not None and not self.live.closed:
            self._ask_about_unkept()
            return
        # An outcome that can't be written yet is written at the next start, from the journal.
        self.workers.cancel_group(self, "finish")
        self._let_go()
        if not self.asks_first():
            self.away()
