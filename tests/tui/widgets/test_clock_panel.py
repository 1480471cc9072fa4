"""The words beside the figures of the clock, and the colours of its stages."""

import pytest
from msgspec.structs import replace
from textual.color import Color
from textual.content import Content
from textual.theme import Theme

from luisteren_tui.session.events import Gap
from luisteren_tui.session.signals import Alert, ClockView, Sign, TurnView, leading_turn
from luisteren_tui.session.timing import Mode
from luisteren_tui.tui.theme import DARK, LIGHT
from luisteren_tui.tui.widgets.clock_panel import ENDING, RUNNING, _style, _turn_lines, _wrapped, time_left_text
from luisteren_tui.tui.widgets.clock_words import ClockParts, activity_words
from luisteren_tui.tui.widgets.large_time import large_figures
from luisteren_tui.workshop.model import Each
from tests.export.accessible import TEXT, contrast

SAID = [Content.from_markup("[bold]Klaar om te beginnen"), Content("spatie start de klok")]


def test_words_wrap_if_that_makes_them_fit() -> None:
    folded = _wrapped(SAID, 16, 5)
    assert [line.plain for line in folded] == ["Klaar om te", "beginnen", "spatie start de", "klok"]
    assert [line.spans[0].style for line in folded[:2]] == ["bold", "bold"]


def test_words_stay_as_they_are_when_they_fit() -> None:
    assert _wrapped(SAID, 20, 5) is SAID


def test_end_of_the_longest_words_is_left_out_when_there_are_too_few_lines() -> None:
    long = Content("phase 1 of 4: Tell your case to the others, who listen")
    assert [line.plain for line in _wrapped([long, SAID[1]], 20, 3)] == [
        "phase 1 of 4: Tell",
        "your case to the …",
        SAID[1].plain,
    ]
    assert [line.plain for line in _wrapped([long, *SAID], 16, 1)] == [
        "phase 1 of 4: …",
        "Klaar om te …",
        "spatie start de …",
    ]


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


def _parts(clock: ClockView, turn: TurnView, alert: Alert | None = None, gap: Gap | None = None) -> ClockParts:
    return ClockParts(
        time=time_left_text(turn.left_s, calm=False),
        activity_time=time_left_text(clock.left_s, calm=False),
        leading=turn,
        clock=clock,
        turn=turn,
        share=None,
        alert=alert,
        gap=gap,
        begun=True,
        breather=False,
    )


def test_how_people_find_their_group_wraps_where_there_are_lines_for_it() -> None:
    told = "Find another pair and go on together."
    parts = _parts(_clock(700, 200), _turn(168))._replace(turn=None, find_group=told)
    assert [line.plain for line in activity_words(parts, 24, 5)][-2:] == ["Find another pair and go", "on together."]
    assert "Find" not in str(activity_words(parts, 24, 1))


def _turn(left_s: int, phase: int = 1) -> TurnView:
    return TurnView(Each.ROLE, phase, 2, "Nadia", left_s, 420)


def _clock(left_s: int, run_s: int) -> ClockView:
    return ClockView(Mode.RUNNING, left_s, run_s, 900, 0, 0, (400, 500))


def _style_of(lines: list[Content], text: str) -> str:
    line = next(line for line in lines if text in line.plain)
    return str(next(span.style for span in line.spans if text in line.plain[span.start : span.end]))


def test_turn_has_a_heading_and_the_large_figures_and_the_activity_those_half_as_large() -> None:
    lines = [line.plain for line in _turn_lines(_parts(_clock(700, 200), _turn(168)), 78, 6)]
    assert lines[0] == "round 1 of 2 · Nadia · until they change"
    for number, figure in enumerate(large_figures("2:48", 36, 5).split("\n"), 1):
        assert lines[number].startswith(figure)
    assert "whole activity · until" in lines[1]
    for number, figure in enumerate(large_figures("11:40", 36, 3).split("\n"), 2):
        assert figure.rstrip() in lines[number]


@pytest.mark.parametrize(
    ("mode", "alert", "said"),
    [
        (Mode.RUNNING, Alert(Sign.SOFT, False), "They may change soon"),
        (Mode.RUNNING, Alert(Sign.FIRM, True), "Time to change: Enter"),
        (Mode.RUNNING, Alert(Sign.CUE, False, "Nog even"), "until they change"),
        (Mode.PAUSED, None, "Paused · 0:20 · space resumes"),
    ],
)
def test_what_is_about_the_turn_is_in_its_heading_only(mode: Mode, alert: Alert | None, said: str) -> None:
    clock = replace(_clock(700, 200), mode=mode, since_s=20)
    lines = [line.plain for line in _turn_lines(_parts(clock, _turn(168), alert), 78, 6)]
    assert [number for number, line in enumerate(lines) if said in line] == [0]


