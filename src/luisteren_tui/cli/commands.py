"""The commands, and the options of the program."""

import gettext
import io
from collections.abc import Sequence
from importlib import import_module

import click

from luisteren_tui.cli.options import Group, global_options
from luisteren_tui.cli.output import COMPLETE, NAME, Exit, GlobalOptions, print_message
from luisteren_tui.i18n import DOMAIN, LOCALE, N_, _

COMMANDS = {
    "run": ("run", N_("Run a workshop: a name or a file.")),
    "rehearse": ("run", N_("Rehearse a workshop to try out its timing.")),
    "plan": ("plan", N_("Plan a workshop: does it fit, and when is each part?")),
    "handout": ("handout", N_("Make handouts: for participants and for you.")),
    "room": ("room", N_("Show participants their screen, in a second window or in the browser.")),
    "new": ("new", N_("Make a workshop of your own.")),
    "preview": ("preview", N_("Preview a workshop file: your screen, the room's and the handouts.")),
    "check": ("check", N_("Check workshop files.")),
    "show": ("show", N_("Show a session: an id, a file or 'last'.")),
    "sessions": ("sessions", N_("List the sessions and rehearsals; delete them, or export their times.")),
    "where": ("where", N_("Show the folders in use.")),
}
"""The module and the help of each command. A function named after the command, such as `run_command`, makes it."""
COMMAND_NAMES = (NAME, "luisteren")


def program() -> Group:
    """Return the program's commands. The module of a command is imported when that is called."""
    group = Group(
        NAME,
        callback=click.pass_context(_home),
        invoke_without_command=True,
        params=global_options(),
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("[COMMAND]"),
        help=_("Run in-person workshops. Without a command, the home screen opens."),
        commands=[click.Command(name, help=_(help)) for name, (_module, help) in COMMANDS.items()],
    )
    group.examples = ("", "run", "plan --start 13:30 --end 15:30", "show last")
    group.load = _imported
    return group


def _imported(name: str) -> click.Command:
    module = import_module(f"luisteren_tui.cli.{COMMANDS[name][0]}")
    command: click.Command = getattr(module, f"{name}_command")()
    return command


def invoke(args: Sequence[str]) -> int:
    """Run the command in `args` and return its exit code. A mistake in them becomes a message."""
    # Click's own messages are in the catalogue too. It looks them up with gettext, which follows LANGUAGE.
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)
    # Not click's own main(): it has its own exit code for a closed pipe.
    try:
        group = program()
        with group.make_context(NAME, list(args), obj=GlobalOptions()) as context:
            return int(group.invoke(context))
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        return Exit.INTERRUPTED
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        print_message(shown.getvalue().rstrip("\n"))
        return error.exit_code


def complete(instruction: str) -> int:
    """Do what a shell asks: print its script for `bash_source`, or what can be typed next for `bash_complete`.

    A script completes the command under both of its names. Whatever goes wrong, nothing but completions may appear among
    what somebody is typing.
    """
    from click.shell_completion import shell_complete  # only a shell needs it

    try:
        names = COMMAND_NAMES if instruction.endswith("_source") else COMMAND_NAMES[:1]
        return max(shell_complete(program(), {"obj": GlobalOptions()}, name, COMPLETE, instruction) for name in names)
    except Exception:  # noqa: BLE001 - see above
        return Exit.BAD_INPUT


def _home(context: click.Context) -> int:
    if context.invoked_subcommand is not None:
        return Exit.OK
    from luisteren_tui.cli.home import open_home  # a command doesn't need it

    return open_home(context.obj)
