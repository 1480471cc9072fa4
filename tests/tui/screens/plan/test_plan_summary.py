"""What the plan screen says above the parts of a plan."""

from datetime import date
from pathlib import Path

from luisteren_tui.planning.fitting import fit, leaving_out
from luisteren_tui.planning.plan import Plan, plan_of
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.tui.screens.plan.summary import draw_summary

DAY = date(2026, 11, 24)


def plan_for(minutes: int) -> Plan:
    loaded = load(find("luisteren", Path()))
    assert loaded.workshop is not None
    return plan_of(loaded.workshop, loaded.sha256).with_start(12 * 60).with_must_end(12 * 60 + minutes)


def said(plan: Plan) -> str:
    return draw_summary(plan, DAY, brief=False).plain.splitlines()[1]


def test_fitting_is_offered_as_long_as_leaving_something_out_helps() -> None:
    plan = fit(plan_for(75), 75 * 60)
    assert "f makes it fit" in said(plan)
    without = leaving_out(plan, 75 * 60)
    assert without is not None
    assert "too long" not in said(fit(without.plan, 75 * 60))


def test_fitting_is_not_offered_for_a_plan_that_nothing_makes_fit() -> None:
    assert said(plan_for(40)).rstrip().endswith("80 minutes too long")
