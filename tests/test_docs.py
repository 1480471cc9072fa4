"""The documentation agrees with the program: links, keys, commands, settings, the workshop format and file names."""

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui import i18n
from luisteren_tui.cli.main import main
from luisteren_tui.export.formats import FORMATS
from luisteren_tui.runtime import config
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.system.package import content_dir
from luisteren_tui.tui.keymap import ACTIONS, key_name
from luisteren_tui.tui.screens.editor import keys as editor
from luisteren_tui.tui.screens.end import screen as end
from luisteren_tui.tui.screens.history import screen as history
from luisteren_tui.tui.screens.plan import keys as plan
from tests.storage.session_samples import ended

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
FORMAT_PAGE = DOCS / "workshop-format.md"
SCHEMA: Any = json.loads((content_dir() / "workshop.schema.json").read_text("utf-8"))
DEFS = SCHEMA["$defs"]
STEP = DEFS["part"]["else"]["then"]
"""What a step with activities needs and can't have."""


def keys(name: str, required: list[str], *others: str) -> dict[str, Any]:
    """Return a part of the schema with the keys that it needs and without some others."""
    properties = DEFS[name]["properties"].items()
    return {"properties": {key: own for key, own in properties if key not in others}, "required": required}


SECTIONS = {
    "The workshop": SCHEMA,
    "Texts": DEFS["reading"],
    "Steps": keys("part", [*STEP["required"], "activities"], "break", *STEP["allOf"][0]["properties"]),
    "Activities": keys("activity", DEFS["activity"]["else"]["required"], "break"),
    "Breaks": {"properties": {"break": {}}, "required": ["break"]},
    "Groups": DEFS["groups"],
    "Rounds": DEFS["round"],
    "Turns": DEFS["turns"],
    "Phases": DEFS["phase"],
    "Cues": DEFS["cue"],
    "What the room sees": DEFS["room"],
}
"""The sections of the format page that have a table of keys, each with the part of the schema it describes."""

TABLES = (
    ("nl", "handleiding.md", ("Een draaiboek maken", "Na afloop", "Terugkijken en opruimen", "Je eigen werkvorm")),
    ("en", "guide.md", ("Plans", "After a session", "Look back", "Make a workshop")),
)
"""The sections with the keys of the plan screen, the end screen, the history screen and the editor."""


def text(page: Path) -> str:
    return page.read_text("utf-8")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def without_code(markdown: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", markdown, flags=re.DOTALL)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text(page), flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text(page), re.DOTALL | re.MULTILINE)


def section(title: str, page: Path = FORMAT_PAGE) -> str:
    (found,) = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", text(page), re.DOTALL | re.MULTILINE)
    return str(found)


def command_lines() -> Iterator[tuple[str, list[str]]]:
    """Yield every command in an indented block, with the page it is on."""
    for page in PAGES:
        for line in re.findall(r"^    luisteren-tui(?: (.*))?$", text(page), re.MULTILINE):
            yield name(page), shlex.split(line, comments=True)


def test_links_resolve() -> None:
    broken = []
    for page in PAGES:
        for link in re.findall(r"\]\(([^)\s]+)\)", without_code(text(page))):
            path, _hash, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            if "://" not in path and not (target.exists() and (not anchor or anchor in anchors(target))):
                broken.append(f"{name(page)}: {link}")
    assert broken == []


def test_named_python_files_exist() -> None:
    folders = (ROOT, ROOT / "src" / "luisteren_tui")
    missing = {
        f"{name(page)}: {path}"
        for page in PAGES
        for path in re.findall(r"[\w./-]+\.py\b", text(page))
        if not any((folder / path).is_file() for folder in folders)
    }
    assert missing == set()


def test_readme_has_at_most_150_lines() -> None:
    assert len(text(ROOT / "README.md").splitlines()) <= 150


def test_documented_commands_and_options_exist(capsys: pytest.CaptureFixture[str]) -> None:
    checked = 0
    for page, words in command_lines():
        # A group may have a command below it; everything else after the command is an argument.
        command = words[:2] if words[:1] == ["sessions"] and words[1:] else words[:1]
        assert main([*command, "--help"]) == 0, f"{page}: {shlex.join(words)}"
        options = set(re.findall(r"(?<!\S)--?[a-z-]+", capsys.readouterr().out))
        given = {word for word in words if re.fullmatch("--?[a-z-]+", word)}
        assert given <= options, f"{page}: {shlex.join(words)}"
        checked += 1
    assert checked > 30


def test_guide_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "--help"]) == 0
    commands = re.findall(r"^  ([a-z]+)  ", capsys.readouterr().out.partition("Commands:")[2], re.MULTILINE)
    named = re.findall(r"^\| `luisteren-tui ([a-z]+)", text(DOCS / "guide.md"), re.MULTILINE)
    assert sorted(commands) == sorted(named)


def test_guide_has_the_keys_of_every_list_for_other_programs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ended(tmp_path)
    (tmp_path / "x.yaml").write_text("title: x\n")
    printed = []
    for args in (["check", str(tmp_path / "x.yaml")], ["sessions"], ["where"]):
        main(["--data", str(tmp_path), *args, "--format", "json"])
        printed.append(json.loads(capsys.readouterr().out))
    documented = [json.loads(each) for each in blocks(DOCS / "guide.md", "json")]
    keys = [[list(each[0] if isinstance(each, list) else each) for each in lists] for lists in (documented, printed)]
    assert keys[0] == keys[1]


