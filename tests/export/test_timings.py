"""The export of times: what is in it, what never is, and the question that it answers."""

import json
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from types import NoneType
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui import __version__
from luisteren_tui.export.timings import KEYS, Tally, timings
from luisteren_tui.storage.deletion import forget_notes
from luisteren_tui.storage.outcome.schema import ActivityOutcome, Outcome, WorkshopOutcome
from luisteren_tui.storage.session_index import SessionFiles
from tests.storage.session_samples import NAME, ended, session, write_journal

DOCS = Path(__file__).parents[2] / "docs"
ANY_TEXT = st.text(st.characters(codec=None), max_size=5)
HERE = "0123456789abcdef" * 2
OF_0_9_0 = KEYS[:14]
"""The keys that version 0.9.0 wrote."""
OWN = {
    "id": "own.1", "step": None, "title": "SECRET", "form": "plenary", "status": "done", "planned_s": 60,
    "actual_s": 60, "paused_s": 0, "started": None,
}  # fmt: skip
"""A block of the facilitator's own."""
Row = dict[str, Any]


def exported(data: Path, installation: str | None = HERE) -> list[Row]:
    tally = Tally()
    rows = [json.loads(line) for line in "".join(timings(data, installation, tally)).splitlines()]
    assert (tally.unfinished, tally.unreadable) == ([], [])
    return rows


def change(path: Path, *, statuses: str = "", took: dict[str, int] | None = None, **values: Any) -> Path:
    """Give the outcome at `path` other values, and its activities other statuses (their first letters) and times."""
    outcome = json.loads(path.read_text())
    for activity, status in zip(outcome["activities"], statuses, strict=False):
        activity["status"] = {"d": "done", "s": "skipped", "u": "unreached", "c": "current"}[status]
    for activity in outcome["activities"]:
        activity["actual_s"] = (took or {}).get(activity["id"], activity["actual_s"])
    path.write_text(json.dumps(outcome | values))
    return path


def activities(path: Path) -> list[Row]:
    found: list[Row] = json.loads(path.read_text())["activities"]
    return found


def test_every_activity_has_a_row_with_the_agreed_keys(tmp_path: Path) -> None:
    change(ended(tmp_path), uid="5e" * 16)
    rows = exported(tmp_path)
    assert [tuple(row) for row in rows] == [KEYS] * 6
    assert rows[2] == {
        "session": NAME, "workshop": "luisteren", "version": "", "started": "2026-11-24T11:00:00Z", "participants": 12,
        "place": 3, "activity": "2b", "title": "Perspectiefwisseling in tweetallen", "step": 2, "form": "pairs",
        "status": "done", "planned_s": 900, "actual_s": 780, "paused_s": 0, "broken_off": True,
        "session_uid": "5e" * 16, "session_status": "broken_off", "installation": HERE, "program": __version__,
        "format": 1,
    }  # fmt: skip
    assert [row["status"] for row in rows] == ["done", "skipped", "done"] + ["unreached"] * 3


def test_page_about_times_has_each_key_with_its_type_and_unit(tmp_path: Path) -> None:
    path = ended(tmp_path)
    change(path, activities=[*activities(path), OWN])
    rows = exported(tmp_path) + exported(tmp_path, installation=None)
    words = {str: "text", int: "whole number", bool: "true or false", NoneType: "null"}
    found = {key: {type(row[key]) for row in rows} for key in KEYS}
    table = re.findall(r"^\| `(\w+)` \| (.+?) \| (.*?) ?\| (.+?) \|", text("timings.md"), re.MULTILINE)
    assert [(key, kind) for key, kind, _unit, _since in table] == [
        (key, " or ".join(words[each] for each in words if each in found[key])) for key in KEYS
    ]
    assert {key for key, _kind, unit, _since in table if unit == "seconds"} == {key for key in KEYS if key[-2:] == "_s"}
    assert tuple(key for key, _kind, _unit, since in table if since == "0.9.0") == OF_0_9_0


