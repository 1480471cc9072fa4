"""The catalog of messages: collect the ids from the source, update the Dutch translation, compile it."""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[1] / "src" / "luisteren_tui"
PO = SOURCE / "locale" / "nl" / "LC_MESSAGES" / "luisteren_tui.po"
MO = PO.with_suffix(".mo")
METHODS = [("**.py", "python")]
# The header's dates stand still: a catalog changes only when a message does.
DATE = datetime(2026, 1, 1, tzinfo=UTC)


def extracted() -> Catalog:
    """Return every message id in the source, in the order of its files; raises SyntaxError on a broken one."""
    catalog = Catalog()
    for _file, _line, message, comments, context in extract_from_dir(SOURCE, METHODS, comment_tags=("Translators:",)):
        catalog.add(message, auto_comments=comments, context=context)
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
        write_po(file, catalog, width=120, no_location=True, ignore_obsolete=True)
    with MO.open("wb") as file:
        write_mo(file, catalog)
    for message in catalog.obsolete.values():
        print(f"dropped: {message.id!r} = {message.string!r}")
    empty = sum("" in forms(message) for message in catalog)
    print(f"{len(catalog)} messages, {empty} without a translation")


if __name__ == "__main__":
    main()
