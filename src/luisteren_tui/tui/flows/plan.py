"""Plans before there is a session: made from home, saved, and begun."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from textual import on

from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.problem import Problem, problem_message
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.flows.resume import Resuming
from luisteren_tui.tui.messages import BeginSaved, MakePlan, PlanClosed, PlanReady

if TYPE_CHECKING:
    from luisteren_tui.planning.plan import Plan
    from luisteren_tui.tui.screens.plan.screen import PlanScreen
    from luisteren_tui.workshop.model import Workshop

MOST_SAID = 8
"""How many changes of a workshop are said one by one."""


class Planning(Resuming):
    """An app that makes plans."""

    @on(MakePlan)
    def _make_plan(self, event: MakePlan) -> None:
        """Show a new plan of a workshop, or one that was saved."""
        if not self.home_is_in_front():
            return
        if event.saved:
            self._with_saved(event.saved, lambda plan, saved: self._show_plan(plan, event.saved, saved))
            return
        loaded = self.load_workshop(event.workshop)
        if loaded is not None:
            self._loaded = loaded
            self._show_plan(self._new_plan())

    def _new_plan(self) -> "Plan":
        """Return the plan of the workshop at hand as its makers wrote it."""
        from luisteren_tui.planning.plan import plan_of
        from luisteren_tui.storage.workshop_file import source_of

        assert self._loaded is not None
        assert self._loaded.workshop is not None
        plan = plan_of(self._loaded.workshop, self._loaded.sha256)
        return replace(plan, source=source_of(self._loaded.path, self.folders.data))

    @on(BeginSaved)
    def _begin_saved(self, event: BeginSaved) -> None:
        """Begin with the plan that was saved under this name."""
        if self.home_is_in_front():
            self._with_saved(event.name, lambda plan, _saved: self._begin_with(plan))

    def _with_saved(self, name: str, go_on: Callable[["Plan", "Plan"], None]) -> None:
        """Go on with a saved plan, for its workshop as that is now and as it was saved.

        Where the workshop has changed since, that is when the changes are agreed to.
        """
        from luisteren_tui.planning.adaptation import adapt, changed
        from luisteren_tui.storage.files import reason
        from luisteren_tui.storage.plans import Unreadable, load

        try:
            problems: list[Problem] = []
            saved = load(self.folders, name, problems)
            for problem in problems:
                self.notify(safe_line(problem_message(problem)), markup=False)
        except OSError as error:
            self._refuse(_("The plan {name} can't be read: {why}.").format(name=name, why=_(reason(error))))
            return
        except Unreadable as error:
            self._refuse(problem_message(error.problem))
            return
        loaded = self.load_workshop(saved.source or saved.workshop_id)
        if loaded is None or loaded.workshop is None:
            return
        if loaded.workshop.id != saved.workshop_id:
            text = _("The plan {name} was made for the workshop {own}, not for {other}.")
            self._refuse(text.format(name=name, own=saved.workshop_id, other=loaded.workshop.id))
            return
        self._loaded = loaded
        plan = adapt(saved, loaded.workshop, loaded.sha256)
        differences = [
            safe_line(problem_message(problem)) for problem in changed(saved, loaded.workshop, loaded.sha256)
        ]
        if not differences:
            go_on(plan, saved)
            return
        lines = [f"· {text}" for text in differences[:MOST_SAID]]
        if (n := len(differences) - MOST_SAID) > 0:
            lines.append(_("and {n} more").format(n=n))

        def answered(yes: bool | None) -> None:
            if yes:
                go_on(plan, saved)

        from luisteren_tui.tui.screens.dialog import Confirm

        title = _("The workshop has changed since this plan was saved")
        self.push_screen(Confirm(title, "\n".join(lines), N_("adapt the plan and go on")), answered)

    def _refuse(self, text: str) -> None:
        self.notify(safe_line(text), severity="error", timeout=15, markup=False)

    def _begin_with(self, plan: "Plan") -> None:
        from luisteren_tui.planning.plan import is_empty

        if is_empty(plan):
            self._refuse(_("Nothing is left in this plan."))
            return
        assert self._loaded is not None
        self._plan = plan
        self.push_screen(self._session(self._loaded))
        self._ask_start()

    def _show_plan(self, plan: "Plan", name: str = "", saved: "Plan | None" = None) -> None:
        assert self._loaded is not None
        assert self._loaded.workshop is not None
        self.push_screen(self._plan_screen(plan, self._loaded.workshop, name, saved))

    def _plan_screen(
        self, plan: "Plan", workshop: "Workshop", name: str = "", saved: "Plan | None" = None
    ) -> "PlanScreen":
        from luisteren_tui.planning.remarks import chance, forecast_end, remarks
        from luisteren_tui.storage.past_runs import spoken_runs
        from luisteren_tui.storage.workshop_file import text_bodies
        from luisteren_tui.tui.screens.plan.plan_store import PlanStore
        from luisteren_tui.tui.screens.plan.screen import PlanScreen, Remarks

        try:
            past = spoken_runs(self.folders, workshop.id)
        except OSError:
            past = []

        def remarked(plan: "Plan") -> Remarks:
            guess = forecast_end(past, workshop, plan)
            texts = text_bodies(workshop, self.folders.data)
            said = remarks(workshop, plan, guess, texts, self.config.reading_speed, plan_store.day)
            return said, chance(plan, guess, plan_store.day)

        today = words.today(self.clock)
        plan_store = PlanStore(self.folders, name or today, saved, date.fromisoformat(today))
        return PlanScreen(plan, workshop.title, plan_store, remarked)

    @on(PlanReady)
    def _begin_plan(self, event: PlanReady) -> None:
        """Begin over the plan, which stays: it is come back to when the session is not begun after all."""
        from luisteren_tui.tui.screens.plan.screen import PlanScreen

        if not isinstance(self.screen, PlanScreen):
            return
        self._begin_with(event.plan)

    def not_now(self) -> None:
        """Go back to the plan where the session was asked for there."""
        from luisteren_tui.tui.screens.plan.screen import PlanScreen

        if not any(isinstance(screen, PlanScreen) for screen in self.screen_stack):
            super().not_now()
            return
        while not isinstance(self.screen, PlanScreen):
            self.pop_screen()

    def _unsaved(self) -> "PlanScreen | None":
        """Return the screen of a plan that is not saved."""
        from luisteren_tui.tui.screens.plan.screen import PlanScreen

        plans = (screen for screen in self.screen_stack if isinstance(screen, PlanScreen))
        return next((screen for screen in plans if screen.unsaved), None)

    def keep_plan(self) -> None:
        """Save a plan that is not saved under a name of its own."""
        if plan := self._unsaved():
            from luisteren_tui.storage.plans import save

            with suppress(OSError):  # there is nobody to tell
                save(self.folders, _("unsaved"), plan.plan)

    def leave_at_once(self) -> None:
        """Keep a plan first; a session has its plan in its journal."""
        if self.live is None:
            self.keep_plan()
        super().leave_at_once()

    def asks_first(self) -> bool:
        """Go back to a plan that is not saved, which asks about that."""
        plan = self._unsaved()
        if plan is None:
            return False
        while self.screen is not plan:
            self.pop_screen()
        plan.action_close()
        return True

    @on(PlanClosed)
    def _plan_closed(self) -> None:
        from luisteren_tui.tui.screens.end.screen import EndScreen
        from luisteren_tui.tui.screens.plan.screen import PlanScreen

        if not isinstance(self.screen, PlanScreen):
            return
        if isinstance(self.screen_stack[-2], EndScreen):
            # Back to what the rehearsal taught.
            self.pop_screen()
        else:
            self.away()
