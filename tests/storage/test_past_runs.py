import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.planning.statistics import ActivityTime, PastRun, activity_time
from luisteren_tui.storage import past_runs as history
from luisteren_tui.storage.outcome.outcome_file import encode, read_session
from luisteren_tui.storage.outcome.reading import read_outcome
from luisteren_tui.storage.outcome.schema import Outcome
from luisteren_tui.storage.past_runs import plans_held, runs
from luisteren_tui.storage.session_index import Kind
from tests.storage.session_samples import outcome_of, session, write_journal

MORNING, NOON, LATE = "2026-11-24-0900-luisteren", "2026-11-24-1200-luisteren", "2026-11-25-2000-luisteren"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return read_session(write_journal(tmp_path_factory.mktemp("a"), session()))


def keep(folder: Path, id: str, outcome: Mapping[str, Any], **changed: object) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{id}.json"
    path.write_text(encode({**outcome, **changed}), encoding="ascii")
    return path


def ids(*folders: Path, newest: int = 9) -> list[str]:
    return [run.id for run in runs(folders, "luisteren", newest)]


def test_run_has_planned_and_actual_times_of_each_activity(tmp_path: Path, outcome: dict[str, Any]) -> None:
    keep(tmp_path, NOON, outcome)
    [run] = runs([tmp_path], "luisteren")
    assert (run.id, run.started, run.kind) == (NOON, "2026-11-24T11:00:00Z", "session")
    titles = [activity["title"] for activity in outcome["activities"]]
    assert run.activities[:4] == (
        ActivityTime("1", 900, 960, "done", titles[0]),
        ActivityTime("2a", 300, 0, "skipped", titles[1]),
        ActivityTime(id="2b", planned_s=900, actual_s=780, status="done", title=titles[2], turns_s=660),
        ActivityTime("2c", 720, 0, "unreached", titles[3]),
    )


def test_sessions_and_rehearsals_are_mixed_newest_first(tmp_path: Path, outcome: dict[str, Any]) -> None:
    sessions, rehearsals = tmp_path / "sessions", tmp_path / "rehearsals"
    for id in (NOON, f"{NOON}-2", f"{NOON}-10"):
        keep(sessions, id, outcome)
    for id in (MORNING, LATE):
        keep(rehearsals, id, outcome, kind="rehearsal")
    newest = [LATE, f"{NOON}-10", f"{NOON}-2", NOON, MORNING]
    assert ids(sessions, rehearsals, tmp_path / "none") == newest
    assert ids(rehearsals, sessions, newest=2) == newest[:2]
    assert [run.kind for run in runs([sessions, rehearsals], "luisteren", 2)] == ["rehearsal", "session"]


def test_other_workshops_and_unfinished_runs_are_skipped(tmp_path: Path, outcome: dict[str, Any]) -> None:
    keep(tmp_path, NOON, outcome)
    keep(tmp_path, "2026-11-24-1201-luisteren", outcome, workshop={**outcome["workshop"], "id": "luisteren!"})
    keep(tmp_path, "2026-11-24-1202-luisteren", outcome, ended=None)
    keep(tmp_path, "2026-11-24-1203-luisteren", outcome, activities=[{"id": 1}])
    keep(tmp_path, "notes", outcome)
    (tmp_path / "2026-11-24-1204-luisteren.json").write_text("{", encoding="ascii")
    (tmp_path / "2026-11-24-1205-luisteren.json").mkdir()
    write_journal(tmp_path, session(), "2026-11-24-1206-luisteren")
    # Its journal has more events than its outcome, so it has not ended.
    write_journal(tmp_path, session(), "2026-11-24-1207-luisteren")
    keep(tmp_path, "2026-11-24-1207-luisteren", outcome, last_seq=1)
    assert ids(tmp_path) == [NOON]


def test_outcome_counts_beside_a_leftover_journal(tmp_path: Path) -> None:
    keep(tmp_path, NOON, outcome_of(write_journal(tmp_path, session(), NOON)))
    assert ids(tmp_path) == [NOON]


