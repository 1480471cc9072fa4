"""How a second terminal window is opened on each platform."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.system import new_window


@pytest.mark.parametrize(
    ("platform", "there", "display", "opens"),
    [
        ("linux", {"konsole": "/k", "xterm": "/x"}, ":0", ["/k", "-e", "room"]),
        ("linux", {"konsole": "/k"}, "", None),
        ("linux", {}, ":0", None),
        ("win32", {"wt": "wt.exe"}, "", ["wt.exe", "--window", "new", "room"]),
        ("win32", {}, "", None),
        ("darwin", {}, "", ["osascript", "-e", 'tell application "Terminal" to do script "room"']),
    ],
)
def test_new_window_uses_the_terminal_of_the_platform(
    platform: str, there: dict[str, str], display: str, opens: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(shutil, "which", there.get)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    assert new_window.in_new_window(["room"]) == opens


def test_command_that_is_shown_for_the_room_runs(tmp_path: Path) -> None:
    command = new_window._room_command(tmp_path)
    done = subprocess.run([*command, "--help"], capture_output=True, text=True, check=False, env=_bare())
    assert (done.returncode, done.stderr) == (0, "")


def test_command_to_type_for_the_room_works_in_any_folder(tmp_path: Path) -> None:
    make, option, folder, target, arguments = shlex.split(new_window.command_to_type(tmp_path))
    assert (make, option, target, (Path(folder) / "Makefile").is_file()) == ("make", "-C", "run", True)
    assert arguments.removeprefix("ARGS=") == f"room --data {tmp_path}"


def _bare() -> dict[str, Any]:
    return {"PATH": "/usr/bin:/bin"}
