"""The command `handout`: which files it writes, and what stops it."""

import errno
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from luisteren_tui.cli import main as cli
from luisteren_tui.planning.plan import add_custom, plan_of, skip
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.plans import save
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders
from tests.test_purity import RUN, python

Run = Callable[..., tuple[int, str, str]]
BOTH = {"luisteren-participants.pdf", "luisteren-facilitator.pdf"}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def run(*args: str) -> tuple[int, str, str]:
        code = cli.main(["--lang", "en", "--data", str(tmp_path / "data"), "handout", *args])
        return code, *capsys.readouterr()

    return run


def here() -> set[str]:
    return {path.name for path in Path().iterdir()}


def text_of(path: str) -> str:
    return " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(Path(path).read_bytes())).pages
    )


def test_handouts_are_pdfs_in_the_current_folder_by_default(run: Run) -> None:
    code, out, err = run("--start", "13:30")
    assert (code, err) == (0, "")
    assert out == "luisteren-participants.pdf\nluisteren-facilitator.pdf\n"
    assert here() == BOTH
    assert "13:30 to 15:30" in text_of("luisteren-facilitator.pdf")
    assert "Wat doet dit gedicht met je?" in text_of("luisteren-participants.pdf")


@pytest.mark.parametrize("name", ["x.pdf", "x.html", "X.PDF"])
def test_named_file_contains_every_requested_handout(name: str, run: Run) -> None:
    assert run("-o", name)[:2] == (0, f"{name}\n")
    assert here() == {name}
    both = Path(name).read_bytes() if name.endswith("html") else text_of(name).encode()
    assert b"Tip (not by the makers)" in both
    assert b"Ruimte voor aantekeningen" in both
    run("-o", name, "--for", "participants")
    one = Path(name).read_bytes() if name.endswith("html") else text_of(name).encode()
    assert b"Tip (not by the makers)" not in one
    assert b"Ruimte voor aantekeningen" in one


def test_only_an_existing_handout_is_overwritten(run: Run) -> None:
    assert run()[0] == 0
    assert run()[0] == 0
    Path("luisteren-facilitator.pdf").write_bytes(b"%PDF-1.7 my own, about luisteren-tui")
    Path("luisteren-participants.pdf").unlink()
    code, out, err = run()
    assert (code, out) == (3, "")
    assert "luisteren-facilitator.pdf already exists and was not made by this program." in err
    assert here() == {"luisteren-facilitator.pdf"}
    assert Path("luisteren-facilitator.pdf").read_bytes() == b"%PDF-1.7 my own, about luisteren-tui"


def test_links_and_folders_are_not_overwritten(run: Run) -> None:
    Path("x.html").symlink_to("elsewhere.html")
    Path("y.html").mkdir()
    assert [run("-o", name)[0] for name in ("x.html", "y.html")] == [3, 3]
    assert here() == {"x.html", "y.html"}


@pytest.mark.parametrize("name", ["no/such/folder.html", "file/x.html"])
def test_unwritable_place_is_reported(name: str, run: Run) -> None:
    Path("file").touch()
    code, out, err = run("-o", name)
    assert (code, out) == (3, "")
    assert err.startswith(f"Reading or writing failed: {name}: ")


