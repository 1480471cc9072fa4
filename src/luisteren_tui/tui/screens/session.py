"""The session screen: it shows the View, and turns keys into commands."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.running import Running
from luisteren_tui.session import commands as c
from luisteren_tui.session.decide import next_slot
from luisteren_tui.session.events import Mode, Slot, Undone
from luisteren_tui.session.view import Coming, View
from luisteren_tui.tui import words
from luisteren_tui.tui.commands import ACTIONS
from luisteren_tui.tui.messages import Leave, SessionEnded
from luisteren_tui.tui.widgets.agenda import Agenda, FoldedAgenda
from luisteren_tui.tui.widgets.blind_line import BlindLine
from luisteren_tui.tui.widgets.clock_panel import ClockPanel
from luisteren_tui.tui.widgets.header import TopLine
from luisteren_tui.tui.widgets.key_bar import KeyBar, keys_of
from luisteren_tui.tui.widgets.notes import NotesPane
from luisteren_tui.tui.widgets.progress import Progress
from luisteren_tui.tui.widgets.question import Question

HELD = 700
"""ms within which the same key of a clicker is one press that is held."""
BEHIND = 1.0
"""Seconds after which the screen says that something is not saved yet."""


class SessionScreen(Screen[None]):
    """One session. Until it is started it shows a draft that is only in memory."""

    class SaveChanged(Message):
        """The journal got further, or fails."""

    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(action.keys, action.name, action.label, show=False, id=action.name) for action in ACTIONS),
        *(Binding(action.f_key, action.name, action.label, show=False) for action in ACTIONS if action.f_key),
        Binding("f5", "nothing", show=False),
    ]
    view: var[View | None] = var(None)
    room: var[bool] = var(False)
    blank: var[bool] = var(False)
    breather: var[bool] = var(False)

    def __init__(self, running: Running, data: Path, *, calm: bool, keymap: Mapping[str, str]) -> None:
        super().__init__(id="session")
        self.running = running
        self._calm = calm
        self._keymap = keymap
        self._data = data
        self._tick: Timer | None = None
        self._behind: Timer | None = None
        self._saved_at = ""
        self._clicked = ("", -HELD)

    def compose(self) -> ComposeResult:
        """Lay out the facilitator's face; the room's is made when it is first shown."""
        yield TopLine(id="top")
        yield FoldedAgenda(id="folded")
        with Horizontal(id="body"):
            yield Agenda(id="agenda")
            with Vertical(id="main"):
                yield Static(id="title")
                yield ClockPanel(id="clock")
                yield Progress(id="progress")
                yield Question(id="question")
                yield NotesPane()
                yield Static(id="coming")
        yield BlindLine(id="blind")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Show the session."""
        self.show(self.running)
        self.watch(self.app, "theme", self._theme_changed, init=False)

    def show(self, running: Running) -> None:
        """Show this session from now on."""
        self.running = running
        running.journal.on_change = self._journal_changed
        self.query_one(NotesPane).slot = None
        self._show_keys()
        self.refresh_view()
        self._show_saved()

    # What is shown

    def refresh_view(self) -> None:
        """Show the session as it is now, and aim the timer at the next change."""
        self.view = view = self.running.view()
        if self._tick is not None:
            self._tick.stop()
        # A ms late rather than early: early would show the second before once more.
        wait = max(1, view.next_change - self.running.now() + 1) / 1000
        self._tick = self.set_timer(wait, self._ticked)

    def _ticked(self) -> None:
        self.running.watch()
        self.refresh_view()

    def watch_view(self, old: View | None, view: View | None) -> None:
        """Hand each widget its part; one that is equal repaints nothing."""
        if view is None:
            return
        if self.breather and view.clock.mode != Mode.PAUSED:
            self.breather = False
        if self.room:
            self._show_room(view)
            return
        self.query_one(TopLine).part = view.header
        self.query_one(Agenda).part = view.rows
        self.query_one(FoldedAgenda).part = view.rows
        self.query_one(ClockPanel).show(view, self._calm, self.breather)
        self.query_one(Progress).part = view.clock
        self.query_one(Question).part = view.ask
        if old is None or old.ask != view.ask:
            form = _(words.FORMS[view.ask.form])
            self.query_one("#title", Static).update(
                Content.assemble((f"{view.ask.label}  {view.ask.title}", "bold"), (f"   {form}", "$text-muted"))
            )
        if old is None or old.coming != view.coming:
            self.query_one("#coming", Static).update(_coming(view.coming))
        if old is None or old.slot != view.slot or self.query_one(NotesPane).slot != view.slot.slot:
            self._show_slot(view)

    def _show_slot(self, view: View) -> None:
        notes, slot = self.query_one(NotesPane), view.slot.slot
        if notes.slot != slot:
            self.keep_note()
            notes.show_slot(slot, self.running.state.notes.get(slot, ""))
        place = f"{view.slot.place}/{view.slot.count}"
        notes.show_place(words.slot(slot), view.slot.marked, place)

    def _show_keys(self) -> None:
        writing = isinstance(self.focused, NotesPane | BlindLine)
        self.query_one(KeyBar).keys = keys_of(ACTIONS, writing, self._keymap)

    def on_descendant_focus(self) -> None:
        """Show the keys that work while writing."""
        self._show_keys()

    def on_descendant_blur(self) -> None:
        """Keep what was written, and show the session's keys."""
        self.keep_note()
        self._show_keys()

    def _theme_changed(self) -> None:
        self.refresh(layout=True)

    # Commands

    def do(self, command: c.Command, otherwise: str = "") -> None:
        """Carry out a command and show what came of it; say `otherwise` when nothing did."""
        self.keep_note()
        events = self.running.do(command)
        if not events and otherwise:
            self.say(otherwise)
        for event in events:
            if isinstance(event, Undone):
                self.say(_("Undone: {what}").format(what=_(words.UNDONE.get(event.what, event.what))))
        self.refresh_view()

    def say(self, text: str, *, severe: bool = False) -> None:
        """Tell the facilitator something, unless the room looks on."""
        if not self.room:
            self.notify(text, severity="error" if severe else "information", timeout=8 if severe else 4, markup=False)

    def keep_note(self) -> None:
        """Keep what was typed since the last time."""
        if note := self.query_one(NotesPane).take():
            self.running.do(c.Write(*note))
            self._watch_saving()

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
        self.do(c.Minutes(-1), _("Less is not possible: this time has been used."))

    def action_skip(self) -> None:
        self.do(c.Skip())

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
        self.do(c.TakeBackGap(), _("There is no gap to leave out."))

    def action_nothing(self) -> None:
        """F5 of a clicker: starts a slide show elsewhere, nothing here."""

    def action_notes(self) -> None:
        if self.running.path is None and self.running.state.timing.mode != Mode.ENDED:
            return
        if self.room:
            slot = self.running.state.slot
            self.query_one(BlindLine).show_slot(slot, self.running.state.notes.get(slot, ""))
            self.add_class("-blind")
            self.query_one(BlindLine).focus()
        else:
            self.query_one(NotesPane).focus()

    def action_stop_writing(self) -> None:
        self.remove_class("-blind")
        self.set_focus(None)

    def action_room(self) -> None:
        self.keep_note()
        self.blank = False
        self.room = not self.room

    def action_blank(self) -> None:
        if not self.room:
            self.action_room()
            self.blank = True
        else:
            self.blank = not self.blank

    def _private(self) -> bool:
        """Return whether the room is not looking; else say how to leave its view."""
        if self.room:
            self.query_one(KeyBar).keys = (("room", "z", _("back to your own screen first")),)
            self.set_timer(4, self._show_keys)
        return not self.room

    def action_theme(self) -> None:
        self.app.theme = "luisteren-light" if self.app.theme == "luisteren-dark" else "luisteren-dark"

    def action_text(self) -> None:
        from luisteren_tui.tui.screens.reading import ReadingScreen

        text = self.running.state.activity.text
        if text is None:
            self.say(_("There is no text with this activity."))
        else:
            self.app.push_screen(ReadingScreen.of(self.running.state.opened.workshop, text, self._data))

    def action_ahead(self) -> None:
        from luisteren_tui.tui.screens.ahead import AheadScreen

        if self._private():
            self.app.push_screen(AheadScreen(self.running.state))

    def action_help(self) -> None:
        from luisteren_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._keymap))

    def action_earlier(self) -> None:
        from luisteren_tui.tui.screens.dialog import AskMinutes

        if not self._private():
            return
        view, timing = self.running.view(), self.running.state.timing
        if timing.mode == Mode.PAUSED:
            self.say(_("First go on with space, then say when it began."))
            return
        waited = view.clock.since_s // 60 if timing.mode == Mode.WAITING and view.begun else 0

        def began(minutes: int | None) -> None:
            if minutes:
                self.do(c.BeganEarlier(minutes * 60_000))

        self.app.push_screen(AskMinutes(view.ask.title, max(1, waited)), began)

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
        self.post_message(Leave())

    @on(Question.Chosen)
    def _prompt_chosen(self, event: Question.Chosen) -> None:
        self.do(c.Show(Slot(self.running.state.activity.id, prompt=event.prompt)))

    @on(NotesPane.Unkept)
    def _typed(self) -> None:
        notes = self.query_one(NotesPane)
        if notes.waiting:
            notes.border_subtitle = "…"
        else:
            self.keep_note()

    @on(NotesPane.Moved)
    def _slot_moved(self, event: NotesPane.Moved) -> None:
        self.do(next_slot(self.running.state, event.distance))

    @on(NotesPane.Left)
    @on(BlindLine.Left)
    def _stopped_writing(self) -> None:
        self.action_stop_writing()

    @on(BlindLine.Typed)
    def _typed_blind(self, event: BlindLine.Typed) -> None:
        self.running.do(c.Write(event.slot, event.text))
        self._watch_saving()

    # The room

    def watch_room(self, room: bool) -> None:
        """Show the one face or the other."""
        self.set_class(room, "-room")
        if not self.is_mounted:
            return
        self.set_focus(None)
        self.remove_class("-blind")
        self.app.clear_notifications()
        if not room:
            # The note may have been written blind.
            self.query_one(NotesPane).slot = None
        self.view = None
        self.refresh_view()

    def watch_blank(self, blank: bool) -> None:
        """Show nothing at all, or the room's view again."""
        self.set_class(blank, "-blank")

    def _show_room(self, view: View) -> None:
        from luisteren_tui.session.room import room_view
        from luisteren_tui.tui.widgets.room_face import RoomFace

        face = self.query_one_optional(RoomFace)
        if face is None:
            face = RoomFace(id="room")
            self.mount(face, before="#blind")
            self.call_after_refresh(self._show_room, view)
            return
        if not face.is_mounted:
            self.call_after_refresh(self._show_room, view)
            return
        face.show(room_view(view))

    # What is on disk

    def _journal_changed(self) -> None:
        # From the journal's thread: posting is all that is allowed there.
        self.post_message(self.SaveChanged())

    def _watch_saving(self) -> None:
        self._show_saved()
        if self._behind is None:
            self._behind = self.set_timer(BEHIND, self._check_behind)

    def _check_behind(self) -> None:
        self._behind = None
        self._show_saved()

    @on(SaveChanged)
    def _show_saved(self) -> None:
        status = self.running.journal.status
        notes = self.query_one(NotesPane)
        failing = status.failing is not None
        behind = status.synced < status.appended
        since = status.unsynced_since
        late = behind and since is not None and self.running.clock.read().awake - since >= BEHIND * 1000
        self.set_class(failing or late, "-unsaved")
        if failing:
            why = _(status.failing or "")
            notes.border_subtitle = _("NOT SAVED: {why}").format(why=why)
        elif late:
            notes.border_subtitle = _("not saved yet")
        elif behind or notes.waiting:
            notes.border_subtitle = "…"
        elif self.running.path is not None:
            notes.border_subtitle = _("saved {time}").format(time=words.clock_time(self.running.clock.read().wall))
        if behind and not late and self._behind is None:
            self._behind = self.set_timer(BEHIND, self._check_behind)


def _coming(coming: Coming | None) -> Content:
    if coming is None:
        return Content(_("Then: the end of the session"))
    n = int(words.minutes(coming.duration_s))
    text = ngettext("Then: {title}, {n} minute", "Then: {title}, {n} minutes", n).format(title=coming.title, n=n)
    return Content(" · ".join((text, *coming.materials)))
