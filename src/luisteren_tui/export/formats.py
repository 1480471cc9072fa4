"""The registry of the formats in which an outcome leaves this program. A new format needs an entry here and its module."""

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

from luisteren_tui.export.outcome_csv import as_csv
from luisteren_tui.export.outcome_markdown import as_markdown
from luisteren_tui.export.outcome_text import as_text
from luisteren_tui.export.outcome_wording import Included, visible
from luisteren_tui.export.spreadsheet import ENCODING
from luisteren_tui.i18n import N_
from luisteren_tui.storage.outcome.outcome_file import encode
from luisteren_tui.storage.photos import Photo

_TIMES = ("planned_s", "actual_s", "paused_s", "started", "turns")
_Json = Mapping[str, Any]


class Audience(IntEnum):
    """Who or what opens a file. Dialogs offer the formats in this order."""

    PEOPLE = 0
    SPREADSHEET = 1
    PROGRAM = 2


class Format(NamedTuple):
    """One format of an outcome.

    `render` gets an outcome without the notes that must stay out. It returns bytes for a `binary` format, which never goes
    to a terminal, and a string for all others.
    """

    name: str
    suffixes: tuple[str, ...]
    """The file name suffixes with their dot; a new file gets the first one."""
    label: str
    """A message id: what the format is for."""
    render: Callable[[_Json, Included], str | bytes]
    audience: Audience = Audience.PEOPLE
    binary: bool = False
    photos: bool = False
    """Whether the format can show photos."""
    encoding: str = "utf-8"


def _json(outcome: _Json, included: Included) -> str:
    if included.times:
        return encode(outcome)
    activities = [{key: value for key, value in each.items() if key not in _TIMES} for each in outcome["activities"]]
    day = str(outcome["started"])[:10]
    return encode({**outcome, "started": day, "ended": None, "activities": activities, "adjustments": []})


# Web pages and PDFs import the model of documents, which the other formats and `show --help` can do without.
def _html(outcome: _Json, included: Included) -> str:
    from luisteren_tui.export import html, outcome_document

    return html.as_html([outcome_document.outcome_document(outcome, included)])


def _pdf(outcome: _Json, included: Included) -> bytes:
    from luisteren_tui.export import outcome_document, pdf

    return pdf.as_pdf([outcome_document.outcome_document(outcome, included)])


FORMATS = {
    each.name: each
    for each in (
        Format("text", (".txt",), N_("plain text, to read or to mail"), as_text),
        Format("json", (".json",), N_("JSON, for another program"), _json, Audience.PROGRAM),
        Format("md", (".md",), N_("Markdown, for a text editor"), as_markdown),
        Format("html", (".html", ".htm"), N_("a page for the browser, also to print"), _html, photos=True),
        Format("csv", (".csv",), N_("CSV, for a spreadsheet"), as_csv, Audience.SPREADSHEET, encoding=ENCODING),
        Format("pdf", (".pdf",), N_("PDF, for paper"), _pdf, binary=True, photos=True),
    )
}
"""Every format by its name, in the order of the command line."""


def offered() -> list[Format]:
    """Return the formats in the order in which a dialog offers them."""
    return sorted(FORMATS.values(), key=lambda each: each.audience)


def by_suffix() -> dict[str, Format]:
    """Return the formats by each of their suffixes."""
    return {suffix: each for each in FORMATS.values() for suffix in each.suffixes}


def for_path(path: Path) -> Format | None:
    """Return the format that the suffix of `path` names, or None."""
    return by_suffix().get(path.suffix.lower())


def render(
    name: str,
    outcome: _Json,
    *,
    private: bool = False,
    notes: bool = True,
    times: bool = True,
    photos: Sequence[Photo] = (),
    separator: str | None = None,
) -> str | bytes:
    """Return a checked `outcome` in the format called `name`, in the current language.

    Private notes are included only if `private` is set. Without `times` there are no durations. A CSV has this
    `separator`, by default that of the language. A PDF raises NoTypst without its extra, and NotPictures for damaged
    photos.
    """
    shown = visible(outcome, private=private, notes=notes)
    return FORMATS[name].render(shown, Included(notes, times, photos, separator))


def file_bytes(name: str, content: str | bytes) -> bytes:
    """Return the rendered `content` as the bytes of a file in the format called `name`."""
    return content if isinstance(content, bytes) else content.encode(FORMATS[name].encoding)
