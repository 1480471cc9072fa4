from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.storage.yaml_source import MAX_DEPTH, MAX_NODES, MAX_WORKSHOP_BYTES, parse

BOTH = pytest.mark.parametrize("loader", [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])])


def messages(data: bytes | str, loader: Any = None) -> list[tuple[int, int, str]]:
    source = parse(data.encode() if isinstance(data, str) else data, loader)
    return [(*place, problem.message.format(**problem.values)) for place, problem in source.problems]


@BOTH
def test_every_scalar_stays_a_string(loader: Any) -> None:
    text = "a: 1:30\nb: no\nc: 010\nd: 2026-02-30\ne: .nan\nf: 'null'\ng:\nh: ''\ni: " + "9" * 5000 + "\nj: ~\nk: null"
    source = parse(text.encode(), loader)
    assert source.problems == []
    assert source.value == {
        "a": "1:30", "b": "no", "c": "010", "d": "2026-02-30", "e": ".nan", "f": "null", "g": None, "h": "",
        "i": "9" * 5000, "j": None, "k": None,
    }  # fmt: skip


@BOTH
def test_each_key_and_item_has_its_place(loader: Any) -> None:
    source = parse(b"a: 1\nb:\n  - x\n  - c: {d: y}\n", loader)
    assert source.value == {"a": "1", "b": ["x", {"c": {"d": "y"}}]}
    assert source.places == {
        (): (1, 1),
        ("a",): (1, 1),
        ("b",): (2, 1),
        ("b", 0): (3, 5),
        ("b", 1): (4, 5),
        ("b", 1, "c"): (4, 5),
        ("b", 1, "c", "d"): (4, 9),
    }
    assert source.place(("b", 1, "c", "missing", 3)) == (4, 5)


ESCAPE = "A backslash means something special between double quotes. Use single quotes here."
ONE = "This line begins another workshop, and only one fits in a file. Remove this line."
BRACKETED = "A key has to be plain text. Put it between quotes if it begins with a bracket."


def sign(first: str, example: str) -> str:
    return f"Text that begins with {first} has to be between quotes: {example}"


@BOTH
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: *x", 1, sign("*", "'*x'")),
        ("a: &x y", 1, sign("&", "'&x y'")),
        ("a: &x\n  - y", 1, sign("&", "'&x'")),
        ("a: !!binary x", 1, sign("!", "'!!binary x'")),
        ("a: !!python/object/apply:os.system [x]", 1, sign("!", "'!!python/object/apply:os.system [x]'")),
        ("a: 1\n<<: {b: 2}", 2, "The key << is not possible here. Write out what it stands for."),
        ("[a]: 1", 1, BRACKETED),
        ("{a: 1}: 1", 1, BRACKETED),
        ("a: 1\n---\nb: 1", 2, ONE),
        ("a: 1\nb: 2\na: 3", 3, "'a' is written twice here. Keep one of them."),
        ('a: "\\q"', 1, ESCAPE),
        ('a: "\\ud800"', 1, ESCAPE),
    ],
)
def test_what_a_workshop_never_needs_is_refused(text: str, line: int, message: str, loader: Any) -> None:
    assert [(found[0], found[2]) for found in messages(text, loader)] == [(line, message)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("a: é".encode("utf-16"), (1, 1, "This file is saved as UTF-16. Save it as UTF-8 in your editor.")),
        ("a: é".encode("utf-16-be"), (1, 1, "This file is saved as UTF-16. Save it as UTF-8 in your editor.")),
        ("a: é".encode("utf-32"), (1, 1, "This file is saved as UTF-32. Save it as UTF-8 in your editor.")),
        ("a: é".encode("utf-32-be"), (1, 1, "This file is saved as UTF-32. Save it as UTF-8 in your editor.")),
        ("a: é".encode("utf-32-le"), (1, 1, "This file is saved as UTF-32. Save it as UTF-8 in your editor.")),
        ("a: 1\nb: é".encode("latin-1"), (2, 4, "This file is not text in UTF-8. Save it as UTF-8 in your editor.")),
        (b"a: 1\nb: x\x00", (2, 5, "The invisible character U+0000 can't be in this file. Remove it.")),
        (b"a: \x1b[31m", (1, 4, "The invisible character U+001B can't be in this file. Remove it.")),
        (b"\x7fELF\x02\x01\x01\x00", (1, 1, "The invisible character U+007F can't be in this file. Remove it.")),
        (b"\x1f\x8b\x08\x00", (1, 2, "This file is not text in UTF-8. Save it as UTF-8 in your editor.")),
        (b"\x89PNG\r\n\x1a\n", (1, 1, "This is a picture. A workshop is written in a plain text file.")),
        (
            b"PK\x03\x04\x14\x00",
            (1, 1, "This is a document of a word processor. Copy its text into a plain text file."),
        ),
        (b"%PDF-1.7\n", (1, 1, "This is a PDF. A workshop is written in a plain text file.")),
        (b"<html>\n", (1, 1, "This is a web page. A workshop is written in a plain text file.")),
        (b"a: " + b"x" * MAX_WORKSHOP_BYTES, (1, 1, "This file is larger than 256 KiB.")),
    ],
)
def test_file_that_is_not_text_is_refused(data: bytes, expected: tuple[int, int, str]) -> None:
    assert messages(data) == [expected]


