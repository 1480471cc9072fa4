"""What home lists, and in which order, as far as the names of files tell."""

from collections.abc import Iterator
from datetime import date

import pytest

from luisteren_tui.i18n import use
from luisteren_tui.tui.screens.home.items import HomeItems
from luisteren_tui.tui.screens.home.rows import MAX_PLANS_LISTED, WORKSHOP, Heading, Line, Row, by_size, home_lines

TODAY = date(2026, 11, 24)
SECRET = "geheim"
ITEMS = HomeItems(
    workshops=tuple(f"w{number}" for number in range(10)),
    unfinished=True,
    plans=(f"2026-11-24-{SECRET}", "2026-11-20", "2026-12-03-b", "2026-11-24", "2027-01-01", "los"),
    sessions=("2026-11-20-1300-luisteren", "2026-06-01-0900-luisteren"),
    rehearsal=True,
    past=True,
)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


def rows(**changes: object) -> dict[str, list[Row]]:
    """Return the rows below each heading."""
    below: dict[str, list[Row]] = {}
    hidden, all_of, held = (
        changes.pop(name, default) for name, default in (("hidden", False), ("all_of", ()), ("held", ()))
    )
    lines = home_lines(ITEMS._replace(**changes), held, TODAY, hidden=bool(hidden), all_of=all_of)  # type: ignore[arg-type]
    for line in lines:
        if isinstance(line, Heading):
            below[line.title] = []
        else:
            below[list(below)[-1]].append(line)
    return below


def test_what_is_for_now_comes_before_workshops_plans_and_what_is_past() -> None:
    assert list(rows()) == [
        "Not finished yet",
        "Today · Tuesday 24 November 2026",
        "Workshops",
        "Plans",
        "Last sessions",
    ]


def test_workshop_is_one_row_with_all_that_can_be_done_with_it() -> None:
    *workshops, new = rows(all_of=["workshops"])["Workshops"]
    assert [row.name for row in workshops] == list(ITEMS.workshops)
    assert new.key == "new:"
    assert {tuple(choice.kind for choice in row.choices) for row in workshops} == {("run", "plan", "rehearse", "edit")}


def test_first_workshops_are_listed_and_all_when_asked_for() -> None:
    *listed, _new = rows()["Workshops"]
    assert [row.key for row in listed] == [*(f"run:w{number}" for number in range(5)), "workshops:"]
    assert listed[-1].figures == "10"
    six = tuple("abcdef")
    assert [row.name for row in rows(workshops=six)["Workshops"]] == [*six, ""]


def test_draft_of_a_workshop_says_so_and_is_edited_if_there_is_no_file_yet() -> None:
    *workshops, _new = rows(workshops=("a", "b", "c"), drafts=frozenset("ab"), unsaved=frozenset("a"))["Workshops"]
    assert [row.more for row in workshops] == ["draft, not saved yet", "has changes not saved yet", ""]
    assert [row.choices[0].kind for row in workshops] == ["edit", "edit", "run"]
    assert [choice.kind for choice in workshops[1].choices] == ["edit", "run", "plan", "rehearse"]


def test_all_workshops_are_ordered_by_people_and_length() -> None:
    sizes = {"a": (8, 20, 60), "b": (4, 8, 90), "c": (4, 8, 30), "d": None}
    lines: list[Line] = [Heading("Workshops"), *(Row(name, WORKSHOP, name, size=size) for name, size in sizes.items())]
    assert [line.title for line in by_size(lines)] == ["Workshops", "c", "b", "a", "d"]


def test_unfinished_session_and_rehearsal_can_go_on_or_be_ended() -> None:
    kinds = [[choice.kind for choice in row.choices] for row in rows()["Not finished yet"]]
    assert kinds == [["resume", "end"], ["resume-rehearsal", "end-rehearsal"]]
    assert "Not finished yet" not in rows(unfinished=False, rehearsal=False)


def test_plans_to_come_are_listed_with_the_next_one_first_and_past_ones_when_asked_for() -> None:
    assert [row.key for row in rows()["Plans"]] == ["saved:2026-12-03-b", "saved:2027-01-01", "saved:los", "plans:"]
    assert [row.name for row in rows(all_of=["plans"])["Plans"]] == ["2026-12-03-b", "2027-01-01", "los", "2026-11-20"]
    many = tuple(f"2026-12-{day:02}" for day in range(1, 31))
    assert [row.name for row in rows(plans=many)["Plans"]] == [*many[:MAX_PLANS_LISTED], ""]
    assert rows(plans=many)["Plans"][-1].figures == "30"


def test_plan_for_today_that_a_session_was_held_by_is_no_longer_for_now() -> None:
    for_today = next(found for title, found in rows(held=("2026-11-24",)).items() if title.startswith("Today"))
    assert [row.name for row in for_today] == [f"2026-11-24-{SECRET}"]
    assert ("2026-11-24", "run already") in [(row.name, row.notes) for row in rows(held=("2026-11-24",))["Plans"]]


def test_nothing_of_before_and_no_name_of_a_plan_is_listed_while_that_is_hidden() -> None:
    hidden = rows(hidden=True)
    shown = " ".join(f"{row.lead} {row.title} {row.more}" for found in hidden.values() for row in found)
    assert not [text for text in (SECRET, "20 Nov", "luisteren", "los", "12-03") if text in shown]
    assert [row.key for row in hidden["Earlier"]] == ["show:"]
    assert "Earlier" not in rows(hidden=True, past=False, plans=())
