"""Turns: how many, how long, and how a minute more or an overrun changes the coming ones."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import UnfitError, apply
from luisteren_tui.session.attendance import with_arrival, with_departure, with_trio_turns
from luisteren_tui.session.events import Clock, Turned
from luisteren_tui.session.projected_end import end_time
from luisteren_tui.session.signals import Alert, Sign, TurnView, until_signal
from luisteren_tui.session.state import begin, run_time, sizes_of_groups, turn_count
from luisteren_tui.session.timing import Mode, Track
from luisteren_tui.session.turns import expected_turns, limit, starts, turn_lengths
from luisteren_tui.views.session_view import project
from luisteren_tui.workshop.model import (
    MAX_PEOPLE,
    Activity,
    Duration,
    Each,
    Form,
    Grouping,
    NumberRange,
    Turns,
    Window,
)
from tests.session.sample_sessions import (
    CLOCKWORK,
    CLOSE,
    EXPLORE,
    LENGTHS,
    MINUTE,
    NOON,
    READ,
    REPLANNING,
    REWRITING,
    SHARE,
    SWAP,
    WORKSHOP,
    Move,
    Session,
    after,
    minutes,
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


def test_number_of_turns_follows_roles_groups_or_participants() -> None:
    each = Turns(Each.PARTICIPANT, Window(Duration(60), Duration(90)))
    assert expected_turns(WORKSHOP, SWAP, 12) == 2
    assert expected_turns(WORKSHOP, replace(SWAP, roles=()), 12) == 2
    assert expected_turns(WORKSHOP, SHARE, 12) == 3
    assert expected_turns(WORKSHOP, replace(CLOSE, turns=each), 12) == 12
    assert expected_turns(WORKSHOP, replace(CLOSE, turns=each), 0) == 1
    assert expected_turns(WORKSHOP, READ, 12) == 0


@pytest.mark.parametrize(
    ("activity", "groups", "turns"),
    [
        # In pairs and in subgroups everyone in a group has a turn: by the size asked for, else by the largest group.
        (SWAP, None, {1: 1, 2: 2, 7: 2, 12: 2}),
        (SHARE, None, {2: 2, 5: 5, 12: 4, 13: 5}),
        (SHARE, Grouping(size=NumberRange(3, 3)), {2: 2, 3: 3, 4: 3, 12: 3, 13: 3}),
        (SHARE, Grouping(size=NumberRange(4, 6)), {12: 6, 13: 5, 16: 6}),
        (SHARE, Grouping(count=3), {12: 4, 13: 5}),
        (SHARE, Grouping(source="2b"), {12: 2, 13: 2}),
        (SHARE, Grouping(size=NumberRange(4, 4), source="2b"), {12: 4, 13: 4, 14: 4}),
    ],
)
def test_turns_in_groups_follow_the_size_asked_for(
    activity: Activity, groups: Grouping | None, turns: dict[int, int]
) -> None:
    own = replace(activity, groups=groups, turns=Turns(Each.PARTICIPANT, Window(Duration(60), Duration(90))))
    workshop = WORKSHOP.with_activities((EXPLORE, own) if activity is SWAP else (EXPLORE, SWAP, own))
    assert {people: expected_turns(workshop, own, people) for people in turns} == turns


def taking_turns(activity: Activity, participants: int) -> Session:
    """Return a session of one activity that was just started."""
    start, clock = opened(WORKSHOP.with_activities((activity, EXPLORE)), participants), Clock(0, NOON, 5000, "boot")
    session = Session(apply(begin(start), clock), 0, [start, clock])
    session.do(c.Toggle())
    return session


TRIOS = replace(
    SHARE,
    groups=Grouping(size=NumberRange(3, 3)),
    turns=Turns(Each.PARTICIPANT, Window(minutes(3), minutes(4))),
    cues=(),
)


def test_turns_in_groups_follow_the_groups_that_were_formed_and_those_who_came_and_left() -> None:
    session = taking_turns(replace(TRIOS, groups=None), 12)
    assert turn(session).of == 4
    session.do(c.Gather(with_arrival(session.state)))
    assert turn(session).of == 5
    session.do(c.Gather(with_departure(session.state)))
    assert turn(session).of == 4


def test_one_looks_on_in_a_group_larger_than_its_turns_and_a_smaller_one_is_done_sooner() -> None:
    session = taking_turns(replace(TRIOS, roles=("client", "adviser")), 7)
    assert turn(session).who == ""  # whose turn it is, each group decides
    session.do(c.Group(session.state.people.with_groups({"2c": ((1, 2, 3, 4), (5, 6, 7))})))
    assert (turn(session).of, turn(session).larger, turn(session).smaller) == (3, 4, ())
    session = taking_turns(replace(TRIOS, groups=Grouping(count=2)), 7)
    assert (turn(session).of, turn(session).larger, turn(session).smaller) == (4, 0, (3,))
    session.do(c.Group(session.state.people.with_groups({"2c": ((1, 2, 3, 4), (5, 6), (7,))})))
    assert turn(session).smaller == (1, 2)


def test_turns_in_groups_end_with_a_signal_for_the_room_and_those_in_plenary_do_not() -> None:
    session = taking_turns(TRIOS, 12)
    session.wait(4)
    assert project(session.state, session.t).alert == Alert(Sign.FIRM, True)
    session = taking_turns(replace(TRIOS, form=Form.PLENARY, groups=None, duration=minutes(48)), 12)
    session.wait(4)
    assert project(session.state, session.t).alert == Alert(Sign.FIRM, False)


def test_third_turn_for_the_trio_where_everyone_in_a_pair_has_one() -> None:
    session = taking_turns(replace(TRIOS, form=Form.PAIRS, groups=None), 7)
    assert (turn(session).of, turn(session).trio) == (2, True)
    session.do(c.Group(with_trio_turns(session.state)))
    assert turn(session).of == 3


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


def turn_ms(session: Session) -> int:
    """Return how long the present phase may take, in ms."""
    activity = session.state.activity
    item = session.track(activity.id)
    return limit(activity, item, turn_count(session.state, activity), len(starts(activity, item)))


def coming_ms(session: Session) -> list[int]:
    """Return what the coming turns get if each, from the present one on, takes as long as it may."""
    activity, run = session.state.activity, run_time(session.state, session.t)
    item, count = session.track(activity.id), turn_count(session.state, session.state.activity)
    begun, found = starts(activity, item), []
    end = max(run, (begun or (0,))[-1] + limit(activity, item, count, len(begun)))
    for phase in range(len(begun) + 1, count + 1):
        begun = (*begun, end)
        found.append(limit(activity, item.with_phases(begun), count, phase))
        end += found[-1]
    return found


def gallery() -> Session:
    session = Session()
    session.do(c.Next(), c.Next(), c.Next(), c.Toggle())
    return session


@pytest.mark.parametrize("begin", [swapping, gallery])
def test_minute_is_for_the_present_turn_and_the_others_keep_theirs(begin: Callable[[], Session]) -> None:
    session = begin()
    if session.at == "2b":
        session.wait(2).do(c.NextTurn())
    session.wait(1)
    own, others, allotted = turn_ms(session), coming_ms(session), session.track(session.at).allotted
    session.do(c.Minutes(1))
    assert turn_ms(session) == own + MINUTE
    assert session.track(session.at).allotted == allotted + MINUTE
    assert coming_ms(session) == others
    session.do(c.Minutes(-1), c.Minutes(-1))
    assert turn_ms(session) == own - MINUTE
    assert session.track(session.at).allotted == allotted - MINUTE
    assert coming_ms(session) == others


def test_turn_that_got_minutes_is_not_counted_among_the_others() -> None:
    session = gallery()
    session.do(c.Minutes(1))
    share = project(session.state, session.t).share
    assert share is not None
    assert (share.own_s, share.of, share.each_s) == (240, 2, 180)
    session.do(c.Minutes(-1))  # now it has what the others have
    share = project(session.state, session.t).share
    assert share is not None
    assert (share.own_s, share.of, share.each_s) == (None, 3, 180)


def test_turn_gets_a_minute_although_its_window_is_full() -> None:
    session = swapping()
    session.do(c.Minutes(-1))  # a minute to prepare
    session.wait(0.5).do(c.NextTurn())
    session.wait(6.5).do(c.NextTurn())
    assert turn_ms(session) == 6 * MINUTE
    session.do(c.Minutes(1), c.Minutes(1))
    assert turn_ms(session) == 8 * MINUTE


def test_minute_before_the_start_is_for_all_turns() -> None:
    session = Session()
    session.do(c.Next(), c.Next(), c.Next(), c.Minutes(-3))
    assert divided(session) == (3, 180)
    session.do(c.Minutes(-3))
    assert divided(session) == (3, 120)


def test_minute_while_preparing_is_for_preparing() -> None:
    session = swapping()
    session.wait(1).do(c.Minutes(1))
    assert (turn(session).left_s, turn(session).limit_s) == (120, 180)
    assert divided(session) == (2, 360)
    session.wait(2.5)
    assert turn(session).left_s == -30
    session.do(c.Minutes(1))
    assert turn(session).left_s == 60
    assert divided(session) == (2, 345)  # the half minute over stays lost


def test_minute_while_looking_back_is_for_looking_back() -> None:
    session = swapping()
    session.wait(2).do(c.NextTurn())
    session.wait(6).do(c.NextTurn())
    session.wait(6).do(c.NextTurn())
    assert turn(session).left_s == 60
    session.do(c.Minutes(1))
    assert turn(session).left_s == 120
    session.wait(3).do(c.Minutes(1))
    assert turn(session).left_s == 60


def test_minute_after_the_firm_signal_is_from_now() -> None:
    session = swapping()
    session.wait(2).do(c.NextTurn())
    session.wait(6.7)
    before, others = project(session.state, session.t), coming_ms(session)
    assert before.alert == Alert(Sign.FIRM, True)
    session.do(c.Minutes(1))
    after = project(session.state, session.t)
    assert turn(session).left_s == 60
    assert after.alert == Alert(Sign.SOFT, False)
    assert coming_ms(session) == others
    assert after.header.end == before.header.end + MINUTE
    session.wait(1)
    assert project(session.state, session.t).alert == Alert(Sign.FIRM, True)


def test_minute_for_the_last_turn_is_from_now_also_in_the_time_to_look_back() -> None:
    session = swapping()
    session.wait(2).do(c.NextTurn())
    session.wait(6).do(c.NextTurn())
    session.wait(6.5).do(c.Minutes(1))
    assert turn(session).left_s == 60
    session.wait(2.5)  # now the activity runs over too
    assert project(session.state, session.t).clock.left_s == -60
    session.do(c.Minutes(1))
    assert (turn(session).left_s, project(session.state, session.t).clock.left_s) == (60, 60)


def test_minute_less_takes_what_is_left_of_the_turn_at_most() -> None:
    session = swapping()
    session.wait(2).do(c.NextTurn())
    session.wait(5.5).do(c.Minutes(-1))
    assert turn(session).left_s == 0
    assert session.track("2b").allotted == 14.5 * MINUTE
    assert session.do(c.Minutes(-1)) == ()
    session.wait(1)
    assert session.do(c.Minutes(-1)) == ()


def test_minutes_for_a_turn_end_with_it() -> None:
    session = swapping()
    session.wait(2).do(c.NextTurn(), c.Minutes(1))
    session.wait(7).do(c.NextTurn())
    assert (turn(session).given, turn_ms(session)) == (False, 6 * MINUTE)
    session.do(c.Undo())
    assert (turn(session).given, turn(session).left_s) == (True, 0)


def test_undo_takes_the_minute_from_the_turn_and_the_activity_together() -> None:
    session = swapping()
    session.wait(2).do(c.NextTurn())
    before = session.state.timing
    session.wait(1).do(c.Minutes(1))
    session.wait(1).do(c.Undo())
    assert session.state.timing == before


def test_signals_of_a_turn_move_with_its_minutes() -> None:
    session = swapping()
    session.wait(2).do(c.NextTurn())
    assert project(session.state, session.t).clock.marks == (120 + 360 * 5 // 7, 480)
    session.do(c.Minutes(1))
    assert project(session.state, session.t).clock.marks == (120 + 420 * 5 // 7, 540)
    assert until_signal(session.state, session.t) == 5 * MINUTE


def test_minutes_of_a_turn_stay_when_its_activity_began_earlier_or_a_gap_is_taken_back() -> None:
    session = swapping()
    session.wait(2).do(c.NextTurn(), c.Minutes(1))
    session.wait(1).do(c.BeganEarlier(3 * MINUTE))
    assert (turn(session).left_s, turn_ms(session)) == (360, 7 * MINUTE)
    session.sleep(4)
    session.do(c.TakeBackGap())
    assert (turn(session).left_s, turn_ms(session)) == (360, 7 * MINUTE)


@given(schedules(CLOCKWORK, REWRITING, REPLANNING), LENGTHS, st.sampled_from([-3, -1, 1, 2]))
def test_minutes_of_any_turn_are_exact(moves: list[Move], ms: int, n: int) -> None:
    session = after([(0, c.Next()), (0, c.Next()), *moves])
    session.t += ms
    activity, timing, run = session.state.activity, session.state.timing, run_time(session.state, session.t)
    before, end = session.track(activity.id), end_time(session.state, session.t)
    begun = activity.turns is not None and (run > 0 or session.mode != Mode.WAITING)
    phase = len(starts(activity, before))
    in_turn = begun and phase <= turn_count(session.state, activity)
    begin = (starts(activity, before) or (0,))[-1]
    own, others = (turn_ms(session), coming_ms(session)) if in_turn else (0, [])
    if not session.do(c.Minutes(n)):
        assert n < 0
        return
    item = session.track(activity.id)
    gained = item.allotted - (max(before.allotted, run) if n > 0 else before.allotted)
    assert gained == n * MINUTE if n > 0 else n * MINUTE <= gained < 0
    assert item.allotted >= run
    if not before.skipped:
        assert end_time(session.state, session.t) == end + gained
    if in_turn:
        assert turn_ms(session) == (max(own, run - begin) if n > 0 else own) + gained
        assert turn_ms(session) >= run - begin
        assert coming_ms(session) == others
        project(session.state, session.t)
    session.do(c.Undo())
    assert session.state.timing == timing


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
    session.wait(5)
    assert divided(session) == (2, 300)  # the exact end of a turn still belongs to it
    session.wait(1)
    assert divided(session) == (1, 240)  # a minute over takes a minute from the other turn
    session.do(c.NextTurn())
    assert divided(session) == (1, 240)
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
        last = shown.turn is not None and shown.turn.phase == shown.turn.of
        assert shown.share.each_s >= 0
        assert shown.share.each_s <= turns.window.high or (last and shown.turn is not None and shown.turn.given)
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
        count = expected_turns(WORKSHOP, each, participants)
        if begun := starts(each, item):
            assert sum(turn_lengths(each, item, count + 1)) == item.spent - begun[0]
            assert (
                sum(turn_lengths(each, item, count)) == (begun[count] if len(begun) > count else item.spent) - begun[0]
            )


GROUPINGS = st.one_of(
    st.none(),
    st.integers(2, 7).map(lambda n: Grouping(size=NumberRange(n, n))),
    st.tuples(st.integers(2, 4), st.integers(1, 3)).map(lambda span: Grouping(size=NumberRange(span[0], sum(span)))),
    st.integers(2, 6).map(lambda n: Grouping(count=n)),
)


@settings(max_examples=settings.get_profile("steady").max_examples // 2)
@given(
    GROUPINGS, st.integers(1, 40), st.lists(st.booleans(), max_size=4), st.sampled_from([Form.PAIRS, Form.SUBGROUPS])
)
def test_everyone_in_a_group_has_a_turn_or_looks_on_whoever_comes_and_leaves(
    grouping: Grouping | None, people: int, comings: list[bool], form: Form
) -> None:
    own = replace(TRIOS, form=form, groups=grouping if form == Form.SUBGROUPS else None)
    session = taking_turns(own, people)
    expected = expected_turns(session.state.opened.workshop, own, people)
    assert turn(session).of == expected
    for comes in comings:
        session.do(c.Gather((with_arrival if comes else with_departure)(session.state)))
    sizes = sizes_of_groups(session.state, session.state.activity)
    now, exact = turn(session), own.groups is not None and own.groups.size is not None and not own.groups.count
    assert 1 <= now.of <= max(sizes)
    if exact and own.groups is not None and own.groups.size is not None and own.groups.size.low == own.groups.size.high:
        assert now.of == min(own.groups.size.low, max(sizes))
        assert now.larger == (max(sizes) if max(sizes) > now.of else 0)
    elif form == Form.PAIRS:
        assert now.of == min(2, max(sizes))
        assert now.trio == (sum(sizes) > 2 and sum(sizes) % 2 == 1)
    else:
        assert (now.of, now.larger) == (max(sizes), 0)
    for _ in range(now.of - 1):
        session.do(c.NextTurn())
    last = turn(session)
    done = {size for size in sizes if size < now.of} if form == Form.SUBGROUPS else set()
    assert (last.phase, {*last.smaller}) == (now.of, done)
