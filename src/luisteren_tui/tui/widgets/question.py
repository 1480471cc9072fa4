"""What to do and what to ask now."""

from collections.abc import Sequence
from enum import IntEnum
from functools import cached_property, lru_cache

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click, MouseEvent, MouseMove
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.i18n import _, current
from luisteren_tui.tui.widgets.mouse_tip import MouseTip
from luisteren_tui.views.session_view import Ask

LARGE_LINES = 24
"""Lines that the question may take from which the chosen prompt is tried in large letters, or what to do if there is no
prompt. What is not large has shorter lines there."""
TEXT_WIDTH = 84
"""Longer lines of text are hard to read."""
LEAST_LETTERS = 60
"""Cells below which large letters only get in the way."""

LETTER_LINES = ((1, 7), (2, 14), (3, 20))
"""How many lines of large letters are tried, in how many lines of the screen."""

Lines = list[tuple[Content, int]]
"""Lines, each with the number of its prompt, 0 for none."""
EMPTY = (Content(""), 0)
AROUND = 2
"""The empty lines that come before those within the question: below it and above the clock."""


class Detail(IntEnum):
    """How much is shown of the question, and with how much air."""

    CHOSEN_PROMPT = 0
    INSTRUCTION_AND_CHOSEN_PROMPT = 1
    NO_TIPS = 2
    TIPS_OF_A_LINE = 3
    TIPS_OF_TWO_LINES = 4
    ALL = 5
    PARTS_APART = 6
    PROMPTS_APART = 7
    LARGE_PROMPT = 8


TIP_LINES = {Detail.NO_TIPS: 0, Detail.TIPS_OF_A_LINE: 1, Detail.TIPS_OF_TWO_LINES: 2}


