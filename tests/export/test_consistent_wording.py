"""Formats, lists and screens describe a session in the same words: its total, its turns, its day."""

import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from luisteren_tui import i18n
from luisteren_tui.cli import main as cli
from luisteren_tui.export.formats import file_bytes, render
from luisteren_tui.export.outcome_text import as_mail
from luisteren_tui.export.session_summary import start_order, when
from luisteren_tui.i18n.dates import long_day, short_day
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.events import Clock, Slot
from luisteren_tui.session.state import begin
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.outcome.outcome_file import encode, read_session
from luisteren_tui.storage.outcome.schema import totals
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.end.report import draw_notes
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.history.comparison import ComparisonPage
from luisteren_tui.tui.screens.history.session_rows import find_rows
from tests.export.handouts import Page
from tests.export.paper import pages
from tests.session.sample_sessions import NOON, Session, opened
from tests.storage.session_samples import NAME, session
from tests.time_zone import zone_changed
from tests.tui.past_sessions import open_end_screen, open_history, write_outcome
from tests.tui.stage import on_stage

PEOPLE = ("text", "md", "html", "pdf")
"""The formats that people read."""


def shown(format: str, outcome: dict[str, Any], times: bool = True) -> str:
    """Return the words of an outcome in a format, with one space between them."""
    made = file_bytes(format, render(format, outcome, times=times))
    kinds = {"pdf": lambda: " ".join(pages(made)), "html": lambda: "".join(Page(made).text)}
    text = kinds.get(format, made.decode)()
    return " ".join(text.replace("|", " ").replace("\\", "").split())


def skipped_on_the_way() -> Session:
    """Return a session of three activities; the second was skipped after two minutes."""
    ran = Session()
    ran.do(c.Toggle())
    ran.wait(16).do(c.Next())
    ran.wait(2).do(c.Skip())
    ran.wait(11).do(c.End())
    return ran


def without_the_break() -> Session:
    """Return a session of one activity with a plan that skips the break."""
    ran = Session(apply(begin(replace(opened(), skipped=("p1",))), Clock(0, NOON, 5000, "boot")))
    ran.do(c.Toggle())
    ran.wait(16).do(c.End())
    return ran


async def test_skipped_activities_are_in_no_total(tmp_path: Path) -> None:
    outcome = read_session(write_outcome(tmp_path, NAME, without_the_break))
    assert "Total 57 min 16 min" in shown("text", outcome)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await open_end_screen(stage)
        await stage.on(EndScreen)
        await stage.until(lambda: "In all: 57 → 16 minutes" in stage.picture())
        assert "42 min were for 4 activities that were skipped or not reached." in stage.picture()


@pytest.mark.parametrize(("ran", "minutes"), [(session, 29), (skipped_on_the_way, 29)])
async def test_total_is_the_same_in_every_format_and_screen(ran: Any, minutes: int, tmp_path: Path) -> None:
    outcome = read_session(write_outcome(tmp_path, NAME, ran))
    assert totals(outcome["activities"])[:2] == (72 * 60, minutes * 60)
    for format in ("text", "md"):
        assert f"Total 72 min {minutes} min" in shown(format, outcome)
    for format in ("html", "pdf"):
        assert f"Total 72 min → {minutes} min" in shown(format, outcome)
    (row,) = find_rows(Folders(tmp_path)).unread
    assert (row.planned_s, row.actual_s) == (72 * 60, minutes * 60)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await open_end_screen(stage)
        await stage.on(EndScreen)
        await stage.until(lambda: f"In all: 72 → {minutes} minutes" in stage.picture())
        assert "Tuesday 24 November 2026, 13:00 to 13:" in stage.picture()
        assert "42 min were for 4 activities that were skipped or not reached." in stage.picture()


