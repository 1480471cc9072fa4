"""What the plan screen asks for: blocks of your own, when it starts and must be over, how many, under which name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.screen import Screen

from luisteren_tui.export.plan_formats import clock
from luisteren_tui.i18n import N_, _
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.day_time import DAY, span
from luisteren_tui.planning.plan import MINUTE, MOST, Block, Plan
from luisteren_tui.planning.plan_dates import NoTime, check_time, last_day, minutes_of
from luisteren_tui.planning.remarks import wrong_end
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.dialog import Confirm, Dialog
from luisteren_tui.tui.screens.plan.custom_block import CustomBlockDialog, Own
from luisteren_tui.tui.screens.plan.plan_store import PlanStore
from luisteren_tui.tui.screens.text_dialog import AskText


class NameTakenDialog(Dialog[bool]):
    """There is another plan of that name: Enter puts this one in its place, `n` is for another name."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer(True)", show=False),
        Binding("n", "answer(False)", show=False),
    ]

    def __init__(self, name: str) -> None:
        super().__init__()
        self.title_text = _("There is a plan {name} already").format(name=name)
        self.keys = (
            ("answer(True)", "enter", N_("put this one in its place; the other is kept as well")),
            ("answer(False)", "n", N_("choose another name")),
            ("cancel", "escape", N_("cancel")),
        )

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        self.dismiss(yes)


class AskTime(NamedTuple):
    """A question for a time: what stands there, and on which day of the new plan it is."""

    title: str
    now: int | None
    hint: str
    day: Callable[[Plan], date]


class PlanAsking(Screen[None]):
    """A screen with a `plan` that has these questions."""

    def __init__(self, plan: Plan, plan_store: PlanStore) -> None:
        super().__init__()
        self.plan, self.plan_store = plan, plan_store
        # One that was adapted is not what is on the disk.
        self.kept = plan_store.saved or plan
        self._place = 0
        self._may_be_cut: set[tuple[str, str]] = set()
        """Which block may be cut, and in which way."""

    @property
    def _block(self) -> Block:
        return self.plan.blocks[self._place]

    def change(self, new: Plan) -> None:
        """Show the plan as it is now."""

    def say(self, text: str) -> None:
        """Say something about what was done."""

    def cut(self, block: Block, title: str, label: str, new: Plan) -> None:
        """Show the `new` plan, in which a block gets less; of one that is protected that is asked, once for each way."""
        if not block.protected or (block.id, label) in self._may_be_cut:
            self.change(new)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._may_be_cut.add((block.id, label))
                self.change(new)

        text = _("Its makers want all of it always to be there.")
        self.app.push_screen(Confirm(title.format(title=safe_line(block.title)), text, label), answered)

    def action_add(self) -> None:
        """A block of one's own, before the one at hand."""

        def told(own: Own | None) -> None:
            if own is not None:
                self.change(p.add_own(self.plan, self._place, own.title, own.minutes * MINUTE, own.text))

        self.app.push_screen(CustomBlockDialog(Own(_("Welcome"), 5, "")), told)

    def action_edit(self) -> None:
        """Another title, length or text for a block of one's own."""
        block = self._block
        if not block.own:
            self.say(_("Only a block of your own has a text that you can change; a adds one."))
            return

        def told(own: Own | None) -> None:
            if own is not None:
                self.change(p.change_own(self.plan, block.id, own.title, own.minutes * MINUTE, own.text))

        self.app.push_screen(CustomBlockDialog(Own(block.title, block.seconds // MINUTE, block.text)), told)

    def action_start_time(self) -> None:
        """When it starts."""
        self._ask_start(self.plan)

    def action_end_time(self) -> None:
        """When it must be over."""
        self._ask_end(self.plan)

    def _ask_start(self, plan: Plan) -> None:
        def made(minutes: int | None) -> Plan:
            return replace(plan, start=minutes)

        def other(new: Plan) -> None:
            self._ask_end(new, wrong_end(new), _proposed_end(new, plan))

        asked = AskTime(_("When does it start?"), plan.start, "", lambda _new: self.plan_store.day)
        self._ask_time(asked, made, other)

    def _ask_end(self, plan: Plan, hint: str = "", proposed: int | None = None) -> None:
        def made(minutes: int | None) -> Plan:
            return replace(plan, must_end=minutes)

        now = plan.must_end if proposed is None else proposed
        asked = AskTime(_("When must it be over?"), now, hint, lambda new: last_day(new, self.plan_store.day))
        self._ask_time(asked, made)

    def _ask_time(
        self, asked: AskTime, made: Callable[[int | None], Plan], other: Callable[[Plan], None] | None = None
    ) -> None:
        """Ask for one time; where the end can't go with a new start, ask for the `other` too, else say so."""

        def wrong(text: str) -> str:
            try:
                if text.strip():
                    new = made(minutes := minutes_of(text))
                    if other is None and (why := wrong_end(new)):
                        return why
                    check_time(minutes, asked.day(new))
            except NoTime as error:
                return str(error)
            return ""

        def told(text: str | None) -> None:
            if text is None:
                return
            new = made(minutes_of(text) if text.strip() else None)
            if other is not None and wrong_end(new):
                other(new)
            else:
                self.change(new)

        self.app.push_screen(AskText(asked.title, clock(asked.now) or "", wrong, asked.hint), told)

    def action_participants(self) -> None:
        """How many take part."""

        def wrong(text: str) -> str:
            number = int(text) if text.isascii() and text.isdecimal() else 0
            return "" if 0 < number <= MOST else _("Write a number from 1 to 200.")

        def told(text: str | None) -> None:
            if text is not None:
                self.change(replace(self.plan, participants=int(text)))

        self.app.push_screen(AskText(_("How many take part?"), str(self.plan.participants), wrong), told)

    def action_save(self) -> None:
        """Save the plan under a name."""
        self._ask_name(self.plan_store.name)

    def _ask_name(self, proposed: str) -> None:
        def wrong(typed: str) -> str:
            return self.plan_store.wrong(typed, self.plan)

        def named(typed: str | None) -> None:
            if typed is None:
                return
            name = self.plan_store.named(typed)
            if self.plan_store.taken(name, self.plan):
                self.app.push_screen(NameTakenDialog(name), lambda yes: answered(name, typed, yes))
            else:
                self._save(name, typed)

        def answered(name: str, typed: str, yes: bool | None) -> None:
            if yes:
                self._save(name, typed)
            elif yes is not None:
                self._ask_name(f"{name}-2")

        hint = _("A plan with a date, such as 25-11 or 2026-11-25, stands first at home on that day.")
        self.app.push_screen(AskText(_("Under which name?"), proposed, wrong, hint), named)

    def _save(self, name: str, typed: str) -> None:
        saved, text = self.plan_store.save(name, typed, self.plan)
        if saved:
            self.kept = self.plan
            self.change(self.plan)  # its day may be another
        self.say(text)


def _proposed_end(new: Plan, old: Plan) -> int | None:
    """Return the end that leaves a plan with a new start as long as it was."""
    long = None if old.start is None or old.must_end is None else span(old.start, old.must_end)
    return None if long is None or new.start is None else (new.start + long) % DAY
