"""An outcome in each of the forms in which it leaves this program, for the command line and the screens alike."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from luisteren_tui.export import outcome_text as t
from luisteren_tui.i18n import _
from luisteren_tui.storage.photos import Photo
from luisteren_tui.text.safe import safe

FORMS = ("text", "json", "md", "html", "csv", "pdf")
SUFFIXES = {".txt": "text", ".json": "json", ".md": "md", ".html": "html", ".htm": "html", ".csv": "csv", ".pdf": "pdf"}
WITH_PHOTOS = ("html", "pdf")

_TIMES = ("planned_s", "actual_s", "paused_s", "started", "turns")
_Json = Mapping[str, Any]


def render(
    form: str,
    outcome: _Json,
    *,
    private: bool = False,
    notes: bool = True,
    times: bool = True,
    photos: Sequence[Photo] = (),
) -> str | bytes:
    """Return a checked `outcome` in one of the FORMS, in the language in use; html and pdf as bytes.

    Private notes are in it only if asked. Without `times` no duration is. A pdf raises NoTypst without its extra, and
    NotPictures for pictures that are damaged.
    """
    shown = t.visible(outcome, private=private, notes=notes)
    match form:
        case "text":
            return t.as_text(outcome, private=private, notes=notes, times=times)
        case "json":
            from luisteren_tui.storage.outcome.outcome_file import encode

            return encode(shown if times else _without_times(shown))
        case "md":
            from luisteren_tui.export.outcome_markdown import as_markdown

            return as_markdown(shown, times=times)
        case "csv":
            from luisteren_tui.export.outcome_csv import as_csv

            return as_csv(shown, notes=notes, times=times)
        case "html":
            from luisteren_tui.export.handout_html import as_html
            from luisteren_tui.export.outcome_document import sheet

            return as_html([sheet(shown, times=times, photos=photos)])
        case "pdf":
            from luisteren_tui.export.handout_pdf import as_pdf
            from luisteren_tui.export.outcome_document import sheet

            return as_pdf([sheet(shown, times=times, photos=photos)])
    raise ValueError(form)


def for_file(form: str, made: str | bytes) -> bytes:
    """Return what was made as a file has it: CSV says that it is UTF-8, since spreadsheets guess otherwise."""
    if isinstance(made, bytes):
        return made
    return made.encode("utf-8-sig" if form == "csv" else "utf-8")


def plain(outcome: _Json, activity: str | None = None) -> str:
    """Return the outcome as plain text for an e-mail, or the notes of one `activity` (its id); no private note.

    Its lines are as long as they were typed: mail programs break them. What is still empty is not in it, marked or not.
    """
    shown = t.visible(outcome)
    some = [each for each in shown["activities"] if activity in (None, each["id"])]
    head = [t.title(shown), f"{t.when(shown)} · {t.people(shown)}"] if activity is None else []
    parts = ["\n".join(part) for each in some if (part := list(_plainly(each)))]
    return "\n\n".join(filter(None, ("\n".join(head), *(parts or [_("There are no notes.")])))) + "\n"


def _plainly(activity: _Json) -> Iterator[str]:
    notes = [*filter(t.written, activity["notes"])]
    if notes:
        yield t.name(activity)
    for note in notes:
        yield from ("", t.heading(note), safe(note["text"]).strip("\n"))


def _without_times(outcome: _Json) -> dict[str, Any]:
    activities = [{key: value for key, value in each.items() if key not in _TIMES} for each in outcome["activities"]]
    day = str(outcome["started"])[:10]
    return {**outcome, "started": day, "ended": None, "activities": activities, "adjustments": []}
