"""Who sees the screen: the last answer is kept, and losing it does no harm."""

import json
import stat
from pathlib import Path

import pytest

from luisteren_tui.storage.mirroring import Mirroring, load, save
from luisteren_tui.system.paths import Folders


def test_last_answer_is_kept_in_a_file_for_the_user_only(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "data")
    assert Mirroring(folders).last is None
    for mirrored in (True, False, True):
        Mirroring(folders).remember(mirrored)
        assert Mirroring(folders).last is mirrored
    assert stat.S_IMODE((folders.data / "mirroring.json").stat().st_mode) == 0o600


def test_same_answer_is_not_written_again(tmp_path: Path) -> None:
    mirroring = Mirroring(Folders(tmp_path))
    mirroring.remember(True)
    (tmp_path / "mirroring.json").unlink()
    mirroring.remember(True)
    assert not (tmp_path / "mirroring.json").exists()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"mirrored": "yes"}', '{"mirrored": 1}', "[" * 5000, "\ud800"])
def test_file_that_makes_no_sense_is_no_answer(text: str, tmp_path: Path) -> None:
    (tmp_path / "mirroring.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert load(Folders(tmp_path)) is None
    save(Folders(tmp_path), True)
    assert load(Folders(tmp_path)) is True


def test_answer_that_cannot_be_written_still_holds_until_the_program_is_left(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    mirroring = Mirroring(Folders(tmp_path / "data"))
    mirroring.remember(True)
    assert mirroring.last is True
    assert Mirroring(Folders(tmp_path / "data")).last is None


def test_unknown_fields_stay_when_an_answer_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "mirroring.json"
    path.write_text('{"format": 1, "mirrored": true, "beamer": "left"}')
    Mirroring(Folders(tmp_path)).remember(False)
    assert json.loads(path.read_bytes()) == {"format": 1, "mirrored": False, "beamer": "left"}


def test_past_is_hidden_after_a_mirrored_answer_until_it_is_asked_for(tmp_path: Path) -> None:
    mirroring = Mirroring(Folders(tmp_path))
    assert not mirroring.hides_past
    mirroring.remember(False)
    assert not mirroring.hides_past
    mirroring.remember(True)
    assert mirroring.hides_past
    assert Mirroring(Folders(tmp_path)).hides_past
    mirroring.show_past()
    assert not mirroring.hides_past
    mirroring.remember(True)
    assert mirroring.hides_past
