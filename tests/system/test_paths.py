import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from luisteren_tui.system.paths import config_file, folders


def test_the_chosen_folder_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LUISTEREN_DATA", str(tmp_path / "b"))
    assert folders(str(tmp_path / "a")).data == tmp_path / "a"
    assert folders().data == tmp_path / "b"


def test_the_default_is_the_local_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUISTEREN_DATA", "")
    assert folders().data == Path(platformdirs.user_data_dir("luisteren-tui", appauthor=False, roaming=False))


def test_all_folders_are_below_the_data_folder(tmp_path: Path) -> None:
    f = folders(str(tmp_path))
    below = [f.sessions, f.rehearsals, f.workshops, f.texts, f.plans]
    assert [path.relative_to(tmp_path) for path in below] == [
        Path(name) for name in ("sessions", "rehearsals", "workshops", "texts", "plans")
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_relative_folder_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert folders("x").data == tmp_path / "x"


def test_a_home_that_does_not_exist_is_no_error() -> None:
    assert folders("~nobody-of-that-name/x").data.name == "x"


def test_the_config_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LUISTEREN_CONFIG", str(tmp_path / "c.toml"))
    assert config_file() == tmp_path / "c.toml"
    monkeypatch.setenv("LUISTEREN_CONFIG", str(tmp_path / "settings"))
    assert config_file() == tmp_path / "settings" / "config.toml"
    (tmp_path / "settings").write_text("")
    assert config_file() == tmp_path / "settings"
    monkeypatch.delenv("LUISTEREN_CONFIG")
    assert config_file() == Path(platformdirs.user_config_dir("luisteren-tui", appauthor=False)) / "config.toml"


def test_platformdirs_is_not_imported_for_a_chosen_folder() -> None:
    code = "import sys; from luisteren_tui.system.paths import folders; folders('x'); sys.exit('platformdirs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}).returncode == 0
