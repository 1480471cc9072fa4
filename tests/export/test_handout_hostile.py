"""No text on a handout becomes markup or a link, or runs off the paper."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from luisteren_tui.export.html import as_html
from luisteren_tui.export.pdf import as_pdf
from tests.export.handouts import Page, pictures, sheets, workshop
from tests.export.paper import drawn, pages, plain
from tests.text.samples import WORLD

HOSTILE = [
    "#panic() $x$ *a* _b_ `c` <label> @ref [/] \\ // /* ~ -- \"q\" 'q'",
    "<script>alert(1)</script> & &amp; \" onload='x' </style></title> ]]> <!--",
    "stuur\x1b[31m\x07 \u202eomgekeerd\u202c \u200bonzichtbaar \ud800 \x00",
    "{braces} {0} %s ${x} \\u{1F600} 😀 漢字 العربية é ë ï ‘ ’ “ ” … – ½ ☐",
    "a" * 4000,
    "https://x.nl/" + "b" * 900,
]


@pytest.mark.parametrize(
    "text",
    [*HOSTILE[:4], *(pytest.param(text, marks=pytest.mark.check_only) for text in HOSTILE[4:])],
    ids=["typst", "html", "control", "unicode", "long", "address"],
)
def test_text_never_becomes_markup(text: str) -> None:
    step = {
        "title": text, "form": "pairs", "duration": "15m", "instruction": text, "prompts": [text], "tips": [text],
        "text": "t", "roles": [text, "B"], "options": [text], "materials": [text],
        "turns": {"each": "role", "window": "5m-7m"}, "cues": [{"at": "1m", "say": text}],
    }  # fmt: skip
    made = workshop(
        title=text, theme=text, goal=text, introduction=text, credit=text, materials=[text], steps=[step],
        texts={"t": {"title": text, "body": text, "source": text}},
    )  # fmt: skip
    both = sheets(made)
    page = Page(as_html(both))
    as_safe = plain(both[0].title)
    assert plain("".join(page.text)).count(as_safe) >= 18
    assert {tag for tag, _ in page.tags} <= {
        "html", "head", "meta", "title", "style", "body", "main", "article", "h1", "h2", "h3", "span", "div", "p", "strong",
        "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "section", "br", "a", "svg", "path", "rect",
    }  # fmt: skip
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    # Characters that the fonts lack are missing from the text of the PDF.
    shown, sure = (re.sub(r"[^\x21-\x7e]", "", text) for text in ("".join(pages(drawn(lambda: as_pdf(both)))), as_safe))
    assert shown.count(sure[:20]) >= 18


def test_text_of_a_file_arrives_with_its_joiners_and_line_breaks(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    text = f"{WORLD}\u2028web\u200btekst\x0baan\u00addacht\x85slot"
    (tmp_path / "texts" / "t.txt").write_bytes(f"\ufeff{text}".encode())
    made = workshop(
        title=WORLD,
        texts={"t": {"title": "T", "file": "t.txt"}},
        steps=[{"title": "S", "form": "plenary", "duration": "15m", "text": "t", "prompts": [text]}],
    )
    page = as_html(sheets(made, data=tmp_path))
    assert f"{WORLD}<br>webtekst<br>aandacht<br>slot" in page
    assert f"{WORLD} webtekst aandacht slot" in page  # a question is one line
    assert f"<h1>{WORLD}" in page


@pytest.mark.check_only
@pytest.mark.parametrize(
    "text",
    [*HOSTILE[:4], "a" * 4000, "https://x.nl/" + "b" * 900, "woord " * 900],
    ids=["typst", "html", "control", "unicode", "long", "address", "pages"],
)
def test_no_text_runs_off_the_paper(text: str) -> None:
    step = {"title": text, "form": "pairs", "duration": "15m", "instruction": text, "prompts": [text], "tips": [text]}
    step |= {"text": "t", "roles": [text, "B"], "options": [text, "B"]}
    texts = {"t": {"title": "T", "body": text, "source": text}, "u": {"title": "U", "file": "none", "source": text}}
    made = workshop(title=text, theme=text, materials=[text], steps=[step], texts=texts)
    for picture in pictures(sheets(made)):
        with Image.open(io.BytesIO(picture)) as image:
            grey = image.convert("L")
        width, height = grey.size
        side, bottom = width * 17 // 210, height * 8 // 297
        for margin in ((0, 0, side, height), (width - side, 0, width, height), (0, height - bottom, width, height)):
            assert grey.crop(margin).getextrema() == (255, 255)


@pytest.mark.parametrize("source", ["javascript:alert(1)", "file:///etc/passwd", "https://", "zie https://x.nl", "x"])
def test_only_web_addresses_become_links(source: str) -> None:
    step = {"title": "S", "form": "plenary", "duration": "15m", "text": "t"}
    made = workshop(steps=[step], texts={"t": {"title": "T", "source": source, "file": "t.txt"}})
    page = Page(as_html(sheets(made)))
    assert {"a", "path"} & {tag for tag, _ in page.tags} == set()
    assert source in "".join(page.text)
    assert b"/URI" not in as_pdf(sheets(made))
