"""Text as people search for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.text.folding import folded, to_search
from tests.text.samples import PERSIAN


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("José", "jose"),
        ("Jose\u0301", "jose"),
        ("ZOË’S", "zoe's"),
        ("Søren Łukasz Weiß", "soren lukasz weiss"),
        ("Anne\u2011Marie", "anne-marie"),
        ("ﬁnaal Ａ", "finaal a"),
        (PERSIAN, PERSIAN.replace("\u200c", "")),
        ("aan\u00addacht", "aandacht"),
        ("한국 हिन्दी", "한국 हिन्दी"),  # their signs are no accents
    ],
)
def test_text_is_found_without_its_accents_and_joiners(text: str, searched: str) -> None:
    assert to_search(text) == searched


@given(st.text())
def test_every_place_is_that_of_the_character(text: str) -> None:
    plain, places = folded(text)
    assert len(places) == len(plain) + 1
    assert places[-1] == len(text)
    assert all(folded(text[at])[0].find(character) >= 0 for character, at in zip(plain, places, strict=False))