@pytest.mark.parametrize(
    ("left_s", "run_s", "style"),
    [(168, 200, RUNNING), (90, 410, "$accent"), (0, 500, "$warning"), (-5, 505, "$warning")],
)
def test_signals_of_a_turn_colour_its_figures(left_s: int, run_s: int, style: str) -> None:
    lines = _turn_lines(_parts(_clock(900 - run_s, run_s), _turn(left_s)), 78, 6)
    assert lines[1].spans[0].style == style
    assert (ENDING in lines[1].plain) == (style == "$accent")
    small = large_figures(time_left_text(900 - run_s, calm=False), 36, 3).split("\n")[0].rstrip()
    assert _style_of(lines, small) == RUNNING


def test_what_is_urgent_takes_the_place_of_the_small_figures() -> None:
    alert, gap = Alert(Sign.FIRM, True), Gap(t=600_000, since=0, why="sleep")
    lines = [line.plain for line in _turn_lines(_parts(_clock(395, 505), _turn(-5), alert, gap), 78, 6)]
    assert "whole activity 6:35 · until" in lines[1]
    for text in ("Time to change: Enter", "laptop asleep for 10 minutes", "that counts"):
        assert any(text in line for line in lines)


@pytest.mark.parametrize(("left_s", "said"), [(395, "whole activity 6:35"), (-95, "▲ overtime 1:35")])
def test_three_lines_have_the_time_of_the_activity_as_text(left_s: int, said: str) -> None:
    lines = [line.plain for line in _turn_lines(_parts(_clock(left_s, 900 - left_s), _turn(-5)), 50, 3)]
    assert len(lines) == 3
    assert "round 1 of 2 · Nadia" in lines[0]
    assert said in lines[1]


def test_times_of_a_large_screen_stand_clear_of_each_other_and_of_the_words() -> None:
    lines = [line.plain for line in _turn_lines(_parts(_clock(365, 535), _turn(-65)), 134, 12)]
    assert len(lines) == 12
    assert lines[1] == ""
    figures = large_figures("+1:05", 134, 10).split("\n")
    assert len(figures) == 10
    for line, figure in zip(lines[2:], figures, strict=True):
        assert line.startswith(figure)
        assert not line[len(figure) : len(figure) + 8].strip()
    assert [line[68:].strip() for line in (lines[3], lines[9])] == ["", ""]


def test_words_stay_in_place_when_the_figures_get_fewer() -> None:
    places = {
        _turn_lines(_parts(_clock(700, 200), _turn(left_s)), 78, 6)[1].plain.index("whole") for left_s in (601, 599, -1)
    }
    assert len(places) == 1


@pytest.mark.parametrize(
    ("mode", "each", "phase", "leads"),
    [
        (Mode.RUNNING, Each.ROLE, 1, True),
        (Mode.PAUSED, Each.GROUP, 2, True),
        (Mode.RUNNING, Each.ROLE, 0, True),
        (Mode.RUNNING, Each.ROLE, 3, False),
        (Mode.RUNNING, Each.PARTICIPANT, 1, False),
        (Mode.RUNNING, Each.PARTICIPANT, 0, True),
        (Mode.WAITING, Each.ROLE, 0, False),
        (Mode.ENDED, Each.ROLE, 1, False),
    ],
)
def test_time_of_a_turn_leads_unless_it_hurries_anyone_or_nothing_of_it_is_left(
    mode: Mode, each: Each, phase: int, leads: bool
) -> None:
    clock, turn = ClockView(mode, 700, 200, 900, 0, 0, ()), TurnView(each, phase, 2, "", 60, 420)
    assert leading_turn(clock, turn) is (turn if leads else None)


@pytest.mark.parametrize("width", [66, 78])
def test_long_name_of_a_turn_leaves_space_for_what_to_say(width: int) -> None:
    turn = TurnView(Each.ROLE, 1, 2, "hulpverlener met een lange naam", 168, 420)
    say = "Nog twee minuten, denk aan de stop, en aan wat je daarna doet"
    lines = [line.plain for line in _turn_lines(_parts(_clock(700, 200), turn, Alert(Sign.CUE, False, say)), width, 6)]
    assert lines[0].startswith(f"round 1 of 2 · {turn.who}")
    beside = " ".join(word for line in lines[1:] for word in line[lines[1].index("whole") :].split())
    assert f"Say: {say}" in beside
