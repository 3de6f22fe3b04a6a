"""Sampling: which interactions are scored, and by whom; and the queue of each evaluator.

Words: a *frame* is all interactions a draw could have taken; a *draw* takes n of each agent's (the
*stratum*) at random from a *seed*; a *cell* is what was drawn from at random: a stratum, a stretch
of it in time, or a level of risk; an
*assignment* gives one drawn interaction to one evaluator; the *inclusion probability* is the chance
it had of being drawn; a
*target* is how many evaluations an evaluator is to make.

Always true:
- The same frame and seed give the same draw, on any machine and either database (`drawing`).
- Every drawn item records its draw, method, seed, stratum, stratum size and inclusion probability;
  by risk the frame keeps the signals each of its interactions gave.
- The same draw asked for twice is made once.
- An interaction already drawn for a scorecard is not in the frame of a later draw for it.
"""
