"""How a command is made, and the options that several commands share. All texts are in the current language."""

from collections.abc import Callable, Sequence
from functools import cached_property

import click

from luisteren_tui import __version__
from luisteren_tui.cli.output import NAME, print_result
from luisteren_tui.i18n import _
from luisteren_tui.i18n.languages import LANGUAGES


class Command(click.Command):
    """A command with an option --help of its own.

    Click has one, but looks its text up with gettext, which reads the whole catalogue at each call of a command.
    """

    @cached_property
    def _own_help_option(self) -> click.Option:
        return click.Option(
            ["--help"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_help,
            help=_("Show this message and exit."),
        )

    def get_help_option(self, ctx: click.Context) -> click.Option:
        return self._own_help_option


class Group(Command, click.Group):
    """A group of commands with such an option."""


def command(
    name: str, callback: Callable[..., int], params: Sequence[click.Parameter], help: str | None = None
) -> click.Command:
    """Return a command that calls `callback` with the GlobalOptions and its own `params`.

    The help of a top-level command is in commands.COMMANDS.
    """
    return Command(
        name,
        callback=click.pass_obj(callback),
        params=[*params, *global_options()],
        help=help,
        options_metavar=_("[OPTIONS]"),
    )


def global_options() -> list[click.Parameter]:
    """Return the options that every command takes."""
    return [
        click.Option(
            ["--data"], metavar="DIR", expose_value=False, callback=_store, help=_("The folder for all data.")
        ),
        click.Option(
            ["--lang"],
            type=click.Choice(list(LANGUAGES)),
            expose_value=False,
            callback=_store,
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


def workshop_argument() -> click.Argument:
    """Return the workshop that a command is about: a name or a file."""
    return click.Argument(["workshop"], required=False, metavar="[WORKSHOP]")


def session_argument() -> click.Argument:
    """Return the session that a command is about: an id, a file or "last"."""
    return click.Argument(["session"], metavar="SESSION")


def plan_option() -> click.Option:
    """Return the option that names a saved plan."""
    return click.Option(["--plan", "plan"], metavar="PLAN", help=_("A saved plan."))


def output_option(help: str) -> click.Option:
    """Return the option that names the file to write; "-" is standard output."""
    return click.Option(["-o", "--output", "out"], metavar="FILE", help=help)


def flag(name: str, help: str) -> click.Option:
    """Return an option without a value."""
    return click.Option([name], is_flag=True, help=help)


def _store(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    # These options stand before or after the command. The last value counts.
    if value is not None and parameter.name:
        setattr(context.obj, parameter.name, value)


def _help(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        print_result(context.get_help())
        context.exit()


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        print_result(f"{NAME} {__version__}")
        context.exit()
