"""Where the room's words go, and which of them are in large letters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.session.signals import TurnView
from luisteren_tui.session.timing import MINUTE_MS, Mode
from luisteren_tui.tui.widgets.large_letters import large_letters
from luisteren_tui.tui.widgets.room_layout import NARROW, Picture, picture
from luisteren_tui.views.groups import GroupsView
from luisteren_tui.views.room_view import NO_SESSION, Countdown, RoomView, Scene, parking_view
from luisteren_tui.workshop.model import Each, Form, RoomClock

SIZES = [(52, 14), (80, 24), (120, 30)]
WELCOME = RoomView(
    Scene.WELCOME,
    "Listening",
    Form.PLENARY,
    Mode.WAITING,
    left=5,
    end=0,
    minutes_left=5,
    materials=("A poem", "Pens and a flip-over or (online) whiteboard"),
)
BREAK = RoomView(
    Scene.ACTIVITY,
    "Break",
    Form.BREAK,
    Mode.RUNNING,
    clock=RoomClock.END,
    end=0,
    countdown=Countdown(15 * MINUTE_MS, until=0),
    minutes_left=12,
)
QUESTION = RoomView(Scene.ACTIVITY, "Explore", Form.PLENARY, Mode.RUNNING, prompts=("What moves you?",))
TURN = TurnView(Each.ROLE, phase=1, of=2, who="Nadia", left_s=0, limit_s=0)
ROUND = RoomView(
    Scene.ACTIVITY,
    "In pairs",
    Form.PAIRS,
    Mode.RUNNING,
    instruction=("Play a moment from the case, and swap roles after five to seven minutes.",) * 2,
    options=("A forgotten appointment", "A phone call in between"),
    turn=TURN,
    clock=RoomClock.MINUTES,
    left=6,
    countdown=Countdown(7 * MINUTE_MS, until=0),
    minutes_left=6,
    roles=("Nadia", "caregiver"),
)
PHASE = replace(ROUND, turn=replace(TURN, each=Each.PARTICIPANT, in_groups=True), roles=(), say="Ask on")
SWAP = replace(ROUND, signal="change", left=None, countdown=None, minutes_left=None)
THANKS = RoomView(Scene.THANKS, "Listening", Form.PLENARY, Mode.ENDED, credit="This workshop was made by MIND.")
LONG = (
    "Which of the things that you heard here today do you take with you to your own work, and what do you leave here?"
)


def drawn(view: RoomView, size: tuple[int, int]) -> Picture:
    return picture(view, *size, evaluation="", settled=True)


def text(view: RoomView, size: tuple[int, int]) -> str:
    return "\n".join(line.plain for line in drawn(view, size).lines)


def has_large(view: RoomView, size: tuple[int, int], words: str) -> bool:
    """Return whether these words are on the picture in large letters of some size."""
    shown, width = text(view, size), size[0] - (2 if size[0] < NARROW else 6)
    fits = (large_letters(words, width, height, max_lines=4, centred=True) for height in range(4, size[1] + 1))
    return any(all(line.rstrip() in shown for line in lines) for lines in fits if lines)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_said_in_a_phase_can_be_read_until_a_signal_ends_the_turn(size: tuple[int, int]) -> None:
    shown = text(PHASE, size)
    assert has_large(PHASE, size, "Ask on") if size != SIZES[0] else "Ask on" in shown
    assert "turn 1 of 2" in shown or has_large(PHASE, size, "turn 1 of 2")
    assert "in this phase" in shown
    assert "Ask on" not in text(replace(PHASE, signal="change"), size)
    assert not has_large(replace(PHASE, signal="change"), size, "Ask on")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("view", "words"),
    [(NO_SESSION, "Welcome"), (WELCOME, "Welcome"), (BREAK, "Break"), (SWAP, "Change now"), (THANKS, "Thanks")],
    ids=["no session", "welcome", "break", "swap", "thanks"],
)
def test_short_states_are_in_large_letters_and_fill_a_third_of_the_lines(
    view: RoomView, words: str, size: tuple[int, int]
) -> None:
    assert has_large(view, size, words)
    filled = [line for line in text(view, size).splitlines() if line.strip()]
    assert len(filled) >= size[1] / 3


@pytest.mark.parametrize("size", SIZES)
def test_break_has_the_time_to_be_back_in_large_figures_and_the_minutes_left(size: tuple[int, int]) -> None:
    figures = drawn(BREAK, size).enlarged[0].removeprefix("back at ")
    assert has_large(BREAK, size, figures)
    assert "back at" in text(BREAK, size)
    assert "12 minutes to go" in text(BREAK, size)


@pytest.mark.parametrize("size", SIZES)
def test_time_line_is_on_the_last_line_and_grows_with_the_minutes(size: tuple[int, int]) -> None:
    def passed(minutes_left: int) -> float:
        *_, last = (line for line in text(replace(BREAK, minutes_left=minutes_left), size).splitlines() if line)
        return last.count("━") / (last.count("━") + last.count("─"))

    assert [round(passed(minutes), 1) for minutes in (15, 12, 0)] == [0, 0.2, 1]
    assert "━" not in text(replace(BREAK, minutes_left=None), size)


def test_question_is_large_if_it_is_the_only_one_and_fits() -> None:
    assert has_large(QUESTION, (80, 24), "What moves you?")
    assert "What moves you?" in text(replace(QUESTION, prompts=("What moves you?", "And you?")), (80, 24))
    assert LONG[:40] in text(replace(QUESTION, prompts=(LONG,)), (80, 24))
    assert "哪一句话打动了你？" in text(replace(QUESTION, prompts=("哪一句话打动了你？",)), (80, 24))


def test_question_of_four_lines_is_large_where_its_lines_stand_close() -> None:
    question = "Hoe zorg jij ervoor dat je goed luistert naar je cliënt?"
    assert has_large(replace(QUESTION, prompts=(question,)), (80, 24), question)


def test_large_letters_have_an_empty_line_at_both_sides_where_the_texts_have_none_between_them() -> None:
    title, above, *letters, below, rule, pass_ = text(WELCOME, (52, 14)).splitlines()[:9]
    assert (title.strip(), above.strip(), below.strip()) == ("Listening", "", "")
    assert all("█" in line or "▀" in line for line in letters)
    assert (rule.strip(), pass_.strip()) == ("What is said here stays here.", "You may always pass.")


def test_title_gives_way_on_a_low_screen_to_a_large_question_to_options_and_to_the_time_line() -> None:
    preparing = replace(ROUND, turn=None, instruction=("Play this.",) * 9)
    question = replace(QUESTION, prompts=("Wat doet dit gedicht met je?",))
    assert has_large(question, (52, 14), question.prompts[0])
    assert "Choose from:" in text(SWAP, (52, 14))
    assert "─" in text(preparing, (52, 14)).splitlines()[-1]
    for view in (question, SWAP, preparing):
        assert view.title not in text(view, (52, 14))
        assert view.title in text(view, (80, 24))


def test_minutes_of_a_turn_have_their_words_beside_them_on_a_low_screen() -> None:
    (words,) = (line for line in text(ROUND, (52, 14)).splitlines() if "minutes in this round" in line)
    assert "█" in words.split("minutes")[0]


def test_large_letters_leave_a_margin() -> None:
    lines = drawn(replace(QUESTION, line="Neem even je eigen tijd", prompts=(LONG,)), (52, 14)).lines
    large = [line.plain for line in lines if "█" in line.plain]
    assert large
    assert all(line[0] == " " and len(line.rstrip()) < 52 for line in large)


def test_title_of_a_break_grows_with_its_time() -> None:
    lines = text(BREAK, (80, 24)).splitlines()
    assert [sum("██" in line for line in part) for part in (lines[:10], lines[10:])] == [7, 7]


def test_turn_is_not_large_while_its_minutes_are_not() -> None:
    enlarged = [
        drawn(replace(ROUND, instruction=("Play.",) * n), (80, height)).enlarged
        for n in range(7)
        for height in (24, 25)
    ]
    assert ("6 minutes in this round", "round 1 of 2") in enlarged
    assert () in enlarged
    assert ("round 1 of 2",) not in enlarged


def test_line_of_the_facilitator_is_large_and_leaves_the_question_legible() -> None:
    view = replace(QUESTION, line="Take your time", prompts=(LONG,))
    assert has_large(view, (80, 24), "Take your time")
    assert LONG[:40] in text(view, (80, 24))


def test_minutes_left_are_large_only_where_the_text_has_its_space() -> None:
    assert has_large(ROUND, (80, 24), "6")
    assert "minutes in this round" in text(ROUND, (80, 24))
    assert "6 minutes in this round" in text(ROUND, (52, 12))
    for size in SIZES:
        assert "Choose from:" in text(ROUND, size)


def test_signal_takes_the_place_of_what_is_asked_and_leaves_who_plays_whom() -> None:
    assert has_large(SWAP, (52, 13), "Change now")
    assert "whoever played Nadia is caregiver now" in text(SWAP, (52, 13))
    assert "Choose from:" not in text(SWAP, (52, 13))
    assert "● Change now" in text(SWAP, (30, 8))
    asked = SWAP.with_prompts(("What did you notice in the role of the other?",) * 4)
    assert has_large(asked, (52, 14), "Change now")
    assert "whoever played Nadia is caregiver now" in text(asked, (52, 14))


def test_groups_stand_in_two_columns_in_the_middle() -> None:
    groups = GroupsView("In pairs", Form.PAIRS, (("Anna", "Bo"), ("Cem", "Daan"), ("Eva", "Fay")), True)
    lines = text(replace(QUESTION, groups=groups), (120, 30)).splitlines()
    first, second = (line for line in lines if "·" in line)
    assert lines.index(second) - lines.index(first) == 2  # with an empty line between them
    assert first.strip() == "1  Anna · Bo    2  Cem · Daan"
    assert second.strip() == "3  Eva · Fay"
    assert abs(first.index("1") - (120 - len(first.rstrip()))) <= 1


def test_items_of_a_list_are_aligned_on_the_left() -> None:
    items = [
        line for line in text(parking_view(["Family?", "How often is enough?"]), (80, 24)).splitlines() if "·" in line
    ]
    assert len({line.index("·") for line in items}) == 1


@settings(max_examples=30)
@given(
    st.sampled_from([NO_SESSION, WELCOME, BREAK, QUESTION, ROUND, SWAP, THANKS]),
    st.text(st.sampled_from("aW é世\n🙂"), max_size=60),
    st.integers(0, 130),
    st.integers(0, 35),
)
def test_picture_is_never_larger_than_the_display(view: RoomView, line: str, width: int, height: int) -> None:
    shown = drawn(replace(view, line=line.replace("\n", " "), title=line.replace("\n", " ")), (width, height)).lines
    assert len(shown) <= height
    assert all(line.cell_length <= width for line in shown)


def test_prompts_come_after_the_instruction_that_leads_to_them_on_a_low_screen_too() -> None:
    view = replace(QUESTION, instruction=("Think about these questions:",), prompts=("What moves you?", "What helps?"))
    lines = [line.strip() for line in text(view, (52, 14)).splitlines() if line.strip()]
    assert lines[-3:] == ["Think about these questions:", "What moves you?", "What helps?"]
