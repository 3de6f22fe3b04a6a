"""Scorecards: what evaluations are scored against; kept as versions, read from files, shown as an
evaluator sees them.

Words: a *scorecard* has *versions*; a version is one file's content. The *card* is a version as
values (`qa.scoring`).

Always true:
- A published version never changes; a change is a new version.
- Question and option ids keep their meaning across versions.
- Everything that reads a version reads the same card: parsing is in one place, and kept by content.
"""
