"""CSV opens in columns with its accents, in Dutch and in English, and whatever is typed in a cell stays in that cell."""

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui import i18n
from luisteren_tui.cli import main as cli
from luisteren_tui.export.spreadsheet import ENCODING, SEPARATORS, csv_lines
from luisteren_tui.text.escaping import cell
from tests.cli.test_output import Stdout
from tests.storage.session_samples import ended

CELLS = st.one_of(st.text(), st.text(st.sampled_from(list(",;\t\"'\n\r=|é "))))
ROWS: list[dict[str, object]] = [
    {"a": "Zoë; ½, “ja”\ttab", "b": 12},
    {"a": "twee\nregels", "c": None, "d": "nergens"},
    {"c": "漢字"},
]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, bytes]]:
    """Run a command and return its exit code and what it writes to standard output."""

    def make(*args: str) -> tuple[int, bytes]:
        stdout = Stdout()
        monkeypatch.setattr(sys, "stdout", stdout)
        code = cli.main(["--data", str(tmp_path), *args])
        return code, stdout.raw_bytes.getvalue()

    return make


@pytest.mark.parametrize(("language", "separator"), [("nl", ";"), ("en", ",")])
def test_separator_is_that_of_the_language(language: str, separator: str) -> None:
    i18n.use(language)
    assert [line.replace(separator, "|") for line in csv_lines("abc", ROWS[1:])] == [
        "a|b|c\r\n",
        '"twee\nregels"||\r\n',
        "||漢字\r\n",
    ]


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
def test_other_programs_find_the_columns_and_the_accents(separator: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("".join(csv_lines("abc", ROWS, separator)).encode(ENCODING))
    expected = [("Zoë; ½, “ja”\ttab", "12", ""), ("twee\nregels", "", ""), ("", "", "漢字")]
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert csv.Sniffer().sniff(file.readline()).delimiter == separator
        file.seek(0)
        assert [tuple(row) for row in csv.reader(file, delimiter=separator)] == [("a", "b", "c"), *expected]
    read = duckdb.read_csv(str(path), all_varchar=True)
    assert read.columns == ["a", "b", "c"]
    assert [tuple(value or "" for value in row) for row in read.fetchall()] == expected


@given(st.lists(CELLS, min_size=2, max_size=4), st.sampled_from([*SEPARATORS.values()]))
def test_text_stays_in_its_cell(texts: list[str], separator: str) -> None:
    columns = [str(number) for number in range(len(texts))]
    table = "".join(csv_lines(columns, [dict(zip(columns, texts, strict=True))], separator))
    read = [*csv.reader(io.StringIO(table, newline=""), delimiter=separator)]
    assert read == [columns, [*map(cell, texts)]]
    assert table.endswith("\r\n")


@pytest.mark.parametrize("command", [("plan",), ("show", "last")])
def test_separator_can_be_chosen_by_name_or_as_the_character(
    command: tuple[str, ...], make: Callable[..., tuple[int, bytes]], tmp_path: Path
) -> None:
    ended(tmp_path)
    code, printed = make(*command, "--format", "csv", "--separator", "tab")
    rows = [*csv.reader(io.StringIO(printed.decode(), newline=""), delimiter="\t")]
    assert (code, {len(row) for row in rows}) == (0, {len(rows[0])})  # with the empty cells at the end
    assert len(rows[0]) > 15
    assert (b"\r\r" in printed, printed.endswith(b"\r\n")) == (False, True)
    path = tmp_path / "made.csv"
    assert make(*command, "--separator", "\t", "-o", str(path))[0] == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + printed


def test_separator_of_the_command_line_is_that_of_the_language(make: Callable[..., tuple[int, bytes]]) -> None:
    for language, start in (("nl", b"id;title;"), ("en", b"id,title,")):
        assert make("--lang", language, "plan", "--format", "csv")[1].startswith(start)


@pytest.mark.parametrize("command", [("plan",), ("show", "last")])
def test_separator_is_only_for_csv(
    command: tuple[str, ...],
    make: Callable[..., tuple[int, bytes]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended(tmp_path)
    for format in ((), ("--format", "json")):
        assert make("--lang", "en", *command, *format, "--separator", "tab") == (2, b"")
        assert capsys.readouterr().err.endswith("Error: Only csv has a separator.\n")
    assert make("--lang", "en", *command, "--format", "csv", "--separator", "|")[0] == 2
    assert "'comma', 'semicolon', 'tab'" in capsys.readouterr().err


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
def test_text_with_any_separator_is_between_quotes(separator: str) -> None:
    _header, line = csv_lines("ab", [{"a": "x, y", "b": "z; \t"}], separator)
    assert line == f'"x, y"{separator}"z; \t"\r\n'
