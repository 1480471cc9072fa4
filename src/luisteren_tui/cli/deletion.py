"""The commands by which sessions go: one, or those that are old; with all of their files, or the notes alone."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from luisteren_tui.cli.output import DISK, FINE, HELD, USAGE, WRONG, Wishes, ask, can_ask, tell
from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.storage import deletion
from luisteren_tui.storage.deletion import Stored, TimesLost
from luisteren_tui.storage.files import reason
from luisteren_tui.storage.lock import FolderInUse, hold
from luisteren_tui.storage.session_index import Kind, NoSession, resolve
from luisteren_tui.system import paths
from luisteren_tui.system.clock import SystemClock
from luisteren_tui.text.safe import safe_line

_NAMED = 20
"""Sessions that are named one by one before they go."""
_STATES = {Kind.UNFINISHED: N_("not ended"), Kind.DAMAGED: N_("damaged")}


def delete(wishes: Wishes, session: str, keep_times: bool, yes: bool) -> int:
    """Delete a session, once it is sure that it is meant, and return the exit code."""
    folders = paths.folders(wishes.data)
    try:
        path = resolve(session, folders.data)
    except NoSession as error:
        left = [one for one in deletion.stored(folders.data) if one.id == session]
        if left:  # only what was set aside, or what a killed program left
            return _let_go(folders.data, left, keep_times, yes)
        tell(safe_line(problem_message(error.problem)))
        return WRONG
    for folder in (folders.sessions, folders.rehearsals):
        if folder.resolve() == path.parent.resolve():
            return _let_go(folders.data, [Stored(path.stem, folder)], keep_times, yes)
    text = _("{path} is not in the folder of the sessions. Only what is there is deleted.")
    tell(safe_line(text.format(path=path)))
    return WRONG


def purge(wishes: Wishes, older_than: tuple[int, str], keep_times: bool, yes: bool) -> int:
    """Delete the sessions and rehearsals that were begun longer ago than that, and return the exit code."""
    data = paths.folders(wishes.data).data
    now = datetime.fromtimestamp(SystemClock().read().wall / 1000).astimezone()
    old = deletion.begun_before(deletion.stored(data), ago(now, *older_than))
    if not old:
        tell(_("Nothing is as old as that."))
        return FINE
    return _let_go(data, old, keep_times, yes)


def ago(now: datetime, count: int, unit: str) -> datetime:
    """Return the time so many days ("d"), weeks ("w") or months ("m") before `now`, and at least the year 1."""
    try:
        if unit != "m":
            return now - timedelta(days=count * (7 if unit == "w" else 1))
        months = now.year * 12 + now.month - 1 - count
        first = now.replace(year=months // 12, month=months % 12 + 1, day=1)
        # Six months before 31 August is the last day of February.
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return first.replace(day=min(now.day, last.day))
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=now.tzinfo)


def _let_go(data: Path, some: Sequence[Stored], keep_times: bool, yes: bool) -> int:
    for one in some[:_NAMED]:
        state = _STATES.get(one.kind)
        kind = _("rehearsal") if one.rehearsal else _("session")
        tell(f"  {safe_line(one.id)}  {kind}{f', {_(state)}' if state else ''}")
    if (more := len(some) - _NAMED) > 0:
        tell("  " + _("and {n} more").format(n=more))
    if not yes and not can_ask():
        tell(_("Nobody is there to ask whether this is meant: add --yes if it is."))
        return USAGE
    if not yes and not keep_times:
        tell(_("The notes and the times go for good. What was exported or copied stays, and is yours to remove."))
    if not yes and not ask(_("Delete the notes, and keep the times?") if keep_times else _("Delete?")):
        tell(_("Nothing was deleted."))
        return FINE
    code, done = FINE, 0
    # A damaged journal may be that of a session that runs: its first line is all that tells.
    open_ones = {one for one in some if one.name.journal and one.kind is not Kind.ENDED}
    with _nothing_runs(data, bool(open_ones)) as free:
        for one in some:
            if one in open_ones and not free:
                code = HELD
                text = _("{id} may be running: it stays. Leave the program first, wherever it runs.")
                tell(text.format(id=safe_line(one.id)))
                continue
            try:
                done += deletion.forget_notes(one) if keep_times else deletion.delete(one)
            except TimesLost as error:
                code = code or WRONG
                tell(_(str(error)).format(id=safe_line(one.id)))
            except OSError as error:
                code = DISK
                text = _("{id} could not be removed: {why}.")
                tell(text.format(id=safe_line(one.id), why=_(reason(error))))
    if keep_times:
        said = ngettext("The notes of {n} session are gone.", "The notes of {n} sessions are gone.", done)
    else:
        said = ngettext("{n} session was deleted.", "{n} sessions were deleted.", done)
    tell(said.format(n=done))
    return code


@contextmanager
def _nothing_runs(data: Path, wanted: bool) -> Iterator[bool]:
    """Keep any session from running meanwhile, if that is `wanted`; tell whether it could be."""
    with ExitStack() as held:
        free = wanted
        if wanted:
            try:
                held.enter_context(hold(data, "delete", SystemClock().read().wall))
            except FolderInUse:
                free = False
        yield free
