"""Says what was probably meant where a YAML parser stopped. Only a file that can't be read needs this module.

The parsers say that they expected a key or the end of a block. An author who has never seen YAML knows neither, but does
know a tab, an apostrophe or a missing space. Each function below recognizes one kind of mistake or returns None.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from luisteren_tui.i18n import N_
from luisteren_tui.storage.line_mistakes import (
    KEY,
    TAB,
    Mistake,
    first_word,
    in_line,
    indent,
    lines_above,
    outside_text,
)
from luisteren_tui.storage.typed_reader import SPLIT
from luisteren_tui.storage.yaml_source import COMMENT
from luisteren_tui.workshop.key_places import key_places
from luisteren_tui.workshop.notation import quoted, shortened

SIGN = N_("Text that begins with {sign} has to be between quotes: {example}")
ESCAPE = N_("A backslash means something special between double quotes. Use single quotes here.")
DOCUMENTS = N_("This line begins another workshop, and only one fits in a file. Remove this line.")
QUESTION = N_("A list in brackets can't contain a question mark. Put each item on its own line after a dash.")
QUESTION_IN_BRACES = N_("Text with a question mark has to be between quotes here: {example}")
_NO_COLON = N_("A colon is missing after this key.")
_NO_KEY = N_("A key and a colon are missing here. If the line goes on with the text above, give it more spaces.")
_TOO_MANY = N_("Too many spaces at the start of this line: {given}. Line {line} has {count}.")
_TOO_FEW = N_("Too few spaces at the start of this line: {given}. Line {line} has {count}.")
_NEW_LINE = N_("Begin a new line before '{key}'.")
LIST_BELOW = N_("Begin the list on the next line, each item on its own line after a dash.")
_AFTER_QUOTE = N_("The text goes on after its closing quote. Put quotes around all of it: {example}")
_APOSTROPHE = N_("The apostrophe closes this text. Put double quotes around it: {example}")
_FIRST_APOSTROPHE = N_("Text that begins with an apostrophe has to be between double quotes: {example}")
_OPEN_QUOTE = N_("The quote that opens here is never closed.")
_BELOW_SIGN = N_("After {sign} the text begins on the next line, with more spaces before it.")
_OPEN_BRACKET = N_("The bracket that opens here is not closed, or a comma is missing.")
_OTHER_BRACKET = N_("What began with {open} is closed with {close} here.")
_NO_BRACKET = N_("This bracket closes nothing. Remove it.")
_NO_COMMA = N_("A comma is missing before '{key}'.")
NO_WORKSHOP = N_("This is not a workshop yet. A workshop begins with 'title:' and has 'steps:'.")
_UNREADABLE = N_("This file is not readable as YAML.")
_NO_COMMENT = N_("Only a line that begins with # is a comment. Begin this line with #, or remove it.")
_NO_LIST = N_("A list can't begin here. Write its key on a line above it, or remove the dash.")
_MISFIT = N_("This does not fit what is before it. Look at the indentation, dashes and quotes.")

_SHORT_WORD = re.compile(r"'(?:s|t|n|m|k|r|ns|em|tis|twas)\b", re.IGNORECASE)
"""A word that begins with an apostrophe, such as 's or 't."""
_OTHER_COMMENT = re.compile(r"\s*(?:-{4,}|={3,}|_{3,}|\*{3,}|~{3,}|//.*|<!--.*|```.*)\s*")
"""A line that is drawn, or a comment in another language."""
_CLOSING = {"[": "]", "{": "}"}


class Stopped(NamedTuple):
    """Where and why a parser stopped, and the scalar that it read last."""

    lines: list[str]
    line: int
    column: int
    words: str
    context: tuple[int, int]
    scalar: Any = None
    bracket: str = ""

    @property
    def text(self) -> str:
        return self.lines[self.line]

    @property
    def rest(self) -> str:
        return self.text[self.column :]

    @property
    def odd_line(self) -> int:
        """The number of the line that does not fit. A parser looks for a missing colon in the lines below it too."""
        return self.context[0] if "expected ':'" in self.words else self.line

    def above(self) -> Iterator[int]:
        """Yield the numbers of the lines above, nearest first, but for empty lines and comments."""
        return lines_above(self.lines, self.line)

    def here(self, message: str, **values: str | int) -> Mistake:
        return Mistake(self.line, self.column, message, values)


def explain(error: Any, lines: list[str], scalar: Any, bracket: str) -> Mistake:
    """Return what to say about a parser's `error`. `scalar` is the event it read last, inside a `bracket` if not empty."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Mistake(0, 0, _UNREADABLE)
    begin = error.context_mark or mark
    stopped = Stopped(
        lines=[*lines, ""],  # the end of the file is below its last line
        line=mark.line,
        column=mark.column,
        words=f"{error.context} {error.problem}",
        context=(begin.line, begin.column),
        scalar=scalar,
        bracket=bracket,
    )
    return next(found for recognize in _RECOGNIZERS if (found := recognize(stopped)))


