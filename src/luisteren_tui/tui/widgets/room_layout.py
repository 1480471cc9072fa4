"""Where everything of a RoomView goes: the title above, the time below, and between them the rest, as large as fits.

Words that must be read from the back are drawn in large letters wherever there are lines for them. Only a signal takes
these lines from the text.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from textual.content import Content

from luisteren_tui.i18n import _
from luisteren_tui.session.timing import MINUTE_MS
from luisteren_tui.tui.widgets import qr_code as qr
from luisteren_tui.tui.widgets.group_list import group_lines
from luisteren_tui.tui.widgets.large_letters import large_letters
from luisteren_tui.views import room_wording as words
from luisteren_tui.views.room_view import COUNTED_MINUTES, RoomView, Scene
from luisteren_tui.workshop.model import Form

LOW_LINES = 20
"""On a screen with fewer lines not all of an activity fits, and there is no empty line at the edge."""
NARROW = 60
"""A screen with fewer columns has a narrow margin."""
TEXT_WIDTH = 84
"""Longer lines of text are hard to read."""
LARGE_LINES = 4
"""Large letters take no more lines of text than this."""
MINUTES, QUIET = 3, 4
"""The rank of the minutes of a turn on a low screen, and that from which a part stands beside what the room must read
first."""
SIGNAL_SHARE, QUIET_SHARE, LOW_SHARE = 0.5, 0.3, 0.4
"""The share of all lines that large letters may take: those of a signal, and those of what stands beside the question.
The last one is for a low screen."""
FIRST_SHARE = 0.6
"""The share of the spare lines by which the first part grows, so that the next one can grow too."""
GROUP_COLUMNS = 2
"""Groups stand in no more columns than this, unless there are too many."""
MORE = "…"
"""Stands for the items of the parking lot that do not fit."""
BLANK = Content("")
Lines = list[Content]


class Picture(NamedTuple):
    """Lines that are no wider than the display, and the texts in them that are `enlarged`, with what is beside those."""

    lines: Lines
    enlarged: tuple[str, ...] = ()


class Part(NamedTuple):
    """Something to read: as lines of text, or else with `large` in large letters between the lines `above` and `below`,
    and between what is to the `left` and the `right` of it.

    A part of a lower `rank` is enlarged first. Its large letters take this `share` of all lines at most. The lines of a
    `spread` part may have empty lines between them.
    """

    lines: Lines
    large: str = ""
    style: str = "$foreground"
    rank: int = 0
    share: float = 1.0
    above: Lines = []
    below: Lines = []
    left: Content = BLANK
    right: Content = BLANK
    spread: bool = False


def picture(view: RoomView, width: int, height: int, *, evaluation: str, settled: bool) -> Picture:
    """Return the picture of `view` on a display of this size in cells. `evaluation` is a link for the end.

    A code that doesn't fit is missed only on a display whose size is `settled`.
    """
    if view.scene == Scene.BLANK or not width or not height:
        return Picture([])
    if link := words.link(view, evaluation):
        return Picture(_centred(_with_code(view, link, max(1, width - 2), height, settled=settled), width))
    edge, margin = int(height >= LOW_LINES), 1 if width < NARROW else 3
    found = _fitted(view, max(1, width - 2 * margin), height - 2 * edge)
    return Picture(_centred([*[BLANK] * edge, *found.lines], width), found.enlarged)


def _fitted(view: RoomView, width: int, height: int) -> Picture:
    """Lay out `view` in full, or else with less and less to ask. A signal comes before what is asked.

    On a low screen the title gives way to what is asked, to large letters and to the time line.
    """
    signalled = bool(words.signal(view))
    gives_way = height < LOW_LINES and view.scene == Scene.ACTIVITY and bool(_head(view).plain)
    layouts = [(head, gap) for head in ((True, False) if gives_way else (True,)) for gap in (1, 0)]
    all_of_it = signalled or view.groups is not None or bool(view.parking)
    shorter = list(islice(_shorter_and_shorter(view), None if all_of_it else 3))
    for signal_first in (True, False) if signalled else (False,):
        for asked in shorter:
            sheets = [Sheet(view, asked, width, height, gap=gap, head=head) for head, gap in layouts]
            if signal_first:
                sheets = [sheet for sheet in sheets if sheet.enlarge(0, round(SIGNAL_SHARE * height))]
            if fitting := [sheet for sheet in sheets if sheet.spare >= 0]:
                for sheet in fitting:
                    sheet.grow()
                # The title and the empty lines between the texts go if that makes something large.
                return max(fitting, key=lambda sheet: sheet.gain).picture()
    return Sheet(view, shorter[-1], width, height, gap=0, head=True, cut=True).picture()


class Sheet:
    """A view being laid out, with only what `asked` has to ask, and its title if it has a `head`.

    There are `gap` empty lines between two parts. `spare` is how many lines are left over, below 0 if some will be cut.
    If some are `cut`, the prompts come first. Otherwise they come last, since the instruction leads to them.
    """

    def __init__(
        self, view: RoomView, asked: RoomView, width: int, height: int, *, gap: int, head: bool, cut: bool = False
    ) -> None:
        self._width, self._height = width, height
        self._head = _wrapped(_head(view), width)[:2] if head else []
        foot = _foot(view, width, low=height < LOW_LINES)
        said = _said(view, width)
        taken = len(self._head) + len(foot.lines) + sum(len(part.lines) for part in said)
        middle = [*said, *_groups(view, width, max(1, height - taken)), *_asked(asked, width, prompts_first=cut)]
        self._parts = [*middle, foot]
        self._lines = [part.lines for part in self._parts]
        self._enlarged = dict[int, str]()
        self.spare = height - len(self._head) - sum(map(len, self._lines))
        self._bar = _bar(view, width) if self.spare > 0 else []
        self.spare -= len(self._bar)
        self._gap = [BLANK] * gap
        self.spare -= gap * (sum(1 for lines in (self._head, *self._lines) if lines) - 1)

    def enlarge(self, number: int, limit: int) -> bool:
        """Draw a part in large letters if it has these and they fit in `limit` lines. Return whether they do."""
        part, now = self._parts[number], len(self._lines[number])
        above, below = part.above, part.below
        if not self._gap:
            # What is large has an empty line at both sides all the same, but not at the edge.
            following = next((n for n in range(number + 1, len(self._parts)) if self._lines[n]), None)
            above = [BLANK, *above] if self._head or any(self._lines[:number]) else above
            below = below if following is None or following in self._enlarged else [*below, BLANK]
        height = min(limit, round(part.share * self._height)) - len(above) - len(below)
        width = self._width - part.left.cell_length - part.right.cell_length
        letters = large_letters(part.large, width, height, max_lines=LARGE_LINES, centred=True)
        if letters is None:
            return False
        large = [Content.assemble((line, part.style)) for line in letters]
        self._lines[number] = [*above, *_between(part.left, large, part.right), *below]
        before, after = [*part.above, part.left], [part.right, *part.below]
        texts = [line.plain.strip() for line in (*before, Content(part.large), *after)]
        self._enlarged[number] = " ".join(filter(None, texts))
        self.spare += now - len(self._lines[number])
        return True

    def grow(self) -> None:
        """Draw as many parts as possible in large letters, and these as large as fits."""
        by_rank = sorted((n for n, part in enumerate(self._parts) if part.large), key=lambda n: self._parts[n].rank)
        for number in by_rank:
            now = len(self._lines[number])
            enlarged = any(self.enlarge(number, now + more) for more in range(1, self.spare + 1))
            if not enlarged and self._parts[number].rank >= MINUTES:
                break
        for share in (FIRST_SHARE, 1.0):
            for number in [number for number in by_rank if number in self._enlarged]:
                self.enlarge(number, len(self._lines[number]) + round(share * self.spare))
        for number, part in enumerate(self._parts):
            if part.spread and self._gap and self.spare >= len(part.lines):
                self._lines[number] = [line for one in part.lines for line in (one, BLANK)][:-1]
                self.spare -= len(part.lines) - 1

    @property
    def gain(self) -> tuple[int, bool]:
        """How many of the parts that the room must read first are large, and whether the time has its line."""
        return sum(1 for number in self._enlarged if self._parts[number].rank < QUIET), bool(self._bar)

    def picture(self) -> Picture:
        """Return the title above, the time below, and the rest in the middle of what is left."""
        *middle, foot = self._lines
        between = [line for lines in middle if lines for line in (*self._gap, *lines)][len(self._gap) :]
        head = [*self._head, *self._gap] if self._head else []
        foot = [*self._gap, *foot, *self._bar] if foot else self._bar
        between = between[: max(0, self._height - len(head) - len(foot))]
        blank = max(0, self._height - len(head) - len(between) - len(foot))
        above = (blank + 1) // 2
        lines = [*head, *[BLANK] * above, *between, *[BLANK] * (blank - above), *foot]
        return Picture(lines[: self._height], tuple(self._enlarged.values()))


def _head(view: RoomView) -> Content:
    """Return the title that stands above. A break has its title in large letters instead."""
    if view.scene == Scene.ACTIVITY and view.form == Form.BREAK:
        return Content("")
    style = "bold $muted" if view.scene == Scene.ACTIVITY else "bold"
    return Content.assemble((words.title(view), style))


def _said(view: RoomView, width: int) -> list[Part]:
    """Return what is said first: the signal, the greeting or the turn, who plays whom, and the facilitator's line."""
    parts = []
    if signal := words.signal(view):
        parts.append(Part(_wrapped(_chip(view), width), signal, "$accent"))
    if view.scene == Scene.THANKS:
        thanks = _text(words.greeting(view), width, "bold $accent").lines
        parts.append(Part(thanks, _("Thanks"), "$accent", below=[BLANK, *thanks]))
    elif greeting := words.greeting(view):
        parts.append(_large(greeting, width, "$accent"))
    if view.scene == Scene.ACTIVITY and view.form == Form.BREAK:
        parts.append(_large(view.title, width, "$accent", rank=2))
    turn, players = words.whose_turn(view)
    if turn:
        parts.append(_large(turn, width, "$accent", rank=QUIET + 1, share=QUIET_SHARE))
    if said := words.said(view):
        parts.append(_large(said, width, rank=1))
    if players:
        lines = [Content.assemble((text, "bold" if signal else "")) for text in players]
        parts.append(Part([line for text in lines for line in _wrapped(text, width)]))
    if view.line:
        parts.append(_large(view.line, width, "$accent", rank=1))
    return parts


