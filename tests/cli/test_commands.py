"""What commands print and how they exit, tested in this process."""

import io
import json
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from luisteren_tui import __version__, i18n
from luisteren_tui.cli import commands, workshop_start
from luisteren_tui.cli import home as home_module
from luisteren_tui.cli import main as cli
from luisteren_tui.cli import preview as preview_module
from luisteren_tui.cli import room as room_module
from luisteren_tui.cli.options import Command
from luisteren_tui.cli.output import WITHOUT_SCREENS, language_option, shows_screens
from luisteren_tui.session.events import Noted, Slot
from luisteren_tui.storage.journal.line import encode as encode_line
from luisteren_tui.storage.lock import FolderInUse
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.preview_app import PreviewApp
from luisteren_tui.tui.start_request import StartRequest
from tests.storage.session_samples import NAME, ended, session, write_journal

SHIPPED = Path(__file__).parents[2] / "content" / "luisteren.yaml"


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LUISTEREN_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("LUISTEREN_DATA", str(tmp_path))
    monkeypatch.setenv("LUISTEREN_CONFIG", str(tmp_path / "config.toml"))
    yield
    i18n.use("nl")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*args: str | Path) -> Ended:
        return Ended(cli.main([str(arg) for arg in args]), *capsys.readouterr())

    return command


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (home_module, workshop_start):
        monkeypatch.setattr(module, "on_terminal", lambda: True)
    monkeypatch.setattr(room_module, "on_terminal", lambda: True)


def workshop(folder: Path, extra: str = "", language: str = "en") -> Path:
    path = folder / "mine.yaml"
    steps = "steps:\n  - title: A\n    duration: 15m\n    form: plenary\n    instruction: Talk.\n"
    path.write_text(f"format: 1\ntitle: Mine\nlanguage: {language}\n{steps}{extra}")
    return path


@pytest.mark.parametrize("help", ["-h", "--help"])
@pytest.mark.parametrize("args", ["{}", "run {}", "{} run", "sessions {}", "sessions {} delete", "sessions delete {}"])
def test_help_goes_to_stdout(args: str, help: str, run: Run) -> None:
    code, out, err = run(*args.format(help).split())
    assert (code, err) == (0, "")
    assert out.startswith("Usage: luisteren-tui")
    assert {"--data DIR", "-h, --help"} <= set(re.findall(r"--data DIR|-h, --help", out))


def test_help_lists_every_command(run: Run) -> None:
    listed = run("--help").out.split("Commands:\n")[1].split("\n\n")[0]
    names = ["check", "handout", "new", "plan", "preview", "rehearse", "room", "run", "sessions", "show", "where"]
    assert re.findall(r"^  (\S+)", listed, re.MULTILINE) == names
    assert "Show participants their screen, in a second window or in the browser." in " ".join(listed.split())


@pytest.mark.parametrize("name", commands.COMMANDS)
def test_every_command_can_be_imported_and_shows_its_help(name: str, run: Run) -> None:
    code, out, err = run(name, "--help", "--lang", "en")
    assert (code, err) == (0, "")
    assert commands.COMMANDS[name][1].partition(":")[0] in out


