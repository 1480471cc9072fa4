"""What a key means as a command, and whether it is held."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.tui.keyboard import COUNTS_ONCE, HELD_S, REPEAT_S, HeldKeys, command_key


@pytest.mark.parametrize(
    ("key", "command"),
    [("q", "q"), ("Q", "q"), ("É", "é"), ("shift+q", "q"), ("shift+up", "shift+up"), ("ctrl+z", "ctrl+z"), ("1", "1")],
)
def test_letter_is_the_same_key_in_upper_and_lower_case(key: str, command: str) -> None:
    assert command_key(key) == command


@pytest.mark.parametrize("delay_ms", [250, 400, 499])
def test_key_that_is_held_counts_once_until_it_was_silent(delay_ms: int) -> None:
    keys = HeldKeys()
    times = [0, *range(delay_ms, delay_ms + 25 * 33, 33)]
    assert [ms for ms in times if keys.silent("right", ms / 1000) >= HELD_S] == [0]
    assert keys.silent("right", times[-1] / 1000 + HELD_S) >= HELD_S


@given(st.lists(st.integers(61, 5000), max_size=20))
def test_presses_that_no_keyboard_repeats_so_slowly_all_count(gaps_ms: list[int]) -> None:
    keys, at = HeldKeys(), 0.0
    for gap in [0, *gaps_ms]:
        at += gap / 1000
        assert keys.silent("plus", at) >= REPEAT_S


@given(st.lists(st.tuples(st.sampled_from(["right", "left", "s"]), st.integers(0, 1000)), max_size=30))
def test_press_counts_exactly_when_the_key_was_silent_or_another_one_came(presses: list[tuple[str, int]]) -> None:
    keys, at, last, last_at = HeldKeys(), 0, "", -inf
    for key, gap in presses:
        at += gap
        counts = keys.silent(key, at / 1024) >= HELD_S
        assert counts == (key != last or at - last_at >= HELD_S * 1024)
        last, last_at = key, at


def test_caps_lock_does_not_make_a_held_letter_another_key() -> None:
    keys = HeldKeys()
    assert [keys.silent(key, at) for key, at in (("s", 1.0), ("S", 1.25))] == [inf, 0.25]


def test_what_the_terminal_says_of_repeats_goes_before_the_time() -> None:
    keys = HeldKeys()
    assert keys.silent("right", 1.0) == inf
    assert keys.silent("right", 9.0, repeat=True) == 0
    keys.reports = True
    assert keys.silent("right", 9.1) == inf


def test_keys_that_move_the_session_are_those_of_the_contract() -> None:
    assert set(COUNTS_ONCE) == {"right", "left", "s", "space", "enter", "c", "full_stop", "pageup", "pagedown"}
