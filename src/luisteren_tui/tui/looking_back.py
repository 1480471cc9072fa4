"""What was: outcomes looked at, completed and shared, and all sessions and rehearsals."""

from typing import TYPE_CHECKING

from textual import on

from luisteren_tui.i18n import _
from luisteren_tui.text import safe_line
from luisteren_tui.tui.messages import AllSeen, Complete, Copy, LookAtAll, LookBack, Share
from luisteren_tui.tui.planning import Planning

if TYPE_CHECKING:
    from luisteren_tui.tui.screens.over import OverScreen


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
        """Back to where this was looked at from; after the first session, once it is known how long notes stay."""
        from luisteren_tui.tui.screens.history import HistoryScreen

        if isinstance(self.screen_stack[-2], HistoryScreen):
            self.pop_screen()
            return
        super().away()

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
            self.push_screen(ShareDialog(over.outcome))

    @on(Copy)
    def _copy(self, event: Copy) -> None:
        from luisteren_tui.tui.outgoing import plain
        from luisteren_tui.tui.screens.share import ChooseActivity

        over = self._over()
        if over is None:
            return
        outcome = over.outcome

        def copy(activity: str | None) -> None:
            text = plain(outcome, activity)
            self.copy_to_clipboard(text)
            said = _(
                "Copied as text, without the notes for you alone. If pasting gives nothing, your terminal can't: x makes a file."
            )
            self.notify(said, timeout=8, markup=False)

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
