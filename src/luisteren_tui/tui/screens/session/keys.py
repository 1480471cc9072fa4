"""What the keys of the session screen do: most of them are one command."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import var

from luisteren_tui.i18n import _
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import commands as c
from luisteren_tui.session.decide import next_slot
from luisteren_tui.session.timing import Mode
from luisteren_tui.tui.keymap import ACTIONS
from luisteren_tui.tui.messages import LeaveApp
from luisteren_tui.tui.screens.type_ahead import TypeAhead
from luisteren_tui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from luisteren_tui.tui.widgets.blind_line import BlindLine
    from luisteren_tui.tui.widgets.notes_pane import NotesPane

NAMES = {action.name for action in ACTIONS}
REHEARSAL = {action.name for action in ACTIONS if action.rehearsal}
SPEEDS = (1, 2, 5, 10, 30, 60, 120, 300, 600)
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

    def __init__(self, live: LiveSession, data: Path, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self.live = live
        self.keymap = keymap
        self._data = data
        self._clicked = ("", -HELD)
        self._before_blank = False
        self.notes: NotesPane | None = None
        self.blind_line: BlindLine | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A draft waits for the start dialog: until then there is nothing to command."""
        if action in REHEARSAL and not self.live.rehearsal:
            return False
        return self.live.path is not None or action not in NAMES or action in ("leave", "theme")

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
        now, (before, when) = self.live.clock.read().awake, self._clicked
        self._clicked = (key, now)
        return key != before or now - when >= HELD

    def action_more(self) -> None:
        self.do(c.Minutes(1), _("More is not possible."))

    def action_less(self) -> None:
        used = self.live.view().clock.run_s > 0
        text = _("Less is not possible: this time has been used.") if used else _("Less than a minute is not possible.")
        self.do(c.Minutes(-1), text)

    def action_mark(self) -> None:
        if self._private():
            self.do(c.Mark(self.live.state.slot))

    def action_up(self) -> None:
        self.do(next_slot(self.live.state, -1))

    def action_down(self) -> None:
        self.do(next_slot(self.live.state, 1))

    def action_undo(self) -> None:
        self.do(c.Undo(), _("There is nothing to undo."))

    def action_breather(self) -> None:
        mode = self.live.state.timing.mode
        if mode in (Mode.RUNNING, Mode.PAUSED):
            self.breather = True
        self.do(c.Breathe())

    def action_gap(self) -> None:
        self.do(c.TakeBackGap(), _("Nothing stood still: there is no time to leave out."))

    def action_nothing(self) -> None:
        """F5 of a clicker: starts a slide show elsewhere, nothing here."""

    def action_notes(self) -> None:
        if self.live.path is None or self.notes is None or self.blind_line is None:
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
        slot = self.live.state.slot
        if self.blind_line is not None and self.blind_line.slot != slot:
            self.blind_line.show_slot(slot, self.live.state.notes.get(slot, ""))

    def action_stop_writing(self) -> None:
        self.remove_class("-blind")
        self.set_focus(None)

    def action_room(self) -> None:
        self.keep_note()
        self.do(c.Blank(False))
        self.room = not self.room

    def action_blank(self) -> None:
        from luisteren_tui.storage.lock import somebody_looks_on

        on = not self.live.state.room_content.blank
        if on:
            self._before_blank = self.room
            # Where a window of its own goes blank, this one stays the facilitator's.
            self.room = self.room or not somebody_looks_on(self._data)
        self.do(c.Blank(on))
        if not on:
            self.room = self._before_blank

    def _private(self) -> bool:
        """Return whether the room is not looking; else say how to leave its view."""
        if self.room:
            self.hint(_("z: back to your own screen first"))
        return not self.room

    def action_theme(self) -> None:
        self.app.theme = "luisteren-light" if self.app.theme == "luisteren-dark" else "luisteren-dark"

    def action_jump(self) -> None:
        self.keep_note()
        if not self.live.jump():
            self.say(_("There is no silent work to pass over now."))
        self.refresh_view()

    def action_slower(self) -> None:
        self._change_speed(max((speed for speed in SPEEDS if speed < self.live.speed), default=1))

    def action_faster(self) -> None:
        self._change_speed(min((speed for speed in SPEEDS if speed > self.live.speed), default=SPEEDS[-1]))

    def _change_speed(self, speed: int) -> None:
        self.live.set_speed(speed)
        self.refresh_view()

    def action_leave(self) -> None:
        self.keep_note()
        self.post_message(LeaveApp())
