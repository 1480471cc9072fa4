"""What is kept of a text, what goes without a trace, and what becomes visible."""

import sys
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.text import safe as module
from luisteren_tui.text.safe import safe, safe_json, safe_line
from tests.text.samples import HEALTH_WORKER, HINDI, JOINED, LEFTOVERS, LINE_BREAKS, PERSIAN, SCOTLAND

TEXTS = st.lists(
    st.sampled_from([*JOINED, *LEFTOVERS, *LINE_BREAKS, *"\u200c\u200d\ufe0f🏴\U000e0067\U000e007fabé \x1b\u202eक्👩⚕"])
    | st.text(max_size=3)
).map("".join)


def test_every_unsafe_character_is_unprintable_so_that_printable_text_stays_as_it_is() -> None:
    unsafe = [chr(code) for code in range(sys.maxunicode + 1) if module._unsafe().match(chr(code))]
    assert len(unsafe) > 2000
    assert [char for char in unsafe if char.isprintable()] == []
    assert [char for char in unsafe if char in safe(f"é{char}“")] == []


@pytest.mark.parametrize("text", JOINED)
def test_joiners_are_kept_where_they_join(text: str) -> None:
    assert safe(text) == safe_line(text) == text
    assert safe(f"Zei: {text}, ja\r\n{text}") == f"Zei: {text}, ja\n{text}"


@pytest.mark.parametrize(
    "text",
    [
        "\u200dab",
        "ab\u200c",
        "a \u200cb",
        "a\u200d b",
        "ab\u200d.",
        "1\u200d2",
        "👩\u200dab",
        "ab\u200d👩",
        "👩\u200cab",
        "👩\u200c⚕",
        "👩 \u200d⚕",
        "❤\ufe0f\u200cab",
        "👩\u200d🏽",
        "ab\U000e0067\U000e007f",
        "🏴\U000e0067\U000e0062",
        "🏴" + "\U000e0067" * 7 + "\U000e007f",  # too long for a country: a hidden message
    ],
)
def test_joiners_that_join_nothing_go_without_a_trace(text: str) -> None:
    plain = "".join(char for char in text if category(char) != "Cf")
    assert safe(text) == plain != text


def test_of_several_joiners_the_first_is_kept() -> None:
    assert safe("علی\u200c\u200c\u200dرضا") == PERSIAN


@pytest.mark.parametrize("leftover", [*LEFTOVERS, "\u200e", "\u200f", "\u061c"])
def test_leftovers_go_without_a_trace(leftover: str) -> None:
    assert safe(f"{leftover}aan{leftover}dacht{leftover}") == "aandacht"
    assert safe(f"علی{leftover}\u200c{leftover}رضا") == PERSIAN


@pytest.mark.parametrize("line_break", LINE_BREAKS)
def test_line_breaks_of_word_processors_and_of_the_web_are_newlines(line_break: str) -> None:
    assert safe(f"a{line_break}b") == "a\nb"
    assert safe_line(f"a{line_break}b") == "a b"


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [("\x1b", "␛"), ("\0", "␀"), ("\x7f", "␡"), ("\x9b", "�"), *((chr(n), "�") for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))), ("\u180e", "�"), ("\ud800", "�")],
)  # fmt: skip
def test_controls_and_changes_of_direction_become_visible(hidden: str, shown: str) -> None:
    assert safe(f"a{hidden}b") == f"a{shown}b"


@given(TEXTS)
def test_safe_text_stays_the_same_and_has_nothing_unsafe_but_what_joins(text: str) -> None:
    shown = safe(text)
    assert safe(shown) == shown
    for joined in (SCOTLAND, *"\u200c\u200d"):
        shown = shown.replace(joined, "")
    assert not module._unsafe().search(shown)


@given(st.text(st.characters(categories=["L"]), min_size=1), st.text(st.characters(categories=["L"]), min_size=1))
def test_joiners_between_letters_are_kept(before: str, after: str) -> None:
    for joiner in "\u200c\u200d":
        assert safe(f"{before}{joiner}{after}") == f"{before}{joiner}{after}"


def test_long_text_of_joiners_is_made_safe_quickly() -> None:
    for text in ("\u200d" * 40_000, "क्\u200d" * 20_000, "🏴\U000e0067" * 20_000, "a\u200c" * 20_000):
        assert len(safe(text)) <= len(text)


def test_joiners_are_escaped_in_json() -> None:
    assert safe_json(f'"{HINDI}{HEALTH_WORKER}"') == '"क्\\u200dष👩\\u200d⚕️"'
