import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.text.paragraphs import paragraphs
from tests.text.samples import HEALTH_WORKER

TEXT = st.text(st.sampled_from("ab c.\n!? ’”é"), max_size=400)


@given(TEXT, st.integers(1, 60))
def test_parts_have_every_word_in_order_and_are_short_enough(body: str, longest: int) -> None:
    parts = paragraphs(body, longest)
    assert "".join("".join(parts).split()) == "".join(body.split())
    assert all(part and part == part.strip() and len(part) <= longest for part in parts)


@given(TEXT)
def test_part_never_spans_two_paragraphs(body: str) -> None:
    assert all("\n\n" not in part for part in paragraphs(body))
    assert len(paragraphs(body, 1000)) == len(
        [part for part in body.replace("\n ", "\n").split("\n\n") if part.strip()]
    )


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("", ()),
        ("Eén.\n\nTwee.\n \n\nDrie.", ("Eén.", "Twee.", "Drie.")),
        ("Zij komt. Hij gaat weg.", ("Zij komt.", "Hij gaat weg.")),
        ("‘Kom je?’ vroeg Nadia.", ("‘Kom je?’", "vroeg Nadia.")),
        ("de ene regel\nde andere", ("de ene regel", "de andere")),
        ("allemaal woorden achter elkaar", ("allemaal woorden", "achter elkaar")),
        ("x" * 40, ("x" * 20, "x" * 20)),
        (f"x{HEALTH_WORKER * 5}", (f"x{HEALTH_WORKER * 4}", HEALTH_WORKER)),  # four characters that stay together
        ("e" + "\u0301" * 30, ("e" + "\u0301" * 19, "\u0301" * 11)),
    ],
)
def test_long_paragraph_is_split_at_natural_places(body: str, parts: tuple[str, ...]) -> None:
    assert paragraphs(body, 20) == parts
