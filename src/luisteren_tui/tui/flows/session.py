"""A session or rehearsal, from its first question to its outcome."""

import asyncio
import os
from asyncio import Future
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from luisteren_tui.i18n import _
from luisteren_tui.runtime.config import Config
from luisteren_tui.runtime.live_session import LiveSession, SessionSetup
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import UnfitError
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.storage.last_time import expected_participants
from luisteren_tui.storage.lock import FolderLock
from luisteren_tui.storage.mirroring import Mirroring
from luisteren_tui.storage.session_index import newest_unfinished
from luisteren_tui.storage.workshop_file import LoadedWorkshop
from luisteren_tui.system.clock import Clock
from luisteren_tui.system.paths import Folders
from luisteren_tui.system.power import KeepAwake
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.autosave import SAVE_TIMEOUT_S
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.flows.session_screens import SessionScreens, asked_workshop
from luisteren_tui.tui.flows.shutdown import ShutdownGuard
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.resume import ResumeAnswer, ResumeChoice, ResumeDialog, Unfinished
from luisteren_tui.tui.screens.session.notices import taken_text
from luisteren_tui.tui.screens.session.screen import SessionScreen
from luisteren_tui.tui.screens.start import StartAnswer, StartDialog
from luisteren_tui.tui.start_request import StartRequest

if TYPE_CHECKING:  # imported once a session has ended: the first picture comes sooner
    from luisteren_tui.planning.plan import Plan
    from luisteren_tui.tui.flows.retention import RetentionService
    from luisteren_tui.tui.screens.end.rehearsal_lessons import RehearsalLessons
    from luisteren_tui.tui.screens.end.screen import EndScreen

SAVE_RETRY_S = 1.0
"""Seconds between two attempts to write an outcome."""

Learn = Callable[["RehearsalLessons", LoadedWorkshop | None, "Plan | None", bool], None]
"""Puts what a rehearsal of this workshop and plan taught into the plan; the last is whether it was resumed."""


class FirstQuestion(NamedTuple):
    """What is asked before a session: whether to resume what is `unfinished`, else how to start."""

    asked: "Future[StartAnswer | None] | Future[ResumeAnswer | None]"
    unfinished: Unfinished | None = None


class Begun(NamedTuple):
    """A session that is on the disk. One that was resumed may have been `rounded_off`: it only waits to be closed.

    `mirrored` is whether the group sees the screen.
    """

    live: LiveSession
    mirrored: bool
    resumed: bool = False
    rounded_off: bool = False


