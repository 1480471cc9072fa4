"""The time of the room in words."""

import pytest
from msgspec.structs import replace

from luisteren_tui.session.timing import Mode
from luisteren_tui.views.room_wording import time_text
from luisteren_tui.views.wording import clock_time
from tests.export.room_views import MINUTE, NOON, views

END = clock_time(NOON + 12 * MINUTE)


@pytest.mark.parametrize(
    ("name", "words", "figures"),
    [
        ("pairs", "6 minutes in this round", "6"),
        ("paused", "3 minutes · pause", "3"),
        ("seconds", f"5:50 · done at {END}", "5:50"),
        ("break", f"back at {END}", END),
        ("question", "", ""),
    ],
)
def test_time_is_said_once_with_its_unit(name: str, words: str, figures: str) -> None:
    assert time_text(views()[name]) == (words, figures)


def test_seconds_of_a_pause_stand_apart_from_it() -> None:
    assert time_text(replace(views()["seconds"], mode=Mode.PAUSED, end=None)) == ("5:50 · pause", "5:50")
