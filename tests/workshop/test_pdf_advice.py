from typing import Any

import pytest

from luisteren_tui.workshop.pdf_advice import pdf_advice

Found = list[tuple[tuple[str | int, ...], str]]


def advice(value: Any) -> Found:
    return [(each.path, str(each.values["characters"])) for each in pdf_advice(value)]


@pytest.mark.parametrize("text", ["Ga zitten – ‘stil’ …", "Тихо שלום سلام", "❤\ufe0f", "ka\u00adst"])
def test_what_every_pdf_shows_gets_no_advice(text: str) -> None:
    assert advice({"title": text, "steps": [{"title": text}]}) == []


def test_each_character_is_reported_at_its_first_place() -> None:
    steps = [{"title": "😀 傾"}, {"prompts": ["x", "傾 ሰ"], "duration": None}]
    assert advice({"title": "Luister 😀", "steps": steps}) == [
        (("title",), "😀 (U+1F600)"),
        (("steps", 0, "title"), "傾 (U+50BE)"),
        (("steps", 1, "prompts", 1), "ሰ (U+1230)"),
    ]


def test_a_whole_script_is_reported_only_in_the_first_texts() -> None:
    found = advice({"title": "傾聴", "goal": "ሀሁሂሃሄህሆሇ", "theme": "สว"})
    assert [path for path, _characters in found] == [("title",), ("goal",)]
    assert found[-1][1].endswith("+2")
