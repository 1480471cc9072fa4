"""Startup before the first screen, with an app that only records what it is given."""

import math
import os
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from luisteren_tui.storage import session_index as library
from luisteren_tui.storage.deletion import put_off
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.lock import FolderInUse, lock_folder
from luisteren_tui.storage.outcome import outcome_file as outcome
from luisteren_tui.storage.outcome.outcome_file import finish, remove_journal
from luisteren_tui.storage.session_index import SessionFiles
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.start_request import StartRequest
from luisteren_tui.tui.startup import open_app
from tests.storage.held_disk import HeldDisk
from tests.storage.session_samples import NAME, outcome_of, session, write_journal


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what the app is started with. The app checks that the lock is held."""
    given: dict[str, Any] = {}

    class App:
        def __init__(self, request: StartRequest, **parts: Any) -> None:
            given.update(parts, request=request)

        def run_to_exit_code(self) -> int:
            with pytest.raises(FolderInUse), lock_folder(tmp_path, "other", 0):
                pass
            return 7

    app = ModuleType("app")
    app.LuisterenApp = App  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "luisteren_tui.tui.app", app)
    monkeypatch.setenv("LUISTEREN_CONFIG", str(tmp_path / "config.toml"))
    return given


def luisteren(data: Path) -> StartRequest:
    return StartRequest(workshop=load(find("luisteren", data)))


def test_app_starts_with_its_parts_while_the_lock_is_held(tmp_path: Path, started: dict[str, Any]) -> None:
    assert open_app(Folders(tmp_path), StartRequest(), "en") == 7
    assert set(started) == {"request", "folders", "clock", "config", "language", "lock", "warnings"}
    assert (started["warnings"], started["request"].unfinished, started["language"]) == ((), None, "en")
    with lock_folder(tmp_path, "again", 0):
        pass


def test_wrong_settings_only_cause_warnings(tmp_path: Path, started: dict[str, Any]) -> None:
    (tmp_path / "config.toml").write_text("theme = 1")
    assert open_app(Folders(tmp_path), StartRequest(), None) == 7
    assert len(started["warnings"]) == 1


def test_newest_unfinished_session_is_offered(tmp_path: Path, started: dict[str, Any]) -> None:
    folder = tmp_path / "sessions"
    write_journal(folder, session(end=False), "2026-11-23-0900-luisteren")
    unfinished = write_journal(folder, session(end=False), "2026-11-24-0900-luisteren")
    write_journal(folder, session())
    open_app(Folders(tmp_path), luisteren(tmp_path), None)
    assert started["request"].unfinished == unfinished
    assert (folder / f"{NAME}.json").exists()
    assert not (folder / f"{NAME}.jsonl").exists()


def test_home_starts_without_reading_unfinished_journals(
    tmp_path: Path, started: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("sessions", "rehearsals"):
        write_journal(tmp_path / folder, session(end=False))
    read: list[Path] = []
    for module in (library, outcome):
        monkeypatch.setattr(module, "read_journal", read.append)
    assert open_app(Folders(tmp_path), StartRequest(), None) == 7
    assert (started["request"].unfinished, read) == (None, [])


def test_ended_rehearsal_without_an_outcome_is_finished(tmp_path: Path, started: dict[str, Any]) -> None:
    folder = tmp_path / "rehearsals"
    write_journal(folder, session())
    (folder / "2026-11-23-0900-luisteren.jsonl").touch()
    open_app(Folders(tmp_path), StartRequest(), None)
    assert started["warnings"] == ()
    assert [path.name for path in folder.iterdir()] == [f"{NAME}.json"]


def test_words_for_the_room_that_a_killed_program_left_are_removed(tmp_path: Path, started: dict[str, Any]) -> None:
    Folders(tmp_path).room_words.write_text("{}")
    open_app(Folders(tmp_path), StartRequest(), None)
    assert not Folders(tmp_path).room_words.exists()


def test_what_could_not_be_deleted_before_is_deleted_before_anything_is_offered(
    tmp_path: Path, started: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = write_journal(tmp_path / "sessions", session(end=False))
    assert put_off(SessionFiles(NAME, journal.parent), notes_only=False)
    with monkeypatch.context() as held:
        held.setattr(Disk, "unlink", HeldDisk(math.inf).unlink)
        open_app(Folders(tmp_path), luisteren(tmp_path), "en")
    assert started["request"].unfinished is None
    assert started["warnings"] == (f"{NAME}, which you deleted, could not be removed yet. The next start tries again.",)
    open_app(Folders(tmp_path), luisteren(tmp_path), "en")
    assert started["warnings"] == ()
    assert [*journal.parent.iterdir()] == []


@pytest.mark.parametrize("has_outcome", [True, False])
def test_journal_of_an_ended_session_that_a_program_holds_is_named_and_removed_later(
    has_outcome: bool, tmp_path: Path, started: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = write_journal(tmp_path / "sessions", session())
    if has_outcome:
        outcome.write(journal, outcome_of(journal))
    empty = journal.with_name("2026-11-23-0900-luisteren.jsonl")
    empty.touch()
    with monkeypatch.context() as held:
        held.setattr(Disk, "unlink", HeldDisk(math.inf, lambda path: path.suffix == ".jsonl").unlink)
        open_app(Folders(tmp_path), luisteren(tmp_path), "en")
        assert not remove_journal(journal)
        assert empty.exists()
    (warning,) = started["warnings"]
    assert warning.startswith(f"{NAME}: The file from while it ran ({journal.name}), which may hold names")
    assert started["request"].unfinished is None
    assert remove_journal(journal)
    assert remove_journal(journal)
    assert not journal.exists()
    open_app(Folders(tmp_path), luisteren(tmp_path), "en")
    assert started["warnings"] == ()
    assert [path.name for path in journal.parent.iterdir()] == [f"{NAME}.json"]


def test_damage_in_a_session_that_is_finished_late_is_reported(tmp_path: Path, started: dict[str, Any]) -> None:
    journal = write_journal(tmp_path / "sessions", session())
    with journal.open("ab") as file:
        file.write(b"\x1b")
    open_app(Folders(tmp_path), StartRequest(), None)
    (warning,) = started["warnings"]
    assert warning.startswith(f"{NAME}: ")


def test_session_that_cannot_be_finished_does_not_stop_the_app(
    tmp_path: Path, started: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = write_journal(tmp_path / "sessions", session())

    def full(*_args: object) -> Path:
        raise OSError(28, "No space left")

    monkeypatch.setattr(sys.modules[finish.__module__], "finish", full)
    assert open_app(Folders(tmp_path), luisteren(tmp_path), None) == 7
    assert len(started["warnings"]) == 1
    assert started["request"].unfinished == journal


@pytest.mark.parametrize(("days", "warned"), [(3, True), (0, False), (-900, False)])
def test_clock_that_is_behind_a_session_is_asked_about(
    days: int, warned: bool, started: dict[str, Any], tmp_path: Path
) -> None:
    folder = Folders(tmp_path).sessions
    folder.mkdir(parents=True)
    at = time.time() + days * 24 * 3600
    os.utime(folder, (at, at))
    assert open_app(Folders(tmp_path), StartRequest(), "en") == 7
    assert any("Is the clock right?" in text for text in started["warnings"]) == warned


def test_page_for_the_room_that_a_crash_left_is_taken_away(tmp_path: Path, started: dict[str, Any]) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "state.js").write_text("Anna")
    assert open_app(Folders(tmp_path), StartRequest(), None) == 7
    assert not (tmp_path / "room").exists()
