"""The keys of the footer, and those of a dialog."""

from collections.abc import Iterator

import pytest
from textual.geometry import Size

from luisteren_tui import i18n
from luisteren_tui.tui.screens.session.footer import SPARE
from luisteren_tui.tui.widgets.dialog_keys import DANGER, key_lines
from luisteren_tui.tui.widgets.key_bar import KeyBar, Keys


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    before = i18n.current().code
    yield
    i18n.use(before)


def test_keys_are_shown_in_the_language_in_use() -> None:
    bar = KeyBar((("pause", "space", "pause"),))
    shown = []
    for language in ("nl", "en"):
        i18n.use(language)
        shown += [line.plain.strip() for line in bar.lines()]
    assert shown == ["spatie pauze", "space pause"]


FEW: Keys = (("yes", "enter", "go on"), ("other", "z", "the other one"), ("cancel", "escape", "not now"))
GROUPS: Keys = (
    ("come", "+", "one more"),
    ("go", "-", "one less"),
    ("shuffle", "h", "shuffle"),
    ("reveal", "z", "show"),
    ("names", "d", "names"),
    ("undo", "u", "undo"),
    ("cancel", "escape", "done"),
)
MANY: Keys = tuple((letter, letter, f"label {letter}") for letter in "abcdefgh")


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (42, "Enter go on  z the other one  Esc not now"),
        (32, "Enter go on z Esc not now"),
        (24, "Enter go on Esc not now"),
    ],
)
def test_footer_loses_words_before_keys_and_never_the_first_or_the_last(
    width: int, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    i18n.use("en")
    monkeypatch.setattr(KeyBar, "size", Size(width, 1))
    assert [each.plain for each in KeyBar(FEW).lines()] == [line]


@pytest.mark.parametrize(
    ("width", "line"),
    [(41, "Enter go on  z the other one  Esc not now"), (40, "Enter go on   Esc not now")],
)
def test_footer_loses_a_spare_key_before_words(width: int, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    i18n.use("en")
    monkeypatch.setattr(KeyBar, "size", Size(width, 1))
    assert [each.plain for each in KeyBar(FEW, spare=("other",)).lines()] == [line]


def test_footer_of_a_turn_keeps_the_key_for_the_next_turn_on_the_narrowest_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    i18n.use("nl")
    monkeypatch.setattr(KeyBar, "size", Size(50, 1))
    keys: Keys = (
        ("pause", "space", "pause"),
        ("next", "right", "next"),
        ("more", "plus", "minuut (13:41)"),
        ("notes", "n", "notes"),
        ("turn", "enter", "turn"),
        ("undo", "u", "undo"),
        ("help", "question_mark", "help"),
    )
    (line,) = KeyBar(keys, spare=SPARE).lines()
    assert line.plain == "spatie pauze   → volgende   Enter wissel   ? hulp"


@pytest.mark.parametrize(
    ("keys", "width", "lines"),
    [
        (FEW, 45, ["Enter go on   z the other one   Esc not now"]),
        (FEW, 42, ["Enter go on  z the other one  Esc not now"]),
        (FEW, 40, ["Enter go on", "z     the other one", "Esc   not now"]),
        (FEW, 14, ["Enter go on", "z     the", "      other", "      one", "Esc   not now"]),
        (GROUPS, 44, ["+ one more   - one less   h shuffle   z show", "d names   u undo   Esc done"]),
        (MANY, 60, ["a label a   b label b   c label c   d label d   e label e", "f label f   g label g   h label h"]),
    ],
)
def test_keys_of_a_dialog_stand_in_a_row_below_each_other_or_in_columns(
    keys: Keys, width: int, lines: list[str]
) -> None:
    i18n.use("en")
    assert [line.plain for line in key_lines(keys, width)] == lines


def test_only_the_first_key_of_a_dangerous_question_looks_dangerous() -> None:
    i18n.use("en")
    for width in (60, 40):
        lines = key_lines(FEW, width, danger=True)
        dangerous = [line.plain[span.start : span.end] for line in lines for span in line.spans if span.style == DANGER]
        assert dangerous == [" Enter "]
    below = [line.plain for line in key_lines(FEW, 40, danger=True)]
    assert below == [" Enter  go on", " z      the other one", " Esc    not now"]


ROW = (("pause", "space", "pause"), ("more", "+", "minute (16:56)"), ("undo", "u", "undo"), ("help", "?", "help"))


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (48, "space pause   + minute (16:56)   u undo   ? help"),
        (43, "space pause   + minute   u undo   ? help"),
        (36, "space pause + minute u undo ? help"),
        (33, "space pause + minute u ? help"),
        (18, "space pause ? help"),
    ],
)
def test_long_row_loses_remarks_then_words_and_then_keys(width: int, row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    i18n.use("en")
    monkeypatch.setattr(KeyBar, "size", Size(width, 1))
    assert [line.plain for line in KeyBar(ROW).lines()] == [row]


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (47, "space pause   + minute   u undo it all   ? help"),
        (42, "space pause   + minute (16:56)   ? help"),
        (34, "space pause   + minute   ? help"),
    ],
)
def test_spare_key_goes_before_words_and_leaves_its_space_to_a_remark(
    width: int, row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    i18n.use("en")
    keys = tuple((action, key, "undo it all" if action == "undo" else label) for action, key, label in ROW)
    monkeypatch.setattr(KeyBar, "size", Size(width, 1))
    assert [line.plain for line in KeyBar(keys, spare=("undo",)).lines()] == [row]
