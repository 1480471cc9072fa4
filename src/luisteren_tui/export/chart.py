"""Drawings (SVG) of planned against actual time. They need no colour: an outline, a solid bar, hatching for overtime."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from luisteren_tui.export.outcome_wording import minutes, name, rounded, state
from luisteren_tui.i18n import _

MAX_ACTIVITIES = 20
"""The most activities in one drawing: more would not fit on a page."""

_Json = Mapping[str, Any]
_WIDTH, _BARS, _FIGURES = 680, 272, 516
_ROW, _TOP, _BAR = 36, 34, 9
_MAX_TITLE_CELLS = 38
_INK = "#17424f"


def charts(activities: Sequence[_Json]) -> Iterator[tuple[str, str]]:
    """Yield drawings of at most MAX_ACTIVITIES each, all to one scale, and what each says in words."""
    longest = max([1, *(max(each["planned_s"], each["actual_s"]) for each in activities)])
    for number, start in enumerate(range(0, len(activities), MAX_ACTIVITIES), 1):
        some = activities[start : start + MAX_ACTIVITIES]
        words = "; ".join(_in_words(each) for each in some)
        yield _drawing(some, longest, number), f"{_('Planned and actual, in minutes')}: {words}"


def figures(activity: _Json) -> str:
    """Return the planned and the actual time, or why the activity was not done."""
    planned = minutes(activity["planned_s"])
    return f"{planned} → {state(activity) or minutes(activity['actual_s'])}"


def verdict(activity: _Json) -> str:
    """Return in words whether an activity kept to its time; empty if it was not done."""
    if activity["status"] != "done":
        return ""
    # The difference has to agree with the rounded times beside it.
    over = rounded(activity["actual_s"]) - rounded(activity["planned_s"])
    if abs(over) < 30:
        return _("as planned")
    return (_("ran {length} over") if over > 0 else _("{length} less")).format(length=minutes(abs(over)))


def _in_words(activity: _Json) -> str:
    words = ", ".join(filter(None, (figures(activity), verdict(activity))))
    return f"{name(activity)}: {words}"


def _drawing(activities: Sequence[_Json], longest: int, number: int) -> str:
    height = _TOP + _ROW * len(activities) + 4
    hatching = f"over-{number}"
    rows = "".join(
        part for place, each in enumerate(activities) for part in _row(each, _TOP + place * _ROW, longest, hatching)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        'font-family="Georgia, \'Libertinus Serif\', serif" font-size="13" fill="#1a1a1a">'
        f'<defs><pattern id="{hatching}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="5" height="5" fill="#fff"/><rect width="2" height="5" fill="{_INK}"/></pattern></defs>'
        f"{_legend(hatching)}{rows}</svg>"
    )


def _legend(hatching: str) -> str:
    shown, x = "", _BARS
    for text, fill in ((_("planned"), "#fff"), (_("took"), _INK), (_("ran over"), f"url(#{hatching})")):
        shown += _bar(x, 8, 22, fill) + _text(x + 28, 17, text)
        x += 48 + 8 * _cells(text)
    return shown


def _row(activity: _Json, y: int, longest: int, hatching: str) -> Iterator[str]:
    width = _FIGURES - _BARS - 12
    planned, took = (activity[key] * width / longest for key in ("planned_s", "actual_s"))
    yield _text(0, y + 19, _cut(name(activity)))
    yield _bar(_BARS, y + 3, planned, "#fff")
    if took:
        yield _bar(_BARS, y + 3 + _BAR + 2, min(planned, took), _INK)
    if took > planned:
        yield _bar(_BARS + planned, y + 3 + _BAR + 2, took - planned, f"url(#{hatching})")
    words = verdict(activity)
    yield _text(_FIGURES, y + (12 if words else 19), figures(activity))
    yield _text(_FIGURES, y + 27, words, small=True)


def _bar(x: float, y: float, width: float, fill: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{_BAR}" fill="{fill}" '
        f'stroke="{_INK}" stroke-width="1"/>'
    )


def _text(x: float, y: float, text: str, small: bool = False) -> str:
    size = ' font-size="11.5"' if small else ""
    return f'<text x="{x}" y="{y}"{size}>{escape(text)}</text>' if text else ""


def _cut(text: str) -> str:
    """Return `text` cut to fit beside the bars."""
    if _cells(text) <= _MAX_TITLE_CELLS:
        return text
    shown = text[:_MAX_TITLE_CELLS]
    while _cells(shown) >= _MAX_TITLE_CELLS:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
