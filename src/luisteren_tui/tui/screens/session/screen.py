"""The session screen: it shows the View of a session, and turns keys into commands."""

import asyncio
from collections.abc import Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from luisteren_tui.i18n import _
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import commands as c
from luisteren_tui.session.decide import next_note, next_prompt
from luisteren_tui.session.events import Redone, Slot, Undone
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.base_app import PLAIN_TITLE, BaseApp
from luisteren_tui.tui.keymap import ACTIONS, printed, silences
from luisteren_tui.tui.screens.session.facilitator_pane import FacilitatorPane
from luisteren_tui.tui.screens.session.footer import SPARE, depends_on, footer_keys
from luisteren_tui.tui.screens.session.notices import Notices, mended_text
from luisteren_tui.tui.screens.session.room_sound import RoomSound
from luisteren_tui.tui.screens.session.save_indicator import NotesHeader, SaveIndicator
from luisteren_tui.tui.screens.session.ticker import Ticker
from luisteren_tui.tui.screens.session.wall import Wall
from luisteren_tui.tui.screens.type_ahead import NoteInput, TypeAhead
from luisteren_tui.tui.sparing_compositor import render_sparingly
from luisteren_tui.tui.theme import toggle_theme
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.overview import ActivityClicked
from luisteren_tui.tui.widgets.question import Question
from luisteren_tui.views.session_view import View

if TYPE_CHECKING:  # the first picture does not need these, and comes sooner
    from luisteren_tui.tui.screens.session.dialogs import SessionDialogs
    from luisteren_tui.tui.screens.session.writing import Writing
    from luisteren_tui.tui.widgets.note_editors import NotesController, TypedNote
    from luisteren_tui.tui.widgets.room_display import RoomDisplay

ACTION_NAMES = {action.name for action in ACTIONS}
REHEARSAL_ACTIONS = {action.name for action in ACTIONS if action.rehearsal}
OPENING_ACTIONS = {action.name for action in ACTIONS if action.opens}
SPEEDS = (1, 2, 5, 10, 30, 60, 120, 300, 600)
"""How many times as fast as the clock on the wall a rehearsal can run."""
FRAME_SECONDS = 0.02
"""By then the frame that shows a command is usually painted."""


