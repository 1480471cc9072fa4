"""What a plan adds up to: its total, its times, and whether it fits."""

from datetime import date

from textual.content import Content

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.fitting import fit, leaving_out
from luisteren_tui.planning.plan import Plan, shortage_s, whole_minutes
from luisteren_tui.planning.plan_dates import available_on, time_of_day
from luisteren_tui.planning.remarks import MIN_CHANCE, chance_text, ending, odds, participants_text


def draw_summary(plan: Plan, day: date, chance: float | None = None, *, brief: bool) -> Content:
    """Return the total, the start and end, and whether the plan fits.

    `chance` is the probability (0 to 1) that the session ends in time. A `brief` summary has fewer words.
    """
    n = whole_minutes(p.total(plan))
    total = ngettext("{n} minute in all", "{n} minutes in all", n).format(n=n)
    if plan.start is not None:
        times = _("from {start} to {end}").format(
            start=time_of_day(plan.start), end=time_of_day(plan.start, p.total(plan), day)
        )
        total = f"{total}, {times}"
    first = Content.assemble((total, "bold"), "" if brief else f" · {participants_text(plan)}")
    lines = [first, _draw_fit(plan, day, chance, brief=brief)]
    if chance is not None and not brief:
        lines.append(Content(chance_text(plan, chance)))
    return Content("\n").join(lines)


def _draw_fit(plan: Plan, day: date, chance: float | None, *, brief: bool) -> Content:
    if plan.must_end is None:
        text = _("set the end with e") if plan.start is not None else _("set the start with b, the end with e")
        return Content.assemble((text, "$muted"))
    end, is_too_long, fits = ending(plan, day, chance)
    if plan.start is None:
        return Content(f"{end} · {_('set the start with b')}")
    if is_too_long:
        text = _("{over}: f makes it fit").format(over=fits) if _can_fit(plan, day) and not brief else fits
        return Content.assemble(f"{end} · ", (f" ▲ {text} ", "bold $foreground on $warning 35%"))
    likely = "" if chance is None or not brief else f" · {_('chance: {chance}').format(chance=odds(chance))}"
    # What fits on paper only is no reason for a check mark.
    fit = (fits, "bold") if chance is not None and chance < MIN_CHANCE else (f"✓ {fits}", "bold $success")
    return Content.assemble(f"{end} · ", fit, likely)


def _can_fit(plan: Plan, day: date) -> bool:
    """Return whether a plan that is too long can be made to fit, if need be by leaving out what may be left out."""
    time = available_on(plan, day)
    while time is not None and shortage_s(fit(plan, time), time):
        without = leaving_out(plan, time)
        if without is None:
            return False
        plan = without.plan
    return True
