"""What the end screen says of an outcome, as lines and paragraphs."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, takewhile
from typing import Any

from textual.content import Content

from luisteren_tui.export.outcome_wording import group_label, parked
from luisteren_tui.export.session_summary import cut_short
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.outcome.schema import totals
from luisteren_tui.text.safe import safe, safe_line, within_quotes
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.activity_times import name_of

MAX_DRAWN = 1000
"""The most activities, and the most notes, that are drawn: each takes a millisecond."""
MAX_DRAWN_LENGTH = 500_000
"""The most characters of notes that are drawn."""


def draw_facts(outcome: Mapping[str, Any], *, private: bool) -> Content:
    """Return lines about the total, what was not done, and the notes. `private` is whether private notes are visible."""
    lines = []
    planned_s, actual_s, _paused_s = totals(outcome["activities"])
    total = ngettext(
        "In all: {planned} → {actual} minute",
        "In all: {planned} → {actual} minutes",
        int(words.minutes(actual_s)),
    ).format(planned=words.minutes(planned_s), actual=words.minutes(actual_s))
    lines.append(Content.assemble((total, "bold")))
    if undone := [a for a in outcome["activities"] if a["status"] != "done" and a["planned_s"]]:
        text = ngettext(
            "Of what was planned, {minutes} min were for {n} activity that was skipped or not reached.",
            "Of what was planned, {minutes} min were for {n} activities that were skipped or not reached.",
            len(undone),
        )
        minutes = words.minutes(totals(undone).planned_s)
        lines.append(Content(text.format(n=len(undone), minutes=minutes)))
    if cut_id := cut_short(outcome["activities"]):
        title = next(each["title"] for each in outcome["activities"] if each["id"] == cut_id)
        lines.append(Content(safe_line(_("“{title}” was cut short.").format(title=within_quotes(title)))))
    # A note that was emptied stays in the outcome, and so does a mark without a text. Neither counts.
    written = [n for a in outcome["activities"] for n in a["notes"] if n["text"].strip()]
    if private_count := sum(note["private"] for note in written):
        text = (
            _("Notes: {n}, of which {private} for you alone")
            if private
            else _("Notes: {n}, of which {private} for you alone: p shows them")
        )
        lines.append(Content(text.format(n=len(written), private=private_count)))
    elif written:
        lines.append(Content(_("Notes: {n}").format(n=len(written))))
    marked = sum(note.get("marked", False) for a in outcome["activities"] for note in a["notes"])
    if marked:
        lines.append(Content(_("Marked to complete: {n}").format(n=marked)))
    return Content("\n").join(lines)


def draw_parking(outcome: Mapping[str, Any]) -> list[Content]:
    """Return the parking lot as one part, if there is anything in it."""
    items = parked(outcome)
    lines = [Content.assemble((_("Parking lot"), "bold")), *(Content(f"· {item}") for item in items)]
    return [Content("\n").join(lines)] if items else []


def draw_written(outcome: Mapping[str, Any], *, private: bool) -> list[Content]:
    """Return the notes and the parking lot, as far as a screen can draw them."""
    written = [*draw_notes(outcome, private=private), *draw_parking(outcome)]
    drawn = written[: _fitting(written)]
    if len(drawn) < len(written) or len(outcome["activities"]) > MAX_DRAWN:
        text = _("This is too much to show, so the rest is left out. x exports everything.")
        drawn.append(Content.assemble((text, "bold")))
    return drawn


def _fitting(notes: Sequence[Content]) -> int:
    """Return how many of the `notes` are drawn."""
    lengths = accumulate(len(note) for note in notes[:MAX_DRAWN])
    return sum(1 for _length in takewhile(lambda length: length <= MAX_DRAWN_LENGTH, lengths))


def draw_notes(outcome: Mapping[str, Any], *, private: bool) -> list[Content]:
    """Return the notes below their questions, with the private ones if `private`. The first of an activity has its name."""
    parts = []
    for activity in outcome["activities"]:
        name = name_of(activity).title if activity["step"] is None else " ".join(name_of(activity))
        head = Content.assemble((name, "bold $primary"), "\n")
        for note in activity["notes"]:
            if (note["private"] and not private) or not (note["text"].strip() or note["marked"]):
                continue
            slot = Slot(activity["id"], note["prompt"], note["group"], note["private"])
            label = group_label(activity, note["group"] or 0)
            question = safe_line(note["question"] or label or words.slot(slot).capitalize())
            text = safe(note["text"]).strip() or "–"
            marked = ("  ●", "bold $accent") if note.get("marked") else ""
            parts.append(Content.assemble(head, (question, "$muted"), marked, f"\n{text}"))
            head = Content("")
    return parts
