"""An outcome as plain text: a report of a fixed width, and notes for an e-mail."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from luisteren_tui.export import outcome_wording as w
from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe
from luisteren_tui.text.width import cells, padded, wrapped

WIDTH = 78
"""The width of a report in characters."""
_NUMBER_WIDTH = 9
_MAX_WRAPPED = 4000
"""The longest text that is wrapped at once: textwrap would take very long over one word of megabytes."""
_Json = Mapping[str, Any]


def as_text(outcome: _Json, included: w.Included = w.ALL) -> str:
    """Return the report of an outcome whose notes may all be seen, in the current language and safe to show."""
    lines = [
        *_underlined(w.title(outcome), "="),
        w.when(outcome, included.times),
        w.people(outcome),
        "",
        *_table(outcome["activities"], included.times),
    ]
    sections = [*_sections(outcome["activities"], included.times), *_parked(outcome)]
    lines += sections or (["", _("There are no notes.")] if included.notes else [])
    return "\n".join(line.rstrip() for line in lines) + "\n"


def as_mail(outcome: _Json, activity: str | None = None) -> str:
    """Return the notes that are not private as plain text for an e-mail, of one `activity` (its id) or of all.

    Lines are as long as they were typed, since mail programs wrap them. Empty notes are left out, marked or not.
    """
    shown = w.visible(outcome, activity=activity)
    head = [w.title(shown), f"{w.when(shown)} · {w.people(shown)}"] if activity is None else []
    parts = ["\n".join(part) for each in shown["activities"] if (part := list(_mail_section(each)))]
    if items := w.parked(shown):
        parts.append("\n".join((_("Parking lot"), "", *(f"- {item}" for item in items))))
    return "\n\n".join(filter(None, ("\n".join(head), *(parts or [_("There are no notes.")])))) + "\n"


def _table(activities: Sequence[_Json], times: bool) -> Iterator[str]:
    if times:
        yield _row("", "", _("planned"), _("took"))
    for row in w.table(activities, times):
        yield from _long_row(*row)


def _long_row(label: str, title: str, planned: str, took: str) -> Iterator[str]:
    first, *rest = wrapped(title, WIDTH - w.LABEL_WIDTH - 2 * _NUMBER_WIDTH - 8) or [""]
    yield _row(label, first, planned, took)
    for line in rest:
        yield _row("", line, "", "")


def _row(label: str, title: str, planned: str, took: str) -> str:
    width = WIDTH - w.LABEL_WIDTH - 2 * _NUMBER_WIDTH - 6
    return f"{label:{w.LABEL_WIDTH}}{padded(title, width)}{planned:>{_NUMBER_WIDTH}}{took:>{_NUMBER_WIDTH + 6}}"


def _sections(activities: Sequence[_Json], times: bool) -> Iterator[str]:
    for activity, turns in w.sections(activities, times):
        yield from ("", *_underlined(w.name(activity), "-"), *_wrapped(turns))
        for note in activity["notes"]:
            yield ""
            yield from _wrapped(w.heading(activity, note))
            for line in safe(note["text"]).strip().split("\n") if note["text"] else ():
                yield from _wrapped(line, "    ") or [""]


def _parked(outcome: _Json) -> Iterator[str]:
    if items := w.parked(outcome):
        yield from ("", *_underlined(_("Parking lot"), "-"))
    for item in items:
        yield from _wrapped(f"- {item}")


def _mail_section(activity: _Json) -> Iterator[str]:
    notes = [*filter(w.written, activity["notes"])]
    if notes:
        yield w.name(activity)
    for note in notes:
        yield from ("", w.heading(activity, note), safe(note["text"]).strip("\n"))


def _underlined(title: str, line: str) -> list[str]:
    lines = _wrapped(title)
    return [*lines, line * max(map(cells, lines), default=0)]


def _wrapped(text: str, indent: str = "") -> list[str]:
    pieces = (text[start : start + _MAX_WRAPPED] for start in range(0, len(text), _MAX_WRAPPED))
    return [line for piece in pieces for line in wrapped(piece, WIDTH, indent)]
