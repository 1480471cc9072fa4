"""Where each value of a YAML file stands in its text, so that one of them can be changed and all else stays as it is."""

from collections.abc import Iterator
from typing import Any

import yaml
from msgspec import Struct

from luisteren_tui.i18n.problem import Path
from luisteren_tui.storage.yaml_source import value_of, with_breaks_in_text


class Node(Struct, eq=False):
    """A value and its place: the characters from `start` to `end`, without the space and comments after it.

    `style` is the sign with which a scalar begins, such as `'` or `|`, or empty; for a list or mapping it is empty if
    that is in block style, else a bracket. `keys` has the nodes of a mapping's keys, in the order of its `items`.
    """

    start: int
    end: int
    column: int
    style: str
    scalar: bool
    keys: list["Node"] | None = None
    items: list["Node"] = []
    names: list[str] = []

    @property
    def flow(self) -> bool:
        """Whether this is a list or mapping in brackets."""
        return not self.scalar and bool(self.style)

    def place_of(self, key: str | int) -> int | None:
        """Return the place among the items of what `key` leads to, or None. Of equal keys the last one counts."""
        if self.keys is None:
            return key if isinstance(key, int) and key < len(self.items) else None
        return next((place for place in reversed(range(len(self.names))) if self.names[place] == key), None)


def read_nodes(text: str) -> Node:
    """Return the nodes of `text`, in which the reader found nothing that stopped it."""
    events: Iterator[Any] = yaml.parse(with_breaks_in_text(text), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            return _node(event, events, text)
    raise ValueError("no document")


def _node(event: Any, events: Iterator[Any], text: str) -> Node:
    start, end, column = event.start_mark.index, event.end_mark.index, event.start_mark.column
    if isinstance(event, yaml.ScalarEvent):
        style = event.style or ""
        if style in ("|", ">"):
            keeps = "+" in text[start:end].split("\n", 1)[0].split("#")[0]  # then its empty lines belong to it
            end = start + len(text[start:end].removesuffix("\n") if keeps else text[start:end].rstrip())
        return Node(start, end, column, style, scalar=True)
    bracket = text[start : start + 1] if event.flow_style else ""
    node = Node(start, start, column, bracket, scalar=False, items=[])
    if isinstance(event, yaml.MappingStartEvent):
        node.keys, node.names = [], []
    for inner in events:
        if isinstance(inner, yaml.CollectionEndEvent):
            node.end = _end_of(inner) if bracket else node.items[-1].end
            break
        if node.keys is not None:
            node.keys.append(_node(inner, events, text))
            node.names.append(value_of(inner.value))
            inner = next(events)
        node.items.append(_node(inner, events, text))
    return node


def _end_of(event: Any) -> int:
    end: int = event.end_mark.index
    return end


def node_at(root: Node, path: Path) -> tuple[Node, list[Node]]:
    """Return the node at `path`, and those around it from the root. Raise KeyError if there is none."""
    around: list[Node] = []
    node = root
    for key in path:
        place = node.place_of(key)
        if place is None:
            raise KeyError(path)
        around.append(node)
        node = node.items[place]
    return node, around
