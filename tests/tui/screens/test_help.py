"""The lists of keys at different widths."""

from textual.content import Content

from luisteren_tui.tui.screens.help import Columns, KeyList, hanging_lines

SECTIONS = {
    title: [(Content(f"{key}  "), Content(f"what {key} does")) for key in keys]
    for title, keys in (("Clock", "ab"), ("Notes", "cd"), ("Program", "efghij"))
}


def texts(lines: list[Content]) -> list[str]:
    return [line.plain.rstrip() for line in lines]


def test_long_text_continues_below_its_own_start() -> None:
    pairs = [(Content("p         "), Content("Write the private note; Escape goes back"))]
    assert texts(hanging_lines(pairs, 40)) == ["p         Write the private note; Escape", "          goes back"]


def test_sections_stand_in_two_columns_of_about_the_same_height_where_they_fit() -> None:
    wide = texts(Columns(SECTIONS, "about").lines(110))
    assert [line.split("  ")[0] for line in wide] == ["Clock", "a", "b", "", "Notes", "c", "d", "", "about"]
    assert [line[56:].split("  ")[0] for line in wide[:7]] == ["Program", *"efghij"]


def test_sections_stand_below_each_other_in_a_narrow_window() -> None:
    narrow = texts(Columns(SECTIONS, "about").lines(76))
    below = ["Clock", *"ab", "", "Notes", *"cd", "", "Program", *"efghij", "", "about"]
    assert [line.split("  ")[0] for line in narrow] == below


def test_each_of_several_keys_is_named_as_it_is_printed() -> None:
    lines = KeyList([("pagedown pageup", "read on"), ("+ -", "a minute")]).text("keys").lines(40)
    assert texts(lines) == ["PgDn PgUp  Read on", "+ -        A minute"]
