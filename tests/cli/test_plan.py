"""`plan` on the command line: the contract's JSON, the other forms, and input that can't be."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from luisteren_tui import cli
from luisteren_tui.paths import Folders
from luisteren_tui.planner import NoTime, minutes_of
from luisteren_tui.storage.plans import load


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LUISTEREN_CONFIG", str(tmp_path / "config.toml"))


def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, *args: str) -> tuple[int, str, str]:
    code = cli.main(["--lang", "en", "--data", str(tmp_path), "plan", *args])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_json_is_that_of_the_contract(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, tmp_path, "--start", "13:30", "--end", "15:30", "--format", "json")
    plan = json.loads(out)
    assert (code, err) == (0, "")
    assert list(plan) == [
        "start", "end", "must_end", "total_s", "short_s", "p50_end", "p80_end", "p_on_time", "activities",
    ]  # fmt: skip
    assert (plan["start"], plan["end"], plan["total_s"], plan["p_on_time"]) == ("13:30", "15:30", 7200, None)
    assert list(plan["activities"][0]) == [
        "id", "title", "form", "start", "end", "planned_s", "min_s", "protected", "skippable", "status",
    ]  # fmt: skip
    assert [one["id"] for one in plan["activities"]] == ["1", "2a", "2b", "2c", "p1", "3a", "3b", "4"]


def test_it_is_made_to_fit_and_what_can_not_fit_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _code, out, _err = run(capsys, tmp_path, "--start", "13:30", "--end", "15:00", "--format", "json")
    plan = json.loads(out)
    assert (plan["total_s"], plan["short_s"]) == (5400, 0)
    assert plan["activities"][-1]["planned_s"] == 900
    code, out, err = run(capsys, tmp_path, "--start", "13:30", "--end", "14:00", "--format", "json")
    assert json.loads(out)["short_s"] > 0
    assert (code, "minutes too long" in err) == (0, True)


def test_the_calendar_is_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _err = run(capsys, tmp_path, "--start", "09:00", "--format", "ics")
    events: Any = Calendar.from_ical(out).walk("VEVENT")
    assert (code, len(events)) == (0, 8)
    first = events[0]
    assert first["dtstart"].dt.astimezone().strftime("%H:%M") == "09:00"
    assert (first["dtend"].dt - first["dtstart"].dt).total_seconds() == 900
    assert run(capsys, tmp_path, "--format", "ics")[0] == 2


def test_csv_and_markdown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "workshops"
    folder.mkdir()
    (folder / "x.yaml").write_text("title: '=cmd|x'\nsteps:\n  - {title: '=1+1', form: plenary, duration: 15m}\n")
    _code, out, _err = run(capsys, tmp_path, "x", "--format", "csv")
    assert list(csv.reader(io.StringIO(out)))[1][1] == "'=1+1"
    _code, out, _err = run(capsys, tmp_path, "x", "--format", "md")
    assert out.startswith("# =cmd\\|x\n")


def test_text_says_what_takes_long_to_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _code, out, _err = run(capsys, tmp_path)
    assert "2a: reading the text (338 words) takes about 1½ of the 5 minutes." in out
    assert "The makers say 90 to 120 minutes" in out
    assert "aloud, in minutes: 1 ½ of 15 · 2a ½ of 5 · 2b ½ of 2 · 2c ½ of 10" in out


def test_how_fast_is_read_is_a_setting_and_a_bad_one_warns(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("aloud_wpm = 40\nsilent_wpm = 60\ncalm_clock = 3\n")
    code, out, err = run(capsys, tmp_path)
    assert "2a: reading the text (338 words) takes about 5½ of the 5 minutes." in out
    assert "3a 1 of 25" in out
    assert "aloud_wpm" not in err
    assert (code, "'calm_clock'" in err) == (0, True)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--start", "25:00"), 2, "25:00 is no time of day"),
        (("--start", "1330"), 2, "1330 is no time of day"),
        (("--start", "13:30", "--end", "13:00"), 2, "more than 12 hours"),
        (("--start", "22:00", "--end", "00:30"), 0, "The end is tomorrow."),
        (("--end", "15:00"), 2, "An end needs a start"),
        (("--participants", "0"), 2, "0 participants is not possible"),
        (("--save", "../x"), 2, "can't be the name of a plan"),
        (("nosuch",), 1, "nosuch"),
    ],
)
def test_input_that_can_not_be_is_named(
    args: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    got, _out, err = run(capsys, tmp_path, *args)
    assert (got, said in err) == (code, True), err


def test_a_time_that_the_clocks_skip_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()
    try:
        day = datetime(2026, 3, 29, 12).astimezone()
        with pytest.raises(NoTime, match="does not exist today"):
            minutes_of("02:30", day)
        assert minutes_of("03:30", day) == 210
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_plan_is_saved_and_read_back(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _out, err = run(capsys, tmp_path, "--start", "13:30", "--end", "15:00", "--participants", "9", "--save", "di")
    assert code == 0
    assert str(tmp_path / "plans" / "di.json") in err
    plan = load(Folders(tmp_path), "di")
    assert (plan.start, plan.must_end, plan.participants, sum(one.seconds for one in plan.blocks)) == (
        810,
        900,
        9,
        5400,
    )
    assert (tmp_path / "plans" / "di.json").stat().st_mode & 0o777 == 0o600
