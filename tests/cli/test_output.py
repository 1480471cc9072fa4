"""Where results go: into a file, or to standard output as bytes. The same for every command that makes something."""

import io
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from luisteren_tui.cli import main as cli
from tests.storage.session_samples import ended

PLAN = ("plan", "--start", "13:30")
MAKES = {
    "plan ics": (*PLAN, "--format", "ics"),
    "plan csv": (*PLAN, "--format", "csv"),
    "plan text": (*PLAN, "--format", "text"),
    "show csv": ("show", "last", "--format", "csv"),
    "show pdf": ("show", "last", "--format", "pdf"),
    "handout html": ("handout", "--format", "html"),
    "new": ("new", "mine"),
    "timings": ("sessions", "export"),
}
"""Commands that make something, without their -o."""

ODD = "title: a\xadb\nlanguage: nl\nsteps:\n  - {title: c, duration: 5m, form: plenary}\n"
"""A workshop with a soft hyphen, which the encoding of this standard output has."""


class Stdout(io.TextIOWrapper):
    """Standard output as on Windows: not in UTF-8, and with CR LF at the end of a line."""

    def __init__(self, terminal: bool = False) -> None:
        self.raw_bytes = io.BytesIO()
        self.terminal = terminal
        super().__init__(self.raw_bytes, encoding="cp1252", newline="\r\n")

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[int, bytes]]:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def run(*args: str, terminal: bool = False) -> tuple[int, bytes]:
        stdout = Stdout(terminal)
        monkeypatch.setattr(sys, "stdout", stdout)
        code = cli.main(["--lang", "nl", "--data", str(tmp_path), *args])
        return code, stdout.raw_bytes.getvalue()

    return run


Run = Callable[..., tuple[int, bytes]]


@pytest.mark.parametrize("args", MAKES.values(), ids=MAKES)
def test_standard_output_gets_the_bytes_of_the_file(args: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    ended(tmp_path, note="→ ☕")
    code, printed = run(*args, "-o", "-")
    assert (code, list(Path().iterdir())) == (0, [])
    assert run(*args, "--output", "made") == (0, b"made\r\n")
    made = Path("made").read_bytes()
    if "pdf" in args:  # it has its moment in it
        assert (made[:5], printed[:5]) == (b"%PDF-", b"%PDF-")
    else:
        assert without_moments(printed) == without_moments(made.removeprefix("\ufeff".encode()))


def without_moments(made: bytes) -> bytes:
    """Return what was made without the moment at which that was, which a calendar has."""
    return re.sub(rb"\r\n(DTSTAMP|LAST-MODIFIED|SEQUENCE):\w+(?=\r\n)", b"", made)


@pytest.mark.parametrize("args", MAKES.values(), ids=MAKES)
def test_named_file_is_overwritten_but_no_session_and_no_link(args: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    session = ended(tmp_path)
    before = session.read_bytes()
    Path("mine").write_bytes(b"mine")
    Path("link").symlink_to("mine")
    Path("nowhere").symlink_to("gone")
    assert run(*args, "-o", str(session))[0] == 2
    assert session.read_bytes() == before
    assert [run(*args, "-o", name)[0] for name in ("link", "nowhere", ".", "no/such")] == [3] * 4
    assert (Path("mine").read_bytes(), Path("gone").exists()) == (b"mine", False)
    assert run(*args, "-o", "mine")[0] == 0
    assert Path("mine").read_bytes() != b"mine"


def test_link_to_a_pipe_is_written_to(run: Run, tmp_path: Path) -> None:
    os.mkfifo("pipe")
    Path("link").symlink_to("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run(*PLAN, "--format", "md", "-o", "link")[0] == 0
        assert os.read(reader, 100).startswith(b"# Luisteren")
    finally:
        os.close(reader)


@pytest.mark.parametrize("args", [("show", "last", "--format", "pdf"), ("handout",)])
def test_pdf_does_not_go_to_a_terminal(
    args: tuple[str, ...], run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended(tmp_path)
    assert run(*args, "-o", "-", terminal=True) == (2, b"")
    assert (
        capsys.readouterr().err.splitlines()[-1]
        == "Fout: Een PDF is in een terminal niet te lezen: geef met -o een bestand op."
    )


def test_terminal_gets_what_it_can_show(run: Run) -> None:
    code, printed = run(*PLAN, "--format", "text", "--skip", "2b", terminal=True)
    assert code == 0
    assert printed.startswith(b"Luisteren met aandacht\r\n===")
    assert "–".encode("cp1252") in printed
    assert b"\r\r\n" not in run(*PLAN, "--format", "csv", terminal=True)[1]


def test_terminal_gets_no_unsafe_text_of_a_copied_workshop(run: Run) -> None:
    Path("odd.yaml").write_text(ODD, "utf-8")
    args = ("new", "mine", "--from", "odd.yaml", "-o", "-")
    assert b"title: ab\r\n" in run(*args, terminal=True)[1]
    assert "title: a\xadb\n".encode() in run(*args)[1]


@pytest.mark.parametrize(
    ("name", "start"), [("x.ics", b"BEGIN:VCALENDAR"), ("x.MD", b"# "), ("x.csv", b"\xef\xbb\xbfid"), ("x", b"Luis")]
)
def test_suffix_of_the_file_decides_the_format_of_a_plan(name: str, start: bytes, run: Run) -> None:
    assert run(*PLAN, "-o", name)[0] == 0
    assert Path(name).read_bytes().startswith(start)
    assert run(*PLAN, "-o", "x.docx")[0] == 2
