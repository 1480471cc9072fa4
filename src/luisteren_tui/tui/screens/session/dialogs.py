"""What the keys of the session screen open in front of it: a question, a page, a list."""

from luisteren_tui.i18n import _
from luisteren_tui.session import commands as c
from luisteren_tui.session.backdate import waited_ms
from luisteren_tui.session.timing import Mode
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.messages import SessionEnded
from luisteren_tui.tui.screens.session.keys import SessionKeys

PLAUSIBLE = 120
"""Minutes; that something began longer ago than this is asked once more."""


class SessionDialogs(SessionKeys):
    """The keys that ask or show something first."""

    def _skip(self) -> None:
        self.do(c.Skip())
        if self.live.view().coming is None:
            self.say(_("That was the last one: e ends the session."))

    def action_skip(self) -> None:
        from luisteren_tui.tui.screens.dialog import Confirm

        activity = self.live.state.activity
        if not activity.protected:
            self._skip()
        elif self._private():
            title = _("Skip {title}?").format(title=safe_line(activity.title))
            text = _("Its makers want it always to be there.")
            self.app.push_screen(Confirm(title, text, _("skip")), lambda yes: self._skip() if yes else None)

    def action_window(self) -> None:
        from luisteren_tui.system import windows as room_window
        from luisteren_tui.tui.screens.dialog import Notice

        if not self._private():
            return
        if room_window.open_window(self._data):
            self.say(_("A second window opens: put it on the projector."))
        else:
            text = _("Type this in a second terminal, and put that on the projector:")
            self.app.push_screen(Notice(_("A window for the room"), text, room_window.typed(self._data)))

    def action_text(self) -> None:
        from luisteren_tui.tui.screens.session.text_page import ReadingScreen

        text = self.live.state.activity.text
        if text is None:
            self.say(_("There is no text with this activity."))
        else:
            do = None if self.room else self.do
            self.app.push_screen(ReadingScreen(self.live.state.opened.workshop, text, self._data, do))

    def action_ahead(self) -> None:
        from luisteren_tui.tui.screens.session.look_ahead import AheadScreen

        if self._private():
            self.app.push_screen(AheadScreen(self.live.state))

    def action_help(self) -> None:
        from luisteren_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keymap, rehearsal=self.live.rehearsal))

    def action_earlier(self) -> None:
        from luisteren_tui.tui.screens.dialog import AskMinutes

        if not self._private():
            return
        self.keep_note()
        view, timing = self.live.view(), self.live.state.timing
        if timing.mode == Mode.PAUSED:
            self.say(_("First go on with space, then say when it began."))
            return
        waited = waited_ms(self.live.state, self.live.now()) // 60_000

        def began(minutes: int | None) -> None:
            if minutes:
                self.do(c.BeganEarlier(minutes * 60_000))

        expected = min(PLAUSIBLE, waited + view.clock.allotted_s // 60)
        text = _("“{activity}” began this many minutes ago:")
        if timing.mode == Mode.RUNNING:
            text = _("“{activity}” began this many minutes earlier:")
        text = text.format(activity=view.ask.title)
        self.app.push_screen(AskMinutes(text, max(1, waited), max(1, expected)), began)

    def action_replan(self) -> None:
        from luisteren_tui.planning.replan import again, options
        from luisteren_tui.tui.screens.session.replan import ReplanDialog

        if not self._private():
            return
        self.keep_note()
        ways = options(self.live.state, self.live.now())
        if not ways:
            self.say(_("You are on time: there is nothing to replan."))
            return

        def chosen(place: int | None) -> None:
            if place is None:
                return
            # Time went on while it was being chosen: an end that was promised then may be past by now.
            way = again(ways[place], self.live.state, self.live.now())
            if way is None:
                self.say(_("That way out is gone by now: r shows what there is."))
            else:
                self.do(way.replan)

        self.app.push_screen(ReplanDialog(ways), chosen)

    def action_groups(self) -> None:
        from luisteren_tui.tui.screens.session.groups import GroupsDialog

        if self._private():
            self.app.push_screen(GroupsDialog(self.live, self.do))

    def action_end(self) -> None:
        from luisteren_tui.tui.screens.dialog import Confirm

        if not self._private():
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.do(c.End())
                self.post_message(SessionEnded())

        title = _("End the session?")
        text = _("The notes and times are kept. After this the session can't go on.")
        self.app.push_screen(Confirm(title, text, _("end")), answered)
