"""Says more about values that don't fit, from what the author wrote. Only a file with an error needs this module."""

import re
from collections.abc import Callable, Mapping

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.languages import workshop_word
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.storage import typed_reader as r
from luisteren_tui.storage import yaml_mistakes as mistakes
from luisteren_tui.storage.line_mistakes import in_line, outside_text
from luisteren_tui.storage.yaml_source import Source
from luisteren_tui.workshop.key_places import key_places
from luisteren_tui.workshop.notation import meant_range, meant_window, quoted, shortened

_EMPTY = N_("This is empty. Fill it in, or leave it out.")
_TEXT_FOR_KEYS = N_("Write keys with their values here, such as {example}.")
_TEXT_FOR_LIST = N_("Write a list here. Each item has its own line and a dash: {example}")
_COMMAS_FOR_LIST = N_("Write a list here, between brackets: {example}")
_KEYS_FOR_LIST = N_("Write a list here. Begin each item with a dash and a space: - {key}: ...")
_LIST_FOR_TEXT = N_("Write one text here instead of a list: {example}")
_OTHER_WORD = N_("Write '{meant}' here instead of '{given}'.")
_ONE_VALUE = N_("Write one value here, such as {example}.")
_NAME_FOR_TEXT = N_("Write a name instead of a dash before each text, such as {example}.")
_BREAK_INSIDE = N_("Inside a step, write 'title: {title}' and 'form: break' instead of 'break: {title}'.")
_BELONGS_ON_TOP = N_("'{key}' is about the whole workshop. Write it above 'steps', without spaces before it.")
_BELONGS_UNDER = N_("'{key}' is not known here. It belongs under '{place}'.")


_EXAMPLES: Mapping[str, Callable[[str], str]] = {
    "steps": "title: {}".format,
    "activities": "title: {}".format,
    "texts": "{{title: ..., body: {}}}".format,
    "cues": "{{at: 5m, say: {}}}".format,
    "phases": "{{say: {}, duration: 2m}}".format,
    "repeat": "{{title: {}}}".format,
    "room": lambda _: "{prompts: all, clock: minutes}",
    "turns": lambda text: f"{{each: role, window: {meant_window(text)}}}",
    "groups": lambda text: f"{{size: {meant_range(text, '4')}}}",
}
"""What was probably meant by a text where keys belong, by the key above it."""
_SENTENCES = frozenset({"prompts", "tips"})
"""The keys of lists in which a comma does not separate the items."""


def clearer(problems: list[Problem], source: Source) -> list[Problem]:
    """Return the problems of the typed reader as something that the author can act upon."""
    clear = [_clearer(problem, source) for problem in problems]
    meant = {(*problem.path[:-1], problem.values["hint"]) for problem in clear if problem.message == r.MEANT}
    return [each for each in clear if each.message != r.MISSING or (*each.path, each.values["key"]) not in meant]


def _clearer(problem: Problem, source: Source) -> Problem:
    path, message = problem.path, problem.message
    value = _value(source.value, path)
    if message in (r.MEANT, r.UNKNOWN_KEY):
        return _of_key(problem, value, source)
    if message == r.SPLIT:
        return problem
    if value is None:
        return Problem(path, _EMPTY)
    if message == r.NOT_KEYS:
        return _of_keys(problem, value)
    if message == r.NOT_LIST:
        return _of_list(problem, value, source)
    if message == r.NOT_TEXT and isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return Problem(path, _LIST_FOR_TEXT, {"example": quoted(shortened(", ".join(value)))})
    if not isinstance(value, str) and "example" in problem.values:
        return Problem(path, _ONE_VALUE, problem.values)
    if message in (r.NOT_BOOLEAN, r.NOT_CHOICE) and isinstance(value, str):
        choices = "true, false" if message == r.NOT_BOOLEAN else str(problem.values["choices"])
        if meant := workshop_word(value, choices.split(", ")):
            return Problem(path, _OTHER_WORD, {"given": value, "meant": meant})
    if message in (r.NOT_WHOLE, r.NOT_ROUNDS) and isinstance(value, str):
        number = meant_range(value, "")
        if number.isdigit() and number != value:
            return Problem(path, _OTHER_WORD, {"given": value, "meant": number})
    return problem


def _value(value: object, path: Path) -> object:
    for key in path:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int):
            value = value[key]
    return value


def _of_key(problem: Problem, value: object, source: Source) -> Problem:
    path, key = problem.path, str(problem.values["key"])
    if problem.message == r.MEANT:
        return problem
    keys = str(problem.values["keys"]).split(", ")
    if "form" in keys and "break" not in keys and (key == "break" or workshop_word(key, ["break"])):
        return Problem(path, _BREAK_INSIDE, {"title": value if isinstance(value, str) else "Pauze"})
    meant = next((each for each in keys if each == key.lower()), None) or workshop_word(key, keys)
    if meant:
        return Problem(path, r.MEANT, {"key": key, "hint": meant})
    line = source.place(path)[0] - 1
    if found := in_line(source.lines, line) or outside_text(source.lines, line):
        return Problem(path, found.message, found.values)
    places = key_places().get(key, ())
    if "" in places:
        return Problem(path, _BELONGS_ON_TOP, {"key": key})
    return Problem(path, _BELONGS_UNDER, {"key": key, "place": places[0]}) if places else problem


def _of_keys(problem: Problem, value: object) -> Problem:
    path = problem.path
    if isinstance(value, str) and (found := in_line([value], 0)):
        return Problem(path, found.message, found.values)
    if not path:
        return Problem(path, mistakes.NO_WORKSHOP)
    if path == ("texts",) and isinstance(value, list):
        return Problem(path, _NAME_FOR_TEXT, {"example": "gedicht: {title: ..., body: ...}"})
    key = next((key for key in reversed(path) if isinstance(key, str) and key in _EXAMPLES), None)
    if not isinstance(value, str) or key is None:
        return problem
    return Problem(path, _TEXT_FOR_KEYS, {"example": _EXAMPLES[key](shortened(value))})


def _of_list(problem: Problem, value: object, source: Source) -> Problem:
    path = problem.path
    if isinstance(value, dict):
        return Problem(path, _KEYS_FOR_LIST, {"key": next(iter(value))}) if value else problem
    if not isinstance(value, str):
        return problem
    below = (*path, 0)
    line = source.places[below][0] - 1 if below in source.places else None
    if found := in_line([value], 0) if line is None else in_line(source.lines, line):
        return Problem(below, found.message, found.values)
    if line is not None:
        return Problem(below, _TEXT_FOR_LIST, {"example": f"- {shortened(source.lines[line])}"})
    if " - " in value:
        return Problem(path, mistakes.LIST_BELOW)
    if ", " in value and not _SENTENCES.intersection(path) and not re.search(r"[?:#\[\]{}]", value):
        return Problem(path, _COMMAS_FOR_LIST, {"example": f"[{shortened(value.strip('()'))}]"})
    return Problem(path, _TEXT_FOR_LIST, {"example": f"- {shortened(value)}"})
