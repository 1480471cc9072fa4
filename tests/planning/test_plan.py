"""Plans: changing them, checking whether they fit, making them fit, and adapting them to a changed workshop."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.planning.adaptation import OTHER_CHANGE, adapt, changed
from luisteren_tui.planning.fitting import Stretch, fit, leaving_out, shrink
from luisteren_tui.planning.plan import (
    MAX_BLOCK_S,
    Block,
    Plan,
    add_custom,
    also_changed,
    available_s,
    block,
    block_times,
    change_custom,
    minutes_between,
    missing_needs,
    move,
    plan_of,
    planned_workshop,
    remove_custom,
    shortage_s,
    skip,
    total,
    with_needs,
    with_seconds,
)
from luisteren_tui.planning.plan_dates import InvalidTime, name_remark, read_time, rehearsal_must_end_wall
from luisteren_tui.storage.typed_reader import dump, read
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.system.package import content_dir
from luisteren_tui.workshop.model import Activity, Duration, Each, Form, Turns, Window, Workshop
from tests.session.sample_sessions import (
    ACTIVITIES,
    BREAK,
    CLOSE,
    EXPLORE,
    READ,
    SHARE,
    SWAP,
    WORKSHOP,
    activity,
    minutes,
)

PLAN = plan_of(WORKSHOP, "a")


def shipped() -> Plan:
    loaded = load(content_dir() / "luisteren.yaml")
    assert loaded.workshop is not None
    return plan_of(loaded.workshop, loaded.sha256)


def lengths(plan: Plan) -> dict[str, float]:
    return {each.id: each.seconds / 60 for each in plan.blocks if not each.skipped}


def ids(plan: Plan) -> list[str]:
    return [each.id for each in plan.blocks]


@st.composite
def blocks(draw: st.DrawFn, seconds: st.SearchStrategy[int], number: int) -> Block:
    length = draw(seconds)
    least = draw(st.integers(0, length))
    protected, skippable, skipped = draw(st.tuples(*[st.booleans()] * 3))
    form = draw(st.sampled_from([Form.PLENARY, Form.BREAK]))
    return Block(
        id=str(number),
        title="",
        form=form,
        seconds=Duration(length),
        min=Duration(least),
        protected=protected,
        skippable=skippable,
        step=1,
        skipped=skipped,
        original=length,
    )


def plans(seconds: st.SearchStrategy[int]) -> st.SearchStrategy[Plan]:
    several = st.integers(1, 7).flatmap(lambda n: st.tuples(*(blocks(seconds, number) for number in range(n))))
    return several.map(lambda found: Plan("w", "a", found))


WHOLE = plans(st.integers(1, 45).map(lambda n: n * 60))
ANY_PLAN = WHOLE | plans(st.integers(1, 2700))
TIME = st.integers(0, 5 * 3600)


def whole(seconds: int) -> int:
    return -(-seconds // 60) * 60


def least(plan: Plan) -> int:
    """Return the shortest time that a plan can take, in whole minutes."""
    return sum(
        each.seconds if each.protected else min(each.seconds, whole(each.min))
        for each in plan.blocks
        if not each.skipped
    )


@given(ANY_PLAN, TIME)
def test_fit_is_exact_or_reports_the_shortage(plan: Plan, seconds: int) -> None:
    fitted = fit(plan, seconds)
    assert total(fitted) == max(least(plan), min(total(plan), seconds))
    assert shortage_s(fitted, seconds) == max(0, least(plan) - seconds)


@given(ANY_PLAN, TIME)
def test_fit_keeps_blocks_between_minimum_and_original(plan: Plan, seconds: int) -> None:
    for before, now in zip(plan.blocks, fit(plan, seconds).blocks, strict=True):
        assert min(before.min, before.seconds) <= now.seconds <= before.seconds


@given(ANY_PLAN, TIME)
def test_fit_changes_only_lengths_and_spares_protected_and_skipped_blocks(plan: Plan, seconds: int) -> None:
    for before, now in zip(plan.blocks, fit(plan, seconds).blocks, strict=True):
        assert replace(now, seconds=before.seconds) == before
        if before.protected or before.skipped:
            assert now == before


@given(ANY_PLAN, TIME)
def test_plan_that_fits_stays_as_it_is(plan: Plan, seconds: int) -> None:
    once = fit(plan, seconds)
    assert fit(once, seconds) == once


@given(ANY_PLAN, TIME, st.integers(0, 3600))
def test_more_time_never_makes_a_block_shorter(plan: Plan, seconds: int, more: int) -> None:
    for less, now in zip(fit(plan, seconds).blocks, fit(plan, seconds + more).blocks, strict=True):
        assert now.seconds >= less.seconds


@given(WHOLE, st.integers(0, 300))
def test_fit_keeps_whole_minutes(plan: Plan, available_min: int) -> None:
    assert all(each.seconds % 60 == 0 for each in fit(plan, available_min * 60).blocks)


@given(ANY_PLAN, TIME)
def test_breaks_and_skippable_blocks_are_shortened_before_others(plan: Plan, seconds: int) -> None:
    fitted = fit(plan, seconds)
    pairs = list(zip(plan.blocks, fitted.blocks, strict=True))
    first = [(old, new) for old, new in pairs if old.skippable or old.form == Form.BREAK]
    if any(old != new for old, new in pairs if (old, new) not in first):
        assert all(
            new.seconds == min(old.seconds, whole(old.min)) or old.protected or old.skipped for old, new in first
        )


@given(WHOLE, st.integers(0, 300))
def test_blocks_are_shortened_in_proportion_to_what_they_can_spare(plan: Plan, available_min: int) -> None:
    fitted = fit(plan, available_min * 60)
    for first in (True, False):
        able = [
            (old.seconds - whole(old.min), old.seconds - new.seconds)
            for old, new in zip(plan.blocks, fitted.blocks, strict=True)
            if (old.skippable or old.form == Form.BREAK) == first
            and not (old.protected or old.skipped)
            and old.seconds > whole(old.min)
        ]
        all_given = sum(given for _, given in able)
        for can, given_s in able:
            # Rounding to minutes moves a block from its share by at most half a minute for each block.
            assert abs(given_s - all_given * can / sum(can for can, _ in able)) <= 30 * len(able) + 60


def test_more_time_never_makes_a_stretch_shorter() -> None:
    """Rounding by largest remainders would take two of ten minutes from the third stretch, but one of eleven."""
    stretches = [Stretch(6 * 60, 0), Stretch(6 * 60, 0), Stretch(2 * 60, 0)]
    given_to_third = [2 * 60 - shrink(stretches, n * 60)[2] for n in range(15)]
    assert given_to_third == sorted(given_to_third)
    assert shrink(stretches, 7 * 60) == [180, 180, 60]


def test_shrink_keeps_whole_minutes_in_all_but_one_stretch() -> None:
    assert shrink([Stretch(630, 300), Stretch(600, 300)], 90) == [600, 540]
    assert shrink([Stretch(600, 301), Stretch(45, 10)], 600) == [360, 45]


def test_shipped_workshop_fits_in_90_minutes_without_its_break() -> None:
    fitted = fit(skip(shipped(), "p1"), 90 * 60)
    assert shortage_s(fitted, 90 * 60) == 0
    assert lengths(fitted) == {"1": 12, "2a": 4, "2b": 14, "2c": 8, "3a": 21, "3b": 16, "4": 15}


def test_break_of_the_shipped_workshop_is_shortened_first() -> None:
    fitted = fit(shipped(), 116 * 60)
    assert (shortage_s(fitted, 116 * 60), lengths(fitted)["p1"], lengths(fitted)["2b"]) == (0, 11, 15)


def test_skipping_is_offered_when_it_saves_time_for_other_blocks() -> None:
    assert leaving_out(shipped(), 110 * 60) is None
    without = leaving_out(shipped(), 90 * 60)
    assert without is not None
    assert (without.block.id, without.plan, without.kept_s) == ("p1", skip(shipped(), "p1"), 300)
    short_of_time = leaving_out(shipped(), 60 * 60)
    assert short_of_time is not None
    assert short_of_time.kept_s == 0
    assert leaving_out(skip(shipped(), "p1"), 60 * 60) is None


def test_fit_leaves_each_block_at_least_its_minimum() -> None:
    for plan in (shipped(), PLAN):
        assert [each.minimum for each in plan.blocks] == [each.seconds for each in fit(plan, 0).blocks]
    sevens = plan_of(replace(WORKSHOP, activities=(activity("1", "", Form.PLENARY, 7, 1),)), "a")
    assert [each.minimum for each in sevens.blocks] == [300]


def test_fit_skips_nothing() -> None:
    fitted = fit(shipped(), 30 * 60)
    assert shortage_s(fitted, 30 * 60) == total(fitted) - 30 * 60 > 0
    assert not any(each.skipped for each in fitted.blocks)


def test_fit_keeps_the_time_around_turns() -> None:
    turns = Turns(Each.ROLE, Window(minutes(1), minutes(2)), prepare=minutes(4), after=minutes(8))
    plan = plan_of(replace(WORKSHOP, activities=(replace(SWAP, turns=turns),)), "a")
    assert lengths(fit(plan, 0)) == {"2b": 12}
    short_turns = replace(SWAP, turns=replace(turns, prepare=minutes(20)))
    assert lengths(fit(plan_of(replace(WORKSHOP, activities=(short_turns,)), "a"), 0)) == {"2b": 15}


def test_new_plan_follows_the_workshop() -> None:
    assert lengths(PLAN) == {"1": 15, "2a": 5, "2b": 15, "2c": 12, "p1": 15, "3": 10}
    assert (total(PLAN), PLAN.participants, PLAN.workshop_id, PLAN.sha256) == (72 * 60, 12, "luisteren", "a")
    assert block(PLAN, "p1").skippable
    with pytest.raises(KeyError):
        block(PLAN, "9")


def test_block_length_is_between_a_minute_and_a_day() -> None:
    assert lengths(with_seconds(PLAN, "2a", 7 * 60))["2a"] == 7
    assert block(with_seconds(PLAN, "2a", -5), "2a").seconds == 60
    assert block(with_seconds(PLAN, "2a", 10**9), "2a").seconds == MAX_BLOCK_S
    assert total(fit(with_seconds(PLAN, "2a", 60), 0)) == total(fit(PLAN, 0)) - 120


def test_skipped_block_keeps_its_place_and_takes_no_time() -> None:
    plan = skip(PLAN, "2a")
    assert total(plan) == 67 * 60
    assert block_times(plan)[:3] == ((0, 900), (900, 900), (900, 1800))
    assert skip(plan, "2a", skipped=False) == PLAN


def needing(**needs: tuple[str, ...]) -> Workshop:
    """Return the workshop in which activities need others: `a2c` stands for 2c."""
    by_id = {id[1:]: each for id, each in needs.items()}
    return WORKSHOP.with_activities(tuple(replace(each, needs=by_id.get(each.id, ())) for each in ACTIVITIES))


NEEDING = plan_of(needing(a2b=("2a",), a2c=("2b", "1"), ap1=("1",), a3=("p1",)), "a")


def skipped(plan: Plan) -> list[str]:
    return [each.id for each in plan.blocks if each.skipped]


def test_skipping_a_block_skips_what_needs_it_and_putting_it_back_brings_that_back() -> None:
    plan = skip(NEEDING, "2a")
    assert skipped(plan) == ["2a", "2b", "2c"]
    assert [each.id for each in also_changed(NEEDING, plan, "2a")] == ["2b", "2c"]
    assert skip(plan, "2a", skipped=False) == NEEDING
    assert skipped(skip(skip(plan, "1"), "2a", skipped=False)) == ["1", "2c", "p1", "3"]
    assert [each.id for each in missing_needs(plan, block(plan, "2c"))] == ["2b"]


def test_putting_a_block_back_brings_back_what_it_needs() -> None:
    plan = skip(skip(NEEDING, "2a"), "1")
    assert skipped(skip(plan, "2b", skipped=False)) == ["1", "2c", "p1", "3"]
    assert skipped(skip(plan, "2c", skipped=False)) == ["p1", "3"]


def test_break_stays_after_what_it_needs_and_before_what_needs_it() -> None:
    assert ids(move(NEEDING, "p1", -9)) == ["1", "p1", "2a", "2b", "2c", "3"]
    assert ids(move(NEEDING, "p1", 9)) == ids(NEEDING)


def needs_are_met(plan: Plan) -> bool:
    out = {*skipped(plan)}
    return all(each.skipped or out.isdisjoint(each.needs) for each in plan.blocks)


@given(st.lists(st.tuples(st.sampled_from([each.id for each in ACTIVITIES]), st.booleans()), max_size=8))
def test_no_plan_has_a_block_without_what_it_needs(edits: list[tuple[str, bool]]) -> None:
    plan = NEEDING
    for id, out in edits:
        plan = skip(plan, id, skipped=out)
        assert needs_are_met(plan)
        assert block(plan, id).skipped == out
    assert read(Plan, dump(plan)) == (plan, [])


def test_saved_plan_that_skips_what_is_needed_now_skips_what_needs_it() -> None:
    saved = skip(PLAN, "2b")
    now = needing(a2c=("2b",))
    adapted = adapt(saved, now, "b")
    assert skipped(adapted) == ["2b", "2c"]
    said = [problem.message.format(**problem.values) for problem in changed(saved, now, "b")]
    assert said == [
        "'Delen per groep' is left out now: it needs 'Perspectiefwisseling in tweetallen', which this plan skips.",
    ]
    assert changed(adapted, now, "b") == []


def test_needs_that_a_saved_plan_meets_are_not_told() -> None:
    assert [problem.message for problem in changed(PLAN, needing(a2c=("2b",)), "b")] == [OTHER_CHANGE]


def test_leaving_out_offers_nothing_that_takes_what_is_protected() -> None:
    needs_the_break = replace(CLOSE, needs=("p1",))
    without = leaving_out(plan_of(renewed(EXPLORE, BREAK, needs_the_break), "a"), 20 * 60)
    assert without is not None
    assert (without.block.id, [each.id for each in without.others]) == ("p1", ["3"])
    protected = replace(needs_the_break, protected=True)
    assert leaving_out(plan_of(renewed(EXPLORE, BREAK, protected), "a"), 20 * 60) is None


@given(ANY_PLAN, st.data(), TIME)
def test_leaving_out_never_takes_what_is_protected_and_takes_all_that_needs_it(
    plan: Plan, data: st.DataObject, seconds: int
) -> None:
    count = len(plan.blocks)
    pairs = [(str(place), str(before)) for place in range(count) for before in range(place)]
    chosen = data.draw(st.lists(st.sampled_from(pairs), max_size=4)) if pairs else []
    needs = {id: tuple(need for each, need in chosen if each == id) for id, _need in chosen}
    plan = with_needs(plan.with_blocks(tuple(replace(each, needs=needs.get(each.id, ())) for each in plan.blocks)))
    without = leaving_out(plan, seconds)
    if without is not None:
        assert needs_are_met(without.plan)
        gone = {*skipped(without.plan)} - {*skipped(plan)}
        assert gone == {without.block.id, *(each.id for each in without.others)}
        assert not any(block(plan, id).protected for id in gone)


def test_only_breaks_and_custom_blocks_can_be_moved() -> None:
    assert ids(move(PLAN, "p1", -2)) == ["1", "2a", "p1", "2b", "2c", "3"]
    assert ids(move(PLAN, "p1", 9))[-1] == ids(move(PLAN, "p1", -9))[0] == "p1"
    assert move(PLAN, "2a", 1) == PLAN


def test_custom_blocks_can_be_added_and_removed() -> None:
    plan = add_custom(PLAN, 0, "Welkom", 300, "Fijn dat je er bent.")
    plan = add_custom(plan, 7, "Evaluatie", 300)
    assert (ids(plan)[0], ids(plan)[-1], total(plan)) == ("own.1", "own.2", 82 * 60)
    assert add_custom(remove_custom(plan, "own.1"), 0, "Welkom", 0).blocks[0].id == "own.1"
    assert remove_custom(plan, "2a") == plan
    assert lengths(fit(plan, 0))["own.1"] == 3


@pytest.mark.parametrize(
    ("start", "end", "long"),
    [(810, 930, 120), (1380, 60, 120), (840, 120, 720), (840, 121, None), (600, 600, None), (0, 1439, 1439)],
)
def test_end_before_the_start_is_tomorrow_up_to_twelve_hours_later(start: int, end: int, long: int | None) -> None:
    plan = replace(PLAN, start=start, must_end=end)
    assert minutes_between(start, end) == long
    assert available_s(plan) == (None if long is None else long * 60)


def test_shortage_is_known_only_with_start_and_end() -> None:
    assert shortage_s(PLAN, 60 * 60) == 12 * 60
    assert shortage_s(PLAN, 90 * 60) == shortage_s(PLAN, None) == 0
    assert available_s(replace(PLAN, must_end=870)) is None


def test_planned_workshop_is_a_copy_in_the_order_of_the_plan() -> None:
    plan = skip(with_seconds(add_custom(move(PLAN, "p1", -9), 1, "Welkom", 300, "Fijn!"), "2a", 240), "2c")
    workshop, planned, skipped = planned_workshop(WORKSHOP, plan)
    assert [each.id for each in workshop.activities] == ["p1", "own.1", "1", "2a", "2b", "2c", "3"]
    assert (planned["2a"], planned["own.1"], planned["2c"], skipped) == (240, 300, 720, ("2c",))
    own = workshop.activities[1]
    assert (own.title, own.instruction, own.form, own.step, own.min) == ("Welkom", "Fijn!", Form.PLENARY, None, 180)
    assert workshop.activities[2] == EXPLORE
    with pytest.raises(KeyError):
        planned_workshop(replace(WORKSHOP, activities=(EXPLORE,)), plan)


EDITS: list[Callable[[Plan, int], Plan]] = [
    lambda plan, n: with_seconds(plan, ids(plan)[n % len(plan.blocks)], n * 37),
    lambda plan, n: skip(plan, ids(plan)[n % len(plan.blocks)]),
    lambda plan, n: move(plan, ids(plan)[n % len(plan.blocks)], n % 9 - 4),
    lambda plan, n: add_custom(plan, n % 9, "Welkom", 300, "Fijn!"),
    lambda plan, n: fit(plan, n * 60),
]
EDITED = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 99)), max_size=8)


def edited(edits: list[tuple[Callable[[Plan, int], Plan], int]]) -> Plan:
    plan = PLAN
    for edit, n in edits:
        plan = edit(plan, n)
    return plan


@given(EDITED)
def test_adapting_to_the_same_workshop_changes_nothing(edits: list[tuple[Callable[[Plan, int], Plan], int]]) -> None:
    plan = edited(edits)
    assert adapt(plan, WORKSHOP, "a") == plan
    assert changed(plan, WORKSHOP, "a") == []
    assert read(Plan, dump(plan)) == (plan, [])


@given(EDITED, st.permutations([*ACTIVITIES, activity("5", "Nieuw", Form.PLENARY, 4, 3)]), st.integers(1, 7))
def test_adapted_plan_has_the_workshop_blocks_and_the_custom_ones(
    edits: list[tuple[Callable[[Plan, int], Plan], int]], order: list[Activity], count: int
) -> None:
    workshop, plan = replace(WORKSHOP, activities=tuple(order[:count])), edited(edits)
    adapted = adapt(plan, workshop, "b")
    own = [each.id for each in plan.blocks if each.own]
    assert sorted(ids(adapted)) == sorted([*own, *(each.id for each in workshop.activities)])
    fixed = [each.id for each in workshop.activities if each.form != Form.BREAK]
    assert [each.id for each in adapted.blocks if not each.movable] == fixed
    assert changed(plan, workshop, "b") != []
    assert changed(adapted, workshop, "b") == []
    planned_workshop(workshop, adapted)


def renewed(*activities: Activity) -> Workshop:
    return replace(WORKSHOP, activities=activities)


def test_changes_are_reported_and_planned_values_kept() -> None:
    plan = add_custom(with_seconds(skip(move(PLAN, "p1", -2), "2c"), "2b", 1080), 3, "Welkom", 300)
    assert ids(plan) == ["1", "2a", "p1", "own.1", "2b", "2c", "3"]
    now = renewed(
        replace(EXPLORE, duration=minutes(20), title="Begin"),
        activity("1b", "Nieuw", Form.PLENARY, 4, 1),
        replace(SWAP, duration=minutes(10)),
        replace(SHARE, skippable=True),
        BREAK,
        CLOSE,
    )
    said = [problem.message.format(**problem.values) for problem in changed(plan, now, "b")]
    assert said == [
        "'Nieuw' (4 min) is new in the workshop.",
        "'Lezen' is no longer in the workshop.",
        "'Verkenning' is called 'Begin' now.",
        "'Begin' takes 20 min now, not 15.",
        "'Perspectiefwisseling in tweetallen' takes 10 min now, not 15.",
        "Whether 'Delen per groep' may be shortened or skipped has changed.",
    ]
    adapted = adapt(plan, now, "b")
    assert ids(adapted) == ["1", "p1", "own.1", "1b", "2b", "2c", "3"]
    assert lengths(adapted) == {"1": 20, "p1": 15, "own.1": 5, "1b": 4, "2b": 18, "3": 10}
    assert adapted.sha256 == "b"


@pytest.mark.parametrize(
    ("planned", "now", "said"),
    [
        (14, {"min": minutes(14)}, "The minimum of 'Perspectiefwisseling in tweetallen' is 14 min now, not 9."),
        (
            14,
            {"min": minutes(15)},
            "The minimum of 'Perspectiefwisseling in tweetallen' is 15 min now; the plan gives 14.",
        ),
        (15, {"form": Form.SUBGROUPS}, "The way the group works in 'Perspectiefwisseling in tweetallen' has changed."),
        (
            15,
            {"protected": True},
            "Whether 'Perspectiefwisseling in tweetallen' may be shortened or skipped has changed.",
        ),
        (
            15,
            {"duration": minutes(20), "min": minutes(12)},
            "'Perspectiefwisseling in tweetallen' takes 20 min now, not 15.",
        ),
    ],
)
def test_each_changed_rule_is_reported(planned: int, now: dict[str, Any], said: str) -> None:
    plan = with_seconds(PLAN, "2b", planned * 60)
    other = renewed(*(replace(each, **now) if each.id == "2b" else each for each in ACTIVITIES))
    assert [problem.message.format(**problem.values) for problem in changed(plan, other, "b")] == [said]
    # The planned values stay until somebody changes them.
    assert lengths(adapt(plan, other, "b"))["2b"] == (20 if "duration" in now else planned)
    assert changed(skip(with_seconds(PLAN, "2b", 840), "2b"), renewed(*ACTIVITIES), "b")[0].message == OTHER_CHANGE


def test_change_of_text_only_is_reported_as_such() -> None:
    now = renewed(*(replace(each, instruction="Anders") for each in ACTIVITIES))
    assert [problem.message for problem in changed(PLAN, now, "b")] == [OTHER_CHANGE]
    assert adapt(PLAN, now, "b") == replace(PLAN, sha256="b")


def test_adapt_repairs_a_tampered_plan() -> None:
    twice = replace(PLAN, blocks=(*PLAN.blocks, PLAN.blocks[4], PLAN.blocks[0]))
    assert changed(twice, WORKSHOP, "a") == [*changed(PLAN, WORKSHOP, "b")]
    assert adapt(twice, WORKSHOP, "a") == PLAN
    assert ids(adapt(replace(PLAN, blocks=()), renewed(READ, BREAK), "a")) == ["2a", "p1"]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *((text, 810) for text in ("13:30", "13.30", "1330", "13u30", "13h30", " 13:30 ", "13 u 30", "13U30")),
        *((text, 540) for text in ("9:00", "9", "9u", "9 uur", "09.00", "900")),
        *((text, 0) for text in ("0:00", "00:00", "0")),
        *((text, None) for text in ("", "x", "25:00", "24:00", "9:5", "9:60", "13:", "99", "13:30:00", "-1", "१३:३०")),
    ],
)
def test_read_time_accepts_common_notations(text: str, minutes: int | None) -> None:
    if minutes is None:
        with pytest.raises(InvalidTime):
            read_time(text)
    else:
        assert read_time(text) == minutes


def test_change_custom_sets_title_length_and_text() -> None:
    plan = change_custom(add_custom(PLAN, 2, "Welkom", 300), "own.1", "Start", 600, "Een.\nTwee.")
    own = block(plan, "own.1")
    assert (own.title, own.seconds, own.min, own.text, own.original) == ("Start", 600, 360, "Een.\nTwee.", 600)
    assert ids(plan)[2] == "own.1"
    assert planned_workshop(WORKSHOP, plan)[0].activities[2].instruction == "Een.\nTwee."


def test_a_rehearsal_has_as_much_time_as_its_session() -> None:
    assert rehearsal_must_end_wall(replace(PLAN, start=540, must_end=600), 5000) == 3_605_000
    assert rehearsal_must_end_wall(replace(PLAN, must_end=600), 5000) is None


def test_a_plan_for_today_is_not_past() -> None:
    today = date(2026, 11, 24)
    for days, past in ((-1, True), (0, False), (1, False)):
        name = f"{today + timedelta(days=days)}"
        assert ("is past" in name_remark(name, name, today)) == past