def text(page: str) -> str:
    return (DOCS / page).read_text("utf-8")


def test_notes_turns_and_own_texts_are_left_out(tmp_path: Path) -> None:
    path = ended(tmp_path)
    found = activities(path)
    for activity in found:
        activity["notes"] = [
            {"prompt": None, "group": None, "private": False, "question": "SECRET", "text": "SECRET", "marked": True}
        ]
        activity |= {"prompts": ["SECRET"], "turns": [{"who": "SECRET", "actual_s": 1}], "group_labels": ["SECRET"]}
        activity |= {"label": "SECRET", "repeats": "SECRET"}
    change(path, activities=[*found, OWN], plan="SECRET", parking_lot="SECRET", timezone="SECRET")
    rows = exported(tmp_path)
    written = json.dumps(rows)
    assert "SECRET" not in written
    assert str(tmp_path) not in written
    assert [row["title"] for row in rows[-3:]] == ["Pauze", "Afronding", None]


def test_only_ended_sessions_are_included_and_the_others_are_named(tmp_path: Path) -> None:
    ended(tmp_path, "2026-11-26-0900-b")
    ended(tmp_path, "2026-11-25-0900-a")
    ended(tmp_path, "2026-11-25-0900-r", folder="rehearsals")
    write_journal(tmp_path / "sessions", session(end=False), "2026-11-27-0900-c")
    (tmp_path / "sessions" / "2026-11-28-0900-d.json").write_text("{}")
    (tmp_path / "sessions" / "2026-11-28-0900-e.jsonl").write_text("{}")
    (tmp_path / "sessions" / "other.json").write_text("{}")
    tally = Tally()
    rows = [json.loads(line) for line in "".join(timings(tmp_path, HERE, tally)).splitlines()]
    assert list(dict.fromkeys(row["session"] for row in rows)) == ["2026-11-25-0900-a", "2026-11-26-0900-b"]
    assert tally == Tally(2, ["2026-11-27-0900-c"], ["2026-11-28-0900-d", "2026-11-28-0900-e"])
    assert list(timings(tmp_path / "none", HERE, tally)) == []


@pytest.mark.parametrize(
    ("statuses", "ended_at", "place"),
    [
        ("dddddd", "2026-11-24T12:00:00Z", None),
        ("dsssss", "2026-11-24T12:00:00Z", None),
        ("dsduuu", "2026-11-24T12:00:00Z", 3),
        ("dsuuuu", "2026-11-24T12:00:00Z", 1),
        ("ddsdus", "2026-11-24T12:00:00Z", 4),
        ("uuuuuu", "2026-11-24T12:00:00Z", 0),
        ("dcuuuu", None, 2),
        ("dddddc", None, 6),
    ],
)
def test_session_is_broken_off_in_what_it_reached_last_if_anything_is_unreached(
    statuses: str, ended_at: str | None, place: int | None, tmp_path: Path
) -> None:
    change(ended(tmp_path), statuses=statuses, ended=ended_at)
    rows = exported(tmp_path)
    assert [row["place"] for row in rows if row["broken_off"]] == ([place] if place else [])
    assert {row["session_status"] for row in rows} == {"ended" if place is None else "broken_off"}


def uids(data: Path) -> list[str]:
    return list(dict.fromkeys(row["session_uid"] for row in exported(data)))


def test_session_of_an_earlier_version_has_the_same_uid_wherever_its_outcome_is(tmp_path: Path) -> None:
    path = ended(tmp_path / "one")
    before = uids(tmp_path / "one")
    (tmp_path / "two" / "sessions").mkdir(parents=True)
    shutil.copy(path, tmp_path / "two" / "sessions" / f"{NAME}-2.json")
    assert forget_notes(SessionFiles(NAME, path.parent))
    assert uids(tmp_path / "one") == uids(tmp_path / "two") == before
    assert re.fullmatch("[0-9a-f]{32}", before[0])


