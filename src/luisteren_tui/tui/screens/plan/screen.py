"""The plan screen: the blocks of a coming session, how long they take, and whether that fits."""

from asyncio import Future
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar, NamedTuple

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.fitting import fit, leaving_out
from luisteren_tui.planning.plan import MINUTE_S, Block, Plan, end_for_same_length
from luisteren_tui.planning.plan_dates import available_on, check_time, end_day, read_time, time_of_day
from luisteren_tui.planning.remarks import (
    end_problem,
    left_out_text,
    missing_times_text,
    rounds_text,
    shortage_text,
    shortened_blocks_text,
    skip_text,
)
from luisteren_tui.text.safe import safe, safe_line, within_quotes
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.keyboard import REPEAT_S
from luisteren_tui.tui.screens.dialog import AskText, Confirm
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.plan.block_list import BlockList
from luisteren_tui.tui.screens.plan.dialogs import (
    CustomBlock,
    CustomBlockDialog,
    NameTakenDialog,
    number_problem,
    time_problem,
)
from luisteren_tui.tui.screens.plan.keys import BLOCK_KEYS, HELP, PLAN_KEYS, footer
from luisteren_tui.tui.screens.plan.plan_store import PlanStore
from luisteren_tui.tui.screens.plan.summary import draw_summary
from luisteren_tui.tui.widgets.key_bar import KeyBar

MIN_WIDE, MIN_TALL = 64, 20
"""Below this width the summary is brief; below this height the forecast is in the message line."""


class Remarks(NamedTuple):
    """What there is to say about a plan, the forecast first.

    `chance` is that of ending in time. `short_turns` has how short the turns of a block are, by its id, and `groups` how
    its groups are formed. `participants` is empty unless the makers count on another number.
    """

    lines: Sequence[str]
    chance: float | None
    short_turns: Mapping[str, str] = {}
    participants: str = ""
    groups: Mapping[str, Sequence[str]] = {}


