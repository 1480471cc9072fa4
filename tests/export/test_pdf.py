"""What a PDF does with tabs, with characters that no font has, and with letters that are joined."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typst

from luisteren_tui.export import pdf
from luisteren_tui.export.document import Columns, Lines, Prose, Sheet, breakable, in_paragraphs, isolated, pieces
from luisteren_tui.export.html import as_html
from luisteren_tui.tui.screens.file_making import make_file
from tests.export.handouts import Page
from tests.export.paper import places

Compile = Callable[..., Any]


@pytest.fixture
def fonts(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Take away the fonts of the system; the list gets whether they were asked for at each page."""
    asked: list[bool] = []
    compile: Compile = typst.compile

    def without(*args: Any, **given: Any) -> Any:
        asked.append(not given.get("ignore_system_fonts", False))
        return compile(*args, **{**given, "ignore_system_fonts": True})

    monkeypatch.setattr(typst, "compile", without)
    return asked


def sheet(text: str, language: str = "nl") -> Sheet:
    return Sheet("outcome", "T", language, 11, "", (Prose(in_paragraphs(text)),))


@pytest.mark.parametrize("text", ["Rust – ‘stilte’ ☐ ▸ ✓ ❤\ufe0f", "Тихо ήχος שָׁלוֹם"])
def test_typst_has_fonts_of_its_own_for_most_languages(text: str, fonts: list[bool]) -> None:
    assert pdf.as_pdf([sheet(text)]).startswith(b"%PDF")
    assert fonts == [False]


def test_arabic_is_in_a_font_of_the_system_if_it_has_one(fonts: list[bool]) -> None:
    assert pdf.as_pdf([sheet("سلام", "ar")]).startswith(b"%PDF")
    assert fonts == [True]


def test_characters_without_a_font_are_named(fonts: list[bool]) -> None:
    with pytest.raises(pdf.MissingGlyphs) as lacking:
        pdf.as_pdf([sheet("Rust"), sheet("Hallo 傾聴 👩\u200d⚕\ufe0f 傾 ส\u0e31 \ue000")])
    assert lacking.value.characters == ["傾", "聴", "👩", "ส", "\u0e31", "\ue000"]
    assert "傾 (U+50BE), 聴 (U+8074), 👩 (U+1F469), ส (U+0E2A)" in str(lacking.value)
    assert lacking.value.pdf.startswith(b"%PDF")
    assert fonts == [True, True]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a 傾聴です b", ["傾聴です"]),
        ("dokter 👩\u200d⚕\ufe0f ⚕ 🏳\ufe0f\u200d🌈!", ["👩\u200d⚕\ufe0f", "🏳\ufe0f\u200d🌈"]),
        ("👍🏽 ⛹🏽\u200d♀\ufe0f", ["👍🏽", "⛹🏽\u200d♀\ufe0f"]),
        ("❤\ufe0f\u200d🔥 ❤\ufe0f", ["❤\ufe0f\u200d🔥"]),
        ("x🏴\U000e0067\U000e0062\U000e007fx 1\ufe0f\u20e3 1", ["🏴\U000e0067\U000e0062\U000e007f", "1\ufe0f\u20e3"]),
        ("Ali می\u200cخواهم 14:20", ["می\u200cخواهم"]),
        ("क्\u200dष 傾", ["傾"]),
    ],
)
def test_joined_characters_come_from_one_font(text: str, parts: list[str]) -> None:
    _template, given = pdf.job([sheet(text)])
    source = b"#assert.eq(sys.inputs.text.matches(regex(sys.inputs.pattern)).map(it => it.text), json(bytes(sys.inputs.parts)))"
    given = {"text": text, "pattern": given["borrowed"], "parts": json.dumps(parts)}
    typst.compile(source, format="pdf", ignore_system_fonts=True, sys_inputs=given)


@pytest.mark.parametrize("letter", ["a", "ส\u0e31", "👩\u200d⚕\ufe0f"])
def test_long_words_break_only_between_letters(letter: str) -> None:
    assert breakable(letter * 40) == "\u200b".join([letter] * 40)


