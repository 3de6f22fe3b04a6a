"""The pages of reports: agents, coaching needs, evaluators, targets; dry runs of drafts."""

from qa.reports.views import dry_runs, reading, targets
from qa.reports.views.blueprint import bp

__all__ = ["bp", "dry_runs", "reading", "targets"]
