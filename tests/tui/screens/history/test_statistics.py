"""The times per activity over all sessions of a workshop."""

from pathlib import Path

from luisteren_tui.planning.statistics import Figures
from luisteren_tui.tui.screens.history.screen import HistoryScreen
from luisteren_tui.tui.screens.history.statistics import StatisticsPage, draw_figures
from tests.storage.session_samples import session, write_journal
from tests.thorough import thorough
from tests.tui.past_sessions import REHEARSED, open_history, write_outcome, write_outcomes
from tests.tui.screens.history.test_comparison import change_file, complete
from tests.tui.stage import on_stage


@thorough("size", [(80, 24), (120, 30), (52, 14)])
async def test_statistics_cover_all_sessions_or_all_rehearsals_of_a_workshop(
    size: tuple[int, int], tmp_path: Path
) -> None:
    write_outcomes(tmp_path)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await open_history(stage)
        await stage.press("f3")
        screen = await stage.on(StatisticsPage)
        await stage.until(lambda: "over 2 sessions" in stage.picture())
        text = str(screen.query_one("#page-text").render())
        assert "15:00   16:00  16:00" in text
        assert all(len(line) <= size[0] - 8 or line.endswith(("both", ".")) for line in text.splitlines())
        assert "◆" in text
        assert "20 min" in text or "16 min" in text
        await stage.press("escape")
        await stage.on(HistoryScreen)
        await stage.press("down", "f3")
        await stage.on(StatisticsPage)
        await stage.until(lambda: "over 1 rehearsal" in stage.picture())


async def test_statistics_report_what_is_counted_and_what_is_left_out(tmp_path: Path) -> None:
    write_outcomes(tmp_path)
    change_file(write_outcome(tmp_path, "2026-11-18-1300-luisteren"), complete)
    write_outcome(
        tmp_path, "2026-11-17-1300-luisteren", workshop={"id": "luisteren", "title": "Oud", "sha256": "0" * 64}
    )
    (tmp_path / "sessions" / "2026-11-16-1300-luisteren.json").write_text("{")
    write_journal(tmp_path / "sessions", session(end=False), "2026-11-15-1300-luisteren")
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        await stage.press("f3")
        await stage.until(lambda: "over 4 sessions" in stage.picture() and "Not counted" in stage.picture())
        assert "3 of them were cut short: only what was completed counts." in stage.picture()
        assert "1 of them had another version of the workshop." in stage.picture()
        assert "Not counted: 1 that has not ended, 1 that is damaged, 1 rehearsal." in stage.picture()
        await stage.press("escape")
        await stage.on(HistoryScreen)
        await stage.press("down", "f3")
        await stage.until(lambda: "over 1 rehearsal" in stage.picture() and "Not counted" in stage.picture())
        assert "Not counted: 4 sessions." in stage.picture()


async def test_statistics_leave_out_what_was_too_fast_to_speak_along(tmp_path: Path) -> None:
    began, ended = "2026-11-19T19:00:00Z", "2026-11-19T19:00:30Z"
    write_outcome(tmp_path, REHEARSED, kind="rehearsal", started=began, ended=ended)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        await stage.press("f3")
        await stage.until(lambda: "over 1 rehearsal" in stage.picture())
        assert "What was too fast to speak along does not count." in stage.picture()
        row = next(line for line in stage.picture().splitlines() if "Verkenning" in line)
        assert "none" in row


def test_picture_is_the_last_column_where_there_is_room_and_else_below_the_table() -> None:
    figures = [
        Figures(id="1", label="1", title="Verkenning", planned_s=600, times=(300, 900, 1200), skipped=0),
        Figures(id="2", label="2", title="Casus", planned_s=600, times=(600,), skipped=0),
    ]
    wide, narrow = ([line.plain for line in draw_figures(figures, width)] for width in (110, 50))
    assert wide[0].split()[-3:] == ["0", "20", "min"]
    assert [wide[number].split()[-1][-1] for number in (1, 2)] == ["─", "◆"]
    assert wide[1].index("│") == wide[2].index("◆") == wide[1].index("●") - 15
    assert len(wide) == 5
    assert len(narrow) == 8
    assert narrow[-1].split() == ["0", "20", "min"]
