"""The command `show`: each format, writing a file, and the search for traces of persons."""

import errno
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from luisteren_tui.cli import main as cli
from luisteren_tui.people.people import People
from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.files import Disk
from tests.cli.terminal import Terminal
from tests.export.paper import pages
from tests.storage.session_samples import NAME, SECRET, ended, session, write_journal
from tests.test_purity import RUN, python

Run = Callable[..., tuple[int, str, str]]
MAIL = "jan@ggz.example.nl"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def run(*args: str) -> tuple[int, str, str]:
        code = cli.main(["--lang", "en", "--data", str(tmp_path / "data"), *args])
        return code, *capsys.readouterr()

    return run


@pytest.fixture(autouse=True)
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def here() -> set[str]:
    return {path.name for path in Path().iterdir()}


STARTS = {"text": "Luisteren", "json": "{\n", "md": "# Luis", "html": "<!DOCTYPE html>", "csv": "row,activity,title"}


@pytest.mark.parametrize("format", STARTS)
def test_each_text_format_goes_to_stdout(format: str, run: Run, data: Path) -> None:
    ended(data)
    code, out, err = run("show", "last", "--format", format)
    assert (code, err, here()) == (0, "", set())
    assert out.startswith(STARTS[format])
    assert "ongemak" in out
    assert SECRET not in out
    assert SECRET in run("show", "last", "--format", format, "--private")[1]
    assert "ongemak" not in run("show", "last", "--format", format, "--no-notes")[1]
    assert "16 min" not in run("show", "last", "--format", format, "--no-times")[1]


def test_pdf_is_written_to_the_current_folder_and_its_name_printed(run: Run, data: Path) -> None:
    ended(data)
    assert run("show", "last", "--format", "pdf") == (0, f"{NAME}.pdf\n", "")
    assert run("show", "last", "--format", "pdf")[0] == 0
    text = " ".join(pages(Path(f"{NAME}.pdf").read_bytes()))
    assert "ongemak" in text
    assert SECRET not in text
    assert Path(f"{NAME}.pdf").stat().st_mode & 0o777 == 0o600


def test_foreign_file_is_only_overwritten_if_named(run: Run, data: Path) -> None:
    ended(data)
    Path(f"{NAME}.pdf").write_bytes(b"%PDF mine")
    code, out, err = run("show", "last", "--format", "pdf")
    assert (code, out, Path(f"{NAME}.pdf").read_bytes()) == (3, "", b"%PDF mine")
    assert "was not made by this program" in err
    assert run("show", "last", "-o", f"{NAME}.pdf")[0] == 0
    assert Path(f"{NAME}.pdf").read_bytes() != b"%PDF mine"


@pytest.mark.parametrize(
    ("name", "start"),
    [("x.txt", "Luis"), ("x", "Luis"), ("x.md", "# "), ("x.HTML", "<!"), ("x.csv", "\ufeffrow"), ("x.json", "{")],
)
def test_suffix_of_the_file_decides_the_format(name: str, start: str, run: Run, data: Path) -> None:
    ended(data)
    assert run("show", "last", "-o", name) == (0, f"{name}\n", "")
    assert here() == {name}
    assert Path(name).read_text("utf-8").startswith(start)
    run("show", "last", "-o", name, "--format", "json")
    assert json.loads(Path(name).read_text())["id"] == NAME


def test_running_session_can_be_written_to_a_file(run: Run, data: Path) -> None:
    journal = write_journal(data / "sessions", session(end=False))
    before = journal.read_bytes()
    assert run("show", "last", "-o", "x.html")[0] == 0
    assert "not ended yet" in Path("x.html").read_text("utf-8")
    assert journal.read_bytes() == before


@pytest.mark.parametrize("format", ["json", "text"])
def test_report_never_overwrites_a_session(format: str, run: Run, data: Path) -> None:
    path = ended(data)
    before = path.read_bytes()
    for name in (path, data / "sessions" / ".." / "sessions" / "x.json"):
        code, out, err = run("show", "last", "--format", format, "-o", str(name))
        assert (code, out) == (2, "")
        assert "where the sessions themselves are" in err
    assert [each.read_bytes() for each in path.parent.iterdir()] == [before]


