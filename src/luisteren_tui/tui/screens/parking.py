"""The parking lot: a line to type, and the list of what is parked already."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Protocol

from textual import on
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.session.parking import MAX_ITEM_LENGTH, MAX_ITEMS, next_number
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.keymap import key_for
from luisteren_tui.tui.screens.dialog import AnswerText, Dialog
from luisteren_tui.tui.theme import BADGE
from luisteren_tui.tui.widgets.choice_list import ChoiceList
from luisteren_tui.tui.widgets.key_bar import Keys
from luisteren_tui.tui.widgets.safe_input import SafeInput


class ParkingLot(Protocol):
    """What is parked, in the session that runs or in the outcome of one that ended."""

    @property
    def items(self) -> Mapping[int, str]:
        """The items by their numbers, in order."""

    @property
    def shown(self) -> bool:
        """Whether the room sees them."""

    def park(self, number: int, text: str) -> None:
        """Save an item, or remove it if `text` is empty."""

    def show(self, on: bool) -> None:
        """Show the items as they are now to the room, or hide them."""


class ParkingDialog(Dialog[None]):
    """Begins with the line, for a new item. Escape goes to the list, and from there back to where it was opened.

    What is typed is saved at each key. On a `mirrored` screen the list appears only once it is shown to the room.
    """

    AUTO_FOCUS = "SafeInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q", "cancel"),
        ("down", "list"),
        ("delete,backspace", "remove"),
        Binding("k", "add", id="parking"),
        Binding("u,ctrl+z", "bring_back", id="undo"),
        Binding("z", "reveal", id="room"),
    ]

    def __init__(self, lot: ParkingLot, *, mirrored: bool) -> None:
        super().__init__()
        self._lot, self._mirrored = lot, mirrored
        self._number = next_number(lot.items)
        self._removed: tuple[int, str] | None = None
        self._line = SafeInput("", max_length=MAX_ITEM_LENGTH)
        self._list = ChoiceList(markup=False, classes="dialog-list")
        self._about, self._wrong = Static(classes="parking-about"), AnswerText(classes="dialog-wrong")
        self.title_text = _("Parking lot")

    def body(self) -> Iterable[Widget]:
        """Yield the line above the list."""
        yield from (self._line, self._wrong, self._about, self._list)

    def on_mount(self) -> None:
        """Show what is parked."""
        self._show()

    # The line

    @on(SafeInput.Changed)
    def _typed(self) -> None:
        self._wrong.show(Content(""))
        self._take()

    @on(SafeInput.Full)
    def _refuse(self) -> None:
        self._wrong.show(Content(_("Nothing more fits: at most {limit} characters.").format(limit=MAX_ITEM_LENGTH)))

    @on(SafeInput.Submitted)
    def action_submit(self) -> None:
        """Park what is typed, close, and say so: what is typed next is no text any more."""
        if self._take():
            typed = self._line.value.strip()
            self.dismiss(None)
            if typed and isinstance(self.app, BaseApp):
                self.app.say(_("Parked"))

    def _take(self) -> bool:
        """Save what is typed. Say so and return False if there is no place for one more."""
        items = self._lot.items
        if self._line.value.strip() and self._number not in items and len(items) >= MAX_ITEMS:
            self._wrong.show(Content(_("The parking lot is full: at most {limit} items.").format(limit=MAX_ITEMS)))
            return False
        self._lot.park(self._number, self._line.value)
        return True

    def _write(self, number: int) -> None:
        """Type in the item with this number, which may be a new one."""
        self._number = number
        self._line.value = safe_line(self._lot.items.get(number, ""))
        self._line.focus()

    def action_add(self) -> None:
        """Type a new item, or go on with what did not fit."""
        if self._line.value:
            self._number = next_number(self._lot.items)
            self._line.focus()
        else:
            self._write(next_number(self._lot.items))

    # The list

    @property
    def _visible(self) -> bool:
        """Whether the items may be on this screen."""
        return self._lot.shown or not self._mirrored

    @property
    def _chosen(self) -> int | None:
        """The number of the highlighted item."""
        place = self._list.highlighted
        return None if place is None or not self._visible else [*self._lot.items][place]

    def _show(self, number: int | None = None) -> None:
        """Show the items as they are now, with one of them highlighted."""
        items = self._lot.items
        self._list.clear_options()
        self._list.add_options([Option(Content(f"· {safe_line(text)}")) for text in items.values()])
        self._list.display = self._visible and bool(items)
        if items:
            place = sum(each < number for each in items) if number is not None else len(items) - 1
            self._list.highlighted = min(place, len(items) - 1)
        count = ngettext("{n} parked", "{n} parked", len(items)).format(n=len(items)) if items else ""
        shown = f" ● {_('the room sees them')} " if self._lot.shown else ""
        self._about.update(Content.assemble((f"{count}  ", "$muted"), (shown, BADGE)))
        self._about.display = bool(items)
        self._renew_keys()

    def _renew_keys(self) -> None:
        if self.focused is self._line:
            keys: Keys = (
                ("submit", "enter", N_("park it")),
                ("cancel", "escape", N_("the list") if self._lot.items else N_("done")),
            )
        else:
            keys = (
                ("add", key_for("parking"), N_("new item")),
                ("reveal", key_for("room"), N_("hide them") if self._lot.shown else N_("show the room")),
            )
            if self._visible:
                keys = (("edit", "enter", N_("edit")), ("remove", "delete", N_("remove")), *keys)
            if self._removed is not None:
                keys = (*keys, ("bring_back", key_for("undo"), N_("bring back")))
            keys = (*keys, ("cancel", "escape", N_("done")))
        self.show_keys(keys)

    def action_list(self) -> None:
        """Keep what is typed, and go to the list if there is one. What does not fit there stays in the line."""
        if self.focused is self._line and self._take() and self._lot.items:
            number, self._number = self._number, next_number(self._lot.items)
            with self.prevent(SafeInput.Changed):
                self._line.value = ""
            self._renew(number)
        elif self.focused is self._line and self._lot.items:
            self._renew(None)

    def _renew(self, number: int | None) -> None:
        """Go to the list, with what changed in it, also in the room."""
        if self._lot.shown:
            self._lot.show(True)
        if not self._lot.items:
            self._line.focus()
        else:
            self.set_focus(self._list if self._visible else None)
        self._show(number)

    @on(OptionList.OptionSelected)
    def action_edit(self) -> None:
        """Change the highlighted item."""
        if self._chosen is not None:
            self._write(self._chosen)

    def action_remove(self) -> None:
        """Remove the highlighted item."""
        if self.focused is not self._line and (number := self._chosen) is not None:
            self._removed = number, self._lot.items[number]
            self._lot.park(number, "")
            self._renew(number)

    def action_bring_back(self) -> None:
        """Bring back the item that was removed last."""
        if self.focused is not self._line and self._removed is not None:
            number, text = self._removed
            self._removed = None
            self._lot.park(number if number not in self._lot.items else next_number(self._lot.items), text)
            self._renew(number)

    def action_reveal(self) -> None:
        """Show the list to the room until it is closed, or hide it."""
        if self._lot.items:
            self._lot.show(not self._lot.shown)
            self._renew(self._chosen)

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        self._renew_keys()

    # Leave

    def action_cancel(self) -> None:
        """From the line go to the list, if there is one. From the list close."""
        if self.focused is self._line and self._lot.items:
            self.action_list()
        elif self._take():
            super().action_cancel()
        else:
            self._line.focus()

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Hide the list from the room, and close."""
        if self.app.is_front(self):
            self.save_input()
        return super().dismiss(result)

    def save_input(self) -> None:
        """Save what is typed, and hide the list from the room."""
        self._take()
        if self._lot.shown:
            self._lot.show(False)
