from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.i18n.problem import Path
from luisteren_tui.workshop.entries import each_activity
from luisteren_tui.workshop.model import Form
from luisteren_tui.workshop.part_edits import (
    added,
    added_text,
    copied,
    moved,
    nested,
    removal_warning,
    removed,
    unnested,
    with_minutes,
)
from luisteren_tui.workshop.part_references import NotPossible
from luisteren_tui.workshop.parts import PartKind, parts_of
from luisteren_tui.workshop.raw_document import outline
from luisteren_tui.workshop.references import of_references
from luisteren_tui.workshop.value_edits import edited, value_at


def activity(title: str, **keys: Any) -> dict[str, Any]:
    return {"title": title, "duration": "10m", "form": "subgroups", **keys}


def document(*steps: Any, **keys: Any) -> dict[str, Any]:
    return {"title": "T", "steps": [*steps], **keys}


SAMPLE = document(
    activity("Start", form="plenary", text="poem"),
    {
        "title": "Work",
        "duration": "45m",
        "activities": [
            activity("Talk", groups={"size": "3"}),
            {"title": "Breath", "form": "break", "duration": "5m"},
            activity("Draw", groups={"from": "2a"}, duration="15m", repeat="2"),
        ],
    },
    {"break": "Pause", "duration": "15m"},
    activity("Show", form="plenary", needs=["1", "2b"]),
    activity("More", groups={"from": "2a"}, id="more"),
    texts={"poem": {"title": "A poem", "body": "..."}},
)


def after(change: Any, value: Any = SAMPLE) -> Any:
    edits, _path = change
    return edited(value, edits)


def ids(value: Any) -> list[str]:
    return [entry.id for entry in each_activity(outline(value))]


def titles(value: Any) -> list[str]:
    return [part.title for part in parts_of(value)]


def test_parts_are_in_order_with_their_labels_and_lengths() -> None:
    assert [(part.kind.value, part.depth, part.label, part.id, part.seconds) for part in parts_of(SAMPLE)] == [
        ("activity", 0, "1", "1", 600),
        ("step", 0, "2", "", 2700),
        ("activity", 1, "2a", "2a", 600),
        ("break", 1, "", "p1", 300),
        ("activity", 1, "2b", "2b", 1800),
        ("break", 0, "", "p2", 900),
        ("activity", 0, "3", "3", 600),
        ("activity", 0, "4", "more", 600),
        ("text", 0, "", "poem", None),
    ]
    assert [part.form for part in parts_of(SAMPLE)][2:5] == [Form.SUBGROUPS, Form.BREAK, Form.SUBGROUPS]


@pytest.mark.parametrize(
    "odd", [{}, {"steps": "x"}, {"steps": ["x", None, {}]}, {"steps": [{"activities": ["x"]}]}, []]
)
def test_parts_of_a_file_with_errors_are_what_can_be_recognized(odd: Any) -> None:
    assert all(part.title == "" for part in parts_of(odd))


def test_moved_part_keeps_its_id_and_those_of_all_others() -> None:
    value = after(moved(SAMPLE, ("steps", 2), -1))
    assert titles(value)[:3] == ["Start", "Pause", "Work"]
    assert ids(value) == ["1", "p2", "2a", "p1", "2b", "3", "more"]
    assert value["steps"][0] == SAMPLE["steps"][0]  # its place says the same
    assert value["steps"][1] == {"break": "Pause", "duration": "15m", "id": "p2"}


def test_part_stays_after_what_it_builds_on() -> None:
    with pytest.raises(NotPossible) as refused:
        moved(SAMPLE, ("steps", 1, "activities", 2), -2)
    assert refused.value.problem.values == {"title": "Draw", "needed": "Talk"}
    value = after(moved(SAMPLE, ("steps", 3), 1))
    with pytest.raises(NotPossible, match="builds on"):
        moved(value, ("steps", 0), 4)


