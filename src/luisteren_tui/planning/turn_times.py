"""How much time each turn of a coming activity gets, and what would help where that is too little."""

from collections.abc import Iterator

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning.plan import MINUTE_S, Block, Plan, exact_minutes, first_rounds, in_minutes, plain_title
from luisteren_tui.session.cues import due_times, of_turn
from luisteren_tui.session.stages import stage_ends, stage_lengths
from luisteren_tui.session.timing import SECOND_MS
from luisteren_tui.session.turns import TurnTimes, expected_turns, turn_times
from luisteren_tui.text.safe import safe_line, within_quotes
from luisteren_tui.workshop.model import Activity, Each, Turns, Workshop


def planned_turns(workshop: Workshop, plan: Plan) -> Iterator[tuple[Block, TurnTimes]]:
    """Yield the blocks of a plan that have turns, each with the times of its turns."""
    activities = {activity.id: activity for activity in workshop.activities}
    for block in plan.blocks:
        activity = activities.get(block.id)
        if activity is not None and not block.skipped:
            count = expected_turns(workshop, activity, plan.participants)
            if found := turn_times(activity, count, block.seconds):
                yield block, found


def about(seconds: int) -> str:
    """Return the length of a turn, rounded down: to half minutes, or below a minute to five seconds.

    Rounding up would promise too much, because changing takes time too.
    """
    step = MINUTE_S // 2 if seconds >= MINUTE_S else 5
    return exact_minutes(seconds - seconds % step)


def turns_text(times: TurnTimes, *, exactly: bool = False) -> str:
    """Return how many turns there are and how long each takes."""
    if times.each == Each.ROLE:
        text = ngettext("{count} round of about {time}", "{count} rounds of about {time} each", times.count)
    else:
        text = ngettext("{count} turn of about {time}", "{count} turns of about {time} each", times.count)
    return text.format(count=times.count, time=exact_minutes(times.each_s) if exactly else about(times.each_s))


def short_turns_text(times: TurnTimes, *, exactly: bool = False) -> str:
    """Return how long each turn is, beside what the makers count on, without a full stop."""
    low, high = times.low_s, times.high_s
    if low % MINUTE_S or high % MINUTE_S:
        span = _("{low} to {high}").format(low=exact_minutes(low), high=exact_minutes(high))
    elif low == high:
        span = ngettext("{n} minute", "{n} minutes", low // MINUTE_S).format(n=low // MINUTE_S)
    else:
        n = high // MINUTE_S
        span = ngettext("{low} to {n} minute", "{low} to {n} minutes", n).format(low=low // MINUTE_S, n=n)
    return _("{turns}, the makers count on {span}").format(turns=turns_text(times, exactly=exactly), span=span)


def phase_texts(turns: Turns, each_s: int) -> list[str]:
    """Return what is said in each phase of a turn of `each_s` seconds, with the time that it takes."""
    lengths = stage_lengths(stage_ends(turns, each_s * SECOND_MS))
    return [
        _("{what} ({time} min)").format(what=safe_line(phase.say), time=in_minutes(length // SECOND_MS))
        for phase, length in zip(turns.phases, lengths, strict=True)
    ]


def cue_texts(activity: Activity, each_s: int) -> list[str]:
    """Return what to say in each turn of `each_s` seconds, and how long after its start."""
    cues = of_turn(activity)
    return [
        _("after {minutes} min: “{text}”").format(minutes=in_minutes(at // SECOND_MS), text=within_quotes(cue.say))
        for at, cue in zip(due_times(cues, each_s * SECOND_MS), cues.cues, strict=True)
    ]


def help_text(times: TurnTimes, participants: int, *, formed: bool = False) -> str:
    """Return what would help the turns of `participants` people to fit, without a full stop.

    Once groups are `formed`, they can't be larger.
    """
    n = -(-times.more_s // MINUTE_S)
    ways = [ngettext("{n} minute more", "{n} minutes more", n).format(n=n)]
    n = times.fitting
    if times.each == Each.GROUP and n > 1 and not formed:
        ways.append(_("{n} groups of about {size}").format(n=n, size=-(-participants // n)))
    if times.in_groups and n > 1 and not formed:
        ways.append(_("groups of {n}").format(n=n))
    if times.each != Each.ROLE and n:
        ways.append(_("a turn for {n} of the {count}").format(n=n, count=times.count))
    return _("What helps: {ways}").format(ways=" · ".join(ways))


def short_turns_remarks(workshop: Workshop, plan: Plan) -> list[str]:
    """Return a remark for each block of a plan whose turns can't fit, or one for all its rounds."""
    first = first_rounds(plan)
    return [
        safe_line(
            _("“{title}”: {turns}. {help}.").format(
                title=within_quotes(plain_title(block)),
                turns=short_turns_text(times),
                help=help_text(times, plan.participants),
            )
        )
        for block, times in planned_turns(workshop, plan)
        if times.short and block in first
    ]


def short_turns_lines(name: str, times: TurnTimes, participants: int, *, now: bool = False) -> tuple[str, str]:
    """Return how short the turns of the activity of this name are, and what would help.

    For the one that is on `now`, the time is as exact as on its clock, and its groups are formed.
    """
    what = safe_line(f"▲ {name}: {short_turns_text(times, exactly=now)}")
    return what, help_text(times, participants, formed=now)
