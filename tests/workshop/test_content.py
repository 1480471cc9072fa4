"""The shipped workshops are complete, and the one of MIND has the makers' text, word for word."""

import re
from pathlib import Path

import pytest

from luisteren_tui.planning.plan import plan_of
from luisteren_tui.planning.turn_times import planned_turns
from luisteren_tui.storage import yaml_source
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.system.package import DEFAULT_WORKSHOP, content_dir
from luisteren_tui.workshop.model import Activity, Workshop

SEED = Path(__file__).with_name("seed.txt")
"""The makers' sentences, one per line, in reading order."""


IN_OUR_WORDS = (
    "incidentmethode",
    "moreel-beraad",
    "one-two-four-all",
    "roddelmethode",
    "troika-consulting",
    "wereldcafe",
)
"""The names of the others, which we wrote."""


def shipped(name: str = "luisteren") -> Workshop:
    loaded = load(content_dir() / f"{name}.yaml")
    assert (loaded.errors, loaded.advice) == ((), ())
    assert loaded.workshop is not None
    return loaded.workshop


def test_shipped_workshops_are_these() -> None:
    assert sorted(path.stem for path in content_dir().glob("*.yaml")) == sorted([DEFAULT_WORKSHOP, *IN_OUR_WORDS])


@pytest.mark.parametrize("name", IN_OUR_WORDS)
def test_shipped_workshop_says_everything_about_itself(name: str) -> None:
    workshop = shipped(name)
    assert workshop.id == name
    told = (workshop.theme, workshop.goal, workshop.credit, workshop.introduction, workshop.materials)
    assert all((*told, workshop.indication, workshop.participants))


@pytest.mark.parametrize("name", IN_OUR_WORDS)
def test_each_activity_of_a_shipped_workshop_is_written_out(name: str) -> None:
    written = yaml_source.parse((content_dir() / f"{name}.yaml").read_bytes()).value
    assert isinstance(written, dict)
    for step in written["steps"]:
        for activity in step.get("activities", [step]):
            assert "min" in activity, activity
            assert "break" in activity or "instruction" in activity, activity
    assert any(activity.protected for activity in shipped(name).activities)
    for activity in shipped(name).activities:
        if activity.step is not None:
            assert activity.prompts or activity.tips or activity.turns, activity.id


@pytest.mark.parametrize("name", IN_OUR_WORDS)
def test_shipped_workshop_fits_at_both_ends_of_its_number_of_people(name: str) -> None:
    workshop = shipped(name)
    people = workshop.participants
    assert people is not None
    for count in (people.low, people.high):
        assert [
            times.more_s for _block, times in planned_turns(workshop, plan_of(workshop, "", count)) if times.short
        ] == []


def one_line(text: str) -> str:
    return " ".join(text.split())


def of_activity(activity: Activity) -> list[str]:
    return [activity.title, activity.instruction, *activity.prompts]


def in_reading_order(workshop: Workshop) -> str:
    parts = [workshop.title, workshop.theme, workshop.introduction, workshop.goal, *workshop.materials]
    for number, step in enumerate(workshop.steps, 1):
        parts.append(step.title)
        for activity in workshop.activities:
            if activity.step == number:
                parts += of_activity(activity)
    parts += [workshop.credit, *(str(workshop.texts[name].source) for name in ("gedicht",))]
    parts += [workshop.texts["casus"].title, str(workshop.texts["casus"].body)]
    return one_line(" ".join(parts))


def test_every_sentence_of_the_makers_is_present_in_reading_order() -> None:
    text = in_reading_order(shipped())
    at = 0
    for sentence in SEED.read_text(encoding="utf-8").splitlines():
        found = text.find(sentence, at)
        assert found >= 0, sentence
        at = found + len(sentence)


def test_makers_texts_contain_nothing_else() -> None:
    """The only text outside the seed is a title that is used for a step and an activity."""
    rest = in_reading_order(shipped())
    for sentence in SEED.read_text(encoding="utf-8").splitlines():
        rest = rest.replace(sentence, "", 1)
    assert rest.split() == ["Verkenning", "Afronding"]


def test_times_are_those_of_the_makers() -> None:
    workshop = shipped()
    times = {found.id: found.duration // 60 for found in workshop.activities}
    assert times == {"1": 15, "2a": 5, "2b": 15, "2c": 10, "p1": 15, "3a": 25, "3b": 20, "4": 15}
    assert workshop.indication is not None
    assert (workshop.indication.low, workshop.indication.high) == (90 * 60, 120 * 60)
    turns = next(found.turns for found in workshop.activities if found.id == "2b")
    assert turns is not None
    assert (turns.window.low, turns.window.high) == (5 * 60, 7 * 60)


def test_poster_is_needed_for_the_gallery_and_silence_follows_the_poem() -> None:
    activities = shipped().activities
    assert {found.id: found.needs for found in activities if found.needs} == {"3b": ("3a",)}
    assert {found.id: (found.text, found.silence) for found in activities if found.silence} == {"1": ("gedicht", 30)}


def test_case_has_five_paragraphs() -> None:
    body = shipped().texts["casus"].body
    assert body is not None
    assert len(re.split(r"\n\n", body)) == 5


def test_poem_is_not_shipped() -> None:
    poem = shipped().texts["gedicht"]
    assert (poem.body, poem.file) == (None, "gedicht.txt")


def test_tips_are_not_among_the_makers_words() -> None:
    seed = SEED.read_text(encoding="utf-8")
    tips = [tip for activity in shipped().activities for tip in activity.tips]
    assert tips
    assert not [tip for tip in tips if tip in seed]
