"""An outcome as plain text, for reading and for mailing."""

import textwrap
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.text import safe, safe_line

WIDTH = 78

_LABEL = 6
_NUMBER = 9
_LONGEST_WORD = 4000
_STATUS = {"skipped": N_("skipped"), "unreached": N_("not reached"), "current": N_("now")}
_Json = Mapping[str, Any]


def as_text(outcome: _Json, *, private: bool = False) -> str:
    """Return the report of a checked `outcome`, in the language in use and safe to show; private notes if asked."""
    lines = [*_head(outcome), "", *_table(outcome["activities"])]
    sections = [lines_of for activity in outcome["activities"] if (lines_of := list(_section(activity, private)))]
    for section in sections or [[_("There are no notes.")]]:
        lines += ["", *section]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(outcome: _Json) -> Iterator[str]:
    title = safe_line(outcome["workshop"]["title"])
    if outcome["kind"] == "rehearsal":
        title = _("{title} (rehearsal)").format(title=title)
    yield from _underlined(title, "=")
    zone = _zone(outcome["timezone"])
    started, ended = local_time(outcome["started"], zone), outcome["ended"]
    if ended is None:
        yield _("{started}, not ended yet").format(started=started)
    else:
        yield _("{started} to {ended}").format(started=started, ended=local_time(ended, zone)[-5:])
    people = outcome["participants"]
    yield ngettext("{count} participant", "{count} participants", people).format(count=people)


def _table(activities: list[_Json]) -> Iterator[str]:
    yield _row("", "", _("planned"), _("took"))
    for activity in activities:
        label = "" if activity["step"] is None else safe_line(activity["id"])
        took = _minutes(activity["actual_s"])
        if activity["status"] in _STATUS:
            took = _(_STATUS[activity["status"]])
        yield from _long_row(label, safe_line(activity["title"]), _minutes(activity["planned_s"]), took)
    yield _row("", _("Total"), *(_minutes(sum(a[key] for a in activities)) for key in ("planned_s", "actual_s")))
    if paused := sum(activity["paused_s"] for activity in activities):
        yield _row("", _("Pauses"), "", _minutes(paused))


def _long_row(label: str, title: str, planned: str, took: str) -> Iterator[str]:
    if len(label) >= _LABEL:
        label, title = "", f"{label}  {title}"
    first, *rest = textwrap.wrap(title, WIDTH - _LABEL - 2 * _NUMBER - 8) or [""]
    yield _row(label, first, planned, took)
    for line in rest:
        yield _row("", line, "", "")


def _row(label: str, title: str, planned: str, took: str) -> str:
    width = WIDTH - _LABEL - 2 * _NUMBER - 6
    return f"{label:{_LABEL}}{title:{width}}{planned:>{_NUMBER}}{took:>{_NUMBER + 6}}"


def _section(activity: _Json, private: bool) -> Iterator[str]:
    """Yield what was written during an activity and how long its turns took; nothing where there is neither."""
    notes = [note for note in activity["notes"] if private or not note["private"]]
    if not notes and not activity["turns"]:
        return
    title = safe_line(activity["title"])
    yield from _underlined(title if activity["step"] is None else f"{safe_line(activity['id'])}  {title}", "-")
    if activity["turns"]:
        turns = (f"{safe_line(turn['who'])}: {_minutes(turn['actual_s'])}" for turn in activity["turns"])
        yield from _wrapped(_("Turns: {turns}").format(turns=", ".join(turns)))
    for note in notes:
        yield ""
        yield from _wrapped(_heading(note))
        for line in safe(note["text"]).strip().split("\n") if note["text"] else ():
            yield from _wrapped(line, "    ") or [""]


def _heading(note: _Json) -> str:
    if note["question"]:
        heading = safe_line(note["question"])
    elif note["prompt"] is not None:
        heading = _("Question {number}").format(number=note["prompt"])
    elif note["group"] is not None:
        heading = _("Group {number}").format(number=note["group"])
    else:
        heading = _("For me alone") if note["private"] else _("General")
    return _("{heading} (marked, to complete later)").format(heading=heading) if note["marked"] else heading


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


def _minutes(seconds: int) -> str:
    return _("{count} min").format(count=(seconds + 30) // 60)


def local_time(at: str, zone: tzinfo | None = None) -> str:
    """Return an RFC 3339 time as date and time in `zone`, else where this computer is; other text as it is, but safe."""
    try:
        return f"{datetime.fromisoformat(at).astimezone(zone):%Y-%m-%d %H:%M}"
    except (ValueError, ArithmeticError, OSError):
        return safe_line(at)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ValueError, LookupError, OSError):
        return UTC
