"""The commands that open the app with a workshop: run and rehearse."""

import sys
from contextlib import suppress

import click

from luisteren_tui.cli.home import open_with
from luisteren_tui.cli.options import command, plan_option, workshop_argument
from luisteren_tui.cli.output import Exit, GlobalOptions, on_terminal, print_message
from luisteren_tui.cli.workshop_choice import choose_workshop, updated_plan
from luisteren_tui.i18n import _
from luisteren_tui.tui.start_request import StartRequest


def run_command() -> click.Command:
    """Return the command `run`."""
    return command("run", run, [workshop_argument(), plan_option()])


def rehearse_command() -> click.Command:
    """Return the command `rehearse`."""
    help = _("How many times faster, 1 to 600.")
    speed = click.Option(["--speed"], callback=_speed, type=click.UNPROCESSED, metavar="N", help=help)
    params = [workshop_argument(), plan_option(), speed]
    return command("rehearse", rehearse, params)


def run(
    options: GlobalOptions,
    workshop: str | None,
    plan: str | None,
    speed: float | None = None,
    keep_speed: bool = False,
) -> int:
    """Open a workshop, with a saved plan if one is named; with a `speed` it is a rehearsal."""
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
    return open_with(options, StartRequest(workshop=loaded, plan=made, speed=speed, keep_speed=keep_speed))


def rehearse(options: GlobalOptions, workshop: str | None, plan: str | None, speed: float | None) -> int:
    """Open a workshop as a rehearsal; an unfinished one keeps its speed unless `speed` is given."""
    return run(options, workshop, plan, 1.0 if speed is None else speed, keep_speed=speed is None)


def _speed(_context: click.Context, _parameter: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    # Not click's own range: its messages are English, and it accepts NaN.
    with suppress(ValueError):
        if 1 <= (speed := float(value)) <= 600:
            return speed
    raise click.BadParameter(_("give a number from 1 to 600."))
