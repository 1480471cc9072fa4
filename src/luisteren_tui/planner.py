"""The command that plans: whether a workshop fits, when each part is, and saving that."""

import json
import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from luisteren_tui import paths
from luisteren_tui.choosing import adapted, chosen
from luisteren_tui.clock import SystemClock
from luisteren_tui.config import load as load_config
from luisteren_tui.console import FINE, USAGE, WRONG, Wishes, say, tell
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.report.plan_day import NoTime, check_day, day_of, minutes_of
from luisteren_tui.report.plan_remarks import guess_end, past_runs, remarks, sums
from luisteren_tui.session import plan as p
from luisteren_tui.session.day_time import span
from luisteren_tui.session.estimate import Estimate
from luisteren_tui.session.plan import MINUTE, Plan
from luisteren_tui.storage.workshop_file import Loaded, source_of
from luisteren_tui.text import safe_line


def plan(
    wishes: Wishes,
    workshop: str | None,
    plan: str | None,
    start: str | None,
    end: str | None,
    participants: int | None,
    form: str,
    save: str | None,
) -> int:
    """Show a plan of the workshop, made to fit where an end was given, and return the exit code.

    It begins with the saved `plan`, where one is named.
    """
    folders = paths.folders(wishes.data)
    found = chosen(wishes, workshop, plan)
    if found is None:
        return WRONG
    loaded, saved = found
    assert loaded.workshop is not None
    made = p.plan_of(loaded.workshop, loaded.sha256) if saved is None else adapted(saved, loaded)
    made = replace(made, source=source_of(loaded.path, folders.data))
    made = replace(made, participants=participants or made.participants)
    today = datetime.fromtimestamp(SystemClock().read().wall / 1000).astimezone().date()
    day = day_of(save or plan or "") or today
    try:
        made = timed(made, start, end, day)
    except NoTime as error:
        tell(str(error))
        return USAGE
    if form == "ics" and made.start is None:
        tell(_("A calendar needs a start: give --start."))
        return USAGE
    _show(form, loaded, made, guess_end(past_runs(folders, loaded.workshop), loaded.workshop, made), day, folders.data)
    return FINE if save is None else _save(folders, save, made)


def timed(made: Plan, start: str | None, end: str | None, day: date) -> Plan:
    """Return the plan with these times, made to fit where one of them is new. NoTime where they can't be."""
    if start is not None:
        made = replace(made, start=minutes_of(start))
    if end is not None:
        made = replace(made, must_end=minutes_of(end))
    check_day(made, day)
    return _fitted(made) if start is not None or end is not None else made


def _fitted(made: Plan) -> Plan:
    if made.must_end is None:
        return made
    if made.start is None:
        raise NoTime(_("An end needs a start: give --start too."))
    if span(made.start, made.must_end) is None:
        raise NoTime(_("That end is more than 12 hours after the start."))
    if made.must_end < made.start:
        tell(_("The end is tomorrow."))
    time = p.available(made)
    assert time is not None
    fitted = p.fit(made, time)
    if fitted.short_s:
        n = -(-fitted.short_s // MINUTE)
        text = ngettext("It can't be shorter: {n} minute too long.", "It can't be shorter: {n} minutes too long.", n)
        tell(text.format(n=n))
    return fitted.plan


def _show(form: str, loaded: Loaded, made: Plan, guess: Estimate, day: date, data: Path) -> None:
    from luisteren_tui.report import plan as report

    assert loaded.workshop is not None
    config, warnings = load_config(paths.config_file())
    for warning in warnings:
        tell(warning)
    pace = config.pace
    title, values = loaded.workshop.title, report.as_values(made, guess)
    match form:
        case "json":
            say(json.dumps(values, indent=1))
        case "csv":
            say(report.as_csv(values).rstrip())
        case "ics":
            text = report.as_calendar(title, made, day).removesuffix("\n")
            # Its lines end in CR LF, everywhere; Windows puts the CR there itself.
            say(text if os.linesep == "\n" else text.replace("\r", ""))
        case "md":
            say(report.as_markdown(title, made, [*sums(made), *remarks(loaded.workshop, made, guess, data, pace)]))
        case _:
            say(report.as_text(title, made, [*sums(made), *remarks(loaded.workshop, made, guess, data, pace)]))


def _save(folders: paths.Folders, name: str, made: Plan) -> int:
    from luisteren_tui.storage.plans import Unreadable, save
    from luisteren_tui.storage.workshop_file import say as said

    try:
        saved = save(folders, name, made)
    except Unreadable as error:
        tell(safe_line(said(error.problem)))
        return USAGE
    tell(_("Kept in {path}").format(path=safe_line(str(saved.path))))
    if saved.before is not None:
        text = _("The plan that had this name is still there, as {path}")
        tell(text.format(path=safe_line(str(saved.before))))
    return FINE