def test_arabic_is_never_broken() -> None:
    assert breakable("سلام" * 10) == "سلام" * 10


async def test_dialogs_say_where_the_pdf_is_and_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: tmp_path)

    def make() -> bytes:
        raise pdf.MissingGlyphs(b"%PDF", "傾")

    said = (await make_file("x", ".pdf", make)).plain
    assert (tmp_path / "x.pdf").read_bytes() == b"%PDF"
    assert str(tmp_path / "x.pdf") in said
    assert "傾 (U+50BE)" in said
    assert "html" in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna\t3", [Columns((("Anna", "3"),))]),
        ("  Anna \t 3 ", [Columns((("Anna", "3"),))]),
        ("Jo\t\t3\nAnnemarie\t4", [Columns((("Jo", "3"), ("Annemarie", "4")))]),
        ("\tjan\tfeb\nA\t\t2\nB\t3\t", [Columns((("", "jan", "feb"), ("A", "", "2"), ("B", "3", "")))]),
        ("a\tb\nc", [Columns((("a", "b"),)), Lines(("c",))]),
        ("\n \nAnna\t3\t\n\t\n", [Columns((("Anna", "3", ""),))]),
        ("\tingesprongen", [Lines(("ingesprongen",))]),
        ("\t".join("abcdefghi"), [Lines(("a b c d e f g h i".replace(" ", "\u2003"),))]),
    ],
)
def test_tabs_make_columns(text: str, expected: list[Lines | Columns]) -> None:
    assert [piece for paragraph in in_paragraphs(text) for piece in pieces(paragraph)] == expected


def test_columns_are_below_each_other_in_the_direction_of_the_language() -> None:
    text = "Anna\t3\nBartholomeus\t12"
    at = places(pdf.as_pdf([sheet(text)]))
    assert at["Anna"] == at["Bartholomeus"] < at["3"] - 50
    assert at["3"] == at["12"]
    turned = places(pdf.as_pdf([sheet(text, "he")]))
    assert turned["12"] < turned["3"] < turned["Bartholomeus"] < turned["Anna"]


def test_page_has_the_same_columns() -> None:
    page = Page(as_html([sheet("Naam:\nAnna\t<b>\nBo\t4")]))
    cells = [tag for tag, _attributes in page.tags if tag in ("table", "tr", "td", "b")]
    assert cells == ["table", "tr", "td", "td", "tr", "td", "td"]
    assert "".join(page.text).split()[-5:] == ["Naam:", "Anna", "<b>", "Bo", "4"]


@pytest.mark.parametrize(("columns", "broken"), [(2, False), (8, True)])
def test_long_words_can_be_broken_in_narrow_columns(columns: int, broken: bool) -> None:
    (piece,) = pieces(["\t".join(["Verantwoordelijkheidsgevoel"] * columns)])
    assert isinstance(piece, Columns)
    assert ("\u200b" in piece.rows[0][-1]) == broken


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:20", "⟨14:20⟩"),
        ("Anna (3):", "⟨Anna (3)⟩:"),
        ("من 14:20 إلى 3-5", "من 14:20 إلى 3-5"),
        ("في 24-11-2026، هاتف 06-12345678", "في ⟨24-11-2026⟩، هاتف ⟨06-12345678⟩"),
        ("هاتف +31 6 1234 5678 أو", "هاتف ⟨+31 6 1234 5678⟩ أو"),
        ("Anna\tمن 3", "⟨Anna⟩\tمن 3"),
        ("שלום 06-12345678", "שלום 06-12345678"),
    ],
)
def test_numbers_and_words_keep_their_order_among_arabic(text: str, expected: str) -> None:
    (block,) = isolated(sheet(text, "ar")).blocks
    assert isinstance(block, Prose)
    assert block.paragraphs == ((expected.replace("⟨", "\u2068").replace("⟩", "\u2069"),),)


def test_page_number_is_at_the_left_and_in_order_from_right_to_left() -> None:
    assert places(pdf.as_pdf([sheet("\n\n".join(["שלום"] * 90), "he")]))["1 / 3"] < 60
