"""QR codes can be scanned, drawn in a terminal and as SVG."""

import pytest

from luisteren_tui.export import qr_code as qr
from tests.export.paper import decoded, draw_rows, rendered

LINKS = [
    "https://x.nl",
    "https://inzichtdoorervaring.nl/luisteren/luisteren-gedicht/#iLightbox[postimages]/0",
    "https://example.org/" + "langer/" * 30,
    "https://example.org/café?naam=‘zoë’",
]


def grey(colour: str) -> int:
    assert colour[1:3] == colour[3:5] == colour[5:7]
    return int(colour[1:3], 16)


@pytest.mark.parametrize("link", LINKS)
def test_half_blocks_can_be_scanned_on_a_dark_terminal(link: str) -> None:
    rows = qr.rows(link)
    assert len({len(row) for row in rows}) == 1
    assert decoded(draw_rows(rows, grey(qr.DARK), grey(qr.LIGHT))) == [link]


@pytest.mark.parametrize("link", LINKS)
def test_svg_can_be_scanned(link: str) -> None:
    svg = qr.svg(link)
    assert svg is not None
    assert decoded(rendered(svg, 288)) == [link]


def test_code_includes_its_quiet_zone() -> None:
    rows = qr.rows(LINKS[0])
    assert set("".join(rows[:2]) + "".join(row[:4] + row[-4:] for row in rows)) == {" "}
    assert len(qr.rows(LINKS[0], quiet=1)[0]) == len(rows[0]) - 6


def test_colours_do_not_depend_on_the_theme() -> None:
    svg = qr.svg(LINKS[0])
    assert svg is not None
    assert 'stroke="#000"' in svg
    assert 'fill="#fff"' in svg


@pytest.mark.parametrize("text", ["https://x.nl/" + "a" * 5000, "\ud800"])
def test_text_that_is_too_long_has_no_code(text: str) -> None:
    assert (qr.rows(text), qr.svg(text)) == ((), None)
