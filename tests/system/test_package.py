from pathlib import Path

import pytest

from luisteren_tui.system import package as package_module
from luisteren_tui.system.package import content_dir


def test_content_is_in_the_package_when_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "lib" / "luisteren_tui"
    package.mkdir(parents=True)
    monkeypatch.setattr(package_module, "PACKAGE", package)
    assert content_dir() == tmp_path / "content"
    (package / "content").mkdir()
    assert content_dir() == package / "content"
