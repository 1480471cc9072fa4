"""What is in the zip, and beside it."""

import hashlib
import re
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import pytest

from luisteren_tui import __version__
from tests.bundle.conftest import executable_in

ROOT = Path(__file__).parents[2]


def test_name_says_version_and_system(archive: Path) -> None:
    system = {"linux": "linux", "darwin": "macos", "win32": "windows"}[sys.platform]
    assert re.fullmatch(rf"luisteren-tui-{re.escape(__version__)}-{system}-(x86_64|arm64)\.zip", archive.name)


def test_checksum_is_in_the_file_beside_it(archive: Path) -> None:
    said = archive.with_name(f"{archive.name}.sha256").read_text("ascii")
    assert said == f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}\n"


def test_all_is_in_one_folder_with_what_to_read_beside_the_program(archive: Path) -> None:
    names = [Path(name).parts for name in ZipFile(archive).namelist()]
    assert {parts[0] for parts in names} == {"luisteren-tui"}
    beside = {"LEESMIJ.txt", "README.txt", "LICENSE.txt", "THIRD-PARTY.txt", "docs", f"program-{__version__}"}
    start = {"darwin": {"luisteren-tui.command"}}.get(sys.platform, set())
    assert {parts[1] for parts in names} == {executable_in(Path()).name} | beside | start
    assert archive.stat().st_size < 100_000_000


def test_content_and_translations_are_in_it_and_sources_are_not(archive: Path) -> None:
    names = set(ZipFile(archive).namelist())
    inside = f"luisteren-tui/program-{__version__}"
    assert {f"{inside}/luisteren_tui/content/{path.name}" for path in (ROOT / "content").iterdir()} <= names
    package = ROOT / "src" / "luisteren_tui"
    others = [path for path in package.rglob("*") if path.suffix in (".mo", ".tcss", ".css", ".typ", ".html", ".js")]
    assert {f"{inside}/luisteren_tui/{path.relative_to(package).as_posix()}" for path in others} <= names
    assert f"{inside}/tzdata/zoneinfo/Europe/Amsterdam" in names
    assert not [name for name in names if name.endswith((".po", ".py", ".pyc"))]


def test_programs_may_run_and_nothing_else_may_be_written_by_others(archive: Path) -> None:
    modes = {info.filename: info.external_attr >> 16 for info in ZipFile(archive).infolist()}
    assert modes[executable_in(Path()).as_posix()] == stat.S_IFREG | 0o755
    assert {mode for mode in modes.values() if stat.S_ISREG(mode)} == {stat.S_IFREG | 0o755, stat.S_IFREG | 0o644}


def test_every_licence_is_known(archive: Path) -> None:
    with ZipFile(archive) as zipped:
        text = zipped.read("luisteren-tui/THIRD-PARTY.txt").decode()
    assert "UNKNOWN" not in text
    titles = re.findall(r"^={78}\n(.+)\n={78}$", text, re.MULTILINE)
    assert titles[0].startswith("Python 3.")
    pinned = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    for name, version in re.findall(r"^([\w-]+)==(\S+) \\$", pinned, re.MULTILINE):
        assert any(title.lower().replace("_", "-") == f"{name} {version}" for title in titles), name
    assert {title.split()[0] for title in titles} >= {"miniaudio", "typst", "pyinstaller"}
    assert "libmpdec (" in text  # compiled into Python, so in no package and no library of its own


def test_manual_can_be_read_without_a_network_and_each_link_leads_somewhere(archive: Path) -> None:
    with ZipFile(archive) as zipped:
        pages = {n: zipped.read(n).decode() for n in zipped.namelist() if re.match("luisteren-tui/docs/.*html$", n)}
        names = {*zipped.namelist()}
    assert {"luisteren-tui/docs/handleiding.html", "luisteren-tui/docs/guide.html"} <= {*pages}
    assert 'src="pictures/session.svg"' in pages["luisteren-tui/docs/handleiding.html"]
    for text in pages.values():
        links = re.findall(r'(?:href|src)="(?!https://)([^"]*)"', text)
        for file, _, place in (link.partition("#") for link in links):
            name = f"luisteren-tui/docs/{file}"
            assert not file or name in names
            assert not place or f'id="{place}"' in (pages[name] if file else text), f"{file}#{place}"


@pytest.mark.parametrize("name", ["LEESMIJ.txt", "README.txt"])
def test_readme_names_this_version_and_what_to_open(name: str, archive: Path) -> None:
    with ZipFile(archive) as zipped:
        text = zipped.read(f"luisteren-tui/{name}").decode()
    assert text.startswith(f"luisteren-tui {__version__}\n")
    assert "VERSION" not in text
    assert {"luisteren-tui.exe", "luisteren-tui.command", "./luisteren-tui", "THIRD-PARTY.txt", "docs"} <= set(
        re.findall(r"(?:\./)?[\w-]+(?:\.\w+)?", text)
    )


def modules_in(program: bytes) -> Iterator[bytes]:
    """Yield what is compressed in the program: each compiled module is a stream of zlib."""
    for start in re.finditer(rb"x[\x01\x5e\x9c\xda]", program):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(memoryview(program)[start.start() :])


def test_no_folder_of_who_built_it_is_in_the_program(archive: Path) -> None:
    with ZipFile(archive) as zipped:
        program = zipped.read(f"luisteren-tui/{executable_in(Path()).name}")
        compiled = [zipped.read(name) for name in zipped.namelist() if name.endswith(("base_library.zip", ".mo"))]
    modules = list(modules_in(program))
    assert any(b"luisteren_tui/views/" in each for each in modules)
    assert not [each[:200] for each in (program, *compiled, *modules) if str(ROOT).encode() in each]
