"""How many words a text has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.text.words import word_count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        (" \n", 0),
        ("plekke – na een uur", 5),
        ("één\n\ntwee\u00a0drie", 3),
        ("5-7 minuten", 2),
        ("قهوة رشيقة", 2),
        ("詩をゆっくり読み上げてください。", 8),
        ("傾聴 met 対話", 3),
        ("경청과 대화", 2),
    ],
)
def test_words_stand_between_spaces_or_have_two_letters_where_there_are_none(text: str, expected: int) -> None:
    assert word_count(text) == expected


@given(st.text(st.characters(max_codepoint=0x2FF)))
def test_in_alphabets_words_are_what_stands_between_spaces(text: str) -> None:
    assert word_count(text) == len(text.split())
