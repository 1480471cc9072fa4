"""The plan of a coming session: what takes how long, and whether that fits."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.session import plan as p
from luisteren_tui.session.plan import Block, Plan
from luisteren_tui.text import safe, safe_line
from luisteren_tui.tui.messages import PlanClosed, PlanReady
from luisteren_tui.tui.screens.ask_text import AskText
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.widgets.key_bar import KeyBar

MINUTE = 60


class PlanScreen(Screen[None]):
    """A line for each block; the keys change the one at hand. Nothing here changes the workshop itself."""

    AUTO_FOCUS = ""
    CSS_PATH = "plan.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("plus,equals_sign,right", "minutes(1)", show=False),
        Binding("minus,left", "minutes(-1)", show=False),
        Binding("s", "skip", show=False),
        Binding("shift+up,k", "move(-1)", show=False),
        Binding("shift+down,j", "move(1)", show=False),
        Binding("a", "add", show=False),
        Binding("delete,backspace", "remove", show=False),
        Binding("f", "fit", show=False),
        Binding("b", "start_time", show=False),
        Binding("e", "end_time", show=False),
        Binding("d", "participants", show=False),
        Binding("w", "save", show=False),
        Binding("enter", "begin", show=False),
        Binding("u,ctrl+z", "undo", show=False),
        Binding("escape,q", "close", show=False),
        Binding("ctrl+q", "app.leave", show=False),
    ]
    KEYS = (
        ("minutes(1)", "+ -", N_("minute")),
        ("skip", "s", N_("skip")),
        ("add", "a", N_("add")),
        ("fit", "f", N_("fit")),
        ("start_time", "b e", N_("times")),
        ("save", "w", N_("save")),
        ("begin", "enter", N_("begin")),
    )

    def __init__(
        self,
        plan: Plan,
        title: str,
        today: str,
        save: Callable[[str, Plan], tuple[bool, str]],
        remarks: Callable[[Plan], Sequence[str]],
    ) -> None:
        super().__init__()
        self.plan = plan
        self._title, self._today, self._save, self._remarks = safe_line(title), today, save, remarks
        self._kept = plan
        self._place = 0
        self._before: list[Plan] = []

    def compose(self) -> ComposeResult:
        """Lay out the plan."""
        yield Static(Content.assemble((_("Plan for “{title}”").format(title=self._title), "bold")), id="plan-title")
        with VerticalScroll(id="plan-page", can_focus=False):
            yield Static(id="plan-blocks")
        yield Static(id="plan-sum")
        yield KeyBar(self.KEYS, id="keys")

    def on_mount(self) -> None:
        """Show the plan."""
        self._show()

    def _show(self) -> None:
        self._place = max(0, min(len(self.plan.blocks) - 1, self._place))
        lines = [
            _line(block, begin, n == self._place, self.plan.start)
            for n, (block, (begin, _end)) in enumerate(zip(self.plan.blocks, p.times(self.plan), strict=True))
        ]
        self.query_one("#plan-blocks", Static).update(Content("\n").join(lines))
        self.query_one("#plan-sum", Static).update(self._sum())
        self.query_one("#plan-page").scroll_to(y=max(0, self._place - 6), animate=False)

    def _sum(self) -> Content:
        plan, total = self.plan, p.total(self.plan)
        parts = [_("In all {n} minutes").format(n=total // MINUTE)]
        if plan.start is not None:
            parts.append(
                _("from {start} to {end}").format(start=_time(plan.start), end=_time(plan.start + total // MINUTE))
            )
        lines = [Content(" · ".join(parts))]
        if plan.must_end is not None:
            short = p.short(plan)
            end = _("must end at {time}").format(time=_time(plan.must_end))
            if plan.start is None:
                lines.append(Content(f"{end} · {_('say when it starts: b')}"))
            elif short > 0:
                text = _("{n} minutes too long: f makes it fit").format(n=-(-short // MINUTE))
                lines.append(Content.assemble(f"{end} · ", (f" ▲ {text} ", "bold $text on $warning 35%")))
            else:
                lines.append(Content.assemble(f"{end} · ", (_("it fits"), "bold")))
        lines.append(Content(_("{n} take part (d)").format(n=plan.participants)))
        # The first says the total, which stands above.
        lines += [Content.assemble((remark, "$text-muted")) for remark in self._remarks(plan)[1:]]
        return Content("\n").join(lines)

    def change(self, new: Plan) -> None:
        """Show the plan as it is now; `u` brings the one before back."""
        if new != self.plan:
            self._before.append(self.plan)
            self.plan = new
        self._show()

    @property
    def _block(self) -> Block:
        return self.plan.blocks[self._place]

    def _say(self, text: str) -> None:
        self.query_one(KeyBar).say(safe(text))

    def action_undo(self) -> None:
        """The plan as it was before the last change."""
        if self._before:
            self.plan = self._before.pop()
        self._show()

    def action_choose(self, by: int) -> None:
        """Another block."""
        self._place += by
        self._show()

    def action_minutes(self, by: int) -> None:
        """A minute more or less for the block at hand."""
        seconds = max(MINUTE, self._block.seconds + by * MINUTE)
        self.change(p.with_seconds(self.plan, self._block.id, min(seconds, 24 * 60 * MINUTE)))

    def action_skip(self) -> None:
        """Leave the block out, or take it up again."""
        change = p.unskip if self._block.skipped else p.skip
        self.change(change(self.plan, self._block.id))

    def action_move(self, by: int) -> None:
        """Move a break or an own block."""
        if not self._block.loose:
            self._say(_("Only a break or a block of your own can be moved."))
            return
        block = self._block
        new = p.move(self.plan, block.id, by)
        self._place = next(n for n, one in enumerate(new.blocks) if one.id == block.id)
        self.change(new)

    def action_add(self) -> None:
        """A block of one's own, before the one at hand."""

        def named(title: str | None) -> None:
            if title and title.strip():
                self.change(p.add_own(self.plan, self._place, title.strip(), 5 * MINUTE))

        self.app.push_screen(AskText(_("A block of your own, 5 minutes"), _("Welcome")), named)

    def action_remove(self) -> None:
        """Take a block of one's own away."""
        if self._block.own:
            self.change(p.remove_own(self.plan, self._block.id))
        else:
            self._say(_("Only a block of your own can be taken away; s skips."))

    def action_fit(self) -> None:
        """Make the plan fit the time there is."""
        time = p.available(self.plan)
        if time is None:
            self._say(_("First say when it starts and must end: b and e."))
            return
        fitted = p.fit(self.plan, time)
        self.change(fitted.plan)
        if fitted.short_s:
            self._say(
                _("That is as short as it can be: still {n} minutes too long.").format(n=-(-fitted.short_s // MINUTE))
            )

    def action_start_time(self) -> None:
        """When it starts."""
        title = _("When does it start?")
        self._ask_time(title, self.plan.start, lambda minutes: replace(self.plan, start=minutes))

    def action_end_time(self) -> None:
        """When it must be over."""
        title = _("When must it be over?")
        self._ask_time(title, self.plan.must_end, lambda minutes: replace(self.plan, must_end=minutes))

    def _ask_time(self, title: str, now: int | None, changed: Callable[[int | None], Plan]) -> None:
        def told(text: str | None) -> None:
            if text is None:
                return
            minutes = p.parse_time(text)
            if text.strip() and minutes is None:
                self._say(_("“{text}” is no time of day: write 13:30.").format(text=text))
                return
            new = changed(minutes)
            if new.start is not None and new.must_end is not None and p.span(new.start, new.must_end) is None:
                self._say(_("That end is more than 12 hours after the start."))
                return
            self.change(new)

        self.app.push_screen(AskText(title, "" if now is None else _time(now)), told)

    def action_participants(self) -> None:
        """How many take part."""

        def told(text: str | None) -> None:
            if text is None:
                return
            if text.strip().isdecimal() and 0 < int(text) <= 200:
                self.change(replace(self.plan, participants=int(text)))
            else:
                self._say(_("Write a number from 1 to 200."))

        self.app.push_screen(AskText(_("How many take part?"), str(self.plan.participants)), told)

    def action_save(self) -> None:
        """Save the plan under a name."""

        def named(name: str | None) -> None:
            if name is not None:
                saved, text = self._save(name.strip(), self.plan)
                if saved:
                    self._kept = self.plan
                self._say(text)

        self.app.push_screen(AskText(_("Save the plan as (a date, or letters, digits and -)"), self._today), named)

    def action_begin(self) -> None:
        """Begin a session with this plan."""
        if all(block.skipped for block in self.plan.blocks):
            self._say(_("Nothing is left in this plan."))
        else:
            self.post_message(PlanReady(self.plan))

    def action_close(self) -> None:
        """Back; a plan that is not saved is asked about first."""
        if self.plan == self._kept:
            self.post_message(PlanClosed())
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.post_message(PlanClosed())

        text = _("Your changes are lost then. With w you save the plan.")
        self.app.push_screen(Confirm(_("Leave without saving?"), text, N_("leave")), answered)


def _time(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _line(block: Block, begin: int, chosen: bool, start: int | None) -> Content:
    clock = (
        "  –  "
        if block.skipped
        else _time((start or 0) + begin // MINUTE)
        if start is not None
        else f"{begin // MINUTE:>3}’ "
    )
    was = "" if block.own or block.original in (0, block.seconds) else f" ({block.original // MINUTE})"
    name = "·" if block.step is None else block.id
    marks = [_("protected")] if block.protected else []
    marks += [_("own block")] if block.own else []
    marks += [_("skipped")] if block.skipped else []
    minutes = f"{block.seconds // MINUTE:>3}{was}"
    style = "strike $text-muted" if block.skipped else "bold reverse" if chosen else ""
    lead = "▸ " if chosen else "  "
    return Content.assemble(
        (lead, "bold $accent"),
        (f"{clock}  {minutes:<9}{name:<4}{safe_line(block.title)}", style),
        ("  " + " · ".join(marks) if marks else "", "$text-muted"),
    )
