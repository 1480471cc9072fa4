"""The clock of the session screen: the time that matters in large figures, what it means, and the progress below.

During a turn that is the turn's time, with the activity's beside it, half as large.
"""

from collections.abc import Sequence
from itertools import zip_longest

from textual.content import Content
from textual.reactive import var

from luisteren_tui.i18n import _
from luisteren_tui.session.signals import ClockView, leading_turn, wraps_up
from luisteren_tui.session.timing import Mode
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.widgets.clock_words import (
    ClockParts,
    TurnWords,
    activity_words,
    name_list_keys,
    overtime,
    turn_words,
)
from luisteren_tui.tui.widgets.large_time import ROWS, large_figures
from luisteren_tui.tui.widgets.line_widget import LineWidget
from luisteren_tui.views.session_view import View

BETWEEN, BETWEEN_LARGE = 3, 4
"""Cells between the figures and the words, and that times their size where they are larger than the smallest."""
LEAST_WORDS = 37
"""Cells that the words beside the time of a turn keep, where its figures can be smaller."""
LEAST_FIGURES = 36
"""Cells that the figures may take on the narrowest screens."""
STEADY_WORDS = 36
"""The words don't move when the figures get fewer, if this many cells are left for them."""
SMALL_ROWS = 3
"""Lines of the smallest figures."""
WIDEST_TIME = "00:00"
ENDING = "△"
"""Stands beside the figures near the end. It is hollow, as that of overtime is filled."""
RUNNING, STILL = "$foreground", "$muted"


