"""The words for what is in an outcome, the same in every format and on every screen, safe to show."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from luisteren_tui.export.session_summary import moment, zone_of
from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.i18n.dates import long_day
from luisteren_tui.people.people import group_sizes
from luisteren_tui.planning.plan import exact_minutes
from luisteren_tui.planning.statistics import label_of
from luisteren_tui.session.parking import as_items
from luisteren_tui.storage.outcome import schema
from luisteren_tui.storage.photos import Photo
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.workshop.model import Each, Form

LABEL_WIDTH = 6
"""The width of the column with the numbers of activities, in characters."""
_MINUTE_S = 60
_TURNS = {"role": N_("round {n}"), "group": N_("group {n}"), "participant": N_("participant {n}")}
_IN_GROUPS = (Form.PAIRS, Form.SUBGROUPS)
_STATUS = {"skipped": N_("skipped"), "unreached": N_("not reached"), "current": N_("now")}
_Json = Mapping[str, Any]


class Included(NamedTuple):
    """What goes into an export besides the activities."""

    notes: bool = True
    times: bool = True
    photos: Sequence[Photo] = ()
    separator: str | None = None
    """What stands between the cells of a CSV, if not what the language has."""


ALL = Included()


def visible(
    outcome: _Json, *, private: bool = False, notes: bool = True, activity: str | None = None
) -> dict[str, Any]:
    """Return the outcome, or one `activity` (its id) of it, with the notes that may be seen.

    These are none, those that are not private, or all of them. Notes that were emptied after the end are left out. The
    parking lot goes with the notes of all activities. The name of the plan, which may name people, stays out, and so
    does the random id of the session: what is exported for people must not lead to it.
    """

    def shown(note: _Json) -> bool:
        return notes and (private or not note["private"]) and (written(note) or bool(note["marked"]))

    some = (each for each in outcome["activities"] if activity in (None, each["id"]))
    shown_activities = [{**each, "notes": [*filter(shown, each["notes"])]} for each in some]
    left_out = {"plan", "uid", *(() if notes and activity is None else schema.PARKING)}
    return {key: outcome[key] for key in outcome if key not in left_out} | {"activities": shown_activities}


def parked(outcome: _Json) -> tuple[str, ...]:
    """Return the items of the parking lot, each on one line."""
    return tuple(filter(None, map(safe_line, as_items(outcome.get("parking_lot", "")))))


def written(note: _Json) -> bool:
    """Return whether a note has any text to show. Control characters count: they are shown as symbols."""
    return bool(safe(note["text"]).strip())


def title(outcome: _Json) -> str:
    """Return the title of the workshop on one line, marked if it was a rehearsal."""
    title = safe_line(outcome["workshop"]["title"])
    return _("{title} (rehearsal)").format(title=title) if outcome["kind"] == "rehearsal" else title


def when(outcome: _Json, times: bool = True) -> str:
    """Return the day and times in the time zone of the session. Without `times`, return only the day."""
    zone = zone_of(outcome["timezone"])
    began = moment(outcome["started"], zone)
    day = long_day(began) if began else safe_line(outcome["started"])
    if not times:
        return day
    started = f"{day}, {began:%H:%M}" if began else day
    if outcome["ended"] is None:
        return _("{started}, not ended yet").format(started=started)
    end = moment(outcome["ended"], zone)
    if outcome["kind"] == "rehearsal" and began and end and (clock := _on_another_clock(outcome, began, end)):
        return _("{started}, {clock}").format(started=started, clock=clock)
    if end is None:
        ended = safe_line(outcome["ended"])
    else:
        same = began is not None and began.date() == end.date()
        ended = f"{end:%H:%M}" if same else f"{long_day(end)}, {end:%H:%M}"
    text = _("{started} to {ended}").format(started=started, ended=ended)
    return f"{text} ({changed})" if (changed := _clocks_changed(began, end)) else text


def _on_another_clock(outcome: _Json, began: datetime, end: datetime) -> str:
    """Return how long a rehearsal took on its own clock and really, or an empty text if that is about the same."""
    clock_s, real_s = schema.totals(outcome["activities"]).actual_s, round((end - began).total_seconds())
    if abs(clock_s - real_s) < _MINUTE_S:
        return ""
    return _("{clock} on its own clock, in {real}").format(clock=minutes(clock_s), real=minutes(real_s))


def _clocks_changed(began: datetime | None, end: datetime | None) -> str:
    """Return that the clocks were changed in between, for summer or winter time; empty if they weren't."""
    # In the same time zone, only the difference from UTC tells.
    before, after = (None if at is None else at.utcoffset() for at in (began, end))
    if before is None or after is None or before == after:
        return ""
    if abs(after - before) == timedelta(hours=1):
        return _("the clocks went forward an hour") if after > before else _("the clocks went back an hour")
    return _("the clocks changed in between")


def people(outcome: _Json) -> str:
    """Return the number of participants."""
    count = outcome["participants"]
    return ngettext("{count} participant", "{count} participants", count).format(count=count)


def state(activity: _Json) -> str:
    """Return why an activity was not completed, or an empty string if it was."""
    return _(_STATUS[activity["status"]]) if activity["status"] in _STATUS else ""


