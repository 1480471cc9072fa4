"""Pictures of the pages on paper and in a browser: the outcome and the handouts."""

import json
import subprocess
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

import typst

from luisteren_tui import i18n
from luisteren_tui.export import pdf
from luisteren_tui.export.document import Sheet
from luisteren_tui.export.handouts import HANDOUTS, Request
from luisteren_tui.export.html import as_html
from luisteren_tui.export.outcome_document import outcome_document
from luisteren_tui.export.outcome_wording import Included, visible
from luisteren_tui.storage.workshop_file import text_body
from tools import chromium
from tools.pictures.walks import hold, shipped, the_plan

DPI = 96
WINDOWS = ((1100, 2600), (380, 2600))
"""The sizes of a browser's window in which a page is looked at, which is longer than most screens."""


def sheets(data: Path) -> dict[str, Sheet]:
    """Return each document by its name, in Dutch."""
    i18n.use("nl")
    hold(data, 4)
    outcome = json.loads(next((data / "sessions").glob("*.json")).read_text("utf-8"))
    _loaded, workshop = shipped(data)
    texts = {name: text_body(workshop, name, data) for name in workshop.texts}
    request = Request(workshop, the_plan(data), None, texts)
    return {
        "outcome": outcome_document(visible(outcome), Included()),
        **{reader: handout.make(request) for reader, handout in HANDOUTS.items()},
    }


def take(folder: Path, wanted: Collection[str], data: Path) -> list[Path]:
    """Take the pages of each document as `paper-NAME-pdf-1.png` and, with a browser, `paper-NAME-html-1100.png`."""
    taken: list[Path] = []
    for name, sheet in sheets(data).items():
        if wanted and not f"paper-{name}".startswith(tuple(wanted)):
            continue
        template, given = pdf.job([sheet])
        made: Any = typst.compile(template, format="png", ppi=DPI, ignore_system_fonts=True, sys_inputs=given)
        for number, page in enumerate(made if isinstance(made, list) else [made], 1):
            path = folder / f"paper-{name}-pdf-{number}.png"
            path.write_bytes(page)
            taken.append(path)
        path = folder / f"paper-{name}.html"
        path.write_text(as_html([sheet]), encoding="utf-8")
        for width, height in WINDOWS:
            shot = path.with_name(f"{path.stem}-html-{width}.png")
            if browse(path, shot, (width, height)):
                taken.append(shot)
    return taken


def browse(page: Path, picture: Path, size: tuple[int, int]) -> bool:
    """Take a picture of a page in a browser's window. Return False where there is no browser."""
    browser = chromium.found()
    if browser is None:
        return False
    with tempfile.TemporaryDirectory() as profile:
        options = [*chromium.options(Path(profile)), "--hide-scrollbars", "--window-size={},{}".format(*size)]
        command = [browser, *options, f"--screenshot={picture}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return True
