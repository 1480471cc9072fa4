"""What was: outcomes looked at, completed and shared, and all sessions and rehearsals."""

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual import on

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.text import safe_line
from luisteren_tui.tui.messages import AllSeen, Complete, Copy, KeepFor, LookAtAll, LookBack, Share
from luisteren_tui.tui.planning import Planning

if TYPE_CHECKING:
    from luisteren_tui.tui.screens.over import OverScreen

MOST_SAID = 4
"""How many things that can be traced to a person are named."""


class LookingBack(Planning):
    """An app that looks back on what was kept."""

    @on(LookBack)
    def _look_back(self, event: LookBack) -> None:
        from luisteren_tui.storage.library import NoSession, resolve
        from luisteren_tui.storage.outcome import Unreadable, read_session
        from luisteren_tui.tui.screens.history import HistoryScreen
        from luisteren_tui.tui.screens.over import OverScreen

        if not (self.home_is_in_front() or isinstance(self.screen, HistoryScreen)):
            return
        try:
            path = resolve(event.session, self.folders.data)
            screen = OverScreen(read_session(path), "")
        except (OSError, NoSession, Unreadable):
            self.notify(_("This outcome can't be read."), severity="error", markup=False)
            return
        kept = _("Kept in {path}").format(path=safe_line(str(path)))
        screen.show_saved(kept, path=path if path.suffix == ".json" else None)
        self.push_screen(screen)

    def away(self) -> None:
        """Back to where this was looked at from."""
        from luisteren_tui.tui.screens.history import HistoryScreen

        over = self._over()
        if over is not None and over.asks:
            # It was asked: whoever passes over it keeps all.
            self._keep_for(None)
        if over is not None and isinstance(self.screen_stack[-2], HistoryScreen):
            self.pop_screen()
        else:
            super().away()

    # How long notes stay

    @on(KeepFor)
    def _ask_how_long(self) -> None:
        from luisteren_tui.storage import retention
        from luisteren_tui.tui.screens.keep import KeepDialog, days

        def answered(answer: retention.Retention | None) -> None:
            if answer is None or not self._keep_for(answer.days):
                return
            self.notify(_("From now on: {choice}.").format(choice=days(answer.days)), markup=False)
            if (over := self._over()) is not None:
                over.asks = False
                over.renew()

        self.push_screen(KeepDialog(retention.load(self.folders)), answered)

    def _keep_for(self, days: int | None) -> bool:
        """Keep how long notes stay, and return whether that worked."""
        from luisteren_tui.storage import retention
        from luisteren_tui.storage.files import reason

        try:
            retention.save(self.folders, days)
        except OSError as error:
            text = _("What you chose can't be kept: {why}.").format(why=_(reason(error)))
            self.notify(text, severity="error", timeout=15, markup=False)
            return False
        return True

    def forget_what_is_old(self) -> None:
        """Let notes go that are older than they may be, without anybody waiting for it, and say so."""
        from luisteren_tui.storage import retention

        kept = retention.load(self.folders)
        if kept is not None and kept.days is not None:
            self.run_worker(self._forget(kept.days), group="forget")

    async def _forget(self, days: int) -> None:
        from luisteren_tui.storage import retention
        from luisteren_tui.storage.files import reason

        now = datetime.fromtimestamp(self.clock.read().wall / 1000).astimezone()
        try:
            forgotten = await asyncio.to_thread(retention.forget, self.folders, days, now)
        except OSError as error:
            text = _("Old notes could not be removed: {why}.").format(why=_(reason(error)))
            self.notify(text, severity="error", timeout=15, markup=False)
            return
        day = f"{now - timedelta(days=days):%d-%m-%Y}"
        if n := forgotten.sessions:
            text = ngettext(
                "The notes of {n} session from before {day} were removed; its times are still there.",
                "The notes of {n} sessions from before {day} were removed; their times are still there.",
                n,
            )
            self.notify(text.format(n=n, day=day), timeout=10, markup=False)
        if n := len(forgotten.kept):
            text = ngettext(
                "Of {n} session from before {day} the notes are still there: it has not ended, or is damaged.",
                "Of {n} sessions from before {day} the notes are still there: they have not ended, or are damaged.",
                n,
            )
            self.notify(text.format(n=n, day=day), severity="warning", timeout=10, markup=False)

    # What is done with an outcome

    def _over(self) -> "OverScreen | None":
        """Return the end of a session that is in front; a key that is pressed twice in haste asks twice."""
        from luisteren_tui.tui.screens.over import OverScreen

        return self.screen if isinstance(self.screen, OverScreen) else None

    @on(Complete)
    def _complete(self) -> None:
        from luisteren_tui.storage.amend import READ_ONLY
        from luisteren_tui.storage.outcome import Unreadable, read_session
        from luisteren_tui.storage.outcome_shape import FORMAT
        from luisteren_tui.tui.screens.complete import CompleteScreen

        over = self._over()
        if over is None or over.path is None:
            return
        path = over.path
        try:
            outcome = read_session(path)
        except (OSError, Unreadable):
            self.notify(_("This outcome can't be read."), severity="error", markup=False)
            return
        if outcome["format"] > FORMAT:
            self.notify(_(READ_ONLY), severity="error", markup=False)
            return

        def completed(_none: None) -> None:
            try:
                over.renew(read_session(path))
            except (OSError, Unreadable):
                self.notify(_("This outcome can't be read."), severity="error", markup=False)

        self.push_screen(CompleteScreen(outcome, path, self.clock, private=over.private), completed)

    @on(Share)
    def _share(self) -> None:
        from luisteren_tui.tui.screens.share import ShareDialog

        over = self._over()
        if over is not None:
            self.push_screen(ShareDialog(over.outcome, over.names))

    @on(Copy)
    def _copy(self, event: Copy) -> None:
        from luisteren_tui.report.privacy import traces
        from luisteren_tui.tui import outgoing
        from luisteren_tui.tui.screens.share import ChooseActivity

        over = self._over()
        if over is None:
            return
        outcome = over.outcome

        def copy(activity: str | None) -> None:
            text = outgoing.plain(outcome, activity)
            self.copy_to_clipboard(text)
            said = [_("Copied as text, without the notes for you alone.")]
            if found := traces(outgoing.shared(outcome, activity), over.names):
                look = _("Look before you send it: this can be traced to a person: {found}.")
                said.append(look.format(found=", ".join(map(safe_line, found[:MOST_SAID]))))
            said.append(_("If pasting gives nothing, your terminal can't do this: x makes a file."))
            self.notify(" ".join(said), timeout=12, markup=False)

        if not event.one:
            copy(None)
        else:
            noted = [
                a for a in outcome["activities"] if any(n["text"].strip() and not n["private"] for n in a["notes"])
            ]
            if not noted:
                self.notify(_("There are no notes to copy."), markup=False)
                return
            self.push_screen(ChooseActivity(noted), lambda id: copy(id) if id is not None else None)

    # All sessions and rehearsals

    @on(LookAtAll)
    def _look_at_all(self) -> None:
        from luisteren_tui.tui.screens.history import HistoryScreen

        if self.home_is_in_front():
            self.push_screen(HistoryScreen(self.folders))

    @on(AllSeen)
    def _all_seen(self) -> None:
        from luisteren_tui.tui.screens.history import HistoryScreen

        if isinstance(self.screen, HistoryScreen):
            super().away()
