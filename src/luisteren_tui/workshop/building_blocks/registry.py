"""The building blocks by language, and a workshop made of some of them."""

from collections.abc import Sequence
from typing import Any

from luisteren_tui.i18n.languages import known
from luisteren_tui.i18n.languages.dutch import DUTCH
from luisteren_tui.i18n.problem import Path
from luisteren_tui.workshop.building_blocks import dutch, english
from luisteren_tui.workshop.building_blocks.block import MINUTE_S, BuildingBlock
from luisteren_tui.workshop.notation import format_duration, parse_duration
from luisteren_tui.workshop.part_edits import Changed, added, added_text
from luisteren_tui.workshop.part_fields import FILE_ORDER
from luisteren_tui.workshop.parts import PartKind, parts_of
from luisteren_tui.workshop.raw_document import mapping
from luisteren_tui.workshop.value_edits import edited, value_at, with_value

USUAL = ("opening", "pairs", "posters", "gallery", "closing")
"""The keys of the blocks that a new workshop begins with, if its author has no others in mind."""


def blocks(language: str) -> tuple[BuildingBlock, ...]:
    """Return the building blocks for a workshop in this language, in English if there are none in it."""
    return dutch.BLOCKS if known(language) is DUTCH else english.BLOCKS


def block_edits(value: Any, after: Path, block: BuildingBlock, people: int) -> Changed:
    """Return the edits that put a block after the part at `after`, or at the end, and the path of the new part."""
    part = block.part_for(people)
    texts: Changed = ((), ())
    if block.text:
        texts = added_text(value, dict(block.text))
        part["text"] = texts[1][-1]
    edits, path = added(edited(value, texts[0]), after, in_file_order(part))
    return (*texts[0], *edits), path


def composed(value: dict[str, Any], chosen: Sequence[BuildingBlock], people: int, minutes: int) -> dict[str, Any]:
    """Return the workshop `value` with the chosen blocks, which take this many minutes together if that is possible."""
    for block in chosen:
        value = edited(value, block_edits(value, (), block, people)[0])
    return in_file_order(_lasting(value, minutes))


def length_of(chosen: Sequence[BuildingBlock], people: int, minutes: int) -> int:
    """Return how many minutes these blocks take together if they should take `minutes`."""
    parts = parts_of(composed({}, chosen, people, minutes))
    return sum(part.seconds or 0 for part in parts if not part.depth) // MINUTE_S


def in_file_order(value: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping with its keys in the order in which they are written."""
    return {key: value[key] for key in sorted(value, key=FILE_ORDER.index)}


def _lasting(value: dict[str, Any], minutes: int) -> dict[str, Any]:
    """Return the workshop in which the parts that can be longer or shorter are, so that all take `minutes` together."""
    parts = [part for part in parts_of(value) if not part.depth and part.seconds is not None]
    missing = minutes - sum(part.seconds or 0 for part in parts) // MINUTE_S
    lengths: list[tuple[Path, int, int]] = []
    for part in parts:
        raw = mapping(value_at(value, part.path))
        if part.kind is PartKind.ACTIVITY and part.rounds == 1 and "each" not in mapping(raw.get("turns")):
            least = parse_duration(raw.get("min", "")) or part.seconds or 0
            lengths.append((part.path, (part.seconds or 0) // MINUTE_S, least // MINUTE_S))
    weights = [length if missing > 0 else length - least for _path, length, least in lengths]
    for (path, length, _least), share in zip(lengths, _shares(abs(missing), weights, grow=missing > 0), strict=True):
        new = length + share if missing > 0 else length - share
        value = with_value(value, (*path, "duration"), format_duration(new * MINUTE_S))
    return value


def _shares(amount: int, weights: Sequence[int], *, grow: bool) -> list[int]:
    """Return `amount` divided by weight into whole numbers; unless it may `grow`, none is larger than its weight."""
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    amount = amount if grow else min(amount, total)
    shares = [amount * weight // total for weight in weights]
    largest = sorted(range(len(weights)), key=lambda place: (-(amount * weights[place] % total), place))
    for place in largest[: amount - sum(shares)]:
        shares[place] += 1
    return shares
