"""Finding and blacking out what can be traced to a person."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from luisteren_tui.export.redaction import black_out, black_out_text, find_traces
from luisteren_tui.planning.plan import CUSTOM_ID

NAMES = ("Anna de Vries", "Wil", "bo", "J. Jansen", "  ", "李", "a.*b")


def outcome(*texts: str) -> dict[str, Any]:
    return {"activities": [{"id": "1", "notes": [{"text": text, "question": "Anna?"} for text in texts]}]}


@pytest.mark.parametrize(
    "trace",
    [
        "jan.de-vries+x@ggz.example.nl",
        "j@x.nl",
        "06-12345678",
        "+31 (0)6 12 34 56 78",
        "Anna de Vries",
        "anna de vries",
        "Vries",
        "Wil",
        "bo",
        "Bo",
        "Jansen",
        "李",
        "a.*b",
    ],
)
def test_traces_are_found_whole_and_blacked_out(trace: str) -> None:
    gone = "".join(letter if letter.isspace() else "█" for letter in trace)
    for text in ("{}", "Bel {}, zei ze", "zei\n{}\nnog", "“{}”"):
        assert find_traces(outcome(text.format(trace)), NAMES) == [trace]
        assert black_out_text(text.format(trace), NAMES) == text.format(gone)


@pytest.mark.parametrize(
    "text",
    [
        "ik wil dat ook",  # Wil is a name, wil a word
        "Vriesweer, Annabel, Bob",
        "13:30 tot 15.00, 24-11-2026, 12 deelnemers, 100.000.000, 06-1234",
        "@ iedereen, a@b, x @ y.nl",
        "de, De",
        "axxb",
        "",
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    assert find_traces(outcome(text), NAMES) == []
    assert black_out_text(text, NAMES) == text


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("José", "Jose en José’s en Jose\u0301", "████ en ████’s en █████"),
        ("Jose", "José, josé", "████, josé"),  # a short name only with a capital
        ("Müller", "Mueller MULLER Müllers", "███████ ██████ ██████s"),
        ("Soren Moeller", "Søren Möller", "█████ ██████"),
        ("Weiß", "Weiss", "█████"),
        ("Anna", "Anna's, Anna’s, Annaʼs, ‘Anna’, Annas", "████'s, ████’s, ████ʼs, ‘████’, ████s"),
        ("Hans", "Hans', Hans’ en Hans's", "████', ████’ en ████'s"),
        ("Jan", "Jans idee, Jansen, Janneke", "███s idee, Jansen, Janneke"),
        ("Le", "Les van Le’s", "Les van ██’s"),
        ("Anne-Marie", "Anne Marie, Annemarie, Anne\u2011Marie, Marie’s", "████ █████, █████████, ██████████, █████’s"),
        ("Bo Smit-de Boer", "Smit, de Boer, boer", "████, ██ ████, boer"),
        ("O’Neil", "O'Neil ONeil O’Neil’s", "██████ █████ ██████’s"),
        (
            "Anna van der Berg",
            "van der Berg, v.d. Berg, v/d Berg, Vd Berg",
            "███ ███ ████, ████ ████, ███ ████, ██ ████",
        ),
        ("van der Berg", "Hij kwam van der Berg, van den Bergh", "Hij kwam ███ ███ ████, van den Bergh"),
        ("Jan van 't Hart", "van ’t Hart; ’t Hart; Hart", "███ ██ ████; ██ ████; ████"),
        ("J. de Boer", "J. zei: de Boer of de boer", "J. zei: ██ ████ of de boer"),
        ("dhr. Jansen", "dhr. Bos en Jansen", "dhr. Bos en ██████"),
        ("anna de vries", "de Vries en Anna", "██ █████ en ████"),
        ("علی\u200cرضا", "علیرضا، علی رضا", "██████، ███ ███"),
        ("علیرضا", "علی\u200cرضا", "███████"),
        ("क्\u200dषितिज", "क्षितिज", "███████"),
        ("田中", "田中さん", "██さん"),
    ],
)
def test_names_are_found_in_other_spellings_and_with_endings(name: str, text: str, shown: str) -> None:
    assert black_out_text(text, [name]) == shown


def test_possessive_is_listed_as_the_name() -> None:
    assert find_traces(outcome("Anna's en Anna’s, Annas"), NAMES) == ["Anna"]


def test_each_trace_is_listed_once_in_the_order_of_the_notes() -> None:
    made = outcome("Bo belde j@x.nl, 06-12345678", "j@x.nl, Anna de Vries")
    assert find_traces(made, NAMES) == ["Bo", "j@x.nl", "06-12345678", "Anna de Vries"]
    notes = black_out(made, NAMES)["activities"][0]["notes"]
    assert [note["text"] for note in notes] == ["██ belde ██████, ███████████", "██████, ████ ██ █████"]
    assert notes[0]["question"] == "Anna?"
    assert find_traces(black_out(made, NAMES), NAMES) == []
    assert made["activities"][0]["notes"][0]["text"].startswith("Bo")


def test_parking_lot_is_searched_and_blacked_out() -> None:
    made = outcome("stil") | {"parking_lot": "budget\nBo belt terug"}
    assert find_traces(made, NAMES) == ["Bo"]
    assert black_out(made, NAMES)["parking_lot"] == "budget\n██ belt terug"
    assert "parking_lot" not in black_out(outcome("Bo"), NAMES)


def test_titles_are_searched_only_in_custom_blocks() -> None:
    made = outcome("stil")
    made["activities"][0] |= {"id": f"{CUSTOM_ID}1", "title": "Taart voor Bo"}
    made["activities"].append({"id": "1", "title": "Bo", "notes": []})
    assert find_traces(made, NAMES) == ["Bo"]
    assert [each["title"] for each in black_out(made, NAMES)["activities"]] == ["Taart voor ██", "Bo"]


def test_bracket_before_a_phone_number_is_not_part_of_it() -> None:
    assert find_traces(outcome("Bel Bo (06-12345678)"), ()) == ["06-12345678"]


def test_only_known_names_are_found() -> None:
    assert find_traces(outcome("Bo en Anna")) == []


@given(st.text(), st.lists(st.text(max_size=6), max_size=4))
@example("é", ["\N{COMBINING ACUTE ACCENT}"])
@example("a b", ["´ '", "\N{SOFT HYPHEN}"])
def test_any_text_and_names_can_be_searched(text: str, names: list[str]) -> None:
    shown = black_out_text(text, names)
    assert len(shown) == len(text)
    assert all(after in (before, "█") for before, after in zip(text, shown, strict=True))


def test_long_text_is_searched_quickly() -> None:
    for text in ("0" * 100_000, "a." * 50_000, "06 " * 50_000, "a@" * 50_000, "+1 - " * 50_000):
        assert len(black_out_text(text, NAMES)) == len(text)
