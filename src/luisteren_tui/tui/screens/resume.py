"""The dialog that offers to resume an unfinished session, and what is known of that session."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.runtime.live_session import Onward
from luisteren_tui.session.apply import UnfitError
from luisteren_tui.session.session_clock import Absence, absence
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.journal.reader import JournalRead, read_journal
from luisteren_tui.system.clock import Clock
from luisteren_tui.text.safe import safe_line, within_quotes
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.keymap import key_for
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.widgets.key_bar import Keys


class ResumeChoice(StrEnum):
    """What to do with an unfinished session."""

    GO_ON = "go_on"
    WITH_GAP = "with_gap"
    WITHOUT_GAP = "without_gap"
    NEW = "new"
    END = "end"


class ResumeAnswer(Struct, frozen=True):
    """What to do with an unfinished session, and whether the group sees this screen too."""

    choice: ResumeChoice
    mirrored: bool


class Unfinished(Struct, frozen=True):
    """A session that has not ended, as its journal describes it.

    `away` is how long nothing watched it, and `running` whether its clock was running until then.
    """

    path: Path
    found: JournalRead
    title: str
    activity: str
    away: Absence
    running: bool
    starts_in_room_view: bool
    damaged: bool
    rehearsal: bool

    @property
    def ago(self) -> str:
        """How long ago the session stopped, in words."""
        return _("an unknown time") if self.away.ms is None else words.length(self.away.ms // 1000)

    @property
    def gap_counts(self) -> bool:
        """Whether the time since it stopped counts if nobody says otherwise."""
        return self.running and not self.rehearsal and not self.away.is_long

    def onward(self, choice: ResumeChoice) -> Onward:
        """Return how the session goes on after `choice`."""
        if choice is ResumeChoice.END:
            return Onward.ENDING
        long = self.away.is_long and choice is not ResumeChoice.WITH_GAP
        return Onward.NOT_COUNTING if long else Onward.COUNTING

    @classmethod
    def read(cls, path: Path, clock: Clock) -> "Unfinished":
        """Read a session from its journal. Raises an OSError or UnfitError if it can't be resumed."""
        found = read_journal(path)
        state, unfit = found.fold()
        if found.read_only:
            raise UnfitError
        now = clock.read()
        return cls(
            path=path,
            found=found,
            title=safe_line(state.opened.workshop.title),
            activity=safe_line(state.activity.title),
            away=absence(state, now.wall, now.boot, now.boot_id),
            running=state.timing.mode == Mode.RUNNING,
            starts_in_room_view=state.starts_in_room_view,
            damaged=bool(unfit) or len(found.problems) > len(found.unknown_fields),
            rehearsal=state.opened.kind == "rehearsal",
        )


class ResumeDialog(Dialog[ResumeAnswer]):
    """Shows where the session stopped and how long ago, and offers to go on, `mirrored` or not. It shows no notes.

    If the group may see the screen, it shows only how long ago.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "choose('go_on')"),
        ("i", "choose('with_gap')"),
        ("o", "choose('without_gap')"),
        ("d", "choose('new')"),
        ("e", "choose('end')"),
        Binding("z", "switch", id="room"),
    ]

    def __init__(self, unfinished: Unfinished, *, mirrored: bool) -> None:
        super().__init__()
        self._unfinished, self._mirrored, self._may_be_seen = unfinished, mirrored, mirrored
        title = _("Go on rehearsing “{title}”?") if unfinished.rehearsal else _("Go on with “{title}”?")
        self.title_text = title.format(title=unfinished.title)
        self.keys = self._keys()

    def _keys(self) -> Keys:
        it = self._unfinished
        go_on, other, switch = _("go on"), Keys(), Keys()
        if it.gap_counts:
            other = (("choose('without_gap')", "o", N_("go on without that time")),)
        elif it.running and not it.rehearsal:
            go_on = _("go on without that time")
            other = (("choose('with_gap')", "i", N_("go on and count that time")),)
        if not it.rehearsal:
            seen = _("{go_on}, mirrored") if self._mirrored else _("{go_on}, only I see this screen")
            go_on = seen.format(go_on=go_on)
            label = N_("only I see it") if self._mirrored else N_("the group sees it too (mirrored)")
            switch = (("switch", key_for("room"), label),)
        return (
            ("choose('go_on')", "enter", go_on),
            *switch,
            *other,
            ("choose('new')", "d", N_("new rehearsal") if it.rehearsal else N_("new session")),
            ("choose('end')", "e", N_("end it and save it")),
        )

    def action_switch(self) -> None:
        """Give the other answer to who sees the screen."""
        if not self._unfinished.rehearsal:
            self._mirrored = not self._mirrored
            self.show_keys(self._keys())

    def body(self) -> Iterable[Widget]:
        """Show where the session stopped, and what was lost."""
        it = self._unfinished
        if self._may_be_seen:
            yield Static(Content(_("It stopped {length} ago.").format(length=it.ago)))
            return
        where = (
            _("The rehearsal stopped at {time}, {length} ago, at “{activity}”.")
            if it.rehearsal
            else _("The session stopped at {time}, {length} ago, at “{activity}”.")
        )
        lines = [
            where.format(time=words.clock_time(it.away.stopped), length=it.ago, activity=within_quotes(it.activity))
        ]
        if it.rehearsal:
            lines.append(_("The time since then does not count: nobody waited in a room."))
        elif it.running and it.away.is_long:
            lines.append(_("The clock was running. Nobody stays in a room that long, so that time does not count."))
        elif it.running and it.away.ms is not None:
            lines.append(_("The clock was running: the room went on, so that time counts."))
        elif not it.running:
            lines.append(_("The clock stood still."))
        if it.found.cut_off:
            lines.append(_("The last entry was cut off. Everything before it is kept."))
        elif it.damaged:
            lines.append(_("Part of the file is damaged. Everything intact is kept."))
            lines.append(_("The original stays beside it, names and all, until you delete it."))
        elif it.found.unknown_fields:
            lines.append(_("Another version wrote part of the file. What this one does not know stays in it, unused."))
        yield Static(Content("\n\n".join(lines)))

    def action_choose(self, choice: str) -> None:
        """Answer with `choice`."""
        self.dismiss(ResumeAnswer(ResumeChoice(choice), self._mirrored))