def test_report_never_overwrites_its_own_session_elsewhere(run: Run, data: Path) -> None:
    path = ended(data).rename("mine.json")
    before = path.read_bytes()
    code, out, err = run("show", "mine.json", "--no-notes", "-o", "mine.json")
    assert (code, out, path.read_bytes()) == (2, "", before)
    assert "mine.json is the session itself." in err


@pytest.mark.parametrize("call", ["open", "write", "sync", "replace"])
@pytest.mark.parametrize("format", ["html", "csv"])
def test_full_disk_leaves_no_partial_file(
    format: str, call: str, run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(data)

    def fail(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Disk, call, fail)
    code, out, err = run("show", "last", "-o", f"x.{format}")
    assert (code, out, here()) == (3, "", set())
    assert err == f"Reading or writing failed: x.{format}: the disk is full\n"


@pytest.mark.parametrize("name", ["no/x.md", ".", "file/x.md"])
def test_unwritable_place_is_reported(name: str, run: Run, data: Path) -> None:
    ended(data)
    Path("file").touch()
    code, out, err = run("show", "last", "-o", name)
    assert (code, out, here()) == (3, "", {"file"})
    assert err.startswith(f"Reading or writing failed: {name}: ")


def test_pipe_gets_the_report_directly(run: Run, data: Path) -> None:
    ended(data)
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("show", "last", "--format", "md", "-o", "pipe")[0] == 0
        assert os.read(reader, 100).startswith(b"# Luisteren")
    finally:
        os.close(reader)
    assert here() == {"pipe"}
    assert run("show", "last", "--format", "md", "-o", "-")[1].startswith("# Luisteren")


def test_photos_are_included_and_damaged_ones_left_out(run: Run, data: Path) -> None:
    ended(data)
    Path("shots").mkdir()
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(made, "JPEG")
    Path("shots/1 \x1b\u202e<b>.jpg").write_bytes(made.getvalue())
    Path("shots/2.jpg").write_bytes(made.getvalue()[: made.getvalue().index(b"\xff\xda") + 6])
    Path("shots/3.png").write_bytes(b"no picture")
    code, _, err = run("show", "last", "-o", "x.html", "--photos", "shots")
    assert (code, err) == (0, "3.png: this photo can't be shown; it is left out.\n")
    assert Path("x.html").read_text("utf-8").count('src="data:image/jpeg;base64,') == 2
    code, _, err = run("show", "last", "-o", "x.pdf", "--photos", "shots")
    assert code == 0
    assert "3.png: this photo can't be shown" in err
    assert "2: this photo can't be shown" in err
    assert "<b>" in pages(Path("x.pdf").read_bytes())[-1]


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("--photos", "none", "--format", "html"), 1, "There is no folder none."),
        (("--photos", "."), 2, "Only html and pdf can have photos."),
        (("--format", "docx"), 2, "docx"),
        (("-o", "x.docx"), 2, "Name a file that ends in .txt, .json, .md, .html"),
    ],
)
def test_invalid_input_is_reported(args: tuple[str, ...], code: int, message: str, run: Run, data: Path) -> None:
    ended(data)
    got, out, err = run("show", "last", *args)
    assert (got, out) == (code, "")
    assert message in err


def test_pdf_that_lacks_characters_is_made_and_says_which(run: Run, data: Path) -> None:
    path = ended(data)
    path.write_text(path.read_text("utf-8").replace("ongemak", "ongemak \uf0e0"), "utf-8")
    code, out, err = run("show", "last", "--format", "pdf")
    assert (code, out, here()) == (1, f"{NAME}.pdf\n", {f"{NAME}.pdf"})
    assert "\uf0e0 (U+F0E0)." in err
    assert "--format html" in err
    assert run("show", "last", "-o", "x.html")[::2] == (0, "")


