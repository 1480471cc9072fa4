"""The lessons of a rehearsal: the times on the end screen, and the dialog that puts lessons into the plan."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import mean, median
from typing import Any, ClassVar, NamedTuple

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.export.session_summary import cut_short, last_reached
from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.planning.plan import MINUTE_S, Block, Plan, block_label, in_minutes
from luisteren_tui.planning.rehearsal import MAX_SPOKEN_RATE, MIN_OVERRUN_S
from luisteren_tui.planning.remarks import ending
from luisteren_tui.session.events import Opened
from luisteren_tui.text.safe import safe_line, within_quotes
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.activity_times import (
    draw_legend,
    draw_time_bar,
    fit_table,
    longest_s,
    name_of,
    short_name,
)
from luisteren_tui.tui.screens.dialog import Dialog

WORD_WIDTH, FIGURE_WIDTH = 9, 7
"""Cells for a column in the table of times, and in the one that compares."""
OVERTIME_WIDTH, SPREAD_WIDTH = 16, 15
"""Cells for the text after the columns."""
MIN_BAR_WIDTH, MAX_BAR_WIDTH = 16, 40
"""Cells for a bar after that."""

Json = Mapping[str, Any]


class RehearsalLessons(NamedTuple):
    """What a rehearsal and the earlier ones of the same workshop teach, by the id of each activity."""

    opened: Opened
    outcome: Json
    skipped_silence_ms: Mapping[str, int]
    """How much silent work was skipped."""
    needed_s: Mapping[str, int]
    """How much time the activity needs in a plan."""
    instruction_overrun_s: Mapping[str, int]
    """By how much the instruction ran over."""
    hurried: frozenset[str]
    """The activities that ran too fast for speech to keep up."""
    earlier_s: Mapping[str, Sequence[int]]
    """How long the activity took in earlier rehearsals, the newest first, where one could speak along."""
    earlier_needed_s: Mapping[str, Sequence[int]]
    """How much time the activity needed in earlier rehearsals."""
    runs: int
    """The number of rehearsals, including this one."""
    whole_runs: int = 0
    """The number of earlier rehearsals that reached their end."""

    @property
    def stopped_at(self) -> Json | None:
        """The last activity that was reached, if the rehearsal was cut short."""
        return last_reached(self.outcome["activities"])

    @property
    def offered(self) -> list[Json]:
        """The activities for which the plan would get more time; of rounds the first."""
        rounds = self._rounds()
        return [
            each
            for each in self.outcome["activities"]
            if self.extra_s(each) >= MIN_OVERRUN_S and rounds.get(each["id"], [each["id"]])[0] == each["id"]
        ]

    def ran_over(self, activity: Json) -> bool:
        """Return whether an activity, or one of its rounds, ran over by enough to learn from it."""
        rounds = self._rounds().get(activity["id"], [activity["id"]])
        return any(
            max(overtime_s(each), self.only_instruction_over_s(each)) >= MIN_OVERRUN_S
            for each in self.outcome["activities"]
            if each["id"] in rounds
        )

    def _rounds(self) -> dict[str, list[str]]:
        """Return the ids of all rounds that were done, by the id of each of them."""
        rounds: dict[str, list[str]] = {}
        for each in self.opened.workshop.activities:
            if each.id in self.needed_s:
                rounds.setdefault(each.repeats or each.id, []).append(each.id)
        return {id: ids for ids in rounds.values() for id in ids}

    def spoken_s(self, activity: Json) -> int | None:
        """Return how long an activity took without skipped silent work, or None if it ran too fast."""
        if activity["id"] in self.hurried:
            return None
        return max(0, int(activity["actual_s"]) - self.skipped_silence_ms.get(activity["id"], 0) // 1000)

    def only_instruction_over_s(self, activity: Json) -> int:
        """Return by how much the instruction ran over if its turns made up for that, else 0."""
        over_s = self.instruction_overrun_s.get(activity["id"], 0)
        return over_s if over_s >= MIN_OVERRUN_S and overtime_s(activity) < MIN_OVERRUN_S else 0

    @property
    def instructions(self) -> frozenset[str]:
        """The activities that need more time only because of their instruction."""
        return frozenset(activity["id"] for activity in self.outcome["activities"] if self._is_instruction(activity))

    def _is_instruction(self, activity: Json) -> bool:
        taken: float = median([activity["actual_s"], *self.earlier_s.get(activity["id"], ())])
        only_instruction = taken - int(activity["planned_s"]) < MIN_OVERRUN_S <= self.extra_s(activity)
        return bool(activity["status"] == "done" and only_instruction)

    def extra_s(self, activity: Json) -> int:
        """Return how much more time than planned the activity needs, judging by all rehearsals."""
        return self.median_needed_s().get(activity["id"], 0) - int(activity["planned_s"])

    def median_needed_s(self) -> dict[str, int]:
        """Return how much time each activity needs: the median over all rehearsals. What ran too fast is left out.

        Rounds need what one of them needs on average, because in a plan they are as long as each other.
        """
        medians = {
            id: round(median([seconds, *self.earlier_needed_s.get(id, ())]))
            for id, seconds in self.needed_s.items()
            if id not in self.hurried
        }
        rounds = self._rounds()
        return {id: round(mean(medians[one] for one in rounds[id] if one in medians)) for id in medians}


def overtime_s(activity: Json) -> int:
    """Return how much longer than planned an activity of the outcome took on the clock."""
    return max(0, int(activity["actual_s"]) - int(activity["planned_s"]))


def draw_lessons(lessons: RehearsalLessons) -> Content:
    """Return a summary: what ran over, what the plan can learn from that, and how often the workshop was rehearsed."""
    activities, stopped_at = lessons.outcome["activities"], lessons.stopped_at
    overtimes = [
        f"{short_name(activity)} {words.minutes_seconds(seconds)}"
        for activity in activities
        if (seconds := overtime_s(activity))
    ]
    parts = [_("Ran over: {what}").format(what=", ".join(overtimes))] if overtimes else []
    for activity in activities:
        if seconds := lessons.only_instruction_over_s(activity):
            text = _("{id}: the instruction took {time} longer than planned")
            parts.append(text.format(id=short_name(activity), time=words.minutes_seconds(seconds)))
    if not parts:
        parts = [
            _("Nothing ran over.")
            if stopped_at is None
            else _("Nothing ran over, as far as “{title}”").format(title=within_quotes(safe_line(stopped_at["title"])))
        ]
    offered = lessons.offered
    if earlier := [short_name(each) for each in offered if not lessons.ran_over(each)]:
        parts.append(_("longer in earlier rehearsals: {what}").format(what=", ".join(earlier)))
    if offered:
        parts.append(_("d puts it in the plan"))
    elif any(each["id"] in lessons.hurried and overtime_s(each) >= MIN_OVERRUN_S for each in activities):
        parts.append(_("too fast to speak along, so the plan learns nothing from it"))
    often = _rehearsed(lessons)
    return Content.assemble((" · ".join(parts), "bold"), (f" · {often}" if often else "", "$muted"))


def _rehearsed(lessons: RehearsalLessons) -> str:
    """Return how often the workshop was rehearsed to its end; empty if it never was."""
    n = lessons.whole_runs + (lessons.stopped_at is None)
    return ngettext("rehearsed to the end {n} time", "rehearsed to the end {n} times", n).format(n=n) if n else ""


def draw_times(lessons: RehearsalLessons, width: int) -> Content:
    """Return a table of `width` cells with what was planned, spoken and taken per activity.

    A narrow table has no column for the overtime, which the summary has as well. A wide one has bars.
    """
    activities = lessons.outcome["activities"]
    names = [name_of(each) for each in activities]
    table, left = fit_table(names, width, columns=3, figure_width=WORD_WIDTH)
    if with_overtime := left >= OVERTIME_WIDTH:
        table, left = fit_table(names, width, columns=3, figure_width=WORD_WIDTH, text_width=OVERTIME_WIDTH)
    bar_width = min(MAX_BAR_WIDTH, left) if left >= MIN_BAR_WIDTH else 0
    longest = longest_s(activities)
    lines = [draw_legend(), Content("")] if bar_width else []
    lines.append(table.line(table.head, _("planned"), _("spoken"), _("taken"), style="$muted"))
    for activity in activities:
        planned = words.minutes_seconds(activity["planned_s"])
        if activity["status"] != "done":
            state = _("skipped") if activity["status"] == "skipped" else _("not reached")
            lines.append(table.line(name_of(activity), planned, f"{state:>{2 * WORD_WIDTH + 1}}"))
            continue
        spoken_s = lessons.spoken_s(activity)
        spoken = "–" if spoken_s is None else words.minutes_seconds(spoken_s)
        over_s = overtime_s(activity) if with_overtime else 0
        text = _("overtime {time}").format(time=words.minutes_seconds(over_s)) if over_s else ""
        taken = words.minutes_seconds(activity["actual_s"])
        bar = draw_time_bar(activity, longest, bar_width) if bar_width else None
        lines.append(table.line(name_of(activity), planned, spoken, taken, text=text, bar=bar))
    if lessons.hurried:
        lines.append(
            Content.assemble(
                (_("– faster than ×{speed}: too fast to speak along").format(speed=MAX_SPOKEN_RATE), "$muted")
            )
        )
    return Content("\n").join(lines)


def draw_comparison(lessons: RehearsalLessons, width: int) -> Content | None:
    """Return a table of `width` cells with this time, last time, the median and the spread of all times.

    Returns None if no activity was rehearsed before.
    """
    activities, cut_id = lessons.outcome["activities"], cut_short(lessons.outcome["activities"])
    names, lines = map(name_of, activities), []
    table, _left = fit_table(names, width, columns=3, figure_width=FIGURE_WIDTH, text_width=SPREAD_WIDTH)
    for activity in activities:
        earlier = lessons.earlier_s.get(activity["id"], ())
        if activity["status"] != "done" or not earlier or activity["id"] == cut_id:
            continue
        all_times = [activity["actual_s"], *earlier]
        figures = map(words.minutes_seconds, (activity["actual_s"], earlier[0], round(median(all_times))))
        lines.append(table.line(name_of(activity), *figures, text=words.spread(min(all_times), max(all_times))))
    if not lines:
        return None
    columns = (_("this time"), _("last time"), _("median"))
    return Content("\n").join([table.line(table.head, *columns, text=_("spread"), style="$muted"), *lines])


class Lesson(NamedTuple):
    """A block of the plan, or all its rounds, before and after, and whether only its instruction took longer."""

    before: Block
    after: Block
    is_instruction: bool
    title: str = ""
    """What the block, or all its rounds, are called; empty if each round has a title of its own."""


class LearnDialog(Dialog[bool]):
    """Shows what changes in the plan and asks whether to change it."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter", "dismiss(True)"), ("q", "cancel")]

    def __init__(self, lessons: Sequence[Lesson], remarks: Sequence[str]) -> None:
        super().__init__()
        self.title_text = _("Put this in the plan?")
        self.keys = (
            ("dismiss(True)", "enter", N_("put it in the plan")),
            ("cancel", "escape", N_("leave it as it is")),
        )
        self._lessons, self._remarks = lessons, remarks

    def body(self) -> Iterable[Widget]:
        """Show each change and the remarks."""
        for lesson in self._lessons:
            yield Horizontal(*map(Static, draw_lesson(lesson)), classes="lesson")
        remarks = [Content.assemble((remark, "$muted")) for remark in self._remarks]
        yield Static(Content("\n").join([Content(""), *remarks]))


