"""What there is to say of a plan: when it will probably end, and what takes long to read."""

from pathlib import Path

from luisteren_tui.i18n import _
from luisteren_tui.paths import Folders
from luisteren_tui.report.plan import MINUTE, clock
from luisteren_tui.session import plan as p
from luisteren_tui.session.estimate import Estimate, Part, estimate, part
from luisteren_tui.session.plan import Plan
from luisteren_tui.session.spoken import Pace, Spoken, halves, slots
from luisteren_tui.storage.history import ratios, runs
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.text import safe_line
from luisteren_tui.workshop.model import Workshop


def guess_end(folders: Folders, workshop: Workshop, made: Plan) -> Estimate:
    """Return when it will probably end, by past sessions and rehearsals of this workshop."""
    past = runs((folders.sessions, folders.rehearsals), workshop.id)
    activities = {activity.id: activity for activity in workshop.activities}
    parts = []
    for block in made.blocks:
        if block.skipped:
            continue
        if block.id in activities:
            parts.append(part(activities[block.id], block.seconds, made.participants, ratios(past, block.id)))
        else:
            parts.append(Part(block.seconds, block.min, block.seconds))
    return estimate(parts, seed=len(past))


def remarks(workshop: Workshop, made: Plan, guess: Estimate, data: Path, pace: Pace) -> list[str]:
    """Return what there is to say of a plan: its total, its end, and what takes long to read."""
    total = p.total(made)
    said = [_("In all {n} minutes").format(n=total // MINUTE)]
    if workshop.indication is not None:
        makers = workshop.indication
        text = _("The makers say {low} to {high} minutes, break included.")
        said.append(text.format(low=makers.low // MINUTE, high=makers.high // MINUTE))
    if guess.p50_s is not None and guess.p80_s is not None:
        if made.start is None:
            text = _("By {runs} earlier times it probably takes {low} to {high} minutes.")
            low, high = str(guess.p50_s // MINUTE), str(guess.p80_s // MINUTE)
        else:
            text = _("By {runs} earlier times it is probably done between {low} and {high}.")
            low, high = clock(made.start, guess.p50_s) or "", clock(made.start, guess.p80_s) or ""
        said.append(text.format(runs=guess.runs, low=low, high=high))
    else:
        text = _("By its rules it can take {low} to {high} minutes; from five times on, experience says more.")
        said.append(text.format(low=guess.low_s // MINUTE, high=guess.high_s // MINUTE))
    bodies = {name: text_body(workshop, name, data) or "" for name in workshop.texts}
    read = slots(workshop, bodies, *pace)
    for slot in read:
        if slot.text_words and not slot.read_before:
            text = _("{id}: reading the text ({words} words) takes about {minutes} of the {all} minutes.")
            values = {"id": slot.activity, "words": slot.text_words, "minutes": halves(slot.silent_s)}
            said.append(safe_line(text.format(**values, all=slot.duration_s // MINUTE)))
    if spoken := [_aloud(slot) for slot in read if slot.instruction_words]:
        said.append(_("Reading the instructions aloud, in minutes: {all}").format(all=" · ".join(spoken)))
    return said


def _aloud(slot: Spoken) -> str:
    """Return "2b ½ of 2": the minutes for an instruction, of those before the turns where there are, else of all."""
    room = slot.prepare_s or slot.duration_s
    text = _("{id} {minutes} of {all}")
    return safe_line(text.format(id=slot.activity, minutes=halves(slot.aloud_s), all=room // MINUTE))
