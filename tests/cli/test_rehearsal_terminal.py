"""A rehearsal of the whole workshop at 600 times the speed, in a real pseudo-terminal, killed and restarted."""

import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from luisteren_tui.cli import main as cli
from tests.cli.terminal import ACTIVITIES, Terminal, on_disk

RIGHT, ENTER = "\x1b[C\x1b[1;1:3C", "\r"
"""The first is let go too: so the program knows that each is a press, however soon they follow."""


def at(data: Path) -> str:
    state = on_disk(data, "rehearsals")
    return state.timing.activity if state else ""


def is_at(data: Path, activity: str) -> Callable[[], bool]:
    return lambda: at(data) == activity


@pytest.mark.check_only
def test_rehearsal_of_a_whole_workshop_at_speed_600_records_its_times(tmp_path: Path) -> None:
    with Terminal(tmp_path, "rehearse", "--speed", "600", size=(120, 30), LUISTEREN_LANG="en") as terminal:
        terminal.sees("REHEARSAL ×600")
        terminal.type(" ")
        terminal.until(
            lambda: (state := on_disk(tmp_path, "rehearsals")) is not None and state.timing.mode == "running"
        )
        terminal.sees("overtime")
        for activity in ACTIVITIES[1:]:
            terminal.type(RIGHT)
            terminal.until(is_at(tmp_path, activity))
        terminal.type("e")
        terminal.sees("End the rehearsal?")
        terminal.type(ENTER)
        terminal.sees("The rehearsal of")
        terminal.until(lambda: bool(list((tmp_path / "rehearsals").glob("*.json"))))
        terminal.type("q")
        assert terminal.ends() == 0
    [path] = (tmp_path / "rehearsals").glob("*.json")
    outcome = json.loads(path.read_text())
    assert outcome["kind"] == "rehearsal"
    assert [one["status"] for one in outcome["activities"]] == ["done"] * 8
    assert outcome["activities"][0]["actual_s"] >= 900
    assert not list((tmp_path / "rehearsals").glob("*.jsonl"))


def test_killed_rehearsal_is_complete_in_its_journal(tmp_path: Path) -> None:
    with Terminal(tmp_path, "rehearse", "--speed", "600", size=(80, 24), LUISTEREN_LANG="en") as terminal:
        terminal.sees("REHEARSAL ×600")
        terminal.type(" ")
        terminal.until(
            lambda: (state := on_disk(tmp_path, "rehearsals")) is not None and state.timing.mode == "running"
        )
        terminal.type(RIGHT)
        terminal.until(lambda: at(tmp_path) == "2a")
        terminal.kill(signal.SIGKILL)
        assert terminal.ends() == -signal.SIGKILL
    state = on_disk(tmp_path, "rehearsals")
    assert state is not None
    assert state.timing.tracks["1"].spent > 0
    with Terminal(tmp_path, "rehearse", size=(80, 24), LUISTEREN_LANG="en") as terminal:
        terminal.sees("Go on rehearsing")
        terminal.type(ENTER)
        terminal.sees("REHEARSAL ×600")
        assert at(tmp_path) == "2a"
        terminal.type("q")
        assert terminal.ends() == 0


def test_saved_plan_can_be_rehearsed(tmp_path: Path) -> None:
    assert cli.main(["--data", str(tmp_path), "plan", "--participants", "9", "--save", "short"]) == 0
    with Terminal(tmp_path, "rehearse", "--plan", "short", size=(80, 24), LUISTEREN_LANG="en") as terminal:
        terminal.sees("REHEARSAL")
        terminal.type(" ")
        terminal.until(
            lambda: (state := on_disk(tmp_path, "rehearsals")) is not None and state.timing.mode == "running"
        )
        terminal.type("q")
        assert terminal.ends() == 0
    state = on_disk(tmp_path, "rehearsals")
    assert state is not None
    assert (state.opened.kind, state.opened.participants) == ("rehearsal", 9)
    with Terminal(tmp_path, "rehearse", "--plan", "none", size=(80, 24), LUISTEREN_LANG="en") as terminal:
        assert terminal.ends() == 1
