"""What the change log says, in words: actions, kinds of things, fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

# Every action that is recorded. A test compares this with the code.
ACTIONS: dict[str, Any] = {
    "agent:linked": _l("Agent's account chosen"),
    "agent:placed": _l("Agent put in a team"),
    "assignment:claimed": _l("Interaction taken from the common queue"),
    "assignment:given back": _l("Interaction given back to the common queue"),
    "assignment:moved": _l("Interaction assigned to somebody else"),
    "assignment:swapped": _l("Drawn interaction swapped for another"),
    "calibration:closed": _l("Calibration session closed"),
    "calibration:opened": _l("Calibration session opened"),
    "calibration:reference": _l("Agreed answers changed"),
    "cause:added": _l("Root cause added"),
    "cause:retired": _l("Root cause retired"),
    "complaint:recorded": _l("Complaint recorded"),
    "complaint:withdrawn": _l("Complaint withdrawn"),
    "dispute:answered": _l("Answered blind by who decides a dispute"),
    "dispute:decided": _l("Dispute decided"),
    "dispute:opened": _l("Evaluation disputed"),
    "dispute:reassigned": _l("Dispute given to somebody else to decide"),
    "draw:dealt": _l("Drawn interactions dealt out"),
    "draw:made": _l("Sample drawn"),
    "evaluation:acknowledged": _l("Evaluation read and acknowledged"),
    "evaluation:correcting": _l("Correction of an evaluation begun"),
    "evaluation:discarded": _l("Draft of an evaluation discarded"),
    "evaluation:released": _l("Evaluation released by hand"),
    "evaluation:submitted": _l("Evaluation submitted"),
    "evaluation:superseded": _l("Evaluation superseded by another"),
    "evaluations:disputes": _l("Rules of disputes changed"),
    "evaluations:release": _l("Time of release changed"),
    "evaluator:away": _l("Evaluator's absence changed"),
    "evaluator:profile": _l("What an evaluator takes on changed"),
    "evaluator:tie": _l("Evaluator kept from an agent, or no longer"),
    "import:cancelled": _l("Import cancelled"),
    "import:checked": _l("File of an import read for the preview"),
    "import:confirmed": _l("Import confirmed"),
    "import:done": _l("Import finished"),
    "import:failed": _l("Import failed"),
    "import:mapped": _l("Columns of an import named"),
    "import:opened": _l("File brought for import"),
    "import:stopping": _l("Import asked to stop"),
    "plan:added": _l("Sampling plan added"),
    "plan:changed": _l("Sampling plan changed"),
    "plan:retired": _l("Sampling plan retired"),
    "privacy:erased": _l("Customer erased"),
    "privacy:masking": _l("Masking turned on or off"),
    "privacy:retained": _l("Data deleted when its time was over"),
    "privacy:retention": _l("Time of keeping changed"),
    "scorecard:deleted": _l("Version of a scorecard deleted"),
    "scorecard:discarded": _l("Draft of a scorecard discarded"),
    "scorecard:drafted": _l("Draft of a scorecard begun"),
    "scorecard:published": _l("Scorecard published"),
    "scorecard:reinstated": _l("Version of a scorecard brought back"),
    "scorecard:retired": _l("Version of a scorecard retired"),
    "target:agents": _l("Agents' target set"),
    "target:set": _l("Evaluator's target set"),
    "team:added": _l("Team added"),
    "team:leads": _l("Team leads named"),
    "team:renamed": _l("Team renamed"),
    "user:added": _l("Account made"),
    "user:closed": _l("Account closed"),
    "user:details": _l("Name of an account changed"),
    "user:password": _l("Password changed"),
    "user:reopened": _l("Account opened again"),
    "user:roles": _l("Roles changed"),
    "words:added": _l("List of words added"),
    "words:changed": _l("List of words changed"),
    "words:reinstated": _l("List of words brought back"),
    "words:retired": _l("List of words retired"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of things. `open`: every reader of the change log may read its values; else whom the
    feature lets see the thing.

    `endpoint` is the thing's page, `argument` what it calls the id (empty: one page for all),
    `action` who may open it."""

    label: Any
    open: bool = False
    endpoint: str = ""
    argument: str = ""
    action: str = ""


