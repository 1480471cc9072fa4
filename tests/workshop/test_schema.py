"""The JSON Schema for editors gives the same verdict as the reader, and one message for one mistake.

Only the reader compares values with each other: references, sums, and which of two times is the longer.
"""

import json
import re
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator  # type: ignore[import-untyped]
from msgspec.structs import fields

from luisteren_tui.storage.schema_file import SCHEMA_LINE
from luisteren_tui.storage.typed_reader import read
from luisteren_tui.storage.yaml_source import parse
from luisteren_tui.system.package import content_dir
from luisteren_tui.workshop import build, model, yaml_keys

SCHEMA: Any = json.loads((content_dir() / "workshop.schema.json").read_text(encoding="utf-8"))
DEFS = SCHEMA["$defs"]
VALIDATOR = Draft7Validator(SCHEMA)

HEAD = "title: x\ntexts: {t: {title: T, body: B}}\n"
ACTIVITY = "title: x, form: pairs, duration: 15m"
STEP = f"steps:\n  - {{{ACTIVITY}}}\n"


def with_step(text: str) -> str:
    return f"{HEAD}{STEP}  - {text}\n"


def with_key(text: str) -> str:
    return with_step(f"{{{ACTIVITY}, {text}}}")


def in_step(text: str) -> str:
    return with_step(f"{{title: x, activities: [{{{ACTIVITY}}}, {{{text}}}]}}")


def with_text(text: str) -> str:
    return f"title: x\ntexts: {{t: {text}}}\n{STEP}"


def on_top(line: str) -> str:
    return f"{line}\n{HEAD}{STEP}"


def subgroups(text: str) -> str:
    return with_step(f"{{title: x, form: subgroups, duration: 1h, {text}}}")


def turns(text: str) -> str:
    return with_key(f"turns: {{{text}}}")


def phases(text: str) -> str:
    return turns(f"each: group, phases: [{text}]")


TIMES = ["1s", "1m", "24h", "1440m", "86400s", "23h60m", "1h90m", "0h5m", "007m", "1h30s", "1m90s", "1h2m3s"]
NOT_TIMES = [
    "0m", "0s", "0h0m", "000m", "9999h", "25h", "24h1m", "1441m", "86401s", "23h61m", "15", "1.5h", "1:30", "m", "h5m",
    "5m1h", "15 m", "15M", "-5m", "'15'", "''", "[15m]", "{m: 15}", "true", "99999m", "5m-7m",
]  # fmt: skip
WINDOWS = ["5m-7m", "30s-90s", "1m-24h", "5m-5m"]
NOT_WINDOWS = ["5m", "5-7", "0m-7m", "5m-", "-7m", "5m-25h", "5m - 7m", "5m-7m-9m", "5", "''", "[5m, 7m]"]

