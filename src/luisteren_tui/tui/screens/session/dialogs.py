"""What a key of the session screen opens in front of it: a question, a page or a list.

On a mirrored screen each of them takes a neutral form: no titles of what is to come, no minutes over, no names.
"""

import subprocess
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning.replan import replan_options, same_option
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import commands as c
from luisteren_tui.session.backdate import waited_ms
from luisteren_tui.session.moves import falling, left_out_between
from luisteren_tui.session.timing import Mode
from luisteren_tui.session.undo import RECENT_MS, age_ms
from luisteren_tui.system import new_window
from luisteren_tui.text.safe import safe_line, within_quotes
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.keymap import printed
from luisteren_tui.tui.screens.dialog import AskMinutes, Confirm, Dialog, Notice, undo_question
from luisteren_tui.tui.screens.help import HelpScreen
from luisteren_tui.tui.screens.parking import ParkingDialog
from luisteren_tui.tui.screens.session.groups_dialog import GroupsDialog
from luisteren_tui.tui.screens.session.look_ahead import LookAhead
from luisteren_tui.tui.screens.session.replan_dialog import ReplanDialog
from luisteren_tui.tui.screens.session.room_window import RoomWindowDialog
from luisteren_tui.tui.screens.session.text_page import TextPage
from luisteren_tui.tui.screens.wall_line import WallLineDialog

PLAUSIBLE_MINUTES = 120
"""If an activity began longer ago than this, ask once more."""

Answer = TypeVar("Answer")


class Hint(Protocol):
    """Shows a short text. Only a `public` one is shown on a mirrored screen."""

    def __call__(self, text: str, *, public: bool = False) -> None:
        """Show `text`."""


class SessionParking:
    """The parking lot of the session that runs. `do` carries out a command."""

    def __init__(self, live: LiveSession, do: Callable[[c.Command], None]) -> None:
        self._live, self._do = live, do

    @property
    def items(self) -> Mapping[int, str]:
        """The items by their numbers."""
        return self._live.state.parking

    @property
    def shown(self) -> bool:
        """Whether the room sees them."""
        return bool(self._live.state.shown_parking)

    def park(self, number: int, text: str) -> None:
        """Save an item, or remove it if `text` is empty."""
        self._do(c.Park(number, text))

    def show(self, on: bool) -> None:
        """Show the items as they are now to the room, or hide them."""
        self._do(c.ShowParking(on))


