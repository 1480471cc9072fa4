from pathlib import Path

import platformdirs
import pytest

from luisteren_tui.system.paths import config_file, folders


def test_chosen_folder_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LUISTEREN_DATA", str(tmp_path / "b"))
    assert folders(str(tmp_path / "a")).data == tmp_path / "a"
    assert folders().data == tmp_path / "b"


def test_default_is_the_local_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUISTEREN_DATA", "")
    assert folders().data == Path(platformdirs.user_data_dir("luisteren-tui", appauthor=False, roaming=False))


def test_folders_are_in_the_data_folder_and_none_is_made(tmp_path: Path) -> None:
    f = folders(str(tmp_path))
    below = [f.sessions, f.rehearsals, f.workshops, f.texts, f.plans]
    assert [path.relative_to(tmp_path) for path in below] == [
        Path(name) for name in ("sessions", "rehearsals", "workshops", "texts", "plans")
    ]
    assert list(tmp_path.iterdir()) == []


def test_relative_folder_becomes_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert folders("x").data == tmp_path / "x"


def test_home_of_an_unknown_user_is_not_an_error() -> None:
    assert folders("~nobody-of-that-name/x").data.name == "x"


def test_config_file_comes_from_the_environment_or_the_platform(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LUISTEREN_CONFIG", str(tmp_path / "c.toml"))
    assert config_file() == tmp_path / "c.toml"
    monkeypatch.setenv("LUISTEREN_CONFIG", str(tmp_path / "settings"))
    assert config_file() == tmp_path / "settings" / "config.toml"
    (tmp_path / "settings").write_text("")
    assert config_file() == tmp_path / "settings"
    monkeypatch.delenv("LUISTEREN_CONFIG")
    assert config_file() == Path(platformdirs.user_config_dir("luisteren-tui", appauthor=False)) / "config.toml"
