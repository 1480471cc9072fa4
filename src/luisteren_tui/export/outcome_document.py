"""An outcome as a document, from which a web page and a PDF are made."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from luisteren_tui.export import document as doc
from luisteren_tui.export import outcome_wording as w
from luisteren_tui.export.chart import charts, figures
from luisteren_tui.i18n import _
from luisteren_tui.i18n.languages import DEFAULT
from luisteren_tui.storage.photos import Photo
from luisteren_tui.text.safe import safe, safe_line

_Json = Mapping[str, Any]
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_MAX_TITLE_IN_FOOT = 70


def outcome_document(outcome: _Json, included: w.Included) -> doc.Sheet:
    """Return the document of an outcome whose notes may all be seen, in the current language."""
    language = outcome["workshop"]["language"]
    foot = f"{w.title(outcome)[:_MAX_TITLE_IN_FOOT]} · {w.when(outcome, False)}"
    return doc.Sheet(
        kind="outcome",
        title=w.title(outcome),
        language=language if _LANGUAGE.fullmatch(language) else DEFAULT.code,
        size=11,
        foot=foot,
        blocks=tuple(_blocks(outcome, included.times, included.photos)),
    )


def _blocks(outcome: _Json, times: bool, photos: Sequence[Photo]) -> Iterator[doc.Block]:
    activities = outcome["activities"]
    yield doc.Heading(w.title(outcome), 1, f"{w.when(outcome, times)} · {w.people(outcome)}")
    yield from _timing(activities) if times else _list(activities)
    for activity in activities:
        yield from _section(activity, times)
    if photos:
        yield doc.Heading(_("Photos"), 2)
    for number, photo in enumerate(photos, 1):
        shown = safe_line(photo.name)
        yield doc.Picture(number, photo.suffix, _("Photo of the posters: {name}").format(name=shown), shown, photo.data)


def _timing(activities: Sequence[_Json]) -> Iterator[doc.Block]:
    yield doc.Heading(_("Planned and actual"), 2)
    for svg, words in charts(activities):
        yield doc.Drawing(svg, words)
    rows = [doc.Row(w.label(each), _title(each), figures(each)) for each in activities]
    planned, took, paused = w.totals(activities)
    rows.append(doc.Row("", _("Total"), f"{planned} → {took}", strong=True))
    if paused:
        rows.append(doc.Row("", _("Clock stopped"), paused))
    yield doc.Table(tuple(rows), (_("No."), _("Part"), f"{_('planned')} → {_('took')}"))


def _list(activities: Sequence[_Json]) -> Iterator[doc.Block]:
    yield doc.Heading(_("What was done"), 2)
    yield doc.Table(tuple(doc.Row(w.label(each), _title(each), w.state(each)) for each in activities))


def _title(activity: _Json) -> str:
    return safe_line(activity["title"]) if w.label(activity) else w.name(activity)


def _section(activity: _Json, times: bool) -> Iterator[doc.Block]:
    turns = w.turns(activity) if times else ""
    if not activity["notes"] and not turns:
        return
    yield doc.Heading(w.name(activity), 2)
    if turns:
        yield doc.Prose(((turns,),))
    for note in activity["notes"]:
        yield doc.Heading(w.heading(note), 3)
        yield doc.Prose(_paragraphs(note["text"]) or (("–",),))


def _paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the paragraphs of a note. Lines keep their indentation."""
    parts = re.split(r"\n\s*\n", safe(text).strip())
    return tuple(tuple(map(_indented, part.split("\n"))) for part in parts if part)


def _indented(line: str) -> str:
    words = line.strip()
    return "\N{NO-BREAK SPACE}" * (len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())) + words
