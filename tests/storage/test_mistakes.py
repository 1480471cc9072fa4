"""Each mistake that people make in a workshop file gets one message, which is true, at its place."""

from pathlib import Path

import pytest
import yaml

from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.storage.workshop_file import LoadedWorkshop, load
from luisteren_tui.storage.yaml_source import parse

GOOD = """\
format: 1
id: test
title: Mijn werkvorm
language: nl
steps:
  - id: a
    title: Kennismaken
    duration: 10m
    form: plenary
    instruction: Vertel wie je bent.
    prompts:
      - Wie ben je?
      - Wat wil je leren?
  - id: b
    title: In tweetallen
    duration: 15m
    form: pairs
    roles: [verteller, luisteraar]
    turns: {each: role, window: 5m-7m}
"""
INSTRUCTION = "    instruction: Vertel wie je bent.\n"
PROMPTS = "    prompts:\n      - Wie ben je?\n      - Wat wil je leren?\n"
EMPTY = "This is empty. Fill it in, or leave it out."
TAB = "There is a tab here. Use spaces instead."
NO_WORKSHOP = "This is not a workshop yet. A workshop begins with 'title:' and has 'steps:'."
LIST_BELOW = "Begin the list on the next line, each item on its own line after a dash."
BREAK_INSIDE = "Inside a step, write 'title: Pauze' and 'form: break' instead of 'break: Pauze'."
NO_KEY = "A key and a colon are missing here. If the line goes on with the text above, give it more spaces."
NO_COMMENT = "Only a line that begins with # is a comment. Begin this line with #, or remove it."
NO_LIST = "A list can't begin here. Write its key on a line above it, or remove the dash."
OPEN_BRACKET = "The bracket that opens here is not closed, or a comma is missing."


def space(code: str) -> str:
    return f"There is a special space here ({code}), perhaps copied along. Type an ordinary space."


def after_colon(example: str) -> str:
    return f"A space is missing after the colon: {example}"


def after_dash(example: str) -> str:
    return f"A space is missing after the dash: {example}"


def bullet(sign: str) -> str:
    return f"Begin each item of a list with a dash and a space instead of {sign}: - Wie ben je?"


def indented(count: int) -> str:
    return f"To belong to the text above, this line has to begin with {count} spaces."


def spaces(how: str, given: int, line: int, count: int) -> str:
    return f"Too {how} spaces at the start of this line: {given}. Line {line} has {count}."


def sign(first: str, example: str) -> str:
    return f"Text that begins with {first} has to be between quotes: {example}"


def comment(example: str) -> str:
    return f"What follows # is not part of the text. Put the whole text between quotes: {example}"


def split(example: str) -> str:
    return f"A colon splits this text in two. Put it between quotes: {example}"


def after_quote(example: str) -> str:
    return f"The text goes on after its closing quote. Put quotes around all of it: {example}"


def apostrophe(example: str) -> str:
    return f"The apostrophe closes this text. Put double quotes around it: {example}"


def first_apostrophe(example: str) -> str:
    return f"Text that begins with an apostrophe has to be between double quotes: {example}"


def meant(key: str, hint: str) -> str:
    return f"'{key}' is not known here. Did you mean '{hint}'?"


def keys(example: str) -> str:
    return f"Write keys with their values here, such as {example}."


def not_time(given: str, example: str) -> str:
    return f"'{given}' is not a duration. Write {example}, for instance."


