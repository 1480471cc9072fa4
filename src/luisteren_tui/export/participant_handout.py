"""The handout that participants get: the activities, the questions with lines to write on, and the texts."""

import re
from collections.abc import Iterator, Mapping

from luisteren_tui.export import document as doc
from luisteren_tui.export.qr_code import svg
from luisteren_tui.i18n import _, for_room
from luisteren_tui.people.group_sizes import are_kept
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.group_words import GroupWords
from luisteren_tui.planning.plan import Plan
from luisteren_tui.planning.turn_times import phase_texts
from luisteren_tui.session.turns import TurnTimes, expected_turns, turn_times
from luisteren_tui.text.clusters import cut
from luisteren_tui.text.safe import safe_line
from luisteren_tui.workshop.model import Activity, Each, Form, Text, Turns, Workshop

_LINES = 3
"""The lines to write on under a question."""
_LINES_BY_FORM = {Form.INDIVIDUAL: 5}
_WEB = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_MAX_FOOT_LENGTH = 70


def participant_handout(workshop: Workshop, plan: Plan, texts: Mapping[str, str | None]) -> doc.Sheet:
    """Return the handout in the language of the workshop.

    `texts` has the body of each text by its name, None for one that is not on this computer. What is the same in all
    rounds of something stands at the first one. Each round has its questions, to write at.
    """
    workshop, plan = p.numbered(workshop, plan)
    with for_room(workshop.language):
        return doc.Sheet(
            kind="participants",
            title=safe_line(workshop.title),
            language=workshop.language,
            size=12,
            foot=foot(workshop, ""),
            blocks=tuple(block for _part, blocks in parts(workshop, plan, texts) for block in blocks),
        )


def foot(workshop: Workshop, what: str) -> str:
    """Return the text at the foot of each page, cut short if it is too long."""
    text = " · ".join(filter(None, (safe_line(workshop.title), what)))
    return text if len(text) <= _MAX_FOOT_LENGTH else cut(text, _MAX_FOOT_LENGTH - 1) + "…"


def introduction(workshop: Workshop, aside: str) -> Iterator[doc.Block]:
    """Yield the title, the introduction and the goal."""
    yield doc.Heading(safe_line(workshop.title), 1, aside)
    if workshop.introduction:
        yield doc.Prose(doc.in_paragraphs(workshop.introduction))
    if workshop.goal:
        yield doc.Prose(doc.in_paragraphs(workshop.goal), _("Goal"))


def headings(workshop: Workshop, plan: Plan) -> Iterator[tuple[p.Block, Activity | None, list[doc.Heading]]]:
    """Yield each block that is not skipped, its activity, and the headings above it.

    The heading of its step comes first where the step begins; the last heading is the block's own.
    """
    activities = {activity.id: activity for activity in workshop.activities}
    held = [block for block in plan.blocks if not block.skipped]
    current: int | None = None
    for place, block in enumerate(held):
        title = safe_line(block.title)
        if block.step is None:
            inside = current is not None and any(later.step == current for later in held[place + 1 :])
            yield block, activities.get(block.id), [doc.Heading(title, 3 if inside else 2)]
            continue
        step = safe_line(workshop.steps[block.step - 1].title)
        alone = sum(activity.step == block.step for activity in workshop.activities) == 1
        above = []
        if block.step != current:
            above.append(doc.Heading(_("Step {n}: {title}").format(n=block.step, title=step), 2))
            current = block.step
        if not (alone and title == step):
            above.append(doc.Heading(title, 3))
        yield block, activities.get(block.id), above


def parts(workshop: Workshop, plan: Plan, texts: Mapping[str, str | None]) -> Iterator[doc.Part]:
    """Yield the parts of the handout in order, in the language in use."""
    yield doc.OPENING, [*introduction(workshop, safe_line(workshop.theme))]
    told: dict[str, Activity] = {}
    formed, before = GroupWords(workshop, plan), ""
    for block, activity, above in headings(workshop, plan):
        # A break needs no paper. The text of a custom block may be meant only for the facilitator.
        if activity is None or activity.form == Form.BREAK:
            continue
        first = told.setdefault(activity.repeats or activity.id, activity)
        words = activity if first is activity else activity.besides(first).with_prompts(activity.prompts)
        groups = formed.for_participants(activity)
        said, before = are_kept(activity) and groups == before, groups
        yield activity.id, [*above, *_activity(workshop, plan, words, block.seconds, groups="" if said else groups)]
    passages = [block for name, text in workshop.texts.items() for block in _text(text, texts.get(name))]
    yield doc.CLOSING, [*passages, *credit(workshop)]


def _activity(workshop: Workshop, plan: Plan, activity: Activity, seconds: int, *, groups: str) -> Iterator[doc.Block]:
    if activity.text and activity.text in workshop.texts:
        title = safe_line(workshop.texts[activity.text].title)
        yield prose(_("To read"), _("{title} (at the end)").format(title=title))
    if activity.instruction:
        yield doc.Prose(doc.in_paragraphs(activity.instruction))
    if groups:
        yield prose(_("Groups"), groups)
    if activity.roles:
        yield prose(_("Roles"), *activity.roles)
    yield from _phases(workshop, plan, activity, seconds)
    if activity.options:
        yield doc.Points(_("Choose"), doc.items(activity.options), tick=True)
    lines = _LINES_BY_FORM.get(activity.form, _LINES)
    yield from (doc.Question(safe_line(prompt), lines) for prompt in activity.prompts)
    if not activity.prompts:
        yield doc.Space(_("Room for notes"), _LINES)


def phases(turns: Turns, times: TurnTimes) -> doc.Points:
    """Return the phases of each turn."""
    label = {Each.ROLE: _("In each round"), Each.GROUP: _("For each group")}.get(turns.each, _("In each turn"))
    return doc.Points(label, tuple(phase_texts(turns, times.each_s)))


def _phases(workshop: Workshop, plan: Plan, activity: Activity, seconds: int) -> Iterator[doc.Points]:
    """Yield the phases of each turn. Those of a later round are as in the first one."""
    if activity.turns is None or not activity.turns.phases or activity.round > 1:
        return
    times = turn_times(activity, expected_turns(workshop, activity, plan.participants), seconds)
    if times is not None:
        yield phases(activity.turns, times)


def prose(label: str, *texts: str) -> doc.Prose:
    """Return a line of short texts with a label in front."""
    return doc.Prose(((" · ".join(doc.items(texts)),),), label)


def _text(text: Text, body: str | None) -> Iterator[doc.Block]:
    title = safe_line(text.title)
    if body is not None:
        yield doc.Passage(title, 2, doc.in_paragraphs(body))
        yield from _link(text, _("Source"))
    else:
        yield doc.Heading(title, 2)
        yield from _link(text, _("Read it here"))
        yield doc.Space(_("Room for notes"), _LINES)


def _link(text: Text, label: str) -> Iterator[doc.Link]:
    """Yield the source of a text, if there is one. Only a web address becomes a link with a QR code."""
    if text.source:
        shown, alt = safe_line(text.source), _("QR code: {title}").format(title=safe_line(text.title))
        web = _WEB.fullmatch(shown) is not None and shown == text.source.strip()
        yield doc.Link(label, shown, shown if web else "", (svg(shown) or "") if web else "", alt)


def credit(workshop: Workshop) -> Iterator[doc.Block]:
    """Yield who made the workshop."""
    if workshop.credit:
        yield doc.Prose(doc.in_paragraphs(workshop.credit), _("About this workshop"))