@pytest.mark.parametrize(
    "values", [{"started": "2026-11-24T11:00:01Z"}, {"ended": "2026-11-24T12:30:00Z"}, {"participants": 9}]
)
def test_sessions_of_one_minute_have_different_uids(values: Row, tmp_path: Path) -> None:
    one, two = ended(tmp_path), ended(tmp_path, f"{NAME}-2")
    assert len(uids(tmp_path)) == 1  # a copy
    change(two, took={"1": 961})
    assert len(uids(tmp_path)) == 2
    change(two, took={"1": 960}, **values)
    assert len(uids(tmp_path)) == 2
    change(one, uid="1")
    change(two, uid="2")
    assert uids(tmp_path) == ["1", "2"]


ACTIVITIES = st.builds(
    ActivityOutcome,
    id=ANY_TEXT,
    step=st.none() | st.integers(-(2**53) + 1, 2**53 - 1),
    title=ANY_TEXT,
    form=ANY_TEXT | st.just("break"),
    status=ANY_TEXT,
    **dict.fromkeys(("planned_s", "actual_s", "paused_s"), st.integers(0, 2**53 - 1)),
    started=st.none(),
)


@given(ANY_TEXT, st.lists(ACTIVITIES, max_size=3), st.integers(-(2**53) + 1, 2**53 - 1))
def test_lines_are_what_json_would_write(text: str, activities: list[ActivityOutcome], participants: int) -> None:
    workshop = WorkshopOutcome(text, text, text)
    id = "2026-11-24-1300-é"
    outcome = Outcome(
        format=1, kind="session", id=id, workshop=workshop, last_seq=1, started=text, ended=text, timezone=text,
        participants=participants, activities=tuple(activities), uid=text,
    )  # fmt: skip
    with TemporaryDirectory() as data, pytest.MonkeyPatch.context() as patch:
        (Path(data) / "sessions").mkdir()
        (Path(data) / "sessions" / f"{id}.json").touch()
        patch.setattr("luisteren_tui.export.timings.read_stored_outcome", lambda _path: outcome)
        lines = "".join(timings(Path(data), HERE, Tally())).splitlines()
    rows = [json.loads(line) for line in lines]
    assert [json.dumps(row) for row in rows] == lines
    assert [tuple(row) for row in rows] == [KEYS] * len(activities)
    for row, activity in zip(rows, activities, strict=True):
        named = {each: getattr(activity, each) for each in ("step", "form", "status", *KEYS[11:14])}
        assert named.items() <= row.items()
        assert (row["activity"], row["workshop"], row["participants"]) == (activity.id, text, participants)
        assert row["session_uid"] == text or not text