MISTAKES: list[tuple[str, str, str, str]] = [
    # tabs and special spaces
    ("    duration: 10m", "\tduration: 10m", "8:1", TAB),
    ("    duration: 10m", "    \tduration: 10m", "8:5", TAB),
    ("      - Wie", "\t\t- Wie", "12:1", TAB),
    ("- Wie", "-\tWie", "12:8", TAB),
    (INSTRUCTION, "    instruction: |\n\tVertel wie je bent.\n", "11:1", TAB),
    ("    duration: 10m", "\xa0   duration: 10m", "8:1", space("U+00A0")),
    ("duration: 10m", "duration:\xa010m", "8:14", space("U+00A0")),
    ("- Wie", "-\xa0Wie", "12:7", space("U+00A0")),
    ("      - Wie", "      \u200b- Wie", "12:7", space("U+200B")),
    # a missing space
    ("title: Kennis", "title:Kennis", "7:11", after_colon("title: Kennismaken")),
    ("title: Mijn", "title:Mijn", "3:7", after_colon("title: Mijn werkvorm")),
    ("- id: a", "- id:a", "6:8", after_colon("id: a")),
    ("roles: [", "roles:[", "18:11", after_colon("roles: [verteller, luisteraar]")),
    ("turns: {each", "turns:{each", "19:11", after_colon("turns: {each: role, window: 5m-7m}")),
    ("each: role", "each:role", "19:18", after_colon("each: role")),
    ("window: 5m", "window:5m", "19:32", after_colon("window: 5m-7m")),
    ("- Wie", "-Wie", "12:7", after_dash("- Wie ben je?")),
    ("- Wat", "-Wat", "13:8", after_dash("- Wat wil je leren?")),
    ("- id: a", "-id: a", "6:4", after_dash("- id: a")),
    ("- id: b", "-id: b", "14:4", after_dash("- id: b")),
    # a bullet or another sign
    ("- Wie", "\N{EN DASH} Wie", "12:7", bullet("\N{EN DASH}")),
    ("- Wie", "• Wie", "12:7", bullet("•")),
    ("- Wie", "* Wie", "12:7", bullet("*")),
    ("- Wie", "1. Wie", "12:7", bullet("1.")),
    ("- Wie", "-- Wie", "12:7", bullet("--")),
    ("title: K", "title = K", "7:11", "Write a colon and a space here instead of =: title: Kennismaken"),
    ("title: K", "title：K", "7:10", "Write a colon and a space here instead of ：: title: Kennismaken"),
    # indentation
    (INSTRUCTION, "    instruction: >-\n    Vertel wie.\n", "11:5", indented(6)),
    (INSTRUCTION, "    instruction: >-\n  Vertel wie.\n", "11:3", indented(6)),
    (INSTRUCTION, "    instruction: |\n    Let op: nu.\n", "11:5", indented(6)),
    (INSTRUCTION, "    instruction: |\n      Vertel.\n    Let op: nu.\n", "12:5", indented(6)),
    (INSTRUCTION, "    instruction: |\n        Vertel.\n      En nu.\n", "12:7", indented(8)),
    ("- Wie ben je?", "- >-\n      Wie ben je?", "13:7", indented(10)),
    (INSTRUCTION, "    instruction: >-\n    - Vertel.\n    - Luister.\n", "11:5", indented(6)),
    (INSTRUCTION, "    instruction: Vertel\n    wie je bent.\n", "11:5", NO_KEY),
    ("    form: plenary", "   form: plenary", "9:4", spaces("few", 3, 8, 4)),
    ("    form: plenary", "     form: plenary", "9:6", spaces("many", 5, 8, 4)),
    ("    form: plenary", "  form: plenary", "9:3", spaces("few", 2, 8, 4)),
    ("      - Wat", "     - Wat", "13:6", spaces("few", 5, 12, 6)),
    ("  - id: b", " - id: b", "14:2", spaces("few", 1, 6, 2)),
    ("  - id: b", "   - id: b", "14:4", spaces("many", 3, 6, 2)),
    ("id: test", " id: test", "2:2", spaces("many", 1, 1, 0)),
    ("  - id: b", "    id: b", "14:5",
     "'id' is written twice here. If it begins the next item, put a dash before it: - id: ..."),
    ("language: nl", "- language: nl", "4:1", NO_LIST),
    ("steps:\n", "", "5:3", NO_LIST),
    # a comment
    ("  - id: b", "-----\n  - id: b", "14:1", NO_COMMENT),
    ("  - id: b", "  ===\n  - id: b", "14:3", NO_COMMENT),
    ("  - id: b", "  // the second\n  - id: b", "14:3", NO_COMMENT),
    ("format: 1", "------\nformat: 1", "1:1", NO_COMMENT),
    ("format: 1", "```yaml\nformat: 1", "1:1", NO_COMMENT),
    ("  - id: b", "---\n  - id: b", "14:1", "This line begins another workshop, and only one fits in a file. Remove this line."),
    ("- Wie ben je?", "- #metoo?", "12:9", comment("'#metoo?'")),
    ("title: K", "title: #1 k", "7:12", comment("'#1 kennismaken'")),
    ("[verteller,", "[verteller #1,", "18:23", comment("'verteller #1'")),
    (INSTRUCTION, "    instruction: Vertel # nu\n      wie je bent.\n", "10:25", comment("'Vertel # nu'")),
    # quotes and apostrophes
    ("Vertel wie", '"Vertel" wie', "10:26", after_quote("'\"Vertel\" wie je bent.'")),
    ("Vertel wie", '"Vertel"\n      wie', "10:26", after_quote("'\"Vertel\" wie je bent.'")),
    ("[verteller", '["de" verteller', "18:17", after_quote("'\"de\" verteller'")),
    ("Vertel wie je bent.", "'Vertel over Nadia's dag.'", "10:36", apostrophe('"Vertel over Nadia\'s dag."')),
    (INSTRUCTION, "    instruction: 'Vertel over\n      Nadia's dag.'\n", "11:12", apostrophe('"Vertel over Nadia\'s dag."')),
    ("[verteller", "['Nadia's moeder'", "18:19", apostrophe('"Nadia\'s moeder"')),
    ("title: K", "title: 's K", "7:12", first_apostrophe('"\'s Kennismaken"')),
    ("- Wie ben je?\n      - Wat wil je leren?", "- 't Is wat\n      - En foto's?", "12:9", first_apostrophe('"\'t Is wat"')),
    ("[verteller", "['s nachts", "18:13", first_apostrophe('"\'s nachts"')),
    ("title: K", 'title: "K', "7:12", "The quote that opens here is never closed."),
    # a colon
    ("title: K", "title: Casus: k", "7:17", split("'Casus: kennismaken'")),
    ("- Wie ben je?", "- Casus: dialoog", "12:9", split("'Casus: dialoog'")),
    ("- Wie ben je?", "- Bespreek:", "12:9", split("'Bespreek:'")),
    (INSTRUCTION, "    instruction: Vertel.\n      Let op: nu.\n", "11:13", split("'Vertel. Let op: nu.'")),
    ("[verteller", "[de: verteller", "18:13", split("'de: verteller'")),
    ("{each: role", "{each: de: role", "19:21", split("'de: role'")),
    ("title: Kennismaken\n", "title: Kennismaken", "7:27", "Begin a new line before 'duration'."),
    ("title: Kennismaken", "title Kennismaken", "7:5", "A colon is missing after this key."),
    ("prompts:", "prompts", "11:5", "A colon is missing after this key."),
    # lists, commas and brackets
    ("prompts:\n      - Wie", "prompts: - Wie", "11:14", LIST_BELOW),
    ("prompts:\n", "prompts: Vragen\n", "11:5", LIST_BELOW),
    (PROMPTS, "    prompts: Wie ben je?\n", "11:5", "Write a list here. Each item has its own line and a dash: - Wie ben je?"),
    ("[verteller, luisteraar]", "verteller, luisteraar", "18:5", "Write a list here, between brackets: [verteller, luisteraar]"),
    (PROMPTS, "    prompts: Wie ben je, en wat wil je?\n", "11:5",
     "Write a list here. Each item has its own line and a dash: - Wie ben je, en wat wil je?"),
    ("form: pairs", "form: pairs\n    needs: a, b", "18:5", "Write a list here, between brackets: [a, b]"),
    ("window: 5m-7m}", "window: 5m-7m}\ntexts:\n  - title: x\n    body: y", "20:1",
     "Write a name instead of a dash before each text, such as gedicht: {title: ..., body: ...}."),
    ("title: Kennismaken", "title: [Kennis, maken]", "7:5", "Write one text here instead of a list: 'Kennis, maken'"),
    ("window: 5m-7m}", "window: 5m-7m}\n    cues: {at: 5m, say: x}", "20:5",
     "Write a list here. Begin each item with a dash and a space: - at: ..."),
    ("window: 5m-7m}", "window: 5m-7m}\n    cues: [{at: 5m, say: Nog even, en dan wisselen}]", "20:36",
     "A comma splits this text in two. Put it between quotes: 'Nog even, en dan wisselen'"),
    ("role, window", "role window", "19:24", "A comma is missing before 'window'."),
    ("[verteller, l", '["verteller" "l", l', "18:25", "A comma is missing here."),
    ("luisteraar]", "luisteraar", "18:12", OPEN_BRACKET),
    ("luisteraar]", "luisteraar}", "18:34", "What began with [ is closed with } here."),
    ("luisteraar]", "luisteraar]]", "18:35", "This bracket closes nothing. Remove it."),
    ("[verteller", "[wie?", "18:13",
     "A list in brackets can't contain a question mark. Put each item on its own line after a dash."),
    ("window: 5m-7m}", "window: 5m-7m}\n    cues: [{at: 5m, say: Hoe gaat het?}]", "20:26",
     "Text with a question mark has to be between quotes here: 'Hoe gaat het?'"),
    # a sign that YAML gives a meaning
    ("- Wie ben je?", "- @Wie", "12:9", sign("@", "'@Wie'")),
    ("- Wie ben je?", "- *Wie* is er", "12:9", sign("*", "'*Wie* is er'")),
    ("- Wie ben je?", "- !wie", "12:9", sign("!", "'!wie'")),
    ("- Wie ben je?", "- [Naam] vertelt", "12:9", sign("[", "'[Naam] vertelt'")),
    ("- Wie ben je?", "- , wie", "12:9", sign(",", "', wie'")),
    ("- Wie ben je?", "- ? Wie", "12:9", sign("?", "'? Wie'")),
    ("title: K", "title: >K", "7:12", "After > the text begins on the next line, with more spaces before it."),
    # keys and values
    ("window: 5m-7m}", "window: 5m-7m}\n  - title: x\n    activities:\n      - break: Pauze\n        duration: 5m", "22:9", BREAK_INSIDE),
    ("window: 5m-7m}", "window: 5m-7m}\n  - title: x\n    activities:\n      - pauze: Pauze\n        duration: 5m", "22:9", BREAK_INSIDE),
    ("title: K", "titel: K", "7:5", meant("titel", "title")),
    ("title: K", "TITLE: K", "7:5", meant("TITLE", "title")),
    ("prompts", "vragen", "11:5", meant("vragen", "prompts")),
    ("prompts", "questions", "11:5", meant("questions", "prompts")),
    ("steps:", "stappen:", "5:1", meant("stappen", "steps")),
    ("form: pairs", "form: tweetallen", "17:5", "Write 'pairs' here instead of 'tweetallen'."),
    ("each: role", "each: rollen", "19:13", "Write 'role' here instead of 'rollen'."),
    ("form: pairs", "form: pairs\n    signal: geen", "18:5", "Write 'quiet' here instead of 'geen'."),
    ("form: pairs", "form: subgroups\n    groups: {count: vijf}", "18:14", "Write '5' here instead of 'vijf'."),
    ("form: pairs", "form: pairs\n    repeat: 3 rondes", "18:5", "Write '3' here instead of '3 rondes'."),
    ("form: pairs", "form: pairs\n    skippable: ja", "18:5", "Write 'true' here instead of 'ja'."),
    ("form: pairs", "form: pairs\n    window: 5m-7m", "18:5", "'window' is not known here. It belongs under 'turns'."),
    ("form: pairs", "form: pairs\n    theme: x", "18:5",
     "'theme' is about the whole workshop. Write it above 'steps', without spaces before it."),
    ("title: Kennismaken", "title:", "7:5", EMPTY),
    (" {each: role, window: 5m-7m}", "", "19:5", EMPTY),
    ("{each: role, window: 5m-7m}", "role 5m", "19:5", keys("{each: role, window: 5m-5m}")),
    ("form: pairs", "form: subgroups\n    groups: vier", "18:5", keys("{size: 4}")),
    ("form: pairs", "form: pairs\n    cues: [Nog even]", "18:12", keys("{at: 5m, say: Nog even}")),
    ("window: 5m-7m}", "window: 5m-7m}\n  - Afronding", "20:5", keys("title: Afronding")),
    ("duration: 10m", "duration: [10m]", "8:5", "Write one value here, such as 15m."),
    ("duration: 10m", "duration: 1h30", "8:5", not_time("1h30", "1h30m")),
    ("duration: 10m", "duration: '1:00'", "8:5", not_time("1:00", "1h")),
    ("duration: 10m", "duration: tien minuten", "8:5", not_time("tien minuten", "10m")),
    ("window: 5m-7m", "window: 5 tot 7 minuten", "19:25", "'5 tot 7 minuten' is not a span of time. Write 5m-7m, for instance."),
    ("language: nl", "participants: 8 tot 20 mensen", "4:1",
     "'8 tot 20 mensen' is not a number of people. Write 8-20, for instance."),
]  # fmt: skip


