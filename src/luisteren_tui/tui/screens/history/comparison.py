"""The page that compares two sessions: how long each activity took in both."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual.content import Content

from luisteren_tui.export.session_summary import cut_short, last_reached, when
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning.plan import CUSTOM_ID
from luisteren_tui.storage.outcome.outcome_file import read_session
from luisteren_tui.storage.outcome.reading import Unreadable
from luisteren_tui.storage.outcome.schema import real_seconds
from luisteren_tui.storage.session_index import SessionRow
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.activity_times import (
    BOTH,
    Name,
    Range,
    TimeTable,
    bars_in_table,
    draw_ranges,
    draw_signs,
    fit_table,
    name_of,
    short_name,
)
from luisteren_tui.tui.screens.page import Page
from luisteren_tui.tui.widgets.bars import Mark

MAX_WIDTH, MARGIN = 150, 8
"""The widths of the table and of the margin around it, in cells."""
FIGURE_WIDTH, DIFFERENCE_WIDTH = 12, 16
"""The widths of the columns, in cells."""
A, B = Mark("○", "$secondary"), Mark("●", "$primary")
"""The marks of both sessions in the picture."""
MIN_WIDE = 60
"""The width in cells from which the table has a column for the difference."""
FAST_FACTOR = 1.2
"""A rehearsal that ran at least this much faster than real time is reported as such."""

Json = Mapping[str, Any]


class ComparisonPage(Page):
    """Shows the earlier session first, and says in words what differs and what can't be compared."""

    def __init__(self, earlier: SessionRow, later: SessionRow) -> None:
        super().__init__()
        self._rows = earlier, later
        self.title_text = _("Two compared")

    def content(self) -> Content:
        """Return the table."""
        try:
            a, b = (read_session(row.path) for row in self._rows)
        except (OSError, Unreadable):
            return Content(_("This outcome can't be read."))
        width = min(MAX_WIDTH, self.app.size.width - MARGIN)
        names = [
            _head(mark, sign, [f"{when(row)} · {safe_line(row.title)}", *progress(outcome)], width)
            for mark, sign, row, outcome in zip((A, B), "AB", self._rows, (a, b), strict=True)
        ]
        different = a["workshop"]["id"] != b["workshop"]["id"]
        remark = ""
        if different:
            remark = _("Two different workshops: what has the same name is side by side.")
        elif a["workshop"]["sha256"] != b["workshop"]["sha256"]:
            remark = _("The workshop was changed in between.")
        remarks = [Content.assemble((remark, "bold"))] if remark else []
        pairs = _pairs(a, b, different=different)
        return Content("\n").join([*names, *remarks, Content(""), *draw_pairs(pairs, width)])

    def on_resize(self) -> None:
        """Fit the table to the width."""
        self.renew()
        super().on_resize()


def _head(mark: Mark, letter: str, parts: Sequence[str], width: int) -> Content:
    """Return what a session is, on one line if it fits in `width` cells."""
    text = " · ".join(parts)
    text = text if cell_len(text) + 5 <= width else "\n     ".join(parts)
    return Content.assemble((f"{mark.sign} {letter}", f"bold {mark.style}"), f"  {text}")


def progress(outcome: Json) -> list[str]:
    """Return the kind of session and how far it got; for a fast rehearsal, also how fast it was."""
    parts = [_("rehearsal") if outcome["kind"] == "rehearsal" else _("session")]
    activities = outcome["activities"]
    last = last_reached(activities)
    if outcome["ended"] is None:
        parts.append(_("not ended"))
    elif all(each["status"] in ("unreached", "skipped") for each in activities):
        parts.append(_("nothing was done"))
    elif last is not None:
        text = _("cut short in {id}, after {actual}")
        if last["id"] != cut_short(activities):
            text = _("cut short after {id}")
        parts.append(text.format(id=short_name(last), actual=words.minutes_seconds(last["actual_s"])))
    else:
        parts.append(_("to the end"))
    lines = [", ".join(parts)]
    if outcome["kind"] == "rehearsal" and (real_s := real_seconds(outcome["started"], outcome["ended"])) is not None:
        inside_s = sum(each["actual_s"] + each["paused_s"] for each in activities)
        if inside_s > FAST_FACTOR * real_s + 60:
            text = _("sped up: {inside} min in {real} min")
            lines.append(text.format(inside=words.minutes(inside_s), real=words.minutes(real_s)))
    return lines