def sign_mistake(lines: list[str], line: int, column: int, *, flow: bool) -> Mistake:
    """Return what to say about a text that begins with a sign to which YAML gives a meaning."""
    rest = lines[line][column:]
    return Mistake(line, column, SIGN, {"sign": rest[:1], "example": quoted(_scalar_from(rest, flow=flow))})


def question_mistake(lines: list[str], line: int, column: int, bracket: str) -> Mistake:
    """Return what to say about a text between brackets with a question mark, of which `column` is a part."""
    before = re.split(r"[,\[{]", lines[line][:column])[-1]
    begun = before.rpartition(": ")[2].lstrip()
    start = column - len(begun)
    if bracket != "{":
        return Mistake(line, start, QUESTION)
    text = _scalar_from(lines[line][start:], flow=True)
    return Mistake(line, start, QUESTION_IN_BRACES, {"example": quoted(text)})


def _scalar_from(rest: str, *, flow: bool) -> str:
    """Return the text that begins here: up to the end of the line, or up to a comma or bracket inside brackets."""
    return shortened(re.split(r"[,\]}]", rest, maxsplit=1)[0] if flow else rest)


def _after_quotes(stopped: Stopped) -> Mistake | None:
    scalar = stopped.scalar
    if scalar is None or scalar.style not in ("'", '"') or stopped.rest[:1] in (":", ""):
        return None
    start, end = scalar.start_mark, scalar.end_mark
    between = [stopped.lines[end.line][end.column :], *stopped.lines[end.line + 1 : stopped.line], stopped.text]
    if end.line == stopped.line:
        between = [stopped.text[end.column : stopped.column]]
    elif ":" in between.pop() or stopped.text.lstrip().startswith("- "):
        return None
    if any(part.strip() for part in between):
        return None
    opening = stopped.lines[start.line][start.column :]
    if start.line != end.line and _SHORT_WORD.match(opening):
        return _first_apostrophe(stopped, start.line, start.column)
    if stopped.bracket and stopped.rest.startswith(("'", '"')):
        return stopped.here(N_("A comma is missing here."))
    whole = _quoted_part(opening, flow=bool(stopped.bracket))
    if start.line != end.line or end.line != stopped.line:
        whole = " ".join(line.strip() for line in (opening, *stopped.lines[start.line + 1 : stopped.line + 1]))
    if scalar.style == "'" and end.line == stopped.line and stopped.text[end.column : end.column + 1].isalpha():
        inner = whole.strip().removeprefix("'").removesuffix("'")
        return Mistake(end.line, end.column - 1, _APOSTROPHE, {"example": f'"{shortened(inner)}"'})
    return Mistake(end.line, end.column, _AFTER_QUOTE, {"example": quoted(shortened(whole))})


def _first_apostrophe(stopped: Stopped, line: int, column: int) -> Mistake:
    text = _scalar_from(stopped.lines[line][column:], flow=bool(stopped.bracket))
    return Mistake(line, column, _FIRST_APOSTROPHE, {"example": f'"{text}"'})


def _quoted_part(rest: str, *, flow: bool) -> str:
    """Return the text that begins with a quote. Inside brackets it ends at a comma or bracket after the last quote."""
    if not flow:
        return rest
    match = re.match(r"(['\"]).*?\1[^,\]}]*", rest)
    return match[0] if match else rest


def _question(stopped: Stopped) -> Mistake | None:
    if "but got '?'" not in stopped.words:
        return None
    return question_mistake(stopped.lines, stopped.line, stopped.column, stopped.bracket)


def _on_this_line(stopped: Stopped) -> Mistake | None:
    """Recognize what can be seen in the line alone, here or where the part began that couldn't be finished."""
    for number in (stopped.line, stopped.context[0]):
        if found := in_line(stopped.lines, number):
            return found
    return None


