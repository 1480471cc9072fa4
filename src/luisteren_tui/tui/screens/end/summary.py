"""What the end of a session says of it: its total, what was not done, and the notes."""

from collections.abc import Mapping
from typing import Any

from textual.content import Content

from luisteren_tui.export.session_summary import cut_short
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.outcome.schema import totals
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.end.rehearsal_lessons import name


def facts(outcome: Mapping[str, Any], private: bool) -> list[Content]:
    """Return a line each on the total, what was not done, and how many notes there are; `private` ones may be shown."""
    lines = []
    planned, actual, _paused = totals(outcome["activities"])
    lines.append(
        Content.assemble(
            (
                ngettext(
                    "In all: {planned} → {actual} minute",
                    "In all: {planned} → {actual} minutes",
                    int(words.minutes(actual)),
                ).format(planned=words.minutes(planned), actual=words.minutes(actual)),
                "bold",
            )
        )
    )
    if undone := [a for a in outcome["activities"] if a["status"] != "done" and a["planned_s"]]:
        text = ngettext(
            "Of what was planned, {minutes} min were for {n} activity that was skipped or not reached.",
            "Of what was planned, {minutes} min were for {n} activities that were skipped or not reached.",
            len(undone),
        )
        minutes = words.minutes(totals(undone).planned_s)
        lines.append(Content(text.format(n=len(undone), minutes=minutes)))
    if cut := cut_short(outcome["activities"]):
        title = next(each["title"] for each in outcome["activities"] if each["id"] == cut)
        lines.append(Content(safe_line(_("“{title}” was broken off.").format(title=title))))
    # One that was emptied later is there for when that was, and has nothing to show; nor has a mark alone.
    written = [n for a in outcome["activities"] for n in a["notes"] if n["text"].strip()]
    if alone := sum(note["private"] for note in written):
        shown = _("Notes: {n}, of which {private} for you alone")
        hidden = _("Notes: {n}, of which {private} for you alone: a shows them")
        lines.append(Content((shown if private else hidden).format(n=len(written), private=alone)))
    elif written:
        lines.append(Content(_("Notes: {n}").format(n=len(written))))
    marked = sum(note.get("marked", False) for a in outcome["activities"] for note in a["notes"])
    if marked:
        lines.append(Content(_("Marked to complete: {n}").format(n=marked)))
    return lines


def notes(outcome: Mapping[str, Any], private: bool) -> list[Content]:
    """Return the notes under their questions; those that are private only if asked."""
    parts = []
    for activity in outcome["activities"]:
        for note in activity["notes"]:
            if (note["private"] and not private) or not (note["text"].strip() or note["marked"]):
                continue
            slot = Slot(activity["id"], note["prompt"], note["group"], note["private"])
            question = safe_line(note["question"] or words.slot(slot))
            text = safe(note["text"]).strip() or "–"
            parts.append(
                Content.assemble(
                    (f"{name(activity)} · {question}", "bold"), ("  ●" if note.get("marked") else ""), f"\n{text}"
                )
            )
    return parts
