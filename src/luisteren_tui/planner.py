"""The command that plans: whether a workshop fits, when each part is, and saving that."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from luisteren_tui import paths
from luisteren_tui.clock import SystemClock
from luisteren_tui.console import FINE, USAGE, WRONG, Wishes, say, speak, tell
from luisteren_tui.i18n import _
from luisteren_tui.session import plan as p
from luisteren_tui.session.estimate import Estimate, Part, estimate, part
from luisteren_tui.session.plan import Plan
from luisteren_tui.session.spoken import halves, slots
from luisteren_tui.storage.workshop_file import Loaded, format_finding, load, text_body
from luisteren_tui.storage.workshop_file import find as find_workshop
from luisteren_tui.text import safe_line
from luisteren_tui.workshop.model import Workshop

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
    if made.start is None or made.must_end is None:
        return made
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


def guess_end(folders: paths.Folders, workshop: Workshop, made: Plan) -> Estimate:
    """Return when it will probably end, by past sessions and rehearsals of this workshop."""
    from luisteren_tui.storage.history import ratios, runs

    past = runs((folders.sessions, folders.rehearsals), workshop.id)
    activities = {activity.id: activity for activity in workshop.activities}
    parts = []
    for block in made.blocks:
        if block.skipped:
            continue
        if block.id in activities:
            parts.append(part(activities[block.id], block.seconds, made.participants, ratios(past, block.id)))
        else:
            parts.append(Part(block.seconds, block.min, block.seconds))
    return estimate(parts, seed=len(past))


def _show(form: str, loaded: Loaded, made: Plan, guess: Estimate, today: datetime, data: Path) -> None:
    from luisteren_tui.report import plan as report

    assert loaded.workshop is not None
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
            say(report.as_markdown(title, values, remarks(loaded.workshop, made, guess, data)))
        case _:
            say(report.as_text(title, values, remarks(loaded.workshop, made, guess, data)))


def remarks(workshop: Workshop, made: Plan, guess: Estimate, data: Path) -> list[str]:
    """Return what there is to say of a plan: its total, its end, and what takes long to read."""
    from luisteren_tui.report.plan import clock

    total = p.total(made)
    said = [_("In all {n} minutes").format(n=total // MINUTE)]
    if workshop.indication is not None:
        makers = workshop.indication
        text = _("The makers say {low} to {high} minutes, break included.")
        said.append(text.format(low=makers.low // MINUTE, high=makers.high // MINUTE))
    if guess.p50_s is not None and guess.p80_s is not None:
        if made.start is None:
            text = _("By {runs} earlier times it probably takes {low} to {high} minutes.")
            low, high = str(guess.p50_s // MINUTE), str(guess.p80_s // MINUTE)
        else:
            text = _("By {runs} earlier times it is probably done between {low} and {high}.")
            low, high = clock(made.start, guess.p50_s) or "", clock(made.start, guess.p80_s) or ""
        said.append(text.format(runs=guess.runs, low=low, high=high))
    else:
        text = _("By its rules it can take {low} to {high} minutes; from five times on, experience says more.")
        said.append(text.format(low=guess.low_s // MINUTE, high=guess.high_s // MINUTE))
    bodies = {name: text_body(workshop, name, data) or "" for name in workshop.texts}
    for slot in slots(workshop, bodies):
        if slot.text_words and not slot.read_before:
            text = _("{id}: reading the text ({words} words) takes about {minutes} of the {all} minutes.")
            values = {"id": slot.activity, "words": slot.text_words, "minutes": halves(slot.silent_s)}
            said.append(safe_line(text.format(**values, all=slot.duration_s // MINUTE)))
    return said


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
