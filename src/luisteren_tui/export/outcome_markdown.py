"""An outcome as Markdown. Markup in notes is escaped."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from luisteren_tui.export import outcome_wording as w
from luisteren_tui.i18n import _
from luisteren_tui.text.escaping import markdown, markdown_lines
from luisteren_tui.text.safe import safe_line

_Json = Mapping[str, Any]


def as_markdown(outcome: _Json, included: w.Included) -> str:
    """Return the Markdown of an outcome whose notes may all be seen, in the current language."""
    activities, times = outcome["activities"], included.times
    head = f"{w.when(outcome, times)} · {w.people(outcome)}"
    lines = [f"# {markdown(w.title(outcome))}", "", markdown(head), "", *_table(activities, times)]
    for activity in activities:
        lines += _section(activity, times)
    return "\n".join(lines) + "\n"


def _table(activities: Sequence[_Json], times: bool) -> Iterator[str]:
    names = [_("No."), _("Part"), *([_("planned"), _("took")] if times else [_("state")])]
    yield _row(*names)
    yield "|---|---|" + ("---:|---:|" if times else "---|")
    for each in activities:
        title = safe_line(each["title"]) if w.label(each) else w.name(each)
        took = w.state(each) or (w.minutes(each["actual_s"]) if times else "")
        yield _row(w.label(each), title, *([w.minutes(each["planned_s"])] if times else []), took)
    if times:
        planned, took, paused = w.totals(activities)
        yield _row("", _("Total"), planned, took)
        if paused:
            yield _row("", _("Clock stopped"), "", paused)


def _row(*cells: str) -> str:
    return f"| {' | '.join(map(markdown, cells))} |"


def _section(activity: _Json, times: bool) -> Iterator[str]:
    turns = w.turns(activity) if times else ""
    if not activity["notes"] and not turns:
        return
    yield from ("", f"## {markdown(w.name(activity))}")
    if turns:
        yield from ("", markdown(turns))
    for note in activity["notes"]:
        yield from ("", f"### {markdown(w.heading(note))}")
        if note["text"].strip():
            yield from ("", *markdown_lines(note["text"]))
