"""The clock of the current activity: the time left in large figures, its meaning beside it, and the progress below."""

from typing import NamedTuple

from textual.content import Content
from textual.reactive import var

from luisteren_tui.i18n import _
from luisteren_tui.session.events import Gap
from luisteren_tui.session.signals import Alert, ClockView, Sign, TurnView
from luisteren_tui.session.timing import Mode
from luisteren_tui.session.turns import TurnShare
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.keymap import printed
from luisteren_tui.tui.widgets.large_time import large_figures
from luisteren_tui.tui.widgets.line_widget import LineWidget
from luisteren_tui.views.session_view import View
from luisteren_tui.workshop.model import Each

BETWEEN = 3
"""Cells between the figures and the words."""
ENDING = "△"
"""Stands beside the figures near the end. It is hollow, as that of overtime is filled."""


class ClockParts(NamedTuple):
    """What the panel shows. `time` is the time left, as text, and `find_group` how people find their group now."""

    time: str
    clock: ClockView
    turn: TurnView | None
    share: TurnShare | None
    alert: Alert | None
    gap: Gap | None
    begun: bool
    breather: bool
    find_group: str = ""


def time_left_text(part: ClockView, *, calm: bool) -> str:
    """Return the time left as text, or overtime as "+1:40". A calm clock shows no seconds until the last two minutes."""
    if calm and part.left_s > 120:
        return str((part.left_s + 59) // 60)
    return f"{'+' * (part.left_s < 0)}{words.minutes_seconds(part.left_s)}"


class ClockPanel(LineWidget):
    """Figures, words and progress. They are one widget because every second changes all three."""

    parts: var[ClockParts | None] = var(None)

    def show(self, view: View, *, calm: bool, breather: bool) -> None:
        """Show the clock of `view`."""
        self.parts = ClockParts(
            time=time_left_text(view.clock, calm=calm),
            clock=view.clock,
            turn=view.turn,
            share=view.share,
            alert=view.alert,
            gap=view.gap,
            begun=view.begun,
            breather=breather,
            find_group=words.find_group(view.groups),
        )

    @property
    def time(self) -> str:
        """The time left, as text."""
        return self.parts.time if self.parts else ""

    watch_parts = LineWidget.draw

    def lines(self) -> list[Content]:
        """Lay out the figures as large as fits in half the width, the words beside them and the progress on the last line."""
        parts, (width, height) = self.parts, self.size
        if parts is None or height < 1:
            return []
        # With room for more than small figures there is an empty line and the progress below.
        below = 0 if height <= 3 else 1 if height <= 6 else 2
        figures = large_figures(parts.time, max(width // 2, min(width, 36)), height - below).split("\n")
        across = max(map(len, figures))
        style = _style(parts.clock, "$foreground", "$muted")
        words_height, words_width = max(1, len(figures), height - below), max(1, width - across - BETWEEN)
        beside = _wrapped(_words(parts, words_width, words_height), words_width, words_height)
        lines = []
        for number in range(max(len(figures), len(beside))):
            figure = figures[number] if number < len(figures) else ""
            gap = f" {ENDING} " if parts.clock.ending and number == 0 else " " * BETWEEN
            line = Content.styled(f"{figure:<{across}}{gap}", style)
            if number < len(beside):
                line += beside[number].truncate(words_width, ellipsis=True)
            lines.append(line)
        if below:
            lines += [Content("")] * (height - 1 - len(lines))
            lines.append(_progress(parts.clock, width))
        return lines


def _style(part: ClockView, running: str, still: str) -> str:
    """Return the colour of the time: `running` until the end is near, `still` while the clock stands still."""
    if part.mode != Mode.RUNNING:
        return still
    return "$warning" if part.left_s < 0 else "$accent" if part.ending else running


def _wrapped(lines: list[Content], width: int, height: int) -> list[Content]:
    """Return `lines` wrapped at `width` if they then fit in `height` lines. Otherwise return them unchanged, to be cut."""
    if all(line.cell_length <= width for line in lines):
        return lines
    wrapped = [part.rstrip() for line in lines for part in line.wrap(width)]
    return wrapped if len(wrapped) <= height else lines


def _words(parts: ClockParts, width: int, height: int) -> list[Content]:
    """Return what the figures mean: the mode, the turn, the signal and the gap. The last two are the last to be left out."""
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
        urgent.append(Content.assemble((f" ● {words.alert(alert, turn)} ", "bold $foreground on $secondary 40%")))
    if gap is not None:
        length = words.length((gap.t - gap.since) // 1000)
        what = _("laptop asleep for {length}") if gap.why == "sleep" else _("program stopped for {length}")
        texts = (what.format(length=length), _("that counts · {key}: it does not").format(key=printed("gap")))
        urgent += [Content.assemble((f" {text} ", "bold $foreground on $warning 35%")) for text in texts]
    if parts.find_group and len(lines) + len(urgent) < height and len(parts.find_group) <= width:
        lines.append(Content(parts.find_group))
    if len(lines) + len(urgent) > height and clock.mode == Mode.RUNNING:
        # The figures also say until when, and the footer has the key for a minute more.
        del lines[0 if clock.left_s >= 0 else 1]
    return lines[: max(0, height - len(urgent))] + urgent[-height:]


def _mode(clock: ClockView, begun: bool, breather: bool) -> list[Content]:
    since = words.minutes_seconds(clock.since_s)
    if breather:
        ends = _("{time} · nothing to do · {key} ends it").format(time=since, key=printed("breather"))
        return [Content.assemble((_("Breather"), "bold $secondary")), Content(ends)]
    match clock.mode:
        case Mode.WAITING if not begun:
            return [
                Content.assemble((_("Ready to begin"), "bold")),
                Content(_("{key} starts the clock").format(key=printed("pause"))),
            ]
        case Mode.WAITING if clock.skipped:
            return [
                Content.assemble((_("Skipped"), "bold")),
                Content(_("{key} starts it after all").format(key=printed("pause"))),
            ]
        case Mode.WAITING:
            return [
                Content.assemble((_("Not running yet"), "bold $warning")),
                Content(_("the group waits {time} · {key} starts").format(time=since, key=printed("pause"))),
            ]
        case Mode.PAUSED:
            paused = [_("Paused"), *([_overtime(clock)] if clock.left_s < 0 else [])]
            return [
                Content.assemble((" · ".join(paused), "bold $warning")),
                Content(_("{time} · {key} resumes").format(time=since, key=printed("pause"))),
            ]
        case Mode.ENDED:
            return [Content.assemble((_("The session has ended"), "bold"))]
    if clock.left_s < 0:
        return [
            Content.assemble((f" ▲ {_overtime(clock)} ", "bold $foreground on $warning 45%")),
            Content(_("{key} adds a minute from now").format(key=printed("more"))),
        ]
    end = words.clock_time(clock.end)
    return [Content(_("until {time}").format(time=end))]


def _overtime(clock: ClockView) -> str:
    return _("overtime {time}").format(time=words.minutes_seconds(clock.left_s))


def _progress(part: ClockView, width: int) -> Content:
    """Return a thin line with the moments of the two signals on it, and the run time in figures, in `width` cells.

    Near the end the rest of the line is dashed.
    """
    total = words.minutes_seconds(part.allotted_s)
    tail = _("{run} of {total}").format(run=words.minutes_seconds(part.run_s), total=total)
    line_width, allotted_s = max(0, width - len(tail) - 3), max(1, part.allotted_s)
    done = min(line_width, part.run_s * line_width // allotted_s)
    cells = ["━"] * done + ["┄" if part.ending else "─"] * (line_width - done)
    for mark in part.marks:
        place = mark * line_width // allotted_s
        if 0 <= place < line_width:
            cells[place] = "┃" if place < done else "╂"
    style = _style(part, "$primary", "$muted")
    return Content.assemble(("".join(cells[:done]), style), ("".join(cells[done:]), "$track"), ("   " + tail, "$muted"))
