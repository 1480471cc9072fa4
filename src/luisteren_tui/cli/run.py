"""The commands that open the app with a workshop: run and rehearse."""

from contextlib import suppress

import click

from luisteren_tui.cli.options import command, plan_option, workshop_argument
from luisteren_tui.cli.output import GlobalOptions
from luisteren_tui.cli.workshop_start import open_workshop
from luisteren_tui.i18n import _


def run_command() -> click.Command:
    """Return the command `run`."""
    return command(
        "run",
        open_workshop,
        [workshop_argument(), plan_option()],
        examples=("run", "run wereldcafe --plan 25-11", "run workshop.yaml"),
    )


def rehearse_command() -> click.Command:
    """Return the command `rehearse`."""
    help = _("How many times faster, 1 to 600.")
    speed = click.Option(["--speed"], callback=_speed, type=click.UNPROCESSED, metavar="N", help=help)
    params = [workshop_argument(), plan_option(), speed]
    examples = ("rehearse --speed 60", "rehearse wereldcafe --plan 25-11")
    return command("rehearse", rehearse, params, examples=examples)


def rehearse(options: GlobalOptions, workshop: str | None, plan: str | None, speed: float | None) -> int:
    """Open a workshop as a rehearsal; an unfinished one keeps its speed unless `speed` is given."""
    return open_workshop(options, workshop, plan, 1.0 if speed is None else speed, keep_speed=speed is None)


def _speed(_context: click.Context, _parameter: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    # Not click's own range: its messages are English, and it accepts NaN.
    with suppress(ValueError):
        if 1 <= (speed := float(value)) <= 600:
            return speed
    raise click.BadParameter(_("give a number from 1 to 600."))
