"""What a rehearsal taught, and the plan with that in it."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from textual import on

from luisteren_tui.i18n import _
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.flows.plan import Planning
from luisteren_tui.tui.messages import Learn

if TYPE_CHECKING:
    from luisteren_tui.session.events import Opened
    from luisteren_tui.storage.workshop_file import LoadedWorkshop


class Learning(Planning):
    """An app whose plans learn from rehearsals."""

    @on(Learn)
    def _learn(self, event: Learn) -> None:
        """Show what a rehearsal changes in its plan, and the plan with that in it once that is wanted."""
        from luisteren_tui.planning.adaptation import adapt
        from luisteren_tui.planning.plan_dates import day_in_name
        from luisteren_tui.planning.rehearsal import plan_of_session, with_learned_times
        from luisteren_tui.storage.plans import same
        from luisteren_tui.storage.workshop_file import source_of
        from luisteren_tui.tui.screens.end.rehearsal_lessons import LearnDialog, Lesson, lesson_remarks
        from luisteren_tui.tui.screens.end.screen import EndScreen

        if not isinstance(self.screen, EndScreen):
            return
        # One that was gone on with from home came without its workshop, whose file can be anywhere.
        self._loaded = self._loaded or self._rehearsed_file(event.opened)
        if self._loaded is None or self._loaded.workshop is None:
            return
        workshop = self._loaded.workshop
        before = adapt(plan_of_session(event.opened), workshop, self._loaded.sha256)
        today = date.fromisoformat(words.today(self.clock))
        before = replace(before if self._plan is None else self._plan, blocks=before.blocks)
        found = same(self.folders, workshop, before, today) if self._plan or self._resumed else None
        name, saved = found or ("", None)
        if saved is not None:
            before = replace(saved, sha256=before.sha256, blocks=before.blocks)
        elif self._plan is None:
            before = replace(before, source=source_of(self._loaded.path, self.folders.data))
        after = with_learned_times(before, event.needed)
        changes = [
            Lesson(old, new, old.id in event.spoken)
            for old, new in zip(before.blocks, after.blocks, strict=True)
            if old != new
        ]
        if not changes:
            self.screen.say(_("Nothing ran over by half a minute or more: the plan stays as it is."))
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._speed = None
                screen = self._plan_screen(before, workshop, name, saved)
                self.push_screen(screen)
                self.call_after_refresh(screen.change, after)

        day = day_in_name(name) or today
        remarks = lesson_remarks(changes, after, day, runs=event.runs, hurried=event.hurried)
        self.push_screen(LearnDialog(changes, remarks), answered)

    def _rehearsed_file(self, opened: "Opened") -> "LoadedWorkshop | None":
        """Return the very workshop that was rehearsed, where it is found by its id; else say so."""
        from luisteren_tui.storage.workshop_file import find, load

        loaded = load(find(opened.workshop.id, self.folders.data))
        if loaded.sha256 == opened.sha256:
            return loaded
        text = _(
            "The file of “{title}” has changed since then, or has moved. Rehearse that file again to make a plan from it."
        )
        self._refuse(text.format(title=opened.workshop.title))
        return None
