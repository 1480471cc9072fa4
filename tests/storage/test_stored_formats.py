"""Files of released formats: today's code opens, resumes and exports them, and writes the same bytes."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from luisteren_tui.cli import main as cli
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.planning.plan import Plan
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session.events import TYPES, Slot
from luisteren_tui.storage import plans, retention
from luisteren_tui.storage.journal.line import encode
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.outcome.outcome_file import encode as encode_outcome
from luisteren_tui.storage.outcome.outcome_file import finish_ended, read_session
from luisteren_tui.system.paths import Folders
from tests.storage import format_1_recording as recording
from tests.storage.format_1_recording import ODD, STORED

ID = "2026-11-24-1330-alles"
JOURNALS = ("session.jsonl", "rehearsal.jsonl", "additions.jsonl")
NEW_KEYS = "new-keys.jsonl"
"""Of another workshop, with the keys that came later."""
OUTCOMES = ("outcome.json", "amended.json", "rehearsal.json", "additions.json")

pytestmark = pytest.mark.usefixtures("amsterdam")


def stored(name: str) -> bytes:
    return (STORED / name).read_bytes()


def copy(name: str, target: Path) -> Path:
    """Copy a stored file to `target`, where the program keeps it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(STORED / name, target))


def test_stored_journals_have_every_kind_of_event() -> None:
    kinds = {json.loads(line)["type"] for name in JOURNALS for line in stored(name).splitlines()}
    assert kinds == {*TYPES}


@pytest.mark.parametrize("name", [*JOURNALS, NEW_KEYS])
def test_stored_journal_is_read_without_problems(name: str) -> None:
    found = read_journal(STORED / name)
    assert (list(found.problems), found.intact, found.read_only) == ([], True, False)
    assert len(found.records) == len(stored(name).splitlines())
    _state, unfit = found.fold()
    assert unfit == 0


@pytest.mark.parametrize("name", JOURNALS)
def test_every_stored_event_is_written_as_the_same_bytes(name: str) -> None:
    lines = stored(name).splitlines()
    clocks = [json.loads(line)["at"] for line in lines]
    for record, line, at in zip(read_journal(STORED / name).records, lines, clocks, strict=True):
        again = encode(record.seq, _milliseconds(at), record.event)
        assert again == line


def _milliseconds(at: str) -> int:
    return round(datetime.fromisoformat(at).timestamp() * 1000)


def test_the_same_session_is_recorded_as_the_same_bytes(tmp_path: Path) -> None:
    live = recording.record_session(tmp_path)
    assert live.path is not None
    assert live.path.name == f"{ID}.jsonl"
    assert live.path.read_bytes() == stored("session.jsonl")


def test_the_same_rehearsal_is_recorded_as_the_same_bytes(tmp_path: Path) -> None:
    live = recording.record_rehearsal(tmp_path)
    assert live.path is not None
    assert live.path.read_bytes() == stored("rehearsal.jsonl")


def test_a_session_with_later_kinds_of_events_is_recorded_as_the_same_bytes(tmp_path: Path) -> None:
    live = recording.record_additions(tmp_path)
    assert live.path is not None
    assert live.path.read_bytes() == stored("additions.jsonl")


def test_a_session_with_later_keys_of_its_workshop_is_recorded_as_the_same_bytes(tmp_path: Path) -> None:
    live = recording.record_new_keys(tmp_path)
    assert live.path is not None
    assert live.path.read_bytes() == stored(NEW_KEYS)


def test_stored_session_with_later_kinds_of_events_ends_in_the_stored_outcome(tmp_path: Path) -> None:
    journal = copy("additions.jsonl", tmp_path / "sessions" / f"{ID}.jsonl")
    recording.end_session(tmp_path)
    assert journal.with_suffix(".json").read_bytes() == stored("additions.json")


def test_stored_session_is_resumed_and_ends_in_the_stored_outcome(tmp_path: Path) -> None:
    journal = copy("session.jsonl", tmp_path / "sessions" / f"{ID}.jsonl")
    recording.end_session(tmp_path)
    assert not journal.exists()
    outcome = journal.with_suffix(".json")
    assert outcome.read_bytes() == stored("outcome.json")
    recording.change_note(outcome)
    assert outcome.read_bytes() == stored("amended.json")