def _chip(view: RoomView) -> Content:
    """Return the signal as text, with a dot, since not everyone sees its colour."""
    signal = words.signal(view)
    return Content.assemble((f" ● {signal} ", "bold reverse")) if signal else BLANK


def _groups(view: RoomView, width: int, max_lines: int) -> list[Part]:
    if view.groups is None:
        return []
    current = words.current_group(view)
    return [Part(group_lines(view.groups, width, max_lines, columns=GROUP_COLUMNS, current=current), spread=True)]


def _asked(view: RoomView, width: int, *, prompts_first: bool) -> list[Part]:
    """Return what is to be read or done."""
    match view.scene:
        case Scene.NOTHING:
            return [_text(_("We begin in a moment."), width)]
        case Scene.WELCOME:
            parts = [_text(_("What is said here stays here."), width), _text(_("You may always pass."), width)]
            if view.materials:
                used = Content.assemble((_("What we use") + "\n", "bold"), " · ".join(view.materials))
                parts.append(Part(_wrapped(used, min(width, TEXT_WIDTH))))
            return parts
        case Scene.THANKS:
            return [_text(view.credit, width)] if view.credit else []
        case Scene.PARKING:
            items = [Content(item if item == MORE else f"· {item}") for item in view.parking]
            return [Part(lines) for lines in _solid(items, width)]
        case Scene.TEXT if view.text is not None:
            return [Part(lines) for lines in _solid([Content(view.text.body)], width)]
    if view.form == Form.BREAK:
        return [_clock(view, width, rank=0)]
    only = len(view.prompts) == 1
    prompts = [_large(text, width, rank=2) if only else _text(text, width, "bold") for text in view.prompts]
    instruction = [_text(text, width) for text in view.instruction]
    roles = [_text(_("Roles: {roles}").format(roles=" · ".join(view.roles)), width)] if view.roles else []
    parts = [*roles, *(prompts + instruction if prompts_first else instruction + prompts)]
    if view.options:
        parts.append(_text(_("Choose from: {options}").format(options=" · ".join(view.options)), width))
    return parts


