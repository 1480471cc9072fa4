"""An outcome as CSV: a row for each activity, turn, note and parked item. No spreadsheet runs a cell as a formula."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from luisteren_tui.export.outcome_wording import Included, group_label, groups, parked, taken
from luisteren_tui.text.escaping import cell
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
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for activity in outcome["activities"]:
        number = {"participants": outcome["participants"]}
        writer.writerows(map(_cells, _rows({**activity, **number}, included.times)))
    writer.writerows(_cells({"row": "parked", "text": item}) for item in parked(outcome))
    return out.getvalue()


def _rows(activity: _Json, times: bool) -> Iterator[dict[str, Any]]:
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


def _cells(row: _Json) -> dict[str, object]:
    return {key: cell(value) if isinstance(value, str) else value for key, value in row.items()}
