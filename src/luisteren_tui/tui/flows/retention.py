"""How long notes stay: what is asked about that, and what goes because of it; it is always said."""

import asyncio
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from textual import on

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.i18n.dates import short_day
from luisteren_tui.tui.flows.rehearsal import Learning
from luisteren_tui.tui.messages import KeepFor

if TYPE_CHECKING:
    from luisteren_tui.runtime.live_session import LiveSession
    from luisteren_tui.storage.retention import Due, Retention
    from luisteren_tui.tui.screens.end.screen import EndScreen


class Forgetting(Learning):
    """An app that lets notes go when they are as old as was chosen."""

    def say(self, text: str, *, error: bool = False) -> None:
        """Say `text` on the screen in front where that has a place for it, and covers nothing; else in a toast."""
        from luisteren_tui.tui.screens.end.screen import EndScreen
        from luisteren_tui.tui.screens.history.screen import HistoryScreen
        from luisteren_tui.tui.screens.home import HomeScreen
        from luisteren_tui.tui.screens.session.screen import SessionScreen

        session = next((one for one in self.screen_stack if isinstance(one, SessionScreen)), None)
        if isinstance(self.screen, HomeScreen | HistoryScreen | EndScreen) and self.screen.is_mounted:
            self.screen.say(text)
        elif session is not None:
            session.hint(text)  # which says nothing to the room
        else:
            self.notify(text, severity="error" if error else "information", timeout=15, markup=False)

    def over(self) -> "EndScreen | None":
        """Return the end of a session that is in front; a key that is pressed twice in haste asks twice."""
        from luisteren_tui.tui.screens.end.screen import EndScreen

        return self.screen if isinstance(self.screen, EndScreen) else None

    @on(KeepFor)
    def _ask_how_long(self) -> None:
        from luisteren_tui.storage import retention
        from luisteren_tui.tui.screens.retention import KeepDialog, days

        def answered(answer: retention.Retention | None) -> None:
            if answer is None or not self.keep_for(answer.days):
                return
            said = [_("From now on: {choice}.").format(choice=days(answer.days))]
            if answer.days is not None:
                said.append(_("The first time that notes are about to be removed, you are asked."))
            self.say(" ".join(said))
            if (over := self.over()) is not None:
                over.asks = False
                over.renew()

        self.push_screen(KeepDialog(retention.load(self.folders)), answered)

    def keep_for(self, days: int | None) -> bool:
        """Keep how long notes stay, and return whether that worked."""
        from luisteren_tui.storage import retention
        from luisteren_tui.storage.files import reason

        try:
            retention.save(self.folders, days)
        except OSError as error:
            self.say(_("Your choice can't be saved: {why}.").format(why=_(reason(error))), error=True)
            return False
        return True

    # What is old

    async def _finish(self, live: "LiveSession", screen: "EndScreen") -> None:
        """Where home is not the first to be seen, what is old goes at the end of a session: nobody waits for it then."""
        await super()._finish(live, screen)
        if not self._from_home:
            self.forget_what_is_old()

    def forget_what_is_old(self) -> None:
        """Let notes go that are older than they may be, without anybody waiting for it."""
        from luisteren_tui.storage import retention

        kept = retention.load(self.folders)
        if kept is not None and kept.days is not None:
            self.run_worker(self._forget(kept, kept.days), group="forget", exclusive=True)

    async def _forget(self, kept: "Retention", days: int) -> None:
        from luisteren_tui.storage import retention
        from luisteren_tui.storage.files import reason
        from luisteren_tui.tui.screens.dialog import Confirm
        from luisteren_tui.tui.screens.retention import days as in_words

        today = datetime.fromtimestamp(self.clock.read().wall / 1000).astimezone().date()
        try:
            old = await asyncio.to_thread(retention.due, self.folders, days, today)
        except OSError as error:
            self.say(_("Old notes could not be removed: {why}.").format(why=_(reason(error))), error=True)
            return
        first, n = retention.first_day(days, today), len(old.ready)
        if not (n and retention.leapt(kept, today)):
            await self._forget_these(old, days, today)
        elif self.home_is_in_front():
            text = ngettext(
                "You chose: {choice}. The notes of {n} session are older than that, if today is {today}. Times stay.",
                "You chose: {choice}. The notes of {n} sessions are older than that, if today is {today}. Times stay.",
                n,
            ).format(today=_day(today), choice=in_words(days), n=n)

            def answered(yes: bool | None) -> None:
                if yes:
                    self.run_worker(self._forget_these(old, days, today), group="forget")
                else:
                    self.say(_("No notes were removed. You are asked again the next time."))

            title = _("Remove the notes from before {day}?").format(day=_day(first))
            dialog = Confirm(title, text, N_("remove them"))
            dialog.stacked = False
            self.push_screen(dialog, answered)
        elif (over := self.over()) is not None:
            text = ngettext(
                "The notes of {n} session from before {day} are due to be removed: you are asked about it on the home screen when you next start.",
                "The notes of {n} sessions from before {day} are due to be removed: you are asked about it on the home screen when you next start.",
                n,
            )
            over.say(text.format(n=n, day=_day(first)))

    async def _forget_these(self, old: "Due", days: int, today: date) -> None:
        from luisteren_tui.storage import retention

        forgotten = await asyncio.to_thread(retention.forget, old)
        # Another choice may have been made meanwhile; where the day can't be kept, it is asked once more.
        # A day is kept once something went: the first time is asked about, however late it comes.
        kept = retention.load(self.folders)
        if kept is not None and kept.days == days and (kept.seen or old.ready):
            with suppress(OSError):
                retention.save(self.folders, days, today)
        day, said = _day(retention.first_day(days, today)), []
        if n := forgotten.sessions:
            text = ngettext(
                "The notes of {n} session from before {day} were removed; its times are still there.",
                "The notes of {n} sessions from before {day} were removed; their times are still there.",
                n,
            )
            said.append(text.format(n=n, day=day))
        if n := len(forgotten.kept):
            text = ngettext(
                "{n} session from before {day} still has notes: not ended, damaged or newer (Look back, F8).",
                "{n} sessions from before {day} still have notes: not ended, damaged or newer (Look back, F8).",
                n,
            )
            said.append(text.format(n=n, day=day))
        if forgotten.why:
            said.append(_("Old notes could not be removed: {why}.").format(why=_(forgotten.why)))
        if said:
            self.say(" ".join(said))


def _day(day: date) -> str:
    return short_day(day)
