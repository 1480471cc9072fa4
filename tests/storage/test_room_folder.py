"""The folder of the page for the room has one writer, and is empty when nobody shows the page."""

import shutil
import stat
from pathlib import Path

import pytest

from luisteren_tui.storage import room_folder
from luisteren_tui.system.paths import Folders


def test_page_has_one_writer_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("luisteren_tui.storage.lock.time.sleep", waited.append)
    folders = Folders(tmp_path)
    with room_folder.own_room_folder(folders) as folder:
        assert folder == tmp_path / "room"
        room_folder.write(folder, {"state.js": b"1"})
        with room_folder.own_room_folder(folders) as other:
            assert other is None
        assert waited
        waited.clear()
        room_folder.tidy_up(folders)
        assert not waited  # the first picture of the program would wait too
        assert (folder / "state.js").read_bytes() == b"1"
    with room_folder.own_room_folder(folders) as again:
        assert again is not None


def test_page_is_for_the_user_only_and_taken_away_at_the_end(tmp_path: Path) -> None:
    with room_folder.own_room_folder(Folders(tmp_path)) as folder:
        assert folder is not None
        room_folder.write(folder, {"state.js": b"1"})
        assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "state.js")] == [0o700, 0o600]
    assert not folder.exists()


@pytest.mark.parametrize("name", ["state.js", "state.js.1.new"])
def test_what_a_killed_program_left_is_taken_away(name: str, tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    room_folder.write(folders.room_page, {name: b"Anna"})
    room_folder.tidy_up(folders)
    assert not folders.room_page.exists()


def test_page_is_not_written_through_a_link_nor_is_what_it_leads_to_emptied(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    room_folder.write(elsewhere, {"letter.txt": b"Dear Anna"})
    folders = Folders(tmp_path / "data")
    folders.data.mkdir()
    folders.room_page.symlink_to(elsewhere)
    with room_folder.own_room_folder(folders) as folder:
        assert folder is not None
        room_folder.write(folder, {"state.js": b"1"})
        assert [path.name for path in elsewhere.iterdir()] == ["letter.txt"]
    assert not folders.room_page.exists()
    folders.room_page.symlink_to(elsewhere)
    room_folder.tidy_up(folders)
    assert (elsewhere / "letter.txt").exists()


def test_page_that_was_deleted_is_written_again(tmp_path: Path) -> None:
    with room_folder.own_room_folder(Folders(tmp_path)) as folder:
        assert folder is not None
        folder.rmdir()
        room_folder.write(folder, {"state.js": b"1"})
        assert (folder / "state.js").read_bytes() == b"1"


def test_page_does_not_bring_a_deleted_data_folder_back(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "data")
    with room_folder.own_room_folder(folders) as folder:
        assert folder is not None
        shutil.rmtree(folders.data)
        with pytest.raises(FileNotFoundError):
            room_folder.write(folder, {"state.js": b"1"})
    assert not folders.data.exists()
