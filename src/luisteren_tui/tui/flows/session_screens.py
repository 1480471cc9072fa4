"""The session screen before its session has begun. The first picture needs this, and none of the later screens."""

from collections.abc import Mapping
from pathlib import Path

from luisteren_tui import i18n
from luisteren_tui.people.people import expected_people
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.system.clock import Clock
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.screens.session.screen import SessionScreen
from luisteren_tui.tui.start_request import StartRequest
from luisteren_tui.workshop.model import Workshop


class SessionScreens:
    """Makes session screens for `app`.

    `calm` is whether the clock shows no seconds. `language` is the one that the user asked for; without one, each
    workshop is shown in its own language.
    """

    def __init__(
        self, app: BaseApp, data: Path, clock: Clock, *, keymap: Mapping[str, str], calm: bool, language: str | None
    ) -> None:
        self._app, self._data, self._clock = app, data, clock
        self._keymap, self._calm, self._language = keymap, calm, language

    def draft_screen(self, request: StartRequest) -> SessionScreen:
        """Return a screen with what `request` asks for, before it is begun. Where a question comes first, it is veiled."""
        screen = self.screen_of(self.draft(request))
        screen.veiled = request.speed is None or request.unfinished is not None
        return screen

    def draft(self, request: StartRequest) -> LiveSession:
        """Return what `request` asks for as a session that is only in memory."""
        workshop = asked_workshop(request)
        self.use_language(workshop.language)
        return LiveSession.draft(
            workshop,
            self._clock,
            request.plan,
            # Those of the last session, which take time to look up, are in the first question.
            participants=expected_people(workshop) if request.plan is None else request.plan.participants,
            plan_name=request.plan_name,
            rehearsal=request.speed is not None,
        )

    def screen_of(self, live: LiveSession) -> SessionScreen:
        """Return a screen that shows `live`."""
        screen = SessionScreen(live, self._data, calm=self._calm, keymap=self._keymap)
        # Textual sets these classes after the first picture, which would then be laid out for another size.
        breakpoints = (self._app.HORIZONTAL_BREAKPOINTS, self._app.VERTICAL_BREAKPOINTS)
        for length, points in zip(self._app.size, breakpoints, strict=True):
            screen.add_class(max(point for point in points or () if point[0] <= length)[1])
        return screen

    def use_language(self, language: str) -> None:
        """Use the language of a workshop, unless the user asked for one."""
        i18n.use(i18n.screen_language(self._language, language))


def asked_workshop(request: StartRequest) -> Workshop:
    """Return the workshop that `request` asks for."""
    assert request.workshop is not None
    assert request.workshop.workshop is not None
    return request.workshop.workshop