def lesson_remarks(lessons: RehearsalLessons, after: Plan, day: date) -> list[str]:
    """Return how many rehearsals the lessons come from, what taught nothing, and whether the plan `after` them fits on `day`."""
    remarks = [
        ngettext(
            "From one rehearsal.",
            "From {n} rehearsals: the median time of each activity that they reached.",
            lessons.runs,
        ).format(n=lessons.runs)
    ]
    if fast := [each["title"] for each in lessons.outcome["activities"] if each["id"] in lessons.hurried]:
        text = _("Too fast to speak along (faster than ×{speed}), so nothing was learnt from: {what}.")
        remarks.append(safe_line(text.format(speed=MAX_SPOKEN_RATE, what=", ".join(fast))))
    if fits := ending(after, day)[2]:
        remarks.append(_("After that: {fits}.").format(fits=fits))
    return remarks


def draw_lesson(lesson: Lesson) -> tuple[Content, Content]:
    """Return the minutes before and after, and beside them what they are for and why they change."""
    planned_s, needed_s = lesson.before.seconds, lesson.after.seconds
    n = max(1, (needed_s - planned_s) // MINUTE_S)
    why = (
        ngettext("the instruction took {n} minute longer", "the instruction took {n} minutes longer", n)
        if lesson.is_instruction
        else ngettext("ran over by {n} minute", "ran over by {n} minutes", n)
    ).format(n=n)
    block = lesson.before
    lead = f"{label.removesuffix(f'-{block.round}')} " if (label := block_label(block)) else ""
    rounds = f" · {_('{n} rounds').format(n=block.rounds)}" if block.rounds > 1 else ""
    minutes = Content.assemble((f"{in_minutes(planned_s):>3} → {in_minutes(needed_s)}", "bold $accent"))
    return minutes, Content.assemble(f"{lead}{safe_line(lesson.title)}".rstrip(), (f"{rounds} · {why}", "$muted"))
