"""Reads the file of an outcome, whichever version wrote it."""

from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.planning.plan import NAMELESS
from luisteren_tui.storage.files import StrPath, read_bounded
from luisteren_tui.storage.journal.reader import NEWER
from luisteren_tui.storage.outcome.schema import MAX_OUTCOME_BYTES, OUTCOME_FORMAT, Outcome
from luisteren_tui.storage.typed_reader import decode_stored

NOT_AN_OUTCOME = N_("This file is damaged, or it is not the outcome of a session.")


class Unreadable(ValueError):
    """The file contains no session that can be shown; `problem` says why."""

    def __init__(self, message: str = NOT_AN_OUTCOME) -> None:
        super().__init__(message)
        self.problem = Problem((), message)


def read_outcome(path: StrPath, problems: list[Problem] | None = None) -> Outcome:
    """Return the outcome in `path`, with words for titles that were deleted. Add what is wrong with it to `problems`.

    Raise Unreadable if the file contains no outcome, OSError if it can't be read.
    """
    return read_stored_outcome(path, problems).with_titles(_(NAMELESS))


def read_stored_outcome(path: StrPath, problems: list[Problem] | None = None) -> Outcome:
    """Return the outcome in `path` as `read_outcome` does, where a title that was deleted with the notes is empty."""
    try:
        outcome, found = decode_stored(Outcome, read_bounded(path, MAX_OUTCOME_BYTES), wrong_too=True)
    except ValueError:
        raise Unreadable from None
    if outcome is None:
        raise Unreadable
    if problems is not None:
        problems += [Problem((), NEWER, {"format": outcome.format})] if outcome.format > OUTCOME_FORMAT else found
    return outcome
