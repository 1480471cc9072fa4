"""What a key of the session screen opens in front of it: a question, a page or a list.

A question is asked at once, so that a key in the same read meets it. A worker awaits the answer and carries it out.
"""

from asyncio import Future
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING

from luisteren_tui.i18n import _
from luisteren_tui.planning.replan import ReplanOption, replan_options, same_option
from luisteren_tui.session import commands as c
from luisteren_tui.session.backdate import waited_ms
from luisteren_tui.session.timing import Mode
from luisteren_tui.system import terminal
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.dialog import AskMinutes, Confirm, Notice
from luisteren_tui.tui.screens.help import HelpScreen
from luisteren_tui.tui.screens.session.groups_dialog import GroupsDialog
from luisteren_tui.tui.screens.session.look_ahead import LookAhead
from luisteren_tui.tui.screens.session.replan_dialog import ReplanDialog
from luisteren_tui.tui.screens.session.text_page import TextPage

if TYPE_CHECKING:  # the screen imports this module after the first picture
    from luisteren_tui.tui.screens.session.screen import SessionScreen

PLAUSIBLE_MINUTES = 120
"""If an activity began longer ago than this, ask once more."""


class SessionDialogs:
    """Opens the dialogs of `screen`, and gives it the command that follows from an answer."""

    def __init__(self, screen: "SessionScreen") -> None:
        self._screen, self._app = screen, screen.app

    def _when_answered(self, flow: Coroutine[None, None, None]) -> None:
        self._app.run_worker(flow, group="session dialogs")

    def skip(self) -> None:
        """Skip the activity. Ask first when it is protected."""
        activity = self._screen.live.state.activity
        if not activity.protected:
            self._skip()
        elif self._screen.is_private():
            title = _("Skip {title}?").format(title=safe_line(activity.title))
            text = _("Its makers never want it left out.")
            self._when_answered(self._skip_if(self._app.ask(Confirm(title, text, _("skip")))))

    async def _skip_if(self, answer: "Future[bool | None]") -> None:
        if await answer:
            self._skip()

    def _skip(self) -> None:
        self._screen.do(c.Skip())
        if self._screen.live.view().coming is None:
            self._screen.hint(_("That was the last one: e ends the session."))

    def room_window(self) -> None:
        """Open a second window for the room, or show the command that opens one."""
        if not self._screen.is_private():
            return
        if terminal.open_window(self._screen.data):
            self._screen.hint(_("A second window opens: put it on the projector."))
        else:
            text = _("Type this in a second terminal, and put that on the projector:")
            self._app.push_screen(Notice(_("A window for the room"), text, terminal.command_to_type(self._screen.data)))

    def text(self) -> None:
        """Show the text of the activity. Only the facilitator's own screen can send it to the room."""
        state = self._screen.live.state
        if (text := state.activity.text) is None:
            self._screen.hint(_("This activity has no text."))
        else:
            do = None if self._screen.room else self._screen.do
            self._app.push_screen(TextPage(state.opened.workshop, text, self._screen.data, do))

    def look_ahead(self) -> None:
        """Show this activity and what follows."""
        if self._screen.is_private():
            self._app.push_screen(LookAhead(self._screen.live.state))

    def help(self) -> None:
        """Show all keys."""
        self._app.push_screen(HelpScreen(self._screen.keymap, rehearsal=self._screen.live.rehearsal))

    def began_earlier(self) -> None:
        """Ask how many minutes ago the activity began."""
        if not self._screen.is_private():
            return
        self._screen.save_note()
        live = self._screen.live
        view, mode = live.view(), live.state.timing.mode
        if mode == Mode.PAUSED:
            self._screen.hint(_("Resume with space first, then say when it began."))
            return
        waited = waited_ms(live.state, live.now()) // 60_000
        expected = min(PLAUSIBLE_MINUTES, waited + view.clock.allotted_s // 60)
        text = _("“{activity}” began this many minutes ago:")
        if mode == Mode.RUNNING:
            text = _("“{activity}” began this many minutes earlier:")

        question = AskMinutes(text.format(activity=view.ask.title), max(1, waited), max(1, expected))
        self._when_answered(self._backdate(self._app.ask(question)))

    async def _backdate(self, answer: "Future[int | None]") -> None:
        if minutes := await answer:
            self._screen.do(c.BeganEarlier(minutes * 60_000))

    def replan(self) -> None:
        """Offer ways out when time runs short, and carry out the chosen one."""
        if not self._screen.is_private():
            return
        self._screen.save_note()
        live = self._screen.live
        ways = replan_options(live.state, live.now())
        if not ways:
            self._screen.hint(_("You are on time: there is nothing to replan."))
            return

        self._when_answered(self._replan(ways, self._app.ask(ReplanDialog(ways))))

    async def _replan(self, ways: Sequence[ReplanOption], answer: "Future[int | None]") -> None:
        place = await answer
        if place is None:
            return
        live = self._screen.live
        # Time went on while the facilitator chose: a promised end may have passed.
        way = same_option(ways[place], live.state, live.now())
        if way is None:
            self._screen.hint(_("That option is gone by now: r shows what is left."))
        else:
            self._screen.do(way.replan)

    def groups(self) -> None:
        """Show who is here, and the groups."""
        if self._screen.is_private():
            self._app.push_screen(GroupsDialog(self._screen.live, self._screen.do))

    def end(self) -> None:
        """Ask whether to end the session."""
        if not self._screen.is_private():
            return

        text = _("The notes and times are kept. After this the session can't go on.")
        self._when_answered(self._end(self._app.ask(Confirm(_("End the session?"), text, _("end")))))

    async def _end(self, answer: "Future[bool | None]") -> None:
        if await answer:
            self._screen.do(c.End())
            self._screen.ended.set()
