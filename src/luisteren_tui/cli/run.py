"""The commands that open the app, and what comes before its first screen: settings, the lock, traces of a crash."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luisteren_tui.cli.options import command, plan_option, workshop_argument
from luisteren_tui.cli.output import Exit, GlobalOptions, explicit_language, on_terminal, print_message
from luisteren_tui.cli.workshop_choice import choose_workshop, updated_plan
from luisteren_tui.i18n import _
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.runtime.config import load
from luisteren_tui.storage.files import reason
from luisteren_tui.storage.lock import FolderInUse, lock_folder
from luisteren_tui.storage.workshop_file import LoadedWorkshop
from luisteren_tui.system.clock import SystemClock
from luisteren_tui.system.paths import Folders, config_file
from luisteren_tui.system.paths import folders as folders_in
from luisteren_tui.text.safe import safe_line

if TYPE_CHECKING:
    from luisteren_tui.planning.plan import Plan


def run_command() -> click.Command:
    """Return the command `run`."""
    return command("run", run, [workshop_argument(), plan_option()], _("Run a workshop: a name or a file."))


def rehearse_command() -> click.Command:
    """Return the command `rehearse`."""
    help = _("How many times faster, 1 to 600.")
    speed = click.Option(["--speed"], callback=_speed, type=click.UNPROCESSED, metavar="N", help=help)
    params = [workshop_argument(), plan_option(), speed]
    return command("rehearse", rehearse, params, _("Rehearse a workshop to try out its timing."))


def run(
    options: GlobalOptions,
    workshop: str | None,
    plan: str | None,
    speed: float | None = None,
    keep_speed: bool = False,
) -> int:
    """Open a workshop, with a saved plan if one is named."""
    if not on_terminal():
        return Exit.USAGE
    found = choose_workshop(options, workshop, plan)
    if found is None:
        return Exit.BAD_INPUT
    loaded, saved = found
    made = None if saved is None else updated_plan(saved, loaded)
    if made is not None and all(block.skipped for block in made.blocks):
        print_message(_("Nothing is left in this plan."))
        return Exit.BAD_INPUT
    if made != saved:
        print_message(_("Press Enter to adapt the plan and go on, or Ctrl+C to stop."))
        if not sys.stdin.readline():
            return Exit.INTERRUPTED
    return _open(options, loaded, made, speed, keep_speed)


def rehearse(options: GlobalOptions, workshop: str | None, plan: str | None, speed: float | None) -> int:
    """Open a workshop as a rehearsal; an unfinished one keeps its speed unless `speed` is given."""
    return run(options, workshop, plan, 1.0 if speed is None else speed, keep_speed=speed is None)


def open_home(options: GlobalOptions) -> int:
    """Open the home screen."""
    return _open(options) if on_terminal() else Exit.USAGE


def _speed(_context: click.Context, _parameter: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    # Not click's own range: its messages are English, and it accepts NaN.
    with suppress(ValueError):
        if 1 <= (speed := float(value)) <= 600:
            return speed
    raise click.BadParameter(_("give a number from 1 to 600."))


def _open(
    options: GlobalOptions,
    loaded: LoadedWorkshop | None = None,
    plan: "Plan | None" = None,
    speed: float | None = None,
    keep_speed: bool = False,
) -> int:
    language = explicit_language(options.lang)
    try:
        return open_screens(folders_in(options.data), loaded, language, plan, speed, keep_speed)
    except FolderInUse as held:
        print_message(_holder(held))
        return Exit.LOCKED


def _holder(held: FolderInUse) -> str:
    from luisteren_tui.export.outcome_text import local_time  # only this message needs it

    if held.pid is None or held.since is None:
        return _("The program is already open in another window. Close it there, or choose another folder with --data.")
    return _(
        "The program is already open in another window (since {since}, process {pid}). Close it there, or choose another folder with --data."
    ).format(pid=held.pid, since=local_time(held.since))


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
    with lock_folder(folders.data, "run", clock.read().wall):
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
            said.append(_("An ended session could not be stored: {why}.").format(why=why))
        else:
            said += [safe_line(f"{one.id}: {problem_message(problem)}") for one in finished for problem in one.problems]
    return said
