"""What the scores of a sample say about all the interactions it was drawn from.

Purpose: every number about a person or a team comes with how many interactions it rests on and the
range it could be. Pure arithmetic on numbers: no database, no clock, no settings, no words.

Words: a *range* is where the true figure probably lies (95 % unless asked otherwise). A *weight* is
one over the chance an interaction had of being drawn. *Effective n* is how many evenly weighted
interactions would say as much. The *population* is the number of interactions the sample was drawn
from.

Always true:
- A range lies within what the figure can be, and contains the estimate.
- More of the same gives a narrower range; the whole population gives the figure itself.
- Sums can be kept, added and taken apart: no figure needs the single scores again.
"""

from qa.statistics.intervals import (
    Range,
    clopper_pearson,
    finite_n,
    jeffreys,
    mean_range,
    needed_n,
    needed_n_mean,
    rate_lows,
    rate_range,
    wilson,
    wilson_effective,
)
from qa.statistics.moments import Moments
from qa.statistics.sampling import (
    Estimate,
    Stratum,
    chances,
    difference,
    equal,
    hajek,
    horvitz_thompson,
    mean_reach,
    neyman,
    neyman_shares,
    proportional,
    risk_chances,
    share_out,
    stratified,
)

__all__ = [
    "Estimate",
    "Moments",
    "Range",
    "Stratum",
    "chances",
    "clopper_pearson",
    "difference",
    "equal",
    "finite_n",
    "hajek",
    "horvitz_thompson",
    "jeffreys",
    "mean_range",
    "mean_reach",
    "needed_n",
    "needed_n_mean",
    "neyman",
    "neyman_shares",
    "proportional",
    "rate_lows",
    "rate_range",
    "risk_chances",
    "share_out",
    "stratified",
    "wilson",
    "wilson_effective",
]
