"""The command that plans: whether a workshop fits, when each part is, and saving that."""

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from luisteren_tui.cli.output import FINE, USAGE, WRONG, Wishes, say, tell
from luisteren_tui.cli.workshop_choice import adapted, chosen
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.fitting import fit, leaving_out
from luisteren_tui.planning.forecast import Estimate
from luisteren_tui.planning.plan import MINUTE_S, Plan
from luisteren_tui.planning.plan_dates import (
    InvalidTime,
    available_on,
    check_times,
    day_in_name,
    name_remark,
    plan_name,
    read_time,
)
from luisteren_tui.planning.remarks import (
    chance,
    end_problem,
    forecast_end,
    left_out_text,
    remarks,
    shortened_blocks_text,
    total_lines,
)
from luisteren_tui.runtime.config import load as load_config
from luisteren_tui.storage.past_runs import spoken_runs
from luisteren_tui.storage.workshop_file import LoadedWorkshop, source_of, text_bodies
from luisteren_tui.system import paths
from luisteren_tui.system.clock import SystemClock
from luisteren_tui.text.safe import safe_line


def plan(
    wishes: Wishes,
    workshop: str | None,
    plan: str | None,
    start: str | None,
    end: str | None,
    participants: int | None,
    skip: Sequence[str],
    form: str,
    save: str | None,
) -> int:
    """Show a plan of the workshop, made to fit where an end was given, and return the exit code.

    It begins with the saved `plan`, where one is named.
    """
    folders = paths.folders(wishes.data)
    today = datetime.fromtimestamp(SystemClock().read().wall / 1000).astimezone().date()
    found = chosen(wishes, workshop, plan)
    if found is None:
        return WRONG
    loaded, saved = found
    assert loaded.workshop is not None
    made = p.plan_of(loaded.workshop, loaded.sha256) if saved is None else adapted(saved, loaded)
    made = replace(made, source=source_of(loaded.path, folders.data))
    try:
        name = None if save is None else _name(folders, save, today)
        day = day_in_name(name or plan or "") or today
        made = changed(made, day, start, end, participants, skip)
    except (InvalidTime, NoBlock, NoName) as error:
        tell(str(error))
        return USAGE
    if form == "ics" and made.start is None:
        tell(_("A calendar needs a start: give --start."))
        return USAGE
    guess = forecast_end(spoken_runs(folders, loaded.workshop.id), loaded.workshop, made)
    _show(form, loaded, made, name or plan, guess, day, folders.data)
    if save is not None and name is not None:
        _save(folders, name, save, made, today)
    return FINE


class NoName(ValueError):
    """What was given can't be the name of a plan; the text says so."""


class NoBlock(ValueError):
    """What was to be left out is not in the plan; the text says what is."""


def changed(
    made: Plan, day: date, start: str | None, end: str | None, participants: int | None, skip: Sequence[str]
) -> Plan:
    """Return the plan with these times, so many people and without the blocks to `skip`, made to fit where that is new.

    NoTime for times that can't be, NoBlock for a block that is not there.
    """
    made = replace(made, participants=participants or made.participants)
    for id in skip:
        made = _without(made, id)
    if start is not None:
        made = replace(made, start=read_time(start))
    if end is not None:
        made = replace(made, must_end=read_time(end))
    check_times(made, day)
    return _fitted(made, day) if start is not None or end is not None or skip else made


def _without(made: Plan, id: str) -> Plan:
    block = next((each for each in made.blocks if each.id == id), None)
    if block is None:
        ids = ", ".join(each.id for each in made.blocks)
        raise NoBlock(safe_line(_("There is no “{id}” to leave out; there are: {ids}.").format(id=id, ids=ids)))
    if block.protected:
        tell(safe_line(_("“{title}” is left out, though its makers protect it.").format(title=block.title)))
    return p.skip(made, id)


def _fitted(made: Plan, day: date) -> Plan:
    if made.must_end is None:
        return made
    if made.start is None:
        raise InvalidTime(_("An end needs a start: give --start too."))
    if wrong := end_problem(made):
        raise InvalidTime(wrong)
    if made.must_end < made.start:
        tell(_("The end is tomorrow."))
    time = available_on(made, day)
    assert time is not None
    fitted = fit(made, time)
    if fitted.short_s:
        n = -(-fitted.short_s // MINUTE_S)
        text = ngettext("It can't be shorter: {n} minute too long.", "It can't be shorter: {n} minutes too long.", n)
        tell(text.format(n=n))
    if own := shortened_blocks_text(made, fitted.plan):
        tell(own)
    if without := leaving_out(made, time):
        tell(left_out_text(without, _("“{title}” could be left out, with --skip {id}")))
    return fitted.plan


def _show(
    form: str, loaded: LoadedWorkshop, made: Plan, name: str | None, guess: Estimate, day: date, data: Path
) -> None:
    from luisteren_tui.export import plan_formats as report

    assert loaded.workshop is not None
    config, warnings = load_config(paths.config_file())
    for warning in warnings:
        tell(warning)
    title = loaded.workshop.title
    values = report.as_values(title, name, made, guess, day)
    match form:
        case "json":
            say(json.dumps(values, indent=1))
        case "csv":
            say(report.as_csv(values).rstrip())
        case "ics":
            text = report.as_calendar(title, made, day).removesuffix("\n")
            # Its lines end in CR LF, everywhere; Windows puts the CR there itself.
            say(text if os.linesep == "\n" else text.replace("\r", ""))
        case _:
            said = [
                *total_lines(made, day, chance(made, guess, day)),
                *remarks(loaded.workshop, made, guess, text_bodies(loaded.workshop, data), config.reading_speed, day),
            ]
            shown = report.as_markdown if form == "md" else report.as_text
            say(shown(title, made, said, day))


def _name(folders: paths.Folders, typed: str, today: date) -> str:
    """Return the name under which to save what was `typed`. NoTime for what is no day, NoName for what is no name."""
    from luisteren_tui.i18n.problem import problem_message
    from luisteren_tui.storage.plans import Unreadable, place

    name = plan_name(typed, today)
    try:
        place(folders, name)
    except Unreadable as error:
        raise NoName(safe_line(problem_message(error.problem))) from None
    return name


def _save(folders: paths.Folders, name: str, typed: str, made: Plan, today: date) -> None:
    from luisteren_tui.storage.plans import save

    saved = save(folders, name, made)
    tell(_("Kept in {path}").format(path=safe_line(str(saved.path))))
    if saved.before is not None:
        text = _("The plan that had this name is still there, as {path}")
        tell(text.format(path=safe_line(str(saved.before))))
    if remark := name_remark(name, typed, today):
        tell(remark)
