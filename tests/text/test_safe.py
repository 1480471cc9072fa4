import sys

from luisteren_tui.text import safe as module
from luisteren_tui.text.safe import safe


def test_every_replaced_character_is_unprintable_so_that_printable_text_stays_as_it_is() -> None:
    replaced = [chr(code) for code in range(sys.maxunicode + 1) if module._replaced().match(chr(code))]
    assert len(replaced) > 2000
    assert [char for char in replaced if char.isprintable()] == []
    assert [char for char in replaced if char in safe(f"é{char}“")] == []
