"""Pages of interactions: `reading` lists and shows them, `listening` plays them, `importing` brings
them in, `words` keeps word lists, `privacy` says what is kept of customers and how long."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("interactions", __name__)

# they hang their routes on bp
from qa.interactions.views import complaints, importing, listening, privacy, reading, words  # noqa: E402, F401