def test_guide_names_every_export_format() -> None:
    guide = text(DOCS / "guide.md")
    for each in FORMATS.values():
        assert each.suffixes[0] in guide, each.name


def test_documented_settings_are_valid_and_complete(tmp_path: Path) -> None:
    (settings,) = blocks(DOCS / "guide.md", "toml")
    path = tmp_path / "config.toml"
    path.write_text(settings, "utf-8")
    loaded, warnings = config.load(path)
    assert warnings == []
    assert set(tomllib.loads(settings)) == set(loaded._fields)


def test_guide_names_every_action() -> None:
    (line,) = re.findall(
        r"^Actions that can have their own key:.*?\.", text(DOCS / "guide.md"), re.DOTALL | re.MULTILINE
    )
    assert re.findall("`([a-z_]+)`", line) == [action.name for action in ACTIONS if not action.rehearsal] + [
        action.name for action in ACTIONS if action.rehearsal
    ]


@pytest.mark.parametrize(("language", "page"), [("nl", "handleiding.md"), ("en", "guide.md")])
def test_guides_name_every_key_of_the_session(language: str, page: str) -> None:
    i18n.use(language)
    cells = re.findall(r"^\| ([^|]+) \|", text(DOCS / page), re.MULTILINE)
    named = {word for cell in cells for word in cell.split()}
    prose = text(DOCS / page)
    for action in ACTIONS:
        for key in action.keys.split(","):
            printed = i18n._(key_name(key))
            printed = {"ctrl+z": "Ctrl+Z", "ctrl+q": "Ctrl+Q", "ctrl+y": "Ctrl+Y"}.get(key, printed)
            assert {printed, f"({printed})", f"{printed})"} & named, f"{action.name}: {printed}"
        assert action.f_key.upper() in prose, f"{action.name}: {action.f_key}"


@pytest.mark.parametrize(("language", "page", "titles"), TABLES)
def test_guides_name_every_key_of_the_other_screens(language: str, page: str, titles: tuple[str, ...]) -> None:
    i18n.use(language)
    for title, keys in zip(titles, (plan.HELP, end.HELP, history.HELP, editor.HELP), strict=True):
        cells = re.findall(r"^\| ([^|]+) \|", section(title, DOCS / page), re.MULTILINE)
        named = {word for cell in cells for word in cell.split()}
        printed = {word for key, _help in keys if key != "a … z" for word in i18n._(key_name(key)).split()}
        assert printed <= named, title


@pytest.mark.parametrize(
    ("page", "title", "any_number"),
    [
        ("guide.md", "Workshops that come with it", "any"),
        ("handleiding.md", "Werkvormen die erbij zitten", "elk aantal"),
    ],
)
def test_guides_list_the_shipped_workshops_with_their_people_and_length(page: str, title: str, any_number: str) -> None:
    listed = re.findall(r"^\| (.+?) \| (.+?) \| (\d+) \|", section(title, DOCS / page), re.MULTILINE)
    shipped = []
    for path in content_dir().glob("*.yaml"):
        workshop = load(path).workshop
        assert workshop is not None
        people = workshop.participants
        length_s = sum(activity.duration for activity in workshop.activities)
        number = f"{people.low}-{people.high}" if people is not None else any_number
        shipped.append((workshop.title, number, str(length_s // 60)))
    assert listed == sorted(shipped)


@pytest.mark.parametrize("title", SECTIONS)
def test_format_page_describes_every_key_of_the_schema(title: str) -> None:
    schema, words = SECTIONS[title], section(title)
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", words.split("```")[0], re.MULTILINE))
    for key, value in schema["properties"].items():
        assert key in rows, f"{key} is not described"
        assert key not in schema.get("required", ()) or "required" in rows[key], key
        for choice in (value | DEFS.get(value.get("$ref", "").split("/")[-1], {})).get("enum", ()):
            assert f"`{choice}`" in rows[key], f"{key}: {choice} is not described"
        assert any(
            re.search(rf"\b{key}:", example) for example in re.findall(r"```yaml\n(.*?)```", words, re.DOTALL)
        ), f"{key} has no example"


def test_format_page_describes_no_unknown_key() -> None:
    known = {key for schema in SECTIONS.values() for key in schema["properties"]}
    forms = set(DEFS["form"]["enum"])
    rows = re.findall(r"^\| `(\w+)` \|", text(FORMAT_PAGE), re.MULTILINE)
    assert set(rows) - forms <= known


@pytest.mark.parametrize("page", [FORMAT_PAGE, ROOT / "README.md"], ids=name)
def test_example_workshops_are_valid(page: Path, tmp_path: Path) -> None:
    examples = blocks(page, "yaml")
    assert examples
    for example in examples:
        path = tmp_path / "example.yaml"
        path.write_text(example, "utf-8")
        loaded = load(path)
        assert (loaded.errors, loaded.advice) == ((), ()), example
