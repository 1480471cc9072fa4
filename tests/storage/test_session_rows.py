"""Rows of the history: every session and rehearsal has one, whatever its files hold."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.storage import session_index
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.outcome.outcome_file import encode
from luisteren_tui.storage.session_index import Kind, Listing, SessionFiles, SessionRow
from luisteren_tui.system.paths import Folders
from tests.storage.session_samples import session, write_journal


def put(folder: Path, id: str, **other: Any) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    outcome = {**build(session().state, [], 42), "id": id, **other}
    (folder / f"{id}.json").write_text(encode(outcome))
    return outcome


def listed(data: Path) -> Listing:
    return Listing.read(Folders(data).sessions, Folders(data).rehearsals)


def rows(data: Path) -> list[SessionRow]:
    listing = listed(data)
    return [*map(listing.read_row, listing.by_minute()), *listing.foreign_rows()]


def test_rows_are_newest_first_with_foreign_files_last(tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren")
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren-10")
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren-2")
    put(tmp_path / "rehearsals", "2026-11-24-1400-luisteren", kind="rehearsal")
    put(tmp_path / "rehearsals", "2026-11-23-1400-luisteren", kind="rehearsal")
    write_journal(tmp_path / "sessions", session(end=False), "2026-11-25-0900-luisteren")
    (tmp_path / "sessions" / "boodschappen.json").write_text("{}")
    found = rows(tmp_path)
    assert [(row.id[5:], row.kind, row.rehearsal) for row in found] == [
        ("11-25-0900-luisteren", Kind.UNFINISHED, False),
        ("11-24-1400-luisteren", Kind.ENDED, True),
        ("11-24-1300-luisteren-10", Kind.ENDED, False),
        ("11-24-1300-luisteren-2", Kind.ENDED, False),
        ("11-24-1300-luisteren", Kind.ENDED, False),
        ("11-23-1400-luisteren", Kind.ENDED, True),
        ("chappen.json", Kind.FOREIGN, False),
    ]
    assert (found[1].planned_s, found[1].actual_s, found[1].notes) == (4320, 1740, 4)
    assert (found[0].title, found[1].title, found[1].workshop) == ("Luisteren met aandacht",) * 2 + ("luisteren",)


def test_no_rows_before_the_first_session(tmp_path: Path) -> None:
    assert rows(tmp_path) == []


@pytest.mark.parametrize(
    "change",
    [
        {"activities": None},
        {"activities": [1]},
        {"activities": [{}]},
        {"workshop": "x"},
        {"workshop": {"id": 1, "title": []}},
        {"format": "1"},
        {"activities": [{"planned_s": "a", "actual_s": [], "notes": {}}]},
        {"activities": [{"planned_s": 0.5, "actual_s": 1, "notes": []}]},
    ],
)
def test_damaged_outcome_is_listed_as_damaged(change: dict[str, Any], tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren", **change)
    assert [(row.kind, row.id) for row in rows(tmp_path)] == [(Kind.DAMAGED, "2026-11-24-1300-luisteren")]


def test_newer_format_has_figures_and_invalid_json_is_damaged(tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren", format=9, more={"x": 1})
    (tmp_path / "sessions" / "2026-11-24-1200-luisteren.json").write_text('{"format": 1, ')
    newer, damaged = rows(tmp_path)
    assert (newer.newer, newer.kind, newer.notes) == (True, Kind.ENDED, 4)
    assert damaged.kind is Kind.DAMAGED


def test_json_of_any_shape_is_damaged_at_worst(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    known = {"id": "x", "last_seq": 1}
    values: tuple[object, ...] = (None, [], 1, "x", {}, known, known | {"format": 1})
    for n, value in enumerate(values):
        (folder / f"2026-11-24-13{n:02}-w.json").write_text(json.dumps(value))
    assert {row.kind for row in rows(tmp_path)} == {Kind.DAMAGED}


def test_sessions_come_before_rehearsals_of_the_same_minute(tmp_path: Path) -> None:
    for folder, word in (("sessions", "a"), ("rehearsals", "b"), ("sessions", "a-2"), ("rehearsals", "b-10")):
        (tmp_path / folder).mkdir(exist_ok=True)
        put(tmp_path / folder, f"2026-11-24-1300-{word}")
    assert [row.id.removeprefix("2026-11-24-1300-") for row in rows(tmp_path)] == ["a-2", "a", "b-10", "b"]


def test_leftovers_get_one_row(tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren")
    for name in (
        "2026-11-24-1300-luisteren.jsonl.damaged-1",
        "2026-11-23-1300-luisteren.jsonl.damaged-1",
        "2026-11-23-1300-luisteren.json.9.new",
    ):
        (tmp_path / "sessions" / name).write_text("x")
    (tmp_path / "rehearsals").mkdir()
    (tmp_path / "rehearsals" / "2026-11-24-1300-luisteren.jsonl.damaged-1").write_text("x")
    left = listed(tmp_path).leftover_rows()
    assert [(row.id, row.kind, row.rehearsal) for row in left] == [
        ("2026-11-24-1300-luisteren", Kind.DAMAGED, True),
        ("2026-11-23-1300-luisteren", Kind.DAMAGED, False),
    ]


def test_session_cut_short_is_not_whole(tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren")
    outcome = put(tmp_path / "sessions", "2026-11-23-1300-luisteren")
    for activity in outcome["activities"]:
        activity["status"] = "skipped" if activity["status"] == "unreached" else activity["status"]
    (tmp_path / "sessions" / "2026-11-23-1300-luisteren.json").write_text(encode(outcome))
    assert [row.whole for row in rows(tmp_path)] == [False, True]


STORED = json.loads((Path(__file__).parents[1] / "data" / "format-1" / "outcome.json").read_bytes())
GONE = object()
ODD_VALUES = st.sampled_from(
    [GONE, None, True, 0, -1, 1.0, 0.5, 2**53, 2**70, float("nan"), "", "x", "\ud800", "unreached", [], {}, [1], [{}]]
)


def places(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of each value in a JSON value, except its own."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*place, key)
        yield from places(inner, (*place, key))


def changed(changes: Iterable[tuple[tuple[str | int, ...], object]]) -> Any:
    """Return the stored outcome, in ASCII or not, with values changed, left out or added."""
    outcome = json.loads(json.dumps(STORED).replace(r"\ud800", "?"))
    for (*way, last), value in changes:
        with suppress(LookupError, TypeError):  # an earlier change is in the way
            parent = outcome
            for key in way:
                parent = parent[key]
            parent[last] = value
            if value is GONE:
                del parent[last]
    return outcome


NEW_PLACES = [("mood",), ("workshop", "mood"), ("activities", 0, "mood"), ("activities", 0, "notes", 0, "mood")]
CHANGES = st.lists(st.tuples(st.sampled_from([*places(STORED), *NEW_PLACES]), ODD_VALUES), max_size=3)


@example([(("activities", 0, "notes", 0, "text"), " \n")], False, b"")
@example([(("format",), 9)], False, b"")
@given(CHANGES, st.booleans(), st.sampled_from([b"", b" ", b"\xff", b"\x00", b"x"]))
def test_row_of_a_decoded_outcome_is_that_of_its_json_value(
    changes: list[tuple[tuple[str | int, ...], object]], ascii: bool, end: bytes
) -> None:
    data = json.dumps(changed(changes), ensure_ascii=ascii).encode("utf-8", "surrogatepass") + end
    files = SessionFiles("2026-11-24-1300-luisteren", Path("sessions"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session_index, "read_bounded", lambda _path, _limit: data)
        row = session_index.read_row(files)
        patch.setattr(session_index, "decode_exact", lambda _kind, _data: None)
        assert session_index.read_row(files) == row


def test_stored_outcome_is_decoded_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_index, "parse_json", None)
    (tmp_path / "sessions").mkdir()
    text = json.dumps(changed(()), ensure_ascii=False)
    (tmp_path / "sessions" / "2026-11-24-1300-luisteren.json").write_text(text, "utf-8")
    (row,) = rows(tmp_path)
    assert (row.kind, row.workshop, row.whole) == (Kind.ENDED, "alles", True)


def test_session_that_ended_after_it_was_listed_has_figures(tmp_path: Path) -> None:
    id = "2026-11-24-1300-luisteren"
    journal = write_journal(tmp_path / "sessions", session(end=False), id)
    listing = listed(tmp_path)
    put(tmp_path / "sessions", id)
    journal.unlink()
    assert [(row.kind, row.notes) for row in map(listing.read_row, listing.files)] == [(Kind.ENDED, 4)]


def put_exact(folder: Path, *changes: tuple[tuple[str | int, ...], object]) -> Path:
    """Write an outcome as this version would write it, apart from `changes`, and return its path."""
    folder.mkdir()
    path = folder / "2026-11-24-1300-luisteren.json"
    path.write_text(json.dumps(changed(changes), ensure_ascii=False), "utf-8")
    return path


@pytest.mark.parametrize("more", [{}, {"mood": "good"}])
def test_row_without_figures_is_else_the_same(tmp_path: Path, more: dict[str, object]) -> None:
    put_exact(tmp_path / "sessions", (("activities", 0, "status"), "unreached"), *(((key,), more[key]) for key in more))
    listing = listed(tmp_path)
    row = listing.read_row(listing.files[0])
    assert (row.kind, row.whole, row.notes > 0, row.planned_s > 0) == (Kind.ENDED, False, True, True)
    without = listing.read_row(listing.files[0], figures=False)
    figures = dict.fromkeys(("planned_s", "actual_s", "notes"), 0)
    assert replace(without, **figures) == replace(row, **figures)


def test_what_is_in_a_pipe_is_no_outcome(tmp_path: Path) -> None:
    data = put_exact(tmp_path / "elsewhere").read_bytes()
    (tmp_path / "sessions").mkdir()
    pipe = tmp_path / "sessions" / "2026-11-24-1300-luisteren.json"
    os.mkfifo(pipe)
    ends = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    os.write(ends, data)
    found = [row.kind for row in rows(tmp_path)]
    left = os.read(ends, len(data))
    os.close(ends)
    assert (found, left) == ([Kind.DAMAGED], data)


def test_the_end_of_a_large_outcome_counts(tmp_path: Path) -> None:
    path = put_exact(tmp_path / "sessions")
    large = path.read_bytes().ljust(64 * 1024)
    for data, kind in ((large[:-1], Kind.ENDED), (large, Kind.ENDED), (large + b"x", Kind.DAMAGED)):
        path.write_bytes(data)
        assert [row.kind for row in rows(tmp_path)] == [kind]


def test_session_that_was_deleted_after_it_was_listed_is_damaged(tmp_path: Path) -> None:
    put(tmp_path / "sessions", "2026-11-24-1300-luisteren")
    listing = listed(tmp_path)
    (tmp_path / "sessions" / "2026-11-24-1300-luisteren.json").unlink()
    assert [row.kind for row in map(listing.read_row, listing.files)] == [Kind.DAMAGED]


def test_link_or_folder_in_place_of_an_outcome_is_damaged(tmp_path: Path) -> None:
    put(tmp_path, "2026-11-24-1300-luisteren")
    folder = tmp_path / "sessions"
    (folder / "2026-11-24-1400-luisteren.json").mkdir(parents=True)
    (folder / "2026-11-24-1300-luisteren.json").symlink_to(tmp_path / "2026-11-24-1300-luisteren.json")
    assert [row.kind for row in rows(tmp_path)] == [Kind.DAMAGED] * 2
