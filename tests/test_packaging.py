"""The wheel contains everything the program needs, and nothing else; the zip of a bundle is what was built."""

import os
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from zipfile import ZipFile

import pytest

from tools.bundle.__main__ import write_zip

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


needs_unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes, links or shell scripts")


@needs_unix
def test_zip_of_a_bundle_keeps_modes_and_links_and_is_the_same_each_time(tmp_path: Path) -> None:
    built = tmp_path / "built" / "luisteren-tui"
    (built / "program").mkdir(parents=True)
    for name, text, mode in (("luisteren-tui", "run", 0o700), ("program/Python é", "library", 0o640)):
        (built / name).write_text(text, "utf-8")
        (built / name).chmod(mode)
    (built / "program" / "Current").symlink_to("Python é")
    write_zip(built, tmp_path / "one.zip")
    os.utime(built / "luisteren-tui", (1, 1))
    write_zip(built, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with ZipFile(tmp_path / "one.zip") as zipped:
        modes = {info.filename: oct(info.external_attr >> 16) for info in zipped.infolist()}
        assert zipped.read("luisteren-tui/program/Current") == "Python é".encode()
    assert modes == {
        "luisteren-tui/luisteren-tui": "0o100755",
        "luisteren-tui/program/Current": "0o120777",
        "luisteren-tui/program/Python é": "0o100644",
    }


@needs_unix
def test_double_click_on_macos_takes_the_mark_of_a_download_off_its_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "Mijn programma’s"
    folder.mkdir()
    for place, name in ((folder, "luisteren-tui"), (tmp_path, "xattr")):
        (place / name).write_text(f'#!/bin/sh\necho {name} "$PWD" "$@" >> "{tmp_path}/done"\n', "utf-8")
        (place / name).chmod(0o755)
    command = shutil.copy2(ROOT / "tools" / "bundle" / "luisteren-tui.command", folder)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run([command], cwd=tmp_path, env=env, check=True)
    mark, start = (tmp_path / "done").read_text("utf-8").splitlines()
    assert mark == f"xattr {tmp_path} -dr com.apple.quarantine {folder}"
    assert start == f"luisteren-tui {tmp_path}"
