"""Workshops made up for a test, and their handouts."""

from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import typst

from luisteren_tui.export import pdf
from luisteren_tui.export.document import Sheet
from luisteren_tui.export.participant_handout import participant_handout
from luisteren_tui.export.run_sheet import run_sheet
from luisteren_tui.planning.plan import Plan, plan_of
from luisteren_tui.storage.typed_reader import read
from luisteren_tui.storage.workshop_file import load, text_body
from luisteren_tui.system.package import content_dir
from luisteren_tui.workshop.build import build
from luisteren_tui.workshop.model import Workshop
from luisteren_tui.workshop.yaml_keys import WorkshopKeys


def workshop(**fields: Any) -> Workshop:
    """Return a workshop with these fields, which may contain what no file can."""
    document, problems = read(WorkshopKeys, {"format": "1", "title": "X", **fields}, scalars=True)
    assert document is not None, problems
    made, problems = build(document, "x")
    assert made is not None, problems
    return made


def asking(prompts: Sequence[str], **step: Any) -> Workshop:
    return workshop(steps=[{"title": "S", "form": "plenary", "duration": "15m", "prompts": prompts, **step}])


def shipped() -> tuple[Workshop, Plan]:
    loaded = load(content_dir() / "luisteren.yaml")
    assert loaded.workshop is not None
    return loaded.workshop, plan_of(loaded.workshop, loaded.sha256)


def sheets(made: Workshop, plan: Plan | None = None, data: Path = Path("nowhere")) -> list[Sheet]:
    plan = plan or plan_of(made, "")
    return [
        participant_handout(made, plan, {name: text_body(made, name, data) for name in made.texts}),
        run_sheet(made, plan),
    ]


def pictures(shown: Sequence[Sheet]) -> list[bytes]:
    """Return each page of the PDF as a PNG of one pixel per point."""
    template, given = pdf.job(shown)
    made: Any = typst.compile(template, format="png", ppi=72, ignore_system_fonts=True, sys_inputs=given)
    return made if isinstance(made, list) else [made]


class Page(HTMLParser):
    """The words and elements of a page as a browser reads it."""

    def __init__(self, page: str | bytes) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page if isinstance(page, str) else page.decode())

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("p", "br", "h1", "h2", "h3", "h4", "li", "td", "th", "strong", "span"):
            self.text.append(" ")
