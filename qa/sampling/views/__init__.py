"""Pages of sampling: `plans` and `draws` for the quality manager, `evaluators` what they can take
on, `queue` for the evaluator; `around` what they add to the page of an interaction."""

from __future__ import annotations

from blinker import Signal
from flask import Blueprint

bp = Blueprint("sampling", __name__)

# What upper floors have to add: to an evaluator's queue (receivers get (user)), to the page of a
# draw (receivers get (draw)); they return markup or nothing.
queue_panels = Signal("queue panels")
draw_panels = Signal("draw panels")

# they hang their routes on bp
from qa.sampling.views import draws, evaluators, interaction_panel, plans, queue  # noqa: E402, F401
