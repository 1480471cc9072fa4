"""What is meant by a time or a number that is written otherwise can be used as it is."""

from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.workshop.notation import (
    meant_duration,
    meant_range,
    meant_window,
    parse_duration,
    parse_range,
    parse_window,
    shortened,
)

WRITTEN = st.text(max_size=20) | st.lists(
    st.sampled_from(
        ["1", "30", "9999", "0", "99:59", " ", "-", " tot ", "h", "u", "min", "s", ",5", ".", "uur", "half uur"]
    ),
    max_size=6,
).map("".join)


@given(WRITTEN)
def test_examples_are_right_for_any_text(text: str) -> None:
    assert parse_duration(meant_duration(text)) is not None
    assert parse_window(meant_window(text)) is not None
    assert parse_range(meant_range(text)) is not None


def test_long_text_is_cut_off_in_an_example() -> None:
    assert shortened(" kort ") == "kort"
    assert shortened("x" * 51) == "x" * 49 + "…"
