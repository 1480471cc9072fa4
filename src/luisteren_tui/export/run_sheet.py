"""The facilitator's handout: the times of a plan, what to bring, and what to say and ask in each part."""

from collections.abc import Iterator, Sequence
from datetime import date

from luisteren_tui.export import document as doc
from luisteren_tui.export.bars import course_bars
from luisteren_tui.export.participant_handout import credit, foot, headings, introduction, phases, prose
from luisteren_tui.export.plan_formats import marks
from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.i18n.dates import long_day
from luisteren_tui.people.group_sizes import group_labels, in_groups
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.group_words import GroupWords, quoted_title
from luisteren_tui.planning.plan import MINUTE_S, Plan, in_minutes, whole_minutes
from luisteren_tui.planning.plan_dates import time_of_day
from luisteren_tui.planning.remarks import needs_text, participants_remark
from luisteren_tui.planning.turn_times import cue_texts, help_text, short_turns_text, turns_text
from luisteren_tui.session.cues import due_times, of_activity
from luisteren_tui.session.timing import SECOND_MS
from luisteren_tui.session.turns import TurnTimes, are_in_groups, are_together, expected_turns, turn_times
from luisteren_tui.text.safe import safe_line
from luisteren_tui.views.wording import larger_group
from luisteren_tui.workshop.model import FORM_NAMES, Activity, Each, Form, Workshop, material_names

_TURNS = {
    Each.ROLE: N_("Round {n} of {count}"),
    Each.GROUP: N_("Group {n} of {count}"),
    Each.PARTICIPANT: N_("Turn {n} of {count}"),
}
_MAX_TURNS = 8
"""The most turns that get a line each."""


def run_sheet(workshop: Workshop, plan: Plan, day: date | None = None) -> doc.Sheet:
    """Return the run sheet of a plan for a `day`. If the plan has no start, times are relative ("after 15 min").

    What is said and asked in all rounds of something stands at the first one.
    """
    workshop, plan = p.numbered(workshop, plan)
    return doc.Sheet(
        kind="facilitator",
        title=safe_line(workshop.title),
        language=workshop.language,
        size=11,
        foot=foot(workshop, _("Run sheet")),
        blocks=tuple(block for _part, blocks in parts(workshop, plan, day) for block in blocks),
    )


def parts(workshop: Workshop, plan: Plan, day: date | None = None) -> Iterator[doc.Part]:
    """Yield the parts of the sheet in order. Blocks of one's own have an id too, and skipped ones have no part."""
    bring = material_names(workshop, _to_bring(workshop, plan))
    remark = participants_remark(workshop, plan.participants)
    yield (
        doc.OPENING,
        [
            *introduction(workshop, _summary(plan, day)),
            *([doc.Prose(((remark,),))] if remark else []),
            *([doc.Points(_("To bring"), doc.items(bring), tick=True)] if bring else []),
            doc.Table(tuple(_overview(plan)), doc.Head(_("Time"), _("Part"), _("Minutes"), bar=_("Timeline"))),
        ],
    )
    begins = {block.id: span for block, span in zip(plan.blocks, p.block_times(plan), strict=True)}
    told: dict[str, Activity] = {}
    formed, groups = GroupWords(workshop, plan), tuple[str, ...]()
    for block, activity, above in headings(workshop, plan):
        *above_own, own = above
        begin, end = begins[block.id]
        blocks: list[doc.Block] = [*above_own, _with_times(own, plan, block, begin, end)]
        if block.own and block.text:
            blocks.append(doc.Prose(doc.in_paragraphs(block.text)))
        if activity is not None:
            first = told.setdefault(activity.repeats or activity.id, activity)
            words = activity if first is activity else activity.besides(first)
            if words != activity:
                blocks.append(doc.Prose(((_("As in {activity}.").format(activity=quoted_title(first)),),)))
            turns = expected_turns(workshop, activity, plan.participants)
            known, groups = groups, _groups(formed, activity, turns)
            new = _not_said(formed, activity, groups, first=first, above=known)
            blocks += _activity(workshop, plan, words, begin, end - begin, groups=new)
        else:
            groups = ()
        yield block.id, blocks
    yield doc.CLOSING, [*credit(workshop)]


