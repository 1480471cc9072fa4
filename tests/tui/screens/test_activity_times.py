"""Times as tables, bars and ranges."""

from typing import Any

import pytest

from luisteren_tui.tui.screens.activity_times import (
    BOTH,
    GAP,
    Name,
    Range,
    TimeTable,
    draw_ranges,
    draw_time_bar,
    draw_time_bars,
    fit_table,
    full_name,
)
from luisteren_tui.tui.widgets.bars import Mark

LONG = "Perspectiefwisseling in tweetallen"


def activity(planned: int, actual: int, status: str = "done", title: str = LONG) -> dict[str, Any]:
    return {
        "id": "2b",
        "step": 2,
        "title": title,
        "status": status,
        "planned_s": planned * 60,
        "actual_s": actual * 60,
    }


@pytest.mark.parametrize(
    ("planned", "actual", "expected"),
    [(10, 10, "━" * 10), (10, 6, "━" * 6 + "─" * 4), (6, 10, "━" * 6 + "═" * 4), (4, 0, "────"), (0, 4, "════")],
)
def test_bar_shows_what_was_not_needed_and_what_came_on_top_without_colour(
    planned: int, actual: int, expected: str
) -> None:
    assert draw_time_bar(activity(planned, actual), 600, 10).plain.rstrip() == expected


@pytest.mark.parametrize("width", [45, 73, 112])
def test_bars_stay_within_the_width_and_cut_no_title(width: int) -> None:
    activities = [activity(10, 14), activity(15, 0, "skipped"), activity(20, 0, "unreached", "Casus " * 6)]
    lines = [line.plain for line in draw_time_bars(activities, width)]
    assert all(len(line) <= width for line in lines)
    words = " ".join(" ".join(lines).translate(str.maketrans("━═╾─╴", "     ")).split())
    assert ("2b Perspectiefwisseling in 10 → 14 tweetallen" if width == 45 else f"2b {LONG} 10 → 14") in words
    assert words.count("Casus") == 6
    assert ("4 min longer" in words) == (width == 112)
    assert sum("━" in line for line in lines) == (2 if width > 45 else 0)  # the legend and what was done
    assert " skipped" in words
    assert "not reached" in words


def test_figures_stand_below_each_other() -> None:
    lines = [
        line.plain for line in draw_time_bars([activity(5, 7), activity(100, 101), activity(9, 0, "skipped")], 112)
    ]
    assert (
        len({line.index(end) + len(end) for line, end in zip(lines[1:], ("→ 7", "→ 101", "skipped"), strict=True)}) == 1
    )


def test_table_folds_a_long_name_below_itself() -> None:
    line = TimeTable(24, 3, 7).line(full_name("2b", LONG), "15:00", text="over").plain
    assert line.splitlines() == ["2b  Perspectiefwisseling   15:00  over", "    in tweetallen"]


def test_name_is_cut_where_it_can_not_be_folded_and_its_id_stays() -> None:
    assert [line.plain for line in Name("2b", LONG).lines(12, 3)] == ["2b  Perspec…"]


A, B = Mark("○", "$secondary"), Mark("●", "$primary")


def test_ranges_are_on_one_scale_from_zero_to_the_longest_time() -> None:
    ranges = [
        Range("1", 300, 1200, ((600, A), (900, B))),
        Range("Pauze", 0, 0, ((600, A), (600, B))),
        Range("3", 0, 0, ((0, A),)),
    ]
    *lines, scale = [line.plain[6:] for line in draw_ranges(ranges, 47)]
    assert [len(line) for line in lines] == [41, 41, 41]
    assert (lines[0].index("○"), lines[0].index("●"), len(lines[0].rstrip())) == (20, 30, 40)
    assert lines[0][:10].strip() == ""
    assert lines[0][10] == "─"
    assert lines[1].strip() == BOTH
    assert lines[1].index(BOTH) == 20
    assert lines[2].strip() == "○"
    assert scale.split() == ["0", "20", "min"]


def test_titles_stand_below_each_other_beside_ids_of_any_length() -> None:
    names = [full_name("1", "Reading"), full_name("collect", "Collect"), full_name("", "Coffee")]
    table, left = fit_table(names, 80, columns=1, figure_width=7)
    assert [table.line(name, "15:00").plain for name in names] == [
        "1       Reading   15:00",
        "collect Collect   15:00",
        "·       Coffee    15:00",
    ]
    assert left == 80 - len("collect Collect   15:00") - len(GAP)
    _head, *rows = draw_time_bars([activity(5, 5) | {"id": name.label, "title": name.title} for name in names], 40)
    assert {row.plain.index(name.title) for row, name in zip(rows, names, strict=True)} == {len("collect ")}