def _foot(view: RoomView, width: int, *, low: bool) -> Part:
    """Return what stands at the bottom: the time, or in a break, which has its time in the middle, the minutes left.

    On a `low` screen the words are beside the minutes of a turn.
    """
    if view.form == Form.BREAK and view.scene == Scene.ACTIVITY:
        return _text(words.minutes_to_go(view), width)
    if not low or view.turn is None:
        return _clock(view, width, rank=QUIET, share=QUIET_SHARE)
    text, figures, before, after = _time(view)
    left, right = Content(f"{before}  " if before else ""), Content(f"  {after}" if after else "")
    return Part(_wrapped(text, width), figures, "$primary", MINUTES, LOW_SHARE, left=left, right=right)


def _clock(view: RoomView, width: int, *, rank: int, share: float = 1.0) -> Part:
    """Return the time with its figures in large letters."""
    text, figures, before, after = _time(view)
    above, below = (_wrapped(Content(part), width) for part in (before, after))
    return Part(_wrapped(text, width), figures, "$primary", rank, share, above, below)


def _time(view: RoomView) -> tuple[Content, str, str, str]:
    """Return the time in words, the figures in it, and what is before and after those."""
    text, figures = words.time_text(view)
    before, _figures, after = text.partition(figures) if figures else ("", "", "")
    return Content(text), figures, before.strip(" ·"), after.strip(" ·")


