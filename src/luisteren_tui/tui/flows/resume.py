"""Going on with a session or rehearsal that was not ended, or rounding it off."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on

from luisteren_tui import i18n
from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.flows.session import SessionFlow
from luisteren_tui.tui.messages import Resume

if TYPE_CHECKING:  # home does without what a session needs, and comes sooner
    from luisteren_tui.tui.screens.resume import Choice, Unfinished


class Resuming(SessionFlow):
    """An app that goes on with what is unfinished: as it is started with one, or from home."""

    _rounds_off = False

    def _offer(self) -> None:
        """Ask whether to go on with the unfinished session; home asks by what it lists."""
        from luisteren_tui.tui.screens.resume import Choice, ResumeDialog

        assert self._unfinished is not None
        unfinished = self._read_unfinished(self._unfinished)
        if unfinished is None:
            self._ask_start()
            return

        def answered(choice: Choice | None) -> None:
            if choice == Choice.NEW:
                self._ask_start()
            elif choice is None:
                self.away()
            else:
                self._go_on(unfinished, choice)

        if unfinished.for_the_wall:
            self.session_screen().room = True
        self.push_screen(ResumeDialog(unfinished), answered)

    @on(Resume)
    def _resume(self, event: Resume) -> None:
        from luisteren_tui.storage.session_index import newest_rehearsal, newest_unfinished
        from luisteren_tui.tui.screens.resume import Choice

        if not self.home_is_in_front():
            return
        # The workshop of a plan that was looked at meanwhile is not that of the session.
        self._loaded = None
        path = (newest_rehearsal if event.rehearsal else newest_unfinished)(self.folders.data)
        unfinished = None if path is None else self._read_unfinished(path)
        if unfinished is None:
            return
        if not event.end:
            self._go_on(unfinished, Choice.GO_ON)
            return
        from luisteren_tui.tui.screens.dialog import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                self._go_on(unfinished, Choice.END)

        text = _("The notes and times are kept. After this the session can't go on.")
        self.push_screen(Confirm(_("End the session?"), text, _("end")), answered)

    def _read_unfinished(self, path: Path) -> "Unfinished | None":
        from luisteren_tui.session.apply import UnfitError
        from luisteren_tui.tui.screens.resume import Unfinished

        try:
            return Unfinished.read(path, self.clock)
        except (OSError, UnfitError):
            text = _("The unfinished session can't be read. It stays where it is: {path}")
            self.notify(text.format(path=safe_line(str(path))), severity="error", timeout=20, markup=False)
            return None

    def _go_on(self, unfinished: "Unfinished", choice: "Choice") -> None:
        from luisteren_tui.runtime.live_session import LiveSession
        from luisteren_tui.session import commands as c
        from luisteren_tui.session.apply import UnfitError

        try:
            live = LiveSession.resume(unfinished.path, unfinished.found, self.clock)
        except (OSError, UnfitError) as error:
            from luisteren_tui.storage.files import reason

            why = _(reason(error)) if isinstance(error, OSError) else _("its file is damaged")
            text = _("The session can't be continued now: {why}. It stays where it is.").format(why=why)
            self.notify(text, severity="error", timeout=20, markup=False)
            if self._loaded is not None:
                self._offer()
            return
        self._resumed = True
        if live.rehearsal:
            # Another may have been asked for.
            self._plan = None
        if live.rehearsal and self._speed is not None and not self._keep_speed:
            live.set_speed(self._speed)
        # After a rehearsal there is nothing that waits to be begun.
        self._rounds_off = choice == "end" and not live.rehearsal
        opened = live.state.opened
        if self._language is None:
            i18n.use(i18n.choose(opened.workshop.language))
        if choice == "without_gap":
            live.do(c.TakeBackGap())
        if choice == "end":
            live.do(c.TakeBackGap())
            live.do(c.End())
        if self._loaded is None:
            screen = self._screen_of(live)
            # Before it is shown: not one frame of the facilitator's own screen is for the wall.
            screen.room = live.state.starts_in_room_view
            self.push_screen(screen)
            self.call_after_refresh(self._begin, live)
        else:
            self._begin(live)

    def _start_over(self, unfinished: Path | None) -> None:
        """Ask what was asked at the start, now that one unfinished session was rounded off."""
        from luisteren_tui.runtime.live_session import LiveSession

        self._rounds_off, self._unfinished = False, unfinished
        assert self._loaded is not None
        assert self._loaded.workshop is not None
        while len(self.screen_stack) > 1:
            self.pop_screen()
        screen = self.session_screen()
        screen.room = False
        screen.show(LiveSession.draft(self._loaded.workshop, self.clock, self._plan))
        if unfinished is None:
            self._ask_start()
        else:
            self._offer()

    def away(self) -> None:
        """On to what was asked for at the start, once an unfinished session was rounded off."""
        if self._from_home or not self._rounds_off:
            super().away()
            return
        from luisteren_tui.storage.session_index import newest_unfinished

        self._start_over(newest_unfinished(self.folders.data))
