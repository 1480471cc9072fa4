"""A text in parts that fit on the wall, one after the other."""

import re

LONGEST = 320
"""Characters of a part: what the smallest window shows at once."""
_END = re.compile(r"(?<=[.!?…])[\"'’”)]*\s+")


def paragraphs(body: str, longest: int = LONGEST) -> tuple[str, ...]:
    """Return the paragraphs of `body`; one of more than `longest` characters in parts, at the end of a sentence if that can be."""
    whole = (part.strip() for part in re.split(r"\n[^\S\n]*\n", body))
    return tuple(part for paragraph in whole if paragraph for part in _parts(paragraph, longest))


def _parts(paragraph: str, longest: int) -> list[str]:
    parts = []
    while len(paragraph) > longest:
        at = _cut(paragraph, longest)
        parts.append(paragraph[:at].rstrip())
        paragraph = paragraph[at:].lstrip()
    return [*parts, paragraph] if paragraph else parts


def _cut(paragraph: str, longest: int) -> int:
    """Return where to cut: after a sentence, else a line, else a word, else where there is no more room."""
    start = paragraph[:longest]
    sentences = [match.end() for match in _END.finditer(paragraph, 0, longest + 1) if match.end() <= longest]
    if sentences:
        return sentences[-1]
    return start.rfind("\n") + 1 or start.rfind(" ") + 1 or longest
