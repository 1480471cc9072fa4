"""The installed program in a real pseudo-terminal: typed text survives anything that ends it."""

import json
import os
import re
import signal
import sys
import termios
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.session.state import track
from tests.cli.steps import ENTER, ESCAPE, RIGHT, begin, go_on, notes, place, write
from tests.cli.terminal import ACTIVITIES, Terminal, on_disk
from tests.thorough import thorough


@pytest.mark.check_only
@pytest.mark.parametrize(("size", "lang"), [((80, 24), "en"), ((120, 30), "nl")])
def test_session_killed_halfway_is_complete_in_the_outcome(size: tuple[int, int], lang: str, tmp_path: Path) -> None:
    with Terminal(tmp_path, "run", size=size, LUISTEREN_LANG=lang) as terminal:
        begin(terminal, tmp_path)
        for activity, following in pairwise(ACTIVITIES[:5]):
            write(terminal, tmp_path, f"over {activity}")
            go_on(terminal, tmp_path, following)
        terminal.kill(signal.SIGKILL)
        assert terminal.ends() == -signal.SIGKILL
    with Terminal(tmp_path, "run", size=size, LUISTEREN_LANG=lang) as terminal:
        terminal.sees("new session", "nieuwe bijeenkomst")
        killed = on_disk(tmp_path)
        terminal.type(ENTER)
        terminal.until(lambda: killed is not None and (now := on_disk(tmp_path)) is not None and now.gap != killed.gap)
        assert place(tmp_path) == ("p1", "running")
        for activity, following in pairwise(ACTIVITIES[4:]):
            write(terminal, tmp_path, f"over {activity}")
            go_on(terminal, tmp_path, following)
        write(terminal, tmp_path, f"over {ACTIVITIES[-1]}")
        terminal.type("e", "End the session?", "beëindigen")
        terminal.type(ENTER)
        terminal.until(
            lambda: list((tmp_path / "sessions").glob("*.json*")) == list((tmp_path / "sessions").glob("*.json"))
        )
        terminal.type("q")
        assert terminal.ends() == 0
        assert terminal.is_sane()
    (path,) = (tmp_path / "sessions").iterdir()
    outcome: dict[str, Any] = json.loads(path.read_bytes())
    assert [(a["id"], a["notes"][0]["text"]) for a in outcome["activities"]] == [(a, f"over {a}") for a in ACTIVITIES]
    assert {a["status"] for a in outcome["activities"]} == {"done"}


@thorough(("end", "code"), [("q", 0), (signal.SIGTERM, 0), (signal.SIGHUP, 0)], ids=["q", "SIGTERM", "SIGHUP"], quick=2)
def test_every_ending_restores_the_terminal_and_keeps_the_last_typed_note(
    end: str | signal.Signals, code: int, tmp_path: Path
) -> None:
    with Terminal(tmp_path, "run") as terminal:
        begin(terminal, tmp_path)
        assert not terminal.is_sane()
        terminal.type("n", "F2")
        terminal.type("laatste woord", "laatste woord")
        if isinstance(end, str):
            terminal.type(ESCAPE, "→")
            terminal.type(end)
        else:
            terminal.kill(end)
        assert terminal.ends() == code
        assert terminal.is_sane()
        # The title tells nothing until somebody said who sees it, and is what it was afterwards.
        keep, plain, *clock, restore = re.findall(rb"\x1b\]2;(.*?)\x07|(\x1b\[2[23];2t)", terminal.output)
        assert (keep[1], plain[0], restore[1]) == (b"\x1b[22;2t", b"luisteren", b"\x1b[23;2t")
        assert clock
        assert all(re.fullmatch(rb"1 1[45]:\d\d \xc2\xb7 luisteren", title) for title, _other in clock)
    assert notes(tmp_path) == {"1": "laatste woord"}


def test_closed_window_ends_the_program(tmp_path: Path) -> None:
    with Terminal(tmp_path, "run") as terminal:
        begin(terminal, tmp_path)
        terminal.hang_up()
        assert terminal.ends() in (0, -signal.SIGHUP)
    assert place(tmp_path) == ("1", "running")


def flow(terminal: Terminal, action: int) -> None:
    """Stop the output of a terminal, or let it go on."""
    number = os.minor(int(Path(f"/proc/{terminal.pid}/stat").read_text().rpartition(")")[2].split()[4]))
    device = os.open(f"/dev/pts/{number}", os.O_RDWR | os.O_NOCTTY)
    termios.tcflow(device, action)
    os.close(device)


