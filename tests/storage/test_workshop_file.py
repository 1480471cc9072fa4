import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luisteren_tui.i18n.problem import Problem
from luisteren_tui.storage.workshop_file import MAX_TEXT_BYTES, Finding, Severity, find, format_finding, load, text_body
from luisteren_tui.storage.yaml_source import MAX_WORKSHOP_BYTES
from luisteren_tui.system.package import content_dir
from luisteren_tui.workshop.model import Workshop

GOOD = """\
title: Klein
texts:
  gedicht: {title: Gedicht, file: gedicht.txt}
  casus: {title: Casus, body: Nadia, file: casus.txt}
steps:
  - {title: Een, form: plenary, duration: 15m, text: gedicht}
  - {title: Twee, form: plenary, duration: 15m, text: casus}
"""


NO_WORKSHOP = "This is not a workshop yet. A workshop begins with 'title:' and has 'steps:'."


def lines(path: Path) -> list[str]:
    loaded = load(path)
    assert (loaded.workshop is None) == bool(loaded.errors)
    return [format_finding(finding) for finding in loaded.errors + loaded.advice]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "klein.yaml"


@pytest.fixture
def workshop(file: Path) -> Workshop:
    file.write_text(GOOD, encoding="utf-8")
    loaded = load(file)
    assert loaded.workshop is not None
    return loaded.workshop


def test_errors_of_shape_and_meaning_are_reported_together(file: Path) -> None:
    file.write_text(
        """\
title: Klein
texts:
  gedicht: {title: Gedicht, body: Stil}
steps:
  - {id: a, title: Een, form: plenary, duration: 15 minuten, text: gedicht}
  - {id: a, title: Twee, form: plenary, duration: 15m, text: gedichten}
  - title: Drie
    activities:
      - {id: b, title: Vier, form: plenary, duration: 5m, color: red}
      - {id: b, title: Vijf, form: plenary, duration: 5m}
  - een regel
""",
        encoding="utf-8",
    )
    places = [line.removeprefix(f"{file}:").split(": error: ")[0] for line in lines(file)]
    assert places == ["5:40", "6:6", "6:56", "9:59", "10:10", "11:5"]


def test_wrong_needs_are_reported_together_with_errors_of_shape(file: Path) -> None:
    file.write_text(
        """\
title: Klein
steps:
  - {title: Een, form: plenary, duration: 15}
  - break: Pauze
    duration: 5m
  - title: Twee
    activities:
      - {title: Drie, form: pairs, duration: 5m, needs: 2b}
      - {title: Vier, form: pairs, duration: 5m, needs: [1, p1, 2a, 9, 2b]}
""",
        encoding="utf-8",
    )
    assert [line.removeprefix(f"{file}:").replace("error: ", "") for line in lines(file)] == [
        "3:33: '15' is not a duration. Write 15m, for instance.",
        "8:50: These activities need each other: 2b → 2a → 2b. Only an earlier one can be needed.",
        "9:69: There is no activity '9'. Write the id of an earlier one.",
        "9:72: An activity can't need itself.",
    ]
    file.write_text(file.read_text(encoding="utf-8").replace("15}", "15m}"), encoding="utf-8")
    assert len(lines(file)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "steps: 3",
        "steps: [3, [], {activities: 3}]",
        "texts: 3\nsteps: [{text: x, id: [a]}]",
        "steps: [{id: {}}]",
        "steps: [{needs: {}}, {needs: [[a], b]}, {activities: [{needs: [1]}]}]",
    ],
)
def test_file_of_any_shape_gets_errors(text: str, file: Path) -> None:
    file.write_text(text, encoding="utf-8")
    assert lines(file)


