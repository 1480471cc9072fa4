"""An outcome as Markdown. Markup in notes is escaped."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from luisteren_tui.export import outcome_wording as w
from luisteren_tui.i18n import _
from luisteren_tui.text.escaping import markdown, markdown_lines

_Json = Mapping[str, Any]


def as_markdown(outcome: _Json, included: w.Included) -> str:
    """Return the Markdown of an outcome whose notes may all be seen, in the current language."""
    activities, times = outcome["activities"], included.times
    head = f"{w.when(outcome, times)} · {w.people(outcome)}"
    lines = [f"# {markdown(w.title(outcome))}", "", markdown(head), "", *_table(activities, times)]
    for activity, turns in w.sections(activities, times):
        lines += ["", f"## {markdown(w.name(activity))}", *(["", markdown(turns)] if turns else [])]
        for note in activity["notes"]:
            lines += ["", f"### {markdown(w.heading(activity, note))}"]
            if note["text"].strip():
                lines += ["", *markdown_lines(note["text"])]
    if items := w.parked(outcome):
        lines += ["", f"## {markdown(_('Parking lot'))}", "", *(f"- {markdown(item)}" for item in items)]
    return "\n".join(lines) + "\n"


def _table(activities: Sequence[_Json], times: bool) -> Iterator[str]:
    yield _row(_("No."), _("Part"), *([_("planned"), _("took")] if times else [_("state")]))
    yield "|---|---|" + ("---:|---:|" if times else "---|")
    for label, title, planned, took in w.table(activities, times):
        yield _row(label, title, *([planned] if times else []), took)


def _row(*cells: str) -> str:
    return f"| {' | '.join(map(markdown, cells))} |"
