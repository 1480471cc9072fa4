"""What there is to say of a plan: when it will probably end, and what takes long to read."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from luisteren_tui.export.plan_formats import clock, label, minutes
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.day_time import span
from luisteren_tui.planning.fitting import LeftOut
from luisteren_tui.planning.forecast import ENOUGH, Estimate, Part, estimate, part
from luisteren_tui.planning.pace import Pace, halves
from luisteren_tui.planning.plan import MINUTE, Block, Plan
from luisteren_tui.planning.plan_dates import available
from luisteren_tui.planning.reading_time import Spoken, slots
from luisteren_tui.storage.past_runs import Run, runs, times
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.workshop.model import Workshop


def past_runs(folders: Folders, workshop: Workshop) -> list[Run]:
    """Return the past sessions of this workshop, and rehearsals in which there was time to talk.

    An OSError when they can't be read.
    """
    return [run for run in runs((folders.sessions, folders.rehearsals), workshop.id) if not run.hurried]


def guess_end(past: Sequence[Run], workshop: Workshop, made: Plan) -> Estimate:
    """Return when it will probably end, by past runs of this workshop that were not broken off."""
    activities = {activity.id: activity for activity in workshop.activities}
    whole = [run for run in past if run.whole]
    parts = []
    for block in made.blocks:
        if block.skipped:
            continue
        taken = times(whole, block.id, block.title)
        if block.id in activities:
            parts.append(part(activities[block.id], block.seconds, made.participants, taken))
        else:
            parts.append(Part(block.seconds, block.min, block.seconds, taken))
    return estimate(parts, seed=len(whole))


def chance(made: Plan, guess: Estimate, day: date) -> float | None:
    """Return the chance, 0 to 1, that the plan is done in time on its `day`; None where nothing is known of that."""
    limit = available(made, day)
    return None if limit is None else guess.p_on_time(limit)


def odds(chance: float) -> str:
    """Return a chance in words, no more exact than five runs can tell."""
    if chance < 0.025:
        return _("next to none")
    if chance < 0.15:
        n = round(1 / chance)
        return _("about 1 in {n}").format(n=n if n <= 10 else 5 * round(n / 5))
    if chance > 0.975:
        return _("next to certain")
    return _("about {n} %").format(n=min(95, 5 * round(20 * chance)))


def sums(made: Plan, day: date, chance: float | None = None) -> list[str]:
    """Return what a plan comes to: its total, and how that goes with the time at which it must end.

    Where the `chance` of that is known it is said too; where it is small, the plan only fits on paper.
    """
    total = p.total(made)
    n = minutes(total)
    said = [ngettext("{n} minute in all", "{n} minutes in all", n).format(n=n)]
    if made.start is not None:
        said[0] += ", " + _("from {start} to {end}").format(start=clock(made.start), end=clock(made.start, total, day))
    said[0] += " · " + people(made)
    if made.must_end is not None:
        end, _over, fits = ending(made, day, chance)
        said.append(f"{end[:1].upper()}{end[1:]}: {fits}." if fits else end)
        if chance is not None:
            said.append(in_words(made, chance) + ".")
    return said


def people(made: Plan) -> str:
    """Return for how many a plan is, as it is said."""
    return ngettext("{n} participant", "{n} participants", made.participants).format(n=made.participants)


def in_words(made: Plan, chance: float) -> str:
    """Return the chance that a plan is done in time, as it is said."""
    return _("Chance to be done by {time}: {chance}").format(time=clock(made.must_end), chance=odds(chance))


def ending(made: Plan, day: date, chance: float | None = None) -> tuple[str, int, str]:
    """Return when a plan must end, the minutes that it is too long, and whether it fits, empty without a start."""
    if made.start is None or made.must_end is None:
        return _("must end at {time}").format(time=clock(made.must_end)), 0, ""
    text = _("must end at {time}") if made.must_end > made.start else _("must end tomorrow at {time}")
    time = available(made, day)
    over = -(-p.short(made, time) // MINUTE)
    if over:
        fits = ngettext("{n} minute too long", "{n} minutes too long", over).format(n=over)
    elif chance is not None and chance < 0.5:
        fits = _("by the plan it fits")
    elif n := ((time or 0) - p.total(made)) // MINUTE:
        fits = ngettext("it fits, with {n} minute to spare", "it fits, with {n} minutes to spare", n).format(n=n)
    else:
        fits = _("it fits")
    return text.format(time=clock(made.must_end)), over, fits


def wrong_end(made: Plan) -> str:
    """Return why a plan can't end when it must, empty when it can."""
    if made.start is None or made.must_end is None or span(made.start, made.must_end) is not None:
        return ""
    same = made.start == made.must_end
    text = _("{end} is when it starts.") if same else _("{end} is before the start ({start}).")
    return text.format(end=clock(made.must_end), start=clock(made.start))