class SessionDialogs:
    """Opens the dialogs and pages about a session. `do` carries out a command, `hint` says why nothing is opened.

    `mirrored` tells whether the group sees the screen now, and `silent` whether it is an empty wall. Texts that are not in
    the workshop file are read from the `data` folder.
    """

    def __init__(
        self,
        app: BaseApp,
        data: Path,
        *,
        do: Callable[[c.Command], None],
        hint: Hint,
        mirrored: Callable[[], bool],
        silent: Callable[[], bool],
    ) -> None:
        self._app, self._data, self._do, self._hint = app, data, do, hint
        self._mirrored, self._silent = mirrored, silent
        self._page: subprocess.Popen[bytes] | None = None
        """The program that shows the room's screen in the browser."""
        self._unsent_line = ""
        """What was typed for the wall, and not shown."""

    def _ask(self, dialog: Dialog[Answer], go_on: Callable[[Answer], None]) -> None:
        """Ask, and `go_on` with the answer, if there is one. Nothing is asked on an empty wall."""
        if not self._silent():
            self._app.ask_then(dialog, go_on)

    def confirm_skip(self, live: LiveSession, skip: Callable[[], None]) -> None:
        """Ask before the present activity, which is protected, is skipped. Say what falls out with it."""
        if self._mirrored():
            question = Confirm(
                _("Skip this activity?"), _("{key} brings it back.").format(key=printed("undo")), _("skip")
            )
        else:
            activity, text = live.state.activity, _("Its makers never want it left out.")
            if others := falling(live.state, (activity.id,), live.now()):
                text = f"{text} {words.falls_out(live.state, others)}"
            question = Confirm(_("Skip {title}?").format(title=safe_line(activity.title)), text, _("skip"))
        self._ask(question, lambda _yes: skip())

    def undo(self, live: LiveSession) -> None:
        """Undo the last change of time. Ask first if that was a while ago."""
        past, undo = live.state.past, partial(self._do, c.Undo())
        age = age_ms(live.state, past, live.now())
        if past is None:
            self._hint(_("There is nothing to undo."), public=True)
        elif age <= RECENT_MS:
            undo()
        else:

            def confirmed(_yes: bool) -> None:
                if live.state.past is past:
                    undo()
                else:
                    self._hint(_("Something else happened meanwhile: press the key again."), public=True)

            self._ask(undo_question(past, age, mirrored=self._mirrored()), confirmed)

    def room_window(self) -> None:
        """Open the room's screen in a browser, or else in a terminal window."""
        page = new_window.start_page(self._data)
        if page is None:
            self._terminal_window()
            return
        if self._page is None or self._page.poll() is not None:
            self._page = page  # else that one writes the page, and the new one only shows it again
        self._ask(RoomWindowDialog(lambda: page.poll() not in (None, 0)), self._terminal_instead)

    def _terminal_instead(self, _yes: bool) -> None:
        if self._page is not None:
            self._page.terminate()  # so that it doesn't count as the room's window
        self._terminal_window()

    def _terminal_window(self) -> None:
        """Open a terminal window for the room, or show the command that opens one."""
        if new_window.open_window(self._data):
            self._hint(_("A second window opens: put it on the projector."), public=True)
        else:
            text = _("Type this in a second terminal, and put that on the projector:")
            self._app.push_screen(Notice(_("A window for the room"), text, new_window.command_to_type(self._data)))

    def text(self, live: LiveSession, *, room: bool) -> None:
        """Show the text of the activity. While the `room` looks on, it sees the text at once."""
        state = live.state
        if (text := state.activity.text) is None:
            self._hint(_("This activity has no text."), public=True)
        else:
            self._app.push_screen(TextPage(live, text, self._data, self._do, mirrored=room))

    def line(self, live: LiveSession) -> None:
        """Ask for a line of the facilitator's own and show it to the room, or take it away if there is one."""
        if live.state.line:
            self._do(c.ShowLine(""))
            return

        def keep(text: str) -> None:
            self._unsent_line = text

        def show(text: str) -> None:
            self._unsent_line = ""
            self._do(c.ShowLine(text))

        self._ask(WallLineDialog(self._unsent_line or live.state.last_line, keep), show)

    def parking(self, live: LiveSession) -> None:
        """Show the parking lot."""
        self._app.push_screen(ParkingDialog(SessionParking(live, self._do), mirrored=self._mirrored()))

    def look_ahead(self, live: LiveSession, at: str = "") -> None:
        """Show the activity `at`, or this one and what follows, and go to another one if the facilitator wants that."""

        def go(id: str) -> None:
            activities = live.state.activities
            protected = [activities[out] for out in left_out_between(live.state, id) if activities[out].protected]
            if not protected:
                self._do(c.GoTo(id))
            elif self._mirrored():
                question = Confirm(
                    _("Go there?"), _("{key} brings back what is left out.").format(key=printed("undo")), _("go")
                )
                self._ask(question, lambda _yes: self._do(c.GoTo(id)))
            else:
                titles = "”, “".join(within_quotes(safe_line(each.title)) for each in protected)
                text = ngettext(
                    "“{titles}” is left out then, and its makers never want that.",
                    "“{titles}” are left out then, and their makers never want that.",
                    len(protected),
                ).format(titles=titles)
                title = _("Go to {title}?").format(title=safe_line(activities[id].title))
                self._ask(Confirm(title, text, _("go")), lambda _yes: self._do(c.GoTo(id)))

        self._app.push_screen(LookAhead(live.state, live.now, go, at=at, mirrored=self._mirrored()))

    def help(self, keymap: Mapping[str, str], *, rehearsal: bool) -> None:
        """Show all keys."""
        self._app.push_screen(HelpScreen(keymap, rehearsal=rehearsal))

    def began_earlier(self, live: LiveSession) -> None:
        """Ask how many minutes ago the activity began."""
        view, mode = live.view(), live.state.timing.mode
        if mode == Mode.PAUSED:
            self._hint(_("Resume with {key} first, then say when it began.").format(key=printed("pause")), public=True)
            return
        waited = waited_ms(live.state, live.now()) // 60_000
        expected = min(PLAUSIBLE_MINUTES, waited + view.clock.allotted_s // 60)
        if self._mirrored():
            text = _("How many minutes ago?")
        elif mode == Mode.RUNNING:
            text = _("“{activity}” began this many minutes earlier:")
        else:
            text = _("“{activity}” began this many minutes ago:")
        question = AskMinutes(text.format(activity=within_quotes(view.ask.title)), max(1, waited), max(1, expected))
        self._ask(question, lambda minutes: self._do(c.BeganEarlier(minutes * 60_000)))

    def replan(self, live: LiveSession) -> None:
        """Offer ways out when time runs short, and carry out the chosen one."""
        ways = replan_options(live.state, live.now())
        if not ways:
            if self._mirrored():
                self._hint(_("There is nothing to replan now."), public=True)
            else:
                self._hint(_("You are on time: there is nothing to replan."))
            return

        def chosen(place: int) -> None:
            # Time went on while the facilitator chose: a promised end may have passed.
            way = same_option(ways[place], live.state, live.now())
            if way is None:
                self._hint(
                    _("That option is gone by now: {key} shows what is left.").format(key=printed("replan")),
                    public=True,
                )
            else:
                self._do(way.replan)

        self._ask(ReplanDialog(ways, mirrored=self._mirrored()), chosen)

    def groups(self, live: LiveSession) -> None:
        """Show who is here, and the groups."""
        self._app.push_screen(GroupsDialog(live, self._do, mirrored=self._mirrored()))

    def confirm_end(self, end: Callable[[], None], *, rehearsal: bool) -> None:
        """Ask before the session ends."""
        if rehearsal:
            title, text = _("End the rehearsal?"), _("The notes and times are kept. After this it can't go on.")
        elif self._mirrored():
            title, text = _("End the session?"), _("After this the session can't go on.")
        else:
            title = _("End the session?")
            text = _("The notes and times are kept. After this the session can't go on.")
        self._ask(Confirm(title, text, _("end"), danger=True), lambda _yes: end())
