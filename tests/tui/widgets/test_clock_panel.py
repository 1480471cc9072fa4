"""The words beside the figures of the clock, and the colours of its stages."""

import pytest
from textual.color import Color
from textual.content import Content
from textual.theme import Theme

from luisteren_tui.session.signals import ClockView
from luisteren_tui.session.timing import Mode
from luisteren_tui.tui.theme import DARK, LIGHT
from luisteren_tui.tui.widgets.clock_panel import _style, _wrapped
from tests.export.accessible import TEXT, contrast

SAID = [Content.from_markup("[bold]Klaar om te beginnen"), Content("spatie start de klok")]


def test_words_wrap_if_that_makes_them_fit() -> None:
    folded = _wrapped(SAID, 16, 5)
    assert [line.plain for line in folded] == ["Klaar om te", "beginnen", "spatie start de", "klok"]
    assert [line.spans[0].style for line in folded[:2]] == ["bold", "bold"]


def test_words_stay_unwrapped_when_they_fit_or_wrapping_does_not_help() -> None:
    assert _wrapped(SAID, 20, 5) is SAID
    assert _wrapped(SAID, 16, 3) is SAID


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_stages_of_the_clock_have_colours_of_their_own_with_enough_contrast(theme: Theme) -> None:
    variables = theme.to_color_system().generate()
    background = Color.parse(variables["background"])
    seen = set()
    for left_s, ending in ((300, False), (100, True), (-1, False)):
        clock = ClockView(Mode.RUNNING, left_s, 0, 900, 0, 0, (), ending)
        colour = Color.parse(variables[_style(clock, "$foreground", "").removeprefix("$")])
        assert contrast(colour.hex6, background.hex6) >= TEXT
        seen.add(colour)
    assert len(seen) == 3
