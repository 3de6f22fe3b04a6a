"""Where the pages of interactions hang."""

from flask import Blueprint

bp = Blueprint("interactions", __name__)