def loaded(text: str, folder: Path) -> LoadedWorkshop:
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


@pytest.mark.parametrize(("old", "new", "place", "message"), MISTAKES)
def test_mistake_gets_one_message_at_its_place(old: str, new: str, place: str, message: str, tmp_path: Path) -> None:
    assert old in GOOD
    found = loaded(GOOD.replace(old, new, 1), tmp_path).errors
    assert [(f"{each.line}:{each.column}", problem_message(each.problem)) for each in found] == [(place, message)]


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="there is one parser only")
def test_both_parsers_give_the_same_messages() -> None:
    for old, new, _, _ in MISTAKES:
        text = GOOD.replace(old, new, 1).encode()
        slow, fast = parse(text, yaml.SafeLoader), parse(text, yaml.CSafeLoader)
        assert (slow.value, slow.problems, slow.advice) == (fast.value, fast.problems, fast.advice)


@pytest.mark.parametrize(
    "text", ["werkvorm\n", "- a\n", "# Kop\n\n## Stap\n\n- a\n", "Mijn werkvorm\n\nStap 1: kennismaken\n"]
)
def test_text_of_another_kind_is_no_workshop(text: str, tmp_path: Path) -> None:
    assert [problem_message(each.problem) for each in loaded(text, tmp_path).errors] == [NO_WORKSHOP]


