"""What happens before the first screen: read the settings, take the lock, and tidy up after a crash."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from luisteren_tui.i18n import _
from luisteren_tui.i18n.dates import short_day
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.runtime.config import load
from luisteren_tui.storage.files import list_names, remove, unlink, write_error_message
from luisteren_tui.storage.lock import lock_folder
from luisteren_tui.system.clock import SystemClock, local_now
from luisteren_tui.system.paths import Folders, config_file
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.start_request import StartRequest


def open_app(folders: Folders, request: StartRequest, language: str | None) -> int:
    """Open the app and return its exit code. `language` is None if nobody asked for one.

    Raise FolderInUse when another program holds the folder.
    """
    clock = SystemClock()
    config, warnings = load(config_file())
    with lock_folder(folders.data, "run", clock.read().wall) as lock:
        with suppress(OSError):
            unlink(folders.room_words)  # left by a killed program
        if folders.room_page.is_dir():
            # Lazy: most starts find none.
            from luisteren_tui.storage import room_folder

            room_folder.tidy_up(folders)
        warnings += _finish_ended(folders)
        warnings += _clock_behind(folders.sessions, local_now(clock))
        request = request._replace(unfinished=_unfinished(folders, request))
        # Lazy: a folder that is in use is reported without Textual.
        from luisteren_tui.tui.app import LuisterenApp

        app = LuisterenApp(
            request,
            folders=folders,
            clock=clock,
            config=config,
            language=language,
            lock=lock,
            warnings=tuple(warnings),
        )
        return app.run_to_exit_code()


def _unfinished(folders: Folders, request: StartRequest) -> Path | None:
    """Return the journal of the newest unfinished session, or for a rehearsal the newest one of the same workshop."""
    if request.workshop is None:
        return None
    rehearsal = request.speed is not None
    if not any(name.endswith(".jsonl") for name in _names(folders.rehearsals if rehearsal else folders.sessions)):
        return None
    # Lazy: most starts have nothing unfinished, and reading journals takes many imports.
    from luisteren_tui.storage.session_index import newest_unfinished

    if not rehearsal:
        return newest_unfinished(folders.sessions)
    workshop = request.workshop.workshop
    return None if workshop is None else newest_unfinished(folders.rehearsals, workshop.id)


def _clock_behind(sessions: Path, now: datetime) -> list[str]:
    """Return a warning if a session was saved later than `now`: the clock may be behind, and name the next one by it."""
    with suppress(OSError, ValueError, OverflowError):
        saved = datetime.fromtimestamp(sessions.stat().st_mtime).astimezone()
        if saved > now + timedelta(days=1):
            text = _(
                "The clock of this laptop says {today}, but a session was saved here on {day}. Is the clock right?"
            )
            return [text.format(today=short_day(now), day=short_day(saved))]
    return []


def _delete_what_was_put_off(folder: Path) -> list[str]:
    """Delete what could not be deleted when the user asked for it, and return warnings to show."""
    # Lazy: most starts find none.
    from luisteren_tui.storage.deletion import delete_what_was_put_off

    try:
        failed = delete_what_was_put_off(folder)
    except OSError:
        failed = []
    text = _("{id}, which you deleted, could not be removed yet. The next start tries again.")
    return [text.format(id=safe_line(id)) for id in failed]


def _finish_ended(folders: Folders) -> list[str]:
    """Do what could not be done before: delete sessions, and write outcomes. Return warnings to show."""
    warnings = []
    for folder in (folders.sessions, folders.rehearsals):
        names = _names(folder)
        if any(name.endswith((".delete", ".forget")) for name in names):
            warnings += _delete_what_was_put_off(folder)
            names = _names(folder)
        journals = [name for name in names if name.endswith(".jsonl") and not _remove_if_empty(folder / name)]
        if not journals and not [name for name in names if name.endswith(".new") and ".jsonl." in name]:
            continue
        # Lazy: see above.
        from luisteren_tui.storage.outcome.outcome_file import finish_ended

        try:
            finished = finish_ended(folder)
        except OSError as error:
            why = _(write_error_message(error))
            warnings.append(_("An ended session could not be stored: {why}.").format(why=why))
        else:
            warnings += [
                safe_line(f"{one.id}: {problem_message(problem)}") for one in finished for problem in one.problems
            ]
    return warnings


def _names(folder: Path) -> list[str]:
    with suppress(OSError):
        return list_names(folder)
    return []


def _remove_if_empty(journal: Path) -> bool:
    # A program that was killed before it wrote the first line leaves an empty journal. One that a power cut emptied may
    # have its replacement beside it.
    empty = not journal.is_symlink() and journal.is_file() and journal.stat().st_size == 0
    if empty and not [*journal.parent.glob(f"{journal.name}.*.new")]:
        remove(journal)
        return True
    return False
