"""How a second terminal window is opened on each platform."""

import re
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


def test_macos_runs_the_command_in_its_terminal_whatever_is_in_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    command = ["/Applications/My Program/luisteren-tui", "room", "--data", '/Users/a/De "wereld" \\ d\'n $HOME']
    asked = new_window.in_new_window(command)
    assert asked is not None
    lines = asked[-1].splitlines()
    assert [*asked[:-1], lines[0], *lines[2:]] == [
        "osascript", "-e", 'tell application "Terminal"', "activate", "end tell"
    ]  # fmt: skip
    # What AppleScript makes of its text is what the shell in the new window reads.
    typed = re.sub(r"\\(.)", r"\1", lines[1].removeprefix('do script "').removesuffix('"'))
    assert shlex.split(typed) == command


@pytest.mark.parametrize("terminal", [None, "missing", "wt.exe"])
def test_windows_opens_a_console_of_its_own_without_a_windows_terminal(
    terminal: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[str], dict[str, Any]]] = []

    def popen(command: list[str], **options: Any) -> None:
        if command[0] == "missing":  # its name is there, but the organisation blocks it
            raise FileNotFoundError
        started.append((command, options))

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(shutil, "which", lambda _name: terminal)
    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setattr(subprocess, "CREATE_NEW_CONSOLE", 16, raising=False)
    data = tmp_path / "this; that"
    assert new_window.open_window(data)
    ((command, options),) = started
    own = [sys.executable, "-m", "luisteren_tui", "room", "--data"]
    if terminal == "wt.exe":
        assert command == ["wt.exe", "--window", "new", *own, str(data).replace(";", "\\;")]
    else:
        # A redirected input or output would not be that of the new console.
        assert (command, options) == ([*own, str(data)], {"creationflags": 16})


def test_window_that_can_not_be_opened_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def popen(*_of: Any, **_options: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/xterm")
    monkeypatch.setenv("DISPLAY", ":0")
    assert not new_window.open_window(tmp_path)
    monkeypatch.setattr(subprocess, "CREATE_NEW_CONSOLE", 16, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert not new_window.open_window(tmp_path)


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
