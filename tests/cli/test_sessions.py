"""The command `sessions`: the list, deleting and purging, and the export of times."""

import csv
import errno
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.cli import main as cli
from luisteren_tui.cli import session_deletion
from luisteren_tui.cli.session_deletion import time_ago
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.lock import lock_folder
from luisteren_tui.storage.outcome import outcome_file
from luisteren_tui.system.clock import Reading
from luisteren_tui.system.paths import Folders
from tests.cli.terminal import Terminal
from tests.session.sample_sessions import NOON
from tests.storage.session_samples import NAME, SECRET, ended, outcome_of, session, write_journal
from tests.test_purity import RUN, python

Run = Callable[..., tuple[int, str, str]]
OLD, RUNNING = "2026-03-01-0900-luisteren", "2026-11-24-1301-luisteren"


class Now:
    """A clock that stands at noon on 25 November 2026."""

    def read(self) -> Reading:
        return Reading(NOON + 86_400_000, 0, 0, "boot")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.setattr(session_deletion, "SystemClock", Now)
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> tuple[int, str, str]:
        code = cli.main(["--lang", "en", "--data", str(tmp_path / "data"), "sessions", *args])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def kept(data: Path) -> set[str]:
    folders = Folders(data)
    return {
        path.name for folder in (folders.sessions, folders.rehearsals) if folder.is_dir() for path in folder.iterdir()
    }


def test_sessions_and_rehearsals_are_listed_together_newest_first(run: Run, data: Path) -> None:
    ended(data)
    ended(data, "2026-11-23-0900-luisteren", folder="rehearsals")
    ended(data, OLD)
    write_journal(data / "sessions", session(end=False), RUNNING)
    newer = ended(data, "2026-11-22-0900-luisteren")
    newer.write_text(json.dumps(json.loads(newer.read_text()) | {"format": 2}))
    (data / "sessions" / "2026-11-21-0900-x.json").write_text('{"id": "x", "last_seq": 1, "workshop": 3}')
    (data / "rehearsals" / "letter.json").write_text("{}")
    code, out, err = run()
    assert (code, err) == (0, "")
    rows = [[part for part in line.split("  ") if part] for line in out.splitlines()[1:]]
    assert [(row[0].strip(), [part.strip() for part in row[2:4]]) for row in rows] == [
        (RUNNING, ["session", "not ended"]),
        (NAME, ["session", "cut short"]),
        ("2026-11-23-0900-luisteren", ["rehearsal", "cut short"]),
        ("2026-11-22-0900-luisteren", ["session", "from a newer version"]),
        ("2026-11-21-0900-x", ["session", "damaged"]),
        (OLD, ["session", "cut short"]),
        ("letter.json", []),
    ]
    assert rows[-1][1].strip() == "not a session"


