"""Every format of an outcome contains text as it was typed, never as markup or code."""

import csv
import io
import json
import re
from itertools import pairwise
from typing import Any

import html5lib  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace
from PIL import Image

from luisteren_tui.export.bars import actual_bars
from luisteren_tui.export.document import Piece, Span
from luisteren_tui.export.formats import FORMATS, file_bytes, render
from luisteren_tui.export.outcome_text import as_mail
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.events import Clock, Slot
from luisteren_tui.session.state import begin
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.photos import Photo
from luisteren_tui.text.escaping import cell, markdown
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.workshop.model import Grouping, NumberRange
from tests.export.handouts import Page
from tests.export.paper import drawn, pages
from tests.session.sample_sessions import EXPLORE, NOON, SHARE, WORKSHOP, Session, opened
from tests.storage.session_samples import PARKED, SECRET, session
from tests.text.samples import WORLD

MARKDOWN_WITH_TABLES = MarkdownIt("commonmark").enable("table")
HOSTILE = [
    "<script>alert(1)</script> & &amp; \" onload='x' </style></title> ]]> <!-- <svg/onload=x>",
    "=cmd|' /C calc'!A0",
    "+31 6 | a \\| b ||",
    "# kop\n## kop\nkop\n===\nkop\n---",
    "- a\n  - b\n* c\n1. d\n2) e\n> f\n: g",
    "`c` ```\nx\n``` ~~~\n    vier\n\tacht",
    "[link](javascript:x) ![a](b) <https://x.nl> [^1] :smile: $x$ *a* _b_ **c** ~~d~~",
    "stuur\x1b[31m\x07 \u202eomgekeerd\u202c \u200bonzichtbaar \ud800 \x00 \ufffe \U0001ffff \ufdd0",
    "#panic() $x$ <label> @ref [/] \\ // /* ~ -- \"q\" 'q' {braces} {0} %s ${x}",
    "w" * 10_000,
    "lange zin " * 1_000,
    "@x\n\t=1+1\n\r=1+1",
    "Ze zei: ‘ik luister’ – ½ é ë 漢字",
    "a\u2028b",
]
IDS = [
    "html",
    "formula",
    "pipe",
    "headings",
    "lists",
    "code",
    "links",
    "control",
    "typst",
    "word",
    "long",
    "at",
    "plain",
    "separator",
]


def outcome(text: str | None = None) -> dict[str, Any]:
    """Return an outcome with `text` in every place where a user can write."""
    made = build(session().state, [], 20)
    if text is not None:
        made |= {"parking_lot": text}
        made["workshop"] |= {"title": text, "language": text}
        for activity in made["activities"]:
            activity["title"] = text
            for note in activity["notes"]:
                note |= {"text": text, "question": text}
            for turn in activity["turns"]:
                turn["who"] = text
    return made


def words(text: str) -> str:
    """Return `text` as it is shown, without white space, which differs between formats."""
    return "".join(safe(text).replace("\N{NO-BREAK SPACE}", "").split())


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_json_has_text_as_typed_and_nothing_private(text: str) -> None:
    made = outcome(text)
    assert json.loads(file_bytes("json", render("json", made, private=True))) == made
    notes = [note for each in json.loads(render("json", made))["activities"] for note in each["notes"]]
    assert [note["text"] for note in notes] == [text] * 4
    assert not any(note["private"] for note in notes)


@pytest.mark.parametrize("format", ["text", "md", "html", "csv"])
def test_text_of_the_world_arrives_as_it_was_written(format: str) -> None:
    shown = file_bytes(format, render(format, outcome(f"\ufeff{WORLD} aan\u00addacht"))).decode()
    assert shown.count(f"{WORLD} aandacht") >= 8


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_markdown_escapes_markup(text: str) -> None:
    shown = file_bytes("md", render("md", outcome(text))).decode()
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(shown)
    parsed = Page(page.encode())
    assert {tag for tag, _ in parsed.tags} <= {
        "h1",
        "h2",
        "h3",
        "p",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
    }
    assert "".join("".join(parsed.text).split()).count(words(text)) >= 8
    assert sum(tag == "tr" for tag, _ in parsed.tags) == 9
    items = sum(bool(line.strip()) for line in text.split("\n"))
    assert [tag for tag, _ in parsed.tags if tag in ("h1", "h2")] == ["h1", "h2", "h2", *["h2"] * (items > 0)]
    assert sum(tag == "li" for tag, _ in parsed.tags) == items


