"""Pages of evaluations: `scoring` makes them, `reading` shows them, `changing` corrects and adds to
them, `releases` lets agents see them, `disputes` and `rules` are about disputes."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("evaluations", __name__)

from qa.evaluations import sampled_scores  # noqa: E402, F401 -- it listens to sampling

# they hang their routes on bp
from qa.evaluations.views import changing, disputes, reading, releases, rules, scoring  # noqa: E402, F401
