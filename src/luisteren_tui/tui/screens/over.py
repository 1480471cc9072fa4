"""The end of a session: planned against actual, and where the outcome is."""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.session.events import Slot
from luisteren_tui.session.room import RoomView
from luisteren_tui.text import safe, safe_line
from luisteren_tui.tui import words
from luisteren_tui.tui.messages import Closed, Export, Learn
from luisteren_tui.tui.screens.taught import Rehearsed, compared, lessons, table
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.room_face import RoomFace

BAR, SHORTEST = 24, 8
"""Cells for a bar at most and at least."""
TITLE, LONGEST = 24, 34
"""Cells for a title at least and at most."""
FIGURES = 18
"""Cells for what stands behind a bar, and between."""
MARGIN = 8
"""Cells beside the text: the padding and a scrollbar."""


class OverScreen(Screen[None]):
    """What was planned and what it took, for the facilitator; `thanks` and nothing else while the room looks on."""

    AUTO_FOCUS = None
    CSS_PATH = "over.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q,escape,enter", "close", show=False),
        Binding("z", "mine", show=False),
        Binding("a", "private", show=False),
        Binding("w", "elsewhere", show=False),
        Binding("p", "learn", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(
        self,
        outcome: Mapping[str, Any],
        credit: str,
        thanks: RoomView | None = None,
        rehearsed: Rehearsed | None = None,
        evaluation: str = "",
    ) -> None:
        super().__init__()
        self._rehearsed = rehearsed
        self._outcome, self._credit, self._room = outcome, credit, thanks is not None
        self._thanks, self._evaluation = thanks, evaluation
        self._private = False
        self._saved: Content = Content(_("saving …"))
        self._failed = False
        # Not looked up: what is kept may be known before they are on the screen.
        self._text, self._kept, self._bar = Static(id="over-text"), Static(id="over-saved"), KeyBar(id="keys")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        if self._thanks is not None:
            face = RoomFace(self._evaluation)
            yield face
            self.call_after_refresh(face.show, self._thanks)
        with VerticalScroll(id="over", can_focus=False):
            yield self._text
        yield self._kept
        yield self._bar

    def on_mount(self) -> None:
        """Show whose screen it is."""
        self._show()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._show()

    def show_saved(self, text: str, *, failed: bool = False) -> None:
        """Say where the outcome is, or what went wrong."""
        self._failed = failed
        self._saved = Content.assemble((text, "bold $error" if failed else "$text-success"))
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        self.set_class(self._room, "-room")
        self._text.update(Content("") if self._room else self._content())
        self._kept.update(Content("") if self._room else self._saved)
        learn = (("learn", "p", N_("into the plan")),) if self._rehearsed is not None else ()
        self._bar.keys = (
            (("mine", "z", N_("your own screen")),)
            if self._room
            else (*learn, ("scroll(10)", "↑↓", N_("scroll")), ("close", "q", N_("done")))
        )

    def _content(self) -> Content:
        credit = Content.assemble((safe_line(self._credit), "$text-muted"))
        title = safe_line(str(self._outcome["workshop"]["title"]))
        ended = _("“{title}” has ended") if self._rehearsed is None else _("The rehearsal of “{title}” has ended")
        head = Content.assemble((ended.format(title=title), "bold"))
        width = self.size.width - MARGIN
        if self._rehearsed is None:
            lines = [Content.assemble((_("planned → actual, in minutes"), "$text-muted"))]
            longest = max([1, *(max(a["planned_s"], a["actual_s"]) for a in self._outcome["activities"])])
            lines += [_bar(activity, longest, width) for activity in self._outcome["activities"]]
        else:
            head = Content("\n").join([head, lessons(self._outcome, self._rehearsed)])
            lines = [table(self._outcome, self._rehearsed, width)]
        planned = sum(a["planned_s"] for a in self._outcome["activities"])
        actual = sum(a["actual_s"] for a in self._outcome["activities"])
        lines.append(
            Content.assemble(
                (
                    ngettext(
                        "In all: {planned} → {actual} minute",
                        "In all: {planned} → {actual} minutes",
                        int(words.minutes(actual)),
                    ).format(planned=words.minutes(planned), actual=words.minutes(actual)),
                    "bold",
                )
            )
        )
        notes = [note for a in self._outcome["activities"] for note in a["notes"]]
        if private := sum(note["private"] for note in notes):
            shown = _("Notes: {n}, of which {private} for you alone")
            hidden = _("Notes: {n}, of which {private} for you alone: a shows them")
            lines.append(Content((shown if self._private else hidden).format(n=len(notes), private=private)))
        elif notes:
            lines.append(Content(_("Notes: {n}").format(n=len(notes))))
        marked = sum(note.get("marked", False) for a in self._outcome["activities"] for note in a["notes"])
        if marked:
            lines.append(Content(_("Marked to complete: {n}").format(n=marked)))
        parts = [head, Content("\n").join(lines)]
        if self._rehearsed is not None and (before := compared(self._outcome, self._rehearsed, width)):
            parts.append(before)
        parts += [*self._notes(), credit]
        return Content("\n\n").join(parts)

    def _notes(self) -> list[Content]:
        """Return the notes under their questions; those that are private only once they are asked for."""
        parts = []
        for activity in self._outcome["activities"]:
            for note in activity["notes"]:
                if note["private"] and not self._private:
                    continue
                slot = Slot(activity["id"], note["prompt"], note["group"], note["private"])
                question = safe_line(note["question"] or words.slot(slot))
                name = f"{safe_line(activity['id'])} · {question}"
                text = safe(note["text"]).strip() or "–"
                parts.append(Content.assemble((name, "bold"), ("  ●" if note.get("marked") else ""), f"\n{text}"))
        return parts

    def action_private(self) -> None:
        """Show the notes that are for the facilitator alone, or hide them again: somebody may look along."""
        if not self._room:
            self._private = not self._private
            self._show()

    def action_mine(self) -> None:
        """The facilitator's own screen: the room no longer looks on."""
        self._room = False
        self._show()

    def action_elsewhere(self) -> None:
        """Write the session to another place, when its own can't be written."""
        if self._failed:
            self.post_message(Export())

    def action_learn(self) -> None:
        """Put what a rehearsal taught into the plan."""
        taught = self._rehearsed
        if taught is None:
            return
        done = [activity for activity in self._outcome["activities"] if activity["status"] == "done"]
        spoken = frozenset(activity["id"] for activity in done if taught.talked(activity))
        self.post_message(Learn(taught.opened, taught.needed, spoken))

    def action_scroll(self, lines: int) -> None:
        """Scroll."""
        self.query_one("#over").scroll_relative(y=lines, animate=False)

    def action_close(self) -> None:
        """Leave."""
        if not self._room:
            self.post_message(Closed())


def _bar(activity: Mapping[str, Any], longest: int, room: int) -> Content:
    """Return a line whose bar can be read without colour: what was planned, what it took, and what went over.

    It fits in `room` cells: the bar is left out before the title is cut to little.
    """
    planned, actual = activity["planned_s"], activity["actual_s"]
    length = min(BAR, room - FIGURES - TITLE)
    length = length if length >= SHORTEST else 0
    width, used = planned * length // longest, actual * length // longest
    bar = "█" * min(width, used) + "░" * max(0, width - used) + "▓" * max(0, used - width)
    name = Content(
        f"{'·' if activity['step'] is None else safe_line(activity['id']):<3} {safe_line(activity['title'])}"
    )
    title = name.truncate(max(8, min(LONGEST, room - FIGURES - length)), ellipsis=True, pad=True)
    state = {"skipped": _("skipped"), "unreached": _("not reached")}.get(activity["status"])
    figures = state or f"{words.minutes(planned)} → {words.minutes(actual)}"
    return Content.assemble(title, "  ", (f"{bar:<{length}}", "$primary"), f"  {figures}")