SKIPS_AT_ONCE = """
from luisteren_tui.cli import main as cli
from luisteren_tui.tui import driver
driver.MAX_WAITING_BYTES = 0
raise SystemExit(cli.main(["run"]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a terminal is stopped from outside only on Linux")
def test_screen_is_painted_anew_when_the_terminal_reads_again(tmp_path: Path) -> None:
    with Terminal(tmp_path, program=SKIPS_AT_ONCE) as terminal:
        begin(terminal, tmp_path)
        terminal.type("n", "F2")
        flow(terminal, termios.TCOOFF)
        before = len(terminal.text())
        for word in ("blind ", "typed ", "words"):
            terminal.type(word)
            terminal.until(lambda word=word: word in notes(tmp_path).get("1", ""))  # type: ignore[misc]
        assert "words" not in terminal.text()[before:]
        flow(terminal, termios.TCOON)
        terminal.until(lambda: "blind typed words" in terminal.text()[before:])
        terminal.until(lambda: "STEP 1 of 4" in terminal.text()[before:])  # nothing changed there


@pytest.mark.check_only
@pytest.mark.skipif(sys.platform != "linux", reason="a terminal is stopped from outside only on Linux")
@pytest.mark.parametrize("closes", [False, True], ids=["stays", "closes"])
def test_terminal_that_does_not_read_holds_up_no_signal_and_no_saving(closes: bool, tmp_path: Path) -> None:
    with Terminal(tmp_path, "run") as terminal:
        begin(terminal, tmp_path)
        terminal.type("n", "F2")
        terminal.type("read", "read")
        flow(terminal, termios.TCOOFF)
        terminal.type(" and blind" * 20)
        terminal.until(lambda: notes(tmp_path).get("1", "").count("blind") == 20)
        terminal.kill(signal.SIGTERM)
        if closes:
            terminal.hang_up()
        terminal.kill(signal.SIGTERM)
        assert terminal.ends() == 0
    assert notes(tmp_path)["1"] == "read" + " and blind" * 20


CRASH = """
from luisteren_tui.cli import main as cli
from luisteren_tui.tui.screens.session.screen import SessionScreen

def action_breather(self):
    geheim = self.live.state.notes
    raise RuntimeError(f"{geheim} geheimwoord")

SessionScreen.action_breather = action_breather
raise SystemExit(cli.main(["run"]))
"""


@thorough("room", [True, False], ids=["room", "own screen"])
def test_crash_prints_the_path_of_the_session_but_none_of_its_text(room: bool, tmp_path: Path) -> None:
    with Terminal(tmp_path, program=CRASH) as terminal:
        begin(terminal, tmp_path)
        write(terminal, tmp_path, "geheimwoord")
        if room:
            terminal.type("z", "your own screen")
        before = len(terminal.text())
        terminal.type("c")
        assert terminal.ends() == 3
        output = terminal.text()[before:]
        assert "geheim" not in output
        assert "Traceback" not in output
        assert "RuntimeError" in output
        (path,) = (tmp_path / "sessions").iterdir()
        assert str(path) in output
        assert terminal.is_sane()
    assert notes(tmp_path) == {"1": "geheimwoord"}


def test_keys_from_the_launch_on_and_keys_of_every_protocol_end_nothing(tmp_path: Path) -> None:
    with Terminal(tmp_path, "run") as terminal:
        for _ in range(100):
            os.write(terminal.fd, RIGHT.encode())
            assert terminal._read(0.012), terminal.text()
        terminal.sees("not now")
        terminal.type(ENTER)
        terminal.until(lambda: place(tmp_path) == ("1", "waiting"))
        terminal.type("\x1b[97;1:3u\x1b[1;1:3C\x1b[1114112u")
        for number in range(10):
            terminal.type(f"\x1b[1;1:{2 if number else 1}C\x1b[1;1:3C")
        terminal.until(lambda: place(tmp_path)[0] == "2a")
        terminal.type("\x1b[57413u")
        terminal.until(lambda: (state := on_disk(tmp_path)) and track(state, "2a").allotted == 6 * 60_000)
        terminal.type("\x1b[113;65;81u")  # q with Caps Lock on
        assert terminal.ends() == 0
    assert place(tmp_path)[0] == "2a"


@pytest.mark.check_only
@pytest.mark.parametrize("no_color", [False, True])
def test_screens_have_no_colours_where_nobody_wants_them(
    no_color: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    if not no_color:
        monkeypatch.delenv("NO_COLOR")
    with Terminal(tmp_path, COLORTERM="truecolor") as terminal:
        terminal.sees("Luisteren met aandacht")
        colours = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)m?", terminal.output)
    assert len(colours) > 5
    assert any(len(set(each)) > 1 for each in colours) != no_color
