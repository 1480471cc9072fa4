"""What the keys of the session screen do: most of them are one command."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import var

from luisteren_tui.i18n import _
from luisteren_tui.running import Running
from luisteren_tui.session import commands as c
from luisteren_tui.session.decide import next_slot
from luisteren_tui.session.events import Mode
from luisteren_tui.text import safe_line
from luisteren_tui.tui.commands import ACTIONS
from luisteren_tui.tui.messages import LeaveApp, SessionEnded
from luisteren_tui.tui.screens.type_ahead import TypeAhead
from luisteren_tui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from luisteren_tui.tui.widgets.blind_line import BlindLine
    from luisteren_tui.tui.widgets.notes import NotesPane

NAMES = {action.name for action in ACTIONS}
REHEARSAL = {action.name for action in ACTIONS if action.rehearsal}
SPEEDS = (1, 2, 5, 10, 30, 60, 120, 300, 600)
PLAUSIBLE = 120
"""Minutes; that something began longer ago than this is asked once more."""
HELD = 700
"""ms within which the same key of a clicker is one press that is held."""


class SessionKeys(TypeAhead):
    """The keys of a session, from the one table; a subclass shows the session and carries commands out."""

    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(action.keys, action.name, action.label, show=False, id=action.name) for action in ACTIONS),
        *(Binding(action.f_key, action.name, action.label, show=False) for action in ACTIONS if action.f_key),
        Binding("f5", "nothing", show=False),
    ]
    room: var[bool] = var(False)
    breather: var[bool] = var(False)

    def __init__(self, running: Running, data: Path, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self.running = running
        self.keymap = keymap
        self._data = data
        self._clicked = ("", -HELD)
        self._before_blank = False
        self.notes: NotesPane | None = None
        self.blind_line: BlindLine | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A draft waits for the start dialog: until then there is nothing to command."""
        if action in REHEARSAL and not self.running.rehearsal:
            return False
        return self.running.path is not None or action not in NAMES or action in ("leave", "theme")

    def do(self, command: c.Command, otherwise: str = "") -> None:
        """Carry out a command and show what came of it; say `otherwise` when nothing did."""

    def say(self, text: str) -> None:
        """Tell the facilitator something, unless the room looks on."""
        if not self.room:
            self.hint(text)

    def hint(self, text: str) -> None:
        """Show `text` in place of the keys for a while: there it covers nothing."""
        self.query_one(KeyBar).say(text)

    def refresh_view(self) -> None:
        """Show the session as it is now."""

    def keep_note(self) -> None:
        """Keep what was typed since the last time."""

    def show_keys(self) -> None:
        """Show the keys that matter now."""

    def action_pause(self) -> None:
        self.do(c.Toggle())

    def action_next(self) -> None:
        self.do(c.Next(), _("This is the last activity. End the session with e."))

    def action_previous(self) -> None:
        self.do(c.Previous(), _("This is the first activity."))

    def action_turn(self) -> None:
        self.do(c.NextTurn(), _("There is no next turn now."))

    def action_forward(self) -> None:
        if self._clicks("forward"):
            self.do(c.Forward(), _("This is the last activity. End the session with e."))

    def action_back(self) -> None:
        if self._clicks("back"):
            self.do(c.Previous(), _("This is the first activity."))

    def _clicks(self, key: str) -> bool:
        """Return whether this is a press of its own, and not a key that is held."""
        now, (before, when) = self.running.clock.read().awake, self._clicked
        self._clicked = (key, now)
        return key != before or now - when >= HELD

    def action_more(self) -> None:
        self.do(c.Minutes(1), _("More is not possible."))

    def action_less(self) -> None:
        used = self.running.view().clock.run_s > 0
        text = _("Less is not possible: this time has been used.") if used else _("Less than a minute is not possible.")
        self.do(c.Minutes(-1), text)

    def action_skip(self) -> None:
        from luisteren_tui.tui.screens.dialog import Confirm

        activity = self.running.state.activity
        if not activity.protected:
            self.do(c.Skip())
        elif self._private():
            title = _("Skip {title}?").format(title=safe_line(activity.title))
            text = _("Its makers want it always to be there.")
            self.app.push_screen(Confirm(title, text, _("skip")), lambda yes: self.do(c.Skip()) if yes else None)

    def action_mark(self) -> None:
        if self._private():
            self.do(c.Mark(self.running.state.slot))

    def action_up(self) -> None:
        self.do(next_slot(self.running.state, -1))

    def action_down(self) -> None:
        self.do(next_slot(self.running.state, 1))

    def action_undo(self) -> None:
        self.do(c.Undo(), _("There is nothing to undo."))

    def action_breather(self) -> None:
        mode = self.running.state.timing.mode
        if mode in (Mode.RUNNING, Mode.PAUSED):
            self.breather = True
        self.do(c.Breathe())

    def action_gap(self) -> None:
        self.do(c.TakeBackGap(), _("Nothing stood still: there is no time to leave out."))

    def action_nothing(self) -> None:
        """F5 of a clicker: starts a slide show elsewhere, nothing here."""

    def action_notes(self) -> None:
        if self.running.path is None or self.notes is None or self.blind_line is None:
            return
        if self.room:
            self.keep_note()
            self.blind_line.slot = None
            self.write_blind()
            self.add_class("-blind")
            self.set_focus(self.blind_line)
        else:
            # At once, so that what is typed behind it is text.
            self.set_focus(self.notes)

    def write_blind(self) -> None:
        """Let what is written blind go to the slot that is shown."""
        slot = self.running.state.slot
        if self.blind_line is not None and self.blind_line.slot != slot:
            self.blind_line.show_slot(slot, self.running.state.notes.get(slot, ""))

    def action_stop_writing(self) -> None:
        self.remove_class("-blind")
        self.set_focus(None)

    def action_room(self) -> None:
        self.keep_note()
        self.do(c.Blank(False))
        self.room = not self.room

    def action_blank(self) -> None:
        from luisteren_tui.storage.lock import somebody_looks_on

        on = not self.running.state.shown.blank
        if on:
            self._before_blank = self.room
            # Where a window of its own goes blank, this one stays the facilitator's.
            self.room = self.room or not somebody_looks_on(self._data)
        self.do(c.Blank(on))
        if not on:
            self.room = self._before_blank

    def action_window(self) -> None:
        from luisteren_tui.tui import room_window
        from luisteren_tui.tui.screens.dialog import Notice

        if not self._private():
            return
        if room_window.open_window(self._data):
            self.say(_("A second window opens: put it on the projector."))
        else:
            text = _("Type this in a second terminal, and put that on the projector:")
            self.app.push_screen(Notice(_("A window for the room"), text, room_window.typed(self._data)))

    def _private(self) -> bool:
        """Return whether the room is not looking; else say how to leave its view."""
        if self.room:
            self.hint(_("z: back to your own screen first"))
        return not self.room

    def action_theme(self) -> None:
        self.app.theme = "luisteren-light" if self.app.theme == "luisteren-dark" else "luisteren-dark"

    def action_text(self) -> None:
        from luisteren_tui.tui.screens.reading import ReadingScreen

        text = self.running.state.activity.text
        if text is None:
            self.say(_("There is no text with this activity."))
        else:
            do = None if self.room else self.do
            self.app.push_screen(ReadingScreen(self.running.state.opened.workshop, text, self._data, do))

    def action_ahead(self) -> None:
        from luisteren_tui.tui.screens.ahead import AheadScreen

        if self._private():
            self.app.push_screen(AheadScreen(self.running.state))

    def action_help(self) -> None:
        from luisteren_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keymap, rehearsal=self.running.rehearsal))

    def action_earlier(self) -> None:
        from luisteren_tui.tui.screens.dialog import AskMinutes

        if not self._private():
            return
        self.keep_note()
        view, timing = self.running.view(), self.running.state.timing
        if timing.mode == Mode.PAUSED:
            self.say(_("First go on with space, then say when it began."))
            return
        waited = view.clock.since_s // 60 if timing.mode == Mode.WAITING and view.begun else 0

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
        from luisteren_tui.session.replan import again, options
        from luisteren_tui.tui.screens.replan import ReplanDialog

        if not self._private():
            return
        self.keep_note()
        ways = options(self.running.state, self.running.now())
        if not ways:
            self.say(_("You are on time: there is nothing to replan."))
            return

        def chosen(place: int | None) -> None:
            if place is None:
                return
            # Time went on while it was being chosen: an end that was promised then may be past by now.
            way = again(ways[place], self.running.state, self.running.now())
            if way is None:
                self.say(_("That way out is gone by now: r shows what there is."))
            else:
                self.do(way.replan)

        self.app.push_screen(ReplanDialog(ways), chosen)

    def action_groups(self) -> None:
        from luisteren_tui.tui.screens.groups import GroupsDialog

        if self._private():
            self.app.push_screen(GroupsDialog(self.running, self.do))

    def action_jump(self) -> None:
        self.keep_note()
        if not self.running.jump():
            self.say(_("There is no silent work to pass over now."))
        self.refresh_view()

    def action_slower(self) -> None:
        self._change_speed(max((speed for speed in SPEEDS if speed < self.running.speed), default=1))

    def action_faster(self) -> None:
        self._change_speed(min((speed for speed in SPEEDS if speed > self.running.speed), default=SPEEDS[-1]))

    def _change_speed(self, speed: int) -> None:
        self.running.set_speed(speed)
        self.refresh_view()

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

    def action_leave(self) -> None:
        self.keep_note()
        self.post_message(LeaveApp())