def by(each: str | None, *taken: int, who: str | None = None) -> dict[str, Any]:
    """Return an outcome with an activity whose turns took these seconds."""
    made = build(session().state, [], 20)
    turns = [{"who": who or str(n), "actual_s": s, "each": each} for n, s in enumerate(taken, 1)]
    made["activities"][2]["turns"] = turns
    return made


@pytest.mark.parametrize(
    ("each", "who", "expected"),
    [
        ("role", None, "Turns: round 1 5:00"),
        ("role", "Nadia", "Rounds: 1 (Nadia) 5:00"),
        (None, "Nadia", "Rounds: 1 (Nadia) 5:00"),
        ("group", None, "Turns: group 1 5:00"),
        ("participant", None, "Turns: turn 1 5:00"),  # of someone in each pair
        (None, None, "Turns: turn 1 5:00"),
    ],
)
def test_turns_are_named_after_what_they_count(each: str | None, who: str | None, expected: str) -> None:
    for format in PEOPLE:
        assert expected in shown(format, by(each, 300, who=who))
    name = "round 1 (Nadia)" if who else expected.removeprefix("Turns: ").removesuffix(" 5:00")
    assert f",300,,,{name}," in shown("csv", by(each, 300, who=who))
    assert json.loads(shown("json", by(each, 300, who=who)))["activities"][2]["turns"][0]["who"] == (who or "1")


def test_turns_and_notes_of_groups_have_their_labels() -> None:
    made = by("group", 300, 240)
    made["activities"][2] |= {"form": "plenary", "group_labels": ["Room A"], "notes": [note_of(1), note_of(2)]}
    for format in PEOPLE:
        text = shown(format, made)
        assert "Turns: Room A 5:00 · group 2 4:00" in text
        assert re.search(r"Room A\W.*gehoord.*Group 2\W.*gehoord", text.replace("\n", " "))
    rows = csv.DictReader(str(render("csv", made)).splitlines())
    assert [(row["group"], row["group_label"]) for row in rows if row["group"]] == [("1", "Room A"), ("2", "")]


def note_of(group: int) -> dict[str, Any]:
    return {
        "prompt": None,
        "group": group,
        "private": False,
        "question": None,
        "text": "gehoord",
        "marked": False,
        "edited": None,
    }


def test_turns_of_participants_one_after_the_other_have_their_numbers() -> None:
    made = by("participant", 60, 70)
    made["activities"][2]["form"] = "plenary"
    assert "Turns: participant 1 1:00 · participant 2 1:10" in shown("text", made)


def test_turn_that_took_no_time_is_left_out_and_a_short_one_has_seconds() -> None:
    for format in PEOPLE:
        assert "Turns: group 1 2:00 · group 3 0:20" in shown(format, by("group", 120, 0, 20))
        assert "Turns" not in shown(format, by("group", 0, 0))
    assert shown("csv", by("group", 120, 0, 20)).count("turn,") == 2


def test_turns_of_a_session_record_what_they_count() -> None:
    ran = Session()
    ran.do(c.Toggle(), c.Next(), c.Next())
    ran.wait(2).do(c.NextTurn())
    ran.wait(3).do(c.NextTurn(), c.Next())
    ran.wait(4).do(c.NextTurn(), c.End())
    text = shown("text", build(ran.state, [], 20))
    assert "Rounds: 1 (Nadia) 3:00" in text
    assert "Turns: group 1 4:00" in text


