import re
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.i18n.problem import Path
from luisteren_tui.storage.yaml_edit import NotEdited, edit_text, insert, move, remove, set_value, wrap
from luisteren_tui.storage.yaml_source import MAX_WORKSHOP_BYTES, parse
from luisteren_tui.workshop.value_edits import (
    Edit,
    Insert,
    Move,
    Remove,
    Set,
    Wrap,
    edited,
    value_at,
    with_value,
    without,
)

ORDER = ("id", "title", "duration", "min", "form", "roles", "prompts", "activities")
SAMPLE = """\
# about this file
title: "Sample"   # its title
goal: >-
  A folded text
  of two lines.
steps:
  # above one
  - id: '1'
    title: One   # first
    duration: 15m  # a quarter
    prompts:
      # above why
      - Why?
      - How?
    roles: [a, b]   # who

  - title: Two
    activities:
      - {title: In brackets, duration: 5m, roles: [x]}  # compact
      - title: Long
        instruction: |-
          First line
            and one further in

          Last line
        # below long

  # above pause
  - break: Pause
    duration: 10m
# at the end
"""


def value_of(text: str) -> Any:
    source = parse(text.encode())
    assert source.problems == []
    return source.value


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that only one of the texts has, without those that both begin or end with."""
    old, new = before.split("\n"), after.split("\n")
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return old, new


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("title",), "It's new", 'title: "Sample"   # its title', 'title: "It\'s new"   # its title'),
        (("steps", 0, "duration"), "20m", "    duration: 15m  # a quarter", "    duration: 20m  # a quarter"),
        (("steps", 0, "title"), "Casus: één", "    title: One   # first", "    title: 'Casus: één'   # first"),
        (("steps", 0, "id"), "2", "  - id: '1'", "  - id: '2'"),
        (("steps", 0, "min"), "5m", "", "    min: 5m"),
        (("steps", 0, "prompts", 0), "Who?", "      - Why?", "      - Who?"),
        (("steps", 0, "roles"), ["a", "c"], "    roles: [a, b]   # who", "    roles: [a, c]   # who"),
        (("steps", 0, "roles"), ["a", "b", "c?"], "    roles: [a, b]   # who", "    roles: [a, b, 'c?']   # who"),
        (("steps", 0, "roles"), ["b"], "    roles: [a, b]   # who", "    roles: [b]   # who"),
        (
            ("steps", 1, "activities", 0, "duration"),
            "6m",
            "      - {title: In brackets, duration: 5m, roles: [x]}  # compact",
            "      - {title: In brackets, duration: 6m, roles: [x]}  # compact",
        ),
        (
            ("steps", 1, "activities", 0, "min"),
            "2m",
            "      - {title: In brackets, duration: 5m, roles: [x]}  # compact",
            "      - {title: In brackets, duration: 5m, min: 2m, roles: [x]}  # compact",
        ),
        (("steps", 2, "min"), "5m", "", "    min: 5m"),
        (("steps", 2, "protected"), "true", "", "    protected: true"),
        (("steps", 2, "repeat"), "3", "", "    repeat: 3"),
        (("steps", 2, "tips"), ["no", "- x"], "", "    tips:\n      - 'no'\n      - '- x'"),
        (("steps", 2, "instruction"), "A\n  b\n\nc", "", "    instruction: |-\n      A\n        b\n\n      c"),
        (("steps", 2, "turns"), {"each": "role", "window": "5m-7m"}, "", "    turns: {each: role, window: 5m-7m}"),
    ],
)
def test_value_is_written_in_its_place_and_every_other_character_stays(
    path: Path, value: Any, old: str, new: str
) -> None:
    text = set_value(SAMPLE, path, value, ORDER)
    before, after = changed_lines(SAMPLE, text)
    assert ("\n".join(before), "\n".join(after)) == (old, new)
    assert value_of(text) == with_value(value_of(SAMPLE), path, value)


def test_long_text_is_folded_and_folded_text_stays_so() -> None:
    words = "word " * 40 + "end"
    text = set_value(SAMPLE, ("steps", 0, "instruction"), words, ORDER)
    assert "    instruction: >-\n      word word" in text
    assert max(map(len, text.split("\n"))) <= 100
    assert "goal: >-\n  Short\n\n  and sweet\nsteps:" in set_value(SAMPLE, ("goal",), "Short\nand sweet")


def test_long_list_in_brackets_gets_a_line_for_each_item() -> None:
    roles = [f"somebody who speaks {number}" for number in range(8)]
    text = set_value(SAMPLE, ("steps", 0, "roles"), roles, ORDER)
    assert "    roles:   # who\n      - somebody who speaks 0\n" in text


def test_text_that_needs_lines_of_its_own_keeps_the_comment_behind_it() -> None:
    text = set_value(SAMPLE, ("title",), "One\nTwo", ORDER)
    assert "title: |-   # its title\n  One\n  Two\ngoal: >-" in text


def test_text_with_empty_lines_at_its_end_is_replaced_alone() -> None:
    text = "body: |+\n  a\n\n\n# below\nsteps:\n  - |+\n    b\n\n  # c\n  - x # y\n"
    assert set_value(text, ("body",), "new") == text.replace("|+\n  a\n\n\n", "|-\n  new\n")
    assert move(text, ("steps", 0), ("steps", 1)) == text.replace(
        "  - |+\n    b\n\n  # c\n  - x # y\n", "  # c\n  - x # y\n  - |+\n    b\n\n"
    )


def test_empty_item_in_brackets_stays_there() -> None:
    assert set_value("steps: [a, ~]\n", ("steps", 0), "b?") == "steps: ['b?', ~]\n"
    assert set_value("steps: [{a: [x, ~]}]\n", ("steps", 0, "a"), ["b", None, None]) == "steps: [{a: [b, ~, ~]}]\n"


def test_key_that_is_removed_takes_its_line_along() -> None:
    assert changed_lines(SAMPLE, remove(SAMPLE, ("steps", 0, "duration"))) == (["    duration: 15m  # a quarter"], [])
    first = remove(SAMPLE, ("steps", 0, "id"))
    assert "  # above one\n  - title: One   # first\n" in first
    assert "[b]   # who" in remove(SAMPLE, ("steps", 0, "roles", 0))
    assert "prompts: []" in remove(remove(SAMPLE, ("steps", 0, "prompts", 1)), ("steps", 0, "prompts", 0))


def test_item_is_inserted_where_the_items_are_separated_by_empty_lines() -> None:
    text = insert(SAMPLE, ("steps", 1), {"id": "new", "title": "New"})
    assert "# who\n\n  - id: new\n    title: New\n\n  - title: Two" in text
    text = insert(SAMPLE, ("steps", 0), {"title": "New"})
    assert "steps:\n  - title: New\n\n  # above one\n  - id: '1'" in text
    text = insert(SAMPLE, ("steps", 3), {"title": "New"})
    assert "    duration: 10m\n\n  - title: New\n# at the end\n" in text


def test_item_moves_with_the_comments_that_belong_to_it() -> None:
    text = move(SAMPLE, ("steps", 2), ("steps", 0))
    assert "steps:\n  # above pause\n  - break: Pause\n    duration: 10m\n\n  # above one\n  - id: '1'" in text
    assert "        # below long\n# at the end\n" in text
    inner = move(SAMPLE, ("steps", 1, "activities", 1), ("steps", 0))
    assert (
        "steps:\n  - title: Long\n    instruction: |-\n      First line\n        and one further in\n\n"
        "      Last line\n    # below long\n\n  # above one\n" in inner
    )
    outer = move(SAMPLE, ("steps", 2), ("steps", 1, "activities", 0))
    assert "    activities:\n      # above pause\n      - break: Pause\n        duration: 10m\n" in outer


def test_wrapped_item_keeps_its_text() -> None:
    text = wrap(SAMPLE, ("steps", 0), {"title": "Both"}, "activities")
    assert (
        "steps:\n  # above one\n  - title: Both\n    activities:\n      - id: '1'\n        title: One   # first\n"
        in text
    )


def test_file_without_a_last_line_end_or_with_dashes_below_the_key_stays_as_it_is() -> None:
    text = "steps:\n- title: a\n- title: b"
    assert insert(text, ("steps", 2), {"title": "c", "tips": ["x"]}) == (
        "steps:\n- title: a\n- title: b\n- title: c\n  tips:\n  - x\n"
    )
    assert set_value(text, ("steps", 1, "min"), "1m") == "steps:\n- title: a\n- title: b\n  min: 1m\n"


def test_file_can_not_grow_beyond_what_can_be_read() -> None:
    with pytest.raises(NotEdited, match="larger than"):
        set_value(SAMPLE, ("goal",), "x" * MAX_WORKSHOP_BYTES)
    with pytest.raises(NotEdited, match="can't be written"):
        set_value(SAMPLE, ("goal",), "\ud800")


# Any edit of any file

ODD_LAYOUT = """\
title: a text
  that goes on
