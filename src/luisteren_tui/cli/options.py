"""How a command is made, and the options that several commands share. All texts are in the current language."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from luisteren_tui import __version__
from luisteren_tui.cli.output import NAME, print_result
from luisteren_tui.i18n import _
from luisteren_tui.i18n.languages import LANGUAGES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Command(click.Command):
    """A command whose help has examples, and whose usage errors all say which help to try.

    Its option --help is our own. Click has one, but looks its text up with gettext, which reads the whole catalogue at
    each call of a command.
    """

    examples: Sequence[str] = ()
    """Command lines, without the name of the program."""

    @cached_property
    def _own_help_option(self) -> click.Option:
        return click.Option(
            ["-h", "--help"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_help,
            help=_("Show this message and exit."),
        )

    def get_help_option(self, ctx: click.Context) -> click.Option:
        return self._own_help_option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `args`."""
        with _said_by(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Call the function of the command."""
        with _said_by(ctx):
            return super().invoke(ctx)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the help."""
        if self.examples:
            with formatter.section(_("Examples")):
                for example in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{NAME} {example}".rstrip() + "\n")


@contextmanager
def _said_by(context: click.Context) -> Iterator[None]:
    """Let usage errors without a context, such as those of our own functions, name this command and its help."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or context
        raise


class Group(Command, click.Group):
    """A group of such commands, which are listed with their whole help."""

    load: Callable[[str], click.Command] | None = None
    """Makes a command by its name when it is called, where the group only lists it: imports take long."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands. Click would cut off what doesn't fit on one line."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, self.commands[name].help or "") for name in self.list_commands(ctx)])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `args` up to the command; say where an option of the command belongs."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            name = next((each for each in given if each in self.commands), None)
            if name is None or not any(error.option_name in each.opts for each in self._loaded(name).params):
                raise
            text = _("The option {option} belongs behind the command: {line}.")
            line = f"{ctx.command_path} {name} {error.option_name}"
            raise click.UsageError(text.format(option=error.option_name, line=line), ctx) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Load the command that `args` names."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, listed if name is None or listed is None else self._loaded(name), rest

    def _loaded(self, name: str) -> click.Command:
        listed = self.commands[name]
        if self.load is None:
            return listed
        command = self.load(name)
        command.help = listed.help
        return command


def command(
    name: str,
    callback: Callable[..., int],
    params: Sequence[click.Parameter],
    *,
    examples: Sequence[str],
    help: str | None = None,
) -> click.Command:
    """Return a command that calls `callback` with the GlobalOptions and its own `params`.

    The help of a top-level command is in commands.COMMANDS.
    """
    made = Command(
        name,
        callback=click.pass_obj(callback),
        params=[*params, *global_options()],
        help=help,
        options_metavar=_("[OPTIONS]"),
    )
    made.examples = examples
    return made


def global_options() -> list[click.Parameter]:
    """Return the options that every command takes."""
    return [
        click.Option(
            ["--data"],
            metavar="DIR",
            expose_value=False,
            callback=_store,
            shell_complete=completes("folders"),
            help=_("The folder for all data."),
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


def completes(kind: str) -> "Callable[[click.Context, click.Parameter, str], list[CompletionItem]]":
    """Return what completes a value in the shell: the function called `kind` of the module completion."""

    def complete(context: click.Context, parameter: click.Parameter, typed: str) -> "list[CompletionItem]":
        completion = import_module("luisteren_tui.cli.completion")  # only a shell needs it
        found: list[CompletionItem] = getattr(completion, kind)(context.obj, typed)
        return found

    return complete


def workshop_argument() -> click.Argument:
    """Return the workshop that a command is about: a name or a file."""
    return click.Argument(["workshop"], required=False, metavar="[WORKSHOP]", shell_complete=completes("workshops"))


def session_argument() -> click.Argument:
    """Return the session that a command is about: an id, a file or "last"."""
    return click.Argument(["session"], metavar="SESSION", shell_complete=completes("sessions"))


def plan_option() -> click.Option:
    """Return the option that names a saved plan."""
    return click.Option(["--plan", "plan"], metavar="PLAN", shell_complete=completes("plans"), help=_("A saved plan."))


def output_option(help: str) -> click.Option:
    """Return the option that names the file to write; "-" is standard output."""
    return click.Option(["-o", "--output", "out"], metavar="FILE", shell_complete=completes("files"), help=help)


def format_option(names: Iterable[str], help: str) -> click.Option:
    """Return the option that chooses one of the formats called `names`."""
    return click.Option(["--format"], type=click.Choice(list(names)), help=help)


def list_format_option() -> click.Option:
    """Return the option that prints a list for another program; the command gets it as `format`."""
    return format_option(("text", "json"), _("The output format; by default text."))


def flag(name: str, help: str) -> click.Option:
    """Return an option without a value."""
    return click.Option([name], is_flag=True, help=help)


def _store(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    # These options stand before or after the command. The last value counts.
    if value is not None and parameter.name:
        setattr(context.obj, parameter.name, value)


def _help(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        print_result(context.get_help())
        context.exit()


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        print_result(f"{NAME} {__version__}")
        context.exit()
