"""What to do and what to ask now."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.i18n import _
from luisteren_tui.views.session_view import Ask

TIP = 2


class Question(Widget):
    """The instruction and the prompts, the chosen one in front. A click chooses a prompt.

    With `room` 2 all is shown, with 1 each tip has TIP lines at most, with 0 only what is asked now is left.
    """

    @dataclass
    class Chosen(Message):
        """A prompt, counted from 1, was clicked."""

        prompt: int

    part: reactive[Ask | None] = reactive(None, layout=True)
    room: reactive[int] = reactive(2, layout=True)

    def render(self) -> Content:
        """Put instruction, roles and options, prompts and tips below each other."""
        return Content("\n").join(line for line, _prompt in self._shown())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes at `width`."""
        return len(self._lines(width))

    def _shown(self) -> list[tuple[Content, int]]:
        """Return the lines that fit, with the chosen prompt among them."""
        lines, height = self._lines(self.size.width), self.size.height
        chosen = self.part.chosen if self.part else 0
        last = max((n for n, (_line, prompt) in enumerate(lines) if prompt and prompt == chosen), default=0)
        first = max(0, min(last - height + 1, len(lines) - height))
        return lines[first : first + height]

    def _lines(self, width: int) -> list[tuple[Content, int]]:
        """Return each line with the prompt it belongs to, 0 for none."""
        part = self.part
        if part is None or width <= 0:
            return []
        lines: list[tuple[Content, int]] = []
        if self.room or not part.prompts:
            lines += [(line, 0) for line in _wrapped(part.instruction, width, "", "$text 80%")]
        if part.options and self.room:
            options = _("Choose from: {options}").format(options=" · ".join(part.options))
            lines += [(line, 0) for line in _wrapped(options, width, "", "italic")]
        for number, prompt in enumerate(part.prompts, 1):
            chosen = number == part.chosen
            if not self.room and not chosen:
                continue
            lead, style = ("▸ ", "bold $accent") if chosen else ("  ", "$text")
            lines += [(line, number) for line in _wrapped(prompt, width, lead, style)]
        if self.room:
            for tip in part.tips:
                text = _("Tip (not by the makers): {tip}").format(tip=tip)
                folded = _wrapped(text, width, "", "italic $text-muted")
                if self.room == 1 and len(folded) > TIP:
                    rest = Content(" ".join(line.plain for line in folded[TIP - 1 :])).truncate(width, ellipsis=True)
                    folded = [*folded[: TIP - 1], Content.assemble((rest.plain, "italic $text-muted"))]
                lines += [(line, 0) for line in folded]
        return lines

    def on_click(self, event: Click) -> None:
        """Choose the prompt that was clicked."""
        place = event.get_content_offset(self)
        lines = self._shown()
        if place is not None and 0 <= place.y < len(lines) and (prompt := lines[place.y][1]):
            self.post_message(self.Chosen(prompt))


def _wrapped(text: str, width: int, lead: str, style: str) -> list[Content]:
    """Return `text` in lines of `width`, the first after `lead`, the others under it."""
    folded = [line for part in text.splitlines() for line in Content(part).wrap(max(8, width - cell_len(lead)))]
    under = " " * cell_len(lead)
    return [Content.assemble(((under if n else lead) + line.plain, style)) for n, line in enumerate(folded)]
