"""How the page for the room is opened in a browser on each platform."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.system import browser, new_window

PAGE = Path("/data/room/room.html")


@pytest.mark.parametrize(
    ("platform", "there", "display", "opens"),
    [
        ("linux", {"xdg-open": "/x", "firefox": "/f"}, ":0", [["/x", PAGE.as_uri()], ["/f", PAGE.as_uri()]]),
        ("linux", {"w3m": "/w3m", "lynx": "/lynx"}, ":0", []),
        ("linux", {"xdg-open": "/x"}, "", []),
        ("darwin", {}, "", [["open", str(PAGE)]]),
    ],
)
def test_page_is_opened_with_a_graphical_browser_of_the_platform(
    platform: str, there: dict[str, str], display: str, opens: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(shutil, "which", there.get)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    assert browser.commands(PAGE) == opens


def program(folder: Path, name: str, script: str) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_next_browser_is_tried_when_one_does_not_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = tmp_path / "asked"
    commands = [
        [str(tmp_path / "missing")],
        [program(tmp_path, "fails", "exit 3")],
        [program(tmp_path, "opens", f'echo "$1" > {asked}'), "page"],
        [program(tmp_path, "late", f"echo late > {asked}")],
    ]
    monkeypatch.setattr(browser, "commands", lambda _page: commands)
    assert browser.open_page(PAGE)
    assert asked.read_text() == "page\n"
    monkeypatch.setattr(browser, "commands", lambda _page: commands[:2])
    assert not browser.open_page(PAGE)


def test_browser_that_goes_on_running_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    class Running:
        def __init__(self, *_command: Any, **_options: Any) -> None:
            started.append(1)

        def wait(self, timeout: float) -> int:
            raise subprocess.TimeoutExpired("browser", timeout)

    monkeypatch.setattr(browser, "commands", lambda _page: [["browser"]] * 2)
    monkeypatch.setattr(subprocess, "Popen", Running)
    assert browser.open_page(PAGE)
    assert started == [1]


@pytest.mark.parametrize("opens", [True, False])
def test_windows_opens_a_page_as_a_double_click_does(opens: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def startfile(page: Path) -> None:
        opened.append(page)
        if not opens:
            raise OSError("no program for it")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "startfile", startfile, raising=False)
    assert browser.open_page(PAGE) == opens
    assert opened == [PAGE]


@pytest.mark.parametrize(
    ("wanted", "kept"), [("firefox", True), ("w3m", False), (f"/usr/bin/lynx{os.pathsep}firefox", False)]
)
def test_browser_in_a_terminal_is_never_asked_for(wanted: str, kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", wanted)
    assert ("BROWSER" in browser._environment()) == kept


def test_page_program_is_started_apart_and_only_where_there_is_a_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[str], dict[str, Any]]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **options: started.append((command, options)))
    monkeypatch.setattr(browser, "commands", lambda _page: [])
    assert new_window.start_page(tmp_path) is None
    assert started == []
    monkeypatch.setattr(browser, "commands", lambda _page: [["browser"]])
    new_window.start_page(tmp_path)
    (command, options), *_others = started
    assert command[-4:] == ["room", "--data", str(tmp_path), "--browser"]
    assert options["start_new_session"]
