"""The commands of the bundle without a terminal, in an empty environment."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from luisteren_tui import __version__
from luisteren_tui.cli.commands import COMMANDS
from luisteren_tui.system.sound import SAMPLE_RATE
from luisteren_tui.system.sound_player import NO_DEVICE, PLAY_SOUND
from tests.bundle.conftest import FOLDER_NAME, Run, text


def test_help_lists_every_command_in_both_languages(run: Run) -> None:
    dutch, english = (text(run("--lang", lang, "--help")) for lang in ("nl", "en"))
    assert all(f"  {name} " in listed for name in COMMANDS for listed in (dutch, english))
    assert "Run a workshop" in english
    assert "Run a workshop" not in dutch
    assert text(run("--version")).strip() == f"luisteren-tui {__version__}"
    for name in COMMANDS:
        assert run(name, "--help").stdout


def test_where_names_folders_of_the_user_and_the_shipped_workshops(run: Run, home: Path) -> None:
    lines = text(run("--lang", "en", "where")).splitlines()
    places = {line.split(maxsplit=1)[0]: Path(line.split(maxsplit=1)[1]) for line in lines}
    assert places["sessions"].is_relative_to(home)
    assert FOLDER_NAME in places["shipped"].parts
    assert (places["shipped"] / "luisteren.yaml").is_file()
    assert not places["sessions"].exists()  # only looked at


def test_workshops_are_checked_and_every_shipped_one_is_right(run: Run, tmp_path: Path) -> None:
    shipped = [path.stem for path in (Path(__file__).parents[2] / "content").glob("*.yaml")]
    run("check", *shipped)
    (tmp_path / "wrong.yaml").write_text("title: Mis\nsteps:\n  - title: Opening\n    duration: tien\n", "utf-8")
    assert b"wrong.yaml:4:5" in run("check", "wrong.yaml", code=1).stdout


@pytest.mark.parametrize(("format", "begins"), [("text", b""), ("json", b"{"), ("ics", b"BEGIN:VCALENDAR")])
def test_plan_is_printed(format: str, begins: bytes, run: Run) -> None:
    printed = run("plan", "--start", "13:30", "--format", format).stdout.removeprefix(b"\xef\xbb\xbf")
    assert printed.startswith(begins)
    assert len(printed) > 500


@pytest.mark.parametrize(("name", "begins"), [("paper.html", b"<!doctype html>"), ("paper.pdf", b"%pdf-")])
def test_handout_is_made_as_a_page_and_as_a_pdf(name: str, begins: bytes, run: Run, tmp_path: Path) -> None:
    run("handout", "-o", name)
    assert (tmp_path / name).read_bytes().lower().startswith(begins)


def test_player_of_the_gong_is_the_program_itself_and_has_its_library(executable: Path, bare: dict[str, str]) -> None:
    played = subprocess.run(
        [executable, PLAY_SOUND, str(SAMPLE_RATE)], env=bare, input=b"", capture_output=True, timeout=60
    )
    assert played.returncode in (0, NO_DEVICE), played.stderr


def test_program_without_a_terminal_says_that_it_needs_one(run: Run) -> None:
    assert run("--lang", "en", code=2).stderr.decode().startswith("The screens need a terminal")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the browser")
def test_browser_gets_the_page_and_the_environment_that_the_program_was_started_in(
    run: Run, bare: dict[str, str], tmp_path: Path, data: Path
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    opener = programs / ("open" if sys.platform == "darwin" else "xdg-open")
    opener.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n/usr/bin/env > "{tmp_path}/env"\nexit 1\n')
    opener.chmod(0o755)
    bare |= {"PATH": str(programs), "DISPLAY": ":0", "LD_LIBRARY_PATH": "/opt/mine"}
    run("room", "--browser", code=3)
    assert (data / "room" / "room.html").name in (tmp_path / "opened").read_text()
    seen = dict(line.split("=", 1) for line in (tmp_path / "env").read_text().splitlines() if "=" in line)
    assert seen["LD_LIBRARY_PATH"] == "/opt/mine"
    del bare["LD_LIBRARY_PATH"]
    run("room", "--browser", code=3)
    assert "LD_LIBRARY_PATH" not in (tmp_path / "env").read_text()


def test_times_are_exported(run: Run, data: Path) -> None:
    (data / "sessions").mkdir(parents=True)
    release = Path(__file__).parents[1] / "data" / "releases" / "0.9.0" / "data" / "sessions"
    (outcome,) = release.glob("*.json")
    (data / "sessions" / outcome.name).write_bytes(outcome.read_bytes())
    run("sessions", "export", "--timings", "times.jsonl")
    shown = json.loads(run("show", "last", "--format", "json").stdout)
    assert shown["format"] == 1
    assert text(run("sessions")).count("\n") >= 1