def _to_bring(workshop: Workshop, plan: Plan) -> tuple[str, ...]:
    """Return the materials of the workshop and its activities, without those that only skipped activities use."""
    skipped = {block.id for block in plan.blocks if block.skipped}
    used = [one for activity in workshop.activities if activity.id not in skipped for one in activity.materials]
    unused = {one for activity in workshop.activities for one in activity.materials} - set(used)
    return (*(one for one in workshop.materials if one not in unused), *used)


def _with_times(heading: doc.Heading, plan: Plan, block: p.Block, begin: int, end: int) -> doc.Heading:
    form = "" if block.form == Form.BREAK or block.own else _(FORM_NAMES[block.form])
    kept = _("protected by its makers") if block.protected else ""
    when = _time(plan, begin)
    until = "" if plan.start is None else _("until {time}").format(time=_time(plan, end))
    asides = (until or when, _minutes(block.seconds), form, kept)
    return heading._replace(time=when if until else "", aside=" · ".join(filter(None, asides)))


def _summary(plan: Plan, day: date | None) -> str:
    """Return what stands beside the title: the day, the times and the number of participants."""
    total = p.total(plan)
    span = "" if plan.start is None else _span(plan, 0, total)
    people = ngettext("{count} participant", "{count} participants", plan.participants).format(count=plan.participants)
    return " · ".join(filter(None, (_("Run sheet"), long_day(day) if day else "", span, _minutes(total), people)))


def _overview(plan: Plan) -> Iterator[doc.Row]:
    *bars, mark = course_bars(plan)
    for block, (begin, _end), bar in zip(plan.blocks, p.block_times(plan), bars, strict=True):
        title = safe_line(block.title)
        if block.skipped:
            needs = needs_text(plan, block)
            yield doc.Row("", f"{title} ({needs})" if needs else title, _("skipped"), bar=bar)
        else:
            notes = "".join(f" ({mark})" for mark in marks(plan, block))
            yield doc.Row(_time(plan, begin), title + notes, str(whole_minutes(block.seconds)), bar=bar)
    end, must_end = _time(plan, p.total(plan)), time_of_day(plan.must_end)
    text = _("End") if must_end in (None, end) else _("End (must end at {time})").format(time=must_end)
    yield doc.Row(end, text, str(whole_minutes(p.total(plan))), strong=True, bar=mark)


def _activity(
    workshop: Workshop, plan: Plan, activity: Activity, begin: int, seconds: int, *, groups: Sequence[str]
) -> Iterator[doc.Block]:
    if activity.materials:
        yield prose(_("At hand"), *material_names(workshop, activity.materials))
    if activity.text and activity.text in workshop.texts:
        silence = [_silence(activity.silence)] if activity.silence else []
        yield prose(_("To read"), workshop.texts[activity.text].title, *silence)
    if activity.instruction:
        yield doc.Prose(doc.in_paragraphs(activity.instruction))
    if groups:
        yield prose(_("Groups"), *groups)
    if activity.roles:
        yield prose(_("Roles"), *activity.roles)
    if activity.options:
        yield prose(_("Choose"), *activity.options)
    yield from (doc.Question(safe_line(prompt)) for prompt in activity.prompts)
    times = turn_times(activity, expected_turns(workshop, activity, plan.participants), seconds)
    if times is not None and times.short and activity.round < 2:  # the other rounds are as long
        yield prose(_("Short of time"), short_turns_text(times), help_text(times, plan.participants))
    if times is not None and activity.turns is not None and activity.round < 2:
        yield from _within_turns(activity, times)
    if rows := tuple(_moments(workshop, plan, activity, begin, seconds)):
        yield doc.Table(rows)
    yield from (doc.Tip(_("Tip (not by the makers):"), safe_line(tip)) for tip in activity.tips)


def _within_turns(activity: Activity, times: TurnTimes) -> Iterator[doc.Block]:
    """Yield the phases of each turn, and what to say in it."""
    if activity.turns is not None and activity.turns.phases:
        yield phases(activity.turns, times)
    if cues := cue_texts(activity, times.each_s):
        yield prose(_("Say each time"), *cues)


