"""How long turns are, and what would help where they can't fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.planning.plan import plan_of, skip, with_seconds
from luisteren_tui.planning.turn_times import (
    about,
    cue_texts,
    help_text,
    phase_texts,
    planned_turns,
    short_turns_remarks,
    short_turns_text,
)
from luisteren_tui.session.turns import TurnTimes, turn_times
from luisteren_tui.workshop.model import Activity, Cue, Duration, Each, Form, TurnPhase, Turns, Window
from tests.planning.test_plan import shipped
from tests.session.sample_sessions import CLOSE, SHARE, SWAP, WORKSHOP, minutes


def turning(each: Each, low: float, high: float, prepare: float = 0, after: float = 0) -> Activity:
    return replace(SHARE, turns=Turns(each, Window(minutes(low), minutes(high)), minutes(prepare), minutes(after)))


def times(activity: Activity, count: int, seconds: int) -> TurnTimes:
    found = turn_times(activity, count, seconds)
    assert found is not None
    return found


GALLERY = turning(Each.GROUP, 4, 6)


def test_turns_that_fit_are_not_short() -> None:
    assert not times(GALLERY, 3, 20 * 60).short
    assert times(GALLERY, 3, 20 * 60).each_s == 360
    assert not times(GALLERY, 5, 20 * 60).short
    assert times(GALLERY, 6, 20 * 60).short
    assert turn_times(CLOSE, 3, 600) is None


def test_sixty_people_have_turns_of_about_a_minute() -> None:
    found = times(GALLERY, 15, 20 * 60)
    assert short_turns_text(found) == "15 turns of about 1:00 each, the makers count on 4 to 6 minutes"
    assert help_text(found, 60) == "What helps: 40 minutes more · 5 groups of about 12 · a turn for 5 of the 15"
    # Once they have made something together, groups can't be larger.
    assert help_text(found, 60, formed=True) == "What helps: 40 minutes more · a turn for 5 of the 15"


@pytest.mark.parametrize(
    ("each", "window", "said", "helps"),
    [
        (Each.ROLE, (5, 7), "2 rounds of about 4:00 each, the makers count on 5 to 7 minutes", "2 minutes more"),
        (
            Each.PARTICIPANT,
            (5, 5),
            "2 turns of about 4:00 each, the makers count on 5 minutes",
            "2 minutes more · a turn for 1 of the 2",
        ),
        (
            Each.PARTICIPANT,
            (4.5, 6),
            "2 turns of about 4:00 each, the makers count on 4:30 to 6:00",
            "1 minute more · a turn for 1 of the 2",
        ),
        (Each.GROUP, (9, 9), "2 turns of about 4:00 each, the makers count on 9 minutes", "10 minutes more"),
    ],
)
def test_each_kind_of_turn_has_its_own_words(each: Each, window: tuple[float, float], said: str, helps: str) -> None:
    found = times(replace(turning(each, *window, prepare=2, after=1), form=Form.PLENARY), 2, 11 * 60)
    assert short_turns_text(found) == said
    assert help_text(found, 8) == f"What helps: {helps}"


@pytest.mark.parametrize(("seconds", "said"), [(80, "1:00"), (90, "1:30"), (59, "0:55"), (4, "0:00"), (300, "5:00")])
def test_time_of_a_turn_is_rounded_down(seconds: int, said: str) -> None:
    assert about(seconds) == said


@given(
    st.integers(1, 600), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300), st.integers(1, 99),
    st.integers(0, 7200),
)  # fmt: skip
def test_what_would_help_does(low: int, more: int, prepare: int, after: int, count: int, seconds: int) -> None:
    turns = Turns(Each.GROUP, Window(Duration(low), Duration(low + more)), Duration(prepare), Duration(after))
    activity = replace(SHARE, turns=turns)
    found = times(activity, count, seconds)
    assert found.short == (found.each_s < low and found.each_s * count < count * low)
    if found.short:
        enough = max(seconds, prepare + after) + found.more_s
        assert not times(activity, count, enough).short
        assert times(activity, count, enough - 1).short
        assert found.fitting < count
        if found.fitting:
            assert not times(activity, found.fitting, seconds).short
        assert times(activity, found.fitting + 1, seconds).short


def test_phases_and_cues_of_a_turn_have_their_times_in_the_plan() -> None:
    phases = tuple(TurnPhase(say, minutes(length), minutes(2)) for say, length in (("Vertel", 2), ("Vraag [/", 4)))
    turns = Turns(Each.PARTICIPANT, Window(minutes(4), minutes(6)), phases=phases, cues=(Cue(minutes(5), "Rond af"),))
    activity = replace(SHARE, turns=turns)
    assert phase_texts(turns, 360) == ["Vertel (2 min)", "Vraag [/ (4 min)"]
    assert phase_texts(turns, 330) == ["Vertel (2 min)", "Vraag [/ (3:30 min)"]
    assert cue_texts(activity, 360) == ["after 5 min: “Rond af”"]
    assert cue_texts(activity, 330) == ["after 4:30 min: “Rond af”"]
    assert (phase_texts(GALLERY.turns, 360), cue_texts(GALLERY, 360)) == ([], [])  # type: ignore[arg-type]  # it has turns


def test_smaller_groups_help_where_everyone_in_a_group_has_a_turn() -> None:
    found = times(turning(Each.PARTICIPANT, 5, 6), 4, 15 * 60)
    assert help_text(found, 12) == "What helps: 5 minutes more · groups of 3 · a turn for 3 of the 4"
    assert help_text(found, 12, formed=True) == "What helps: 5 minutes more · a turn for 3 of the 4"


def test_plan_has_a_remark_for_each_block_whose_turns_do_not_fit() -> None:
    plan = shipped().with_participants(60)
    workshop = WORKSHOP.with_activities((replace(GALLERY, id="3b", duration=minutes(20)), replace(SWAP, id="2b")))
    said = short_turns_remarks(workshop, plan)
    assert said == [
        "“Galerijwand & dialoog”: 15 turns of about 1:00 each, the makers count on 4 to 6 minutes. "
        "What helps: 40 minutes more · 5 groups of about 12 · a turn for 5 of the 15."
    ]
    assert short_turns_remarks(workshop, with_seconds(plan, "3b", 3600)) == []
    assert short_turns_remarks(workshop, skip(plan, "3b")) == []
    assert [block.id for block, _times in planned_turns(workshop, plan)] == ["2b", "3b"]


def test_number_of_participants_decides_whether_turns_fit() -> None:
    plan = plan_of(WORKSHOP, "")
    short = [n for n in range(1, 60) if short_turns_remarks(WORKSHOP, plan.with_participants(n))]
    assert short == [*range(26, 60)]