def test_only_files_of_the_workshop_are_read(
    tmp_path: Path, outcome: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for id in (MORNING, NOON, LATE, "2026-11-26-0900-luisterend", "2026-11-26-0900-anders"):
        keep(tmp_path, id, outcome)
    opened: list[str] = []

    def spy(path: Path) -> Outcome:
        opened.append(path.stem)
        return read_outcome(path)

    monkeypatch.setattr(history, "read_outcome", spy)
    assert ids(tmp_path, newest=1) == [LATE]
    assert opened == [LATE]


def test_newer_format_counts_as_far_as_possible(tmp_path: Path, outcome: dict[str, Any]) -> None:
    path = keep(tmp_path, NOON, outcome, format=2, mood="calm")
    assert json.loads(path.read_bytes())["mood"] == "calm"
    assert ids(tmp_path) == [NOON]


def run(*activities: ActivityTime) -> PastRun:
    return PastRun(NOON, "2026-11-24T11:00:00Z", "session", activities)


def test_times_are_of_activities_done_and_not_cut_short() -> None:
    done, skipped = ActivityTime("1", 600, 900, "done", "One"), ActivityTime("1", 600, 9, "skipped", "One")
    unreached = ActivityTime("1", 600, 0, "unreached", "One")
    after, never = ActivityTime("2", 60, 60, "done", "Two"), ActivityTime("2", 60, 0, "unreached", "Two")
    cut = ActivityTime("1", 600, 300, "done", "One")
    past = [run(done, after), run(done, never), run(skipped, after), run(after), run(unreached), run(cut, never)]
    past.append(run(cut, never, ActivityTime("3", 0, 0, "skipped", "Three")))
    times = [activity_time(one, "1", "Another title") for one in past]
    assert times == [done, done, None, None, None, None, None]
    assert [one.whole for one in past] == [True, False, True, True, False, False, False]


@pytest.mark.parametrize(
    ("kind", "minutes", "hurried"),
    [("rehearsal", 31, False), ("rehearsal", 15, False), ("rehearsal", 12, True), ("session", 12, False)],
)
def test_fast_or_skipped_rehearsal_is_hurried(
    kind: str, minutes: int, hurried: bool, tmp_path: Path, outcome: dict[str, Any]
) -> None:
    """The rehearsal takes 31 minutes on its own clock."""
    keep(tmp_path, NOON, outcome, kind=kind, ended=f"2026-11-24T11:{minutes}:00Z")
    assert [run.hurried for run in runs([tmp_path], "luisteren")] == [hurried]


def test_custom_block_is_matched_by_its_title_too() -> None:
    welcome, evaluation = (ActivityTime("own.1", 300, 420, "done", title) for title in ("Welkom", "Evaluatie"))
    assert activity_time(run(welcome), "own.1", "Welkom") == welcome
    assert activity_time(run(evaluation), "own.1", "Welkom") is None


def test_skipped_runs_are_reported_when_asked(tmp_path: Path, outcome: dict[str, Any]) -> None:
    keep(tmp_path, "2026-11-24-1300-luisteren", outcome)
    keep(tmp_path, "2026-11-23-1300-luisteren", outcome, ended=None)
    (tmp_path / "2026-11-22-1300-luisteren.json").write_text("{")
    write_journal(tmp_path, session(end=False), "2026-11-21-1300-luisteren")
    write_journal(tmp_path, session(end=False), "2026-11-20-1300-anders")
    (tmp_path / "2026-11-19-1300-luisteren.jsonl").write_text("x\n")
    left_out: list[Kind] = []
    found = runs([tmp_path], "luisteren", left_out=left_out)
    assert [(run.id, run.sha256) for run in found] == [("2026-11-24-1300-luisteren", outcome["workshop"]["sha256"])]
    assert sorted(left_out) == [Kind.DAMAGED, Kind.DAMAGED, Kind.UNFINISHED, Kind.UNFINISHED]
    assert runs([tmp_path], "luisteren") == found


def test_plan_was_held_if_a_session_by_it_took_half_of_its_time(tmp_path: Path, outcome: dict[str, Any]) -> None:
    planned = sum(each["planned_s"] for each in outcome["activities"])
    first, *others = outcome["activities"]
    for id, name, took in (
        (MORNING, "a", planned // 2 - 1),
        (NOON, "b", planned // 2 + 1),
        ("2026-11-24-1300-luisteren", "", planned),
    ):
        done = [{**first, "actual_s": took}, *({**each, "actual_s": 0} for each in others)]
        keep(tmp_path, id, outcome, activities=done, **({"plan": name} if name else {}))
    (tmp_path / f"{LATE}.json").write_text("{}")
    ids = (MORNING, NOON, "2026-11-24-1300-luisteren", LATE, "2026-11-24-1400-gone")
    assert plans_held(tmp_path, ids) == {"b"}
