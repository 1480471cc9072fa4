"""Sessions with a fixed end or skipped activities, and the replan options of a session that runs over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.planning.plan import add_custom, minimum_of, plan_of, planned_workshop
from luisteren_tui.planning.replan import OptionKind, ReplanOption, all_options, replan_options
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.events import Allotted, Clock, Opened, Replanned
from luisteren_tui.session.projected_end import coming_activities, due_time, end_time
from luisteren_tui.session.session_clock import wall_at
from luisteren_tui.session.state import State, begin, is_left_out, run_time, track
from luisteren_tui.session.timing import DAY_MS, Mode
from luisteren_tui.session.turns import expected_turns
from luisteren_tui.storage.typed_reader import dump, read
from luisteren_tui.views.session_view import Status, activity_label, project
from luisteren_tui.workshop.model import Form, Workshop
from tests.planning.test_plan import shipped
from tests.session.sample_sessions import (
    ANY,
    BREAK,
    CLOSE,
    EXPLORE,
    LENGTHS,
    MINUTE,
    NOON,
    READ,
    SHARE,
    WORKSHOP,
    Move,
    Session,
    after,
    minutes,
    opened,
)

PROTECTED = replace(CLOSE, protected=True)


def session_of(opening: Opened) -> Session:
    return Session(apply(begin(opening), Clock(0, NOON, 5000, "boot")))


def bound(workshop: Workshop = WORKSHOP, must_end: int | None = 72, skipped: tuple[str, ...] = ()) -> Session:
    """Return a session that must end `must_end` minutes after noon."""
    wall = None if must_end is None else NOON + must_end * MINUTE
    return session_of(replace(opened(workshop), must_end=wall, skipped=skipped))


def shipped_session() -> Session:
    from luisteren_tui.storage.workshop_file import load
    from luisteren_tui.system.package import content_dir

    workshop = load(content_dir() / "luisteren.yaml").workshop
    assert workshop is not None
    return session_of(opened(workshop))


def late_in(name: str, late: float, session: Session | None = None) -> Session:
    """Run every activity up to `name` in its time, and `name` for `late` minutes longer."""
    session = session or shipped_session()
    session.do(c.Toggle())
    while session.at != name:
        session.wait(session.track(session.at).allotted / MINUTE).do(c.Next())
    return session.wait(session.track(name).allotted / MINUTE + late)


def ways(session: Session) -> dict[OptionKind, ReplanOption]:
    return {way.kind: way for way in all_options(session.state, session.t)}


def changes(option: ReplanOption) -> list[tuple[str, float, float]]:
    return [(change.id, change.from_s / 60, change.to_s / 60) for change in option.changes]


def clock_minutes(option: ReplanOption) -> float:
    return (option.end - NOON) / MINUTE


def test_activities_that_the_plan_leaves_out_are_skipped_from_the_start() -> None:
    session = bound(skipped=("1", "2b", "9"), must_end=None)
    assert session.at == "2a"
    session.do(c.Toggle())
    seen = project(session.state, session.t)
    assert [row.status for row in seen.rows if row.id in ("1", "2b")] == [Status.SKIPPED] * 2
    assert seen.coming is not None
    assert (seen.coming.title, seen.header.margin) == (SHARE.title, 0)
    assert seen.header.end == NOON + 42 * MINUTE
    assert session.do(c.Previous()) == ()
    session.do(c.Next())
    assert session.at == "2c"
    session.do(c.Previous())
    assert session.at == "2a"
    session.do(c.Skip())
    assert session.at == "2c"
    session.do(c.Previous())
    assert (session.at, session.do(c.Undo())[0].t, session.at) == ("2a", session.t, "2c")


def test_present_activity_is_last_when_all_coming_ones_are_skipped() -> None:
    session = bound(skipped=("2a", "2b", "2c", "p1", "3"))
    session.do(c.Toggle())
    assert session.do(c.Next()) == ()
    assert session.do(c.Skip())
    assert bound(skipped=tuple(each.id for each in WORKSHOP.activities)).at == "1"


def test_margin_is_relative_to_the_fixed_end_even_before_the_start() -> None:
    session = bound(must_end=80)
    assert project(session.state, session.t).header.margin == 8
    session.wait(10)
    assert project(session.state, session.t).header.margin == -2
    session.do(c.Toggle(), c.Minutes(1))
    assert project(session.state, session.t).header.margin == -3
    session.do(c.BeganEarlier(4 * MINUTE))
    assert (session.state.timing.must_end, project(session.state, session.t).header.margin) == (NOON + 80 * MINUTE, 1)


def test_fixed_end_stays_when_the_wall_clock_is_set() -> None:
    session = bound(must_end=80)
    session.happens(Clock(1000, NOON + 5 * MINUTE + 1000, 6000, "boot"))
    assert due_time(session.state) == 75 * MINUTE


@pytest.mark.parametrize("years", [-57, -6, 10, 70])
def test_fixed_end_keeps_its_time_of_day_when_the_date_of_the_clock_is_set(years: int) -> None:
    session = bound(must_end=120)
    assert due_time(session.state) == 120 * MINUTE
    session.wait(30)
    session.happens(Clock(session.t, NOON + session.t + years * 365 * DAY_MS, 5000 + session.t, "boot"))
    assert due_time(session.state) == 120 * MINUTE
    # Hours that were set count, as people who correct a clock expect.
    session.happens(Clock(session.t, NOON + session.t + 60 * MINUTE, 5000 + session.t, "boot"))
    assert due_time(session.state) == 60 * MINUTE


def test_fixed_end_more_than_two_days_away_counts_by_its_time_of_day() -> None:
    two_days = 2 * 24 * 60
    assert due_time(bound(must_end=two_days).state) == two_days * MINUTE
    assert due_time(bound(must_end=two_days + 1).state) == MINUTE
    assert due_time(bound(must_end=-two_days - 1).state) == -MINUTE


def test_custom_block_has_a_dot_as_label_and_its_own_row() -> None:
    plan = add_custom(plan_of(WORKSHOP, ""), 2, "Welkom", 300, "Fijn!")
    workshop, planned, _skipped = planned_workshop(WORKSHOP, plan)
    session = session_of(replace(opened(workshop), planned=planned))
    session.do(c.Next(), c.Next())
    seen = project(session.state, 0)
    assert (seen.ask.label, seen.ask.title, seen.ask.instruction, seen.header.step) == ("·", "Welkom", "Fijn!", None)
    row = next(row for row in seen.rows if row.id == "own.1")
    assert (row.nested, row.planned_s, activity_label(BREAK)) == (True, 300, "·")


def test_two_minutes_more_in_overtime_count_from_now() -> None:
    session = late_in("1", 3.2, bound())
    session.do(c.Minutes(1))
    assert project(session.state, session.t).clock.left_s == 60
    session.wait(0.01)
    assert session.do(c.Minutes(1)) == (Allotted(session.t, "1", round(20.2 * MINUTE)),)


def test_replan_is_undone_in_one_step() -> None:
    session = late_in("2a", 2, bound())
    before = session.state.timing
    (event,) = session.do(c.Replan({"2b": 10 * MINUTE}, ("p1",), NOON + 99 * MINUTE))
    assert event == Replanned(session.t, {"2b": 10 * MINUTE}, ("p1",), NOON + 99 * MINUTE)
    assert read(Replanned, dump(event)) == (event, [])
    assert (session.track("2b").allotted, session.track("p1").skipped) == (10 * MINUTE, True)
    assert session.state.timing.must_end == NOON + 99 * MINUTE
    assert session.state.past is not None
    assert session.state.past.what == "replanned"
    assert session.do(c.Replan({"2b": 10 * MINUTE}, ("p1",), NOON + 99 * MINUTE)) == ()
    session.do(c.Replan({}, (), None))
    assert (session.track("2b").allotted, session.track("p1").skipped) == (10 * MINUTE, False)
    session.do(c.Undo(), c.Undo())
    assert session.state.timing == before


@pytest.mark.parametrize("replan", [c.Replan({"9": 1}, (), None), c.Replan({}, ("9",), None)])
def test_replan_of_unknown_activities_gives_no_events(replan: c.Replan) -> None:
    assert bound().do(replan) == ()


def test_opened_event_without_plan_fields_is_read() -> None:
    old = dump(opened())
    del old["skipped"], old["must_end"]
    assert read(Opened, old) == (opened(), [])


def test_no_options_when_on_time() -> None:
    assert replan_options(bound().state, 0) == replan_options(Session().state, 0) == ()
    session = late_in("1", 0)
    assert replan_options(session.state, session.t) == ()
    session.wait(3)
    assert ways(session)
    session.do(c.End())
    assert replan_options(session.state, session.t) == ()


def test_options_five_minutes_late_before_the_break_of_the_shipped_workshop() -> None:
    session = late_in("2c", 5)
    found = ways(session)
    assert list(found) == [OptionKind.BREAK, OptionKind.SHRINK, OptionKind.SKIP, OptionKind.LATER]
    assert {change[0] for change in changes(found[OptionKind.SHRINK])} == {"p1", "3a", "3b"}
    assert changes(found[OptionKind.BREAK]) == [("p1", 15, 10)]
    assert changes(found[OptionKind.SKIP]) == [("3b", 20, 0)]
    assert [clock_minutes(way) for way in found.values()] == [120, 120, 105, 125]
    assert all(way.short_s == 0 for way in found.values())
    assert found[OptionKind.LATER].replan == c.Replan({}, (), NOON + 125 * MINUTE)


def test_options_are_ordered_by_gain_and_then_by_cost() -> None:
    session = late_in("2c", 5)
    assert [way.kind for way in replan_options(session.state, session.t)] == [
        OptionKind.BREAK,
        OptionKind.SHRINK,
        OptionKind.SKIP,
        OptionKind.LATER,
    ]
    session = late_in("2c", 14)  # a shorter break is not enough
    assert [way.kind for way in replan_options(session.state, session.t)] == [
        OptionKind.SHRINK,
        OptionKind.SKIP,
        OptionKind.BREAK,
        OptionKind.LATER,
    ]
    session = late_in("3a", 5)  # the break is over
    assert [way.kind for way in replan_options(session.state, session.t)] == [
        OptionKind.SHRINK,
        OptionKind.SKIP,
        OptionKind.LATER,
    ]


def test_less_than_a_minute_late_counts_as_on_time() -> None:
    for late, offered in ((0.99, False), (1, True)):
        for name in ("2c", "4"):  # in the closing the only option would be to end later
            session = late_in(name, late)
            assert bool(replan_options(session.state, session.t)) == offered
            assert (project(session.state, session.t).header.margin != 0) == offered


def test_shortage_of_an_option_is_counted_as_in_the_header() -> None:
    session = late_in("2c", 13.7)
    pause = ways(session)[OptionKind.BREAK]
    session.do(pause.replan)
    assert (pause.short_s, project(session.state, session.t).header.margin) == (180, -3)


def test_options_are_combined_when_no_single_one_is_enough() -> None:
    session = late_in("2c", 30)
    best = replan_options(session.state, session.t)
    assert [way.kind for way in best] == [OptionKind.BOTH, OptionKind.SHRINK, OptionKind.SKIP, OptionKind.LATER]
    assert changes(best[0]) == [("p1", 15, 0), ("3a", 25, 17), ("3b", 20, 13)]
    assert [way.short_s // 60 for way in best[:-1]] == [0, 2, 15]
    # It is not possible to gain more than all of it.
    session = late_in("2c", 60)
    best = replan_options(session.state, session.t)
    assert changes(best[0]) == [("p1", 15, 0), ("3a", 25, 15), ("3b", 20, 12)]
    assert best[0].short_s == 27 * 60
    # After the break another activity is skipped, and the rest shrinks.
    session = late_in("2c", 45)
    session.do(c.Next(), c.Skip())
    assert session.at == "3a"
    best = replan_options(session.state, session.t)
    assert [way.kind for way in best] == [OptionKind.BOTH, OptionKind.SKIP, OptionKind.SHRINK, OptionKind.LATER]


def test_no_more_is_skipped_than_needed_and_the_longest_first() -> None:
    lengths = {"a": 20, "b": 10, "c": 8}
    activities = [
        replace(READ, id=id, skippable=True, duration=minutes(n), min=minutes(n)) for id, n in lengths.items()
    ]
    longer = replace(READ, id="d", duration=minutes(30), min=minutes(25))
    session = late_in("1", 34, bound(replace(WORKSHOP, activities=(EXPLORE, *activities, longer, PROTECTED)), None))
    assert changes(ways(session)[OptionKind.BOTH]) == [("a", 20, 0), ("b", 10, 0), ("d", 30, 26)]


def test_options_are_all_different() -> None:
    session = late_in("1", 3, bound(replace(WORKSHOP, activities=(EXPLORE, BREAK, PROTECTED)), None))
    found = ways(session)
    assert found[OptionKind.SHRINK].replan == found[OptionKind.BREAK].replan
    assert [way.kind for way in replan_options(session.state, session.t)] == [OptionKind.BREAK, OptionKind.LATER]


def test_change_names_a_break_by_title_and_others_by_label() -> None:
    names = {change.id: change.name for change in ways(late_in("2c", 5))[OptionKind.SHRINK].changes}
    assert names == {"p1": "Pauze", "3a": "3a", "3b": "3b"}


def test_skipping_the_break_is_offered_when_shortening_it_is_not_enough() -> None:
    must_end = late_in("2c", 14)
    found = ways(must_end)
    floor = must_end.state.activities["p1"].min
    assert found[OptionKind.BREAK].short_s == 14 * 60 - (15 * 60 - floor)
    assert changes(found[OptionKind.SKIP]) == [("p1", 15, 0)]
    assert clock_minutes(found[OptionKind.SKIP]) == 119


def test_protected_closing_is_never_shortened() -> None:
    assert list(ways(late_in("3b", 4))) == [OptionKind.LATER]
    assert list(ways(late_in("4", 4))) == [OptionKind.LATER]


def test_skipping_the_longest_activity_is_offered_when_no_single_one_is_enough() -> None:
    session = late_in("1", 70, bound(replace(WORKSHOP, activities=(EXPLORE, READ, SHARE, PROTECTED)), None))
    found = ways(session)
    assert changes(found[OptionKind.SKIP]) == [("2c", 12, 0)]
    assert found[OptionKind.SKIP].short_s == 58 * 60
    assert OptionKind.BREAK not in found


def test_only_unused_time_is_taken_from_the_present_activity() -> None:
    session = bound(must_end=62)
    session.do(c.Toggle())
    session.wait(11.5)
    assert ("1", 15, 14) in changes(ways(session)[OptionKind.SHRINK])
    session.wait(3.2)
    assert "1" not in {name for name, _, _ in changes(ways(session)[OptionKind.SHRINK])}


def test_running_break_can_be_shorter_but_not_skipped() -> None:
    session = late_in("p1", -12, bound(must_end=68))
    found = ways(session)
    assert changes(found[OptionKind.BREAK]) == [("p1", 15, 11)]
    session.wait(5)
    assert changes(ways(session)[OptionKind.BREAK]) == [("p1", 15, 11)]
    session.do(c.Minutes(5))
    assert changes(ways(session)[OptionKind.BREAK]) == [("p1", 20, 11)]
    assert "p1" not in {change.id for change in ways(session)[OptionKind.SKIP].changes}


def test_entered_activity_is_never_skipped() -> None:
    session = bound(replace(WORKSHOP, activities=(READ, SHARE, PROTECTED)), 12)
    session.do(c.Next(), c.Next(), c.Previous(), c.Previous())
    assert OptionKind.SKIP not in ways(session)
    assert OptionKind.SKIP not in ways(bound(replace(WORKSHOP, activities=(READ, PROTECTED)), 12))


def test_time_after_running_turns_is_kept() -> None:
    session = late_in("2b", -1.5, bound(must_end=20))
    assert [name for name, _, _ in changes(ways(session)[OptionKind.SHRINK])] == ["2c", "p1", "3"]


def test_minutes_of_the_present_turn_are_not_taken_back() -> None:
    session = late_in("2c", -12, bound(replace(WORKSHOP, activities=(*WORKSHOP.activities[:4], PROTECTED)), 40))
    session.do(c.Minutes(6))
    assert changes(ways(session)[OptionKind.SHRINK]) == [("2c", 18, 9)]
    session.wait(2)
    assert changes(ways(session)[OptionKind.SHRINK]) == [("2c", 18, 9)]
    session.do(c.Minutes(2))
    assert changes(ways(session)[OptionKind.SHRINK]) == [("2c", 20, 11)]
    session.do(ways(session)[OptionKind.SHRINK].replan)
    turn = project(session.state, session.t).turn
    assert turn is not None
    assert (turn.limit_s, turn.left_s) == (11 * 60, 9 * 60)


def test_ending_later_is_on_time_until_the_next_overrun() -> None:
    session = late_in("2a", 6)
    session.do(ways(session)[OptionKind.LATER].replan)
    assert (replan_options(session.state, session.t), project(session.state, session.t).header.margin) == ((), 0)
    session.wait(2)
    assert changes(ways(session)[OptionKind.BREAK]) == [("p1", 15, 13)]


def test_overrun_of_one_group_divides_the_remaining_time_over_the_others() -> None:
    session = late_in("3b", -20)
    assert expected_turns(WORKSHOP, session.state.activity, 12) == 3
    session.wait(10).do(c.NextTurn())
    turn = project(session.state, session.t).turn
    assert turn is not None
    assert (turn.phase, turn.limit_s) == (2, 300)
    session.wait(5).do(c.NextTurn())
    turn = project(session.state, session.t).turn
    assert turn is not None
    assert (turn.phase, turn.limit_s) == (3, 300)


def least(state: State, id: str, t: int) -> int:
    run = run_time(state, t) if id == state.timing.activity else track(state, id).spent
    return max(minimum_of(state.activities[id]) * 1000, run)


@given(ANY, LENGTHS, st.integers(30, 100))
def test_option_has_the_stated_cost_and_spares_protected_activities(moves: list[Move], ms: int, must_end: int) -> None:
    session = after(moves)
    session.t += ms
    if session.mode != Mode.ENDED:
        skipped = tuple(id for id in session.state.activities if session.track(id).skipped)
        session.do(c.Replan({}, skipped, NOON + must_end * MINUTE))
    state, t = session.state, session.t
    due = due_time(state)
    found = all_options(state, t)
    assert due is not None
    assert bool(found) == (end_time(state, t) - due >= MINUTE)
    ahead = {state.timing.activity, *(each.id for each in coming_activities(state))}
    for way in found:
        (event,) = Session(state, t).do(way.replan) or (None,)
        after_it = state if event is None else apply(state, event)
        assert way.end == wall_at(after_it, end_time(after_it, t))
        assert end_time(after_it, t) <= end_time(state, t)
        changed = {change.id for change in way.changes}
        assert changed <= ahead
        for id in state.activities:
            old, new = track(state, id), track(after_it, id)
            if id not in changed:
                assert new == old
            elif not new.skipped:
                assert least(state, id, t) <= new.allotted < old.allotted
        if way.kind == OptionKind.LATER:
            assert due_time(after_it) == end_time(state, t)
        else:
            late = end_time(after_it, t) - due
            assert way.short_s == max(0, late // MINUTE * 60)
            # The header shows the same.
            assert way.short_s == 60 * max(0, -(project(after_it, t).header.margin or 0))
    if found:
        assert found[-1].kind == OptionKind.LATER
        assert len({way.kind for way in found}) == len(found) <= 5
    best = replan_options(state, t)
    assert best[-1:] == found[-1:]
    assert {way.kind for way in best} <= {way.kind for way in found}
    assert (
        len({(*way.replan.allotted.items(), way.replan.skipped, way.replan.must_end) for way in best}) == len(best) <= 4
    )
    # The options that are left out are equal to one that is offered.
    assert len(best) == 4 or all(any(way.replan == other.replan for other in best) for way in found)
    # The best option is offered, and none comes nearer.
    shorts = [min((way.short_s for way in some[:-1]), default=None) for some in (found, best)]
    assert shorts[0] == shorts[1]


def test_shipped_workshop_can_be_planned() -> None:
    assert [each.id for each in shipped().blocks if each.protected] == ["4"]


NEEDING = WORKSHOP.with_activities(
    tuple(replace(each, needs={"2c": ("2b",), "3": ("2c",)}.get(each.id, ())) for each in WORKSHOP.activities)
)


def test_skipping_what_others_need_names_and_saves_them_too() -> None:
    activities = [replace(each, min=each.duration) for each in NEEDING.activities if each.form != Form.BREAK]
    session = bound(NEEDING.with_activities(tuple(activities)), must_end=57 - 30)
    late_in("1", 0, session)
    way = ways(session)[OptionKind.SKIP]
    assert changes(way) == [("2b", 15, 0), ("2c", 12, 0), ("3", 10, 0)]
    assert clock_minutes(way) == 20
    session.do(way.replan)
    assert {each.id for each in coming_activities(session.state) if is_left_out(session.state, each.id)} == {
        "2b",
        "2c",
        "3",
    }
    # Only the first is skipped itself: going back to it brings the others back.
    assert way.replan.skipped == ("2b",)
    session.do(c.Undo())
    assert session.state.fallen == frozenset()


def test_what_a_protected_activity_needs_is_never_skipped() -> None:
    close = replace(CLOSE, needs=("2c",), protected=True)
    session = bound(WORKSHOP.with_activities((EXPLORE, replace(SHARE, skippable=True), close)), must_end=30)
    late_in("1", 5, session)
    assert all("2c" not in way.replan.skipped for way in all_options(session.state, session.t))


@given(ANY, st.integers(0, 40))
def test_no_option_keeps_what_it_takes_the_needs_of(moves: list[Move], late: int) -> None:
    session = bound(NEEDING, must_end=late)
    for ms, what in moves:
        session.t += ms
        if isinstance(what, c.Command):
            session.do(what)
    for way in all_options(session.state, session.t):
        after_it = apply(session.state, Replanned(session.t, way.replan.allotted, way.replan.skipped, None))
        gone = {id for id in session.state.activities if is_left_out(after_it, id)}
        already = {id for id in session.state.activities if is_left_out(session.state, id)}
        named = {change.id for change in way.changes if not change.to_s}
        assert named == gone - already
        for each in NEEDING.activities:
            met = all(id not in gone or ran(session, id) >= session.state.activities[id].min for id in each.needs)
            assert met or each.id in gone or track(session.state, each.id).started is not None


def ran(session: Session, id: str) -> float:
    run = run_time(session.state, session.t) if id == session.at else track(session.state, id).spent
    return run / 1000
