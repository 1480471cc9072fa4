"""Textual's style sheets, with a memory of which rules apply to a widget in a given state.

The tests show the same widgets again and again. Finding their rules each time took a quarter of a test.
"""

from types import SimpleNamespace
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

_find: Any = Stylesheet.apply


class _Found(NamedTuple):
    rules: RulesMap | None
    flags: dict[str, bool]
    """Which changes of the widget's state can change its style."""


FLAGS = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")
_found: dict[object, _Found] = {}
_given: WeakKeyDictionary[DOMNode, tuple[RulesMap, int]] = WeakKeyDictionary()
"""The last rules of a node, and how often its style had changed when it had got them."""
_states: dict[object, list[str]] = {}
_numbers: dict[tuple[int, ...], int] = {}
_numbered: WeakKeyDictionary[Stylesheet, tuple[list[RuleSet], int]] = WeakKeyDictionary()


def apply_remembered(sheet: Stylesheet, node: DOMNode, *, animate: bool = False, cache: object = None) -> None:
    """Give a node its style as `Stylesheet.apply` does. `cache` isn't used."""
    own = (_number(sheet), type(node), node._id, node.classes)
    if (states := _states.get(own)) is None:
        maps = sheet.rules_map
        rules = [rule for name in maps.keys() & node._selector_names for rule in maps[name]]
        states = _states[own] = sorted(set().union(*(rule.pseudo_classes for rule in rules)))
    key: tuple[object, ...] = own
    for one in node.css_path_nodes:
        checks: dict[str, Any] = one._PSEUDO_CLASSES
        key += (type(one), one._id, one.classes, *[name in checks and checks[name](one) for name in states])
    if (found := _found.get(key)) is None:
        found = _found[key] = _look_up(sheet, node)
    for name, value in found.flags.items():
        setattr(node, name, value)
    if found.rules is not None:
        given = _given.get(node)
        if given is None or given[0] is not found.rules or given[1] != node.styles.base._updates:
            sheet.replace_rules(node, found.rules, animate=animate)
            _given[node] = (found.rules, node.styles.base._updates)
        elif not animate:
            node.notify_style_update()  # the style of a parent may have changed
    sheet._process_component_classes(node)


def _number(sheet: Stylesheet) -> int:
    """Return a number that only sheets with the same rules have. The rules of a sheet live until the tests end."""
    rules = sheet.rules
    if (known := _numbered.get(sheet)) is None or known[0] is not rules:
        number = _numbers.setdefault(tuple(map(id, rules)), len(_numbers))
        _numbered[sheet] = known = (rules, number)
    return known[1]


def _look_up(sheet: Stylesheet, node: DOMNode) -> _Found:
    """Let Textual find the rules, without using them yet."""
    found: list[RulesMap] = []
    finder = SimpleNamespace(
        rules=sheet.rules,
        rules_map=sheet.rules_map,
        _check_rule=sheet._check_rule,
        replace_rules=lambda _node, rules, animate: found.append(rules),
        _process_component_classes=lambda _node: None,
    )
    _find(finder, node)
    return _Found(found[0] if found else None, {name: getattr(node, name) for name in FLAGS})
