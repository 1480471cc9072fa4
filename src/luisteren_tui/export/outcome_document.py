"""An outcome as a document, from which a web page and a PDF are made."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from luisteren_tui.export import document as doc
from luisteren_tui.export import outcome_wording as w
from luisteren_tui.export.bars import LEGEND, actual_bars, verdict
from luisteren_tui.i18n import _
from luisteren_tui.i18n.languages import DEFAULT
from luisteren_tui.storage.photos import Photo
from luisteren_tui.text.clusters import cut
from luisteren_tui.text.safe import safe_line

_Json = Mapping[str, Any]
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_MAX_TITLE_IN_FOOT = 70


def outcome_document(outcome: _Json, included: w.Included) -> doc.Sheet:
    """Return the document of an outcome whose notes may all be seen, in the current language."""
    language = outcome["workshop"]["language"]
    foot = f"{cut(w.title(outcome), _MAX_TITLE_IN_FOOT)} · {w.when(outcome, False)}"
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
    yield doc.Heading(_("Planned and actual") if times else _("What was done"), 2)
    yield doc.Table(tuple(_rows(activities, times)), _head() if times else None)
    for activity, turns in w.sections(activities, times):
        yield doc.Heading(w.name(activity), 2)
        if turns:
            yield doc.Prose(((turns,),))
        for note in activity["notes"]:
            yield doc.Heading(w.heading(activity, note), 3)
            yield doc.Prose(doc.in_paragraphs(note["text"], _indented) or (("–",),))
    if items := w.parked(outcome):
        yield doc.Heading(_("Parking lot"), 2)
        yield doc.Points("", items)
    if photos:
        yield doc.Heading(_("Photos"), 2)
    for number, photo in enumerate(photos, 1):
        shown = safe_line(photo.name)
        yield doc.Picture(number, photo.suffix, _("Photo of the posters: {name}").format(name=shown), shown, photo.data)


def _head() -> doc.Head:
    legend = tuple((piece, _(name)) for piece, name in LEGEND)
    return doc.Head(_("No."), _("Part"), f"{_('planned')} → {_('took')}", legend=legend)


def _rows(activities: Sequence[_Json], times: bool) -> Iterator[doc.Row]:
    drawn = (
        [(bar, verdict(each)) for each, bar in zip(activities, actual_bars(activities), strict=True)] if times else []
    )
    for place, (label, title, planned, took) in enumerate(w.table(activities, times)):
        bar, remark = drawn[place] if place < len(drawn) else (None, "")
        total = place == len(activities)
        yield doc.Row(label, title, " → ".join(filter(None, (planned, took))), total, bar, remark)


def _indented(line: str) -> str:
    """Return a line of a note with its indentation kept."""
    words = line.strip()
    return "\N{NO-BREAK SPACE}" * (len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())) + words