def test_sessions_help_lists_its_subcommands(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    assert [line.split()[0] for line in out.split("Commands:\n")[1].split("\n\n")[0].splitlines()] == [
        "delete",
        "export",
        "purge",
    ]
    for command, option in (("delete", "--keep-times"), ("purge", "--older-than"), ("export", "--timings")):
        code, out, _ = run(command, "--help")
        assert (code, option in out, "--data" in out) == (0, True, True)


@pytest.mark.parametrize("which", [NAME, "last", "path"])
def test_delete_removes_every_file_of_a_session(which: str, run: Run, data: Path) -> None:
    path = ended(data)
    (data / "sessions" / f"{NAME}.jsonl.damaged-1").write_text(SECRET)
    ended(data, OLD)
    code, out, err = run("delete", str(path) if which == "path" else which, "--yes")
    assert (code, out) == (0, "")
    assert err == f"  {NAME}  session\n1 session was deleted.\n"
    assert kept(data) == {f"{OLD}.json"}


def test_keep_times_deletes_only_the_notes(run: Run, data: Path) -> None:
    path = ended(data)
    assert run("delete", "last", "--keep-times", "--yes")[::2] == (
        0,
        f"  {NAME}  session\nThe notes of 1 session are gone.\n",
    )
    outcome = json.loads(path.read_text())
    assert not any(activity["notes"] for activity in outcome["activities"])
    assert outcome["activities"][0]["actual_s"] == 960
    assert SECRET.encode() not in b"".join(each.read_bytes() for each in data.rglob("*") if each.is_file())


def test_leftovers_of_a_session_can_be_deleted(run: Run, data: Path) -> None:
    ended(data)
    (data / "sessions" / f"{OLD}.jsonl.damaged-1").write_text(SECRET)
    assert run("delete", OLD, "--yes")[0] == 0
    assert kept(data) == {f"{NAME}.json"}


@pytest.mark.parametrize("which", ["2026-01-01-0900-no", "..", "../x", "\x1b", "none.json"])
def test_delete_of_an_unknown_session_names_it(which: str, run: Run, data: Path) -> None:
    ended(data)
    code, out, err = run("delete", which, "--yes")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "\x1b" not in err
    assert kept(data) == {f"{NAME}.json"}


def test_file_outside_the_sessions_folder_is_not_deleted(run: Run, data: Path, tmp_path: Path) -> None:
    other = ended(tmp_path / "elsewhere")
    code, _, err = run("delete", str(other), "--yes")
    assert (code, other.exists()) == (1, True)
    assert "is not in the folder of the sessions" in err


@pytest.mark.parametrize("args", [("delete", RUNNING), ("purge", "--older-than", "0d")])
def test_running_session_is_not_deleted(args: tuple[str, ...], run: Run, data: Path) -> None:
    journal = write_journal(data / "sessions", session(end=False), RUNNING)
    before = journal.read_bytes()
    if args[0] == "purge":
        journal = journal.rename(journal.with_name(f"{NAME[:11]}1100-luisteren.jsonl"))
        ended(data, OLD)
    with lock_folder(data, "run", NOON):
        code, _, err = run(*args, "--yes")
    assert (code, journal.read_bytes()) == (4, before)
    assert "may be running, so it stays." in err
    assert f"{OLD}.json" not in kept(data)
    assert run(*args, "--yes")[0] == 0
    assert kept(data) == set()


def test_damaged_journal_is_not_deleted_while_a_session_runs(run: Run, data: Path) -> None:
    journal = write_journal(data / "sessions", session(end=False), RUNNING)
    journal.write_bytes(b"x" + journal.read_bytes())
    with lock_folder(data, "run", NOON):
        assert run("delete", RUNNING, "--yes")[0] == 4
    assert journal.exists()


def test_ended_session_can_be_deleted_while_another_runs(run: Run, data: Path) -> None:
    ended(data)
    with lock_folder(data, "run", NOON):
        assert run("delete", NAME, "--yes")[0] == 0


def test_without_a_terminal_delete_needs_yes(run: Run, data: Path) -> None:
    ended(data)
    for args in (("delete", "last"), ("purge", "--older-than", "0d")):
        code, _, err = run(*args)
        assert (code, kept(data)) == (2, {f"{NAME}.json"})
        assert "add --yes" in err


@pytest.mark.parametrize(("answer", "gone"), [("y", True), ("ja", True), ("n", False), ("", False), ("\x04", False)])
def test_delete_asks_on_a_terminal(answer: str, gone: bool, data: Path) -> None:
    ended(data)
    with Terminal(data, "sessions", "delete", "last", LUISTEREN_LANG="nl") as terminal:
        terminal.sees("[j/N]")
        assert NAME in terminal.text()
        terminal.type(answer if answer == "\x04" else f"{answer}\r")
        assert terminal.ends() == 0
    assert kept(data) == (set() if gone else {f"{NAME}.json"})


def test_delete_lists_sessions_and_consequences_before_asking(data: Path) -> None:
    ended(data)
    (data / "sessions" / "2026-01-02-0900-d.json").write_text("{")
    (data / "sessions" / "2026-01-01-0900-e.jsonl.damaged-1").write_text(SECRET)
    write_journal(data / "sessions", session(end=False), RUNNING)
    with Terminal(data, "sessions", "purge", "--older-than", "0d", LUISTEREN_LANG="en") as terminal:
        terminal.sees("[y/N]")
        for expected in (
            f"{NAME}  session\r",
            "2026-01-02-0900-d  session, damaged",
            "2026-01-01-0900-e  session, damaged",
            f"{RUNNING}  session, not ended",
            "The notes and times are deleted for good. What was exported or copied stays",
        ):
            assert expected in terminal.text()
        terminal.type("y\r")
        assert terminal.ends() == 0
    assert kept(data) == set()


def test_failure_to_delete_one_session_does_not_stop_the_others(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(data, "2026-01-02-0900-b")
    ended(data, "2026-01-01-0900-a")
    unlink = Disk.unlink

    def fail(disk: Disk, path: Path) -> None:
        if "0900-b" in path.name:
            raise OSError(errno.EROFS, "unlink")
        unlink(disk, path)

    monkeypatch.setattr(Disk, "unlink", fail)
    code, _, err = run("purge", "--older-than", "90d", "--yes")
    assert (code, kept(data)) == (3, {"2026-01-02-0900-b.json", "2026-01-02-0900-b.delete"})
    why = "2026-01-02-0900-b could not be removed: the disk is read-only."
    assert f"{why} What is left of it is removed when the program next starts." in err
    assert "1 session was deleted." in err
    code, out, err = run()
    assert "2026-01-02-0900-b" in out
    assert err.startswith("What you deleted of 1 session could not be removed yet.")


def test_deletion_that_can_not_even_be_put_off_promises_nothing(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(data)

    def fail(_disk: Disk, *_of: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(Disk, "unlink", fail)
    monkeypatch.setattr(Disk, "open", fail)
    code, _, err = run("delete", NAME, "--yes")
    assert (code, kept(data)) == (3, {f"{NAME}.json"})
    assert err.splitlines()[1:] == [
        f"{NAME} could not be removed: the disk is read-only.",
        "0 sessions were deleted.",
    ]


def test_list_names_sessions_of_which_the_journal_could_not_be_removed(run: Run, data: Path) -> None:
    journal = write_journal(data / "sessions", session())
    outcome_file.write(journal, outcome_of(journal))
    code, out, err = run()
    assert (code, len(out.splitlines())) == (0, 2)
    assert err.startswith("1 session has ended, but its file from while it ran is still there and may hold names.")


def test_leftovers_of_a_session_are_listed(run: Run, data: Path) -> None:
    (data / "sessions").mkdir(parents=True)
    (data / "sessions" / f"{OLD}.jsonl.damaged-1").write_text(SECRET)
    code, out, err = run()
    assert (code, err) == (0, "")
    assert [part.strip() for part in out.splitlines()[1].split("  ") if part] == [
        OLD,
        "01 Mar 2026 09:00",
        "session",
        "damaged",
    ]
    assert run("delete", OLD, "--yes")[0] == 0
    assert run()[::2] == (0, "There are no sessions yet.\n")


def test_purge_deletes_only_older_sessions(run: Run, data: Path) -> None:
    for name in ("2026-08-26-1159-a", "2026-08-28-1201-b", NAME):
        ended(data, name)
    ended(data, "2026-01-01-0900-c", folder="rehearsals")
    (data / "sessions" / "2025-01-01-0900-d.json").write_text("{")
    (data / "sessions" / "letter.json").write_text("{}")
    code, _, err = run("purge", "--older-than", "90d", "--yes")
    assert code == 0
    assert "3 sessions were deleted." in err
    assert kept(data) == {"2026-08-28-1201-b.json", f"{NAME}.json", "letter.json"}
    assert run("purge", "--older-than", "12m", "--yes")[::2] == (0, "Nothing is that old.\n")


def test_purge_with_keep_times_names_sessions_whose_times_are_lost(run: Run, data: Path) -> None:
    ended(data, OLD)
    (data / "sessions" / "2026-01-01-0900-d.json").write_text("{")
    code, _, err = run("purge", "--older-than", "12w", "--keep-times", "--yes")
    assert code == 1
    assert "2026-01-01-0900-d is damaged" in err
    assert "The notes of 1 session are gone." in err
    assert kept(data) == {f"{OLD}.json", "2026-01-01-0900-d.json"}


@pytest.mark.parametrize("age", ["90", "d", "-1d", "1.5d", "90 d", "1y", "", "99999d", "٣d"])
def test_invalid_age_says_what_to_write(age: str, run: Run) -> None:
    code, out, err = run("purge", "--older-than", age, "--yes")
    assert (code, out) == (2, "")
    assert "write 90d, 12w or 6m" in err


@pytest.mark.parametrize(
    ("count", "unit", "expected"),
    [
        (90, "d", "2026-06-02"),
        (12, "w", "2026-06-08"),
        (6, "m", "2026-02-28"),
        (7, "m", "2026-01-31"),
        (8, "m", "2025-12-31"),
        (30, "m", "2024-02-29"),
        (0, "m", "2026-08-31"),
        (9999, "m", "1193-05-31"),
    ],
)
def test_age_in_months_follows_the_calendar(count: int, unit: str, expected: str) -> None:
    assert f"{time_ago(datetime(2026, 8, 31, 12, tzinfo=UTC), count, unit):%Y-%m-%d}" == expected


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 9999), st.sampled_from("dwm"))
def test_every_age_is_before_now(now: datetime, count: int, unit: str) -> None:
    assert time_ago(now, count, unit) <= now


def test_export_writes_the_times_and_prints_the_path(run: Run, data: Path) -> None:
    ended(data)
    (data / "sessions" / "2026-01-01-0900-d.json").write_text("{}")
    code, out, err = run("export", "--timings", "x.jsonl")
    assert (code, out) == (0, "x.jsonl\n")
    assert err == "2026-01-01-0900-d can't be read, and is left out.\n"
    rows = [json.loads(line) for line in Path("x.jsonl").read_text().splitlines()]
    assert [row["activity"] for row in rows] == ["1", "2a", "2b", "2c", "p1", "3"]
    assert run("export", "--timings", "-")[1] == Path("x.jsonl").read_text()


def test_export_as_csv_has_the_same_rows_and_runs_no_formula(run: Run, data: Path) -> None:
    path = ended(data)
    outcome = json.loads(path.read_text())
    outcome["activities"][0]["title"] = '=HYPERLINK("x", "y")'
    path.write_text(json.dumps(outcome))
    rows = [json.loads(line) for line in run("export", "-o", "-")[1].splitlines()]
    assert run("export", "-o", "x.CSV")[0] == 0
    written = Path("x.CSV").read_text("utf-8-sig")
    found = list(csv.DictReader(written.splitlines()))
    assert found[0]["title"] == '\'=HYPERLINK("x", "y")'
    for row in (*rows, *found):
        row["title"] = ""
    assert found == [{key: "" if value is None else str(value) for key, value in row.items()} for row in rows]
    assert run("export", "-o", "-", "--format", "csv")[1].splitlines() == written.splitlines()


def test_export_chooses_its_format_by_the_suffix_or_the_option(run: Run, data: Path) -> None:
    ended(data)
    assert run("export", "-o", "x.csv", "--format", "jsonl")[0] == 0
    assert json.loads(Path("x.csv").read_text().splitlines()[0])["session"] == NAME
    assert run("export", "-o", "x", "--format", "csv", "--separator", "tab")[0] == 0
    assert Path("x").read_bytes().startswith(b"\xef\xbb\xbfsession\tworkshop\t")
    assert run("export", "-o", "x.jsonl", "--separator", "tab")[0] == 2
    assert run("export", "--timings", "x.csv")[0] == 0
    assert len(Path("x.csv").read_bytes().splitlines()) == 7


def test_exports_have_the_id_of_the_installation(run: Run, data: Path) -> None:
    ended(data)
    first, second = (json.loads(run("export", "-o", "-")[1].splitlines()[0])["installation"] for _ in range(2))
    assert json.loads((data / "installation.json").read_bytes())["id"] == first == second


def test_export_goes_on_where_no_id_can_be_kept(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended(data)

    def fail(*_args: object) -> None:
        raise OSError(errno.EROFS, "open")

    monkeypatch.setattr(Disk, "open", fail)
    code, out, err = run("export", "-o", "-")
    assert (code, len(out.splitlines())) == (0, 6)
    assert json.loads(out.splitlines()[0])["installation"] is None
    assert err == "These times have no id of this installation: the disk is read-only.\n"


def test_export_says_how_many_sessions_have_not_ended(run: Run, data: Path) -> None:
    ended(data)
    write_journal(data / "sessions", session(end=False), RUNNING)
    assert run("export", "-o", "x.jsonl")[::2] == (0, "1 session has not ended, and is left out.\n")


def test_export_never_overwrites_a_session(run: Run, data: Path) -> None:
    path = ended(data)
    before = path.read_bytes()
    code, _out, err = run("export", "--timings", str(path))
    assert (code, path.read_bytes()) == (2, before)
    assert "where the sessions themselves are" in err


def test_export_without_sessions_writes_an_empty_file_and_says_so(run: Run, data: Path) -> None:
    assert run("export", "--timings", "x.jsonl") == (0, "x.jsonl\n", "There are no ended sessions yet.\n")
    assert Path("x.jsonl").read_bytes() == b""
    assert not data.exists()


def test_full_disk_leaves_no_partial_export(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended(data)

    def fail(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Disk, "write", fail)
    code, out, err = run("export", "--timings", "x.jsonl")
    assert (code, out, Path("x.jsonl").exists()) == (3, "", False)
    assert err.splitlines()[-1] == "Reading or writing failed: x.jsonl: the disk is full"


@pytest.mark.parametrize("args", [[], ["delete", "last", "--yes"], ["export", "--timings", "-"]])
def test_sessions_imports_no_screens(args: list[str], data: Path) -> None:
    ended(data)
    code, imported = json.loads(python(RUN, "sessions", *args, data=data).stderr.splitlines()[-1])
    assert code == 0
    assert {"textual", "rich", "typst"} & set(imported) == set()
    assert ("click" in imported) == bool(args)  # of the time of a short list it would be a tenth
