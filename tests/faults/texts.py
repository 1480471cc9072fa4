"""Rows 13 and 14: text that wants to be more than text, on the screens and in what is written for others."""

import asyncio
import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from luisteren_tui import i18n
from luisteren_tui.paths import Folders
from luisteren_tui.report import plan as plan_forms
from luisteren_tui.running import Running
from luisteren_tui.session import commands as c
from luisteren_tui.session.estimate import Estimate
from luisteren_tui.session.events import Slot
from luisteren_tui.session.plan import plan_of
from luisteren_tui.session.room import room_view
from luisteren_tui.storage.library import base_id, resolve
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.workshop.model import Workshop
from tests.faults.payloads import all_of, markup
from tests.faults.script import HandClock
from tests.faults.tally import Tally, folder, need, sample
from tests.report import test_handout_hostile as handouts
from tests.report import test_outcome_forms as forms
from tests.tui import hostile, test_hostile

DAY = date(2026, 11, 24)
AT_ONCE = 6
"""So many are in each field at once, so that all of them are on the screen."""


def hostile_text(count: int, seed: int) -> Tally:
    """Every control character, those that hide or turn text, over 200 escape sequences and pieces of markup, in every
    field of a workshop, in notes and names: in all that the screens are given, and on every screen (a few in the short
    form).

    Judged by the bytes that go to the terminal: but for colours and the cursor none of them is in it; no action runs,
    nothing ends the app. Lost without: `safe_line` where text enters a view (`project._ask`).
    """
    tally = Tally()
    payloads = all_of()
    for text in payloads:
        with tally.trial(f"{text!r} in views"):
            _in_views(text)
    groups = [payloads[at : at + AT_ONCE] for at in range(0, len(payloads), AT_ONCE)]
    for group in sample(groups, count, seed):
        with tally.trial(f"{group!r} on the screens", len(group)), folder() as data:
            line = "".join(group)
            hostile.LINE = line
            asyncio.run(_on_screens(data, line))
    return tally


async def _on_screens(data: Any, line: str) -> None:
    hostile.write(data / "workshops", line=line, long="")
    async with test_hostile.on_stage(data, workshop="hostile") as stage:  # type: ignore[attr-defined]
        await test_hostile.every_screen(stage)
        test_hostile.nothing_unsafe(stage)


def _in_views(text: str) -> None:
    with folder() as data:
        workshop = _workshop(Folders(data), text)
    clock = HandClock()
    running = Running.draft(workshop, clock)
    running.do(c.Write(Slot("1"), text))
    for _ in workshop.activities:
        running.do(c.Toggle())
        clock.pass_by(1000)
        view = running.view()
        for shown in (*_strings(view), *_strings(room_view(running.state, view, text))):
            need(not hostile.unsafe_in(shown), f"{shown[:60]!r} is shown")
        running.do(c.Next())


def _workshop(folders: Folders, text: str) -> Workshop:
    hostile.write(
        folders.workshops, line=text if text.strip() else f"a{text}b", long=""
    )  # blank is as good as not there
    loaded = load(find("hostile", folders.data))
    need(loaded.workshop, [finding.problem for finding in loaded.errors])
    assert loaded.workshop is not None
    return loaded.workshop


def _strings(value: object) -> Iterator[str]:
    """Yield every text in a view."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _strings(getattr(value, field.name))
    elif isinstance(value, tuple | list | frozenset):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        yield from _strings(tuple(value.items()))


CHECKS = (
    forms.test_json_has_what_was_typed_and_nothing_that_is_private,
    forms.test_markdown_shows_text_as_text,
    forms.test_a_spreadsheet_gets_text_and_no_formula,
    forms.test_a_page_is_valid_and_shows_text_as_text,
    forms.test_text_and_mail_steer_no_terminal,
)


def exports(count: int, seed: int) -> Tally:
    """The same text in outcomes as text, JSON, Markdown, HTML and CSV, in plans, in handouts (HTML and PDF, a tenth of
    it), in the names of files.

    Judged by what other programs read there: a browser's parser, a Markdown parser and a CSV reader find that text as
    text, no element, link, script or formula of it; a name has letters, digits and dashes.
    Lost without: the ' before a formula (`escaping.cell`), escaping Markdown (`escaping.markdown`).
    """
    tally = Tally()
    i18n.use("en")
    texts = sample([*all_of(), *forms.HOSTILE], count, seed)
    for text in texts:
        for check in CHECKS:
            with tally.trial(f"{text[:40]!r}: {check.__name__}"):
                check(text)
        with tally.trial(f"{text[:40]!r} in a plan and a name"):
            _in_a_plan(text)
    for text in [*markup()][:: 1 if not count else 20]:
        with tally.trial(f"{text!r} in handouts"):
            handouts.test_text_is_never_markup(f"{text} woord")
    return tally


def _in_a_plan(text: str) -> None:
    id = base_id(datetime(2026, 11, 24, 13, 30, tzinfo=UTC), text)
    need(id.isprintable() and not set(id) & set('/\\.:*?"<>|= ') and not hostile.unsafe_in(id), f"the name {id!r}")
    with folder() as data:
        (data / "sessions").mkdir()
        (data / "sessions" / f"{id}.json").write_text("{}")
        need(resolve(id, data).name == f"{id}.json", "it can't be found by its name")
        workshop = _workshop(Folders(data), text.replace("\ud800", "")[:500])  # as much as a file can hold
    plan = dataclasses.replace(plan_of(workshop, ""), start=600)
    values = plan_forms.as_values(plan, Estimate(0, 0, 0), DAY)
    shown = (
        plan_forms.as_text(text, plan, (), DAY),
        plan_forms.as_csv(values),
        plan_forms.as_markdown(text, plan, (), DAY),
        plan_forms.as_calendar(text, plan, DAY),
    )
    for form in shown:
        # A CSV and a calendar end their lines with CR.
        need(not hostile.unsafe_in(form.replace("\r\n", "\n")), f"{form[:80]!r}")
    need(not any(line.lstrip('"').startswith(tuple("=+-@\t")) for line in shown[1].splitlines()), "a formula")
    need(len(shown[3].split("BEGIN:VEVENT")) <= len(plan.blocks) + 1, "another event")
