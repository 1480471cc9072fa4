"""The entry point of the command line: the commands, and how each way to end becomes a message and an exit code."""

import io
from collections.abc import Sequence
from importlib import import_module

import click

from luisteren_tui.cli.options import NAME, global_options
from luisteren_tui.cli.output import (
    Exit,
    GlobalOptions,
    discard_output,
    flush_output,
    language_option,
    print_message,
    replace_unencodable,
    use_language,
)
from luisteren_tui.i18n import N_, _
from luisteren_tui.text.safe import safe_line

COMMANDS = {
    "run": ("run", N_("Run a workshop: a name or a file.")),
    "rehearse": ("run", N_("Rehearse a workshop to try out its timing.")),
    "plan": ("plan", N_("Plan a workshop: does it fit, and when is each part?")),
    "handout": ("handout", N_("Make handouts: for participants and for you.")),
    "room": ("room", N_("Show participants their screen, in a second window.")),
    "check": ("check", N_("Check workshop files.")),
    "show": ("show", N_("Show a session: an id, a file or 'last'.")),
    "sessions": ("sessions", N_("List the sessions and rehearsals; delete them, or export their times.")),
    "where": ("where", N_("Show the folders in use.")),
}
"""The module and the help of each command. A function named after the command, such as `run_command`, makes it."""


class Commands(click.Group):
    """The program's commands. The module of a command is imported when that is called, since imports take long."""

    def __init__(self) -> None:
        super().__init__(
            NAME,
            callback=click.pass_context(_home),
            invoke_without_command=True,
            params=global_options(),
            options_metavar=_("[OPTIONS]"),
            subcommand_metavar=_("[COMMAND]"),
            help=_("Run in-person workshops. Without a command, the home screen opens."),
            commands=[click.Command(name, help=_(help)) for name, (_module, help) in COMMANDS.items()],
        )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Import the command that `args` names."""
        name, listed, rest = super().resolve_command(ctx, args)
        if name not in COMMANDS or listed is None:
            return name, listed, rest
        module = import_module(f"luisteren_tui.cli.{COMMANDS[name][0]}")
        command: click.Command = getattr(module, f"{name}_command")()
        command.help = listed.help
        return name, command, rest


def main(args: Sequence[str]) -> int:
    """Run the command in `args` and return its exit code. No error ends in a traceback."""
    replace_unencodable()
    use_language(language_option(args))
    try:
        return _invoke(args)
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        print_message(shown.getvalue().rstrip("\n"))
        return error.exit_code
    except (KeyboardInterrupt, EOFError, click.Abort):
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return Exit.IO_ERROR
    except OSError as error:
        from luisteren_tui.storage.files import io_error_message  # only an error needs it

        why = _(io_error_message(error)) if io_error_message(error) else error.strerror or type(error).__name__
        what = ": ".join(str(part) for part in (error.filename, why) if part)
        print_message(_("Reading or writing failed: {what}").format(what=safe_line(what)))
        return Exit.IO_ERROR
    except Exception as error:  # noqa: BLE001 - a traceback helps no user
        # Neither the text of the error nor a traceback: both may hold what somebody wrote in a session.
        message = _("Something went wrong in the program: {kind} at {place}. What was saved is still there.")
        print_message(message.format(kind=type(error).__name__, place=_place(error)))
        return Exit.IO_ERROR
    finally:
        discard_output()


def _invoke(args: Sequence[str]) -> int:
    # Not click's own main(): it has its own exit code for a closed pipe.
    try:
        group = Commands()
        with group.make_context(NAME, list(args), obj=GlobalOptions()) as context:
            code = int(group.invoke(context))
    except click.exceptions.Exit as end:
        code = end.exit_code
    flush_output()
    return code


def _home(context: click.Context) -> int:
    if context.invoked_subcommand is not None:
        return Exit.OK
    from luisteren_tui.cli.home import open_home  # a command doesn't need it

    return open_home(context.obj)


def _place(error: Exception) -> str:
    """Return the last place of an error in this program, as module:line."""
    place, at = NAME, error.__traceback__
    while at is not None:
        module = str(at.tb_frame.f_globals.get("__name__", ""))
        if module.split(".")[0] == __package__.partition(".")[0]:
            place = f"{module}:{at.tb_lineno}"
        at = at.tb_next
    return place
