"""Long measurements and the simulations behind chosen constants: `make trials NAME=...`.

A trial is a module with `SEED` and `run(seed, share)`, which returns an Outcome: a table, and what
it says about a constant. `share` is the part of the full size, 1 for all of it. `test_trials.py`
runs a small share of each with the same seed in the ordinary suite.

| name | what it is about |
| --- | --- |
| prior | `PRIOR` of qa/statistics/moments.py: coverage of ranges by risk |
| enough | `ENOUGH` of qa/statistics/severity.py: how far widths vary by luck |
| spread | `SPREAD` of qa/sampling/operations/allocation.py, and the five scores it waits for |
| low | `LOW` of qa/evaluations/sampled_scores.py: what a low last score says of the next |
| risk | the weight of a signal, and `floor` of qa/sampling/plans.py |
| advice | 25 questions and 40 per cent of one question in qa/scoring/advice.py |
| life | the life of evaluations, at random (tests/evaluations/test_life.py) |
| kills | imports that are killed and go on (tests/kills.py) |
"""