goal: 'quoted

  too' # q
body: |+
  kept

'steps':
-
  # inside
  "title": "a\\
    b"
  duration: 5m\t# tab
-   tips: [ ]
    room: {a: 'x' , b : [y,
      z]} # compact
    min:
- - nested
  -   - {title: é𝄞, prompts: [𝄞, '?']}
  # below
# end"""
IN_BRACES = """\
{title: x, # t
 steps: [
   {"title": "a", duration: 5m}, # one
   {title: b,
    prompts: [x,y , z]}
 ], goal: 'it''s'
}
"""
SHIPPED = (File(__file__).parents[2] / "content/luisteren.yaml").read_text("utf-8")
TEXTS = (SAMPLE, SHIPPED, ODD_LAYOUT, IN_BRACES)
ODD = (
    "x", "Wat doet dit?", "a: b", "# c", "a #b", "- x", "'q'", '"q"', "it's", "no", "12", "1h30m", "1:30", "2026-01-01",
    "[a]", "{b}", "a, b", "two\nlines", "  indented", "end\n", "end\n\n", "a\n\nb", "é𝄞", "tab\tx", "", "?", "!", "@x",
    "a:", "x\n  y", "\\n", "\n", "\n x", "a\u2028b", "\x85", "*x", "&x", "<<", "~", "null", "a\xa0", "--- x", "...",
    "word " * 40 + "end", "two  spaces " * 20, "many words " * 20 + "\n\n" + "here " * 5 + ".",
)  # fmt: skip
SCALARS = st.sampled_from(ODD) | st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(ORDER), inner, max_size=3),
    max_leaves=4,
)


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from paths(item, (*path, key))


