"""The commands that delete sessions: one, or all that are old."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import click

from luisteren_tui.cli.output import Exit, GlobalOptions, can_ask, confirm, print_message
from luisteren_tui.export.session_summary import STATES
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.storage import deletion, session_index
from luisteren_tui.storage.deletion import LATER, TimesLost
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.storage.lock import FolderInUse, lock_folder
from luisteren_tui.storage.session_index import Kind, NoSession, SessionFiles, find_session
from luisteren_tui.system import paths
from luisteren_tui.system.clock import SystemClock, local_now
from luisteren_tui.text.safe import safe_line

MAX_LISTED = 20
"""The most sessions that are listed before they are deleted."""


def delete(options: GlobalOptions, session: str, keep_times: bool, yes: bool) -> int:
    """Delete a session after asking, or only its notes with `keep_times`."""
    folders = paths.folders(options.data)
    try:
        path = find_session(session, folders.data)
    except NoSession as error:
        leftovers = [each for each in session_index.list_with_leftovers(folders.data) if each.id == session]
        if leftovers:  # files that were set aside, or that a killed program left
            return _remove(folders.data, leftovers, keep_times, yes)
        print_message(safe_line(problem_message(error.problem)))
        return Exit.BAD_INPUT
    for folder in (folders.sessions, folders.rehearsals):
        if folder.resolve() == path.parent.resolve():
            return _remove(folders.data, [SessionFiles(path.stem, folder)], keep_times, yes)
    text = _("{path} is not in the folder of the sessions. Only what is there can be deleted.")
    print_message(safe_line(text.format(path=path)))
    return Exit.BAD_INPUT


def purge(options: GlobalOptions, older_than: tuple[int, str], keep_times: bool, yes: bool) -> int:
    """Delete the sessions and rehearsals that began longer ago than `older_than`, a count and its unit."""
    data = paths.folders(options.data).data
    old = deletion.begun_before(
        session_index.list_with_leftovers(data), time_ago(local_now(SystemClock()), *older_than)
    )
    if not old:
        print_message(_("Nothing is that old."))
        return Exit.OK
    return _remove(data, old, keep_times, yes)


def time_ago(now: datetime, count: int, unit: str) -> datetime:
    """Return the time `count` days ("d"), weeks ("w") or months ("m") before `now`, but never before the year 1."""
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


def _remove(data: Path, sessions: Sequence[SessionFiles], keep_times: bool, yes: bool) -> int:
    _list_removed(sessions)
    if not yes and not can_ask():
        raise click.UsageError(_("Nobody is there to confirm this: add --yes if you mean it."))
    if not yes and not keep_times:
        print_message(
            _(
                "The notes and times are deleted for good. What was exported or copied stays; removing that is up to you."
            )
        )
    if not yes and not confirm(_("Delete the notes, and keep the times?") if keep_times else _("Delete?")):
        print_message(_("Nothing was deleted."))
        return Exit.OK
    code, done = Exit.OK, 0
    # A damaged journal may belong to a running session: only its first line could tell.
    unfinished = {each for each in sessions if each.journal and each.kind is not Kind.ENDED}
    with _no_running_session(data, bool(unfinished)) as locked:
        for each in sessions:
            if each in unfinished and not locked:
                code = Exit.LOCKED
                text = _("{id} may be running, so it stays. Close the program first, wherever it runs.")
                print_message(text.format(id=safe_line(each.id)))
                continue
            try:
                done += deletion.forget_notes(each) if keep_times else deletion.delete(each)
            except TimesLost as error:
                code = code or Exit.BAD_INPUT
                print_message(_(str(error)).format(id=safe_line(each.id)))
            except OSError as error:
                code = Exit.IO_ERROR
                text = _("{id} could not be removed: {why}.")
                if deletion.put_off(each, notes_only=keep_times):
                    text = f"{text} {_(LATER)}"
                print_message(text.format(id=safe_line(each.id), why=_(write_error_message(error))))
    if keep_times:
        result = ngettext("The notes of {n} session are gone.", "The notes of {n} sessions are gone.", done)
    else:
        result = ngettext("{n} session was deleted.", "{n} sessions were deleted.", done)
    print_message(result.format(n=done))
    return code


def _list_removed(sessions: Sequence[SessionFiles]) -> None:
    for each in sessions[:MAX_LISTED]:
        state = STATES.get(each.kind)
        kind = _("rehearsal") if each.rehearsal else _("session")
        print_message(f"  {safe_line(each.id)}  {kind}{f', {_(state)}' if state else ''}")
    if (more := len(sessions) - MAX_LISTED) > 0:
        print_message("  " + _("and {n} more").format(n=more))


@contextmanager
def _no_running_session(data: Path, needed: bool) -> Iterator[bool]:
    """Hold the data folder if `needed`, so that no session can run; yield whether it is held."""
    with ExitStack() as stack:
        locked = needed
        if needed:
            try:
                stack.enter_context(lock_folder(data, "delete", SystemClock().read().wall))
            except FolderInUse:
                locked = False
        yield locked