def asked(folder: Path) -> list[tuple[Any, ...]]:
    """Return what the query in the guide finds in the files of `folder`."""
    (query,) = re.findall(r"```sql\n(.*?)```", text("guide.md"), re.DOTALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return duckdb.execute(query).fetchall()


def write_rows(file: Path, rows: list[Row], *, by_0_9_0: bool = False) -> None:
    kept = OF_0_9_0 if by_0_9_0 else KEYS
    file.write_text("".join(json.dumps({key: row[key] for key in kept}) + "\n" for row in rows))


def test_query_in_the_guide_finds_the_activity_that_runs_over_most(tmp_path: Path) -> None:
    for number, took in enumerate([{"1": 960, "2b": 1500}, {"1": 2000, "2b": 1320}, {"1": 840, "2b": 1380}]):
        data = tmp_path / f"laptop{number}"
        change(ended(data), took=took, statuses="dsddds")
        (tmp_path / f"{number}.jsonl").write_text("".join(timings(data, HERE, Tally())))
    (tmp_path / "3.jsonl").touch()  # from a person without sessions
    assert asked(tmp_path)[:2] == [
        ("luisteren", "", "2b", "Perspectiefwisseling in tweetallen", 3, 8.0),
        ("luisteren", "", "1", "Verkenning", 3, 1.0),
    ]


@pytest.mark.parametrize("by_0_9_0", [False, True])
def test_query_counts_only_what_was_done_to_its_end_and_titles_of_the_makers(by_0_9_0: bool, tmp_path: Path) -> None:
    path = ended(tmp_path / "data")  # broken off in 2b
    change(path, activities=[OWN, *activities(path)])
    write_rows(tmp_path / "0.jsonl", exported(tmp_path / "data"), by_0_9_0=by_0_9_0)
    assert [row[2:] for row in asked(tmp_path)] == [("1", "Verkenning", 1, 1.0)]
    change(path, statuses="ddsdsss")
    write_rows(tmp_path / "0.jsonl", exported(tmp_path / "data"), by_0_9_0=by_0_9_0)
    assert [row[2] for row in asked(tmp_path)] == ["1", "2b"]


def test_query_keeps_versions_of_a_workshop_apart(tmp_path: Path) -> None:
    for version in "ab":
        path = ended(tmp_path / version)
        change(path, workshop=json.loads(path.read_text())["workshop"] | {"sha256": version})
        write_rows(tmp_path / f"{version}.jsonl", exported(tmp_path / version))
    assert [row[:3] + row[4:5] for row in asked(tmp_path)] == [("luisteren", "a", "1", 1), ("luisteren", "b", "1", 1)]


@pytest.mark.parametrize("files", ["now", "now now", "now moved", "now 0.9.0", "0.9.0 now 0.9.0", "0.9.0 0.9.0"])
def test_query_counts_once_what_was_exported_twice(files: str, tmp_path: Path) -> None:
    change(ended(tmp_path / "data"), uid="5e" * 16)
    for number, file in enumerate(files.split()):
        rows = exported(tmp_path / "data", installation="f" * 32 if file == "moved" else HERE)
        write_rows(tmp_path / f"{number}.jsonl", rows, by_0_9_0=file == "0.9.0")
    assert [row[2:] for row in asked(tmp_path)] == [("1", "Verkenning", 1, 1.0)]


def test_query_counts_sessions_of_two_facilitators_that_are_alike(tmp_path: Path) -> None:
    change(ended(tmp_path / "data"), uid="5e" * 16)
    rows = exported(tmp_path / "data")
    write_rows(tmp_path / "one.jsonl", rows)
    write_rows(tmp_path / "two.jsonl", [row | {"session_uid": "77" * 16} for row in rows])
    assert [row[2:] for row in asked(tmp_path)] == [("1", "Verkenning", 2, 1.0)]


@pytest.mark.check_only
def test_query_goes_over_two_thousand_files_as_it_is(tmp_path: Path) -> None:
    change(ended(tmp_path / "data"), statuses="ddddss")
    rows = exported(tmp_path / "data")
    for number in range(2000):
        own = [
            row | {"session_uid": f"{number:032x}", "started": f"2026-11-24T11:{number // 60:02}:{number % 60:02}Z"}
            for row in rows
        ]
        # The first files, which DuckDB would look at to find the keys, have only those of 0.9.0.
        write_rows(tmp_path / f"{number:04}.jsonl", own, by_0_9_0=number < 500)
        if number % 10 == 0:
            write_rows(tmp_path / f"{number:04}-again.jsonl", own)
    assert sorted((row[2], row[4]) for row in asked(tmp_path)) == [(each, 2000) for each in ("1", "2a", "2b", "2c")]


def test_query_for_spark_is_that_of_the_guide() -> None:
    (query,) = re.findall(r"```sql\n(.*?)```", text("guide.md"), re.DOTALL)
    (for_spark,) = re.findall(r"```sql\n(.*?)```", text("timings.md"), re.DOTALL)
    reading, asking = query.split(";\n\n")
    assert asking.strip().removesuffix(";") == for_spark.strip()
    (columns,) = re.findall(r'schema\("""(.*?)"""', text("timings.md"), re.DOTALL)
    types = {"VARCHAR": "STRING"}
    named = re.findall(r"(\w+): '(\w+)'", reading)
    assert [f"{name} {types.get(kind, kind)}" for name, kind in named] == [
        " ".join(each.split()) for each in columns.split(",")
    ]