@pytest.mark.parametrize("args", [["--version"], ["where", "--version"]])
def test_version_is_printed_before_and_after_the_command(args: list[str], run: Run) -> None:
    assert run(*args) == (0, f"luisteren-tui {__version__}\n", "")


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Yield each command with the words that call it."""
    group = commands.program()
    with group.make_context("", [], resilient_parsing=True) as context:
        yield "", group
        for name in commands.COMMANDS:
            command = group.resolve_command(context, [name])[1]
            assert command is not None
            yield name, command
            yield from ((f"{name} {sub}", each) for sub, each in getattr(command, "commands", {}).items())


def test_every_command_has_examples_and_each_can_be_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click.Command, "invoke", lambda *_args: 0)
    for words, command in every_command():
        assert isinstance(command, Command)
        _help, _heading, listed = run(*words.split(), "-h").out.partition("\nExamples:\n")
        examples = [line.removeprefix("  luisteren-tui").strip() for line in listed.splitlines()]
        assert len(examples) > 1, words
        for example in examples:
            assert example.startswith(words)
            # Not by main(): it doesn't read the shortest ones with click.
            assert commands.invoke(shlex.split(re.split(" [<>] ", example)[0])) == 0, example


@pytest.mark.parametrize(
    ("args", "command", "why"),
    [
        ("rum", "", "De opdracht 'rum' bestaat niet. Bedoel je 'run'?"),
        ("--dta x", "", "De optie '--dta' bestaat niet. Bedoel je '--data'?"),
        ("--plan x run", "", "De optie --plan hoort achter de opdracht: luisteren-tui run --plan."),
        ("--plam x run", "", "De optie '--plam' bestaat niet."),
        ("sessions delte", " sessions", "De opdracht 'delte' bestaat niet. Bedoel je 'delete'?"),
        ("plan --formt json", " plan", "De optie '--formt' bestaat niet. Bedoel je '--format'?"),
        ("show last --format docx", " show", "Ongeldige waarde voor '--format': 'docx' is niet een van 'text', "),
        ("--lang fr", "", "Ongeldige waarde voor '--lang': 'fr' is niet een van 'nl', 'en'."),
        ("show", " show", "Er ontbreekt een argument: 'SESSION'."),
        ("check", " check", "Er ontbreekt een argument: 'WORKSHOP...'."),
        ("sessions purge", " sessions purge", "Er ontbreekt een optie: '--older-than'."),
        ("where more", " where", "Onverwacht extra argument (more)"),
        ("plan --start", " plan", "De optie '--start' heeft een waarde nodig."),
        ("--data", "", "De optie '--data' heeft een waarde nodig."),
        ("where --version=3", " where", "De optie '--version' krijgt geen waarde."),
        ("plan --start 99", " plan", "99 is geen tijd. Schrijf bijvoorbeeld 13:30."),
        ("plan --skip x", " plan", "Er is geen “x” om weg te laten; wel: 1, 2a,"),
        ("plan --save a/b", " plan", "‘a/b’ kan geen naam zijn."),
        ("plan -o x.docx", " plan", "Geef een bestand dat eindigt op .txt, .json, .csv, .md, .ics"),
        ("show last -o x.docx", " show", "Geef een bestand dat eindigt op .txt, .json, "),
        ("handout -o x.docx", " handout", "Een hand-out is een .pdf of een .html"),
        ("rehearse --speed 0", " rehearse", "Ongeldige waarde voor '--speed': geef een getal van 1 tot 600."),
        ("new mine --from luisteren --minutes 60", " new", "Een kopie heeft de mensen, minuten en "),
    ],
)
def test_usage_errors_all_look_the_same(
    args: str, command: str, why: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    code, out, err = run(*args.split())
    usage, hint, empty, error = err.splitlines()
    assert (code, out, empty) == (2, "", "")
    assert usage.startswith(f"Gebruik: luisteren-tui{command} [")
    assert hint == f"Probeer 'luisteren-tui{command} --help' voor hulp."
    assert error.startswith(f"Fout: {why}")


def test_wrong_usage_is_reported_without_control_characters(run: Run) -> None:
    for args in (["where", "\x1b]0;x\x07"], ["\x1b]0;x\x07"], ["--\x9b"], ["show", "a", "--format", "\u202e"]):
        code, _, err = run(*args)
        assert code == 2
        assert not set(err) & set("\x1b\x07\x9b\u202e")


@pytest.mark.parametrize(
    "args", [["--data", "{}", "where"], ["where", "--data", "{}"], ["--data", "/x", "where", "--data={}"]]
)
def test_global_options_work_before_and_after_the_command(args: list[str], tmp_path: Path, run: Run) -> None:
    other = tmp_path / "other"
    out = run(*(arg.format(other) for arg in args)).out
    assert out.splitlines()[0].split() == ["data", str(other)]


@pytest.mark.parametrize(
    ("args", "language"),
    [
        (["--lang", "en", "run"], "en"),
        (["run", "--lang=nl"], "nl"),
        (["--lang", "nl", "run", "--lang", "en"], "en"),
        (["run", "--", "--lang", "nl"], None),
        (["--lang"], ""),
        ([], None),
    ],
)
def test_language_option_is_read_before_click_parses(args: list[str], language: str | None) -> None:
    assert language_option(args) == language


@pytest.mark.parametrize(
    ("args", "variables", "of_workshop", "used"),
    [
        (["--lang", "nl"], {"LUISTEREN_LANG": "en"}, "en", "nl"),
        ([], {"LUISTEREN_LANG": "nl"}, "en", "nl"),
        ([], {"LUISTEREN_LANG": "fr"}, "nl", "nl"),
        ([], {}, "nl", "nl"),
        ([], {}, "de", "en"),
        ([], {"LC_ALL": "nl_BE.UTF-8"}, "de", "nl"),
        ([], {"LANG": "C"}, "de", "en"),
    ],
)
def test_language_comes_from_the_option_then_the_workshop_then_the_system(
    args: list[str],
    variables: dict[str, str],
    of_workshop: str,
    used: str,
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    languages: list[str] = []
    monkeypatch.setattr(i18n, "use", languages.append)
    run("check", workshop(tmp_path, language=of_workshop), *args)
    assert languages[-1] == used


def test_check_of_a_good_workshop_prints_nothing_to_stdout(run: Run) -> None:
    code, out, err = run("check", SHIPPED)
    assert (code, out) == (0, "")
    assert len(err.splitlines()) == 1


def test_check_says_in_which_language_the_program_speaks_to_the_room(tmp_path: Path, run: Run) -> None:
    assert (
        run("check", SHIPPED, "--lang", "en").err
        == "No remarks. What the program says to the room itself is in Dutch.\n"
    )
    path = workshop(tmp_path, language="ar")
    code, out, err = run("check", path, "--lang", "nl")
    line = path.read_text("utf-8").splitlines().index("language: ar") + 1
    assert (code, err) == (0, "")
    assert out.startswith(f"{path}:{line}:")
    assert out.endswith(" is in het Engels.\n")


def test_check_prints_errors_with_file_line_and_column(tmp_path: Path, run: Run) -> None:
    path = workshop(tmp_path, "no: 1\n")
    code, out, err = run("check", SHIPPED, path, "--lang", "en")
    assert (code, err) == (1, "")
    assert out.startswith(f"{path}:9:1: error: ")


def test_check_with_only_advice_exits_with_0(tmp_path: Path, run: Run) -> None:
    code, out, _ = run("check", workshop(tmp_path, "indication: 3h-4h\n"), "--lang", "en")
    assert code == 0
    assert ": advice: " in out


def test_check_of_a_dash_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SHIPPED.read_bytes())))
    assert run("check", "-")[:2] == (0, "")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"title: x\nsteps: y\n")))
    code, out, _ = run("check", "-", "--lang", "en")
    assert (code, out.splitlines()[0][:13]) == (1, "-:2:1: error:")


def test_check_advises_against_the_id_of_another_workshop(tmp_path: Path, run: Run) -> None:
    own = tmp_path / "workshops"
    own.mkdir()
    mine = workshop(own, "id: luisteren\n")
    code, out, _ = run("check", mine, "--lang", "en")
    advice = (
        "luisteren.yaml has the id 'luisteren' too. Give this workshop one of its own, also for its plans and times.\n"
    )
    assert (code, out) == (0, f"{mine}:9:1: advice: {advice}")
    other = tmp_path / "other.yaml"
    other.write_text(workshop(own).read_text())
    assert (run("check", other).out, run("check", mine).out) == ("", "")
    other.write_text(f"{other.read_text()}id: mine\n")
    assert ": mine.yaml has" in run("check", other).out


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: None], ids=["pipe", "folder", "nothing"])
def test_check_of_something_that_is_not_a_file_is_an_error(
    make: Callable[[Path], None], tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "x.yaml"
    make(path)
    code, out, _ = run("check", path)
    assert code == 1
    assert out.startswith(f"{path}:1:1: ")


def test_check_takes_a_name_like_the_other_commands(tmp_path: Path, run: Run) -> None:
    assert run("check", "luisteren")[:2] == (0, "")
    own = tmp_path / "workshops"
    own.mkdir()
    path = workshop(own, "no: 1\n")
    path.rename(own / "mine.yaml")
    code, out, _ = run("check", "mine", "--lang", "en")
    assert (code, out.startswith(f"{own / 'mine.yaml'}:9:1: error: ")) == (1, True)
    (own / "new.yaml.draft").touch()
    code, out, err = run("check", "nosuch", "new", "notes.docx", "--lang", "en")
    missing, draft = err.splitlines()
    assert (code, out) == (1, "notes.docx:1:1: error: There is no such file.\n")
    assert missing.startswith("There is no workshop nosuch. Available: ")
    assert draft.startswith("new is only a draft.")


def test_check_gives_findings_as_json(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workshop(tmp_path, "indication: 3h-4h\nno: 1\n")
    code, out, err = run("check", path, "nosuch", SHIPPED, "--format", "json", "--lang", "nl")
    assert (code, err, out.isascii()) == (1, "", True)
    found = json.loads(out)
    text = run("check", path, "--lang", "nl").out.splitlines()
    assert text == [
        f"{each['file']}:{each['line']}:{each['column']}: {'fout' if each['severity'] == 'error' else 'advies'}: {each['message']}"
        for each in found[:-1]
    ]
    assert found[-1].pop("message").startswith("De werkvorm nosuch is er niet.")
    assert found[-1] == {"file": "nosuch", "line": 1, "column": 1, "severity": "error"}
    assert run("check", SHIPPED, "--format", "json") == (0, "[]\n", "")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff")))
    assert json.loads(run("check", "-", "--format", "json").out)[0]["file"] == "-"


def test_check_prints_file_names_without_control_characters(tmp_path: Path, run: Run) -> None:
    out = run("check", tmp_path / "\x1b]0;x\x07\udcff.yaml").out
    assert "/␛]0;x␇�.yaml:1:1: " in out


def test_where_prints_the_folders_and_creates_none(tmp_path: Path, run: Run) -> None:
    code, out, _ = run("where")
    assert code == 0
    assert {str(tmp_path), str(tmp_path / "config.toml")} <= set(out.split())
    assert {str(tmp_path / name) for name in ("texts", "plans", "rehearsals")} <= set(out.split())
    assert list(tmp_path.iterdir()) == []


def test_where_gives_the_folders_as_json(tmp_path: Path, run: Run) -> None:
    code, out, err = run("where", "--format", "json", "--lang", "nl")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert list(found) == ["data", "sessions", "rehearsals", "plans", "workshops", "texts", "shipped", "settings"]
    assert (found["plans"], found["shipped"]) == (str(tmp_path / "plans"), str(SHIPPED.parent))


def test_sessions_are_listed_as_json(tmp_path: Path, run: Run) -> None:
    assert run("sessions", "--format", "json") == (0, "[]\n", "")
    outcome = ended(tmp_path)
    ended(tmp_path, "2026-11-24-1400-luisteren", folder="rehearsals")
    journal = write_journal(tmp_path / "sessions", session(end=False), "2026-11-25-0900-luisteren")
    newer = tmp_path / "sessions" / "2026-11-23-0900-luisteren.json"
    newer.write_text(outcome.read_text().replace('"format": 1', '"format": 9'))
    (tmp_path / "sessions" / "2026-11-22-0900-x.jsonl").write_bytes(b"\x00\xff")
    (tmp_path / "sessions" / "\x1b.json").write_text("{}")
    code, out, err = run("sessions", "--format", "json", "--lang", "nl")
    rows = json.loads(out)
    assert (code, err, out.isascii()) == (0, "", True)
    assert [(row["id"], row["kind"], row["state"]) for row in rows] == [
        ("2026-11-25-0900-luisteren", "session", "unfinished"),
        ("2026-11-24-1400-luisteren", "rehearsal", "broken_off"),
        (NAME, "session", "broken_off"),
        ("2026-11-23-0900-luisteren", "session", "newer"),
        ("2026-11-22-0900-x", "session", "damaged"),
        ("\x1b.json", None, "foreign"),
    ]
    assert rows[2] == {
        "id": NAME,
        "kind": "session",
        "state": "broken_off",
        "started": json.loads(outcome.read_text())["started"],
        "timezone": json.loads(outcome.read_text())["timezone"],
        "workshop": "luisteren",
        "title": "Luisteren met aandacht",
        "file": str(outcome),
    }
    assert (rows[0]["started"], rows[0]["workshop"], rows[0]["file"]) == (None, "luisteren", str(journal))
    assert rows[5]["title"] is None


def test_sessions_prints_a_message_when_there_are_none(run: Run) -> None:
    code, out, err = run("sessions")
    assert (code, out) == (0, "")
    assert err


def test_sessions_lists_every_file_newest_first(tmp_path: Path, run: Run) -> None:
    ended(tmp_path)
    folder = tmp_path / "sessions"
    write_journal(folder, session(end=False), "2026-11-25-0900-luisteren")
    (folder / "2026-11-23-0900-x.jsonl").write_bytes(b"\x00\xff")
    (folder / "2026-11-22-0900-x.json").write_text('{"last_seq": 1, "id": "x", "workshop": 3, "started": ["\\u001b"]}')
    (folder / "\x1b]0;x.json").write_text("{}")
    (folder / "2026-11-26-0900-pipe.json").unlink(missing_ok=True)
    os.mkfifo(folder / "2026-11-21-0900-pipe.json")
    code, out, _ = run("sessions")
    assert code == 0
    rows = [line.split("  ")[0].strip() for line in out.splitlines()[1:]]
    assert rows == [
        "2026-11-25-0900-luisteren",
        NAME,
        "2026-11-23-0900-x",
        "2026-11-22-0900-x",
        "2026-11-21-0900-pipe",
        "␛]0;x.json",
    ]
    assert "not ended" in out.splitlines()[1]
    assert "Luisteren met aandacht" in out.splitlines()[2]
    assert "damaged" in out.splitlines()[3]
    assert "\x1b" not in out


def test_file_in_place_of_the_sessions_folder_is_a_read_error(tmp_path: Path, run: Run) -> None:
    (tmp_path / "sessions").write_text("")
    code, out, err = run("sessions")
    assert (code, out) == (3, "")
    assert str(tmp_path / "sessions") in err


def test_show_prints_an_outcome_as_json_and_as_text(tmp_path: Path, run: Run) -> None:
    path = ended(tmp_path)
    for which in ("last", NAME, str(path)):
        code, out, err = run("show", which, "--format", "json", "--private")
        assert (code, err) == (0, "")
        assert json.loads(out) == json.loads(path.read_text())
    code, out, err = run("show", "last", "--lang", "en")
    assert (code, err) == (0, "")
    assert out.startswith("Luisteren met aandacht\n===")
    assert "\x1b" not in out


def test_json_is_utf_8_without_raw_control_characters(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "sessions"
    journal = write_journal(folder, session(end=False))
    words = "coördinatie 🙂"
    line = journal.read_bytes().splitlines()[0]
    (folder / f"{NAME}.jsonl").write_bytes(
        line + b"\n" + encode_line(2, 0, Noted(0, Slot("1"), words + "\x9b\u202e\ud800"))
    )
    code, out, _ = run("show", "last", "--format", "json")
    assert code == 0
    assert words in out
    assert "\\u009b\\u202e\\ud800" in out
    assert json.loads(out)["activities"][0]["notes"][0]["text"] == words + "\x9b\u202e\ud800"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("rehearse", "--speed", "abc"), "geef een getal van 1 tot 600."),
        (("rehearse", "--speed", "0"), "geef een getal van 1 tot 600."),
        (("rehearse", "--speed", "nan"), "geef een getal van 1 tot 600."),
        (("plan", "--participants", "veel"), "geef een heel getal."),
    ],
)
def test_invalid_number_is_reported_in_the_current_language(args: tuple[str, ...], message: str, run: Run) -> None:
    code, _, err = run("--lang", "nl", *args)
    assert code == 2
    assert err.splitlines()[-1].endswith(f"'{args[1]}': {message}")


def test_show_of_a_running_session_does_not_change_its_journal(tmp_path: Path, run: Run) -> None:
    journal = write_journal(tmp_path / "sessions", session(end=False))
    before = journal.read_bytes()
    code, out, err = run("show", "last", "--format", "json")
    assert (code, err) == (0, "")
    outcome = json.loads(out)
    assert outcome["ended"] is None
    assert outcome["activities"][2]["status"] == "current"
    assert journal.read_bytes() == before


def test_show_reports_damage_on_stderr(tmp_path: Path, run: Run) -> None:
    journal = write_journal(tmp_path / "sessions", session(end=False))
    with journal.open("ab") as file:
        file.write(b'{"seq":\x1b')
    code, out, err = run("show", "last")
    assert (code, bool(out)) == (0, True)
    assert err.startswith(f"{journal}: ")


@pytest.mark.parametrize("which", ["last", "2026-11-24-1300-no", "../x", "\x1b[31m", "no.json", ".", "/etc"])
def test_show_of_an_unknown_session_is_an_error(which: str, run: Run) -> None:
    code, out, err = run("show", which)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "\x1b" not in err


def test_show_of_a_file_that_is_not_a_session_is_an_error(tmp_path: Path, run: Run) -> None:
    (tmp_path / "x.json").write_text("{}")
    (tmp_path / "x.jsonl").write_text("{}")
    for name in ("x.json", "x.jsonl"):
        code, out, err = run("show", tmp_path / name)
        assert (code, out) == (1, "")
        assert err.startswith(str(tmp_path / name))


@pytest.mark.parametrize("args", [[], ["run"], ["run", "mine"]])
def test_without_a_terminal_no_screen_opens_and_nothing_is_created(args: list[str], tmp_path: Path, run: Run) -> None:
    code, out, err = run(*args, "--lang", "nl")
    assert (code, out) == (2, "")
    assert err == (
        "De schermen hebben een terminal nodig, en dit is er geen.\n"
        "Zonder schermen werken deze opdrachten: plan, handout, new, check, show, sessions, where, room --browser.\n"
        "Probeer 'luisteren-tui --help' voor hulp.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("term", ["dumb", "unknown"])
@pytest.mark.parametrize("args", [[], ["run"], ["preview", "luisteren"], ["room"]])
def test_terminal_without_screens_is_told_apart(
    args: list[str], term: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("TERM", term)
    code, out, err = run(*args, "--lang", "en")
    assert (code, out) == (2, "")
    assert err.startswith(f"This terminal can't show the screens (TERM is “{term}”). Open another terminal")
    assert "Try 'luisteren-tui --help' for help." in err


@pytest.mark.parametrize("term", [None, "", "vt100"])
def test_terminal_that_says_little_of_itself_shows_the_screens(
    term: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.delenv("TERM", raising=False)
    if term is not None:
        monkeypatch.setenv("TERM", term)
    assert shows_screens()


def test_commands_without_screens_are_all_the_others() -> None:
    assert {*commands.COMMANDS} - {"run", "rehearse", "preview"} == {words.split()[0] for words in WITHOUT_SCREENS}


@pytest.mark.usefixtures("terminal")
def test_unknown_workshop_error_lists_the_available_ones(tmp_path: Path, run: Run) -> None:
    (tmp_path / "workshops").mkdir()
    workshop(tmp_path / "workshops")
    code, out, err = run("run", "no")
    assert (code, out) == (1, "")
    assert "luisteren, mine" in err


@pytest.mark.usefixtures("terminal")
def test_workshop_with_errors_does_not_run(tmp_path: Path, run: Run) -> None:
    path = workshop(tmp_path, "no: 1\n")
    code, out, err = run("run", path)
    assert (code, out) == (1, "")
    assert err.startswith(f"{path}:9:1: ")


Opened = list[tuple[Folders, StartRequest, str | None]]


@pytest.fixture
def opens(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Record what the app would be opened with."""
    given: Opened = []

    def open_app(folders: Folders, request: StartRequest, language: str | None) -> int:
        given.append((folders, request, language))
        return 0

    monkeypatch.setattr(home_module, "open_app", open_app)
    return given


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("args", "id"), [(["run"], "luisteren"), (["run", "mine"], "mine"), ([], None)])
def test_run_opens_the_workshop_and_a_call_without_a_command_opens_home(
    args: list[str], id: str | None, tmp_path: Path, run: Run, opens: Opened
) -> None:
    (tmp_path / "workshops").mkdir()
    workshop(tmp_path / "workshops")
    assert run(*args) == (0, "", "")
    assert commands.invoke(args) == 0
    assert opens[0] == opens[1]  # without click and with it
    folders, request, language = opens[0]
    assert (folders, language, request.plan, request.speed) == (Folders(tmp_path), None, None, None)
    loaded = request.workshop
    assert (loaded and loaded.workshop and loaded.workshop.id) == id