def test_stopped_clock_is_only_mentioned_if_it_stopped() -> None:
    made = build(session().state, [], 20)
    for format in PEOPLE:
        assert "Clock stopped" in shown(format, made)
    for activity in made["activities"]:
        activity["paused_s"] = 4
    for format in PEOPLE:
        assert "Clock stopped" not in shown(format, made)
        assert " 0 min" not in shown(format, made)


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("nl", "dinsdag 24 november 2026", "24-11-2026"),
        ("en", "Tuesday 24 November 2026", "24 Nov 2026"),
    ],
)
def test_people_get_dates_in_words_and_programs_iso_dates(
    language: str, long: str, short: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    i18n.use(language)
    made = build(session().state, [], 20)
    for format in PEOPLE:
        for times in (True, False):
            text = shown(format, made, times=times)
            assert long in text
            assert "2026-" not in text
    assert long in as_mail(made)
    for format in ("csv", "json"):
        assert "2026-11-24T11:00:00Z" in shown(format, made)
    (tmp_path / "sessions").mkdir()
    (tmp_path / "sessions" / f"{NAME}.json").write_text(encode(made))
    (tmp_path / "sessions" / "2026-13-77-9999-x.json").write_text("{")
    assert cli.main(["--lang", language, "--data", str(tmp_path), "sessions"]) == 0
    assert f"{NAME}  {short} " in re.sub(r"(\S) {3,}", r"\1  ", capsys.readouterr().out)


def test_every_weekday_and_month_has_its_name() -> None:
    days = [date(2026, month, month) for month in range(1, 13)]
    assert [long_day(day) for day in days] == [f"{day:%A} {day.day} {day:%B %Y}" for day in days]
    assert len({long_day(date(2026, 6, day)).split()[0] for day in range(1, 8)}) == 7
    i18n.use("nl")
    assert long_day(date(2027, 3, 6)) == "zaterdag 6 maart 2027"
    assert short_day(date(2027, 3, 6)) == "06-03-2027"


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/New_York"])
def test_lists_show_the_local_time_of_the_session(
    zone: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    zone_changed()
    try:
        write_outcome(tmp_path, NAME)
        cli.main(["--lang", "en", "--data", str(tmp_path), "sessions"])
        cli.main(["--lang", "en", "--data", str(tmp_path), "show", "last"])
    finally:
        monkeypatch.undo()
        zone_changed()
    out = capsys.readouterr().out
    assert "24 Nov 2026 13:00" in out
    assert "Tuesday 24 November 2026, 13:00 to 13:31" in out


async def test_all_lists_show_the_same_start_and_state(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sessions were opened at 12:16 and 13:16 local time, and started three minutes later."""
    write_outcome(tmp_path, "2026-11-24-1316-luisteren", started="2026-11-24T12:19:07Z", ended="2026-11-24T12:50:00Z")
    write_outcome(tmp_path, "2026-11-23-1316-luisteren", started="2026-11-23T12:19:07Z", ended="2026-11-24T12:50:00Z")
    cli.main(["--lang", "en", "--data", str(tmp_path), "sessions"])
    listed = capsys.readouterr().out
    assert [" ".join(line.split()[1:]) for line in listed.splitlines()[1:]] == [
        "24 Nov 2026 13:19 session cut short Luisteren met aandacht",
        "23 Nov 2026 13:19 session cut short Luisteren met aandacht",
    ]
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await stage.until(lambda: "Tue 24 Nov 13:19  Luisteren met aandacht · cut short" in stage.picture())
        await open_history(stage)
        await stage.until(lambda: "24 Nov 2026 13:19     Luisteren met aandacht · cut short" in stage.picture())
        await stage.press("f2", "down", "f2")
        await stage.on(ComparisonPage)
        await stage.until(lambda: "B  24 Nov 2026 13:19 · Luisteren met aandacht" in stage.picture())
        assert "session, cut short in 2b" in stage.picture()


def test_rehearsals_within_a_minute_have_different_names(tmp_path: Path) -> None:
    for n, end in enumerate(("", "-2", "-3")):
        write_outcome(tmp_path, f"{NAME}{end}", kind="rehearsal", started=f"2026-11-24T12:00:0{n}Z")
    write_outcome(tmp_path, f"{NAME}", started="2026-11-24T12:00:00Z")
    write_outcome(tmp_path, f"{NAME}-2", started="2026-11-24T12:00:31Z")
    rows = list(find_rows(Folders(tmp_path)).unread)
    assert sorted((row.rehearsal, when(row)) for row in rows) == [
        (False, "24 Nov 2026 13:00"),
        (False, "24 Nov 2026 13:00:31"),
        *((True, f"24 Nov 2026 13:00:0{n}") for n in range(3)),
    ]


def test_end_on_another_day_includes_the_day() -> None:
    made = build(session().state, [], 20) | {"ended": "2026-11-25T00:10:00Z"}
    assert "Tuesday 24 November 2026, 12:00 to Wednesday 25 November 2026, 01:10" in shown("text", made)


@pytest.mark.parametrize(
    ("kind", "ended", "said"),
    [
        ("rehearsal", "2026-11-24T11:00:24Z", "12:00, 29 min on its own clock, in 24 s"),
        ("rehearsal", "2026-11-24T11:28:30Z", "12:00 to 12:28"),
        ("session", "2026-11-24T11:00:24Z", "12:00 to 12:00"),
    ],
)
def test_fast_rehearsal_has_the_time_of_its_own_clock(kind: str, ended: str, said: str) -> None:
    made = build(session().state, [], 20) | {"kind": kind, "started": "2026-11-24T11:00:00Z", "ended": ended}
    for format in PEOPLE:
        assert f"Tuesday 24 November 2026, {said}" in shown(format, made)
    assert f"Tuesday 24 November 2026, {said}" in as_mail(made)


@pytest.mark.parametrize(
    ("started", "ended", "said"),
    [
        ("2026-10-25T00:30:00Z", "2026-10-25T01:40:00Z", "02:30 to 02:40 (the clocks went back an hour)"),
        ("2026-03-29T00:30:00Z", "2026-03-29T01:40:00Z", "01:30 to 03:40 (the clocks went forward an hour)"),
        ("2026-10-24T00:30:00Z", "2026-10-24T01:40:00Z", "02:30 to 03:40 "),
    ],
)
def test_session_across_a_change_of_the_clocks_explains_its_times(started: str, ended: str, said: str) -> None:
    made = build(session().state, [], 20) | {"started": started, "ended": ended, "timezone": "Europe/Amsterdam"}
    for format in PEOPLE:
        assert said in f"{shown(format, made)} "
        assert "clocks" not in shown(format, made, times=False)


def test_start_within_the_repeated_hour_says_whose_time_it_is(tmp_path: Path) -> None:
    write_outcome(tmp_path, "2026-10-25-0230-luisteren", started="2026-10-25T00:30:00Z")
    write_outcome(tmp_path, "2026-10-25-0230-luisteren-2", started="2026-10-25T01:30:00Z")
    write_outcome(tmp_path, "2026-10-25-0330-luisteren", started="2026-10-25T02:30:00Z")
    rows = sorted(find_rows(Folders(tmp_path)).unread, key=start_order)
    assert [when(row) for row in rows] == [
        "25 Oct 2026 02:30 summer time",
        "25 Oct 2026 02:30:00 winter time",
        "25 Oct 2026 03:30",
    ]


def test_emptied_note_is_in_no_report() -> None:
    ran = session(end=False)
    ran.do(c.Write(Slot("2b", prompt=2), "weg"), c.End())
    made = build(ran.state, [], 20)
    for format in PEOPLE:
        assert "Wat viel je op?" in shown(format, made)
    for note in made["activities"][2]["notes"]:
        if note["text"] == "weg":
            note["text"] = " \n"
    for format in (*PEOPLE, "csv"):
        assert "Wat viel je op?" not in shown(format, made)


def test_note_of_a_break_is_under_its_title_without_an_id() -> None:
    ran = session(end=False)
    ran.do(c.Write(Slot("p1"), "koffie"), c.End())
    made = build(ran.state, [], 20)
    assert [part.plain for part in draw_notes(made, private=False)][-1] == "Pauze\nGeneral\nkoffie"
    for format in PEOPLE:
        assert " p1 " not in shown(format, made)
