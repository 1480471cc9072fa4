"""The session screen: it shows the View, and turns keys into commands."""

from collections.abc import Mapping
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot, Undone
from luisteren_tui.session.timing import Mode
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.keymap import ACTIONS
from luisteren_tui.tui.messages import Unkept
from luisteren_tui.tui.screens.session.room_pane import SessionRoom
from luisteren_tui.tui.widgets.agenda import Agenda, FoldedAgenda, folded
from luisteren_tui.tui.widgets.clock_panel import ClockPanel
from luisteren_tui.tui.widgets.key_bar import keys_of
from luisteren_tui.tui.widgets.question import Question
from luisteren_tui.tui.widgets.top_line import TopLine
from luisteren_tui.views.session_view import View
from luisteren_tui.workshop.model import FORMS, Form

FASTEST = 0.05
"""Seconds between pictures of a rehearsal, at least."""


class SessionScreen(SessionRoom):
    """One session. Until it is started it shows a draft that is only in memory."""

    view: var[View | None] = var(None)

    def __init__(self, live: LiveSession, data: Path, *, calm: bool, keymap: Mapping[str, str]) -> None:
        super().__init__(live, data, keymap)
        self._calm = calm
        self._tick: Timer | None = None
        # Kept, since looking a widget up costs more than telling it what to show.
        self._top, self._agenda = TopLine(id="top"), Agenda(id="agenda")
        self._folded, self._title, self._clock = FoldedAgenda(id="folded"), Static(id="title"), ClockPanel(id="clock")
        self._question = Question(id="question")
        self._coming = Static(id="coming")

    def compose(self) -> ComposeResult:
        """Lay out the facilitator's face; the room's is made when it is first shown."""
        yield self._top
        yield self._bar
        yield self._agenda
        yield self._folded
        yield self._title
        yield self._clock
        yield self._question
        yield self._head
        yield self._coming

    def on_mount(self) -> None:
        """Show the session."""
        self.show(self.live)
        self.call_after_refresh(self._mount_notes)
        self.watch(self.app, "theme", self._theme_changed, init=False)

    def _mount_notes(self) -> None:
        # The first picture does not wait for what can't be used yet.
        from luisteren_tui.tui.widgets.blind_line import BlindLine
        from luisteren_tui.tui.widgets.notes_pane import NotesPane

        self.notes, self.blind_line = NotesPane(), BlindLine(id="blind")
        self.mount(self.notes, before="#coming")
        self.mount(self.blind_line, after="#keys")
        if self.view is not None:
            self._show_slot(self.view)

    def show(self, live: LiveSession) -> None:
        """Show this session from now on."""
        self.live = live
        live.journal.on_change = self._journal_changed
        if self.notes is not None:
            self.notes.slot = None
        # One that looks the same as the one before has its own notes none the less.
        self.view = None
        self.show_keys()
        self.refresh_view()
        self._show_saved()

    # What is shown

    def refresh_view(self) -> None:
        """Show the session as it is now, and aim the timer at the next change."""
        self.view = view = self.live.view()
        if self._tick is not None:
            self._tick.stop()
        # A ms late rather than early: early would show the second before once more.
        wait = max(1, view.next_change - self.live.now() + 1) / 1000 / self.live.speed
        if self.live.speed > 1:
            wait = max(wait, FASTEST)
        self._tick = self.set_timer(wait, self._ticked)
        if self._sound is not None:
            self._sound.listen(self.live, view)

    def _ticked(self) -> None:
        # Who writes, or has a dialog in front, is not moved on.
        self.live.watch(busy=self.focused is not None or self.app.screen is not self)
        self.refresh_view()

    def watch_view(self, old: View | None, view: View | None) -> None:
        """Hand each widget its part; one that is equal repaints nothing."""
        if view is None:
            return
        if old is None or (old.clock.mode, old.header.end) != (view.clock.mode, view.header.end):
            self.show_keys()
        if self.breather and view.clock.mode != Mode.PAUSED:
            self.breather = False
        self.set_class(view.room_content.blank, "-blank")
        if self.room:
            self._show_room(view)
            if self.has_class("-blind"):
                self.write_blind()
            return
        self._top.mark = self._mark()
        self._top.part = view.header
        self._agenda.part = view.rows
        self._folded.part = folded(view.rows)
        self._clock.show(view, self._calm, self.breather)
        self._question.part = view.ask
        if old is None or old.ask != view.ask:
            form = "" if view.ask.form == Form.BREAK else _(FORMS[view.ask.form])
            self._title.update(
                Content.assemble((f"{view.ask.label}  {view.ask.title}", "bold"), (f"   {form}", "$text-muted"))
            )
        if old is None or old.coming != view.coming:
            self._coming.update(Content(words.coming(view.coming)))
        if old is None or old.slot != view.slot or self.notes is None or self.notes.slot != view.slot.slot:
            self._show_slot(view)

    def _labels(self) -> dict[str, str]:
        """Return what some keys do now: to the clock, and a minute more to the end."""
        view = self.view
        if view is None or view.clock.mode == Mode.RUNNING:
            labels = {"pause": N_("pause")}
        else:
            labels = {"pause": N_("go on") if view.clock.mode == Mode.PAUSED else N_("start")}
        if view is not None and view.clock.mode != Mode.ENDED and not self.room:
            labels["more"] = _("minute ({time})").format(time=words.clock_time(view.header.end + 60_000))
        return labels

    def _mark(self) -> str:
        if self.view is not None and self.view.room_content.blank:
            return _("ROOM BLANK")
        if self.view is not None and self.view.groups is not None:
            return _("ROOM SEES GROUPS")
        if not self.live.rehearsal:
            return ""
        speed = f" ×{self.live.speed:.0f}" if self.live.speed != 1 else ""
        return _("REHEARSAL") + speed

    def _show_slot(self, view: View) -> None:
        slot = view.slot.slot
        self._head.slot = view.slot
        if self.notes is not None and self.notes.slot != slot:
            self.keep_note()
            self.notes.show_slot(slot, self.live.state.notes.get(slot, ""))

    def show_keys(self) -> None:
        """Show the keys that matter now."""
        self._bar.keys = keys_of(
            ACTIONS, self.focused is not None, self.keymap, self._labels(), self.room, self.live.rehearsal
        )

    def on_resize(self) -> None:
        """Where it is low, only what is to be asked now stays."""
        self._question.room = 0 if self.size.height < 20 else 1 if self.size.height < 28 else 2

    def on_descendant_focus(self) -> None:
        """Show the keys that work while writing."""
        self.show_keys()

    def on_descendant_blur(self) -> None:
        """Keep what was written, and show the session's keys."""
        self.keep_note()
        self.show_keys()

    def _theme_changed(self) -> None:
        self.refresh(layout=True)

    # Commands

    def do(self, command: c.Command, otherwise: str = "") -> None:
        """Carry out a command and show what came of it; say `otherwise` when nothing did."""
        self.keep_note()
        self._bar.said = ""  # it was about what was done before
        before = self.view.turn if self.view else None
        events = self.live.do(command)
        if not events and otherwise:
            self.say(otherwise)
        for event in events:
            if isinstance(event, Undone) and self.room:
                self.hint(_("Undone"))
            elif isinstance(event, Undone):
                self.say(_("Undone: {what}").format(what=_(words.UNDONE.get(event.what, event.what))))
        self.refresh_view()
        if self.view is not None and (divided := words.divided(events, before, self.view)):
            self.say(divided)

    def keep_note(self) -> None:
        """Keep what was typed since the last time."""
        for writing in (self.notes, self.blind_line):
            if writing is not None and (note := writing.take()):
                self.live.do(c.Write(*note))
                self._watch_saving()

    @on(Question.Chosen)
    def _prompt_chosen(self, event: Question.Chosen) -> None:
        self.do(c.Show(Slot(self.live.state.activity.id, prompt=event.prompt)))

    @on(Unkept)
    def _typed(self) -> None:
        if self.notes is not None and self.notes.waiting:
            self._show_saved()
        else:
            self.keep_note()

    # The room

    def watch_room(self, room: bool) -> None:
        """Show the one face or the other."""
        self.set_class(room, "-room")
        self._bar.quiet = room
        if not self.is_mounted:
            return
        self.set_focus(None)
        self.remove_class("-blind")
        self.app.clear_notifications()
        # What was said was said to the facilitator.
        self._bar.said = ""
        if not room and self.notes is not None:
            # The note may have been written blind.
            self.notes.slot = None
        self.live.do(c.ViewRoom(room))
        self.view = None
        self.refresh_view()
        self._say_unsaid()

    def watch_breather(self) -> None:
        """The View is the same as in any pause; only this screen knows."""
        if self.view is not None and self.is_mounted:
            self._clock.show(self.view, self._calm, self.breather)
