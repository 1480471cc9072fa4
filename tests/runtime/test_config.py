import os
from pathlib import Path

import pytest

from luisteren_tui.runtime.config import MAX_CONFIG_BYTES, Config, load


def settings(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    return path


def test_defaults_hold_without_a_file(tmp_path: Path) -> None:
    assert load(tmp_path / "config.toml") == (Config("dark", False, True, {}), [])
    assert load(tmp_path / "no folder" / "config.toml") == (Config(), [])


def test_settings_are_read(tmp_path: Path) -> None:
    text = 'theme = "light"\ncalm_clock = true\nkeep_awake = false\n[keys]\nnext = "ctrl+n"\nbreathe = "x"\n'
    expected = Config("light", True, False, {"next": "ctrl+n", "breathe": "x"})
    assert load(settings(tmp_path, text)) == (expected, [])


def test_reading_speed_can_be_set(tmp_path: Path) -> None:
    assert load(settings(tmp_path, "aloud_wpm = 140\nsilent_wpm = 300\n"))[0].reading_speed("nl") == (140, 300)
    assert Config().reading_speed("nl") == Config().reading_speed("fr") == (165, 238)


def test_sound_can_be_switched_on(tmp_path: Path) -> None:
    assert (Config().sound, Config().bell) == (False, False)
    config = load(settings(tmp_path, "sound = true\nvolume = 0\nbell = true\n"))[0]
    assert (config.sound, config.volume, config.bell) == (True, 0, True)


def test_config_file_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").write_text('theme = "light"')
    (tmp_path / "config.toml").symlink_to(tmp_path / "dotfiles")
    assert load(tmp_path / "config.toml")[0].theme == "light"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('theme = "pink"', "'theme'"),
        ("theme = 3", "'theme'"),
        ('theme = ["dark"]', "'theme'"),
        ('calm_clock = "yes"', "'calm_clock'"),
        ("keep_awake = 1", "'keep_awake'"),
        ("aloud_wpm = 0", "'aloud_wpm'"),
        ("aloud_wpm = -165", "'aloud_wpm'"),
        ("aloud_wpm = 165.0", "'aloud_wpm'"),
        ("silent_wpm = true", "'silent_wpm'"),
        ('sound = "on"', "'sound'"),
        ("bell = 1", "'bell'"),
        ("volume = 101", "'volume'"),
        ("volume = -1", "'volume'"),
        ("volume = true", "'volume'"),
        ('silent_wpm = "fast"', "'silent_wpm'"),
        ("silent_wpm = 1001", "'silent_wpm'"),
        ("keys = 3", "'keys'"),
        ("[keys]\nnext = 3", "'keys.next'"),
        ("colour = 1", "'colour'"),
        ("theme =\n", "config.toml:1:8: "),
        ("= [", "config.toml:1:1: "),
        ("a = " + "[" * 5000, "config.toml: "),
        ("a = " + "1" * 5000, "config.toml: "),
        ("\udcff", "config.toml: "),
        ("#" * (MAX_CONFIG_BYTES + 1), "config.toml: "),
    ],
    ids=range(25),
)
def test_wrong_setting_warns_once_and_has_its_default(text: str, names: str, tmp_path: Path) -> None:
    config, warnings = load(settings(tmp_path, text))
    assert config == Config()
    assert len(warnings) == 1
    assert names in warnings[0]


def test_wrong_value_leaves_the_others_alone(tmp_path: Path) -> None:
    config, warnings = load(settings(tmp_path, 'theme = "light"\ncalm_clock = 1\n[keys]\na = 1\nb = "c"\n'))
    assert config == Config("light", keys={"b": "c"})
    assert len(warnings) == 2


def test_warning_with_hostile_text_is_safe_to_show(tmp_path: Path) -> None:
    _, (warning,) = load(settings(tmp_path, '"\\u001b]0;x\\u0007{file}" = 1'))
    assert "␛]0;x␇{file}" in warning


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_pipe_as_config_file_warns_and_does_not_block(make: "os.PathLike[str]", tmp_path: Path) -> None:
    make(tmp_path / "config.toml")  # type: ignore[operator]
    config, warnings = load(tmp_path / "config.toml")
    assert config == Config()
    assert len(warnings) == 1
