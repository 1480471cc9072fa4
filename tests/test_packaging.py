"""The wheel contains everything the program needs, and nothing else."""

import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "luisteren_tui"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".po"
    }


def test_wheel_contains_the_package_and_its_content(wheel: Path) -> None:
    inside = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    package = {f"luisteren_tui/{name}" for name in files(PACKAGE)}
    content = {f"luisteren_tui/content/{name}" for name in files(ROOT / "content")}
    assert inside == package | content
    assert {
        "luisteren_tui/__main__.py",
        "luisteren_tui/py.typed",
        "luisteren_tui/i18n/locale/nl/LC_MESSAGES/luisteren_tui.mo",
        "luisteren_tui/content/luisteren.yaml",
    } <= inside
    assert any(name.endswith(".schema.json") for name in content)
    assert any(name.endswith(".tcss") for name in package)


def test_wheel_declares_both_commands_and_the_licence(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (scripts,) = (name for name in archive.namelist() if name.endswith(".dist-info/entry_points.txt"))
        assert any(name.endswith(".dist-info/licenses/LICENSE") for name in archive.namelist())
        declared = ConfigParser()
        declared.read_string(archive.read(scripts).decode())
    assert dict(declared["console_scripts"]) == {
        "luisteren": "luisteren_tui.__main__:main",
        "luisteren-tui": "luisteren_tui.__main__:main",
    }