def _groups(formed: GroupWords, activity: Activity, turns: int) -> tuple[str, ...]:
    """Return which groups there are, how they are formed, and what happens in a trio."""
    if not in_groups(activity):
        return ()
    return (*formed.text(activity, quoted_title), *_looks_on(activity, formed.sizes(activity), turns))


def _not_said(
    formed: GroupWords, activity: Activity, groups: tuple[str, ...], *, first: Activity, above: Sequence[str]
) -> tuple[str, ...]:
    """Return what of `groups` is new about those of an activity, of which `first` is the first round.

    What stands `above` it is known if they come from those groups, and what is as in the first round is known too.
    """
    if first is not activity and formed.text(activity, _name_of_rounds) == formed.text(first, _name_of_rounds):
        return ()
    return tuple(part for part in groups if part not in above) if formed.is_derived(activity.id) else groups


def _name_of_rounds(activity: Activity) -> str:
    """Return what all rounds of an activity are called."""
    return activity.repeats or activity.id


def _looks_on(activity: Activity, sizes: Sequence[int], turns: int) -> list[str]:
    """Return that someone looks on at each turn in a group with more people than turns."""
    largest = max(sizes, default=0)
    if activity.form == Form.PAIRS:
        text = _("trio: one looks on each turn") if are_in_groups(activity) else _("trio: one looks on each round")
        return [text] if largest == 3 and turns == 2 else []
    asked = activity.groups is not None and are_together(activity)
    return [larger_group(largest, turns)] if asked and largest > turns else []


def _moments(workshop: Workshop, plan: Plan, activity: Activity, begin: int, seconds: int) -> Iterator[doc.Row]:
    """Yield the turns and cues of an activity in the order of time."""
    cues = zip(due_times(of_activity(activity), seconds * SECOND_MS), activity.cues, strict=True)
    moments = [
        *_turns(workshop, plan, activity, seconds),
        *((at // SECOND_MS, _("Say: {text}").format(text=cue.say)) for at, cue in cues),
    ]
    for at, what in sorted(moments, key=lambda moment: moment[0]):
        yield doc.Row(_time(plan, begin + at), safe_line(what))


def _turns(workshop: Workshop, plan: Plan, activity: Activity, seconds: int) -> Iterator[tuple[int, str]]:
    turns, count = activity.turns, expected_turns(workshop, activity, plan.participants)
    times = turn_times(activity, count, seconds)
    if turns is None or times is None:
        return
    each = times.each_s
    if turns.prepare:
        yield 0, _("Preparation")
    one_by_one = turns.each == Each.PARTICIPANT and not times.in_groups
    if count > _MAX_TURNS or each < MINUTE_S or one_by_one:
        yield turns.prepare, turns_text(times)
    else:
        labels = group_labels(workshop, activity) if turns.each == Each.GROUP else ()
        for n in range(1, count + 1):
            name = labels[n - 1] if n <= len(labels) else _(_TURNS[turns.each]).format(n=n, count=count)
            yield turns.prepare + (n - 1) * each, name
    if turns.after:
        yield turns.prepare + count * each, _("Looking back")


def _span(plan: Plan, begin: int, end: int) -> str:
    """Return the start and end as times of day, or only the relative start if the plan has no start."""
    if plan.start is None:
        return _time(plan, begin)
    return _("{start} to {end}").format(start=_time(plan, begin), end=_time(plan, end))


def _time(plan: Plan, seconds: int) -> str:
    """Return the time of day, or if the plan has no start the time since it in words."""
    if at := time_of_day(plan.start, seconds):
        return at
    hours, minutes = divmod(seconds // MINUTE_S, 60)
    if not hours:
        return _("after {minutes} min").format(minutes=minutes) if minutes else _("at the start")
    text = _("after {hours} h {minutes} min") if minutes else _("after {hours} h")
    return text.format(hours=hours, minutes=minutes)


def _silence(seconds: int) -> str:
    """Return how long it is quiet after a text."""
    if seconds < MINUTE_S:
        time = ngettext("{n} second", "{n} seconds", seconds).format(n=seconds)
    else:
        time = _("{count} min").format(count=in_minutes(seconds))
    return _("then {time} of silence").format(time=time)


def _minutes(seconds: int) -> str:
    return _("{count} min").format(count=whole_minutes(seconds))
