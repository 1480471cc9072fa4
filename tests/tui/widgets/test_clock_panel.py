"""The words beside the figures of the clock."""

from textual.content import Content

from luisteren_tui.tui.widgets.clock_panel import _wrapped

SAID = [Content.from_markup("[bold]Klaar om te beginnen"), Content("spatie start de klok")]


def test_words_wrap_if_that_makes_them_fit() -> None:
    folded = _wrapped(SAID, 16, 5)
    assert [line.plain for line in folded] == ["Klaar om te", "beginnen", "spatie start de", "klok"]
    assert [line.spans[0].style for line in folded[:2]] == ["bold", "bold"]


def test_words_stay_unwrapped_when_they_fit_or_wrapping_does_not_help() -> None:
    assert _wrapped(SAID, 20, 5) is SAID
    assert _wrapped(SAID, 16, 3) is SAID
