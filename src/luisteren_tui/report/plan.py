"""A plan written out: as JSON values, a table, CSV, Markdown, or a calendar."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate, pairwise
from typing import Any

from luisteren_tui.due import moment
from luisteren_tui.i18n import _
from luisteren_tui.session import plan as p
from luisteren_tui.session.estimate import Estimate
from luisteren_tui.session.plan import MINUTE, Block, Plan
from luisteren_tui.text import safe, safe_line

_FORMULA = "=+-@\t\r"


def as_values(plan: Plan, guess: Estimate) -> dict[str, Any]:
    """Return the plan as the command line's contract has it; times are "HH:MM" or None, the rest in seconds.

    A block of one's own has its text too.
    """
    total, start = p.total(plan), plan.start
    limit = p.available(plan)
    return {
        "start": clock(start),
        "end": clock(start, total),
        "must_end": clock(plan.must_end),
        "total_s": total,
        "short_s": max(0, p.short(plan)),
        "p50_end": None if guess.p50_s is None else clock(start, guess.p50_s),
        "p80_end": None if guess.p80_s is None else clock(start, guess.p80_s),
        "p_on_time": None if limit is None else guess.p_on_time(limit),
        "activities": [
            {
                "id": block.id,
                "title": block.title,
                "form": block.form.value,
                "start": clock(start, begin),
                "end": clock(start, end),
                "planned_s": block.seconds,
                "min_s": block.min,
                "protected": block.protected,
                "skippable": block.skippable,
                "status": "skipped" if block.skipped else "planned",
                **({"text": block.text} if block.own else {}),
            }
            for block, (begin, end) in zip(plan.blocks, p.times(plan), strict=True)
        ],
    }


def clock(minutes: int | None, seconds: int = 0) -> str | None:
    """Return the time of day `seconds` after `minutes` since midnight, None without it."""
    if minutes is None:
        return None
    at = minutes + seconds // MINUTE
    return f"{at // 60 % 24:02}:{at % 60:02}"


def minutes(seconds: int) -> int:
    """Return a duration in whole minutes, rounded."""
    return (seconds + MINUTE // 2) // MINUTE


def as_text(title: str, plan: Plan, remarks: Sequence[str]) -> str:
    """Return a table for people, the text of own blocks under them, and what there is to remark."""
    lines = [safe_line(title), "=" * len(safe_line(title)), ""]
    width = max(len(label(block)) for block in plan.blocks)
    for block, (begin, _end) in zip(plan.blocks, p.times(plan), strict=True):
        at = "" if block.skipped else clock(plan.start, begin) or ""
        length = "–" if block.skipped else str(minutes(block.seconds))
        notes = "".join(f"  ({note})" for note in _notes(block))
        lines.append(f"{at:<6} {length:>4}  {label(block):<{width}}  {safe_line(block.title)}{notes}".rstrip())
        lines += [f"{'':<{15 + width}}{line}" for line in safe(block.text).splitlines()]
    lines += ["", *remarks]
    return "\n".join(lines)


def label(block: Block) -> str:
    """Return the number by which people know a part of the workshop; a break and an own block have none."""
    return "" if block.step is None else safe_line(block.id)


def _notes(block: Block) -> list[str]:
    return [_("skipped")] * block.skipped + [_("protected")] * block.protected


def as_csv(values: Mapping[str, Any]) -> str:
    """Return a row for each activity; no cell can run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    names = ("id", "title", "form", "start", "end", "planned_s", "min_s", "protected", "skippable", "status")
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in values["activities"])
    return out.getvalue()


def as_markdown(title: str, plan: Plan, remarks: Sequence[str]) -> str:
    """Return a table that a Markdown editor shows, the text of own blocks under it."""
    lines = [f"# {_escaped(title)}", "", f"| | {_('minutes')} | | |", "|---|---:|---|---|"]
    for block, (begin, _end) in zip(plan.blocks, p.times(plan), strict=True):
        length = _("skipped") if block.skipped else minutes(block.seconds)
        at = "" if block.skipped else clock(plan.start, begin) or ""
        lines.append(f"| {at} | {length} | {_escaped(label(block))} | {_escaped(block.title)} |")
    for block in plan.blocks:
        if block.text and not block.skipped:
            text = "  \n".join(map(_escaped, safe(block.text).splitlines()))
            lines += ["", f"**{_escaped(block.title)}**  \n{text}"]
    return "\n".join([*lines, "", *(f"- {_escaped(remark)}" for remark in remarks)])


def as_calendar(title: str, plan: Plan, day: date) -> str:
    """Return an iCalendar with an event for each block on this `day`; its lines end in CR LF."""
    from icalendar import Calendar, Event

    assert plan.start is not None
    calendar = Calendar()
    calendar.add("prodid", "-//luisteren-tui//NONSGML plan//NL")
    calendar.add("version", "2.0")
    clock_face = [plan.start + seconds / MINUTE for seconds in (0, *(end for _begin, end in p.times(plan)))]
    # By the local clock, as all of a plan is. What that skips has no time: nothing of it comes after what follows.
    moments = list(accumulate((moment(day, each) for each in reversed(clock_face)), min))[::-1]
    first = moments[0]
    for block, (begin, end) in zip(plan.blocks, pairwise(moments), strict=True):
        if not block.skipped:
            event = Event()
            event.add("uid", f"{first:%Y%m%d}-{plan.workshop_id}-{block.id}@luisteren-tui")
            event.add("dtstamp", first)
            event.add("dtstart", begin)
            event.add("dtend", end)
            event.add("summary", safe_line(f"{title}: {block.title}"))
            if block.text:
                event.add("description", safe(block.text))
            calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _cell(value: object) -> object:
    text = safe_line(value) if isinstance(value, str) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(tuple(_FORMULA)) else text


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+-.!|~&" else c for c in safe_line(text))
