"""A journal and an outcome of one session side by side: nothing is removed that the other one doesn't hold."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from luisteren_tui.session.events import Slot
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.outcome.agreement import Worth, replaces, worth_beside
from luisteren_tui.storage.outcome.completion import Note
from luisteren_tui.storage.outcome.outcome_file import finish, finish_ended, read_session
from luisteren_tui.storage.session_index import Kind, SessionFiles, newest_unfinished
from tests.storage.outcome.completed import amend
from tests.storage.session_samples import NAME, PARKED, outcome_of, session, write_journal

Change = Callable[[dict[str, Any]], object]


def beside(folder: Path, change: Change = lambda outcome: None, *, end: bool = True) -> tuple[Path, Path]:
    """Write a journal and, beside it, what `change` makes of its outcome. Return both paths."""
    journal = write_journal(folder, session(end=end))
    outcome = outcome_of(journal)
    change(outcome)
    path = journal.with_suffix(".json")
    path.write_text(json.dumps(outcome))
    return journal, path


def worth(folder: Path, change: Change = lambda outcome: None, *, end: bool = True) -> Worth:
    journal, path = beside(folder, change, end=end)
    return worth_beside(path, read_journal(journal))


def high(outcome: dict[str, Any]) -> None:
    outcome |= {"last_seq": 999_999, "ended": "2026-11-24T12:00:00Z"}


def test_outcome_that_was_just_written_holds_the_whole_journal(tmp_path: Path) -> None:
    assert worth(tmp_path) is Worth.WHOLE


@pytest.mark.parametrize(
    "change",
    [
        lambda outcome: outcome.update(last_seq=3),
        lambda outcome: outcome.update(ended=None),
        lambda outcome: outcome.update(id="2026-11-24-1300-luisteren-2"),
        lambda outcome: outcome.update(timezone="UTC"),
        lambda outcome: outcome.update(activities=[]),
        lambda outcome: outcome.update(activities={}),
        lambda outcome: outcome["activities"].pop(),
        lambda outcome: outcome["activities"].reverse(),
        lambda outcome: outcome["activities"][0].update(actual_s=1),
        lambda outcome: outcome["activities"][0].update(actual_s="1"),
        lambda outcome: outcome["activities"][0].update(status="skipped"),
        lambda outcome: outcome["activities"][0].update(turns=[{"who": 1}]),
        lambda outcome: outcome["activities"][0]["notes"].clear(),
        lambda outcome: outcome["activities"][0]["notes"][0].update(text="het"),
        lambda outcome: outcome["adjustments"].pop(),
        lambda outcome: outcome.update(participants=None),
        lambda outcome: outcome.pop("workshop"),
    ],
)
def test_outcome_with_one_wrong_value_is_doubtful(change: Change, tmp_path: Path) -> None:
    assert worth(tmp_path, change) is Worth.DOUBTFUL


def test_outcome_counts_beside_an_older_copy_of_its_journal_but_may_lack_something(tmp_path: Path) -> None:
    journal, path = beside(tmp_path)
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:4]))
    assert worth_beside(path, read_journal(journal)) is Worth.WHOLE
    outcome = json.loads(path.read_text())
    for activity in outcome["activities"]:
        activity["notes"] = []
    path.write_text(json.dumps(outcome))
    assert worth_beside(path, read_journal(journal)) is Worth.LATER
    path.write_text(json.dumps(outcome | {"adjustments": outcome["adjustments"][1:]}))
    assert worth_beside(path, read_journal(journal)) is Worth.DOUBTFUL


@pytest.mark.parametrize("change", [{"format": 2}, {"new": 1}], ids=str)
def test_outcome_of_a_newer_version_may_lack_something(change: dict[str, Any], tmp_path: Path) -> None:
    journal, path = beside(tmp_path, lambda outcome: outcome.update(change))
    whole = outcome_of(journal)
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:4]))
    assert worth_beside(path, read_journal(journal)) is Worth.LATER
    assert not replaces(whole, path)


def test_note_that_was_changed_after_the_session_is_held(tmp_path: Path) -> None:
    journal, path = beside(tmp_path)
    amend(path, Slot("1", prompt=2), Note("later", True, "2026-11-25T10:00:00Z"))
    assert worth_beside(path, read_journal(journal)) is Worth.WHOLE


def test_parking_lot_is_held_if_every_item_is_there_or_it_was_changed_after_the_session(tmp_path: Path) -> None:
    assert worth(tmp_path, lambda outcome: outcome.pop("parking_lot")) is Worth.DOUBTFUL
    assert worth(tmp_path, lambda outcome: outcome.update(parking_lot=f"eerst\n{PARKED}")) is Worth.WHOLE
    journal, path = beside(tmp_path)
    amend(path, None, Note("", False, "2026-11-25T10:00:00Z"))
    assert worth_beside(path, read_journal(journal)) is Worth.WHOLE
    assert not replaces(outcome_of(journal) | {"parking_lot": ""}, write_copy(path, outcome_of(journal)))


def test_outcome_of_a_rehearsal_by_an_earlier_version_holds_its_journal(tmp_path: Path) -> None:
    ran = session()
    ran.state = replace(ran.state, opened=replace(ran.state.opened, kind="rehearsal"))
    journal = write_journal(tmp_path, ran)
    outcome = outcome_of(journal)
    assert [each.pop("spoken", None) for each in outcome["activities"]].count(True) == 2
    assert worth_beside(write_copy(journal.with_suffix(".json"), outcome), read_journal(journal)) is Worth.WHOLE


def test_outcome_without_the_name_of_its_plan_holds_its_journal(tmp_path: Path) -> None:
    ran = session()
    ran.state = replace(ran.state, opened=replace(ran.state.opened, plan="2026-11-24 met Sjoerd"))
    journal = write_journal(tmp_path, ran)
    outcome = outcome_of(journal)
    assert outcome.pop("plan") == "2026-11-24 met Sjoerd"
    assert worth_beside(write_copy(journal.with_suffix(".json"), outcome), read_journal(journal)) is Worth.WHOLE


@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, Worth.WHOLE), ({"uid": ""}, Worth.WHOLE), ({"uid": "other"}, Worth.DOUBTFUL)],
    ids=["same", "of an earlier version", "of another session"],
)
def test_outcome_with_another_uid_does_not_hold_the_journal(
    change: dict[str, Any], expected: Worth, tmp_path: Path
) -> None:
    ran = session()
    ran.state = replace(ran.state, opened=replace(ran.state.opened, uid="own"))
    journal = write_journal(tmp_path, ran)
    outcome = outcome_of(journal)
    assert outcome["uid"] == "own"
    path = write_copy(journal.with_suffix(".json"), outcome | change)
    assert worth_beside(path, read_journal(journal)) is expected
    assert replaces(outcome, path) is (expected is Worth.WHOLE)


def write_copy(path: Path, outcome: dict[str, Any]) -> Path:
    path.write_text(json.dumps(outcome))
    return path


def test_damaged_journal_is_never_held_whole(tmp_path: Path) -> None:
    journal, path = beside(tmp_path)
    lines = journal.read_bytes().splitlines(keepends=True)
    for damaged in (lines[1:], [*lines[:5], *lines[6:]], [*lines[:5], b"x" + lines[5], *lines[6:]]):
        journal.write_bytes(b"".join(damaged))
        assert worth_beside(path, read_journal(journal)) is Worth.LATER


def test_damaged_outcome_with_a_high_number_never_costs_an_unfinished_journal(tmp_path: Path) -> None:
    journal, path = beside(tmp_path, high, end=False)
    before = journal.read_bytes()
    damages: list[object] = [[], {}, [1], None]
    for damage in damages:
        path.write_text(json.dumps(json.loads(path.read_text()) | {"activities": damage}))
        assert finish_ended(tmp_path) == []
        assert journal.read_bytes() == before
        assert SessionFiles(NAME, tmp_path).kind is Kind.UNFINISHED
        assert newest_unfinished(tmp_path) == journal


def test_journal_that_the_outcome_lacks_is_moved_aside_and_reported(tmp_path: Path) -> None:
    journal, path = beside(tmp_path)
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:5], *lines[6:]]))
    before, kept = journal.read_bytes(), path.read_bytes()
    (done,) = finish_ended(tmp_path)
    assert [problem.values["name"] for problem in done.problems] == [f"{NAME}.jsonl.damaged-1"]
    assert (tmp_path / f"{NAME}.jsonl.damaged-1").read_bytes() == before
    assert path.read_bytes() == kept
    assert finish_ended(tmp_path) == []


def test_other_outcome_is_kept_when_the_journal_is_finished(tmp_path: Path) -> None:
    journal, path = beside(tmp_path, lambda outcome: outcome.update(activities=[], last_seq=999))
    before, wanted = path.read_bytes(), outcome_of(journal)
    (done,) = finish_ended(tmp_path)
    assert [problem.values["name"] for problem in done.problems] == [f"{NAME}.json.damaged-1"]
    assert (tmp_path / f"{NAME}.json.damaged-1").read_bytes() == before
    assert read_session(done.outcome) == wanted


def test_outcome_is_replaced_by_one_that_holds_it(tmp_path: Path) -> None:
    journal = write_journal(tmp_path, session())
    whole = outcome_of(journal)
    earlier = write_journal(tmp_path / "earlier", session(end=False))
    path = journal.with_suffix(".json")
    path.write_text(json.dumps(outcome_of(earlier)))
    assert replaces(whole, path)
    finish(journal, whole)
    finish(journal, whole)
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [path.name]


def test_link_in_place_of_the_outcome_is_replaced_and_not_followed(tmp_path: Path) -> None:
    journal = write_journal(tmp_path / "s", session())
    victim = tmp_path / "victim"
    victim.write_text("mine")
    victim.chmod(0o644)
    journal.with_suffix(".json").symlink_to(victim)
    finish(journal, outcome_of(journal))
    assert (victim.read_text(), victim.stat().st_mode & 0o777) == ("mine", 0o644)
    assert [each.name for each in (tmp_path / "s").iterdir()] == [f"{NAME}.json"]


def test_journal_with_entries_that_do_not_fit_is_kept_when_it_is_finished(tmp_path: Path) -> None:
    ran = session()
    ran.events.insert(3, ran.events[2])
    journal = write_journal(tmp_path, ran)
    before = journal.read_bytes()
    (done,) = finish_ended(tmp_path)
    assert len(done.problems) == 1
    assert (tmp_path / f"{NAME}.jsonl.damaged-1").read_bytes() == before


def test_journal_that_cannot_be_read_stays(tmp_path: Path) -> None:
    journal, _path = beside(tmp_path)
    data = journal.read_bytes()
    journal.unlink()
    (tmp_path / "elsewhere").write_bytes(data)
    journal.symlink_to(tmp_path / "elsewhere")
    assert finish_ended(tmp_path) == []
    assert journal.is_symlink()