def test_valid_file_is_loaded(file: Path, workshop: Workshop) -> None:
    assert (workshop.id, workshop.title, len(workshop.activities)) == ("klein", "Klein", 2)
    assert lines(file) == []
    assert load(file).sha256 == hashlib.sha256(GOOD.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            GOOD.replace("duration: 15m, text: g", "duration: 15 minuten, text: g"),
            ["6:33: error: '15 minuten' is not a duration. Write 15m, for instance."],
        ),
        (GOOD + "  - Casus: dialoog\n", [
                "8:5: error: 'Casus' is not known here. "
                "Possible keys: id, title, form, duration, min, instruction, prompts, tips,…."
            ]),
        (
            GOOD + "materials:\n  - Casus: dialoog\n",
            ["9:5: error: A colon splits this text in two. Put it between quotes: 'Casus: dialoog'"],
        ),
        (GOOD + "title: Casus\n", ["8:1: error: 'title' is written twice here. Keep one of them."]),
        (GOOD + "titel: x\n", ["8:1: error: 'titel' is not known here. Did you mean 'title'?"]),
        (GOOD + "theme: [a\n", ["8:8: error: The bracket that opens here is not closed, or a comma is missing."]),
        (GOOD.replace("text: casus", "text: kasus"), ["7:49: error: There is no 'kasus' among the texts of this workshop."]),
        (
            GOOD.replace("title: Twee", "title: 傾"),
            [
                "7:6: advice: On a computer without a font for it, a PDF lacks 傾 (U+50BE). "
                "A page for the browser (html) keeps everything."
            ],
        ),
        (GOOD.replace(", text: casus", ""), ["4:3: advice: No activity uses the text 'casus'."]),
        (GOOD + "format: 2\nlater: {}\n", ["8:1: error: This file was made for a newer version of this program. Update it to use it."]),
        (GOOD + "format: 0\n", ["8:1: error: Write format: 1 here."]),
        (GOOD + "format: -99999999999999999\n", ["8:1: error: Write a whole number here."]),
        (GOOD + "format: one\n", ["8:1: error: Write a whole number here."]),
        ("- a\n", [f"1:1: error: {NO_WORKSHOP}"]),
        ("just text", [f"1:1: error: {NO_WORKSHOP}"]),
    ],
)  # fmt: skip
def test_findings_name_their_place(file: Path, text: str, expected: list[str]) -> None:
    file.write_text(text, encoding="utf-8")
    assert lines(file) == [f"{file}:{line}" for line in expected]


def test_findings_are_in_the_order_of_the_file(file: Path) -> None:
    file.write_text("title:\nsteps:\n  - {duration: 1, tilte: x}\nformat: x\ntitle: a\n", encoding="utf-8")
    places = [(finding.line, finding.column) for finding in load(file).errors]
    assert places == sorted(places)
    assert len(places) > 3


def test_unreadable_file_is_a_finding(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (300 * 1024))
    expected = {
        tmp_path / "none.yaml": "There is no such file.",
        tmp_path: "This is not an ordinary file.",
        pipe: "This is not an ordinary file.",
        Path("/dev/zero"): "This is not an ordinary file.",
        loop: "This file can't be read.",
        Path("x\0.yaml"): "This file can't be read.",
        large: f"This file is larger than {MAX_WORKSHOP_BYTES // 1024} KiB.",
        tmp_path / ("x" * 5000): "This file can't be read.",
    }
    for path, message in expected.items():
        loaded = load(path)
        assert [finding.problem.message.format(**finding.problem.values) for finding in loaded.errors] == [message]
        assert (loaded.workshop, loaded.sha256) == (None, "")


