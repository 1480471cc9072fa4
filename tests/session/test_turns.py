"""Turns: how many, how long, and how a minute more or an overrun changes the coming ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.people.people import MAX_PEOPLE
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import UnfitError, apply
from luisteren_tui.session.events import Turned
from luisteren_tui.session.signals import TurnView
from luisteren_tui.session.state import begin
from luisteren_tui.session.timing import Track
from luisteren_tui.session.turns import expected_groups, expected_turns, limit, starts, turn_lengths
from luisteren_tui.views.session_view import project
from luisteren_tui.workshop.model import Duration, Each, Turns, Window
from tests.session.sample_sessions import (
    CLOCKWORK,
    LENGTHS,
    MINUTE,
    READ,
    REWRITING,
    SHARE,
    SWAP,
    Move,
    Session,
    after,
    opened,
    schedules,
)


def swapping() -> Session:
    session = Session()
    session.do(c.Next(), c.Next(), c.Toggle())
    return session


def turn(session: Session) -> TurnView:
    found = project(session.state, session.t).turn
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("participants", "groups"), [(0, 1), (1, 1), (5, 1), (6, 2), (12, 3), (13, 3), (14, 4), (40, 10)]
)
def test_groups_have_about_four_people(participants: int, groups: int) -> None:
    assert expected_groups(participants) == groups


def test_number_of_turns_follows_roles_groups_or_participants() -> None:
    each = Turns(Each.PARTICIPANT, Window(Duration(60), Duration(90)))
    assert expected_turns(SWAP, 12) == 2
    assert expected_turns(replace(SWAP, roles=()), 12) == 2
    assert expected_turns(SHARE, 12) == 3
    assert expected_turns(replace(SHARE, turns=each), 12) == 12
    assert expected_turns(replace(SHARE, turns=each), 0) == 1
    assert expected_turns(READ, 12) == 0


def test_turn_has_its_whole_window_when_there_is_time() -> None:
    roomy = Track(17 * MINUTE, phases=(2 * MINUTE,))
    assert limit(SWAP, roomy, 2, 1) == 7 * MINUTE


def test_turn_is_shortened_when_time_is_short() -> None:
    late = Track(15 * MINUTE, phases=(7 * MINUTE,))  # 7 of 15 minutes are left for two turns and the time after
    assert limit(SWAP, late, 2, 1) == 210_000
    never = Track(15 * MINUTE, phases=(16 * MINUTE,))
    assert limit(SWAP, never, 2, 1) == 0


@given(st.integers(0, 30 * MINUTE), st.integers(0, 30 * MINUTE), st.integers(1, 2))
def test_turn_limit_is_the_smaller_of_window_and_share(allotted: int, begun: int, phase: int) -> None:
    found = limit(SWAP, Track(allotted, phases=(begun,) * phase), 2, phase)
    share = (allotted - begun - MINUTE) / (3 - phase)
    assert found == max(0, min(7 * MINUTE, int(share // 1)))


def test_turns_by_role_run_from_preparation_to_wrap_up() -> None:
    session = swapping()
    assert turn(session) == TurnView(each=Each.ROLE, phase=0, of=2, who="", left_s=120, limit_s=120)
    session.wait(1).do(c.NextTurn())
    assert turn(session) == TurnView(each=Each.ROLE, phase=1, of=2, who="Nadia", left_s=390, limit_s=390)
    session.wait(6).do(c.NextTurn())
    assert turn(session) == TurnView(each=Each.ROLE, phase=2, of=2, who="hulpverlener", left_s=420, limit_s=420)
    session.wait(7).do(c.NextTurn())
    assert turn(session) == TurnView(each=Each.ROLE, phase=3, of=2, who="", left_s=60, limit_s=60)
    session.do(c.Next())
    assert turn_lengths(SWAP, session.track("2b"), 2) == (6 * MINUTE, 7 * MINUTE)


def test_overrun_shortens_and_minute_more_lengthens_the_next_turn() -> None:
    session = swapping()
    session.wait(2).do(c.NextTurn())
    session.wait(8).do(c.NextTurn())
    assert turn(session).limit_s == 240
    session.do(c.Minutes(2))
    assert turn(session).limit_s == 360
    session.wait(7)
    assert turn(session).left_s == -60


def divided(session: Session) -> tuple[int, int] | None:
    found = project(session.state, session.t).share
    return None if found is None else (found.of, found.each_s)


def test_an_activity_has_as_many_turns_as_people_can_take() -> None:
    state = Session().state
    most = Turned(0, SWAP.id, MAX_PEOPLE + 1, MAX_PEOPLE)
    assert apply(state, most).timing.tracks[SWAP.id].turns == MAX_PEOPLE
    for phase, count in ((0, 2), (4, 2), (1, MAX_PEOPLE + 1)):
        with pytest.raises(UnfitError):
            apply(state, Turned(0, SWAP.id, phase, count))


def test_time_left_is_divided_over_the_coming_turns() -> None:
    session = swapping()
    assert divided(session) == (2, 360)  # 15, without 2 to prepare and 1 to look back
    session.wait(4)
    assert divided(session) == (2, 300)
    session.do(c.NextTurn())
    assert divided(session) == (2, 300)
    session.do(c.Minutes(1))
    assert divided(session) == (2, 330)
    session.wait(5.5)
    assert divided(session) == (2, 330)  # the exact end of a turn still belongs to it
    session.wait(1)
    assert divided(session) == (1, 270)  # a minute over takes a minute from the other turn
    session.do(c.NextTurn())
    assert divided(session) == (1, 270)
    session.wait(5)
    assert divided(session) is None
    session.do(c.NextTurn())
    assert divided(session) is None
    session.do(c.Next())
    assert divided(session) == (3, 180)
    session.wait(20)
    assert divided(session) == (2, 0)


@given(schedules(CLOCKWORK), LENGTHS)
def test_coming_turns_never_get_more_than_the_time_left(moves: list[Move], ms: int) -> None:
    session = after(moves)
    session.t += ms
    shown = project(session.state, session.t)
    turns = session.state.activity.turns
    if shown.share is None:
        assert turns is None or (shown.turn is not None and shown.turn.phase >= shown.turn.of)
    else:
        assert turns is not None
        assert 0 <= shown.share.each_s <= turns.window.high
        # The present turn counts while it has run for less than its limit, which counts from its start.
        assert (shown.share.of - 1) * shown.share.each_s <= max(0, shown.clock.left_s - turns.after)


def test_first_turn_begins_at_once_without_time_to_prepare() -> None:
    session = Session()
    session.do(*[c.Next()] * 3, c.Toggle())
    assert starts(SHARE, session.track("2c")) == (0,)
    assert (turn(session).phase, turn(session).of) == (1, 3)
    session.wait(3).do(c.NextTurn())
    assert session.track("2c").phases == (0, 3 * MINUTE)
    session.do(c.NextTurn())
    assert session.do(c.NextTurn()) == ()  # nothing comes after the last turn


def test_pause_does_not_count_in_a_turn() -> None:
    session = swapping()
    session.wait(1).do(c.NextTurn())
    left = turn(session).left_s
    session.do(c.Toggle())
    session.wait(20).do(c.Toggle())
    assert turn(session).left_s == left
    session.wait(2).do(c.NextTurn(), c.Next())
    assert turn_lengths(SWAP, session.track("2b"), 2) == (2 * MINUTE, 0)


def test_gap_that_was_taken_back_does_not_count_in_a_turn() -> None:
    session = swapping()
    session.wait(1).do(c.NextTurn())
    session.wait(1).sleep(30)
    session.wait(1).do(c.NextTurn(), c.TakeBackGap())
    assert session.track("2b").phases == (MINUTE, 3 * MINUTE)


def test_backdating_keeps_the_moment_at_which_the_turn_began() -> None:
    session = swapping()
    session.wait(1).do(c.NextTurn())
    session.wait(1).do(c.Toggle())  # after two minutes of run time
    session.wait(5).do(c.Toggle())
    session.wait(1).do(c.NextTurn())
    session.do(c.BeganEarlier(2 * MINUTE))  # the pause was two minutes shorter
    assert session.track("2b").phases == (MINUTE, 5 * MINUTE)


def test_backdating_moves_a_turn_to_the_end_of_its_activity_at_most() -> None:
    session = swapping()
    session.wait(3).do(c.NextTurn(), c.Next())
    session.do(c.BeganEarlier(MINUTE))
    assert session.track("2b").phases == (2 * MINUTE,)


def test_backdating_lengthens_a_first_turn_that_began_at_once() -> None:
    session = Session()
    session.do(*[c.Next()] * 3)
    session.wait(5).do(c.Toggle())
    session.wait(1).do(c.NextTurn(), c.BeganEarlier(MINUTE))
    assert session.track("2c").phases == (0, 2 * MINUTE)


def test_backdating_before_the_opening_keeps_the_moment_of_a_turn() -> None:
    session = swapping()
    session.wait(3).do(c.NextTurn())
    session.do(c.BeganEarlier(60 * MINUTE))
    assert session.track("2b").phases == (63 * MINUTE,)


@given(schedules(CLOCKWORK, REWRITING), LENGTHS)
def test_turns_and_preparation_add_up_to_the_time_spent(moves: list[Move], ms: int) -> None:
    session = after([(0, c.Next()), (0, c.Next()), *moves, (ms, c.End())])
    participants = begin(opened()).opened.participants
    for each in (SWAP, SHARE):
        item = session.track(each.id)
        count = expected_turns(each, participants)
        if begun := starts(each, item):
            assert sum(turn_lengths(each, item, count + 1)) == item.spent - begun[0]
            assert (
                sum(turn_lengths(each, item, count)) == (begun[count] if len(begun) > count else item.spent) - begun[0]
            )
