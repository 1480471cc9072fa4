"""The documentation as pages that a browser opens from the folder of a bundle, without a network."""

import html
import re
import shutil
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

PAGES = ("handleiding", "guide", "workshop-format", "privacy", "reliability", "timings", "voor-ict")
"""The pages for users, by the name of their file in docs/."""
DUTCH = {"handleiding", "voor-ict"}
STYLE = """
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem; font: 1rem/1.6 system-ui, sans-serif; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid #8886; padding: 0.3rem 0.8rem 0.3rem 0; text-align: start; vertical-align: top; }
pre { overflow-x: auto; padding: 0.8rem; background: #8882; }
"""


def write_manual(docs: Path, folder: Path) -> None:
    """Write each page of `docs` as HTML into the new folder `folder`, with the pictures that they show."""
    folder.mkdir()
    for name in PAGES:
        text = (docs / f"{name}.md").read_text(encoding="utf-8")
        (folder / f"{name}.html").write_text(page(text, "nl" if name in DUTCH else "en"), "utf-8", newline="\n")
        for picture in sorted({*re.findall(r"!\[[^\]]*\]\((pictures/[\w.-]+)\)", text)}):
            (folder / "pictures").mkdir(exist_ok=True)
            shutil.copyfile(docs / picture, folder / picture)


def page(text: str, language: str) -> str:
    """Return Markdown as a page. A link to a file that is not in the bundle becomes plain text."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open":
            heading.attrSet("id", anchor(words.content))
    for token in tokens:
        _turn_links(token.children or [])
    title = html.escape(next(line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ")))
    body = markdown.renderer.render(tokens, markdown.options, {})
    head = f'<meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="{language}"><head>{head}</head>\n<body>\n{body}</body></html>\n'


def anchor(heading: str) -> str:
    """Return the id that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _turn_links(inline: list[Token]) -> None:
    for token in inline:
        if token.type == "link_open":
            token.attrSet("href", _target(str(token.attrGet("href"))))
        if token.type == "link_open" and not token.attrGet("href"):
            token.attrs = {}


def _target(href: str) -> str:
    """Return where a link leads in the bundle, empty if nowhere."""
    file, mark, place = href.partition("#")
    if not file or "://" in file:
        return href
    return f"{file.removesuffix('.md')}.html{mark}{place}" if file.removesuffix(".md") in PAGES else ""