class PlanScreen(Screen[None]):
    """Shows a line for each block. The keys change the chosen block or the plan, never the workshop."""

    app = getters.app(BaseApp)
    AUTO_FOCUS = ""
    CSS_PATH = "plan.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("up", "choose(-1)"),
        ("down", "choose(1)"),
        ("plus,equals_sign,right", "minutes(1)"),
        ("minus,left", "minutes(-1)"),
        ("s", "skip"),
        ("shift+up,k", "move(-1)"),
        ("shift+down,j", "move(1)"),
        ("a", "add"),
        ("t", "edit"),
        ("delete,backspace", "remove"),
        ("f", "fit"),
        ("b", "start_time"),
        ("e", "end_time"),
        ("d", "participants"),
        ("w", "save"),
        ("enter", "begin"),
        ("p", "rehearse"),
        ("x", "export"),
        ("u,ctrl+z", "undo"),
        ("home", "choose(-999)"),
        ("end", "choose(999)"),
        ("pagedown", "page(1)"),
        ("pageup", "page(-1)"),
        ("question_mark", "help"),
        ("escape,q,ctrl+q", "close"),
    ]

    silences: ClassVar[Mapping[str, float]] = {
        **dict.fromkeys(("up", "down", "pagedown", "pageup"), 0),
        **dict.fromkeys(("left", "right"), REPEAT_S),
    }

    def __init__(
        self,
        plan: Plan,
        title: str,
        plan_store: PlanStore,
        *,
        step_titles: Sequence[str],
        remarks: Callable[[Plan], Remarks],
        begin: Callable[[Plan], None],
        rehearse: Callable[[Plan], None],
        export: Callable[[Plan], None],
    ) -> None:
        """Show `plan`. `begin` and `rehearse` run it, and `export` makes a file of it."""
        super().__init__()
        self._begin, self._rehearse, self._export = begin, rehearse, export
        self.plan, self.plan_store = plan, plan_store
        self._title, self._remarks = safe_line(title), remarks
        # A plan that was adapted to a changed workshop differs from the saved one.
        self._saved = plan_store.saved or plan
        self._chosen = 0
        self._undo_steps: list[tuple[Plan, str]] = []
        """The earlier plans, each with the id of the block that was changed in it."""
        self._confirmed_cuts: set[tuple[str, str]] = set()
        """The cuts of protected blocks that the user agreed to: the plain id of the block, and the label of the answer."""
        self._last_fit: tuple[Plan, Plan] | None = None
        """The plan after the last fit, and the plan before it without what could be left out."""
        self._message, self._said = "", Remarks(("",), None)
        self._title_line, self._summary_line = Static(self._titled(), id="plan-title"), Static(id="plan-summary")
        self._list, self._message_line = BlockList(step_titles, id="plan-list"), Static(id="plan-message")
        self._remarked: tuple[Plan, date] | None = None
        """The plan and day that the remarks on the screen are about."""

    @property
    def unsaved(self) -> bool:
        """Whether the plan differs from what is on disk."""
        return self.plan != self._saved

    @property
    def _block(self) -> Block:
        return self.plan.blocks[self._chosen]

    def compose(self) -> ComposeResult:
        """Lay out the plan."""
        yield self._title_line
        yield self._summary_line
        yield self._list
        yield self._message_line
        yield KeyBar(footer(BLOCK_KEYS))
        yield KeyBar(footer(PLAN_KEYS))

    def on_mount(self) -> None:
        """Show the plan."""
        self._show()

    def on_resize(self) -> None:
        """Shorten the summary on a narrow screen and keep the forecast in sight on a low one."""
        self._show_summary()
        self._show_message(self._message)

    # Show

    def _titled(self) -> Content:
        """Return the title, with the name of a plan that was saved."""
        name = "" if self.plan_store.saved is None else f" · {safe_line(self.plan_store.name)}"
        return Content.assemble((_("Plan for “{title}”").format(title=self._title), "bold"), (name, "$muted"))

    def _show(self) -> None:
        self._chosen = max(0, min(len(self.plan.blocks) - 1, self._chosen))
        if (now := (self.plan, self.plan_store.day)) != self._remarked:  # the remarks take time to compute
            self._remarked = now
            self._said = self._remarks(self.plan)
            self._list.show_remarks(self._said.lines)
            self._show_summary()
        self._list.show(self.plan, self.plan_store.day, self._said.short_turns, self._chosen)
        self._show_message("")

    def _show_summary(self) -> None:
        brief = self.app.size.width < MIN_WIDE
        summary = draw_summary(self.plan, self.plan_store.day, self._said.chance, brief=brief)
        self._summary_line.update(summary)

    def _show_message(self, text: str) -> None:
        """Show `text` until the next change. Without a text, show the forecast on a low screen, else the chosen groups."""
        self._message = text
        groups = "" if self._block.skipped else " · ".join(self._said.groups.get(self._block.id, ()))
        about = self._said.lines[0] if self.app.size.height < MIN_TALL else groups
        message = (f"● {safe(text)}", "bold") if text else (about, "$muted")
        self._message_line.update(Content.assemble(message))

    # Change

    def change(self, plan: Plan, chosen_id: str = "") -> None:
        """Show `plan`, which one undo takes back. Choose the block `chosen_id`, or stay where it can't be found."""
        if plan != self.plan:
            self._undo_steps.append((self.plan, self._block.id))
            self.plan = plan
            self._choose_block(chosen_id)
        self._show()

    def _choose_block(self, id: str) -> None:
        """Choose a block by its id. If it is gone, the choice stays where it is."""
        self._chosen = next((n for n, block in enumerate(self.plan.blocks) if block.id == id), self._chosen)

    def action_undo(self) -> None:
        """Undo the last change and choose the block that it changed."""
        if self._undo_steps:
            self.plan, changed_id = self._undo_steps.pop()
            self._choose_block(changed_id)
            self._show()
        else:
            self._show_message(_("There is nothing to undo."))

    def action_choose(self, by: int) -> None:
        """Choose another block."""
        self._chosen += by
        self._show()

    @on(BlockList.Chosen)
    def _clicked(self, event: BlockList.Chosen) -> None:
        self.action_choose(event.number - self._chosen)

    def action_page(self, pages: int) -> None:
        """Scroll a page up or down, to read the remarks below the blocks."""
        self._list.page(pages)

    def action_minutes(self, by: int) -> None:
        """Give the chosen block, or all its rounds, a minute more or less."""
        block, new = self._block, p.with_seconds(self.plan, self._block.id, self._block.seconds + by * MINUTE_S)
        if block.skipped:
            text = _("“{title}” is left out: s puts it back.")
            self._show_message(text.format(title=within_quotes(safe_line(block.title))))
            return
        if p.block(new, block.id).seconds < min(block.seconds, block.original):
            self._cut(block, _("Make {title} shorter?"), N_("shorten"), new)
        else:
            self.change(new)
        if self.plan == new:
            self._show_message(rounds_text(new, block.id))

    def action_skip(self) -> None:
        """Skip the chosen block, or put it back."""
        before, id = self.plan, self._block.id
        new = p.skip(before, id, skipped=not self._block.skipped)
        if self._block.skipped:
            self.change(new)
        else:
            self._cut(self._block, _("Skip {title}?"), N_("skip"), new)
        if self.plan == new:
            self._show_message(skip_text(before, new, id))

    def _cut(self, block: Block, question: str, label: str, new: Plan) -> None:
        """Change to `new`, in which `block` is cut. If it is protected, ask first, once for each kind of cut."""
        kind = (block.repeats or block.id, label)
        if not block.protected or kind in self._confirmed_cuts:
            self.change(new)
            return
        text = _("Its makers never want any of it left out.")

        def cut(_yes: bool) -> None:
            self._confirmed_cuts.add(kind)
            before = self.plan
            self.change(new)
            self._show_message(skip_text(before, new, block.id))

        self.app.ask_then(Confirm(question.format(title=safe_line(block.title)), text, label), cut)

    def action_move(self, by: int) -> None:
        """Move a break or a custom block."""
        if not self._block.movable:
            self._show_message(_("Only a break or a block of your own can be moved."))
            return
        self.change(p.move(self.plan, self._block.id, by), self._block.id)

    def action_remove(self) -> None:
        """Remove a custom block."""
        if self._block.own:
            self.change(p.remove_custom(self.plan, self._block.id))
        else:
            self._show_message(_("Only a block of your own can be removed; s skips."))

    def action_add(self) -> None:
        """Ask for a custom block and add it before the chosen block."""

        def add(new: CustomBlock) -> None:
            self.change(p.add_custom(self.plan, self._chosen, new.title, new.minutes * MINUTE_S, new.text))

        self._ask_block(CustomBlock(_("Welcome"), 5, ""), add)

    def action_edit(self) -> None:
        """Ask for another title, length or text of a custom block."""
        block = self._block
        if not block.own:
            self._show_message(_("Only a block of your own has a text that you can change; a adds one."))
            return

        def edit(new: CustomBlock) -> None:
            self.change(p.change_custom(self.plan, block.id, new.title, new.minutes * MINUTE_S, new.text))

        self._ask_block(CustomBlock(block.title, block.seconds // MINUTE_S, block.text), edit)

    def _ask_block(self, block: CustomBlock, change: Callable[[CustomBlock], None]) -> None:
        self.app.ask_then(CustomBlockDialog(block, change), change)

    def action_fit(self) -> None:
        """Make the plan fit the available time. Pressed again, it also leaves out what can be left out."""
        time = available_on(self.plan, self.plan_store.day)
        if time is None:
            self._show_message(missing_times_text(self.plan))
            return
        before = self._last_fit[1] if self._last_fit and self._last_fit[0] == self.plan else self.plan
        fitted, without = fit(before, time), leaving_out(before, time)
        already_fits = fitted == self.plan
        self.change(fitted)
        messages = []
        if shortage := shortage_text(fitted, time):
            messages.append(shortage)
        elif already_fits:
            messages.append(_("It fits as it is."))
        if shortened := shortened_blocks_text(before, fitted):
            messages.append(shortened + " " + _("u undoes it."))
        if without:
            self._last_fit = (fitted, without.plan)
            messages.append(left_out_text(without, _("Press f once more to leave out “{title}”")))
        self._show_message(" ".join(messages))

    # Times and participants

    def action_start_time(self) -> None:
        """Ask when the session starts. If its end can't stay, ask for that too."""

        def check(minutes: int) -> str:
            check_time(minutes, self.plan_store.day)
            return ""

        dialog = AskText(
            _("When does it start?"), time_of_day(self.plan.start) or "", lambda text: time_problem(text, check)
        )
        self.run_worker(self._set_start(self.app.ask(dialog)))

    async def _set_start(self, asked: "Future[str | None]") -> None:
        text = await asked
        if text is None:
            return
        new = self.plan.with_start(read_time(text) if text.strip() else None)
        if wrong := end_problem(new):
            # The start and the end are one undo step.
            await self._set_end(new, self._ask_end(new, end_for_same_length(new, self.plan), wrong))
        else:
            self.change(new)

    def action_end_time(self) -> None:
        """Ask when the session must be over."""
        self.run_worker(self._set_end(self.plan, self._ask_end(self.plan, self.plan.must_end)))

    def _ask_end(self, plan: Plan, proposed: int | None, hint: str = "") -> "Future[str | None]":
        def check(minutes: int) -> str:
            new = plan.with_must_end(minutes)
            if wrong := end_problem(new):
                return wrong
            check_time(minutes, end_day(new, self.plan_store.day))
            return ""

        proposed = plan.must_end if proposed is None else proposed
        now = time_of_day(proposed) or ""
        return self.app.ask(AskText(_("When must it be over?"), now, lambda text: time_problem(text, check), hint))

    async def _set_end(self, plan: Plan, asked: "Future[str | None]") -> None:
        text = await asked
        if text is not None:
            self.change(plan.with_must_end(read_time(text) if text.strip() else None))

    def action_participants(self) -> None:
        """Ask how many people take part."""

        def count(text: str) -> None:
            self.change(self.plan.with_participants(int(text)))
            self._show_message(self._said.participants)

        self.app.ask_then(AskText(_("How many take part?"), str(self.plan.participants), number_problem), count)

    # Save, begin and leave

    def action_save(self) -> None:
        """Ask for a name and save the plan."""
        self.run_worker(self._save(self._ask_name(self.plan_store.name)))

    def _ask_name(self, proposed: str) -> "Future[str | None]":
        hint = _(
            "A plan named after a day, such as today, 25-11 or 2026-11-25, is at the top of the home screen on that day."
        )

        def problem(typed: str) -> str:
            return self.plan_store.problem_with(typed, self.plan)

        return self.app.ask(AskText(_("What is this plan called?"), proposed, problem, hint))

    async def _save(self, asked: "Future[str | None]") -> None:
        while (typed := await asked) is not None:
            name = self.plan_store.name_for(typed)
            replaces: bool | None = True
            if self.plan_store.is_taken(name, self.plan):
                replaces = await self.app.ask(NameTakenDialog(name, self.plan_store.contents_of(name)))
            if replaces is None:
                return
            if replaces:
                self._write(name, typed)
                return
            asked = self._ask_name(f"{name}-2")

    def _write(self, name: str, typed: str) -> None:
        succeeded, message = self.plan_store.save(name, typed, self.plan)
        if succeeded:
            self._saved = self.plan
            self._title_line.update(self._titled())
            self._show()  # the name may give the plan another day
        self._show_message(message)

    def put(self, plan: Plan) -> None:
        """Show `plan`, which one undo takes back, and save it. A plan that was never saved gets a name first."""
        self.change(plan)
        if self.plan_store.saved is None:
            self.action_save()
        else:
            self._write(self.plan_store.name, self.plan_store.name)

    def action_begin(self) -> None:
        """Begin a session with this plan."""
        self._unless_empty(self._begin)

    def action_rehearse(self) -> None:
        """Rehearse this plan."""
        self._unless_empty(self._rehearse)

    def action_export(self) -> None:
        """Make a file of this plan."""
        self._export(self.plan)

    def _unless_empty(self, go_on: Callable[[Plan], None]) -> None:
        if p.is_empty(self.plan):
            self._show_message(_("Nothing is left in this plan."))
        else:
            go_on(self.plan)

    def action_help(self) -> None:
        """Show all keys."""
        self.app.push_screen(KeyList(HELP))

    def action_close(self) -> None:
        """Go back; ask first if the plan isn't saved."""
        if self.app.screen is not self:
            return  # the key was pressed twice
        if not self.unsaved:
            self.dismiss(None)
            return
        text = _("Your changes will be lost. Press w to save the plan.")
        self.app.ask_then(
            Confirm(_("Leave without saving?"), text, N_("leave"), danger=True), lambda _yes: self.dismiss(None)
        )
