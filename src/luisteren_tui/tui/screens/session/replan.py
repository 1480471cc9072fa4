"""Ways out when time runs short, each with what it costs."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.planning.replan import OptionKind, ReplanOption
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.dialog import Dialog

SIDE_BY_SIDE = 76
"""Cells from which the ways out stand beside each other."""


class ReplanDialog(Dialog[int]):
    """The ways out side by side; a digit takes one, and `u` undoes it."""

    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (SIDE_BY_SIDE, "-beside")]
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"take({n})", show=False) for n in range(1, 5)),
        Binding("r", "cancel", show=False),
        Binding("down,pagedown", "scroll(3)", show=False),
        Binding("up,pageup", "scroll(-3)", show=False),
    ]

    def __init__(self, ways: Sequence[ReplanOption]) -> None:
        super().__init__(classes="wide")
        self.title_text = _("Replan")
        self._ways = ways
        self.keys = (("cancel", "escape", N_("leave it as it is")),)

    def body(self) -> Iterable[Widget]:
        """Put the ways out side by side, or below each other where it is narrow."""
        beside = sum(way.kind != OptionKind.LATER for way in self._ways)
        yield Container(*(Static(classes="way") for _way in self._ways[:beside]), id="ways")
        yield from (Static(classes="way later") for _way in self._ways[beside:])
        yield Static(Content(_("A digit takes one, u undoes it. What is protected stays as it is.")))

    def on_resize(self, event: events.Resize) -> None:
        """Fit what is said of a way out to its place: in a column one thing a line."""
        between = "\n" if event.size.width >= SIDE_BY_SIDE else " · "
        for number, (static, way) in enumerate(zip(self.query(".way").results(Static), self._ways, strict=True), 1):
            static.update(_shown(number, way, " · " if way.kind == OptionKind.LATER else between))

    def action_take(self, number: int) -> None:
        """Answer with the place of a way out."""
        if number <= len(self._ways):
            self.dismiss(number - 1)

    def action_scroll(self, lines: int) -> None:
        """Scroll, where it does not fit."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


def _shown(number: int, way: ReplanOption, between: str) -> Content:
    title = Content.assemble((f" {number} ", "bold reverse"), " ", (_title(way), "bold"))
    lines = [Content(cost) for cost in _costs(way)]
    if way.kind != OptionKind.LATER:
        lines.append(Content.assemble((_("done at {time}").format(time=words.clock_time(way.end)), "$accent")))
    if way.short_s:
        lines.append(Content(_("still {length} over").format(length=words.length(way.short_s))))
    return Content(between if way.kind == OptionKind.LATER else "\n").join([title, Content(between).join(lines)])


def _title(way: ReplanOption) -> str:
    match way.kind:
        case OptionKind.BREAK:
            return _("A shorter break")
        case OptionKind.SHRINK:
            return _("Everything a little shorter")
        case OptionKind.SKIP:
            return _("Skip {name}").format(name=way.changes[0].name)
        case OptionKind.BOTH:
            names = ", ".join(change.name for change in way.changes if not change.to_s)
            return _("Skip {name}, the rest shorter").format(name=names)
        case OptionKind.LATER:
            return _("End later: {time}").format(time=words.clock_time(way.end))


def _costs(way: ReplanOption) -> Iterable[str]:
    if way.kind == OptionKind.LATER:
        yield _("nothing gets shorter")
    for change in way.changes:
        if change.to_s:
            yield f"{change.name} {words.minutes(change.from_s)} → {words.minutes(change.to_s)}"
        else:
            yield f"{change.title}: {words.length(change.from_s)}"
