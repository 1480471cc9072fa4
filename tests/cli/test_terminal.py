"""The program as people start it, in a real pseudo-terminal: what was typed is there after anything that ends it."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.session.apply import fold
from luisteren_tui.storage.journal import read_journal
from tests.cli.terminal import Terminal

RIGHT, DOWN = "\x1b[C", "\x1b[B"
ACTIVITIES = ["1", "2a", "2b", "2c", "p1", "3a", "3b", "4"]


def journal(data: Path) -> Path:
    (path,) = (data / "sessions").glob("*.jsonl")
    return path


def notes(data: Path) -> dict[str, str]:
    """Return what is on the disk now, by activity."""
    state, _ = fold(record.event for record in read_journal(journal(data)).records)
    return {slot.activity: text for slot, text in state.notes.items()}


def place(data: Path) -> tuple[str, str]:
    state, _ = fold(record.event for record in read_journal(journal(data)).records)
    return state.timing.activity, state.timing.mode


def begin(terminal: Terminal, data: Path) -> None:
    terminal.until(lambda: "begin" in terminal.text())
    terminal.type("\r")
    terminal.until(lambda: (data / "sessions").exists() and any((data / "sessions").iterdir()))
    terminal.type(" ")
    terminal.until(lambda: place(data)[1] == "running")


def write(terminal: Terminal, data: Path, activity: str) -> None:
    terminal.type("n")
    terminal.until(lambda: "F2" in terminal.text()[-4000:])
    terminal.type(f"note of {activity}")
    terminal.until(lambda: notes(data).get(activity) == f"note of {activity}")
    terminal.type("\x1b")


def go_on(terminal: Terminal, data: Path, to: str) -> None:
    """Type until it is there: Escape alone and what follows it may be taken together."""
    terminal.type(RIGHT)
    terminal.until(lambda: place(data)[0] == to)


@pytest.mark.parametrize(
    ("size", "lang", "words"), [((80, 24), "en", ("begin", "go on")), ((120, 30), "nl", ("beginnen", "verder"))]
)
def test_a_whole_workshop_killed_halfway_and_all_of_it_is_in_the_outcome(
    size: tuple[int, int], lang: str, words: tuple[str, str], tmp_path: Path
) -> None:
    with Terminal(tmp_path, "run", size=size, LUISTEREN_LANG=lang) as terminal:
        terminal.sees(words[0])
        begin_with_enter(terminal, tmp_path)
        for activity, following in zip(ACTIVITIES[:4], ACTIVITIES[1:5], strict=True):
            write(terminal, tmp_path, activity)
            go_on(terminal, tmp_path, following)
        terminal.kill(signal.SIGKILL)
        assert terminal.ends() == -signal.SIGKILL
    with Terminal(tmp_path, "run", size=size, LUISTEREN_LANG=lang) as terminal:
        terminal.sees(words[1])
        terminal.type("\r")
        terminal.until(lambda: "“" not in "" and place(tmp_path) == ("p1", "running") and gap_is_kept(tmp_path))
        for activity, following in zip(ACTIVITIES[4:], [*ACTIVITIES[5:], ""], strict=True):
            write(terminal, tmp_path, activity)
            if following:
                go_on(terminal, tmp_path, following)
        terminal.type("e")
        terminal.until(lambda: "?" in terminal.text()[-2000:])
        terminal.type("\r")
        terminal.until(lambda: any((tmp_path / "sessions").glob("*.json")))
        terminal.until(lambda: not any((tmp_path / "sessions").glob("*.jsonl")))
        terminal.type("q")
        assert terminal.ends() == 0
        assert terminal.is_sane()
    (path,) = (tmp_path / "sessions").iterdir()
    outcome: dict[str, Any] = json.loads(path.read_bytes())
    assert {a["id"]: a["notes"][0]["text"] for a in outcome["activities"]} == {a: f"note of {a}" for a in ACTIVITIES}
    assert {a["status"] for a in outcome["activities"]} == {"done"}