VALID = [
    HEAD + STEP,
    "format: 1\nid: a-1\nlanguage: nl_NL\ntheme: x\ngoal: x\nindication: 1h-90m\ncredit: x\n" + HEAD + STEP,
    HEAD + STEP + "materials: [a, b]\n",
    *map(on_top, [
        "format: 1.0", "format: '1'", "format: +1", "format: 01", "id: 7", "id: 007", "id: a-", "id: 1e3", "id: no",
        "language: no", "theme: 2024", "theme: yes", "theme: 1.5", "goal: 2026-11-24", "goal: 14:30", "credit: ''",
        "indication: 20h-40h", "indication: 0m-2h", "participants: 12", "participants: '12'", "participants: 8-20",
        "participants: 1", "participants: 200", "participants: 0012", "participants: 12.0", "participants: +12",
        "participants: 8-8", "materials: []", "materials: [1, true, x]", "introduction: |\n  x: y\n  z",
    ]),
    *map(with_text, [
        "{title: T, body: B, source: x}", "{title: T, file: een gedicht.txt}", "{title: '', body: ''}",
        "{title: 1, file: 2.txt, body: 3}", "{title: T, file: x..y}",
    ]),
    *map(with_step, [
        "{break: Pauze, duration: 15m, skippable: true}", "{break: Pauze, duration: 15m, form: break}",
        "{title: Pauze, duration: 15m, form: break}", "{break: 5, duration: 15m}",
        f"{{title: x, activities: [{{{ACTIVITY}}}, {{title: Thee, form: break, duration: 5m}}]}}",
        f"{{title: x, duration: 15m, activities: [{{{ACTIVITY}}}]}}",
        f"{{title: x, repeat: 2, activities: [{{{ACTIVITY}}}]}}",
        f"{{title: x, repeat: [{{title: a}}, {{}}], activities: [{{{ACTIVITY}}}]}}",
        "{title: 2024, form: pairs, duration: 15m}",
    ]),
    *(with_step(f"{{title: x, form: pairs, duration: {time}}}") for time in TIMES),
    *(with_step(f"{{title: x, form: {form}, duration: 1m}}") for form in model.Form),
    *(turns(f"each: group, window: {window}") for window in WINDOWS),
    *map(with_key, [
        "id: 3x", "id: 17", "min: 9m30s", "instruction: x", "prompts: [a, b]", "tips: []", "text: t", "roles: [a]",
        "options: [a]", "materials: [a]", "protected: true", "protected: True", "skippable: FALSE", "skippable: 'false'",
        "signal: quiet", "room: {}", "room: {prompts: chosen, clock: end}", "cues: [{at: 13m, say: x}]", "cues: []",
        "cues: [{at: 0m, say: 5}]", "cues: [{at: 24h, say: x}]", "then: next", "needs: 1", "needs: [1]", "needs: []",
        "text: t, silence: 30s", "roles: [a, b], turns: {each: role, prepare: 2m, window: 5m-7m, after: 1m}",
        "repeat: 3", "repeat: '3'", "repeat: 50", "repeat: 3.0", "repeat: [{title: a}, {prompts: [b]}, {instruction: c}]",
        "groups: {from: 1}",
    ]),
    *map(turns, [
        "each: group, window: 5m-7m, cues: [{at: 4m, say: x}]", "each: group, window: 5m-7m, prepare: 0m, after: 0s",
        "each: participant, window: 5m-7m, phases: []",
    ]),
    *map(phases, ["{say: a, duration: 2m}, {say: b, duration: 3m, min: 2m}", "{say: 1, duration: 24h}"]),
    *map(subgroups, [
        "groups: {size: 4}", "groups: {size: 3-5}", "groups: {size: '4'}", "groups: {count: 5}", "groups: {count: '5'}",
        "groups: {from: 1}", "groups: {from: 1, stay: 0}", "groups: {from: 1, size: 4}", "groups: {from: 1, stay: 1}", "groups: {size: 3, stay: 1}, repeat: 2",
        "groups: {count: 2, labels: [a, b]}", "groups: {labels: [1, x]}",
    ]),
]  # fmt: skip

