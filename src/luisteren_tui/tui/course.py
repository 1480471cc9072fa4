"""How far a session came, in words: to its end, or broken off, and whether anybody could speak along."""

from collections.abc import Mapping, Sequence
from typing import Any

from luisteren_tui.i18n import _
from luisteren_tui.storage.outcome.schema import real_seconds
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words

FASTER = 1.2
"""From so many times as fast on, a rehearsal went faster than a session does."""

_Json = Mapping[str, Any]


def broken_off_in(activities: Sequence[_Json]) -> _Json | None:
    """Return the activity of an outcome after which nothing was reached, None where it came to its end.

    What the plan left out from the start was not reached by leaving it out.
    """
    end = max((n for n, each in enumerate(activities) if each["status"] == "unreached"), default=0)
    reached = (each for each in activities[:end] if each["status"] != "unreached" and not _left_out(each))
    return next(reversed(list(reached)), None)


def _left_out(activity: _Json) -> bool:
    return bool(activity["status"] == "skipped" and not activity["planned_s"])


def cut_short(activities: Sequence[_Json]) -> str | None:
    """Return the id of the activity that the end of its session cut short: how long it took says nothing."""
    last = broken_off_in(activities)
    short = last is not None and last["status"] != "skipped" and last["actual_s"] < last["planned_s"]
    return str(last["id"]) if last is not None and short else None


def course(outcome: _Json) -> list[str]:
    """Return what kind it was and how far it came; of a rehearsal that went faster than a session also that."""
    parts = [_("rehearsal") if outcome["kind"] == "rehearsal" else _("session")]
    activities = outcome["activities"]
    last = broken_off_in(activities)
    if outcome["ended"] is None:
        parts.append(_("not ended"))
    elif all(each["status"] in ("unreached", "skipped") for each in activities):
        parts.append(_("nothing was done"))
    elif last is not None:
        text = _("broken off in {id}, after {actual}")
        if last["id"] != cut_short(activities):
            text = _("broken off after {id}")
        name = safe_line(str(last["title"] if last["step"] is None else last["id"]))
        parts.append(text.format(id=name, actual=words.minutes_seconds(last["actual_s"])))
    else:
        parts.append(_("to the end"))
    lines = [", ".join(parts)]
    if outcome["kind"] == "rehearsal" and (real := real_seconds(outcome)) is not None:
        inside = sum(each["actual_s"] + each["paused_s"] for each in activities)
        if inside > FASTER * real + 60:
            text = _("faster than it is: {inside} min in {real} min")
            lines.append(text.format(inside=words.minutes(inside), real=words.minutes(real)))
    return lines
