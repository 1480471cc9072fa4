"""The table of blocks on the plan screen: its columns, headings and bars."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from luisteren_tui.planning.plan import MINUTE_S, Plan, add_custom, plan_of, skip, with_seconds
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.tui.screens.plan.block_table import BlockTable

LOADED = load(find("luisteren", Path()))
assert LOADED.workshop is not None
PLAN = plan_of(LOADED.workshop, LOADED.sha256)
STEPS = [step.title for step in LOADED.workshop.steps]
CHANGED = with_seconds(with_seconds(PLAN, "2b", 20 * MINUTE_S), "p1", 5 * MINUTE_S)
WIDTHS = (49, 75, 115, 195)


def table(plan: Plan, width: int = 115, short_turns: dict[str, str] | None = None) -> BlockTable:
    return BlockTable(plan, date(2026, 11, 25), width, step_titles=STEPS, short_turns=short_turns or {})


def drawn(plan: Plan, width: int = 115, *, airy: bool = False) -> list[str]:
    return [line.content.plain for line in table(plan, width).lines(airy=airy)]


def row(lines: list[str], title: str) -> str:
    return next(line for line in lines if title in line)


def test_titles_stay_in_their_column_when_minutes_change() -> None:
    places = {line.index(title) for plan in (PLAN, CHANGED) for line, title in _titles(plan)}
    assert len(places) == 1


def _titles(plan: Plan) -> list[tuple[str, str]]:
    lines = drawn(plan)
    return [(row(lines, block.title), block.title) for block in plan.blocks]


def test_old_and_new_minutes_have_a_column_each() -> None:
    lines = drawn(CHANGED)
    assert row(lines, "Perspectiefwisseling in")[2:18].split() == ["20’", "15", "→", "20"]
    assert row(lines, "Pauze")[2:18].split() == ["50’", "15", "→", "5"]
    assert row(lines, "Verkenning")[2:18].split() == ["0’", "15"]


def test_long_remark_goes_below_its_title_and_leaves_the_bars_their_place() -> None:
    short = {"4": "12 turns of about 0:30 each"}
    plain, remarked = table(PLAN, 80), table(PLAN, 80, short)
    assert remarked.ruler().plain == plain.ruler().plain
    lines = [line.content.plain.rstrip() for line in remarked.lines(airy=False)]
    at = lines.index(row(lines, "Afronding"))
    assert lines[at + 1].strip() == "protected  ▲ 12 turns of about 0:30 each"
    wide = row([line.content.plain for line in table(PLAN, 195, short).lines(airy=False)], "Afronding")
    assert "Afronding  protected  ▲ 12 turns of about 0:30 each" in wide


def test_step_with_several_blocks_has_a_heading_with_its_minutes() -> None:
    lines = drawn(skip(PLAN, "2c"))
    heading = row(lines, STEPS[1])
    assert heading.split()[0] == "2"
    assert "20 min" in heading
    assert lines.index(heading) + 1 == lines.index(row(lines, "Casus lezen"))
    assert sum("Verkenning" in line for line in lines) == 1


def test_heading_is_not_repeated_after_a_break_within_the_step() -> None:
    plan = add_custom(PLAN, 2, "Even bewegen", 5 * MINUTE_S)
    assert sum(STEPS[1] in line for line in drawn(plan)) == 1


def test_bars_begin_where_the_one_before_ends_and_cross_the_mark_of_the_end() -> None:
    plan = replace(PLAN, start=13 * 60, must_end=14 * 60 + 30)
    found = table(plan).lines(airy=False)
    at = {line.content.plain.rfind("│") for line in found if "│" in line.content.plain}
    assert len(at) == 1
    place = at.pop()
    for line in found:
        text = line.content.plain
        bar = [n for n, character in enumerate(text) if character in "━╸╺─╴╶"]
        beyond = any(n > place for n in bar)
        assert beyond == ("Afronding" in text or "Galerijwand" in text)
        assert beyond == any(span.style == "$warning" and span.end > place + 1 for span in line.content.spans)
    ruler = table(plan).ruler().plain
    assert ruler.index("┐") == place
    assert ruler.split() == ["13:00", "14:30", "┐", "15:00"]


def test_fitting_plan_has_the_mark_beyond_its_bars() -> None:
    lines = drawn(replace(PLAN, start=13 * 60, must_end=15 * 60))
    assert row(lines, "Afronding").endswith("━│")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("airy", [False, True])
def test_no_line_is_wider_than_the_table_and_no_title_is_cut(width: int, airy: bool) -> None:
    plan = add_custom(
        PLAN, 0, "Welkom en kennismaken met wie er allemaal is " * 3, 90 * MINUTE_S, "Zeg wie je bent. " * 20
    )
    plan = skip(replace(plan, start=13 * 60, must_end=14 * 60), "3a")
    lines = drawn(plan, width, airy=airy)
    assert max(map(len, lines)) <= width
    words = " ".join(" ".join(lines).translate(str.maketrans("━╸╺─╴╶│", "       ")).split())
    assert all(block.title.strip() in words for block in plan.blocks)
    assert len(table(plan, width).ruler().plain) <= width


def test_lines_know_their_block() -> None:
    found = table(PLAN, 49).lines(airy=False)
    numbers = [line.block for line in found if line.block is not None]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(PLAN.blocks)))
    assert numbers.count(2) == 2  # its title is folded, and both lines can be clicked


def test_airy_table_has_an_empty_line_between_the_steps_only() -> None:
    lines = drawn(PLAN, airy=True)
    empty = [number for number, line in enumerate(lines) if not line.strip()]
    assert [lines[number + 1].split()[1 if "’" in lines[number + 1][:8] else 0] for number in empty] == [
        "2",
        "15",
        "3",
        "15",
    ]
    assert [line for line in lines if line.strip()] == drawn(PLAN)


def test_short_turns_stand_beside_the_title() -> None:
    lines = [line.content.plain for line in table(PLAN, 115, {"3b": "15 turns"}).lines(airy=False)]
    assert "▲ 15 turns" in row(lines, "Galerijwand")