def test_stored_session_continues_where_it_stopped(tmp_path: Path) -> None:
    journal = copy("session.jsonl", tmp_path / "sessions" / f"{ID}.jsonl")
    live = LiveSession.resume(journal, read_journal(journal), recording.HandClock(recording.START + 3_600_000))
    assert live.close(60)
    assert live.state.timing.activity == "2c"
    assert live.state.notes[Slot("1", prompt=1)] == f"Een woord en nog een\n\t{ODD}"
    assert journal.read_bytes().startswith(stored("session.jsonl"))


def test_stored_rehearsal_that_ended_gets_the_stored_outcome(tmp_path: Path) -> None:
    copy("rehearsal.jsonl", tmp_path / "rehearsals" / f"{ID}.jsonl")
    (finished,) = finish_ended(Folders(tmp_path).rehearsals)
    assert list(finished.problems) == []
    assert finished.outcome.read_bytes() == stored("rehearsal.json")


@pytest.mark.parametrize("name", OUTCOMES)
def test_stored_outcome_is_read_whole_and_written_as_the_same_bytes(name: str) -> None:
    problems: list[Problem] = []
    outcome = read_session(STORED / name, problems)
    assert problems == []
    assert outcome == json.loads(stored(name))
    assert encode_outcome(outcome).encode() == stored(name)


@pytest.mark.parametrize(("stored_name", "recorded"), [("plan", recording.plan), ("later-plan", recording.later_plan)])
def test_stored_plan_is_loaded_and_saved_as_the_same_bytes(
    stored_name: str, recorded: Callable[[], Plan], tmp_path: Path
) -> None:
    path = copy(f"{stored_name}.json", tmp_path / "plans" / "2026-11-24-alles.json")
    loaded = plans.load(Folders(tmp_path), "2026-11-24-alles")
    assert loaded == recorded()
    path.unlink()
    plans.save(Folders(tmp_path), "2026-11-24-alles", loaded)
    assert path.read_bytes() == stored(f"{stored_name}.json")
    assert [path] == list(path.parent.iterdir())


def test_stored_retention_is_loaded_and_saved_as_the_same_bytes(tmp_path: Path) -> None:
    path = copy("retention.json", tmp_path / "retention.json")
    kept = retention.load(Folders(tmp_path))
    assert kept is not None
    retention.save(Folders(tmp_path), *kept)
    assert path.read_bytes() == stored("retention.json")


@pytest.mark.parametrize("format", ["text", "json", "md", "html", "csv"])
@pytest.mark.parametrize("name", [*JOURNALS, *OUTCOMES])
def test_stored_session_is_exported(name: str, format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suffix = Path(name).suffix
    path = copy(name, tmp_path / "sessions" / f"{ID}{suffix}")
    target = tmp_path / "exported"
    assert (
        cli.main(["--lang", "en", "--data", str(tmp_path), "show", str(path), "--format", format, "-o", str(target)])
        == 0
    )
    assert capsys.readouterr().err.count("Traceback") == 0
    written = target.read_bytes().decode("utf-8-sig")
    assert "Perspectiefwisseling" in written
    if name not in ("rehearsal.jsonl", "rehearsal.json", "additions.jsonl"):
        assert "Een woord en nog een" in written
        assert "\x7f" not in written
        assert "\x9b" not in written


@pytest.mark.parametrize("format", ["text", "json", "csv", "md", "ics"])
def test_stored_plan_is_exported(format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy("plan.json", tmp_path / "plans" / "2026-11-24-alles.json")
    workshop = str(STORED / "workshop.yaml")
    arguments = ["plan", workshop, "--plan", "2026-11-24-alles", "--format", format]
    assert cli.main(["--lang", "en", "--data", str(tmp_path), *arguments]) == 0
    assert "Perspectiefwisseling" in capsys.readouterr().out
