"""Who is there, and the groups of the current or next group activity. The facilitator can show them to the room."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.people.people import People, group_sizes
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import attendance
from luisteren_tui.session import commands as c
from luisteren_tui.session.attendance import activity_to_group, activity_to_order
from luisteren_tui.session.group_forming import size_to_choose
from luisteren_tui.session.state import State, group_count, group_of_turn, groups_of, has_trio, track
from luisteren_tui.session.undo import RECENT_MS, age_ms
from luisteren_tui.tui.keymap import key_for, printed
from luisteren_tui.tui.screens.dialog import AskText, Confirm, Dialog, undo_question
from luisteren_tui.tui.screens.session.names_dialog import NamesDialog
from luisteren_tui.tui.theme import BADGE, CHIP
from luisteren_tui.tui.widgets.group_list import GroupList
from luisteren_tui.tui.widgets.key_bar import Keys
from luisteren_tui.views.groups import GroupsView, groups_view, people_labels
from luisteren_tui.views.session_view import activity_label
from luisteren_tui.workshop.model import Activity, Form


class GroupsDialog(Dialog[None]):
    """Each key is a command that is carried out at once. The clock behind the dialog runs on.

    On a `mirrored` screen it shows numbers and sizes, and names only after z.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("plus,equals_sign", "come"),
        ("minus", "go"),
        ("h", "shuffle"),
        ("less_than_sign", "size(-1)"),
        ("greater_than_sign", "size(1)"),
        ("d", "names"),
        Binding("z", "reveal", id="room"),
        *((str(n), f"number({n})") for n in range(10)),
        Binding("u,ctrl+z", "undo", id="undo"),
        ("left,up", "choose(-1)"),
        ("right,down", "choose(1)"),
        Binding("k", "app.parking", id="parking"),
        Binding("g", "cancel", id="groups"),
        ("enter,q", "cancel"),
    ]

    silences = {**Dialog.silences, **dict.fromkeys(("left", "up", "right", "down"), 0)}

    def __init__(self, live: LiveSession, do: Callable[[c.Command], None], *, mirrored: bool) -> None:
        super().__init__(classes="wide")
        self._live, self._do, self._mirrored = live, do, mirrored
        self._revealed = False
        """Whether the names were asked for where no groups can be shown."""
        self._chosen: int | None = None  # the participant that the keys are about
        self._typed = 0  # the number of the group that begins, as far as it was typed
        self._groups = GroupList(id="groups")

    def body(self) -> Iterable[Widget]:
        """Yield the groups."""
        yield self._groups

    def on_mount(self) -> None:
        """Form the groups if they were not formed yet."""
        self._carry_out(c.Group(attendance.with_groups(self._live.state)))

    @property
    def _names_shown(self) -> bool:
        """Whether names may be on this screen."""
        state = self._live.state
        activity = activity_to_group(state)
        reveals = activity is not None and state.shown_groups == activity.id
        return not self._mirrored or self._revealed or reveals

    def _carry_out(self, command: c.Command) -> None:
        """Carry out a command and show the result."""
        self._typed = 0
        self._do(command)
        self._show()

    def _show(self) -> None:
        state = self._live.state
        activity, people = activity_to_group(state), state.people
        if self._chosen not in people.present:
            self._chosen = people.present[-1]
        names = people_labels(people)
        n = len(people.present)
        parts = [ngettext("participant", "participants", n)]
        leaver, turns = "", ""
        if people.names:
            leaver = (
                _("- if {name} has left; ← → for another").format(name=names[self._chosen])
                if self._names_shown
                else _("{key} shows the names").format(key=printed("room"))
            )
        title, shown = _("Groups"), ""
        view = None if activity is None else groups_view(state, activity)
        if activity is None or view is None:
            parts.append(_("No more group work is coming up."))
            view = None
            if people.names and self._names_shown:
                view = GroupsView("", Form.PLENARY, (tuple(names.values()),), named=True)
        else:
            shown = f" ● {_('the room sees them')} " if state.shown_groups == activity.id else ""
            parts.append(group_sizes(view.form, map(len, view.groups)))
            if order := activity_to_order(state):
                first = group_of_turn(state, order, 1)
                turns = _("group {n} goes first").format(n=first)
                if view.labels:
                    turns = _("{group} goes first").format(group=view.labels[first - 1])
            elif activity.id in people.three and has_trio(state, activity):
                turns = _("three rounds for the trio")
            if not self._mirrored:
                title = f"{activity_label(activity)}  {view.title}"
            if people.names and not self._names_shown:
                view = view.sizes_only()
        count = Content.assemble((f" {n} ", CHIP), f" {' · '.join(parts)}  ", (shown, BADGE))
        # Each on a line of its own: at 80 columns they would break in an odd place.
        self.show_title(title, count, *(Content.assemble((text, "$muted")) for text in (turns, leaver) if text))
        by_name = people.names and self._names_shown
        self._groups.part, self._groups.chosen = view, names[self._chosen] if by_name else ""
        self._show_keys()

    def _show_keys(self) -> None:
        state = self._live.state
        activity = activity_to_group(state)
        keys: Keys = (("come", "+", N_("one more")), ("go", "-", N_("one less")))
        more: Keys = (("undo", key_for("undo"), N_("undo")), ("cancel", "escape", N_("done")))
        if self._names_shown:
            more = (("names", "d", N_("names")), *more)
        if activity is not None:
            keys += (("shuffle", "h", N_("shuffle")), *self._size_keys(activity))
            hide = state.shown_groups == activity.id
            more = (("reveal", key_for("room"), N_("hide them") if hide else N_("show the room")), *more)
            if has_trio(state, activity):
                three = activity.id in state.people.three
                keys += (("three", "3", N_("two rounds") if three else N_("three rounds")),)
        order = activity_to_order(state)
        if order is not None and (count := group_count(state, order)) > 1:
            keys += ((f"number({group_of_turn(state, order, 2)})", f"1–{count}", N_("which goes first")),)
        self.show_keys((*keys, *more))

    def _size_keys(self, activity: Activity) -> Keys:
        """Return the keys for fewer and more groups, as far as there can be other ones."""
        less, more = (size_to_choose(self._live.state, activity, by) is not None for by in (-1, 1))
        keys = "".join(key for key, there_are in (("<", less), (">", more)) if there_are)
        return (("size(-1)" if less else "size(1)", " ".join(keys), N_("size")),) if keys else ()

    def action_come(self) -> None:
        """Add a participant. Where the others have names, ask for one."""
        if not self._live.state.people.names or not self._names_shown:
            self._come("")
            return
        hint = _("Without a name they are called “{new}”.").format(new=_("new"))
        self.app.ask_then(AskText(_("Who has come?"), "", hint=hint), self._come)

    def _come(self, name: str) -> None:
        people = attendance.with_arrival(self._live.state, name)
        self._chosen = people.present[-1]
        self._carry_out(c.Gather(people))

    def action_go(self) -> None:
        """Take the chosen participant out, or without names the last one. Nobody is chosen while the names are hidden."""
        state = self._live.state
        if state.people.names and not self._names_shown:
            return
        self._carry_out(c.Gather(attendance.with_departure(state, self._chosen if state.people.names else None)))

    def action_choose(self, by: int) -> None:
        """Choose another participant, in the order of the list."""
        if not self._names_shown:
            return
        state = self._live.state
        activity, names = activity_to_group(state), people_labels(state.people)
        groups = state.people.groups.get(activity.id, ()) if activity is not None else ()
        order = [who for group in groups for who in group if who in names] or [*state.people.present]
        place = order.index(self._chosen) if self._chosen in order else -1
        self._chosen = order[(place + by) % len(order)]
        self._show()

    def action_shuffle(self) -> None:
        """Form other groups."""
        text = _("They are at work in these groups. All of them may change.")
        self._regroup(_("Form new groups?"), text, N_("shuffle"), partial(attendance.with_groups, shuffled=True))

    def action_size(self, by: int) -> None:
        """Form fewer, larger groups, or more, smaller ones if `by` is negative."""
        state = self._live.state
        people = attendance.with_other_size(state, by)
        activity = activity_to_group(state)
        if activity is None or people is state.people:
            return
        sizes = group_sizes(activity.form, map(len, people.groups[activity.id]))
        title = _("Go on in larger groups?") if by > 0 else _("Go on in smaller groups?")
        text = _("They are at work in these groups. There would be {sizes}.").format(sizes=sizes)
        self._regroup(title, text, N_("form them"), partial(attendance.with_other_size, by=by))

    def _regroup(self, title: str, text: str, yes: str, change: Callable[[State], People]) -> None:
        """Change the groups. Ask first if they are at work, or about to present what they did."""
        state = self._live.state

        def go_on(_answer: object = None) -> None:
            self._carry_out(c.Group(change(self._live.state)))

        at_work = groups_of(state, state.activity)
        if at_work and any(track(state, each.id).started is not None for each in (at_work, state.activity)):
            self.app.ask_then(Confirm(title, text, yes), go_on)
        else:
            go_on()

    def action_three(self) -> None:
        """Give the trio three turns, or two again."""
        self._carry_out(c.Group(attendance.with_trio_turns(self._live.state)))

    def action_number(self, digit: int) -> None:
        """Choose the group that begins by its number, of one digit or two. Where no group does, 3 is for the trio."""
        state, typed = self._live.state, self._typed
        order = activity_to_order(state)
        if order is None:
            if digit == 3:
                self.action_three()
            return
        number = next((n for n in (10 * typed + digit, digit) if 1 <= n <= group_count(state, order)), 0)
        self._carry_out(c.Group(attendance.with_first_group(state, number)))
        self._typed = number

    def action_reveal(self) -> None:
        """Show the groups to the room, or hide them. Where there are none, show the names here."""
        state = self._live.state
        if activity := activity_to_group(state):
            self._carry_out(c.ShowGroups(None if state.shown_groups == activity.id else activity.id))
        else:
            self._revealed = not self._revealed
            self._show()

    def action_undo(self) -> None:
        """Undo the last change of people or groups, and none of the time, which this dialog does not show.

        Ask first if that was a while ago.
        """
        past, undo = self._live.state.past_people, partial(self._carry_out, c.UndoPeople())
        age = age_ms(self._live.state, past, self._live.now())
        if past is None or age <= RECENT_MS:
            undo()
        else:
            self.app.ask_then(undo_question(past, age, mirrored=self._mirrored), lambda _yes: undo())

    def action_names(self) -> None:
        """Type the names, where they may be on this screen."""
        if not self._names_shown:
            return
        self.app.push_screen(NamesDialog(self._live, lambda people: self._carry_out(c.Gather(people))))
