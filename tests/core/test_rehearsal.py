"""What a rehearsal teaches: silent work that was passed over is not spoken, and the plan grows by what took longer."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.session.events import Clock, Entered, Event, Opened, Started
from luisteren_tui.session.plan import plan_of
from luisteren_tui.session.rehearsal import learnt, passed_over
from tests.core.sessions import WORKSHOP, opened

FIRST, SECOND = WORKSHOP.activities[0].id, WORKSHOP.activities[1].id


def clock(t: int, boot: int, rate: float = 1.0) -> Clock:
    return Clock(t, 1_000_000 + boot, boot, "boot", rate)


def rehearsal() -> Opened:
    return replace(opened(), kind="rehearsal")


@given(
    st.lists(st.tuples(st.integers(0, 100_000), st.just(0) | st.integers(3000, 100_000)), max_size=8),
    st.sampled_from((1.0, 60.0)),
)
def test_only_jumps_are_passed_over(steps: list[tuple[int, int]], rate: float) -> None:
    t, boot, jumped = 0, 0, 0
    events: list[Event] = [clock(0, 0, rate), Started(0, FIRST)]
    for waited, ahead in steps:
        boot += waited
        t += round(waited * rate) + ahead
        jumped += ahead
        events.append(clock(t, boot, rate))
    found = passed_over(rehearsal(), events).get(FIRST, 0)
    assert abs(found - jumped) <= len(steps)


def test_a_jump_is_of_the_activity_that_ran() -> None:
    events: list[Event] = [
        clock(0, 0),
        Started(0, FIRST),
        clock(60_000, 0),
        Entered(60_000, SECOND, True),
        clock(180_000, 0),
    ]
    assert passed_over(rehearsal(), events) == {FIRST: 60_000, SECOND: 120_000}


def test_the_plan_learns_what_took_longer_in_whole_minutes_and_nothing_else() -> None:
    plan = plan_of(WORKSHOP, "a")
    before = {block.id: block.seconds for block in plan.blocks}
    after = {block.id: block.seconds for block in learnt(plan, {FIRST: before[FIRST] + 61, SECOND: 10}).blocks}
    assert after == {**before, FIRST: before[FIRST] + 120}
    assert learnt(plan, {}) == plan
    assert learnt(plan, {"gone": 60}) == plan
