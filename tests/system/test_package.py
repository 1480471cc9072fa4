import sys
from pathlib import Path

import pytest

from luisteren_tui.system import new_window
from luisteren_tui.system import package as package_module
from luisteren_tui.system.package import content_dir, from_checkout, is_bundle, own_command


def test_content_is_in_the_package_when_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "lib" / "luisteren_tui"
    package.mkdir(parents=True)
    monkeypatch.setattr(package_module, "PACKAGE", package)
    assert content_dir() == tmp_path / "content"
    (package / "content").mkdir()
    assert content_dir() == package / "content"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the folder of an installed package, as which this one now runs."""
    package = tmp_path / "lib" / "luisteren_tui"
    (package / "content").mkdir(parents=True)
    monkeypatch.setattr(package_module, "PACKAGE", package)
    return package


def test_checkout_starts_itself_with_its_source_and_what_was_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PYTHONPATH", "/other")
    source = package_module.PACKAGE.parent
    python = [sys.executable, "-m", "luisteren_tui"]
    assert own_command("room", "--browser") == ["env", f"PYTHONPATH={source}:/other", *python, "room", "--browser"]
    monkeypatch.delenv("PYTHONPATH")
    assert own_command() == ["env", f"PYTHONPATH={source}", *python]
    monkeypatch.setattr(sys, "platform", "win32")  # has no env
    assert own_command() == python


def test_installed_program_starts_itself_with_its_python(installed: Path) -> None:
    assert own_command("room", "--data", "a b") == [sys.executable, "-m", "luisteren_tui", "room", "--data", "a b"]
    assert not from_checkout()
    assert not is_bundle()


def test_bundle_starts_itself_without_python(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/My programs/luisteren-tui")
    assert own_command("room", "--data", "a b") == ["/opt/My programs/luisteren-tui", "room", "--data", "a b"]
    assert is_bundle()
    assert not from_checkout()


def test_bundle_is_named_in_full_in_the_command_for_the_room(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert new_window.command_to_type(tmp_path) == f"luisteren-tui room --data {tmp_path}"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/My programs/luisteren-tui")
    assert new_window.command_to_type(tmp_path) == f"'/opt/My programs/luisteren-tui' room --data {tmp_path}"