def test_markdown_escapes_only_what_is_needed() -> None:
    assert markdown("Galerijwand & dialoog, 50% (of zo): “ja”!") == "Galerijwand & dialoog, 50% (of zo): “ja”!"
    assert markdown("a &amp; &#38; &b") == "a \\&amp; \\&\\#38; \\&b"


@given(st.text())
def test_escaped_markdown_renders_as_the_original_line(text: str) -> None:
    parsed = Page(MARKDOWN_WITH_TABLES.render(markdown(text)).encode())
    assert {tag for tag, _ in parsed.tags} <= {"p"}
    assert "".join(parsed.text).strip() == safe_line(text)


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_csv_has_text_and_no_formulas(text: str) -> None:
    data = file_bytes("csv", render("csv", outcome(text)))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["row"] for row in rows].count("note") == 4
    for row in rows:
        assert not any(value.lstrip().startswith(tuple("=+-@＝＋－＠")) for value in row.values())
        assert not any(value.startswith(("\t", "\r")) for value in row.values())
    assert {row["text"].removeprefix("'") for row in rows if row["row"] == "note"} == {safe(text)}


@given(st.text(st.sampled_from(list("=+-@\t\r\n ＝'a|"))))
def test_no_cell_starts_as_a_formula(text: str) -> None:
    shown = cell(text)
    assert shown in (safe(text), f"'{safe(text)}")
    assert shown[:1] not in set("=+-@＝＋－＠\t\r")


def test_report_of_a_right_to_left_workshop_is_right_to_left_with_its_times_whole() -> None:
    made = outcome("التصويت")
    made["workshop"]["language"] = "ar"
    page = file_bytes("html", render("html", made)).decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert re.search("\u2068[^\u2069<]+ → [^<]+\u2069", page)


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_html_is_valid_and_escapes_markup(text: str) -> None:
    data = file_bytes("html", render("html", outcome(text)))
    html5lib.HTMLParser(strict=True).parse(data.decode())
    page = Page(data)
    assert {tag for tag, _ in page.tags} <= {
        "html", "head", "meta", "title", "style", "body", "main", "article", "h1", "h2", "h3", "span", "div", "p", "br",
        "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "svg", "rect",
    }  # fmt: skip
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert "".join("".join(page.text).split()).count(words(text)) >= 8
    assert not [name for _, attrs in page.tags for name in attrs if name in ("src", "href", "srcset", "data")]


@pytest.mark.check_only
@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_pdf_can_be_made_of_any_text(text: str) -> None:
    made = outcome(text[:300])
    made["activities"][0]["notes"][0]["text"] = text
    shown = "".join(pages(drawn(lambda: render("pdf", made))))
    # Characters that the fonts lack are missing from the text of the PDF.
    sure = re.sub(r"[^\x21-\x7e]", "", safe(text))[:60]
    assert re.sub(r"[^\x21-\x7e]", "", shown).count(sure) >= 6


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_text_and_mail_have_no_control_characters(text: str) -> None:
    made = outcome(text)
    assert safe(str(render("md", made))) == render("md", made)
    for shown in (str(render("text", made)), as_mail(made), as_mail(made, "2b")):
        assert safe(shown) == shown
        assert words(text)[:60] in words(shown)


@pytest.mark.parametrize("format", FORMATS)
def test_private_notes_are_in_no_format_unless_requested(format: str) -> None:
    def shown(private: bool = False, notes: bool = True, times: bool = True) -> str:
        made = render(format, outcome(), private=private, notes=notes, times=times)
        if format == "pdf":
            assert isinstance(made, bytes)
            return " ".join(pages(made))
        return file_bytes(format, made).decode()

    assert SECRET not in shown()
    assert SECRET in shown(private=True)
    assert "ongemak" in shown()
    assert "ongemak" not in shown(notes=False)
    assert SECRET not in shown(private=True, notes=False)
    assert re.search(r"16 min|\b960\b", shown())
    without = shown(times=False)
    assert "ongemak" in without
    assert not re.search(r"\d+ min\b|\b960\b|actual", without)


@pytest.mark.parametrize("format", FORMATS)
def test_parking_lot_is_in_every_format_with_the_notes_and_not_without_them(format: str) -> None:
    def shown(*, notes: bool) -> str:
        made = render(format, outcome(), notes=notes)
        return "".join(pages(made)) if isinstance(made, bytes) else made

    for word in PARKED.split():
        assert word in shown(notes=True)
    assert PARKED not in " ".join(shown(notes=False).split())
    assert "tolk" not in shown(notes=False)


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "pdf"])
def test_name_of_the_plan_and_random_id_are_in_no_format(format: str) -> None:
    written = str(render(format, outcome() | {"plan": "2026-11-24 met Sjoerd", "uid": "5e5e"}, private=True))
    assert "Sjoerd" not in written
    assert "5e5e" not in written


