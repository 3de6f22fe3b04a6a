"""Disputes: an agent says that questions of their evaluation were answered wrongly, and somebody
decides.

Words: a *dispute* has *points*, one per disputed question, each with the answer the agent proposes,
why, and evidence; the
*decider* is who the rules name for its *round*; an *outcome* per point is `keep`, `agents` or
`another`.

Always true:
- Only a released evaluation can be disputed, within its window, and one dispute of it is open at a
  time.
- A blind decider sees neither the first answers, nor the score, nor what is proposed, before their
  own answers are kept.
- Nobody decides about their own score. When a decider cannot, the quality manager does.
- A decision never changes an evaluation: what it changes is a new one that supersedes it.
"""
