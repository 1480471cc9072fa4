"""Rounds of a repeated activity in a plan and in a session: they stay as long as each other."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.i18n.languages import ReadingSpeed
from luisteren_tui.planning.adaptation import adapt, changed
from luisteren_tui.planning.fitting import Stretch, fit, leaving_out, shrink
from luisteren_tui.planning.forecast import Estimate
from luisteren_tui.planning.plan import (
    Plan,
    add_custom,
    block,
    blocks_meant,
    plan_of,
    planned_workshop,
    skip,
    total,
    with_seconds,
)
from luisteren_tui.planning.rehearsal import with_learned_times
from luisteren_tui.planning.remarks import remarks, rounds_text, skip_text
from luisteren_tui.planning.replan import OptionKind, all_options
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.events import Clock
from luisteren_tui.session.state import begin, track
from luisteren_tui.storage.typed_reader import dump, read
from luisteren_tui.workshop.model import Activity, Each, Form, Turns, Window, Workshop
from tests.session.sample_sessions import (
    BREAK,
    CLOSE,
    EXPLORE,
    MINUTE,
    NOON,
    WORKSHOP,
    Session,
    activity,
    minutes,
    opened,
)


def rounds_of(one: Activity, count: int) -> list[Activity]:
    """Return what an activity becomes if it is repeated."""
    return [
        replace(
            one,
            id=f"{one.id}-{n}",
            title=f"{one.title} ({n}/{count})",
            repeats=one.id,
            round=n,
            rounds=count,
        )
        for n in range(1, count + 1)
    ]


TABLE = activity("2a", "Gesprek", Form.SUBGROUPS, 20, 2)
SWITCH = replace(activity("p1", "Wissel", Form.BREAK, 3, None), min=60)


def cafe(count: int, table: Activity = TABLE, close: Activity = CLOSE) -> Workshop:
    """Return a workshop in which a conversation and a break to change tables are repeated together."""
    inside = [each for pair in zip(rounds_of(table, count), rounds_of(SWITCH, count), strict=True) for each in pair]
    return WORKSHOP.with_activities((EXPLORE, *inside, close))


CAFE = cafe(3)
PLAN = plan_of(CAFE, "a")


def minutes_of(plan: Plan) -> dict[str, float]:
    return {each.id: each.seconds / 60 for each in plan.blocks}


def skipped(plan: Plan) -> list[str]:
    return [each.id for each in plan.blocks if each.skipped]


def rounds_are_equal(plan: Plan) -> bool:
    lengths: dict[str, set[int]] = {}
    for each in plan.blocks:
        if each.repeats:
            lengths.setdefault(each.repeats, set()).add(each.seconds)
    return all(len(of_rounds) == 1 for of_rounds in lengths.values())


EDITS: list[Callable[[Plan, int], Plan]] = [
    lambda plan, n: with_seconds(plan, plan.blocks[n % len(plan.blocks)].id, n * 37),
    lambda plan, n: skip(plan, plan.blocks[n % len(plan.blocks)].id, skipped=n % 3 > 0),
    lambda plan, n: fit(plan, n * 60),
    lambda plan, n: adapt(plan, cafe(n % 4 + 1, replace(TABLE, duration=60 * (n + 1))), "b"),
    lambda plan, n: with_learned_times(plan, {each.id: n * 60 for each in plan.blocks[: n % 9]}),
    lambda plan, n: add_custom(plan, n % 9, "Welkom", 300),
]


@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 99)), max_size=8))
def test_rounds_stay_as_long_as_each_other_whatever_is_changed(
    edits: list[tuple[Callable[[Plan, int], Plan], int]],
) -> None:
    plan = PLAN
    for edit, n in edits:
        plan = edit(plan, n)
        assert rounds_are_equal(plan)
    assert read(Plan, dump(plan)) == (plan, [])


@given(st.integers(1, 6), st.integers(0, 180), st.sets(st.integers(0, 7)))
def test_plan_with_rounds_is_fitted_to_within_a_minute_for_each_other_round(
    count: int, available_min: int, out: set[int]
) -> None:
    plan = plan_of(cafe(count), "a")
    for number in out:
        plan = skip(plan, plan.blocks[number % len(plan.blocks)].id)
    fitted = fit(plan, available_min * 60)
    least = total(fit(plan, 0))
    wanted = max(least, min(total(plan), available_min * 60))
    assert wanted - (count - 1) * 60 <= total(fitted) <= wanted
    assert all(old.min <= new.seconds <= old.seconds for old, new in zip(plan.blocks, fitted.blocks, strict=True))
    assert fit(fitted, available_min * 60) == fitted
    # Nothing that is not repeated is shorter than it has to be.
    shorter = [old for old, new in zip(plan.blocks, fitted.blocks, strict=True) if new.seconds < old.seconds]
    assert wanted - total(fitted) < 60 or all(each.repeats for each in shorter)


@given(
    st.lists(st.tuples(st.integers(1, 1500), st.integers(0, 1500), st.sampled_from("ab ")), min_size=1, max_size=7),
    st.integers(0, 4000),
)
def test_no_round_is_longer_than_another_that_could_be_as_short(
    found: list[tuple[int, int, str]], too_long: int
) -> None:
    stretches = [Stretch(seconds, min(least, seconds), repeats=name.strip()) for seconds, least, name in found]
    lengths = shrink(stretches, too_long)
    assert all(one.whole_minimum <= length <= one.seconds for one, length in zip(stretches, lengths, strict=True))
    for one, length in zip(stretches, lengths, strict=True):
        for other, shorter in zip(stretches, lengths, strict=True):
            if one.repeats and one.repeats == other.repeats and shorter < length:
                # It can't be that short, or the other never was longer.
                assert length == one.whole_minimum or shorter == other.seconds


def test_minute_more_for_one_round_is_one_for_all() -> None:
    assert minutes_of(with_seconds(PLAN, "2a-2", 22 * 60)) == {
        **minutes_of(PLAN),
        **dict.fromkeys(("2a-1", "2a-2", "2a-3"), 22),
    }


def test_rounds_are_shortened_by_whole_minutes_together() -> None:
    plan = fit(PLAN, total(PLAN) - 9 * 60)
    assert {id: plan_min for id, plan_min in minutes_of(plan).items() if plan_min != minutes_of(PLAN)[id]} == {
        "p1-1": 1,
        "p1-2": 1,
        "p1-3": 1,
        "2a-1": 19,
        "2a-2": 19,
        "2a-3": 19,
    }


def test_round_that_is_put_back_is_as_long_as_the_others() -> None:
    plan = fit(skip(PLAN, "2a-3"), 50 * 60)
    assert block(plan, "2a-1").seconds < 20 * 60
    assert rounds_are_equal(skip(plan, "2a-3", skipped=False))


def test_protected_round_keeps_the_length_of_the_others() -> None:
    plan = plan_of(CAFE, "a")
    plan = plan.with_blocks(tuple(replace(each, protected=each.id == "2a-1") for each in plan.blocks))
    fitted = fit(plan, 0)
    assert [block(fitted, f"2a-{n}").seconds for n in (1, 2, 3)] == [20 * 60] * 3


def test_last_round_is_left_out_first() -> None:
    plan = plan_of(cafe(3, replace(TABLE, skippable=True)), "a")
    without = leaving_out(plan, 60 * 60)
    assert without is not None
    assert without.block.id == "2a-3"
    again = leaving_out(without.plan, 30 * 60)
    assert again is not None
    assert again.block.id == "2a-2"


@given(st.integers(1, 4), st.lists(st.sampled_from(["2a", "p1", "2a-1", "2a-3", "3", "1"]), max_size=5))
def test_nothing_is_left_without_a_round_that_it_needs(count: int, ids: list[str]) -> None:
    close = replace(CLOSE, needs=tuple(f"2a-{n}" for n in range(1, count + 1)))
    switch = [replace(each, needs=(f"2a-{each.round}",)) for each in rounds_of(SWITCH, count)]
    made = WORKSHOP.with_activities((EXPLORE, *rounds_of(TABLE, count), *switch, close))
    plan = plan_of(made, "a")
    for id in ids:
        for each in blocks_meant(plan, id):
            plan = skip(plan, each.id)
    out = {*skipped(plan)}
    assert all(each.id in out or out.isdisjoint(each.needs) for each in plan.blocks)
    assert all(each.id in out for id in ids for each in blocks_meant(plan, id))


def test_plain_id_means_all_rounds() -> None:
    assert [each.id for each in blocks_meant(PLAN, "2a")] == ["2a-1", "2a-2", "2a-3"]
    assert [each.id for each in blocks_meant(PLAN, "2a-2")] == ["2a-2"]
    assert blocks_meant(PLAN, "9") == ()


def test_what_is_meant_can_be_called_by_its_label() -> None:
    ids = {"1": "open", "2a-1": "talk-1", "2a-2": "talk-2"}
    blocks = [
        replace(each, id=ids[each.id], repeats="talk" if each.repeats else "", label=each.id)
        for each in PLAN.blocks
        if each.id in ids
    ]
    plan = PLAN.with_blocks((*blocks, replace(block(PLAN, "3"), id="2a-1")))
    meant = {id: [each.id for each in blocks_meant(plan, id)] for id in ("1", "2a", "2a-2", "2a-1", "talk")}
    rounds = ["talk-1", "talk-2"]
    assert meant == {"1": ["open"], "2a": rounds, "2a-2": ["talk-2"], "2a-1": ["2a-1"], "talk": rounds}


def test_leaving_out_one_round_leaves_out_what_needs_all_of_them() -> None:
    needs_all = plan_of(cafe(3, close=replace(CLOSE, needs=("2a-1", "2a-2", "2a-3"))), "a")
    assert skipped(skip(needs_all, "2a-3")) == ["2a-3", "3"]
    needs_one = plan_of(cafe(3, close=replace(CLOSE, needs=("2a-1",))), "a")
    assert skipped(skip(needs_one, "2a-3")) == ["2a-3"]


def test_rounds_that_are_held_are_numbered_without_those_left_out() -> None:
    workshop, _planned, _skipped = planned_workshop(CAFE, skip(PLAN, "2a-2"))
    titles = {each.id: each.title for each in workshop.activities if each.repeats == "2a"}
    assert titles == {"2a-1": "Gesprek (1/2)", "2a-2": "Gesprek (2/3)", "2a-3": "Gesprek (2/2)"}
    workshop, _planned, _skipped = planned_workshop(named(CAFE), skip(plan_of(named(CAFE), "a"), "2a-2"))
    assert [each.title for each in workshop.activities if each.repeats == "2a"] == ["Ronde 1", "Ronde 2", "Ronde 3"]


def test_rounds_learn_what_one_of_them_took_on_average() -> None:
    taken = {"2a-1": 25 * 60, "2a-2": 21 * 60, "2a-3": 20 * 60}
    assert minutes_of(with_learned_times(PLAN, taken))["2a-3"] == 22
    assert with_learned_times(PLAN, {"2a-1": 21 * 60, "2a-2": 19 * 60}) == PLAN


def said(plan: Plan, workshop: Workshop) -> list[str]:
    return [problem.message.format(**problem.values) for problem in changed(plan, workshop, "b")]


def test_saved_plan_keeps_its_changes_when_there_are_other_rounds() -> None:
    plan = with_seconds(PLAN, "2a-1", 15 * 60)
    plan = skip(add_custom(plan, 5, "Rust", 300), "2a-3")
    more = adapt(plan, cafe(4), "b")
    assert [each.id for each in more.blocks] == [
        *("1", "2a-1", "p1-1", "2a-2", "p1-2", "own.1", "2a-3", "p1-3", "2a-4", "p1-4", "3"),
    ]
    assert (minutes_of(more)["2a-4"], skipped(more)) == (15, ["2a-3"])
    assert said(plan, cafe(4)) == [
        "'Gesprek' has 4 rounds now, not 3.",
        "'Wissel' has 4 rounds now, not 3.",
    ]
    assert [each.id for each in adapt(plan, cafe(1), "b").blocks] == ["1", "2a-1", "p1-1", "own.1", "3"]


def test_custom_block_after_a_round_that_is_gone_stays_after_what_came_before_that() -> None:
    plan = add_custom(PLAN, 6, "Rust", 300)
    assert [each.id for each in plan.blocks][5:8] == ["2a-3", "own.1", "p1-3"]
    assert [each.id for each in adapt(plan, cafe(2), "b").blocks][3:] == ["2a-2", "p1-2", "own.1", "3"]


def test_saved_plan_keeps_its_changes_when_something_is_repeated_or_no_longer() -> None:
    single = WORKSHOP.with_activities((EXPLORE, TABLE, CLOSE))
    plan = add_custom(with_seconds(plan_of(single, "a"), "2a", 15 * 60), 2, "Rust", 300)
    repeated = WORKSHOP.with_activities((EXPLORE, *rounds_of(TABLE, 2), CLOSE))
    now = adapt(plan, repeated, "b")
    assert minutes_of(now) == {"1": 15, "2a-1": 15, "2a-2": 15, "own.1": 5, "3": 10}
    assert said(plan, repeated) == ["'Gesprek' has 2 rounds now, not 1."]
    assert adapt(now, single, "a") == plan
    assert said(now, single) == ["'Gesprek' is no longer repeated."]
    assert said(plan_of(single, "a"), WORKSHOP.with_activities((EXPLORE, *rounds_of(SWITCH, 2)))) == [
        "'Wissel' (2 × 3 min) is new in the workshop.",
        "'Gesprek' is no longer in the workshop.",
        "'Afronding' is no longer in the workshop.",
    ]


def named(workshop: Workshop) -> Workshop:
    """Return the workshop in which each round has a title of its own."""
    return workshop.with_activities(
        tuple(replace(each, title=f"Ronde {each.round}") if each.repeats else each for each in workshop.activities)
    )


def test_rounds_with_titles_of_their_own_are_told_by_those() -> None:
    two, three = (named(WORKSHOP.with_activities((*rounds_of(TABLE, n), CLOSE))) for n in (2, 3))
    assert said(plan_of(two, "a"), three) == ["'Ronde 3' (20 min) is new in the workshop."]
    assert said(plan_of(three, "a"), two) == ["'Ronde 3' is no longer in the workshop."]
    assert rounds_text(plan_of(two, "a"), "2a-1") == "All 2 rounds: 20 min each."
    needing = two.with_activities((*two.activities[:2], replace(CLOSE, needs=("2a-1", "2a-2"))))
    plan = plan_of(needing, "a")
    after = skip(skip(plan, "2a-1"), "2a-2")
    assert skip_text(plan, after, "2a-1", "2a-2") == "“Afronding” is left out too: it needs “Ronde 1”, “Ronde 2”."


def test_change_of_all_rounds_is_told_once() -> None:
    longer = cafe(3, replace(TABLE, title="Tafel", duration=25 * 60))
    assert said(PLAN, longer) == ["'Gesprek' is called 'Tafel' now.", "'Tafel' takes 25 min now, not 20."]


# In a session


def running(workshop: Workshop = CAFE) -> Session:
    session = Session(apply(begin(opened(workshop)), Clock(0, NOON, 5000, "boot")))
    session.do(c.Toggle())
    return session


def late_in(id: str, late: float, workshop: Workshop = CAFE) -> Session:
    session = running(workshop)
    while session.at != id:
        session.wait(session.track(session.at).allotted / MINUTE).do(c.Next())
    return session.wait(session.track(id).allotted / MINUTE + late)


def option(session: Session, kind: OptionKind) -> list[tuple[str, float, float]]:
    found = next(each for each in all_options(session.state, session.t) if each.kind == kind)
    return [(change.id, change.from_s / 60, change.to_s / 60) for change in found.changes]


def test_replanned_rounds_are_as_long_as_each_other() -> None:
    changes = option(late_in("1", 9), OptionKind.SHRINK)
    assert [each for each in changes if each[0].startswith("2a")] == [
        ("2a-1", 20, 18),
        ("2a-2", 20, 18),
        ("2a-3", 20, 18),
    ]


def test_round_that_has_run_longer_does_not_keep_the_others_from_being_shorter() -> None:
    session = late_in("1", 20)
    session.do(c.Next())
    session.wait(17)
    lengths = {id: to for id, _from, to in option(session, OptionKind.SHRINK) if id.startswith("2a")}
    assert lengths["2a-1"] == 17
    assert lengths["2a-2"] == lengths["2a-3"] < 17


def test_all_rounds_of_a_break_become_shorter() -> None:
    assert option(late_in("1", 3), OptionKind.BREAK) == [("p1-1", 3, 2), ("p1-2", 3, 2), ("p1-3", 3, 2)]


def test_break_that_makes_up_for_most_becomes_shorter() -> None:
    workshop = cafe(2)
    workshop = workshop.with_activities((*workshop.activities, replace(BREAK, id="p9")))
    assert option(late_in("1", 6, workshop), OptionKind.BREAK) == [("p9", 15, 9)]


def test_last_round_is_the_one_to_skip() -> None:
    session = late_in("1", 15, cafe(3, replace(TABLE, skippable=True)))
    assert option(session, OptionKind.SKIP) == [("2a-3", 20, 0)]


@pytest.mark.parametrize("late", [5, 21, 45, 70])
def test_replanning_a_round_never_makes_coming_rounds_differ(late: float) -> None:
    session = late_in("2a-1", late, cafe(4, replace(TABLE, skippable=True)))
    for each in all_options(session.state, session.t):
        session.do(each.replan)
        coming = {
            track(session.state, one.id).allotted
            for one in session.state.opened.workshop.activities
            if one.repeats == "2a" and one.id != "2a-1" and not track(session.state, one.id).skipped
        }
        assert len(coming) <= 1
        session.do(c.Undo())


def test_rounds_get_one_remark() -> None:
    turns = Turns(Each.PARTICIPANT, Window(minutes(9), minutes(9)))
    made = cafe(3, replace(TABLE, form=Form.PLENARY, turns=turns, instruction="woord " * 400))
    found = remarks(made, plan_of(made, ""), Estimate(0, 0, 0), {}, ReadingSpeed(130, 200), date(2026, 11, 24))
    about = [line.partition(":")[0] for line in found if line.startswith("“Gesprek")]
    assert about == ["“Gesprek”", "“Gesprek”"]
