"""The command line: its commands, and how each way to end becomes a message and an exit code."""

import io
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from luisteren_tui import __version__, afterwards, i18n, lookups, paths
from luisteren_tui.console import (
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
    say,
    speak,
    tell,
)
from luisteren_tui.i18n import _
from luisteren_tui.text import safe_line

if TYPE_CHECKING:
    from luisteren_tui.session.plan import Plan
    from luisteren_tui.storage.lock import Held
    from luisteren_tui.storage.workshop_file import Loaded

NAME = "luisteren-tui"
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
        if module.split(".")[0] == __package__:
            place = f"{module}:{at.tb_lineno}"
        at = at.tb_next
    return place


def tree() -> click.Group:
    """Return the commands, with their texts in the language in use."""
    group = click.Group(
        NAME,
        callback=click.pass_context(_home),
        invoke_without_command=True,
        params=_common(),
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("[COMMAND]"),
        help=_("Run in-person workshops. Without a command, the home screen opens."),
    )
    workshop = click.Argument(["workshop"], required=False, metavar="[WORKSHOP]")
    files = click.Argument(["files"], nargs=-1, required=True, metavar="FILE...")
    session = click.Argument(["session"], metavar="SESSION")
    of_plan = click.Option(["--plan", "plan"], metavar="PLAN", help=_("A plan that was saved."))
    speed = click.Option(
        ["--speed"],
        callback=_speed,
        type=click.UNPROCESSED,
        default=1.0,
        metavar="N",
        help=_("How many times as fast, 1 to 600."),
    )
    commands: tuple[tuple[str, Callable[..., int], list[click.Parameter], str], ...] = (
        ("run", _run, [workshop, of_plan], _("Run a workshop: a name or a file.")),
        ("rehearse", _rehearse, [workshop, of_plan, speed], _("Rehearse a workshop, to try its timing.")),
        ("plan", _plan, [workshop, of_plan, *_plan_options()], _("Plan a workshop: does it fit, and when is what?")),
        (
            "handout",
            _handout,
            [workshop, of_plan, *_handout_options()],
            _("Make handouts: for participants, and a run sheet."),
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
                params=[*params, *_common()],
                help=text,
                options_metavar=_("[OPTIONS]"),
            )
        )
    group.add_command(afterwards.sessions(_common))
    return group


def _speed(_context: click.Context, _parameter: click.Parameter, value: str | float) -> float:
    # Not click's own range: its messages are English, and it lets NaN through.
    with suppress(ValueError):
        if 1 <= (speed := float(value)) <= 600:
            return speed
    raise click.BadParameter(_("give a number from 1 to 600."))


def _count(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    try:
        return None if value is None else int(value)
    except ValueError:
        raise click.BadParameter(_("give a whole number.")) from None


def _plan_options() -> list[click.Parameter]:
    return [
        click.Option(["--start"], metavar="HH:MM", help=_("When it starts.")),
        click.Option(["--end"], metavar="HH:MM", help=_("When it must be over; the plan is made to fit.")),
        click.Option(
            ["--participants"], type=click.UNPROCESSED, callback=_count, metavar="N", help=_("How many take part.")
        ),
        click.Option(
            ["--format", "form"],
            type=click.Choice(["text", "json", "csv", "md", "ics"]),
            default="text",
            help=_("How to show it."),
        ),
        click.Option(["--save"], metavar="NAME", help=_("Save the plan under this name.")),
    ]


def _handout_options() -> list[click.Parameter]:
    out = _("The file to write, .pdf or .html; without it a PDF for each reader, in this folder.")
    return [
        click.Option(["-o", "out"], metavar="FILE", help=out),
        click.Option(
            ["--for", "reader"],
            type=click.Choice(["participants", "facilitator"]),
            help=_("For whom; without it for both."),
        ),
        click.Option(["--start"], metavar="HH:MM", help=_("When it starts.")),
        click.Option(["--end"], metavar="HH:MM", help=_("When it must be over; the plan is made to fit.")),
        click.Option(
            ["--participants"], type=click.UNPROCESSED, callback=_count, metavar="N", help=_("How many take part.")
        ),
    ]


def _common() -> list[click.Parameter]:
    return [
        click.Option(
            ["--data"], metavar="DIR", expose_value=False, callback=_keep, help=_("The folder for all that is kept.")
        ),
        click.Option(
            ["--lang"],
            type=click.Choice(i18n.LANGUAGES),
            expose_value=False,
            callback=_keep,
            help=_("The language of the messages."),
        ),
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_version,
            help=_("Show the version and exit."),
        ),
    ]


def _keep(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    # Before or after the command: the last one that was given holds.
    if value is not None and parameter.name:
        setattr(context.obj, parameter.name, value)


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        say(f"{NAME} {__version__}")
        context.exit()


def _home(context: click.Context) -> int:
    if context.invoked_subcommand is not None:
        return FINE
    return _open(context.obj) if on_terminal() else USAGE


def _run(wishes: Wishes, workshop: str | None, plan: str | None, speed: float | None = None) -> int:
    if not on_terminal():
        return USAGE
    from luisteren_tui.choosing import adapted, chosen

    found = chosen(wishes, workshop, plan)
    if found is None:
        return WRONG
    loaded, saved = found
    made = None if saved is None else adapted(saved, loaded)
    if made != saved:
        tell(_("Enter adapts the plan to that and goes on, Ctrl+C leaves."))
        if not sys.stdin.readline():
            return INTERRUPTED
    return _open(wishes, loaded, made, speed)


def _rehearse(wishes: Wishes, workshop: str | None, plan: str | None, speed: float) -> int:
    return _run(wishes, workshop, plan, speed)


def _room(wishes: Wishes) -> int:
    if not on_terminal():
        return USAGE
    from luisteren_tui.opening import open_room

    return open_room(paths.folders(wishes.data), explicit_language(wishes.lang))


def _plan(wishes: Wishes, **options: Any) -> int:
    from luisteren_tui import planner

    return planner.plan(wishes, **options)


def _handout(wishes: Wishes, **options: Any) -> int:
    from luisteren_tui import handouts

    return handouts.handout(wishes, **options)


def _open(
    wishes: Wishes, loaded: "Loaded | None" = None, plan: "Plan | None" = None, speed: float | None = None
) -> int:
    from luisteren_tui.opening import open_screens
    from luisteren_tui.storage.lock import Held

    try:
        return open_screens(paths.folders(wishes.data), loaded, explicit_language(wishes.lang), plan, speed)
    except Held as held:
        tell(_who_holds(held))
        return HELD


def _who_holds(held: "Held") -> str:
    from luisteren_tui.report.text import local_time

    if held.pid is None or held.since is None:
        return _("Another session is running. Close it first, or choose another folder with --data.")
    return _(
        "Another session is running, in process {pid}, since {since}. Close it first, or choose another folder with --data."
    ).format(pid=held.pid, since=local_time(held.since))
