"""The clock of the present activity: the time left as the largest thing, what it means beside it, how far it is below."""

from typing import NamedTuple

from textual.content import Content
from textual.reactive import var

from luisteren_tui.i18n import _
from luisteren_tui.session.events import Gap
from luisteren_tui.session.signals import Alert, ClockView, Share, Sign, TurnView
from luisteren_tui.session.timing import Mode
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.widgets.large_time import drawn
from luisteren_tui.tui.widgets.line_widget import Lines
from luisteren_tui.tui.widgets.progress_line import progress
from luisteren_tui.views.session_view import View
from luisteren_tui.workshop.model import Each

BETWEEN = 3
"""Cells between the figures and the words."""


class ClockParts(NamedTuple):
    """What the panel shows; `time` is the time left as it is drawn."""

    time: str
    clock: ClockView
    turn: TurnView | None
    share: Share | None
    alert: Alert | None
    gap: Gap | None
    begun: bool
    breather: bool


def time_shown(part: ClockView, calm: bool) -> str:
    """Return the time left as it is drawn; a calm clock has no seconds until the last two minutes."""
    if calm and part.left_s > 120:
        return str((part.left_s + 59) // 60)
    return words.minutes_seconds(part.left_s)


class ClockPanel(Lines):
    """Figures, words and progress. One widget, since one second changes all three."""

    parts: var[ClockParts | None] = var(None)

    def show(self, view: View, calm: bool, breather: bool) -> None:
        """Show the clock of `view`."""
        time = time_shown(view.clock, calm)
        self.parts = ClockParts(time, view.clock, view.turn, view.share, view.alert, view.gap, view.begun, breather)

    @property
    def time(self) -> str:
        """The time left as it is drawn."""
        return self.parts.time if self.parts else ""

    def watch_parts(self) -> None:
        """Draw what changed."""
        self.draw()

    def lines(self) -> list[Content]:
        """Draw the figures as large as they fit in half the width, the words beside them, the progress on the last line."""
        parts, (width, height) = self.parts, self.size
        if parts is None or height < 1:
            return []
        # A line of air and the progress below, where the height allows for more than small figures.
        below = 0 if height <= 3 else 1 if height <= 6 else 2
        figures = drawn(parts.time, max(width // 2, min(width, 36)), height - below).split("\n")
        across = max(map(len, figures))
        style = "$warning" if parts.clock.left_s < 0 else "$foreground"
        if parts.clock.mode != Mode.RUNNING:
            style = "$foreground 65%"
        room, left = max(1, len(figures), height - below), max(1, width - across - BETWEEN)
        beside = _fitted(_words(parts, room, left), left, room)
        lines = []
        for number in range(max(len(figures), len(beside))):
            figure = figures[number] if number < len(figures) else ""
            said = beside[number] if number < len(beside) else Content("")
            lead = f"{figure:<{across}}{' ' * BETWEEN}"
            lines.append(Content.assemble((lead, style), said.truncate(left, ellipsis=True)))
        if below:
            lines += [Content("")] * (height - 1 - len(lines))
            lines.append(progress(parts.clock, width))
        return lines


def _fitted(said: list[Content], width: int, room: int) -> list[Content]:
    """Return the words folded to `width`, where `room` lines are enough for that; else as they are, to be cut."""
    if all(line.cell_length <= width for line in said):
        return said
    folded = [part.rstrip() for line in said for part in line.wrap(width)]
    return folded if len(folded) <= room else said


def _words(parts: ClockParts, room: int, width: int) -> list[Content]:
    """Return what the figures mean, in `room` lines: the mode, the turn, the signal, the gap; where it is tight, the last first."""
    clock, turn, alert, gap = parts.clock, parts.turn, parts.alert, parts.gap
    lines = _mode(clock, parts.begun, parts.breather)
    if turn is not None and clock.mode != Mode.WAITING:
        who = f" · {turn.who}" if turn.who else ""
        lines.append(Content.assemble((words.turn(turn) + who, "bold")))
        left = words.turn_left(turn)
        if left and not (alert and alert.sign in (Sign.FIRM, Sign.BEGIN)):
            if turn.each == Each.ROLE or turn.left_s <= 0:
                lines.append(Content(left))
            else:
                lines[-1] = Content.assemble(lines[-1], f" · {left}")
        if parts.share is not None and 1 <= turn.phase <= turn.of and turn.left_s < 0:
            lines += [Content(text) for text in (words.share(parts.share), words.too_short(parts.share)) if text]
        if trio := words.trio(turn, width):
            lines.append(Content(trio))
    urgent = []
    if alert is not None and alert.sign != Sign.OVER:
        urgent.append(Content.assemble((f" ● {words.alert(alert, turn)} ", "bold $text on $secondary 40%")))
    if gap is not None:
        length = words.length((gap.t - gap.since) // 1000)
        what = _("laptop asleep for {length}") if gap.why == "sleep" else _("program stopped for {length}")
        said = (what.format(length=length), _("that counts · o: it does not"))
        urgent += [Content.assemble((f" {text} ", "bold $text on $warning 35%")) for text in said]
    if len(lines) + len(urgent) > room and clock.mode == Mode.RUNNING:
        del lines[
            0 if clock.left_s >= 0 else 1
        ]  # until when: the figures say as much; or the key, which the footer has
    return lines[: max(0, room - len(urgent))] + urgent[-room:]


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
