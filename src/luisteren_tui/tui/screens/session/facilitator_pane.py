"""The facilitator's own screen: where the session is, the clock, what to ask now and what comes next."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import _
from luisteren_tui.session.timing import Mode
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.base_app import PLAIN_TITLE
from luisteren_tui.tui.keymap import printed
from luisteren_tui.tui.theme import BADGE
from luisteren_tui.tui.widgets.clock_panel import ClockPanel
from luisteren_tui.tui.widgets.overview import Agenda, AgendaPart, FoldedAgenda, TopLine, folded
from luisteren_tui.tui.widgets.question import Question
from luisteren_tui.views.session_view import NO_NUMBER, ShortTurns, View
from luisteren_tui.workshop.model import FORM_NAMES, Form

AROUND = ((20, 10), (28, 14), (45, 21), (1000, 30))
"""Up to which height of the window how many of its lines are not for the question: all else, and the first of the notes."""
LESS_NOTES = 1
"""Lines that the notes lose to a question of which nothing can be left out."""
AIRY = (20, 28)
"""The heights at which empty lines come and go with what there is to ask. On a lower window there are none, and on a
higher one always."""
AIR_NOTES = 2
"""How many lines more the notes keep before there are empty lines."""


class FacilitatorPane:
    """Owns the widgets that show a View, and hands each of them its part.

    A `calm` clock shows minutes only, until the last two.
    """

    def __init__(self, *, calm: bool) -> None:
        self._calm = calm
        self._view: View | None = None
        self._height = 24
        # Kept here because looking a widget up costs more than handing it its part.
        self._top, self._agenda, self._folded = TopLine(id="top"), Agenda(id="agenda"), FoldedAgenda(id="folded")
        self._title, self._clock, self._question = Static(id="title"), ClockPanel(id="clock"), Question(id="question")
        self._coming, self._wall_line = Static(id="coming"), Static(id="wall-line")
        self._short_turns = Static(id="short-turns")

    def widgets(self) -> Iterable[Widget]:
        """Yield the widgets in the order of the page. The notes go before the last one."""
        yield from (
            self._top,
            self._agenda,
            self._folded,
            self._wall_line,
            self._title,
            self._clock,
            self._question,
            self._short_turns,
            self._coming,
        )

    def show(self, view: View, badge: str, *, breather: bool) -> None:
        """Show `view`, with `badge` in the top line. A part that is equal repaints nothing."""
        old, self._view = self._view, view
        led = self._clock.turn_leads
        self._top.badge = badge
        self._top.part = view.header
        self.show_clock(view, breather=breather)
        # Asking this first costs less than setting a part that is equal.
        if old is None or old.following != view.following or old.rows != view.rows:
            self._agenda.part = AgendaPart(view.rows, view.following)
            self._folded.part = folded(view.rows)
        if old is None or old.ask != view.ask:
            self._question.part = view.ask
            form = "" if view.ask.form == Form.BREAK else _(FORM_NAMES[view.ask.form])
            label = "" if view.ask.label == NO_NUMBER else f"{view.ask.label}  "
            self._share_lines()
            self._title.update(Content.assemble((f"{label}{view.ask.title}", "bold"), (f"   {form}", "$muted")))
        empty = view.room_content.blank
        if old is None or (old.line, old.room_content.blank) != (view.line, empty):
            self._wall_line.update(on_the_wall(view.line, empty=empty))
            self._wall_line.set_class(bool(view.line), "-on")
            self._share_lines()
        if old is None or old.short_turns != view.short_turns:
            self._short_turns.set_class(view.short_turns is not None, "-on")
            self._share_lines()
            if view.short_turns is not None:
                self._short_turns.update(_draw_short_turns(view.short_turns))
        if led != self._clock.turn_leads:
            self._share_lines()
        if old is None or old.coming != view.coming:
            self._coming.update(Content(words.coming(view.coming)))

    def show_clock(self, view: View, *, breather: bool) -> None:
        """Show only the clock: the View of a breather is that of a pause."""
        self._clock.show(view, calm=self._calm, breather=breather)

    @property
    def window_title(self) -> str:
        """What the terminal's window is called."""
        return PLAIN_TITLE if self._view is None else window_title(self._view, self._clock.time)

    def fit(self, height: int) -> None:
        """Show less of the question on a screen with few lines."""
        self._height = height
        self._share_lines()

    def _share_lines(self) -> None:
        """Let the question have what is left by the lines that are there now and then."""
        around = next(lines for below, lines in AROUND if self._height < below)
        airy = AIRY[0] <= self._height < AIRY[1]
        if self._view is not None:
            around += (1 if self._height < AROUND[1][0] else 2) * bool(self._view.line)
            around += 2 * (self._view.short_turns is not None)
            around += airy and self._clock.turn_leads
        lines = self._height - around
        self._question.space = max(2, lines)
        self._question.air = max(0, lines - AIR_NOTES) if airy else 0
        self._question.styles.max_height = max(1, lines + LESS_NOTES)
        self._title.set_class(self._question.roomy, "-roomy")


def window_title(view: View, time: str) -> str:
    """Return the activity and the `time` of its clock, for the terminal's window.

    The title of a block of one's own is left out: it may be about a person, and other programs can read this.
    """
    if view.clock.mode == Mode.ENDED:
        return PLAIN_TITLE
    ask = view.ask
    name = ask.label if ask.label != NO_NUMBER else _(FORM_NAMES[ask.form]) if ask.form == Form.BREAK else ""
    return f"{name} {time} · {PLAIN_TITLE}".lstrip()


def on_the_wall(line: str, *, empty: bool = False) -> Content:
    """Return what says which line of the facilitator's own stands on the wall, or waits while that is `empty`."""
    where, away = _("not on the screen yet") if empty else _("on the screen"), _("{key} takes it away")
    away = away.format(key=printed("line"))
    return Content.assemble((f" {where} ", BADGE), f" {line}  ", (away, "$muted"))


def _draw_short_turns(short: ShortTurns) -> Content:
    """Return which turns can't fit, and what would help."""
    # Lazy: in most sessions all turns fit.
    from luisteren_tui.planning.turn_times import short_turns_lines

    what, helps = short_turns_lines(short.name, short.times, short.participants, now=short.now)
    return Content.assemble((what, "bold $warning"), "\n", (helps, "$muted"))
