"""An outcome as plain text, for reading and for mailing."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.i18n.dates import long_day, short_day
from luisteren_tui.storage.outcome import schema as outcome_shape
from luisteren_tui.text.safe import safe, safe_line

WIDTH = 78

_LABEL = 6
_NUMBER = 9
_LONGEST_WORD = 4000
_MINUTE = 60
_TURNS = {"role": N_("round {n}"), "group": N_("group {n}"), "participant": N_("participant {n}")}
_STATUS = {"skipped": N_("skipped"), "unreached": N_("not reached"), "current": N_("now")}
_Json = Mapping[str, Any]


def as_text(outcome: _Json, *, notes: bool = True, times: bool = True) -> str:
    """Return the report of an outcome whose notes may all be seen, in the current language and safe to show."""
    lines = [
        *_underlined(title(outcome), "="),
        when(outcome, times),
        people(outcome),
        "",
        *_table(outcome["activities"], times),
    ]
    sections = [lines_of for activity in outcome["activities"] if (lines_of := list(_section(activity, times)))]
    for section in sections or ([[_("There are no notes.")]] if notes else []):
        lines += ["", *section]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def as_mail(outcome: _Json, activity: str | None = None) -> str:
    """Return the notes that are not private as plain text for an e-mail, of one `activity` (its id) or of all.

    Lines are as long as they were typed, since mail programs wrap them. Empty notes are left out, marked or not.
    """
    shown = visible(outcome)
    some = [each for each in shown["activities"] if activity in (None, each["id"])]
    head = [title(shown), f"{when(shown)} · {people(shown)}"] if activity is None else []
    parts = ["\n".join(part) for each in some if (part := list(_mail_section(each)))]
    return "\n\n".join(filter(None, ("\n".join(head), *(parts or [_("There are no notes.")])))) + "\n"


def visible(outcome: _Json, *, private: bool = False, notes: bool = True) -> dict[str, Any]:
    """Return the outcome with the notes that may be seen: none, or those that are not private, or all.

    One that was emptied after the end has nothing to show.
    """

    def shown(note: _Json) -> bool:
        return notes and (private or not note["private"]) and (written(note) or bool(note["marked"]))

    activities = [{**one, "notes": [*filter(shown, one["notes"])]} for one in outcome["activities"]]
    return {**outcome, "activities": activities}


def written(note: _Json) -> bool:
    """Return whether a note has anything to show; a sign that is no letter is made visible, and is something."""
    return bool(safe(note["text"]).strip())


def title(outcome: _Json) -> str:
    """Return what was done, on one line."""
    title = safe_line(outcome["workshop"]["title"])
    return _("{title} (rehearsal)").format(title=title) if outcome["kind"] == "rehearsal" else title


def when(outcome: _Json, times: bool = True) -> str:
    """Return when it was, where it was: without `times` the day alone."""
    zone = zone_of(outcome["timezone"])
    began = _local(outcome["started"], zone)
    ended = None if outcome["ended"] is None else _local(outcome["ended"], zone)
    day = long_day(began) if isinstance(began, datetime) else began
    if not times:
        return day
    started = f"{day}, {began:%H:%M}" if isinstance(began, datetime) else began
    if ended is None:
        return _("{started}, not ended yet").format(started=started)
    if isinstance(ended, datetime):
        same = isinstance(began, datetime) and began.date() == ended.date()
        ended = f"{ended:%H:%M}" if same else f"{long_day(ended)}, {ended:%H:%M}"
    return _("{started} to {ended}").format(started=started, ended=ended)


def people(outcome: _Json) -> str:
    """Return how many took part."""
    count = outcome["participants"]
    return ngettext("{count} participant", "{count} participants", count).format(count=count)


def state(activity: _Json) -> str:
    """Return what became of an activity where it was not done, in the language in use; empty where it was."""
    return _(_STATUS[activity["status"]]) if activity["status"] in _STATUS else ""


def label(activity: _Json) -> str:
    """Return the number by which people know an activity; a break has none, and what is too long for one is none."""
    id = "" if activity["step"] is None else safe_line(activity["id"])
    return id if len(id) < _LABEL else ""


def name(activity: _Json) -> str:
    """Return the title of an activity after its number."""
    number = "" if activity["step"] is None else safe_line(activity["id"])
    return f"{number}  {safe_line(activity['title'])}".strip()


def totals(activities: Sequence[_Json]) -> tuple[str, str, str]:
    """Return how long all of it was planned to take, took, and stood still (empty for less than half a minute)."""
    planned, took, paused = outcome_shape.totals(activities)
    return minutes(planned), minutes(took), minutes(paused) if paused >= _MINUTE // 2 else ""


def _table(activities: Sequence[_Json], times: bool) -> Iterator[str]:
    if times:
        yield _row("", "", _("planned"), _("took"))
    for activity in activities:
        took = state(activity) or (minutes(activity["actual_s"]) if times else "")
        planned = minutes(activity["planned_s"]) if times else ""
        shown = safe_line(activity["title"]) if label(activity) else name(activity)
        yield from _long_row(label(activity), shown, planned, took)
    if times:
        planned, took, paused = totals(activities)
        yield _row("", _("Total"), planned, took)
        if paused:
            yield _row("", _("Clock stopped"), "", paused)


def _long_row(label: str, title: str, planned: str, took: str) -> Iterator[str]:
    first, *rest = textwrap.wrap(title, WIDTH - _LABEL - 2 * _NUMBER - 8) or [""]
    yield _row(label, first, planned, took)
    for line in rest:
        yield _row("", line, "", "")


def _row(label: str, title: str, planned: str, took: str) -> str:
    width = WIDTH - _LABEL - 2 * _NUMBER - 6
    return f"{label:{_LABEL}}{title:{width}}{planned:>{_NUMBER}}{took:>{_NUMBER + 6}}"


def _section(activity: _Json, times: bool) -> Iterator[str]:
    """Yield what was written during an activity and how long its turns took; nothing where there is neither."""
    said = turns(activity) if times else ""
    if not activity["notes"] and not said:
        return
    yield from _underlined(name(activity), "-")
    yield from _wrapped(said)
    for note in activity["notes"]:
        yield ""
        yield from _wrapped(heading(note))
        for line in safe(note["text"]).strip().split("\n") if note["text"] else ():
            yield from _wrapped(line, "    ") or [""]


def _mail_section(activity: _Json) -> Iterator[str]:
    notes = [*filter(written, activity["notes"])]
    if notes:
        yield name(activity)
    for note in notes:
        yield from ("", heading(note), safe(note["text"]).strip("\n"))


def turns(activity: _Json) -> str:
    """Return how long the turns of an activity took, on one line; empty where it has none."""
    each = ", ".join(f"{turn_name(turn)} ({minutes(turn['actual_s'])})" for turn in taken(activity))
    return _("Turns: {turns}").format(turns=each) if each else ""


def taken(activity: _Json) -> list[_Json]:
    """Return the turns of an activity that took any time: one that was passed over at once was none."""
    return [turn for turn in activity["turns"] if turn["actual_s"]]


def turn_name(turn: _Json) -> str:
    """Return whose turn it was: a role by its name, a number with a word for what it counts."""
    who = safe_line(turn["who"])
    # An outcome of before has no word for it.
    return _(_TURNS.get(turn.get("each") or "", N_("turn {n}"))).format(n=who) if who.isdecimal() else who


def heading(note: _Json) -> str:
    """Return what a note is about: its question, its group, or that it is general."""
    if note["question"]:
        heading = safe_line(note["question"])
    elif note["prompt"] is not None:
        heading = _("Question {number}").format(number=note["prompt"])
    elif note["group"] is not None:
        heading = _("Group {number}").format(number=note["group"])
    else:
        heading = _("For me alone") if note["private"] else _("General")
    return _("{heading} (to be completed)").format(heading=heading) if note["marked"] else heading


def _underlined(title: str, line: str) -> list[str]:
    lines = _wrapped(title)
    return [*lines, line * max(map(len, lines), default=0)]


def _wrapped(text: str, indent: str = "") -> list[str]:
    # One word of megabytes would take textwrap for ever.
    pieces = (text[start : start + _LONGEST_WORD] for start in range(0, len(text), _LONGEST_WORD))
    return [
        line
        for piece in pieces
        for line in textwrap.wrap(
            piece, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False, tabsize=4
        )
    ]


def minutes(seconds: int) -> str:
    """Return a duration in whole minutes, rounded; what is less than half of one in seconds."""
    if 0 < seconds < _MINUTE // 2:
        return _("{count} s").format(count=seconds)
    return _("{count} min").format(count=rounded(seconds) // _MINUTE)


def rounded(seconds: int) -> int:
    """Return the seconds of a duration as `minutes` shows it."""
    return seconds if seconds < _MINUTE // 2 else (seconds + _MINUTE // 2) // _MINUTE * _MINUTE


def local_time(at: str, zone: str | None = None) -> str:
    """Return an RFC 3339 time as day and time in `zone`, else where this computer is; other text as it is, but safe."""
    found = _local(at, None if zone is None else zone_of(zone))
    return f"{short_day(found)} {found:%H:%M}" if isinstance(found, datetime) else found


def _local(at: str, zone: tzinfo | None) -> datetime | str:
    try:
        return datetime.fromisoformat(at).astimezone(zone)
    except (ValueError, ArithmeticError, OSError):
        return safe_line(at)


def zone_of(name: str) -> tzinfo:
    """Return the time zone of this name, UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, LookupError, OSError):
        return UTC