def label(activity: _Json) -> str:
    """Return the number of an activity; empty for breaks, custom blocks and numbers that are too long for the column."""
    number = safe_line(label_of(activity))
    return number if len(number) < LABEL_WIDTH else ""


def name(activity: _Json) -> str:
    """Return the number and title of an activity."""
    return f"{safe_line(label_of(activity))}  {safe_line(activity['title'])}".strip()


def table(activities: Sequence[_Json], times: bool = True) -> Iterator[tuple[str, str, str, str]]:
    """Yield the number, title, planned and actual time of each activity, and then the totals.

    Without `times` there are no totals. Instead of its actual time, an activity that was not done has its state.
    """
    for each in activities:
        title = safe_line(each["title"]) if label(each) else name(each)
        planned, took = (minutes(each[key]) if times else "" for key in ("planned_s", "actual_s"))
        yield label(each), title, planned, state(each) or took
    if times:
        planned_s, took_s, paused_s = schema.totals(activities)
        yield "", _("Total"), minutes(planned_s), minutes(took_s)
        if paused_s >= _MINUTE_S // 2:
            yield "", _("Clock stopped"), "", minutes(paused_s)


def sections(activities: Sequence[_Json], times: bool = True) -> Iterator[tuple[_Json, str]]:
    """Yield each activity that has notes or turns, and in words its groups and the times of its turns (none without `times`)."""
    for each in activities:
        spoken = turns(each) if times else ""
        if each["notes"] or spoken:
            yield each, ". ".join(filter(None, (groups(each), spoken)))


def groups(activity: _Json) -> str:
    """Return how many groups there were of which sizes; empty if the workshop doesn't say how they are formed."""
    form = Form.PAIRS if activity["form"] == Form.PAIRS else Form.SUBGROUPS
    return group_sizes(form, activity.get("groups", ()))


def turns(activity: _Json) -> str:
    """Return the times of the rounds or turns of an activity on one line; empty if it has none."""
    each = taken(activity)
    if not each:
        return ""
    # A round has the role that was played in it. It is not the turn of a person of that name.
    if all(one.who for one in each):
        rounds = (_("{n} ({role})").format(n=one.number, role=one.who) for one in each)
        times = " · ".join(f"{name} {exact_minutes(one.seconds)}" for name, one in zip(rounds, each, strict=True))
        return _("Rounds: {rounds}").format(rounds=times)
    return _("Turns: {turns}").format(turns=" · ".join(f"{one.name} {exact_minutes(one.seconds)}" for one in each))


class Taken(NamedTuple):
    """A turn that took any time: its number, the role that was played in it if it was a round, and what to call it."""

    number: int
    who: str
    name: str
    seconds: int


def taken(activity: _Json) -> list[Taken]:
    """Return the turns of an activity that took any time; a turn that was skipped at once took none."""
    taken = enumerate(activity["turns"], 1)
    return [_taken(activity, number, turn) for number, turn in taken if turn["actual_s"]]


def _taken(activity: _Json, number: int, turn: _Json) -> Taken:
    who = safe_line(turn["who"])
    if not who.isdecimal():
        return Taken(number, who, _("round {n} ({role})").format(n=number, role=who), turn["actual_s"])
    # In groups someone of each group had this turn. Outcomes of early versions don't say what the number counts.
    in_groups, each = activity["form"] in _IN_GROUPS, turn.get("each") or ""
    if each == Each.GROUP and len(who) < 4 and (label := group_label(activity, int(who))):
        return Taken(number, "", label, turn["actual_s"])
    each = "" if in_groups and each == Each.PARTICIPANT else each
    name = _(_TURNS.get(each, N_("turn {n}"))).format(n=who)
    return Taken(number, "", name, turn["actual_s"])


def group_label(activity: _Json, group: int) -> str:
    """Return the name of a group of an activity by its number, from 1, or empty if it has none."""
    labels = activity.get("group_labels", ())
    return safe_line(labels[group - 1]) if 1 <= group <= len(labels) else ""


def heading(activity: _Json, note: _Json) -> str:
    """Return what a note of an activity is about: its question, its group, or nothing in particular."""
    if note["question"]:
        heading = safe_line(note["question"])
    elif note["prompt"] is not None:
        heading = _("Question {number}").format(number=note["prompt"])
    elif note["group"] is not None:
        heading = group_label(activity, note["group"]) or _("Group {number}").format(number=note["group"])
    else:
        heading = _("For me alone") if note["private"] else _("General")
    return _("{heading} (to be completed)").format(heading=heading) if note["marked"] else heading


def minutes(seconds: int) -> str:
    """Return a duration rounded to whole minutes, or in seconds if it is less than half a minute."""
    if 0 < seconds < _MINUTE_S // 2:
        return _("{count} s").format(count=seconds)
    return _("{count} min").format(count=rounded(seconds) // _MINUTE_S)


def rounded(seconds: int) -> int:
    """Return a duration in seconds, rounded as `minutes` shows it."""
    return seconds if seconds < _MINUTE_S // 2 else (seconds + _MINUTE_S // 2) // _MINUTE_S * _MINUTE_S
