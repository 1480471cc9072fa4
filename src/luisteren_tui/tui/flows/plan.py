"""Making a plan, opening a saved one, and beginning a session with it."""

from asyncio import Future
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.dates import day_in_name
from luisteren_tui.i18n.problem import Problem, problem_message
from luisteren_tui.planning.adaptation import adapt, changed
from luisteren_tui.planning.forecast import Estimate
from luisteren_tui.planning.group_words import GroupWords
from luisteren_tui.planning.plan import Plan, is_empty, plan_of
from luisteren_tui.planning.remarks import chance, forecast_end, participants_remark, remarks, total_lines
from luisteren_tui.planning.turn_times import planned_turns, turns_text
from luisteren_tui.runtime.config import Config
from luisteren_tui.storage import plans
from luisteren_tui.storage.file_names import id_word
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.storage.last_time import expected_participants
from luisteren_tui.storage.mirroring import Mirroring
from luisteren_tui.storage.past_runs import spoken_runs
from luisteren_tui.storage.workshop_file import LoadedWorkshop, source_of, text_bodies, text_body
from luisteren_tui.system.clock import Clock, local_day
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.flows.session import SessionFlow
from luisteren_tui.tui.flows.shutdown import ShutdownGuard
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.plan.plan_choice import Offered, PlanChoice
from luisteren_tui.tui.screens.plan.plan_store import PlanStore
from luisteren_tui.tui.screens.plan.screen import PlanScreen, Remarks
from luisteren_tui.tui.start_request import StartRequest

MAX_CHANGES_LISTED = 8
"""How many changes of a workshop are listed one by one."""
MAX_PLANS_OFFERED = 12
"""How many plans are offered to rehearse."""


class SavedPlan(NamedTuple):
    """A plan as it was `saved` under its `name`, and adapted to its workshop as `loaded` now."""

    name: str
    saved: Plan
    plan: Plan
    loaded: LoadedWorkshop


