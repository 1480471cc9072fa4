"""What a rehearsal teaches: skipped silence is not spoken time, and the plan is extended by overruns."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.planning.plan import add_custom, plan_of, planned_workshop, skip, with_seconds
from luisteren_tui.planning.rehearsal import (
    hurried_activities,
    instruction_overrun_s,
    needed_in_outcome_s,
    needed_s,
    plan_of_session,
    skipped_silence_ms,
    with_learned_times,
)
from luisteren_tui.session.apply import fold
from luisteren_tui.session.events import Allotted, Clock, Ended, Entered, Event, Opened, Skipped, Started, Turned
from luisteren_tui.session.session_clock import reaches, real_wall_at, wall_at
from tests.session.sample_sessions import WORKSHOP, opened

FIRST, SECOND = WORKSHOP.activities[0].id, WORKSHOP.activities[1].id


def clock(t: int, boot: int, rate: float = 1.0) -> Clock:
    return Clock(t, 1_000_000 + boot, boot, "boot", rate)


def rehearsal() -> Opened:
    return replace(opened(), kind="rehearsal")


@given(
    st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 100_000)), max_size=8),
    st.sampled_from((1.0, 60.0)),
)
def test_only_clock_jumps_count_as_skipped_silence(steps: list[tuple[int, int]], rate: float) -> None:
    t, boot, jumped = 0, 0, 0
    events: list[Event] = [clock(0, 0, rate), Started(0, FIRST)]
    for waited, ahead in steps:
        boot += waited
        t += round(waited * rate) + ahead
        jumped += ahead
        events.append(clock(t, boot, rate))
    found = skipped_silence_ms(rehearsal(), events).get(FIRST, 0)
    assert abs(found - jumped) <= len(steps)


def test_clock_jump_counts_for_the_activity_that_ran() -> None:
    events: list[Event] = [
        clock(0, 0),
        Started(0, FIRST),
        clock(60_000, 0),
        Entered(60_000, SECOND, True),
        clock(180_000, 0),
    ]
    assert skipped_silence_ms(rehearsal(), events) == {FIRST: 60_000, SECOND: 120_000}


def test_activity_that_ran_too_fast_to_speak_along_is_hurried() -> None:
    def events(rate: float) -> list[Event]:
        return [
            clock(0, 0, rate),
            Started(0, FIRST),
            clock(60_000, round(60_000 / rate), rate),
            # Skipped silence does not run at all.
            clock(60_000, round(60_000 / rate)),
            Entered(60_000, SECOND, True),
            clock(300_000, round(60_000 / rate), rate),
        ]

    assert hurried_activities(rehearsal(), events(2.0)) == frozenset()
    assert hurried_activities(rehearsal(), events(2.5)) == {FIRST}


def test_plan_learns_overruns_of_half_a_minute_to_the_nearest_minute() -> None:
    plan = plan_of(WORKSHOP, "a")
    before = {block.id: block.seconds for block in plan.blocks}
    for over, learns in ((2, 0), (29, 0), (30, 60), (61, 60), (89, 60), (90, 120)):
        after = {
            block.id: block.seconds
            for block in with_learned_times(plan, {FIRST: before[FIRST] + over, SECOND: 10}).blocks
        }
        assert after == {**before, FIRST: before[FIRST] + learns}
    uneven = with_seconds(plan, FIRST, 915)
    assert with_learned_times(uneven, {FIRST: 940}) == uneven
    assert with_learned_times(plan, {}) == plan
    left_out = skip(plan, FIRST)
    assert with_learned_times(left_out, {FIRST: 9999}) == left_out
    assert with_learned_times(plan, {"gone": 60}) == plan


def test_rehearsal_has_its_own_time_of_day_and_session_the_real_one() -> None:
    events: list[Event] = [
        clock(0, 0, 60.0),
        clock(600_000, 10_000, 60.0),
        clock(900_000, 10_000),
        clock(900_000, 20_000),
    ]
    for kind, walls in (("rehearsal", (600_000, 900_000, 960_000)), ("session", (10_000, 20_000, 80_000))):
        state, unfit = fold([replace(opened(), kind=kind), *events])
        assert not unfit
        assert [wall_at(state, t) - 1_000_000 for t in (600_000, 900_000, 960_000)] == list(walls)
        assert real_wall_at(state, 960_000) == 1_080_000
        assert all(wall_at(state, reaches(state, 900_000, wall)) == wall for wall in range(1_900_000, 2_900_000, 7919))


def test_needed_time_includes_a_preparation_that_shortened_the_turns() -> None:
    swap = WORKSHOP.activities[2]
    assert swap.turns is not None
    late = (swap.turns.prepare + 180) * 1000
    events: list[Event] = [
        clock(0, 0),
        Entered(0, swap.id, True),
        Turned(late, swap.id, 1),
        Entered(swap.duration * 1000, FIRST, True),
        Entered(swap.duration * 1000 + 5000, SECOND, True),
    ]
    state, unfit = fold([rehearsal(), *events])
    assert not unfit
    assert needed_s(state) == {swap.id: swap.duration + 180, FIRST: 5}
    assert instruction_overrun_s(state) == {swap.id: 180}


def test_needed_time_of_an_overrun_is_the_time_it_took() -> None:
    """The preparation overran by 40 minutes and the turns were rushed: 2b took 45 of its 15 minutes."""
    swap = WORKSHOP.activities[2]
    assert swap.turns is not None
    events: list[Event] = [
        clock(0, 0),
        Entered(0, swap.id, True),
        Turned((swap.turns.prepare + 2400) * 1000, swap.id, 1),
        Entered(2700_000, FIRST, True),
    ]
    state, unfit = fold([rehearsal(), *events])
    assert not unfit
    assert instruction_overrun_s(state) == {swap.id: 2400}
    assert needed_s(state)[swap.id] == 2700


def needed_at(at_s: int, second: str = SECOND) -> dict[str, int]:
    """Return what is needed after a rehearsal that did the first activity in 5 s and `second` until `at_s` s later."""
    events = [clock(0, 0), Entered(0, FIRST, True), Entered(5000, second, True), Ended(5000 + at_s * 1000)]
    state, unfit = fold([rehearsal(), *events])
    assert not unfit
    return needed_s(state)


def test_only_an_activity_that_the_end_cut_short_teaches_nothing() -> None:
    read = WORKSHOP.activities[1]
    assert needed_at(read.duration - 1) == {FIRST: 5}
    assert needed_at(read.duration) == {FIRST: 5, SECOND: read.duration}
    assert needed_at(read.duration + 7) == {FIRST: 5, SECOND: read.duration + 7}
    last, before_last = WORKSHOP.activities[-1], WORKSHOP.activities[-2]
    assert needed_at(3, last.id) == {FIRST: 5, last.id: 3}
    assert needed_at(3, before_last.id) == {FIRST: 5}


def test_skipped_activity_needs_no_time_even_if_it_had_begun() -> None:
    events: list[Event] = [
        clock(0, 0),
        Entered(0, FIRST, True),
        Skipped(5000, FIRST, SECOND, True),
        Allotted(6000, WORKSHOP.activities[2].id, 1),
        Entered(7000, WORKSHOP.activities[3].id, True),
    ]
    state, unfit = fold([rehearsal(), *events])
    assert not unfit
    assert needed_s(state) == {SECOND: 2}


def test_needed_time_of_an_earlier_rehearsal_includes_what_turns_lost() -> None:
    swap, first = WORKSHOP.activities[2], WORKSHOP.activities[0]
    assert swap.turns is not None
    around = swap.turns.prepare + swap.turns.after
    assert needed_in_outcome_s(swap, 900, 900, 900 - around - 180) == 1080
    assert needed_in_outcome_s(swap, 900, 900, 900 - around) == 900
    assert needed_in_outcome_s(swap, 900, 1300, 1300 - around - 180) == 1300
    assert needed_in_outcome_s(swap, 900, 2700, 60) == 2700
    assert needed_in_outcome_s(swap, 900, 400, 0) == 400
    # Half a minute counts, of the whole and of the preparation.
    assert needed_in_outcome_s(swap, 900, 930, 930 - around - 60) == 930
    assert needed_in_outcome_s(swap, 900, 900, 900 - around - 30) == 930
    assert needed_in_outcome_s(swap, 900, 900, 900 - around - 29) == 900
    assert needed_in_outcome_s(first, 900, 1000, 0) == 1000


def test_plan_of_a_session_has_its_custom_blocks() -> None:
    plan = skip(add_custom(with_seconds(plan_of(WORKSHOP, "a"), FIRST, 1200), 1, "Welkom", 300, "Dag!"), SECOND)
    workshop, planned, skipped = planned_workshop(WORKSHOP, plan)
    found = plan_of_session(replace(opened(), sha256="a", workshop=workshop, planned=planned, skipped=skipped))
    assert found == plan
