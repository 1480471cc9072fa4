"""What to do and what to ask now."""

from enum import IntEnum

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click, MouseEvent, MouseMove
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.i18n import _
from luisteren_tui.views.session_view import Ask

SHORT_TIP_LINES = 2


class Detail(IntEnum):
    """How much of the question fits on the screen."""

    CHOSEN_PROMPT = 0
    SHORT_TIPS = 1
    ALL = 2


class Question(Widget):
    """The instruction and the prompts, with a sign at the chosen one. A click chooses a prompt."""

    class Chosen(Message):
        """A prompt was clicked. Prompts count from 1."""

        def __init__(self, prompt: int) -> None:
            super().__init__()
            self.prompt = prompt

    part: reactive[Ask | None] = reactive(None, layout=True)
    detail: reactive[Detail] = reactive(Detail.ALL, layout=True)

    def render(self) -> Content:
        """Draw instruction, options, prompts and tips below each other."""
        return Content("\n").join(line for line, _prompt in self._visible_lines())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at `width`."""
        return len(self._lines(width))

    def _visible_lines(self) -> list[tuple[Content, int]]:
        """Return as many lines as fit, with the chosen prompt among them."""
        lines, height = self._lines(self.size.width), self.size.height
        chosen = self.part.chosen if self.part else 0
        last = max((n for n, (_line, prompt) in enumerate(lines) if prompt and prompt == chosen), default=0)
        first = max(0, min(last - height + 1, len(lines) - height))
        return lines[first : first + height]

    def _lines(self, width: int) -> list[tuple[Content, int]]:
        """Return each line with the number of its prompt, 0 for none."""
        part = self.part
        if part is None or width <= 0:
            return []
        more = self.detail > Detail.CHOSEN_PROMPT
        lines: list[tuple[Content, int]] = []
        if more or not part.prompts:
            lines += [(line, 0) for line in _wrapped(part.instruction, width, "", "$foreground")]
        if part.options and more:
            options = _("Choose from: {options}").format(options=" · ".join(part.options))
            lines += [(line, 0) for line in _wrapped(options, width, "", "italic")]
        for number, prompt in enumerate(part.prompts, 1):
            chosen = number == part.chosen
            if more or chosen:
                lead, style = ("▸ ", "bold $accent") if chosen else ("  ", "$foreground")
                lines += [(line, number) for line in _wrapped(prompt, width, lead, style)]
        for tip in part.tips if more else ():
            lines += [(line, 0) for line in self._tip(tip, width)]
        return lines

    def _tip(self, tip: str, width: int) -> list[Content]:
        style = "italic $muted"
        lines = _wrapped(_("Tip (not by the makers): {tip}").format(tip=tip), width, "", style)
        if self.detail == Detail.SHORT_TIPS and len(lines) > SHORT_TIP_LINES:
            rest = Content(" ".join(line.plain for line in lines[SHORT_TIP_LINES - 1 :])).truncate(width, ellipsis=True)
            lines = [*lines[: SHORT_TIP_LINES - 1], Content.assemble((rest.plain, style))]
        return lines

    def on_click(self, event: Click) -> None:
        """Choose the prompt that was clicked."""
        if prompt := self._prompt_at(event):
            self.post_message(self.Chosen(prompt))

    def on_mouse_move(self, event: MouseMove) -> None:
        """Say what a click does."""
        prompt = self._prompt_at(event)
        can_be_chosen = prompt and self.part is not None and prompt != self.part.chosen
        self.tooltip = _("choose this question") if can_be_chosen else None

    def _prompt_at(self, event: MouseEvent) -> int:
        """Return the number of the prompt under the mouse, 0 for none."""
        place, lines = event.get_content_offset(self), self._visible_lines()
        return lines[place.y][1] if place is not None and 0 <= place.y < len(lines) else 0


def _wrapped(text: str, width: int, lead: str, style: str) -> list[Content]:
    """Return `text` in lines of `width`. The first comes after `lead`, the others are indented as far."""
    lines = [line for part in text.splitlines() for line in Content(part).wrap(max(8, width - cell_len(lead)))]
    indent = " " * cell_len(lead)
    return [Content.assemble(((indent if n else lead) + line.plain, style)) for n, line in enumerate(lines)]
