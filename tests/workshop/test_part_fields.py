from pathlib import Path as File
from typing import Any

import pytest

from luisteren_tui.i18n.problem import Problem
from luisteren_tui.workshop import typed_values as t
from luisteren_tui.workshop.notation import format_duration, parse_duration, parse_window
from luisteren_tui.workshop.part_fields import FILE_ORDER, SPECS, FieldKind, field_edits, field_of, filled_fields
from luisteren_tui.workshop.parts import Part, PartKind, parts_of
from luisteren_tui.workshop.plain_words import PLAIN, in_plain_words
from luisteren_tui.workshop.value_edits import edited
from luisteren_tui.workshop.yaml_keys import ActivityKeys, StepKeys, WorkshopKeys

SRC = File(__file__).parents[2] / "src" / "luisteren_tui"


@pytest.mark.parametrize(
    ("typed", "written", "shown"),
    [
        ("15", "15m", "15"), ("90", "1h30m", "90"), ("90 s", "90s", "1½"), ("1,5 uur", "1h30m", "90"),
        ("1u30", "1h30m", "90"), ("1:30", "1h30m", "90"), ("2 min.", "2m", "2"), ("1h", "1h", "60"),
        ("30 sec", "30s", "½"), ("0", "0m", "0m"), ("vijf", "vijf", "vijf"), ("", "", ""),
        ("½", "30s", "½"), ("1/2", "30s", "½"), ("0,5", "30s", "½"), ("1 ½ min", "90s", "1½"), ("2.5", "2m30s", "2½"),
        ("45 s", "45s", "45 s"), ("3 min 20 s", "3m20s", "3 min 20 s"), ("1½ uur", "1h30m", "90"), ("3020x", "3020x", "3020x"),
    ],
)  # fmt: skip
def test_minutes_are_typed_in_many_ways(typed: str, written: str, shown: str) -> None:
    assert t.DURATION.read(typed, None) == written
    assert t.DURATION.show(written) == shown


@pytest.mark.parametrize(
    ("way", "typed", "written", "shown"),
    [
        (t.WINDOW, "5 tot 7", "5m-7m", "5-7"),
        (t.WINDOW, "30s-60s", "30s-60s", "½-1"),
        (t.WINDOW, "½ - 1", "30s-1m", "½-1"),
        (t.WINDOW, "20-60 s", "20s-1m", "20-60 s"),
        (t.WINDOW, "30 s", "30s-30s", "½"),
        (t.WINDOW, "45 s - 3 min", "45s-3m", "45 s - 3 min"),
        (t.WINDOW, "2 min - 3 min 20 s", "2m-3m20s", "2 min - 3 min 20 s"),
        (t.WINDOW, "3 à 5 minuten", "3m-5m", "3-5"),
        (t.WINDOW, "1-2 uur", "1h-2h", "60-120"),
        (t.WINDOW, "60", "1h-1h", "60"),
        (t.WINDOW, "90–120 min", "1h30m-2h", "90-120"),
        (t.WINDOW, "7-5", "7m-5m", "7m-5m"),
        (t.SECONDS, "30", "30s", "30"),
        (t.SECONDS, "2m", "2m", "2m"),
        (t.NUMBERS, "8 - 20", "8-20", "8-20"),
        (t.NUMBERS, "8 t/m 20", "8-20", "8-20"),
        (t.ITEMS, " a \n\nb: c\n", ["a", "b: c"], "a\nb: c"),
        (t.FLAG, "", None, ""),
        (t.FLAG, "true", "true", "true"),
        (t.IDS, "2a", "2a", "2a"),
        (t.IDS, "2a, 2b", ["2a", "2b"], "2a, 2b"),
        (t.PARAGRAPHS, "a  \n\n b\n\n", "a\n\n b", "a\n\n b"),
        (t.TEXT, " a\nb ", "a b", "a b"),
        (t.CUES, "13: Two left\n4 Round off\nno time", [
            {"at": "13m", "say": "Two left"}, {"at": "4m", "say": "Round off"}, {"say": "no time"},
        ], "13: Two left\n4: Round off\nno time"),
        (t.PHASES, "2: One tells\n3 (2): Others ask\n90s - Back", [
            {"say": "One tells", "duration": "2m"}, {"say": "Others ask", "duration": "3m", "min": "2m"},
            {"say": "Back", "duration": "90s"},
        ], "2: One tells\n3 (2): Others ask\n1½: Back"),
    ],
)  # fmt: skip
def test_value_is_read_from_what_is_typed_and_shown_again(way: t.Way, typed: str, written: Any, shown: str) -> None:
    assert way.read(typed, None) == written
    assert way.show(written) == shown


