"""Rows 13 and 14: hostile text on the screens and in exported files."""

import asyncio
import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from unittest.mock import patch

from markdown_it import MarkdownIt
from msgspec import Struct
from textual.app import App

from luisteren_tui import i18n
from luisteren_tui.export.formats import file_bytes, render
from luisteren_tui.export.plan_formats import PLAN_FORMATS
from luisteren_tui.export.plan_report import PlanReport, Stamp
from luisteren_tui.planning.forecast import Estimate
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.file_names import base_id
from luisteren_tui.storage.session_index import find_session
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe
from luisteren_tui.views.room_view import room_view
from luisteren_tui.workshop.model import Workshop
from tests.export import test_handout_hostile as handouts
from tests.export import test_outcome_formats as forms
from tests.export.handouts import Page
from tests.faults.payloads import all_of, controls, controls_in, joined, markup, sequences
from tests.faults.random_sessions import HandClock
from tests.faults.tally import Tally, folder, require, sample
from tests.text.samples import JOINED
from tests.tui import hostile_workshop as hostile
from tests.tui import test_hostile
from tests.tui.stage import on_stage

DAY = date(2026, 11, 24)
AT_ONCE = 6
"""The number of payloads per field, so that all of them are on the screen."""


def hostile_text(count: int, seed: int) -> Tally:
    """Put control characters, escape sequences and markup in every field of a workshop, in notes and in names.

    All views and all screens get them; the short form shows fewer screens.

    Judged by the bytes sent to the terminal, which contain no control characters other than those for colours and the
    cursor, and joiners between letters or emoji, and by the picture, which contains none. What needs its joiners is
    shown with them. No action runs and nothing ends the app.
    Seen to fail without: `safe_line` where text enters a view (`session_view._ask`), `safe` where a note does
    (`NotesPane.show_slot`), any part of the characters in `text.safe`.
    """
    i18n.use("en")
    tally = Tally()
    payloads = [*all_of(), *joined()]
    for text in payloads:
        with tally.trial(f"{text!r} in views"):
            shown = _in_views(text)
            require(text not in JOINED or text in shown, "a joiner got lost")
    groups = [payloads[at : at + AT_ONCE] for at in range(0, len(payloads), AT_ONCE)]
    for group in sample(groups, count, seed):
        with tally.trial(f"{group!r} on the screens", len(group)), folder() as data:
            line = "".join(group)
            hostile.LINE = line
            asyncio.run(_on_screens(data, line))
    return tally


async def _on_screens(data: Any, line: str) -> None:
    hostile.write_workshop(data / "workshops", line=line, long="")
    async with on_stage(data, workshop="hostile") as stage:
        ran: list[object] = []
        with patch.object(App, "action_bell", lambda app: ran.append(app)):
            await test_hostile.every_screen(stage)
            # A journal written by somebody else may contain these.
            for id, activity in stage.state.activities.items():
                for prompt in (None, *range(1, len(activity.prompts) + 1)):
                    stage.live.do(c.Write(Slot(id, prompt), line))
            for _ in range(4):
                await stage.press("left")
                await stage.until(lambda: stage.notes.slot == stage.state.slot)
                await stage.settle()
        require(not ran, "an action ran")
        require(sum(bool(frame.raw) for frame in stage.app.frames) > 5, "nothing was painted")
        for frame in stage.app.frames:
            require(not (found := controls_in(frame.raw, sent=True)), f"{found!r} goes to the terminal")
            require(not (found := controls_in(frame.text)), f"{found!r} is in the picture")


def _in_views(text: str) -> set[str]:
    """Show `text` in every view, and return all that they show."""
    found = set()
    with folder() as data:
        workshop = _workshop(Folders(data), text)
    clock = HandClock()
    live = LiveSession.draft(workshop, clock)
    live.do(c.Write(Slot("1"), text))
    for _ in workshop.activities:
        live.do(c.Toggle())
        clock.pass_by(1000)
        view = live.view()
        for shown in (*_strings(view), *_strings(room_view(live.state, view, text))):
            require(not controls_in(shown), f"{shown[:60]!r} is shown")
            found.add(shown)
        live.do(c.Next())
    return found


def _workshop(folders: Folders, text: str) -> Workshop:
    hostile.write_workshop(folders.workshops, line=_not_blank(text), long="")
    loaded = load(find("hostile", folders.data))
    require(loaded.workshop, [finding.problem for finding in loaded.errors])
    assert loaded.workshop is not None
    return loaded.workshop


