"""How long notes stay: asking about it, and removing notes that are too old. What is removed is always said."""

import asyncio
from asyncio import Future
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from textual.screen import Screen

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.i18n.dates import short_day
from luisteren_tui.storage import retention
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.system.clock import Clock, local_now
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.retention import RetentionDialog, days_in_words


class RetentionService:
    """Knows how long notes stay below `folders`, and removes those that are older."""

    def __init__(self, app: BaseApp, folders: Folders, clock: Clock) -> None:
        self._app, self._folders, self._clock = app, folders, clock

    @property
    def undecided(self) -> bool:
        """Whether nobody has chosen yet how long notes stay."""
        return retention.load(self._folders) is None

    def choose(self, chosen: Callable[[], None] = lambda: None) -> None:
        """Ask how long notes stay, and call `chosen` once that is saved."""
        asked = self._app.ask(RetentionDialog(retention.load(self._folders)))
        self._app.run_worker(self._choose(asked, chosen), group="retention")

    async def _choose(self, asked: "Future[retention.Retention | None]", chosen: Callable[[], None]) -> None:
        answer = await asked
        if answer is None or not self.keep_for(answer.days):
            return
        parts = [_("From now on: {choice}.").format(choice=days_in_words(answer.days))]
        if answer.days is not None:
            parts.append(_("The first time that notes are about to be removed, you are asked."))
        chosen()
        self._app.announce(" ".join(parts))

    def keep_for(self, days: int | None) -> bool:
        """Save that notes stay for so many `days`, None for always, and return whether that worked."""
        try:
            retention.save(self._folders, days)
        except OSError as error:
            self._app.announce(_("Your choice can't be saved: {why}.").format(why=_(write_error_message(error))))
            return False
        return True

    def remove_old(self, screen: Screen[Any], *, may_ask: bool) -> None:
        """Remove notes that are too old, in the background.

        The first time, and after a long absence, the user must agree. A screen that `may_ask` then asks, if it is
        still in front; another one says that home will ask.
        """
        choice = retention.load(self._folders)
        if choice is not None and choice.days is not None:
            remove = self._remove_old(choice, choice.days, screen, may_ask=may_ask)
            self._app.run_worker(remove, group="remove old notes", exclusive=True)

    async def _remove_old(self, choice: retention.Retention, days: int, screen: Screen[Any], *, may_ask: bool) -> None:
        today = local_now(self._clock).date()
        try:
            old = await asyncio.to_thread(retention.find_old_notes, self._folders, days, today)
        except OSError as error:
            self._app.announce(_("Old notes could not be removed: {why}.").format(why=_(write_error_message(error))))
            return
        n, day = len(old.ready), short_day(retention.first_day(days, today))
        if n and retention.must_ask_first(choice, today, old):
            if self._app.screen is not screen:
                return
            if not may_ask:
                text = ngettext(
                    "The notes of {n} session from before {day} are due to be removed: you are asked about it on the home screen when you next start.",
                    "The notes of {n} sessions from before {day} are due to be removed: you are asked about it on the home screen when you next start.",
                    n,
                )
                self._app.announce(text.format(n=n, day=day))
                return
            text = ngettext(
                "You chose: {choice}. The notes of {n} session are older than that, if today is {today}. Times stay.",
                "You chose: {choice}. The notes of {n} sessions are older than that, if today is {today}. Times stay.",
                n,
            ).format(today=short_day(today), choice=days_in_words(days), n=n)
            title = _("Remove the notes from before {day}?").format(day=day)
            dialog = Confirm(title, text, N_("remove them"), danger=True)
            if not await self._app.ask(dialog):
                self._app.announce(_("No notes were removed. You are asked again the next time."))
                return
        await self._remove(old, days, today)

    async def _remove(self, old: retention.OldNotes, days: int, today: date) -> None:
        removed = await asyncio.to_thread(retention.forget_old_notes, old)
        # Another choice may have been made in the meantime. If the day can't be saved, the question is asked once more.
        # The day is saved only when something was removed: the first time asks, however late that is.
        choice = retention.load(self._folders)
        if choice is not None and choice.days == days and (choice.seen or old.ready):
            with suppress(OSError):
                retention.save(self._folders, days, today)
        day, parts = short_day(retention.first_day(days, today)), []
        if n := removed.sessions:
            text = ngettext(
                "The notes of {n} session from before {day} were removed; its times are still there.",
                "The notes of {n} sessions from before {day} were removed; their times are still there.",
                n,
            )
            parts.append(text.format(n=n, day=day))
        if n := len(removed.kept):
            text = ngettext(
                "{n} session from before {day} still has notes: not ended, damaged or newer (Look back, F8).",
                "{n} sessions from before {day} still have notes: not ended, damaged or newer (Look back, F8).",
                n,
            )
            parts.append(text.format(n=n, day=day))
        if removed.why:
            parts.append(_("Old notes could not be removed: {why}.").format(why=_(removed.why)))
        if parts:
            self._app.announce(" ".join(parts))
