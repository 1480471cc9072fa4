"""The footer: the keys that matter now, each to be pressed with the mouse too."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from textual.content import Content
from textual.geometry import Size
from textual.reactive import var
from textual.style import Style
from textual.timer import Timer

from luisteren_tui.i18n import N_, _
from luisteren_tui.tui.keymap import Action, key_name
from luisteren_tui.tui.widgets.line_widget import LineWidget

Keys = tuple[tuple[str, str, str], ...]


def keys_of(
    actions: tuple[Action, ...],
    writing: bool,
    keymap: Mapping[str, str],
    labels: Mapping[str, str],
    room: bool = False,
    rehearsal: bool = False,
) -> Keys:
    """Return (name, key, label) for the footer: seven at most, other ones in a `rehearsal`; while `writing` those with an F-key.

    `labels` are those that say more now than the table does. In view of the room the way back is among them.
    """
    if writing:
        shown = [(a.name, a.f_key.upper(), labels.get(a.name, a.label)) for a in actions if a.f_key]
        return (("stop_writing", "Esc", N_("done")), *sorted(shown, key=lambda item: int(item[1][1:])))
    here = (action for action in actions if not (action.session if rehearsal else action.rehearsal))
    chosen = sorted((action for action in here if action.footer), key=lambda action: action.footer)
    if room:
        chosen = [action for action in chosen if action.name != "text"]
        # First: it must be there however narrow the screen is.
        chosen[:0] = [action for action in actions if action.name == "room"]
        labels = {**labels, "room": N_("your own screen")}
    return tuple((a.name, keymap.get(a.name, a.keys).split(",")[0], labels.get(a.name, a.label)) for a in chosen)


SAID = 4.0
"""Seconds that something said stays."""


class KeyBar(LineWidget):
    """Shows keys and what they do: in a row, or one below the other where that is what is read."""

    keys: var[Keys] = var(())
    said: var[str] = var("")
    alarm: var[bool] = var(False)
    quiet: var[bool] = var(False)
    """Whether the room looks on: then the keys are there for who knows them, and draw no attention."""
    _silence: Timer | None = None

    def __init__(
        self,
        keys: Keys = (),
        *,
        stacked: bool = False,
        terse: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ):
        super().__init__(id=id, classes=classes)
        self.set_reactive(KeyBar.keys, keys)
        self._stacked, self._terse = stacked, terse

    def watch_keys(self) -> None:
        """Draw them; where they stand below each other, in the height that they take."""
        if self._stacked:
            self.refresh(layout=True)
        self.draw()

    def watch_said(self) -> None:
        """Draw what is said, or the keys again."""
        self.draw()

    def watch_quiet(self) -> None:
        """Draw them in the other way."""
        self.draw()

    def watch_alarm(self) -> None:
        """Draw the sign of it."""
        self.draw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        return len(self.lines())

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the cells of the longest line."""
        return max((line.cell_length for line in self.lines()), default=0)

    def say(self, text: str) -> None:
        """Show `text` in place of the keys for a few seconds."""
        if self._silence is not None:
            self._silence.stop()
        self.said = text
        self._silence = self.set_timer(SAID, self._be_silent)

    def _be_silent(self) -> None:
        self.said = ""

    def lines(self) -> list[Content]:
        """Draw the keys; in a row with less between them where it is tight, and the last ones left out before cut.

        A terse one leaves out the words of the last ones before that.
        """
        if self.said:
            return [Content.assemble((f"● {self.said}", "bold")).truncate(self.size.width, ellipsis=True)]
        # In view of the room no more than a sign: the words are on the facilitator's own screen.
        pieces = [Content.assemble((" ●! ", "bold reverse"))] if self.alarm else []
        pieces += [_piece(*item, quiet=self.quiet) for item in self.keys]
        if self._stacked:
            return pieces
        for gap in ("   ", "  ", " "):
            if _across(pieces, gap) <= self.size.width:
                break
        else:
            for number in range(len(self.keys) - 2, 0, -1) if self._terse else ():
                if _across(pieces, gap) > self.size.width:
                    pieces[number - len(self.keys)] = _piece(*self.keys[number][:2], "")
            # Help stays: it tells all the others.
            while len(pieces) > 2 and _across(pieces, gap) > self.size.width:
                del pieces[-2]
        return [Content(gap).join(pieces)]


def _across(pieces: Sequence[Content], gap: str) -> int:
    return sum(piece.cell_length for piece in pieces) + len(gap) * (len(pieces) - 1)


def _piece(name: str, key: str, label: str, *, quiet: bool = False) -> Content:
    return _made(name, _(key_name(key)), _(label) if label else "", "bold" if quiet else "bold $accent")


@lru_cache(256)
def _made(name: str, key: str, label: str, style: str) -> Content:
    # Not as markup: an action with a number that is less than 0 is none that it knows.
    piece = Content.assemble((key, style), f" {label}" if label else "")
    return piece.stylize(Style.from_meta({"@click": f"screen.{name}"}))
