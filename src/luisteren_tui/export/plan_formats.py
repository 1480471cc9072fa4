"""The registry of the formats in which a plan leaves this program: a table, JSON, CSV, Markdown and a calendar."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from luisteren_tui.export.plan_calendar import as_calendar, refusal
from luisteren_tui.export.plan_report import PlanReport
from luisteren_tui.export.spreadsheet import ENCODING, csv_lines
from luisteren_tui.i18n import N_, _
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.plan import Block, Plan, block_label, whole_minutes
from luisteren_tui.planning.plan_dates import available_on, time_of_day
from luisteren_tui.planning.remarks import needs_text
from luisteren_tui.session.turns import TurnTimes
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.text.width import cells

_COLUMNS = (
    *("id", "title", "form", "start", "end", "planned_s", "min_s", "protected", "skippable", "status", "makers_s"),
    "text",
    *("turns", "turn_s", "turn_low_s", "turn_high_s", "turns_short_s"),
    *("groups", "repeats", "round", "rounds", "participants"),
)
"""The columns of the CSV: keys of an activity in the JSON."""


class PlanFormat(NamedTuple):
    """One format of a plan."""

    name: str
    suffix: str
    label: str
    """A message id: what the format is for; it may name the `{day}` of the plan."""
    render: Callable[[PlanReport], str]
    refusal: Callable[[PlanReport], str] = lambda _report: ""
    """Return why a plan can't have this format, in the current language; empty if it can."""
    needs_day: bool = False
    """Whether it says on which day the plan is."""
    encoding: str = "utf-8"


def lengths(block: Block) -> str:
    """Return the minutes of a block, with the original ones in front if they differ: "15 → 10"."""
    now, before = whole_minutes(block.seconds), whole_minutes(block.original)
    return str(now) if before in (0, now) else f"{before} → {now}"


def marks(plan: Plan, block: Block) -> list[str]:
    """Return the marks of a block of a plan: protected, own, skipped, and what it needs that is skipped too."""
    found = [(block.protected, _("protected")), (block.own, _("own block")), (block.skipped, _("skipped"))]
    return [mark for holds, mark in found if holds] + list(filter(None, [needs_text(plan, block)]))


def plan_values(report: PlanReport) -> dict[str, Any]:
    """Return the plan as JSON values. Times are "HH:MM" on the day or None; durations are in seconds."""
    plan, day, estimate = report.plan, report.day, report.estimate
    total, start = p.total(plan), plan.start
    limit = available_on(plan, day)
    return {
        "start": time_of_day(start),
        "end": time_of_day(start, total, day),
        "must_end": time_of_day(plan.must_end),
        "total_s": total,
        "short_s": p.shortage_s(plan, limit),
        "p50_end": None if estimate.p50_s is None else time_of_day(start, estimate.p50_s, day),
        "p80_end": None if estimate.p80_s is None else time_of_day(start, estimate.p80_s, day),
        "p_on_time": None if limit is None else estimate.p_on_time(limit),
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
                **_turn_values(report.turns.get(block.id)),
                **({"groups": _groups(report, block)} if block.id in report.groups else {}),
                **({"repeats": block.repeats, "round": block.round, "rounds": block.rounds} if block.repeats else {}),
            }
            for block, (begin, end) in zip(plan.blocks, p.block_times(plan), strict=True)
        ],
        "participants": plan.participants,
        "workshop": plan.workshop_id,
        "title": report.title,
        "name": report.name,
    }


def _groups(report: PlanReport, block: Block) -> str:
    return " · ".join(report.groups.get(block.id, ()))


def _turn_values(times: TurnTimes | None) -> dict[str, int]:
    if times is None:
        return {}
    return {
        "turns": times.count,
        "turn_s": times.each_s,
        "turn_low_s": times.low_s,
        "turn_high_s": times.high_s,
        "turns_short_s": times.more_s,
    }


def _json(report: PlanReport) -> str:
    return json.dumps(plan_values(report), indent=1)


def _text(report: PlanReport) -> str:
    """Return a table with the texts of custom blocks, and the remarks."""
    blocks = report.plan.blocks
    title = safe_line(report.title)
    label_width = max(len(block_label(block)) for block in blocks)
    length_width = max(4, *(len(lengths(block)) for block in blocks))
    lines = [title, "=" * cells(title), ""]
    for block, at, length in _rows(report):
        notes = "".join(f"  ({mark})" for mark in _notes(report, block))
        label = f"{block_label(block):<{label_width}}"
        lines.append(f"{at:<6} {length:>{length_width}}  {label}  {safe_line(block.title)}{notes}".rstrip())
        lines += [f"{'':<{11 + length_width + label_width}}{line}" for line in safe(block.text).splitlines()]
    return "\n".join([*lines, "", *report.remarks])


def _markdown(report: PlanReport) -> str:
    """Return a table, the texts of custom blocks, and the remarks."""
    lines = [f"# {_escaped(report.title)}", "", f"| | {_('minutes')} | | | |", "|---|---:|---|---|---|"]
    for block, at, length in _rows(report):
        told = " · ".join(map(_escaped, _notes(report, block)))
        cells = (at, length, _escaped(block_label(block)), _escaped(block.title), told)
        lines.append(f"| {' | '.join(cells)} |")
    for block in report.plan.blocks:
        if block.text and not block.skipped:
            text = "  \n".join(map(_escaped, safe(block.text).splitlines()))
            lines += ["", f"**{_escaped(block.title)}**  \n{text}"]
    return "\n".join([*lines, "", *(f"- {_escaped(remark)}" for remark in report.remarks)])


def _notes(report: PlanReport, block: Block) -> list[str]:
    """Return what stands behind the title of a block: its groups, and its marks."""
    groups = "" if block.skipped else " · ".join(report.groups_in_list.get(block.id, ()))
    return [*filter(None, [groups]), *marks(report.plan, block)]


def _rows(report: PlanReport) -> Iterator[tuple[Block, str, str]]:
    """Yield each block, when it begins, and how long it takes."""
    for block, (begin, _end) in zip(report.plan.blocks, p.block_times(report.plan), strict=True):
        at = "" if block.skipped else time_of_day(report.plan.start, begin, report.day) or ""
        yield block, at, "–" if block.skipped else lengths(block)


def _csv(report: PlanReport) -> str:
    """Return a row for each activity."""
    rows = (
        {**row, "title": safe_line(row["title"]), "participants": report.plan.participants}
        for row in plan_values(report)["activities"]
    )
    return "".join(csv_lines(_COLUMNS, rows, report.separator))


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+-.!|~&" else c for c in safe_line(text))


def rendered(format: PlanFormat, report: PlanReport) -> str:
    """Return the whole text of a plan in a format, with the end of its last line."""
    text = format.render(report).rstrip("\r\n")
    return text + ("\r\n" if "\r\n" in text else "\n")


PLAN_FORMATS = {
    each.name: each
    for each in (
        PlanFormat("text", ".txt", N_("plain text, to read or to mail"), _text),
        PlanFormat("json", ".json", N_("JSON, for another program"), _json),
        PlanFormat("csv", ".csv", N_("CSV, for a spreadsheet"), _csv, encoding=ENCODING),
        PlanFormat("md", ".md", N_("Markdown, for a text editor"), _markdown),
        PlanFormat(
            "ics",
            ".ics",
            N_("for your calendar: one appointment, on {day}"),
            as_calendar,
            refusal,
            needs_day=True,
        ),
    )
}
"""Every format by its name, in the order of the command line. The first one is the default."""
