"""The random id of the installation: made once, kept with the data, and made anew when its file is damaged."""

import errno
import json
import re
import shutil
import stat
from pathlib import Path

import pytest

from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.installation import CALENDARS, TIMES, installation_id
from luisteren_tui.system.paths import Folders

NAME = "installation.json"


def test_id_is_made_once_in_a_file_for_the_user_only(tmp_path: Path) -> None:
    id = installation_id(Folders(tmp_path))
    assert re.fullmatch("[0-9a-f]{32}", id)
    assert installation_id(Folders(tmp_path)) == id
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    assert json.loads((tmp_path / NAME).read_bytes()) == {"format": 1, "id": id}


def test_each_purpose_has_an_id_of_its_own(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"format": 1, "later": 1}')
    ids = [installation_id(Folders(tmp_path), purpose) for purpose in (TIMES, CALENDARS, TIMES, CALENDARS)]
    assert (ids[:2], ids[0] == ids[1]) == (ids[2:], False)
    assert json.loads((tmp_path / NAME).read_bytes()) == {"format": 1, "later": 1, TIMES: ids[0], CALENDARS: ids[1]}


def test_copied_data_folder_keeps_the_id_and_another_one_has_another(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    id = installation_id(Folders(tmp_path / "one"))
    shutil.copytree(tmp_path / "one", tmp_path / "copy")
    assert installation_id(Folders(tmp_path / "copy")) == id
    assert installation_id(Folders(tmp_path / "two")) != id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"id": null}',
        '{"id": "Anna"}',
        f'{{"id": "{"g" * 32}"}}',
        f'{{"id": "{"0" * 33}"}}',
        "\ud800",
    ],
)
def test_damaged_file_gets_a_new_id(text: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(text.encode("utf-8", "surrogatepass"))
    id = installation_id(Folders(tmp_path))
    assert re.fullmatch("[0-9a-f]{32}", id)
    assert installation_id(Folders(tmp_path)) == id


def test_link_is_not_followed_nor_replaced(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("theirs")
    (tmp_path / NAME).symlink_to(other)
    with pytest.raises(OSError, match=NAME):
        installation_id(Folders(tmp_path))
    assert ((tmp_path / NAME).is_symlink(), other.read_text()) == (True, "theirs")


def test_file_that_is_damaged_stays_if_no_new_one_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "write")

    (tmp_path / NAME).write_text("{")
    monkeypatch.setattr(Disk, "write", full)
    with pytest.raises(OSError, match="write"):
        installation_id(Folders(tmp_path))
    assert [path.read_text() for path in tmp_path.iterdir()] == ["{"]
