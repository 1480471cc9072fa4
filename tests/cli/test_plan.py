"""The command `plan`: the JSON of the contract, the other formats, and invalid input."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from luisteren_tui.cli import main as cli
from luisteren_tui.i18n.dates import short_day
from luisteren_tui.planning.plan import Plan, add_custom, plan_of
from luisteren_tui.planning.plan_dates import InvalidTime, check_times, plan_name
from luisteren_tui.storage.file_names import plan_names
from luisteren_tui.storage.plans import load, save
from luisteren_tui.storage.workshop_file import load as load_workshop
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LUISTEREN_CONFIG", str(tmp_path / "config.toml"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def run(*args: str) -> tuple[int, str, str]:
        code = cli.main(["--lang", "en", "--data", str(tmp_path), "plan", *args])
        return code, *capsys.readouterr()

    return run


def test_json_has_the_keys_of_the_contract(run: Run) -> None:
    code, out, err = run("--start", "13:30", "--end", "15:30", "--format", "json")
    plan = json.loads(out)
    assert (code, err) == (0, "")
    assert list(plan) == [
        "start", "end", "must_end", "total_s", "short_s", "p50_end", "p80_end", "p_on_time", "activities",
        "participants", "workshop", "title", "name",
    ]  # fmt: skip
    titled = (plan["participants"], plan["workshop"], plan["title"], plan["name"])
    assert titled == (12, "luisteren", "Luisteren met aandacht", None)
    assert (plan["start"], plan["end"], plan["total_s"], plan["p_on_time"]) == ("13:30", "15:30", 7200, None)
    assert list(plan["activities"][0]) == [
        "id", "title", "form", "start", "end", "planned_s", "min_s", "protected", "skippable", "status", "makers_s",
    ]  # fmt: skip
    assert [one["id"] for one in plan["activities"]] == ["1", "2a", "2b", "2c", "p1", "3a", "3b", "4"]


def cafe(folder: Path) -> str:
    """Write a workshop for 8 to 20 people with three rounds, and return its path."""
    file = folder / "cafe.yaml"
    file.write_text(
        """