def test_part_leaves_its_step_at_the_edge_and_enters_the_one_above() -> None:
    edits, path = moved(SAMPLE, ("steps", 1, "activities", 2), 1)
    value = edited(SAMPLE, edits)
    assert (path, titles(value)[1:5], ids(value)) == (
        ("steps", 2), ["Work", "Talk", "Breath", "Draw"], ["1", "2a", "p1", "2b", "p2", "3", "more"]
    )  # fmt: skip
    assert value["steps"][1]["duration"] == "15m"  # still the sum
    back = after(nested(value, path), value)
    assert back["steps"][1]["duration"] == "45m"
    assert titles(back) == titles(SAMPLE)
    assert after(unnested(SAMPLE, ("steps", 1, "activities", 2)))["steps"][2]["title"] == "Draw"
    assert moved(SAMPLE, ("steps", 0), -1) == ((), ("steps", 0))


def test_step_ends_with_its_last_activity() -> None:
    value = document({"title": "S", "activities": [activity("A")]}, activity("B"))
    assert titles(after(unnested(value, ("steps", 0, "activities", 0)), value)) == ["A", "B"]
    assert titles(after(removed(value, ("steps", 0, "activities", 0)), value)) == ["B"]
    paused = document({"title": "S", "activities": [activity("A"), {"title": "P", "form": "break"}]})
    with pytest.raises(NotPossible, match="at least one activity"):
        unnested(paused, ("steps", 0, "activities", 0))


def test_activity_above_becomes_a_step_when_something_is_put_into_it() -> None:
    value = document(activity("A"), {"break": "P", "duration": "5m"}, activity("B"))
    edits, path = nested(value, ("steps", 1))
    value = edited(value, edits)
    assert path == ("steps", 0, "activities", 1)
    assert value["steps"][0] == {
        "title": "A",
        "activities": [
            activity("A", id="1"),
            {"duration": "5m", "title": "P", "form": "break"},
        ],
    }
    with pytest.raises(NotPossible):
        nested(value, ("steps", 0))


def test_removed_part_is_no_longer_referred_to() -> None:
    value = after(removed(SAMPLE, ("steps", 1, "activities", 0)))
    assert value["steps"][1]["activities"][1]["groups"] == {"size": "3"}  # formed as those of the removed one
    assert value["steps"][4]["groups"] == {"from": "2b"}
    assert ids(value) == ["1", "p1", "2b", "p2", "3", "more"]
    assert [problem.values["title"] for problem in removal_warning(SAMPLE, ("steps", 1, "activities", 0))] == [
        "Draw", "More"
    ]  # fmt: skip
    value = after(removed(SAMPLE, ("steps", 1)))
    assert value["steps"][2]["needs"] == "1"
    assert value["steps"][3]["groups"] == {"size": "3"}
    assert "needs" not in after(removed(value, ("steps", 0)), value)["steps"][1]


def test_text_is_removed_with_what_mentions_it() -> None:
    value = after(removed(SAMPLE, ("texts", "poem")))
    assert "texts" not in value
    assert value["steps"][0] == activity("Start", form="plenary")
    assert [problem.values for problem in removal_warning(SAMPLE, ("texts", "poem"))] == [{"title": "Start"}]
    _edits, path = added_text(SAMPLE, {"title": "Poem", "body": ""})
    assert path == ("texts", "poem-2")


def test_new_part_has_an_id_of_its_own_and_its_place() -> None:
    edits, path = added(SAMPLE, ("steps", 0), activity("Start", id="start"))
    value = edited(SAMPLE, edits)
    assert (path, ids(value)) == (("steps", 1), ["1", "start", "2a", "p1", "2b", "p2", "3", "more"])
    assert ids(after(added(value, path, activity("Start", id="start")), value))[1:3] == ["start", "start-2"]
    assert ids(after(added(SAMPLE, (), activity("2b"))))[-1] == "part-2b"
    inner = after(added(SAMPLE, ("steps", 1, "activities", 0), {"id": "p", "break": "Tea", "duration": "5m"}))
    assert inner["steps"][1]["activities"][1] == {"id": "p", "title": "Tea", "form": "break", "duration": "5m"}
    assert inner["steps"][1]["duration"] == "50m"
    assert titles(after(added({"title": "T"}, (), activity("First")), {"title": "T"})) == ["First"]
    dashless = {"title": "T", "steps": activity("A")}
    assert titles(after(added(dashless, (), activity("B")), dashless)) == ["A", "B"]