def test_link_to_a_workshop_is_followed(file: Path, workshop: Workshop, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    loaded = load(link)
    assert loaded.workshop is not None
    assert loaded.workshop.id == "link"
    assert loaded.workshop.activities == workshop.activities


def test_finding_is_safe_to_show() -> None:
    problem = Problem((), "'{key}' is missing here.", {"key": "\x1b[31m{x}\n" + "y" * 200})
    shown = format_finding(Finding(Path("a\nb\x1b.yaml"), 1, 2, Severity.ERROR, problem))
    assert shown == f"a b␛.yaml:1:2: error: '␛[31m{{x}} {'y' * 50}…' is missing here."


def test_impossible_name_is_not_found(tmp_path: Path) -> None:
    assert load(find("x" * 300, tmp_path)).errors


def test_data_folder_is_searched_first(tmp_path: Path) -> None:
    shipped = content_dir() / "luisteren.yaml"
    own = tmp_path / "workshops" / "luisteren.yaml"
    assert find("luisteren", tmp_path) == shipped
    assert load(shipped).workshop is not None
    own.parent.mkdir()
    own.write_text(GOOD, encoding="utf-8")
    assert find("luisteren", tmp_path) == own
    assert find("none", tmp_path) == tmp_path / "workshops" / "none.yaml"


@pytest.mark.parametrize("path", ["./luisteren", "a/b", "luisteren.yaml", "x.yml", "/x"])
def test_path_is_used_unchanged(path: str, tmp_path: Path) -> None:
    assert find(path, tmp_path) == Path(path)


def test_text_comes_from_its_file_or_else_from_the_workshop(workshop: Workshop, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    assert text_body(workshop, "gedicht", tmp_path) is None
    assert text_body(workshop, "casus", tmp_path) == "Nadia"
    assert text_body(workshop, "none", tmp_path) is None
    texts.mkdir()
    (texts / "gedicht.txt").write_bytes(b"\xef\xbb\xbfLuister\xff")
    (texts / "casus.txt").write_text("Een andere casus", encoding="utf-8")
    assert text_body(workshop, "gedicht", tmp_path) == "Luister\N{REPLACEMENT CHARACTER}"
    assert text_body(workshop, "casus", tmp_path) == "Een andere casus"


def test_text_file_must_be_ordinary_and_small_enough(workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    text = tmp_path / "texts" / "gedicht.txt"
    os.mkfifo(text)
    assert text_body(workshop, "gedicht", tmp_path) is None
    text.unlink()
    (tmp_path / "secret").write_text("geheim", encoding="utf-8")
    text.symlink_to(tmp_path / "secret")
    assert text_body(workshop, "gedicht", tmp_path) is None
    text.unlink()
    text.write_bytes(b"x" * MAX_TEXT_BYTES)
    assert text_body(workshop, "gedicht", tmp_path) == "x" * MAX_TEXT_BYTES
    text.write_bytes(b"x" * (MAX_TEXT_BYTES + 1))
    assert text_body(workshop, "gedicht", tmp_path) is None


SHIPPED = (content_dir() / "luisteren.yaml").read_bytes()
SPICE = st.sampled_from(
    [b"[", b"]", b"{", b"}", b": ", b"- ", b"\n", b"\t", b"'", b'"', b"&a ", b"*a", b"!!x ", b"|", b"<<: ", b"---\n",
     b"\x00", b"\xff", b"\xed\xa0\x80", b"0s", b"99h", b"null", b"\\", b"  ", b"#", b"?", b"9" * 5000, b"[" * 50]
) | st.binary(max_size=4)  # fmt: skip
EDIT = st.tuples(st.integers(0, len(SHIPPED)), st.integers(0, 300), SPICE)


@settings(max_examples=2 * settings.get_profile("steady").max_examples)
@given(st.lists(EDIT, min_size=1, max_size=4))
def test_damaged_workshop_gives_a_workshop_or_findings(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, int, bytes]]
) -> None:
    data = SHIPPED
    for start, length, spice in edits:
        data = data[:start] + spice + data[start + length :]
    path = tmp_path_factory.getbasetemp() / "damaged.yaml"
    path.write_bytes(data)
    count = data.count(b"\n") + data.count(b"\r") + data.count(b"\x85") + data.count(b"\xe2\x80") + 1
    for finding in load(path).errors:
        assert 1 <= finding.line <= count + 1
    for line in lines(path):
        assert line.startswith(f"{path}:")
        assert line.isprintable()