KINDS: dict[str, Kind] = {
    "agents": Kind(_l("Agent"), True, "people.agent", "agent_id", "people.manage"),
    "assignments": Kind(_l("Assignment")),
    "calibration_items": Kind(_l("Calibration item")),
    "calibration_sessions": Kind(
        _l("Calibration session"), False, "calibration.show", "session_id", "calibration.take"
    ),
    "disputes": Kind(_l("Dispute"), False, "evaluations.dispute", "dispute_id", "disputes.read"),
    "draws": Kind(_l("Draw"), True, "sampling.show", "draw_id", "sampling.manage"),
    "erasures": Kind(_l("Erasure"), True, "interactions.erasure", "erasure_id", "privacy.manage"),
    "evaluation_choices": Kind(_l("Rules of evaluations"), True),
    "evaluations": Kind(
        _l("Evaluation"), False, "evaluations.show", "evaluation_id", "evaluations.read"
    ),
    "imports": Kind(_l("Import"), True, "interactions.import_", "import_id", "interactions.import"),
    "interactions": Kind(
        _l("Interaction"), True, "interactions.show", "interaction_id", "interactions.read"
    ),
    "privacy_choices": Kind(_l("Privacy"), True, "interactions.privacy", "", "privacy.manage"),
    "root_causes": Kind(
        _l("Root cause"), True, "interactions.root_causes", "", "complaints.manage"
    ),
    "sampling_plans": Kind(
        _l("Sampling plan"), True, "sampling.plan", "plan_id", "sampling.manage"
    ),
    "scorecard_drafts": Kind(_l("Draft of a scorecard"), True),
    "scorecard_versions": Kind(_l("Version of a scorecard"), True),
    "targets": Kind(_l("Target of all agents"), True, "reports.targets", "", "targets.read"),
    "teams": Kind(_l("Team"), True, "people.team", "team_id", "people.manage"),
    "users": Kind(_l("Account"), True, "people.user", "user_id", "people.manage"),
    "word_lists": Kind(
        _l("List of words"), True, "interactions.word_list", "list_id", "words.manage"
    ),
}
# A scorecard is its versions and drafts; no line is about the scorecard itself.
SCORECARD = "scorecards"

FIELDS: dict[str, Any] = {
    "again": _l("Silently once more (%)"),
    "again_after": _l("Once more after (days)"),
    "agents": _l("Agents"),
    "allocation": _l("Allocation"),
    "allowed": _l("Left out"),
    "answered_at": _l("Answered"),
    "arrived_at": _l("Arrived"),
    "assignment": _l("Sharing out"),
    "away": _l("Away"),
    "band": _l("Length"),
    "by": _l("Superseded by"),
    "method › by": _l("Strata"),
    "cause": _l("Root cause"),
    "channels": _l("Channels"),
    "claim": _l("One queue for all"),
    "complaint": _l("Complaint"),
    "days": _l("Days after release"),
    "dealt": _l("Dealt out"),
    "decider": _l("Decider"),
    "deciders": _l("Decided by, round after round"),
    "draft": _l("Draft"),
    "drawn": _l("Drawn"),
    "due_days": _l("Due after (days)"),
    "each": _l("Of each agent"),
    "entries": _l("Words"),
    "evaluation": _l("Evaluation"),
    "evaluations": _l("Evaluations"),
    "evaluator": _l("Evaluator"),
    "evaluators": _l("Evaluators"),
    "every": _l("Runs by itself"),
    "floor": _l("Left to chance (%)"),
    "frame": _l("Frame"),
    "hour": _l("Hour"),
    "interactions": _l("Interactions"),
    "items": _l("Interactions"),
    "kind": _l("Kind"),
    "languages": _l("Languages"),
    "later": _l("Dealt out by hand, later"),
    "leads": _l("Team leads"),
    "least": _l("At least of each"),
    "longer": _l("At least (min)"),
    "longest": _l("Longest (%)"),
    "masking": _l("Masking"),
    "may_go_down": _l("The score may go down by a decision"),
    "method": _l("Method"),
    "most_per_agent": _l("An agent at most so often per evaluator"),
    "n": _l("How many"),
    "name": _l("Name"),
    "named": _l("A named person"),
    "new": _l("New"),
    "new_agents": _l("New agents only"),
    "outcomes": _l("Decided"),
    "own_team": _l("Evaluators may score teams they lead or belong to"),
    "part": _l("Looked for in"),
    "participants": _l("Participants"),
    "per": _l("Per"),
    "per_day": _l("Per day"),
    "per_month": _l("Per month"),
    "per_week": _l("Per week"),
    "questions": _l("Questions"),
    "queues": _l("Queues"),
    "rating": _l("Rating at most"),
    "raw_score": _l("Score before critical errors"),
    "refused": _l("Refused"),
    "released_at": _l("Released"),
    "reopened": _l("Reopened"),
    "resolved_at": _l("Resolved"),
    "retention": _l("Time of keeping"),
    "roles": _l("Roles"),
    "round": _l("Round"),
    "schedule": _l("By the clock"),
    "score": _l("Score"),
    "scorecard": _l("Scorecard"),
    "second": _l("Silent second opinion (%)"),
    "seed": _l("Seed"),
    "share": _l("Share (%)"),
    "shorter": _l("At most (min)"),
    "shortest": _l("Shortest (%)"),
    "signals": _l("Signals"),
    "speaker": _l("Said by"),
    "spread": _l("Spread over the period"),
    "stood": _l("Score kept although it would have gone down"),
    "team": _l("Team"),
    "teams": _l("Teams"),
    "text": _l("Words in the transcript"),
    "user": _l("Account"),
    "version": _l("Version"),
    "weekday": _l("Day of the week"),
    "which": _l("Which interactions"),
    "words": _l("Lists of words"),
}
# Fields whose values are ids of accounts; ids of evaluations; hours of the day; parts of 1 that are
# told in hundredths.
PEOPLE = ("evaluator", "leads", "user")
THINGS = ("by", "draft", "evaluation")
HOURS = ("hour",)
FRACTIONS = ("floor",)
