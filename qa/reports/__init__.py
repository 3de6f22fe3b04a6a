"""Reports: answers to questions, read only: agents, one agent, coaching needs, evaluators.

Words: a *measure* is something every evaluation has a value of: the total, a dimension, passed or
not, a critical error or not, a question missed or not; a *coaching need* is a question missed
often, for a team or an agent.

Always true:
- Reports read totals per day (`measure_days`), kept in the transaction of the submission; `rebuild`
  makes the same from nothing.
- Only sampled evaluations count, each weighed by 1 / inclusion probability.
- No figure about a person stands without how many interactions it rests on and its range.
- A mean of fewer than three evaluations is not shown; the evaluations are.
"""
