"""The question: how much of it is shown in how many lines."""

import pytest
from msgspec.structs import replace
from textual.content import Content

from luisteren_tui.tui.widgets.large_letters import large_letters
from luisteren_tui.tui.widgets.question import Question, question_lines
from luisteren_tui.views.session_view import Ask
from luisteren_tui.workshop.model import Form

FIRST, SECOND, THIRD = "Wat raakt je?", "Hoe zorg jij ervoor dat je goed luistert?", "Wat neem je mee?"
TIP = "Wie wil praten, mag dat na de stilte. Wie dat niet wil, hoeft niets te zeggen en luistert mee."
ASK = Ask(
    id="1",
    label="1",
    title="Verkenning",
    form=Form.PLENARY,
    instruction="Lees het gedicht.",
    prompts=(FIRST, SECOND, THIRD),
    chosen=2,
    roles=(),
    options=(),
    tips=(TIP,),
    text=None,
)
APART = [
    "Lees het gedicht.",
    "",
    f"  {FIRST}",
    "",
    f"▸ {SECOND}",
    "",
    f"  {THIRD}",
    "",
    "Tip (not by the makers): Wie wil praten, mag dat na de stilte.",
    "Wie dat niet wil, hoeft niets te zeggen en luistert mee.",
]


def _shown(space: int, part: Ask = ASK, width: int = 64) -> list[str]:
    return [line.plain.rstrip() for line, _prompt in question_lines(part, width, space)]


def test_question_gets_air_where_there_are_lines_enough() -> None:
    assert _shown(10) == APART
    assert _shown(9) == [APART[0], "", APART[2], APART[4], APART[6], *APART[7:]]
    assert _shown(7) == [line for line in APART if line]


@pytest.mark.parametrize(
    ("space", "last"),
    [
        (5, "Tip (not by the makers): Wie wil praten, mag dat na de stilte. …"),
        (4, f"  {THIRD}"),
        (3, f"▸ {SECOND}"),
    ],
)
def test_tip_is_the_first_to_be_left_out_and_the_chosen_prompt_the_last(space: int, last: str) -> None:
    assert _shown(space)[-1] == last
    assert _shown(2) == ["Lees het gedicht.", f"▸ {SECOND}"]
    assert _shown(1) == [f"▸ {SECOND}"]
    assert _shown(0) == [f"▸ {SECOND}"]


def test_each_line_knows_its_prompt() -> None:
    assert [prompt for _line, prompt in question_lines(ASK, 64, 7)] == [0, 1, 2, 3, 0, 0]


def test_chosen_prompt_is_in_large_letters_where_they_fit() -> None:
    lines = question_lines(ASK, 134, 28)
    large = [line.plain for line, prompt in lines if prompt == 2]
    letters = large_letters(SECOND, 132, 14, max_lines=2)
    assert letters is not None
    assert [line[2:] for line in large] == list(letters)
    assert sum(line.startswith("▸") for line in large) == 1
    assert {str(line.spans[0].style) for line, prompt in lines if prompt == 2} == {"$accent"}
    plain = [line.plain for line, _prompt in lines]
    assert f"  {FIRST}" in plain
    assert f"  {THIRD}" in plain


@pytest.mark.parametrize("prompt", ["Wat betekent 聞く voor je?", f"{SECOND} " * 4])
def test_prompt_stays_text_where_large_letters_do_not_do(prompt: str) -> None:
    lines = question_lines(replace(ASK, prompts=(FIRST, prompt, THIRD)), 134, 28)
    shown = Content("\n").join(line for line, number in lines if number == 2).plain
    assert shown.split() == ["▸", *prompt.split()]


INSTRUCTION = "Iedere groep presenteert kort hun poster. Andere deelnemers mogen reageren."


def test_instruction_without_prompts_is_in_large_letters_where_it_fits() -> None:
    part = replace(ASK, instruction=INSTRUCTION, prompts=(), chosen=0)
    letters = large_letters(INSTRUCTION, 134, 20, max_lines=3)
    assert letters is not None
    assert _shown(30, part, 134) == [*(line.rstrip() for line in letters), "", *_shown(30, part, 134)[-2:]]
    assert _shown(10, part, 134)[0] == INSTRUCTION


def test_instruction_that_is_too_long_for_large_letters_is_bold_with_its_paragraphs_apart() -> None:
    part = replace(ASK, instruction=f"{INSTRUCTION * 2}\nNa vijf minuten: wissel.", prompts=(), chosen=0)
    lines = [line for line, _prompt in question_lines(part, 134, 30)]
    assert [line.plain for line in lines[2:4]] == ["", "Na vijf minuten: wissel."]
    assert str(lines[0].spans[0].style) == "bold"
    assert max(line.cell_length for line in lines) <= 84


def test_empty_lines_around_the_question_come_before_those_in_it_and_after_the_tips() -> None:
    question = Question()
    question.set_reactive(Question.part, ASK)
    question.set_reactive(Question.space, 9)

    def shown(air: int) -> list[str]:
        question.set_reactive(Question.air, air)
        return [line.plain.rstrip() for line, _prompt in question._lines(64)]

    whole = [line for line in APART if line]
    assert shown(6) == whole
    assert shown(8) == [*whole, ""]
    assert shown(9) == ["", *whole, ""]
    assert shown(10) == [APART[0], "", *whole[1:4], "", *whole[4:], ""]
