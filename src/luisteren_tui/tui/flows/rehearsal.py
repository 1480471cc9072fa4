"""What a rehearsal taught, and the plan that follows from it."""

from asyncio import Future
from datetime import date

from luisteren_tui.i18n import _
from luisteren_tui.i18n.dates import day_in_name
from luisteren_tui.planning.adaptation import adapt
from luisteren_tui.planning.plan import Plan, common_title, same_rounds
from luisteren_tui.planning.rehearsal import plan_of_session, with_learned_times
from luisteren_tui.session.events import Opened
from luisteren_tui.storage.plans import find_equal
from luisteren_tui.storage.workshop_file import LoadedWorkshop, find, load, source_of
from luisteren_tui.system.clock import Clock, local_day
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.flows.plan import PlanFlow
from luisteren_tui.tui.screens.end.rehearsal_lessons import LearnDialog, Lesson, RehearsalLessons, lesson_remarks


class RehearsalFlow:
    """Puts what a rehearsal taught into its plan."""

    def __init__(self, app: BaseApp, *, folders: Folders, clock: Clock, plans: PlanFlow) -> None:
        self._app, self._folders, self._clock, self._plans = app, folders, clock, plans

    def learn(self, lessons: RehearsalLessons, loaded: LoadedWorkshop | None, plan: Plan | None, resumed: bool) -> None:
        """Show what a rehearsal would change in its plan. If the user agrees, save the changed plan and open it.

        `loaded` is the workshop, or None if the rehearsal was resumed from home. `plan` is the plan that was asked for.
        A rehearsal that was `resumed` has its plan only in its journal.
        """
        # The file of a resumed rehearsal can be anywhere.
        loaded = loaded or self._find_workshop(lessons.opened)
        if loaded is None or loaded.workshop is None:
            return
        before = adapt(plan_of_session(lessons.opened), loaded.workshop, loaded.sha256)
        today = date.fromisoformat(local_day(self._clock))
        before = (before if plan is None else plan).with_blocks(before.blocks)
        found = (
            find_equal(self._folders, loaded.workshop, before, today, lessons.opened.plan) if plan or resumed else None
        )
        name, saved = found or ("", None)
        if saved is not None:
            before = saved.with_workshop(saved.workshop_id, before.sha256).with_blocks(before.blocks)
        elif plan is None:
            before = before.with_source(source_of(loaded.path, self._folders.data))
        after = with_learned_times(before, lessons.median_needed_s())
        changes = [
            Lesson(old, new, old.id in lessons.instructions, common_title(same_rounds(before, old)))
            for old, new in zip(before.blocks, after.blocks, strict=True)
            if old != new and old.round < 2  # all rounds change alike
        ]
        if not changes:
            self._app.announce(
                _("The clock ran too fast to speak along: the plan stays as it is.")
                if lessons.hurried
                else _("Nothing ran over by half a minute or more: the plan stays as it is.")
            )
            return
        day = day_in_name(name) or today
        remarks = lesson_remarks(lessons, after, day)
        asked = self._app.ask(LearnDialog(changes, remarks))
        self._app.run_worker(self._show_plan(asked, loaded, before, after, name, saved), group="rehearsal")

    async def _show_plan(
        self,
        asked: "Future[bool | None]",
        loaded: LoadedWorkshop,
        before: Plan,
        after: Plan,
        name: str,
        saved: Plan | None,
    ) -> None:
        if await asked:
            closed = self._plans.show(loaded, before, name=name, saved=saved, changed=after)
            await closed

    def _find_workshop(self, opened: Opened) -> LoadedWorkshop | None:
        """Return the workshop that was rehearsed, if its id leads to the same file. If not, tell the user."""
        loaded = load(find(opened.workshop.id, self._folders.data))
        if loaded.sha256 == opened.sha256:
            return loaded
        text = _(
            "The file of “{title}” has changed since then, or has moved. Rehearse that file again to make a plan from it."
        )
        self._app.refuse(safe_line(text.format(title=opened.workshop.title)))
        return None
