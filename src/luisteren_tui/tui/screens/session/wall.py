"""Whether the wall is empty, and whether this window shows what is on it: `.`, `c` and `z` of the session screen."""

from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import Screen

from luisteren_tui.i18n import N_, _
from luisteren_tui.session import commands as c
from luisteren_tui.session.state import usual_slot
from luisteren_tui.storage.lock import room_window_is_open
from luisteren_tui.tui.keyboard import HELD_S, command_key
from luisteren_tui.tui.keymap import opening_keys, printed
from luisteren_tui.views.session_view import View

if TYPE_CHECKING:  # the screen owns its wall
    from luisteren_tui.tui.screens.session.screen import SessionScreen


class EmptyWall(Screen[None]):
    """Nothing at all, in front of a page or dialog in a window that the room sees. What is behind it stays as it was.

    It takes no keys but those that bring the wall back, or write a note: nobody should answer a question that they can't
    see.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "app.blank", id="blank"),
        Binding("c", "app.breather", id="breather"),
        Binding("space", "bring_back", id="pause"),
        Binding("u,ctrl+z", "bring_back", id="undo"),
        Binding("n", "write(False)", id="notes"),
        Binding("p", "write(True)", id="private_note"),
        Binding("ctrl+q", "app.leave"),
    ]

    def __init__(self, wall: "Wall") -> None:
        super().__init__()
        self._wall = wall

    def action_bring_back(self) -> None:
        """End the breather, if there is one."""
        if self._wall.breather:
            self._wall.breathe()

    def action_write(self, private: bool) -> None:
        """Write a note, or the private one."""
        self._wall.write(private=private)

    def public_hint(self, text: str) -> None:
        """Show nothing: the wall is empty."""

    def on_screen_resume(self) -> None:
        """Go, if the wall came back while another screen was in front of this one."""
        if not self._wall.empty:
            self.dismiss()


class Wall:
    """Empties the wall and brings it back, and shows it in the window of `screen` or not.

    `group_sees` is whether the group sees that window, whatever it shows. Texts and the mark of the room's own window are
    in the `data` folder.
    """

    def __init__(self, screen: "SessionScreen", data: Path) -> None:
        self._screen, self._data = screen, data
        self.group_sees = False
        self._agreed = False
        """Whether the facilitator agreed that the group sees their own screen."""
        self._room_before = False
        self._cover: EmptyWall | None = None
        self._typed_on = False
        """Whether the last key should have opened something, or was typed on behind such a key."""

    @property
    def empty(self) -> bool:
        """Whether the wall is empty."""
        return self._screen.live.state.room_content.blank

    @property
    def breather(self) -> bool:
        """Whether it is empty for a breather."""
        return self._screen.live.breather

    @property
    def silent(self) -> bool:
        """Whether the room sees this window, and must see nothing in it now."""
        return self.empty and self._screen.room

    def blank(self) -> None:
        """Empty the wall, or bring it back. During a breather it stays empty."""
        if self.breather:
            self.say_breather()
        else:
            self._screen.do(c.Blank(not self.empty))

    def say_breather(self) -> None:
        """Tell the facilitator why a key does nothing."""
        self._screen.hint(_("Breather: {key} ends it.").format(key=printed("breather")))

    def breathe(self) -> None:
        """Begin a breather, or end it."""
        self._screen.do(c.Breathe())

    def write(self, *, private: bool) -> None:
        """Close what is behind the empty wall, and write a note there."""
        screen, self._cover = self._screen, None
        screen.app.close_in_front_of(screen)
        # What they showed to the room goes with them.
        screen.do(c.ShowText(None))
        screen.do(c.ShowParking(False))
        if private:
            screen.action_private_note()
        else:
            screen.action_notes()

    def follow(self, *, was_empty: bool) -> None:
        """Show in this window that the wall became empty, or that it came back."""
        screen = self._screen
        if self.empty == was_empty:
            return
        if was_empty:
            screen.room = self._room_before or (self.group_sees and screen.live.state.slot.private)
            if self._cover is not None and screen.app.screen is self._cover:
                self._cover.dismiss()
            self._cover = None
            return
        self._room_before = screen.room
        # If the room has a window of its own, this one stays the facilitator's. So it does in a breather: nobody else
        # needs it, and it says how the breather ends.
        alone = self.breather or room_window_is_open(self._data)
        screen.room = screen.room or self.group_sees or not alone
        screen.app.clear_notifications()
        if screen.room and screen.app.screen is not screen:
            self._cover = EmptyWall(self)
            screen.app.push_screen(self._cover)

    def swallows(self, key: Key) -> bool:
        """Return whether `key` was typed on behind one that opens something, which an empty wall does not.

        The text or the answer is no command: “a”, a sentence and Enter would stop the clock and go to the next turn.
        """
        if not self.silent:
            self._typed_on = False
        elif not self._typed_on or vars(key).get("still", inf) >= HELD_S:
            self._typed_on = command_key(key.key) in opening_keys(self._screen.keymap)
            return False
        return self._typed_on

    def note(self) -> str:
        """Return what a page or dialog in front of the facilitator's own screen says about the wall."""
        if self._screen.room:
            return ""
        if self.breather:
            return _("Breather · {key} ends it").format(key=printed("breather"))
        if not self.empty or not room_window_is_open(self._data):
            return ""
        return _("Room blank · {key} brings it back").format(key=printed("blank"))

    def badge(self, view: View) -> str:
        """Return what the facilitator must know of what the room sees, if a window shows it."""
        blank, groups = view.room_content.blank, view.groups is not None and not view.groups.by_itself
        if not (blank or groups) or not room_window_is_open(self._data):
            return ""
        return _("ROOM BLANK") if blank else _("ROOM SEES GROUPS")

    def switch_view(self) -> None:
        """Show the wall in this window, or the facilitator's own screen. Ask once if the group sees that."""
        screen = self._screen
        if not screen.room:
            screen.room = True
        elif not self.group_sees or self._agreed:
            self._show_own_screen()
        else:
            # Lazy: the first picture doesn't need dialogs.
            from luisteren_tui.tui.screens.dialog import Confirm

            question = Confirm(_("Show your own screen?"), _("The group sees it too."), N_("show it"))
            screen.app.ask_then(question, self._show_own_screen_from_now_on)

    def _show_own_screen_from_now_on(self, _yes: bool) -> None:
        self._agreed = True
        self._show_own_screen()

    def _show_own_screen(self) -> None:
        state = self._screen.live.state
        if state.slot.private:
            self._screen.do(c.ShowNote(usual_slot(state)))
        self._screen.room = False
