"""Cut a text into parts that the room can show one by one."""

import re

from luisteren_tui.text.clusters import start_of_cluster

MAX_PART_LENGTH = 320
"""Characters of a part. The smallest window can show this much."""
_END = re.compile(r"(?<=[.!?…])[\"'’”)]*\s+")


def paragraphs(body: str, longest: int = MAX_PART_LENGTH) -> tuple[str, ...]:
    """Return the paragraphs of `body`. One of more than `longest` characters is cut, after a sentence if possible."""
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
    """Return where to cut: after a sentence, else a line, else a word, else a sign at `longest`."""
    start = paragraph[:longest]
    sentences = [match.end() for match in _END.finditer(paragraph, 0, longest + 1) if match.end() <= longest]
    if sentences:
        return sentences[-1]
    return start.rfind("\n") + 1 or start.rfind(" ") + 1 or start_of_cluster(paragraph, longest) or longest
