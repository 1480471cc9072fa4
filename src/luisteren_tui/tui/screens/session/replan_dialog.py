"""The options when time runs short, each with its cost."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.planning.replan import OptionKind, ReplanOption
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.keymap import printed
from luisteren_tui.tui.screens.dialog import Dialog

SIDE_BY_SIDE_WIDTH = 76
"""Cells from which the options stand beside each other."""


class ReplanDialog(Dialog[int]):
    """Asks which option to take, by its number. Answers its place in the list.

    On a `mirrored` screen each option is only named, with the time when the session then ends.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (SIDE_BY_SIDE_WIDTH, "-beside")]
    BINDINGS: ClassVar[list[BindingType]] = [
        *((str(n), f"take({n})") for n in range(1, 5)),
        Binding("r", "cancel", id="replan"),
        ("down", "lines(3)"),
        ("up", "lines(-3)"),
    ]

    silences = {**Dialog.silences, "down": 0, "up": 0}

    def __init__(self, options: Sequence[ReplanOption], *, mirrored: bool) -> None:
        super().__init__(classes="" if mirrored else "wide")
        self.title_text = _("How do we go on?") if mirrored else _("Replan")
        self._options, self._mirrored = options, mirrored
        neutral = "later" if mirrored else ""
        self._ways = [
            Static(classes=neutral or ("way later" if option.kind == OptionKind.LATER else "way")) for option in options
        ]
        about = (
            _("A digit chooses one, {key} undoes it.").format(key=printed("undo"))
            if mirrored
            else _("A digit chooses one, {key} undoes it. Protected activities stay as they are.").format(
                key=printed("undo")
            )
        )
        self._about = Static(Content.assemble((about, "$muted")))
        self.keys = (("cancel", "escape", N_("leave it as it is")),)

    def body(self) -> Iterable[Widget]:
        """Yield the options, side by side or on a narrow screen below each other."""
        if self._mirrored:
            yield from self._ways
            yield self._about
            return
        beside = sum(option.kind != OptionKind.LATER for option in self._options)
        yield Container(*self._ways[:beside], id="ways")
        yield from self._ways[beside:]
        yield self._about

    def on_resize(self, event: events.Resize) -> None:
        """Lay out the text of each option for its place: in a column with one item a line."""
        separator = "\n" if event.size.width >= SIDE_BY_SIDE_WIDTH else " · "
        for number, (static, option) in enumerate(zip(self._ways, self._options, strict=True), 1):
            if self._mirrored:
                static.update(_neutral_text(number, option))
            else:
                static.update(_option_text(number, option, " · " if option.kind == OptionKind.LATER else separator))

    def action_take(self, number: int) -> None:
        """Answer with the option `number`."""
        if number <= len(self._options):
            self.dismiss(number - 1)

    def action_lines(self, lines: int) -> None:
        """Scroll a little, if the options do not fit."""
        self.box.scroll_relative(y=lines, animate=False)


def _option_text(number: int, option: ReplanOption, separator: str) -> Content:
    title = Content.assemble((f"{number} ", "bold $accent"), (_title(option), "bold"))
    costs = [Content.assemble((cost, "$muted")) for cost in _costs(option)]
    if option.kind == OptionKind.LATER:
        return Content(separator).join([title, *costs])
    end = Content.assemble((_("done at {time}").format(time=words.clock_time(option.end)), "bold"))
    if option.short_s:
        still = _("still {length} over").format(length=words.length(option.short_s))
        end = Content.assemble(end, " · ", (still, "bold $warning"))
    return Content("\n").join([title, Content(separator).join([end, *costs])])


def _neutral_text(number: int, option: ReplanOption) -> Content:
    """Return an option without titles and without what is lost."""
    time = words.clock_time(option.end)
    end = time if option.kind == OptionKind.LATER else _("done at {time}").format(time=time)
    return Content.assemble((f"{number} ", "bold $accent"), (_neutral_title(option), "bold"), f" · {end}")


def _neutral_title(option: ReplanOption) -> str:
    skipped = sum(not change.to_s for change in option.changes)
    match option.kind:
        case OptionKind.SKIP if skipped == 1:
            return _("One activity less")
        case OptionKind.SKIP:
            return _("{n} activities less").format(n=skipped)
        case OptionKind.BOTH if skipped == 1:
            return _("One activity less, the rest shorter")
        case OptionKind.BOTH:
            return _("{n} activities less, the rest shorter").format(n=skipped)
        case OptionKind.LATER:
            return _("Done later")
    return _title(option)


def _title(option: ReplanOption) -> str:
    match option.kind:
        case OptionKind.BREAK:
            return _("A shorter break")
        case OptionKind.SHRINK:
            return _("Everything a little shorter")
        case OptionKind.SKIP:
            return _("Skip {name}").format(name=_skipped_names(option))
        case OptionKind.BOTH:
            return _("Skip {name}, the rest shorter").format(name=_skipped_names(option))
        case OptionKind.LATER:
            return _("End later: {time}").format(time=words.clock_time(option.end))


def _skipped_names(option: ReplanOption) -> str:
    return ", ".join(change.name for change in option.changes if not change.to_s)


def _costs(option: ReplanOption) -> Iterable[str]:
    if option.kind == OptionKind.LATER:
        yield _("nothing gets shorter")
    together = Counter((change.rounds or change.id, change.from_s, change.to_s) for change in option.changes)
    for change in option.changes:
        # Rounds that change alike are told at once.
        n = together.pop((change.rounds or change.id, change.from_s, change.to_s), 0)
        if n and change.to_s:
            name = _("{name} ({n} rounds)").format(name=change.rounds, n=n) if n > 1 else change.name
            yield f"{name}: {words.minutes(change.from_s)} → {words.minutes(change.to_s)}"
        elif not change.to_s:
            yield f"{change.title}: {words.length(change.from_s)}"
