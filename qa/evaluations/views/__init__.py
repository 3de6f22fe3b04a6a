"""Pages of evaluations: `scoring` makes them, `reading` shows them."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("evaluations", __name__)

from qa.evaluations.views import reading, scoring  # noqa: E402, F401 -- they hang their routes on bp