INVALID = [
    "title: x\n",
    STEP,
    "[]\n",
    "x\n",
    "42\n",
    "title: x\nsteps: []\n",
    "title: x\nsteps: x\n",
    "title: x\nsteps: {title: x}\n",
    "title: x\nsteps: [{break: x, duration: 5m}]\n",
    "title: x\nsteps: [{title: x, form: break, duration: 5m}]\n",
    "title: ''\n" + STEP,
    "title: ' '\n" + STEP,
    "title:\n" + STEP,
    "title: ~\n" + STEP,
    "title: [x]\n" + STEP,
    *map(on_top, [
        "format: 2", "format: 0", "format: x", "format: 1.5", "format: [1]", "format: true", "format:", "id: A", "id: ''",
        "id: a/b", "id: a b", "id: 1.5", "id: [a]", "id: é", f"id: {'x' * 41}", "language: Nederlands", "language: NL",
        "language: 1", "language: ''", "theme: [x]", "theme: {x: y}", "theme:", "theme: null", "goal: NULL",
        "indication: 2h", "indication: 90-120", "indication: ''", "indication: 5", "participants: 0", "participants: -5",
        "participants: 201", "participants: 8-201", "participants: 0-5", "participants: 8 - 20", "participants: 12.5",
        "participants: '12.5'", "participants: twaalf", "participants: ''", "participants: [8, 20]",
        "participants: true", "materials: x", "materials: [{a: b}]", "materials: [[a]]", "materials: [~]", "extra: x",
        "prompts: [a]", "introduction: [x]",
    ]),
    *(f"title: x\ntexts: {text}\n{STEP}" for text in ["[]", "x", "{t: B}", "{t: }", "{t: []}"]),
    *map(with_text, [
        "{title: T}", "{body: B}", "{title: T, body: [B]}", "{title: T, body: }", "{title: T, file: a/b}",
        "{title: T, file: ../b}", "{title: T, file: .b}", "{title: T, file: 'a\\b'}", "{title: T, file: 'a:b'}",
        "{title: T, file: ''}", "{title: T, body: B, extra: x}", f"{{title: T, file: {'x' * 101}}}",
    ]),
    *map(with_step, [
        "x", "[]", "", "5", "{title: x, form: pairs}", "{title: x, duration: 15m}", "{form: pairs, duration: 15m}",
        "{title: '', form: pairs, duration: 15m}", "{break: Pauze}", "{break: Pauze, duration: 15m, title: x}",
        "{break: Pauze, duration: 15m, form: pairs}", "{break: Pauze, duration: 15m, form: pauze}",
        "{break: '', duration: 15m}", "{break: , duration: 15m}", "{break: x, duration: 0m}", "{title: x, activities: []}",
        "{break: x, duration: 5m, repeat: 2}", "{break: x, duration: 5m, groups: {size: 3}}",
        "{title: x, form: break, duration: 5m, repeat: 2}", "{title: x, activities: x}", "{title: x, activities: {}}",
        "{title: x, activities: [x]}", "{title: x, activities: [{title: x, form: break, duration: 5m}]}",
        f"{{activities: [{{{ACTIVITY}}}]}}", f"{{title: x, prompts: [a], activities: [{{{ACTIVITY}}}]}}",
        f"{{title: x, form: pairs, activities: [{{{ACTIVITY}}}]}}", f"{{title: x, id: a, activities: [{{{ACTIVITY}}}]}}",
        f"{{title: x, duration: 0m, activities: [{{{ACTIVITY}}}]}}", f"{{title: x, repeat: 0, activities: [{{{ACTIVITY}}}]}}",
        f"{{title: x, repeat: 2, activities: [{{{ACTIVITY}, repeat: 2}}]}}",
        "{title: x, form: tweetallen, duration: 15m}", "{title: x, form: [pairs], duration: 15m}",
        "{title: x, form: Pairs, duration: 15m}", "{title: x, form: '', duration: 15m}",
    ]),
    *(with_step(f"{{title: x, form: pairs, duration: {time}}}") for time in NOT_TIMES),
    *(turns(f"each: group, window: {window}") for window in NOT_WINDOWS),
    *map(in_step, [
        "title: x, form: pairs", "title: x, duration: 5m", "form: pairs, duration: 5m", "break: Pauze, duration: 5m",
        "title: x, form: pairs, duration: 5m, activities: []", "title: x, form: break, duration: 5m, repeat: 2",
        "title: x, form: break, duration: 5m, groups: {size: 3}",
    ]),
    *map(with_key, [
        "extra: x", "id: A", "id: -a/", "min: 15", "min: 0m", "min: 60%", "min: 15 minuten", "min: ''", "prompts: x",
        "prompts:", "prompts: {a: b}", "prompts: [{a: b}]", "prompts: [[a]]", "prompts: [a, ~]", "protected: ja",
        "protected: yes", "protected: 1", "protected: ''", "protected: tRUE", "protected: [true]", "skippable: 'no'",
        "signal: loud", "signal: true", "signal:", "room: all", "room: {prompts: some}", "room: {prompts: }",
        "room: {clock: 5m}", "room: {extra: x}", "room: []", "cues: [{at: 13m}]", "cues: [{say: x}]",
        "cues: [{at: 13, say: x}]", "cues: [{at: 25h, say: x}]", "cues: [{at: 5m, say: [x]}]", "cues: {at: 13m, say: x}",
        "cues: [x]", "then: stop", "then: ''", "text:", "text: [t]", "instruction: [x]", "instruction:", "needs: {id: 1}",
        "needs: [[1]]", "needs:", "needs: ''", "needs: A b", "silence: 30s", "text: t, silence: 30", "text: t, silence: 0s",
        "turns: role", "turns: []", "turns:", "roles: [a], turns: {each: role, window: 5m-7m}",
        "turns: {each: role, window: 5m-7m}", "groups: {size: 4}", "groups: {count: 4}", "groups: {labels: [a]}",
        "repeat: 0", "repeat: -1", "repeat: 51", "repeat: 2.5", "repeat: x", "repeat: ''", "repeat: []", "repeat: {}",
        "repeat: true", "repeat: [x]", "repeat: [{title: ''}]", "repeat: [{duration: 5m}]", "repeat: [{prompts: x}]",
    ]),
    *map(turns, [
        "each: all, window: 5m-7m", "each: group", "window: 5m-7m", "each: group, window: 5m-7m, before: 1m",
        "each: group, window: 5m-7m, prepare: 1", "each: group, window: 5m-7m, after: 25h", "each: group, phases: []",
        "each: group, phases: x", "each: , window: 5m-7m", "each: group, window: 5m-7m, cues: x",
        "each: group, window: 5m-7m, phases: [{say: x, duration: 5m}]",
    ]),
    *map(phases, [
        "{say: x}", "{duration: 5m}", "{say: x, duration: 0m}", "{say: x, duration: 5}", "{say: [x], duration: 5m}",
        "{say: x, duration: 5m, min: 0m}", "{say: x, duration: 5m, extra: x}", "x",
    ]),
    *map(subgroups, [
        "groups: 4", "groups: {}", "groups: {stay: 0}", "groups: {stay: '00', labels: []}", "groups: []", "groups: {size: 1}", "groups: {size: 0}", "groups: {size: 201}",
        "groups: {size: 3-}", "groups: {size: 2.5}", "groups: {size: drie}", "groups: {count: 1}", "groups: {count: 2-3}",
        "groups: {count: 2.5}", "groups: {count: x}", "groups: {size: 4, count: 3}", "groups: {from: 1, count: 3}",
        "groups: {from: 1, stay: 1, size: 4}", "groups: {from: 1, stay: -1}", "groups: {from: 1, stay: x}",
        "groups: {from: [1]}", "groups: {from: }", "groups: {labels: a, size: 3}", "groups: {labels: [a, ''], count: 2}",
        "groups: {labels: [a, a], count: 2}", "groups: {labels: [[a]], count: 2}", "groups: {size: 4, extra: x}",
    ]),
    *(f"title: x\nsteps: [{{title: x, form: {form}, duration: 15m, groups: {{size: 3}}}}]\n" for form in ("individual", "plenary")),
]  # fmt: skip

