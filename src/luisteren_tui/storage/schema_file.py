"""The JSON Schema of workshops, where editors of text look for it: beside the workshop."""

from contextlib import suppress
from pathlib import Path

from luisteren_tui.storage.files import replace_atomically
from luisteren_tui.system.package import content_dir

SCHEMA_NAME = "workshop.schema.json"
SCHEMA_LINE = f"# yaml-language-server: $schema={SCHEMA_NAME}"
"""The first line of a workshop, by which editors of text find the schema."""


def put_schema_beside(workshop: Path) -> None:
    """Write this version's schema into the folder of a workshop. Without it editors only know less."""
    with suppress(OSError):
        schema = (content_dir() / SCHEMA_NAME).read_bytes()
        beside = workshop.with_name(SCHEMA_NAME)
        if not beside.is_file() or beside.read_bytes() != schema:
            replace_atomically(beside, schema, durable=False)