@pytest.mark.usefixtures("terminal")
def test_speed_and_plan_options_are_passed_to_the_app(run: Run, opens: Opened) -> None:
    assert run("rehearse", "--speed", "60")[0] == 0
    assert (opens[0][1].speed, opens[0][1].keep_speed) == (60, False)
    for speed in ("0", "601", "x", "nan"):
        assert run("rehearse", "--speed", speed)[0] == 2
    assert run("run", "--plan", "none") == (1, "", "There is no plan none. No plan is saved yet.\n")
    run("plan", "--start", "13:30", "--save", "di")
    for command in ("run", "rehearse", "plan", "handout"):
        assert run(command, "--plan", "none") == (1, "", "There is no plan none. Saved plans: di.\n")
    assert run("run", "--plan", "di")[0] == 0
    plan = opens[1][1].plan
    assert plan is not None
    assert plan.start == 810
    # Without the option, an unfinished rehearsal keeps its speed.
    assert run("rehearse")[0] == 0
    assert (opens[2][1].speed, opens[2][1].keep_speed) == (1, True)


@pytest.mark.usefixtures("terminal")
def test_plan_that_skips_everything_is_not_run(tmp_path: Path, run: Run, opens: Opened) -> None:
    run("plan", "--save", "di")
    file = tmp_path / "plans" / "di.json"
    file.write_text(file.read_text().replace('"skipped": false', '"skipped": true'))
    code, _out, err = run("--lang", "en", "run", "--plan", "di")
    assert (code, err, opens) == (1, "Nothing is left in this plan.\n", [])


