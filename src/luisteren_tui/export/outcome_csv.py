"""An outcome as CSV: a row for each activity, turn, note and parked item."""

from collections.abc import Iterator, Mapping
from typing import Any

from luisteren_tui.export.outcome_wording import Included, group_label, groups, parked, taken
from luisteren_tui.export.spreadsheet import csv_lines
from luisteren_tui.text.safe import safe_line

_Json = Mapping[str, Any]
_ACTIVITY_COLUMNS = ("row", "activity", "title", "form", "status")
_TIME_COLUMNS = ("planned_s", "actual_s", "paused_s", "started")
_NOTE_COLUMNS = ("prompt", "group", "private", "marked", "question", "text")
_ROUND_COLUMNS = ("groups", "repeats", "round", "participants")
_NOTE_LABEL = "group_label"


def as_csv(outcome: _Json, included: Included) -> str:
    """Return the CSV of an outcome whose notes may all be seen. A turn has its name in `who` and its time in `actual_s`."""
    times = (*_TIME_COLUMNS, "who") if included.times else ()
    columns = (*_ACTIVITY_COLUMNS, *times, *(_NOTE_COLUMNS if included.notes else ()), *_ROUND_COLUMNS)
    columns += (_NOTE_LABEL,) if included.notes else ()
    return "".join(csv_lines(columns, _rows(outcome, included.times), included.separator))


def _rows(outcome: _Json, times: bool) -> Iterator[_Json]:
    for activity in outcome["activities"]:
        yield from _activity_rows({**activity, "participants": outcome["participants"]}, times)
    yield from ({"row": "parked", "text": item} for item in parked(outcome))


def _activity_rows(activity: _Json, times: bool) -> Iterator[dict[str, Any]]:
    same = {"activity": activity["id"], "title": safe_line(activity["title"])}
    own = {key: activity[key] for key in ("form", "status", *_TIME_COLUMNS)}
    yield (
        same
        | {"row": "activity"}
        | own
        | {key: activity.get(key) for key in _ROUND_COLUMNS}
        | {"groups": groups(activity)}
    )
    for turn in taken(activity) if times else ():
        yield same | {"row": "turn", "who": turn.name, "actual_s": turn.seconds}
    for note in activity["notes"]:
        label = group_label(activity, note["group"] or 0)
        yield same | {"row": "note", _NOTE_LABEL: label} | {key: note[key] for key in _NOTE_COLUMNS}
