"""How groups are formed, in words for a plan and on paper."""

import pytest

from luisteren_tui.planning.group_words import (
    groups_for_participants,
    groups_in_list,
    groups_text,
    planned_groups,
    quoted_title,
)
from luisteren_tui.planning.plan import plan_of, skip
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
    plan = plan_of(made, "", participants)
    assert " · ".join(groups_text(made, made.activities[-1], plan)) == said.format("1")
    assert " · ".join(groups_text(made, made.activities[-1], plan, quoted_title)) == said.format("“trio”")
    assert groups_for_participants(made, made.activities[-1], plan) == to_participants


def test_groups_come_from_the_last_round_that_is_held() -> None:
    made = workshop(steps=[{"title": "Tafel", "form": "subgroups", "duration": "10m", **STAY}])
    plan = plan_of(made, "", 12)
    assert planned_groups(made, skip(plan, "tafel-2"))["tafel-3"][1:] == (
        "1 of each group of 1-1 stays, the others move on",
    )
    assert planned_groups(made, skip(plan, "tafel-1"))["tafel-2"] == ("3 groups of 4",)


def test_list_does_not_repeat_how_the_groups_are_formed() -> None:
    group = {"form": "subgroups", "duration": "10m"}
    tables = {"groups": {"size": "3", "labels": [f"Tafel {n}" for n in range(1, 9)]}}
    kept = [{"title": title, **group, "groups": {"from": "a"}} for title in ("Vragen", "Delen", "Terug")]
    talk = {"title": "Gesprek", "form": "plenary", "duration": "10m"}
    new = {"title": "Nieuw", **group, "groups": {"size": "3"}}
    made = workshop(steps=[{"id": "a", "title": "Kiezen", **group, **tables}, *kept[:2], talk, kept[2], new, new])
    plan = plan_of(made, "", 12)
    own, same, named = "4 groups of 3", "the same groups as in 1", "Tafel 1 … Tafel 4"
    told = groups_in_list(made, plan)
    assert [*told.values()] == [(own, named), (same,), (), (), (own, same, named), (own,), (own,)]
    assert groups_in_list(made, skip(plan, "2"))["3"] == (same,)
    assert planned_groups(made, plan)["3"] == (own, same, named)
