"""An unfinished session was found: go on with it, or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.session import session_clock as clocks
from luisteren_tui.session.apply import UnfitError
from luisteren_tui.session.session_clock import real_wall_at
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.journal.reader import JournalRead, read_journal
from luisteren_tui.system.clock import Clock
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.dialog import Dialog


class ResumeChoice(StrEnum):
    """What to do with an unfinished session."""

    GO_ON = "go_on"
    WITHOUT_GAP = "without_gap"
    NEW = "new"
    END = "end"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is known of a session that was not ended: where it was, and how long ago it stopped."""

    path: Path
    found: JournalRead
    title: str
    activity: str
    stopped: int
    gap_s: int
    running: bool
    starts_in_room_view: bool
    damaged: bool
    rehearsal: bool

    @property
    def ago(self) -> str:
        """How long ago it stopped, in words."""
        return words.length(self.gap_s) if self.gap_s >= 0 else _("an unknown time")

    @classmethod
    def read(cls, path: Path, clock: Clock) -> "Unfinished":
        """Read it from its journal. An OSError or UnfitError when there is nothing to go on with."""
        found = read_journal(path)
        state, unfit = found.fold()
        if found.read_only:
            raise UnfitError
        now = clock.read()
        stopped = real_wall_at(state, state.t)
        again = state.t
        if state.clocks:
            again = clocks.reopened(state.clocks[-1], state.t, now.wall, now.boot, now.boot_id).t
        # A clock that was set back meanwhile, on a laptop that was restarted, tells nothing.
        gap = (again - state.t) // 1000 if again > state.t or now.wall >= stopped else -1
        rehearsal = state.opened.kind == "rehearsal"
        if rehearsal:
            # Its own clock ran at another speed.
            gap = max(-1, (now.wall - stopped) // 1000)
        return cls(
            path,
            found,
            safe_line(state.opened.workshop.title),
            safe_line(state.activity.title),
            stopped,
            gap,
            state.timing.mode == Mode.RUNNING,
            state.starts_in_room_view,
            bool(unfit) or not found.intact,
            rehearsal,
        )


class ResumeDialog(Dialog[ResumeChoice]):
    """Says what was under way, until when, and how long ago that is. Nothing of a note."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose('go_on')", show=False),
        Binding("o", "choose('without_gap')", show=False),
        Binding("n", "choose('new')", show=False),
        Binding("e", "choose('end')", show=False),
    ]

    def __init__(self, unfinished: Unfinished) -> None:
        super().__init__()
        self._unfinished = unfinished
        title = _("Go on rehearsing “{title}”?") if unfinished.rehearsal else _("Go on with “{title}”?")
        self.title_text = title.format(title=unfinished.title)
        counts = unfinished.running and not unfinished.rehearsal
        out = (("choose('without_gap')", "o", N_("go on without that time")),) if counts else ()
        self.keys = (
            ("choose('go_on')", "enter", N_("go on")),
            *out,
            ("choose('new')", "n", N_("new rehearsal") if unfinished.rehearsal else N_("new session")),
            ("choose('end')", "e", N_("end it and save it")),
        )

    def body(self) -> Iterable[Widget]:
        """Say where it was and how long ago."""
        it = self._unfinished
        if it.starts_in_room_view:
            yield Static(Content(_("It stopped {length} ago.").format(length=it.ago)))
            return
        where = (
            _("The rehearsal stopped at {time}, {length} ago, at “{activity}”.")
            if it.rehearsal
            else _("The session stopped at {time}, {length} ago, at “{activity}”.")
        )
        lines = [where.format(time=words.clock_time(it.stopped), length=it.ago, activity=it.activity)]
        if it.rehearsal:
            lines.append(_("The time since then does not count: nobody waited in a room."))
        elif it.running and it.gap_s >= 0:
            lines.append(_("The clock was running: the room went on, so that time counts."))
        elif not it.running:
            lines.append(_("The clock stood still."))
        if it.found.cut_off:
            lines.append(_("The last entry was cut off. Everything before it is kept."))
        elif it.damaged:
            lines.append(_("Part of the file is damaged. Everything intact is kept."))
            lines.append(_("The original stays beside it, names and all, until you delete it."))
        elif it.found.problems:
            lines.append(_("Another version wrote part of the file. What this one does not know stays in it, unused."))
        yield Static(Content("\n\n".join(lines)))

    def action_choose(self, choice: str) -> None:
        """Answer."""
        self.dismiss(ResumeChoice(choice))
