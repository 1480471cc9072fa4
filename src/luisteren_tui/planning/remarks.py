"""What a plan adds up to, in words: its total, whether it fits, when it will probably end, what takes long to read."""

from collections.abc import Mapping, Sequence
from datetime import date

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.i18n.languages import ReadingSpeed
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.fitting import LeftOut
from luisteren_tui.planning.forecast import MIN_RUNS, Estimate, Part, estimate, part
from luisteren_tui.planning.plan import (
    MINUTE_S,
    Block,
    Plan,
    also_changed,
    block_label,
    minutes_between,
    missing_needs,
    shortage_s,
    total,
    whole_minutes,
)
from luisteren_tui.planning.plan_dates import available_on, time_of_day
from luisteren_tui.planning.reading_time import ActivityReading, activity_readings, half_minutes
from luisteren_tui.planning.statistics import PastRun, learned_round, learned_time
from luisteren_tui.planning.turn_times import short_turns_remarks
from luisteren_tui.session.turns import expected_turns
from luisteren_tui.text.safe import safe_line, within_quotes
from luisteren_tui.workshop.model import Form, Workshop

MIN_CHANCE = 0.5
"""With a smaller chance to end in time, a plan fits on paper only."""


def forecast_end(past: Sequence[PastRun], workshop: Workshop, plan: Plan) -> Estimate:
    """Return how long the plan will probably take, based on past runs that were not cut short."""
    activities = {activity.id: activity for activity in workshop.activities}
    whole = [run for run in past if run.whole]
    parts = []
    for block in plan.blocks:
        if block.skipped:
            continue
        taken = [
            learned_round(run, block.id, block.title, block.repeats)
            if block.repeats
            else learned_time(run, block.id, block.title)
            for run in whole
        ]
        if block.id in activities:
            activity = activities[block.id]
            turns = expected_turns(workshop, activity, plan.participants)
            parts.append(part(activity, block.seconds, turns, taken))
        else:
            parts.append(Part(block.seconds, block.min, block.seconds, taken))
    return estimate(parts, seed=len(whole))


def chance(plan: Plan, guess: Estimate, day: date) -> float | None:
    """Return the chance, 0 to 1, that the plan is done in time on its `day`, or None if that is not known."""
    limit = available_on(plan, day)
    return None if limit is None else guess.p_on_time(limit)


def odds(chance: float) -> str:
    """Return a chance in words, no more exact than five runs justify."""
    if chance < 0.025:
        return _("almost none")
    if chance < 0.15:
        n = round(1 / chance)
        return _("about 1 in {n}").format(n=n if n <= 10 else 5 * round(n / 5))
    if chance > 0.975:
        return _("almost certain")
    return _("about {n}%").format(n=min(95, 5 * round(20 * chance)))


def total_lines(plan: Plan, day: date, chance: float | None = None) -> list[str]:
    """Return the total of a plan, whether it fits before its end, and the `chance` of that if it is known."""
    seconds = total(plan)
    n = whole_minutes(seconds)
    lines = [ngettext("{n} minute in all", "{n} minutes in all", n).format(n=n)]
    if plan.start is not None:
        lines[0] += ", " + _("from {start} to {end}").format(
            start=time_of_day(plan.start), end=time_of_day(plan.start, seconds, day)
        )
    lines[0] += " · " + participants_text(plan)
    if plan.must_end is not None:
        end, _over, fits = ending(plan, day, chance)
        lines.append(f"{end[:1].upper()}{end[1:]}: {fits}." if fits else end)
        if chance is not None:
            lines.append(chance_text(plan, chance) + ".")
    return lines


def participants_text(plan: Plan) -> str:
    """Return the number of participants of a plan in words."""
    return ngettext("{n} participant", "{n} participants", plan.participants).format(n=plan.participants)


def participants_remark(workshop: Workshop, count: int) -> str:
    """Return how many people the makers count on, or an empty text if they count on `count`."""
    expected = workshop.participants
    if expected is None or expected.low <= count <= expected.high:
        return ""
    n = expected.high
    if expected.low == n:
        text = ngettext("The makers count on {n} participant.", "The makers count on {n} participants.", n)
    else:
        text = ngettext(
            "The makers count on {low} to {n} participant.", "The makers count on {low} to {n} participants.", n
        )
    return text.format(low=expected.low, n=n)


def chance_text(plan: Plan, chance: float) -> str:
    """Return the chance that a plan is done in time as a sentence, without a full stop."""
    return _("Chance of finishing by {time}: {chance}").format(time=time_of_day(plan.must_end), chance=odds(chance))


