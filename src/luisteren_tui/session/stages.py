"""The stages of a turn: the parts that the workshop file calls `turns.phases`. They follow each other by time.

A turn with more or less time than the stages ask for has longer or shorter ones, each within its own limits if possible.
All times are ms from the start of the turn.
"""

from collections.abc import Sequence
from itertools import accumulate

from luisteren_tui.session.timing import SECOND_MS, PhaseTime
from luisteren_tui.workshop.model import Turns


def stage_ends(turns: Turns, limit: int, given: PhaseTime | None = None) -> tuple[int, ...]:
    """Return when each stage of a turn that may take `limit` ends, none if turns have no stages.

    `given` is the time that minutes more or less gave to this turn, if any.
    """
    if not turns.phases:
        return ()
    if given is not None and len(given.stages) == len(turns.phases):
        *ends, _last = accumulate(given.stages)
        return (*(min(end, limit) for end in ends), limit)
    least = [*accumulate(phase.min * SECOND_MS for phase in turns.phases)]
    usual = [*accumulate(phase.duration * SECOND_MS for phase in turns.phases)]
    if limit <= least[-1]:
        ends = [end * limit // max(1, least[-1]) for end in least]
    else:
        more = min(limit, usual[-1]) - least[-1]
        ends = [
            low + (high - low) * more // max(1, usual[-1] - least[-1]) for low, high in zip(least, usual, strict=True)
        ]
    return (*(end - end % SECOND_MS for end in ends[:-1]), limit)


def stage_at(ends: Sequence[int], time: int) -> int:
    """Return the number of the stage at `time`, from 1: the last one once the turn is over, 0 if there are none."""
    return next((number for number, end in enumerate(ends, 1) if time < end), len(ends))


def stage_lengths(ends: Sequence[int]) -> tuple[int, ...]:
    """Return how long each stage takes."""
    return tuple(end - begin for begin, end in zip((0, *ends), ends, strict=False))


def wrap_up_at(turns: Turns, ends: Sequence[int]) -> int:
    """Return when the last stage may be wrapped up: it is as far as when its shortest time has passed by the file."""
    last, length = turns.phases[-1], stage_lengths(ends)[-1]
    return ends[-1] - length + length * last.min // max(1, last.duration)
