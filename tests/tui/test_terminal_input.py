"""Terminal input is cut into keys, sequences and pasted texts; the rest is dropped."""

import pytest

from luisteren_tui.tui.terminal_input import (
    ESCAPE_PAUSE_S,
    MAX_PASTE,
    MAX_SEQUENCE,
    PASTE_PAUSE_S,
    STRING_PAUSE_S,
    Pasted,
    TerminalInput,
)


def pieces(*reads: str, pause: float = 60.0) -> list[str | Pasted]:
    """Return the pieces of `reads` that follow each other at once, and what a pause adds."""
    terminal, found = TerminalInput(), list[str | Pasted]()
    for text in reads:
        found += terminal.feed(text, 0.0)
    return [*found, *terminal.paused(pause)]


@pytest.mark.parametrize(
    "sequence",
    [
        *("\x1b[A", "\x1b[1;5C", "\x1b[97;1:3u", "\x1b[15~", "\x1b[<0;10;10M", "\x1b[?2026;2$y", "\x1b[I", "\x1b[[A"),
        *("\x1bOP", "\x1bO5A", "\x1b[M !!", "\x1b[24$", "\x1bx", "\x1b[ M", "\x1b[1[", "q", "é", "\r"),
    ],
)
def test_sequence_stays_whole_wherever_it_is_split(sequence: str) -> None:
    for at in range(len(sequence)):
        assert pieces(sequence[:at], sequence[at:]) == [sequence]
    assert pieces(*sequence) == [sequence]


@pytest.mark.parametrize("introducer", ["\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x9d", "\x90", "\udc9d"])
@pytest.mark.parametrize("end", ["\x07", "\x1b\\", "\x9c", "\udc9c", "\x18"])
def test_no_letter_of_a_string_is_a_key(introducer: str, end: str) -> None:
    string = f"{introducer}52;c;qqq{end}"
    assert pieces(string + "a") == ["a"]
    assert pieces(*string, "a") == ["a"]


def test_a_string_without_an_end_ends_with_a_pause() -> None:
    terminal = TerminalInput()
    assert [*terminal.feed("\x1b]0;" + "q" * 100_000, 0.0)] == []
    assert [*terminal.paused(STRING_PAUSE_S - 0.01)] == []
    assert [*terminal.feed("q", 0.4)] == []
    assert [*terminal.paused(0.4 + STRING_PAUSE_S)] == []
    assert [*terminal.feed("q", 2.0)] == ["q"]


def test_escape_is_known_by_the_pause_after_it() -> None:
    terminal = TerminalInput()
    assert [*terminal.feed("\x1b", 0.0)] == []
    assert terminal.deadline == ESCAPE_PAUSE_S
    assert [*terminal.paused(ESCAPE_PAUSE_S - 0.01)] == []
    assert [*terminal.paused(ESCAPE_PAUSE_S)] == ["\x1b"]
    assert terminal.deadline is None


@pytest.mark.parametrize("letter", "]P_^XO[x")
def test_alt_and_a_letter_is_a_key_even_if_a_sequence_begins_with_it(letter: str) -> None:
    assert pieces(f"\x1b{letter}") == [f"\x1b{letter}"]


def test_escape_before_a_sequence_is_a_key() -> None:
    assert pieces("\x1b\x1b[A") == ["\x1b", "\x1b[A"]


@pytest.mark.parametrize("read", ["\x1b[12;", "\x1b[?", "\x1b[M!", "\x1b[[", "\x1bO5", "\x1b[" + "1" * 100_000])
def test_cut_off_sequence_is_dropped_with_a_pause_and_with_another_key(read: str) -> None:
    assert pieces(read) == []
    assert pieces(read, "\x1b[A") == ["\x1b[A"]
    assert pieces(read + "\x1b[A") == ["\x1b[A"]


def test_sequence_that_is_too_long_is_dropped_as_a_whole() -> None:
    endless = "\x1b[" + "1" * 100_000 + "u"
    assert pieces(endless + "q") == ["q"]
    assert pieces(*(endless[at : at + 999] for at in range(0, len(endless), 999)), "q") == ["q"]
    longest = "\x1b[97;1;" + "9" * (MAX_SEQUENCE - 8) + "u"
    assert pieces(longest) == [longest]


def test_waiting_text_stays_short() -> None:
    terminal = TerminalInput()
    for _ in range(1000):
        assert [*terminal.feed("\x1b[" + "1;" * 500, 0.0)] == []
        assert [*terminal.feed("\x1b[M", 0.0)] == []
        assert len(terminal._rest) <= MAX_SEQUENCE


def test_paste_is_one_piece_wherever_it_is_split() -> None:
    text = "\x1b[200~q\r\n\x1b[31mé\x1b[201\x1b[201~"
    for at in range(len(text)):
        assert pieces(text[:at], text[at:], "a") == [Pasted("q\r\n\x1b[31mé\x1b[201"), "a"]
    assert pieces(*text, "a") == [Pasted("q\r\n\x1b[31mé\x1b[201"), "a"]


def test_long_paste_is_cut_but_none_of_it_becomes_a_key() -> None:
    terminal, found = TerminalInput(), list[str | Pasted]()
    found += terminal.feed("\x1b[200~", 0.0)
    for _ in range(50):
        found += terminal.feed("q" * 50_000, 0.0)
    found += terminal.feed("\x1b[201~a", 0.0)
    assert found == [Pasted("q" * MAX_PASTE), "a"]


@pytest.mark.parametrize("escape", ["\x1b[27u", "\x1b[27;1:1u"])
def test_escape_key_ends_a_paste_whose_end_got_lost(escape: str) -> None:
    assert pieces(f"\x1b[200~text{escape}q") == [Pasted("text"), "q"]
    terminal = TerminalInput()
    assert [*terminal.feed("\x1b[200~text\x1b", 0.0)] == []
    assert [*terminal.paused(STRING_PAUSE_S)] == [Pasted("text")]


def test_paste_that_stops_ends_with_a_long_pause_only() -> None:
    terminal = TerminalInput()
    assert [*terminal.feed("\x1b[200~text", 0.0)] == []
    assert [*terminal.paused(PASTE_PAUSE_S - 0.01)] == []
    assert [*terminal.paused(PASTE_PAUSE_S)] == [Pasted("text")]


def test_bytes_that_are_no_utf_8_and_c1_controls_are_dropped() -> None:
    assert pieces("a\udcff\udc85\x85\x9cb") == ["a", "b"]
    assert pieces("\udc9b113;1:3u", "\x9bA") == ["\x1b[113;1:3u", "\x1b[A"]
