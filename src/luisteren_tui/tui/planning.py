"""Plans before there is a session: made from home, saved, and begun."""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from luisteren_tui.i18n import _
from luisteren_tui.storage.workshop_file import say
from luisteren_tui.text import safe_line
from luisteren_tui.tui import words
from luisteren_tui.tui.flow import SessionFlow
from luisteren_tui.tui.messages import BeginSaved, Learn, MakePlan, PlanClosed, PlanReady

if TYPE_CHECKING:
    from luisteren_tui.session.plan import Plan
    from luisteren_tui.tui.screens.plan import PlanScreen
    from luisteren_tui.workshop.model import Workshop


class Planning(SessionFlow):
    """An app that makes plans."""

    @on(MakePlan)
    def _make_plan(self, event: MakePlan) -> None:
        """Show a new plan of a workshop, or one that was saved, adapted to what the workshop is now."""
        if not self.home_is_in_front():
            return
        from luisteren_tui.session.plan import plan_of
        from luisteren_tui.session.plan_changes import adapt, changed
        from luisteren_tui.storage.plans import load

        saved = None
        if event.saved:
            try:
                saved = load(self.folders, event.saved)
            except (OSError, ValueError):
                self.notify(_("This plan can't be read."), severity="error", markup=False)
                return
        loaded = self.load_workshop(saved.workshop_id if saved else event.workshop)
        if loaded is None or loaded.workshop is None:
            return
        plan = (
            plan_of(loaded.workshop, loaded.sha256) if saved is None else adapt(saved, loaded.workshop, loaded.sha256)
        )
        self._loaded = loaded
        self.push_screen(self._plan_screen(plan, loaded.workshop))
        if saved is not None and (differences := changed(saved, loaded.workshop, loaded.sha256)):
            text = " ".join(safe_line(say(problem)) for problem in differences)
            self.notify(
                _("Adapted to the workshop as it is now. {changes}").format(changes=text), timeout=15, markup=False
            )

    @on(Learn)
    def _learn(self, event: Learn) -> None:
        """Show what a rehearsal changes in its plan, and the plan with that in it once that is wanted."""
        from luisteren_tui.session.plan_changes import adapt
        from luisteren_tui.session.rehearsal import learnt, plan_rehearsed
        from luisteren_tui.tui.screens.over import OverScreen
        from luisteren_tui.tui.screens.taught import LearnDialog, Lesson

        if not isinstance(self.screen, OverScreen):
            return
        # One that was gone on with from home came without its workshop.
        self._loaded = self._loaded or self.load_workshop(event.opened.workshop.id)
        if self._loaded is None or self._loaded.workshop is None:
            return
        workshop = self._loaded.workshop
        before = adapt(plan_rehearsed(event.opened), workshop, self._loaded.sha256)
        if self._plan is not None:
            before = replace(self._plan, blocks=before.blocks)
        after = learnt(before, event.needed)
        changes = [
            Lesson(old, new, old.id in event.spoken)
            for old, new in zip(before.blocks, after.blocks, strict=True)
            if old != new
        ]
        if not changes:
            self.notify(_("Nothing took longer than planned: the plan stays as it is."), markup=False)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._speed = None
                screen = self._plan_screen(before, workshop)
                self.push_screen(screen)
                self.call_after_refresh(screen.change, after)

        self.push_screen(LearnDialog(changes), answered)

    def _plan_screen(self, plan: "Plan", workshop: "Workshop") -> "PlanScreen":
        from luisteren_tui.report.plan_remarks import guess_end, remarks
        from luisteren_tui.tui.screens.plan import PlanScreen

        def remarked(plan: "Plan") -> list[str]:
            try:
                guess = guess_end(self.folders, workshop, plan)
            except OSError:
                return []
            return remarks(workshop, plan, guess, self.folders.data, self.config.pace)

        return PlanScreen(plan, workshop.title, words.today(self.clock), self._save_plan, remarked)

    @on(BeginSaved)
    def _begin_saved(self, event: BeginSaved) -> None:
        """Begin with the plan that was saved under this name, adapted to what the workshop is now."""
        if not self.home_is_in_front():
            return
        from luisteren_tui.session.plan_changes import adapt
        from luisteren_tui.storage.plans import load

        try:
            saved = load(self.folders, event.name)
        except (OSError, ValueError):
            self.notify(_("This plan can't be read."), severity="error", markup=False)
            return
        loaded = self.load_workshop(saved.workshop_id)
        if loaded is not None and loaded.workshop is not None:
            self._loaded, self._plan = loaded, adapt(saved, loaded.workshop, loaded.sha256)
            self.push_screen(self._session(loaded))
            self._ask_start()

    def _save_plan(self, name: str, plan: "Plan") -> tuple[bool, str]:
        """Save a plan, and return whether that worked and what there is to say of it."""
        from luisteren_tui.storage.files import reason
        from luisteren_tui.storage.plans import names, save

        try:
            before = name in names(self.folders)
            path = save(self.folders, name, plan)
        except OSError as error:
            return False, _("The plan is not saved: {why}.").format(why=_(reason(error)))
        except ValueError:
            return False, _("That can't be a name: use letters, digits and -.")
        text = _("Kept in {path}, in place of the plan of that name") if before else _("Kept in {path}")
        return True, text.format(path=safe_line(str(path)))

    @on(PlanReady)
    def _begin_plan(self, event: PlanReady) -> None:
        """Begin over the plan, which stays: it is come back to when the session is not begun after all."""
        from luisteren_tui.tui.screens.plan import PlanScreen

        if not isinstance(self.screen, PlanScreen):
            return
        assert self._loaded is not None
        self._plan = event.plan
        self.push_screen(self._session(self._loaded))
        self._ask_start()

    def not_now(self) -> None:
        """Go back to the plan where the session was asked for there."""
        from luisteren_tui.tui.screens.plan import PlanScreen

        if not any(isinstance(screen, PlanScreen) for screen in self.screen_stack):
            super().not_now()
            return
        while not isinstance(self.screen, PlanScreen):
            self.pop_screen()

    @on(PlanClosed)
    def _plan_closed(self) -> None:
        from luisteren_tui.tui.screens.over import OverScreen
        from luisteren_tui.tui.screens.plan import PlanScreen

        if not isinstance(self.screen, PlanScreen):
            return
        if isinstance(self.screen_stack[-2], OverScreen):
            # Back to what the rehearsal taught.
            self.pop_screen()
        else:
            self.away()
