"""Shell completion: what a shell is offered, and a TAB in a real one."""

import json
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from luisteren_tui.cli import main as cli
from luisteren_tui.cli.commands import COMMANDS
from luisteren_tui.cli.output import COMPLETE
from luisteren_tui.i18n.languages import LANGUAGES
from tests.cli.terminal import Terminal
from tests.storage.session_samples import NAME, ended
from tests.test_purity import RUN

Offers = Callable[[str], list[str]]
FILE = ["file,"]
HOSTILE = (
    "$(touch x).yaml",
    "`x`.yaml",
    "a b.yaml",
    "x;y.yaml",
    "q*.yaml",
    "-x.yaml",
    "a\nplain,b.yaml",
    "\x1b[31m.yaml",
)


@pytest.fixture
def offers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Offers:
    """Return what Bash is offered for the last word of a line, as lines of a kind and a word."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("LUISTEREN_DATA", str(tmp_path))
    monkeypatch.setenv(COMPLETE, "bash_complete")

    def offers(line: str) -> list[str]:
        words = line.split(" ")
        monkeypatch.setenv(
            "COMP_WORDS", shlex.join(("luisteren-tui", *words)) if words[-1] else f"luisteren-tui {line}"
        )
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        assert cli.main([]) == 0
        out, err = capfd.readouterr()
        assert err == ""
        return out.splitlines()

    return offers


def plain(*words: str) -> list[str]:
    return [f"plain,{word}" for word in words]


def test_commands_options_and_choices_are_offered(offers: Offers) -> None:
    assert offers("") == plain(*sorted(COMMANDS))
    assert offers("pl") == plain("plan")
    assert offers("sessions ") == plain("delete", "export", "purge")
    assert offers("plan --fo") == plain("--format")
    assert offers("show last --format ") == plain("text", "json", "md", "html", "csv", "pdf")
    assert offers("plan --separator ") == plain("comma", "semicolon", "tab")
    assert offers("where --lang ") == plain(*LANGUAGES)
    assert offers("--help ") == plain(*sorted(COMMANDS))
    assert offers("sessions --version d") == plain("delete")


def test_files_and_folders_are_left_to_the_shell(offers: Offers) -> None:
    assert [offers(f"{line} ") for line in ("plan -o", "show last --output", "sessions export --timings")] == [FILE] * 3
    assert [offers(f"{line} ") for line in ("--data", "show last --photos")] == [["dir,"]] * 2


@pytest.mark.parametrize(
    "line", ["run ", "rehearse ", "plan ", "handout ", "preview ", "check luisteren ", "new x --from "]
)
def test_workshops_are_offered_by_name_and_as_files(line: str, offers: Offers, tmp_path: Path) -> None:
    (tmp_path / "workshops").mkdir()
    for path in ("workshops/mijn-café.yaml", "workshops/mijn-oude.yaml.draft", "here/mijn.yml", "here/mijn.txt"):
        (tmp_path / path).touch()
    (tmp_path / "here" / "map").mkdir()
    (tmp_path / "here" / "map" / "x.yaml").touch()
    assert offers(f"{line}mij") == plain("mijn-café", "mijn.yml")
    assert offers(f"{line}map/") == plain("map/x.yaml")
    assert {"plain,luisteren", "plain,wereldcafe", "plain,mijn.yml"} <= set(offers(line))
    assert offers(f"{line}map") == ["file,map"]


def test_plans_and_sessions_are_offered_from_the_folder_in_use(offers: Offers, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "plans").mkdir(parents=True)
    (other / "plans" / "2026-11-25.json").touch()
    ended(other)
    ended(other, "2026-11-25-0900-luisteren", folder="rehearsals")
    (other / "sessions" / "2026-11-20-0900-oud.jsonl.damaged").touch()
    ids = ["2026-11-25-0900-luisteren", NAME]
    for data in (f"--data {other} ", f"--data={other} "):
        assert offers(f"{data}run --plan ") == plain("2026-11-25")
        assert offers(f"{data}show ")[:3] == plain("last", *ids)
        assert offers(f"{data}sessions delete 2026") == offers(f"{data}show 2026")
    assert offers("show ") == plain("last")
    assert offers(f"show {tmp_path}/s") == [f"file,{tmp_path}/s"]


def test_names_that_a_shell_would_understand_otherwise_are_left_to_it(offers: Offers, tmp_path: Path) -> None:
    (tmp_path / "workshops").mkdir()
    before = offers("check ")
    for name in HOSTILE:
        (tmp_path / "here" / name).touch()
        (tmp_path / "workshops" / name).touch()
    assert offers("check ") == before
    assert offers("check a") == ["file,a"]


@pytest.mark.parametrize(
    ("asked", "words", "number", "code"),
    [
        ("bash_complete", "luisteren-tui show ", "2", 1),  # the folder of the sessions is a file
        ("bash_complete", "luisteren-tui", "x", 1),
        ("bash_complete", "", "0", 0),
        ("tcsh_source", "", "0", 1),
        ("nonsense", "", "0", 1),
    ],
)
def test_trouble_stays_silent(
    asked: str,
    words: str,
    number: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "sessions").touch()
    variables = {COMPLETE: asked, "COMP_WORDS": words, "COMP_CWORD": number, "LUISTEREN_DATA": str(tmp_path)}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cli.main([]) == code
    assert capfd.readouterr() == ("" if code else "\n".join([*plain(*sorted(COMMANDS)), ""]), "")


def test_tab_completes_in_bash_under_both_names_without_the_screens(tmp_path: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("needs bash")
    for name in ("luisteren-tui", "luisteren"):
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, "-c", RUN])} "$@" 2>>{tmp_path}/imported\n')
        program.chmod(0o700)
    shell = "import os; os.execlp('bash', 'bash', '--norc', '--noprofile', '-i')"
    with Terminal(tmp_path, program=shell, PATH=f"{tmp_path}:/usr/bin:/bin", PS1="ready> ", HISTFILE="") as terminal:
        terminal.type(f'eval "$({COMPLETE}=bash_source luisteren-tui)"\r', "ready> ")
        terminal.type("luisteren-tui pl\t", "luisteren-tui plan ")
        terminal.type("wer\t", "eldcafe")
        terminal.type("\x15luisteren sess\t", "luisteren sessions ")
    runs = [json.loads(line) for line in (tmp_path / "imported").read_text().splitlines()]
    assert len(runs) == 4
    for code, imported in runs:
        assert code == 0
        assert {"textual", "rich", "typst"} & set(imported) == set()
