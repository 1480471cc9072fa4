"""From five sessions and rehearsals on, a plan says when it will probably end, on the command line and on the screen."""

import json
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui import cli
from luisteren_tui.paths import Folders
from luisteren_tui.running import Running, Setting
from luisteren_tui.session import commands as c
from luisteren_tui.storage.outcome import finish
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.tui.screens.home import HomeScreen
from luisteren_tui.tui.screens.plan import PlanScreen
from tests.tui.stage import on_stage
from tests.tui.watched import ManualClock

PACES = (0.9, 1.0, 1.05, 1.1, 1.2)
"""How long each run took of what was planned: 108 to 144 minutes of 120."""


def held(data: Path, runs: int) -> None:
    """Leave the outcomes of so many sessions and rehearsals, by turns."""
    loaded, clock = load(find("luisteren", data)), ManualClock()
    assert loaded.workshop is not None
    for n, pace in enumerate(PACES[:runs]):
        setting = Setting(12, rehearsal=n % 2 == 1)
        running = Running.open(loaded.workshop, loaded.sha256, setting, Folders(data), clock)
        running.do(c.Toggle())
        for activity in loaded.workshop.activities:
            clock.pass_by(round(activity.duration * pace * 1000))
            running.do(c.Next())
        running.do(c.End())
        assert running.close(5)
        assert running.path is not None
        finish(running.path, running.outcome())


def planned(capsys: pytest.CaptureFixture[str], data: Path, end: str) -> dict[str, Any]:
    args = ["--lang", "en", "--data", str(data), "plan", "--start", "13:30", "--end", end, "--format", "json"]
    assert cli.main(args) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LUISTEREN_CONFIG", str(tmp_path / "config.toml"))


def test_five_runs_say_when_it_ends_and_how_likely_it_is_on_time(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    held(tmp_path, 5)
    assert len(list((tmp_path / "sessions").glob("*.json"))) == 3
    assert len(list((tmp_path / "rehearsals").glob("*.json"))) == 2
    plan = planned(capsys, tmp_path, "15:30")
    assert "15:30" <= plan["p50_end"] < plan["p80_end"] <= "16:05"
    assert 0.1 < plan["p_on_time"] < 0.6
    assert planned(capsys, tmp_path, "16:30")["p_on_time"] == 1
    assert planned(capsys, tmp_path, "15:30") == plan
    assert cli.main(["--lang", "en", "--data", str(tmp_path), "plan", "--start", "13:30"]) == 0
    out = capsys.readouterr().out
    assert f"probably done between {plan['p50_end']} and {plan['p80_end']}" in out


def test_four_runs_say_no_more_than_a_range(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    held(tmp_path, 4)
    plan = planned(capsys, tmp_path, "15:30")
    assert (plan["p50_end"], plan["p80_end"], plan["p_on_time"]) == (None, None, None)
    assert cli.main(["--lang", "en", "--data", str(tmp_path), "plan"]) == 0
    out = capsys.readouterr().out
    assert "can take 78 to 122 minutes" in out
    assert "probably" not in out


@pytest.mark.parametrize(("runs", "said"), [(4, "can take 78 to 122 minutes"), (5, "probably takes 126 to 14")])
async def test_the_screen_says_it_too(runs: int, said: str, tmp_path: Path) -> None:
    held(tmp_path, runs)
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await stage.on(HomeScreen)
        await stage.press("down", "enter")
        await stage.on(PlanScreen)
        await stage.until(lambda: said in " ".join(stage.picture().split()))
