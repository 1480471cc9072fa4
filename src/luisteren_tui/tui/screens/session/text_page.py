"""A text to read, such as a poem or a case. The facilitator can show it to the room, a paragraph at a time.

After the last paragraph comes the silence that the workshop asks for: the wall is empty, and only the facilitator sees
the time run.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from luisteren_tui.i18n import _
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import commands as c
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.text.paragraphs import paragraphs
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.keyboard import command_key
from luisteren_tui.tui.keymap import printed
from luisteren_tui.tui.screens.page import Page
from luisteren_tui.tui.widgets.room_display import RoomDisplay

TICK_S, SHORTEST_TICK_S = 1.0, 0.05
"""Seconds between two pictures of the silence, and the least in a fast rehearsal."""
SCROLLS: Mapping[str, float] = dict.fromkeys(("up", "down", "left", "right", "backspace"), 0)
NOT_ENDING_SILENCE = frozenset({"app.blank", "app.breather", "app.leave"})
"""The actions whose keys do what they always do, also in a silence."""


class Silence:
    """The silence after a text, of `length_s` seconds. A rehearsal is as silent as it is fast."""

    def __init__(self, live: LiveSession, length_s: int) -> None:
        self._live, self.length_s = live, length_s
        self._began = live.clock.read().boot

    @property
    def passed_s(self) -> int:
        """For how many seconds it has been silent, at most its length."""
        passed_ms = (self._live.clock.read().boot - self._began) * self._live.speed
        return min(self.length_s, int(passed_ms / 1000))

    @property
    def over(self) -> bool:
        """Whether it was silent for long enough."""
        return self.passed_s >= self.length_s


class TextPage(Page):
    """The text of the present activity of `live`, or where to find it if it is not on this laptop.

    `do` carries out commands, such as showing the text to the room. On a `mirrored` screen the room sees the page itself:
    it then is what the room's own window shows, from the first paragraph on.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "close", id="text"),
        Binding("z", "reveal", id="room"),
        Binding("k", "app.parking", id="parking"),
        Binding("up,left,backspace", "line(-1)", priority=True),
        Binding("down,right", "line(1)", priority=True),
    ]

    def __init__(
        self, live: LiveSession, name: str, data: Path, do: Callable[[c.Command], None], *, mirrored: bool
    ) -> None:
        super().__init__()
        workshop = live.state.opened.workshop
        self._live, self._text_id, self._data, self._do = live, name, data, do
        self._text, self._mirrored = workshop.texts[name], mirrored
        self.title_text = safe_line(self._text.title)
        self._body = text_body(workshop, name, data)
        self._parts = paragraphs(safe(self._body or "")) or ("",)
        self._page: int | None = None
        self._silence: Silence | None = None
        self._timer: Timer | None = None
        self._part_texts = [Static(Content(part)) for part in self._parts]
        self._silence_text = Static(id="silence")
        self._display: RoomDisplay | None = None
        if mirrored:
            self._display = RoomDisplay("")
            self.add_class("-mirrored")

    @property
    def silences(self) -> Mapping[str, float]:  # type: ignore[override]  # a table that depends on what is shown
        """How long each key must have been silent: only a line may be scrolled with a key that is held.

        A page key may bring the silence after the text.
        """
        return SCROLLS if self._page is None and self._silence is None else {}

    def content(self) -> Content:
        """Return the text and its source."""
        parts = [Content(safe(self._body).strip())] if self._body is not None else []
        if self._body is None:
            elsewhere = self._text.file or self._text.source
            not_here = _("This text is not shipped with the app.") if elsewhere else _("There is no text here yet.")
            parts.append(Content(not_here))
        if self._text.source:
            source = safe_line(self._text.source)
            parts.append(Content.assemble((_("Source:") + " ", "$muted"), source))
        if self._body is None and self._text.file and not self._mirrored:
            where = _("Put the text in this file and it is shown here:")
            path = safe_line(str(self._data / "texts" / self._text.file))
            parts.append(Content.assemble((where + "\n", "$muted"), path))
        return Content("\n\n").join(parts)

    def keys(self) -> Iterable[tuple[str, str]]:
        """Yield the keys that show the text to the room, page through it and hide it."""
        shown = self._page is not None
        if shown or (self._at_the_end and self._silence_s):
            yield "space", _("on") if self._mirrored else self._next_name
        if shown and len(self._parts) > 1:
            yield "↑←⌫", _("previous")
        if not self._mirrored:
            yield printed("room"), _("hide it") if shown else _("show the room")

    def place(self) -> str:
        """Return how much was read, or what the room sees. A mirrored screen doesn't say."""
        if self._mirrored:
            return ""
        if self._page is None:
            return super().place()
        if len(self._parts) == 1:
            return ""
        return _("the room sees {page} of {pages}").format(page=self._page + 1, pages=len(self._parts))

    @property
    def _next_name(self) -> str:
        """What the next key brings."""
        if not self._at_the_end:
            return _("next")
        return _("silence") if self._silence_s else _("the question") if self._live.state.activity.prompts else _("on")

    @property
    def _silence_s(self) -> int:
        """How long the silence after the text is, in seconds."""
        activity = self._live.state.activity
        return activity.silence if activity.text == self._text_id else 0

    @property
    def _at_the_end(self) -> bool:
        """Whether the last paragraph is shown, to the room or else here, where one can read no text that is elsewhere."""
        if self._page is not None:
            return self._page >= len(self._parts) - 1
        return self._body is not None and self._scroller.scroll_y >= self._scroller.max_scroll_y

    def body(self) -> ComposeResult:
        """Lay out the text, its paragraphs for when the room sees them, and the silence."""
        yield from super().body()
        if self._display is not None:
            yield self._display
            return
        with VerticalScroll(id="parts", can_focus=False):
            yield from self._part_texts
        yield self._silence_text

    def on_mount(self) -> None:
        """Show a mirrored text to the room from the start."""
        if self._mirrored:
            self._show(0)

    def action_reveal(self) -> None:
        """Show the first paragraph to the room, or hide the text."""
        if not self._mirrored:
            self._show(0 if self._page is None else None)

    def action_page(self, pages: int) -> None:
        """Show the room another paragraph, or scroll while it sees none. After the last one comes the silence."""
        if self._silence is not None:
            self._end_silence(back=pages < 0)
        elif pages > 0 and self._at_the_end and self._silence_s:
            self._begin_silence()
        elif self._page is None:
            super().action_page(pages)
        elif pages > 0 and self._at_the_end:
            self.action_close()
        else:
            self._show(max(0, self._page + pages))

    def action_line(self, lines: int) -> None:
        """Show the room another paragraph, or scroll by a line while it sees none."""
        if self._page is None and self._silence is None:
            self._scroller.scroll_relative(y=lines, animate=False)
        else:
            self.action_page(lines)

    def action_close(self) -> None:
        """Hide the text from the room, and close the page."""
        self._stop_timer()
        if self._live.state.room_content.text is not None:
            self._do(c.ShowText(None))
        super().action_close()

    def _show(self, page: int | None) -> None:
        self._page = page
        self._do(c.ShowText(None) if page is None else c.ShowText(self._text_id, page))
        self._draw()

    def _draw(self) -> None:
        """Show what the room sees of the text, or the silence."""
        self.keys_first = self._page is not None
        shown = self._page is not None and bool(self._body)
        self.set_class(shown and self._silence is None, "-shown")
        self.set_class(self._silence is not None, "-silent")
        for number, part in enumerate(self._part_texts if self._display is None else ()):
            part.set_class(number == self._page, "-now")
            if number == self._page:
                part.scroll_visible(animate=False, top=True)
        if self._display is not None:
            self._display.show_session(self._live.state, self._live.view(), self._data)
        self.show_left()

    def show_left(self) -> None:
        """Show how much is left, and the keys: in a silence any key."""
        if self._silence is None:
            super().show_left()
        elif self._mirrored:
            # A dim mark, once it was silent for long enough: it tells the group nothing.
            self._bottom.update(Content.assemble(("·" if self._silence.over else "", "$track")))
        else:
            question = bool(self._live.state.activity.prompts)
            end = _("the question") if question else _("on")
            self.show_bottom(Content.assemble((_("any key"), "bold $accent"), f" {end}"))

    # The silence

    def on_key(self, event: events.Key) -> None:
        """End a silence at any key, but those that also work while something is empty for another reason."""
        if self._silence is None or self.app.breather:
            return
        active = self.active_bindings.get(command_key(event.key))
        if active is not None and active.binding.action in NOT_ENDING_SILENCE:
            return
        event.stop()
        event.prevent_default()
        self._end_silence()

    def _begin_silence(self) -> None:
        self._silence = Silence(self._live, self._silence_s)
        self._do(c.ShowText(self._text_id, len(self._parts)))  # the page after the last one is empty
        self._draw()
        self.show_silence()

    def _end_silence(self, *, back: bool = False) -> None:
        """Bring the question, or go back to the text."""
        self._silence = None
        if back:
            self._stop_timer()
            self._show(self._page)
        else:
            self.action_close()

    def show_silence(self) -> None:
        """Show how long it has been silent, and look again until it was long enough."""
        silence = self._silence
        if silence is None:
            return
        if silence.over:
            line = Content.assemble((f" ● {_('The silence is over')} ", "bold $foreground on $secondary 40%"))
        else:
            passed, length = map(words.minutes_seconds, (silence.passed_s, silence.length_s))
            line = Content(_("{passed} of {length}").format(passed=passed, length=length))
        title, alone = (_("Silence"), "bold"), (_("Only you see this. The room sees nothing."), "$muted")
        self._silence_text.update(Content("\n\n").join([Content.assemble(title), line, Content.assemble(alone)]))
        self.show_left()
        self._stop_timer()
        if not silence.over:
            self._timer = self.set_timer(max(SHORTEST_TICK_S, TICK_S / self._live.speed), self.show_silence)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