def ending(plan: Plan, day: date, chance: float | None = None) -> tuple[str, int, str]:
    """Return when a plan must end, the minutes that it is too long, and whether it fits (empty without a start)."""
    if plan.start is None or plan.must_end is None:
        return _("must end at {time}").format(time=time_of_day(plan.must_end)), 0, ""
    text = _("must end at {time}") if plan.must_end > plan.start else _("must end tomorrow at {time}")
    time = available_on(plan, day)
    over = -(-shortage_s(plan, time) // MINUTE_S)
    if over:
        fits = ngettext("{n} minute too long", "{n} minutes too long", over).format(n=over)
    elif chance is not None and chance < MIN_CHANCE:
        fits = _("the plan says it fits")
    elif n := ((time or 0) - total(plan)) // MINUTE_S:
        fits = ngettext("it fits, with {n} minute to spare", "it fits, with {n} minutes to spare", n).format(n=n)
    else:
        fits = _("it fits")
    return text.format(time=time_of_day(plan.must_end)), over, fits


def end_problem(plan: Plan) -> str:
    """Return why a plan can't end when it must, or an empty text if it can."""
    if plan.start is None or plan.must_end is None or minutes_between(plan.start, plan.must_end) is not None:
        return ""
    same = plan.start == plan.must_end
    text = _("{end} is already the start.") if same else _("{end} is before the start ({start}).")
    return text.format(end=time_of_day(plan.must_end), start=time_of_day(plan.start))


def missing_times_text(plan: Plan) -> str:
    """Return which times a plan needs before it can be made to fit, with their keys."""
    if plan.start is not None:
        return _("First set the end: e.")
    return _("First set the start and the end: b and e.") if plan.must_end is None else _("First set the start: b.")


def remarks(
    workshop: Workshop, plan: Plan, guess: Estimate, texts: Mapping[str, str], speed: ReadingSpeed, day: date
) -> list[str]:
    """Return the remarks about a plan: its end, its number of people, short turns, the makers' indication, long texts.

    `texts` has the bodies of the workshop's texts, by name.
    """
    lines = []
    if guess.p50_s is not None and guess.p80_s is not None:
        if plan.start is None:
            text = _(
                "Based on the last {runs} runs: done in {low} minutes half the time, in {high} eight times out of ten."
            )
            low, high = str(guess.p50_s // MINUTE_S), str(guess.p80_s // MINUTE_S)
        else:
            text = _("Based on the last {runs} runs: done by {low} half the time, by {high} eight times out of ten.")
            low, high = (time_of_day(plan.start, seconds, day) or "" for seconds in (guess.p50_s, guess.p80_s))
        lines.append(text.format(runs=guess.runs, low=low, high=high))
    else:
        least, most = guess.low_s // MINUTE_S, guess.high_s // MINUTE_S
        text = _("By the workshop's own rules, {low} to {high} minutes if nothing else runs over.")
        if least == most:
            text = _("By the workshop's own rules, {high} minutes if nothing else runs over.")
        lines.append(text.format(low=least, high=most))
        text = _(
            "A forecast appears here after {enough} complete runs, rehearsals included; so far {runs} of {enough}."
        )
        lines.append(text.format(enough=MIN_RUNS, runs=guess.runs))
    lines += [*filter(None, [participants_remark(workshop, plan.participants)]), *short_turns_remarks(workshop, plan)]
    if workshop.indication is not None:
        least, most = workshop.indication.low // MINUTE_S, workshop.indication.high // MINUTE_S
        same = least == most
        if any(activity.form is Form.BREAK for activity in workshop.activities):
            some = _("The makers say {low} to {high} minutes, breaks included.")
            text = _("The makers say {high} minutes, breaks included.") if same else some
        else:
            text = _("The makers say {high} minutes.") if same else _("The makers say {low} to {high} minutes.")
        lines.append(text.format(low=least, high=most))
    instructions = {activity.id: activity.instruction for activity in workshop.activities}
    # Rounds with the same instruction get one remark.
    alike = {
        (each.repeats or each.id, instructions.get(each.id)): each for each in plan.blocks[::-1] if not each.skipped
    }
    blocks = {block.id: block for block in alike.values()}
    readings = [
        (reading, blocks[reading.activity])
        for reading in activity_readings(workshop, texts, speed)
        if reading.activity in blocks
    ]
    for reading, block in readings:
        if reading.text_words and not reading.read_before:
            n = block.seconds // MINUTE_S
            text = ngettext(
                "“{title}”: reading the text ({words} words) takes about {minutes} of its {n} minute.",
                "“{title}”: reading the text ({words} words) takes about {minutes} of its {n} minutes.",
                n,
            )
            minutes = _minutes_or_half(reading.silent_s)
            lines.append(safe_line(text.format(title=_title(block), words=reading.text_words, minutes=minutes, n=n)))
    lines += [_mostly_reading(each, block) for each, block in readings if 2 * _reading_s(each) > block.seconds]
    if any(reading.instruction_words for reading, _block in readings):
        long = [_instruction_remark(each, block) for each, block in readings if _takes_long(each, block)]
        lines += long or [_("Reading each instruction aloud takes half a minute at most.")]
    return lines


def _takes_long(reading: ActivityReading, block: Block) -> bool:
    """Return whether an instruction takes over half a minute, or over a quarter of the time available for it."""
    return reading.aloud_s > MINUTE_S // 2 or 4 * reading.aloud_s > (reading.prepare_s or block.seconds)


def shortage_text(fitted: Plan, available: int) -> str:
    """Return by how much a plan that was made to fit is still too long. Empty if it fits."""
    n = -(-shortage_s(fitted, available) // MINUTE_S)
    text = ngettext("It can't be shorter: {n} minute too long.", "It can't be shorter: {n} minutes too long.", n)
    return text.format(n=n) if n else ""


def shortened_blocks_text(before: Plan, fitted: Plan) -> str:
    """Return which custom blocks got shorter to make the plan fit, and by how much. Empty if none did."""
    lines = [
        f"{safe_line(old.title)} {whole_minutes(old.seconds)} → {whole_minutes(new.seconds)}"
        for old, new in zip(before.blocks, fitted.blocks, strict=True)
        if old.own and new.seconds < old.seconds
    ]
    text = ngettext(
        "Your own block got shorter too: {blocks}.", "Your own blocks got shorter too: {blocks}.", len(lines)
    )
    return text.format(blocks=", ".join(lines)) if lines else ""


def left_out_text(without: LeftOut, text: str) -> str:
    """Return what leaving out a block saves the others. `text` comes first, with its {title} or {id} filled in.

    The titles of what falls out with it follow its own.
    """
    text = safe_line(text.format(title=_titles(without.block, *without.others), id=without.block.id))
    n = without.kept_s // MINUTE_S
    more = ngettext("the others keep {n} minute more", "the others keep {n} minutes more", n).format(n=n)
    return f"{text}: {more}." if n else f"{text}."


def skip_text(before: Plan, after: Plan, *ids: str) -> str:
    """Return what was skipped, or came back, together with the block or the rounds that were chosen. Empty if nothing was."""
    others = also_changed(before, after, *ids)
    fell_out = [each for each in others if each.skipped]
    chosen = [p.block(after, id) for id in ids]
    needed = within_quotes(p.common_title(chosen) if len(ids) > 1 else "") or _titles(*chosen)
    if fell_out:
        text = ngettext(
            "“{title}” is left out too: it needs “{needed}”.",
            "“{title}” are left out too: they need “{needed}”.",
            len(fell_out),
        )
    else:
        text = ngettext("“{title}” is back too.", "“{title}” are back too.", len(others))
    return safe_line(text.format(title=_titles(*others), needed=needed)) if others else ""


def rounds_text(plan: Plan, id: str) -> str:
    """Return how long all rounds of a block are now. Empty if it is not repeated."""
    rounds = [each for each in p.same_rounds(plan, p.block(plan, id)) if not each.skipped]
    if len(rounds) < 2:
        return ""
    title, minutes = within_quotes(p.common_title(rounds)), p.in_minutes(rounds[0].seconds)
    text = _("All {n} rounds of “{title}”: {minutes} min each.") if title else _("All {n} rounds: {minutes} min each.")
    return safe_line(text.format(n=len(rounds), title=title, minutes=minutes))


def needs_text(plan: Plan, block: Block) -> str:
    """Return what a skipped block needs that is skipped too. Empty if it is skipped for no such reason."""
    missing = [block_label(each) or each.title for each in missing_needs(plan, block)] if block.skipped else []
    return safe_line(_("needs {blocks}").format(blocks=", ".join(missing))) if missing else ""


def _titles(*blocks: Block) -> str:
    """Return the titles of blocks, to stand between quotes."""
    return "”, “".join(within_quotes(each.title) for each in blocks)


def _title(block: Block) -> str:
    """Return the title of a block, or of all its rounds, to stand between quotes."""
    return within_quotes(p.plain_title(block))


def _reading_s(reading: ActivityReading) -> int:
    return reading.aloud_s + (0 if reading.read_before else reading.silent_s)


def _mostly_reading(reading: ActivityReading, block: Block) -> str:
    """Return the remark that reading fills most of the time of a block."""
    n = whole_minutes(block.seconds)
    text = ngettext(
        "{id}: of its {n} minute, {minutes} go to reading.", "{id}: of its {n} minutes, {minutes} go to reading.", n
    )
    return safe_line(text.format(id=block_label(block) or block.title, n=n, minutes=half_minutes(_reading_s(reading))))


def _minutes_or_half(seconds: int) -> str:
    """Return a number of minutes to come before "of its 8 minutes". There "½" would be taken for half of them."""
    return _("half a minute") if (minutes := half_minutes(seconds)) == "½" else minutes


def _instruction_remark(reading: ActivityReading, block: Block) -> str:
    """Return how much of its time an instruction takes: of the preparation if there are turns, else of the block."""
    if reading.prepare_s:
        n = reading.prepare_s // MINUTE_S
        text = ngettext(
            "“{title}”: the instruction takes {minutes} of the {n} minute of preparation.",
            "“{title}”: the instruction takes {minutes} of the {n} minutes of preparation.",
            n,
        )
    else:
        n = block.seconds // MINUTE_S
        text = ngettext(
            "“{title}”: the instruction takes {minutes} of its {n} minute.",
            "“{title}”: the instruction takes {minutes} of its {n} minutes.",
            n,
        )
    return safe_line(text.format(title=_title(block), minutes=_minutes_or_half(reading.aloud_s), n=n))
