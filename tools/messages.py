"""The catalog of messages: collect the ids from the source, update the Dutch translation, compile it."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[1] / "src" / "luisteren_tui"
PO = SOURCE / "i18n" / "locale" / "nl" / "LC_MESSAGES" / "luisteren_tui.po"
MO = PO.with_suffix(".mo")
MARKS = {"_": 1, "N_": 1, "ngettext": 2}
"""What marks a message, and the number of ids it takes."""
CLICK = {
    "Commands",
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
    "Show this message and exit.",
    "Try '{command} {option}' for help.",
    "Usage:",
    "{value!r} is not {choice}.",
}
"""Those of click's own messages that our commands can bring up, by the id for one."""
# The header's dates stand still: a catalog changes only when a message does.
DATE = datetime(2026, 1, 1, tzinfo=UTC)


def marked(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the messages marked in the Python files of `folder`, in order: (id,), or (one, many)."""
    # Not Babel's extractor: before Python 3.12 it does not see into f-strings.
    for file in sorted(folder.rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(file.read_bytes(), str(file))) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
            mark = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            arguments = call.args[: MARKS.get(mark, 0)]
            ids = tuple(a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str))
            if ids and len(ids) == len(arguments):
                yield ids


def extracted() -> Catalog:
    """Return every message id in the source, in the order of its files; raises SyntaxError on a broken one."""
    catalog = Catalog()
    of_click = {ids[0]: ids for ids in marked(Path(click.__file__).parent)}
    for ids in (*marked(SOURCE), *(of_click[id_] for id_ in sorted(CLICK))):
        catalog.add(ids[0] if len(ids) == 1 else ids)
    return catalog


def translated() -> Catalog:
    """Return the Dutch catalog as it is on disk."""
    with PO.open("rb") as file:
        return read_po(file, locale="nl", domain="luisteren_tui")


def forms(message: Message) -> tuple[str, ...]:
    """Return the translation, for one and for many where the message has both."""
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def main() -> None:
    """Update the .po from the source and compile the .mo, and tell what was dropped and what has no translation."""
    catalog = translated()
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.creation_date = catalog.revision_date = DATE
    with PO.open("wb") as file:
        write_po(file, catalog, width=120, no_location=True, ignore_obsolete=True, sort_output=True)
    with MO.open("wb") as file:
        write_mo(file, catalog)
    for message in catalog.obsolete.values():
        print(f"dropped: {message.id!r} = {message.string!r}")
    empty = sum("" in forms(message) for message in catalog)
    print(f"{len(catalog)} messages, {empty} without a translation")


if __name__ == "__main__":
    main()
