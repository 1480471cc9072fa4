"""What is typed into a text that can't be shown as it is."""

from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.text.safe import safe
from luisteren_tui.tui.screens.editor.field_editors import Shown

TURNED = "b\N{RIGHT-TO-LEFT OVERRIDE}c"
SHOWN = Shown(TURNED, safe(TURNED))


def test_character_that_can_not_be_shown_stays_where_nothing_is_typed() -> None:
    typed = SHOWN.typed_over(SHOWN.made_safe + "!").typed_over("a" + SHOWN.made_safe + "!")
    assert typed.text == f"a{TURNED}!"


def test_character_that_is_deleted_is_gone() -> None:
    assert SHOWN.typed_over("bc").text == "bc"


def test_text_of_another_length_is_as_typed() -> None:
    assert Shown("a\r\nb", "a\nb").typed_over("a\nbc").text == "a\nbc"


@given(st.text("ab\u200b\u202e\u200d\n", max_size=8), st.text("ab\N{REPLACEMENT CHARACTER}\n", max_size=8))
def test_what_is_shown_is_what_was_typed(text: str, typed: str) -> None:
    shown = Shown(text, safe(text)).typed_over(typed)
    assert shown.made_safe == typed == safe(shown.text)
