"""What was: outcomes looked at, completed and shared, and all sessions and rehearsals."""

from textual import on

from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.flows.retention import Forgetting
from luisteren_tui.tui.messages import AllSeen, Complete, Copy, LookAtAll, LookBack, Share


class LookingBack(Forgetting):
    """An app that looks back on what was kept."""

    @on(LookBack)
    def _look_back(self, event: LookBack) -> None:
        from luisteren_tui.storage.outcome.outcome_file import Unreadable, read_session
        from luisteren_tui.storage.session_index import NoSession, find_session
        from luisteren_tui.tui.screens.end.screen import EndScreen
        from luisteren_tui.tui.screens.history.screen import HistoryScreen

        if not (self.home_is_in_front() or isinstance(self.screen, HistoryScreen)):
            return
        try:
            path = find_session(event.session, self.folders.data)
            screen = EndScreen(read_session(path))
        except (OSError, NoSession, Unreadable):
            self.say(_("This outcome can't be read."), error=True)
            return
        kept = _("Saved in {path}").format(path=safe_line(str(path)))
        screen.show_saved(kept, path=path if path.suffix == ".json" else None)
        self.push_screen(screen)

    def away(self) -> None:
        """Back to where this was looked at from."""
        from luisteren_tui.tui.screens.history.screen import HistoryScreen

        over = self.over()
        if over is not None and over.asks:
            # It was asked: whoever passes over it keeps all.
            self.keep_for(None)
        if over is not None and isinstance(self.screen_stack[-2], HistoryScreen):
            self.pop_screen()
        else:
            super().away()

    # What is done with an outcome

    @on(Complete)
    def _complete(self) -> None:
        from luisteren_tui.storage.outcome.outcome_file import READ_ONLY, Unreadable, read_session
        from luisteren_tui.storage.outcome.schema import FORMAT
        from luisteren_tui.tui.screens.note_completion import NoteCompletionScreen

        over = self.over()
        if over is None or over.path is None:
            return
        path = over.path
        try:
            outcome = read_session(path)
        except (OSError, Unreadable):
            over.say(_("This outcome can't be read."))
            return
        if outcome["format"] > FORMAT:
            over.say(_(READ_ONLY))
            return

        def completed(_none: None) -> None:
            try:
                over.renew(read_session(path))
            except (OSError, Unreadable):
                over.say(_("This outcome can't be read."))

        self.push_screen(NoteCompletionScreen(outcome, path, self.clock, private=over.private), completed)

    @on(Share)
    def _share(self) -> None:
        from luisteren_tui.tui.screens.end.share_dialog import ShareDialog

        over = self.over()
        if over is None:
            return

        def shared(black: bool | None) -> None:
            over.black = bool(black)
            over.renew()

        self.push_screen(ShareDialog(over.outcome, over.names, black=over.black), shared)

    @on(Copy)
    def _copy(self, event: Copy) -> None:
        from luisteren_tui.export.outcome_text import as_mail
        from luisteren_tui.export.redaction import black_out, find_traces, list_traces
        from luisteren_tui.export.sharing import without_private_notes
        from luisteren_tui.tui.screens.end.share_dialog import ActivityDialog

        over = self.over()
        if over is None:
            return
        outcome = over.outcome

        def copy(activity: str | None) -> None:
            given = black_out(outcome, over.names) if over.black else outcome
            self.copy_to_clipboard(as_mail(given, activity))
            said = [_("Copied as text, without the notes for you alone.")]
            if found := find_traces(without_private_notes(given, activity), over.names):
                look = _("Check before you send it. This can be traced to a person: {found}.")
                said.append(look.format(found=list_traces(found)))
            said.append(_("If nothing is pasted, your terminal can't do this: x makes a file."))
            over.say(" ".join(said))

        if not event.one:
            copy(None)
        else:
            noted = [
                a for a in outcome["activities"] if any(n["text"].strip() and not n["private"] for n in a["notes"])
            ]
            if not noted:
                over.say(_("There are no notes to copy."))
                return
            self.push_screen(ActivityDialog(noted), lambda id: copy(id) if id is not None else None)

    # All sessions and rehearsals

    @on(LookAtAll)
    def _look_at_all(self) -> None:
        from luisteren_tui.tui.screens.history.screen import HistoryScreen

        if self.home_is_in_front():
            self.push_screen(HistoryScreen(self.folders))

    @on(AllSeen)
    def _all_seen(self) -> None:
        from luisteren_tui.tui.screens.history.screen import HistoryScreen

        if isinstance(self.screen, HistoryScreen):
            super().away()
