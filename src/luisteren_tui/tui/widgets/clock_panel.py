"""The clock of the present activity: the time left as the largest thing, and what it means beside it."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.i18n import _
from luisteren_tui.session.events import Gap, Mode
from luisteren_tui.session.view import Alert, ClockView, Sign, TurnView, View
from luisteren_tui.tui import words
from luisteren_tui.tui.widgets.big_time import BigTime

ClockParts = tuple[ClockView, TurnView | None, Alert | None, Gap | None, bool, bool]


def time_shown(part: ClockView, calm: bool) -> str:
    """Return the time left as it is drawn; a calm clock has no seconds until the last two minutes."""
    if calm and part.left_s > 120:
        return str((part.left_s + 59) // 60)
    return words.minutes_seconds(part.left_s)


class ClockWords(Widget):
    """What the figures mean: waiting, running, paused or over; the turn; the signal."""

    parts: reactive[ClockParts | None] = reactive(None)

    def render(self) -> Content:
        """Put a line for each."""
        if self.parts is None:
            return Content("")
        clock, turn, alert, gap, begun, breather = self.parts
        lines = [*_mode(clock, begun, breather)]
        if turn is not None and clock.mode != Mode.WAITING:
            who = f" · {turn.who}" if turn.who else ""
            lines.append(Content.assemble((words.turn(turn) + who, "bold")))
            left = words.turn_left(turn)
            if left and not (alert and alert.sign in (Sign.FIRM, Sign.BEGIN)):
                lines.append(Content(left))
        if alert is not None and alert.sign != Sign.OVER:
            lines.append(Content.assemble((f" ● {words.alert(alert, turn)} ", "bold $text on $secondary 40%")))
        if gap is not None:
            length = words.length((gap.t - gap.since) // 1000)
            text = _("{length} gap counts · o leaves it out").format(length=length)
            lines.append(Content.assemble((f" {text} ", "bold $text on $warning 35%")))
        return Content("\n").join(lines[: self.size.height or 5])


def _mode(clock: ClockView, begun: bool, breather: bool) -> list[Content]:
    since = words.minutes_seconds(clock.since_s)
    match clock.mode:
        case Mode.WAITING if not begun:
            return [Content.assemble((_("Ready to begin"), "bold")), Content(_("space starts the clock"))]
        case Mode.WAITING:
            return [
                Content.assemble((_("Not running yet"), "bold $warning")),
                Content(_("the group waits {time} · space starts").format(time=since)),
            ]
        case Mode.PAUSED if breather:
            return [
                Content.assemble((_("Breather"), "bold $secondary")),
                Content(_("{time} · nothing has to be done · space goes on").format(time=since)),
            ]
        case Mode.PAUSED:
            return [
                Content.assemble((_("Paused"), "bold $warning")),
                Content(_("{time} · space goes on").format(time=since)),
            ]
        case Mode.ENDED:
            return [Content.assemble((_("The session has ended"), "bold"))]
    if clock.left_s < 0:
        over = _("overtime {time}").format(time=words.minutes_seconds(clock.left_s))
        return [
            Content.assemble((f" ▲ {over} ", "bold $text on $warning 45%")),
            Content(_("+ gives a minute from now")),
        ]
    end = words.clock_time(clock.end)
    return [Content(_("until {time}").format(time=end))]


class ClockPanel(Horizontal):
    """The figures and the words."""

    def compose(self) -> ComposeResult:
        """Put them side by side."""
        yield BigTime(id="time")
        yield ClockWords(id="words")

    def show(self, view: View, calm: bool, breather: bool) -> None:
        """Show the clock of `view`."""
        clock = view.clock
        self.query_one(BigTime).time = time_shown(clock, calm)
        self.query_one(ClockWords).parts = (clock, view.turn, view.alert, view.gap, view.begun, breather)
        self.set_class(clock.left_s < 0, "-over")
        self.set_class(clock.mode != Mode.RUNNING, "-still")