def test_pdf_without_its_extra_says_what_to_install(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended(data)
    monkeypatch.setitem(sys.modules, "typst", None)
    code, out, err = run("show", "last", "--format", "pdf")
    assert (code, out, here()) == (1, "", set())
    assert "make pdf" in err
    assert "--format html" in err
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    code, out, err = run("show", "last", "--format", "pdf")
    assert (code, out, here()) == (1, "", set())
    assert err.startswith("PDFs can't be made on this computer.\n")
    assert "--format html" in err


def test_last_says_that_there_is_a_later_rehearsal(run: Run, data: Path) -> None:
    path = ended(data)
    rehearsals = data / "rehearsals"
    rehearsals.mkdir()
    later = rehearsals / "2026-11-28-0900-luisteren.json"
    later.write_bytes(path.read_bytes())
    code, out, err = run("show", "last", "--format", "md")
    assert (code, out[:6]) == (0, "# Luis")
    assert err == f"This is the last session. There is a later rehearsal: show {later.stem}\n"
    assert run("show", later.stem)[2] == ""
    path.unlink()
    code, out, err = run("show", "last")
    assert (code, out) == (1, "")
    assert err == f"There are no sessions yet. The last rehearsal is {later.stem}.\n"


def test_outcome_of_a_newer_version_is_shown_and_left_alone(run: Run, data: Path) -> None:
    path = ended(data)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 2, "mood": "fine"}))
    before = path.read_bytes()
    code, out, err = run("show", "last", "--format", "md")
    assert (code, out[:6]) == (0, "# Luis")
    assert "newer version" in err
    assert path.read_bytes() == before


def test_without_a_terminal_traces_are_reported_and_the_file_is_written(run: Run, data: Path) -> None:
    ended(data, note=f"Bel {MAIL} \x1b of 06-12345678")
    code, out, err = run("show", "last", "-o", "x.md")
    assert (code, out) == (0, "x.md\n")
    assert err == f"Check before you send it. This can be traced to a person: {MAIL}, 06-12345678.\n"
    assert MAIL in Path("x.md").read_text("utf-8")
    assert run("show", "last", "-o", "x.md", "--no-notes")[2] == ""
    assert run("show", "last")[2] == ""


def test_traces_in_notes_that_are_not_exported_are_not_reported(run: Run, data: Path) -> None:
    path = ended(data)
    outcome = json.loads(path.read_text())
    outcome["activities"][0]["notes"][2]["text"] = MAIL
    path.write_text(json.dumps(outcome))
    assert run("show", "last", "-o", "x.md")[2] == ""
    assert MAIL in run("show", "last", "-o", "x.md", "--private")[2]


def test_names_of_participants_are_found_while_the_session_runs(run: Run, data: Path) -> None:
    ran = session(end=False)
    ran.do(
        c.Gather(People((1, 2, 3), ("Fatima", "Bo", "Jan de Wit"))), c.Write(Slot("1"), "Fatima zei het, De Wit ook")
    )
    ran.do(c.Gather(People((2, 3), ("Bo", "Jan de Wit"))))
    write_journal(data / "sessions", ran)
    assert "person: Fatima, De Wit." in run("show", "last", "-o", "x.md")[2]


@pytest.mark.parametrize(("answer", "black"), [("y", True), ("j", True), ("n", False), ("", False)])
def test_show_asks_on_a_terminal_whether_to_black_out(answer: str, black: bool, data: Path, tmp_path: Path) -> None:
    ended(data, note=f"Bel {MAIL} even")
    out = tmp_path / "x.md"
    with Terminal(data, "show", "last", "-o", str(out)) as terminal:
        terminal.sees("Black it out? [y/N]")
        assert MAIL in terminal.text()
        terminal.type(f"{answer}\r")
        assert terminal.ends() == 0
    text = out.read_text("utf-8")
    assert (MAIL in text, "█" * len(MAIL) in text) == (not black, black)
    assert MAIL in (data / "sessions" / f"{NAME}.json").read_text()


def test_show_imports_no_screens_and_csv_no_typst(data: Path, tmp_path: Path) -> None:
    ended(data)
    stderr = python(RUN, "show", "last", "-o", str(tmp_path / "x.csv"), data=data).stderr
    code, imported = json.loads(stderr.splitlines()[-1])
    assert code == 0
    assert {"textual", "rich", "typst"} & set(imported) == set()


def test_the_same_problem_in_every_activity_is_said_once(run: Run, data: Path) -> None:
    path = ended(data)
    value = json.loads(path.read_text())
    for number, activity in enumerate(value["activities"] * 4):
        activity |= {"mood": 1, f"mood{number}": 1}
    path.write_text(json.dumps(value))
    code, _out, err = run("show", "last")
    assert code == 0
    assert err.count("'mood' is not known here") == 1
    assert len(err.splitlines()) == 21
    assert err.endswith("more\n")