def test_parking_lot_is_in_a_mail_with_all_notes_only() -> None:
    assert f"Parking lot\n\n- {PARKED}\n" in as_mail(outcome())
    assert PARKED not in as_mail(outcome(), "2b")


def test_mail_has_only_notes_that_are_not_private() -> None:
    assert as_mail(outcome(), "2b") == (
        "2b  Perspectiefwisseling in tweetallen\n\nWat deed het met je?\nongemak\n\nGroup 9\nlater geteld\n"
    )
    assert as_mail(outcome()).startswith(
        "Luisteren met aandacht\nTuesday 24 November 2026, 12:00 to 12:31 · 12 participants\n\n1  Verk"
    )
    assert SECRET not in as_mail(outcome()) + as_mail(outcome(), "1")
    assert as_mail(outcome(), "2a") == "There are no notes.\n"
    # A marked note without text is only for the one who completes it.
    assert "to be completed" not in as_mail(outcome())
    assert "General (to be completed)" in render("text", outcome())


def test_page_loads_nothing_and_its_headings_are_in_order() -> None:
    data = file_bytes("html", render("html", outcome()))
    tags = Page(data).tags
    assert tags[0] == ("html", {"lang": "nl"})
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {"script", "link", "iframe"} & {tag for tag, _ in tags} == set()


def test_bars_say_what_the_words_beside_them_say() -> None:
    ran, skipped, *_rest = actual_bars(outcome()["activities"])
    # 15 minutes became 16, the longest of all.
    assert ran.spans == (Span(Piece.PLANNED, 0, 15 / 16), Span(Piece.TOOK, 0, 15 / 16), Span(Piece.OVER, 15 / 16, 1))
    assert skipped.spans == (Span(Piece.PLANNED, 0, 5 / 16),)
    text = " ".join("".join(Page(file_bytes("html", render("html", outcome()))).text).split())
    assert "1 Verkenning 15 min → 16 min ran 1 min over 2a Lezen 5 min → skipped" in text


def picture(kind: str, size: tuple[int, int] = (60, 40)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "white").save(made, kind)
    return made.getvalue()


def test_photos_are_in_html_and_pdf() -> None:
    name = '<b>\x1b\u202e "poster" \' 1'
    shots = [Photo(name, "jpeg", picture("JPEG")), Photo("hoog", "png", picture("PNG", (40, 400)))]
    data = file_bytes("html", render("html", outcome(), photos=shots))
    html5lib.HTMLParser(strict=True).parse(data.decode())
    images = [attrs for tag, attrs in Page(data).tags if tag == "img"]
    assert [str(attrs["src"])[:22] for attrs in images] == ["data:image/jpeg;base64", "data:image/png;base64,"]
    assert [attrs["alt"] for attrs in images] == [
        f"Photo of the posters: {safe_line(name)}",
        "Photo of the posters: hoog",
    ]
    pdf = file_bytes("pdf", render("pdf", outcome(), photos=shots))
    assert "hoog" in " ".join(pages(pdf))
    assert pdf.count(b"/Subtype/Image") + pdf.count(b"/Subtype /Image") >= 2


def test_groups_and_rounds_are_in_every_format() -> None:
    grouped = replace(SHARE, groups=Grouping(size=NumberRange(4, 4)), repeats="2c", round=1, rounds=1)
    ran = Session(apply(begin(opened(WORKSHOP.with_activities((EXPLORE, grouped)))), Clock(0, NOON, 5000, "boot")))
    ran.do(c.Toggle(), c.Next(), c.Write(Slot("2c"), "Druk gesprek"), c.End())
    outcome = build(ran.state, [], 1)
    assert [(each.get("groups"), each.get("repeats")) for each in outcome["activities"]] == [
        (None, None),
        ([4, 4, 4], "2c"),
    ]
    for name in ("text", "md", "html"):
        assert "3 groups of 4" in str(render(name, outcome))
    rows = list(csv.DictReader(io.StringIO(str(render("csv", outcome)))))
    assert [(row["groups"], row["round"], row["participants"]) for row in rows] == [
        ("", "", "12"),
        ("3 groups of 4", "1", "12"),
        ("", "", ""),
    ]
