"""The lines of home's list, and its keys and the mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from luisteren_tui.i18n import use
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.storage.plans import save
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.editor.screen import EditorScreen
from luisteren_tui.tui.screens.home.home_list import draw
from luisteren_tui.tui.screens.home.rows import ALL_PLANS, OUTCOME, PAST, WORKSHOP, Heading, Line, Row
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.start import StartDialog
from tests.tui.at_home import home_list, select
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
    async with on_stage(tmp_path, workshop=None) as stage:
        rows = await home_list(stage)
        await stage.press("left", "right", "right", "right", "right")
        assert (rows.row.name, rows.choice.kind) == ("luisteren", "edit")
        assert "Enter change the workshop" in stage.picture()
        await stage.press("down")
        assert (rows.row.name, rows.choice.kind) == (rows.rows[1].name, "run")
        await stage.press("home", "right", "enter")
        await stage.on(PlanScreen)


async def test_own_workshops_come_first_and_say_what_is_wrong_with_them(tmp_path: Path) -> None:
    folder = tmp_path / "workshops"
    folder.mkdir()
    (folder / "a.yaml").write_text("title: x\n")
    (folder / "b.yaml.draft").write_text("title: A day out\n")
    good = (content_dir() / "luisteren.yaml").read_text("utf-8")
    for name in ("c", "d"):
        (folder / f"{name}.yaml").write_text(good, "utf-8")
    async with on_stage(tmp_path, workshop=None) as stage:
        rows = await home_list(stage)
        await stage.until(lambda: "c.yaml, id used twice" in stage.picture())
        assert "a · line 1: 'steps' is missing here." in stage.picture()
        assert "A day out · draft, not saved yet" in stage.picture()
        assert [row.name for row in rows.rows[:4]] == ["a", "c", "d", "b"]
        assert (rows.row.name, [choice.kind for choice in rows.row.choices]) == ("a", ["edit"])
        await stage.press("enter")
        await stage.on(EditorScreen)
        await stage.shows("1 mistake in it")
        await stage.press("escape")
        await home_list(stage)
        assert rows.row.name == "a"


async def test_all_workshops_are_listed_with_their_people_and_length_when_asked_for(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        rows = await home_list(stage)
        select(rows, "workshops:")
        await stage.press("enter")
        await stage.until(lambda: all(row.figures for row in rows.rows if row.choices[0].kind == "run"))
        sizes = [row.size for row in rows.rows if row.size]
        assert sizes == sorted(sizes)
        assert len(sizes) == len(list(content_dir().glob("*.yaml")))


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
