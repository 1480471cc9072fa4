"""The time of the room in words."""

import pytest

from luisteren_tui.views.room_wording import time_text
from tests.export.room_views import views


@pytest.mark.parametrize(
    ("name", "words", "figures"),
    [
        ("pairs", "6 minutes in this round", "6"),
        ("paused", "3 minutes · pause", "3"),
        ("question", "", ""),
    ],
)
def test_time_is_said_once_with_its_unit(name: str, words: str, figures: str) -> None:
    assert time_text(views()[name]) == (words, figures)