def test_copy_refers_to_itself_where_the_original_does() -> None:
    value = after(copied(SAMPLE, ("steps", 1)))
    copy = value["steps"][2]["activities"]
    assert [raw["id"] for raw in copy] == ["talk", "breath", "draw"]
    assert [raw.get("groups") for raw in copy] == [{"size": "3"}, None, {"from": "2a"}]
    named = document({"title": "S", "activities": [activity("A", id="a"), activity("B", id="b", needs="a")]})
    assert after(copied(named, ("steps", 0)), named)["steps"][1]["activities"][1]["needs"] == "a-2"


def test_minutes_are_whole_and_never_less_than_one() -> None:
    path: Path = ("steps", 1, "activities", 0)
    value = edited(SAMPLE, with_minutes(SAMPLE, path, 5))
    assert (value_at(value, path)["duration"], value["steps"][1]["duration"]) == ("15m", "50m")
    assert value_at(edited(SAMPLE, with_minutes(SAMPLE, path, -20)), path)["duration"] == "1m"
    short = document(activity("A", duration="90s", min="1m30s"))
    assert edited(short, with_minutes(short, ("steps", 0), -1))["steps"][0] == activity("A", duration="1m", min="1m")
    with pytest.raises(NotPossible):
        with_minutes(SAMPLE, ("steps", 1), 1)


# Any change of any workshop


@st.composite
def workshops(draw: st.DrawFn) -> dict[str, Any]:
    """A workshop whose references are right, with ids and without."""
    known: list[str] = []

    def one(id: str | None, place: str) -> dict[str, Any]:
        raw = activity(f"T{place}") | ({"id": id} if id else {})
        if draw(st.booleans()) and known:
            needs = draw(st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True))
            raw["needs"] = needs if len(needs) > 1 else needs[0]
        if draw(st.booleans()) and known:
            raw["groups"] = {"from": draw(st.sampled_from(known))}
        known.append(id or place)
        return raw

    steps: list[Any] = []
    number = 0
    for name in draw(st.lists(st.sampled_from(["", "x", "step", "break"]), min_size=1, max_size=4)):
        own = f"{name}-{len(steps)}" if name == "x" else None
        if name == "break":
            steps.append({"break": "P", "duration": "5m"})
            continue
        number += 1
        if name == "step":
            inside = [one(None, f"{number}{letter}") for letter in "ab"[: draw(st.integers(1, 2))]]
            steps.append({"title": "S", "duration": f"{10 * len(inside)}m", "activities": inside})
        else:
            steps.append(one(own, str(number)))
    return document(*steps)


@given(workshops(), st.data())
def test_any_change_keeps_ids_references_and_sums(value: dict[str, Any], data: st.DataObject) -> None:
    assert [*of_references([*each_activity(outline(value))])] == []
    part = data.draw(st.sampled_from(parts_of(value)))
    change = data.draw(st.sampled_from(["up", "down", "nest", "unnest", "remove", "copy", "add"]))
    before = {entry.id: value_at(value, entry.path)["title"] for entry in each_activity(outline(value)) if entry.step}
    try:
        match change:
            case "up" | "down":
                edits, path = moved(value, part.path, 1 if change == "down" else -1)
            case "nest":
                edits, path = nested(value, part.path)
            case "unnest":
                edits, path = unnested(value, part.path)
            case "remove":
                edits, path = removed(value, part.path)
            case "copy":
                edits, path = copied(value, part.path)
            case _:
                edits, path = added(value, part.path, activity("New"))
    except NotPossible:
        return
    new = edited(value, edits)
    entries = [*each_activity(outline(new))]
    now = {entry.id: value_at(new, entry.path)["title"] for entry in entries if entry.step}
    assert len({entry.id for entry in entries}) == len(entries)
    assert [*of_references(entries)] == []
    assert all(before[id] == now[id] for id in before if id in now)
    assert len(now) == len(before) if change not in ("remove", "copy", "add") else True
    assert not path or value_at(new, path) is not None
    for part in parts_of(new):
        if part.kind is PartKind.STEP and (length := value_at(new, part.path).get("duration")):
            assert length == f"{part.seconds // 60}m" if part.seconds else False
