"""The forecast of a plan: from five past runs on it says when the session will probably end."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from luisteren_tui.cli import main as cli
from luisteren_tui.planning.plan import Plan, add_custom, plan_of, total
from luisteren_tui.planning.rehearsal import with_learned_times
from luisteren_tui.planning.remarks import chance, ending, forecast_end, odds
from luisteren_tui.runtime.live_session import LiveSession, SessionSetup
from luisteren_tui.session import commands as c
from luisteren_tui.storage.outcome.outcome_file import finish
from luisteren_tui.storage.past_runs import spoken_runs
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.workshop.model import Workshop
from tests.tui.at_home import choose_option
from tests.tui.stage import on_stage
from tests.tui.watched_app import ManualClock


def shipped() -> tuple[Workshop, str]:
    loaded = load(find("luisteren", Path()))
    assert loaded.workshop is not None
    return loaded.workshop, loaded.sha256


WORKSHOP, SHA256 = shipped()
FACTORS = (0.9, 1.0, 1.05, 1.1, 1.2)
"""How long each run took as a factor of the plan: 108 to 144 minutes instead of 120."""


def write_runs(data: Path, runs: int) -> None:
    """Write the outcomes of `runs` sessions and rehearsals, alternately."""
    clock = ManualClock()
    for n, factor in enumerate(FACTORS[:runs]):
        write_run(data, clock, SessionSetup(12, rehearsal=n % 2 == 1), [factor] * 8)


def write_run(
    data: Path, clock: ManualClock, setting: SessionSetup, factors: Sequence[float], plan: Plan | None = None
) -> None:
    """Write the outcome of a session whose activities take `factors` of their planned time; it ends after those."""
    clock.pass_by(3600_000)
    live = LiveSession.open(WORKSHOP, SHA256, setting, Folders(data), clock, plan)
    live.do(c.Toggle())
    opened = live.state.opened
    for activity, factor in zip(opened.workshop.activities, factors, strict=False):
        clock.pass_by(round(opened.planned.get(activity.id, activity.duration) * factor * 1000))
        live.do(c.Next())
    live.do(c.End())
    assert live.close(5)
    assert live.path is not None
    finish(live.path, live.outcome())


def forecast_minutes(data: Path, plan: Plan) -> tuple[int | None, int | None]:
    """Return the minutes in which half of the sessions and 80% of them are done."""
    found = forecast_end(spoken_runs(Folders(data), WORKSHOP.id), WORKSHOP, plan)
    return (found.p50_s and found.p50_s // 60, found.p80_s and found.p80_s // 60)


def plan_with_custom_blocks() -> Plan:
    plan = add_custom(plan_of(WORKSHOP, SHA256), 0, "Welkom", 300)
    return replace(add_custom(plan, len(plan.blocks), "Evaluatie", 300), start=13 * 60 + 30, must_end=15 * 60 + 45)


BLOCK_FACTORS = (2.0, *[1.1] * 8, 2.0)
"""How long each block took as a factor of the plan: 152 minutes instead of 130."""


def test_forecast_counts_lessons_of_rehearsals_once(tmp_path: Path) -> None:
    plan, clock = plan_with_custom_blocks(), ManualClock()
    for _ in range(5):
        write_run(tmp_path, clock, SessionSetup(12, rehearsal=True), BLOCK_FACTORS, plan)
    assert forecast_minutes(tmp_path, plan) == (152, 152)
    taken = {block.id: round(block.seconds * factor) for block, factor in zip(plan.blocks, BLOCK_FACTORS, strict=True)}
    learned = with_learned_times(plan, taken)
    assert total(learned) // 60 == 155
    assert forecast_minutes(tmp_path, learned) == (152, 152)


def test_forecast_of_a_new_custom_block_follows_the_other_blocks(tmp_path: Path) -> None:
    clock = ManualClock()
    for _ in range(5):
        write_run(tmp_path, clock, SessionSetup(12), [1.2] * 8)
    assert forecast_minutes(tmp_path, plan_with_custom_blocks()) == (156, 156)
    # The block in the same place of another plan has another title, so it does not count.
    plan = plan_with_custom_blocks()
    for _ in range(3):
        write_run(tmp_path, clock, SessionSetup(12), [9.0] + [1.2] * 9, plan)
    renamed = replace(plan, blocks=(replace(plan.blocks[0], title="Kennismaken"), *plan.blocks[1:]))
    p50, _ = forecast_minutes(tmp_path, renamed)
    assert p50 is not None
    assert p50 < 175


def test_forecast_ignores_runs_cut_short(tmp_path: Path) -> None:
    write_runs(tmp_path, 4)
    for _ in range(3):
        write_run(tmp_path, ManualClock(), SessionSetup(12, rehearsal=True), [1.0] * 6)
    assert forecast_end(spoken_runs(Folders(tmp_path), WORKSHOP.id), WORKSHOP, plan_of(WORKSHOP, SHA256)).runs == 4


@pytest.mark.parametrize(
    ("chance", "expected"),
    [
        (0.0, "almost none"),
        (0.025, "about 1 in 40"),
        (0.03, "about 1 in 35"),
        (0.05, "about 1 in 20"),
        (0.1, "about 1 in 10"),
        (0.14, "about 1 in 7"),
        (0.15, "about 15%"),
        (0.16, "about 15%"),
        (0.61, "about 60%"),
        (0.97, "about 95%"),
        (0.975, "about 95%"),
        (0.98, "almost certain"),
    ],
)
def test_odds_are_given_in_words(chance: float, expected: str) -> None:
    assert odds(chance) == expected


def test_chance_accounts_for_clock_changes_in_the_night(tmp_path: Path) -> None:
    write_runs(tmp_path, 5)
    plan = replace(plan_of(WORKSHOP, SHA256), start=90, must_end=90 + 123)
    guess = forecast_end(spoken_runs(Folders(tmp_path), WORKSHOP.id), WORKSHOP, plan)
    # The first night has an extra hour, the last lacks one.
    days = (date(2026, 10, 25), date(2026, 11, 24), date(2027, 3, 28))
    found = [chance(plan, guess, day) for day in days]
    assert [odds(each or 0) for each in found] == ["almost certain", "about 40%", "almost none"]
    fits = [ending(plan, day, each)[2] for day, each in zip(days, found, strict=True)]
    assert fits == ["it fits, with 63 minutes to spare", "the plan says it fits", "57 minutes too long"]


@pytest.mark.parametrize("form", ["text", "md"])
def test_plan_that_only_fits_on_paper_says_so(form: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_runs(tmp_path, 5)
    args = ["--lang", "en", "--data", str(tmp_path), "plan", "--start", "13:30", "--format", form]
    for end, fits, likely in (
        ("15:33", "the plan says it fits", "about 40%"),
        ("16:30", "it fits, with 60 minutes to spare", "almost certain"),
    ):
        assert cli.main([*args, "--end", end]) == 0
        out = capsys.readouterr().out.replace("\\", "")
        assert f"Must end at {end}: {fits}." in out
        assert f"Chance of finishing by {end}: {likely}." in out


def plan_as_json(capsys: pytest.CaptureFixture[str], data: Path, end: str) -> dict[str, Any]:
    args = ["--lang", "en", "--data", str(data), "plan", "--start", "13:30", "--end", end, "--format", "json"]
    assert cli.main(args) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LUISTEREN_CONFIG", str(tmp_path / "config.toml"))


def test_five_runs_give_a_forecast_of_the_end(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_runs(tmp_path, 5)
    assert len(list((tmp_path / "sessions").glob("*.json"))) == 3
    assert len(list((tmp_path / "rehearsals").glob("*.json"))) == 2
    plan = plan_as_json(capsys, tmp_path, "15:30")
    assert "15:30" <= plan["p50_end"] < plan["p80_end"] <= "16:05"
    assert 0.1 < plan["p_on_time"] < 0.6
    assert plan_as_json(capsys, tmp_path, "16:30")["p_on_time"] == 1
    assert plan_as_json(capsys, tmp_path, "15:30") == plan
    assert cli.main(["--lang", "en", "--data", str(tmp_path), "plan", "--start", "13:30"]) == 0
    out = capsys.readouterr().out
    assert f"done by {plan['p50_end']} half the time, by {plan['p80_end']} eight times out of ten." in out


def test_forecast_ignores_fast_rehearsals(tmp_path: Path) -> None:
    write_runs(tmp_path, 5)
    plan = plan_of(WORKSHOP, SHA256)
    assert forecast_minutes(tmp_path, plan) != (None, None)
    for path in (tmp_path / "rehearsals").glob("*.json"):
        value = json.loads(path.read_text())
        path.write_text(json.dumps(value | {"ended": value["started"]}))
    assert len(spoken_runs(Folders(tmp_path), WORKSHOP.id)) == 3
    assert forecast_minutes(tmp_path, plan) == (None, None)


def test_four_runs_give_a_range_only(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_runs(tmp_path, 4)
    plan = plan_as_json(capsys, tmp_path, "15:30")
    assert (plan["p50_end"], plan["p80_end"], plan["p_on_time"]) == (None, None, None)
    assert cli.main(["--lang", "en", "--data", str(tmp_path), "plan"]) == 0
    out = capsys.readouterr().out
    assert "By the workshop's own rules, 78 to 122 minutes if nothing else runs over." in out
    assert "A forecast appears here after 5 complete runs, rehearsals included; so far 4 of 5." in out
    assert "half the time" not in out


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (4, "own rules, 78 to 122 minutes if nothing else runs over"),
        (5, "done in 126 minutes half the time, in 14"),
    ],
)
async def test_plan_screen_shows_the_forecast_from_five_runs_on(runs: int, expected: str, tmp_path: Path) -> None:
    write_runs(tmp_path, runs)
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await choose_option(stage, "plan:luisteren")
        await stage.on(PlanScreen)
        await stage.until(lambda: expected in " ".join(stage.picture().split()))


async def test_plan_screen_shows_the_chance_beside_the_fit(tmp_path: Path) -> None:
    write_runs(tmp_path, 5)
    async with on_stage(tmp_path, workshop=None, size=(80, 24)) as stage:
        await choose_option(stage, "plan:luisteren")
        screen = await stage.on(PlanScreen)
        screen.change(replace(screen.plan, start=13 * 60 + 30, must_end=15 * 60 + 33))
        await stage.until(lambda: "must end at 15:33 · the plan says it fits" in stage.picture())
        await stage.until(lambda: "Chance of finishing by 15:33: about 40%" in stage.picture())
        await stage.pilot.resize_terminal(52, 14)
        await stage.until(lambda: "chance: about 40%" in " ".join(stage.picture().split()))
        screen.change(replace(screen.plan, must_end=15 * 60))
        await stage.until(lambda: "30 minutes too long" in stage.picture())
