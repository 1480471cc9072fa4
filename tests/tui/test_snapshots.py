"""Pictures of the main screens at the usual sizes of a terminal. `--snapshot-update` renews them."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.session.save_indicator import NotesHeader
from luisteren_tui.tui.screens.start import StartDialog
from tests.tui.stage import Stage, watched_app
from tests.tui.watched_app import ManualClock

Compare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 30)], ids=["80x24", "120x30"])


def picture(compare: Compare, data: Path, size: tuple[int, int], act: Callable[[Stage], Awaitable[None]]) -> bool:
    """Compare the screen after `act` with the stored picture."""
    folders, clock = Folders(data), ManualClock()
    app = watched_app(folders, clock)

    async def before(pilot: Pilot[None]) -> None:
        await act(Stage(app, pilot, clock, folders))

    try:
        return compare(app, terminal_size=size, run_before=before)
    finally:
        if app.live is not None:
            app.live.journal.close(5)


async def ask(stage: Stage) -> None:
    await stage.on(StartDialog)
    await stage.until(lambda: stage.session.notes is not None and stage.notes.slot is not None)
    await stage.settle()


async def run(stage: Stage) -> None:
    await stage.begin()
    await stage.go_to("2b")
    await stage.press("space")
    await stage.advance(110)
    await stage.press("enter")
    await stage.advance(300)
    await stage.press("n")
    await stage.write("Stil zijn is ook luisteren.")
    await stage.press("escape")
    head = stage.session.query_one(NotesHeader)
    await stage.until(lambda: head.saved.text.startswith("saved") and stage.app.focused is None)


@SIZES
def test_start_dialog_matches_its_picture(size: tuple[int, int], snap_compare: Compare, tmp_path: Path) -> None:
    assert picture(snap_compare, tmp_path, size, ask)


@SIZES
def test_session_in_its_first_turn_matches_its_picture(
    size: tuple[int, int], snap_compare: Compare, tmp_path: Path
) -> None:
    assert picture(snap_compare, tmp_path, size, run)