def test_byte_order_mark_is_accepted() -> None:
    source = parse(b"\xef\xbb\xbfa: 1")
    assert (source.value, source.problems, source.places[("a",)]) == ({"a": "1"}, [], (1, 1))


ALIASES = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdef"))
MERGES = "a: &a {x: 1}\nb: &b {<<: [*a, *a, *a]}\nc: {<<: [*b, *b, *b]}\n"


@BOTH
@pytest.mark.parametrize("bomb", [ALIASES, MERGES])
def test_yaml_bomb_stops_at_its_first_anchor(bomb: str, loader: Any) -> None:
    found = messages(bomb, loader)
    assert [(each[:2], each[2][:22]) for each in found] == [((1, 4), "Text that begins with ")]


@BOTH
@pytest.mark.parametrize("line_break", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_line_break_of_a_word_processor_is_one_in_the_text(line_break: str, loader: Any) -> None:
    text = (
        f"a: x{line_break}y\nb: 'x{line_break}y'\nc: |\n  x{line_break}y\nd{line_break}: [x{line_break}y]\nd: 1\nd: 2"
    )
    source = parse(text.encode(), loader)
    assert source.value == {"a": "x\ny", "b": "x\ny", "c": "x\ny\n", "d\n": ["x\ny"], "d": "2"}
    assert [place for place, _problem in source.problems] == [(7, 1)]


@BOTH
@pytest.mark.parametrize("opening", ["[", "{", "- ", "? "])
def test_deep_nesting_is_refused(opening: str, loader: Any) -> None:
    found = messages(opening * 30_000, loader)
    assert len(found) == 1
    source = parse(("[" * MAX_DEPTH + "]" * MAX_DEPTH).encode(), loader)
    assert source.problems == []
    assert messages("[" * (MAX_DEPTH + 1), loader)[0][2] == "This is nested more than 20 levels deep."


def test_too_many_values_are_refused() -> None:
    assert parse(b"-\n" * (MAX_NODES - 1)).problems == []
    assert messages("-\n" * MAX_NODES) == [(MAX_NODES, 2, "This file holds more than 20000 values.")]


@BOTH
@given(st.binary(max_size=60) | st.text("ab:-?[]{}'\"|>&*!%@`#,. \n\t\\x<0é", max_size=40).map(str.encode))
def test_parse_raises_for_no_input(loader: Any, data: bytes) -> None:
    source = parse(data, loader)
    assert all(line >= 1 and column >= 1 for (line, column), _ in source.problems)
    assert source.problems or () in source.places


def test_other_parser_errors_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (ValueError, AttributeError, KeyError, IndexError, RecursionError, yaml.YAMLError):

        def fail(*_: object, error: type[Exception] = error) -> None:
            raise error("English text")

        monkeypatch.setattr(yaml, "parse", fail)
        assert messages("a: 1") == [(1, 1, "This file is not readable as YAML.")]