def _in_the_line_above(stopped: Stopped) -> Mistake | None:
    """Recognize the same in the line above: the parser often notices it one line too late."""
    above = next(stopped.above(), None)
    return in_line(stopped.lines, above) if above is not None else None


def _tab(stopped: Stopped) -> Mistake | None:
    return stopped.here(TAB) if "cannot start any token" in stopped.words and stopped.rest[:1] == "\t" else None


def _other_comment(stopped: Stopped) -> Mistake | None:
    """Recognize what is not for the program: in this line, where the part began, or at the margin above it."""
    above = [number for number in stopped.above() if not indent(stopped.lines[number])][:1]
    for number in (stopped.line, stopped.context[0], *above):
        line = stopped.lines[number]
        if _OTHER_COMMENT.fullmatch(line):
            return Mistake(number, indent(line), _NO_COMMENT)
    return None


def _outside_text(stopped: Stopped) -> Mistake | None:
    """Recognize a line of a text that begins below its key, with too few spaces before it."""
    return outside_text(stopped.lines, stopped.odd_line)


def _comment(stopped: Stopped) -> Mistake | None:
    """Recognize a text that goes on after what YAML takes for a comment."""
    numbers = [*range(stopped.context[0], stopped.line + 1)] if stopped.bracket else [*stopped.above()][:1]
    for number in numbers:
        line = stopped.lines[number]
        if (match := re.search(r"(?<=\s)#", line)) and (stopped.bracket or KEY.match(line.strip())):
            before = line[: match.start()]
            begin = max(before.rfind(sign) for sign in (": ", "- ", "[", "{", ","))
            text = line[begin + 1 :].strip() if begin >= 0 else line.strip()
            if stopped.bracket:
                text = _scalar_from(text, flow=True)
            return Mistake(number, match.start(), COMMENT, {"example": quoted(shortened(text))})
    return None


def _second_colon(stopped: Stopped) -> Mistake | None:
    if "mapping values" not in stopped.words:
        return None
    before, colon, rest = stopped.text.partition(": ")
    key = re.search(r"[\w-]+$", stopped.text[: stopped.column].rstrip())
    known = key is not None and key[0] in key_places()
    if colon and stopped.column > len(before):
        if key is not None and known and key.start() > len(before) + 2:
            return Mistake(stopped.line, key.start(), _NEW_LINE, {"key": key[0]})
        return stopped.here(SPLIT, example=quoted(shortened(rest)))
    above = next(stopped.above(), None)
    if above is None:
        return None
    line = stopped.lines[above]
    if ":" not in line and not line.lstrip().startswith("-"):
        return _without_key(stopped, above)
    if known or indent(stopped.text) <= indent(line):
        return _wrong_indent(stopped)
    text = f"{line.partition(': ')[2]} {stopped.text.strip()}"
    return stopped.here(SPLIT, example=quoted(shortened(text)))


def _without_key(stopped: Stopped, number: int) -> Mistake:
    line = stopped.lines[number]
    if not any(first_word(each) in key_places() for each in stopped.lines):
        return Mistake(0, 0, NO_WORKSHOP)
    return Mistake(number, indent(line), _NO_COLON if first_word(line) in key_places() else _NO_KEY)


def _list_beside_key(stopped: Stopped) -> Mistake | None:
    return stopped.here(LIST_BELOW) if "sequence entries are not allowed" in stopped.words else None


def _first_sign(stopped: Stopped) -> Mistake | None:
    """Recognize a text that begins with a sign that means something else."""
    words, (line, column) = stopped.words, stopped.context
    if "block scalar" in words:
        sign = stopped.lines[line][column : column + 1]
        return Mistake(line, column, _BELOW_SIGN, {"sign": sign})
    if any(f"scanning a{kind}" in words for kind in ("n alias", "n anchor", " tag", " directive")):
        return _sign_at(stopped, line, column)
    if "cannot start any token" in words:
        return _sign_at(stopped, stopped.line, stopped.column)
    sign = stopped.rest[:1]
    starts = re.search(r"(?:[:-] +|^\s*)$", stopped.text[: stopped.column])
    if sign and sign in ",:]}" and starts and not stopped.bracket:
        return _sign_at(stopped, stopped.line, stopped.column)
    if match := re.match(r"\s*(?:- +)*(?:[\w-]+: +)?(?=[\[{])", stopped.text):
        closed = re.match(r"[\[{][^\]}]*[\]}]\s*", stopped.text[match.end() :])
        if closed and match.end() + closed.end() == stopped.column and sign not in ("", "]", "}", ":"):
            return _sign_at(stopped, stopped.line, match.end())
    return None


