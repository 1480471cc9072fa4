"""Accessibility rules for our web pages that can be checked without a browser.

`make browser` has a browser judge the same pages.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped]

TEXT, GRAPHICS = 4.5, 3.0
"""The minimum contrast of text and of drawings (WCAG 2.2, 1.4.3 and 1.4.11)."""
PAPER = "#ffffff"
_COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)


def faults(page: bytes) -> list[str]:
    """Return the rules that a page breaks."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(page.decode())
    found = [f"not valid: {error[1]}" for error in parser.errors]
    for rule in (_document, _headings, _tables, _pictures, _links, _structure, _contrast):
        found += rule(root)
    return found


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (#rgb or #rrggbb), from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _document(root: Element) -> Iterator[str]:
    if not re.fullmatch(r"[a-z]{2,3}(-\w+)*", root.get("lang", ""), re.IGNORECASE):
        yield "no language"
    title = root.find("head/title")
    if title is None or not _words(title):
        yield "no title"
    viewport = [meta.get("content", "") for meta in root.iter("meta") if meta.get("name") == "viewport"]
    if len(viewport) != 1 or "width=device-width" not in viewport[0] or re.search("scalable|maximum", viewport[0]):
        yield "no viewport that can be enlarged"
    mains = list(root.iter("main"))
    if len(mains) != 1 or [child for child in root.findall("body/*") if child.tag != "main"]:
        yield "not everything is in one main landmark"
    if len([aside for aside in root.iter("aside") if not aside.get("aria-label")]) > 1:
        yield "landmarks with the same name"


def _headings(root: Element) -> Iterator[str]:
    articles = list(root.iter("article"))
    if not articles:
        yield "no article"
    for article in articles:
        found = [element for element in article.iter() if re.fullmatch("h[1-6]", str(element.tag))]
        levels = [int(element.tag[1]) for element in found]
        if levels[:1] != [1] or levels.count(1) != 1:
            yield "the first heading is not the only h1"
        if any(after > before + 1 for before, after in pairwise(levels)):
            yield "a heading skips a level"
        if not all(map(_words, found)):
            yield "an empty heading"


def _tables(root: Element) -> Iterator[str]:
    for table in root.iter("table"):
        heads = list(table.iter("th"))
        if not heads or not all(head.get("scope") in ("col", "row") and _words(head) for head in heads):
            yield "a table without headers, or with a header without a scope or text"
        if len({len(list(row)) for row in table.iter("tr")}) != 1:
            yield "a table with rows of different lengths"


def _pictures(root: Element) -> Iterator[str]:
    named = [element for element in root.iter() if element.get("role") == "img"]
    if not all(element.get("aria-label", "").strip() for element in named):
        yield "a drawing without a description"
    inside = {id(svg) for element in named for svg in element.iter() if _svg(svg)}
    if any(id(svg) not in inside and svg.get("aria-hidden") != "true" for svg in root.iter() if _svg(svg)):
        yield "a drawing that a screen reader takes for text"
    if not all(image.get("alt", "").strip() for image in root.iter("img")):
        yield "a picture without an alternative"


def _svg(element: Element) -> bool:
    return str(element.tag).rpartition("}")[2] == "svg"


def _links(root: Element) -> Iterator[str]:
    for link in root.iter("a"):
        if not _words(link) or not re.match("https?://", link.get("href", "")):
            yield "a link without text or without an address"


def _structure(root: Element) -> Iterator[str]:
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    if len(ids) != len(set(ids)):
        yield "an id is used twice"
    if any(child.tag != "li" for points in root.iter("ul") for child in points):
        yield "a list that contains more than list items"
    hidden = [inner for element in root.iter() if element.get("aria-hidden") == "true" for inner in element.iter()]
    if any(element.tag == "a" or element.get("tabindex") for element in hidden):
        yield "something hidden takes the focus"


def _without_variables(style: str) -> str:
    """Return a style with each variable replaced by its first value, which is the one on paper."""
    values: dict[str, str] = {}
    for name, value in re.findall(r"(--[\w-]+):\s*([^;}]+)", style):
        values.setdefault(name, value)
    return re.sub(r"var\((--[\w-]+)\)", lambda used: values[used[1]], style)


def _contrast(root: Element) -> Iterator[str]:
    style = _without_variables("".join(_words(element) for element in root.iter("style")))
    backgrounds = re.findall(r"(?<![\w-])background(?:-color)?:\s*([^;}]+)", style)
    if backgrounds != ["#fff"]:
        yield f"a background that is not white: {backgrounds}"
    if "color-scheme: only light" not in style:  # otherwise the text of drawings could be dark on dark
        yield "a browser may show it in dark colours"
    inks = re.findall(r"(?<![\w-])color:\s*([^;}]+)", style)
    inks += [element.get("fill", "") for element in root.iter() if str(element.tag).endswith("}svg")]
    for ink in {ink.strip() for ink in inks} - {"inherit", ""}:
        if not _COLOUR.fullmatch(ink) or contrast(ink, PAPER) < TEXT:
            yield f"text of {ink} on white"
    drawn = re.findall(r"\.(?:took|over|part|bar line)[^{]*{[^}]*?(?:fill|stroke): (#\w+)", style)
    lines = re.findall(r"\.(?:lines|tick|tip)[^{]*{[^}]*?(?:solid|dashed) (#\w+)", style)
    for ink in {*drawn, *lines}:
        if contrast(ink, PAPER) < GRAPHICS:
            yield f"a drawing of {ink} on white"
