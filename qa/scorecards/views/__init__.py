"""The pages of scorecards: reading them, writing the next version, bringing them in and out."""

from qa.scorecards.views import editing, exchanging, reading, versions
from qa.scorecards.views.blueprint import bp

__all__ = ["bp", "editing", "exchanging", "reading", "versions"]