format: 1
title: Café
participants: 8-20
steps:
- {title: Tafels, id: tafel, duration: 20m, form: subgroups, groups: {size: 4, stay: 1}, repeat: 3}
- {title: Oogst, duration: 10m, form: plenary, needs: tafel}
""",
        "utf-8",
    )
    return str(file)


def test_plain_id_leaves_out_all_rounds(run: Run, tmp_path: Path) -> None:
    def skipped(*ids: str) -> list[str]:
        arguments = [argument for id in ids for argument in ("--skip", id)]
        _code, out, _err = run(cafe(tmp_path), "--format", "json", *arguments)
        return [one["id"] for one in json.loads(out)["activities"] if one["status"] == "skipped"]

    assert skipped("tafel") == ["tafel-1", "tafel-2", "tafel-3", "2"]
    assert skipped("tafel-3") == ["tafel-3", "2"]
    assert run(cafe(tmp_path), "--skip", "tafel")[2] == "“Oogst” is left out too: it needs “Tafels”.\n"
    assert run(cafe(tmp_path), "--skip", "x")[2].endswith(
        "Error: There is no “x” to leave out. Possible: 1 (1-1, 1-2, 1-3), 2.\n"
    )


def test_number_of_participants_is_the_most_that_is_expected_and_another_gets_a_remark(
    run: Run, tmp_path: Path
) -> None:
    remark = "The makers count on 8 to 20 participants."
    usual, small = run(cafe(tmp_path)), run(cafe(tmp_path), "--participants", "6")
    assert ("20 participants" in usual[1], remark in usual[1]) == (True, False)
    assert (small[0], "6 participants" in small[1], remark in small[1]) == (0, True, True)


def test_skipping_parts_does_not_change_the_time_of_the_others(run: Run) -> None:
    day = ("--start", "13:30", "--end", "15:00", "--format", "json")
    code, out, err = run(*day, "--skip", "p1", "--skip", "3b")
    plan = json.loads(out)
    assert (code, err, plan["short_s"]) == (0, "", 0)
    assert [one["id"] for one in plan["activities"] if one["status"] == "skipped"] == ["p1", "3b"]
    assert (plan["activities"][2]["planned_s"], plan["total_s"]) == (900, 85 * 60)
    assert "makers protect it" in run(*day, "--skip", "4")[2]
    code, out, err = run(*day, "--skip", "p9\x1b[2J")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == "Error: There is no “p9␛[2J” to leave out. Possible: 1, 2a, 2b, 2c, p1, 3a, 3b, 4."


def test_skipping_a_part_skips_what_needs_it_and_says_so(run: Run) -> None:
    _code, out, err = run("--skip", "3a", "--format", "json")
    assert [one["id"] for one in json.loads(out)["activities"] if one["status"] == "skipped"] == ["3a", "3b"]
    assert err == "“Galerijwand & dialoog” is left out too: it needs “Groepsopdracht: ‘Maak een poster’”.\n"
    assert run("--skip", "3b")[2] == ""


def test_plan_is_fitted_to_the_end_and_reports_what_does_not_fit(run: Run) -> None:
    _code, out, _err = run("--start", "13:30", "--end", "15:00", "--format", "json")
    plan = json.loads(out)
    assert (plan["total_s"], plan["short_s"]) == (5400, 0)
    closing = plan["activities"][-1]
    # Activities never get shorter than their minimum.
    assert (closing["planned_s"], closing["min_s"]) == (900, 900)
    # If nothing can be shorter, the forecast can't be shorter either.
    assert sum(one["min_s"] for one in plan["activities"]) == 78 * 60
    assert "78 to" in run()[1]
    assert "12 minutes too long" in run("--start", "13:30", "--end", "14:36")[2]
    code, out, err = run("--start", "13:30", "--end", "14:00", "--format", "json")
    assert json.loads(out)["short_s"] > 0
    assert (code, "minutes too long" in err) == (0, True)


def test_changed_durations_are_in_every_format(run: Run) -> None:
    plan = ("--start", "13:30", "--end", "15:00")
    _code, out, err = run(*plan)
    assert "13:30  15 → 11  1   Verkenning\n" in out
    assert "14:45       15  4   Afronding  (protected)\n" in out
    assert "“Pauze” could be left out, with --skip p1: the others keep 5 minutes more." in err
    assert "| 13:30 | 15 → 11 | 1 | Verkenning |" in run(*plan, "--format", "md")[1]
    rows = list(csv.DictReader(io.StringIO(run(*plan, "--format", "csv")[1])))
    assert (rows[0]["planned_s"], rows[0]["makers_s"]) == ("660", "900")


def test_reading_that_fills_most_of_an_activity_is_reported(run: Run) -> None:
    out = run("--start", "13:30", "--end", "14:50")[1]
    assert "2a: of its 3 minutes, 1½ go to reading.\n" in out
    assert out.count("go to reading") == 1
    assert "go to reading" not in run()[1]


SHORT = "15 turns of about 1:00 each, the makers count on 4 to 6 minutes"


def test_turns_that_can_not_fit_are_in_every_format(run: Run) -> None:
    many = ("--participants", "60")
    for format in ("text", "md"):
        out = run(*many, "--format", format)[1]
        assert SHORT in out
        assert "What helps: 40 minutes more" in out
        assert "turns of about" not in run("--format", format)[1]
    gallery = json.loads(run(*many, "--format", "json")[1])["activities"][6]
    turns = {key: gallery[key] for key in ("turns", "turn_s", "turn_low_s", "turn_high_s", "turns_short_s")}
    assert turns == {"turns": 15, "turn_s": 80, "turn_low_s": 240, "turn_high_s": 360, "turns_short_s": 2400}
    rows = list(csv.DictReader(io.StringIO(run(*many, "--format", "csv")[1])))
    assert [rows[6][key] for key in turns] == ["15", "80", "240", "360", "2400"]
    assert [rows[0][key] for key in turns] == [""] * 5


def appointment(run: Run, *args: str) -> Any:
    """Return the only event of a plan in a calendar."""
    code, out, _err = run(*args, "--format", "ics")
    (event,) = Calendar.from_ical(out).walk("VEVENT")
    assert (code, event.errors) == (0, [])
    return event


def test_calendar_updates_the_appointment_of_a_plan_and_adds_one_for_another(run: Run, tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    names = ("10-12-2026", "10-12-2026-middag", "di", "wo")
    made = {name: appointment(run, "--start", "9", "--save", name) for name in names}
    made["unsaved"] = appointment(run, "--start", "9")
    made["elsewhere"] = appointment(run, "--data", str(tmp_path / "new"), "--start", "9", "--save", names[0])
    assert len({event["uid"] for event in made.values()}) == 6
    assert all(before <= event["dtstamp"].dt <= datetime.now(UTC) for event in made.values())
    for name in names:
        again = appointment(run, "--plan", name, "--start", "10:30", "--skip", "p1", "--save", name)
        assert again["uid"] == made[name]["uid"]
        assert again["dtstart"].dt - made[name]["dtstart"].dt == timedelta(minutes=90)
    again = appointment(run, "--data", str(tmp_path / "new"), "--plan", names[0])
    assert again["uid"] == made["elsewhere"]["uid"]  # the first plan of a new folder too


def test_calendar_is_made_where_no_id_can_be_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / "installation.json").symlink_to(tmp_path)  # others may have put it there
    assert appointment(run, "--start", "9")["uid"] == appointment(run, "--start", "9")["uid"]


def test_other_formats_of_a_plan_make_no_data_folder(run: Run, tmp_path: Path) -> None:
    for format in ("text", "json", "csv", "md"):
        assert run("--data", str(tmp_path / "new"), "--start", "9", "--format", format)[0] == 0
    assert not (tmp_path / "new").exists()


def test_calendar_says_that_a_plan_without_a_day_is_for_today(run: Run) -> None:
    today = short_day(datetime.now().astimezone().date())
    remark = f"The appointment is today, {today}: the plan has no day. --save gives it one.\n"
    assert run("--start", "9", "--format", "ics")[2] == remark
    assert remark in run("--start", "9", "--save", "di", "--format", "ics")[2]
    assert remark not in run("--start", "9", "--save", "10-12-2026", "--format", "ics")[2]
    assert run("--start", "9")[2] == ""


def test_plan_that_can_not_be_in_a_calendar_is_refused(run: Run) -> None:
    code, out, err = run("--format", "ics")
    assert (code, out, "A calendar needs a start" in err) == (2, "", True)


def test_csv_and_markdown_have_a_row_for_each_activity(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "workshops"
    folder.mkdir()
    (folder / "x.yaml").write_text("title: '=cmd|x'\nsteps:\n  - {title: '=1+1', form: plenary, duration: 15m}\n")
    _code, out, _err = run("x", "--format", "csv")
    assert list(csv.reader(io.StringIO(out)))[1][1] == "'=1+1"
    _code, out, _err = run("x", "--format", "md")
    assert out.startswith("# =cmd\\|x\n")


def test_text_names_one_length_where_the_makers_give_one(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "x.yaml"
    text = "title: x\nindication: 60m-60m\nsteps:\n  - {title: a, form: plenary, duration: 60m}\n"
    file.write_text(text)
    assert "The makers say 60 minutes.\n" in run(str(file))[1]
    file.write_text(f"{text}  - {{break: b, duration: 5m}}\n")
    assert "The makers say 60 minutes, breaks included." in run(str(file))[1]


def test_text_reports_long_reading_times(run: Run) -> None:
    _code, out, _err = run()
    assert (
        "“Casus lezen en persoonlijke reflectie”: reading the text (338 words) takes about 1½ of its 5 minutes." in out
    )
    assert "The makers say 90 to 120 minutes" in out
    assert "Reading each instruction aloud takes half a minute at most." in out
    assert "the instruction takes" not in out
    _code, out, _err = run("--start", "13:30", "--end", "15:40")
    assert (
        "120 minutes in all, from 13:30 to 15:30 · 12 participants\nMust end at 15:40: it fits, with 10 minutes to spare.\n"
        in out
    )


def test_reading_speed_is_a_setting_and_an_invalid_one_warns(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("aloud_wpm = 40\nsilent_wpm = 60\ncalm_clock = 3\n")
    code, out, err = run()
    assert "reading the text (338 words) takes about 5½ of its 5 minutes." in out
    assert "“Groepsopdracht: ‘Maak een poster’”: the instruction takes 1 of its 25 minutes." in out
    assert (
        "“Perspectiefwisseling in tweetallen”: the instruction takes half a minute of the 2 minutes of preparation."
        in out
    )
    assert "aloud_wpm" not in err
    assert (code, "'calm_clock'" in err) == (0, True)


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("--start", "25:00"), 2, "25:00 is not a time of day"),
        (("--start", "9:5"), 2, "9:5 is not a time of day. Write 13:30, for instance."),
        (("--start", "13:30", "--end", "13:00"), 2, "13:00 is before the start (13:30)."),
        (("--start", "22:00", "--end", "00:30"), 0, "The end is tomorrow."),
        (("--end", "15:00"), 2, "An end needs a start"),
        (("--participants", "0"), 2, "0 participants is not possible"),
        (("--participants", "x"), 2, "give a whole number"),
        (("--start", "14:00", "--end", "14:00"), 2, "14:00 is already the start."),
        (("--save", "../x"), 2, "can't be the name of a plan"),
        (("--save", "AUX"), 2, "Windows can't have a file that is called AUX."),
        (("nosuch",), 1, "nosuch"),
    ],
)
def test_invalid_input_is_reported(args: tuple[str, ...], code: int, message: str, run: Run) -> None:
    got, _out, err = run(*args)
    assert (got, message in err) == (code, True), err


def test_invalid_plan_name_is_refused_before_the_plan_is_printed(run: Run) -> None:
    for name in ("a/b", "../x", ""):
        code, out, err = run("--start", "13:30", "--save", name)
        assert (code, out, "can't be the name of a plan" in err.splitlines()[-1]) == (2, "", True)


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("2020-01-31-x", "2020-01-31 is past: this plan is no longer at the top of the home screen."),
        ("2999-01-31", ""),
        ("dinsdag", ""),
    ],
)
def test_plan_name_with_a_past_day_prints_a_remark(name: str, remark: str, run: Run) -> None:
    code, _out, err = run("--save", name)
    first, *more = err.splitlines()
    assert (code, "Saved in" in first, len(more)) == (0, True, bool(remark))
    assert remark in err


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("25-11-2026", "2026-11-25"),
        ("25/11/2026", "2026-11-25"),
        ("25.11.2026-middag", "2026-11-25-middag"),
        ("2026-1-5-b", "2026-01-05-b"),
        ("24-11", "2026-11-24"),
        ("23-11", "2027-11-23"),
        ("1/2-x", "2027-02-01-x"),
        ("29-2-2028", "2028-02-29"),
        ("2026-11-25", "2026-11-25"),
        ("vandaag", "2026-11-24"),
        ("Tomorrow-afternoon", "2026-11-25-afternoon"),
        ("morgens", "morgens"),
        ("groep-25-11", "groep-25-11"),
        ("25-11-2", "2026-11-25-2"),
        ("1-2-4-all-8", "1-2-4-all-8"),
        ("20261125", "20261125"),
    ],
)
def test_day_in_a_plan_name_can_be_written_in_several_ways(typed: str, name: str) -> None:
    assert plan_name(typed, date(2026, 11, 24)) == name


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31-11-2026", "31-11-2026 is not a date. Write 2026-11-24, for instance."),
        ("11/25/2026", "11/25/2026 is not a date."),
        ("29-2", "29-2 is not a date."),
        ("2026-13-45", "2026-13-45 is not a date."),
        ("0-0-0000", "0-0-0000 is not a date."),
        ("25-11-26", "25-11-26: write the year in full, as in 25-11-2026."),
    ],
)
def test_plan_name_with_an_invalid_day_is_not_saved(typed: str, why: str, run: Run, tmp_path: Path) -> None:
    code, out, err = run("--save", typed)
    assert (code, out, why in err, plan_names(Folders(tmp_path))) == (2, "", True, [])


def test_day_is_saved_as_an_iso_date_and_reported(run: Run, tmp_path: Path) -> None:
    code, _out, err = run("--start", "13:30", "--save", "25-11-2999")
    assert (code, plan_names(Folders(tmp_path))) == (0, ["2999-11-25"])
    assert "Saved as 2999-11-25, for Monday 25 November 2999." in err


@pytest.mark.usefixtures("amsterdam")
def test_time_skipped_by_daylight_saving_is_refused(run: Run, tmp_path: Path) -> None:
    with pytest.raises(InvalidTime, match="02:30 does not exist on 29 Mar 2026"):
        check_times(Plan("w", "", (), start=150), date(2026, 3, 29))
    check_times(Plan("w", "", (), start=210), date(2026, 3, 29))
    check_times(Plan("w", "", (), start=1320, must_end=150), date(2026, 3, 29))
    with pytest.raises(InvalidTime):
        check_times(Plan("w", "", (), start=1320, must_end=150), date(2026, 3, 28))
    code, _out, err = run("--start", "2u30", "--save", "2026-03-29")
    assert (code, "does not exist on 29 Mar 2026" in err, plan_names(Folders(tmp_path))) == (2, True, [])


@pytest.mark.usefixtures("amsterdam")
@pytest.mark.parametrize(
    ("day", "start", "begins", "ends"),
    [
        ("2026-07-01", "13:30", "13:30+0200", "15:30+0200"),
        ("2026-12-01", "13:30", "13:30+0100", "15:30+0100"),
        ("2027-03-28", "01:30", "01:30+0100", "04:30+0200"),  # the clock skips an hour
        ("2026-10-25", "01:30", "01:30+0200", "02:30+0100"),  # and this hour comes twice
    ],
)
def test_calendar_has_the_local_times_of_its_day(day: str, start: str, begins: str, ends: str, run: Run) -> None:
    event = appointment(run, "--start", start, "--save", day)
    times = [event[key].dt.astimezone(ZoneInfo("Europe/Amsterdam")) for key in ("dtstart", "dtend")]
    assert [f"{time:%Y-%m-%d %H:%M%z}" for time in times] == [f"{day} {begins}", f"{day} {ends}"]
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=2)
    # The same times as in the plan.
    plan = json.loads(run("--plan", day, "--format", "json")[1])
    assert plan["end"] == ends[:5]
    told = [line[:5] for line in str(event["description"]).splitlines()[2:]]
    assert told == [each["start"] for each in plan["activities"]]


@pytest.mark.usefixtures("amsterdam")
def test_plan_has_the_local_times_of_its_day(run: Run) -> None:
    args = ("--start", "01:30", "--end", "04:00", "--save", "2027-03-28")
    code, out, _err = run(*args, "--format", "json")
    plan = json.loads(out)
    clocks = [(one["start"], one["end"]) for one in plan["activities"]]
    # Only an hour and a half is available.
    assert (code, plan["total_s"], plan["short_s"], plan["end"]) == (0, 5400, 0, "04:00")
    assert [one for pair in clocks for one in pair if "02:00" <= one < "03:00"] == []
    assert clocks[0][0] == "01:30"
    for format in ("text", "md", "csv"):
        shown = run("--plan", "2027-03-28", "--format", format)[1].replace("\\", "")
        assert "02:" not in shown
        assert all(start in shown for start, _end in clocks)
    assert "from 01:30 to 04:00 · 12 participants\nMust end at 04:00: it fits.\n" in run("--plan", "2027-03-28")[1]
    # In autumn there is one more hour.
    out = run("--start", "1:30", "--end", "4:00", "--save", "2027-10-31")[1]
    assert "from 01:30 to 02:30 · 12 participants\nMust end at 04:00: it fits, with 90 minutes to spare.\n" in out
    # Too far from now: the clock changes are unknown.
    for day in ("0001-01-01", "9999-12-31"):
        assert run("--start", "23:30", "--end", "1:30", "--save", day)[0] == 0


def test_saved_plan_is_read_back(run: Run, tmp_path: Path) -> None:
    code, _out, err = run("--start", "13:30", "--end", "15:00", "--participants", "9", "--save", "di")
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


def test_only_the_last_replaced_plan_is_kept(run: Run, tmp_path: Path) -> None:
    for start in ("9:00", "10:00", "11:00", "11:00"):
        code, _out, err = run("--start", start, "--save", "di")
        assert code == 0
    folder = tmp_path / "plans"
    assert sorted(path.name for path in folder.iterdir()) == ["di.json", "di.json.old"]
    assert json.loads((folder / "di.json.old").read_text())["start"] == 600
    assert "still there" not in err  # the previous plan was the same


def own_plan(tmp_path: Path) -> None:
    loaded = load_workshop(content_dir() / "luisteren.yaml")
    assert loaded.workshop is not None
    plan = add_custom(
        plan_of(loaded.workshop, loaded.sha256), 0, "Welkom *", 300, "Koffie staat klaar.\nZeg wie je bent."
    )
    save(Folders(tmp_path), "di", plan)


def test_saved_plan_is_printed_with_the_text_of_its_custom_blocks(run: Run, tmp_path: Path) -> None:
    own_plan(tmp_path)
    _code, out, _err = run("--plan", "di", "--start", "9")
    assert out.splitlines()[3:6] == [
        "09:00     5      Welkom *  (own block)",
        "                 Koffie staat klaar.",
        "                 Zeg wie je bent.",
    ]
    assert "\n09:50    15      Pauze\n" in out
    assert "p1" not in out
    _code, out, _err = run("--plan", "di", "--format", "json")
    first, second = json.loads(out)["activities"][:2]
    assert (json.loads(out)["name"], json.loads(out)["participants"]) == ("di", 12)
    assert (first["id"], first["text"]) == ("own.1", "Koffie staat klaar.\nZeg wie je bent.")
    assert "text" not in second
    _code, out, _err = run("--plan", "di", "--format", "md")
    assert "|  | 5 |  | Welkom \\* | own block |\n" in out
    assert "|  | 15 | 4 | Afronding | protected |\n" in out
    assert "\n- 125 minutes in all · 12 participants\n" in out
    assert "**Welkom \\***  \nKoffie staat klaar\\.  \nZeg wie je bent\\." in out
    rows = list(csv.DictReader(io.StringIO(run("--plan", "di", "--format", "csv")[1])))
    assert [row["text"] for row in rows[:2]] == ["Koffie staat klaar.\nZeg wie je bent.", ""]
    _code, out, _err = run("--plan", "di", "--start", "9", "--format", "ics")
    assert ("Welkom *" in out, "Koffie" in out) == (True, False)


def test_plan_finds_its_workshop_by_the_path_of_its_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "mijn.yaml"
    file.write_text("id: anders\ntitle: Mijn\nsteps:\n  - {title: Eerst, form: plenary, duration: 15m}\n")
    assert run("./mijn.yaml", "--save", "x")[0] == 0
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    code, out, err = run("--plan", "x")
    assert (code, out.startswith("Mijn\n"), err) == (0, True, "")
    assert run("../mijn.yaml", "--plan", "x")[0] == 0
    code, _out, err = run("luisteren", "--plan", "x")
    assert (code, "made for the workshop anders, not for luisteren" in err) == (1, True)
    file.write_text(file.read_text().replace("15m", "20m"))
    code, out, err = run("--plan", "x")
    assert (code, "'Eerst' takes 20 min now, not 15." in err, "20 minutes in all" in out) == (0, True, True)
    file.unlink()
    code, _out, err = run("--plan", "x")
    assert (code, "no such file" in err, "name that file too" in err) == (1, True, True)
