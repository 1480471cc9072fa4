"""Advice about characters that a PDF may lack, because it depends on the computer whether there is a font for them."""

from collections.abc import Iterator

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.text.font_coverage import named, uncovered

_MOST_CHARACTERS = 6
"""The most characters that are reported. Of a whole script some are enough."""
_LACKING = N_(
    "On a computer without a font for it, a PDF lacks {characters}. A page for the browser (html) keeps everything."
)


def pdf_advice(value: object) -> Iterator[Problem]:
    """Yield where in the plain `value` of a file such characters stand, each at the first place."""
    said = set[str]()
    for path, text in _texts(value, ()):
        new = [each for each in uncovered(text) if each not in said]
        if new:
            said.update(new)
            yield Problem(path, _LACKING, {"characters": named(new)})
        if len(said) >= _MOST_CHARACTERS:
            return


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(each, (*path, key))