class SessionFlow:
    """Takes a session from its first question to its outcome, and calls `finished` when that is closed.

    `has_home` is whether the app started with the home screen.
    """

    def __init__(
        self,
        app: BaseApp,
        *,
        folders: Folders,
        clock: Clock,
        config: Config,
        screens: SessionScreens,
        has_home: bool,
        lock: FolderLock | None,
        shutdown: ShutdownGuard,
        retention: "Callable[[], RetentionService]",
        mirroring: Mirroring,
        learn: Learn,
        finished: Callable[[], None],
    ) -> None:
        self._app, self._folders, self._clock, self._config = app, folders, clock, config
        self._screens, self._has_home, self._lock = screens, has_home, lock
        self._shutdown, self._retention, self._mirroring = shutdown, retention, mirroring
        self._learn, self._finished = learn, finished
        self._keep_awake = KeepAwake()
        self._left_behind: set[Path] = set()
        """The journals of ended sessions that could not be removed."""

    def begin(self, request: StartRequest, declined: Callable[[], None] | None = None) -> None:
        """Show what `request` asks for, with the first question in front. Without an answer, `declined` is called."""
        screen = self._screens.draft_screen(request)
        self._app.push_screen(screen)
        self.begin_on(screen, request, declined)

    def begin_on(
        self, screen: SessionScreen, request: StartRequest, declined: Callable[[], None] | None = None
    ) -> None:
        """Ask the first question on `screen`, which already shows the draft, and continue from the answer."""
        question = self._ask(screen, request)
        self._app.run_worker(self._run(screen, request, question, declined or self._finished), group="session")

    def resume(self, *, rehearsal: bool) -> None:
        """Go on with the newest unfinished session, or rehearsal."""
        unfinished = self._newest_unfinished(rehearsal=rehearsal)
        if unfinished is not None:
            self._resume_from_home(unfinished, ResumeChoice.GO_ON)

    def round_off(self, *, rehearsal: bool) -> None:
        """End the newest unfinished session, or rehearsal, where it stopped, once that is agreed to."""
        unfinished = self._newest_unfinished(rehearsal=rehearsal)
        if unfinished is None:
            return
        text = _("The notes and times are kept. After this the session can't go on.")
        question = Confirm(_("End the session?"), text, _("end"), danger=True)
        self._app.ask_then(question, lambda _yes: self._resume_from_home(unfinished, ResumeChoice.END))

    async def _run(
        self, screen: SessionScreen, request: StartRequest, question: FirstQuestion, declined: Callable[[], None]
    ) -> None:
        """Take the session that `request` asks for to its outcome, after any unfinished session that comes first."""
        try:
            begun = await self._begun(screen, request, question)
        except OSError:  # a rehearsal that can't be saved; without a home to return to, its draft stays until q
            if self._has_home:
                declined()
            return
        if begun is None:
            declined()
            return
        del question  # with all that was read of an unfinished session
        screen.show(begun.live)
        screen.room = screen.wall.group_sees = begun.mirrored
        screen.veiled = False
        await self._hold(screen, request, begun)
        if not begun.rounded_off:
            self._finish(begun.live)
            return
        # Go on with what was asked for.
        request = request._replace(unfinished=newest_unfinished(self._folders.sessions))
        self._app.close_in_front_of(screen)
        screen.room, screen.veiled = False, True
        screen.show(self._screens.draft(request))
        await self._run(screen, request, self._ask(screen, request), declined)

    async def _begun(self, screen: SessionScreen, request: StartRequest, question: FirstQuestion) -> Begun | None:
        """Return the session that follows from the answers, new or resumed, and None when it is not begun now.

        Raise an OSError when a rehearsal, which asks nothing, can't be saved.
        """
        while (answer := await question.asked) is not None:
            goes_on = isinstance(answer, StartAnswer) or answer.choice not in (ResumeChoice.NEW, ResumeChoice.END)
            if goes_on and request.speed is None:
                self._mirroring.remember(answer.mirrored)
            if isinstance(answer, StartAnswer):
                try:
                    return self._open(request, answer)
                except OSError as error:
                    text = _("The session can't be saved: {why}. Nothing was started.").format(
                        why=_(write_error_message(error))
                    )
                    self._app.refuse(text)
                    if request.speed is not None:
                        raise
                question = self._ask_start(request)
            elif answer.choice is ResumeChoice.NEW or question.unfinished is None:
                question = self._ask_start(request)
            elif begun := self._resume(question.unfinished, answer, request):
                return begun
            else:
                question = self._ask(screen, request)
        return None

    def _ask(self, screen: SessionScreen, request: StartRequest) -> FirstQuestion:
        """Ask whether to resume an unfinished session, or else how the new one starts."""
        unfinished = None if request.unfinished is None else self._read_unfinished(request.unfinished)
        if unfinished is None:
            return self._ask_start(request)
        mirrored = self._offers_mirrored(unfinished)
        return FirstQuestion(self._app.ask(ResumeDialog(unfinished, mirrored=mirrored)), unfinished)

    def _ask_start(self, request: StartRequest) -> FirstQuestion:
        """Ask how the session starts. A rehearsal needs no question: there is no group, and only the timing matters."""
        participants = expected_participants(self._folders, asked_workshop(request), request.plan)
        if request.speed is None:
            dialog = StartDialog(
                asked_workshop(request),
                participants,
                last=self._mirroring.last,
                remark=self._remark(request),
                plan=request.plan,
            )
            return FirstQuestion(self._app.ask(dialog))
        answer: Future[StartAnswer | None] = asyncio.get_running_loop().create_future()
        answer.set_result(StartAnswer(participants, mirrored=False))
        return FirstQuestion(answer)

    def _remark(self, request: StartRequest) -> str:
        """Return why the times of the plan don't count now; empty if they do, or if there is no plan."""
        if request.plan is None:
            return ""
        # Lazy: a session without a plan starts sooner without it.
        from luisteren_tui.planning.plan_dates import session_times

        return session_times(request.plan, request.plan_name, self._clock.read().wall).remark

    def _offers_mirrored(self, unfinished: Unfinished) -> bool:
        """Return whether to go on in the room's view: the group saw this session, or the last one."""
        return unfinished.starts_in_room_view or (self._mirroring.last is True and not unfinished.rehearsal)

    def _open(self, request: StartRequest, answer: StartAnswer) -> Begun:
        """Return a new session on the disk. Raise an OSError when it can't be written there."""
        assert request.workshop is not None
        rehearsal, speed = request.speed is not None, request.speed or 1.0
        setup = SessionSetup(
            participants=answer.participants,
            mirrored=answer.mirrored,
            rehearsal=rehearsal,
            speed=speed,
            plan_name=request.plan_name,
            uid=os.urandom(16).hex(),
        )
        sha256 = request.workshop.sha256
        live = LiveSession.open(asked_workshop(request), sha256, setup, self._folders, self._clock, request.plan)
        return Begun(live, answer.mirrored)

    # Resume

    def _newest_unfinished(self, *, rehearsal: bool) -> Unfinished | None:
        path = newest_unfinished(self._folders.rehearsals if rehearsal else self._folders.sessions)
        return None if path is None else self._read_unfinished(path)

    def _read_unfinished(self, path: Path) -> Unfinished | None:
        try:
            return Unfinished.read(path, self._clock)
        except (OSError, UnfitError):
            text = _("The unfinished session can't be read. It stays where it is: {path}")
            self._app.refuse(text.format(path=safe_line(str(path))))
            return None

    def _resume(self, unfinished: Unfinished, answer: ResumeAnswer, request: StartRequest) -> Begun | None:
        """Return the unfinished session, live again. Say why that can't be done now."""
        choice = answer.choice
        try:
            live = LiveSession.resume(unfinished.path, unfinished.found, self._clock, unfinished.onward(choice))
        except (OSError, UnfitError) as error:
            why = _(write_error_message(error)) if isinstance(error, OSError) else _("its file is damaged")
            text = _("The session can't be continued now: {why}. It stays where it is.").format(why=why)
            self._app.refuse(text)
            return None
        if live.rehearsal and request.speed is not None and not request.keep_speed:
            live.set_speed(request.speed)
        self._screens.use_language(live.state.opened.workshop.language)
        if choice is ResumeChoice.WITHOUT_GAP:
            live.do(c.TakeBackGap())
        live.do(c.ViewRoom(answer.mirrored))
        # After a rehearsal, nothing waits to be begun.
        rounded_off = choice is ResumeChoice.END and not live.rehearsal
        return Begun(live, answer.mirrored, resumed=True, rounded_off=rounded_off)

    def _resume_from_home(self, unfinished: Unfinished, choice: ResumeChoice) -> None:
        begun = self._resume(unfinished, ResumeAnswer(choice, self._offers_mirrored(unfinished)), StartRequest())
        if begun is None:
            return
        screen = self._screens.screen_of(begun.live)
        # Set before it is shown: the facilitator's own screen must not be on the wall for a single frame.
        screen.room = screen.wall.group_sees = begun.mirrored
        self._app.push_screen(screen)
        self._shutdown.hold(begun.live, screen)  # at once: the next key may leave it
        if choice is ResumeChoice.GO_ON and unfinished.away.is_long and not unfinished.rehearsal:
            text = _("Nothing ran for {length}. That time does not count.").format(length=unfinished.ago)
            self._app.call_after_refresh(screen.hint, text)

        async def run() -> None:
            await self._hold(screen, StartRequest(), begun)
            self._finish(begun.live)

        self._app.run_worker(run(), group="session")

    # Until the end

    async def _hold(self, screen: SessionScreen, request: StartRequest, begun: Begun) -> None:
        """Run a session on `screen` until it is left. If it has ended, show its end until that is closed."""
        live = begun.live
        self._shutdown.hold(live, screen)
        live.journal.each_second = lambda: self._keep_lock(screen)
        try:
            if not live.ended:
                if self._config.keep_awake:
                    self._app.run_worker(self._keep_awake.start(), exit_on_error=False)
                if self._config.sound or self._config.bell:
                    # Lazy: few sessions have sound.
                    from luisteren_tui.system.sound import Bell, Gong

                    screen.sound.play(Bell(self._app.bell) if self._config.bell else Gong(self._config.volume))
                await screen.left.wait()
            if live.ended:
                await self._show_end(screen, request, begun)
        finally:
            self._keep_awake.stop()

    def _keep_lock(self, screen: SessionScreen) -> None:
        """Keep the folder locked. Called from the journal's thread, where posting is all that is allowed."""
        if self._lock is not None and (taken := self._lock.keep()) is not None:
            screen.tell(taken_text(taken))

    async def _show_end(self, screen: SessionScreen, request: StartRequest, begun: Begun) -> None:
        """Show the end of a session until it is closed, and write its outcome in the meantime."""
        # Lazy: few starts come to an end, and the end screen takes many imports.
        from luisteren_tui.tui.screens.end.screen import EndScreen
        from luisteren_tui.tui.screens.end.wall import EndWall

        live = begun.live
        opened, looks_on = live.state.opened, screen.wall.group_sees or screen.room
        end = EndScreen(
            live.outcome(),
            credit=opened.workshop.credit,
            wall=EndWall(
                opened.workshop,
                opened.id,
                self._folders.room_words,
                evaluation=self._config.evaluation,
                mirrored=looks_on,
            ),
            lessons=self._lessons(live) if live.rehearsal else None,
            # The outcome doesn't hold the names. What is shared is searched for them.
            names=live.names_typed(),
            clock=self._clock,
            choose_retention=self._retention().choose,
            learn=lambda lessons: self._learn(
                lessons, request.workshop, None if begun.resumed else request.plan, begun.resumed
            ),
            save_elsewhere=self._shutdown.save_elsewhere,
            may_close=self._shutdown.may_close,
        )
        closed = self._app.ask(end)
        writing = self._app.run_worker(self._write_outcome(live, end), group="outcome", exclusive=True)
        try:
            await closed
        finally:
            # An outcome that can't be written yet is written at the next start, from the journal.
            writing.cancel()
        if not live.closed:
            live.close(SAVE_TIMEOUT_S)
        self._shutdown.release(live)
        if end.asks:
            # The question was not answered: everything stays.
            self._retention().keep_for(None)

    async def _write_outcome(self, live: LiveSession, end: "EndScreen") -> None:
        """Write the outcome, and try again for as long as that fails."""
        # Lazy: see above.
        from luisteren_tui.storage.outcome.outcome_file import STILL_THERE, write

        assert live.path is not None
        while True:
            why = await self._shutdown.why_unsaved(live)
            kept = not why
            if kept:
                # All events are on the disk. The journal stays open, and so at its path, until the outcome is there.
                try:
                    path = await asyncio.to_thread(write, live.path, live.outcome())
                except OSError as error:
                    why = _(write_error_message(error))
                else:
                    break
            if kept:
                self._shutdown.wait_for_outcome(live)
                text = _("The outcome can't be written yet: {why}. The session itself is kept, in {path}")
            else:
                text = _("NOT SAVED: {why} · h writes it elsewhere")
            end.show_saved(text.format(why=why, path=safe_line(str(live.path))), failed=True)
            await asyncio.sleep(SAVE_RETRY_S)
        live.close(SAVE_TIMEOUT_S)
        removed = await asyncio.to_thread(live.remove)
        self._shutdown.release(live)
        if self._shutdown.live is None:
            self._keep_awake.stop()
        asks = not live.rehearsal and self._retention().undecided
        saved = _("Saved in {path}").format(path=safe_line(str(path)))
        if not removed:
            self._left_behind.add(live.path)
            saved = f"{saved}\n{_(STILL_THERE).format(name=safe_line(live.path.name))}"
        end.show_saved(saved, path=path, asks=asks)
        if not self._has_home:
            # Home removes old notes when it opens. Here, nobody waits for it now.
            self._retention().remove_old(end, may_ask=False)

    def _finish(self, live: LiveSession) -> None:
        """Return to where this began, unless a plan that is not saved asks for attention first."""
        if self._left_behind:
            self._app.run_worker(self._remove_left_behind(), group="left behind", exclusive=True)
        if not self._shutdown.ask_about_plan():
            self._finished()
            if not live.ended and not live.untouched:
                self._app.announce(_("Everything is saved. Here you go on when you want."))

    async def _remove_left_behind(self) -> None:
        # Lazy: see above.
        from luisteren_tui.storage.outcome.outcome_file import remove_journal

        for journal in sorted(self._left_behind):
            if await asyncio.to_thread(remove_journal, journal):
                self._left_behind.discard(journal)

    def _lessons(self, live: LiveSession) -> "RehearsalLessons":
        """Return what a rehearsal taught, together with the earlier ones."""
        # Lazy: only rehearsals need these.
        from luisteren_tui.planning.rehearsal import (
            hurried_activities,
            instruction_overrun_s,
            needed_in_outcome_s,
            needed_s,
            skipped_silence_ms,
        )
        from luisteren_tui.planning.statistics import learned_time
        from luisteren_tui.storage.past_runs import runs
        from luisteren_tui.tui.screens.end.rehearsal_lessons import RehearsalLessons

        try:
            past = runs((self._folders.rehearsals,), live.state.opened.workshop.id)
        except OSError:
            past = []
        state, events = live.state, [event for _at, event in live.events]
        earlier, before = dict[str, tuple[int, ...]](), dict[str, tuple[int, ...]]()
        for id, activity in state.activities.items():
            took = [found for run in past if (found := learned_time(run, id, activity.title))]
            earlier[id] = tuple(each.actual_s for each in took)
            before[id] = tuple(
                needed_in_outcome_s(activity, each.planned_s, each.actual_s, each.turns_s) for each in took
            )
        return RehearsalLessons(
            opened=state.opened,
            outcome=live.outcome(),
            skipped_silence_ms=skipped_silence_ms(state.opened, events),
            needed_s=needed_s(state),
            instruction_overrun_s=instruction_overrun_s(state),
            hurried=hurried_activities(state.opened, events),
            earlier_s=earlier,
            earlier_needed_s=before,
            runs=len(past) + 1,
            whole_runs=sum(run.whole for run in past),
        )
