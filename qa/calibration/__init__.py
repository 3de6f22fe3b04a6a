"""Calibration: several people score the same interactions blind, then compare and agree.

Words: a *session* has *items* (interactions) and *participants*; each participant makes one
evaluation per item; the
*reference* is the answer agreed on when the session is closed.

Always true:
- Nobody sees another's answers, in any place, until the session is closed: not the quality manager
  either.
- A closed session takes no more evaluations; what was not submitted by then is not shown.
- Calibration evaluations are kept out of agents' scores and of the lists of evaluations.
"""
