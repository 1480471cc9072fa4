"""The registry of the formats in which a plan leaves this program: a table, JSON, CSV, Markdown and a calendar."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from luisteren_tui.i18n import _
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.forecast import Estimate
from luisteren_tui.planning.plan import Block, Plan, block_label, whole_minutes
from luisteren_tui.planning.plan_dates import available_on, moment, time_of_day
from luisteren_tui.text.escaping import cell
from luisteren_tui.text.safe import safe, safe_line

_COLUMNS = (
    *("id", "title", "form", "start", "end", "planned_s", "min_s", "protected", "skippable", "status", "makers_s"),
    "text",
)
"""The columns of the CSV: keys of an activity in the JSON."""


def as_values(title: str, name: str | None, plan: Plan, guess: Estimate, day: date) -> dict[str, Any]:
    """Return the plan as JSON values. Times are "HH:MM" on `day` or None; durations are in seconds.

    Custom blocks also have their text. `title` is that of the workshop, `name` the one under which the plan is saved.
    """
    total, start = p.total(plan), plan.start
    limit = available_on(plan, day)
    return {
        "start": time_of_day(start),
        "end": time_of_day(start, total, day),
        "must_end": time_of_day(plan.must_end),
        "total_s": total,
        "short_s": p.shortage_s(plan, limit),
        "p50_end": None if guess.p50_s is None else time_of_day(start, guess.p50_s, day),
        "p80_end": None if guess.p80_s is None else time_of_day(start, guess.p80_s, day),
        "p_on_time": None if limit is None else guess.p_on_time(limit),
        "activities": [
            {
                "id": block.id,
                "title": block.title,
                "form": block.form.value,
                "start": time_of_day(start, begin, day),
                "end": time_of_day(start, end, day),
                "planned_s": block.seconds,
                "min_s": block.minimum,
                "protected": block.protected,
                "skippable": block.skippable,
                "status": "skipped" if block.skipped else "planned",
                "makers_s": None if block.own else block.original or block.seconds,
                **({"text": block.text} if block.own else {}),
            }
            for block, (begin, end) in zip(plan.blocks, p.block_times(plan), strict=True)
        ],
        "participants": plan.participants,
        "workshop": plan.workshop_id,
        "title": title,
        "name": name,
    }


def lengths(block: Block) -> str:
    """Return the minutes of a block, with the original ones in front if they differ: "15 → 10"."""
    now, before = whole_minutes(block.seconds), whole_minutes(block.original)
    return str(now) if before in (0, now) else f"{before} → {now}"


def as_text(title: str, plan: Plan, remarks: Sequence[str], day: date) -> str:
    """Return a table with the texts of custom blocks, and the remarks."""
    lines = [safe_line(title), "=" * len(safe_line(title)), ""]
    width = max(len(block_label(block)) for block in plan.blocks)
    wide = max(4, *(len(lengths(block)) for block in plan.blocks))
    for block, (begin, _end) in zip(plan.blocks, p.block_times(plan), strict=True):
        at = "" if block.skipped else time_of_day(plan.start, begin, day) or ""
        length = "–" if block.skipped else lengths(block)
        notes = "".join(f"  ({mark})" for mark in marks(block))
        lines.append(
            f"{at:<6} {length:>{wide}}  {block_label(block):<{width}}  {safe_line(block.title)}{notes}".rstrip()
        )
        lines += [f"{'':<{11 + wide + width}}{line}" for line in safe(block.text).splitlines()]
    lines += ["", *remarks]
    return "\n".join(lines)


def marks(block: Block) -> list[str]:
    """Return the marks of a block: protected, own, skipped."""
    return [_("protected")] * block.protected + [_("own block")] * block.own + [_("skipped")] * block.skipped


def as_csv(values: Mapping[str, Any]) -> str:
    """Return a row for each activity. No spreadsheet runs a cell as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    writer.writerows([_cell(row.get(name)) for name in _COLUMNS] for row in values["activities"])
    return out.getvalue()


def as_markdown(title: str, plan: Plan, remarks: Sequence[str], day: date) -> str:
    """Return a Markdown table, the texts of custom blocks, and the remarks."""
    lines = [f"# {_escaped(title)}", "", f"| | {_('minutes')} | | | |", "|---|---:|---|---|---|"]
    for block, (begin, _end) in zip(plan.blocks, p.block_times(plan), strict=True):
        length = "–" if block.skipped else lengths(block)
        at = "" if block.skipped else time_of_day(plan.start, begin, day) or ""
        lines.append(
            f"| {at} | {length} | {_escaped(block_label(block))} | {_escaped(block.title)} | {' · '.join(marks(block))} |"
        )
    for block in plan.blocks:
        if block.text and not block.skipped:
            text = "  \n".join(map(_escaped, safe(block.text).splitlines()))
            lines += ["", f"**{_escaped(block.title)}**  \n{text}"]
    return "\n".join([*lines, "", *(f"- {_escaped(remark)}" for remark in remarks)])


def as_calendar(title: str, plan: Plan, day: date) -> str:
    """Return an iCalendar with an event for each block on `day`. Its lines end in CR LF."""
    from icalendar import Calendar, Event  # slow to import

    assert plan.start is not None
    calendar = Calendar()
    calendar.add("prodid", "-//luisteren-tui//NONSGML plan//NL")
    calendar.add("version", "2.0")
    first = moment(day, plan.start)
    for block, (begin, end) in zip(plan.blocks, p.block_times(plan), strict=True):
        if not block.skipped:
            event = Event()
            event.add("uid", f"{first:%Y%m%d}-{plan.workshop_id}-{block.id}@luisteren-tui")
            event.add("dtstamp", first)
            event.add("dtstart", first + timedelta(seconds=begin))
            event.add("dtend", first + timedelta(seconds=end))
            event.add("summary", safe_line(f"{title}: {block.title}"))
            if block.text:
                event.add("description", safe(block.text))
            calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _cell(value: object) -> object:
    return cell(safe_line(value)) if isinstance(value, str) else value


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+-.!|~&" else c for c in safe_line(text))


class PlanReport(NamedTuple):
    """A plan and what there is to say about it."""

    title: str
    """The title of its workshop."""
    name: str | None
    """The name under which it is saved."""
    plan: Plan
    estimate: Estimate
    day: date
    remarks: Sequence[str]

    def values(self) -> dict[str, Any]:
        """Return the plan as JSON values."""
        return as_values(self.title, self.name, self.plan, self.estimate, self.day)


class PlanFormat(NamedTuple):
    """One format of a plan; `render` returns text without its last line end."""

    name: str
    render: Callable[[PlanReport], str]
    needs_start: bool = False
    """Whether the plan must have a time at which it starts."""


PLAN_FORMATS = {
    each.name: each
    for each in (
        PlanFormat("text", lambda report: as_text(report.title, report.plan, report.remarks, report.day)),
        PlanFormat("json", lambda report: json.dumps(report.values(), indent=1)),
        PlanFormat("csv", lambda report: as_csv(report.values()).rstrip()),
        PlanFormat("md", lambda report: as_markdown(report.title, report.plan, report.remarks, report.day)),
        PlanFormat(
            "ics",
            lambda report: as_calendar(report.title, report.plan, report.day).removesuffix("\n"),
            needs_start=True,
        ),
    )
}
"""Every format by its name, in the order of the command line. The first one is the default."""