def _sign_at(stopped: Stopped, line: int, column: int) -> Mistake:
    return sign_mistake(stopped.lines, line, column, flow=bool(stopped.bracket))


def _by_fragment(stopped: Stopped) -> Mistake | None:
    line, column = stopped.context
    if "escape" in stopped.words:
        return stopped.here(ESCAPE)
    if "document start" in stopped.words and stopped.rest.startswith("---"):
        return stopped.here(DOCUMENTS)
    if "expected ':'" in stopped.words:
        return _without_key(stopped, line)
    if "unexpected end of stream" in stopped.words:
        if _SHORT_WORD.match(stopped.lines[line][column:]):
            return _first_apostrophe(stopped, line, column)
        return Mistake(line, column, _OPEN_QUOTE)
    return None


def _brackets(stopped: Stopped) -> Mistake | None:
    line, column = stopped.context
    if "while parsing a flow" not in stopped.words:
        return stopped.here(_NO_BRACKET) if stopped.rest[:1] in ("]", "}") else None
    opening = stopped.lines[line][column : column + 1]
    if stopped.rest[:1] in ("]", "}", ")") and stopped.rest[0] != _CLOSING.get(opening):
        return stopped.here(_OTHER_BRACKET, open=opening, close=stopped.rest[0])
    if line == stopped.line and stopped.rest[:1] == ":":
        entry = re.split(r"[,\[{]", stopped.text[: stopped.column])[-1]
        key = re.search(r"[\w-]+$", entry.rstrip())
        if ": " in entry and key and key[0] in key_places():
            return Mistake(line, stopped.column - len(entry) + key.start(), _NO_COMMA, {"key": key[0]})
        if ": " in entry:
            text = entry.partition(": ")[2] + _scalar_from(stopped.rest, flow=True)
            return stopped.here(SPLIT, example=quoted(shortened(text)))
    return Mistake(line, column, _OPEN_BRACKET)


def _wrong_indent(stopped: Stopped) -> Mistake | None:
    """Compare the spaces at the start of the line with those of the lines above that it could stand beside."""
    text = stopped.text
    own = indent(text)
    if stopped.column > own and "mapping values" not in stopped.words:
        return None
    dash = text[own : own + 2] in ("-", "- ")
    levels: dict[int, int] = {}
    limit = len(text) + 1 + max((indent(line) for line in stopped.lines), default=0)
    for number in stopped.above():
        line = stopped.lines[number]
        spaces = indent(line)
        if spaces >= limit:
            continue
        limit = spaces
        item = re.match(r"\s*(- +)", line)
        if item and dash:
            levels.setdefault(spaces, number)
        elif item and (KEY.match(line.strip())):
            levels.setdefault(item.end(), number)
        elif not dash and not item:
            levels.setdefault(spaces, number)
    if not levels or own in levels:
        return None
    count = min(levels, key=lambda level: (abs(level - own), -level))
    message = _TOO_MANY if own > count else _TOO_FEW
    return Mistake(stopped.line, own, message, {"given": own, "line": levels[count] + 1, "count": count})


def _list_without_key(stopped: Stopped) -> Mistake | None:
    expects_no_list = "block mapping" in stopped.words or "mapping values" in stopped.words
    match = re.match(r"\s*(?=-\s)", stopped.text)
    return Mistake(stopped.line, match.end(), _NO_LIST) if match and expects_no_list else None


def _misfit(stopped: Stopped) -> Mistake:
    return stopped.here(_MISFIT)


_RECOGNIZERS: tuple[Callable[[Stopped], Mistake | None], ...] = (
    _after_quotes, _question, _on_this_line, _tab, _other_comment, _outside_text, _in_the_line_above, _comment, _second_colon, _list_beside_key, _first_sign,
    _by_fragment, _brackets, _wrong_indent, _list_without_key, _misfit,
)  # fmt: skip
"""In this order: what is certain before what is likely."""
