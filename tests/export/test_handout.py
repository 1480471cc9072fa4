"""The content of the handouts and their page breaks."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from luisteren_tui.export.bars import course_bars
from luisteren_tui.export.document import Heading, Piece, Prose, Span, Table
from luisteren_tui.export.html import as_html
from luisteren_tui.export.pdf import as_pdf
from luisteren_tui.export.plan_formats import PLAN_FORMATS
from luisteren_tui.export.plan_report import PlanReport, Stamp
from luisteren_tui.export.run_sheet import run_sheet
from luisteren_tui.planning.forecast import Estimate
from luisteren_tui.planning.plan import Plan, add_custom, plan_of, skip, with_seconds
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.workshop.model import Workshop
from tests.export.handouts import Page, asking, pictures, sheets, shipped, workshop
from tests.export.paper import LINE, decoded, middle_of_title, pages, plain, rendered

MAKERS = Path(__file__).parents[1] / "workshop" / "seed.txt"


def test_every_sentence_of_the_makers_is_on_a_handout() -> None:
    made, plan = shipped()
    both = sheets(made, plan)
    texts = {"pdf": " ".join(pages(as_pdf(both))), "html": plain("".join(Page(as_html(both)).text))}
    for format, text in texts.items():
        # An address that wraps over lines contains no space.
        missing = [
            sentence
            # Except where to find the text: its place on the handout differs.
            for sentence in re.sub(r":? \(zie hieronder\)", "", MAKERS.read_text("utf-8")).splitlines()
            if plain(sentence).replace(" ", "") not in text.replace(" ", "")
        ]
        assert missing == [], format


def test_participants_get_questions_and_the_case_but_no_tips() -> None:
    made, plan = shipped()
    text = " ".join(pages(as_pdf(sheets(made, plan)[:1])))
    questions = [prompt for activity in made.activities for prompt in activity.prompts]
    assert [question for question in questions if plain(question) not in text] == []
    assert plain(str(made.texts["casus"].body)) in text
    assert plain(made.credit) in text
    assert "Rollen: Nadia · hulpverlener" in text
    assert [tip for activity in made.activities for tip in activity.tips if plain(tip) in text] == []


def test_run_sheet_has_the_times_of_the_plan_and_marks_tips() -> None:
    made, plan = shipped()
    plan = skip(Plan(plan.workshop_id, plan.sha256, plan.blocks, start=13 * 60 + 30, participants=11), "p1")
    text = " ".join(pages(as_pdf(sheets(made, plan)[1:])))
    assert "13:30 to 15:15 · 105 min · 11 participants" in text
    assert "13:50 Perspectiefwisseling in tweetallen until 14:05 · 15 min · in pairs" in text
    assert "13:50 Preparation 13:52 Round 1 of 2 13:58 Round 2 of 2 14:04 Looking back" in text
    assert "14:40 Group 1 of 3 14:46 Group 2 of 3 14:52 Group 3 of 3" in text
    assert "Pauze skipped" in text
    assert "Stiften en een flip-over of (online) whiteboard" in text
    assert "zie hieronder" not in text
    tips = [plain(tip) for activity in made.activities for tip in activity.tips]
    assert text.count("Tip (not by the makers): ") == len(tips)
    assert [tip for tip in tips if f"Tip (not by the makers): {tip}" not in text] == []


def test_run_sheet_has_the_day_the_groups_and_protected_activities() -> None:
    made, plan = shipped()
    plan = add_custom(replace(plan, start=13 * 60 + 30, must_end=15 * 60, participants=11), 0, "Welkom", 300)

    def text(plan: Plan, day: date | None = None) -> str:
        return " ".join(pages(as_pdf([run_sheet(made, plan, day)])))

    shown = text(plan, date(2026, 11, 25))
    assert "Run sheet · Wednesday 25 November 2026 · 13:30 to 15:35" in shown
    assert "13:30 Welkom (own block) 5" in shown
    assert "15:20 Afronding (protected) 15 15:35 End (must end at 15:00) 125" in shown
    assert "15 min · plenary · protected by its makers" in shown
    assert shown.count("protected by its makers") == 1
    assert "Groups: 4 pairs + 1 trio · trio: one looks on each round" in shown
    assert "Groups: 2 groups of 4 + 1 group of 3" in shown
    even = text(replace(plan, participants=12, must_end=15 * 60 + 35))
    assert "Groups: 6 pairs" in even
    for absent in ("trio", "must end", "2026"):
        assert absent not in even


def test_bars_of_the_run_sheet_follow_one_another_and_mark_where_it_must_end() -> None:
    made, plan = shipped()
    plan = skip(replace(plan, start=13 * 60 + 30, must_end=15 * 60), "1")
    skipped, first, second, *others = course_bars(plan)
    assert skipped.spans == ()
    assert first.spans == (Span(Piece.PART, 0, 5 / 105),)
    assert second.spans == (Span(Piece.PART, 5 / 105, 20 / 105),)
    assert [span.piece for bar in others for span in bar.spans].index(Piece.BREAK) == 1
    assert {bar.mark for bar in course_bars(plan)} == {90 / 105}
    # Beyond the end of the plan, the time until it must end belongs to the scale.
    early = course_bars(replace(plan, must_end=17 * 60))
    assert [bar.mark for bar in early] == [1] * len(early)
    assert early[-2].spans == (Span(Piece.PART, 90 / 210, 105 / 210),)
    assert {bar.mark for bar in course_bars(replace(plan, must_end=None))} == {None}
    page = as_html([run_sheet(made, plan)])
    assert page.count('<line x1="85.71%"') == len(plan.blocks) + 1


def test_run_sheet_says_why_an_activity_falls_out_and_brings_nothing_for_what_is_skipped() -> None:
    made, plan = shipped()
    text = " ".join(pages(as_pdf([run_sheet(made, skip(plan, "3a"))])))
    assert "Galerijwand & dialoog (needs 3a) skipped" in text
    assert "Stiften" not in text
    assert "Gedicht" in text


def test_run_sheet_says_which_turns_can_not_fit() -> None:
    made, plan = shipped()
    many = " ".join(pages(as_pdf([run_sheet(made, plan.with_participants(60))])))
    assert "Short of time: 15 turns of about 1:00 each, the makers count on 4 to 6 minutes · What helps: 40 min" in many
    assert "Short of time" not in " ".join(pages(as_pdf([run_sheet(made, plan)])))


@pytest.mark.parametrize(
    ("silence", "said"), [("30s", "then 30 seconds of silence"), ("1m30s", "then 1:30 min of silence")]
)
def test_run_sheet_has_the_silence_after_a_text(silence: str, said: str) -> None:
    text = {"letter": {"title": "A letter", "body": "Dear nurse"}}
    step = {"title": "S", "form": "plenary", "duration": "15m", "text": "letter", "silence": silence}
    participants, facilitator = sheets(workshop(texts=text, steps=[step]))
    assert said in str(facilitator)
    assert "silence" not in str(participants)


def test_handouts_have_the_phases_of_a_turn_and_only_the_run_sheet_what_to_say_in_it() -> None:
    loaded = load(Path(__file__).parents[1] / "data" / "trios.yaml")
    assert loaded.workshop is not None
    made = loaded.workshop
    participants, facilitator = (" ".join(pages(as_pdf([one]))) for one in sheets(made, plan_of(made, "", 13)))
    for text, label in ((participants, "In elke beurt"), (facilitator, "In each turn")):
        assert label in text
        assert "De anderen vragen door (3 min)" in text
    assert "Say each time: after 8 min: “Wat nam je mee uit het advies?”" in facilitator
    assert "Wat nam je mee" not in participants
    assert "group of 4: one looks on" in facilitator
    assert "after 12 min Turn 2 of 3" in facilitator


def test_cues_move_along_with_a_shorter_activity() -> None:
    made = asking([], duration="15m", cues=[{"at": "3m", "say": "Begin"}, {"at": "13m", "say": "Nog even"}])
    sheet = run_sheet(made, with_seconds(plan_of(made, ""), "1", 600))
    rows = [row for block in sheet.blocks if isinstance(block, Table) and not block.head for row in block.rows]
    assert [(row.time, row.text) for row in rows] == [("after 3 min", "Say: Begin"), ("after 8 min", "Say: Nog even")]


@pytest.mark.parametrize(("length", "minutes"), [("150s", 3), ("210s", 4), ("140s", 2)])
def test_run_sheet_has_the_same_minutes_as_the_plan(length: str, minutes: int) -> None:
    made = asking([], duration=length)
    plan = plan_of(made, "")
    asides = [block.aside for block in run_sheet(made, plan).blocks if isinstance(block, Heading)]
    assert f" {minutes} min " in asides[-1]
    report = PlanReport(
        "", plan, date(2026, 11, 24), Estimate(0, 0, 0), lambda: Stamp(datetime(2026, 11, 20, tzinfo=UTC))
    )
    assert f" {minutes}  1" in PLAN_FORMATS["text"].render(report)
    assert f"| {minutes} | 1 |" in PLAN_FORMATS["md"].render(report)


@pytest.mark.parametrize("format", ["pdf", "html"])
def test_without_a_start_times_are_relative(format: str) -> None:
    def shown(plan: Plan) -> str:
        some = sheets(made, plan)[1:]
        text = pages(as_pdf(some)) if format == "pdf" else Page(as_html(some).split("</style>")[1]).text
        return " ".join(" ".join(text).split())

    made, plan = shipped()
    text = shown(plan)
    assert not re.search(r"\b\d{1,2}[:.]\d\d\b", text)
    assert "Run sheet · 120 min · 12 participants" in text
    for expected in ("at the start Verkenning 15", "after 20 min · 15 min · in pairs", "after 22 min Round 1 of 2"):
        assert expected in text
    for expected in ("after 1 h Groepsopdracht", "after 1 h 25 min Galerijwand", "after 2 h End 120"):
        assert expected in text
    timed = shown(replace(plan, start=13 * 60 + 30))
    assert not re.search(r"after \d|at the start", timed)
    assert "13:50 Perspectiefwisseling in tweetallen until 14:05 · 15 min · in pairs" in timed


def test_poem_is_printed_line_by_line_if_its_file_exists(tmp_path: Path) -> None:
    made, plan = shipped()
    url = str(made.texts["gedicht"].source)
    before = sheets(made, plan)[0]
    assert "Ruimte voor aantekeningen" in pages(as_pdf([before]))[4]
    assert url in "".join(Page(as_html([before])).text)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "gedicht.txt").write_text("Eerste regel\nTweede regel\n\nNieuwe strofe <b>\n")
    after = sheets(made, plan, tmp_path)[0]
    page = as_html([after])
    assert "<p>Eerste regel<br>Tweede regel</p><p>Nieuwe strofe &lt;b&gt;</p>" in page
    assert "Eerste regel Tweede regel Nieuwe strofe <b>" in " ".join(pages(as_pdf([after])))


def test_qr_code_in_the_pdf_can_be_scanned() -> None:
    made, plan = shipped()
    url = str(made.texts["gedicht"].source)
    assert [text for picture in pictures(sheets(made, plan)[:1]) for text in decoded(picture)] == [url]


def test_qr_code_in_the_page_can_be_scanned() -> None:
    made, plan = shipped()
    page = as_html(sheets(made, plan)[:1])
    (svg,) = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert decoded(rendered(svg)) == [made.texts["gedicht"].source]
    (code,) = [attrs for tag, attrs in Page(page).tags if attrs.get("role") == "img"]
    assert code["aria-label"] == "QR-code: Gedicht ‘Luisteren’"


def whole(question: str, shown: Sequence[str], lines: int = 3) -> int:
    """Return on how many pages the question has all of its lines directly below it."""
    asked = " ".join([plain(question), *[LINE] * lines])
    return sum(asked in page for page in shown)


def test_question_and_its_writing_lines_are_on_one_page() -> None:
    prompts = [f"Vraag {n}: " + "wat vind je daar eigenlijk van, en waarom? " * (n * 7 % 12 + 1) for n in range(40)]
    made = asking(prompts)
    shown = pages(as_pdf(sheets(made)[:1]))
    assert len(shown) > 8
    assert [prompt for prompt in prompts if whole(prompt, shown) != 1] == []


@pytest.mark.parametrize("form", ["plenary", "individual"])
def test_question_that_fills_a_page_is_not_split_and_a_longer_one_ends_beside_its_lines(
    form: str,
) -> None:
    lines = {"plenary": 3, "individual": 5}[form]
    full = "Een lange vraag over luisteren? " * 96
    longer = "Een veel langere vraag. " * 900 + "Met aan het eind deze woorden, die bij de lijnen staan?"
    shown = pages(as_pdf(sheets(asking(["Kort?", full, longer, "Kort?"], form=form))[:1]))
    assert whole(full, shown, lines) == 1
    assert whole("Met aan het eind deze woorden, die bij de lijnen staan?", shown, lines) == 1
    text = " ".join(re.sub(r" X \d+ / \d+$", "", page) for page in shown)
    assert text.count("Een veel langere vraag.") == 900


def test_heading_is_on_the_same_page_as_its_question() -> None:
    step = {"form": "plenary", "duration": "5m", "instruction": "Bespreek dit samen:"}
    steps = [{"title": f"Titel {n}", **step, "prompts": ["Wat nu?"] * (n % 4 + 1)} for n in range(30)]
    shown = pages(as_pdf(sheets(workshop(steps=steps))[:1]))
    assert sum(page.count("Bespreek dit samen: Wat nu? ____ ____ ____") for page in shown) == 30
    assert all(any(f"Stap {n + 1}: Titel {n} Bespreek" in page for page in shown) for n in range(30))


def test_participants_read_the_language_of_the_workshop_and_the_facilitator_their_own() -> None:
    made, plan = shipped()
    for language, roles in (("nl", "Rollen: Nadia"), ("en", "Roles: Nadia"), ("ar", "Roles: Nadia")):
        for_participants, for_you = sheets(replace(made, language=language), plan)
        assert roles in plain("".join(Page(as_html([for_participants])).text))
        assert "Roles: Nadia" in plain("".join(Page(as_html([for_you])).text))


def test_right_to_left_workshop_is_right_to_left_with_its_times_whole() -> None:
    step = {"title": "التصويت", "form": "plenary", "duration": "15m", "instruction": "لا نقاش الآن."}
    made = workshop(title="القهوة (Lean Coffee)", language="ar", steps=[step])
    sheet = run_sheet(made, replace(plan_of(made, ""), start=13 * 60 + 30))
    page = as_html([sheet])
    assert Page(page).tags[0] == ("html", {"lang": "ar", "dir": "rtl"})
    assert '<td class="time">\u206813:30\u2069</td><th scope="row">التصويت</th>' in page
    assert "\u2068until 13:45 · 15 min · plenary\u2069" in page
    assert "</span> Step 1: التصويت <span" in page
    (page_rtl,), (page_ltr,) = pictures([sheet]), pictures([sheet._replace(language="en")])
    assert middle_of_title(page_ltr) < 0.4 < 0.6 < middle_of_title(page_rtl)


def test_page_loads_nothing_and_its_headings_are_in_order() -> None:
    made, plan = shipped()
    for one in sheets(made, plan):
        data = as_html([one])
        tags = Page(data).tags
        assert tags[0] == ("html", {"lang": "nl"})
        assert {"script", "link", "img", "iframe"} & {tag for tag, _ in tags} == set()
        assert "url(" not in data
        assert "@import" not in data
        levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_each_handout_in_a_pdf_has_its_own_page_numbers() -> None:
    made, plan = shipped()
    numbers = [re.findall(r"(\d+) / (\d+)$", page) for page in pages(as_pdf(sheets(made, plan)))]
    assert numbers == [[(str(n), "6")] for n in range(1, 7)] + [[(str(n), "3")] for n in range(1, 4)]


@pytest.mark.parametrize("format", ["text", "md"])
def test_plan_says_why_an_activity_falls_out(format: str) -> None:
    _made, plan = shipped()
    report = PlanReport(
        "", skip(plan, "3a"), date(2026, 11, 24), Estimate(0, 0, 0), lambda: Stamp(datetime(2026, 11, 20, tzinfo=UTC))
    )
    rows = PLAN_FORMATS[format].render(report).splitlines()
    assert [row for row in rows if "needs 3a" in row] == [row for row in rows if "Galerijwand" in row]


TABLES = {
    "title": "Tafels",
    "form": "subgroups",
    "duration": "20m",
    "groups": {"size": "4", "stay": "1"},
    "instruction": "Praat met elkaar.",
    "prompts": ["Wat speelt er?"],
    "tips": ["Loop rond."],
    "repeat": [{}, {}, {}, {"prompts": ["En nu?"]}],
}


def test_what_is_the_same_in_all_rounds_stands_at_the_first_one() -> None:
    made = workshop(language="en", participants="20-40", steps=[TABLES])
    plan = skip(plan_of(made, "", 12), "1-2")
    both = [plain("".join(Page(as_html([sheet])).text)) for sheet in sheets(made, plan)]
    said = ("Tafels (1/3)", "Praat met elkaar.", "Wat speelt er?", "En nu?", "of each group of “Tafels (1/3)” stays")
    participants, facilitator = ([text.count(words) for words in said] for text in both)
    assert participants == [2, 1, 2, 1, 1]
    # Its title is also in the overview, and where the other rounds refer to it.
    assert facilitator == [5, 1, 1, 1, 1]
    assert both[1].count("As in “Tafels (1/3)”.") == 2
    assert ["The makers count on 20 to 40 participants." in text for text in both] == [False, True]


def test_participants_read_once_that_their_groups_stay_the_same() -> None:
    group = {"form": "subgroups", "duration": "10m"}
    first = {"id": "a", "title": "A", **group, "groups": {"size": "3"}}
    kept = [{"title": title, **group, "groups": {"from": "a"}} for title in ("B", "C")]
    anew = [{"title": title, **group, "groups": {"size": "3"}} for title in ("D", "E")]
    made = workshop(language="en", steps=[first, *kept, *anew])
    shown = plain("".join(Page(as_html(sheets(made, plan_of(made, "", 12))[:1])).text))
    assert (shown.count("The same groups as in “A”"), shown.count("In groups of 3")) == (1, 3)


def group_lines(made: Workshop, people: int = 13) -> list[str]:
    """Return what the run sheet says about groups, each with the title of its part."""
    found: list[str] = []
    title = ""
    for block in run_sheet(made, plan_of(made, "", people)).blocks:
        if isinstance(block, Heading):
            title = block.text
        elif isinstance(block, Prose) and block.label == "Groups":
            found.append(f"{title}: {block.paragraphs[0][0]}")
    return found


def test_run_sheet_says_of_groups_only_what_is_new() -> None:
    group = {"form": "subgroups", "duration": "10m"}
    first = {"id": "a", "title": "A", **group, "groups": {"size": "3"}}
    kept = [{"title": title, **group, "groups": {"from": "a"}} for title in ("B", "C")]
    assert group_lines(workshop(steps=[first, *kept, {**first, "id": "d", "title": "D"}])) == [
        "Step 1: A: 3 groups of 3 + 1 group of 4",
        "Step 2: B: the same groups as in “A”",
        "Step 4: D: 3 groups of 3 + 1 group of 4",
    ]


def test_run_sheet_says_the_groups_of_all_rounds_at_the_first() -> None:
    pairs = {"id": "two", "title": "Two", "form": "pairs", "duration": "2m"}
    fours = {"title": "Four", "form": "subgroups", "duration": "4m", "groups": {"from": "two", "size": "4"}}
    step = {"title": "S", "repeat": "2", "activities": [pairs, fours]}
    assert [line.split(":")[0] for line in group_lines(workshop(steps=[step]))] == ["Two (1/2)", "Four (1/2)"]


def test_turns_of_groups_are_called_by_the_names_of_the_groups() -> None:
    group = {"title": "A", "form": "subgroups", "duration": "10m", "groups": {"size": "4", "labels": ["Noord", "Zuid"]}}
    told = {"title": "B", "form": "plenary", "duration": "15m", "turns": {"each": "group", "window": "1m-5m"}}
    made = workshop(steps=[group, told])
    rows = [
        row.text
        for block in run_sheet(made, plan_of(made, "", 13)).blocks
        if isinstance(block, Table) and not block.head
        for row in block.rows
    ]
    assert rows == ["Noord", "Zuid", "Group 3 of 3"]
