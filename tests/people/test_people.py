"""The people who are present: what can't be, and the sizes of their groups in words."""

import pytest

from luisteren_tui.people.people import group_sizes
from luisteren_tui.workshop.model import Form


@pytest.mark.parametrize(
    ("form", "sizes", "words"),
    [
        (Form.PAIRS, (2, 2, 3), "2 pairs + 1 trio"),
        (Form.PAIRS, (1,), "1 alone"),
        (Form.PAIRS, (4, 2), "1 group of 4 + 1 pair"),
        (Form.SUBGROUPS, (4, 3, 4), "2 groups of 4 + 1 group of 3"),
        (Form.SUBGROUPS, (2, 3), "1 group of 3 + 1 group of 2"),
        (Form.SUBGROUPS, (), ""),
    ],
)
def test_sizes_of_groups_in_words(form: Form, sizes: tuple[int, ...], words: str) -> None:
    assert group_sizes(form, sizes) == words