class PlanFlow:
    """Shows plans, and calls `finished` when a plan is closed."""

    def __init__(
        self,
        app: BaseApp,
        *,
        folders: Folders,
        clock: Clock,
        config: Config,
        sessions: SessionFlow,
        mirroring: Mirroring,
        shutdown: ShutdownGuard,
        load_workshop: Callable[[str], LoadedWorkshop | None],
        finished: Callable[[], None],
    ) -> None:
        self._app, self._folders, self._clock, self._config = app, folders, clock, config
        self._sessions, self._mirroring, self._shutdown = sessions, mirroring, shutdown
        self._load_workshop, self._finished = load_workshop, finished

    def make(self, workshop: str) -> None:
        """Show a new plan of the workshop of this name, as its makers wrote it."""
        loaded = self._load_workshop(workshop)
        if loaded is not None and loaded.workshop is not None:
            plan = plan_of(loaded.workshop, loaded.sha256, expected_participants(self._folders, loaded.workshop))
            self._return_from(self.show(loaded, plan.with_source(source_of(loaded.path, self._folders.data))))

    def open(self, name: str) -> None:
        """Show the plan that was saved under this name."""
        self._with_saved(
            name, lambda it: self._return_from(self.show(it.loaded, it.plan, name=it.name, saved=it.saved))
        )

    def begin(self, name: str, speed: float | None = None) -> None:
        """Begin a session with the plan that was saved under this name, or a rehearsal at this speed."""
        self._with_saved(name, lambda it: self._begin(it.loaded, self._finished, it.plan, it.name, speed=speed))

    def rehearse(self, workshop: str) -> None:
        """Rehearse the workshop of this name. If there are plans for it, ask which one."""
        loaded = self._load_workshop(workshop)
        if loaded is None or loaded.workshop is None:
            return
        today = date.fromisoformat(local_day(self._clock))
        found = plans.saved_for(self._folders, loaded.workshop.id, today)[:MAX_PLANS_OFFERED]
        if not found:
            self._sessions.begin(StartRequest(workshop=loaded, speed=1.0))
            return

        def rehearse(name: str) -> None:
            if name:
                self.begin(name, speed=1.0)
            else:
                self._sessions.begin(StartRequest(workshop=loaded, speed=1.0))

        self._app.ask_then(PlanChoice([Offered(name, plan) for name, plan in found]), rehearse)

    def show(
        self,
        loaded: LoadedWorkshop,
        plan: Plan,
        *,
        name: str = "",
        saved: Plan | None = None,
        changed: Plan | None = None,
    ) -> "Future[None]":
        """Show a plan, `saved` under its `name` or new, and return a future of its end.

        With a `changed` plan, that is shown and saved, and undo brings `plan` back.
        """
        workshop = loaded.workshop
        assert workshop is not None
        try:
            past = spoken_runs(self._folders, workshop.id)
        except OSError:
            past = []

        def remarked(plan: Plan) -> Remarks:
            forecast = forecast_end(past, workshop, plan)
            short = {block.id: turns_text(times) for block, times in planned_turns(workshop, plan) if times.short}
            number = participants_remark(workshop, plan.participants)
            return Remarks(
                remarks_on(plan, forecast),
                chance(plan, forecast, plan_store.day),
                short_turns=short,
                participants=number,
                groups=GroupWords(workshop, plan).in_list,
            )

        def remarks_on(plan: Plan, forecast: Estimate) -> list[str]:
            texts = text_bodies(workshop, self._folders.data)
            speed = self._config.reading_speed(workshop.language)
            return remarks(workshop, plan, forecast, texts, speed, plan_store.day)

        def export(plan: Plan) -> None:
            # Lazy: few plans become a file, and the plan screen opens sooner.
            from luisteren_tui.export.handouts import Request
            from luisteren_tui.export.plan_files import plan_files
            from luisteren_tui.export.plan_report import PlanReport, stamp_now
            from luisteren_tui.tui.screens.plan.export_dialog import PlanExportDialog

            forecast, day = forecast_end(past, workshop, plan), plan_store.day
            lines = (*total_lines(plan, day, chance(plan, forecast, day)), *remarks_on(plan, forecast))
            saved_name = None if plan_store.saved is None else plan_store.name
            texts = {name: text_body(workshop, name, self._folders.data) for name in workshop.texts}
            turns = {block.id: times for block, times in planned_turns(workshop, plan)}
            groups = GroupWords(workshop, plan)
            stamp = partial(stamp_now, self._clock, self._folders)
            report = PlanReport(
                workshop.title, plan, day, forecast, stamp, lines, saved_name, turns, groups.by_block, groups.in_list
            )
            request = Request(workshop, plan, day_in_name(saved_name or ""), texts)
            name, files = saved_name or id_word(workshop.id), plan_files(report, request)
            self._app.push_screen(PlanExportDialog(name, files, has_start=plan.start is not None))

        def begin(plan: Plan, speed: float | None = None) -> None:
            # The plan stays open: the user returns to it when the session isn't begun after all.
            name = "" if plan_store.saved is None else plan_store.name
            self._begin(loaded, partial(self._app.close_in_front_of, screen), plan, name, speed=speed)

        today = local_day(self._clock)
        plan_store = PlanStore(self._folders, name or today, saved, date.fromisoformat(today))
        screen = PlanScreen(
            plan,
            workshop.title,
            plan_store,
            step_titles=[step.title for step in workshop.steps],
            remarks=remarked,
            begin=begin,
            rehearse=partial(begin, speed=1.0),
            export=export,
        )
        asked = self._app.ask(screen)
        self._shutdown.hold_plan(screen)
        if changed is not None:
            self._app.call_after_refresh(screen.put, changed)
        return asked

    def _begin(
        self,
        loaded: LoadedWorkshop,
        declined: Callable[[], None],
        plan: Plan,
        name: str,
        *,
        speed: float | None = None,
    ) -> None:
        if is_empty(plan):
            self._app.refuse(_("Nothing is left in this plan."))
        else:
            self._sessions.begin(StartRequest(workshop=loaded, plan=plan, plan_name=name, speed=speed), declined)

    def _return_from(self, closed: "Future[None]") -> None:
        async def finish() -> None:
            await closed
            self._finished()

        self._app.run_worker(finish(), group="plan")

    # Saved plans

    def _with_saved(self, name: str, go_on: Callable[[SavedPlan], None]) -> None:
        """Read a saved plan and `go_on` with it. Where its workshop has changed, ask whether to adapt the plan."""
        it = self._read_saved(name)
        if it is None:
            return
        assert it.loaded.workshop is not None
        differences = [
            safe_line(problem_message(problem)) for problem in changed(it.saved, it.loaded.workshop, it.loaded.sha256)
        ]
        if not differences:
            go_on(it)
            return
        listed = 0 if self._mirroring.hides_past else MAX_CHANGES_LISTED
        lines = [f"· {text}" for text in differences[:listed]]
        if listed and (n := len(differences) - listed) > 0:
            lines.append(_("and {n} more").format(n=n))
        title = _("The workshop has changed since this plan was saved")
        question = Confirm(title, "\n".join(lines), N_("adapt the plan and go on"))
        self._app.ask_then(question, lambda _yes: go_on(it))

    def _read_saved(self, name: str) -> SavedPlan | None:
        """Return a saved plan, adapted to its workshop as that is now. Say so when it can't be used."""
        try:
            problems: list[Problem] = []
            saved = plans.load(self._folders, name, problems)
            for problem in problems:
                self._app.notify(safe_line(problem_message(problem)), markup=False)
        except OSError as error:
            text = _("The plan {name} can't be read: {why}.").format(name=name, why=_(write_error_message(error)))
            self._app.refuse(safe_line(text))
            return None
        except plans.Unreadable as error:
            self._app.refuse(safe_line(problem_message(error.problem)))
            return None
        loaded = self._load_workshop(saved.source or saved.workshop_id)
        if loaded is None or loaded.workshop is None:
            return None
        if loaded.workshop.id != saved.workshop_id:
            text = _("The plan {name} was made for the workshop {own}, not for {other}.")
            self._app.refuse(safe_line(text.format(name=name, own=saved.workshop_id, other=loaded.workshop.id)))
            return None
        return SavedPlan(name, saved, adapt(saved, loaded.workshop, loaded.sha256), loaded)