ONLY_READER_REFUSES = [
    *map(on_top, ["id: 1.0", "id: +1", "id: True"]),
    *map(with_key, ["id: 1.0", "needs: [+1]"]),
    with_text("{title: T, file: .5}"),
]
"""To an editor these are numbers and truth values, whichever way they are written. As text the reader takes others."""

TWO_MESSAGES = {"groups: {size: 2.5}", "groups: {count: 2.5}", "repeat: 2.5", "participants: 12.5"}
"""A number with a fraction is not whole. A validator also compares it with the limits."""


class _CoreLoader(yaml.SafeLoader):
    """Reads scalars as YAML 1.2 does, like editors."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as in the class above


for tag, pattern, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+0123456789."),
):
    _CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))
_CoreLoader.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))


def reader_takes(text: str) -> bool:
    source = parse(text.encode())
    given, problems = read(yaml_keys.WorkshopKeys, source.value, scalars=True)
    if given is not None:
        problems = build.build(given, "x")[1]
    return not problems and not source.problems


def schema_errors(text: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(yaml.load(text, _CoreLoader))]


def test_schema_is_valid() -> None:
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", sorted(content_dir().glob("*.yaml")), ids=lambda path: path.stem)
def test_schema_and_reader_accept_what_is_shipped(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"{SCHEMA_LINE}\n")
    assert (reader_takes(text), schema_errors(text)) == (True, [])


def test_schema_and_reader_accept_valid_files() -> None:
    assert [text for text in VALID if not reader_takes(text)] == []
    assert [(text, errors) for text in VALID if (errors := schema_errors(text))] == []


def test_schema_and_reader_refuse_invalid_files_with_one_message() -> None:
    assert [text for text in INVALID if reader_takes(text)] == []
    counted = [(text, errors) for text in INVALID if len(errors := schema_errors(text)) != 1]
    assert [found for found in counted if not any(known in found[0] for known in TWO_MESSAGES)] == []
    assert all(len(errors) == 2 for _, errors in counted)


def test_only_the_reader_sees_how_a_number_is_written() -> None:
    assert [text for text in ONLY_READER_REFUSES if reader_takes(text) or schema_errors(text)] == []


def test_lists_of_files_are_long_enough() -> None:
    assert len(set(VALID)) > 100
    assert len(set(INVALID)) > 200


def each_description(schema: Any) -> list[tuple[str, str]]:
    """Return each key that the schema knows, with its description."""
    objects = [SCHEMA, *SCHEMA["$defs"].values()]
    keys = [pair for each in objects for pair in each.get("properties", {}).items() if not pair[1].get("doNotSuggest")]
    return [
        (key, own.get("description") or SCHEMA["$defs"][own["$ref"].split("/")[-1]].get("description", ""))
        for key, own in keys
    ]


def test_each_key_has_a_description() -> None:
    found = each_description(SCHEMA)
    assert [key for key, description in found if not description.endswith(".")] == []
    assert len(found) > 80


DEFS = SCHEMA["$defs"]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (yaml_keys.WorkshopKeys, SCHEMA),
        (yaml_keys.StepKeys, DEFS["part"]),
        (yaml_keys.ActivityKeys, DEFS["activity"]),
        (yaml_keys.RoomKeys, DEFS["room"]),
        (yaml_keys.TurnsKeys, DEFS["turns"]),
        (yaml_keys.TurnPhaseKeys, DEFS["phase"]),
        (yaml_keys.GroupsKeys, DEFS["groups"]),
        (yaml_keys.RoundKeys, DEFS["round"]),
        (model.Text, DEFS["reading"]),
        (model.Cue, DEFS["cue"]),
    ],
)
def test_schema_and_reader_know_the_same_keys(kind: Any, keys: dict[str, Any]) -> None:
    known = {key for key, own in keys["properties"].items() if not own.get("doNotSuggest")}
    assert {field.encode_name for field in fields(kind)} == known
