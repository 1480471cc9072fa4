"""The options of the commands, with their texts in the language in use."""

from contextlib import suppress

import click

from luisteren_tui import __version__, i18n
from luisteren_tui.cli.output import say
from luisteren_tui.i18n import _

NAME = "luisteren-tui"


def common() -> list[click.Parameter]:
    """Return what every command takes."""
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


def of_plan() -> click.Option:
    """Return which saved plan it is about."""
    return click.Option(["--plan", "plan"], metavar="PLAN", help=_("A plan that was saved."))


def speed() -> click.Option:
    """Return how fast a rehearsal goes: None where that is not asked for."""
    help = _("How many times as fast, 1 to 600.")
    return click.Option(["--speed"], callback=_speed, type=click.UNPROCESSED, metavar="N", help=help)


def form(*forms: str) -> click.Option:
    """Return how to show it: the first of these where it is not asked for."""
    return click.Option(["--format", "form"], type=click.Choice(forms), default=forms[0], help=_("How to show it."))


def planning() -> list[click.Parameter]:
    """Return what `plan` takes."""
    save = click.Option(
        ["--save"],
        metavar="NAME",
        help=_("Save the plan under this name; a date, such as 25-11-2026, makes it the plan of that day."),
    )
    return [*_of_the_day(), form("text", "json", "csv", "md", "ics"), save]


def handing_out() -> list[click.Parameter]:
    """Return what `handout` takes."""
    out = _("The file to write, .pdf or .html; without it a PDF for each reader, in this folder.")
    return [
        click.Option(["-o", "out"], metavar="FILE", help=out),
        click.Option(
            ["--for", "reader"],
            type=click.Choice(["participants", "facilitator"]),
            help=_("For whom; without it for both."),
        ),
        *_of_the_day(),
    ]


def _of_the_day() -> list[click.Parameter]:
    return [
        click.Option(["--start"], metavar="HH:MM", help=_("When it starts.")),
        click.Option(
            ["--end"],
            metavar="HH:MM",
            help=_("When it must be over; the plan is made to fit. What can't fit is said, and is no error."),
        ),
        click.Option(
            ["--participants"], type=click.UNPROCESSED, callback=_count, metavar="N", help=_("How many take part.")
        ),
        click.Option(["--skip"], multiple=True, metavar="ID", help=_("An activity or break to leave out; repeatable.")),
    ]


def _speed(_context: click.Context, _parameter: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    # Not click's own range: its messages are English, and it lets NaN through.
    with suppress(ValueError):
        if 1 <= (speed := float(value)) <= 600:
            return speed
    raise click.BadParameter(_("give a number from 1 to 600."))


def _count(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    from luisteren_tui.people.people import MAX_PEOPLE

    try:
        count = int(value)
    except ValueError:
        raise click.BadParameter(_("give a whole number.")) from None
    if 0 < count <= MAX_PEOPLE:
        return count
    raise click.BadParameter(_("{n} participants is not possible: give a number from 1 to 200.").format(n=count))


def _keep(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    # Before or after the command: the last one that was given holds.
    if value is not None and parameter.name:
        setattr(context.obj, parameter.name, value)


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        say(f"{NAME} {__version__}")
        context.exit()