def _between(left: Content, large: Lines, right: Content) -> Lines:
    """Return large letters with the texts beside the middle of them."""
    middle, indent = (len(large) - 1) // 2, Content(" " * left.cell_length)
    return [
        Content.assemble(left if n == middle else indent, line, right if n == middle else " " * right.cell_length)
        for n, line in enumerate(large)
    ]


def _bar(view: RoomView, width: int) -> Lines:
    """Return a line that shows how much of the time has passed, in whole minutes, or none if the room sees no time."""
    total = view.countdown.total_ms / MINUTE_MS if view.countdown is not None else COUNTED_MINUTES
    if view.minutes_left is None or not total:
        return []
    passed = round(width * (1 - min(1.0, view.minutes_left / total)))
    return [Content.assemble(("━" * passed, "$primary"), ("─" * (width - passed), "$track"))]


def _with_code(view: RoomView, link: str, width: int, height: int, *, settled: bool) -> Lines:
    """Return the code of `link` below what is said, or with that beside it if it doesn't fit below."""
    greeting, line = (Content.assemble((text, "bold $accent")) for text in (words.greeting(view), view.line))
    credit = Content(view.credit if view.scene == Scene.THANKS else "")
    said = [text for text in (_head(view), _chip(view), greeting, line, credit) if text.plain]
    lines = [line for part in said for line in _wrapped(part, width)]
    code = qr.code_below(link, width, height - len(lines))
    if code is None and (beside := qr.code_beside(link, said, width, height)):
        return beside
    return [*lines, *(code or qr.only_link(link, width, ask_for_space=settled))][:height]


def _shorter_and_shorter(view: RoomView) -> Iterator[RoomView]:
    """Yield `view` with less and less to ask, or with only the newest of what is parked.

    The instruction stays longest, since a prompt may refer to it.
    """
    yield view
    for count in range(len(view.parking) - 1, 0, -1):
        yield view.with_parking((MORE, *view.parking[-count:]))
    yield (view := view.without_options())
    yield (without_roles := view.without_roles())
    for count in range(len(without_roles.prompts) - 1, -1, -1):
        yield without_roles.with_prompts(without_roles.prompts[:count])
    yield (view := view.with_prompts(()).without_instruction())
    yield view.without_roles()


def _text(text: str, width: int, style: str = "") -> Part:
    return Part(_wrapped(Content.assemble((text, style)), min(width, TEXT_WIDTH)))


def _large(text: str, width: int, style: str = "$foreground", *, rank: int = 0, share: float = 1.0) -> Part:
    """Return a text that is bold where it can't be large."""
    lines = _wrapped(Content.assemble((text, f"bold {style}")), min(width, TEXT_WIDTH))
    return Part(lines, text, style, rank, share)


def _wrapped(content: Content, width: int) -> Lines:
    return content.wrap(width) if content.plain else []


def _solid(texts: Lines, width: int) -> list[Lines]:
    """Return the lines of `texts`, all of one length, so that they stay aligned when they are centred."""
    wrapped = [_wrapped(text, min(width, TEXT_WIDTH)) for text in texts]
    widest = max((line.cell_length for lines in wrapped for line in lines), default=0)
    return [[line.pad_right(widest - line.cell_length) for line in lines] for lines in wrapped]


def _centred(lines: Lines, width: int) -> Lines:
    return [line.pad_left((width - line.cell_length) // 2) if line.plain else line for line in lines]
