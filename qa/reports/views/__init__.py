"""The pages of reports: agents, coaching needs, evaluators; dry runs of drafts."""

from qa.reports.views import dry_runs, reading
from qa.reports.views.blueprint import bp

__all__ = ["bp", "dry_runs", "reading"]
