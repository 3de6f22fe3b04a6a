"""Where the pages of evaluations hang."""

from flask import Blueprint

bp = Blueprint("evaluations", __name__)
