"""An outcome as CSV: a row for each activity, turn and note. No cell can run as a formula."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from luisteren_tui.export.outcome_text import taken, turn_name
from luisteren_tui.text.escaping import cell
from luisteren_tui.text.safe import safe_line

_Json = Mapping[str, Any]
_WHAT = ("row", "activity", "title", "form", "status")
_TIMES = ("planned_s", "actual_s", "paused_s", "started")
_NOTES = ("prompt", "group", "private", "marked", "question", "text")


def as_csv(outcome: _Json, *, notes: bool = True, times: bool = True) -> str:
    """Return an outcome whose notes may all be seen. A turn has its `who`, and its time as `actual_s`."""
    columns = (*_WHAT, *((*_TIMES, "who") if times else ()), *(_NOTES if notes else ()))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for activity in outcome["activities"]:
        writer.writerows(map(_cells, _rows(activity, times)))
    return out.getvalue()


def _rows(activity: _Json, times: bool) -> Iterator[dict[str, Any]]:
    same = {"activity": activity["id"], "title": safe_line(activity["title"])}
    yield same | {"row": "activity"} | {key: activity[key] for key in ("form", "status", *_TIMES)}
    for turn in taken(activity) if times else ():
        yield same | {"row": "turn", "who": turn_name(turn), "actual_s": turn["actual_s"]}
    for note in activity["notes"]:
        yield same | {"row": "note"} | {key: note[key] for key in _NOTES}


def _cells(row: _Json) -> dict[str, object]:
    return {key: cell(value) if isinstance(value, str) else value for key, value in row.items()}