@pytest.mark.usefixtures("terminal")
def test_run_passes_the_language_option_on(run: Run, opens: Opened) -> None:
    run("--lang", "en", "run")
    assert opens[0][2] == "en"


def failing(error: Exception) -> Callable[..., int]:
    def fail(*_args: object) -> int:
        raise error

    return fail


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (
            FolderInUse(123, "2026-11-24T12:30:05.123Z", "run"),
            4,
            "The program is already open in another window (since 24 Nov 2026 ",
        ),
        (FolderInUse(None, None, None), 4, "The program is already open in another window. "),
        (FolderInUse(1, "\x1b", "run"), 4, "␛"),
        (OSError(28, "No space left", "/x\x1b"), 3, "/x␛: the disk is full"),
        (OSError(30, "Read-only file system", "/x"), 3, "/x: the disk is read-only"),
        (PermissionError(13, "Permission denied", "/x"), 3, "/x: access is denied"),
        (OSError(5000, "A word of the system", "/x"), 3, "/x: A word of the system"),
        (RuntimeError("a secret"), 3, "RuntimeError at luisteren_tui.cli.home:"),
        (RecursionError("a secret"), 3, "RecursionError at luisteren_tui.cli.home:"),
        (BrokenPipeError(), 3, ""),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_every_error_ends_with_a_message_and_an_exit_code(
    error: Exception, code: int, message: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_module, "open_app", failing(error))
    result = run("--lang", "en")
    assert (result.code, result.out) == (code, "")
    assert message in result.err
    assert bool(message) == bool(result.err)
    assert "secret" not in result.err
    assert "Traceback" not in result.err


