"""Opening the app with a workshop."""

import sys

from luisteren_tui.cli.home import open_with
from luisteren_tui.cli.output import Exit, GlobalOptions, on_terminal, print_message
from luisteren_tui.cli.workshop_choice import choose_workshop, plan_meant, updated_plan
from luisteren_tui.i18n import _
from luisteren_tui.tui.start_request import StartRequest


def open_workshop(
    options: GlobalOptions,
    workshop: str | None,
    plan: str | None = None,
    speed: float | None = None,
    keep_speed: bool = False,
) -> int:
    """Open the named workshop or the default one, with a saved plan if one is named. With a `speed` it is a rehearsal.

    With `keep_speed` an unfinished rehearsal keeps the speed it had.
    """
    if not on_terminal():
        return Exit.USAGE
    plan = plan_meant(options, plan)
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
    request = StartRequest(workshop=loaded, plan=made, speed=speed, keep_speed=keep_speed, plan_name=plan or "")
    return open_with(options, request)
