"""What happened to the files of a session is told once, calmly, and not to the room."""

import shutil
from pathlib import Path

import pytest

from luisteren_tui.storage.files import CHANGED, GONE, REPLACED
from luisteren_tui.storage.journal.memory import Mended
from luisteren_tui.storage.lock import FolderInUse
from luisteren_tui.tui.screens.session.notices import REPEAT_AFTER_MS, Notices, mended_text, taken_text
from luisteren_tui.tui.screens.session.save_indicator import NotesHeader
from tests.tui.stage import on_stage

PATH = Path("/data/sessions/s.jsonl")


@pytest.mark.parametrize("why", [GONE, REPLACED, CHANGED])
def test_mended_file_is_told_with_paths_that_exist(why: str) -> None:
    assert str(PATH) in mended_text(Mended(why, PATH, None))
    assert "other-s.jsonl.1" in mended_text(Mended(why, PATH, PATH.with_name("other-s.jsonl.1")))
    assert "\x1b" not in mended_text(Mended(why, PATH, PATH.with_name("\x1b[31m")))


def test_other_program_is_named_if_it_is_known() -> None:
    assert "77" in taken_text(FolderInUse(77, None, None))
    assert taken_text(FolderInUse(None, None, None))


def test_same_text_is_not_said_again_within_a_minute() -> None:
    said: list[str] = []
    notices = Notices(said.append)
    for now in (0, 1, REPEAT_AFTER_MS - 1):
        notices.add("a", now)
        notices.show(room=False)
    assert said == ["a"]
    notices.add("a", REPEAT_AFTER_MS)
    notices.add("b", REPEAT_AFTER_MS)
    notices.show(room=False)
    assert said == ["a", "a", "b"]


async def test_deleted_file_is_written_anew_and_told_after_the_room_view(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        path = stage.live.path
        assert path is not None
        await stage.press("z")
        path.unlink()
        await stage.until(path.exists)
        await stage.settle()
        assert not stage.app.notifications
        await stage.press("z")
        await stage.until(lambda: any("was gone" in text and str(path) in text for text in stage.app.notifications))
        await stage.until(lambda: stage.session.query_one(NotesHeader).saved.text.startswith("saved"))


async def test_alarm_takes_away_what_was_told_before(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 40)) as stage:
        await stage.begin()
        path = stage.live.path
        assert path is not None
        path.unlink()
        await stage.shows("Everything is saved")
        shutil.rmtree(path.parent)
        path.parent.write_text("theirs")
        await stage.shows("NOT SAVED")
        await stage.until(lambda: "Everything is saved" not in stage.picture())
        path.parent.unlink()
        await stage.until(path.exists)