@st.composite
def edits(draw: st.DrawFn, value: Any) -> Edit:
    """An edit that is possible in `value`."""
    everywhere = [*paths(value)][1:]
    lists = [path for path in everywhere if isinstance(value_at(value, path), list)]
    items = [path for path in everywhere if isinstance(path[-1], int)]
    match draw(st.sampled_from(("set", "add", "remove", "insert", "move", "wrap"))):
        case "set":
            return Set(draw(st.sampled_from(everywhere)), draw(VALUES))
        case "add":
            mappings = [path for path in everywhere if isinstance(value_at(value, path), dict)]
            return Set((*draw(st.sampled_from([(), *mappings])), "min"), draw(VALUES))
        case "insert" if lists:
            path = draw(st.sampled_from(lists))
            return Insert((*path, draw(st.integers(0, len(value_at(value, path))))), draw(VALUES))
        case "move" if items:
            path = draw(st.sampled_from(items))
            rest = without(value, path)
            target = draw(st.sampled_from([path for path in paths(rest) if isinstance(value_at(rest, path), list)]))
            return Move(path, (*target, draw(st.integers(0, len(value_at(rest, target))))))
        case "wrap" if items:
            return Wrap(draw(st.sampled_from(items)), {"title": "a: b"}, "activities")
    return Remove(draw(st.sampled_from(everywhere)))


@given(st.sampled_from(TEXTS), st.data())
def test_any_edit_gives_the_text_of_the_same_edit_on_the_value(text: str, data: st.DataObject) -> None:
    for _ in range(2):
        value = value_of(text)
        if not value:
            return
        edit = data.draw(edits(value))
        text = edit_text(text, [edit], ORDER)
        assert value_of(text) == edited(value, [edit])


def test_line_breaks_of_a_word_processor_stay_when_something_else_changes() -> None:
    text = "a: x\x0by\nb: |\n  x\u2028y\nc: 1\n"
    assert edit_text(text, [Set(("c",), "z")], ORDER) == text.replace("1", "z")
    assert edit_text(text, [Set(("b",), "z\n")], ORDER) == text.replace("x\u2028y", "z")


STEPS = st.sampled_from([("steps", 0), ("steps", 1), ("steps", 2)])


@given(st.lists(st.tuples(STEPS, st.integers(0, 2)), max_size=3))
def test_moves_lose_no_comment_and_no_line(moves: list[tuple[Path, int]]) -> None:
    text = SAMPLE
    for path, place in moves:
        text = move(text, path, ("steps", place))
    comments = sorted(re.findall("#.*", SAMPLE))
    assert sorted(re.findall("#.*", text)) == comments
    lines = sorted(line for line in SAMPLE.split("\n") if line)
    assert sorted(line for line in text.split("\n") if line) == lines


def test_keys_that_several_mappings_get_are_the_same_at_once_as_one_by_one() -> None:
    text = SAMPLE.replace("  - id: '1'\n    title: One", "  - title: One")
    paths: list[Path] = [("steps", 0), ("steps", 1, "activities", 0), ("steps", 1, "activities", 1), ("steps", 2)]
    edits: list[Edit] = [Set((*path, "id"), f"id-{number}") for number, path in enumerate(paths)]
    alone = text
    for edit in edits:
        alone = edit_text(alone, [edit], ORDER)
    assert edit_text(text, edits, ORDER) == alone
    assert "  - id: id-0\n    title: One   # first\n" in alone
    assert value_of(edit_text(SAMPLE, edits, ORDER)) == edited(value_of(SAMPLE), edits)  # one of them is there already
