"""What is done in sampling: one function per verb. None commits but the clock's.

`running` draws · `giving` says who has what · `passing` gives to others what is in the wrong queue
· `able` what evaluators can take on · `planning` keeps plans and runs them, `checking` says what is
wrong with one · `targets` says how many evaluations are wanted."""

from __future__ import annotations

from qa.sampling.operations.able import (
    add_absence,
    add_tie,
    remove_absence,
    remove_tie,
    set_profile,
)
from qa.sampling.operations.checking import Unfit, faults_of
from qa.sampling.operations.giving import (
    begin,
    claim,
    complete,
    deal_out,
    give_back,
    reassign,
    swap,
)
from qa.sampling.operations.passing import Misplaced, misplaced, pass_on
from qa.sampling.operations.planning import add_plan, change_plan, draw, retire_plan, run_if_due
from qa.sampling.operations.running import asked_scores, assigned, new_seed, prepare, run
from qa.sampling.operations.targets import remove_target, set_target
from qa.sampling.rules import asked_apart

__all__ = [
    "Misplaced",
    "Unfit",
    "add_absence",
    "add_plan",
    "add_tie",
    "asked_apart",
    "asked_scores",
    "assigned",
    "begin",
    "change_plan",
    "claim",
    "complete",
    "deal_out",
    "draw",
    "faults_of",
    "give_back",
    "misplaced",
    "new_seed",
    "pass_on",
    "prepare",
    "reassign",
    "remove_absence",
    "remove_target",
    "remove_tie",
    "retire_plan",
    "run",
    "run_if_due",
    "set_profile",
    "set_target",
    "swap",
]
