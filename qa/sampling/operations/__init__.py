"""What is done in sampling: one function per verb. None commits but the clock's.

`draws` makes a draw: `preparation` draws, `allocation` says how many of each stratum,
`new_assignments` and `second_looks` say who scores what. `assignments` says who has what later,
`reassignment` gives to others what is in the wrong queue, `evaluator_profiles` is what evaluators
can take on. `plans` keeps plans and runs them, `plan_checks` says what is wrong with one; `targets`
says how many evaluations are wanted."""

from __future__ import annotations

from qa.sampling.operations.assignments import (
    assign_items,
    begin,
    claim,
    complete,
    give_back,
    reassign,
    swap,
)
from qa.sampling.operations.draws import run
from qa.sampling.operations.evaluator_profiles import (
    add_absence,
    add_conflict_of_interest,
    remove_absence,
    remove_conflict_of_interest,
    set_profile,
)
from qa.sampling.operations.plan_checks import Unfit, faults_of
from qa.sampling.operations.plans import add_plan, change_plan, draw, retire_plan, run_if_due
from qa.sampling.operations.preparation import new_seed, prepare
from qa.sampling.operations.reassignment import Misplaced, misplaced, pass_on
from qa.sampling.operations.targets import remove_target, set_target

__all__ = [
    "Misplaced",
    "Unfit",
    "add_absence",
    "add_conflict_of_interest",
    "add_plan",
    "assign_items",
    "begin",
    "change_plan",
    "claim",
    "complete",
    "draw",
    "faults_of",
    "give_back",
    "misplaced",
    "new_seed",
    "pass_on",
    "prepare",
    "reassign",
    "remove_absence",
    "remove_conflict_of_interest",
    "remove_target",
    "retire_plan",
    "run",
    "run_if_due",
    "set_profile",
    "set_target",
    "swap",
]
