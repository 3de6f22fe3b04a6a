"""Where the pages of scorecards hang."""

from flask import Blueprint

bp = Blueprint("scorecards", __name__)
