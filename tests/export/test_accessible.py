"""Web pages break no accessibility rule that can be checked without a browser, and the check finds broken rules."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from luisteren_tui import i18n
from luisteren_tui.export.formats import file_bytes, render
from luisteren_tui.export.html import as_html
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.photos import Photo
from tests.export.accessible import contrast, faults
from tests.export.handouts import sheets, shipped
from tests.storage.session_samples import session


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    i18n.use("nl")
    yield
    i18n.use("nl")


def photo() -> Photo:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(made, "PNG")
    return Photo("poster 1.png", "png", made.getvalue())


def page(*, end: bool = True, **wanted: Any) -> bytes:
    made = render("html", build(session(end=end).state, [], 20), photos=[photo()], **wanted)
    return file_bytes("html", made)


def handouts() -> bytes:
    return as_html(sheets(*shipped())).encode()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("wanted", [{}, {"private": True}, {"notes": False}, {"times": False}, {"end": False}])
def test_outcome_page_breaks_no_accessibility_rule(wanted: dict[str, bool], language: str) -> None:
    i18n.use(language)
    assert faults(page(**wanted)) == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_handout_page_breaks_no_accessibility_rule(language: str) -> None:
    i18n.use(language)
    assert faults(handouts()) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('<html lang="nl">', "<html>", "no language"),
        ("<title>Luisteren met aandacht</title>", "<title> </title>", "no title"),
        ("initial-scale=1", "maximum-scale=1", "no viewport that can be enlarged"),
        ("<main>", "<p>x</p><main>", "not everything is in one main landmark"),
        ("</h1>", "</h1><aside>x</aside><aside>y</aside>", "landmarks with the same name"),
        ("</h1>", "</h1><h1>x</h1>", "the first heading is not the only h1"),
        ("</h1>", "</h1><h3>x</h3>", "a heading skips a level"),
        ("</h1>", "</h1><h2></h2>", "an empty heading"),
        ('<th scope="row">', "<th>", "a table without headers, or with a header without a scope or text"),
        ('</th><td class="bar">', '</th><td></td><td class="bar">', "a table with rows of different lengths"),
        ("</h1>", "</h1><div role='img'></div>", "a drawing without a description"),
        ('<svg aria-hidden="true">', "<svg>", "a drawing that a screen reader takes for text"),
        (' alt="', ' data-y="', "a picture without an alternative"),
        ("</h1>", "</h1><p><a href='https://x.nl'></a></p>", "a link without text or without an address"),
        ("</h1>", "</h1><p id='a'></p><p id='a'></p>", "an id is used twice"),
        ("</h1>", "</h1><ul><p>x</p></ul>", "a list that contains more than list items"),
        ("</h1>", "</h1><p aria-hidden='true'><a href='https://x.nl'>x</a></p>", "something hidden takes the focus"),
        ("--muted: #666768", "--muted: #8a8a8a", "text of #8a8a8a on white"),
        ("background: #fff", "background: #17424f", "a background that is not white: ['#17424f']"),
        ("only light", "light dark", "a browser may show it in dark colours"),
        ("--primary: #17594f", "--primary: #9db4ba", "a drawing of #9db4ba on white"),
        ("</h1>", "</h2>", "not valid: "),
    ],
)
def test_each_broken_rule_is_found(before: str, after: str, fault: str) -> None:
    broken = page().decode().replace(before, after)
    assert broken != page().decode()
    assert any(fault in found for found in faults(broken.encode()))


def test_contrast_is_computed_as_in_the_standard() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#fff", "#fff") == 1