def time_left_text(left_s: int, *, calm: bool) -> str:
    """Return the time left as text, or overtime as "+1:40". A calm clock shows no seconds until the last two minutes."""
    if calm and left_s > 120:
        return str((left_s + 59) // 60)
    return f"{'+' * (left_s < 0)}{words.minutes_seconds(left_s)}"


class ClockPanel(LineWidget):
    """Figures, words and progress. They are one widget because every second changes all three."""

    parts: var[ClockParts | None] = var(None)

    def show(self, view: View, *, calm: bool, breather: bool) -> None:
        """Show the clock of `view`."""
        leading = leading_turn(view.clock, view.turn)
        self.set_class(leading is not None, "-turn")
        activity = time_left_text(view.clock.left_s, calm=calm)
        self.parts = ClockParts(
            time=activity if leading is None else time_left_text(leading.now_left_s, calm=calm),
            activity_time=activity,
            leading=leading,
            clock=view.clock,
            turn=view.turn,
            share=view.share,
            alert=view.alert,
            gap=view.gap,
            begun=view.begun,
            breather=breather,
            find_group=name_list_keys() if view.names_wait else words.find_group(view.groups),
        )

    @property
    def time(self) -> str:
        """The time of the large figures, as text."""
        return self.parts.time if self.parts else ""

    @property
    def turn_leads(self) -> bool:
        """Whether the large figures are those of a turn."""
        return self.parts is not None and self.parts.leading is not None

    watch_parts = LineWidget.draw

    def lines(self) -> list[Content]:
        """Lay out the figures as large as fits, the words beside them and the progress on the last line."""
        parts, (width, height) = self.parts, self.size
        if parts is None or height < 1:
            return []
        # With room for more than small figures there is an empty line and the progress below.
        below = 0 if height <= SMALL_ROWS else 1 if height <= 7 - (parts.leading is None) else 2
        if parts.leading is None:
            lines = _activity_lines(parts, width, height - below)
        else:
            lines = _turn_lines(parts, width, height - below, empty=max(0, below - 1))
        if below:
            lines += [Content("")] * (height - 1 - len(lines))
            lines.append(_progress(parts.clock, width))
        return lines


def _activity_lines(parts: ClockParts, width: int, height: int) -> list[Content]:
    """Return the figures of the activity, with the words beside them."""
    figures, across = _figures(parts.time, max(width // 2, min(width, LEAST_FIGURES), width - 48), height, width)
    words_height, words_width = max(1, len(figures), height), max(1, width - across - _gap(figures))
    beside = _wrapped(activity_words(parts, words_width, words_height), words_width, words_height)
    style, ending = _style(parts.clock, RUNNING, STILL), parts.clock.ending
    return _beside(_styled(figures, across, style, ending=ending), beside, width - words_width, words_width)


def _turn_lines(parts: ClockParts, width: int, height: int, *, empty: int = 0) -> list[Content]:
    """Return a heading, the figures of the turn, and beside those the figures of the activity with a caption.

    With few lines the heading is beside the figures too, and the time of the activity is text. Words that have no other
    place may take the `empty` lines below.
    """
    leading, clock = parts.leading, parts.clock
    assert leading is not None
    above = height > SMALL_ROWS
    widest = max(min(width, LEAST_FIGURES), width - LEAST_WORDS - BETWEEN)
    figures, across = _figures(parts.time, widest, height - above, width)
    ending, style = wraps_up(clock, leading), STILL
    if clock.mode == Mode.RUNNING:
        style = "$warning" if leading.left_s <= 0 else "$accent" if ending else RUNNING
    words_width = max(1, width - across - _gap(figures))
    said = turn_words(parts, width if above else words_width, words_width)
    apart = above and height > 1 + len(figures)
    lines = height - 1 - apart
    said.urgent[:] = _wrapped(said.urgent, words_width, lines - above)
    rows = max(len(figures) // 2, SMALL_ROWS) if len(figures) > SMALL_ROWS else 0
    right = _activity_beside(parts, said, (words_width, lines + empty), rows)
    if not above:
        right.insert(0, said.heading)
    beside = _beside(_styled(figures, across, style, ending=ending), right, width - words_width, words_width)
    return [said.heading.truncate(width, ellipsis=True), *[Content("")] * apart, *beside] if above else beside


def _activity_beside(parts: ClockParts, said: TurnWords, size: tuple[int, int], rows: int) -> list[Content]:
    """Return the time of the activity and what is `said`, in a width and height of `size`.

    The time is in figures of `rows` lines if what is urgent leaves space for them. Otherwise, or with 0, it is text.
    """
    width, height = size
    style = _style(parts.clock, RUNNING, STILL)
    until = f" · {_('until {time}').format(time=words.clock_time(parts.clock.end))}"
    if parts.clock.left_s < 0:
        until = f" · ▲ {_('overtime')}"
    if rows:
        figures = large_figures(parts.activity_time, width, rows).split("\n")
        across, below = len(figures[0]), height - 1 - len(figures)
        if len(figures) > 1 and len(said.urgent) <= below:
            under, beside = list(said.urgent), list[Content]()
            for text in (*said.shares, *said.others):
                if text.cell_length <= width and len(under) < below:
                    under.append(text)
                elif text.cell_length <= width - across - BETWEEN and len(beside) < len(figures):
                    beside.append(text)
            air = [Content("")] * (len(figures) > SMALL_ROWS and len(under) + 2 <= below)
            left = _styled(figures, across, style, ending=parts.clock.ending)
            caption = Content.styled(_("whole activity") + until, STILL)
            return [caption, *air, *_beside(left, beside, across + BETWEEN, width - across - BETWEEN), *air, *under]
    if parts.clock.left_s < 0:
        time = Content.styled(f"▲ {overtime(parts.clock)}", f"bold {style}")
    else:
        time = Content.assemble(f"{_('whole activity')} ", (parts.activity_time, f"bold {style}"))
        time += until if time.cell_length + len(until) <= width else ""
    others = [text for text in said.others if text.cell_length <= width]
    if height > SMALL_ROWS:
        lines = [time, *said.urgent, *said.shares, *others]
    elif parts.clock.left_s < 0:
        lines = [*said.urgent, time, *said.shares, *others]
    else:  # there are few lines, and how the turns share the time says more than all of it
        lines = [*said.urgent, *said.shares, time, *others]
    return lines[:height]


def _figures(time: str, widest: int, height: int, width: int) -> tuple[list[str], int]:
    """Return the lines of `time` as large as fits in `widest` cells, and the cells to keep for them.

    Those are as many as a longer time takes, so that the words beside it stay where they are, if there is space for that.
    """
    figures = large_figures(time, widest, height).split("\n")
    across = max(map(len, figures))
    longest = max(map(len, large_figures(WIDEST_TIME, widest, len(figures)).split("\n")))
    return figures, max(across, longest) if width - longest - BETWEEN >= STEADY_WORDS else across


def _gap(figures: Sequence[str]) -> int:
    """Return the cells between figures and what is beside them: more than between two figures."""
    return max(BETWEEN, BETWEEN_LARGE * (len(figures) // ROWS))


def _styled(figures: Sequence[str], across: int, style: str, *, ending: bool) -> list[Content]:
    """Return the lines of figures in one colour, near the end with a sign beside them."""
    wide = max(map(len, figures))
    lines = [Content.styled(f"{figure:<{wide}}", style) for figure in figures]
    if ending and wide + BETWEEN - 1 <= across + BETWEEN:
        lines[0] = Content.styled(f"{figures[0]:<{wide}} {ENDING}", style)
    return lines


def _beside(left: Sequence[Content], right: Sequence[Content], at: int, width: int) -> list[Content]:
    """Return the lines of `left` with those of `right` beside them, from cell `at` on and cut at `width` cells."""
    lines = []
    for a, b in zip_longest(left, right, fillvalue=Content("")):
        lines.append(a.pad_right(at - a.cell_length) + b.truncate(width, ellipsis=True) if b else a)
    return lines


def _style(part: ClockView, running: str, still: str) -> str:
    """Return the colour of the time: `running` until the end is near, `still` while the clock stands still."""
    if part.mode != Mode.RUNNING:
        return still
    return "$warning" if part.left_s <= 0 else "$accent" if part.ending else running


def _wrapped(lines: list[Content], width: int, height: int) -> list[Content]:
    """Return `lines` wrapped at `width`, in `height` lines. Where they don't fit, the end of the longest is left out."""
    if all(line.cell_length <= width for line in lines):
        return lines
    wrapped = [[part.rstrip() for part in line.wrap(width)] for line in lines]
    while sum(map(len, wrapped)) > height and len(longest := max(wrapped, key=len)) > 1:
        longest[-2:] = [Content.assemble(longest[-2], " …")]
    return [part for line in wrapped for part in line]


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
    style = _style(part, "$primary", STILL)
    return Content.assemble(("".join(cells[:done]), style), ("".join(cells[done:]), "$track"), ("   " + tail, STILL))
