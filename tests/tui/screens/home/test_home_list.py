"""The lines of home's list, and its keys and the mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from luisteren_tui.i18n import use
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.storage.plans import save
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.home.home_list import draw
from luisteren_tui.tui.screens.home.rows import ALL_PLANS, OUTCOME, PAST, WORKSHOP, Heading, Line, Row
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.start import StartDialog
from tests.tui.at_home import home_list
from tests.tui.stage import on_stage

LONG = "Intervisie volgens de tienstappenmethode voor nieuwe begeleiders"
LINES: list[Line] = [
    Heading("Workshops"),
    Row("a", WORKSHOP, "Kort", figures="95 min"),
    Row("b", WORKSHOP, LONG, figures="120 min"),
    Heading("Last sessions", "minutes planned → taken", "notes"),
    Row("c", OUTCOME, "Kort", "Fri 20 Nov 13:00", more="cut short", figures="72 → 29", notes="4"),
]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


def drawn(chosen: int, width: int) -> list[str]:
    """Return the text of each line."""
    return [each.line.plain.rstrip() for each in draw(LINES, chosen, 0, width)]


@pytest.mark.parametrize("chosen", [0, 1, 2])
def test_no_line_is_wider_than_the_list(chosen: int) -> None:
    wide = [width for width in range(2, 100) if max(map(len, drawn(chosen, width))) > width]
    assert wide == []


def test_chosen_row_has_its_choices_at_the_right() -> None:
    wide = drawn(0, 80)
    assert wide[1].split() == ["▌", "Kort", "95", "min", "Begin", "Plan", "Rehearse", "Edit"]
    assert wide[2].split()[-2:] == ["120", "min"]
    (chip,) = [span for span in draw(LINES, 0, 1, 80)[1].line.spans if "on $primary" in str(span.style)]
    assert draw(LINES, 0, 1, 80)[1].line.plain[chip.start : chip.end] == " Plan "


def test_row_that_opens_all_others_begins_where_their_days_do() -> None:
    everything = Row("", PAST, "All of them", without_lead=True)
    session, past = (each.line.plain for each in draw([*LINES, everything], 0, 0, 80)[-2:])
    assert past.index("All") == session.index("Fri")


def test_choices_stand_below_a_title_that_is_too_long_to_share_its_line() -> None:
    lines = drawn(1, 80)
    assert lines[2] == f"▌ {LONG}"
    assert lines[3].split() == ["▌", "Begin", "Plan", "Rehearse", "Edit"]
    assert len(lines) == len(drawn(0, 80)) + 1


def test_whole_title_of_the_chosen_row_is_shown_in_a_narrow_list() -> None:
    *title, choices = [line.strip(" ▌") for line in drawn(1, 40)[2:6]]
    assert " ".join(title) == LONG
    assert choices.split() == ["Begin", "Plan", "Rehearse", "Edit"]
    assert LONG not in " ".join(drawn(0, 40))
    lines: list[Line] = [Heading("Plans"), Row("", ALL_PLANS, LONG)]
    assert len([each for each in draw(lines, 0, 0, 40) if each.row == 0]) == 3


def test_figures_stand_below_their_heading_and_give_way_to_the_title() -> None:
    heading, session = drawn(0, 80)[-2:]
    assert heading.endswith("minutes planned → taken  notes")
    assert session.index("29") + 2 == heading.index("taken") + 5
    assert session[-1] == "4"
    assert "4" not in drawn(0, 48)[-1].replace("24", "")
    assert "29" not in drawn(0, 40)[-1]
    assert "Kort · cut short" in drawn(0, 40)[-1]


async def test_arrows_go_over_rows_and_choices_and_each_row_begins_at_its_first(tmp_path: Path) -> None:
    (tmp_path / "workshops").mkdir()
    (tmp_path / "workshops" / "z.yaml").write_text("title: x")
    async with on_stage(tmp_path, workshop=None) as stage:
        rows = await home_list(stage)
        await stage.press("left", "right", "right", "right", "right")
        assert (rows.row.name, rows.choice.kind) == ("luisteren", "edit")
        assert "Enter change the workshop" in stage.picture()
        names = [row.name for row in rows.rows]
        await stage.press(*["down"] * (names.index("z") - names.index("luisteren")))
        assert (rows.row.name, rows.choice.kind) == ("z", "run")
        await stage.until(lambda: "z · its file has errors" in stage.picture())
        await stage.press("enter")
        await stage.until(lambda: "z.yaml" in stage.picture())
        assert "z · its file has errors" in stage.picture()  # the message covers no row
        await stage.press("home", "right", "enter")
        await stage.on(PlanScreen)


async def test_click_selects_a_row_and_only_a_second_one_or_one_on_a_choice_opens_it(tmp_path: Path) -> None:
    loaded = load(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    save(Folders(tmp_path), "x", plan_of(loaded.workshop, loaded.sha256))
    async with on_stage(tmp_path, workshop=None, size=(100, 30)) as stage:
        rows = await home_list(stage)
        lines = stage.picture().splitlines()
        y = next(n for n, line in enumerate(lines) if "Luisteren met" in line)
        await stage.pilot.hover(offset=(8, y - 1))  # a heading
        assert rows.pointed is None
        await stage.pilot.hover(offset=(8, y))
        assert rows.pointed == rows.rows.index(next(row for row in rows.rows if row.name == "luisteren"))
        for text in ("Plans", "x · Luisteren"):
            at = next((line.index(text), n) for n, line in enumerate(lines) if text in line)
            await stage.pilot.click(offset=at)
        assert rows.row.key == "saved:x"
        await stage.pilot.click(offset=(8, y))
        assert rows.row.key == "run:luisteren"
        at = (stage.picture().splitlines()[y].index(" Plan ") + 2, y)
        await stage.pilot.click(offset=at)
        await stage.on(PlanScreen)
        await stage.press("escape")
        await home_list(stage)
        await stage.pilot.click(offset=(8, y))
        await stage.on(StartDialog)
