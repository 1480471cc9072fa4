"""Which characters the fonts in Typst's wheel have, read from the fonts themselves.

python -m tools.pdf_fonts       write them into text/font_coverage.py, as after an update of Typst
"""

import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from unicodedata import category

import typst

MODULE = Path(__file__).parents[1] / "src" / "luisteren_tui" / "text" / "font_coverage.py"
_BEGINNINGS = (b"OTTO", b"\0\1\0\0")
_MOST_TABLES = 40
_ENCLOSING = range(0x20DD, 0x20E5)
"""Marks around a character, such as that of keycaps: the fonts have them, but draw them beside it."""
_PER_LINE = 9
_PAGE = b"#set page(width: 9999pt, height: auto)\n#sys.inputs.all #strong(sys.inputs.all)"
_REFUSED = re.compile('the text `"(.)"` could not be displayed')


def characters() -> set[int]:
    """Return the characters that are drawn, without those that nobody sees and those for private use."""
    library = next(Path(typst.__file__).parent.glob("_typst*"))
    codes = set().union(*_fonts(library.read_bytes())) - set(_ENCLOSING)
    found = {code for code in codes if category(chr(code))[0] not in "CZ"}
    return found - set(map(ord, refused(map(chr, found))))


def refused(letters: Iterable[str]) -> set[str]:
    """Return the letters that Typst doesn't draw with its own fonts. Accents by themselves it never refuses."""
    given = {"all": " ".join(letters)}
    try:
        typst.compile(_PAGE, format="pdf", ignore_system_fonts=True, pdf_standards=["a-2b"], sys_inputs=given)
    except typst.TypstError as error:  # always: it also asks for a date
        return set(_REFUSED.findall(error.diagnostic))
    return set()


def _fonts(library: bytes) -> Iterator[set[int]]:
    """Yield the characters of each font that lies in the library, found by the list of its tables."""
    for match in re.finditer(b"cmap", library):
        for place in range(_MOST_TABLES):
            start = match.start() - 12 - 16 * place
            kind, tables = struct.unpack_from(">4sH", library, start)
            if kind in _BEGINNINGS and place < tables <= _MOST_TABLES:
                (offset,) = struct.unpack_from(">I", library, match.start() + 8)
                yield set(_characters(library, start + offset))
                break


def _characters(library: bytes, cmap: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", library, cmap + 2)
    for place in range(count):
        (offset,) = struct.unpack_from(">I", library, cmap + 8 + 8 * place)
        table = cmap + offset
        (format,) = struct.unpack_from(">H", library, table)
        if format == 4:
            yield from _in_segments(library, table)
        elif format == 12:
            (groups,) = struct.unpack_from(">I", library, table + 12)
            for group in range(groups):
                first, last, _glyph = struct.unpack_from(">III", library, table + 16 + 12 * group)
                yield from range(first, last + 1)


def _in_segments(library: bytes, table: int) -> Iterator[int]:
    """Yield the characters of a table of format 4, where a glyph is computed or looked up, and 0 is none."""
    (double,) = struct.unpack_from(">H", library, table + 6)
    ends, starts, deltas, offsets = (table + 14, table + 16 + double, table + 16 + 2 * double, table + 16 + 3 * double)
    for place in range(0, double, 2):
        first, last, delta, offset = (
            struct.unpack_from(">H", library, at + place)[0] for at in (starts, ends, deltas, offsets)
        )
        for code in range(first, last + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", library, offsets + place + offset + 2 * (code - first))
            if (glyph + delta) % 65536 if glyph or not offset else 0:
                yield code


def ranges(codes: Iterable[int]) -> str:
    """Return numbers as ranges in hexadecimal, such as "41-5a 61"."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return " ".join(f"{first:x}" if first == last else f"{first:x}-{last:x}" for first, last in found)


def main() -> None:
    """Write the ranges into the module."""
    words = ranges(characters()).split()
    lines = (" ".join(words[at : at + _PER_LINE]) for at in range(0, len(words), _PER_LINE))
    before, start, rest = MODULE.read_text("utf-8").partition('COVERED = """')
    _old, end, after = rest.partition('"""')
    MODULE.write_text(before + start + "\\\n" + "\n".join(lines) + "\n" + end + after, "utf-8")


if __name__ == "__main__":
    main()
