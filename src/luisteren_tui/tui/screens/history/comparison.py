"""The page that compares two sessions: how long each activity took in both."""

from collections.abc import Iterator, Mapping
from typing import Any

from textual.content import Content

from luisteren_tui.export.session_summary import cut_short, last_reached, name
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning.plan import CUSTOM_ID
from luisteren_tui.storage.outcome.outcome_file import read_session
from luisteren_tui.storage.outcome.reading import Unreadable
from luisteren_tui.storage.outcome.schema import real_seconds, totals
from luisteren_tui.storage.session_index import SessionRow
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.activity_times import TimeTable, full_name, short_name
from luisteren_tui.tui.screens.page import Page

MAX_WIDTH, MARGIN = 84, 8
"""The widths of the table and of the margin around it, in cells."""
MAX_TITLE_WIDTH, FIGURE_WIDTH, DIFFERENCE_WIDTH = 34, 12, 22
"""The widths of the columns, in cells."""
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
        names = [
            Content.assemble((sign, "bold $accent"), f"  {name(row)}", *(f"\n   {line}" for line in progress(outcome)))
            for sign, row, outcome in zip("AB", self._rows, (a, b), strict=True)
        ]
        width = min(MAX_WIDTH, self.app.size.width - MARGIN)
        different = a["workshop"]["id"] != b["workshop"]["id"]
        remark = ""
        if different:
            remark = _("Two different workshops: what has the same name is side by side.")
        elif a["workshop"]["sha256"] != b["workshop"]["sha256"]:
            remark = _("The workshop was changed in between.")
        remarks = [Content.assemble((remark, "bold"))] if remark else []
        return Content("\n").join([*names, *remarks, Content(""), *_table(a, b, width, different=different)])

    def on_resize(self) -> None:
        """Fit the table to the width."""
        self.renew()
        super().on_resize()


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


def _table(a: Json, b: Json, width: int, *, different: bool) -> Iterator[Content]:
    narrow = width < MIN_WIDE
    title_width = width - 2 * (FIGURE_WIDTH + 1) - (0 if narrow else DIFFERENCE_WIDTH)
    table = TimeTable(max(6, min(MAX_TITLE_WIDTH, title_width)), FIGURE_WIDTH)
    first, second = ({_key(one, different): one for one in outcome["activities"]} for outcome in (a, b))
    cut = [cut_short(outcome["activities"]) for outcome in (a, b)]
    yield table.line("", _("A took"), _("B took"), style="$muted")
    both: list[tuple[Json, Json]] = []
    # First the activities of the later session, then those that only the earlier one has.
    for key in [*second, *(key for key in first if key not in second)]:
        pair = first.get(key), second.get(key)
        known = pair[1] or pair[0]
        assert known is not None
        title = full_name(known["id"], known["title"], known["step"])
        took = [_seconds_taken(one, cut_id) for one, cut_id in zip(pair, cut, strict=True)]
        figures = [_figure(one, cut_id) for one, cut_id in zip(pair, cut, strict=True)]
        if pair[0] and pair[1] and None not in took:
            both.append((pair[0], pair[1]))
        yield table.line(title, *figures, text="" if narrow else difference(*took))
    if both:
        total, later = (totals(some).actual_s for some in zip(*both, strict=True))
        figures = [words.minutes_seconds(total), words.minutes_seconds(later)]
        yield table.line(_("In all"), *figures, text="" if narrow else difference(total, later), style="bold")
    if len(both) < len({*first, *second}):
        n = len(both)
        text = ngettext(
            "In all, over the {n} activity that was completed in both.",
            "In all, over the {n} activities that were completed in both.",
            n,
        ).format(n=n)
        yield Content.assemble((text if n else _("No activity was completed in both."), "$muted"))


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


def _figure(activity: Json | None, cut_id: str | None) -> str:
    if activity is None:
        return _("not included")
    if (seconds := _seconds_taken(activity, cut_id)) is not None:
        return words.minutes_seconds(seconds)
    states = {"skipped": _("skipped"), "unreached": _("not reached"), "done": _("cut short")}
    return states.get(activity["status"], _("not ended"))


def difference(a: int | None, b: int | None) -> str:
    """Return in words how many minutes longer `b` took than `a` (seconds); empty if one of them is None."""
    if a is None or b is None:
        return ""
    n = (abs(b - a) + 30) // 60
    if not n:
        return _("the same")
    if b > a:
        return ngettext("B {n} minute longer", "B {n} minutes longer", n).format(n=n)
    return ngettext("B {n} minute shorter", "B {n} minutes shorter", n).format(n=n)
