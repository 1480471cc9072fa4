"""The agenda and the top line: what they say, and what they leave out where space is short."""

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from textual.content import Content

from luisteren_tui.tui.widgets.overview import AgendaPart, FoldedRow, agenda_lines, folded, folded_line, top_line
from luisteren_tui.views.session_view import Header, Row, Status
from tests.session.sample_sessions import MINUTE, NOON

NOW = "b"
PART = AgendaPart(
    (
        Row("a", "1", "Verkenning", False, 900, 1020, Status.DONE, began=NOON),
        Row("", "2", "Casus: dialoog en perspectiefwisseling", False, 1500, None, Status.CURRENT),
        Row(NOW, "2a", "Perspectiefwisseling in tweetallen", True, 900, None, Status.CURRENT, began=NOON + 17 * MINUTE),
        Row("c", "2b", "Plenair gesprek", True, 600, None, Status.COMING, ahead_s=0),
        Row("d", "2c", "Nog een vraag", True, 300, None, Status.SKIPPED),
        Row("p1", "·", "Pauze", False, 900, None, Status.COMING, ahead_s=600),
    ),
    following=NOON + 32 * MINUTE,
)


def _plain(width: int, height: int) -> list[str]:
    return [line.plain.rstrip() for _id, line in agenda_lines(PART, width, height)]


def test_agenda_folds_titles_and_sets_steps_apart_where_there_are_lines_enough() -> None:
    assert _plain(40, 20) == [
        " ✓ 12:00 1  Verkenning            15→17",
        "",
        " 2  Casus: dialoog en                25",
        "    perspectiefwisseling",
        " ▶ 12:17 2a Perspectiefwisseling     15",
        "            in tweetallen",
        "   12:32 2b Plenair gesprek          10",
        " –       2c Nog een vraag             5",
        "",
        "   12:42    Pauze                    15",
    ]


def test_low_agenda_folds_only_the_present_activity_and_keeps_it_in_view() -> None:
    assert _plain(40, 8) == [line for line in _plain(40, 20) if line]
    assert _plain(40, 5) == [
        " ✓ 12:00 1  Verkenning            15→17",
        " 2  Casus: dialoog en perspectie…    25",
        " ▶ 12:17 2a Perspectiefwisseling     15",
        "            in tweetallen",
        "   12:32 2b Plenair gesprek          10",
    ]


def test_agenda_has_one_pointer_and_knows_the_activity_of_each_line() -> None:
    lines = agenda_lines(PART, 40, 20)
    assert sum("▶" in line.plain for _id, line in lines) == 1
    marked = [id for id, line in lines if any("$chosen" in str(span.style) for span in line.spans)]
    assert marked == [NOW, NOW]
    assert [id for id, _line in lines] == ["a", "", "", "", NOW, NOW, "c", "d", "", "p1"]


def test_present_activity_that_has_not_begun_begins_before_the_next() -> None:
    waiting = replace(PART.rows[2], began=None, ahead_s=-900)
    [(_id, line), *_rest] = agenda_lines(AgendaPart((waiting,), NOON + 32 * MINUTE), 40, 5)
    assert "12:17" in line.plain


def test_long_label_leaves_space_for_the_titles() -> None:
    rows = tuple(replace(row, label="kennismaking") if row.id == NOW else row for row in PART.rows)
    lines = [line.plain for _id, line in agenda_lines(AgendaPart(rows, PART.following), 44, 20)]
    assert lines[4].split() == ["▶", "12:17", "kenni…", "Perspectiefwisseling", "15"]


def test_one_line_agenda_keeps_the_present_activity_and_the_next_in_view() -> None:
    rows = tuple(FoldedRow(f"a{n}", f"{n}a", Status.DONE if n < 15 else Status.COMING) for n in range(20))
    now = (*rows[:15], FoldedRow("b", "15b", Status.CURRENT), *rows[16:])
    line = folded_line(now, 52).plain
    assert line.startswith(" … ✓ ")
    assert "▶ 15b  16a" in line
    assert len(line) <= 52
    assert folded_line(now[15:], 52).plain.startswith(" ▶ 15b  16a ")


@pytest.mark.parametrize("width", [30, 44])
def test_agenda_holds_at_titles_in_wide_characters(width: int) -> None:
    wide = "二人一組で役割を交換しながら事例について話し合う"
    rows = tuple(replace(row, title=wide) for row in PART.rows)
    lines = [line for _id, line in agenda_lines(AgendaPart(rows, PART.following), width, 60)]
    assert max(line.cell_length for line in lines) <= width
    assert {line.cell_length for line in lines if line.plain.strip()[-1:].isdigit()} == {width}
    (piece,) = [row for row in folded(rows) if row.label.startswith("二人")]
    assert cell_len(piece.label) <= 12
    assert piece.label.endswith("…")


HEADER = Header("Luisteren met aandacht", 2, 4, NOON, NOON + 90 * MINUTE, -12)


def _top(width: int, badge: str = "", header: Header = HEADER) -> Content:
    return top_line(header, badge, width)


def test_top_line_keeps_the_title_and_leaves_out_the_step_then_beside_a_badge_the_end() -> None:
    assert "STEP 2 of 4" in _top(90).plain
    assert "STEP" not in _top(70).plain
    assert "Luisteren met aandacht" in _top(70).plain
    badged = _top(74, "ROOM SEES GROUPS").plain
    assert "Luisteren met aandacht" in badged
    assert "done at" not in badged
    assert badged.endswith("runs 12 min over")


def test_margin_stands_out_when_the_session_runs_over() -> None:
    assert [str(span.style) for span in _top(120).spans][-1] == "bold $warning"
    assert [str(span.style) for span in _top(120, header=replace(HEADER, margin=3)).spans][-1] == "bold"
    assert [str(span.style) for span in _top(120, header=replace(HEADER, start=NOON)).spans][-1] == "bold"