@pytest.mark.parametrize("call", ["open", "write", "sync", "replace"])
def test_failing_disk_leaves_no_partial_file(call: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("-o", "x.html")[0] == 0
    before = Path("x.html").read_bytes()

    def fail(*_args: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Disk, call, fail)
    code, _out, err = run("-o", "x.html", "--start", "09:00")
    assert code == 3
    assert "x.html: the disk is read-only" in err
    assert (here(), Path("x.html").read_bytes()) == ({"x.html"}, before)


def test_without_the_pdf_extra_it_says_what_to_install_and_html_works(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    code, out, err = run()
    assert (code, out, here()) == (1, "", set())
    assert "make pdf" in err
    assert "--format html" in err
    assert run("-o", "x.html")[0] == 0


def test_handouts_that_lack_characters_are_made_and_say_which(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("format: 1\ntitle: A \uf0e0\nsteps: [{title: B, duration: 5m, form: plenary}]\n", "utf-8")
    code, out, err = run(str(mine))
    assert (code, out) == (1, "mine-participants.pdf\nmine-facilitator.pdf\n")
    assert err.count("\uf0e0 (U+F0E0).") == 1
    assert "--format html" in err
    assert run(str(mine), "-o", "x.html")[::2] == (0, "")


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("-o", "x.docx"), 2, "A handout is a .pdf or .html file"),
        (("-o", "x"), 2, "A handout is a .pdf or .html file"),
        (("-o", ""), 2, "A handout is a .pdf or .html file"),
        (("--for", "nobody"), 2, "nobody"),
        (("--start", "25:00"), 2, "25:00 is not a time of day"),
        (("--end", "15:00"), 2, "An end needs a start"),
        (("--participants", "0"), 2, "0 participants is not possible"),
        (("--plan", "none"), 1, "There is no plan none."),
        (("nosuch",), 1, "There is no workshop nosuch."),
        (("./workshops/nosuch",), 1, "workshops/nosuch:"),
    ],
)
def test_invalid_input_is_reported(args: tuple[str, ...], code: int, message: str, run: Run) -> None:
    got, out, err = run(*args)
    assert (got, out, here()) == (code, "", set())
    assert message in err


def test_handout_fits_the_given_end(run: Run) -> None:
    assert run("-o", "x.pdf", "--for", "facilitator", "--start", "13:30", "--end", "15:00")[0] == 0
    assert "13:30 to 15:00 · 90 min" in text_of("x.pdf")


def test_run_sheet_has_the_day_of_its_plan(run: Run, tmp_path: Path) -> None:
    loaded = load(content_dir() / "luisteren.yaml")
    assert loaded.workshop is not None
    save(Folders(tmp_path / "data"), "2026-11-25-middag", plan_of(loaded.workshop, loaded.sha256))
    assert run("--plan", "2026-11-25-middag", "--for", "facilitator", "-o", "x.pdf")[0] == 0
    assert "Run sheet · Wednesday 25 November 2026 · 120 min" in text_of("x.pdf")


def test_custom_block_of_a_saved_plan_is_only_on_the_run_sheet(run: Run, tmp_path: Path) -> None:
    loaded = load(content_dir() / "luisteren.yaml")
    assert loaded.workshop is not None
    plan = skip(add_custom(plan_of(loaded.workshop, loaded.sha256), 1, "Eigen blok", 600, "Let op Jan"), "2c")
    save(Folders(tmp_path / "data"), "di", replace(plan, start=9 * 60, participants=7))
    assert run("--plan", "di") == (0, "luisteren-participants.pdf\nluisteren-facilitator.pdf\n", "")
    sheet, paper = text_of("luisteren-facilitator.pdf"), text_of("luisteren-participants.pdf")
    assert "09:00 to 11:00 · 120 min · 7 participants" in sheet
    assert "09:15 Eigen blok until 09:25 · 10 min Let op Jan" in sheet
    assert "Plenair gesprek skipped" in sheet
    assert "Eigen blok" not in paper
    assert "Let op Jan" not in paper
    assert "Wat viel je op aan het gedrag" not in paper
    assert run("-o", "x.pdf", "--plan", "di", "--start", "10:00")[0] == 0
    assert "10:00 to 12:00" in text_of("x.pdf")


def test_fixed_words_are_in_the_language_of_the_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.html"
    assert cli.main(["--lang", "nl", "--data", str(tmp_path), "handout", "-o", str(out)]) == 0
    assert capsys.readouterr() == (f"{out}\n", "")
    assert "Tip (niet van de makers):" in out.read_text("utf-8")


def test_handout_help_lists_its_options(run: Run) -> None:
    code, out, _err = run("--help")
    assert code == 0
    assert all(
        option in out for option in ("-o, --output FILE", "--for", "--plan", "--start", "--end", "--participants")
    )


def test_handout_imports_no_screens(tmp_path: Path) -> None:
    ended, imported = json.loads(python(RUN, "handout", "-o", str(tmp_path / "x.pdf"), data=tmp_path).stderr)
    assert ended == 0
    assert "typst" in imported
    assert {"textual", "rich"} & set(imported) == set()
