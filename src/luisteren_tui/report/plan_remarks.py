"""What there is to say of a plan: when it will probably end, and what takes long to read."""

from collections.abc import Sequence
from pathlib import Path

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.paths import Folders
from luisteren_tui.report.plan import clock, label, minutes
from luisteren_tui.session import plan as p
from luisteren_tui.session.estimate import Estimate, Part, estimate, part
from luisteren_tui.session.plan import MINUTE, Block, Plan
from luisteren_tui.session.spoken import Pace, Spoken, halves, slots
from luisteren_tui.storage.history import Run, ratios, runs
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.text import safe_line
from luisteren_tui.workshop.model import Workshop


def past_runs(folders: Folders, workshop: Workshop) -> list[Run]:
    """Return the past sessions and rehearsals of this workshop. An OSError when they can't be read."""
    return runs((folders.sessions, folders.rehearsals), workshop.id)


def guess_end(past: Sequence[Run], workshop: Workshop, made: Plan) -> Estimate:
    """Return when it will probably end, by past runs of this workshop."""
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


def sums(made: Plan) -> list[str]:
    """Return what a plan comes to: its total, and how that goes with the time at which it must end."""
    total = p.total(made)
    n = minutes(total)
    said = [ngettext("{n} minute in all", "{n} minutes in all", n).format(n=n)]
    if made.start is not None:
        said[0] += ", " + _("from {start} to {end}").format(start=clock(made.start), end=clock(made.start, total))
    if made.must_end is not None:
        end, _over, fits = ending(made)
        said.append(f"{end[:1].upper()}{end[1:]}: {fits}." if fits else end)
    return said


def ending(made: Plan) -> tuple[str, int, str]:
    """Return when a plan must end, the minutes that it is too long, and whether it fits, empty without a start."""
    if made.start is None or made.must_end is None:
        return _("must end at {time}").format(time=clock(made.must_end)), 0, ""
    text = _("must end at {time}") if made.must_end > made.start else _("must end tomorrow at {time}")
    over = -(-p.short(made) // MINUTE)
    if over:
        fits = ngettext("{n} minute too long", "{n} minutes too long", over).format(n=over)
    elif n := ((p.available(made) or 0) - p.total(made)) // MINUTE:
        fits = ngettext("it fits, with {n} minute to spare", "it fits, with {n} minutes to spare", n).format(n=n)
    else:
        fits = _("it fits")
    return text.format(time=clock(made.must_end)), over, fits


def remarks(workshop: Workshop, made: Plan, guess: Estimate, data: Path, pace: Pace) -> list[str]:
    """Return what else there is to say of a plan: what its makers say, its probable end, what takes long to read."""
    said = []
    if workshop.indication is not None:
        makers = workshop.indication
        text = _("The makers say {low} to {high} minutes, break included.")
        said.append(text.format(low=makers.low // MINUTE, high=makers.high // MINUTE))
    if guess.p50_s is not None and guess.p80_s is not None:
        if made.start is None:
            text = _("Going by the last {runs} times it probably takes {low} to {high} minutes.")
            low, high = str(guess.p50_s // MINUTE), str(guess.p80_s // MINUTE)
        else:
            text = _("Going by the last {runs} times it is probably done between {low} and {high}.")
            low, high = clock(made.start, guess.p50_s) or "", clock(made.start, guess.p80_s) or ""
        said.append(text.format(runs=guess.runs, low=low, high=high))
    else:
        text = _("It can take {low} to {high} minutes; after five times there is a better guess.")
        said.append(text.format(low=guess.low_s // MINUTE, high=guess.high_s // MINUTE))
    bodies = {name: text_body(workshop, name, data) or "" for name in workshop.texts}
    blocks = {block.id: block for block in made.blocks if not block.skipped}
    read = [slot for slot in slots(workshop, bodies, *pace) if slot.activity in blocks]
    for slot in read:
        if slot.text_words and not slot.read_before:
            block = blocks[slot.activity]
            n = block.seconds // MINUTE
            text = ngettext(
                "“{title}”: reading the text ({words} words) takes about {minutes} of its {n} minute.",
                "“{title}”: reading the text ({words} words) takes about {minutes} of its {n} minutes.",
                n,
            )
            values = {"title": block.title, "words": slot.text_words, "minutes": halves(slot.silent_s), "n": n}
            said.append(safe_line(text.format(**values)))
    if spoken := [_aloud(slot, blocks[slot.activity]) for slot in read if slot.instruction_words]:
        said.append(_("Reading the instructions aloud, in minutes: {all}").format(all=" · ".join(spoken)))
    return said


def _aloud(slot: Spoken, block: Block) -> str:
    """Return "2b: ½ of 2": the minutes for an instruction, of those before the turns where there are, else of all."""
    room = slot.prepare_s or block.seconds
    text = _("{id}: {minutes} of {all}")
    return safe_line(text.format(id=label(block) or block.title, minutes=halves(slot.aloud_s), all=room // MINUTE))
