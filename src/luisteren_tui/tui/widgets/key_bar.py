"""The footer: the keys that matter now. Each can be clicked too."""

from collections.abc import Sequence
from functools import lru_cache

from textual.content import Content, Span
from textual.reactive import var
from textual.timer import Timer

from luisteren_tui.i18n import _, current
from luisteren_tui.tui.keymap import key_name
from luisteren_tui.tui.widgets.line_widget import LineWidget, target

Keys = tuple[tuple[str, str, str], ...]
"""The (action, key, label) of each key. Labels are message ids."""
ALARM_SIGN = "●!"
"""Says that something is not saved, where the room looks on."""
NARROW_GAP = "  "
"""What is between two keys where the row is full."""
HINT_SECONDS = 4.0
"""How long a hint stays."""


class KeyBar(LineWidget):
    """Shows keys and what they do, in a row.

    One that is too long first loses the keys of the actions that are `spare`, in that order. It then loses what stands in
    brackets behind a label, if that is enough. Otherwise it loses the words of its last keys, then keys.
    """

    keys: var[Keys] = var(())
    hint: var[str] = var("")
    """A text that is shown in place of the keys."""
    alarm: var[bool] = var(False)
    """Whether to show, with only a sign, that something is not saved."""
    quiet: var[bool] = var(False)
    """Whether the room looks on. Then the keys draw no attention."""
    _hint_timer: Timer | None = None

    def __init__(self, keys: Keys = (), *, spare: Sequence[str] = (), id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(KeyBar.keys, keys)
        self._spare = spare

    watch_keys = watch_hint = watch_quiet = watch_alarm = LineWidget.draw

    def press(self, name: str) -> None:
        """Carry out the action of the key that is clicked."""
        self.app.call_later(self.app.run_action, f"screen.{name}")

    def show_hint(self, text: str) -> None:
        """Show `text` in place of the keys for a few seconds."""
        if self._hint_timer is not None:
            self._hint_timer.stop()
        self.hint = text
        self._hint_timer = self.set_timer(HINT_SECONDS, self._clear_hint)

    def _clear_hint(self) -> None:
        self.hint = ""

    def lines(self) -> list[Content]:
        """Lay out the keys. A row that is too long gets smaller gaps first."""
        if self.hint:
            return [Content.assemble((f"● {self.hint}", "bold")).truncate(self.size.width, ellipsis=True)]
        # The words of the alarm are on the facilitator's own screen.
        alarm = [Content.assemble((f" {ALARM_SIGN} ", "bold reverse"))] if self.alarm else []
        keys, quiet, language = self.keys, self.quiet, current().code  # Textual looks the first two up anew each time
        width = self.size.width
        pieces = [_piece(*item, quiet, language) for item in keys]
        if _row_width([*alarm, *pieces], NARROW_GAP) > width:
            # What is in brackets goes before a key does, and is back where there is space for it after all.
            brief = [_piece(action, key, _(label).partition(" (")[0], quiet, language) for action, key, label in keys]
            for action in self._spare:
                if _row_width([*alarm, *brief], NARROW_GAP) <= width:
                    break
                kept = [number for number, key in enumerate(keys) if key[0] != action]
                keys = tuple(keys[number] for number in kept)
                pieces, brief = [pieces[number] for number in kept], [brief[number] for number in kept]
            if _row_width([*alarm, *pieces], NARROW_GAP) > width:
                pieces = brief
        pieces = [*alarm, *pieces]
        space = width - sum([piece.cell_length for piece in pieces])
        gap = next((gap for gap in ("   ", NARROW_GAP) if len(gap) * (len(pieces) - 1) <= space), " ")
        if gap == " ":
            for number in range(len(keys) - 2, 0, -1):
                if _row_width(pieces, gap) > width:
                    pieces[number - len(keys)] = _piece(*keys[number][:2], "", quiet, language)
            # The last key is help, which lists all the others.
            while len(pieces) > 2 and _row_width(pieces, gap) > width:
                del pieces[-2]
        return [_joined(pieces, gap)]


def _row_width(pieces: Sequence[Content], gap: str) -> int:
    return sum(piece.cell_length for piece in pieces) + len(gap) * (len(pieces) - 1)


def _joined(pieces: Sequence[Content], gap: str) -> Content:
    """Return the pieces on one line. `Content.join` does the same, and takes several times as long."""
    spans, at = [], 0
    for piece in pieces:
        spans += [Span(at + span.start, at + span.end, span.style) for span in piece.spans]
        at += len(piece.plain) + len(gap)
    return Content(gap.join([piece.plain for piece in pieces]), spans)


@lru_cache(256)
def _piece(action: str, key: str, label: str, quiet: bool, _language: str) -> Content:
    name = (_(key_name(key)), "bold" if quiet else "bold $accent")
    piece = Content.assemble(name, f" {_(label)}" if label else "")
    return target(piece, action)
