"""The command line: its commands, and how each way to end becomes a message and an exit code."""

import io
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from luisteren_tui.cli import check as lookups
from luisteren_tui.cli import options as o
from luisteren_tui.cli import sessions as afterwards
from luisteren_tui.cli.options import NAME
from luisteren_tui.cli.output import (
    DISK,
    FINE,
    HELD,
    USAGE,
    WRONG,
    Wishes,
    asked_language,
    be_tolerant,
    explicit_language,
    finish_output,
    let_go_of_output,
    on_terminal,
    speak,
    tell,
)
from luisteren_tui.i18n import _
from luisteren_tui.system import paths
from luisteren_tui.text.safe import safe_line

if TYPE_CHECKING:
    from luisteren_tui.planning.plan import Plan
    from luisteren_tui.storage.lock import FolderInUse
    from luisteren_tui.storage.workshop_file import LoadedWorkshop

INTERRUPTED = 130


def main(args: Sequence[str]) -> int:
    """Run the command in `args` and return its exit code; whatever happens, there is no traceback."""
    be_tolerant()
    speak(asked_language(args))
    try:
        return _invoke(args)
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        tell(shown.getvalue().rstrip("\n"))
        return error.exit_code
    except (KeyboardInterrupt, EOFError, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        return DISK
    except OSError as error:
        from luisteren_tui.storage.files import trouble

        why = _(trouble(error)) if trouble(error) else error.strerror or type(error).__name__
        what = ": ".join(str(part) for part in (error.filename, why) if part)
        tell(_("Reading or writing failed: {what}").format(what=safe_line(what)))
        return DISK
    except Exception as error:  # noqa: BLE001 - nobody is served by a traceback here
        # Neither its text nor a traceback: they may hold what somebody wrote in a session.
        message = _("Something is wrong in the program: {kind} at {place}. What was saved is still there.")
        tell(message.format(kind=type(error).__name__, place=_place(error)))
        return DISK
    finally:
        let_go_of_output()


def _invoke(args: Sequence[str]) -> int:
    # Not click's own main(): that has an exit code of its own for output that nobody reads.
    try:
        group = tree()
        with group.make_context(NAME, list(args), obj=Wishes()) as context:
            code = int(group.invoke(context))
    except click.exceptions.Exit as end:
        code = end.exit_code
    finish_output()
    return code


def _place(error: Exception) -> str:
    """Return where in this program an error came up, as module:line."""
    place, at = NAME, error.__traceback__
    while at is not None:
        module = str(at.tb_frame.f_globals.get("__name__", ""))
        if module.split(".")[0] == __package__.partition(".")[0]:
            place = f"{module}:{at.tb_lineno}"
        at = at.tb_next
    return place


def tree() -> click.Group:
    """Return the commands, with their texts in the language in use."""
    group = click.Group(
        NAME,
        callback=click.pass_context(_home),
        invoke_without_command=True,
        params=o.common(),
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("[COMMAND]"),
        help=_("Run in-person workshops. Without a command, the home screen opens."),
    )
    workshop = click.Argument(["workshop"], required=False, metavar="[WORKSHOP]")
    files = click.Argument(["files"], nargs=-1, required=True, metavar="FILE...")
    session = click.Argument(["session"], metavar="SESSION")
    commands: tuple[tuple[str, Callable[..., int], list[click.Parameter], str], ...] = (
        ("run", _run, [workshop, o.of_plan()], _("Run a workshop: a name or a file.")),
        ("rehearse", _rehearse, [workshop, o.of_plan(), o.speed()], _("Rehearse a workshop, to try its timing.")),
        ("plan", _plan, [workshop, o.of_plan(), *o.planning()], _("Plan a workshop: does it fit, and when is what?")),
        (
            "handout",
            _handout,
            [workshop, o.of_plan(), *o.handing_out()],
            _("Make handouts: for participants and for you."),
        ),
        ("room", _room, [], _("Show the room what it may see, in a second window.")),
        ("check", lookups.check, [files], _("Check workshop files.")),
        ("show", afterwards.show, [session, *afterwards.showing()], _("Show a session: an id, a file or 'last'.")),
        ("where", lookups.where, [], _("Show the folders in use.")),
    )
    for name, callback, params, text in commands:
        group.add_command(
            click.Command(
                name,
                callback=click.pass_obj(callback),
                params=[*params, *o.common()],
                help=text,
                options_metavar=_("[OPTIONS]"),
            )
        )
    group.add_command(afterwards.sessions(o.common))
    return group


def _home(context: click.Context) -> int:
    if context.invoked_subcommand is not None:
        return FINE
    return _open(context.obj) if on_terminal() else USAGE


def _run(
    wishes: Wishes, workshop: str | None, plan: str | None, speed: float | None = None, keep_speed: bool = False
) -> int:
    if not on_terminal():
        return USAGE
    from luisteren_tui.cli.workshop_choice import adapted, chosen

    found = chosen(wishes, workshop, plan)
    if found is None:
        return WRONG
    loaded, saved = found
    made = None if saved is None else adapted(saved, loaded)
    if made is not None and _nothing_left(made):
        return WRONG
    if made != saved:
        tell(_("Enter adapts the plan to that and goes on, Ctrl+C leaves."))
        if not sys.stdin.readline():
            return INTERRUPTED
    return _open(wishes, loaded, made, speed, keep_speed)


def _nothing_left(plan: "Plan") -> bool:
    from luisteren_tui.planning.plan import is_empty

    if is_empty(plan):
        tell(_("Nothing is left in this plan."))
    return is_empty(plan)


def _rehearse(wishes: Wishes, workshop: str | None, plan: str | None, speed: float | None) -> int:
    return _run(wishes, workshop, plan, 1.0 if speed is None else speed, keep_speed=speed is None)


def _room(wishes: Wishes) -> int:
    if not on_terminal():
        return USAGE
    from luisteren_tui.cli.run import open_room

    return open_room(paths.folders(wishes.data), explicit_language(wishes.lang))


def _plan(wishes: Wishes, **options: Any) -> int:
    from luisteren_tui.cli import plan as planner

    return planner.plan(wishes, **options)


def _handout(wishes: Wishes, **options: Any) -> int:
    from luisteren_tui.cli import handout as handouts

    return handouts.handout(wishes, **options)


def _open(
    wishes: Wishes,
    loaded: "LoadedWorkshop | None" = None,
    plan: "Plan | None" = None,
    speed: float | None = None,
    keep_speed: bool = False,
) -> int:
    from luisteren_tui.cli.run import open_screens
    from luisteren_tui.storage.lock import FolderInUse

    try:
        return open_screens(paths.folders(wishes.data), loaded, explicit_language(wishes.lang), plan, speed, keep_speed)
    except FolderInUse as held:
        tell(_who_holds(held))
        return HELD


def _who_holds(held: "FolderInUse") -> str:
    from luisteren_tui.export.outcome_text import local_time

    if held.pid is None or held.since is None:
        return _("The program is open in another window already. Close it there, or choose another folder with --data.")
    return _(
        "The program is open in another window already (since {since}, process {pid}). Close it there, or choose another "
        "folder with --data."
    ).format(pid=held.pid, since=local_time(held.since))