def test_what_is_shown_of_any_time_means_that_time() -> None:
    for seconds in range(1, 4000, 7):
        shown = t.shown_duration(format_duration(seconds))
        assert parse_duration(t.typed_duration(shown)) == seconds
        (phase,) = t.PHASES.read(f"{shown}: 5 samen", None)
        assert (parse_duration(phase["duration"]), phase["say"]) == (seconds, "5 samen")
        for longer in (seconds, seconds + 10, seconds + 60):
            window = f"{format_duration(seconds)}-{format_duration(longer)}"
            assert parse_window(t.WINDOW.read(t.WINDOW.show(window), None)) == parse_window(window)


def test_text_can_wait_to_be_written() -> None:
    value = {"texts": {"t": {"title": "T", "body": "B"}}}
    (text,) = parts_of(value)
    waiting = edited(value, field_edits(value, text, "body", ""))
    assert waiting["texts"]["t"] == {"title": "T", "body": ""}
    filed = edited(waiting, field_edits(waiting, text, "file", "a.txt"))
    assert edited(filed, field_edits(filed, text, "body", ""))["texts"]["t"] == {"title": "T", "file": "a.txt"}
    only_file = {"texts": {"t": {"title": "T", "file": "a.txt"}}}
    assert edited(only_file, field_edits(only_file, text, "file", ""))["texts"]["t"] == {"title": "T", "body": ""}


def test_rounds_keep_what_is_theirs() -> None:
    rounds = [{"title": "A", "prompts": ["a?"]}, {"prompts": ["b?"]}]
    assert t.ROUNDS.show(rounds) == "2"
    assert t.ROUNDS.read("3", rounds) == [*rounds, {}]
    assert t.ROUNDS.read("1", rounds) == rounds[:1]
    assert t.ROUNDS.read("x", rounds) == "x"
    assert t.ROUND_PROMPTS.show(rounds) == "a?\n\nb?"
    assert t.ROUND_PROMPTS.read("c?\nd?\n\ne?", rounds) == [
        {"title": "A", "prompts": ["c?", "d?"]},
        {"prompts": ["e?"]},
    ]
    assert t.ROUND_PROMPTS.read("a?", "3") == [{"prompts": ["a?"]}, {}, {}]
    assert t.ROUND_PROMPTS.read("", [{"prompts": ["a?"]}, {}]) == "2"


def test_value_of_another_shape_is_shown_as_what_was_meant() -> None:
    assert t.ITEMS.show([{"Casus": "dialoog"}, "b"]) == "Casus: dialoog\nb"
    assert t.ITEMS.show("one") == "one"
    assert t.TEXT.show({"Casus": "dialoog"}) == "Casus: dialoog"
    assert t.CUES.show("x") == "x"
    assert t.DURATION.show(["1m"]) == "1"


def part_in(value: Any, index: int = 0) -> Part:
    return parts_of(value)[index]


def document(**keys: Any) -> dict[str, Any]:
    return {"steps": [{"title": "A", "duration": "10m", "form": "plenary", **keys}]}


def put(value: Any, key: str, text: str) -> Any:
    return edited(value, field_edits(value, part_in(value), key, text))["steps"][0]


def keys_of(value: Any, index: int = 0) -> list[str]:
    return [field.spec.key for field in filled_fields(value, part_in(value, index))]


def test_fields_that_make_no_sense_are_left_out_unless_they_are_filled_in() -> None:
    plain = keys_of(document())
    assert {"title", "duration", "prompts", "turns.each"} <= {*plain}
    assert {"groups.size", "turns.window", "text", "silence", "needs", "repeat.prompts"}.isdisjoint(plain)
    assert {"groups.size", "groups.count"} <= {*keys_of(document(form="subgroups"))}
    assert "groups.size" in keys_of(document(groups={"size": "3"}))
    assert keys_of({"steps": [{"break": "P", "duration": "5m"}]})[:2] == ["title", "duration"]
    step = {"title": "S", "duration": "10m", "activities": document()["steps"]}
    assert keys_of({"steps": [step]}) == ["title", "repeat"]
    assert "duration" in keys_of({"steps": [step | {"duration": "9m"}]})


def test_key_that_does_not_exist_can_be_taken_away() -> None:
    value = document(tilte="x")
    assert keys_of(value)[-1] == "tilte"
    assert put(value, "tilte", "") == document()["steps"][0]


