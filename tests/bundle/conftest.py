"""The bundle in dist/, unzipped as a user does it. Its tests run only where LUISTEREN_BUNDLE names the folder it is in."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from luisteren_tui import __version__

if "LUISTEREN_BUNDLE" not in os.environ:
    collect_ignore_glob = ["test_*.py"]

FOLDER_NAME = "Mijn programma’s é 傾聴"
if sys.platform == "win32":
    FOLDER_NAME = "Mijn programma’s é"  # what the program prints there is in the letters of the system
Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="session")
def archive() -> Path:
    (found,) = Path(os.environ["LUISTEREN_BUNDLE"]).resolve().glob(f"luisteren-tui-{__version__}-*.zip")
    return found


def unzip(archive: Path, folder: Path) -> None:
    """Unpack with the tool that people have, which keeps modes and links. Files that are there are replaced."""
    if tool := shutil.which("unzip"):
        subprocess.run([tool, "-q", "-o", str(archive), "-d", str(folder)], check=True)
        return
    with ZipFile(archive) as zipped:
        for info in zipped.infolist():
            path = Path(zipped.extract(info, folder))
            path.chmod(info.external_attr >> 16 & 0o777)


def executable_in(folder: Path) -> Path:
    return folder / "luisteren-tui" / ("luisteren-tui.exe" if sys.platform == "win32" else "luisteren-tui")


def state_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the size and the time of each file and folder in `folder`."""
    return {
        path.relative_to(folder).as_posix(): (0 if path.is_dir() else path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in folder.rglob("*")
    }


@pytest.fixture(scope="session")
def executable(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the program in a folder with a space and letters beyond ASCII. Nothing may be written in that folder."""
    folder = tmp_path_factory.mktemp("bundle") / FOLDER_NAME
    folder.mkdir()
    unzip(archive, folder)
    inside = [path for path in folder.rglob("*") if not path.is_symlink()]
    for path in inside:
        path.chmod(path.stat().st_mode & 0o555)
    before = state_of(folder)
    yield executable_in(folder)
    assert state_of(folder) == before
    for path in inside:
        path.chmod(path.stat().st_mode | 0o200)


@pytest.fixture
def bare(home: Path) -> dict[str, str]:
    """Return an environment in which there is nothing but a home folder and a terminal."""
    if sys.platform == "win32":
        names = ("SYSTEMROOT", "TEMP", "APPDATA", "LOCALAPPDATA")  # no program starts without the first
        kept = {name: os.environ[name] for name in names if name in os.environ}
        return kept | {"USERPROFILE": str(home), "LUISTEREN_DATA": str(home / "data")}
    return {"HOME": str(home), "TERM": "xterm-256color"}


@pytest.fixture
def run(executable: Path, bare: dict[str, str], tmp_path: Path) -> Run:
    """Run a command of the bundle in a folder of its own."""

    def run(*arguments: str, code: int = 0, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run(
            [executable, *arguments], env=bare, cwd=tmp_path, input=input, capture_output=True, timeout=60
        )
        assert done.returncode == code, done.stderr.decode(errors="replace")
        return done

    return run


def text(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what a command printed, in the encoding that it has there."""
    return done.stdout.decode("cp1252" if sys.platform == "win32" else "utf-8")


@pytest.fixture
def data(run: Run) -> Path:
    """Return the data folder that the bundle says it uses."""
    said = text(run("--lang", "en", "where"))
    return Path(next(line.split(maxsplit=1)[1] for line in said.splitlines() if line.startswith("data ")))
