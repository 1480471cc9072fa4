"""Ways out when time runs short, each with what it costs."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.session.replan import Kind, Option
from luisteren_tui.tui import words
from luisteren_tui.tui.screens.dialog import Dialog

TITLES = {
    Kind.SHRINK: N_("Everything a little shorter"),
    Kind.BREAK: N_("A shorter break"),
    Kind.SKIP: N_("Skip something"),
    Kind.LATER: N_("End later"),
}


class ReplanDialog(Dialog[int]):
    """The ways out side by side; a digit takes one, and `u` undoes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"take({n})", show=False) for n in range(1, 5)),
        Binding("r", "cancel", show=False),
    ]

    def __init__(self, ways: Sequence[Option]) -> None:
        super().__init__(classes="wide")
        self.title_text = _("Replan")
        self._ways = ways
        self.keys = (("cancel", "escape", N_("leave it as it is")),)

    def body(self) -> Iterable[Widget]:
        """Put the ways out side by side, or below each other where it is narrow."""
        yield Container(*(Static(_shown(n, way), classes="way") for n, way in enumerate(self._ways, 1)), id="ways")
        yield Static(Content(_("A digit takes one, u undoes it. What is protected stays as it is.")))

    def action_take(self, number: int) -> None:
        """Answer with the place of a way out."""
        if number <= len(self._ways):
            self.dismiss(number - 1)


def _shown(number: int, way: Option) -> Content:
    lines = [Content.assemble((f" {number} ", "bold reverse"), " ", (_(TITLES[way.kind]), "bold"))]
    figures = [
        f"{words.minutes(change.from_s)} → {words.minutes(change.to_s)}" if change.to_s else _("skipped")
        for change in way.changes
    ]
    if len(way.changes) > 1:
        # By their numbers, as in the agenda: the titles of all would fill the screen.
        lines.append(Content(" · ".join(f"{one.label} {text}" for one, text in zip(way.changes, figures, strict=True))))
    else:
        lines += [Content(f"{one.title}: {text}") for one, text in zip(way.changes, figures, strict=True)]
    lines.append(Content.assemble((_("done at {time}").format(time=words.clock_time(way.end)), "$accent")))
    if way.short_s:
        lines.append(Content(_("still {length} over").format(length=words.length(way.short_s))))
    return Content("\n").join(lines)