class Pair(NamedTuple):
    """An activity of the earlier and of the later session, or of only one of them, and how long it took in each.

    A time is None for an activity that wasn't done or was cut short.
    """

    activities: tuple[Json | None, Json | None]
    took: tuple[int | None, int | None]

    @property
    def known(self) -> Json:
        """The activity as it was later, or as it was earlier."""
        known = self.activities[1] or self.activities[0]
        assert known is not None
        return known


def _pairs(a: Json, b: Json, *, different: bool) -> list[Pair]:
    """Return the activities of the later session in pairs, then those that only the earlier one has."""
    first, second = ({_key(one, different): one for one in outcome["activities"]} for outcome in (a, b))
    cut = [cut_short(outcome["activities"]) for outcome in (a, b)]
    keys = [*second, *(key for key in first if key not in second)]
    pairs = [(first.get(key), second.get(key)) for key in keys]
    return [Pair((x, y), (_seconds_taken(x, cut[0]), _seconds_taken(y, cut[1]))) for x, y in pairs]


def draw_pairs(pairs: Sequence[Pair], width: int) -> list[Content]:
    """Return a table of `width` cells, with a picture in its last column, or below it if that leaves too little."""
    narrow = width < MIN_WIDE
    names = [name_of(pair.known) for pair in pairs]
    text_width = 0 if narrow else DIFFERENCE_WIDTH
    table, left = fit_table(names, width, columns=2, figure_width=FIGURE_WIDTH, text_width=text_width)
    ranges = [*map(_range, pairs)]
    scale, bars = bars_in_table(ranges, left)
    lines = [table.line(table.head, _("A took"), _("B took"), bar=scale, style="$muted")]
    for shown, pair, bar in zip(names, pairs, bars, strict=True):
        figures = [_figure(one, took) for one, took in zip(pair.activities, pair.took, strict=True)]
        lines.append(table.line(shown, *figures, text="" if narrow else difference(*pair.took), bar=bar))
    lines += [Content(""), *_total(pairs, table, narrow=narrow), Content(""), _legend()]
    return lines if scale is not None else [*lines, *draw_ranges(ranges, width)]


def _total(pairs: Sequence[Pair], table: TimeTable, *, narrow: bool) -> Iterator[Content]:
    """Yield the total of what was completed in both, and which activities that covers if not all."""
    both = [pair.took for pair in pairs if pair.took[0] is not None and pair.took[1] is not None]
    if both:
        total, later = (sum(filter(None, some)) for some in zip(*both, strict=True))
        figures = [words.minutes_seconds(total), words.minutes_seconds(later)]
        text = "" if narrow else difference(total, later)
        yield table.line(Name("", _("In all")), *figures, text=text, style="bold")
    if (n := len(both)) < len(pairs):
        text = ngettext(
            "In all, over the {n} activity that was completed in both.",
            "In all, over the {n} activities that were completed in both.",
            n,
        ).format(n=n)
        yield Content.assemble((text if n else _("No activity was completed in both."), "$muted"))


def _legend() -> Content:
    text = _("{a} A   {b} B   {both} both").format(a=A.sign, b=B.sign, both=BOTH)
    return draw_signs(text, {A.sign: A.style, B.sign: B.style, BOTH: B.style})


def _range(pair: Pair) -> Range:
    """Return the line from the one time to the other, without any for an activity that has no times."""
    marks = [(took, mark) for took, mark in zip(pair.took, (A, B), strict=True) if took is not None]
    times = [took for took, _mark in marks] or [0]
    return Range(short_name(pair.known), min(times), max(times), marks)


def _key(activity: Json, different: bool) -> tuple[str, str]:
    """Return what identifies an activity in both sessions.

    The id of a custom block, or of an activity of another workshop, says nothing without its title.
    """
    id = str(activity["id"])
    return id, str(activity["title"]) if different or id.startswith(CUSTOM_ID) else ""


def _seconds_taken(activity: Json | None, cut_id: str | None) -> int | None:
    """Return how long an activity took, or None if it wasn't done or was cut short."""
    if activity is None or activity["status"] != "done" or activity["id"] == cut_id:
        return None
    return int(activity["actual_s"])


def _figure(activity: Json | None, took: int | None) -> str:
    if activity is None:
        return _("not included")
    if took is not None:
        return words.minutes_seconds(took)
    states = {"skipped": _("skipped"), "unreached": _("not reached"), "done": _("cut short")}
    return states.get(activity["status"], _("not ended"))


def difference(a: int | None, b: int | None) -> str:
    """Return in words how many minutes longer `b` took than `a` (seconds); empty if one of them is None."""
    if a is None or b is None:
        return ""
    n = (abs(b - a) + 30) // 60
    if not n:
        return _("the same")
    return (_("B {n} min longer") if b > a else _("B {n} min shorter")).format(n=n)