class SessionScreen(TypeAhead):
    """One session. Until the session is started, the screen shows a draft that is only in memory.

    `room` is whether this window shows what the room may see, `breather` whether a pause is a breather. A `veiled` screen
    shows nothing of the session, because nobody has said yet who sees it.
    """

    app = getters.app(BaseApp)
    AUTO_FOCUS = None
    DEFAULT_CLASSES = "-session"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(action.keys, action.name, action.label, show=False, id=action.name) for action in ACTIONS),
        *(Binding(action.f_key, action.name, action.label, show=False) for action in ACTIONS if action.f_key),
        ("f5", "nothing"),
    ]
    view: var[View | None] = var(None)
    room: var[bool] = var(False)
    breather: var[bool] = var(False)
    veiled: var[bool] = var(False)

    def __init__(self, live: LiveSession, data: Path, *, calm: bool, keymap: Mapping[str, str]) -> None:
        super().__init__()
        render_sparingly(self)
        self.live, self.data, self.keymap = live, data, keymap
        self.silences = silences(keymap)
        self.left = asyncio.Event()
        """Set once the user has ended the session, or left it to go on later."""
        self.notes: NotesController | None = None
        self.writing: Writing | None = None
        self._ticker = Ticker(self.post_message, self._ticked)
        self.sound = RoomSound(later=self.call_later, hint=self.hint, room=lambda: self.room)
        self._notices = Notices(self._notify)
        self.wall = Wall(self, data)
        self._facilitator_pane = FacilitatorPane(calm=calm)
        self._key_bar, self._notes_header = KeyBar(spare=SPARE, id="keys"), NotesHeader(id="notes-head")
        self._save_indicator = SaveIndicator(live, self._notes_header, self._key_bar, lambda: self.room)

    @cached_property
    def _dialogs(self) -> "SessionDialogs":
        # Lazy: many sessions open few dialogs, and the first one waits less than ten ms.
        from luisteren_tui.tui.screens.session.dialogs import SessionDialogs

        return SessionDialogs(
            self.app, self.data, do=self.do, hint=self.hint, mirrored=lambda: self.room, silent=lambda: self.wall.silent
        )

    @cached_property
    def _room_display(self) -> "RoomDisplay":
        # Lazy: many sessions show the room in a window of its own.
        from luisteren_tui.tui.widgets.room_display import RoomDisplay

        display = RoomDisplay("", id="room")
        self.mount(display, before=self._key_bar)
        return display

    def compose(self) -> ComposeResult:
        """Lay out the facilitator's screen. The notes and the room's display are added later."""
        yield Static(Content.assemble(("luisteren", "bold")), id="veil")
        yield self._key_bar
        *page, last = self._facilitator_pane.widgets()
        yield from (*page, self._notes_header, last)

    def on_mount(self) -> None:
        """Show the session."""
        self.show(self.live)
        self.call_after_refresh(self._add_notes)
        self.watch(self.app, "theme", self._theme_changed, init=False)

    def on_screen_resume(self) -> None:
        """Add the notes, if the start dialog closed before its next picture: what was to follow that is lost with it."""
        if self.writing is None:
            self.call_after_refresh(self._add_notes)

    def on_unmount(self) -> None:
        """Look at the clock no more once it is closed, and say nothing of the session any more."""
        self._ticker.stop()
        self.app.name_window()
        self.app.wall_note = ""

    def _add_notes(self) -> None:
        # It was closed before its first picture, or this was asked twice.
        if not self.is_attached or self.writing is not None:
            return
        # Lazy: a text area is slow to import, and nobody can type before the first picture.
        from luisteren_tui.tui.screens.session.writing import Writing
        from luisteren_tui.tui.widgets.note_editors import NotesController

        self.notes = self._save_indicator.notes = NotesController(self._read_note, self._write_note)
        self.writing = Writing(self, self.notes, state=lambda: self.live.state, do=self.do)
        self.mount(self.notes.pane, before="#coming")
        self.mount(self.notes.blind_line, after="#keys")
        if self.view is not None:
            self._show_slot(self.view)

    def show(self, live: LiveSession) -> None:
        """Show the session `live` from now on."""
        self.live = live
        live.journal.on_mended = lambda mended: self.tell(mended_text(mended))
        # Python's threads take turns: a sync that begins at once would make the frame wait.
        live.journal.soon = partial(asyncio.get_running_loop().call_later, FRAME_SECONDS)
        if self.notes is not None:
            self.notes.forget_slot()
        self.view = None  # a session that looks the same still has its own notes
        self.show_keys()
        self.refresh_view()
        self._save_indicator.follow(live)

    # Show the session

    def refresh_view(self) -> None:
        """Show the session as it is now, and aim the timer at the next change."""
        self.view = view = self.live.view()
        self.breather = self.live.breather
        self.app.wall_note = self.wall.note()
        self._ticker.aim(self.live, view)
        self._name_window(soon=True)
        self.sound.listen(self.live, view)

    def _name_window(self, *, soon: bool = False) -> None:
        """Show the clock in the title of the terminal's window, unless the group may see that."""
        alone = self.is_attached and not (self.room or self.veiled or self.wall.group_sees)
        title = self._facilitator_pane.window_title if alone else PLAIN_TITLE
        if not (soon and alone):
            self.app.name_window(title)
        elif title != self.app.window_title:  # writing it now would make the frame wait
            asyncio.get_running_loop().call_later(FRAME_SECONDS, self._name_window)

    def _ticked(self) -> None:
        self._ticker.stop()
        # A facilitator who is writing or answering a dialog is not moved on.
        self.live.watch(busy=self.focused is not None or self.app.screen is not self)
        self.refresh_view()
        self._save_indicator.look()

    def watch_view(self, old: View | None, view: View | None) -> None:
        """Hand each widget its part. A part that is equal repaints nothing."""
        if view is None:
            return
        if old is None or depends_on(old) != depends_on(view):
            self.show_keys()
        self.set_class(view.room_content.blank, "-blank")
        if self.room:
            self._room_display.show_session(self.live.state, view, self.data)
            if self.writing is not None and self.has_class("-blind"):
                self.writing.show_blind()
            return
        self._facilitator_pane.show(view, self._badge(view), breather=self.breather)
        self._show_slot(view)

    def watch_breather(self) -> None:
        """Draw the clock, which tells a breather from a pause, and the keys that end it."""
        if self.view is not None and self.is_mounted:
            self._facilitator_pane.show_clock(self.view, breather=self.breather)
            self.show_keys()

    def watch_veiled(self, veiled: bool) -> None:
        """Show a calm page in place of the session, or the session."""
        self.set_class(veiled, "-veiled")
        if self.is_mounted:
            self._show_notices()
            self._name_window()

    def watch_room(self, room: bool) -> None:
        """Show what the room may see, or the facilitator's own screen again."""
        self.set_class(room, "-room")
        self._key_bar.quiet = room
        if not self.is_mounted:
            return
        self.set_focus(None)
        self.remove_class("-blind")
        self.app.clear_notifications()
        self._key_bar.hint = ""  # the hint was meant for the facilitator
        if not room and self.notes is not None:
            self.notes.forget_slot()  # the note may have changed in the blind line
        self.live.do(c.ViewRoom(room))
        self.view = None
        self.refresh_view()
        self._save_indicator.show()
        self.sound.say_missing()
        self._show_notices()

    def _show_slot(self, view: View) -> None:
        self._notes_header.slot = view.slot
        if self.notes is not None:
            self.notes.show(view.slot.slot)

    def _badge(self, view: View) -> str:
        """Return what stands out in the top line."""
        if badge := self.wall.badge(view):
            return badge
        if not self.live.rehearsal or self.live.path is None:  # a draft takes no keys yet
            return ""
        speed = f" ×{self.live.speed:.0f}" if self.live.speed != 1 else ""
        return _("REHEARSAL") + speed

    def show_keys(self) -> None:
        """Show the keys that matter now."""
        self._key_bar.keys = footer_keys(
            self.view,
            self.keymap,
            writing=self.focused is not None and not self.room,  # the room does not see that a note is written
            room=self.room,
            breather=self.breather,
            rehearsal=self.live.rehearsal,
        )

    def hint(self, text: str, *, public: bool = False) -> None:
        """Show `text` in place of the keys for a while. While the room looks on, only a `public` hint is shown."""
        if public or not self.room:
            self._key_bar.show_hint(text)

    def public_hint(self, text: str) -> None:
        """Show `text`, whoever looks on, beside the hint that is shown already."""
        if (shown := self._key_bar.hint) != text and not shown.startswith(f"{text} · "):
            text = f"{text} · {shown}" if shown else text
        else:
            text = shown
        self.hint(text, public=True)

    def on_resize(self) -> None:
        """Leave out what fits least on a low screen."""
        self._facilitator_pane.fit(self.size.height)

    @on(Question.Resized)
    def _question_resized(self) -> None:
        self._facilitator_pane.fit(self.size.height)

    def on_descendant_focus(self) -> None:
        """Show the keys that work while writing."""
        if self.writing is not None:
            self.writing.began()
        self._show_writing()

    def on_descendant_blur(self) -> None:
        """Save what was typed, and show the session's keys."""
        self.save_note()
        if self.writing is not None and self.focused is None:
            self.writing.end()
        self._show_writing()

    def _show_writing(self) -> None:
        self._notes_header.set_class(self.notes is not None and self.notes.pane.has_focus, "-writing")
        self.show_keys()

    def _theme_changed(self) -> None:
        self.refresh(layout=True)

    # Save

    def save_note(self) -> None:
        """Save what was typed since the last time."""
        if self.notes is not None:
            self.notes.save()

    def _read_note(self, slot: Slot) -> str:
        return self.live.state.notes.get(slot, "")

    def _write_note(self, note: "TypedNote") -> None:
        self.live.do(c.Write(note.slot, note.text), age_ms=note.age_ms)
        self._save_indicator.show()
        self._save_indicator.look_again_later()

    @on(NoteInput.Typed)
    def _typed(self) -> None:
        self._save_indicator.show()

    @on(NoteInput.Refused)
    def _refused(self, event: NoteInput.Refused) -> None:
        self.hint(event.why)

    def tell(self, text: str) -> None:
        """Tell the facilitator alone, as soon as the room does not look on. This may be called from any thread."""
        self.call_later(self._noticed, text)

    def _noticed(self, text: str) -> None:
        self._notices.add(text, self.live.clock.read().awake)
        self._show_notices()

    def _show_notices(self) -> None:
        self._notices.show(room=self.room or self.veiled)

    def _notify(self, text: str) -> None:
        self.app.clear_notifications()  # they would pile up over the session
        self.app.notify(text, timeout=30, markup=False)

    # Carry out commands

    def _forward_event(self, event: events.Event) -> None:
        if not (isinstance(event, events.Key) and self.focused is None and self.wall.swallows(event)):
            super()._forward_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow what makes sense here. A draft waits for the start dialog and takes no commands.

        On an empty wall nothing is opened.
        """
        if action in OPENING_ACTIONS and self.wall.silent:
            return False
        if action in REHEARSAL_ACTIONS and not self.live.rehearsal:
            return False
        return self.live.path is not None or action not in ACTION_NAMES or action in ("leave", "theme")

    def do(self, command: c.Command, otherwise: str = "") -> None:
        """Carry out a command and show the result. If nothing happened, show the hint `otherwise`."""
        self.save_note()
        self._key_bar.hint = ""  # the hint was about the previous command
        old, slot, fallen = self.view, self.live.state.slot, self.live.state.fallen
        was_empty = self.wall.empty
        events = self.live.do(command)
        self.wall.follow(was_empty=was_empty)
        if slot.private and self.writing is not None:
            self.writing.stay_private(slot)
        if not events and otherwise:
            self.hint(otherwise, public=True)
        for event in events:
            if isinstance(event, Undone | Redone):
                self.hint(words.undone(event, public=self.room), public=True)
        self.refresh_view()
        if events:
            self._save_indicator.look_again_later()
        new, turn = self.view, old.turn if old else None
        if new is not None and (share := words.new_share(events, turn, new)):
            self.hint(share)
        if fell_out := self.live.state.fallen - fallen:
            self.hint(words.falls_out(self.live.state, fell_out), public=True)

    @on(Question.Chosen)
    def _prompt_chosen(self, event: Question.Chosen) -> None:
        self.do(c.Show(Slot(self.live.state.activity.id, prompt=event.prompt)))

    # The actions of keymap.ACTIONS, which says what each of them does

    def action_pause(self) -> None:
        self.do(c.Toggle())

    def action_next(self) -> None:
        self.do(c.Next(), _("This is the last activity. End the session with {key}.").format(key=printed("end")))

    def action_previous(self) -> None:
        self.do(c.Previous(), _("This is the first activity."))

    def action_turn(self) -> None:
        self.do(c.NextTurn(), _("There is no next turn now."))

    def action_forward(self) -> None:
        if self.breather:  # a clicker is in someone's hand
            self.wall.say_breather()
            return
        self.do(c.Forward(), _("This is the last activity. End the session with {key}.").format(key=printed("end")))

    def action_back(self) -> None:
        if self.breather:
            self.wall.say_breather()
            return
        self.do(c.Previous(), _("This is the first activity."))

    def action_more(self) -> None:
        self.do(c.Minutes(1), _("More is not possible."))

    def action_less(self) -> None:
        used = self.view is not None and self.view.clock.run_s > 0
        text = _("Less is not possible: this time has been used.") if used else _("Less than a minute is not possible.")
        self.do(c.Minutes(-1), text)

    def action_mark(self) -> None:
        self.do(c.Mark(self.live.state.slot))
        if self.room:
            self.hint("✓", public=True)  # nobody else can tell what was done

    def action_up(self) -> None:
        self._choose_prompt(-1)

    def action_down(self) -> None:
        self._choose_prompt(1)

    def _choose_prompt(self, by: int) -> None:
        prompts = self.live.state.activity.prompts
        self.do(next_prompt(self.live.state, by), "" if prompts else _("There is no question to choose here."))

    def action_next_note(self) -> None:
        self._show_note(1)

    def action_previous_note(self) -> None:
        self._show_note(-1)

    def _show_note(self, by: int) -> None:
        if self.focused is None and self.room:
            return  # while the room looks on, nothing would tell
        command = next_note(self.live.state, by)
        if command.slot.private and self.wall.group_sees and not self.room:
            command = next_note(self.live.state, 2 * by)
        self.do(command)

    def action_undo(self) -> None:
        if self.live.undo_is_of_breather:
            self.do(c.Undo())
        else:
            self._dialogs.undo(self.live)

    def action_redo(self) -> None:
        self.do(c.Redo(), _("There is nothing to redo."))

    def action_breather(self) -> None:
        writing, slot = self.focused is not None, self.live.state.slot
        self.wall.breathe()
        if writing and self.focused is None and self.writing is not None:  # the note is gone or back: go on in it
            self.writing.begin(private=slot.private, blind=self.room)

    def action_gap(self) -> None:
        self.do(c.TakeBackGap(), _("There was no gap, so there is no time to leave out."))

    def action_nothing(self) -> None:
        """Ignore F5: a clicker sends it to start a slide show."""

    def action_notes(self) -> None:
        self._begin_writing(private=False)

    def action_private_note(self) -> None:
        self._begin_writing(private=True)

    def _begin_writing(self, *, private: bool) -> None:
        if self.live.path is None:
            return
        self._add_notes()  # the key may come right after the first picture, and what follows it is text
        if self.writing is not None:
            self.room = self.room or (private and self.wall.group_sees)
            self.writing.begin(private=private, blind=self.room)

    def action_stop_writing(self) -> None:
        if self.writing is not None:
            self.writing.end()

    def action_room(self) -> None:
        self.wall.switch_view()

    def action_blank(self) -> None:
        self.wall.blank()

    def action_theme(self) -> None:
        toggle_theme(self.app)

    def action_jump(self) -> None:
        self.save_note()
        if not self.live.jump():
            self.hint(_("There is no silent work to skip now."))
        self.refresh_view()

    def action_slower(self) -> None:
        self._change_speed(max((speed for speed in SPEEDS if speed < self.live.speed), default=SPEEDS[0]))

    def action_faster(self) -> None:
        self._change_speed(min((speed for speed in SPEEDS if speed > self.live.speed), default=SPEEDS[-1]))

    def _change_speed(self, speed: int) -> None:
        self.live.set_speed(speed)
        self.view = None  # before the clock runs, a view at another speed is the same
        self.refresh_view()

    def action_leave(self) -> None:
        self.save_note()
        self.app.action_leave()

    def action_skip(self) -> None:
        if not self.live.state.activity.protected:
            self._skip()
        else:
            self._dialogs.confirm_skip(self.live, self._skip)

    def _skip(self) -> None:
        skipped = self.live.state.activity
        self.do(c.Skip())
        if self.live.state.activity is skipped:
            self.hint(_("That was the last one: {key} ends the session.").format(key=printed("end")), public=True)

    def action_line(self) -> None:
        self._dialogs.line(self.live)

    def action_parking(self) -> None:
        self._dialogs.parking(self.live)

    def action_window(self) -> None:
        self._dialogs.room_window()

    def action_text(self) -> None:
        self._dialogs.text(self.live, room=self.room)

    def action_ahead(self) -> None:
        self._dialogs.look_ahead(self.live)

    @on(ActivityClicked)
    def _look_ahead_there(self, event: ActivityClicked) -> None:
        if self.check_action("ahead", ()):  # the time stays as it is until Enter is pressed there
            self._dialogs.look_ahead(self.live, event.id)

    def action_help(self) -> None:
        self._dialogs.help(self.keymap, rehearsal=self.live.rehearsal)

    def action_earlier(self) -> None:
        self.save_note()
        self._dialogs.began_earlier(self.live)

    def action_replan(self) -> None:
        self.save_note()
        self._dialogs.replan(self.live)

    def action_groups(self) -> None:
        self._dialogs.groups(self.live)

    def action_end(self) -> None:
        self._dialogs.confirm_end(self._end, rehearsal=self.live.rehearsal)

    def _end(self) -> None:
        self.do(c.End())
        self.do(c.Blank(False))  # the thanks are for the wall
        self.left.set()
