"""The plan of a coming session: what takes how long, and whether that fits."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.fitting import fit, leaving_out
from luisteren_tui.planning.plan import MINUTE, Plan
from luisteren_tui.planning.plan_dates import available
from luisteren_tui.planning.remarks import left_out, own_shortened
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui.messages import PlanClosed, PlanReady
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.plan.keys import HELP, OF_A_BLOCK, OF_THE_PLAN
from luisteren_tui.tui.screens.plan.lines import drawn, remarked, summed
from luisteren_tui.tui.screens.plan.plan_store import PlanStore
from luisteren_tui.tui.screens.plan.questions import PlanAsking
from luisteren_tui.tui.widgets.key_bar import KeyBar

NARROW, SHORT = 64, 20
Remarks = tuple[Sequence[str], float | None]
"""What there is to say of a plan, and the chance that it is done in time."""


class PlanScreen(PlanAsking):
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
        Binding("t", "edit", show=False),
        Binding("delete,backspace", "remove", show=False),
        Binding("f", "fit", show=False),
        Binding("b", "start_time", show=False),
        Binding("e", "end_time", show=False),
        Binding("d", "participants", show=False),
        Binding("w", "save", show=False),
        Binding("enter", "begin", show=False),
        Binding("u,ctrl+z", "undo", show=False),
        Binding("home", "choose(-999)", show=False),
        Binding("end", "choose(999)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("question_mark", "help", show=False),
        Binding("escape,q,ctrl+q", "close", show=False),
    ]

    def __init__(self, plan: Plan, title: str, plan_store: PlanStore, remarks: Callable[[Plan], Remarks]) -> None:
        super().__init__(plan, plan_store)
        self._title, self._remarks = safe_line(title), remarks
        self._before: list[tuple[Plan, str]] = []
        """The plans before this one, each with the block that was changed in it."""
        self._without: tuple[Plan, Plan] | None = None
        """A plan that was made to fit, and what it was, without what could be left out."""
        self._forecast = self._said = ""
        self._chance: float | None = None
        self._remarked: tuple[Plan, date] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the plan."""
        yield Static(Content.assemble((_("Plan for “{title}”").format(title=self._title), "bold")), id="plan-title")
        with VerticalScroll(id="plan-page", can_focus=False):
            yield Static(id="plan-blocks")
            yield Static(id="plan-remarks")
        yield Static(id="plan-sum")
        yield Static(id="plan-said")
        yield KeyBar(OF_A_BLOCK, terse=True)
        yield KeyBar(OF_THE_PLAN, terse=True)

    def on_mount(self) -> None:
        """Show the plan."""
        self._show()

    def _show(self) -> None:
        self._place = max(0, min(len(self.plan.blocks) - 1, self._place))
        lines, at = drawn(self.plan, self._place, self.plan_store.day)
        self.query_one("#plan-blocks", Static).update(Content("\n").join(lines))
        if (now := (self.plan, self.plan_store.day)) != self._remarked:  # they take time
            self._remarked = now
            (self._forecast, *others), self._chance = self._remarks(self.plan)
            self.query_one("#plan-remarks", Static).update(Content("\n").join(remarked([self._forecast, *others])))
            self._show_sum()
        self.say("")
        page = self.query_one("#plan-page")
        page.scroll_to(y=max(0, at - page.size.height // 2), animate=False)

    def _show_sum(self) -> None:
        brief = self.app.size.width < NARROW
        self.query_one("#plan-sum", Static).update(summed(self.plan, self.plan_store.day, self._chance, brief=brief))

    def on_resize(self) -> None:
        """Fewer words where it is narrow, and the forecast in sight where it is short."""
        self._show_sum()
        self.say(self._said)

    def change(self, new: Plan, at: str = "") -> None:
        """Show the plan as it is now, `at` a block or the same place; `u` brings the one before back."""
        if new != self.plan:
            self._before.append((self.plan, self._block.id))
            self.plan = new
            self._stand_at(at)
        self._show()

    def _stand_at(self, id: str) -> None:
        """Go to a block, wherever it is now; where it is gone, stay at its place."""
        self._place = next((n for n, block in enumerate(self.plan.blocks) if block.id == id), self._place)

    def say(self, text: str) -> None:
        """Say something on a line of its own, until the next key changes anything; else what must be in sight there."""
        self._said = text
        forecast = self._forecast if self.app.size.height < SHORT else ""
        shown = (f"● {safe(text)}", "bold") if text else (forecast, "$text-muted")
        self.query_one("#plan-said", Static).update(Content.assemble(shown))

    def action_undo(self) -> None:
        """The plan as it was before the last change, at the block that was changed."""
        if self._before:
            self.plan, changed = self._before.pop()
            self._stand_at(changed)
            self._show()
        else:
            self.say(_("There is nothing to undo."))

    def action_choose(self, by: int) -> None:
        """Another block."""
        self._place += by
        self._show()

    def action_page(self, pages: int) -> None:
        """A page up or down, for the remarks under the blocks."""
        page = self.query_one("#plan-page")
        page.scroll_relative(y=pages * max(1, page.size.height - 1), animate=False)

    def action_minutes(self, by: int) -> None:
        """A minute more or less for the block at hand."""
        block, new = self._block, p.with_seconds(self.plan, self._block.id, self._block.seconds + by * MINUTE)
        if block.skipped:
            text = _("“{title}” is left out: s takes it up again.")
            self.say(text.format(title=safe_line(block.title)))
        elif p.block(new, block.id).seconds < min(block.seconds, block.original):
            self.cut(block, _("Make {title} shorter?"), N_("shorten"), new)
        else:
            self.change(new)

    def action_skip(self) -> None:
        """Leave the block out, or take it up again."""
        if self._block.skipped:
            self.change(p.unskip(self.plan, self._block.id))
        else:
            self.cut(self._block, _("Skip {title}?"), N_("skip"), p.skip(self.plan, self._block.id))

    def action_move(self, by: int) -> None:
        """Move a break or an own block."""
        if not self._block.loose:
            self.say(_("Only a break or a block of your own can be moved."))
            return
        self.change(p.move(self.plan, self._block.id, by), self._block.id)

    def action_remove(self) -> None:
        """Take a block of one's own away."""
        if self._block.own:
            self.change(p.remove_own(self.plan, self._block.id))
        else:
            self.say(_("Only a block of your own can be taken away; s skips."))

    def action_fit(self) -> None:
        """Make the plan fit the time there is."""
        time = available(self.plan, self.plan_store.day)
        if time is None:
            self.say(_("First say when it starts and must end: b and e."))
            return
        before = self._without[1] if self._without and self._without[0] == self.plan else self.plan
        fitted, without = fit(before, time), leaving_out(before, time)
        same = fitted.plan == self.plan
        self.change(fitted.plan)
        said = []
        if fitted.short_s:
            n = -(-fitted.short_s // MINUTE)
            text = ngettext(
                "It can't be shorter: {n} minute too long.", "It can't be shorter: {n} minutes too long.", n
            )
            said.append(text.format(n=n))
        elif same:
            said.append(_("It fits as it is."))
        if own := own_shortened(before, fitted.plan):
            said.append(own + " " + _("u undoes it."))
        if without:
            self._without = (fitted.plan, without.plan)
            said.append(left_out(without, _("f once more leaves “{title}” out")))
        self.say(" ".join(said))

    def action_begin(self) -> None:
        """Begin a session with this plan."""
        if p.empty(self.plan):
            self.say(_("Nothing is left in this plan."))
        else:
            self.post_message(PlanReady(self.plan))

    def action_help(self) -> None:
        """All the keys."""
        self.app.push_screen(KeyList(HELP))

    def action_close(self) -> None:
        """Back; a plan that is not saved is asked about first."""
        if self.plan == self.kept:
            self.post_message(PlanClosed())
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.post_message(PlanClosed())

        text = _("Your changes are lost then. With w you save the plan.")
        self.app.push_screen(Confirm(_("Leave without saving?"), text, N_("leave")), answered)