def test_emptied_field_leaves_the_file_and_so_does_what_was_around_it() -> None:
    assert put(document(tips=["a"]), "tips", "") == document()["steps"][0]
    assert "groups" not in put(document(groups={"size": "3"}), "groups.size", "")
    assert put(document(groups={"size": "3", "labels": ["a"]}), "groups.size", "")["groups"] == {"labels": ["a"]}
    assert put(document(), "title", "")["title"] == ""
    assert put({"steps": [{"break": "P"}]}, "title", "Q") == {"break": "Q"}


def test_turns_always_have_a_length() -> None:
    value = put(document(), "turns.each", "group")
    assert value["turns"] == {"each": "group", "window": "3m-5m"}
    phased = put({"steps": [value]}, "turns.phases", "2: One tells")
    assert phased["turns"] == {"each": "group", "phases": [{"say": "One tells", "duration": "2m"}]}
    assert put({"steps": [phased]}, "turns.phases", "")["turns"] == {"each": "group", "window": "3m-5m"}
    assert put({"steps": [phased]}, "turns.window", "4-6")["turns"] == {"each": "group", "window": "4m-6m"}
    assert "turns" not in put({"steps": [phased]}, "turns.each", "")


def test_choices_are_of_earlier_parts_and_what_was_written() -> None:
    value = {"steps": [*document(form="pairs")["steps"], *document(form="subgroups", needs="gone")["steps"]]}
    fields = {field.spec.key: field for field in filled_fields(value, part_in(value, 1))}
    assert [(choice.value, choice.label) for choice in fields["groups.from"].choices] == [
        ("", "new groups"),
        ("1", "A"),
    ]
    assert [choice.value for choice in fields["needs"].choices] == ["gone", "", "1"]
    assert {field.spec.key: field.text for field in filled_fields({}, None)}["language"] == "nl"


def test_every_key_of_the_format_has_a_field() -> None:
    """A new key is missing from the editor until it is in the table."""
    elsewhere = {"id", "format", "activities", "break", "steps", "texts"}
    for keys, kind in ((ActivityKeys, PartKind.ACTIVITY), (WorkshopKeys, None)):
        assert {*keys.__struct_encode_fields__} - elsewhere == {
            spec.key.split(".")[0] for spec in SPECS[kind]
        } - elsewhere
    assert {*StepKeys.__struct_encode_fields__, *WorkshopKeys.__struct_encode_fields__} <= {*FILE_ORDER}


def test_a_key_has_one_kind_of_field() -> None:
    kinds: dict[str, FieldKind] = {}
    for specs in SPECS.values():
        for spec in specs:
            assert kinds.setdefault(spec.key, spec.kind) is spec.kind
    orders = [[spec.key for spec in specs] for kind, specs in SPECS.items() if kind is not None]
    assert [key for key in orders[1] if key in orders[2]] == [key for key in orders[2] if key in orders[1]]


@pytest.mark.parametrize(
    ("path", "missing", "key"),
    [
        (("duration",), "", "duration"), ((), "form", "form"), (("turns", "window"), "", "turns.window"),
        (("turns",), "", "turns.each"), (("turns",), "window", "turns.window"), (("cues", 0, "at"), "", "cues"),
        (("groups", "from"), "", "groups.from"), (("groups",), "", "groups.size"), (("break",), "", "title"),
        (("repeat", 0, "prompts"), "", "repeat.prompts"), (("prompts", 1), "", "prompts"), (("odd",), "", ""),
        (("turns", "phases", 1, "duration"), "", "turns.phases"),
    ],
)  # fmt: skip
def test_problem_is_shown_at_its_field(path: Any, missing: str, key: str) -> None:
    assert field_of(path, part_in(document()), missing) == key


def test_plain_words_are_for_messages_that_exist() -> None:
    files = [
        *(SRC / "storage" / f"{name}.py" for name in ("typed_reader", "value_mistakes", "yaml_source")),
        *(SRC / "workshop" / f"{name}.py" for name in ("checks", "references", "advice")),
    ]
    source = "".join(file.read_text("utf-8") for file in files)
    assert [message for message in PLAIN if f'"{message}"' not in source] == []
    assert not any("'" in plain.replace("can't", "") for plain in PLAIN.values())
    missing = Problem(("steps", 0, "cues", 0), "'{key}' is missing here.", {"key": "at"})
    assert in_plain_words(missing).message.startswith("Begin each line with the minutes")
