"""How groups are formed, in words for a plan and on paper."""

import pytest
from msgspec.structs import replace

from luisteren_tui.planning.group_words import GroupWords, quoted_title
from luisteren_tui.planning.plan import plan_of, skip
from tests.counting import calls
from tests.export.handouts import workshop

TRIOS = {"id": "trio", "groups": {"size": "3"}}
STAY = {"id": "tafel", "groups": {"size": "4", "stay": "1"}, "repeat": "3"}


@pytest.mark.parametrize(
    ("before", "activity", "participants", "said", "to_participants"),
    [
        (None, {}, 12, "3 groups of 4", ""),
        (None, {"groups": {"size": "3"}}, 13, "3 groups of 3 + 1 group of 4", "In groups of 3 or 4"),
        (None, {"groups": {"count": "2", "labels": ["Zaal 1", "Zaal 2"]}}, 12, "2 groups of 6 · Zaal 1, Zaal 2", "In groups of 6"),
        (TRIOS, {"groups": {"from": "trio"}}, 12, "4 groups of 3 · the same groups as in {0}", "The same groups as in “trio”"),
        (TRIOS, {"groups": {"from": "trio", "size": "6"}}, 12, "2 groups of 6 · groups from {0} joined together", "Groups from “trio” joined together"),
        (TRIOS, {"groups": {"from": "trio", "stay": "2"}}, 12, "4 groups of 3 · 2 of each group of {0} stay, the others move on", "2 of each group of “trio” stay, the others move on"),
    ],
)  # fmt: skip
def test_way_in_which_groups_are_formed_is_said(
    before: dict[str, object] | None, activity: dict[str, object], participants: int, said: str, to_participants: str
) -> None:
    same = {"form": "subgroups", "duration": "10m"}
    steps = [{**same, "title": "trio", **before}] if before else []
    made = workshop(language="en", steps=[*steps, {**same, "title": "this", **activity}])
    words = GroupWords(made, plan_of(made, "", participants))
    assert " · ".join(words.text(made.activities[-1])) == said.format("1")
    assert " · ".join(words.text(made.activities[-1], quoted_title)) == said.format("“trio”")
    assert words.for_participants(made.activities[-1]) == to_participants


def test_groups_come_from_the_last_round_that_is_held() -> None:
    made = workshop(steps=[{"title": "Tafel", "form": "subgroups", "duration": "10m", **STAY}])
    plan = plan_of(made, "", 12)
    assert GroupWords(made, skip(plan, "tafel-2")).by_block["tafel-3"][1:] == (
        "1 of each group of 1-1 stays, the others move on",
    )
    assert GroupWords(made, skip(plan, "tafel-1")).by_block["tafel-2"] == ("3 groups of 4",)


def test_list_does_not_repeat_how_the_groups_are_formed() -> None:
    group = {"form": "subgroups", "duration": "10m"}
    tables = {"groups": {"size": "3", "labels": [f"Tafel {n}" for n in range(1, 9)]}}
    kept = [{"title": title, **group, "groups": {"from": "a"}} for title in ("Vragen", "Delen", "Terug")]
    talk = {"title": "Gesprek", "form": "plenary", "duration": "10m"}
    new = {"title": "Nieuw", **group, "groups": {"size": "3"}}
    made = workshop(steps=[{"id": "a", "title": "Kiezen", **group, **tables}, *kept[:2], talk, kept[2], new, new])
    plan = plan_of(made, "", 12)
    own, same, named = "4 groups of 3", "the same groups as in 1", "Tafel 1 … Tafel 4"
    told = GroupWords(made, plan).in_list
    assert [*told.values()] == [(own, named), (same,), (), (), (own, same, named), (own,), (own,)]
    assert GroupWords(made, skip(plan, "2")).in_list["3"] == (same,)
    assert GroupWords(made, plan).by_block["3"] == (own, same, named)


@pytest.mark.parametrize("groups", [{}, {"size": "6"}, {"stay": "1"}])
def test_work_grows_with_the_number_of_activities_whose_groups_come_from_one_another(groups: dict[str, str]) -> None:
    def work(activities: int) -> int:
        group = {"form": "subgroups", "duration": "10m", "title": "Kring"}
        further = [{**group, "id": f"g{n}", "groups": {"from": f"g{n - 1}", **groups}} for n in range(1, activities)]
        made = workshop(steps=[{**group, "id": "g0"}, *further])
        plan = plan_of(made, "", 24)
        plan = plan.with_blocks(tuple(replace(each, skipped=n % 3 > 0) for n, each in enumerate(plan.blocks)))

        def say() -> None:
            words = GroupWords(made, plan)
            assert len(words.by_block) == activities
            assert len(words.in_list) == len(range(0, activities, 3))
            assert all(map(words.for_participants, made.activities[1:]))

        return calls(say)

    work(2)  # what is looked up once
    assert work(80) < 2.2 * work(40)