def remarks(workshop: Workshop, made: Plan, guess: Estimate, data: Path, pace: Pace, day: date) -> list[str]:
    """Return what else there is to say of a plan: first its probable end, what its makers say, what takes long to read."""
    said = []
    if guess.p50_s is not None and guess.p80_s is not None:
        if made.start is None:
            text = _(
                "Going by the last {runs} times: half the time done in {low} minutes, eight times out of ten in {high}."
            )
            low, high = str(guess.p50_s // MINUTE), str(guess.p80_s // MINUTE)
        else:
            text = _("Going by the last {runs} times: half the time done by {low}, eight times out of ten by {high}.")
            low, high = (clock(made.start, seconds, day) or "" for seconds in (guess.p50_s, guess.p80_s))
        said.append(text.format(runs=guess.runs, low=low, high=high))
    else:
        text = _("By the workshop's own rules {low} to {high} minutes, if nothing else runs over.")
        said.append(text.format(low=guess.low_s // MINUTE, high=guess.high_s // MINUTE))
        text = _("After {enough} whole runs, rehearsals too, a forecast stands here; {runs} of {enough} are known.")
        said.append(text.format(enough=ENOUGH, runs=guess.runs))
    if workshop.indication is not None:
        makers = workshop.indication
        text = _("The makers say {low} to {high} minutes, break included.")
        said.append(text.format(low=makers.low // MINUTE, high=makers.high // MINUTE))
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
    said += [_much(slot, block) for slot in read if 2 * _reading(slot) > (block := blocks[slot.activity]).seconds]
    if any(slot.instruction_words for slot in read):
        long = [_aloud(slot, blocks[slot.activity]) for slot in read if _takes_long(slot, blocks[slot.activity])]
        said += long or [_("Reading the instructions aloud takes half a minute at most, each.")]
    return said


def _takes_long(slot: Spoken, block: Block) -> bool:
    """Return whether its instruction takes over half a minute, or over a quarter of the time there is for it."""
    return slot.aloud_s > MINUTE // 2 or 4 * slot.aloud_s > (slot.prepare_s or block.seconds)


def own_shortened(before: Plan, fitted: Plan) -> str:
    """Return which blocks of one's own got shorter to fit, and how much; empty when none did."""
    said = [
        f"{safe_line(old.title)} {minutes(old.seconds)} → {minutes(new.seconds)}"
        for old, new in zip(before.blocks, fitted.blocks, strict=True)
        if old.own and new.seconds < old.seconds
    ]
    text = ngettext(
        "Your own block got shorter too: {blocks}.", "Your own blocks got shorter too: {blocks}.", len(said)
    )
    return text.format(blocks=", ".join(said)) if said else ""


def left_out(without: LeftOut, text: str) -> str:
    """Return what it brings to leave something out, after `text`, which has its title or id."""
    said = safe_line(text.format(title=without.block.title, id=without.block.id))
    n = without.kept_s // MINUTE
    more = ngettext("the others keep {n} minute more", "the others keep {n} minutes more", n).format(n=n)
    return f"{said}: {more}." if n else f"{said}."


def _reading(slot: Spoken) -> int:
    return slot.aloud_s + (0 if slot.read_before else slot.silent_s)


def _much(slot: Spoken, block: Block) -> str:
    """Return that reading fills most of the time of a block."""
    n = minutes(block.seconds)
    text = ngettext(
        "{id}: of its {n} minute, {minutes} go to reading.", "{id}: of its {n} minutes, {minutes} go to reading.", n
    )
    return safe_line(text.format(id=label(block) or block.title, n=n, minutes=halves(_reading(slot))))


def _aloud(slot: Spoken, block: Block) -> str:
    """Return how much an instruction takes of the time before the turns where there are, else of all."""
    if slot.prepare_s:
        n = slot.prepare_s // MINUTE
        text = ngettext(
            "“{title}”: the instruction takes {minutes} of the {n} minute of preparation.",
            "“{title}”: the instruction takes {minutes} of the {n} minutes of preparation.",
            n,
        )
    else:
        n = block.seconds // MINUTE
        text = ngettext(
            "“{title}”: the instruction takes {minutes} of its {n} minute.",
            "“{title}”: the instruction takes {minutes} of its {n} minutes.",
            n,
        )
    return safe_line(text.format(title=block.title, minutes=halves(slot.aloud_s), n=n))
