"""Cut what a terminal sends into characters, key sequences and pasted texts.

Input that can't be a key is dropped here. The driver recognizes reports of other kinds later. Strings (OSC, DCS, APC and
such), cut-off and endless sequences, and bytes that are not UTF-8 must never be taken for the keys their letters look like.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

ESC = "\x1b"
PASTE_BEGIN = "\x1b[200~"
ESCAPE_PAUSE_S = 0.1
"""If nothing follows an ESC for this long, it was the Escape key; and what follows an unfinished sequence is typed."""
STRING_PAUSE_S = 0.5
"""A string that stops for this long without its end has no end."""
PASTE_PAUSE_S = 5.0
"""A paste that stops for this long has no end. Shorter would take the rest of a slow paste for keys."""
MAX_SEQUENCE = 256
"""Characters of the longest sequence. The longest of a keyboard has the text of a key in it."""
MAX_PASTE = 1_000_000
"""Characters of a paste that are kept: more than any place accepts, so that a longer one is refused as a whole."""

_WHOLE = re.compile(r"\x1b(?:\[(?:M[^\x1b]{3}|\[[@-~]|(?![M\[])[@-~]|[ -?]+[@-~])|O[0-9;]*[@-~])")
"""A sequence: an old report of the mouse with three characters, an F-key of the Linux console, CSI with its end, or SS3."""
_UNFINISHED = re.compile(r"\x1b(?:\[(?:M[^\x1b]{0,2}|\[|[ -?]*)|O[0-9;]*)?\Z")
_CUT_OFF = re.compile(r"\x1b(?:\[(?:M[^\x1b]{0,2}|\[|[ -?]*)|O[0-9;]*)")
_ENDS_WITHOUT_LETTER = re.compile(r"\x1b\[\d+\$")
"""The keys of rxvt with Shift. A report of a mode begins the same way."""
_STRING_END = re.compile(r"[\x07\x18\x1a\x1b\x9c]")
_PASTE_END = re.compile(r"\x1b\[(?:201~|27(?:;[0-9:;]*)?u)")
"""The end of a paste, or the Escape key: the way out of a paste whose end got lost."""
_UNFINISHED_PASTE_END = re.compile(r"\x1b(?:\[[0-9:;]{0,16})?\Z")
_REST_OF_SEQUENCE = re.compile(r"[ -?]*")
_STRINGS = frozenset("]P_^X")
_C1 = {0xDC00 + byte: chr(byte) for byte in (0x90, 0x98, 0x9B, 0x9C, 0x9D, 0x9E, 0x9F)}
_NOT_UTF_8 = {code: _C1.get(code) for code in range(0xDC80, 0xDD00)}
"""Bytes that are not UTF-8, as `surrogateescape` decodes them. The controls of old terminals are kept, the rest is dropped."""


class Pasted(NamedTuple):
    """A pasted text."""

    text: str


class TerminalInput:
    """Takes text as it is read, and gives back whole pieces.

    A piece is a character, ESC and a character (a key with Alt), a whole sequence that begins with ESC, or a `Pasted`.
    A key that begins like a sequence is known by the pause after it, so `paused` must be called at `deadline`. Times are
    seconds of any clock that runs on.
    """

    def __init__(self) -> None:
        self._rest = ""  # the beginning of a sequence, always shorter than MAX_SEQUENCE
        self._string = self._too_long = False
        self._pasted: list[str] | None = None
        self._pasted_length = 0
        self._read_at = 0.0

    @property
    def deadline(self) -> float | None:
        """The time at which a pause would tell what the last characters were, or None if nothing is waiting."""
        if self._pasted is not None:
            return self._read_at + (STRING_PAUSE_S if self._rest == ESC else PASTE_PAUSE_S)
        if self._string:
            return self._read_at + STRING_PAUSE_S
        return self._read_at + ESCAPE_PAUSE_S if self._rest or self._too_long else None

    def feed(self, text: str, now: float) -> Iterator[str | Pasted]:
        """Yield the pieces that `text`, which was decoded with `surrogateescape`, completes."""
        self._read_at = now
        text = self._rest + (text if text.isascii() else text.translate(_NOT_UTF_8))
        self._rest, at = "", 0
        while at < len(text):
            if self._pasted is not None:
                at, ended = self._paste(text, at)
                if ended:
                    yield self._take_pasted()
            elif self._string:
                at = self._skip_string(text, at)
            elif self._too_long:
                at = self._skip_sequence(text, at)
            elif "\x80" <= text[at] <= "\x9f":
                # One of these characters is ESC and another one in short.
                introducer = chr(ord(text[at]) - 0x40)
                text, at = (ESC + introducer if introducer in _STRINGS | {"["} else "") + text[at + 1 :], 0
            elif text[at] != ESC:
                yield text[at]
                at += 1
            elif whole := _WHOLE.match(text, at):
                at = whole.end()
                if whole[0] == PASTE_BEGIN:
                    self._pasted, self._pasted_length = [], 0
                elif len(whole[0]) <= MAX_SEQUENCE:
                    yield whole[0]
            elif unfinished := _UNFINISHED.match(text, at):
                self._too_long = len(unfinished[0]) > MAX_SEQUENCE
                self._rest = "" if self._too_long else unfinished[0]
                return
            elif (second := text[at + 1]) in _STRINGS:
                if at + 2 == len(text):
                    self._rest = text[at:]  # or a key with Alt
                    return
                self._string, at = True, at + 2
            elif second == ESC:
                yield ESC
                at += 1
            elif cut_off := _CUT_OFF.match(text, at):
                at = cut_off.end()
            else:
                yield text[at : at + 2]
                at += 2

    def paused(self, now: float) -> Iterator[str | Pasted]:
        """Yield what the last characters were if nothing followed them until the deadline."""
        if self.deadline is None or now < self.deadline:
            return
        rest, self._rest, self._string, self._too_long = self._rest, "", False, False
        if self._pasted is not None:
            yield self._take_pasted()
        elif (rest and len(rest) <= 2) or _ENDS_WITHOUT_LETTER.fullmatch(rest):
            yield rest

    def _take_pasted(self) -> Pasted:
        text, self._pasted = "".join(self._pasted or ()), None
        return Pasted(text)

    def _paste(self, text: str, at: int) -> tuple[int, bool]:
        """Add `text` from `at` to the pasted text. Return where it ends, and whether that is its real end."""
        assert self._pasted is not None
        end = _PASTE_END.search(text, at)
        unfinished = None if end else _UNFINISHED_PASTE_END.search(text, at)
        stop = end.start() if end else unfinished.start() if unfinished else len(text)
        part = text[at : min(stop, at + MAX_PASTE - self._pasted_length)]
        self._pasted.append(part)
        self._pasted_length += len(part)
        self._rest = text[stop:] if unfinished else ""
        return (end.end() if end else len(text)), end is not None

    def _skip_string(self, text: str, at: int) -> int:
        end = _STRING_END.search(text, at)
        if end is None:
            return len(text)
        if end[0] == ESC:
            if end.end() == len(text):
                self._rest = ESC  # its end may be read later
                return len(text)
            self._string = False
            return end.end() + 1 if text[end.end()] == "\\" else end.start()
        self._string = False
        return end.end()

    def _skip_sequence(self, text: str, at: int) -> int:
        rest = _REST_OF_SEQUENCE.match(text, at)
        assert rest is not None
        at = rest.end()
        if at < len(text):
            self._too_long = False
            if "@" <= text[at] <= "~":
                at += 1
        return at
