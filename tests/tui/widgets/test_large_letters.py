"""Text in large letters: what fits, what it looks like, and what stays plain text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luisteren_tui.tui.widgets.large_letters import _face, large_letters


def drawn(text: str, width: int, height: int, *, centred: bool = False) -> str:
    lines = large_letters(text, width, height, centred=centred)
    return "" if lines is None else "\n".join(line.rstrip() for line in lines)


def test_letters_are_drawn_with_half_blocks_and_accents_above_them() -> None:
    assert drawn("Één", 40, 6) == "\n".join(
        (
            " ▄▀",
            "▄▄▄▄  ▄▀",
            "█     ▄▄  ▄▄▄",
            "█▀▀  █▄▄█ █  █",
            "█▄▄▄ ▀▄▄▄ █  █",
        )
    )
    assert drawn("ï", 40, 6) == "▀ ▀\n █\n █\n ▀"


def test_letters_are_as_large_as_fits() -> None:
    small, large = large_letters("Pauze", 48, 12), large_letters("Pauze", 50, 12)
    assert small is not None
    assert large is not None
    assert (len(small[0]), len(small)) == (25, 4)
    assert (len(large[0]), len(large)) == (50, 7)


def test_words_move_to_a_second_line_for_larger_letters_and_the_lines_are_alike_in_length() -> None:
    assert len(drawn("Nu wisselen", 76, 22).splitlines()) == 16
    even = drawn("Wat valt je op hier?", 80, 11).splitlines()
    assert max(map(len, even)) < 55


def test_centred_lines_have_the_shorter_one_in_the_middle() -> None:
    first = drawn("Nu wisselen", 40, 9, centred=True).splitlines()[0]
    assert len(first) - len(first.lstrip()) == 13
    assert not drawn("Nu wisselen", 40, 9).startswith(" ")


@pytest.mark.parametrize("text", ["", "  ", "日本", "Hallo 🙂", "a‍b", "́a", "\ud800", "\x1b[31m"])
def test_text_with_a_character_that_the_face_lacks_is_not_drawn(text: str) -> None:
    assert large_letters(text, 200, 60) is None


def test_text_that_does_not_fit_is_not_drawn() -> None:
    assert large_letters("Samenwerkingsovereenkomsten", 80, 20) is None
    assert large_letters("een twee drie vier vijf zes zeven acht negen tien elf", 80, 20) is None
    assert large_letters("Pauze", 48, 3) is None


@settings(max_examples=30)
@given(st.text(st.sampled_from("aeijglmWMÉëçŠ  ,?“"), max_size=40), st.integers(1, 130), st.integers(1, 40))
def test_drawn_text_fits(text: str, width: int, height: int) -> None:
    lines = large_letters(text, width, height)
    if lines is not None:
        assert 0 < len(lines) <= height
        assert {len(line) for line in lines} == {len(lines[0])}
        assert len(lines[0]) <= width


def test_dots_of_each_character_form_a_rectangle() -> None:
    for character, dots in _face().items():
        assert len({len(row) for row in dots}) == 1, character
        assert {*"".join(dots)} <= {"#", "."}, character


def test_face_has_what_dutch_needs() -> None:
    assert large_letters("".join(map(chr, range(ord("!"), ord("~")))).replace("`", "").replace("^", ""), 999, 9)
    assert large_letters("áàâäéèêëíìîïóòôöúùûüçñ ÁÀÂÄÉÈÊËÍÌÎÏÓÒÔÖÚÙÛÜÇÑ …–—‘’“”„•·€", 999, 9)