def test_preview_needs_a_terminal_and_a_file_that_can_be_read(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("preview", SHIPPED).code == 2
    opened: list[PreviewApp] = []
    monkeypatch.setattr(preview_module, "on_terminal", lambda: True)

    def run_app(app: PreviewApp) -> int:
        opened.append(app)
        return 0

    monkeypatch.setattr(PreviewApp, "run_to_exit_code", run_app)
    missing = tmp_path / "missing.yaml"
    assert run("preview", missing)[:2] == (1, "")
    assert "There is no workshop nosuch." in run("preview", "nosuch", "--lang", "en").err
    assert opened == []
    # One with errors opens: these are shown in place. A name is looked for like that of any workshop.
    broken = workshop(tmp_path, "no: 1\n")
    assert run("preview", broken) == (0, "", "")
    assert run("preview", "luisteren") == (0, "", "")
    assert len(opened) == 2


def test_new_writes_a_workshop_where_nobody_can_be_asked(run: Run, tmp_path: Path) -> None:
    made = tmp_path / "workshops" / "mine.yaml"
    assert run("new", "mine", "--title", "Mine:\u200b\x0bone", "--people", "8-14", "--minutes", "90") == (
        0,
        f"{made}\n",
        "",
    )
    assert "title: 'Mine: one'\n" in made.read_text("utf-8")
    checked = run("check", made)
    assert (checked.code, "No remarks." in checked.err) == (0, True)
    assert (run("new", "mine").code, run("new", "a/b").code, run("new", "b", "--parts", "tea").code) == (1, 2, 2)
    assert "already a workshop mine" in run("new", "mine").err


def test_new_copies_a_workshop_under_an_id_of_its_own(run: Run, tmp_path: Path) -> None:
    assert run("new", "mine", "--from", "luisteren").code == 0
    text = SHIPPED.read_text("utf-8").replace("\nid: luisteren\n", "\nid: mine\n")
    assert (tmp_path / "workshops" / "mine.yaml").read_text("utf-8") == text
    assert run("new", "other", "--from", "nothing").code == 1
    assert run("new", "other", "--from", "luisteren", "--minutes", "60").code == 2