class Question(Widget):
    """The instruction and the prompts, with a sign at the chosen one. A click chooses a prompt.

    It shows what fits in `space` lines, as airy as it can. What can't be left out may take more. Up to `air` lines, there
    are empty lines around it.
    """

    class Chosen(Message):
        """A prompt was clicked. Prompts count from 1."""

        def __init__(self, prompt: int) -> None:
            super().__init__()
            self.prompt = prompt

    class Resized(Message):
        """It has another size, and so perhaps other lines."""

    part: reactive[Ask | None] = reactive(None, layout=True)
    space: reactive[int] = reactive(0, layout=True)
    air: reactive[int] = reactive(0, layout=True)
    _laid_out: tuple[object, Lines] = (None, [])
    """What was laid out last, and the lines that came of it."""

    @cached_property
    def _mouse_tip(self) -> MouseTip:
        return MouseTip(self)

    def render(self) -> Content:
        """Draw instruction, options, prompts and tips below each other."""
        return Content("\n").join(line for line, _prompt in self._visible_lines())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at `width`."""
        return len(self._lines(width))

    @property
    def roomy(self) -> bool:
        """Whether there is a line left for some air above the clock too."""
        width = self.size.width
        return width > 0 and _empty_lines(self._text_lines(width), self.air) > 1

    def _visible_lines(self) -> Lines:
        """Return as many lines as fit, with the chosen prompt among them."""
        lines, height = self._lines(self.size.width), self.size.height
        chosen = self.part.chosen if self.part else 0
        last = max((n for n, (_line, prompt) in enumerate(lines) if prompt and prompt == chosen), default=0)
        first = max(0, min(last - height + 1, len(lines) - height))
        return lines[first : first + height]

    def _lines(self, width: int) -> Lines:
        lines = self._text_lines(width)
        empty = _empty_lines(lines, self.air)
        return [*[EMPTY] * (empty > 2 and bool(lines)), *lines, *[EMPTY] * (empty > 0)]

    def _text_lines(self, width: int) -> Lines:
        if self.part is None or width <= 0:
            return []
        asked = (self.part, width, self.space, self.air, current().code)
        if self._laid_out[0] != asked:
            self._laid_out = (asked, question_lines(self.part, width, self.space, air=self.air))
        return self._laid_out[1]

    def on_resize(self) -> None:
        """Tell of it."""
        self.post_message(self.Resized())

    def on_click(self, event: Click) -> None:
        """Choose the prompt that was clicked."""
        if prompt := self._prompt_at(event):
            self.post_message(self.Chosen(prompt))

    def on_mouse_move(self, event: MouseMove) -> None:
        """Say what a click does."""
        prompt = self._prompt_at(event)
        can_be_chosen = prompt and self.part is not None and prompt != self.part.chosen
        self._mouse_tip.show(_("choose this question") if can_be_chosen else "")

    def on_leave(self) -> None:
        """Say it again the next time."""
        self._mouse_tip.show("")

    def _prompt_at(self, event: MouseEvent) -> int:
        """Return the number of the prompt under the mouse, 0 for none."""
        place, lines = event.get_content_offset(self), self._visible_lines()
        return lines[place.y][1] if place is not None and 0 <= place.y < len(lines) else 0


def _empty_lines(lines: Lines, air: int) -> int:
    """Return how many empty lines there are below the question, above the clock and above the question, in this order."""
    return max(0, min(3, air - len(lines)))


def question_lines(part: Ask, width: int, space: int, *, air: int = 0) -> Lines:
    """Return the lines of the question at `width`: the most detail that fits in `space` lines, or else the least.

    Where there is `air`, what is around the question gets its empty lines before what is in it.
    """
    lines: Lines = []
    for detail in sorted(Detail, reverse=True):
        if detail == Detail.LARGE_PROMPT:
            lines = _with_large_letters(part, width, space)
        else:
            lines = _joined(
                _parts(part, width, detail, spacious=space >= LARGE_LINES), apart=detail >= Detail.PARTS_APART
            )
        if 0 < len(lines) <= (air - AROUND if air and detail > Detail.ALL else space):
            break
    return lines


def _parts(part: Ask, width: int, detail: Detail, *, spacious: bool) -> list[Lines]:
    """Return instruction, options, prompts and tips, each in lines, as far as there are any.

    On a `spacious` screen the lines of text are shorter, and where there is no prompt the instruction stands out.
    """
    instruction, options, prompts, tips = Lines(), Lines(), Lines(), Lines()
    text_width, alone = min(width, TEXT_WIDTH) if spacious else width, spacious and not part.prompts
    if detail > Detail.CHOSEN_PROMPT or not part.prompts:
        paragraphs = part.instruction.splitlines() if alone else [part.instruction]
        wrapped = [_wrapped(text, text_width, "", "bold" if alone else "") for text in paragraphs]
        instruction = _joined(wrapped, apart=True)
    if part.options and detail >= Detail.NO_TIPS:
        text = _("Choose from: {options}").format(options=" · ".join(part.options))
        options = _wrapped(text, text_width, "", "italic")
    for number, prompt in enumerate(part.prompts, 1):
        chosen = number == part.chosen
        if chosen or detail >= Detail.NO_TIPS:
            if prompts and detail >= Detail.PROMPTS_APART:
                prompts.append(EMPTY)
            prompts += _prompt(prompt, number, width, chosen=chosen)
    for tip in part.tips if detail > Detail.NO_TIPS else ():
        text = _("Tip (not by the makers): {tip}").format(tip=tip)
        tips += _cut(_wrapped(text, text_width, "", "italic $muted"), text_width, TIP_LINES.get(detail))
    return [lines for lines in (instruction, options, prompts, tips) if lines]


def _prompt(prompt: str, number: int, width: int, *, chosen: bool) -> Lines:
    lead, style = ("▸ ", "bold $accent") if chosen else ("  ", "")
    return [(line, number) for line, _none in _wrapped(prompt, width, lead, style)]


def _with_large_letters(part: Ask, width: int, space: int) -> Lines:
    """Return all of the question with the chosen prompt in large letters, or the instruction if there is no prompt.

    Return nothing where those don't fit.
    """
    large = part.prompts[part.chosen - 1] if part.chosen else "" if part.prompts else part.instruction
    if space < LARGE_LINES or width < LEAST_LETTERS or not large:
        return []
    # Lazy: on most screens there is no space for it.
    from luisteren_tui.tui.widgets.large_letters import large_letters

    lead, style = ("▸ ", "$accent") if part.chosen else ("", "$foreground")
    parts = _parts(part, width, Detail.PROMPTS_APART, spacious=True)
    for count, height in LETTER_LINES:
        drawn = large_letters(large, width - len(lead), height, max_lines=count)
        if drawn is None:
            continue
        beside = len(drawn) // count // 2  # the sign stands beside the middle of the first line
        lines = [
            (Content.styled(f"{lead if n == beside else ' ' * len(lead)}{line}", style), part.chosen)
            for n, line in enumerate(drawn)
        ]
        shown = [_replaced(lines_of, lines, part.chosen) for lines_of in parts] if part.chosen else [lines, *parts[1:]]
        if len(joined := _joined(shown, apart=True)) <= space:
            return joined
    return []


def _replaced(lines: Lines, by: Lines, prompt: int) -> Lines:
    """Return `lines` with those of `prompt` replaced."""
    places = [n for n, (_line, number) in enumerate(lines) if number == prompt]
    return [*lines[: places[0]], *by, *lines[places[-1] + 1 :]] if places else lines


def _joined(parts: Sequence[Lines], *, apart: bool) -> Lines:
    """Return the lines of all parts, with an empty line between two of them if they stand apart."""
    joined: Lines = []
    for lines in parts:
        if joined and apart:
            joined.append(EMPTY)
        joined += lines
    return joined


def _cut(lines: Lines, width: int, count: int | None) -> Lines:
    """Return at most `count` lines, of which the last ends in an ellipsis if there were more."""
    if count is None or len(lines) <= count:
        return lines
    last = Content(" ".join(line.plain for line, _none in lines[count - 1 :])).wrap(max(8, width - 2))[0].plain
    return [*lines[: count - 1], (Content.styled(f"{last.rstrip()} …", "italic $muted"), 0)]


def _wrapped(text: str, width: int, lead: str, style: str) -> Lines:
    """Return `text` in lines of `width`. The first comes after `lead`, the others are indented as far."""
    indent = " " * cell_len(lead)
    lines = enumerate(_wrap(text, max(8, width - cell_len(lead))))
    return [(Content.styled((indent if n else lead) + line, style), 0) for n, line in lines]


@lru_cache(256)
def _wrap(text: str, width: int) -> tuple[str, ...]:
    return tuple(line.plain for part in text.splitlines() for line in Content(part).wrap(width))
