"""Pages of interactions: `reading` lists and shows them, `importing` brings them in."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("interactions", __name__)

from qa.interactions.views import importing, reading  # noqa: E402, F401 -- they hang their routes on bp
