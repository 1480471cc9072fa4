"""The command that plans: whether a workshop fits, when each part is, and saving that."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from luisteren_tui import paths
from luisteren_tui.clock import SystemClock
from luisteren_tui.config import load as load_config
from luisteren_tui.console import FINE, USAGE, WRONG, Wishes, say, speak, tell
from luisteren_tui.i18n import _
from luisteren_tui.report.plan_remarks import guess_end, remarks
from luisteren_tui.session import plan as p
from luisteren_tui.session.estimate import Estimate
from luisteren_tui.session.plan import Plan
from luisteren_tui.storage.workshop_file import Loaded, format_finding, load
from luisteren_tui.storage.workshop_file import find as find_workshop
from luisteren_tui.text import safe_line

MINUTE = 60
MOST = 200


def plan(
    wishes: Wishes,
    workshop: str | None,
    start: str | None,
    end: str | None,
    participants: int,
    form: str,
    save: str | None,
) -> int:
    """Show a plan of the workshop, made to fit where an end was given, and return the exit code."""
    folders = paths.folders(wishes.data)
    loaded = load(find_workshop(workshop or "luisteren", folders.data))
    if loaded.workshop is None:
        for finding in loaded.errors:
            tell(format_finding(finding))
        return WRONG
    speak(wishes.lang, loaded.workshop.language)
    if not 0 < participants <= MOST:
        tell(_("{n} participants is not possible: give a number from 1 to 200.").format(n=participants))
        return USAGE
    today = datetime.fromtimestamp(SystemClock().read().wall / 1000).astimezone()
    try:
        made = replace(
            p.plan_of(loaded.workshop, loaded.sha256, participants),
            start=None if start is None else minutes_of(start, today),
            must_end=None if end is None else minutes_of(end, today),
        )
        made = _fitted(made)
    except NoTime as error:
        tell(str(error))
        return USAGE
    if form == "ics" and made.start is None:
        tell(_("A calendar needs a start: give --start."))
        return USAGE
    guess = guess_end(folders, loaded.workshop, made)
    _show(form, loaded, made, guess, today, folders.data)
    return FINE if save is None else _save(folders, save, made)


class NoTime(ValueError):
    """What was given is no time, or an end that can't be; the text says so."""


def minutes_of(text: str, today: datetime) -> int:
    """Return the minutes since midnight of "13:30" on this day. NoTime where it is none, or is skipped by the clock."""
    minutes = p.parse_time(text)
    if minutes is None:
        raise NoTime(_("{text} is no time of day: write 13:30.").format(text=safe_line(text)))
    local = today.replace(hour=minutes // 60, minute=minutes % 60, second=0, microsecond=0, tzinfo=None)
    if datetime.fromtimestamp(local.timestamp()) != local:  # noqa: DTZ006 - local on purpose
        raise NoTime(_("{text} does not exist today: the clocks go forward then.").format(text=safe_line(text)))
    return minutes


def _fitted(made: Plan) -> Plan:
    if made.must_end is None:
        return made
    if made.start is None:
        raise NoTime(_("An end needs a start: give --start too."))
    if p.span(made.start, made.must_end) is None:
        raise NoTime(_("That end is more than 12 hours after the start."))
    if made.must_end < made.start:
        tell(_("The end is tomorrow."))
    time = p.available(made)
    assert time is not None
    fitted = p.fit(made, time)
    if fitted.short_s:
        n = -(-fitted.short_s // MINUTE)
        tell(_("That is as short as it can be: still {n} minutes too long.").format(n=n))
    return fitted.plan


def _show(form: str, loaded: Loaded, made: Plan, guess: Estimate, today: datetime, data: Path) -> None:
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
            midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
            say(report.as_calendar(title, made, midnight).replace("\r\n", "\n").rstrip())
        case "md":
            say(report.as_markdown(title, values, remarks(loaded.workshop, made, guess, data, pace)))
        case _:
            say(report.as_text(title, values, remarks(loaded.workshop, made, guess, data, pace)))


def _save(folders: paths.Folders, name: str, made: Plan) -> int:
    from luisteren_tui.storage.plans import Unreadable, save
    from luisteren_tui.storage.workshop_file import say as said

    try:
        path = save(folders, name, made)
    except Unreadable as error:
        tell(safe_line(said(error.problem)))
        return USAGE
    tell(_("Kept in {path}").format(path=safe_line(str(path))))
    return FINE
