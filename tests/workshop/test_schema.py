"""The JSON Schema for editors accepts the same files as the reader. Only the reader checks references."""

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from msgspec.structs import fields

from luisteren_tui.storage.typed_reader import read
from luisteren_tui.storage.yaml_source import parse
from luisteren_tui.system.package import content_dir
from luisteren_tui.workshop import build, model, yaml_keys

SCHEMA: Any = json.loads((content_dir() / "workshop.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

HEAD = "title: x\ntexts: {t: {title: T, body: B}}\n"
ACTIVITY = "title: x, form: pairs, duration: 15m"
STEP = f"steps:\n  - {{{ACTIVITY}}}\n"


def with_step(text: str) -> str:
    return f"{HEAD}{STEP}  - {text}\n"


def with_key(text: str) -> str:
    return with_step(f"{{{ACTIVITY}, {text}}}")


VALID = [
    HEAD + STEP,
    "format: 1\nid: a-1\nlanguage: nl_NL\ntheme: x\ngoal: x\nindication: 1h-90m\ncredit: x\n" + HEAD + STEP,
    HEAD + STEP + "materials: [a, b]\n",
    "title: x\ntexts: {t: {title: T, file: een gedicht.txt, source: x}}\n" + STEP,
    with_step("{break: Pauze, duration: 15m, skippable: true}"),
    with_step("{break: Pauze, duration: 15m, form: break}"),
    with_step("{title: Pauze, duration: 15m, form: break}"),
    with_step(f"{{title: x, activities: [{{{ACTIVITY}}}, {{title: Thee, form: break, duration: 5m}}]}}"),
    with_step(f"{{title: x, duration: 15m, activities: [{{{ACTIVITY}}}]}}"),
    *map(
        with_key,
        [
            "id: 3x", "id: 7", "min: 9m30s", "instruction: x", "prompts: [a, b]", "tips: []", "text: t",
            "options: [a]", "materials: [a]", "protected: true", "signal: quiet", "room: {}",
            "room: {prompts: chosen, clock: end}", "cues: [{at: 13m, say: x}]", "then: next",
            "roles: [a, b], turns: {each: role, prepare: 2m, window: 5m-7m, after: 1m}",
            "turns: {each: group, window: 5m-7m}", "roles: [a]", "needs: 1", "needs: [1]", "needs: []",
            "text: t, silence: 30s",
        ],
    ),
]  # fmt: skip

INVALID = [
    "title: x\n",
    "steps: []\n",
    "[]\n",
    "x\n",
    "title: x\nsteps: []\n",
    "title: ''\n" + STEP,
    *(line + "\n" + HEAD + STEP for line in [
        "format: 2", "format: 0", "format: x", "id: A", "id: ''", "id: a/b", "language: Nederlands", "theme: [x]",
        "theme:", "indication: 2h", "indication: 90-120", "materials: x", "materials: [{a: b}]", "extra: x",
    ]),
    *(f"title: x\ntexts: {text}\n{STEP}" for text in [
        "[]", "{t: {title: T}}", "{t: {body: B}}", "{t: B}", "{t: {title: T, file: a/b}}", "{t: {title: T, file: ../b}}",
        "{t: {title: T, file: 'a\\b'}}", "{t: {title: T, body: B, extra: x}}",
    ]),
    *map(with_step, [
        "x", "[]", "Casus: dialoog", "{title: x}", "{title: x, form: pairs}", "{title: x, duration: 15m}",
        "{form: pairs, duration: 15m}", "{break: Pauze}", "{break: Pauze, duration: 15m, title: x}",
        "{break: Pauze, duration: 15m, form: pairs}", "{break: '', duration: 15m}", "{title: x, activities: []}",
        f"{{activities: [{{{ACTIVITY}}}]}}", f"{{title: x, prompts: [a], activities: [{{{ACTIVITY}}}]}}",
        "{title: x, activities: [{title: x}]}", f"{{title: x, activities: [{{{ACTIVITY}, break: x}}]}}",
    ]),
    *map(with_key, [
        "extra: x", "id: A", "id: -a/", "min: 15", "min: 15 minuten", "min: '1:30'", "min: ''", "prompts: x",
        "prompts: [{a: b}]", "prompts: [[a]]", "protected: ja", "signal: loud", "room: all", "room: {prompts: some}",
        "room: {extra: x}", "cues: [{at: 13m}]", "cues: [{at: 13, say: x}]", "cues: {at: 13m, say: x}", "then: stop",
        "turns: {each: role, window: 5m-7m}", "roles: [a], turns: {each: role, window: 5m-7m}",
        "turns: {each: all, window: 5m-7m}", "turns: {each: group}", "turns: {each: group, window: 5m}",
        "turns: {each: group, window: 5m-7m, before: 1m}", "text:", "instruction: [x]", "needs: {id: 1}",
        "needs: [[1]]", "needs:", "silence: 30s", "text: t, silence: 30",
    ]),
]  # fmt: skip


def reader_takes(text: str) -> bool:
    source = parse(text.encode())
    given, problems = read(yaml_keys.WorkshopKeys, source.value, scalars=True)
    if given is not None:
        problems = build.build(given, "x")[1]
    return not problems and not source.problems


def schema_takes(text: str) -> bool:
    return bool(VALIDATOR.is_valid(yaml.safe_load(text)))


def test_schema_is_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_schema_and_reader_accept_the_shipped_workshop() -> None:
    text = (content_dir() / "luisteren.yaml").read_text(encoding="utf-8")
    assert (reader_takes(text), schema_takes(text)) == (True, True)


@pytest.mark.parametrize("text", VALID)
def test_schema_and_reader_accept_valid_files(text: str) -> None:
    assert (reader_takes(text), schema_takes(text)) == (True, True)


@pytest.mark.parametrize("text", INVALID)
def test_schema_and_reader_refuse_invalid_files(text: str) -> None:
    assert (reader_takes(text), schema_takes(text)) == (False, False)


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (yaml_keys.WorkshopKeys, SCHEMA["properties"]),
        (yaml_keys.ActivityKeys, SCHEMA["$defs"]["base"]["properties"]),
        (yaml_keys.RoomKeys, SCHEMA["$defs"]["room"]["properties"]),
        (model.Text, SCHEMA["$defs"]["text"]["properties"]),
        (yaml_keys.TurnsKeys, SCHEMA["$defs"]["turns"]["properties"]),
        (yaml_keys.TurnPhaseKeys, SCHEMA["$defs"]["phase"]["properties"]),
        (yaml_keys.GroupsKeys, SCHEMA["$defs"]["groups"]["properties"]),
        (yaml_keys.RoundKeys, SCHEMA["$defs"]["round"]["properties"]),
        (model.Cue, SCHEMA["$defs"]["cue"]["properties"]),
    ],
)
def test_schema_and_reader_know_the_same_keys(kind: type, keys: dict[str, object]) -> None:
    assert {field.encode_name for field in fields(kind)} == set(keys)
