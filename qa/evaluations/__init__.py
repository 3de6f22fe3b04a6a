"""Evaluations: one interaction scored against one scorecard version by one evaluator, from first
answer to the agent's acknowledgement.

Words: an *evaluation* is a draft until *submitted*; an *answer* may carry a comment and *reasons*;
*evidence* is words of the transcript that an answer rests on; an *acknowledgement* is the agent's
"I have read it". The *purpose* says where it comes from: `sample` (drawn at random), `picked`
(chosen by hand), `adhoc` (a lead's), `second` (a silent second opinion), `self` (the agent's own),
`check` (of another evaluation), `calibration`. One *supersedes* another as a correction or by a
dispute; *released* is when its agent sees it.

Always true:
- Every answer is kept as it is given; nothing waits for a save button.
- A submitted evaluation does not change; it is superseded, and then counts no more. A chain is a
  line.
- An agent sees of it nothing, and no figure it adds to, before its release.
- `raw_score` is before critical errors, `score` after; both are kept.
- Only `sample` evaluations enter averages, each by its weight (1 / inclusion probability).
- Nobody but its evaluator sees a draft, or a calibration evaluation before its session is closed.
- An evaluation remembers the agent's team of the day of the interaction.
"""
