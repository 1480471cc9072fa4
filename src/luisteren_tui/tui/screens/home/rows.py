"""The rows of home below their headings, in the order in which people need them. Pure: it is given what is known."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.dates import day_in_name, long_day, made_at, near_day, near_time
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.home.items import HomeItems

MAX_PLANS_LISTED = MAX_WORKSHOPS_LISTED = 5


class Choice(NamedTuple):
    """What can be done with a row: the `kind` of it for the app, a short `label` and what Enter then does (message ids)."""

    kind: str
    label: str
    deed: str


class Row(NamedTuple):
    """One line of home, about what has this `name`, with its choices. The first choice is the likely one.

    `lead` is a day or a time. `more` steps back behind the title, and `below` has a line of its own. `figures` and `notes`
    stand at the right. A `strong` row is for now. One `without_lead` begins where the days of the others do. Workshops
    that are listed all have their `size`: from how many people, to how many, and how many seconds.
    """

    name: str
    choices: tuple[Choice, ...]
    title: str
    lead: str = ""
    more: str = ""
    below: str = ""
    figures: str = ""
    notes: str = ""
    strong: bool = False
    without_lead: bool = False
    size: tuple[int, int, int] | None = None

    @property
    def key(self) -> str:
        """What tells the row apart from all others."""
        return f"{self.choices[0].kind}:{self.name}"


class Heading(NamedTuple):
    """The title of the rows below it, and what their figures and notes are."""

    title: str
    figures: str = ""
    notes: str = ""


Line = Heading | Row

WORKSHOP = (
    Choice("run", N_("Begin"), N_("begin")),
    Choice("plan", N_("Plan"), N_("make a plan")),
    Choice("rehearse", N_("Rehearse"), N_("rehearse alone")),
    Choice("edit", N_("Edit"), N_("change the workshop")),
)
WITH_DRAFT = (
    Choice("edit", N_("Go on editing"), N_("go on editing")),
    Choice("run", N_("Begin"), N_("begin the saved version")),
    Choice("plan", N_("Plan"), N_("plan the saved version")),
    Choice("rehearse", N_("Rehearse"), N_("rehearse the saved version")),
)
"""For a workshop with changes that are not saved."""
UNREADY = (Choice("edit", N_("Edit"), N_("change the workshop")),)
NEW = (Choice("new", N_("Make"), N_("make a workshop")),)
ALL_WORKSHOPS = (Choice("workshops", N_("Show"), N_("show all workshops")),)
PLAN = (
    Choice("saved", N_("Open"), N_("open the plan")),
    Choice("begin", N_("Begin"), N_("begin")),
    Choice("rehearse-plan", N_("Rehearse"), N_("rehearse this plan alone")),
)
PLAN_FOR_TODAY = (
    PLAN[1],
    Choice("saved", N_("Plan"), N_("open the plan")),
    PLAN[2],
)
UNFINISHED = (
    Choice("resume", N_("Go on"), N_("go on")),
    Choice("end", N_("End it"), N_("end it where it stopped")),
)
UNFINISHED_REHEARSAL = (
    Choice("resume-rehearsal", N_("Go on"), N_("go on rehearsing")),
    Choice("end-rehearsal", N_("End it"), N_("end it where it stopped")),
)
OUTCOME = (Choice("outcome", N_("Look back"), N_("look back")),)
ALL_PLANS = (Choice("plans", N_("Show"), N_("show all plans")),)
PAST = (Choice("past", N_("Show"), N_("show all sessions")),)
HIDDEN = (Choice("show", N_("Show"), N_("show them")),)


def home_lines(
    items: HomeItems, held: Collection[str], today: date, *, hidden: bool, all_of: Collection[str] = ()
) -> list[Line]:
    """Return the lines of home as far as names of files tell. `held` are the plans for today that a session was held by.

    Nothing that happened before, and no name of a plan, is told while it is `hidden`. A number of workshops are listed,
    and of the plans those to come, unless `all_of` says "workshops" or "plans".
    """
    lines: list[Line] = []
    for heading, rows in _sections(items, held, today, hidden=hidden, all_of=all_of):
        if rows:
            lines += [heading, *rows]
    return lines


def _sections(
    items: HomeItems, held: Collection[str], today: date, *, hidden: bool, all_of: Collection[str]
) -> Iterator[tuple[Heading, list[Row]]]:
    unfinished = [Row("", UNFINISHED, _("The unfinished session"), strong=True)] if items.unfinished else []
    if items.rehearsal:
        unfinished.append(Row("", UNFINISHED_REHEARSAL, _("The unfinished rehearsal"), strong=True))
    yield Heading(_("Not finished yet")), unfinished
    for_today = [name for name in items.plans if day_in_name(name) == today and name not in held]
    day = _("Today · {day}").format(day=long_day(today))
    yield Heading(day), [_plan_for_today(name, hidden=hidden) for name in for_today]
    yield Heading(_("Workshops"), notes=_("people")), _workshops(items, all_of)
    if hidden:
        wait = items.past or bool(items.plans)
        yield Heading(_("Earlier")), [Row("", HIDDEN, _("Show earlier sessions and plans"))] if wait else []
        return
    plans = sorted((name for name in items.plans if name not in for_today), key=lambda name: _plan_order(name, today))
    coming = sum(_plan_order(name, today)[0] < 2 for name in plans)
    listed = plans if "plans" in all_of else plans[: min(coming, MAX_PLANS_LISTED)]
    rows = [_plan(name, today, _("run already") if name in held else "") for name in listed]
    if len(listed) < len(plans):
        rows.append(Row("", ALL_PLANS, _("All plans"), figures=str(len(plans)), without_lead=True))
    yield Heading(_("Plans")), rows
    sessions = [_session(id, today) for id in items.sessions]
    if items.past:
        sessions.append(Row("", PAST, _("All sessions and rehearsals"), without_lead=True))
    columns = (_("minutes planned → taken"), _("notes")) if items.sessions else ()
    yield Heading(_("Last sessions"), *columns), sessions


def _workshops(items: HomeItems, all_of: Collection[str]) -> list[Row]:
    count = len(items.workshops)
    # A row that says there is one more takes as much room as that one.
    listed = count if "workshops" in all_of or count == MAX_WORKSHOPS_LISTED + 1 else MAX_WORKSHOPS_LISTED
    rows = [_workshop(name, items) for name in items.workshops[:listed]]
    if listed < count:
        rows.append(Row("", ALL_WORKSHOPS, _("All workshops"), figures=str(count)))
    return [*rows, Row("", NEW, _("New workshop"))]


def _workshop(name: str, items: HomeItems) -> Row:
    if name in items.unsaved:
        return Row(name, UNREADY, safe_line(name), more=_("draft, not saved yet"))
    if name in items.drafts:
        return Row(name, WITH_DRAFT, safe_line(name), more=_("has changes not saved yet"))
    return Row(name, WORKSHOP, safe_line(name))


def by_size(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the workshops ordered by how many people they are for, and then by their length."""
    sized = [(line.size, number) for number, line in enumerate(lines) if isinstance(line, Row) and line.size]
    order = dict(zip(sorted(number for _, number in sized), (number for _, number in sorted(sized)), strict=True))
    return [lines[order.get(number, number)] for number in range(len(lines))]


def _plan_order(name: str, today: date) -> tuple[int, int, str]:
    """Return the sort key of a plan: the next first, then those without a day, then the last that is past."""
    day = day_in_name(name)
    if day is None:
        return 1, 0, name
    return (0, day.toordinal(), name) if day >= today else (2, -day.toordinal(), name)


def own_words(name: str) -> str:
    """Return the name of a plan without its day."""
    return safe_line(name if day_in_name(name) is None else name[len("2026-11-24-") :])


def _plan_for_today(name: str, *, hidden: bool) -> Row:
    more = "" if hidden else own_words(name)
    return Row(name, PLAN_FOR_TODAY, _("The plan for today"), more=more, strong=True)


def _plan(name: str, today: date, notes: str) -> Row:
    day = day_in_name(name)
    return Row(name, PLAN, own_words(name) or _("Plan"), near_day(day, today) if day else "", notes=notes)


def _session(id: str, today: date) -> Row:
    made = made_at(id)
    return Row(id, OUTCOME, safe_line(id[16:]), near_time(made, today) if made else "")