@pytest.mark.parametrize("text", ["", "---\n", "---\n...\n", "--- # x\n", "# x\n", "~\n"])
def test_file_without_content_is_empty(text: str, tmp_path: Path) -> None:
    assert [problem_message(each.problem) for each in loaded(text, tmp_path).errors] == ["This file is empty."]


def test_comment_after_a_text_is_advice(tmp_path: Path) -> None:
    text = GOOD.replace("je?", "je # en waarom?").replace("10m", "10m # tien").replace("Vertel wie", "'Vertel' # wie")
    found = loaded(text, tmp_path)
    assert [(each.line, each.column, problem_message(each.problem)) for each in found.advice] == [
        (12, 20, comment("'Wie ben je # en waarom?'"))
    ]
    assert found.errors == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Wie ben je?", "Zie https://voorbeeld.nl/a om 14:30"), ("Wie ben je?", "Wie is nr#1?"), ("form: p", "form : p"),
        ("Wie ben je?", 'Wie is "Nadia"?'), ("Wie ben je?", "Nadia\N{RIGHT SINGLE QUOTATION MARK}s dag?"),
        ("Wie ben je?", "Wie ben je\n        en waarom?"), ("title: K", '"title": K'), ("format: 1", "---\nformat: 1"),
        (INSTRUCTION, "    instruction: |\n      Let op: nu.\n      - een # twee\n"), ("Wie ben je?", "Foto's van 's nachts"),
    ],
)  # fmt: skip
def test_what_looks_like_a_mistake_is_accepted(old: str, new: str, tmp_path: Path) -> None:
    assert old in GOOD
    found = loaded(GOOD.replace(old, new, 1), tmp_path)
    assert (found.errors, found.advice) == ((), ())
