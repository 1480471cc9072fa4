"""The ways into the notes and out of them. None of them changes what the room sees."""

from collections.abc import Callable

from textual.screen import Screen

from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot
from luisteren_tui.session.state import State, slot_number, usual_slot
from luisteren_tui.tui.widgets.note_editors import NotesController


class Writing:
    """Moves the focus of `screen` into `notes` and back.

    `state` returns the state of the session, and `do` carries out a command.
    """

    def __init__(
        self,
        screen: Screen[None],
        notes: NotesController,
        *,
        state: Callable[[], State],
        do: Callable[[c.Command], None],
    ) -> None:
        self._screen, self._notes, self._state, self._do = screen, notes, state, do
        self._began_at: Slot | None = None
        """The slot that was shown when writing began."""
        self._leads_back = False
        """Whether Escape leads back to that slot."""

    def begin(self, *, private: bool = False, blind: bool) -> None:
        """Write the note of the slot that is shown, or the private one. A `blind` note is not seen while it is written."""
        self.began()
        self._leads_back = private
        if private:
            self._do(c.ShowNote(Slot(self._state().activity.id, private=True)))
        if blind:
            state = self._state()
            self._notes.start_blind(state.slot, slot_number(state, state.slot))
            self._screen.add_class("-blind")
        # At once, so that the next keys are text.
        self._screen.set_focus(self._notes.blind_line if blind else self._notes.pane)

    def began(self) -> None:
        """Remember where writing began, unless it began before. A click in the notes begins it too."""
        if self._began_at is None:
            self._began_at = self._state().slot

    def show_blind(self) -> None:
        """Let the blind line continue the note of the slot that is shown."""
        state = self._state()
        self._notes.show_blind(state.slot, slot_number(state, state.slot))

    def stay_private(self, slot: Slot) -> None:
        """Go on in the private note if `slot`, the one of another activity, was being written."""
        activity = self._state().activity.id
        if slot.activity != activity and self._screen.focused is not None:
            self._do(c.ShowNote(Slot(activity, private=True)))

    def end(self) -> None:
        """Leave the notes. The private note doesn't stay on the screen."""
        began_at, leads_back = self._began_at, self._leads_back
        self._began_at, self._leads_back = None, False
        self._screen.remove_class("-blind")
        self._screen.set_focus(None)
        state = self._state()
        if not (state.slot.private or (leads_back and began_at is not None)):
            return
        elsewhere = began_at is None or began_at.private or began_at.activity != state.activity.id
        self._do(c.ShowNote(usual_slot(state) if elsewhere or began_at is None else began_at))
