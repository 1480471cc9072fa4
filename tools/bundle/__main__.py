"""Makes a bundle for the system that this runs on: a folder with the program and all that it needs, and a zip of it.

It takes the Python that runs this, with requirements/bundle.txt installed, and writes to dist/. The same source, Python
and packages give the same zip.
"""

import hashlib
import os
import platform
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from luisteren_tui import __version__
from tools.bundle.manual import write_manual
from tools.bundle.third_party import third_party

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DIST, BUILD = ROOT / "dist", ROOT / "build" / "bundle"
FOLDER = "luisteren-tui"
SYSTEMS = {"linux": "linux", "darwin": "macos", "win32": "windows"}
MACHINES = {"amd64": "x86_64", "aarch64": "arm64"}
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip, so that it doesn't depend on when it was made."""


def main() -> None:
    """Make the folder, the zip and its checksum."""
    folder = make_folder()
    archive = DIST / f"{bundle_name()}.zip"
    write_zip(folder, archive)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    archive.with_name(f"{archive.name}.sha256").write_text(f"{digest}  {archive.name}\n", "ascii", newline="\n")
    print(f"{archive.relative_to(ROOT)}  {archive.stat().st_size / 1e6:.0f} MB")


def bundle_name() -> str:
    """Return the name of the zip without its suffix: by version, system and machine."""
    machine = platform.machine().lower()
    return f"luisteren-tui-{__version__}-{SYSTEMS[sys.platform]}-{MACHINES.get(machine, machine)}"


def make_folder() -> Path:
    """Make the folder with the program, and return it."""
    folder = DIST / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    # Without a fixed seed the order of what is in a compiled set differs each time.
    env = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "315532800", "PYTHONPATH": str(ROOT / "src")}
    subprocess.run(
        [*command, "--distpath", str(DIST), "--workpath", str(BUILD), str(HERE / "luisteren-tui.spec")],
        env=os.environ | env,
        check=True,
    )
    (folder / "THIRD-PARTY.txt").write_text(third_party(folder), "utf-8", newline="\n")
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE.txt")
    for name in ("LEESMIJ.txt", "README.txt"):
        text = (HERE / name).read_text(encoding="utf-8").replace("VERSION", __version__)
        (folder / name).write_text(text, "utf-8", newline="\n")
    write_manual(ROOT / "docs", folder / "docs")
    if sys.platform == "darwin":
        shutil.copy2(HERE / "luisteren-tui.command", folder)
    return folder


def write_zip(folder: Path, archive: Path) -> None:
    """Write `folder` to a zip with the mode of each file and with its links, in a fixed order and with a fixed time."""
    with ZipFile(archive, "w", ZIP_DEFLATED, compresslevel=9) as zipped:
        for path in sorted(folder.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                continue
            info = ZipInfo(path.relative_to(folder.parent).as_posix(), LONG_AGO)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3  # Unix, also on Windows: the modes below are of that kind
            if path.is_symlink():
                mode, data = stat.S_IFLNK | 0o777, str(path.readlink()).encode()
            else:
                # Not the umask of whoever made it.
                runs = path.stat().st_mode & stat.S_IXUSR or path.suffix == ".exe"
                mode, data = stat.S_IFREG | (0o755 if runs else 0o644), path.read_bytes()
            info.external_attr = mode << 16
            zipped.writestr(info, data)


if __name__ == "__main__":
    main()
