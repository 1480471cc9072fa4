"""A breather: the clock stops and the room's screen is empty, until what was before comes back.

Only the running program knows of it. In the journal it is an ordinary pause and an ordinary blank.
"""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.session.commands import Blank, Breathe, Command, End, Forward, Redo, Toggle, Undo
from luisteren_tui.session.events import Event
from luisteren_tui.session.state import Past, State
from luisteren_tui.session.timing import Mode, Timing
from luisteren_tui.session.undo import RECENT_MS, age_ms

SLIP_MS = 10_000
"""Undo takes back a breather that is no older than this. A longer one is a pause, whatever ends it."""


class Interrupted(Struct, frozen=True):
    """What a breather interrupted: the activity that `ran`, if one did, and whether the room was `blank`.

    `past` is what could be undone before it. `stands` is the timing while it lasts: the activity, and since when its
    clock stands still. It is `renewed` if an undo brought it back.
    """

    ran: str | None
    blank: bool
    past: Past | None
    stands: tuple[str, int]
    renewed: bool = False

    def with_stands(self, timing: Timing) -> "Interrupted":
        """Return what was interrupted by the breather that lasts in this timing."""
        return replace(self, stands=_still(timing))

    def as_renewed(self, *, blank: bool) -> "Interrupted":
        """Return what the same breather interrupts when it is brought back."""
        return replace(self, blank=blank, renewed=True)


class Breather:
    """Carries out the commands of a session. During a breather some of them mean something else.

    `state` returns the state of the session, `carry_out` records what follows from one command.
    """

    def __init__(self, state: Callable[[], State], carry_out: Callable[[Command], tuple[Event, ...]]) -> None:
        self._state, self._carry_out = state, carry_out
        self._now: Interrupted | None = None
        self._last: Interrupted | None = None
        self._ended_in: tuple[Past | None, int] | None = None
        """What could be undone when the last one ended, and when that was, if the end changed no timing."""

    @property
    def on(self) -> bool:
        """Whether a breather lasts now."""
        return self._now is not None

    def takes_undo(self, t: int) -> bool:
        """Return whether undo ends the breather, or brings back the one that just ended."""
        return self.on or self._ended_just_now(t)

    def do(self, command: Command, t: int) -> tuple[Event, ...]:
        """Carry out `command` at session time `t`."""
        if self._now is not None:
            return self._do_meanwhile(self._now, command, t)
        if isinstance(command, Breathe):
            return self._begin()
        last = self._last
        if isinstance(command, Undo) and last is not None and self._ended_just_now(t):
            return self._renew(last)
        events = self._carry_out(command)
        if isinstance(command, Undo | Redo) and last is not None and self._is_pause_of(last):
            events += self._renew(last)
        return events

    def _begin(self) -> tuple[Event, ...]:
        """Stop the clock and empty the room's screen."""
        state = self._state()
        timing = state.timing
        if timing.mode == Mode.ENDED:
            return ()
        ran = timing.activity if timing.mode == Mode.RUNNING else None
        now = Interrupted(ran, state.room_content.blank, state.past, _still(timing))
        # The room reads along, and must never see the pause.
        emptied = self._carry_out(Blank(True))
        events = emptied + self._carry_out(Breathe())
        self._now = self._last = now.with_stands(self._state().timing)
        return events

    def _do_meanwhile(self, now: Interrupted, command: Command, t: int) -> tuple[Event, ...]:
        """Carry out a command during the breather. The session may move; the room's screen stays empty."""
        match command:
            case Breathe() | Toggle():
                events = self._resume(now)
                self._ended_in = None if events else (self._state().past, t)
                return events + self._end(now)
            case Undo() if self._was_slip(now, t):
                return self._carry_out(command) + self._end(now)
            case Undo():
                if now.renewed:
                    self._last = None  # so that the next undo goes on, and does not bring it back again and again
                return self._resume(now) + self._end(now)
            case End():
                return self._carry_out(command) + self._end(now)
            case Blank() | Forward():
                return ()
        events = self._carry_out(command)
        # A clock that runs ends a breather, whatever started it.
        return events + self._end(now) if self._state().timing.mode == Mode.RUNNING else events

    def _was_slip(self, now: Interrupted, t: int) -> bool:
        """Return whether the breather only just stopped the clock, and changed nothing else.

        Then undo takes back the pause, as if it had not been. Later that would let the time of the breather count.
        """
        past = self._state().past
        stopped = now.ran is not None and past is not None and past.before is now.past
        return stopped and age_ms(self._state(), past, t) <= SLIP_MS

    def _resume(self, now: Interrupted) -> tuple[Event, ...]:
        """Let the clock run again if it was running in the present activity."""
        timing = self._state().timing
        stands_still = timing.mode != Mode.RUNNING and timing.activity == now.ran
        return self._carry_out(Toggle()) if stands_still else ()

    def _end(self, now: Interrupted) -> tuple[Event, ...]:
        self._now = None
        return self._carry_out(Blank(now.blank))

    def _renew(self, last: Interrupted) -> tuple[Event, ...]:
        self._now = last.as_renewed(blank=self._state().room_content.blank)
        self._ended_in = None
        return self._carry_out(Blank(True))

    def _is_pause_of(self, last: Interrupted) -> bool:
        """Return whether the clock stands still again as it did in the `last` breather."""
        timing = self._state().timing
        return timing.mode == Mode.PAUSED and _still(timing) == last.stands

    def _ended_just_now(self, t: int) -> bool:
        """Return whether the last one ended a short while ago, and what changed the time since was undone."""
        if self._ended_in is None:
            return False
        past, ended = self._ended_in
        state = self._state()
        return state.timing.mode != Mode.ENDED and past is state.past and t - ended <= RECENT_MS


def _still(timing: Timing) -> tuple[str, int]:
    """Return the activity of a timing and since when its mode holds."""
    return timing.activity, timing.since
