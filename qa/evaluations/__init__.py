"""Evaluations: one interaction scored against one scorecard version by one evaluator, from first answer to the
agent's acknowledgement.

Words: an *evaluation* is a draft until *submitted*; an *answer* may carry a comment and *reasons*; *evidence* is words of
the transcript that an answer rests on; an *acknowledgement* is the agent's "I have read it". The *purpose* says where it
comes from: `sample` (drawn at random), `picked` (chosen by hand), `calibration`.

Always true:
- Every answer is kept as it is given; nothing waits for a save button.
- A submitted evaluation does not change. `raw_score` is before critical errors, `score` after; both are kept.
- Only `sample` evaluations carry a weight (1 / inclusion probability) and enter averages.
- Nobody but its evaluator sees a draft, or a calibration evaluation before its session is closed.
- An evaluation remembers the agent's team of the day of the interaction.
"""