def _not_blank(text: str) -> str:
    """Return `text` with letters around it if nothing of it would be shown: blank text is left out."""
    return text if text.strip() and safe(text).strip() else f"a{text}b"


def _strings(value: object) -> Iterator[str]:
    """Yield every string in a view."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _strings(getattr(value, name))
    elif isinstance(value, tuple | list | frozenset):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        yield from _strings(tuple(value.items()))
    else:
        assert value is None or isinstance(value, int | float | Enum), type(value)


CHECKS = (
    forms.test_json_has_text_as_typed_and_nothing_private,
    forms.test_markdown_escapes_markup,
    forms.test_csv_has_text_and_no_formulas,
    forms.test_html_is_valid_and_escapes_markup,
    forms.test_text_and_mail_have_no_control_characters,
)


FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1", "＝1", '=HYPERLINK("https://x.nl")', "a,=1", '"\n=1')
PLAIN_TAGS = {"h1", "h2", "h3", "p", "br", "table", "thead", "tbody", "tr", "th", "td"}


def exports(count: int, seed: int) -> Tally:
    """Put the same text in outcomes, plans, handouts and file names, in every export format.

    A tenth of it is tried in PDF handouts.

    Judged by what other programs read: an HTML parser, a Markdown parser and a CSV reader find text, and no element,
    link, script or formula. No format contains control characters, and file names consist of letters, digits and
    dashes. The short form tries `count` payloads. Seen to fail without: the ' before a formula (`escaping.cell`, and
    its use in a plan), escaping Markdown (`escaping.markdown`, `plan_formats._escaped`).
    """
    tally = Tally()
    i18n.use("en")
    texts = [*markup(), *FORMULAS, *forms.HOSTILE, *joined(), *sample([*controls(), *sequences()], count, seed)]
    for text in texts:
        text = _not_blank(text)
        for check in CHECKS:
            with tally.trial(f"{text[:40]!r}: {check.__name__}"):
                check(text)
        with tally.trial(f"{text[:40]!r} in each form"):
            _in_formats(text)
        with tally.trial(f"{text[:40]!r} in a plan and a name"):
            _in_a_plan(text)
    for text in [*markup()][:: 1 if not count else 20]:
        with tally.trial(f"{text!r} in handouts"):
            handouts.test_text_never_becomes_markup(f"{text} woord")
    return tally


def _in_formats(text: str) -> None:
    made = forms.outcome(text)
    for form in ("text", "md", "html", "csv", "json"):
        shown = file_bytes(form, render(form, made)).decode().removeprefix("\ufeff").replace("\r\n", "\n")
        require(not (found := controls_in(shown)), f"{found!r} in {form}")
        require(text not in JOINED or form == "json" or text in shown, f"a joiner got lost in {form}")


def _in_a_plan(text: str) -> None:
    id = base_id(datetime(2026, 11, 24, 13, 30, tzinfo=UTC), text)
    require(id.isprintable() and not set(id) & set('/\\.:*?"<>|= ') and not controls_in(id), f"the name {id!r}")
    with folder() as data:
        (data / "sessions").mkdir()
        (data / "sessions" / f"{id}.json").write_text("{}")
        require(find_session(id, data).name == f"{id}.json", "it can't be found by its name")
        workshop = _workshop(Folders(data), text.replace("\ud800", "")[:500])  # as much as fits in a file
    plan = plan_of(workshop, "").with_start(600)
    report = PlanReport(text, plan, DAY, Estimate(0, 0, 0), lambda: Stamp(datetime(2026, 11, 20, tzinfo=UTC)))
    shown = {name: format.render(report) for name, format in PLAN_FORMATS.items()}
    for name, form in shown.items():
        # CSV and calendar lines end with CR LF, and a calendar folds long ones.
        require(not controls_in(f"{form}\n".replace("\r\n ", "").replace("\r\n", "\n")), f"{form[:80]!r}")
        arrived = text in form.replace("\r\n ", "")  # lines of a calendar are folded
        require(text not in JOINED or name == "json" or arrived, f"a joiner got lost in {name}")
    cells = [each for row in csv.reader(io.StringIO(shown["csv"], newline="")) for each in row]
    require(not any(each.lstrip().startswith(tuple("=+-@\t＝＋－＠")) for each in cells), "a formula")
    page = Page(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(shown["md"]).encode())
    require({tag for tag, _ in page.tags} <= PLAIN_TAGS, f"{ {tag for tag, _ in page.tags} - PLAIN_TAGS } in Markdown")
    require(shown["ics"].count("BEGIN:VEVENT") == 1, "another event")
