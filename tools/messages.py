"""The catalogues of messages: collect the ids from the source, update each translation and compile it.

    python -m tools.messages                 update and compile the catalogues
    python -m tools.messages rename FILE     rename ids and keep their translations; FILE is a JSON list of [old, new]
    python -m tools.messages compare REV     list the translations that differ from those of a git revision

To start a new language, make an empty catalogue: i18n/locale/CODE/LC_MESSAGES/luisteren_tui.po.
"""

import ast
import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "luisteren_tui"
LOCALE = SOURCE / "i18n" / "locale"
DUTCH = LOCALE / "nl" / "LC_MESSAGES" / "luisteren_tui.po"
MARKERS = {"_": 1, "N_": 1, "ngettext": 2}
"""The functions that mark messages, and the number of ids that each takes."""
CLICK = {
    "Did you mean {possibility}?",
    "Error: {message}",
    "Got unexpected extra argument ({args})",
    "Invalid value for {param_hint}: {message}",
    "Missing argument",
    "Missing option",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "Option {name!r} does not take a value.",
    "Option {name!r} requires an argument.",
    "Options",
    "Try '{command} {option}' for help.",
    "Usage:",
    "{value!r} is not {choice}.",
}
"""The ids (singular) of click's own messages that our commands can show."""
# A fixed date: the catalogue changes only when a message does.
DATE = datetime(2026, 1, 1, tzinfo=UTC)


def marked_ids(source: bytes) -> Iterator[tuple[ast.Constant, ...]]:
    """Yield the ids of each marked message in Python source, in order: (id,) or (singular, plural)."""
    # Not Babel's extractor: before Python 3.12 it does not look inside f-strings.
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        marker = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        arguments = call.args[: MARKERS.get(marker, 0)]
        ids = tuple(a for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str))
        if ids and len(ids) == len(arguments):
            yield ids


def extracted() -> Catalog:
    """Return every message id in the source and those of CLICK."""
    catalog = Catalog()
    of_click = {
        ids[0].value: ids
        for file in sorted(Path(click.__file__).parent.rglob("*.py"))
        for ids in marked_ids(file.read_bytes())
    }
    found = [ids for file in sorted(SOURCE.rglob("*.py")) for ids in marked_ids(file.read_bytes())]
    for ids in (*found, *(of_click[id] for id in sorted(CLICK))):
        catalog.add(str(ids[0].value) if len(ids) == 1 else tuple(str(id.value) for id in ids))
    return catalog


def catalogues() -> list[Path]:
    """Return the files of all catalogues."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/luisteren_tui.po"))


def translated(po: Path = DUTCH) -> Catalog:
    """Return a catalogue on disk."""
    with po.open("rb") as file:
        return read_po(file, locale=po.parts[-3], domain="luisteren_tui")


def ids(message: Message) -> tuple[str, ...]:
    """Return the ids of a message: (id,) or (singular, plural)."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def fields(text: str) -> set[str]:
    """Return the names of the fields to fill in."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def forms(message: Message) -> tuple[str, ...]:
    """Return the translation: one string, or two for a message with a plural."""
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def update(po: Path, catalog: Catalog) -> None:
    """Write `catalog` with the ids of the source, compile it, and print what was dropped and what lacks a translation."""
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.creation_date = catalog.revision_date = DATE
    with po.open("wb") as file:
        write_po(file, catalog, width=120, no_location=True, ignore_obsolete=True, sort_output=True)
    with po.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)
    for message in catalog.obsolete.values():
        print(f"dropped: {message.id!r} = {message.string!r}")
    empty = sum("" in forms(message) for message in catalog)
    print(f"{po.parts[-3]}: {len(catalog)} messages, {empty} without a translation")


def rename(renames: Mapping[str, str]) -> None:
    """Rename message ids in the source and in the catalogue, where each keeps its translation."""
    _check(renames)
    unused = set(renames)
    for file in sorted(SOURCE.rglob("*.py")):
        before = file.read_bytes()
        after, found = _renamed_source(before, renames)
        unused -= found
        if after != before:
            file.write_bytes(after)
    for po in catalogues():
        old = translated(po)
        renamed = Catalog(locale=old.locale, domain=old.domain, header_comment=old.header_comment)
        renamed.mime_headers = old.mime_headers
        for message in old:
            if message.id:
                new = tuple(renames.get(id, id) for id in ids(message))
                renamed.add(new[0] if len(new) == 1 else new, message.string, auto_comments=message.auto_comments)
        update(po, renamed)
    for id in sorted(unused):
        print(f"not in the source: {id!r}")


def _check(renames: Mapping[str, str]) -> None:
    """Exit if a new id has other fields than the old one, or would be the same as another id."""
    wrong = [f"other fields: {old!r}" for old, new in renames.items() if fields(old) != fields(new)]
    taken = {id for message in translated() if message.id for id in ids(message) if id not in renames}
    wrong += [f"taken already: {new!r}" for new in renames.values() if new in taken]
    wrong += [f"twice: {new!r}" for new, count in Counter(renames.values()).items() if count > 1]
    if wrong:
        sys.exit("\n".join(wrong))


def _renamed_source(source: bytes, renames: Mapping[str, str]) -> tuple[bytes, set[str]]:
    """Return `source` with renamed ids, and the ids that it had."""
    lines = source.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    wanted = {id for ids in marked_ids(source) for id in ids if id.value in renames}
    found = {str(id.value) for id in wanted}
    edits: list[tuple[int, int, bytes]] = []
    for id in wanted:
        assert id.end_lineno is not None
        assert id.end_col_offset is not None
        start, end = starts[id.lineno - 1] + id.col_offset, starts[id.end_lineno - 1] + id.end_col_offset
        try:
            exact = ast.literal_eval(f"({source[start:end].decode()})") == id.value
        except (SyntaxError, ValueError):
            exact = False
        old = str(id.value)
        new = renames[old]
        if exact:
            # Keep the quotes: an f-string around it may use the other ones.
            quote = source[end - 1 : end].decode()
            text = f"{quote}{new}{quote}" if quote not in new else json.dumps(new, ensure_ascii=False)
            edits.append((start, end, text.encode()))
            continue
        # In an f-string, Python 3.11 doesn't know where the id is.
        for quote in "'\"":
            literal = f"{quote}{old}{quote}".encode()
            if source.count(literal) == 1:
                start = source.index(literal)
                edits.append((start, start + len(literal), f"{quote}{new}{quote}".encode()))
    for start, end, literal in sorted(set(edits), reverse=True):
        source = source[:start] + literal + source[end:]
    return source, found


def compare(revision: str) -> None:
    """Print the translations that only `revision` has, and those that only the catalogues on disk have."""
    for po in catalogues():
        name, code = po.relative_to(ROOT).as_posix(), po.parts[-3]
        old = subprocess.run(["git", "show", f"{revision}:{name}"], cwd=ROOT, capture_output=True, check=True).stdout
        before, after = (
            {form for message in catalog if message.id for form in forms(message)}
            for catalog in (read_po(io.BytesIO(old), locale=code), translated(po))
        )
        for string in sorted(before - after):
            print("-", repr(string))
        for string in sorted(after - before):
            print("+", repr(string))
        print(f"{code}: {len(before)} strings before, {len(after)} after, {len(before & after)} in both")


def main(args: list[str]) -> None:
    """Run the command in `args`."""
    match args:
        case []:
            for po in catalogues():
                update(po, translated(po))
        case ["rename", file]:
            rename(dict(json.loads(Path(file).read_text("utf-8"))))
        case ["compare", revision]:
            compare(revision)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
