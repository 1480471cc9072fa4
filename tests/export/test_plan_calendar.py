"""A plan in a calendar: one appointment, which stays the same one when the plan is exported again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from luisteren_tui import i18n
from luisteren_tui.export.plan_calendar import as_calendar, refusal
from luisteren_tui.export.plan_report import PlanReport, Stamp
from luisteren_tui.planning.forecast import Estimate
from luisteren_tui.planning.plan import Plan, add_custom, skip, with_seconds
from luisteren_tui.text.safe import safe_line
from tests.export.handouts import shipped

DAY = date(2026, 12, 10)
NOW = datetime(2026, 11, 29, 9, 30, 15, tzinfo=UTC)
_made, PLAN = shipped()
MORNING = PLAN.with_start(9 * 60)


def reported(plan: Plan = MORNING, name: str | None = "2026-12-10", **changes: Any) -> PlanReport:
    """Return a report of a plan that is exported at NOW by the installation `a`, with `changes`."""
    report = PlanReport("Luisteren", plan, DAY, Estimate(0, 0, 0), lambda: Stamp(NOW, "a"), name=name)
    return report._replace(**changes)


def only_event(text: str) -> Any:
    """Return the event in an iCalendar that has just this one and that a strict parser accepts."""
    calendar: Any = Calendar.from_ical(text)
    (event,) = calendar.subcomponents
    assert event.name == "VEVENT"
    assert (calendar.errors, event.errors) == ([], [])
    return event


def uid(report: PlanReport) -> str:
    return str(only_event(as_calendar(report))["uid"])


@pytest.mark.usefixtures("amsterdam")
def test_plan_is_one_appointment_with_its_parts_and_their_times() -> None:
    i18n.use("nl")
    groups = {"2b": ("6 tweetallen",), "3a": ("3 groepen van 4", "A … C")}
    plan = skip(with_seconds(MORNING, "1", 1200), "2a")
    event = only_event(as_calendar(reported(plan, groups_in_list=groups)))
    assert str(event["summary"]) == "Luisteren"
    assert (event["dtstart"].dt, event["dtend"].dt) == (
        datetime(2026, 12, 10, 8, tzinfo=UTC),
        datetime(2026, 12, 10, 10, tzinfo=UTC),
    )
    assert str(event["description"]).splitlines() == [
        "12 deelnemers",
        "",
        "09:00  Verkenning",
        "09:20  Perspectiefwisseling in tweetallen (6 tweetallen)",
        "09:35  Plenair gesprek",
        "09:45  Pauze",
        "10:00  Groepsopdracht: “Maak een poster” (3 groepen van 4 · A … C)",
        "10:25  Galerijwand & dialoog",
        "10:45  Afronding",
    ]


def test_stamp_is_the_moment_of_the_export_and_a_later_one_has_a_higher_number() -> None:
    first = only_event(as_calendar(reported()))
    later = only_event(as_calendar(reported(stamp=lambda: Stamp(NOW + timedelta(seconds=1), "a"))))
    assert (first["dtstamp"].dt, first["last-modified"].dt) == (NOW, NOW)
    assert later["dtstamp"].dt == NOW + timedelta(seconds=1)
    assert 0 < first["sequence"] < later["sequence"] < 2**31
    assert only_event(as_calendar(reported(stamp=lambda: Stamp(datetime(1999, 1, 1, tzinfo=UTC)))))["sequence"] == 0


def test_other_plans_have_other_ids() -> None:
    other = replace(MORNING, workshop_id="intervisie")
    reports = [
        *(reported(name=name) for name in ("2026-12-10", "2026-12-10-middag", "di", "wo", None)),
        reported(MORNING.with_start(14 * 60), None),
        reported(other),
        reported(other, None),
        reported(day=DAY + timedelta(days=1)),
        reported(stamp=lambda: Stamp(NOW, "b")),
    ]
    assert len({*map(uid, reports)}) == len(reports)


@pytest.mark.parametrize("name", ["2026-12-10-middag", "di", None])
def test_plan_that_is_exported_again_has_the_same_id(name: str | None) -> None:
    first = uid(reported(name=name))
    changed = add_custom(skip(with_seconds(MORNING, "1", 1200), "2a"), 0, "Welkom", 300)
    changed = replace(changed, sha256="other", participants=9, must_end=720)
    again = reported(changed, name, title="Anders", stamp=lambda: Stamp(NOW + timedelta(days=3), "a"))
    assert uid(again) == first
    assert (uid(again._replace(plan=changed.with_start(600))) == first) == (name is not None)
    # With another namespace, calendars would no longer know the appointments that they have.
    assert uid(reported()) == "70b531bf-c781-5a6b-bb4c-c1c91f2c18f9"


def test_texts_of_custom_blocks_and_the_name_of_the_plan_stay_out() -> None:
    plan = add_custom(MORNING, 0, "Welkom", 300, "Vraag Karin naar haar moeder")
    shown = as_calendar(reported(plan, "2026-12-10-met-Sjoerd"))
    assert "Welkom" in shown
    assert "Karin" not in shown
    assert "Sjoerd" not in shown


@given(st.text(min_size=1), st.text(st.sampled_from(list("\\n,;:\"'\r\n =é漢👩"))))
def test_text_is_read_back_as_it_is_shown(title: str, other: str) -> None:
    plan = MORNING.with_blocks((replace(MORNING.blocks[0], title=f"{title}x{other}"),))
    text = as_calendar(reported(plan, title=f"{other}x{title}"))
    event = only_event(text)
    assert str(event["summary"]) == safe_line(f"{other}x{title}")
    assert str(event["description"]).split("\n", 2)[2] == f"09:00  {safe_line(f'{title}x{other}')}"
    lines = text.encode().split(b"\r\n")
    assert lines.pop() == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines)  # no character is cut in two


@pytest.mark.parametrize(
    ("plan", "day", "reason"),
    [
        (PLAN, DAY, "A calendar needs a start: give --start."),
        (MORNING.with_blocks(tuple(each.with_skipped(True) for each in MORNING.blocks)), DAY, "Nothing is left"),
        (MORNING.with_start(23 * 60), date.max, "9999-12-31 is too far away for a calendar."),
        (MORNING, date.min, "0001-01-01 is too far away for a calendar."),
    ],
    ids=["no start", "nothing left", "last day", "first day"],
)
def test_plan_that_can_not_be_in_a_calendar_is_refused(plan: Plan, day: date, reason: str) -> None:
    assert refusal(reported(plan, day=day)).startswith(reason)
    assert refusal(reported()) == ""
