"""What happens before the first screen: the settings, the lock, and what a crash may have left."""

from pathlib import Path
from typing import TYPE_CHECKING

from luisteren_tui.i18n import _
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.runtime.config import load
from luisteren_tui.storage.files import reason
from luisteren_tui.storage.lock import hold, look_on
from luisteren_tui.storage.workshop_file import LoadedWorkshop
from luisteren_tui.system.clock import SystemClock
from luisteren_tui.system.paths import Folders, config_file
from luisteren_tui.text.safe import safe_line

if TYPE_CHECKING:
    from luisteren_tui.planning.plan import Plan


def open_screens(
    folders: Folders,
    loaded: LoadedWorkshop | None,
    language: str | None,
    plan: "Plan | None" = None,
    speed: float | None = None,
    keep_speed: bool = False,
) -> int:
    """Open the screens of the workshop that was `loaded`, else home, and return the exit code when they close.

    `language` is the one that was asked for; with a `speed` it is a rehearsal, to `keep_speed` when it is an
    unfinished one. Raise FolderInUse when another program holds the folder.
    """
    clock = SystemClock()
    config, warnings = load(config_file())
    with hold(folders.data, "run", clock.read().wall):
        warnings += _finish_ended(folders)
        unfinished = None if loaded is None else _unfinished(folders, loaded, speed)
        from luisteren_tui.tui.app import start

        return start(
            folders=folders,
            clock=clock,
            config=config,
            warnings=warnings,
            loaded=loaded,
            unfinished=unfinished,
            language=language,
            plan=plan,
            speed=speed,
            keep_speed=keep_speed,
        )


def open_room(folders: Folders, language: str | None) -> int:
    """Open the window that shows the room the session that runs, and return the exit code when it closes."""
    config, _warnings = load(config_file())
    with look_on(folders.data):
        from luisteren_tui.tui.room_app import RoomApp

        app = RoomApp(folders, SystemClock(), config, language)
        app.run()
        return app.farewell()


def _unfinished(folders: Folders, loaded: LoadedWorkshop, speed: float | None) -> Path | None:
    """Return the newest unfinished session, or with a `speed` rehearsal of the workshop that was `loaded`."""
    # What reads journals is imported where there is one: the first screen comes sooner.
    if not any((folders.sessions if speed is None else folders.rehearsals).glob("*.jsonl")):
        return None
    from luisteren_tui.storage.session_index import newest_rehearsal, newest_unfinished

    if speed is None:
        return newest_unfinished(folders.data)
    return None if loaded.workshop is None else newest_rehearsal(folders.data, loaded.workshop.id)


def _finish_ended(folders: Folders) -> list[str]:
    """Finish what a crash left between an end and its outcome, rehearsals too; return what there is to say of it."""
    said = []
    for folder in (folders.sessions, folders.rehearsals):
        for path in folder.glob("*.jsonl"):
            # A program that was killed between making a journal and its first line leaves an empty one.
            if not path.is_symlink() and path.is_file() and path.stat().st_size == 0:
                path.unlink()
        if not any(folder.glob("*.jsonl")):
            continue
        from luisteren_tui.storage.outcome.outcome_file import finish_ended

        try:
            finished = finish_ended(folder)
        except OSError as error:
            why = _(reason(error))
            said.append(_("A session that had ended could not be put away: {why}.").format(why=why))
        else:
            said += [safe_line(f"{one.id}: {problem_message(problem)}") for one in finished for problem in one.problems]
    return said
